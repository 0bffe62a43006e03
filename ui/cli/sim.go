package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"guitai/backend/sim"
)

func simCommand(std Stdio) *cobra.Command {
	var vendor, listen, faults string
	var hostile bool
	cmd := &cobra.Command{
		Use:   "sim",
		Short: "Serve a simulated vendor on a port, for tests and training",
		Example: "  guitai sim --vendor sandy --listen 127.0.0.1:7080\n" +
			"  guitai sim --fault 'consume=reset-after,recharge#2=http502-after'",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			plan, err := sim.ParsePlan(faults)
			if err != nil {
				return &exitError{2, fmt.Errorf("--fault: %w", err)}
			}
			server, err := newSimulator(vendor, plan, hostile)
			if err != nil {
				return &exitError{2, fmt.Errorf("--vendor: %w", err)}
			}
			return serveSim(cmd.Context(), std, listen, server)
		},
	}
	f := cmd.Flags()
	f.StringVar(&vendor, "vendor", "sandy", "whose interface to simulate: sandy or pospal")
	f.StringVar(&listen, "listen", "127.0.0.1:7080", "address to listen on")
	f.StringVar(&faults, "fault", "", "faults to play, such as consume=reset-after or *=delay:300ms")
	f.BoolVar(&hostile, "hostile", false, "put hostile texts into some members' names")
	return cmd
}

// serveSim serves until the program is told to end.
func serveSim(ctx context.Context, std Stdio, addr string, vendor simulator) error {
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return &exitError{1, err}
	}
	fmt.Fprintf(std.Out, "simulated vendor on http://%s (%s)\n", listener.Addr(), vendor.access)
	server := &http.Server{Handler: vendor, ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err = <-ended:
	case <-ctx.Done():
		err = server.Close()
	}
	if err != nil && !errors.Is(err, http.ErrServerClosed) {
		return &exitError{1, err}
	}
	return nil
}

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	_ "time/tzdata" // so that every zone is known on machines that have none

	"github.com/spf13/cobra"

	"guitai/ui/term/quiet"
)

// Stdio is what the program has of the outside world.
type Stdio struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer
	// Env looks a variable of the environment up.
	Env func(string) string
	// Environ lists the environment.
	Environ []string
}

// Process is the running process' own Stdio.
func Process() Stdio {
	return Stdio{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Env: os.Getenv, Environ: os.Environ()}
}

// exitError ends the program with a code and, unless it is quiet, a message.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// Main runs the program and gives its exit code: 0 for success, 1 for failure,
// 2 for a command line or a configuration that is wrong.
func Main(ctx context.Context, args []string, std Stdio) int {
	quiet.Unquiet()
	root := rootCommand(std)
	root.SetArgs(args)
	root.SetIn(std.In)
	root.SetOut(std.Out)
	root.SetErr(std.Err)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	var exit *exitError
	if errors.As(err, &exit) {
		if text := exit.Error(); text != "" {
			fmt.Fprintln(std.Err, "guitai: "+strings.ReplaceAll(text, "\n", "\nguitai: "))
		}
		return exit.code
	}
	fmt.Fprintln(std.Err, "guitai: "+err.Error())
	return 2
}

func rootCommand(std Stdio) *cobra.Command {
	var configPath string
	root := &cobra.Command{
		Use:           "guitai",
		Short:         "柜台: a front desk for stored-value members",
		Long:          "guitai finds a member, recharges, consumes, redeems points and shows history.\nWithout a configuration it starts the demo, where no real money moves.",
		Args:          cobra.NoArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return run(cmd.Context(), std, configPath)
		},
	}
	root.PersistentFlags().StringVar(&configPath, "config", "", "configuration file (default: $GUITAI_CONFIG, then config.yaml in the user's configuration directory)")
	root.AddCommand(
		demoCommand(std),
		simCommand(std),
		doctorCommand(std, &configPath),
		keysCommand(std, &configPath),
		journalCommand(std, &configPath),
		migrateCommand(std),
		syncCommand(std, &configPath),
		findCommand(std, &configPath),
		staffCommand(std, &configPath),
		serveCommand(std, &configPath),
		auditCommand(std, &configPath),
	)
	return root
}

package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"guitai/backend"
	"guitai/backend/safe"
	"guitai/ui"
)

func findCommand(std Stdio, configPath *string) *cobra.Command {
	r := &copyReader{std: std, configPath: configPath}
	var limit int
	cmd := &cobra.Command{
		Use:     "find QUERY",
		Short:   "Find members in this machine's copy by card, phone, name or pinyin",
		Long:    "It asks no vendor and costs no call: who was never read here is not found. `guitai sync` reads everybody.",
		Example: "  guitai find 0123\n  guitai find ws1234 --json",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return r.find(strings.Join(args, " "), limit)
		},
	}
	r.flags(cmd, "print JSON: a list of objects")
	cmd.Flags().IntVar(&limit, "limit", 20, "the most that are listed, 1 to 50")
	return cmd
}

// finding is what other programs read of a member. The names are a promise. The
// phone is masked: whoever needs it whole opens the member.
type finding struct {
	Number safe.Text `json:"number"`
	Name   safe.Text `json:"name"`
	Phone  string    `json:"phone"`
	Level  safe.Text `json:"level"`
	Status string    `json:"status"`
	Source string    `json:"source"`
	// Age is how long ago the vendor said so, in whole seconds.
	Age int64 `json:"age_seconds"`
}

func (r *copyReader) find(query string, limit int) error {
	if limit < 1 || limit > 50 {
		return &exitError{2, errors.New("--limit: 1 to 50")}
	}
	m, s, text, err := r.look()
	if err != nil {
		return err
	}
	defer func() { _ = m.Close() }()
	now, found := time.Now(), m.Search(query, limit)
	masked := &ui.Env{MaskPhones: true, Clock: ui.WallClock{}, Zone: s.cfg.Zone, Text: text}
	list, rows := []finding{}, [][]string{}
	for _, h := range found.Hits {
		x := h.Member
		age := max(int64(now.Sub(x.ReadAt)/time.Second), 0)
		list = append(list, finding{x.Number, x.Name, masked.Phone(x.Phone, false), x.Level.Name, statusName(x.Status.Kind), "mirror", age})
		rows = append(rows, []string{x.Number.String(), x.Name.String(), masked.Phone(x.Phone, false), x.Level.Name.String(), x.Status.Text.String(), masked.Age(x.ReadAt)})
	}
	if r.json {
		return printJSON(r.std.Out, list)
	}
	printTable(r.std.Out, rows)
	switch {
	case len(rows) == 0:
		fmt.Fprintln(r.std.Err, "guitai: nobody of the "+strconv.Itoa(m.Len())+" members in the copy")
	case found.Total > len(rows) || found.More:
		fmt.Fprintf(r.std.Err, "guitai: only the first %d\n", len(rows))
	}
	return nil
}

// statusName names a card's state for programs.
func statusName(k backend.StatusKind) string {
	names := [...]string{"untold", "normal", "lost", "closed", "disabled", "other"}
	if int(k) < len(names) {
		return names[k]
	}
	return "other"
}

package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"guitai/backend/config"
	"guitai/keymap"
	"guitai/ui/lang"
)

// keyRow is one line of the key table.
type keyRow struct{ keys, means, name, where string }

func keysCommand(std Stdio, configPath *string) *cobra.Command {
	var markdown bool
	var language string
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "List every key and the name by which config.yaml can change it",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			cfg, err := loadConfig(std, *configPath)
			if err != nil {
				return err
			}
			if language == "" {
				language = cfg.Language
			}
			text, ok := lang.For(language)
			if !ok {
				return &exitError{2, fmt.Errorf("there is no language %q; use zh or en", language)}
			}
			keys, err := keymap.New(cfg.Keys)
			if err != nil {
				return &exitError{2, err}
			}
			printKeys(std.Out, keyRows(keys, text.Keys), markdown)
			return nil
		},
	}
	cmd.Flags().BoolVar(&markdown, "markdown", false, "print the table as README has it")
	cmd.Flags().StringVar(&language, "language", "", "zh or en (default: the configuration's)")
	return cmd
}

func keyRows(keys *keymap.Map, text lang.Keys) []keyRow {
	rows := []keyRow{{text.JustType, text.TypeSearch, "", ""}}
	for _, b := range keys.Bindings() {
		shown := make([]string, len(b.Keys))
		for i, k := range b.Keys {
			shown[i] = keymap.Shown(k)
		}
		where := make([]string, len(b.Scopes))
		for i, s := range b.Scopes {
			where[i] = string(s)
		}
		rows = append(rows, keyRow{strings.Join(shown, " / "), b.Label(text), string(b.Action), strings.Join(where, ", ")})
	}
	return rows
}

func printKeys(w io.Writer, rows []keyRow, markdown bool) {
	if markdown {
		fmt.Fprintln(w, "| key | means | name in `keys:` | only on |\n|---|---|---|---|")
		for _, r := range rows {
			fmt.Fprintf(w, "| %s | %s | %s | %s |\n", r.keys, r.means, r.name, r.where)
		}
		return
	}
	wide := [3]int{}
	for _, r := range rows {
		for i, cell := range []string{r.keys, r.means, r.name} {
			wide[i] = max(wide[i], ansi.StringWidth(cell))
		}
	}
	for _, r := range rows {
		line := ""
		for i, cell := range []string{r.keys, r.means, r.name} {
			line += cell + strings.Repeat(" ", wide[i]-ansi.StringWidth(cell)+2)
		}
		fmt.Fprintln(w, strings.TrimRight(line+r.where, " "))
	}
}

// loadConfig reads the configuration that the rules find, or the demo's.
func loadConfig(std Stdio, flag string) (config.Config, error) {
	path, found := config.Find(flag, std.Env)
	if !found {
		return config.Demo(std.Env)
	}
	cfg, err := config.Load(path, std.Env)
	if err != nil {
		return config.Config{}, &exitError{2, err}
	}
	return cfg, nil
}

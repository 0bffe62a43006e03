package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"guitai/backend/safe"
	"guitai/backend/staff"
)

// personJSON is what other programs read of a person.
type personJSON struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Role    string    `json:"role"`
	Keys    []keyJSON `json:"keys"`
	PIN     bool      `json:"has_pin"`
	Till    string    `json:"till"`
	Revoked bool      `json:"revoked"`
}

type keyJSON struct {
	Print   string   `json:"print"`
	Comment string   `json:"comment"`
	From    []string `json:"from"`
	Till    string   `json:"till"`
}

func printPeople(out io.Writer, people []staff.Person, asJSON bool) error {
	if asJSON {
		all := make([]personJSON, 0, len(people))
		for _, p := range people {
			one := personJSON{ID: p.ID, Name: p.Name, Role: string(p.Role), PIN: p.PIN != "", Till: p.Till, Revoked: !p.Active(), Keys: []keyJSON{}}
			for _, k := range p.Keys {
				from := []string{}
				for _, n := range k.From {
					from = append(from, n.String())
				}
				one.Keys = append(one.Keys, keyJSON{Print: k.Print, Comment: k.Comment, From: from, Till: k.Till})
			}
			all = append(all, one)
		}
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		return e.Encode(all)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, p := range people {
		state := ""
		if !p.Active() {
			state = "revoked"
		}
		fmt.Fprintf(w, "%s\t%s\t%s", p.Name, p.Role, state)
		for _, k := range p.Keys {
			fmt.Fprintf(w, "\t%s %s", k.Print[:12], safe.Line(k.Comment))
		}
		fmt.Fprintln(w)
	}
	return w.Flush()
}

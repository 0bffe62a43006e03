package cli

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/safe"
	"guitai/ui"
	"guitai/ui/lang"
)

// printList prints a line an operation.
func (b book) printList(w io.Writer, recs []journal.Record) {
	t := b.text.Domain
	var rows [][]string
	for _, r := range recs {
		rows = append(rows, []string{r.Slip, b.when(r.CreatedAt), ui.OpWord(t, r.Kind), r.Number.String(), b.amount(r), b.state(r.State),
			ui.WhyWord(t, r.Why), safe.Line(r.Till).String(), safe.Line(r.Operator).String()})
	}
	printTable(w, rows)
}

// state is the word for people with the one that is stored.
func (b book) state(s backend.State) string {
	return string(s) + " " + ui.StateWord(b.text.Domain, s)
}

func (b book) amount(r journal.Record) string {
	if r.Kind == backend.OpRedeem {
		return lang.Fill(b.text.Domain.Points, "points", r.Points.String())
	}
	return lang.Fill(b.text.Domain.Yuan, "amount", r.Amount.Grouped())
}

// when is a time in the shop's zone, "" for none.
func (b book) when(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(b.cfg.Zone).Format(time.DateTime)
}

// printOperation prints everything that is known about one operation.
func (b book) printOperation(w io.Writer, r journal.Record) {
	t, when := b.text.Unresolved, b.when(r.CreatedAt)
	if !r.SettledAt.IsZero() {
		when += " → " + b.when(r.SettledAt)
	}
	rows := [][]string{
		{t.Slip, r.Slip, r.ID},
		{t.What, ui.OpWord(b.text.Domain, r.Kind) + " " + b.amount(r), r.PayType.Name.String()},
		{t.Member, r.Number.String(), r.Name.String()},
		{t.When, when},
		{t.By, safe.Line(r.Till).String(), safe.Line(r.Operator).String()},
		{t.State, b.state(r.State)},
	}
	if c := r.Receipt; c != nil {
		rows = append(rows, []string{t.Balance, c.Balance.Grouped()}, []string{t.Points, c.Points.String()})
	}
	if u := r.Undo; u != nil {
		rows = append(rows, []string{b.text.Domain.Undo.Kind, "#" + u.Slip, u.Of},
			[]string{"", lang.Fill(b.text.Domain.Undo.Parts, "principal", u.Principal.Grouped(), "gift", u.Gift.Grouped(), "points", u.Points.String()),
				safe.Line(u.Reason).String()})
	}
	printTable(w, rows)
	if why := ui.WhyWord(b.text.Domain, r.Why); why != "" {
		fmt.Fprintln(w, t.Why+why)
	}
	if c := r.Receipt; c != nil && c.Collect.Sign() > 0 {
		line := lang.Fill(b.text.Money.Collect, "amount", c.Collect.Grouped()) + "  " + b.when(r.Collected)
		fmt.Fprintln(w, strings.TrimSpace(line))
	}
	// Beside an end that nobody knows a refusal speaks only for its attempt.
	switch words := ui.VendorWords(b.text, r.Refusal); {
	case r.Refusal == nil || r.Outcome() == backend.OutcomeSettled:
	case r.Outcome() == backend.OutcomeUnknown && words != "":
		fmt.Fprintln(w, words)
	case r.Outcome() == backend.OutcomeRefused:
		fmt.Fprintln(w, ui.Sentence(b.text, r.Refusal))
	}
	if r.Evidence != nil {
		b.printEvidence(w, *r.Evidence)
	}
	b.printAttempts(w, r.Attempts)
}

func (b book) printEvidence(w io.Writer, e backend.Evidence) {
	t := b.text.Unresolved
	rows := [][]string{
		{t.Evidence, t.Before, t.Now},
		{t.When, b.when(e.Before.At), b.when(e.Now.At)},
		{t.Balance, e.Before.Balance.Grouped(), e.Now.Balance.Grouped()},
		{t.Points, e.Before.Points.String(), e.Now.Points.String()},
	}
	if e.Before.Consumed != nil && e.Now.Consumed != nil {
		rows = append(rows, []string{t.SumConsume, e.Before.Consumed.Grouped(), e.Now.Consumed.Grouped()})
	}
	if e.Before.Recharged != nil && e.Now.Recharged != nil {
		rows = append(rows, []string{t.SumRecharge, e.Before.Recharged.Grouped(), e.Now.Recharged.Grouped()})
	}
	rows = append(rows, []string{t.Head, strconv.FormatInt(e.Before.HeadID, 10), strconv.FormatInt(e.Now.HeadID, 10)})
	fmt.Fprintln(w)
	printTable(w, rows)
	if !e.Chained {
		fmt.Fprintln(w, t.NotChained)
	}
	if e.Foreign {
		fmt.Fprintln(w, t.ForeignRows)
	}
	fmt.Fprintln(w)
	if len(e.Rows) == 0 {
		fmt.Fprintln(w, t.NoRows)
		return
	}
	fmt.Fprintln(w, t.Rows)
	rows = nil
	for i, row := range e.Rows {
		fits := ""
		if slices.Contains(e.Fits, i) {
			fits = t.Fits
		}
		rows = append(rows, []string{strconv.FormatInt(row.ID, 10), b.when(row.At), ui.EventWord(b.text.Domain, row), row.Gross.Grouped(),
			row.Net.Grouped(), row.Balance.Grouped(), row.PayType.String(), row.Shop.String(), fits})
	}
	printTable(w, rows)
}

func (b book) printAttempts(w io.Writer, attempts []backend.Attempt) {
	t := b.text.Unresolved
	if len(attempts) == 0 {
		return
	}
	fmt.Fprintln(w, "\n"+t.Attempts)
	for _, a := range attempts {
		line := lang.Fill(t.Attempt, "n", strconv.Itoa(a.N)) + "  " + b.when(a.At) + "  "
		if !a.Wrote {
			fmt.Fprintln(w, line+t.NotSent)
			continue
		}
		if a.HTTP != 0 {
			line += "HTTP " + strconv.Itoa(a.HTTP) + "  "
		}
		fmt.Fprintln(w, line+b.class(a.Class))
		if len(a.Body) == 0 {
			fmt.Fprintln(w, t.NoAnswer)
			continue
		}
		fmt.Fprintln(w, t.Answer+safe.LineMax(string(a.Body), answerCells).String())
	}
}

// class says what an attempt brought.
func (b book) class(c backend.ReplyClass) string {
	t := b.text.Unresolved
	switch c {
	case backend.ReplyYes:
		return t.ClassYes
	case backend.ReplyRefused:
		return t.ClassRefused
	case backend.ReplyDuplicate:
		return t.ClassDuplicate
	case backend.ReplyNotSent:
		return t.NotSent
	}
	return t.ClassUnclear
}

// printTable prints rows with their columns under each other.
func printTable(w io.Writer, rows [][]string) {
	var wide []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(wide) {
				wide = append(wide, 0)
			}
			wide[i] = max(wide[i], ansi.StringWidth(cell))
		}
	}
	for _, row := range rows {
		line := ""
		for i, cell := range row {
			line += cell + strings.Repeat(" ", wide[i]-ansi.StringWidth(cell)+2)
		}
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
}

package cli

import (
	"context"
	"errors"
	"runtime/debug"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/probe"
	"guitai/backend/safe"
	"guitai/screens/about"
)

// aboutDesk is what the screen About is told of one shop and its house.
type aboutDesk struct {
	house *house
	c     *counter
}

// About reads everything anew.
func (d aboutDesk) About(ctx context.Context) (about.Facts, error) {
	able := d.c.till.Capabilities()
	f := about.Facts{Vendor: able.Vendor, Account: able.Kind + "/" + able.Account, Plain: able.Plain, Practice: d.c.practice,
		Journal: d.house.where, Anchor: d.house.anchor, Rowless: able.OwnHistory, Findings: d.findings()}
	f.Version, f.Built = build()
	if able.Quota != nil {
		f.Calls = able.Quota.Quota()
	}
	d.journal(&f)
	head, err := d.house.journal.Head(ctx)
	if err != nil {
		return f, &backend.Error{Op: "cli.about", Kind: backend.KindJournal, Err: err}
	}
	f.Entries = head.Seq
	last, err := d.c.till.LastSweep(ctx)
	f.Swept, f.SweepOver = last.Started, !last.Ended.IsZero()
	f.Cards, f.Foreign, f.Raised, f.Unread = last.Cards, len(last.Foreign), len(last.Raised), len(last.Unread)
	return f, err
}

// journal says how the journal stands.
func (d aboutDesk) journal(f *about.Facts) {
	f.Health = d.c.till.Health()
	var lost *journal.AnchorError
	f.Lost = errors.As(d.house.journal.Health(), &lost)
	if guard, can := d.house.journal.(journal.Guard); can && !d.c.practice && d.c.till.Capabilities().Pushes {
		f.Young = guard.Young(time.Now())
	}
	if noted, can := d.house.journal.(interface{ Anchored() error }); can {
		f.AnchorErr = noted.Anchored()
	}
}

// findings are all questions of the vendor with what is known, in their order.
func (d aboutDesk) findings() []backend.Finding {
	known := d.c.seen.Known()
	var all []backend.Finding
	for _, p := range probe.Questions(d.c.till.Capabilities()) {
		f := known[p]
		f.Probe = p
		all = append(all, f)
	}
	return all
}

// build is the program's version and the commit that it was made of, as the
// toolchain noted them; "" for what it did not.
func build() (version, commit string) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "", ""
	}
	if version = info.Main.Version; version == "(devel)" {
		version = ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			commit = s.Value[:min(len(s.Value), 12)]
		}
	}
	return safe.Line(version).String(), commit
}

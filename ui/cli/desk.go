package cli

import (
	"context"
	"log/slog"
	"slices"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/money"
	"guitai/backend/staff"
	"guitai/backend/till"
	"guitai/screens"
	"guitai/screens/about"
	"guitai/screens/audit"
	staffscreen "guitai/screens/staff"
	"guitai/ui"
	"guitai/ui/shell"
)

// desk is the till as screens see it: what it does is the till's, only the
// shapes differ.
type desk struct {
	*till.Till
	log *slog.Logger
	// passwordAbove is the bill in yuan above which the member's password is
	// asked for; zero never asks.
	passwordAbove money.Amount
	// copy is the shop's copy of its members; nil keeps none.
	copy *memberCopy
	// staff and audit are nil where people have no roles here.
	staff staffscreen.Desk
	audit audit.Desk
	about about.Desk
	// permits ask for PINs, and notes go into the audit; both nil without staff.
	permits *permits
	notes   journal.Papers
}

func (d desk) desks() screens.Desks {
	return screens.Desks{Search: d, Member: memberDesk{d}, Recharge: d, Consume: d, Points: d, History: d, Open: cardDesk{d}, Edit: d, Unresolved: d,
		Levels: d, Password: d, Subsidy: d, RechargeLog: d, Mirror: mirrorDesk{d.copy}, Undo: d, About: d.about, Staff: d.staff, Audit: d.audit}
}

// shell makes the session's model with the desk behind its screens.
func (d desk) shell(env *ui.Env, o shell.Options) *shell.Shell {
	var s *shell.Shell
	current := func() *backend.Member { return screens.MemberOf(s.Screen()) }
	for _, e := range append(screens.Commands(env, d.Capabilities(), current), screens.Offices(env, d.desks())...) {
		o.Commands = append(o.Commands, shell.Command{Name: e.Name, WhyNot: e.WhyNot, Run: e.Run})
	}
	if d.about != nil {
		o.Commands = append(o.Commands, shell.Command{Name: env.Text.About.Title, Run: ui.Tell(ui.Open{Screen: ui.ScreenAbout})})
	}
	o.Home, o.Seen = ui.ScreenSearch, d.seen
	s = shell.New(env, screens.All(d.desks()), o)
	return s
}

// Recent lists the members served lately. A journal that cannot be read shows
// none; the red bar says why.
func (d desk) Recent(n int) []backend.Member {
	members, err := d.Till.Recent(context.Background(), n)
	if err != nil {
		return nil
	}
	return members
}

// Member reads a member anew, who is here then: a recent visit ranks higher.
func (d desk) Member(ctx context.Context, id string) (backend.Member, error) {
	m, err := d.Till.Member(ctx, id)
	if err == nil && d.copy != nil {
		d.copy.visited(id)
	}
	return m, err
}

func (d desk) Acknowledge(ctx context.Context, id string) error {
	_, err := d.Till.Acknowledge(ctx, id)
	return err
}

func (d desk) Collected(ctx context.Context, id string) error {
	_, err := d.Till.Collected(ctx, id)
	return err
}

func (d desk) Cases(ctx context.Context) ([]backend.Case, error) { return d.Till.Cases(ctx, false) }

func (d desk) QuoteRecharge(ctx context.Context, id string, amount money.Amount, pay backend.PayType, retryOf string) (backend.Quote, error) {
	q, err := d.Till.QuoteRecharge(ctx, id, amount, pay)
	return d.retry(q, retryOf), err
}

func (d desk) QuoteConsume(ctx context.Context, id string, gross money.Amount, part *money.Amount, retryOf string) (backend.Quote, error) {
	q, err := d.Till.QuoteConsume(ctx, id, gross, part)
	return d.retry(q, retryOf), err
}

func (d desk) QuoteRedeem(ctx context.Context, id string, points money.Points, retryOf string) (backend.Quote, error) {
	q, err := d.Till.QuoteRedeem(ctx, id, points)
	return d.retry(q, retryOf), err
}

// memberDesk is the desk of one open member.
type memberDesk struct{ desk }

// Cases lists what is open on the member's card.
func (d memberDesk) Cases(ctx context.Context, memberID string) ([]backend.Case, error) {
	all, err := d.Till.Cases(ctx, false)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(c backend.Case) bool { return c.MemberID != memberID }), nil
}

// Reveal records that somebody looks at a whole phone number, by the end of the
// card's number. Where people have PINs it asks for one first.
func (d memberDesk) Reveal(ctx context.Context, memberID string) error {
	if err := d.permits.own(); err != nil {
		return err
	}
	return d.allow(staff.RightReveal, memberID, func() error {
		card := "…" + memberID[max(0, len(memberID)-4):]
		d.log.Info("phone revealed", "card", card)
		if d.notes == nil {
			return nil
		}
		who, where := d.Seat()
		err := d.notes.Tell(ctx, backend.Note{Who: who, Till: where, What: "member.reveal", About: card})
		if err != nil {
			return &backend.Error{Op: "cli.reveal", Kind: backend.KindJournal, Err: err}
		}
		return nil
	})
}

// AsksPassword tells whether a bill is above what may be taken without the
// member's password, where the vendor keeps one.
func (d desk) AsksPassword(gross money.Amount) bool {
	return d.passwordAbove.Sign() > 0 && gross.Cmp(d.passwordAbove) > 0 && d.Capabilities().Passwords != nil
}

// retry marks a preview as the ringing again of an operation that was not found.
func (d desk) retry(q backend.Quote, retryOf string) backend.Quote {
	if retryOf == "" || q.Operation.ID == "" {
		return q
	}
	return d.AsRetry(q, retryOf)
}

// seen notes that a person saw how an operation ended.
func (d desk) seen(c backend.Case) ui.Cmd {
	return func() ui.Msg {
		// Unacknowledged, the result is only shown once more at the next start.
		_ = d.Acknowledge(context.Background(), c.ID)
		return nil
	}
}

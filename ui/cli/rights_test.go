package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/memory"
	"guitai/backend/money"
	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
	"guitai/backend/sim/sandysim"
	"guitai/backend/staff"
	"guitai/backend/till"
	"guitai/screens/audit"
	"guitai/ui/shell"
	"guitai/ui/uitest"
)

// roleDesk is a shop where people of every role come to the same desk.
type roleDesk struct {
	t      *testing.T
	book   *staff.Book
	papers *memory.Journal
	till   *till.Till
	// asked lists the requests that have reached the vendor.
	asked func() []sim.Request
	now   time.Time
	fresh int
}

func openRoleDesk(t *testing.T, vendor string) *roleDesk {
	t.Helper()
	r := &roleDesk{t: t, now: uitest.Morning()}
	var handler http.Handler
	if vendor == "sandy" {
		server := sandysim.New(sandysim.Options{History: sandysim.ShortHistory, Clock: uitest.Morning})
		handler, r.asked = server, server.Requests
	} else {
		server := pospalsim.New(pospalsim.Options{History: pospalsim.ShortHistory, Clock: uitest.Morning, DailyLimit: -1})
		handler, r.asked = server, server.Requests
	}
	dial, shut := sim.Serve(handler)
	t.Cleanup(shut)
	client := wireClient(vendor, dial)
	able := client.Capabilities()
	r.papers = memory.New(uitest.Morning)
	r.till = till.New(till.Options{Backend: client, Journal: r.papers, Account: journal.Account{Backend: able.Kind, Name: able.Account},
		Name: "till 1", Clock: fixedClock{}, Practice: true, OwnKeys: true})
	require.NoError(t, r.till.Start(t.Context()))
	t.Cleanup(func() { _ = r.till.Close() })
	book, err := staff.Open(t.Context(), staff.Options{Papers: r.papers, Pepper: bytes.Repeat([]byte{7}, staff.PepperSize),
		Now: func() time.Time { return r.now }, Rand: rand.Reader, Limits: staff.DefaultLimits(), HashMemory: 8, NewID: r.id})
	require.NoError(t, err)
	r.book = book
	return r
}

func (r *roleDesk) id() string { r.fresh++; return fmt.Sprintf("id-%04d", r.fresh) }

// changes counts the requests that would change something at the vendor. The till
// itself may be reading meanwhile, after what was done before.
func (r *roleDesk) changes() int {
	n := 0
	for _, q := range r.asked() {
		if writes(path.Base(q.Path)) {
			n++
		}
	}
	return n
}

// hires adds somebody with the PIN 482917.
func (r *roleDesk) hires(role staff.Role) staff.Person {
	r.t.Helper()
	p, err := r.book.Add(r.t.Context(), staff.By{}, r.id(), role)
	require.NoError(r.t, err)
	require.NoError(r.t, r.book.SetPIN(r.t.Context(), staff.By{}, p.ID, []byte("482917")))
	return p
}

// sits gives somebody of a role a place at the desk.
func (r *roleDesk) sits(role staff.Role) (*chair, *staff.Badge) {
	r.t.Helper()
	p := r.hires(role)
	badge := r.book.Seat(p.ID, "till 1", "tty")
	return &chair{r, p, badge, desk{Till: r.till.By(badge), log: slog.New(slog.DiscardHandler), notes: r.papers}}, badge
}

// chair is a person at the desk.
type chair struct {
	*roleDesk
	who   staff.Person
	badge *staff.Badge
	desk
}

// deed is one thing that somebody may want to do, and the right that it takes.
type deed struct {
	name  string
	right staff.Right
	// ready is done first, by somebody who may do everything.
	ready func(*chair) any
	do    func(context.Context, *chair, any) error
	// unknown says that it is asked about an operation that there is not: whoever may
	// is told so.
	unknown bool
}

func nothing(*chair) any { return nil }

// card is a member with money and points at either vendor.
const roleCard = "M000123"

func (c *chair) member() backend.Member {
	c.t.Helper()
	found, err := c.roleDesk.till.Find(c.t.Context(), roleCard)
	require.NoError(c.t, err)
	require.NotEmpty(c.t, found)
	return found[0]
}

func memberReady(c *chair) any { return c.member().ID }

// quoted makes a preview that is then carried out by somebody else.
func quoted(quote func(context.Context, *till.Till, string) (backend.Quote, error)) func(*chair) any {
	return func(c *chair) any {
		q, err := quote(c.t.Context(), c.roleDesk.till, c.member().ID)
		require.NoError(c.t, err)
		return q
	}
}

func settles(ctx context.Context, c *chair, q any) error {
	got, err := c.Do(ctx, q.(backend.Quote))
	if err == nil {
		assert.Contains(c.t, []backend.State{backend.StateApplied, backend.StateTask}, got.State)
	}
	return err
}

// deeds are everything that the desk offers, with the right of each.
func deeds() []deed {
	return append(append(readingDeeds(), movingDeeds()...), append(changingDeeds(), staffDeeds()...)...)
}

func readingDeeds() []deed {
	last := backend.Period{From: uitest.Morning().AddDate(0, 0, -7), To: uitest.Morning()}
	only := func(_ any, err error) error { return err }
	return []deed{
		{name: "find", right: staff.RightFind, ready: nothing, do: func(ctx context.Context, c *chair, _ any) error { return only(c.Find(ctx, roleCard)) }},
		{name: "look up a number", right: staff.RightFind, ready: nothing, do: func(ctx context.Context, c *chair, _ any) error { return only(c.Lookup(ctx, roleCard)) }},
		{name: "search the copy", right: staff.RightFind, ready: nothing, do: func(ctx context.Context, c *chair, _ any) error { return only(c.Mirror(ctx, "Chan", 5)) }},
		{name: "served lately", right: staff.RightFind, ready: nothing, do: func(ctx context.Context, c *chair, _ any) error { return only(c.Till.Recent(ctx, 5)) }},
		{name: "open a member", right: staff.RightFind, ready: memberReady, do: func(ctx context.Context, c *chair, id any) error { return only(c.Member(ctx, id.(string))) }},
		{name: "a member just read", right: staff.RightFind, ready: memberReady, do: func(ctx context.Context, c *chair, id any) error { return only(c.Lately(ctx, id.(string))) }},
		{name: "history", right: staff.RightFind, ready: memberReady, do: func(ctx context.Context, c *chair, id any) error {
			return only(c.History(ctx, backend.HistoryQuery{MemberID: id.(string), Page: 1}))
		}},
		{name: "the newest rows", right: staff.RightFind, ready: memberReady, do: func(ctx context.Context, c *chair, id any) error {
			return only(c.Glance(ctx, backend.HistoryQuery{MemberID: id.(string), Page: 1}))
		}},
		{name: "what a recharge would give", right: staff.RightFind, ready: memberReady, do: func(ctx context.Context, c *chair, id any) error { return only(c.Rules(ctx, id.(string))) }},
		{name: "preview a bill", right: staff.RightFind, ready: memberReady, do: func(ctx context.Context, c *chair, id any) error {
			return only(c.QuoteConsume(ctx, id.(string), money.Must("1"), nil, ""))
		}},
		{name: "subsidies", right: staff.RightFind, ready: nothing, do: func(ctx context.Context, c *chair, _ any) error { return only(c.Subsidies(ctx, last)) }},
		{name: "recharges of all stores", right: staff.RightReports, ready: nothing, do: func(ctx context.Context, c *chair, _ any) error { return only(c.Recharges(ctx, last)) }},
		{name: "reveal a phone", right: staff.RightReveal, ready: memberReady, do: func(ctx context.Context, c *chair, id any) error { return memberDesk{c.desk}.Reveal(ctx, id.(string)) }},
	}
}

func movingDeeds() []deed {
	return []deed{
		{name: "recharge", right: staff.RightRecharge, do: settles, ready: quoted(func(ctx context.Context, t *till.Till, id string) (backend.Quote, error) {
			rules, err := t.Rules(ctx, id)
			if err != nil {
				return backend.Quote{}, err
			}
			return t.QuoteRecharge(ctx, id, money.Must("1"), rules.PayTypes[0])
		})},
		{name: "consume", right: staff.RightConsume, do: settles, ready: quoted(func(ctx context.Context, t *till.Till, id string) (backend.Quote, error) {
			return t.QuoteConsume(ctx, id, money.Must("1"), nil)
		})},
		{name: "redeem", right: staff.RightRedeem, do: settles, ready: quoted(func(ctx context.Context, t *till.Till, id string) (backend.Quote, error) {
			return t.QuoteRedeem(ctx, id, money.WholePoints(1))
		})},
		{name: "undo", right: staff.RightUndo, do: settles, ready: func(c *chair) any {
			q := quoted(func(ctx context.Context, t *till.Till, id string) (backend.Quote, error) {
				return t.QuoteConsume(ctx, id, money.Must("1"), nil)
			})(c).(backend.Quote)
			done, err := c.roleDesk.till.Do(c.t.Context(), q)
			require.NoError(c.t, err)
			back, err := c.roleDesk.till.QuoteUndo(c.t.Context(), done.ID, "按错了键")
			require.NoError(c.t, err)
			return back
		}},
		{name: "void", right: staff.RightVoid, ready: nothing, unknown: true, do: func(ctx context.Context, c *chair, _ any) error { _, err := c.Void(ctx, "op"); return err }},
		{name: "decide", right: staff.RightDecide, ready: nothing, unknown: true, do: func(ctx context.Context, c *chair, _ any) error {
			_, err := c.Decide(ctx, "op", true, "我看过了")
			return err
		}},
		{name: "close an incident", right: staff.RightIncident, ready: nothing, unknown: true, do: func(ctx context.Context, c *chair, _ any) error {
			_, err := c.CloseIncident(ctx, "op", "我看过了")
			return err
		}},
	}
}

func changingDeeds() []deed {
	edit := func(change func(*backend.Edit, string)) func(context.Context, *chair, any) error {
		return func(ctx context.Context, c *chair, id any) error {
			var e backend.Edit
			change(&e, c.id())
			_, err := c.Edit(ctx, id.(string), e)
			return err
		}
	}
	return []deed{
		{name: "edit", right: staff.RightEdit, ready: memberReady, do: edit(func(e *backend.Edit, s string) { e.Name = &s })},
		{name: "edit the level", right: staff.RightLevels, ready: func(c *chair) any { return c.member() }, do: func(ctx context.Context, c *chair, m any) error {
			level := m.(backend.Member).Level.Name.String()
			_, err := c.Edit(ctx, m.(backend.Member).ID, backend.Edit{LevelName: &level})
			return err
		}},
		{name: "edit credit", right: staff.RightLevels, ready: memberReady, do: edit(func(e *backend.Edit, _ string) { e.OnCredit = new(bool) })},
		{name: "levels of many", right: staff.RightLevels, ready: func(c *chair) any { return c.member() }, do: func(ctx context.Context, c *chair, m any) error {
			return c.ChangeLevel(ctx, m.(backend.Member).Level.ID, []string{m.(backend.Member).ID})
		}},
		{name: "open a card", right: staff.RightOpen, ready: func(c *chair) any {
			levels, err := c.roleDesk.till.Levels(c.t.Context())
			require.NoError(c.t, err)
			return levels[0].ID
		}, do: func(ctx context.Context, c *chair, level any) error {
			_, err := c.OpenCard(ctx, backend.NewMember{Number: "R" + c.id(), Name: "新客", LevelID: level.(string), Phone: "13900000000"})
			return err
		}},
		{name: "set a password", right: staff.RightPassword, ready: memberReady, do: func(ctx context.Context, c *chair, id any) error { return c.SetPassword(ctx, id.(string), "secret1") }},
		{name: "check a password", right: staff.RightConsume, ready: memberReady, do: func(ctx context.Context, c *chair, id any) error {
			_, err := c.CheckPassword(ctx, id.(string), "secret1")
			return err
		}},
	}
}

// staffDeeds are about people. Nobody of them is above a cashier, so that what is
// asked is the right and not the rank.
func staffDeeds() []deed {
	other := func(c *chair) any { return c.hires(staff.Viewer).ID }
	return []deed{
		{name: "hire", right: staff.RightPeople, ready: nothing, do: func(ctx context.Context, c *chair, _ any) error {
			_, err := c.book.Add(ctx, staff.By{ID: c.who.ID}, c.id(), staff.Viewer)
			return err
		}},
		{name: "see who works here", right: staff.RightPeople, ready: nothing, do: func(ctx context.Context, c *chair, _ any) error {
			_, err := newStaffDesk(c.book, c.badge, c.papers).Staff(ctx)
			return err
		}},
		{name: "hire at the screen", right: staff.RightPeople, ready: nothing, do: func(ctx context.Context, c *chair, _ any) error {
			_, err := newStaffDesk(c.book, c.badge, c.papers).Add(ctx, c.id(), string(staff.Viewer), "")
			return err
		}},
		{name: "read the audit", right: staff.RightAudit, ready: nothing, do: func(ctx context.Context, c *chair, _ any) error {
			_, err := newAuditDesk(c.book, c.badge, c.papers).Entries(ctx, audit.Query{})
			return err
		}},
		{name: "verify the audit", right: staff.RightAudit, ready: nothing, do: func(ctx context.Context, c *chair, _ any) error {
			_, err := newAuditDesk(c.book, c.badge, c.papers).Verify(ctx, func(int64, int64) {})
			return err
		}},
		{name: "change a role", right: staff.RightPeople, ready: other, do: func(ctx context.Context, c *chair, id any) error {
			return c.book.SetRole(ctx, staff.By{ID: c.who.ID}, id.(string), staff.Trainer)
		}},
		{name: "somebody's key", right: staff.RightPeople, ready: other, do: func(ctx context.Context, c *chair, id any) error {
			return c.book.AddKey(ctx, staff.By{ID: c.who.ID}, id.(string), staff.Key{Print: fmt.Sprintf("%064d", c.fresh)})
		}},
		{name: "somebody's PIN", right: staff.RightPeople, ready: other, do: func(ctx context.Context, c *chair, id any) error {
			return c.book.SetPIN(ctx, staff.By{ID: c.who.ID}, id.(string), []byte("739162"))
		}},
		{name: "dismiss", right: staff.RightPeople, ready: other, do: func(ctx context.Context, c *chair, id any) error {
			return c.book.Dismiss(ctx, staff.By{ID: c.who.ID}, id.(string))
		}},
		{name: "unlock", right: staff.RightUnlock, ready: other, do: func(ctx context.Context, c *chair, id any) error {
			return c.book.Unlock(ctx, staff.By{ID: c.who.ID}, id.(string))
		}},
		{name: "allow what is above a limit", right: staff.RightAllow, ready: func(c *chair) any { return c.book.Seat(c.hires(staff.Cashier).ID, "till 1", "tty") },
			do: func(ctx context.Context, c *chair, badge any) error {
				ask := staff.Ask{Right: staff.RightConsume, About: c.id(), Kind: backend.OpConsume, Amount: money.Must("1000.01")}
				return badge.(*staff.Badge).Approve(ctx, ask, c.who.Name, []byte("482917"))
			}},
	}
}

// Every pair of a role and a deed, at both vendors: who may is not kept from it, who
// may not is told the right that is missing, and nothing that changes
// anything reaches the vendor.
func TestEveryRoleAtEveryDeed(t *testing.T) {
	pairs, refusals := 0, 0
	offered := map[string]bool{}
	for _, vendor := range vendors() {
		r := openRoleDesk(t, vendor)
		for _, role := range staff.Roles() {
			for _, d := range deeds() {
				c, _ := r.sits(role)
				thing := d.ready(c)
				before := r.changes()
				err := d.do(t.Context(), c, thing)
				if backend.KindOf(err) == backend.KindUnsupported {
					continue
				}
				offered[d.name] = true
				pairs++
				what := fmt.Sprintf("%s: %s, %s: %v", vendor, role, d.name, err)
				if role.May(d.right) {
					if d.unknown {
						assert.Equal(t, backend.KindNotFound, backend.KindOf(err), what)
					} else {
						assert.NoError(t, err, what)
					}
					continue
				}
				refusals++
				var e *backend.Error
				if assert.True(t, errors.As(err, &e), what) {
					assert.Contains(t, []backend.Kind{backend.KindRight, backend.KindLimit}, e.Kind, what)
					assert.Contains(t, []string{string(d.right), string(alsoNamed(d.right, role))}, e.Right, what)
				}
				assert.Equal(t, before, r.changes(), what)
			}
		}
		recs, err := r.till.Cases(t.Context(), true)
		require.NoError(t, err)
		assert.Empty(t, recs, "what was refused was not even begun")
	}
	for _, d := range deeds() {
		assert.True(t, offered[d.name], "%s is offered by no vendor", d.name)
	}
	t.Logf("%d pairs of a role and a deed, %d of them refused", pairs, refusals)
}

// alsoNamed is what is missing first where somebody lacks two rights.
func alsoNamed(x staff.Right, role staff.Role) staff.Right {
	if x == staff.RightAllow && !role.May(staff.RightConsume) {
		return staff.RightConsume
	}
	return x
}

// Notices and the tray name members as well, so nobody without the right to find any
// has a session at a real shop.
func TestWhoMayFindNobodyIsNotLetIn(t *testing.T) {
	r := openRoleDesk(t, "sandy")
	h := &house{log: slog.New(slog.DiscardHandler), journal: r.papers}
	c := &counter{till: r.till, seen: newContract(nil, r.papers, "account", h.log)}
	h.shops = []*counter{c}
	for _, role := range staff.Roles() {
		p := r.hires(role)
		who := sitter{person: p, badge: r.book.Seat(p.ID, "till 1", "tty"), book: r.book}
		s, err := h.open(t.Context(), c, who, nil, func(*session, *shell.Options) {})
		assert.Equal(t, role.May(staff.RightFind), err == nil, "%s: %v", role, err)
		if err == nil {
			s.close()
		}
	}
}

// Every right is taken by some deed, or it is known that nothing asks for it yet.
func TestEveryRightHasADeed(t *testing.T) {
	with := map[staff.Right]bool{
		// Nothing at the desk asks for these: settings are a file, and the practice range
		// is open to everybody.
		staff.RightSettings: true, staff.RightPractise: true,
	}
	for _, d := range deeds() {
		with[d.right] = true
	}
	for _, x := range staff.Rights() {
		assert.True(t, with[x], "%s", x)
	}
}

// What somebody passing by must not be able to do asks for the person's own PIN
// first, whatever they may. Without it nothing happens and nothing is in the audit.
func TestWhatAsksForTheOwnPINAgain(t *testing.T) {
	r := openRoleDesk(t, "sandy")
	c, badge := r.sits(staff.Manager)
	id := c.member().ID
	ctx, leave := context.WithCancel(t.Context())
	c.permits = newPermits(ctx, badge, uitest.Env(t, "zh").Text)
	for name, do := range map[string]func() error{
		"reveal":   func() error { return memberDesk{c.desk}.Reveal(ctx, id) },
		"decide":   func() error { _, err := c.Decide(ctx, "op", true, "我看过了"); return err },
		"incident": func() error { _, err := c.CloseIncident(ctx, "op", "我看过了"); return err },
	} {
		done := make(chan error, 1)
		go func() { done <- do() }()
		asked := <-c.permits.channel()
		require.True(t, asked.Own, name)
		require.Equal(t, backend.KindPIN, backend.KindOf(asked.Try(ctx, "", "482918")), name)
		asked.Done(false)
		assert.Equal(t, backend.KindCanceled, backend.KindOf(<-done), name)
		r.now = r.now.Add(time.Hour)
	}
	before := len(r.asked())
	leave()
	assert.Equal(t, backend.KindCanceled, backend.KindOf(memberDesk{c.desk}.Reveal(ctx, id)), "nobody is there to ask")
	assert.Len(t, r.asked(), before)
	noted, err := r.papers.Audit(t.Context(), journal.AuditFilter{Limit: 1000})
	require.NoError(t, err)
	for _, n := range noted {
		assert.NotEqual(t, "member.reveal", n.What)
	}
}

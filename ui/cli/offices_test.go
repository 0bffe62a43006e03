package cli

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/sqlite"
	"guitai/backend/money"
	"guitai/backend/safe"
	"guitai/backend/staff"
	"guitai/screens"
	"guitai/screens/audit"
	staffscreen "guitai/screens/staff"
	"guitai/ui/uitest"
)

// bureau is a house with one person of each role.
type bureau struct {
	t      *testing.T
	path   string
	books  *sqlite.Journal
	book   *staff.Book
	badges map[staff.Role]*staff.Badge
	now    time.Time
}

func openBureau(t *testing.T) *bureau {
	t.Helper()
	b := &bureau{t: t, path: filepath.Join(t.TempDir(), "journal.db"), badges: map[staff.Role]*staff.Badge{}, now: uitest.Morning()}
	clock := func() time.Time { return b.now }
	var err error
	b.books, err = sqlite.Open(t.Context(), sqlite.Options{Path: b.path, Clock: clock})
	require.NoError(t, err)
	t.Cleanup(func() { _ = b.books.Close() })
	n := 0
	b.book, err = staff.Open(t.Context(), staff.Options{Papers: b.books, Pepper: bytes.Repeat([]byte{7}, staff.PepperSize), Now: clock,
		Rand: rand.Reader, NewID: func() string { n++; return fmt.Sprintf("p%d", n) }, Limits: staff.DefaultLimits(), HashMemory: 64})
	require.NoError(t, err)
	for _, r := range staff.Roles() {
		p, err := b.book.Add(t.Context(), staff.By{Name: "shell"}, "the "+string(r), r)
		require.NoError(t, err)
		b.badges[r] = b.book.Seat(p.ID, "T1", "10.0.0.7")
	}
	return b
}

func (b *bureau) people(r staff.Role) staffDesk { return newStaffDesk(b.book, b.badges[r], b.books) }

func (b *bureau) audit(r staff.Role) auditDesk { return newAuditDesk(b.book, b.badges[r], b.books) }

func (b *bureau) id(r staff.Role) string {
	p, _ := b.book.Named("the " + string(r))
	return p.ID
}

func line(t *testing.T) string {
	t.Helper()
	public, _, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	key, err := ssh.NewPublicKey(public)
	require.NoError(t, err)
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key))) + " somebody@till\x1b[31m"
}

// Whoever has no right to a screen is not offered it, and its desk refuses them all the
// same.
func TestEachRoleSeesItsScreensAndNoOther(t *testing.T) {
	b := openBureau(t)
	for _, language := range []string{"zh", "en"} {
		env := uitest.Env(t, language)
		for _, r := range staff.Roles() {
			people, entries := b.people(r), b.audit(r)
			lines := screens.Offices(env, screens.Desks{Staff: people, Audit: entries})
			for i, right := range []staff.Right{staff.RightPeople, staff.RightAudit} {
				why := lines[i].WhyNot()
				if r.May(right) {
					assert.Empty(t, why, "%s %s", r, right)
					continue
				}
				assert.Contains(t, why, env.Text.Staff.Right(string(right)), "%s %s", r, right)
			}
			_, err := people.Staff(t.Context())
			assert.Equal(t, r.May(staff.RightPeople), err == nil, r)
			_, err = people.Add(t.Context(), "new "+string(r)+language, string(staff.Viewer), "")
			assert.Equal(t, r.May(staff.RightPeople), err == nil, r)
			assert.Equal(t, !r.May(staff.RightPeople), backend.KindOf(err) == backend.KindRight, r)
			_, err = entries.Entries(t.Context(), audit.Query{})
			assert.Equal(t, r.May(staff.RightAudit), err == nil, r)
			_, err = entries.Verify(t.Context(), func(int64, int64) {})
			assert.Equal(t, r.May(staff.RightAudit), err == nil, r)
		}
	}
	for _, l := range screens.Offices(uitest.Env(t, "zh"), screens.Desks{}) {
		assert.Equal(t, "没有启用员工（配置里 staff.required）", l.WhyNot())
	}
	assert.NotContains(t, screens.All(screens.Desks{}), "staff")
}

func TestARightThatIsTakenAwayIsGoneAtOnce(t *testing.T) {
	b := openBureau(t)
	d := b.people(staff.Manager)
	require.NoError(t, d.May())
	require.NoError(t, b.book.SetRole(t.Context(), staff.By{Name: "shell"}, b.id(staff.Manager), staff.Cashier))
	assert.Equal(t, backend.KindRight, backend.KindOf(d.May()))
	require.NoError(t, b.book.Dismiss(t.Context(), staff.By{Name: "shell"}, b.id(staff.Admin)))
	assert.Equal(t, backend.KindRight, backend.KindOf(b.audit(staff.Admin).May()))
}

func TestAManagerChangesWhoIsBelowAndNobodyElse(t *testing.T) {
	b := openBureau(t)
	d := b.people(staff.Manager)
	ctx := t.Context()
	all, err := d.Staff(ctx)
	require.NoError(t, err)
	assert.Equal(t, []string{"viewer", "trainer", "cashier", "supervisor"}, all.Roles)
	assert.True(t, all.Unlocks)
	for _, p := range all.People {
		role := staff.Role(p.Role)
		assert.Equal(t, role == staff.Manager, p.Self, p.Role)
		assert.Equal(t, role == staff.Manager || role == staff.Admin, p.Beyond, p.Role)
	}
	for _, c := range []staffscreen.Change{{Do: staffscreen.DoRole, Role: "viewer"}, {Do: staffscreen.DoAddKey, Key: line(t)}, {Do: staffscreen.DoDismiss},
		{Do: staffscreen.DoPIN, PIN: []byte("135792")}} {
		assert.Equal(t, backend.KindRight, backend.KindOf(d.Change(ctx, b.id(staff.Admin), c)), c.Do)
	}
	assert.Equal(t, backend.KindRight, backend.KindOf(d.Change(ctx, b.id(staff.Cashier), staffscreen.Change{Do: staffscreen.DoRole, Role: "admin"})))

	id, key := b.id(staff.Cashier), line(t)
	require.NoError(t, d.Change(ctx, id, staffscreen.Change{Do: staffscreen.DoAddKey, Key: key}))
	pin := []byte("135792")
	require.NoError(t, d.Change(ctx, id, staffscreen.Change{Do: staffscreen.DoPIN, PIN: pin}))
	assert.Equal(t, make([]byte, 6), pin, "it is overwritten")
	all, err = d.Staff(ctx)
	require.NoError(t, err)
	for _, p := range all.People {
		if p.ID == id {
			require.Len(t, p.Keys, 1)
			assert.Regexp(t, `^SHA256:.{12}…$`, p.Keys[0].Short)
			assert.NotContains(t, p.Keys[0].Comment.String(), "\x1b")
			assert.True(t, p.PIN)
			require.NoError(t, d.Change(ctx, id, staffscreen.Change{Do: staffscreen.DoDropKey, Key: p.Keys[0].Print}))
		}
		if p.Self {
			assert.Equal(t, b.now.Unix(), p.Seen.Unix())
		}
	}
	for _, bad := range []string{"nonsense", "ssh-ed25519 AAAA", key + "\n" + line(t)} {
		err := d.Change(ctx, id, staffscreen.Change{Do: staffscreen.DoAddKey, Key: bad})
		assert.Equal(t, backend.KindInvalid, backend.KindOf(err), bad)
	}
}

func TestALockoutIsSeenAndEnded(t *testing.T) {
	b := openBureau(t)
	d, ctx, id := b.people(staff.Manager), t.Context(), b.id(staff.Cashier)
	for range 5 {
		require.Error(t, b.book.CheckPIN(ctx, id, "somewhere", []byte("000000")))
	}
	locked := func() time.Time {
		all, err := d.Staff(ctx)
		require.NoError(t, err)
		for _, p := range all.People {
			if p.ID == id {
				return p.Locked
			}
		}
		return time.Time{}
	}
	assert.Equal(t, b.now.Add(30*time.Minute).Unix(), locked().Unix())
	require.NoError(t, d.Change(ctx, id, staffscreen.Change{Do: staffscreen.DoUnlock}))
	assert.True(t, locked().IsZero())
}

func TestWhatIsAskedBeforeAChangeCanStopIt(t *testing.T) {
	b := openBureau(t)
	d := b.people(staff.Manager)
	d.confirm = func(context.Context) error { return &backend.Error{Kind: backend.KindPIN} }
	assert.Equal(t, backend.KindPIN, backend.KindOf(d.Change(t.Context(), b.id(staff.Cashier), staffscreen.Change{Do: staffscreen.DoDismiss})))
	p, _ := b.book.Person(b.id(staff.Cashier))
	assert.True(t, p.Active())
}

// sell books one operation and gives its record.
func (b *bureau) sell(id string) journal.Record {
	b.t.Helper()
	rec, err := b.books.Begin(b.t.Context(), journal.Account{Backend: "sandy", Name: "shop"}, backend.Operation{ID: id, Kind: backend.OpConsume,
		MemberID: id, Number: safe.Line("8001"), Name: safe.Line("王小二"), Amount: money.Must("88.50"), Till: "T1", Operator: "the cashier"})
	require.NoError(b.t, err)
	rec, err = b.books.Move(b.t.Context(), id, rec.Ver, journal.Step{To: backend.StateNotSent, Who: "the cashier", Why: backend.WhyNothingSent})
	require.NoError(b.t, err)
	return rec
}

func TestTheAuditIsFilteredByKindPersonTimeAndSlip(t *testing.T) {
	b := openBureau(t)
	d, ctx := b.audit(staff.Manager), t.Context()
	b.now = b.now.Add(time.Hour)
	rec := b.sell("01900000-0000-7000-8000-000000000001")
	require.Error(t, b.book.CheckPIN(ctx, b.id(staff.Viewer), "x", []byte("000000")))
	require.NoError(t, b.books.Tell(ctx, backend.Note{Who: "the cashier", What: "member.edit", About: "m1\x1b]0;x\x07", Reason: "\u202eevil"}))
	require.NoError(t, b.books.Tell(ctx, backend.Note{Who: "the cashier", Approver: "the supervisor", What: "staff.approve", About: rec.ID,
		Detail: map[string]string{"right": "consume"}}))

	ask := func(q audit.Query) []audit.Entry {
		p, err := d.Entries(ctx, q)
		require.NoError(t, err)
		assert.Zero(t, p.Next)
		assert.Contains(t, p.Names, "the manager")
		for i := 1; i < len(p.Entries); i++ {
			assert.Greater(t, p.Entries[i-1].Seq, p.Entries[i].Seq, "the newest first")
		}
		return p.Entries
	}
	ops := ask(audit.Query{Kind: audit.KindMoney})
	require.Len(t, ops, 2)
	assert.Equal(t, rec.Slip, ops[0].Op.Slip)
	assert.Equal(t, "王小二 8001", ops[0].About.String())
	assert.Equal(t, [2]backend.State{backend.StateIntent, backend.StateNotSent}, [2]backend.State{ops[0].Op.Before, ops[0].Op.After})
	assert.Equal(t, "T1", ops[0].Till.String())

	edits := ask(audit.Query{Kind: audit.KindMember})
	require.Len(t, edits, 1)
	assert.NotContains(t, edits[0].About.String()+edits[0].Reason.String(), "\x1b")
	assert.NotContains(t, edits[0].Reason.String(), "\u202e")
	pins := ask(audit.Query{Kind: audit.KindPIN})
	require.Len(t, pins, 2)
	assert.Equal(t, "the viewer", pins[0].Who.String(), "an id is shown as a name")
	assert.Len(t, ask(audit.Query{Kind: audit.KindStaff}), len(staff.Roles())+1)
	assert.Len(t, ask(audit.Query{Who: "the viewer"}), 2)
	assert.Len(t, ask(audit.Query{Who: "the supervisor"}), 1, "who allowed it counts as well")
	assert.Len(t, ask(audit.Query{To: uitest.Morning()}), len(staff.Roles()))
	assert.Len(t, ask(audit.Query{From: uitest.Morning().Add(time.Minute)}), 6)

	slip := ask(audit.Query{Slip: "#" + rec.Slip})
	require.Len(t, slip, 3)
	assert.Equal(t, "staff.approve", slip[0].What)
	assert.Equal(t, "#"+rec.Slip+" 王小二 8001", slip[0].About.String())
	assert.Len(t, ask(audit.Query{Slip: rec.Slip, Kind: audit.KindMoney}), 2)
	assert.Empty(t, ask(audit.Query{Slip: "Z9999"}))
	assert.Empty(t, ask(audit.Query{Slip: "nonsense"}))
}

func TestPagesOfTheAuditMeetWithoutAGap(t *testing.T) {
	b := openBureau(t)
	d, ctx := b.audit(staff.Admin), t.Context()
	for i := range 450 {
		require.NoError(t, b.books.Tell(ctx, backend.Note{Who: "x", What: []string{"member.edit", "pin.try"}[i%2]}))
	}
	for _, k := range []audit.Kind{audit.KindAll, audit.KindMember} {
		want := map[audit.Kind]int{audit.KindAll: 450 + len(staff.Roles()), audit.KindMember: 225}[k]
		seen := map[int64]bool{}
		q := audit.Query{Kind: k}
		for n := 0; n == 0 || q.Before != 0; n++ {
			p, err := d.Entries(ctx, q)
			require.NoError(t, err)
			assert.LessOrEqual(t, len(p.Entries), auditPage)
			for _, e := range p.Entries {
				assert.False(t, seen[e.Seq])
				seen[e.Seq] = true
			}
			q.Before = p.Next
		}
		assert.Len(t, seen, want)
	}
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	_, err := d.Entries(ctx, audit.Query{})
	assert.Equal(t, backend.KindCanceled, backend.KindOf(err))
}

func TestVerifyingTellsHowFarItIsAndWhereTheChainBreaks(t *testing.T) {
	b := openBureau(t)
	d, ctx := b.audit(staff.Manager), t.Context()
	b.sell("01900000-0000-7000-8000-000000000001")
	var told [][2]int64
	v, err := d.Verify(ctx, func(done, all int64) { told = append(told, [2]int64{done, all}) })
	require.NoError(t, err)
	assert.True(t, v.Sound, v.Says)
	assert.Equal(t, int64(len(staff.Roles())+2), v.Entries)
	assert.Equal(t, [2]int64{v.Entries, v.Entries}, told[len(told)-1])

	db, err := sql.Open("sqlite", b.path)
	require.NoError(t, err)
	_, err = db.Exec(`DROP TRIGGER audit_no_update; UPDATE audit SET entry = replace(entry, 'cashier', 'manager') WHERE seq = 3`)
	require.NoError(t, err)
	require.NoError(t, db.Close())
	v, err = d.Verify(ctx, func(int64, int64) {})
	require.NoError(t, err)
	assert.False(t, v.Sound)
	assert.Equal(t, int64(3), v.Broken)
}

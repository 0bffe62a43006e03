package staff_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/staff"
)

// shelf keeps papers as a journal does, and everything that was ever written.
type shelf struct {
	mu     sync.Mutex
	papers map[string]backend.Paper
	notes  []backend.Note
	all    bytes.Buffer
	down   error
}

func (s *shelf) Put(_ context.Context, p backend.Paper, n backend.Note) (backend.Paper, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	name := p.Kind + "\x00" + p.Key
	if s.down != nil {
		return p, s.down
	}
	if s.papers[name].Ver != p.Ver {
		return p, errors.New("somebody else was here")
	}
	p.Ver++
	s.papers[name], s.notes = p, append(s.notes, n)
	fmt.Fprintf(&s.all, "%s %s %s\n%+v\n", p.Kind, p.Key, p.Body, n)
	return p, nil
}

func (s *shelf) Tell(_ context.Context, n backend.Note) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.notes = append(s.notes, n)
	fmt.Fprintf(&s.all, "%+v\n", n)
	return s.down
}

func (s *shelf) Papers(_ context.Context, kind string) ([]backend.Paper, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []backend.Paper
	for _, p := range s.papers {
		if p.Kind == kind {
			out = append(out, p)
		}
	}
	return out, s.down
}

// house is a shop's staff at nine in the morning.
type house struct {
	t     *testing.T
	shelf *shelf
	now   time.Time
	ids   int
	*staff.Book
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, shelf: &shelf{papers: map[string]backend.Paper{}}, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	h.Book = h.again()
	return h
}

// again is another program, or the same one started anew, on the same papers.
func (h *house) again() *staff.Book {
	b, err := staff.Open(h.t.Context(), staff.Options{Papers: h.shelf, Pepper: bytes.Repeat([]byte{7}, staff.PepperSize),
		Now: func() time.Time { return h.now }, Rand: rand.Reader, Limits: staff.DefaultLimits(), HashMemory: 64,
		NewID: func() string { h.ids++; return fmt.Sprintf("id-%02d", h.ids) }})
	require.NoError(h.t, err)
	return b
}

// hires adds somebody with a PIN.
func (h *house) hires(name string, role staff.Role, pin string) staff.Person {
	h.t.Helper()
	p, err := h.Add(h.t.Context(), staff.By{Name: "root"}, name, role)
	require.NoError(h.t, err)
	require.NoError(h.t, h.SetPIN(h.t.Context(), staff.By{Name: "root"}, p.ID, []byte(pin)))
	p, _ = h.Person(p.ID)
	return p
}

func (h *house) tries(p staff.Person, place, pin string) backend.Kind {
	return backend.KindOf(h.CheckPIN(h.t.Context(), p.ID, place, []byte(pin)))
}

func TestWhoMayDoWhat(t *testing.T) {
	// The whole matrix, so that no right changes hands without being seen here.
	want := map[staff.Role]string{
		staff.Viewer:     "find practise",
		staff.Trainer:    "practise",
		staff.Cashier:    "find recharge consume redeem edit open void practise",
		staff.Supervisor: "find reveal recharge consume redeem edit open password levels void decide incident allow unlock practise",
		staff.Manager:    "find reveal recharge consume redeem edit open password levels void decide incident undo allow reports audit unlock staff practise",
		staff.Admin:      "find audit unlock staff settings practise",
	}
	for role, rights := range want {
		for _, x := range staff.Rights() {
			assert.Equal(t, slices.Contains(strings.Fields(rights), string(x)), role.May(x), "%s %s", role, x)
		}
	}
	assert.Len(t, want, len(staff.Roles()))
	assert.False(t, staff.Role("owner").May(staff.RightFind), "a role nobody knows has no right")
}

func TestNobodyAppointsAbove(t *testing.T) {
	for _, by := range staff.Roles() {
		for _, other := range staff.Roles() {
			may := by == staff.Admin || by == staff.Manager && other != staff.Manager && other != staff.Admin
			assert.Equal(t, may, by.MayAppoint(other), "%s %s", by, other)
		}
	}
}

func TestAPINProvesItselfAndIsNowhereToBeRead(t *testing.T) {
	h := open(t)
	mei := h.hires("小梅", staff.Cashier, "482917")
	assert.Equal(t, backend.KindNone, h.tries(mei, "till 1", "482917"))
	assert.Equal(t, backend.KindPIN, h.tries(mei, "till 1", "482918"))
	assert.NotContains(t, h.shelf.all.String(), "482917")
	assert.NotContains(t, h.shelf.all.String(), "482918")

	other, err := staff.Open(t.Context(), staff.Options{Papers: h.shelf, Pepper: bytes.Repeat([]byte{8}, staff.PepperSize),
		Now: func() time.Time { return h.now }, Rand: rand.Reader, HashMemory: 64})
	require.NoError(t, err)
	assert.Equal(t, backend.KindPIN, backend.KindOf(other.CheckPIN(t.Context(), mei.ID, "thief", []byte("482917"))), "without the pepper the proofs are worth nothing")
}

func TestPINsThatAreGuessedFirstAreRefused(t *testing.T) {
	h := open(t)
	mei := h.hires("小梅", staff.Cashier, "482917")
	for _, pin := range []string{"", "12345", "123456789", "000000", "123456", "654321", "121212", "123123", "19900101", "20261231", "12345a", "７８９０１２"} {
		assert.Equal(t, backend.KindInvalid, backend.KindOf(h.SetPIN(t.Context(), staff.By{}, mei.ID, []byte(pin))), pin)
	}
	assert.NoError(t, h.SetPIN(t.Context(), staff.By{ID: mei.ID}, mei.ID, []byte("19909951")), "her own, and no date")
}

func TestFiveWrongPINsLockEvenOverARestart(t *testing.T) {
	h := open(t)
	mei := h.hires("小梅", staff.Cashier, "482917")
	for range 5 {
		require.Equal(t, backend.KindPIN, h.tries(mei, "till 1", "111119"))
	}
	h.Book = h.again()
	assert.Equal(t, backend.KindLocked, h.tries(mei, "till 1", "482917"), "even the right one")
	assert.Equal(t, backend.KindLocked, h.tries(mei, "till 2", "482917"), "and at another till")
	h.now = h.now.Add(30 * time.Minute)
	assert.Equal(t, backend.KindNone, h.tries(mei, "till 1", "482917"))
}

func TestAPlaceThatGuessesIsLockedForEverybody(t *testing.T) {
	h := open(t)
	mei, wang := h.hires("小梅", staff.Cashier, "482917"), h.hires("王", staff.Supervisor, "739162")
	for i := range 10 {
		who := []staff.Person{mei, wang, {ID: "nobody"}}[i%3]
		require.Equal(t, backend.KindPIN, h.tries(who, "10.0.0.9", "111119"), i)
	}
	assert.Equal(t, backend.KindLocked, h.tries(wang, "10.0.0.9", "739162"))
	assert.Equal(t, backend.KindNone, h.tries(wang, "till 1", "739162"), "elsewhere she may")
}

func TestARightPINDoesNotForgiveThePlace(t *testing.T) {
	h := open(t)
	mei, wang := h.hires("小梅", staff.Cashier, "482917"), h.hires("王", staff.Supervisor, "739162")
	for range 4 {
		h.tries(mei, "till 1", "111119")
	}
	assert.Equal(t, backend.KindNone, h.tries(mei, "till 1", "482917"))
	for range 5 {
		h.tries(wang, "till 1", "111119")
	}
	assert.Equal(t, backend.KindPIN, h.tries(staff.Person{ID: "x"}, "till 1", "111119"))
	assert.Equal(t, backend.KindLocked, h.tries(mei, "till 1", "482917"), "ten wrong ones came from here")
}

func TestManyGuessesAtOnceAreNoMoreThanOneByOne(t *testing.T) {
	h := open(t)
	mei := h.hires("小梅", staff.Cashier, "482917")
	var looked sync.Map
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			looked.Store(i, h.tries(mei, fmt.Sprint("till ", i), "111119"))
		})
	}
	all.Wait()
	wrong := 0
	looked.Range(func(_, kind any) bool {
		if kind == backend.KindPIN {
			wrong++
		}
		return true
	})
	assert.Equal(t, 5, wrong)
}

func TestASupervisorEndsALockout(t *testing.T) {
	h := open(t)
	mei, wang := h.hires("小梅", staff.Cashier, "482917"), h.hires("王", staff.Supervisor, "739162")
	for range 5 {
		h.tries(mei, "till 1", "111119")
	}
	assert.Equal(t, backend.KindRight, backend.KindOf(h.Unlock(t.Context(), staff.By{ID: mei.ID}, mei.ID)), "not her own")
	require.NoError(t, h.Unlock(t.Context(), staff.By{ID: wang.ID}, mei.ID))
	assert.Equal(t, backend.KindNone, h.tries(mei, "till 1", "482917"))
}

func ask(kind backend.OpKind, yuan, shift string) staff.Ask {
	right := map[backend.OpKind]staff.Right{backend.OpRecharge: staff.RightRecharge, backend.OpConsume: staff.RightConsume}[kind]
	return staff.Ask{Right: right, About: "op-1", Member: "card-1", Kind: kind, Amount: money.Must(yuan),
		Moved: staff.Moved{Shift: money.Must(shift), Day: money.Must(shift)}}
}

func TestSplittingARechargeDoesNotGetRoundTheLimit(t *testing.T) {
	h := open(t)
	mei := h.Seat(h.hires("小梅", staff.Cashier, "482917").ID, "till 1", "tty")
	for _, tc := range []struct {
		ask   staff.Ask
		field string
		kind  backend.Kind
	}{
		{ask(backend.OpRecharge, "1000", "0"), "", backend.KindNone},
		{ask(backend.OpRecharge, "1000.01", "0"), "", backend.KindLimit},
		{ask(backend.OpRecharge, "500", "4500"), "", backend.KindNone},
		{ask(backend.OpRecharge, "500", "4500.01"), "shift", backend.KindLimit},
	} {
		_, err := mei.May(tc.ask)
		require.Equal(t, tc.kind, backend.KindOf(err), "%+v", tc.ask)
		var e *backend.Error
		if errors.As(err, &e) {
			assert.Equal(t, tc.field, e.Field)
			assert.Equal(t, "allow", e.Right)
		}
	}
	wang := h.Seat(h.hires("王", staff.Supervisor, "739162").ID, "till 1", "tty")
	_, err := wang.May(ask(backend.OpRecharge, "10000", "0"))
	assert.NoError(t, err, "ten times a cashier's")
}

func TestSomebodyElseAllowsItOnTheSpot(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	mei := h.Seat(h.hires("小梅", staff.Cashier, "482917").ID, "till 1", "tty")
	h.hires("王", staff.Supervisor, "739162")
	h.hires("阿强", staff.Cashier, "591736")
	want := ask(backend.OpRecharge, "3000", "0")
	allow := func(who, pin string) backend.Kind { return backend.KindOf(mei.Approve(ctx, want, who, []byte(pin))) }

	assert.Equal(t, backend.KindRight, allow("小梅", "482917"), "never by herself")
	assert.Equal(t, backend.KindLimit, allow("阿强", "591736"), "nor by somebody who may not either")
	assert.Equal(t, backend.KindPIN, allow("王", "739163"))
	assert.Equal(t, backend.KindPIN, allow("没有这个人", "739162"))
	require.Equal(t, backend.KindNone, allow("王", "739162"))

	bigger, elsewhere := want, want
	bigger.Amount, elsewhere.About = money.Must("3000.01"), "op-2"
	for _, other := range []staff.Ask{bigger, elsewhere} {
		_, err := mei.May(other)
		assert.Equal(t, backend.KindLimit, backend.KindOf(err))
	}
	by, err := mei.May(want)
	require.NoError(t, err)
	assert.Equal(t, "王", by)
	_, err = mei.May(want)
	assert.Equal(t, backend.KindLimit, backend.KindOf(err), "once")
	last := h.shelf.notes[len(h.shelf.notes)-1]
	assert.Equal(t, "小梅", last.Who)
	assert.Equal(t, "王", last.Approver)
	assert.Equal(t, "staff.approve", last.What)
}

func TestAnApprovalGrowsOld(t *testing.T) {
	h := open(t)
	mei := h.Seat(h.hires("小梅", staff.Cashier, "482917").ID, "till 1", "tty")
	h.hires("王", staff.Supervisor, "739162")
	want := staff.Ask{Right: staff.RightReveal, About: "card-1"}
	require.NoError(t, mei.Approve(t.Context(), want, "王", []byte("739162")))
	h.now = h.now.Add(2 * time.Minute)
	_, err := mei.May(want)
	assert.Equal(t, backend.KindRight, backend.KindOf(err))
}

func TestNobodyMovesMoneyOnTheirOwnCardAlone(t *testing.T) {
	h := open(t)
	p := h.hires("小梅", staff.Cashier, "482917")
	h.hires("王", staff.Supervisor, "739162")
	require.NoError(t, h.Arrange(t.Context(), staff.By{}, p.ID, "", "", []string{"card-1"}))
	mei, want := h.Seat(p.ID, "till 1", "tty"), ask(backend.OpRecharge, "10", "0")
	_, err := mei.May(want)
	require.Equal(t, backend.KindRight, backend.KindOf(err))
	require.NoError(t, mei.Approve(t.Context(), want, "王", []byte("739162")))
	by, err := mei.May(want)
	require.NoError(t, err)
	assert.Equal(t, "王", by)
}

func TestWhatIsTakenAwayIsGoneAtOnceAtEveryTill(t *testing.T) {
	h := open(t)
	p := h.hires("小梅", staff.Cashier, "482917")
	key := staff.Key{Print: staff.Fingerprint([]byte("key of 小梅"))}
	require.NoError(t, h.AddKey(t.Context(), staff.By{}, p.ID, key))
	elsewhere := h.again()
	mei := elsewhere.Seat(p.ID, "till 2", "10.0.0.2")
	_, err := mei.May(ask(backend.OpConsume, "10", "0"))
	require.NoError(t, err)

	require.NoError(t, h.SetRole(t.Context(), staff.By{}, p.ID, staff.Viewer))
	require.NoError(t, elsewhere.Refresh(t.Context()))
	_, err = mei.May(ask(backend.OpConsume, "10", "0"))
	assert.Equal(t, backend.KindRight, backend.KindOf(err))

	require.NoError(t, h.Dismiss(t.Context(), staff.By{}, p.ID))
	require.NoError(t, elsewhere.Refresh(t.Context()))
	_, _, in := elsewhere.ByKey(key.Print)
	assert.False(t, in)
	_, here := mei.Person()
	assert.False(t, here)
	assert.Equal(t, backend.KindRight, backend.KindOf(mei.Confirm(t.Context(), []byte("482917"))))
}

func TestAKeyBelongsToOnePerson(t *testing.T) {
	h := open(t)
	mei, qiang := h.hires("小梅", staff.Cashier, "482917"), h.hires("阿强", staff.Cashier, "591736")
	key := staff.Key{Print: staff.Fingerprint([]byte("a key"))}
	require.NoError(t, h.AddKey(t.Context(), staff.By{}, mei.ID, key))
	assert.Equal(t, backend.KindExists, backend.KindOf(h.AddKey(t.Context(), staff.By{}, qiang.ID, key)))
	require.NoError(t, h.DropKey(t.Context(), staff.By{}, mei.ID, key.Print))
	require.NoError(t, h.AddKey(t.Context(), staff.By{}, qiang.ID, key))
	p, _, ok := h.ByKey(key.Print)
	assert.True(t, ok)
	assert.Equal(t, "阿强", p.Name)
}

func TestAManagerLooksAfterThoseBelow(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	boss, mei := h.hires("店长", staff.Manager, "284617"), h.hires("小梅", staff.Cashier, "482917")
	by := staff.By{ID: boss.ID, Till: "till 1"}
	require.NoError(t, h.SetRole(ctx, by, mei.ID, staff.Supervisor))
	assert.Equal(t, backend.KindRight, backend.KindOf(h.SetRole(ctx, by, mei.ID, staff.Manager)), "not to her own rank")
	assert.Equal(t, backend.KindRight, backend.KindOf(h.SetRole(ctx, by, boss.ID, staff.Admin)), "not her own")
	assert.Equal(t, backend.KindRight, backend.KindOf(h.Dismiss(ctx, staff.By{ID: mei.ID}, boss.ID)))
	last := h.shelf.notes[len(h.shelf.notes)-1]
	assert.Equal(t, "店长", last.Who)
	assert.Equal(t, "小梅", last.Detail["name"])
	assert.Equal(t, "supervisor", last.Detail["role"])
}

func TestWithoutAJournalNobodyIsLetIn(t *testing.T) {
	h := open(t)
	mei := h.hires("小梅", staff.Cashier, "482917")
	h.shelf.down = errors.New("the disk is gone")
	assert.Equal(t, backend.KindJournal, h.tries(mei, "till 1", "482917"), "a try that is not counted is none")
}

func TestWithoutStaffEverythingIsAllowed(t *testing.T) {
	var nobody *staff.Badge
	by, err := nobody.May(ask(backend.OpRecharge, "1000000", "0"))
	assert.NoError(t, err)
	assert.Empty(t, by)
	assert.NoError(t, nobody.Confirm(t.Context(), nil))
	assert.Empty(t, nobody.Name())
}

package backendtest

import (
	"context"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
)

func reads(test tester) {
	test("capabilities name the account", func(t *testing.T, f Fixture) {
		c := f.Backend.Capabilities()
		assert.NotEmpty(t, c.Kind)
		assert.NotEmpty(t, c.Account)
		assert.False(t, c.Vendor.IsEmpty())
	})
	test("find brings the member with what the books say", func(t *testing.T, f Fixture) {
		found, err := f.Backend.Find(t.Context(), " "+f.Key+" ")
		require.NoError(t, err)
		for _, m := range found {
			if m.ID == f.Member {
				agrees(t, f, m)
				return
			}
		}
		t.Fatalf("%q did not find %q", f.Key, f.Member)
	})
	test("find of nobody is an empty list", func(t *testing.T, f Fixture) {
		found, err := f.Backend.Find(t.Context(), f.NoKey)
		require.NoError(t, err)
		assert.Empty(t, found)
	})
	test("hostile text comes out safe", func(t *testing.T, f Fixture) {
		found, err := f.Backend.Find(t.Context(), f.HostileKey)
		require.NoError(t, err)
		require.NotEmpty(t, found)
		for _, m := range found {
			for _, text := range []string{m.Name.String(), m.Number.String(), m.Phone.String(), m.Level.Name.String()} {
				assertSafe(t, text)
			}
		}
	})
	test("member reads what the books say", func(t *testing.T, f Fixture) {
		m, err := f.Backend.Member(t.Context(), f.Member)
		require.NoError(t, err)
		agrees(t, f, m)
		assert.Equal(t, backend.StatusNormal, m.Status.Kind)
	})
	test("member of nobody is not found", func(t *testing.T, f Fixture) {
		_, err := f.Backend.Member(t.Context(), f.Missing)
		assertKind(t, err, backend.KindNotFound)
	})
	test("rules offer a way to pay", func(t *testing.T, f Fixture) {
		set, err := f.Backend.Rules(t.Context(), f.Member)
		require.NoError(t, err)
		require.NotEmpty(t, set.PayTypes)
		assert.NotEmpty(t, set.PayTypes[0].ID)
		for _, r := range set.Rules {
			assertSafe(t, r.Name.String())
		}
	})
	test("history goes back to the beginning and ends", wholeHistory)
	test("history filters", filteredHistory)
}

func agrees(t *testing.T, f Fixture, m backend.Member) {
	t.Helper()
	books := f.Books(m.ID)
	assert.Equal(t, books.Balance.String(), m.Balance.String())
	assert.Equal(t, books.Points.String(), m.Points.String())
	assert.False(t, m.Number.IsEmpty())
	assert.False(t, m.ReadAt.IsZero())
	assert.Equal(t, backend.SourceLive, m.Source)
}

// assertSafe looks for what a terminal would act upon.
func assertSafe(t *testing.T, text string) {
	t.Helper()
	for _, r := range text {
		if unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Bidi_Control, r) {
			t.Errorf("%q holds %U", text, r)
		}
	}
}

func assertKind(t *testing.T, err error, kinds ...backend.Kind) {
	t.Helper()
	var e *backend.Error
	require.ErrorAs(t, err, &e)
	assert.NotEmpty(t, e.Op)
	for _, k := range kinds {
		if e.Kind == k {
			return
		}
	}
	t.Errorf("kind is %q, not one of %v: %v", e.Kind, kinds, err)
}

// walk reads a whole history in small pages.
func walk(t *testing.T, f Fixture, q backend.HistoryQuery) (events []backend.Event, partial bool) {
	t.Helper()
	q.MemberID, q.Size = f.Member, 3
	for q.Page = 1; q.Page <= 2000; q.Page++ {
		page, err := f.Backend.History(t.Context(), q)
		require.NoError(t, err)
		events, partial = append(events, page.Events...), page.Partial
		if !page.More {
			return events, partial
		}
	}
	t.Fatal("history does not end")
	return nil, false
}

func wholeHistory(t *testing.T, f Fixture) {
	events, partial := walk(t, f, backend.HistoryQuery{})
	for i, e := range events {
		if i > 0 {
			assert.Less(t, e.ID, events[i-1].ID, "newest first, each row once")
			assert.False(t, e.At.After(events[i-1].At))
		}
		assert.GreaterOrEqual(t, e.Gross.Sign(), 0)
		for _, d := range e.Detail {
			assertSafe(t, d.String())
		}
	}
	if !partial {
		books := f.Books(f.Member)
		require.Len(t, events, books.Rows)
		assert.Equal(t, books.Balance.String(), events[0].Balance.String())
	}
}

func filteredHistory(t *testing.T, f Fixture) {
	all, _ := walk(t, f, backend.HistoryQuery{})
	require.GreaterOrEqual(t, len(all), 4)
	count := func(keep func(backend.Event) bool) (n int) {
		for _, e := range all {
			if keep(e) {
				n++
			}
		}
		return n
	}
	for _, kind := range []backend.EventKind{backend.EventRecharge, backend.EventConsume, backend.EventRedeem} {
		some, _ := walk(t, f, backend.HistoryQuery{Kind: kind})
		assert.Len(t, some, count(func(e backend.Event) bool { return e.Kind == kind }))
		for _, e := range some {
			assert.Equal(t, kind, e.Kind)
		}
	}
	from, to := all[len(all)/2].At, all[1].At
	some, _ := walk(t, f, backend.HistoryQuery{From: from, To: to})
	assert.Len(t, some, count(func(e backend.Event) bool { return !e.At.Before(from) && !e.At.After(to) }))
}

// spoiledReads holds every read against answers that are none.
func spoiledReads(test tester) {
	calls := map[string]func(context.Context, Fixture) error{
		"find": func(ctx context.Context, f Fixture) error { _, err := f.Backend.Find(ctx, f.Key); return err },
		"history": func(ctx context.Context, f Fixture) error {
			_, err := f.Backend.History(ctx, backend.HistoryQuery{MemberID: f.Member, Page: 1, Size: 20})
			return err
		},
		"rules": func(ctx context.Context, f Fixture) error { _, err := f.Backend.Rules(ctx, f.Member); return err },
	}
	kinds := map[Fault][]backend.Kind{
		HTML: {backend.KindUnreadable}, Empty: {backend.KindUnreadable}, Garbage: {backend.KindUnreadable},
		Truncated: {backend.KindUnreadable}, Trailing: {backend.KindUnreadable}, HalfHeaders: {backend.KindUnreadable},
		Endless: {backend.KindUnreadable, backend.KindTimeout}, BigHeader: {backend.KindUnreadable},
		ResetBefore: {backend.KindUnreadable, backend.KindUnreachable}, HTTP: {backend.KindVendorFault, backend.KindUnreadable},
		Redirect302: {backend.KindRedirected}, Redirect307: {backend.KindRedirected}, Hang: {backend.KindTimeout},
	}
	for name, call := range calls {
		for fault, want := range kinds {
			test(name+" meets "+string(fault), func(t *testing.T, f Fixture) {
				before := f.Requests(Reading)
				f.Spoil(Reading, fault)
				err := call(t.Context(), f)
				if err == nil && f.Requests(Reading) == before {
					return // answered from what is known already
				}
				assertKind(t, err, want...)
				assert.Equal(t, 1, f.Requests(Reading)-before, "neither repeated nor followed elsewhere")
			})
		}
		test(name+" is canceled", func(t *testing.T, f Fixture) {
			ctx, cancel := context.WithCancel(t.Context())
			f.Spoil(Reading, Hang)
			before := f.Requests(Reading)
			go cancel()
			err := call(ctx, f)
			if err == nil && f.Requests(Reading) == before {
				return
			}
			assertKind(t, err, backend.KindCanceled)
		})
	}
}

package journaltest

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/change"
)

func said(what string) journal.Note { return journal.Note{Who: "王", What: what} }

func (d *desk) put(p journal.Paper) journal.Paper {
	d.t.Helper()
	p, err := d.Put(d.ctx(), p, said("paper.put"))
	require.NoError(d.t, err)
	return p
}

func papers(t *testing.T, d *desk) {
	body := []byte{0, 0xff, '"'}
	first := d.put(journal.Paper{Kind: "probe", Key: "P3", Body: body})
	assert.Equal(t, int64(1), first.Ver)
	assert.Equal(t, d.clock.Now().UnixMilli(), first.UpdatedAt.UnixMilli())
	body[0] = 'x'
	got, err := d.Paper(d.ctx(), "probe", "P3")
	require.NoError(t, err)
	assert.Equal(t, first, got)
	assert.Equal(t, []byte{0, 0xff, '"'}, got.Body, "what is stored is nobody's to change")

	d.clock.Advance(time.Minute)
	second := got
	second.Body = []byte("two")
	second = d.put(second)
	assert.Equal(t, int64(2), second.Ver)
	_, err = d.Put(d.ctx(), first, said("paper.put"))
	require.ErrorIs(t, err, journal.ErrChanged)
	_, err = d.Put(d.ctx(), journal.Paper{Kind: "probe", Key: "P3", Body: []byte("new")}, said("paper.put"))
	require.ErrorIs(t, err, journal.ErrChanged, "it is not new")
	_, err = d.Put(d.ctx(), journal.Paper{Kind: "probe", Key: "P4", Ver: 1, Body: []byte("new")}, said("paper.put"))
	require.ErrorIs(t, err, journal.ErrChanged, "it is new")

	d.put(journal.Paper{Kind: "probe", Key: "P1", Body: []byte{}})
	d.put(journal.Paper{Kind: "person", Key: "P3", Body: []byte("another kind")})
	list, err := d.Papers(d.ctx(), "probe")
	require.NoError(t, err)
	require.Len(t, list, 2)
	assert.Equal(t, "P1", list[0].Key)
	assert.Equal(t, []byte{}, list[0].Body, "nothing in it is not the same as no paper")
	assert.Equal(t, second, list[1])
	_, err = d.Paper(d.ctx(), "probe", "P2")
	require.ErrorIs(t, err, journal.ErrNotFound)
	none, err := d.Papers(d.ctx(), "nothing")
	require.NoError(t, err)
	assert.Empty(t, none)
}

func paperRaces(t *testing.T, d *desk) {
	errs := make([]error, 16)
	together(func(n int) {
		_, errs[n] = d.Put(d.ctx(), journal.Paper{Kind: "lockout", Key: "李", Body: fmt.Append(nil, n)}, said("pin.wrong"))
	})
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
			continue
		}
		require.ErrorIs(t, err, journal.ErrChanged)
	}
	assert.Equal(t, 1, won)
}

func papersRemoved(t *testing.T, d *desk) {
	_, err := d.Put(d.ctx(), journal.Paper{Kind: "person", Key: "李"}, said("person.remove"))
	require.ErrorIs(t, err, journal.ErrNotFound)
	first := d.put(journal.Paper{Kind: "person", Key: "李", Body: []byte("cashier")})
	gone := first
	gone.Body = nil
	gone = d.put(gone)
	assert.Equal(t, journal.Paper{Kind: "person", Key: "李"}, gone)
	_, err = d.Paper(d.ctx(), "person", "李")
	require.ErrorIs(t, err, journal.ErrNotFound)
	list, err := d.Papers(d.ctx(), "person")
	require.NoError(t, err)
	assert.Empty(t, list)
	gone.Body = nil
	_, err = d.Put(d.ctx(), gone, said("person.remove"))
	require.ErrorIs(t, err, journal.ErrNotFound)

	gone.Body = []byte("supervisor")
	again := d.put(gone)
	assert.Greater(t, again.Ver, first.Ver)
	_, err = d.Put(d.ctx(), first, said("paper.put"))
	require.ErrorIs(t, err, journal.ErrChanged, "the old one is not this one")
}

func papersNonsense(t *testing.T, d *desk) {
	for name, p := range map[string]journal.Paper{
		"no kind": {Key: "k", Body: []byte("b")}, "no key": {Kind: "k", Body: []byte("b")},
	} {
		_, err := d.Put(d.ctx(), p, said("paper.put"))
		require.Error(t, err, name)
	}
	_, err := d.Put(d.ctx(), journal.Paper{Kind: "k", Key: "k", Body: []byte("b")}, journal.Note{Who: "王"})
	require.Error(t, err, "nothing said")
	require.Error(t, d.Tell(d.ctx(), journal.Note{}))
	head, err := d.Head(d.ctx())
	require.NoError(t, err)
	assert.Zero(t, head.Seq, "a refusal leaves no entry")
}

func papersSurvive(t *testing.T, d *desk) {
	var want []journal.Paper
	for n := range 20 {
		want = append(want, d.put(journal.Paper{Kind: "k", Key: fmt.Sprintf("%02d", n), Body: fmt.Append(nil, n)}))
		d.walk(fmt.Sprint("card ", n), backend.StateSending)
	}
	before, err := d.Head(d.ctx())
	require.NoError(t, err)
	d.reopen()
	got, err := d.Papers(d.ctx(), "k")
	require.NoError(t, err)
	assert.Equal(t, want, got)
	after, err := d.Head(d.ctx())
	require.NoError(t, err)
	assert.Equal(t, before, after)
	assert.Equal(t, int64(60), after.Seq)
}

// fullNote is a note with every field set.
func fullNote() journal.Note {
	return journal.Note{Who: "李", Approver: "王", Till: "till-1", From: "SHA256:abc", What: "member.edit",
		About: "尾号 1234", Reason: "电话 \"改\" <&>", Detail: map[string]string{"field": "phone", "b": "2", "a": "1"}}
}

func auditTells(t *testing.T, d *desk) {
	rec := d.begin("card")
	d.clock.Advance(time.Second)
	d.move(rec, journal.Step{To: backend.StateSending, Who: "till", Why: backend.WhyWaiting, Reason: "r",
		Attempt: &backend.Attempt{N: 3, Class: backend.ReplyRefused}, Seen: []backend.Event{row(7)}, Bind: 7})
	d.clock.Advance(time.Second)
	require.NoError(t, d.Tell(d.ctx(), fullNote()))
	d.put(journal.Paper{Kind: "k", Key: "k", Body: []byte("secret of the paper")})
	d.reopen()

	got, err := d.Audit(d.ctx(), journal.AuditFilter{Oldest: true})
	require.NoError(t, err)
	require.Len(t, got, 4)
	for i, e := range got {
		assert.Equal(t, int64(i+1), e.Seq)
		assert.Len(t, e.Hash, 64)
		got[i].Hash = ""
	}
	at := d.get(rec.ID).CreatedAt
	assert.Equal(t, journal.Entry{Seq: 1, At: at, Note: journal.Note{Who: "李"}, Op: rec.ID, Ver: 1, After: backend.StateIntent}, got[0])
	assert.Equal(t, journal.Entry{Seq: 2, At: at.Add(time.Second), Note: journal.Note{Who: "till", Reason: "r"}, Op: rec.ID,
		Ver: 2, Before: backend.StateIntent, After: backend.StateSending, Why: backend.WhyWaiting, Attempt: 3,
		Class: "refused", Bind: 7}, got[1])
	assert.Equal(t, journal.Entry{Seq: 3, At: at.Add(2 * time.Second), Note: fullNote()}, got[2])
	assert.Equal(t, said("paper.put"), got[3].Note)
	assert.NotContains(t, fmt.Sprint(got[3]), "secret")

	head, err := d.Head(d.ctx())
	require.NoError(t, err)
	newest, err := d.Audit(d.ctx(), journal.AuditFilter{Limit: 1})
	require.NoError(t, err)
	assert.Equal(t, head, journal.Head{Seq: newest[0].Seq, Hash: newest[0].Hash})
}

func auditLinks(t *testing.T, d *desk) {
	rec := d.walk("card", backend.StateSending) // 1, 2
	for range 5 {
		require.NoError(t, d.Tell(d.ctx(), fullNote()))
	}
	all, ok := d.Store.(journal.Chained)
	require.True(t, ok, "every store gives its chain away")
	chain := change.NewChain(change.Genesis())
	for read := 3; read == 3; {
		links, err := all.Links(d.ctx(), chain.Head.Seq, 3)
		require.NoError(t, err)
		for _, l := range links {
			assert.Equal(t, l.Seq <= 2, l.Op == rec.ID)
			require.NoError(t, chain.Follow(change.Sealed{Seq: l.Seq, OpID: l.Op, Prev: l.Prev, Hash: l.Hash, Text: l.Text}))
		}
		read = len(links)
	}
	head, err := d.Head(d.ctx())
	require.NoError(t, err)
	assert.Equal(t, head, chain.Head)
}

func auditFilters(t *testing.T, d *desk) {
	rec := d.walk("card", backend.StateSending) // 1, 2
	require.NoError(t, d.Tell(d.ctx(), journal.Note{Who: "李", What: "shift.open"}))
	d.clock.Advance(time.Hour)
	noon := d.clock.Now()
	require.NoError(t, d.Tell(d.ctx(), journal.Note{Who: "王", What: "shift.open"}))
	d.move(rec, journal.Step{To: backend.StateApplied, Who: "王"}) // 5
	d.clock.Advance(time.Hour)
	require.NoError(t, d.Tell(d.ctx(), journal.Note{What: "shift.close"}))
	for name, test := range map[string]struct {
		filter journal.AuditFilter
		want   []int64
	}{
		"everything":     {journal.AuditFilter{}, []int64{6, 5, 4, 3, 2, 1}},
		"oldest first":   {journal.AuditFilter{Oldest: true}, []int64{1, 2, 3, 4, 5, 6}},
		"an operation":   {journal.AuditFilter{Op: rec.ID}, []int64{5, 2, 1}},
		"who":            {journal.AuditFilter{Who: "王"}, []int64{5, 4}},
		"the program":    {journal.AuditFilter{Who: "till"}, []int64{6, 2}},
		"what":           {journal.AuditFilter{What: "shift.open"}, []int64{4, 3}},
		"what and who":   {journal.AuditFilter{What: "shift.open", Who: "李"}, []int64{3}},
		"after":          {journal.AuditFilter{After: 4}, []int64{6, 5}},
		"before":         {journal.AuditFilter{Before: 3}, []int64{2, 1}},
		"between":        {journal.AuditFilter{After: 2, Before: 5, Oldest: true}, []int64{3, 4}},
		"since":          {journal.AuditFilter{Since: noon}, []int64{6, 5, 4}},
		"until":          {journal.AuditFilter{Until: noon}, []int64{3, 2, 1}},
		"an hour":        {journal.AuditFilter{Since: noon, Until: noon.Add(time.Hour)}, []int64{5, 4}},
		"the newest two": {journal.AuditFilter{Limit: 2}, []int64{6, 5}},
		"the next page":  {journal.AuditFilter{Limit: 2, Before: 5}, []int64{4, 3}},
		"the oldest one": {journal.AuditFilter{Limit: 1, Oldest: true}, []int64{1}},
		"nobody":         {journal.AuditFilter{Who: "nobody"}, nil},
	} {
		got, err := d.Audit(d.ctx(), test.filter)
		require.NoError(t, err, name)
		var seqs []int64
		for _, e := range got {
			seqs = append(seqs, e.Seq)
		}
		assert.Equal(t, test.want, seqs, name)
	}
}

func acceptNothing(t *testing.T, d *desk) {
	d.begin("card")
	require.ErrorIs(t, d.Accept(d.ctx(), said("journal.accept")), journal.ErrMove)
}

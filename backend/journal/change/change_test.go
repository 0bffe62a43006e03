package change_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/change"
	"guitai/backend/money"
	"guitai/backend/safe"
)

func TestSlips(t *testing.T) {
	for n, want := range map[int64]string{
		0: "", 1: "A0001", 42: "A0042", 9999: "A9999", 10_000: "B0001", 26 * 9999: "Z9999", 26*9999 + 1: "AA0001",
		27 * 9999: "AA9999", 702 * 9999: "ZZ9999", 702*9999 + 1: "AAA0001",
	} {
		assert.Equal(t, want, change.Slip(n), n)
	}
}

func TestSlipsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 1<<40).Draw(t, "n")
		row, err := change.ToRow(journal.Record{Case: backend.Case{Slip: change.Slip(n)}})
		require.NoError(t, err)
		require.Equal(t, n, row.SlipNo)
	})
	for _, bad := range []string{"", "A", "0001", "A0000", "A1", "A10000", "a0001", "A-001", "A00O1"} {
		_, err := change.ToRow(journal.Record{Case: backend.Case{Slip: bad}})
		require.Error(t, err, bad)
	}
}

// record has every field set, so that the file of its stored form shows when a
// type is changed in a way that old journals could no longer be read.
func record() journal.Record {
	at := time.Date(2026, 3, 2, 9, 30, 0, 123e6, time.FixedZone("CST", 8*3600))
	yuan := money.Must("12.50")
	rate, _ := money.ParseRate("0.8")
	snap := backend.Snapshot{At: at, Balance: yuan, Points: money.WholePoints(3), Consumed: &yuan, Recharged: &yuan, HeadID: 6, HeadAt: at}
	event := backend.Event{ID: 7, At: at, Kind: backend.EventConsume, Code: 30, Gross: yuan, Net: yuan, Balance: yuan,
		Points: money.WholePoints(1), PayType: safe.Line("储值"), Shop: safe.Line("总店"), Detail: []safe.Text{safe.Line("茶")},
		Source: backend.SourceMirror}
	return journal.Record{
		Case: backend.Case{
			Operation: backend.Operation{ID: "id", Kind: backend.OpUndo, MemberID: "card", Number: safe.Line("8001"),
				Name: safe.Line("陈"), Amount: yuan, Discountable: &yuan, Points: money.WholePoints(5),
				PayType: backend.PayType{ID: "1", Name: safe.Line("现金")},
				Quote: backend.Promise{BalanceBefore: yuan, BalanceAfter: yuan, PointsBefore: money.WholePoints(1),
					PointsAfter: money.WholePoints(2), Net: yuan, Collect: yuan, GiftMoney: yuan,
					GiftPoints: money.WholePoints(4), Rate: rate, RateFrom: backend.RateConfig, Sure: true},
				Till: "till-1", Operator: "李", RetryOf: "before",
				Undo: &backend.Undo{Of: "of", Slip: "A0041", Kind: backend.OpConsume, Principal: yuan, Gift: yuan,
					Points: money.WholePoints(5), Reason: "错"}},
			State: backend.StateHuman, Slip: "A0042", CreatedAt: at, UpdatedAt: at, SettledAt: at,
			Attempts: []backend.Attempt{{N: 1, At: at, Wrote: true, HTTP: 200, Class: backend.ReplyYes, Closed: at, Body: []byte("{}")}},
			Receipt: &backend.Receipt{Gross: yuan, Net: yuan, Discount: yuan, Rate: rate, FromCard: yuan, Collect: yuan,
				GiftMoney: yuan, GiftPoints: money.WholePoints(4), Balance: yuan, Points: money.WholePoints(2), RowID: 7,
				Matched: true, Odd: true},
			Evidence: &backend.Evidence{Before: snap, Now: snap, Rows: []backend.Event{event}, Fits: []int{0},
				Chained: true, Foreign: true, Own: true},
			Why:      backend.WhySeveral,
			Refusal:  &backend.Error{Op: "op", Kind: backend.KindQuota, Code: "104", Text: safe.Line("不足"), Field: "amount"},
			NextLook: at, Collected: at, Acknowledged: at, Voided: true,
			Incident: &backend.Incident{Why: backend.WhyLateRow, At: at, Rows: []backend.Event{event}},
		},
		Account: journal.Account{Backend: "sandy", Name: "shop"}, Stamp: 1772415000,
		Token: backend.Token{Key: "key", Evidence: []byte{1, 0xff}}, Ver: 9, SendBy: at,
	}
}

// Journals are kept for years: what is in the golden file must be readable for
// ever. A field may be added to it, none may be renamed or take another meaning.
func TestStoredFormStays(t *testing.T) {
	row, err := change.ToRow(record())
	require.NoError(t, err)
	got, err := json.MarshalIndent(row, "", "  ")
	require.NoError(t, err)
	assert.Equal(t, string(golden(t, "row2.golden.json")), string(got)+"\n")
	for _, file := range []string{"row.golden.json", "row2.golden.json"} {
		var old change.Row
		require.NoError(t, json.Unmarshal(golden(t, file), &old))
		back, err := change.ToRecord(old, nil)
		require.NoError(t, err)
		again, err := change.ToRow(back)
		require.NoError(t, err)
		assert.Equal(t, old, again, file)
	}
}

func golden(t *testing.T, file string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", file))
	require.NoError(t, err)
	return content
}

// The digests of records from before a field was added stay what their entries
// say.
func TestDigestOfOldRecordsStays(t *testing.T) {
	for file, want := range map[string]string{
		"row.golden.json":  "21f19f1182dfb9b968166223a88b96b183839b3b682694aadbdaa8500165c17b",
		"row2.golden.json": "7f33013fe4325cce465582a96f9318780a8283aeae54685c4c435658936189a1",
	} {
		var row change.Row
		require.NoError(t, json.Unmarshal(golden(t, file), &row))
		assert.Equal(t, want, change.Digest(row, []change.AttemptRow{{N: 1, Class: "yes", Body: []byte("ab")}}), file)
	}
}

func TestUnknownNamesClaimNothing(t *testing.T) {
	row, err := change.ToRow(record())
	require.NoError(t, err)
	row.Refusal = `{"Op":"x","Kind":"a kind of tomorrow"}`
	rec, err := change.ToRecord(row, []change.AttemptRow{{N: 1, Class: "a class of tomorrow"}})
	require.NoError(t, err)
	assert.Equal(t, backend.KindInternal, rec.Refusal.Kind)
	assert.Equal(t, backend.ReplyUnclear, rec.Attempts[0].Class)

	row.Receipt = "{"
	_, err = change.ToRecord(row, nil)
	require.Error(t, err)
}

// Every field and every border between fields counts.
func TestDigestSeesEverything(t *testing.T) {
	row, err := change.ToRow(record())
	require.NoError(t, err)
	attempts := []change.AttemptRow{{N: 1, Class: "yes", Body: []byte("ab")}}
	want := change.Digest(row, attempts)
	assert.Equal(t, want, change.Digest(row, attempts))
	for name, edit := range map[string]func(*change.Row, *change.AttemptRow){
		"amount":   func(r *change.Row, _ *change.AttemptRow) { r.AmountFen++ },
		"voided":   func(r *change.Row, _ *change.AttemptRow) { r.Voided = false },
		"border":   func(r *change.Row, _ *change.AttemptRow) { r.Till, r.Cashier = r.Till+"李", "" },
		"evidence": func(r *change.Row, _ *change.AttemptRow) { r.TokenEvidence = []byte{1, 0xfe} },
		"undo":     func(r *change.Row, _ *change.AttemptRow) { r.UndoOf = "" },
		"incident": func(r *change.Row, _ *change.AttemptRow) { r.IncidentOpen = false },
		"moved": func(r *change.Row, _ *change.AttemptRow) {
			r.Incident, r.IncidentOpen, r.UndoOf = "", false, r.UndoOf+r.Incident
		},
		"void":    func(_ *change.Row, a *change.AttemptRow) { a.Void = true },
		"attempt": func(_ *change.Row, a *change.AttemptRow) { a.Closed = 1 },
		"body":    func(_ *change.Row, a *change.AttemptRow) { a.Body = []byte("ac") },
	} {
		r, a := row, attempts[0]
		edit(&r, &a)
		assert.NotEqual(t, want, change.Digest(r, []change.AttemptRow{a}), name)
	}
	assert.NotEqual(t, want, change.Digest(row, nil))
}

// one is a store with one record and nothing else.
type one struct{ row change.Row }

func (o one) Op(id string) (change.Row, []change.AttemptRow, bool, error) {
	return o.row, nil, id == o.row.ID, nil
}
func (o one) Holder(change.Card) (string, error)              { return o.row.ID, nil }
func (o one) Blamed(change.Card) (string, error)              { return "", nil }
func (o one) Undone(string) (string, error)                   { return "", nil }
func (o one) Last(change.Card) (stamp, slip int64, err error) { return o.row.Stamp, o.row.SlipNo, nil }
func (o one) Head() (journal.Head, error)                     { return change.Genesis(), nil }
func (o one) BoundTo(string) (int64, error)                   { return 0, nil }
func (o one) Seen(journal.Account, int64) (change.SeenRow, bool, error) {
	return change.SeenRow{}, false, nil
}

func TestWhatWasAskedIsNeverWrittenAnew(t *testing.T) {
	row, err := change.ToRow(record())
	require.NoError(t, err)
	row.Operation = `{"Written":"by another version",` + row.Operation[1:]
	row.Quote = `{"Also":1,` + row.Quote[1:]
	_, set, err := change.Move(one{row}, row.ID, row.Ver, journal.Step{To: backend.StateClosedPaid, Who: "王", Reason: "查过"}, time.Now())
	require.NoError(t, err)
	assert.Equal(t, row.Operation, set.Row.Operation)
	assert.Equal(t, row.Quote, set.Row.Quote)
	require.NoError(t, change.Fits(set.Row, nil, set.Audit))

	entry, err := set.Audit.Open()
	require.NoError(t, err)
	entry.Digest = ""
	assert.Equal(t, change.Entry{Seq: 1, At: set.Row.Updated, Who: "王", Op: "id", Ver: 10,
		From: backend.StateHuman, To: backend.StateClosedPaid, Reason: "查过"}, entry)
}

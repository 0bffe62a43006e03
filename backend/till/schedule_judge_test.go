package till_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/anishathalye/porcupine"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/memory"
	"guitai/backend/sim"
)

// result is what a schedule leaves to be judged.
type result struct {
	records  []journal.Record
	effects  map[string]int
	requests []sim.Request
	bound    [2]map[int64]string
	// ours counts the rows of a card that came through our lines.
	ours   [2]int
	audit  int64
	broken error
	tally  tally
	// waits are how long unknown operations took to settle by themselves where
	// the vendor could be reached.
	waits   []time.Duration
	history string // the audit and the vendor's log, to compare two runs by
}

// tally is what a row of the report adds up.
type tally struct {
	schedules, operations, unknown, itself, person, double, silent, lost int
	requests, sales                                                      int
}

func (t *tally) add(o tally) {
	t.schedules, t.operations, t.unknown = t.schedules+o.schedules, t.operations+o.operations, t.unknown+o.unknown
	t.itself, t.person, t.double = t.itself+o.itself, t.person+o.person, t.double+o.double
	t.silent, t.lost = t.silent+o.silent, t.lost+o.lost
	t.requests, t.sales = t.requests+o.requests, t.sales+o.sales
}

// effects counts, by the true ledger, how often each operation took effect.
func (w *world) effects() map[string]int {
	n := map[string]int{}
	if w.row.pospal {
		for _, guest := range w.guests {
			uid, _ := strconv.ParseInt(guest, 10, 64)
			for _, c := range w.pospal.Changes(uid) {
				if id := operationIn(c.Remark); id != "" && (!c.Balance.IsZero() || !c.Points.IsZero()) {
					n[id]++
				}
			}
		}
		return n
	}
	for _, r := range w.sandy.Requests() {
		if id := r.Header.Get(opHeader); id != "" {
			n[id] += r.Applied
		}
	}
	return n
}

// operationIn finds an operation's id in a remark.
func operationIn(remark string) string {
	const head = "01900000-0000-7000-8000-"
	if i := strings.Index(remark, head); i >= 0 && len(remark) >= i+36 {
		return remark[i : i+36]
	}
	return ""
}

func (w *world) requests() []sim.Request {
	if w.row.pospal {
		return w.pospal.Requests()
	}
	return w.sandy.Requests()
}

// collect reads the journal and the ledger at the end of the schedule.
func (w *world) collect() {
	ctx, peek, r := context.Background(), w.peek(), &w.end
	a := w.account()
	r.records, _ = peek.List(ctx, journal.Filter{Account: &a})
	slices.Reverse(r.records)
	r.effects, r.requests = w.effects(), w.requests()
	r.broken = peek.Verify(ctx)
	for i, guest := range w.guests {
		r.bound[i], _ = peek.Bound(ctx, a, guest)
		if w.sandy != nil {
			r.ours[i] = len(w.sandy.Rows(guest)) - w.seeded[i] - len(w.others[i])
		}
	}
	head, _ := peek.Head(ctx)
	r.audit = head.Seq
	if w.tracing {
		r.history = w.letters(ctx, peek)
	}
}

// letters are the audit and the vendor's log as texts.
func (w *world) letters(ctx context.Context, j *memory.Journal) string {
	var b strings.Builder
	entries, _ := j.Audit(ctx, journal.AuditFilter{Oldest: true, Limit: 10_000})
	for _, e := range entries {
		text, _ := json.Marshal(e)
		b.Write(append(text, '\n'))
	}
	for _, q := range w.end.requests {
		fmt.Fprintf(&b, "%d %s %s %s %s %d\n", q.Seq, q.At.Sub(w.began), q.Name, q.Body, q.Fault, q.Applied)
	}
	return b.String()
}

// judge holds the end of a schedule against everything that is promised.
func (w *world) judge() {
	for _, check := range []struct {
		rule string
		// truth says that the check is about the vendor's ledger, which only some
		// rows promise.
		truth bool
		find  func(*world) []string
	}{
		{"I1 one effect at most", false, oneEffect},
		{"I2 one request at most", false, oneRequest},
		{"I3 settled means it happened", true, settledHappened},
		{"I4 refused means it did not", true, refusedDidNot},
		{"I5 not found and yet there is told", true, lateTold},
		{"I6 whatever left is in the journal", false, leftIsKnown},
		{"I8 no key twice", false, noKeyTwice},
		{"I10 a row belongs to one operation", false, rowsBoundOnce},
		{"I11 our rows are accounted for", true, rowsAccounted},
		{"I12 the audit is whole", false, auditWhole},
		{"I13 no no for what happened", true, noFalseNo},
		{"I14 no secret is kept", false, noSecrets},
		{"I15 a card's history is linearizable", true, linearizable},
	} {
		if check.truth && (w.row.counted || w.unsweepable()) {
			continue
		}
		for _, what := range check.find(w) {
			w.breach(check.rule, what)
		}
	}
	w.count()
}

// unsweepable tells whether a till sold on a clock that was set back by more than
// a day: a sweep goes by the journal's own times and does not come by there.
func (w *world) unsweepable() bool {
	return w.sandy != nil && slices.ContainsFunc(w.s.acts, func(a act) bool { return a.kind == wind && offBy(a.n) < -24*time.Hour })
}

func oneEffect(w *world) (found []string) {
	for id, n := range w.end.effects {
		if n > 1 && w.row.pospal {
			found = append(found, fmt.Sprintf("%s took effect %d times", id, n))
		}
	}
	return found
}

func oneRequest(w *world) (found []string) {
	if w.row.pospal {
		return nil
	}
	n := map[string]int{}
	for _, r := range w.end.requests {
		if id := r.Header.Get(opHeader); id != "" {
			n[id]++
		}
	}
	for id, d := range w.deeds {
		if max(n[id], d.lines) > 1 {
			found = append(found, fmt.Sprintf("%s was sent %d times", id, max(n[id], d.lines)))
		}
	}
	return found
}

// told tells whether an operation's record alarms somebody.
func told(r journal.Record) bool {
	return r.State.Open() || r.Incident != nil || r.Why == backend.WhyExtraRow
}

// group is operations that a vendor without keys cannot tell apart.
type group struct {
	settled, open, effects int
	told                   bool
	ids                    []string
}

// groups are single operations where a row carries its operation's id, otherwise
// those of one card, kind and amount.
func (w *world) groups() map[string]*group {
	all := map[string]*group{}
	for _, r := range w.end.records {
		key := r.ID
		if !w.row.pospal {
			key = fmt.Sprint(bare(r.MemberID), r.Kind, r.Amount)
		}
		g := all[key]
		if g == nil {
			g = &group{}
			all[key] = g
		}
		g.ids = append(g.ids, r.Slip+" "+string(r.State)+" "+string(r.Why))
		g.effects += w.end.effects[r.ID]
		g.told = g.told || told(r)
		switch {
		case r.Why == backend.WhyPerson:
			g.settled += w.deeds[r.ID].decided
		case r.Outcome() == backend.OutcomeSettled:
			g.settled++
		case r.State.Open():
			g.open++
		}
	}
	return all
}

func settledHappened(w *world) (found []string) {
	for _, g := range w.groups() {
		if g.effects < g.settled && !g.told {
			found = append(found, fmt.Sprintf("%d settled, %d effects: %v", g.settled, g.effects, g.ids))
		}
	}
	return found
}

func refusedDidNot(w *world) (found []string) {
	for _, g := range w.groups() {
		if g.effects > g.settled+g.open && !g.told {
			found = append(found, fmt.Sprintf("%d settled and %d open, %d effects: %v", g.settled, g.open, g.effects, g.ids))
		}
	}
	for _, r := range w.end.records {
		switch r.State {
		case backend.StateNotSent, backend.StateVoided:
			if w.end.effects[r.ID] > 0 {
				found = append(found, r.Slip+" is "+string(r.State)+" and took effect")
			}
		}
	}
	return found
}

// lateTold: an operation that was presumed not applied and was is somebody's
// case, unless a twin of it stands for its row.
func lateTold(w *world) (found []string) {
	for _, g := range w.groups() {
		if g.effects > g.settled+g.open && !g.told && strings.Contains(fmt.Sprint(g.ids), string(backend.StateNotFound)) {
			found = append(found, fmt.Sprint(g.ids))
		}
	}
	return found
}

func leftIsKnown(w *world) (found []string) {
	known := map[string]bool{}
	for _, r := range w.end.records {
		known[r.ID] = true
	}
	for _, r := range w.end.requests {
		if id := r.Header.Get(opHeader); id != "" && !known[id] {
			found = append(found, fmt.Sprintf("request %d is for %s, which the journal does not know", r.Seq, id))
		}
	}
	return found
}

// noKeyTwice reads the keys off the requests, not off the journal.
func noKeyTwice(w *world) (found []string) {
	if !w.row.pospal {
		return nil
	}
	owner := map[string]string{}
	for _, r := range w.end.requests {
		id := r.Header.Get(opHeader)
		if id == "" || r.Body == "" {
			continue
		}
		var body struct {
			UID json.Number `json:"customerUid"`
			Key string      `json:"dataChangeTime"`
		}
		if err := json.Unmarshal([]byte(r.Body), &body); err != nil {
			continue
		}
		key := body.UID.String() + " " + body.Key
		if other := owner[key]; other != "" && other != id {
			found = append(found, fmt.Sprintf("%s and %s share %s", other, id, key))
		}
		if d := w.deeds[id]; d != nil && !slices.Contains(d.keys, body.Key) {
			d.keys = append(d.keys, body.Key)
			if len(d.keys) > 1 {
				found = append(found, fmt.Sprintf("%s was sent with keys %v", id, d.keys))
			}
			if body.UID.String() != w.guests[d.card] {
				found = append(found, fmt.Sprintf("%s was sent for member %s, not %s", id, body.UID, w.guests[d.card]))
			}
		}
		owner[key] = id
	}
	return found
}

func rowsBoundOnce(w *world) (found []string) {
	for i := range w.guests {
		owners := map[string]bool{}
		for row, id := range w.end.bound[i] {
			if owners[id] {
				found = append(found, fmt.Sprintf("%s has two rows, one of them %d", id, row))
			}
			owners[id] = true
			for _, f := range w.others[i] {
				if f.row == row && !w.row.counted {
					found = append(found, fmt.Sprintf("row %d is a stranger's and bound to %s", row, id))
				}
			}
		}
	}
	return found
}

func rowsAccounted(w *world) (found []string) {
	if w.row.pospal {
		return nil
	}
	for i, guest := range w.guests {
		alarm, redeemed := false, 0
		for _, r := range w.end.records {
			if bare(r.MemberID) != guest {
				continue
			}
			alarm = alarm || told(r)
			if r.Kind == backend.OpRedeem || r.State == backend.StateClosedPaid || r.Outcome() == backend.OutcomeSettled && r.Receipt != nil && r.Receipt.RowID == 0 {
				redeemed += w.end.effects[r.ID]
			}
		}
		if bound := len(w.end.bound[i]); bound+redeemed < w.end.ours[i] && !alarm {
			found = append(found, fmt.Sprintf("card %d: %d rows of ours, %d bound", i+1, w.end.ours[i], bound))
		}
	}
	return found
}

func auditWhole(w *world) (found []string) {
	if w.end.broken != nil {
		return []string{w.end.broken.Error()}
	}
	versions := int64(0)
	for _, r := range w.end.records {
		versions += r.Ver
	}
	if w.end.audit < versions || w.commits >= 0 && w.end.audit < int64(w.commits) {
		found = append(found, fmt.Sprintf("%d entries for %d transitions, %d commits", w.end.audit, versions, w.commits))
	}
	return found
}

func noFalseNo(w *world) (found []string) {
	final := map[string]journal.Record{}
	for _, r := range w.end.records {
		final[r.ID] = r
	}
	for id, d := range w.deeds {
		r, known := final[id]
		switch {
		case w.end.effects[id] == 0:
		case d.no && w.row.pospal && r.State != backend.StateClosedUnpaid && !told(r):
			found = append(found, id+" was shown as not done, and was")
		case d.nothing && !d.yes && (!known || r.Outcome() == backend.OutcomeRefused) && !told(r):
			found = append(found, id+" was shown as not sent, and took effect")
		}
	}
	return found
}

func noSecrets(w *world) (found []string) {
	if w.s.seed%16 != 0 {
		return nil
	}
	kept, _ := json.Marshal(w.end.records)
	for _, r := range w.end.records {
		kept = append(kept, r.Token.Evidence...)
		for _, a := range r.Attempts {
			kept = append(kept, a.Body...)
		}
	}
	for _, canary := range []string{canaryToken, canaryGUID, strings.Trim(canaryGUID, "{}"), canaryAppID, canaryAppKey,
		canaryPhone, canaryOther} {
		if strings.Contains(string(kept), canary) {
			found = append(found, "the journal holds "+canary)
		}
		if strings.Contains(w.log.String(), canary) {
			found = append(found, "the log holds "+canary)
		}
	}
	return found
}

// register is a card's balance in the history that porcupine checks.
type register struct {
	change int64
	after  int64
	sure   bool // after was told
	maybe  bool // nobody knows whether it took effect
	read   bool
}

func balances() porcupine.Model {
	model := porcupine.NondeterministicModel{
		Init: func() []any { return []any{int64(openingFen)} },
		Step: func(state, input, _ any) []any {
			fen, in := state.(int64), input.(register)
			next := fen + in.change
			switch {
			case in.read && fen != in.after, in.sure && !in.read && next != in.after:
				return nil
			case in.maybe:
				return []any{fen, next}
			}
			return []any{next}
		},
		Equal: func(a, b any) bool { return a == b },
	}
	return model.ToModel()
}

// linearizable looks for one order of everything that happened to a card which
// explains every balance that anybody was told. An operation of which nobody
// knows may take effect at any later time, or never.
func linearizable(w *world) (found []string) {
	if !w.truthfulReads() {
		return nil
	}
	for card := range w.guests {
		history := w.historyOf(card)
		if len(history) > 60 {
			continue
		}
		if porcupine.CheckOperationsTimeout(balances(), history, time.Second) == porcupine.Illegal {
			var b strings.Builder
			for _, op := range history {
				fmt.Fprintf(&b, "\n    %s..%s %+v", time.Duration(op.Call), time.Duration(op.Return), op.Input)
			}
			found = append(found, fmt.Sprintf("card %d:%s", card+1, b.String()))
		}
	}
	return found
}

// truthfulReads tells whether the vendor's copies never lagged behind, and no
// figure that a reply showed was forged so that nobody could know.
func (w *world) truthfulReads() bool {
	return !slices.ContainsFunc(w.s.acts, func(a act) bool { return a.kind == stale })
}

func (w *world) historyOf(card int) (history []porcupine.Operation) {
	add := func(call, back time.Time, in register) {
		to := int64(math.MaxInt64)
		if !back.IsZero() {
			to = back.Sub(w.began).Nanoseconds()
		}
		history = append(history, porcupine.Operation{ClientId: len(history), Input: in, Call: call.Sub(w.began).Nanoseconds(), Return: to})
	}
	for _, g := range w.looks {
		if g.card == card {
			add(g.call, g.back, register{read: true, after: g.fen})
		}
	}
	for _, f := range w.others[card] {
		add(f.at, f.at.Add(time.Nanosecond), register{change: f.change, after: f.left, sure: true})
	}
	for _, r := range w.end.records {
		d := w.deeds[r.ID]
		if d == nil || d.card != card || d.asked.IsZero() {
			continue
		}
		in := register{change: w.dueFen(r)}
		switch {
		case r.State == backend.StateApplied:
			// A reply to a change of points need not tell the balance.
			if rc := r.Receipt; (!rc.Matched || rc.RowID != 0) && r.Kind != backend.OpRedeem {
				in.after, in.sure = rc.Balance.Fen(), true
			}
			add(d.asked, d.ended, in)
		case r.Outcome() == backend.OutcomeRefused && r.State != backend.StateClosedUnpaid:
		default:
			in.maybe = true
			add(d.asked, time.Time{}, in)
		}
		if !w.row.pospal {
			for _, a := range w.end.requests {
				if a.Header.Get(opHeader) == r.ID && strings.HasPrefix(a.Fault, "twice") {
					add(d.asked, time.Time{}, register{change: w.dueFen(r), maybe: true})
				}
			}
		}
	}
	return history
}

// dueFen is what an operation moves a balance by.
func (w *world) dueFen(r journal.Record) int64 {
	q := r.Quote
	switch r.Kind {
	case backend.OpRecharge:
		return r.Amount.Add(q.GiftMoney).Fen()
	case backend.OpConsume:
		if w.row.pospal {
			return q.Collect.Sub(q.Net).Fen()
		}
		return r.Amount.Neg().Fen()
	}
	return 0
}

// count adds the schedule up for the report.
func (w *world) count() {
	t := tally{schedules: 1, operations: len(w.end.records), requests: w.calls}
	wrong, alarmed := map[int]bool{}, map[int]bool{}
	for key, g := range w.groups() {
		card := w.cardOf(key)
		alarmed[card] = alarmed[card] || g.told
		if g.effects < g.settled || g.effects > g.settled+g.open {
			wrong[card] = true
		}
	}
	for card := range wrong {
		if !alarmed[card] {
			t.silent++
		}
	}
	for _, r := range w.end.records {
		d := w.deeds[r.ID]
		if w.end.effects[r.ID] > 1 {
			t.double++
		}
		switch {
		case r.State == backend.StateHuman, r.Why == backend.WhyPerson:
			t.person++
		case d != nil && !d.unknown.IsZero() && !r.State.Open():
			t.itself++
			if w.reachable() {
				w.end.waits = append(w.end.waits, d.ended.Sub(d.unknown))
			}
		}
		if d != nil && !d.unknown.IsZero() {
			t.unknown++
		}
		if r.Outcome() == backend.OutcomeSettled {
			t.sales++
		}
	}
	t.lost = len(leftIsKnown(w))
	w.end.tally = t
}

// reachable tells whether the vendor could be read at all times, and no operation
// met more than one fault.
func (w *world) reachable() bool {
	return !slices.ContainsFunc(w.s.acts, func(a act) bool {
		switch a.kind {
		case ring, crowd, stranger, burst, leaf, lookAll:
		default:
			return true
		}
		faulty := 0
		for _, f := range a.money {
			if f.Kind != sim.None {
				faulty++
			}
		}
		return faulty > 1 || len(a.reads) > 0 || a.crash.after > 0 || a.nap > 0
	})
}

func (w *world) cardOf(group string) int {
	for i, guest := range w.guests {
		if strings.HasPrefix(group, guest) {
			return i
		}
	}
	if d := w.deeds[group]; d != nil {
		return d.card
	}
	return 0
}

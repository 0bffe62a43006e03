package change

import (
	"guitai/backend"
	"guitai/backend/journal"
)

// defaultLimit is how many records or entries a filter without a limit gives.
const defaultLimit = 1000

// Limit is a filter's limit.
func Limit(n int) int {
	if n <= 0 {
		return defaultLimit
	}
	return n
}

// Match tells whether a filter chooses a record. Its conditions add up.
func Match(f journal.Filter, row Row) bool {
	state := backend.State(row.State)
	switch {
	case f.Account != nil && (f.Account.Backend != row.Backend || f.Account.Name != row.Account),
		f.MemberID != "" && f.MemberID != row.Subject,
		f.Kind != 0 && f.Kind.String() != row.Kind,
		f.Open && !state.Open(),
		f.Unsettled && !state.Open() && state != backend.StateNotFound && state != backend.StateTask,
		f.Unacknowledged && (!ended(state) || row.Acknowledged != 0),
		f.Incident && !row.IncidentOpen,
		f.UndoOf != "" && f.UndoOf != row.UndoOf,
		f.Slip != "" && f.Slip != Slip(row.SlipNo),
		f.Till != "" && f.Till != row.Till,
		f.Operator != "" && f.Operator != row.Cashier,
		!f.Since.IsZero() && row.Created < f.Since.UnixMilli():
		return false
	}
	return true
}

// MatchEntry tells whether a filter chooses an entry. Its conditions add up.
func MatchEntry(f journal.AuditFilter, e journal.Entry) bool {
	return (f.Op == "" || f.Op == e.Op) && (f.Who == "" || f.Who == e.Who) && (f.What == "" || f.What == e.What) &&
		(f.After == 0 || e.Seq > f.After) && (f.Before == 0 || e.Seq < f.Before) &&
		(f.Since.IsZero() || e.At.UnixMilli() >= f.Since.UnixMilli()) &&
		(f.Until.IsZero() || e.At.UnixMilli() < f.Until.UnixMilli())
}

// ended tells whether a state is an end: a task holds no lock, but it still has to
// be done.
func ended(s backend.State) bool { return !s.Open() && s != backend.StateTask }

// Undoes tells whether a correction has been made or still may be, so that there
// must not be another one.
func Undoes(row Row) bool {
	switch backend.State(row.State) {
	case backend.StateNotSent, backend.StateRefused, backend.StateVoided, backend.StateClosedUnpaid:
		return false
	}
	return row.UndoOf != ""
}

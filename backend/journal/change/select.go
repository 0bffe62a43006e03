package change

import (
	"guitai/backend"
	"guitai/backend/journal"
)

// DefaultLimit is how many records a filter without a limit gives.
const DefaultLimit = 1000

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

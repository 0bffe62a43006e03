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
		f.Unsettled && !state.Open() && state != backend.StateNotFound,
		f.Unacknowledged && (state.Open() || row.Acknowledged != 0),
		f.Till != "" && f.Till != row.Till,
		!f.Since.IsZero() && row.Created < f.Since.UnixMilli():
		return false
	}
	return true
}

package member

import (
	"context"

	"guitai/backend"
)

// Desk is what an open member needs.
type Desk interface {
	// Member reads the member anew. Errors: those of backend.Backend.Member.
	Member(ctx context.Context, id string) (backend.Member, error)
	// Lately is Member, but where a reading costs something what was just read, or
	// told by the reply to what was just done, serves once more.
	Lately(ctx context.Context, id string) (backend.Member, error)
	// History reads the member's newest events. Errors: those of
	// backend.Backend.History.
	History(ctx context.Context, q backend.HistoryQuery) (backend.HistoryPage, error)
	// Glance is History, but where that costs something as much as is known here.
	Glance(ctx context.Context, q backend.HistoryQuery) (backend.HistoryPage, error)
	// Cases lists the operations on this member's card that have no end yet or
	// whose end nobody has seen, the newest first. It reads the journal only.
	Cases(ctx context.Context, memberID string) ([]backend.Case, error)
	// Reveal records that somebody looked at the whole phone number. With an
	// error it stays hidden.
	Reveal(ctx context.Context, memberID string) error
	// Capabilities says what can be done with a member.
	Capabilities() backend.Capabilities
}

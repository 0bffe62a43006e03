package levels

import (
	"context"

	"guitai/backend"
)

// Desk is what the screen needs of the counter.
type Desk interface {
	// Capabilities says, if the vendor counts calls, how many are left.
	Capabilities() backend.Capabilities
	// Levels reads every level, also those that are disabled. Errors: those of
	// backend.Backend.Find.
	Levels(ctx context.Context) ([]backend.Level, error)
	// Lookup reads the member that holds exactly this card number. Errors:
	// those of backend.Backend.Member.
	Lookup(ctx context.Context, number string) (backend.Member, error)
	// Member reads a member anew. Errors: those of backend.Backend.Member.
	Member(ctx context.Context, id string) (backend.Member, error)
	// ChangeLevel gives up to 100 members the level; it may fail for some of
	// them. Errors: those of backend.LevelChanger.
	ChangeLevel(ctx context.Context, levelID string, memberIDs []string) error
}

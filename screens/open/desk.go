package open

import (
	"context"

	"guitai/backend"
)

// Desk is what the screen needs of the counter.
type Desk interface {
	// Capabilities names the fields that a new member can have.
	Capabilities() backend.Capabilities
	// Levels reads the levels that a new member can have.
	Levels(ctx context.Context) ([]backend.Level, error)
	// OpenCard makes the member and gives it as the vendor then shows it. Errors:
	// KindExists for a number that is taken, KindInvalid with the Field
	// that is wrong, under the names of the form.
	OpenCard(ctx context.Context, card backend.NewMember) (backend.Member, error)
	// Member reads the member that holds a card number.
	Member(ctx context.Context, number string) (backend.Member, error)
}

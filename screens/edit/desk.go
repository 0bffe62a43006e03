package edit

import (
	"context"

	"guitai/backend"
)

// Desk is what the screen needs of the counter.
type Desk interface {
	// Capabilities names the fields that can change.
	Capabilities() backend.Capabilities
	// Levels reads the levels that a member can have; it is only asked where the
	// level can change. Errors: those of backend.Backend.Find.
	Levels(ctx context.Context) ([]backend.Level, error)
	// Member reads the member anew from the vendor.
	Member(ctx context.Context, id string) (backend.Member, error)
	// Edit sends the changed fields and gives the member as read back. Errors:
	// KindInvalid with the Field that is wrong, under the names of the form.
	Edit(ctx context.Context, id string, change backend.Edit) (backend.Member, error)
}

package edit

import (
	"context"

	"guitai/backend"
)

// Desk is what the screen needs of the counter.
type Desk interface {
	// Member reads the member anew from the vendor.
	Member(ctx context.Context, id string) (backend.Member, error)
	// Edit sends the changed fields and gives the member as read back. Errors:
	// KindInvalid with the Field "name", "phone", "birthday" or "gender".
	Edit(ctx context.Context, id string, change backend.Edit) (backend.Member, error)
}

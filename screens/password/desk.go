package password

import "context"

// Desk is what the screen needs of the counter.
type Desk interface {
	// SetPassword gives the member a password of 1 to 16 characters. Errors:
	// those of backend.PasswordKeeper.
	SetPassword(ctx context.Context, memberID, password string) error
	// CheckPassword tells whether the password is the member's. Errors: those of
	// backend.Backend.Member.
	CheckPassword(ctx context.Context, memberID, password string) (bool, error)
}

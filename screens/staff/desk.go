package staff

import (
	"context"
	"time"

	"guitai/backend/safe"
)

// Desk is what the screen needs of the counter. Every call asks anew who sits here
// and what they may do.
type Desk interface {
	// May is nil if whoever sits here may look after people. Errors: KindRight.
	May() error
	// Staff reads everybody. Errors: KindRight, KindJournal.
	Staff(ctx context.Context) (Staff, error)
	// Add makes a new person; key is a line of a .pub file or "". Errors: KindRight,
	// KindInvalid and KindExists (Field name, role, key), KindJournal.
	Add(ctx context.Context, name, role, key string) (id string, err error)
	// Change does one thing to a person. Errors: as Add, KindInvalid (Field pin),
	// KindNotFound.
	Change(ctx context.Context, id string, c Change) error
}

// Staff is everybody, as whoever sits here may see and change them.
type Staff struct {
	People []Person
	// Roles are those that may be given, from the least to the most trusted.
	Roles []string
	// Unlocks says that lockouts may be ended.
	Unlocks bool
}

// Person is somebody who works here.
type Person struct {
	ID   string
	Name safe.Text
	// Role is the name under which it is stored.
	Role  string
	Keys  []Key
	Till  safe.Text
	PIN   bool // there is one
	Added time.Time
	// Seen is when something was last done in their name, as far as the newest part
	// of the audit tells; Revoked is when they were dismissed, Locked until when no
	// PIN is looked at. Zero is never, or not.
	Seen, Revoked, Locked time.Time
	// Self is whoever sits here. Beyond says that their role is not below that one's.
	Self, Beyond bool
}

// Key is a public key. Print names it to the desk, Short is for people.
type Key struct {
	Print   string
	Short   string
	Comment safe.Text
}

// Do is what to do to a person.
type Do uint8

// What there is to do.
const (
	DoRole    Do = iota + 1 // Role is the new one
	DoAddKey                // Key is a line of a .pub file
	DoDropKey               // Key is the print
	DoPIN                   // PIN is the new one; the desk overwrites it
	DoDismiss
	DoUnlock
)

// Change is one thing done to a person.
type Change struct {
	Do        Do
	Role, Key string
	PIN       []byte
}

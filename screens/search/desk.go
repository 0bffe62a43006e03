package search

import (
	"context"
	"time"

	"guitai/backend"
)

// Desk is what the home screen needs.
type Desk interface {
	// Mirror looks in the local copy of the members and gives at most limit of
	// them. It is asked at every change of the text, touches no network and
	// answers at once.
	Mirror(ctx context.Context, text string, limit int) (MirrorAnswer, error)
	// Find looks members up at the vendor by a key word. Errors: those of
	// backend.Backend.Find.
	Find(ctx context.Context, key string) ([]backend.Member, error)
	// Recent lists at most n members served lately, the latest first. It does
	// not touch the network.
	Recent(n int) []backend.Member
	// Capabilities says whether members may be looked up while somebody types,
	// and what can be done with them.
	Capabilities() backend.Capabilities
}

// MirrorAnswer is what the local copy says about a text, and how much it can
// know. The zero value is an empty copy.
type MirrorAnswer struct {
	// Members fit the text, the likeliest first, with Source mirror and the time
	// of their reading. They need not have a balance.
	Members []backend.Member
	// Total counts all that fit, Members among them.
	Total int
	// Kept is how many members the copy has.
	Kept int
	// Complete says that the copy has every member of the vendor's as of ReadAt;
	// then nobody else can fit.
	Complete bool
	// ReadAt is when the copy last learned something, zero for never.
	ReadAt time.Time
}

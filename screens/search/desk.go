package search

import (
	"context"

	"guitai/backend"
)

// Desk is what the home screen needs.
type Desk interface {
	// Find looks members up by a key word. Errors: those of
	// backend.Backend.Find.
	Find(ctx context.Context, key string) ([]backend.Member, error)
	// Recent lists at most n members served lately, the latest first. It does
	// not touch the network.
	Recent(n int) []backend.Member
	// Capabilities says whether members may be looked up while somebody types,
	// and what can be done with them.
	Capabilities() backend.Capabilities
}

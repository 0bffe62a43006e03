package cli

import (
	"context"

	"guitai/screens/search"
)

// Mirror looks in the members that were read here lately. It is no whole copy of
// the vendor's: whoever never came is not in it.
func (d desk) Mirror(_ context.Context, text string, limit int) (search.MirrorAnswer, error) {
	if d.members == nil {
		return search.MirrorAnswer{}, nil
	}
	return search.Among(text, d.members(), nil, limit), nil
}

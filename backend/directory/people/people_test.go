package people_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"guitai/backend/directory/people"
)

func TestTheSameSeedInventsTheSamePeople(t *testing.T) {
	a, b, other := people.New(7), people.New(7), people.New(8)
	same, ids := 0, map[string]bool{}
	for range 5000 {
		p := a.Next()
		assert.Equal(t, p, b.Next())
		if p == other.Next() {
			same++
		}
		assert.NotEmpty(t, p.Name)
		ids[p.ID] = true
	}
	assert.Zero(t, same)
	assert.Len(t, ids, 5000)
}

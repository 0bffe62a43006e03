package directory_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/directory"
)

// Members are found by ID wherever they lie: in a file, among what is being
// written and among what just came.
func TestMembersAreFoundByID(t *testing.T) {
	m, err := directory.Open(t.TempDir(), "a", directory.Options{Now: time.Now, Rows: 16})
	require.NoError(t, err)
	defer func() { require.NoError(t, m.Close()) }()
	var ids []string
	for n := range 100 {
		require.NoError(t, m.Put(member(n)))
		ids = append(ids, fmt.Sprint(n))
	}
	require.NoError(t, m.Gone("7", time.Now()))
	found := m.Members(append(ids, "nobody"))
	assert.Len(t, found, 99)
	assert.NotContains(t, found, "7")
	assert.Equal(t, "欧阳静怡", found["42"].Name.String())
}

package directory_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/directory"
	"guitai/backend/directory/people"
)

// While members are written, files are joined and others leave, a search finds
// everybody who was there all the time, once and as one of the states that were
// stored.
func TestASearchIsNeverHalfOfAChange(t *testing.T) {
	m := opened(t, t.TempDir())
	defer m.Close()
	crowd := people.New(5)
	require.NoError(t, m.Put(persons(crowd, 500)...))
	require.NoError(t, m.Put(somebody("stays", "55550000", "留下者", "")))
	var stop atomic.Bool
	var readers, writers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			last := 0
			for !stop.Load() {
				a := m.Search("留下者", 50)
				if !assert.Len(t, a.Hits, 1) || !assert.False(t, a.More) {
					return
				}
				n := 0
				fmt.Sscanf(a.Hits[0].Member.Level.Name.String(), "%d", &n)
				if !assert.GreaterOrEqual(t, n, last, "an older state came back") {
					return
				}
				last = n
				assert.Len(t, m.Search("5555 0000", 50).Hits, 1)
				assert.LessOrEqual(t, m.Search("wang", 50).Total, m.Count("wang")+500)
				m.Recent(5)
			}
		})
	}
	writers.Go(func() {
		for n := range 150 {
			p := people.Person{ID: "stays", Number: "55550000", Name: "留下者", Level: fmt.Sprint(n + 1)}
			assert.NoError(t, m.Put(person(p)))
			if n%3 == 0 {
				assert.NoError(t, m.Served("stays", noon))
			}
		}
	})
	writers.Go(func() {
		for n := range 60 {
			page := persons(crowd, 15)
			assert.NoError(t, m.Page(page, directory.Filling{Pages: n}))
			assert.NoError(t, m.Gone(page[0].ID, noon))
			if n%25 == 0 {
				assert.NoError(t, m.Tidy())
			}
		}
	})
	writers.Wait()
	stop.Store(true)
	readers.Wait()
	assert.Equal(t, 501+60*14, m.Len())
	assert.Equal(t, 60, m.Filling().Pages+1)
}

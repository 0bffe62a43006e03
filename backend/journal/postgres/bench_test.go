package postgres_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/postgres"
)

// BenchmarkBegin is one synced commit.
func BenchmarkBegin(b *testing.B) {
	j := open(b, postgres.Options{Address: server.Database(b)})
	for n := 0; b.Loop(); n++ {
		id := fmt.Sprintf("op-%09d", n)
		begin(b, j, id, id)
	}
}

// BenchmarkSale is what one sale costs: three commits.
func BenchmarkSale(b *testing.B) {
	j := open(b, postgres.Options{Address: server.Database(b)})
	for n := 0; b.Loop(); n++ {
		sell(b, j, n)
	}
}

// BenchmarkFourMachines is a sale while three others sell as well.
func BenchmarkFourMachines(b *testing.B) {
	address := server.Database(b)
	var tills [4]*postgres.Journal
	for m := range tills {
		tills[m] = open(b, postgres.Options{Address: address})
	}
	b.ResetTimer()
	var all sync.WaitGroup
	for m, j := range tills {
		all.Go(func() {
			for n := range b.N / 4 {
				sell(b, j, m*1_000_000+n)
			}
		})
	}
	all.Wait()
}

func sell(b *testing.B, j *postgres.Journal, n int) {
	b.Helper()
	id := fmt.Sprintf("op-%09d", n)
	rec := begin(b, j, id, fmt.Sprint("card ", n))
	at := time.Now()
	rec, err := j.Move(b.Context(), id, rec.Ver, journal.Step{To: backend.StateSending, SendBy: at,
		Token: &backend.Token{Key: id, Evidence: make([]byte, 100)}, Attempt: &backend.Attempt{N: 1, At: at}})
	require.NoError(b, err)
	_, err = j.Move(b.Context(), id, rec.Ver, journal.Step{To: backend.StateApplied, Receipt: &backend.Receipt{},
		Attempt: &backend.Attempt{N: 1, At: at, Body: make([]byte, 300)}, Acknowledged: at})
	require.NoError(b, err)
}

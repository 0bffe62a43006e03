package sqlite_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/sqlite"
)

// BenchmarkBegin is one synced commit.
func BenchmarkBegin(b *testing.B) {
	j := open(b, sqlite.Options{Path: newPath(b)})
	for n := 0; b.Loop(); n++ {
		id := fmt.Sprintf("op-%09d", n)
		begin(b, j, id, id)
	}
}

// BenchmarkSale is what one sale costs: three commits.
func BenchmarkSale(b *testing.B) {
	j := open(b, sqlite.Options{Path: newPath(b)})
	for n := 0; b.Loop(); n++ {
		sell(b, j, n)
	}
}

func sell(b *testing.B, j *sqlite.Journal, n int) {
	b.Helper()
	id := fmt.Sprintf("op-%09d", n)
	rec := begin(b, j, id, fmt.Sprint("card ", n%5000))
	at := time.Now()
	rec, err := j.Move(b.Context(), id, rec.Ver, journal.Step{To: backend.StateSending, SendBy: at,
		Token: &backend.Token{Key: id, Evidence: make([]byte, 100)}, Attempt: &backend.Attempt{N: 1, At: at}})
	require.NoError(b, err)
	_, err = j.Move(b.Context(), id, rec.Ver, journal.Step{To: backend.StateApplied, Receipt: &backend.Receipt{},
		Attempt: &backend.Attempt{N: 1, At: at, Body: make([]byte, 300)}, Acknowledged: at})
	require.NoError(b, err)
}

// BenchmarkOpen100k is a start with 100,000 operations. The journal is made
// once, without waiting for the disk.
func BenchmarkOpen100k(b *testing.B) {
	path := newPath(b)
	if kept := os.Getenv("GUITAI_BENCH_JOURNAL"); kept != "" {
		path = kept
	}
	j := open(b, sqlite.Options{Path: path})
	have, err := j.List(b.Context(), journal.Filter{Limit: 1})
	require.NoError(b, err)
	if len(have) == 0 {
		write, _ := j.Pools()
		_, err := write.Exec("PRAGMA synchronous = OFF")
		require.NoError(b, err)
		for n := range 100_000 {
			sell(b, j, n)
		}
		for n := range 5 {
			begin(b, j, fmt.Sprint("open", n), fmt.Sprint("open", n))
		}
	}
	require.NoError(b, j.Close())
	info, err := os.Stat(path)
	require.NoError(b, err)

	b.Run("usable", func(b *testing.B) {
		for b.Loop() {
			j, err := sqlite.Open(b.Context(), sqlite.Options{Path: path})
			require.NoError(b, err)
			pending, err := j.List(b.Context(), journal.Filter{Open: true})
			require.NoError(b, err)
			require.Len(b, pending, 5)
			b.StopTimer()
			require.NoError(b, j.Close())
			b.StartTimer()
		}
		b.ReportMetric(float64(info.Size()>>20), "MiB")
	})
	b.Run("verified", func(b *testing.B) {
		for b.Loop() {
			j, err := sqlite.Open(b.Context(), sqlite.Options{Path: path}.WithCheckAll(1<<40))
			require.NoError(b, err)
			require.NoError(b, j.Health())
			b.StopTimer()
			require.NoError(b, j.Close())
			b.StartTimer()
		}
	})
	j = open(b, sqlite.Options{Path: path})
	for name, f := range map[string]journal.Filter{
		"open": {Open: true}, "unsettled": {Unsettled: true}, "unacknowledged": {Unacknowledged: true},
		"card":  {Account: &journal.Account{Backend: "sandy", Name: "shop"}, MemberID: "card 7"},
		"today": {Since: time.Now().Add(-time.Second)}, "newest": {Limit: 50},
	} {
		b.Run("list "+name, func(b *testing.B) {
			for b.Loop() {
				_, err := j.List(b.Context(), f)
				require.NoError(b, err)
			}
		})
	}
}

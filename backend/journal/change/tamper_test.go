package change_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"guitai/backend/journal"
	"guitai/backend/journal/change"
)

// ledger is a store that keeps nothing but the audit and papers.
type ledger struct {
	one
	links  []change.Sealed
	papers map[string]change.PaperRow
}

func (l *ledger) Head() (journal.Head, error) {
	if len(l.links) == 0 {
		return change.Genesis(), nil
	}
	last := l.links[len(l.links)-1]
	return journal.Head{Seq: last.Seq, Hash: last.Hash}, nil
}

func (l *ledger) Paper(kind, key string) (change.PaperRow, bool, error) {
	row, found := l.papers[kind+key]
	return row, found, nil
}

func (l *ledger) Op(id string) (change.Row, []change.AttemptRow, bool, error) {
	return l.row, nil, id == l.row.ID, nil
}

// written is an audit of operations, notes and papers with what was noted of it
// outside at its end.
func written(t *testing.T) ([]change.Sealed, []change.PaperRow, change.Mark) {
	t.Helper()
	l := &ledger{papers: make(map[string]change.PaperRow)}
	var err error
	l.row, err = change.ToRow(record())
	require.NoError(t, err)
	now := time.Unix(1_772_415_000, 0)
	for n := range 24 {
		var set *change.Set
		switch n % 3 {
		case 0:
			_, set, err = change.Move(l, l.row.ID, l.row.Ver, journal.Step{Reason: fmt.Sprint("step ", n)}, now)
			require.NoError(t, err)
			l.row = set.Row
		case 1:
			set, err = change.Tell(l, journal.Note{Who: "王", What: "shift.close", Detail: map[string]string{"n": fmt.Sprint(n)}}, now)
			require.NoError(t, err)
		default:
			row := l.papers["kind"+"key"]
			p := journal.Paper{Kind: "kind", Key: "key", Ver: row.Ver, Body: fmt.Append(nil, n)}
			_, set, err = change.Put(l, p, journal.Note{What: "paper.put"}, now)
			require.NoError(t, err)
			l.papers["kindkey"] = *set.Paper
		}
		l.links = append(l.links, set.Audit)
	}
	head, err := l.Head()
	require.NoError(t, err)
	return l.links, []change.PaperRow{l.papers["kindkey"]}, change.Mark{Head: head, At: now}
}

// verify is what every store does with its audit.
func verify(links []change.Sealed, papers []change.PaperRow, noted change.Mark) error {
	chain := change.NewChain(change.Genesis())
	for _, s := range links {
		if err := chain.Follow(s); err != nil {
			return err
		}
	}
	if err := chain.Papers(papers); err != nil {
		return err
	}
	return change.Anchored([]change.Mark{noted}, chain.Head, func(seq int64) (string, error) { return links[seq-1].Hash, nil })
}

// spoil changes an audit in one place, in one of the ways there are.
func spoil(random *rand.Rand, sound []change.Sealed) (links []change.Sealed, how string) {
	links = slices.Clone(sound)
	at := random.IntN(len(links))
	s := &links[at]
	flip := func(text string) string {
		b := []byte(text)
		b[random.IntN(len(b))] ^= 1 << random.IntN(8)
		return string(b)
	}
	switch random.IntN(9) {
	case 0:
		s.Text = flip(s.Text)
	case 1:
		s.Hash = flip(s.Hash)
	case 2:
		s.Prev = flip(s.Prev)
	case 3:
		s.Seq ^= 1 << random.IntN(62)
	case 4:
		s.OpID = flip(s.OpID + "x")
	case 5:
		return slices.Delete(links, at, at+1), fmt.Sprint("deleted ", at)
	case 6:
		other := (at + 1 + random.IntN(len(links)-1)) % len(links)
		links[at], links[other] = links[other], links[at]
		return links, fmt.Sprint("swapped ", at, " and ", other)
	case 7:
		return links[:at], fmt.Sprint("cut at ", at)
	default:
		// Whoever can write the file can also make everything after it fit again.
		return forged(links, at), fmt.Sprint("forged from ", at)
	}
	return links, fmt.Sprintf("%+v", *s)
}

// forged is the audit rewritten from a place on, with hashes that fit.
func forged(links []change.Sealed, at int) []change.Sealed {
	l := &ledger{links: slices.Clone(links[:at])}
	for range len(links) - at {
		set, err := change.Tell(l, journal.Note{What: "nothing happened"}, time.Unix(0, 0))
		if err != nil {
			return nil
		}
		l.links = append(l.links, set.Audit)
	}
	return l.links
}

func TestWhateverIsDoneToTheAuditShows(t *testing.T) {
	trials := 10_000
	if os.Getenv("GUITAI_ALL") != "" {
		trials = 100_000
	}
	links, papers, noted := written(t)
	require.NoError(t, verify(links, papers, noted))
	random := rand.New(rand.NewPCG(18, 18))
	for range trials {
		spoiled, how := spoil(random, links)
		require.Error(t, verify(spoiled, papers, noted), how)
	}
}

func TestWhatWasAcceptedBeginsAnew(t *testing.T) {
	links, _, noted := written(t)
	hashOf := func(seq int64) (string, error) { return links[seq-1].Hash, nil }
	have := journal.Head{Seq: 5, Hash: links[4].Hash}
	var lost *journal.AnchorError
	require.ErrorAs(t, change.Anchored([]change.Mark{noted}, have, hashOf), &lost)
	require.Equal(t, have, lost.Have)
	mark := change.Mark{Head: have, Accepted: true}
	require.NoError(t, change.Anchored([]change.Mark{noted, mark}, have, hashOf))
	require.Error(t, change.Anchored([]change.Mark{mark, noted}, have, hashOf))
	require.Error(t, change.Anchored([]change.Mark{{Head: journal.Head{Seq: 5, Hash: "other"}, Accepted: true}}, have, hashOf))
	require.NoError(t, change.Anchored(nil, have, hashOf))
}

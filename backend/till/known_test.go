package till_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/safe"
	"guitai/backend/till"
)

func TestMembersWhoWereHereAreFoundByAPart(t *testing.T) {
	cases := []struct {
		name, key string
		found     bool
	}{
		{"the name", "王小明", true},
		{"a part of the name", "小", true},
		{"somebody else", "李", false},
		{"the number's beginning", "80", true},
		{"the number's end", "01", true},
		{"the middle of the number", "00", false},
		{"the end of the phone", "1234", true},
		{"full-width", "１２３４", true},
		{"too little of the phone", "34", false},
		{"the beginning of the phone", "1380", false},
		{"nothing", " ", false},
	}
	for _, row := range cases {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := at(t, newStall())
				found, err := c.till.Find(t.Context(), row.key)
				require.NoError(t, err)
				assert.Empty(t, found, "nobody was here yet")
				_, err = c.till.Member(t.Context(), "7")
				require.NoError(t, err)
				read := time.Now()
				time.Sleep(time.Minute)
				found, err = c.till.Find(t.Context(), row.key)
				require.NoError(t, err)
				require.Equal(t, row.found, len(found) == 1)
				if row.found {
					assert.Equal(t, backend.SourceMirror, found[0].Source)
					assert.Equal(t, read, found[0].ReadAt)
				}
			})
		})
	}
}

func TestTheVendorIsAskedFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStall()
		c := at(t, s)
		found, err := c.till.Find(t.Context(), "8001")
		require.NoError(t, err)
		require.Len(t, found, 1)
		assert.Equal(t, backend.SourceLive, found[0].Source)
		found, err = c.till.Find(t.Context(), "明")
		require.NoError(t, err)
		assert.Len(t, found, 1, "whoever was found is known")
		s.set(func(s *stall) { s.deaf = true })
		_, err = c.till.Find(t.Context(), "8001")
		assert.Equal(t, backend.KindUnreachable, kind(t, err), "an old balance must not pass for an answer")
	})
}

func TestAVendorThatSearchesIsNotSecondGuessed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := seeking{newStall()}
		c := open(t, func(o *till.Options) { o.Backend = s })
		_, err := c.till.Member(t.Context(), "7")
		require.NoError(t, err)
		found, err := c.till.Find(t.Context(), "小")
		require.NoError(t, err)
		assert.Empty(t, found)
	})
}

type seeking struct{ *stall }

func (s seeking) Capabilities() backend.Capabilities {
	return backend.Capabilities{FindWhileTyping: true}
}

// notebook keeps members for a test.
type notebook struct{ members []backend.Member }

func (n *notebook) Known(journal.Account) []backend.Member { return n.members }

func (n *notebook) Remember(_ journal.Account, m backend.Member) { n.members = append(n.members, m) }

func TestWhoIsKnownCanBeKeptElsewhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		kept := &notebook{members: []backend.Member{{ID: "9", Name: safe.Line("陈")}}}
		c := open(t, func(o *till.Options) { o.Backend, o.Known = newStall(), kept })
		found, err := c.till.Find(t.Context(), "陈")
		require.NoError(t, err)
		assert.Len(t, found, 1)
		_, err = c.till.Member(t.Context(), "7")
		require.NoError(t, err)
		assert.Len(t, kept.members, 2)
	})
}

func TestTheOldestAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStall()
		for i := range till.MaxKnown + 5 {
			id := fmt.Sprint(1000 + i)
			s.members[id] = backend.Member{ID: id, Name: safe.Line("客"), Number: safe.Line("N" + id)}
		}
		c := at(t, s)
		for i := range till.MaxKnown + 5 {
			_, err := c.till.Member(t.Context(), fmt.Sprint(1000+i))
			require.NoError(t, err)
		}
		_, err := c.till.Member(t.Context(), "1010")
		require.NoError(t, err)
		found, err := c.till.Find(t.Context(), "客")
		require.NoError(t, err)
		require.Len(t, found, till.MaxKnown)
		assert.Equal(t, "1010", found[0].ID, "the newest first, and once")
		assert.Equal(t, "1005", found[len(found)-1].ID)
	})
}

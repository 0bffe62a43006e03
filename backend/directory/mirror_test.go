package directory_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"guitai/backend"
	"guitai/backend/directory"
	"guitai/backend/directory/match"
	"guitai/backend/directory/people"
	"guitai/backend/directory/reading"
	"guitai/backend/safe"
)

var noon = time.Date(2026, 11, 22, 4, 0, 0, 0, time.UTC)

func options() directory.Options {
	return directory.Options{Now: func() time.Time { return noon }, Rows: 8, Quiet: -1}
}

func opened(t require.TestingT, dir string) *directory.Mirror {
	m, err := directory.Open(dir, "shop", options())
	require.NoError(t, err)
	return m
}

func person(p people.Person) backend.Member {
	return backend.Member{ID: p.ID, Number: safe.Line(p.Number), Name: safe.Line(p.Name), Phone: safe.Line(p.Phone), Level: backend.Level{Name: safe.Line(p.Level)},
		Status: backend.Status{Kind: backend.StatusNormal}, Source: backend.SourceMirror, ReadAt: noon}
}

func persons(c *people.Crowd, n int) (all []backend.Member) {
	for range n {
		all = append(all, person(c.Next()))
	}
	return all
}

func membersOf(crowd []people.Person) (all []backend.Member) {
	for _, p := range crowd {
		all = append(all, person(p))
	}
	return all
}

func names(a directory.Answer) (all []string) {
	for _, h := range a.Hits {
		all = append(all, h.Member.Name.String())
	}
	return all
}

func ids(members []backend.Member) (all []string) {
	for _, x := range members {
		all = append(all, x.ID)
	}
	return all
}

func somebody(id, number, name, phone string) backend.Member {
	return person(people.Person{ID: id, Number: number, Name: name, Phone: phone})
}

func TestWhatWasStoredIsThereAfterARestart(t *testing.T) {
	dir := t.TempDir()
	m := opened(t, dir)
	full := backend.Member{ID: "7001", Number: safe.Line("WS-7001"), Name: safe.Line("歐陽 靜怡"), Phone: safe.Line("+853 6688 1234"), Level: backend.Level{Name: safe.Line("金卡")},
		Status: backend.Status{Kind: backend.StatusLost, Text: safe.Line("挂失")}, Source: backend.SourceMirror, ReadAt: noon.Add(-time.Hour)}
	require.NoError(t, m.Put(full, somebody("2", "8002", "张三", "")))
	filling := directory.Filling{Cursor: []byte("next"), Pages: 1, Members: 1, StartedAt: noon, UpdatedAt: noon, Generation: 3, CallsToday: 1}
	require.NoError(t, m.Page([]backend.Member{somebody("3", "8003", "李四", "")}, filling))
	require.NoError(t, m.Served("2", noon))
	require.NoError(t, m.Gone("3", noon))
	require.NoError(t, m.Keep([]byte("paused")))
	require.NoError(t, m.Close())
	require.NoError(t, m.Close())
	require.Error(t, m.Put(full))

	again := opened(t, dir)
	defer again.Close()
	assert.False(t, again.Damaged())
	assert.Equal(t, 2, again.Len())
	assert.Equal(t, directory.Answer{Hits: []directory.Hit{{Member: full, Exact: true}}, Total: 1}, again.Search("ws7001", 0))
	assert.Equal(t, []string{"歐陽 靜怡"}, names(again.Search("欧阳", 50)))
	assert.Equal(t, []string{"2"}, ids(again.Recent(5)))
	assert.Equal(t, filling, again.Filling())
	assert.Equal(t, "paused", string(again.Notes()))
	assert.Empty(t, again.Search("李四", 50).Hits)
}

func TestTheBestRowComesFirst(t *testing.T) {
	m := opened(t, t.TempDir())
	defer m.Close()
	require.NoError(t, m.Put(somebody("a", "9912345", "陈一", ""), somebody("b", "12345", "陈二", ""), somebody("c", "8", "陈三", "12345"), somebody("d", "1", "陈四", "6612345"),
		somebody("e", "1234567", "陈五", ""), somebody("f", "2", "12345号房", ""), somebody("g", "3", "房12345", ""), somebody("h", "1234568", "陈六", "")))
	require.NoError(t, m.Served("h", noon))
	assert.Equal(t, []string{"陈二", "陈三", "陈四", "陈一", "12345号房", "陈六", "陈五", "房12345"}, names(m.Search("12345", 50)))
	a := m.Search("陈", 2)
	assert.Equal(t, []string{"陈六", "陈四"}, names(a), "who was here last, then the smaller number")
	assert.True(t, a.More || a.Total == 6)
	assert.Equal(t, 6, m.Count("陈"))
	assert.Equal(t, directory.Answer{}, m.Search(" - ", 50))
}

func TestANewerReadingIsNeverReplacedByAnOlderOne(t *testing.T) {
	m := opened(t, t.TempDir())
	defer m.Close()
	live, paged := somebody("1", "8001", "张三丰", ""), somebody("1", "8001", "张三", "")
	paged.ReadAt = noon.Add(-time.Minute)
	require.NoError(t, m.Put(live))
	require.NoError(t, m.Page([]backend.Member{paged}, directory.Filling{Generation: 5}))
	assert.Equal(t, []string{"张三丰"}, names(m.Search("张三", 50)))
	gone, err := m.Finish(directory.Filling{Generation: 5, DoneAt: noon})
	require.NoError(t, err)
	assert.Zero(t, gone, "the page has seen this member")
	require.NoError(t, m.Gone("1", noon.Add(-time.Second)))
	assert.Equal(t, 1, m.Len(), "it was read after the vendor said so")
}

func TestWhoAFullReadingDoesNotSeeIsGone(t *testing.T) {
	m := opened(t, t.TempDir())
	defer m.Close()
	crowd := people.New(1)
	old, kept := persons(crowd, 40), persons(crowd, 40)
	require.NoError(t, m.Page(slices.Concat(old, kept), directory.Filling{Generation: 1}))
	require.NoError(t, m.Page(kept, directory.Filling{Generation: 2}))
	late := somebody("late", "1", "后来", "")
	require.NoError(t, m.Put(late))
	gone, err := m.Finish(directory.Filling{Generation: 2, Since: noon})
	require.NoError(t, err)
	assert.Zero(t, gone, "a reading of what changed has not seen everybody")
	gone, err = m.Finish(directory.Filling{Generation: 2, DoneAt: noon})
	require.NoError(t, err)
	assert.Equal(t, 40, gone)
	assert.Equal(t, 41, m.Len())
	assert.Equal(t, 1, m.Search("后来", 50).Total)
}

func TestASecondProgramReadsAndStoresNothing(t *testing.T) {
	dir := t.TempDir()
	m := opened(t, dir)
	defer m.Close()
	require.NoError(t, m.Put(somebody("1", "8001", "张三", "")))
	second := opened(t, dir)
	assert.True(t, second.Shared())
	require.NoError(t, second.Put(somebody("2", "8002", "李四", "")))
	assert.Equal(t, 2, second.Len())
	require.NoError(t, second.Close())
	third := opened(t, dir)
	defer third.Close()
	assert.Equal(t, 1, third.Len())
}

func TestOnlyTheOwnerOpensTheFiles(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has access lists instead of permission bits")
	}
	dir := t.TempDir()
	m := opened(t, dir)
	require.NoError(t, m.Put(persons(people.New(1), 100)...))
	require.NoError(t, m.Close())
	files, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, f := range files {
		require.NoError(t, os.Chmod(f, 0o644))
	}
	require.NoError(t, os.Chmod(filepath.Dir(files[0]), 0o755))
	m = opened(t, dir)
	defer m.Close()
	assert.Equal(t, 100, m.Len())
	for _, f := range append(files, filepath.Dir(files[0])) {
		if info, err := os.Stat(f); err == nil && filepath.Base(f) != "lock" {
			assert.Zero(t, info.Mode().Perm()&0o077, f)
		}
	}
}

// model is a mirror that is obviously right: a map, and every member ranked at
// every search.
type model map[string]*entry

type entry struct {
	m      backend.Member
	served time.Time
	seen   uint64
}

func (x model) put(m backend.Member, generation uint64) {
	old := x[m.ID]
	switch {
	case old == nil:
		x[m.ID] = &entry{m: m, seen: generation}
	case old.m.ReadAt.After(m.ReadAt):
		old.seen = max(old.seen, generation)
	default:
		old.m, old.seen = m, generation
	}
}

func (x model) search(typed string) (all []backend.Member, exact int) {
	type ranked struct {
		*entry
		class  match.Class
		number string
	}
	var found []ranked
	for _, e := range x {
		number := reading.Number(e.m.Number.String())
		row := match.Row{Number: []byte(number), Phone: []byte(reading.Phone(e.m.Phone.String())), Name: []byte(reading.Name(e.m.Name.String()))}
		if c := match.Parse(typed).Class(row); c != match.None {
			found = append(found, ranked{e, c, number})
			if c <= match.Phone {
				exact++
			}
		}
	}
	slices.SortFunc(found, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.class, b.class), b.served.Compare(a.served), cmp.Compare(a.number, b.number), cmp.Compare(a.m.ID, b.m.ID))
	})
	for _, f := range found {
		all = append(all, f.m)
	}
	return all, exact
}

// classes of queries, as people type them.
func typed(p people.Person, n int) string {
	name, number, phone := []rune(p.Name), p.Number, p.Phone+"00000"
	han := name[0] > 0x3000
	letters := "wang"
	if set := reading.Of([]rune(reading.Name(p.Name))[0]); set != 0 {
		letters = set.At(n % set.Len()).String()
	}
	switch n % 20 {
	case 0:
		return number
	case 1:
		return p.Phone
	case 2:
		return number[len(number)-4:]
	case 3:
		return phone[len(phone)-4:]
	case 4:
		return number[:3]
	case 5:
		return phone[2:5]
	case 6:
		return string(name[:1])
	case 7:
		return string(name[:2])
	case 8:
		return string(name[1:])
	case 9:
		return letters
	case 10:
		return letters[:1]
	case 11:
		return letters[:1] + "w"
	case 12:
		return letters + "w"
	case 13:
		return letters[:1] + phone[len(phone)-3:]
	case 14:
		if han {
			return string(name[:1]) + " " + number[:2]
		}
		return string(name[len(name)-3:]) + " " + string(name[:4])
	case 15:
		return string(number[len(number)-1])
	case 16:
		return number[1:]
	case 17:
		return number[:2] + " " + letters[:1]
	case 18:
		return p.Name
	}
	return letters + "ming"
}

func agree(t require.TestingT, m *directory.Mirror, x model, query string) {
	want, exact := x.search(query)
	got := m.Search(query, 50)
	require.Equal(t, ids(want[:min(len(want), 50)]), ids(found(got)), "%q", query)
	for i, h := range got.Hits {
		require.Equal(t, want[i], h.Member, "%q", query)
		require.Equal(t, i < exact, h.Exact, "%q", query)
	}
	if got.More {
		require.Less(t, got.Total, len(want), "%q", query)
		require.GreaterOrEqual(t, got.Total, len(got.Hits), "%q", query)
	} else {
		require.Equal(t, len(want), got.Total, "%q", query)
	}
}

func found(a directory.Answer) (all []backend.Member) {
	for _, h := range a.Hits {
		all = append(all, h.Member)
	}
	return all
}

func TestTheMirrorAnswersAsAMapDoes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "")
		require.NoError(rt, err)
		m, x := opened(rt, dir), model{}
		defer func() { m.Close() }()
		crowd := people.New(rapid.Uint64().Draw(rt, "seed"))
		var known []people.Person
		generation := uint64(0)
		one := func() people.Person { return known[rapid.IntRange(0, len(known)-1).Draw(rt, "who")] }
		rt.Repeat(map[string]func(*rapid.T){
			"page": func(rt *rapid.T) {
				generation += rapid.Uint64Range(0, 1).Draw(rt, "generation")
				var members []backend.Member
				for range rapid.IntRange(1, 30).Draw(rt, "members") {
					p := crowd.Next()
					if len(known) > 3 && rapid.Bool().Draw(rt, "again") {
						p.ID = one().ID
					}
					known = append(known, p)
					members = append(members, person(p))
					x.put(person(p), generation)
				}
				require.NoError(rt, m.Page(members, directory.Filling{Generation: generation, Members: len(x)}))
			},
			"put": func(rt *rapid.T) {
				if len(known) == 0 {
					rt.Skip("nobody")
				}
				p := person(one())
				p.Name = safe.Line(p.Name.String() + "新")
				p.ReadAt = noon.Add(time.Duration(rapid.IntRange(-3, 3).Draw(rt, "minutes")) * time.Minute)
				x.put(p, generation)
				require.NoError(rt, m.Put(p))
			},
			"served": func(rt *rapid.T) {
				if len(known) == 0 {
					rt.Skip("nobody")
				}
				id, at := one().ID, noon.Add(time.Duration(rapid.IntRange(0, 90).Draw(rt, "minutes"))*time.Minute)
				if e := x[id]; e != nil && e.served.Before(at) {
					e.served = at
				}
				require.NoError(rt, m.Served(id, at))
			},
			"gone": func(rt *rapid.T) {
				if len(known) == 0 {
					rt.Skip("nobody")
				}
				id := one().ID
				if e := x[id]; e != nil && !e.m.ReadAt.After(noon) {
					delete(x, id)
				}
				require.NoError(rt, m.Gone(id, noon))
			},
			"finish": func(rt *rapid.T) {
				before := len(x)
				for id, e := range x {
					if e.seen != generation {
						delete(x, id)
					}
				}
				gone, err := m.Finish(directory.Filling{Generation: generation, DoneAt: noon})
				require.NoError(rt, err)
				require.Equal(rt, before-len(x), gone)
			},
			"tidy": func(rt *rapid.T) { require.NoError(rt, m.Tidy()) },
			"reopen": func(rt *rapid.T) {
				require.NoError(rt, m.Close())
				m = opened(rt, dir)
				require.False(rt, m.Damaged())
			},
			"": func(rt *rapid.T) {
				require.Equal(rt, len(x), m.Len())
				if len(known) > 0 {
					for n := range 8 {
						agree(rt, m, x, typed(known[(n*7)%len(known)], n+len(known)))
					}
				}
				recent := m.Recent(3)
				for i, r := range recent {
					require.False(rt, x[r.ID].served.IsZero(), fmt.Sprint(i))
				}
			},
		})
	})
}

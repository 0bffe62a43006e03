package segment_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"guitai/backend/directory/match"
	"guitai/backend/directory/people"
	"guitai/backend/directory/reading"
	"guitai/backend/directory/segment"
)

func alive(int) bool { return false }

// built writes rows to a file and opens it.
func built(t require.TestingT, dir string, rows []segment.Row) *segment.File {
	slices.SortFunc(rows, segment.Compare)
	path := filepath.Join(dir, "rows")
	require.NoError(t, segment.Build(path, rows))
	return openFile(t, path)
}

func openFile(t require.TestingT, path string) *segment.File {
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	x, err := segment.Open(f)
	require.NoError(t, err)
	return x
}

func crowd(seed uint64, n int) (rows []segment.Row, all []people.Person) {
	c := people.New(seed)
	for i := range n {
		p := c.Next()
		r := segment.Record{ID: p.ID, Number: p.Number, Name: p.Name, Phone: p.Phone, Level: p.Level, ReadAt: 1}
		if i%97 == 0 {
			r.Served = int64(1_700_000_000_000 + i*7919%1000)
		}
		rows, all = append(rows, segment.Encode(r)), append(all, p)
	}
	return rows, all
}

// scan is the answer by looking at every row.
func scan(rows []segment.Row, typed string, dead func(int) bool) (found []segment.Found) {
	q := match.Parse(typed)
	for i, row := range rows {
		if c := q.Class(row.Text()); c != match.None && !dead(i) {
			found = append(found, segment.Found{Class: c, Row: row})
		}
	}
	slices.SortStableFunc(found, func(a, b segment.Found) int { return int(a.Class) - int(b.Class) })
	return found
}

func agree(t require.TestingT, f *segment.File, rows []segment.Row, typed string, dead func(int) bool) {
	want := scan(rows, typed, dead)
	hits, total, more := f.Search(match.Parse(typed), dead, 50)
	require.Equal(t, len(want[:min(len(want), 50)]), len(hits), "%q", typed)
	for i := range hits {
		require.Equal(t, want[i], hits[i], "%q: hit %d: %s", typed, i, want[i].Row)
	}
	require.Equal(t, len(want) > 50, more, "%q", typed)
	require.Equal(t, len(hits), total, "%q", typed)
	require.Equal(t, len(want), f.Count(match.Parse(typed), dead), "%q", typed)
}

func TestARecordComesBackAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(0, 60, 200)
		r := segment.Record{ID: text.Draw(t, "id"), Number: text.Draw(t, "number"), Name: text.Draw(t, "name"), Phone: text.Draw(t, "phone"), Level: text.Draw(t, "level"),
			Status: rapid.Byte().Draw(t, "status"), StatusText: text.Draw(t, "word"), ReadAt: rapid.Int64().Draw(t, "read"), Served: rapid.Int64Range(0, 1<<47).Draw(t, "served"),
			Generation: rapid.Uint64().Draw(t, "generation")}
		if rapid.Bool().Draw(t, "same") {
			r.Number = reading.Number(r.Number)
			r.ID = r.Number
		}
		row := segment.Encode(r)
		require.Equal(t, r, row.Record())
		require.Equal(t, r.ID, string(row.ID()))
		readAt, generation := row.Stamp()
		require.Equal(t, []any{r.ReadAt, r.Generation, r.Served}, []any{readAt, generation, row.Served()})
		require.Equal(t, reading.Name(r.Name), string(row.Text().Name))
	})
}

func TestTheIndexAnswersAsAScanDoes(t *testing.T) {
	rows, all := crowd(3, 10_000)
	f := built(t, t.TempDir(), rows)
	for i, row := range rows {
		require.Equal(t, row, f.Row(i))
		at, ok := f.Find(row.ID())
		require.True(t, ok)
		require.Equal(t, i, at)
	}
	_, ok := f.Find([]byte("nobody"))
	assert.False(t, ok)
	buried := func(i int) bool { return i%3 == 0 }
	for i := range 20 * 4 {
		p := all[i*131%len(all)]
		for _, typed := range queries(p, i) {
			agree(t, f, rows, typed, alive)
			agree(t, f, rows, typed, buried)
		}
	}
}

// queries are what a person is looked for by, each as far as it was typed.
func queries(p people.Person, n int) (all []string) {
	name := []rune(p.Name)
	spoken := ""
	var letters []byte
	for i, r := range []rune(reading.Name(p.Name)) {
		if set := reading.Of(r); set != 0 {
			s := set.At((n + i) % set.Len()).String()
			spoken += s
			letters = append(letters, s[0])
		}
	}
	whole := []string{p.Number, p.Phone, p.Name, string(name[1:]), spoken, string(letters), string(letters) + p.Number[len(p.Number)-3:],
		string(name[0]) + p.Number, string(name[0]) + " " + p.Phone, p.Number[2:], p.Number[len(p.Number)-3:], spoken + " " + p.Number[:2], "wong ka", "chan 6", "o", "li", "ou"}
	text := whole[n%len(whole)]
	for i := range text {
		all = append(all, text[:i])
	}
	return append(all, text)
}

func TestTheIndexAnswersAsAScanDoesForOddRows(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var rows []segment.Row
		n := rapid.IntRange(0, 60).Draw(rt, "rows")
		if rapid.IntRange(0, 9).Draw(rt, "many") == 0 {
			n *= 10
		}
		number, phone := rapid.StringMatching(`[vw]{0,2}[0-3]{0,6}[ab1张]?`), rapid.StringMatching(`[1-3]{0,9}`)
		name := rapid.StringMatching(`([张章曾重庆单区歐乐0吕安]{0,4}|(([a-cz]{1,3}|[zw1陈Я]) ?){1,3})`)
		for i := range n {
			rows = append(rows, segment.Encode(segment.Record{ID: string(rune('a' + i)), Number: number.Draw(rt, "number"), Phone: phone.Draw(rt, "phone"), Name: name.Draw(rt, "name"),
				Served: rapid.Int64Range(0, 2).Draw(rt, "served")}))
		}
		f := built(rt, t.TempDir(), rows)
		query := rapid.OneOf(number, phone, name, rapid.StringMatching(`[0-3]{1,4}`), rapid.StringMatching(`[a-czw]{1,4}`),
			rapid.StringMatching(`(zhang|zeng|chong|qing|tong|shan|ou|le|yue|lv|lyu|an|q|c|z|zh|xian){1,4}`), rapid.StringMatching(`[zcvw]{1,2}[0-3]{1,3}`),
			rapid.StringMatching(`([张z1] ?){1,3}`))
		for range 10 {
			agree(rt, f, rows, query.Draw(rt, "typed"), alive)
		}
	})
}

package segment_test

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"guitai/backend/directory/match"
	"guitai/backend/directory/segment"
)

// Whatever a file holds, looking into it ends and ends well. The input is edits
// of a good file, four bytes of place and one of value each.
func FuzzAFileOfAnyBytes(f *testing.F) {
	rows, _ := crowd(1, 300)
	slices.SortFunc(rows, segment.Compare)
	path := filepath.Join(f.TempDir(), "rows")
	if err := segment.Build(path, rows); err != nil {
		f.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte{}, true)
	f.Add([]byte{0, 0, 0, 20, 1, 0, 0, 50, 0, 255}, true)
	f.Add([]byte{0, 0, 80, 0, 255, 0, 0, 120, 1, 255, 0, 0, 150, 2, 255}, true)
	f.Fuzz(func(t *testing.T, edits []byte, sealed bool) {
		data := slices.Clone(good)
		for ; len(edits) >= 5; edits = edits[5:] {
			data[int(binary.BigEndian.Uint32(edits))%len(data)] = edits[4]
		}
		if sealed {
			segment.Seal(data)
		}
		x, err := segment.Parse(data)
		if err != nil {
			return
		}
		for i := range min(x.Len(), 500) {
			row := x.Row(i)
			row.Record()
			row.Stamp()
			row.Served()
			x.Find(row.ID())
		}
		for _, typed := range []string{"1", "138", "8000", "张", "张伟", "zhang", "zhangw", "w 1", "ws1234", "chan tai", "欧阳"} {
			x.Search(match.Parse(typed), alive, 50)
			x.Count(match.Parse(typed), alive)
		}
	})
}

func TestAnyOneByteMayBeWrong(t *testing.T) {
	rows, _ := crowd(2, 40)
	dir := t.TempDir()
	built(t, dir, rows)
	good, err := os.ReadFile(filepath.Join(dir, "rows"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range good {
		data := slices.Clone(good)
		data[i] ^= byte(i*37 | 1)
		segment.Seal(data)
		x, err := segment.Parse(data)
		if err != nil {
			continue
		}
		for n := range x.Len() {
			x.Row(n).Record()
		}
		for _, typed := range []string{"1", "13", "8000", "张", "zh", "li w"} {
			x.Search(match.Parse(typed), alive, 50)
		}
	}
}

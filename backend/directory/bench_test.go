package directory_test

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"guitai/backend/directory"
	"guitai/backend/directory/people"
	"guitai/backend/directory/reading"
)

// million is the size of the largest account.
const million = 1_000_000

// shop is a folder with a mirror of a million members, kept from run to run.
func shop(b *testing.B) (dir string, crowd []people.Person) {
	b.Helper()
	dir = filepath.Join(os.TempDir(), "guitai-bench-million-1")
	c := people.New(1)
	for range million {
		crowd = append(crowd, c.Next())
	}
	if _, err := os.Stat(filepath.Join(dir, "done")); err == nil {
		return dir, crowd
	}
	require.NoError(b, os.RemoveAll(dir))
	require.NoError(b, os.Mkdir(dir, 0o700))
	m, err := directory.Open(dir, "shop", directory.Options{Now: func() time.Time { return noon }, Rows: 2 * million})
	require.NoError(b, err)
	for page := range slices.Chunk(crowd, 10_000) {
		require.NoError(b, m.Page(membersOf(page), directory.Filling{Generation: 1}))
	}
	require.NoError(b, m.Tidy())
	for _, p := range crowd[:200] {
		require.NoError(b, m.Served(p.ID, noon))
	}
	require.NoError(b, m.Tidy())
	require.NoError(b, m.Close())
	require.NoError(b, os.WriteFile(filepath.Join(dir, "done"), nil, 0o600))
	return dir, crowd
}

func openShop(b *testing.B, dir string) *directory.Mirror {
	b.Helper()
	m, err := directory.Open(dir, "shop", directory.Options{Now: func() time.Time { return noon }})
	require.NoError(b, err)
	require.Equal(b, million, m.Len())
	return m
}

// spoken is the name by the first reading of each character, and its initials.
func spoken(name string) (whole, initials string) {
	for _, r := range reading.Name(name) {
		if set := reading.Of(r); set.Len() > 0 {
			whole += set.At(0).String()
			initials += whole[len(whole)-len(set.At(0).String()):][:1]
		}
	}
	return whole, initials
}

// keystrokes are queries of fifteen classes after every key, for some members.
func keystrokes(crowd []people.Person, members int) (all map[string][]string) {
	all = map[string][]string{}
	for i := range members {
		p := crowd[i*(len(crowd)/members)]
		name, whole, initials := []rune(p.Name), "", ""
		if whole, initials = spoken(p.Name); whole == "" {
			whole, initials = "chenxiaoming", "cxm"
		}
		phone := cmp.Or(reading.Phone(p.Phone), "66123456")
		for class, text := range map[string]string{
			"card": p.Number, "phone": p.Phone, "end of the card": p.Number[len(p.Number)-4:], "end of the phone": phone[len(phone)-4:],
			"middle of the phone": phone[2:6], "surname": string(name[:1]), "name": p.Name, "given name": string(name[1:]),
			"initials": initials, "pinyin": whole, "pinyin of the given name": whole[len(whole)/2:], "initials and digits": initials + phone[len(phone)-4:],
			"surname and digits": string(name[:1]) + " " + p.Number[:4], "Latin name": "chan tai man", "nobody": "zzz" + phone,
		} {
			runes := []rune(text)
			for n := range runes {
				all[class] = append(all[class], string(runes[:n+1]))
			}
		}
	}
	return all
}

// foldedText is what a scan has to read to answer the same queries: number,
// phone, name, and how the name is read.
func foldedText(crowd []people.Person) []byte {
	var text bytes.Buffer
	for _, p := range crowd {
		whole, initials := spoken(p.Name)
		fmt.Fprintf(&text, "%s\t%s\t%s\t%s\t%s\n", reading.Number(p.Number), reading.Phone(p.Phone), reading.Name(p.Name), whole, initials)
	}
	return text.Bytes()
}

// pass is the time of one pass over a text, the median of several. cold reads
// something else in between, so that the text comes from memory as it does between
// two keys of a person; hot leaves it in the processor's cache where it fits.
func pass(b *testing.B, text []byte) (cold, hot time.Duration) {
	b.Helper()
	other := make([]byte, 512<<20)
	look := func(flush bool) time.Duration {
		var all []time.Duration
		for range 7 {
			if flush {
				for i := 0; i < len(other); i += 64 {
					other[i]++
				}
			}
			begin := time.Now()
			if bytes.IndexByte(text, 0x01) >= 0 {
				b.Fatal("found what is not there")
			}
			all = append(all, time.Since(begin))
		}
		slices.Sort(all)
		return all[len(all)/2]
	}
	return look(true), look(false)
}

// medianOf is the middle of five, since other programs take the processor away.
func medianOf(do func()) time.Duration {
	var all [5]time.Duration
	for i := range all {
		begin := time.Now()
		do()
		all[i] = time.Since(begin)
	}
	slices.Sort(all[:])
	return all[2]
}

func at(all []time.Duration, percent int) time.Duration { return all[(len(all)-1)*percent/100] }

func micro(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }

// BenchmarkKey is a key's search among a million members, against one pass over
// the folded text by one core in the same run.
func BenchmarkKey(b *testing.B) {
	dir, crowd := shop(b)
	text := foldedText(crowd)
	m := openShop(b, dir)
	defer m.Close()
	queries := keystrokes(crowd, 60)
	crowd = nil
	runtime.GC()
	var all []time.Duration
	classes := map[string][]time.Duration{}
	cold, hot := pass(b, text)
	for b.Loop() {
		for class, typed := range queries {
			for _, t := range typed {
				took := medianOf(func() { m.Search(t, 50) })
				all, classes[class] = append(all, took), append(classes[class], took)
			}
		}
	}
	for class, took := range classes {
		slices.Sort(took)
		if testing.Verbose() {
			fmt.Printf("%-26s p50 %8.1f µs  p99 %8.1f µs\n", class, micro(at(took, 50)), micro(at(took, 99)))
		}
	}
	slices.Sort(all)
	p50, p99 := at(all, 50), at(all, 99)
	b.ReportMetric(micro(p50), "p50-µs")
	b.ReportMetric(micro(p99), "p99-µs")
	b.ReportMetric(micro(cold), "pass-µs")
	b.ReportMetric(micro(hot), "cached-pass-µs")
	b.ReportMetric(float64(len(text))/million, "text-B/member")
	b.ReportMetric(float64(cold)/float64(p50), "pass/p50")
	b.ReportMetric(float64(cold)/float64(p99), "pass/p99")
}

package sshd

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// piece is something that arrives after a silence.
type piece struct {
	after time.Duration
	text  string
}

// tape plays pieces, moving the clock, and counts what was thrown away.
type tape struct {
	pieces  []piece
	now     time.Time
	waited  time.Duration
	dropped int
	seen    func() // called at each read
}

func (t *tape) Read(p []byte) (int, error) {
	if t.seen != nil {
		t.seen()
	}
	if len(t.pieces) == 0 {
		return 0, io.EOF
	}
	next := &t.pieces[0]
	t.now = t.now.Add(next.after)
	next.after = 0
	n := copy(p, next.text)
	if next.text = next.text[n:]; next.text == "" {
		t.pieces = t.pieces[1:]
	}
	return n, nil
}

func (t *tape) input() *input {
	t.now = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	in := newInput(t, func() time.Time { return t.now }, func(n int) { t.dropped += n })
	in.wait = func(d time.Duration) { t.waited += d; t.now = t.now.Add(d) }
	return in
}

func play(t require.TestingT, pieces ...piece) (string, *tape) {
	tp := &tape{pieces: pieces}
	var out bytes.Buffer
	_, err := io.CopyBuffer(struct{ io.Writer }{&out}, struct{ io.Reader }{tp.input()}, make([]byte, 128<<10))
	require.NoError(t, err)
	return out.String(), tp
}

func paste(text string) string { return pasteStart + text + pasteEnd }

func TestWhatIsHandedOn(t *testing.T) {
	long := strings.Repeat("长", 4<<10)
	full := strings.Repeat("x", maxPaste)
	for name, c := range map[string]struct {
		in   []piece
		want string
	}{
		"keys":                      {[]piece{{0, "abc\r"}, {1, "\x1b"}, {1, "\x1b[A"}, {1, "收\x1b[5~"}}, "abc\r\x1b\x1b[A收\x1b[5~"},
		"a paste":                   {[]piece{{0, "a" + paste("13800138000") + "b"}}, "a" + paste("13800138000") + "b"},
		"the longest paste":         {[]piece{{0, paste(full)}}, paste(full)},
		"one byte longer":           {[]piece{{0, "a" + paste(full+"x") + "b"}}, "ab"},
		"a long paste":              {[]piece{{0, "a"}, {1, paste(long)}, {1, "b"}}, "ab"},
		"two pastes":                {[]piece{{0, paste("1") + paste(long) + paste("2")}}, paste("1") + paste("2")},
		"a mark in two pieces":      {[]piece{{0, "\x1b[20"}, {1, "0~one\x1b[201~"}}, "\x1b[20" + paste("one")},
		"the end in pieces":         {[]piece{{0, pasteStart + "one\x1b"}, {1, "[2"}, {1, "01"}, {1, "~k"}}, paste("one") + "k"},
		"an ESC inside a paste":     {[]piece{{0, paste("a\x1b\x1b[200~b")}}, paste("a\x1b\x1b[200~b")},
		"a paste without an end":    {[]piece{{0, pasteStart + "abc"}, {time.Minute, "key"}}, "key"},
		"a slow paste":              {[]piece{{0, pasteStart + "abc"}, {2 * time.Second, "def" + pasteEnd}}, paste("abcdef")},
		"an end without a paste":    {[]piece{{0, "a" + pasteEnd + "b"}}, "a" + pasteEnd + "b"},
		"a thousand scans at once":  {[]piece{{0, strings.Repeat("6901234567892\r", 1000)}}, strings.Repeat("6901234567892\r", 1000)},
		"ESC, then a mark":          {[]piece{{0, "\x1b" + paste("x")}}, "\x1b" + paste("x")},
		"half a mark, then a paste": {[]piece{{0, "\x1b[200" + paste("x")}}, "\x1b[200" + paste("x")},
	} {
		got, _ := play(t, c.in...)
		require.Equal(t, c.want, got, name)
	}
}

func TestAPasteOf64MiBIsDroppedAndHoldsNothing(t *testing.T) {
	tp := &tape{pieces: []piece{{0, pasteStart}}}
	for range 64 {
		tp.pieces = append(tp.pieces, piece{0, strings.Repeat("x", 1<<20)})
	}
	tp.pieces = append(tp.pieces, piece{0, pasteEnd + "key"})
	in := tp.input()
	b, most := make([]byte, 1024), 0
	tp.seen = func() { most = max(most, cap(in.held)+cap(in.ready)+cap(in.spare)) }
	got := ""
	for {
		n, err := in.Read(b)
		got += string(b[:n])
		if err != nil {
			break
		}
	}
	require.Equal(t, "key", got)
	require.Equal(t, 64<<20, tp.dropped)
	require.LessOrEqual(t, most, 32<<10)
	require.InDelta(t, 16, tp.waited.Seconds(), 1, "and whoever sends it waits")
}

func TestAFloodIsDroppedToItsEnd(t *testing.T) {
	flood := strings.Repeat("\x1b[B0123456789", 100_000)
	got, tp := play(t, piece{0, flood}, piece{floodPause - 1, "tail"}, piece{floodPause, "key"})
	require.LessOrEqual(t, len(got), typedBudget+1024+len("key"))
	require.True(t, strings.HasSuffix(got, "key"))
	require.False(t, strings.Contains(got, "tail"), "what belongs to the flood is no key")
	require.Equal(t, len(flood)+len("tailkey")-len(got), tp.dropped)
}

func TestTheBudgetComesBack(t *testing.T) {
	var pieces []piece
	for range 10 {
		pieces = append(pieces, piece{time.Second, strings.Repeat("x", typedBudget)})
	}
	got, tp := play(t, pieces...)
	require.Len(t, got, 10*typedBudget)
	require.Zero(t, tp.dropped)
}

func TestTheLastKey(t *testing.T) {
	tp := &tape{pieces: []piece{{time.Minute, "a"}, {time.Minute, pasteStart + strings.Repeat("x", 5000)}, {time.Second, pasteEnd}, {time.Minute, "\x1b"}}}
	in := tp.input()
	began := tp.now
	require.Equal(t, began, in.lastTyped().UTC(), "sitting down counts")
	b := make([]byte, 10000)
	_, err := in.Read(b)
	require.NoError(t, err)
	require.Equal(t, began.Add(time.Minute), in.lastTyped().UTC())
	_, err = in.Read(b)
	require.NoError(t, err)
	require.Equal(t, began.Add(3*time.Minute+time.Second), in.lastTyped().UTC(), "what was dropped was no key")
}

// However the bytes are cut, the same is handed on. The beginning of a mark that
// was cut is handed on too, because it may be the key Esc, so here none is cut.
func TestHowBytesAreCutDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := []string{"a", "收", "\x1b", "\x1b[A", pasteStart, pasteEnd, "\x1b[20", "0~", strings.Repeat("y", 3000), "\r"}
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 30).Draw(t, "text"), "")
		var pieces []piece
		for rest := text; rest != ""; {
			n := rapid.IntRange(1, min(len(rest), 900)).Draw(t, "cut")
			if i := strings.Index(rest[max(0, n-len(pasteStart)+1):], pasteStart); i >= 0 && i < len(pasteStart)-1 && n > i {
				n = min(len(rest), max(0, n-len(pasteStart)+1)+i+len(pasteStart))
			}
			pieces = append(pieces, piece{0, rest[:n]})
			rest = rest[n:]
		}
		whole, _ := play(t, piece{0, text})
		cut, _ := play(t, pieces...)
		if len(whole) < typedBudget {
			require.Equal(t, whole, cut)
		}
	})
}

func FuzzInput(f *testing.F) {
	f.Add([]byte(paste("13800138000")+"\x1b[A"), uint16(3))
	f.Add([]byte(pasteStart+strings.Repeat("x", 5000)), uint16(1000))
	f.Fuzz(func(t *testing.T, b []byte, cut uint16) {
		var pieces []piece
		for rest := string(b); rest != ""; {
			n := min(len(rest), int(cut)+1)
			pieces = append(pieces, piece{0, rest[:n]})
			rest = rest[n:]
		}
		got, _ := play(t, pieces...)
		require.LessOrEqual(t, len(got), 2*len(b)+len(pasteStart)*(len(pieces)+1))
		if !bytes.Contains(b, []byte(pasteStart)) {
			require.Equal(t, string(b), got)
		}
	})
}

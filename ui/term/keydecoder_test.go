package term

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// typed decodes the given reads and gives up waiting at the end.
func typed(reads ...string) []string {
	var d keyDecoder
	var names []string
	for _, read := range reads {
		names = append(names, describe(d.feed([]byte(read)))...)
	}
	return append(names, describe(d.flush())...)
}

func describe(msgs []tea.Msg) (names []string) {
	for _, msg := range msgs {
		names = append(names, describeOne(msg))
	}
	return names
}

func describeOne(msg tea.Msg) string {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		return msg.String()
	case tea.MouseMsg:
		return fmt.Sprintf("%v at %d,%d", msg, msg.X, msg.Y)
	}
	return fmt.Sprintf("%T", msg)
}

// keySequences are what terminals send for keys, in all the spellings that
// mean a key here.
func keySequences() []string {
	var all []string
	for m := 2; m <= 8; m++ {
		for _, final := range "ABCDHF" {
			all = append(all, fmt.Sprintf("\x1b[1;%d%c", m, final))
		}
	}
	for _, final := range "ABCDHFZ" {
		all = append(all, "\x1b["+string(final))
	}
	for _, n := range []int{1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24, 25, 26, 28, 29, 31, 32, 33, 34} {
		all = append(all, fmt.Sprintf("\x1b[%d~", n))
	}
	for _, n := range []int{5, 6, 15, 17, 18, 19, 20, 21, 23, 24, 25, 26, 28, 29} {
		all = append(all, fmt.Sprintf("\x1b[%d;3~", n))
	}
	return append(all, strings.Fields(strings.ReplaceAll(
		"^[[5;5~ ^[[6;5~ ^[[5;7~ ^[[6;7~ ^[[15;2~ ^[[17;2~ ^[[18;2~ ^[[19;2~ ^[[1;2P ^[[1;2Q ^[[1;2S ^[[1;3P ^[[1;3Q ^[[1;3S "+
			"^[[5^ ^[[6^ ^[[7^ ^[[8^ ^[[7$ ^[[8$ ^[[7@ ^[[8@ ^[[a ^[[b ^[[c ^[[d "+
			"^[OA ^[OB ^[OC ^[OD ^[OP ^[OQ ^[OR ^[OS ^[[[A ^[[[B ^[[[C ^[[[D ^[[[E "+
			"^[^[[A ^[^[OP ^[^[[5~ ^[x ^[张 ^[\r ^[\x7f ^[( a 张三 1234 \x01 \x03 \r \t \n \x7f \x00 \x1f",
		"^[", "\x1b"))...)
}

// bubbleTeaSays is what Bubble Tea's own parser makes of a complete read.
func bubbleTeaSays(t *testing.T, read string) (names []string) {
	in, keyboard := io.Pipe()
	got := make(chan tea.Msg, 8)
	ctx, cancel := context.WithCancel(t.Context())
	p := tea.NewProgram(recorder{got}, tea.WithInput(in), tea.WithOutput(io.Discard), tea.WithoutRenderer(),
		tea.WithoutSignalHandler(), tea.WithContext(ctx))
	finished := make(chan struct{})
	go func() { defer close(finished); _, _ = p.Run() }()
	_, _ = keyboard.Write([]byte(read))
	// A second read that is known tells that the first has been decoded.
	_, _ = keyboard.Write([]byte("\x1b[200~end\x1b[201~"))
	for msg := range got {
		if key, ok := msg.(tea.KeyMsg); ok && key.Paste {
			break
		}
		names = append(names, describeOne(msg))
	}
	cancel()
	_ = keyboard.Close()
	<-finished
	return names
}

type recorder struct{ got chan<- tea.Msg }

func (r recorder) Init() tea.Cmd { return nil }
func (r recorder) View() string  { return "" }
func (r recorder) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	r.got <- msg
	return r, nil
}

func TestKeysAreWhatBubbleTeaCallsThem(t *testing.T) {
	for _, sequence := range keySequences() {
		assert.Equal(t, bubbleTeaSays(t, sequence), typed(sequence), "%q", sequence)
	}
}

func TestMouseReportsAreWhatBubbleTeaCallsThem(t *testing.T) {
	for _, report := range []string{
		"\x1b[<0;1;1M", "\x1b[<0;12;7m", "\x1b[<2;3;4M", "\x1b[<64;9;9M", "\x1b[<65;9;9M", "\x1b[<20;200;90M",
		"\x1b[<35;5;5M", "\x1b[<32;5;5M", "\x1b[<3;5;5M", "\x1b[<128;5;5M", "\x1b[M !!", "\x1b[M#%%", "\x1b[M`AA",
	} {
		assert.Equal(t, bubbleTeaSays(t, report), typed(report), "%q", report)
	}
}

func TestKeysAndCharactersMayArriveInPieces(t *testing.T) {
	sequences := append(keySequences(), "会员卡", "é", "👨\u200d👩", "\x1b[<0;10;20M", "\x1b[M !!",
		"\x1b[200~粘贴 两行\r\nEnter\x1b[201~", "\x1b]11;rgb:1111/2222/3333\x1b\\", "\x1b[24;80R")
	for _, sequence := range sequences {
		whole := typed(sequence)
		for i := 1; i < len(sequence); i++ {
			if utf8.ValidString(sequence[:i]) && sequence[0] != 0x1b {
				continue // two characters may come as two keys
			}
			assert.Equal(t, strings.Join(whole, ""), strings.Join(typed(sequence[:i], sequence[i:]), ""), "%q", sequence)
		}
		var bytes []string
		for _, b := range []byte(sequence) {
			bytes = append(bytes, string([]byte{b}))
		}
		assert.Equal(t, strings.Join(whole, ""), strings.Join(typed(bytes...), ""), "%q byte by byte", sequence)
	}
}

func TestWhatIsTypedDoesNotDependOnTheReads(t *testing.T) {
	atoms := append(keySequences(), "会员", " ", "12", "+", "\x1b[200~a\x1b[20\x1b[201~", "\x1b]0;x\x07", "\x1b[?62;4c", "\xff", "\x1bO")
	rapid.Check(t, func(t *rapid.T) {
		stream := strings.Join(rapid.SliceOfN(rapid.SampledFrom(atoms), 1, 12).Draw(t, "stream"), "")
		want := strings.Join(typed(stream), "")
		var reads []string
		for rest := stream; rest != ""; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "read")
			reads, rest = append(reads, rest[:n]), rest[n:]
		}
		assert.Equal(t, want, strings.Join(typed(reads...), ""))
	})
}

func TestTerminalsAnswersAreNotTyped(t *testing.T) {
	for _, answer := range []string{
		"\x1b[?1;2c", "\x1b[>41;354;0c", "\x1b[0n", "\x1b[24;80R", "\x1b[1;1R", "\x1b[?24;80R", "\x1b[?2026;2$y", "\x1b[4;1$y",
		"\x1b[8;40;120t", "\x1b[?0u", "\x1b[I", "\x1b[O", "\x1b[201~", "\x1b[27;5;13~",
		"\x1b]11;rgb:1111/2222/3333\x07", "\x1b]10;rgb:ff/ff/ff\x1b\\", "\x1bP1+r544e=787465\x1b\\", "\x1bP>|XTerm(390)\x1b\\", "\x1b_Gi=1;OK\x1b\\",
	} {
		assert.Empty(t, typed(answer), "%q", answer)
		assert.Equal(t, []string{"8", "8"}, typed("8", answer+"8"), "%q between keys", answer)
	}
}

func TestF10WithAModifierIsNotF10(t *testing.T) {
	for m := 2; m <= 16; m++ {
		assert.NotContains(t, typed(fmt.Sprintf("\x1b[21;%d~", m)), "f10")
	}
	assert.Equal(t, []string{"f10"}, typed("\x1b[21~"))
}

func TestAKeypadInApplicationModeTypesWhatIsPrintedOnIt(t *testing.T) {
	assert.Equal(t, []string{"8", "8", ".", "5", "+", "enter"}, typed("\x1bOx\x1bOx\x1bOn\x1bOu\x1bOk\x1bOM"))
}

func TestEscapeAlone(t *testing.T) {
	assert.Equal(t, []string{"esc"}, typed("\x1b"))
	assert.Equal(t, []string{"esc", "esc"}, typed("\x1b", "\x1b"))
	assert.Equal(t, []string{"esc", "esc", "esc"}, typed("\x1b\x1b\x1b"))
	assert.Equal(t, []string{"esc", "alt+1"}, typed("\x1b\x1b1"))
	assert.Equal(t, []string{"alt+["}, typed("\x1b["))
	assert.Empty(t, typed("\x1b[1;"), "the beginning of a sequence is nothing by itself")
	assert.Empty(t, typed("\xe5\xbc"), "nor is half a character")
}

func TestTypedTextComesInRunsOfBoundedLength(t *testing.T) {
	var d keyDecoder
	text := strings.Repeat("会员", 400)
	var joined strings.Builder
	for _, msg := range d.feed([]byte(text)) {
		run := string(msg.(tea.KeyMsg).Runes)
		require.LessOrEqual(t, len(run), maxRun)
		joined.WriteString(run)
	}
	assert.Equal(t, text, joined.String())
}

func TestAScanIsOneRunAndEnter(t *testing.T) {
	assert.Equal(t, []string{"690123456789", "enter"}, typed("690123456789\r"))
	assert.Equal(t, []string{"张", " ", "8000"}, typed("张 8000"))
}

func TestPastesAreOneKeyAndBounded(t *testing.T) {
	assert.Equal(t, []string{"[卡号\n12\t3]", "x"}, typed("\x1b[200~卡号\r\n12\t3\x00\x1b\u009b\x1b[201~x"))
	assert.Equal(t, []string{"enter"}, typed("\x1b[200~\x1b[201~\r"), "an empty paste is nothing")
	assert.Equal(t, []string{"[begun]"}, typed("\x1b[200~begun"), "a paste without an end ends with the silence")

	bomb := "\x1b[200~" + strings.Repeat("银", 1<<20) + "\x1b[201~F"
	var d keyDecoder
	var keys []tea.Msg
	for len(bomb) > 0 {
		n := min(len(bomb), chunkSize)
		keys = append(keys, d.feed([]byte(bomb[:n]))...)
		require.LessOrEqual(t, cap(d.paste)+len(d.held), 2*maxPaste)
		bomb = bomb[n:]
	}
	require.Len(t, keys, 2)
	assert.Len(t, keys[0].(tea.KeyMsg).Runes, maxPaste/len("银"))
	assert.Equal(t, "F", keys[1].(tea.KeyMsg).String())
}

func TestEndlessSequencesHoldNoMemory(t *testing.T) {
	for _, start := range []string{"\x1b[", "\x1b[?", "\x1bO", "\x1b]52;", "\x1bP", "\x1b\x1b["} {
		var d keyDecoder
		d.feed([]byte(start))
		for range 100 {
			assert.Empty(t, d.feed(bytes.Repeat([]byte("1;"), chunkSize/2)), "%q", start)
			require.LessOrEqual(t, len(d.held), 4*maxSequence)
		}
		assert.Positive(t, d.patience(), "it ends with the next silence")
		assert.Empty(t, d.flush())
		assert.Equal(t, []string{"5"}, describe(d.feed([]byte("5"))))
	}
}

func FuzzKeys(f *testing.F) {
	for _, sequence := range keySequences() {
		f.Add([]byte(sequence), uint8(1))
	}
	f.Add([]byte("\x1b[200~a\x1b[201~"), uint8(3))
	f.Fuzz(func(t *testing.T, stream []byte, size uint8) {
		var d keyDecoder
		n := int(size)%7 + 1
		for i := 0; i < len(stream); i += n {
			check(t, d.feed(append([]byte(nil), stream[i:min(i+n, len(stream))]...)))
			require.LessOrEqual(t, len(d.held), 4*maxSequence+8)
			require.LessOrEqual(t, len(d.paste), maxPaste)
		}
		check(t, d.flush())
		require.Zero(t, d.patience())
	})
}

// check holds every message to what the shell may rely on.
func check(t *testing.T, msgs []tea.Msg) {
	for _, msg := range msgs {
		key, ok := msg.(tea.KeyMsg)
		if !ok || key.Type != tea.KeyRunes {
			continue
		}
		require.NotEmpty(t, key.Runes)
		for _, r := range key.Runes {
			require.True(t, utf8.ValidRune(r))
			require.False(t, r < ' ' && !key.Paste || r == 0x7f || r >= 0x80 && r < 0xa0, "%q", r)
		}
	}
}

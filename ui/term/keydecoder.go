package term

import (
	"time"
	"unicode"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
)

const (
	// maxRun bounds the bytes of typed text handed on as one key message.
	maxRun = 255
	// maxPaste bounds the bytes of a paste; the rest is dropped.
	maxPaste = 4 << 10
	// maxSequence bounds the parameters of a control sequence. Real ones have
	// a few dozen bytes; one that is longer is read to its end and dropped.
	maxSequence = 64

	pasteEnd = "\x1b[201~"
)

// keyDecoder turns bytes into Bubble Tea's messages, wherever the reads cut
// them. It replaces Bubble Tea's own parser, which takes half a character or
// half a sequence for whole ones, turns a terminal's answers into typed text,
// and on Windows reads UTF-8 as the local code page. Keys come out as Bubble
// Tea would have named them.
type keyDecoder struct {
	held []byte // the beginning of something whose rest has not come
	out  []tea.Msg

	swallow bool // inside a terminal's answer that ends with BEL or ST
	pasting bool
	matched int // bytes of pasteEnd seen
	paste   []byte
}

// feed takes the next bytes and returns the messages they complete. The slice
// is valid until the next call.
func (d *keyDecoder) feed(b []byte) []tea.Msg {
	d.out = d.out[:0]
	if len(d.held) > 0 {
		b = append(d.held, b...)
		d.held = nil
	}
	for len(b) > 0 {
		n := d.step(b)
		if n == 0 {
			d.held = append([]byte(nil), b...)
			break
		}
		b = b[n:]
	}
	return d.out
}

// patience is how long to wait for more before flush is called; 0: for ever.
// Half a character waits for ever: whatever comes next tells what it was.
func (d *keyDecoder) patience() time.Duration {
	switch {
	case d.pasting:
		return pasteWait
	case d.swallow, len(d.held) > 0 && d.held[0] == 0x1b:
		return escapeWait
	}
	return 0
}

// flush gives up waiting: ESC alone is the key, ESC and a character are Alt
// and that character, an unfinished paste is what there is of it, and the
// beginnings of anything else are dropped.
func (d *keyDecoder) flush() []tea.Msg {
	d.out = d.out[:0]
	held := d.held
	if d.swallow {
		held = nil
	}
	d.held, d.swallow = nil, false
	switch {
	case d.pasting:
		d.endPaste()
	case len(held) == 0 || held[0] != 0x1b:
	case len(held) == 1:
		d.key(tea.Key{Type: tea.KeyEsc})
	case len(held) == 2 && held[1] == 0x1b:
		d.key(tea.Key{Type: tea.KeyEsc})
		d.key(tea.Key{Type: tea.KeyEsc})
	case len(held) == 2:
		d.key(tea.Key{Type: tea.KeyRunes, Runes: []rune{rune(held[1])}, Alt: true})
	}
	return d.out
}

func (d *keyDecoder) key(k tea.Key) { d.out = append(d.out, tea.KeyMsg(k)) }

// step decodes what b begins with and returns its length, or 0 if the rest
// must be awaited.
func (d *keyDecoder) step(b []byte) int {
	switch c := b[0]; {
	case d.pasting:
		return d.pasteBytes(b)
	case d.swallow:
		return d.swallowBytes(b)
	case c == 0x1b:
		return d.escape(b)
	case c == ' ':
		d.key(tea.Key{Type: tea.KeySpace, Runes: []rune{' '}})
		return 1
	case c < ' ' || c == 0x7f:
		d.key(tea.Key{Type: tea.KeyType(c)})
		return 1
	}
	return d.text(b)
}

// text decodes a run of ordinary characters. Bytes that are no UTF-8 and
// control characters of the second set are dropped.
func (d *keyDecoder) text(b []byte) int {
	var runes []rune
	n := 0
	for n < len(b) && b[n] > ' ' && b[n] != 0x7f {
		r, size := utf8.DecodeRune(b[n:])
		if r == utf8.RuneError && size < 2 && !utf8.FullRune(b[n:]) || n+size > maxRun {
			break
		}
		n += size
		if (r != utf8.RuneError || size > 1) && !unicode.IsControl(r) {
			runes = append(runes, r)
		}
	}
	if len(runes) > 0 {
		d.key(tea.Key{Type: tea.KeyRunes, Runes: runes})
	}
	return n
}

// escape decodes what an ESC begins.
func (d *keyDecoder) escape(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	switch c := b[1]; {
	case c == 0x1b:
		return d.doubleEscape(b)
	case c == '[':
		return d.control(b, 2, false)
	case c == 'O':
		return d.shifted(b, 2, false)
	case c == ']' || c == 'P' || c == 'X' || c == '^' || c == '_':
		if len(b) < 3 {
			return 0
		}
		d.swallow = true
		return 2
	case c == ' ':
		d.key(tea.Key{Type: tea.KeySpace, Runes: []rune{' '}, Alt: true})
		return 2
	case c < ' ' || c == 0x7f:
		d.key(tea.Key{Type: tea.KeyType(c), Alt: true})
		return 2
	}
	if !utf8.FullRune(b[1:]) {
		return 0
	}
	r, size := utf8.DecodeRune(b[1:])
	if r != utf8.RuneError && !unicode.IsControl(r) {
		d.key(tea.Key{Type: tea.KeyRunes, Runes: []rune{r}, Alt: true})
	}
	return 1 + size
}

// doubleEscape tells the key Esc, pressed twice or before something else, from
// the second ESC that some terminals write before a sequence for Alt.
func (d *keyDecoder) doubleEscape(b []byte) int {
	if len(b) < 3 {
		return 0
	}
	switch b[2] {
	case '[':
		return d.control(b, 3, true)
	case 'O':
		return d.shifted(b, 3, true)
	}
	d.key(tea.Key{Type: tea.KeyEsc})
	return 1
}

// swallowBytes passes over a terminal's answer up to its end.
func (d *keyDecoder) swallowBytes(b []byte) int {
	for i, c := range b {
		switch c {
		case 0x07, 0x18, 0x1a:
			d.swallow = false
			return i + 1
		case 0x1b:
			if i+1 == len(b) {
				return i
			}
			d.swallow = false
			if b[i+1] == '\\' {
				return i + 2
			}
			if i == 0 {
				return d.escape(b) // the answer was cut off by another sequence
			}
			return i
		}
	}
	return len(b)
}

// pasteBytes collects a paste up to its end mark. Only the mark's first byte
// is an ESC, so a mismatch can begin a new match at that byte alone.
func (d *keyDecoder) pasteBytes(b []byte) int {
	for i, c := range b {
		if c == pasteEnd[d.matched] {
			if d.matched++; d.matched == len(pasteEnd) {
				d.endPaste()
				return i + 1
			}
			continue
		}
		d.keep([]byte(pasteEnd[:d.matched])...)
		d.matched = 0
		if c == pasteEnd[0] {
			d.matched = 1
		} else {
			d.keep(c)
		}
	}
	return len(b)
}

// keep adds bytes to the paste while there is room.
func (d *keyDecoder) keep(b ...byte) {
	d.paste = append(d.paste, b[:min(len(b), maxPaste-len(d.paste))]...)
}

// endPaste hands on what was pasted as one key.
func (d *keyDecoder) endPaste() {
	runes := pastedRunes(d.paste)
	d.pasting, d.matched, d.paste = false, 0, nil
	if len(runes) > 0 {
		d.key(tea.Key{Type: tea.KeyRunes, Runes: runes, Paste: true})
	}
}

// pastedRunes makes every line end \n and leaves out what is no text: bytes
// that are no UTF-8 (the cap may have cut a character) and all controls but
// tabs.
func pastedRunes(b []byte) []rune {
	var runes []rune
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == '\r' {
			if len(b) > 1 && b[1] == '\n' {
				n++
			}
			r = '\n'
		}
		invalid := r == utf8.RuneError && n < 2
		if !invalid && (r == '\n' || r == '\t' || !unicode.IsControl(r)) {
			runes = append(runes, r)
		}
		b = b[n:]
	}
	return runes
}

package term

import "strconv"

// style is how a cell looks. Its zero value is the terminal's default. Styles
// are parsed instead of passed through, so that two spellings of one look
// compare as equal and no sequence reaches the terminal that was not made here.
type style struct {
	fg, bg colour
	attrs  attr
}

// colour is 0 for the terminal's default, else a kind in the top byte and an
// index or 24 bits of red, green and blue below.
type colour uint32

const (
	indexed colour = 1 << 24
	direct  colour = 2 << 24
)

// attr is a set of the attributes 1 to 9 of SGR that are in use.
type attr uint8

const (
	bold attr = 1 << iota
	faint
	italic
	underline
	blink
	reverse
	conceal
	strike
)

// inked are the attributes that show on a space.
const inked = underline | blink | reverse | strike

// attrCodes lists the SGR number that switches each attribute on, in bit order.
func attrCodes() [8]int { return [8]int{1, 2, 3, 4, 5, 7, 8, 9} }

// apply returns s changed by the parameters of one SGR sequence, for example
// "1;38;5;12". Numbers that mean nothing here are passed over.
func (s style) apply(params string) style {
	f := fields{rest: params}
	for f.next() {
		switch n := f.number; {
		case n == 0:
			s = style{}
		case n == 4 && f.sub == "0":
			s.attrs &^= underline
		case n >= 1 && n <= 9 || n >= 21 && n <= 29:
			s.attrs = s.attrs.apply(n)
		case n >= 30 && n <= 37:
			s.fg = indexed | colour(n-30)
		case n == 38:
			s.fg = f.colour(s.fg)
		case n == 39:
			s.fg = 0
		case n >= 40 && n <= 47:
			s.bg = indexed | colour(n-40)
		case n == 48:
			s.bg = f.colour(s.bg)
		case n == 49:
			s.bg = 0
		case n == 58:
			f.colour(0) // the underline's own colour is not kept, but its numbers must be consumed
		case n >= 90 && n <= 97:
			s.fg = indexed | colour(n-90+8)
		case n >= 100 && n <= 107:
			s.bg = indexed | colour(n-100+8)
		}
	}
	return s
}

func (a attr) apply(n int) attr {
	switch n {
	case 1:
		return a | bold
	case 2:
		return a | faint
	case 3:
		return a | italic
	case 4, 21:
		return a | underline
	case 5, 6:
		return a | blink
	case 7:
		return a | reverse
	case 8:
		return a | conceal
	case 9:
		return a | strike
	case 22:
		return a &^ (bold | faint)
	case 23:
		return a &^ italic
	case 24:
		return a &^ underline
	case 25:
		return a &^ blink
	case 27:
		return a &^ reverse
	case 28:
		return a &^ conceal
	case 29:
		return a &^ strike
	}
	return a
}

// fields walks the numbers of an SGR sequence. A field may carry sub-fields
// after a colon, as in 4:3 or 38:2::255:0:0.
type fields struct {
	rest   string
	done   bool
	number int
	sub    string
}

func (f *fields) next() bool {
	if f.done {
		return false
	}
	var field string
	field, f.rest, f.done = cut(f.rest, ';')
	var head string
	head, f.sub, _ = cut(field, ':')
	f.number = small(head)
	return true
}

// colour reads the colour that follows 38, 48 or 58 in either spelling. A
// malformed one leaves the colour as it was and ends the sequence.
func (f *fields) colour(was colour) colour {
	if f.sub != "" {
		return subColour(f.sub, was)
	}
	if !f.next() {
		return was
	}
	switch f.number {
	case 5:
		if f.next() && f.number < 256 {
			return indexed | colour(f.number)
		}
	case 2:
		var rgb [3]int
		for i := range rgb {
			if !f.next() || f.number > 255 {
				f.done = true
				return was
			}
			rgb[i] = f.number
		}
		return direct | colour(rgb[0]<<16|rgb[1]<<8|rgb[2])
	}
	f.done = true
	return was
}

func subColour(sub string, was colour) colour {
	var parts [6]int
	n := 0
	for done := false; !done && n < len(parts); n++ {
		var part string
		part, sub, done = cut(sub, ':')
		parts[n] = small(part)
		if parts[n] > 255 {
			return was
		}
	}
	switch {
	case parts[0] == 5 && n == 2:
		return indexed | colour(parts[1])
	case parts[0] == 2 && n >= 4:
		// 2:r:g:b, or 2:colourspace:r:g:b: the last three count.
		return direct | colour(parts[n-3]<<16|parts[n-2]<<8|parts[n-1])
	}
	return was
}

// cut splits s at the first sep; last tells that there was none.
func cut(s string, sep byte) (before, after string, last bool) {
	for i := range len(s) {
		if s[i] == sep {
			return s[:i], s[i+1:], false
		}
	}
	return s, "", true
}

// small reads a decimal number of at most four digits; an empty one is 0 and
// anything else is a number no rule knows.
func small(s string) int {
	if len(s) > 4 {
		return 1 << 16
	}
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 1 << 16
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// appendStyle appends the shortest sequence that turns the terminal's pen from
// one style into another.
func appendStyle(b []byte, from, to style) []byte {
	if from == to {
		return b
	}
	b = append(b, "\x1b["...)
	if to == (style{}) {
		return append(b, 'm')
	}
	if from.attrs&^to.attrs != 0 {
		// Switching one attribute off is as long as starting anew, and 22 ends
		// bold and faint together.
		b = append(b, "0;"...)
		from = style{}
	}
	for i, code := range attrCodes() {
		if bit := attr(1) << i; to.attrs&bit != 0 && from.attrs&bit == 0 {
			b = append(strconv.AppendInt(b, int64(code), 10), ';')
		}
	}
	if from.fg != to.fg {
		b = appendColour(b, to.fg, 30, 90)
	}
	if from.bg != to.bg {
		b = appendColour(b, to.bg, 40, 100)
	}
	b[len(b)-1] = 'm' // the last separator
	return b
}

// appendColour appends one colour and a separator. base is 30 for the
// foreground and 40 for the background; bright is where colours 8 to 15 begin.
func appendColour(b []byte, c colour, base, bright int64) []byte {
	n := int64(c & 0xff)
	switch {
	case c == 0:
		b = strconv.AppendInt(b, base+9, 10)
	case c&direct != 0:
		b = append(strconv.AppendInt(b, base+8, 10), ";2;"...)
		b = append(strconv.AppendInt(b, int64(c>>16&0xff), 10), ';')
		b = append(strconv.AppendInt(b, int64(c>>8&0xff), 10), ';')
		b = strconv.AppendInt(b, n, 10)
	case n < 8:
		b = strconv.AppendInt(b, base+n, 10)
	case n < 16:
		b = strconv.AppendInt(b, bright+n-8, 10)
	default:
		b = append(strconv.AppendInt(b, base+8, 10), ";5;"...)
		b = strconv.AppendInt(b, n, 10)
	}
	return append(b, ';')
}

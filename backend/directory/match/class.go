package match

import "bytes"

// Row is what a member is found by, folded by package reading.
type Row struct {
	Number, Phone, Name []byte
}

// Class is how well a member fits; the smaller one is shown first.
type Class uint8

// The whole card number, the whole phone, the end of either, the beginning of
// the name, anything else that fits, and what does not fit at all.
const (
	Card Class = iota
	Phone
	End
	Start
	Rest
	None
)

// Class says how well a row fits: what its best word does, and None where one
// word does not fit.
func (q Query) Class(r Row) Class {
	switch {
	case len(q.words) == 0:
		return None
	case string(r.Number) == q.compact:
		return Card
	case string(r.Phone) == q.compact:
		return Phone
	}
	best := Rest
	for i := range q.words {
		c := q.words[i].class(r)
		if c == None {
			return None
		}
		best = min(best, c)
	}
	return best
}

func (w *Word) class(r Row) Class {
	best := Rest
	for i := range w.Parts {
		c := w.Parts[i].class(r)
		if c == None {
			best = None
			break
		}
		best = min(best, c)
	}
	if len(w.Parts) > 1 {
		best = min(best, inNumber(r.Number, w.Whole))
	}
	return best
}

func (p *Part) class(r Row) Class {
	switch p.Kind {
	case Digits:
		return min(inNumber(r.Number, p.Text), inNumber(r.Phone, p.Text), inName(r.Name, p.Text))
	case Letters:
		best := min(inName(r.Name, p.Text), p.read(r.Name))
		if best == None && len(r.Number) >= len(p.Text) && string(r.Number[:len(p.Text)]) == p.Text {
			best = Rest
		}
		return best
	}
	return inName(r.Name, p.Text)
}

func inNumber(number []byte, part string) Class {
	switch {
	case len(number) < len(part):
		return None
	case string(number[len(number)-len(part):]) == part:
		return End
	case contains(number, part):
		return Rest
	}
	return None
}

// inName looks for a text in a name. The name's blanks do not count, because
// people leave them out.
func inName(name []byte, part string) Class {
	if bytes.IndexByte(name, ' ') < 0 {
		switch {
		case len(name) < len(part):
			return None
		case string(name[:len(part)]) == part:
			return Start
		case contains(name, part):
			return Rest
		}
		return None
	}
	for i := range name {
		if name[i] == part[0] && goesOn(name[i:], part) {
			if i == 0 {
				return Start
			}
			return Rest
		}
	}
	return None
}

// goesOn tells whether a name that begins here begins with a part.
func goesOn(name []byte, part string) bool {
	at := 0
	for _, c := range name {
		if at == len(part) {
			break
		}
		if c == ' ' {
			continue
		}
		if c != part[at] {
			return false
		}
		at++
	}
	return at == len(part)
}

func contains(text []byte, part string) bool {
	for {
		i := bytes.IndexByte(text, part[0])
		if i < 0 || len(text)-i < len(part) {
			return false
		}
		if string(text[i:i+len(part)]) == part {
			return true
		}
		text = text[i+1:]
	}
}

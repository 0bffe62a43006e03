package match_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/mozillazg/go-pinyin"
	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"guitai/backend/directory/match"
	"guitai/backend/directory/reading"
)

func row(number, phone, name string) match.Row {
	return match.Row{Number: []byte(reading.Number(number)), Phone: []byte(reading.Phone(phone)), Name: []byte(reading.Name(name))}
}

func TestWhatIsTypedFinds(t *testing.T) {
	zhang := row("WS80001234", "+853 6688-1234", "張偉單")
	chan_ := row("VIP007", "13800138000", "Chan, Tai Man")
	cases := []struct {
		typed string
		row   match.Row
		want  match.Class
	}{
		{"ws80001234", zhang, match.Card}, {"ＷＳ8000 1234", zhang, match.Card}, {"85366881234", zhang, match.Phone}, {"+853 6688-1234", zhang, match.Phone},
		{"1234", zhang, match.End}, {"234", zhang, match.End}, {"6688", zhang, match.Rest}, {"ws1234", zhang, match.End}, {"zw1234", zhang, match.End},
		{"张", zhang, match.Start}, {"張伟", zhang, match.Start}, {"伟", zhang, match.Rest}, {"伟张", zhang, match.None},
		{"z", zhang, match.Start}, {"zw", zhang, match.Start}, {"zws", zhang, match.Start}, {"zwd", zhang, match.Start}, {"ws", zhang, match.Rest},
		{"zhangweishan", zhang, match.Start}, {"zhangweidan", zhang, match.Start}, {"zhangw", zhang, match.Start}, {"weish", zhang, match.Rest},
		{"zhangs", zhang, match.None}, {"hang", zhang, match.None}, {"张 8000", zhang, match.Start}, {"张8000", zhang, match.Start}, {"8000张", zhang, match.Start},
		{"张 9", zhang, match.None}, {"李 8000", zhang, match.None}, {"zhang 1234", zhang, match.End},
		{"chan", chan_, match.Start}, {"man chan", chan_, match.Start}, {"MAN TAI", chan_, match.Rest}, {"chantai", chan_, match.Start}, {"taiman", chan_, match.Rest},
		{"ctm", chan_, match.Start}, {"tm", chan_, match.Rest}, {"hanta", chan_, match.Rest}, {"vip", chan_, match.Rest}, {"vip007", chan_, match.Card},
		{"ip", chan_, match.None}, {"ip007", chan_, match.End}, {"chan 8000", chan_, match.End}, {"chan8000", chan_, match.End}, {"138", chan_, match.Rest},
		{"", chan_, match.None}, {" ·- ", chan_, match.None},
		{"chongqing", row("1", "", "重庆"), match.Start}, {"zhongqing", row("1", "", "重庆"), match.Start}, {"tongqing", row("1", "", "重庆"), match.Start},
		{"yuchi", row("1", "", "尉遲恭"), match.Start}, {"ouyang", row("1", "", "区阳"), match.Start}, {"lyu", row("1", "", "吕布"), match.Start},
		{"1", row("1", "", "王"), match.Card}, {"amyz", row("1", "", "Amy张"), match.None}, {"az", row("1", "", "Amy张"), match.Start},
	}
	for _, c := range cases {
		assert.Equal(t, c.want, match.Parse(c.typed).Class(c.row), "%s in %s %s %s", c.typed, c.row.Number, c.row.Phone, c.row.Name)
	}
}

// naive is the contract once more, by generating everything a row may be called
// and looking whether it is there.
type naive struct{ spoken map[rune][]string }

func newNaive() naive {
	n := naive{map[rune][]string{}}
	args := pinyin.NewArgs()
	args.Heteronym = true
	for code := range pinyin.PinyinDict {
		for _, s := range pinyin.SinglePinyin(rune(code), args) {
			if !regexp.MustCompile(`^[a-z]*[aeiouv][a-z]*$`).MatchString(s) {
				continue
			}
			r := reading.Simplified(rune(code))
			n.spoken[r] = append(n.spoken[r], s, strings.Replace(s, "v", "yu", 1))
		}
	}
	return n
}

func (n naive) class(typed string, r match.Row) match.Class {
	text := reading.Query(typed)
	compact := strings.ReplaceAll(text, " ", "")
	switch compact {
	case "":
		return match.None
	case string(r.Number):
		return match.Card
	case string(r.Phone):
		return match.Phone
	}
	best := match.Rest
	for _, word := range regexp.MustCompile(`[a-z0-9]+|[^a-z0-9 ]+`).FindAllString(text, -1) {
		c := n.all(regexp.MustCompile(`[a-z]+|[0-9]+|[^a-z0-9]+`).FindAllString(word, -1), r)
		if regexp.MustCompile(`^[a-z0-9]+$`).MatchString(word) && regexp.MustCompile(`[a-z]`).MatchString(word) && regexp.MustCompile(`[0-9]`).MatchString(word) {
			c = min(c, ends(string(r.Number), word))
		}
		if c == match.None {
			return match.None
		}
		best = min(best, c)
	}
	return best
}

func (n naive) all(parts []string, r match.Row) match.Class {
	best := match.Rest
	for _, p := range parts {
		c := n.part(p, r)
		if c == match.None {
			return match.None
		}
		best = min(best, c)
	}
	return best
}

func (n naive) part(p string, r match.Row) match.Class {
	name := strings.ReplaceAll(string(r.Name), " ", "")
	best := begins(name, p)
	switch {
	case p[0] >= '0' && p[0] <= '9':
		best = min(best, ends(string(r.Number), p), ends(string(r.Phone), p))
	case p[0] >= 'a' && p[0] <= 'z':
		for i, heard := range n.heard(string(r.Name)) {
			for _, h := range heard {
				if strings.HasPrefix(h, p) {
					best = min(best, match.Rest)
					if i == 0 {
						best = match.Start
					}
				}
			}
		}
		if strings.HasPrefix(string(r.Number), p) {
			best = min(best, match.Rest)
		}
	}
	return best
}

// heard is what may be said from each unit of a name on.
func (n naive) heard(name string) (from [][]string) {
	units := regexp.MustCompile(`[a-z]+|[^a-z ]`).FindAllString(name, -1)
	for i := range units {
		initials, syllables := []string{""}, []string{""}
		var all []string
		latin := false
		for _, u := range units[i:] {
			first, whole := []string{u[:1]}, []string(nil)
			if u[0] < 'a' || u[0] > 'z' {
				whole = n.spoken[[]rune(u)[0]]
				first = nil
				for _, s := range whole {
					first = append(first, s[:1])
				}
			}
			latin = latin || whole == nil
			initials = product(initials, first)
			all = append(all, initials...)
			if !latin {
				syllables = product(syllables, whole)
				all = append(all, syllables...)
			}
		}
		from = append(from, all)
	}
	return from
}

func product(a, b []string) (out []string) {
	seen := map[string]bool{}
	for _, x := range a {
		for _, y := range b {
			if !seen[x+y] {
				seen[x+y] = true
				out = append(out, x+y)
			}
		}
	}
	return out
}

func ends(text, p string) match.Class {
	switch {
	case strings.HasSuffix(text, p):
		return match.End
	case strings.Contains(text, p):
		return match.Rest
	}
	return match.None
}

func begins(text, p string) match.Class {
	switch {
	case strings.HasPrefix(text, p):
		return match.Start
	case strings.Contains(text, p):
		return match.Rest
	}
	return match.None
}

func TestTheMatcherAgreesWithTheNaiveReference(t *testing.T) {
	n := newNaive()
	rapid.Check(t, func(t *rapid.T) {
		r := row(rapid.StringMatching(`[vw]{0,2}[0-3]{0,6}[ab1张]?`).Draw(t, "number"), rapid.StringMatching(`([1-3]{0,9})`).Draw(t, "phone"),
			rapid.StringMatching(`([张章曾重庆单區歐乐0吕安]{0,4}|(([a-cz]{1,3}|[zw1陈Я]) ?){1,3})`).Draw(t, "name"))
		typed := rapid.OneOf(
			rapid.StringMatching(`[0-3]{1,4}`), rapid.StringMatching(`[a-czw]{1,4}`), rapid.StringMatching(`[张章曾重庆单区欧乐吕Я]{1,2}[0-3]{0,2}`),
			rapid.StringMatching(`(zhang|zeng|chong|tong|shan|ou|le|yue|lv|lyu|an|q|c|z){1,3}`), rapid.StringMatching(`[zcvw]{1,2}[0-3]{1,3}`),
			rapid.StringMatching(`([a-c]{1,2} ){2}`), rapid.StringMatching(`([张z1] ?){1,3}`),
			rapid.Just(string(r.Number)), rapid.Just(string(r.Phone)), rapid.Just(string(r.Name))).Draw(t, "typed")
		if want, got := n.class(typed, r), match.Parse(typed).Class(r); want != got {
			t.Fatalf("%q in %q %q %q: class %d, and %d by the reference", typed, r.Number, r.Phone, r.Name, got, want)
		}
	})
}

func FuzzAnyQueryOfAnyRow(f *testing.F) {
	f.Add("张 8000", "ws1", "张三")
	f.Fuzz(func(t *testing.T, typed, number, name string) {
		if c := match.Parse(typed).Class(row(number, number, name)); c > match.None {
			t.Fatal("no such class", c)
		}
	})
}

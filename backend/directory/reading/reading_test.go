package reading_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/directory/reading"
)

func syllables(r rune) (all []string) {
	set := reading.Of(r)
	for i := range set.Len() {
		all = append(all, set.At(i).String())
	}
	return all
}

func TestSurnamesAreReadAsTheirBearersDo(t *testing.T) {
	for name, read := range map[string]string{"单": "shan", "曾": "zeng", "尉": "yu", "迟": "chi", "仇": "qiu", "解": "xie", "查": "zha", "区": "ou",
		"翟": "zhai", "盖": "ge", "朴": "piao", "重": "chong", "缪": "miao", "召": "shao", "覃": "qin", "任": "ren", "万": "mo", "俟": "qi",
		"葉": "ye", "單": "shan", "區": "ou", "冯": "feng", "那": "na", "秘": "bi", "员": "yun", "冼": "xian", "幺": "yao", "乾": "qian"} {
		r, _ := utf8.DecodeRuneInString(name)
		assert.Contains(t, syllables(reading.Simplified(r)), read, name)
	}
	assert.Subset(t, syllables('乐'), []string{"yue", "le"})
	assert.Subset(t, syllables('吕'), []string{"lv", "lyu"}, "ü is v on keyboards and yu in passports")
}

// The table is a copy, so it is held against what it was copied from.
func TestTheTableKnowsEveryReadingOfTheDictionary(t *testing.T) {
	args := pinyin.NewArgs()
	args.Heteronym = true
	for code := range pinyin.PinyinDict {
		r := rune(code)
		known, folded := syllables(r), syllables(reading.Simplified(r))
		for _, s := range pinyin.SinglePinyin(r, args) {
			if strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") != "" || !strings.ContainsAny(s, "aeiouv") {
				continue // interjections without a vowel
			}
			if !slices.Contains(known, s) || !slices.Contains(folded, s) {
				t.Errorf("%c: %s is not among %v and %v", r, s, known, folded)
			}
		}
	}
}

func TestWhatIsNotHanIsNotRead(t *testing.T) {
	for _, r := range "a1 ·あ한я\uFFFD" {
		assert.Zero(t, reading.Of(r).Len(), string(r))
	}
	assert.Equal(t, []string{"ling", "xing", "yuan"}, syllables('〇'))
	assert.Equal(t, []string{"teng"}, syllables('\U000227F1'))
}

func TestSyllablesAreFoundByTheirBeginning(t *testing.T) {
	first, end := reading.From("zha")
	var all []string
	for s := first; s < end; s++ {
		all = append(all, s.String())
	}
	assert.Equal(t, []string{"zha", "zhai", "zhan", "zhang", "zhao"}, all)
	first, end = reading.From("vx")
	assert.Equal(t, first, end)
}

func TestBothScriptsFoldToOne(t *testing.T) {
	for traditional, simple := range map[string]string{"歐陽靜怡": "欧阳静怡", "陳衞東": "陈卫东", "葉鍾寧": "叶钟宁", "張偉": "张伟", "張三": "张三"} {
		assert.Equal(t, simple, reading.Name(traditional))
	}
}

func TestNamesAndNumbersAreFolded(t *testing.T) {
	cases := []struct{ raw, name, number, query string }{
		{"ＣＨＡＮ， Tai-Man", "chan tai man", "chantaiman", "chan taiman"},
		{"José  O'Brien", "jose o brien", "joseobrien", "jose obrien"},
		{"买买提·吐尔逊", "买买提 吐尔逊", "买买提吐尔逊", "买买提吐尔逊"},
		{"８８６６ 1234", "8866 1234", "88661234", "8866 1234"},
		{"+853 6688-1234", "853 6688 1234", "85366881234", "853 66881234"},
		{"VIP-00１", "vip 001", "vip001", "vip001"},
		{" \x00\xff ", "", "", ""},
	}
	for _, c := range cases {
		assert.Equal(t, c.name, reading.Name(c.raw), c.raw)
		assert.Equal(t, c.number, reading.Number(c.raw), c.raw)
		assert.Equal(t, c.query, reading.Query(c.raw), c.raw)
	}
	assert.Equal(t, "85366881234", reading.Phone("电话 (+853) 6688-1234"))
}

func TestPairsStandInOrder(t *testing.T) {
	// The file is searched as it is, so a hand that adds a line must keep it so.
	last := rune(0)
	for r := rune(reading.DenseStart); r < reading.DenseEnd; r++ {
		s := reading.Simplified(r)
		require.Equalf(t, s, reading.Simplified(s), "%c folds to %c and that further", r, s)
		if s != r {
			require.Greater(t, r, last)
			last = r
		}
	}
	assert.Equal(t, '群', reading.Simplified('羣'))
}

func BenchmarkFirstUse(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		if reading.Of('重').Len() == 0 || reading.Simplified('陽') != '阳' {
			b.Fatal("not known")
		}
	}
}

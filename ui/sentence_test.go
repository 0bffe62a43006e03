package ui_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"guitai/backend"
	"guitai/backend/safe"
	"guitai/ui"
	"guitai/ui/lang"
)

// Each kind of error has a sentence of its own in every language; what falls
// back to the program's own fault was forgotten.
func TestEveryKindOfErrorHasASentence(t *testing.T) {
	for _, language := range []string{"zh", "en"} {
		text, _ := lang.For(language)
		said := map[string]backend.Kind{}
		for k := backend.KindInternal; k.String() != "kind?"; k++ {
			s := ui.Sentence(text, &backend.Error{Kind: k})
			if k != backend.KindInternal {
				assert.NotEqual(t, text.Errors.Internal, s, k.String())
			}
			other, twice := said[s]
			assert.Falsef(t, twice, "%s and %s read alike", k, other)
			said[s] = k
		}
		assert.Greater(t, len(said), 25)
	}
}

func TestTheVendorsOwnWordsStandBehindOurs(t *testing.T) {
	text, _ := lang.For("zh")
	s := ui.Sentence(text, &backend.Error{Kind: backend.KindRejected, Code: "2013", Text: safe.Line("会员\x1b[31m异常")})
	assert.Contains(t, s, text.Errors.Rejected)
	assert.Contains(t, s, "会员\ufffd[31m异常 (2013)")
}

func TestPhonesHideTheirMiddle(t *testing.T) {
	e := &ui.Env{MaskPhones: true}
	for phone, want := range map[string]string{"13800001234": "138****1234", "66538536": "66**8536", "12345": "1**45", "": ""} {
		assert.Equal(t, want, e.Phone(safe.Line(phone), false))
		assert.Equal(t, phone, e.Phone(safe.Line(phone), true))
	}
}

func TestAnEndThatWasNotStoredIsNotSaidToBeNothingSent(t *testing.T) {
	for language, never := range map[string]string{"zh": "什么也没有发出", "en": "nothing was sent"} {
		text, _ := lang.For(language)
		assert.Contains(t, ui.Sentence(text, &backend.Error{Kind: backend.KindJournal}), never)
		assert.NotContains(t, ui.Sentence(text, &backend.Error{Kind: backend.KindJournal, Field: "end"}), never)
		for _, why := range []string{"database", "busy"} {
			assert.Contains(t, ui.Sentence(text, &backend.Error{Kind: backend.KindJournal, Field: why}), never)
		}
	}
}

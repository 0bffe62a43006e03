package sandy_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
)

const opened = `{"org_name":"ASDFG","phone":"18600000000","amount":100,"card_id":"12345","cur_score":0}`

func newcomer() backend.NewMember {
	return backend.NewMember{Number: " 12345", LevelID: "1", Name: "Mr.Wang", Phone: "18600000000", Gender: backend.GenderMale}
}

func newInfo(change ...string) string {
	return strings.NewReplacer(change...).Replace(
		`{"card_id":"12345","uname":"Mr.Wang","phone":"18600000000","gender":1,"amount":100,"cur_score":0,"birthday":""}`)
}

func TestOpenOfThePagesSample(t *testing.T) {
	s := serve(t).on("cardopen", opened).on("getcardinfo", newInfo()).on("getcards", `{"cards":[]}`)
	m, err := s.client().Open(t.Context(), newcomer())
	require.NoError(t, err)
	assert.Equal(t, "12345", m.ID)
	assert.Equal(t, "100.00", m.Balance.String(), "as the vendor shows it")
	sameJSON(t, `{"cardID":"12345","cardLevelID":"1","uname":"Mr.Wang","phone":"18600000000","gender":"1"}`, s.last("cardopen"))

	plain := newcomer()
	plain.Name, plain.Phone, plain.Gender = "", "", backend.GenderUnknown
	_, err = s.client().Open(t.Context(), plain)
	require.NoError(t, err)
	sameJSON(t, `{"cardID":"12345","cardLevelID":"1"}`, s.last("cardopen"))
}

func TestOpenIsSettledByReadingTheNumber(t *testing.T) {
	for name, tc := range map[string]struct {
		info string
		want backend.Kind
	}{
		"it is there":          {newInfo(), backend.KindNone},
		"somebody else's card": {newInfo("Mr.Wang", "Mr.Chan"), backend.KindExists},
		"another phone":        {newInfo("18600000000", "1"), backend.KindExists},
		"it is not there":      {`{"errcode":"2"}`, backend.KindUnreadable},
		"nobody can tell":      {"<html>", backend.KindUnreadable},
	} {
		s := serve(t).onStatus("cardopen", lost, "").on("getcardinfo", tc.info).on("getcards", `{"cards":[]}`)
		_, err := s.client().Open(t.Context(), newcomer())
		assert.Equal(t, tc.want, kind(err), name)
		assert.Equal(t, 1, s.times("cardopen"), "a card may come with money: never opened twice")
	}
}

func TestOpenErrors(t *testing.T) {
	s := serve(t).on("cardopen", `{"errcode":"3","errmsg":"卡已存在"}`)
	_, err := s.client().Open(t.Context(), newcomer())
	assert.Equal(t, backend.KindExists, kind(err))
	for _, m := range []backend.NewMember{{LevelID: "1"}, {Number: "1"}} {
		_, err := s.client().Open(t.Context(), m)
		assert.Equal(t, backend.KindInvalid, kind(err))
	}
	assert.Equal(t, 1, s.times("cardopen"))
}

func TestEditSendsWhatChangedAndReadsItBack(t *testing.T) {
	old := `{"card_id":"12345","uname":"old","phone":"1","amount":1,"cur_score":0,"birthday":"","gender":0}`
	s := serve(t).on("modcardinfo", old).on("getcardinfo", newInfo()).on("getcards", `{"cards":[]}`)
	name, phone, male := " huang ", "1234", backend.GenderMale
	day := backend.Date{Year: 1999, Month: time.September, Day: 9}
	m, err := s.client().Edit(t.Context(), "12345", backend.Edit{Name: &name, Phone: &phone, Birthday: &day, Gender: &male})
	require.NoError(t, err)
	assert.Equal(t, line("Mr.Wang"), m.Name, "the reply's old values are not used")
	sameJSON(t, `{"card_id":"12345","uname":"huang","phone":"1234","birthday":"1999-09-09","gender":1}`, s.last("modcardinfo"))

	female := backend.GenderFemale
	_, err = s.client().Edit(t.Context(), "12345", backend.Edit{Gender: &female})
	require.NoError(t, err)
	sameJSON(t, `{"card_id":"12345","gender":0}`, s.last("modcardinfo"))

	_, err = s.client().Edit(t.Context(), "12345", backend.Edit{})
	require.NoError(t, err)
	assert.Equal(t, 2, s.times("modcardinfo"), "nothing to change is not sent")
}

func TestEditIsSentOnceMoreWhenTheReplyIsLost(t *testing.T) {
	name := "Mr.Wang"
	s := serve(t).onStatus("modcardinfo", lost, "").on("modcardinfo", newInfo()).on("getcardinfo", newInfo()).on("getcards", hits)
	_, err := s.client().Edit(t.Context(), "12345", backend.Edit{Name: &name})
	require.NoError(t, err)
	assert.Equal(t, 2, s.times("modcardinfo"))

	s = serve(t).onStatus("modcardinfo", lost, "").on("getcardinfo", newInfo()).on("getcards", hits)
	_, err = s.client().Edit(t.Context(), "12345", backend.Edit{Name: &name})
	require.NoError(t, err, "the record shows it")
	assert.Equal(t, 2, s.times("modcardinfo"), "and not a third time")

	s = serve(t).onStatus("modcardinfo", lost, "").on("getcardinfo", newInfo("Mr.Wang", "old")).on("getcards", hits)
	_, err = s.client().Edit(t.Context(), "12345", backend.Edit{Name: &name})
	assert.Equal(t, backend.KindUnreadable, kind(err))

	s = serve(t).on("modcardinfo", `{"errcode":"400","errmsg":"参数错误"}`)
	_, err = s.client().Edit(t.Context(), "12345", backend.Edit{Name: &name})
	assert.Equal(t, backend.KindRejected, kind(err))
	assert.Equal(t, 1, s.times("modcardinfo"))
}

func TestEditDoesNotClearFields(t *testing.T) {
	empty, none, nobody := "  ", backend.Date{}, backend.GenderUnknown
	for field, change := range map[string]backend.Edit{
		"name": {Name: &empty}, "phone": {Phone: &empty}, "birthday": {Birthday: &none}, "gender": {Gender: &nobody},
	} {
		s := serve(t)
		_, err := s.client().Edit(t.Context(), "12345", change)
		var e *backend.Error
		require.ErrorAs(t, err, &e)
		assert.Equal(t, backend.KindInvalid, e.Kind)
		assert.Equal(t, field, e.Field)
		assert.Empty(t, s.asked)
	}
}

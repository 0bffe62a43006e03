package pospal_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
)

func newcomer() backend.NewMember {
	return backend.NewMember{
		Number: " 8003", Name: "示例", Phone: "13700000000", LevelID: "1393920057254848127", Gender: backend.GenderMale,
	}
}

// fresh is a new card as the vendor shows it.
func fresh(change ...string) string {
	return strings.NewReplacer(change...).Replace(`{"customerUid":` + id + `,"number":"8003","name":"示例","phone":"13700000000",
		"balance":0,"point":0,"discount":80,"enable":1,"onAccount":0,"categoryName":"金卡","extInfo":{"sex":1}}`)
}

func TestOpenSendsNoMoneyAndNoCredit(t *testing.T) {
	s := serve(t).data("queryAllCustomerCategory", categories).data("add", fresh()).
		data("queryByNumber", fresh()).data("queryByUid", fresh())
	m, err := s.client().Open(t.Context(), newcomer())
	require.NoError(t, err)
	assert.Equal(t, id, m.ID)
	assert.Equal(t, "0.8", m.Rate.String())
	assert.JSONEq(t, `{"appId":"`+appID+`","customerInfo":{"categoryName":"金卡","number":"8003","name":"示例","phone":"13700000000",
		"point":0,"balance":0,"enable":1,"onAccount":0,"discount":80,"extInfo":{"sex":1}}}`, s.last(add))

	full := newcomer()
	full.Name, full.LevelID, full.Gender = "", "", backend.GenderUnknown
	full.Birthday, full.Expires = backend.Date{Year: 1990, Month: 1, Day: 2}, backend.Date{Year: 2030, Month: 12, Day: 31}
	full.QQ, full.Email, full.Address, full.Remarks = "1", "a@example.invalid", "路", "a\nb"
	full.Nickname, full.LunarBirthday, full.Password = "小", "1990-01-01", "123456"
	full.OnCredit, full.CreditLimit = true, yuan("200.5")
	full.Rate, _ = money.ParseRate("0.885")
	_, err = s.client().Open(t.Context(), full)
	require.NoError(t, err)
	assert.JSONEq(t, `{"appId":"`+appID+`","customerInfo":{"number":"8003","name":"8003","phone":"13700000000","birthday":"1990-01-02",
		"qq":"1","email":"a@example.invalid","address":"路","remarks":"a\nb","point":0,"balance":0,"enable":1,"onAccount":1,
		"discount":88.5,"expiryDate":"2030-12-31 23:59:59","password":"123456",
		"extInfo":{"nickName":"小","lunarBirthday":"1990-01-01","creditLimit":200.50}}}`, s.last(add))
}

func TestOpenIsSettledByReadingTheNumber(t *testing.T) {
	for name, tc := range map[string]struct {
		answer string
		want   backend.Kind
	}{
		"it is there":          {`{"status":"success","data":` + fresh() + `}`, backend.KindNone},
		"somebody else's card": {`{"status":"success","data":` + fresh("示例", "别人") + `}`, backend.KindExists},
		"another phone":        {`{"status":"success","data":` + fresh("13700000000", "1") + `}`, backend.KindExists},
		"it is not there":      {refusal("2015", "会员不存在"), backend.KindUnreadable},
		"nobody can tell":      {"<html>", backend.KindUnreadable},
	} {
		s := serve(t).data("queryAllCustomerCategory", categories).lost("add").on("queryByNumber", tc.answer).data("queryByUid", fresh())
		_, err := s.client().Open(t.Context(), newcomer())
		assert.Equal(t, tc.want, kind(err), name)
		assert.Equal(t, 1, s.times(add), name)
	}
	s := serve(t).data("queryAllCustomerCategory", categories).on("add", refusal("0", "未知错误")).data("queryByNumber", fresh()).data("queryByUid", fresh())
	_, err := s.client().Open(t.Context(), newcomer())
	assert.NoError(t, err, "they do not know either, so it is read")
}

func TestOpenErrors(t *testing.T) {
	s := serve(t).data("queryAllCustomerCategory", categories).on("add", refusal("2012", "会员已存在"))
	_, err := s.client().Open(t.Context(), newcomer())
	assert.Equal(t, backend.KindExists, kind(err))
	assert.Zero(t, s.times(byNumber))

	for field, change := range map[string]func(*backend.NewMember){
		"number":   func(m *backend.NewMember) { m.Number = "陈" },
		"phone":    func(m *backend.NewMember) { m.Phone = " " },
		"name":     func(m *backend.NewMember) { m.Name = "陈😀" },
		"remarks":  func(m *backend.NewMember) { m.Remarks = "\x1b[2J" },
		"level":    func(m *backend.NewMember) { m.LevelID = "9007199254740993" }, // disabled
		"password": func(m *backend.NewMember) { m.Password = strings.Repeat("1", 17) },
		"credit":   func(m *backend.NewMember) { m.OnCredit, m.CreditLimit = true, yuan("-1") },
		"rate":     func(m *backend.NewMember) { m.Rate, _ = money.ParseRate("0.88888") },
	} {
		s := serve(t).data("queryAllCustomerCategory", categories)
		m := newcomer()
		change(&m)
		_, err := s.client().Open(t.Context(), m)
		assertField(t, err, field)
		assert.Zero(t, s.times(add), field)
	}
}

func assertField(t *testing.T, err error, field string) {
	t.Helper()
	var e *backend.Error
	require.ErrorAs(t, err, &e, field)
	assert.Equal(t, backend.KindInvalid, e.Kind, field)
	assert.Equal(t, field, e.Field)
}

func ptr[T any](v T) *T { return &v }

func TestEditSendsWhatChanged(t *testing.T) {
	rate, _ := money.ParseRate("0.9")
	for name, tc := range map[string]struct {
		change backend.Edit
		info   string
	}{
		"name":      {backend.Edit{Name: ptr(" 新名 ")}, `"name":"新名"`},
		"birthday":  {backend.Edit{Birthday: &backend.Date{Year: 1990, Month: 1, Day: 2}}, `"birthday":"1990-01-02"`},
		"expires":   {backend.Edit{Expires: &backend.Date{Year: 2030, Month: 12, Day: 31}}, `"expiryDate":"2030-12-31 23:59:59"`},
		"level":     {backend.Edit{LevelName: ptr("金卡")}, `"categoryName":"金卡"`},
		"rate":      {backend.Edit{Rate: &rate}, `"discount":90`},
		"credit":    {backend.Edit{OnCredit: ptr(true), CreditLimit: ptr(yuan("200.5")), CreditDays: ptr(30)}, `"onAccount":1,"extInfo":{"creditLimit":200.50,"creditPeriod":30}`},
		"no credit": {backend.Edit{OnCredit: ptr(false)}, `"onAccount":0`},
		"gender":    {backend.Edit{Gender: ptr(backend.GenderFemale)}, `"extInfo":{"sex":0}`},
		"disable":   {backend.Edit{Status: ptr(backend.StatusDisabled)}, `"enable":0`},
		"enable":    {backend.Edit{Status: ptr(backend.StatusNormal)}, `"enable":1`},
		"everything": {backend.Edit{Phone: ptr("1"), QQ: ptr("2"), Email: ptr("3"), Address: ptr("4"), Remarks: ptr("5"), Nickname: ptr("6"), LunarBirthday: ptr("7")},
			`"phone":"1","qq":"2","email":"3","address":"4","remarks":"5","extInfo":{"nickName":"6","lunarBirthday":"7"}`},
	} {
		s := serve(t).on("updateBaseInfo", `{"status":"success"}`).data("queryByUid", record())
		m, err := s.client().Edit(t.Context(), id, tc.change)
		require.NoError(t, err, name)
		assert.Equal(t, id, m.ID)
		assert.JSONEq(t, `{"appId":"`+appID+`","customerInfo":{"customerUid":`+id+`,`+tc.info+`}}`, s.last(update), name)
	}
}

func TestEditRefusesWhatCannotBeKept(t *testing.T) {
	for field, change := range map[string]backend.Edit{
		"name": {Name: ptr(" ")}, "phone": {Phone: ptr("")}, "qq": {QQ: ptr("")}, "email": {Email: ptr("")},
		"address": {Address: ptr("😀")}, "remarks": {Remarks: ptr("")}, "nickname": {Nickname: ptr("")},
		"lunar_birthday": {LunarBirthday: ptr("")}, "level": {LevelName: ptr("")}, "birthday": {Birthday: &backend.Date{}},
		"expires": {Expires: &backend.Date{}}, "rate": {Rate: &money.Rate{}}, "gender": {Gender: ptr(backend.GenderUnknown)},
		"credit": {CreditDays: ptr(-1)}, "status": {Status: ptr(backend.StatusLost)},
	} {
		s := serve(t)
		_, err := s.client().Edit(t.Context(), id, change)
		assertField(t, err, field)
		assert.Zero(t, s.total())
	}
	_, err := serve(t).client().Edit(t.Context(), "x", backend.Edit{Name: ptr("a")})
	assert.Equal(t, backend.KindNotFound, kind(err))
}

func TestALostEditIsSentAgainAndReadBack(t *testing.T) {
	change := backend.Edit{Phone: ptr("13800000000"), QQ: ptr("10001"), Remarks: ptr("第一行\n第二行"), CreditLimit: ptr(yuan("200.50")),
		Expires: &backend.Date{Year: 2030, Month: 12, Day: 31}, LevelName: ptr("金卡"), Status: ptr(backend.StatusNormal)}
	s := serve(t).lost("updateBaseInfo").data("queryByUid", whole).data("queryAllCustomerCategory", categories)
	_, err := s.client().Edit(t.Context(), id, change)
	assert.NoError(t, err, "it is there, whichever of the two brought it")
	assert.Equal(t, 2, s.times(update))

	change.QQ = ptr("10002")
	s = serve(t).lost("updateBaseInfo").data("queryByUid", whole).data("queryAllCustomerCategory", categories)
	_, err = s.client().Edit(t.Context(), id, change)
	assert.Equal(t, backend.KindUnreadable, kind(err))

	s = serve(t).on("updateBaseInfo", refusal("2016", "无权修改"))
	_, err = s.client().Edit(t.Context(), id, change)
	assert.Equal(t, backend.KindForbidden, kind(err))
	assert.Equal(t, 1, s.times(update))

	s = serve(t).on("updateBaseInfo", `{"status":"success"}`).data("queryByUid", "{}")
	m, err := s.client().Edit(t.Context(), id, backend.Edit{Status: ptr(backend.StatusClosed)})
	require.NoError(t, err, "who was deleted cannot be read")
	assert.Equal(t, backend.StatusClosed, m.Status.Kind)
	assert.Contains(t, s.last(update), `"enable":-1`)
}

func TestChangeLevel(t *testing.T) {
	s := serve(t).lost("batchUpdateCategory").on("batchUpdateCategory", `{"status":"success","messages":[]}`)
	c := s.client()
	require.NoError(t, c.ChangeLevel(t.Context(), "9223372036854775807", []string{id, "9007199254740993"}))
	assert.Equal(t, 2, s.times(batch), "once more after a lost reply")
	assert.Equal(t, `{"appId":"`+appID+`","customerCategories":[{"customerUid":813951242628553689,"customerCategoryUid":9223372036854775807},`+
		`{"customerUid":9007199254740993,"customerCategoryUid":9223372036854775807}]}`, s.last(batch))
	require.NoError(t, c.ChangeLevel(t.Context(), "1", nil))
	assertField(t, c.ChangeLevel(t.Context(), "1", make([]string, 101)), "members")
	assertField(t, c.ChangeLevel(t.Context(), "1", []string{"x"}), "members")
	assertField(t, c.ChangeLevel(t.Context(), "金卡", []string{id}), "level")
	assert.Equal(t, 2, s.times(batch))
}

func TestPasswords(t *testing.T) {
	s := serve(t).on("updateCustomerPassword", `{"status":"success"}`).data("queryByUid", whole)
	c := s.client()
	require.NoError(t, c.SetPassword(t.Context(), id, "123456"))
	assert.JSONEq(t, `{"appId":"`+appID+`","customerUid":813951242628553689,"customerPassword":"123456"}`, s.last(password))
	assertField(t, c.SetPassword(t.Context(), id, ""), "password")
	assertField(t, c.SetPassword(t.Context(), id, strings.Repeat("密", 17)), "password")
	assert.Equal(t, backend.KindNotFound, kind(c.SetPassword(t.Context(), "x", "1")))

	for given, want := range map[string]bool{"111111": true, "111112": false, "": false, "96E79218965EB72C92A549DD5A330112": false} {
		right, err := c.CheckPassword(t.Context(), id, given)
		require.NoError(t, err)
		assert.Equal(t, want, right, given)
	}
	for _, none := range []string{record(), record(`"password":""`), record(`"password":null`), record(`"password":"D41D8CD98F00B204E9800998ECF8427E"`)} {
		right, err := serve(t).data("queryByUid", none).client().CheckPassword(t.Context(), id, "")
		require.NoError(t, err)
		assert.False(t, right, "no password is none that is right: %s", none)
	}
	right, err := serve(t).data("queryByUid", record(`"password":"96e79218965eb72c92a549dd5a330112"`)).client().CheckPassword(t.Context(), id, "111111")
	require.NoError(t, err)
	assert.True(t, right)
	_, err = serve(t).data("queryByUid", "{}").client().CheckPassword(t.Context(), id, "1")
	assert.Equal(t, backend.KindNotFound, kind(err))
	_, err = serve(t).data("queryByUid", strings.ReplaceAll(whole, id, "7")).client().CheckPassword(t.Context(), id, "111111")
	assert.Equal(t, backend.KindUnreadable, kind(err), "somebody else's password")
}

func TestCapabilities(t *testing.T) {
	c := serve(t).client().Capabilities()
	assert.Equal(t, "pospal", c.Kind)
	assert.Regexp(t, "^pospal:[0-9a-f]{16}$", c.Account)
	assert.Equal(t, []bool{false, false, true, true, true}, []bool{c.Plain, c.FindWhileTyping, c.OwnHistory, c.Splits, c.KeepsText})
	assert.Len(t, c.EditFields, 15)
	for _, offered := range []any{c.Opener, c.Editor, c.Lister, c.Levels, c.Passwords, c.Subsidies, c.Recharges, c.Quota} {
		assert.NotNil(t, offered)
	}
}

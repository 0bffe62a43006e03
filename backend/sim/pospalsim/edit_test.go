package pospalsim_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
)

func TestAddAsTheVendorAnswersIt(t *testing.T) {
	s := one(t, pospalsim.Switches{})
	const ask = `"customerInfo":{"categoryName":"金卡","number":"8003","name":"示例","phone":"13700000000","birthday":"1990-01-02",
		"qq":"","email":"","address":"","remarks":"","point":0,"discount":100,"balance":20.50,"enable":1,"onAccount":0,
		"expiryDate":"2030-12-31 23:59:59","password":"123456","extInfo":{"sex":1,"nickName":"demo"}}`
	m := func() pospalsim.Member { return member(t, s, "8003") }
	got := post(s, "add", ask)
	assert.Equal(t, compact(t, fmt.Sprintf(`{"status":"success","messages":[],"data":{
		"customrUid":%d,"customerUid":%d,"categoryName":"金卡","number":"8003","name":"示例","point":0,"discount":100,
		"balance":20.50,"phone":"13700000000","birthday":"1990-01-02","createdDate":"2024-05-01 12:00:00","onAccount":0,"enable":1,
		"password":"E10ADC3949BA59ABBE56E057F20F883E","expiryDate":"2030-12-31 23:59:59",
		"createStoreAppIdOrAccount":"DE30A991D00000000000000000000001",
		"extInfo":{"sex":1,"totalPoint":0,"creditLimit":0,"creditPeriod":0,"nickName":"demo","subsidyAmount":0}}}`, m().UID, m().UID)), got)
	assert.Equal(t, refused(2012, "会员已存在,不允许重复添加"), post(s, "add", ask))
	assert.Len(t, s.Members(), 2)
	assert.Len(t, pageOf(t, s, "queryCustomerPages", "").Data.Result, 2)
	assert.Equal(t, sim.Male, m().Ext.Gender)
}

func TestAddAllowsCreditWhenItIsToldNothing(t *testing.T) {
	s := shop(nil)
	assert.Contains(t, post(s, "add", `"customerInfo":{"number":"8003","name":"8003","phone":"66538536"}`), `"onAccount":1,"enable":1,`)
	m := member(t, s, "8003")
	assert.True(t, m.OnAccount)
	assert.Equal(t, "100", m.Discount.String())
	assert.Empty(t, m.PasswordMD5)
	assert.Contains(t, change(t, s, "8003", "k", `"balanceIncrement":-1000,"validateBalance":1`), `"balanceAfterUpdate":-1000`)
	assert.Contains(t, post(s, "queryBytel", `"customerTel":"66538536"`), `"number":"8003"`, "phones may repeat")
}

func TestAddCanKeepSilent(t *testing.T) {
	s := switched(pospalsim.Switches{AddSilent: true})
	assert.Equal(t, done, post(s, "add", `"customerInfo":{"number":"8003","name":"示例","phone":"1","onAccount":0}`))
	assert.False(t, member(t, s, "8003").OnAccount)
}

func TestUpdateBaseInfoChangesWhatIsSentAndNotEmpty(t *testing.T) {
	s := shop(nil)
	uid := uidOf(t, s, "M000100")
	before := member(t, s, "M000100")
	assert.Equal(t, done, post(s, "updateBaseInfo", fmt.Sprintf(`"customerInfo":{"customerUid":%d,"name":"","phone":null,"qq":"",
		"remarks":"","categoryName":"","discount":null,"extInfo":{"sex":null,"nickName":"","lunarBirthday":""}}`, uid)))
	assert.Equal(t, before, member(t, s, "M000100"), "a text cannot be cleared")

	assert.Equal(t, done, post(s, "updateBaseInfo", fmt.Sprintf(`"customerInfo":{"customerUid":"%d","name":"新名","phone":"13900000000",
		"birthday":"1990-01-02","email":"a@example.invalid","remarks":"改备注","enable":0,"categoryName":"银卡","discount":88.5,"onAccount":1,
		"expiryDate":"2030-12-31 23:59:59",
		"extInfo":{"sex":0,"lunarBirthday":"1989-12-06","totalPoint":1500.5,"creditLimit":300,"creditPeriod":15,"nickName":"demo"}}`, uid)))
	m := member(t, s, "M000100")
	assert.Equal(t, []any{"新名", "13900000000", "1990-01-02", "10001", "a@example.invalid", "改备注", 0, "银卡", "88.5", true, "2030-12-31 23:59:59"},
		[]any{m.Name, m.Phone, m.Birthday, m.QQ, m.Email, m.Remarks, m.Enable, m.Category, m.Discount.String(), m.OnAccount, m.Expiry})
	assert.Equal(t, []any{sim.Female, "1989-12-06", "1500.5", "300.00", int64(15), "demo", "/customerPhoto/M000100.jpg"},
		[]any{m.Ext.Gender, m.Ext.LunarBirthday, m.Ext.TotalPoint.String(), m.Ext.CreditLimit.String(), m.Ext.CreditPeriod, m.Ext.NickName, m.Ext.PhotoPath})
	assert.True(t, m.Balance.Equal(before.Balance))
	assert.Equal(t, sim.Male, before.Ext.Gender, "what was read earlier stays as it was")

	assert.Equal(t, done, post(s, "updateBaseInfo", fmt.Sprintf(`"customerInfo":{"customerUid":%d,"enable":-1}`, uid)))
	assert.Equal(t, refused(2015, "会员不存在"), post(s, "updateBaseInfo", fmt.Sprintf(`"customerInfo":{"customerUid":%d,"enable":1}`, uid)))
}

func TestAnExtraRecordComesIntoBeing(t *testing.T) {
	s := shop(nil)
	m := member(t, s, "M000112")
	assert.Nil(t, m.Ext)
	assert.NotContains(t, post(s, "queryByUid", fmt.Sprintf(`"customerUid":%d`, m.UID)), "extInfo")
	post(s, "updateBaseInfo", fmt.Sprintf(`"customerInfo":{"customerUid":%d,"extInfo":{"nickName":"嘉"}}`, m.UID))
	assert.Contains(t, post(s, "queryByUid", fmt.Sprintf(`"customerUid":%d`, m.UID)), `"nickName":"嘉"`)
}

func TestPasswordsHaveOneToSixteenCharacters(t *testing.T) {
	s := one(t, pospalsim.Switches{})
	set := func(password string) string {
		return post(s, "updateCustomerPassword", `"customerUid":813951242628553689,"customerPassword":`+password)
	}
	assert.Equal(t, done, set(`"111111"`))
	assert.Equal(t, "96E79218965EB72C92A549DD5A330112", member(t, s, "8001").PasswordMD5)
	assert.Contains(t, post(s, "queryByNumber", `"customerNum":"8001"`), `"password":"96E79218965EB72C92A549DD5A330112"`)
	assert.Equal(t, done, set(`"十六个字的密码也还可以用的对不对啊"`[:1+3*16]+`"`))
	assert.Equal(t, done, set(`"1"`))
	const tooLong = "会员密码长度为1~16位"
	assert.Equal(t, refused(9003, tooLong), set(`"12345678901234567"`))
	assert.Equal(t, refused(9003, "请求参数错误:customerPassword"), set(`""`))
	assert.Equal(t, refused(9003, "请求参数错误:customerPassword"), set(`{}`))
	assert.Contains(t, post(s, "add", `"customerInfo":{"number":"9","name":"9","phone":"9","password":"12345678901234567"}`), tooLong)
	assert.Len(t, s.Members(), 1)
}

func TestBatchUpdateCategory(t *testing.T) {
	s := shop(nil)
	a, b := uidOf(t, s, "M000110"), uidOf(t, s, "M000123")
	assert.Equal(t, done, post(s, "batchUpdateCategory", fmt.Sprintf(`"customerCategories":[
		{"customerUid":%d,"customerCategoryUid":1511175366406782539},
		{"customerNumber":"M000111","customerCategoryUid":"1393920057254848129","discount":88},
		{"customerNumber":"","customerUid":%d,"customerCategoryUid":1393920057254848131,"discount":0}]`, a, b)))
	for number, want := range map[string]string{"M000110": "员工卡 100", "M000111": "银卡 88", "M000123": "金卡 100"} {
		m := member(t, s, number)
		assert.Equal(t, want, m.Category+" "+m.Discount.String(), "no discount keeps the one that was")
	}
}

func TestABatchIsAllOrNothingUnlessSwitched(t *testing.T) {
	const rows = `"customerCategories":[
		{"customerNumber":"M000110","customerCategoryUid":1393920057254848131},
		{"customerNumber":"nobody","customerCategoryUid":1393920057254848131},
		{"customerNumber":"M000111","customerCategoryUid":1393920057254848131}]`
	for partial, want := range map[bool]string{false: "普通卡", true: "金卡"} {
		s := switched(pospalsim.Switches{BatchPartial: partial})
		assert.Equal(t, refused(2015, "会员不存在"), post(s, "batchUpdateCategory", rows))
		assert.Equal(t, want, member(t, s, "M000110").Category)
		assert.Equal(t, "普通卡", member(t, s, "M000111").Category)
		assert.Equal(t, partial, s.Requests()[0].Applied == 1)
	}
}

func TestABatchHasAHundredRowsAtMost(t *testing.T) {
	rows := func(n int) string {
		return `"customerCategories":[` + strings.TrimSuffix(strings.Repeat(`{"customerNumber":"M000110","customerCategoryUid":1393920057254848131},`, n), ",") + `]`
	}
	s := shop(nil)
	assert.Equal(t, done, post(s, "batchUpdateCategory", rows(100)))
	assert.Contains(t, post(s, "batchUpdateCategory", rows(101)), "9003")
	assert.Contains(t, post(s, "batchUpdateCategory", rows(0)), "9003")
}

func TestBadWritesAreRefusedAndChangeNothing(t *testing.T) {
	const known = `"customerUid":813951242628553689,`
	for _, c := range []struct {
		name, fields string
		code         int
	}{
		{"add", `"number":"1","name":"1","phone":"1"`, 9003}, // not nested
		{"add", `"customerInfo":{"name":"1","phone":"1"}`, 9003},
		{"add", `"customerInfo":{"number":"1","phone":"1"}`, 9003},
		{"add", `"customerInfo":{"number":"1","name":"1"}`, 9003},
		{"add", `"customerInfo":{"number":"1","name":"1","phone":"1","categoryName":"no such"}`, 2011},
		{"add", `"customerInfo":{"number":"1","name":"1","phone":"1","balance":1.001}`, 9003},
		{"add", `"customerInfo":{"number":"1","name":"1","phone":"1","point":"x"}`, 9003},
		{"add", `"customerInfo":{"number":"1","name":"1","phone":"1","discount":101}`, 9003},
		{"add", `"customerInfo":{"number":"8001","name":"1","phone":"1"}`, 2012},
		{"add", `"customerInfo":"x"`, 9003},
		{"updateBaseInfo", known + `"name":"x"`, 9003}, // not nested
		{"updateBaseInfo", `"customerInfo":{"name":"x"}`, 9003},
		{"updateBaseInfo", `"customerInfo":{"customerUid":1,"name":"x"}`, 2015},
		{"updateBaseInfo", `"customerInfo":{` + known + `"name":{}}`, 9003},
		{"updateBaseInfo", `"customerInfo":{` + known + `"enable":2}`, 9003},
		{"updateBaseInfo", `"customerInfo":{` + known + `"onAccount":-1}`, 9003},
		{"updateBaseInfo", `"customerInfo":{` + known + `"discount":-1}`, 9003},
		{"updateBaseInfo", `"customerInfo":{` + known + `"discount":[]}`, 9003},
		{"updateBaseInfo", `"customerInfo":{` + known + `"name":"x","categoryName":"no such"}`, 2013},
		{"updateBaseInfo", `"customerInfo":{` + known + `"name":"x","extInfo":7}`, 9003},
		{"updateBaseInfo", `"customerInfo":{` + known + `"name":"x","extInfo":{"sex":2}}`, 9003},
		{"updateBaseInfo", `"customerInfo":{` + known + `"name":"x","extInfo":{"creditLimit":-1}}`, 9003},
		{"updateBaseInfo", `"customerInfo":{` + known + `"name":"x","extInfo":{"creditPeriod":1.5}}`, 9003},
		{"updateBaseInfo", `"customerInfo":{` + known + `"name":"x","extInfo":{"totalPoint":"x"}}`, 9003},
		{"updateBaseInfo", `"customerInfo":{` + known + `"name":"x","extInfo":{"nickName":[]}}`, 9003},
		{"updateBaseInfo", `"customerInfo":{` + known + `"name":"x","extInfo":{"lunarBirthday":[]}}`, 9003},
		{"batchUpdateCategory", ``, 9003},
		{"batchUpdateCategory", `"customerCategories":{}`, 9003},
		{"batchUpdateCategory", `"customerCategories":[null]`, 9003},
		{"batchUpdateCategory", `"customerCategories":[{` + known + `"customerNumber":"8001","customerCategoryUid":1393920057254848131}]`, 9003},
		{"batchUpdateCategory", `"customerCategories":[{"customerNumber":{},"customerCategoryUid":1393920057254848131}]`, 9003},
		{"batchUpdateCategory", `"customerCategories":[{"customerUid":"x","customerCategoryUid":1393920057254848131}]`, 9003},
		{"batchUpdateCategory", `"customerCategories":[{"customerNumber":"8001"}]`, 9003},
		{"batchUpdateCategory", `"customerCategories":[{"customerNumber":"8001","customerCategoryUid":7}]`, 2013},
		{"batchUpdateCategory", `"customerCategories":[{"customerNumber":"8001","customerCategoryUid":1393920057254848131,"discount":200}]`, 9003},
		{"updateCustomerPassword", `"customerPassword":"1"`, 9003},
		{"updateCustomerPassword", `"customerUid":1,"customerPassword":"1"`, 2015},
	} {
		s := one(t, pospalsim.Switches{})
		before := s.Members()
		assert.Contains(t, post(s, c.name, c.fields), fmt.Sprintf(`"errorCode":%d`, c.code), c.name+" "+c.fields)
		assert.Equal(t, before, s.Members())
		assert.Zero(t, s.Requests()[0].Applied)
	}
}

func TestRefusalsHaveWords(t *testing.T) {
	for code, words := range map[pospalsim.Code]string{
		pospalsim.Unknown: "未知错误", pospalsim.AddFailed: "添加会员失败", pospalsim.ChangeFailed: "修改会员失败", pospalsim.BadParameters: "请求参数错误",
	} {
		assert.EqualError(t, &pospalsim.Refusal{Code: code}, words)
	}
}

package edit_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
	"guitai/ui/uitest"
)

// wide is a vendor that takes every field and keeps texts.
func wide() *desk {
	d := newDesk()
	d.caps = backend.Capabilities{KeepsText: true, EditFields: []backend.EditField{
		backend.EditName, backend.EditPhone, backend.EditBirthday, backend.EditLunarBirthday, backend.EditGender,
		backend.EditNickname, backend.EditQQ, backend.EditEmail, backend.EditAddress, backend.EditRemarks,
		backend.EditExpires, backend.EditLevel, backend.EditRate, backend.EditCredit, backend.EditStatus}}
	d.levels = []backend.Level{{ID: "1", Name: safe.Line("普通卡")}, {ID: "2", Name: safe.Line("金卡")}, {ID: "3", Name: safe.Line("旧卡"), Disabled: true}}
	d.member.Details = &backend.Details{QQ: safe.Line("10001"), Remarks: safe.Line("常客"),
		Expires: time.Date(2030, 12, 31, 23, 59, 59, 0, uitest.Shanghai())}
	d.member.Rate, d.member.RateFrom = rate("0.9"), backend.RateLevel
	d.member.Points = money.WholePoints(30)
	return d
}

func rate(literal string) money.Rate {
	r, _ := money.ParseRate(literal)
	return r
}

// downTo moves the caret so many fields down.
func downTo(p *uitest.Pump, n int) {
	for range n {
		p.Keys("Down")
	}
}

// toCheck goes to the last field's Enter, which shows the page to check.
func toCheck(p *uitest.Pump) {
	for range 20 {
		p.Keys("Down")
	}
	p.Keys("Enter")
	p.Advance(time.Second)
}

func TestEveryFieldThatTheVendorTakesIsThereAndScrolls(t *testing.T) {
	p := counter(t, "zh", wide(), 80, 24)
	p.See("姓名", "第 1 项，共 17 项")
	p.DontSee("还款天数")
	for _, label := range []string{"姓名", "手机", "生日", "农历生日", "性别", "昵称", "QQ", "邮箱", "地址", "备注", "有效期至", "等级", "会员折扣", "赊账", "赊账限额", "还款天数", "状态"} {
		p.See("▸ " + label)
		if label == "等级" {
			p.See("影响价格与权限，要多按一次 F10")
		}
		p.Keys("Down")
	}
	p.See("第 17 项，共 17 项")
}

func TestTextsThatCannotBeEmptiedSaySo(t *testing.T) {
	d := wide()
	p := counter(t, "zh", d, 80, 24)
	downTo(p, 6)
	p.See("只能改，不能清空")
	p.Keys("Ctrl+U")
	toCheck(p)
	p.See("这一项不能清空", "10001")
	d = wide()
	d.caps.KeepsText = false
	p = counter(t, "zh", d, 80, 24)
	downTo(p, 6)
	p.DontSee("只能改")
	p.Keys("Ctrl+U")
	toCheck(p)
	p.See("QQ", "（空）")
	p.Keys("F10")
	p.See("✔ 已保存")
	assert.Equal(t, []backend.Edit{{QQ: pointer("")}}, d.sent())
}

func TestDetailsAreSavedAtOnce(t *testing.T) {
	d := wide()
	p := counter(t, "zh", d, 80, 24)
	downTo(p, 5)
	p.Type("小二")
	downTo(p, 4)
	p.Keys("Ctrl+U")
	p.Type("靠窗")
	p.Keys("Down", "Ctrl+U")
	p.Type("2031-6-30")
	toCheck(p)
	p.See("昵称", "备注", "2030-12-31", "2031-06-30")
	p.Keys("F10")
	p.See("✔ 已保存", "小二", "靠窗")
	assert.Equal(t, []backend.Edit{{Nickname: pointer("小二"), Remarks: pointer("靠窗"),
		Expires: &backend.Date{Year: 2031, Month: time.June, Day: 30}}}, d.sent())
}

func TestPricesAndRightsAreConfirmedTwice(t *testing.T) {
	d := wide()
	p := counter(t, "zh", d, 80, 24)
	downTo(p, 11)
	p.See("普通卡", "▸金卡")
	p.DontSee("旧卡")
	p.Keys("Left", "Down")
	p.See("没有自己的折扣，现按等级：9折")
	p.Type("85")
	p.Keys("Down", "Right", "Down")
	p.Type("500")
	p.Keys("Down")
	p.Type("30")
	toCheck(p)
	p.See("等级", "普通卡", "85% · 8.5折", "不可赊账", "可赊账，最低到 -500.00 元 · 30 天内还清")
	p.Keys("F10")
	p.See("再按一次 F10 才保存")
	assert.Empty(t, d.sent())
	p.Rapid("F10")
	p.See("刚刚显示")
	assert.Empty(t, d.sent())
	p.Advance(time.Second)
	p.Keys("F10")
	p.See("✔ 已保存", "85% · 8.5折")
	sent := d.sent()[0]
	assert.Equal(t, "普通卡", *sent.LevelName)
	assert.True(t, sent.Rate.Equal(rate("0.85")))
	assert.True(t, *sent.OnCredit)
	assert.Equal(t, "500.00", sent.CreditLimit.String())
	assert.Equal(t, 30, *sent.CreditDays)
	assert.Nil(t, sent.Status)
}

func TestCreditIsTakenAway(t *testing.T) {
	d := wide()
	d.member.Credit = &backend.Credit{Limit: money.Must("500"), Days: 30}
	p := counter(t, "zh", d, 80, 24)
	downTo(p, 13)
	p.See("▸可赊账")
	p.Keys("Left")
	toCheck(p)
	p.See("可赊账，最低到 -500.00 元 · 30 天内还清", "不可赊账")
	p.Keys("F10")
	p.Advance(time.Second)
	p.Keys("F10")
	p.See("✔ 已保存")
	assert.Equal(t, []backend.Edit{{OnCredit: pointer(false)}}, d.sent())
}

func TestDeletingIsAskedInWords(t *testing.T) {
	d := wide()
	p := counter(t, "zh", d, 80, 24)
	downTo(p, 16)
	p.Keys("Right", "Right")
	toCheck(p)
	p.See("状态", "正常", "删除")
	p.Keys("F10")
	p.See("删除这位会员？", "余额 500.00 元和积分 30", "不能恢复")
	p.Advance(time.Second)
	p.Keys("Enter")
	p.See("请核对")
	assert.Empty(t, d.sent(), "Enter alone stays")
	p.Keys("F10")
	p.Advance(time.Second)
	p.Keys("Tab", "Enter")
	p.See("✔ 8001 已删除")
	assert.Equal(t, []backend.Edit{{Status: pointer(backend.StatusClosed)}}, d.sent())
	p.Keys("Enter")
	p.See("HOME")
}

func TestWrongTermsAreSaidAtTheirField(t *testing.T) {
	for typed, c := range map[string]struct {
		at   int
		says string
	}{
		"2030-02-30": {10, "没有这一天"}, "0": {12, "请填 0.01 到 100"}, "101": {12, "请填 0.01 到 100"}, "x": {12, "请填 0.01 到 100"},
		"-5": {14, "金额不能是负数"}, "40000": {15, "请填 0 到 36500"},
	} {
		p := counter(t, "zh", wide(), 80, 24)
		downTo(p, 13)
		p.Keys("Right")
		for range 20 {
			p.Keys("Up")
		}
		downTo(p, c.at)
		p.Keys("Ctrl+U")
		p.Type(typed)
		toCheck(p)
		p.See(c.says)
	}
}

func TestLevelsThatCannotBeReadAreReadAgain(t *testing.T) {
	d := wide()
	d.noLevels = &backend.Error{Kind: backend.KindTimeout}
	p := counter(t, "zh", d, 80, 24)
	downTo(p, 11)
	p.See("没有读到等级")
	d.elsewhere(func(*backend.Member) { d.noLevels = nil })
	p.Keys("Enter")
	p.See("普通卡")
}

func TestAVendorThatKeepsItIsBelieved(t *testing.T) {
	d := wide()
	d.stubborn = true
	p := counter(t, "zh", d, 80, 24)
	downTo(p, 12)
	p.Type("85")
	toCheck(p)
	p.Keys("F10")
	p.Advance(time.Second)
	p.Keys("F10")
	p.See("有的项没有改成", "会员折扣：填的是 85% · 8.5折，会员系统现在是 （空）")
}

func TestHowTheWideFormLooks(t *testing.T) {
	for _, language := range []string{"zh", "en"} {
		for _, size := range []struct {
			name string
			w, h int
		}{{"80x24", 80, 24}, {"120x40", 120, 40}} {
			p := counter(t, language, wide(), size.w, size.h)
			downTo(p, 5)
			p.Type("Anna")
			downTo(p, 6)
			p.Keys("Left", "Down")
			p.Golden("wide-" + language + "-" + size.name + "-form")
			p.Type("85")
			p.Keys("Down", "Right", "Down")
			p.Type("500")
			toCheck(p)
			p.Golden("wide-" + language + "-" + size.name + "-check")
			p.Keys("F10")
			p.Golden("wide-" + language + "-" + size.name + "-again")
			p.Advance(time.Second)
			p.Keys("F10")
			p.Golden("wide-" + language + "-" + size.name + "-saved")
		}
	}
}

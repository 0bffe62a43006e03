package open_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"guitai/backend"
	"guitai/ui/uitest"
)

type keeper struct{ backend.PasswordKeeper }

// wide is a vendor that takes every field.
func wide() *desk {
	d := newDesk()
	d.levels = append(d.levels, backend.Level{ID: "9", Disabled: true})
	d.caps = backend.Capabilities{Passwords: keeper{}, KeepsText: true, EditFields: []backend.EditField{
		backend.EditName, backend.EditPhone, backend.EditBirthday, backend.EditLunarBirthday, backend.EditGender,
		backend.EditNickname, backend.EditQQ, backend.EditEmail, backend.EditAddress, backend.EditRemarks,
		backend.EditExpires, backend.EditLevel, backend.EditRate, backend.EditCredit, backend.EditStatus}}
	return d
}

// begin fills in what every vendor takes and stands on the gender.
func begin(p *uitest.Pump) {
	p.Scan("6901234567")
	p.Keys("Enter")
	p.Type("王小二")
	p.Keys("Enter")
	p.Type("13800138000")
	p.Keys("Enter")
}

func finish(p *uitest.Pump) {
	for range 20 {
		p.Keys("Down")
	}
	p.Keys("Enter")
	p.Advance(time.Second)
}

func TestEveryFieldThatTheVendorTakesIsOffered(t *testing.T) {
	p := counter(t, "zh", wide(), "", 80, 24)
	p.DontSee("9#")
	seen := ""
	for range 19 {
		seen += p.Screen()
		p.Keys("Down")
	}
	for _, label := range []string{"卡号", "等级", "姓名", "手机", "性别", "生日", "农历生日", "昵称", "QQ", "邮箱", "地址", "备注", "有效期至", "会员折扣", "赊账", "赊账限额", "会员密码", "再输一遍"} {
		assert.Contains(t, seen, "▸ "+label)
	}
	for _, label := range []string{"余额", "积分", "状态", "还款天数"} {
		assert.NotContains(t, seen, label)
	}
}

func TestACardWithAllItsDetailsIsOpened(t *testing.T) {
	d := wide()
	p := counter(t, "zh", d, "", 80, 24)
	begin(p)
	for _, typed := range []string{"", "1999-9-9", "1999-07-30", "小二", "10001", "a@b.cn", "澳门", "常客", "2030-12-31", "85"} {
		p.Type(typed)
		p.Keys("Enter")
	}
	p.Keys("Right", "Enter")
	p.Type("500")
	p.Keys("Enter")
	p.Type("8642")
	p.Keys("Enter")
	p.Type("8642")
	p.Keys("Enter")
	p.Advance(time.Second)
	p.See("请核对", "85% · 8.5折", "可赊账，最低到 -500.00 元", "••••  共 4 个字符", "2030-12-31")
	p.DontSee("8642")
	p.Keys("F10")
	p.See("MEMBER 6901234567")
	card := d.cards()[0]
	assert.Equal(t, "1999-09-09", card.Birthday.String())
	assert.Equal(t, "2030-12-31", card.Expires.String())
	assert.Equal(t, "0.85", card.Rate.String())
	assert.True(t, card.OnCredit)
	assert.Equal(t, "500.00", card.CreditLimit.String())
	assert.Equal(t, "8642", card.Password)
	assert.Equal(t, []string{"1999-07-30", "小二", "10001", "a@b.cn", "澳门", "常客"},
		[]string{card.LunarBirthday, card.Nickname, card.QQ, card.Email, card.Address, card.Remarks})
}

func TestCreditIsOffUnlessChosen(t *testing.T) {
	d := wide()
	p := counter(t, "zh", d, "", 80, 24)
	begin(p)
	finish(p)
	p.See("赊账", "不可赊账")
	p.Keys("F10")
	p.See("MEMBER")
	assert.Equal(t, backend.NewMember{Number: "6901234567", LevelID: "1", Name: "王小二", Phone: "13800138000"}, d.cards()[0])
}

func TestTwoPasswordsThatDifferAreTypedAnew(t *testing.T) {
	d := wide()
	p := counter(t, "zh", d, "", 80, 24)
	begin(p)
	for range 12 {
		p.Keys("Down")
	}
	p.Type("1234")
	p.Keys("Down")
	p.Type("1235")
	p.Keys("Enter")
	p.See("两次不一样")
	p.DontSee("•", "请核对")
}

func TestWrongDetailsAreSaidAtTheirField(t *testing.T) {
	for typed, c := range map[string]struct {
		at   int
		says string
	}{
		"2030-01-01": {1, "没有这一天"}, "2020-01-01": {8, "没有这一天"}, "1200": {9, "请填 0.01 到 100"},
	} {
		p := counter(t, "zh", wide(), "", 80, 24)
		begin(p)
		for range c.at {
			p.Keys("Down")
		}
		p.Type(typed)
		finish(p)
		p.See(c.says)
	}
}

func TestLevelsThatArriveLateLoseNoPassword(t *testing.T) {
	d := wide()
	d.noLevels = &backend.Error{Kind: backend.KindTimeout}
	p := counter(t, "zh", d, "6901234567", 80, 24)
	p.Keys("PgDn", "PgDn", "Up")
	p.Type("1234")
	p.See("••••")
	p.Keys("PgUp", "PgUp", "Down")
	d.mu.Lock()
	d.noLevels = nil
	d.mu.Unlock()
	p.Keys("Enter")
	p.See("▸普通卡")
	p.Keys("PgDn", "PgDn")
	p.See("••••")
}

func TestTheEndOfALongFormIsNear(t *testing.T) {
	p := counter(t, "zh", wide(), "", 80, 24)
	begin(p)
	p.Keys("PgDn", "PgDn", "Enter")
	p.See("请核对")
}

func TestHowTheWideFormLooks(t *testing.T) {
	for _, language := range []string{"zh", "en"} {
		for _, size := range []struct {
			name string
			w, h int
		}{{"80x24", 80, 24}, {"120x40", 120, 40}} {
			p := counter(t, language, wide(), "", size.w, size.h)
			begin(p)
			p.Keys("Down", "Down", "Down")
			p.Type(strings.Repeat("小", 5))
			p.Golden("wide-" + language + "-" + size.name + "-form")
			for range 9 {
				p.Keys("Down")
			}
			p.Type("8642")
			p.Keys("Down")
			p.Type("8642")
			p.Keys("Enter")
			p.Advance(time.Second)
			p.Golden("wide-" + language + "-" + size.name + "-check")
		}
	}
}

package cli

import (
	"crypto/md5"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/money"
	"guitai/backend/sim/pospalsim"
	"guitai/ui/uitest"
)

// pospalShift is a counter on Pospal with the vendor's own books.
type pospalShift struct {
	*uitest.Story
	vendor *pospalsim.Server
}

func openPospal(t *testing.T, language string, width, height int) *pospalShift {
	t.Helper()
	server := pospalsim.New(pospalsim.Options{History: pospalsim.ShortHistory, Clock: uitest.Morning})
	story, _ := openCounter(t, language, width, height, "pospal", server)
	return &pospalShift{story, server}
}

func (s *pospalShift) member(t *testing.T, number string) pospalsim.Member {
	t.Helper()
	m, ok := s.vendor.Numbered(number)
	require.True(t, ok)
	return m
}

func (s *pospalShift) opens(number string) { s.Scans(number).Sees("最近记录") }

func TestABillThatTheCardDoesNotCoverIsOneOperationWithTwoLegs(t *testing.T) {
	s := openPospal(t, "zh", 80, 24)
	s.opens("M000110")
	s.Presses("F3").Types("150").Presses("Enter").Sees("请核对", "还需另收", "50.00", "另收方式").Waits(time.Second)
	s.Presses("F10").Sees("请先选另收的钱怎么付").DoesNotSee("✔ 已扣")
	s.Presses("w").Sees("✔ w 微信").Presses("F10").Sees("另收", "50.00").Waits(time.Second)
	s.Presses("F10").Sees("已收齐")
	assert.Equal(t, "0.00", s.member(t, "M000110").Balance.String())
	assert.Len(t, s.vendor.Changes(s.member(t, "M000110").UID), 1)
}

func TestCreditGoesBelowZeroOnlyAsFarAsItMayAndIsAskedForTwice(t *testing.T) {
	s := openPospal(t, "zh", 80, 24)
	m := s.member(t, "M000102")
	s.opens("M000102")
	bill := m.Balance.Add(money.Must("10"))
	s.Presses("F3").Types(bill.String()).Presses("Enter").Sees("请核对", "赊账").Waits(time.Second)
	s.Presses("F10").Sees("再按一次").DoesNotSee("✔ 已扣").Waits(time.Second).Presses("F10").Sees("✔ 已扣")
	assert.Negative(t, s.member(t, "M000102").Balance.Sign())
}

func TestALargeBillAsksForTheMembersPassword(t *testing.T) {
	s := openPospal(t, "zh", 80, 24)
	number, password := "", ""
	for _, m := range s.vendor.Members() {
		for i := range 100 {
			word := fmt.Sprintf("%06d", 100000+i)
			if fmt.Sprintf("%X", md5.Sum([]byte(word))) == m.PasswordMD5 && m.Balance.Cmp(money.Must("700")) > 0 && m.Enable == pospalsim.Enabled && m.Expiry == "" {
				number, password = m.Number, word
			}
		}
	}
	require.NotEmpty(t, number)
	s.opens(number)
	s.Presses("F3").Types("600").Presses("Enter").Sees("密码").DoesNotSee("请核对", password)
	s.Types("999999").Presses("Enter").Sees("✗").DoesNotSee("请核对", "999999")
	s.Types(password).DoesNotSee(password).Presses("Enter").Sees("请核对").Waits(time.Second).Presses("F10").Sees("✔ 已扣")
}

func TestAPhoneThatTwoMembersShareIsAPicker(t *testing.T) {
	s := openPospal(t, "zh", 80, 24)
	a, b := s.member(t, "M000115"), s.member(t, "M000116")
	require.Equal(t, a.Phone, b.Phone)
	s.Types(a.Phone).Presses("Enter").Sees("M000115", "M000116", "找到 2 位")
}

func TestNothingIsAskedWhileSomebodyTypes(t *testing.T) {
	s := openPospal(t, "zh", 80, 24)
	s.Types("13800001").Waits(5 * time.Second)
	assert.Empty(t, s.vendor.Requests())
	s.Presses("Enter").Waits(time.Second)
	assert.NotEmpty(t, s.vendor.Requests())
}

func TestAMemberReadLatelyIsFoundByAPartOfTheName(t *testing.T) {
	s := openPospal(t, "zh", 80, 24)
	name := s.member(t, "M000110").Name
	s.opens("M000110")
	s.Presses("Esc", "Ctrl+U").Types(string([]rune(name)[:2])).Presses("Enter").Sees("M000110")
}

func TestADisabledCardTakesNoMoney(t *testing.T) {
	s := openPospal(t, "zh", 80, 24)
	s.opens("M000112")
	s.Presses("F3").Types("1").Presses("Enter").DoesNotSee("请核对").Sees("✗")
}

func TestWhenTheCallsAreGoneOnlyOpenOperationsMayCall(t *testing.T) {
	s := openPospal(t, "zh", 80, 24)
	s.opens("M000110")
	require.True(t, s.vendor.Spend(300-s.vendor.Used()))
	s.Presses("Ctrl+R").Sees("次数已用完")
	s.Presses("Esc").Scans("M000112").Sees("次数已用完")
}

func TestHistoryJoinsTheVendorsLogWithOurJournalAndSaysWhatItCannotSee(t *testing.T) {
	s := openPospal(t, "zh", 120, 40)
	s.opens("M000110")
	s.Presses("F3").Types("20").Presses("Enter").Sees("请核对").Waits(time.Second).Presses("F10").Sees("✔ 已扣 20.00").Waits(time.Second)
	s.Presses("Enter", "F5").Sees("消费", "20.00", "本机账本")
}

// palette opens a line of F9 by a part of its name.
func (s *pospalShift) palette(name string) { s.Presses("F9").Types(name).Presses("Enter") }

func TestTheLevelsOfTheShop(t *testing.T) {
	s := openPospal(t, "zh", 80, 24)
	s.palette("会员等级")
	s.Sees("金卡", "8折", "已停用", "旧年卡")
}

func TestOneMemberIsGivenAnotherLevel(t *testing.T) {
	s := openPospal(t, "zh", 80, 24)
	s.opens("M000101")
	s.palette("改这位")
	s.Sees("银卡", "金卡").Presses("Down", "Down", "Enter").Sees("改成：金卡", "→ 金卡").Waits(time.Second)
	s.PressesTwice("F10").Sees("已改").Waits(time.Second)
	assert.Equal(t, "金卡", s.member(t, "M000101").Category)
}

func TestSeveralMembersAreGivenAnotherLevelByTheirNumbers(t *testing.T) {
	s := openPospal(t, "zh", 80, 24)
	s.palette("会员等级")
	s.Sees("金卡").Presses("Down", "Down", "Enter").Pastes("M000101 M000110\nM009999").Waits(time.Second).Sees("M009999", "✗ 没有", "可改 2")
	s.Presses("Enter").Sees("请核对", "→ 金卡").Waits(time.Second)
	assert.Equal(t, "银卡", s.member(t, "M000101").Category)
	s.PressesTwice("F10").Sees("已改").Waits(time.Second)
	assert.Equal(t, "金卡", s.member(t, "M000101").Category)
	assert.Equal(t, "金卡", s.member(t, "M000110").Category)
}

func TestAMembersPasswordIsSetWithoutShowingIt(t *testing.T) {
	s := openPospal(t, "zh", 80, 24)
	s.opens("M000110")
	s.palette("密码")
	s.Sees("新密码").Types("hunter22").DoesNotSee("hunter22").Presses("Tab").Types("hunter23").Presses("Enter").Sees("✗ 两次不一样")
	s.Types("hunter22").Presses("Tab").Types("hunter22").Presses("Enter").Sees("F10").DoesNotSee("hunter22").Waits(time.Second)
	s.PressesTwice("F10").Waits(time.Second)
	assert.Equal(t, fmt.Sprintf("%X", md5.Sum([]byte("hunter22"))), s.member(t, "M000110").PasswordMD5)
}

func TestSubsidiesHaveAPeriodAndASum(t *testing.T) {
	s := openPospal(t, "zh", 120, 40)
	s.palette("补贴记录")
	s.Presses("a").Sees("补贴", "元")
}

func TestTheRechargesOfAllStoresAddUp(t *testing.T) {
	s := openPospal(t, "zh", 120, 40)
	s.palette("全店充值")
	s.Sees("本金", "赠送", "demo01", "笔").Presses("Tab").Sees("现金", "合计")
}

func TestAnEditSendsWhatChangedAndReadsItBack(t *testing.T) {
	s := openPospal(t, "zh", 80, 24)
	before := s.member(t, "M000110")
	s.opens("M000110")
	s.Presses("F6").Sees("修改资料", "姓名").Presses("Ctrl+U").Types("黄俊杰")
	for range 30 {
		s.Presses("Tab")
	}
	s.Presses("Enter").Sees("请核对", "黄俊辉", "黄俊杰").Waits(time.Second).PressesTwice("F10").Sees("已保存")
	after := s.member(t, "M000110")
	assert.Equal(t, "黄俊杰", after.Name)
	assert.Equal(t, before.Phone, after.Phone)
	assert.Equal(t, before.Category, after.Category)
}

func TestACardIsOpenedWithoutCreditAndWithoutABalance(t *testing.T) {
	s := openPospal(t, "zh", 80, 24)
	s.Presses("F7").Sees("开卡", "卡号").Types("NEW-1").Presses("Tab", "Tab").Types("新会员").Presses("Tab").Types("13912345678")
	for range 30 {
		s.Presses("Tab")
	}
	s.Presses("Enter").Sees("NEW-1", "新会员").Waits(time.Second).PressesTwice("F10").Waits(time.Second)
	m := s.member(t, "NEW-1")
	assert.False(t, m.OnAccount)
	assert.True(t, m.Balance.IsZero() && m.Points.IsZero())
	assert.Equal(t, "13912345678", m.Phone)
}

func TestTheVendorsOwnScreensAreHiddenWithAReasonWhereThereAreNone(t *testing.T) {
	s := openShop(t, "zh", 80, 24, nil)
	s.Scans("M000123").Sees("最近记录").Presses("F9").Types("密码").Sees("不提供")
}

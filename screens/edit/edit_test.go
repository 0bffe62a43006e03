package edit_test

import (
	"context"
	"flag"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
	"guitai/keymap"
	"guitai/screens/edit"
	"guitai/ui"
	"guitai/ui/shell"
	"guitai/ui/uitest"
)

var _ = flag.Bool("update", false, "write the goldens anew")

// desk is a vendor with one member.
type desk struct {
	mu             sync.Mutex
	member         backend.Member
	unread, refuse error
	// stubborn keeps the record as it is whatever is sent.
	stubborn bool
	// meanwhile changes the record just before the next edit.
	meanwhile func(*backend.Member)
	reads     int
	edits     []backend.Edit
	hold      chan struct{}
	caps      backend.Capabilities
	levels    []backend.Level
	noLevels  error
}

func (d *desk) Capabilities() backend.Capabilities { return d.caps }

func (d *desk) Levels(context.Context) ([]backend.Level, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.levels, d.noLevels
}

func newDesk() *desk {
	return &desk{member: backend.Member{
		ID: "8001", Number: safe.Line("8001"), Name: safe.Line("王小二"), Phone: safe.Line("13800138000"),
		Level: backend.Level{Name: safe.Line("金卡")}, Status: backend.Status{Kind: backend.StatusNormal},
		Balance: money.Must("500.00"), Birthday: backend.Date{Year: 1990, Month: time.January, Day: 31}, Gender: backend.GenderMale,
	}}
}

func (d *desk) Member(context.Context, string) (backend.Member, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.reads++
	return d.member, d.unread
}

func (d *desk) Edit(_ context.Context, _ string, change backend.Edit) (backend.Member, error) {
	d.mu.Lock()
	d.edits = append(d.edits, change)
	hold := d.hold
	d.mu.Unlock()
	if hold != nil {
		<-hold
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.meanwhile != nil {
		d.meanwhile(&d.member)
	}
	if d.refuse == nil && !d.stubborn {
		apply(&d.member, change)
	}
	return d.member, d.refuse
}

func apply(m *backend.Member, change backend.Edit) {
	text := func(into *safe.Text, from *string) {
		if from != nil {
			*into = safe.Line(*from)
		}
	}
	text(&m.Name, change.Name)
	text(&m.Phone, change.Phone)
	text(&m.Level.Name, change.LevelName)
	if m.Details != nil {
		d := *m.Details
		text(&d.QQ, change.QQ)
		text(&d.Email, change.Email)
		text(&d.Address, change.Address)
		text(&d.Remarks, change.Remarks)
		text(&d.Nickname, change.Nickname)
		text(&d.LunarBirthday, change.LunarBirthday)
		if e := change.Expires; e != nil {
			d.Expires = time.Date(e.Year, e.Month, e.Day, 23, 59, 59, 0, uitest.Shanghai())
		}
		m.Details = &d
	}
	if change.Birthday != nil {
		m.Birthday = *change.Birthday
	}
	if change.Gender != nil {
		m.Gender = *change.Gender
	}
	applyTerms(m, change)
}

func applyTerms(m *backend.Member, change backend.Edit) {
	if change.Rate != nil {
		m.Rate, m.RateFrom = *change.Rate, backend.RateMember
	}
	if change.OnCredit != nil {
		m.Credit = nil
		if *change.OnCredit {
			m.Credit = &backend.Credit{}
		}
	}
	if change.CreditLimit != nil {
		m.Credit.Limit = *change.CreditLimit
	}
	if change.CreditDays != nil {
		m.Credit.Days = *change.CreditDays
	}
	if change.Status != nil {
		m.Status.Kind = *change.Status
	}
}

// elsewhere changes the record as another till would.
func (d *desk) elsewhere(change func(*backend.Member)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	change(&d.member)
}

func (d *desk) sent() []backend.Edit {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.edits
}

// home opens the screen for a member as it was found, which is out of date.
type home struct{}

func (home) Init() ui.Cmd        { return nil }
func (home) SetSize(int, int)    {}
func (home) Scope() keymap.Scope { return keymap.ScopeMember }
func (home) Title() string       { return "HOME" }
func (home) View() string        { return "HOME" }
func (home) Offers() []ui.Offer  { return []ui.Offer{{Action: keymap.Edit}} }
func (home) Update(msg ui.Msg) ui.Cmd {
	if i, ok := msg.(ui.Intent); ok && i.Action == keymap.Edit {
		found := backend.Member{ID: "8001", Number: safe.Line("8001"), Name: safe.Line("旧名字")}
		return ui.Tell(ui.Open{Screen: ui.ScreenEdit, Args: ui.Args{Member: &found}})
	}
	return nil
}

func counter(t *testing.T, language string, d *desk, width, height int) *uitest.Pump {
	env := uitest.Env(t, language)
	p := uitest.New(t, env, shell.New(env, map[ui.ScreenID]ui.Maker{
		ui.ScreenSearch: func(*ui.Env, ui.Args) ui.Screen { return home{} },
		ui.ScreenEdit:   func(e *ui.Env, a ui.Args) ui.Screen { return edit.New(e, a, d) },
	}, shell.Options{Home: ui.ScreenSearch}), width, height)
	p.Keys("F6")
	return p
}

// rename types another name and goes to the page to check.
func rename(p *uitest.Pump, name string) {
	p.Keys("Ctrl+U")
	p.Type(name)
	check(p)
}

func check(p *uitest.Pump) {
	p.Keys("Tab", "Tab", "Tab", "Enter")
	p.Advance(time.Second)
}

func pointer[T any](v T) *T { return &v }

func TestOnlyWhatChangedIsSentAndTheRecordIsReadBack(t *testing.T) {
	d := newDesk()
	p := counter(t, "zh", d, 80, 24)
	p.See("王小二", "138****8000", "1990-01-31")
	p.DontSee("13800138000", "旧名字")
	rename(p, "王大二")
	p.See("请核对", "原来", "改为", "王大二", "按 F10 保存")
	p.DontSee("生日")
	p.Keys("F10")
	p.See("✔ 已保存", "王大二", "138****8000")
	assert.Equal(t, []backend.Edit{{Name: pointer("王大二")}}, d.sent())
	p.Keys("Enter")
	p.See("HOME")
}

func TestEveryFieldCanChange(t *testing.T) {
	d := newDesk()
	p := counter(t, "zh", d, 80, 24)
	p.Keys("Ctrl+U")
	p.Type("Anna")
	p.Keys("Enter")
	p.Type("66112233")
	p.Keys("Enter", "Ctrl+U")
	p.Type("1999-9-9")
	p.Keys("Enter", "Right", "Enter")
	p.Advance(time.Second)
	p.See("138****8000", "66112233", "1999-09-09", "女")
	p.Keys("F10")
	p.See("✔ 已保存", "66**2233")
	assert.Equal(t, []backend.Edit{{Name: pointer("Anna"), Phone: pointer("66112233"),
		Birthday: &backend.Date{Year: 1999, Month: time.September, Day: 9}, Gender: pointer(backend.GenderFemale)}}, d.sent())
}

func TestAnImpatientHandSavesOnce(t *testing.T) {
	d := newDesk()
	d.hold = make(chan struct{})
	p := counter(t, "zh", d, 80, 24)
	rename(p, "王大二")
	p.Rapid("F10", "F10")
	p.See("正在保存")
	close(d.hold)
	p.See("✔ 已保存")
	p.Keys("F10")
	assert.Len(t, d.sent(), 1)
}

func TestF10RightBehindTheFormIsDeaf(t *testing.T) {
	d := newDesk()
	p := counter(t, "zh", d, 80, 24)
	p.Keys("Ctrl+U", "x", "Tab", "Tab", "Tab")
	p.Rapid("Enter", "F10")
	p.Keys("F10")
	p.See("刚刚显示")
	assert.Empty(t, d.sent())
}

func TestNothingChangedIsSaid(t *testing.T) {
	d := newDesk()
	p := counter(t, "zh", d, 80, 24)
	check(p)
	p.See("没有改动")
	p.Keys("Esc")
	p.See("HOME")
	assert.Equal(t, 1, d.reads, "nothing to check is no reason to read again")
}

func TestAFieldCannotBeEmptied(t *testing.T) {
	for name, c := range map[string]struct {
		keys []string
		back string
	}{
		"name":     {[]string{"Ctrl+U"}, "王小二"},
		"phone":    {[]string{"Tab", "Backspace"}, "138****8000"},
		"birthday": {[]string{"Tab", "Tab", "Ctrl+U"}, "1990-01-31"},
		"gender":   {[]string{"Tab", "Tab", "Tab", "Left"}, "▸男"},
	} {
		t.Run(name, func(t *testing.T) {
			p := counter(t, "zh", newDesk(), 80, 24)
			p.Keys(c.keys...)
			check(p)
			p.See("这一项不能清空", c.back)
		})
	}
}

func TestWhatIsWrongIsSaidAtTheField(t *testing.T) {
	for typed, says := range map[string]string{"1999-2-30": "没有这一天", "2026-03-03": "没有这一天", "1899-01-01": "没有这一天", "yesterday": "没有这一天"} {
		p := counter(t, "zh", newDesk(), 80, 24)
		p.Keys("Tab", "Tab", "Ctrl+U")
		p.Type(typed)
		check(p)
		p.See(says)
	}
	p := counter(t, "zh", newDesk(), 80, 24)
	p.Keys("Tab")
	p.Type("12")
	check(p)
	p.See("手机号只能是数字")
}

func TestBirthdaysAreTakenHoweverTheyAreWritten(t *testing.T) {
	want := backend.Date{Year: 1999, Month: time.September, Day: 9}
	for _, typed := range []string{"1999-9-9", "1999/09/09", "1999.9.9", "19990909", "1999年9月9日", "１９９９－９－９"} {
		d := newDesk()
		p := counter(t, "zh", d, 80, 24)
		p.Keys("Tab", "Tab", "Ctrl+U")
		p.Paste(typed)
		check(p)
		p.Keys("F10")
		p.See("✔ 已保存")
		assert.Equal(t, want, *d.sent()[0].Birthday, typed)
	}
}

func TestWhatSomebodyElseChangedIsShownBeforeF10(t *testing.T) {
	d := newDesk()
	p := counter(t, "zh", d, 80, 24)
	d.elsewhere(func(m *backend.Member) { m.Name, m.Gender = safe.Line("王二"), backend.GenderFemale })
	rename(p, "王大二")
	p.See("姓名在此期间被别处改过：王小二 → 王二", "性别在此期间被别处改过：男 → 女", "原来  王二")
	p.Keys("F10")
	p.See("✔ 已保存", "女")
	assert.Equal(t, []backend.Edit{{Name: pointer("王大二")}}, d.sent(), "the other's change stays")
}

func TestWhatSomebodyElseDidAlreadyIsNotSent(t *testing.T) {
	d := newDesk()
	p := counter(t, "zh", d, 80, 24)
	d.elsewhere(func(m *backend.Member) { m.Name = safe.Line("王大二") })
	rename(p, "王大二")
	p.See("会员系统里已经是这样")
	assert.Empty(t, d.sent())
}

func TestTheRecordReadBackIsBelieved(t *testing.T) {
	d := newDesk()
	d.stubborn = true
	d.meanwhile = func(m *backend.Member) { m.Birthday = backend.Date{Year: 1991, Month: time.May, Day: 1} }
	p := counter(t, "zh", d, 80, 24)
	rename(p, "王大二")
	p.Keys("F10")
	p.See("有的项没有改成", "姓名：填的是 王大二，会员系统现在是 王小二", "生日在此期间被别处改过：1990-01-31 → 1991-05-01")
}

func TestALostAnswerLosesNothing(t *testing.T) {
	d := newDesk()
	d.refuse = &backend.Error{Kind: backend.KindTimeout}
	p := counter(t, "zh", d, 80, 24)
	rename(p, "王大二")
	p.Keys("F10")
	p.See("可能已经改了，也可能没有", "填写的内容都还在", "王大二")
	d.elsewhere(func(m *backend.Member) { m.Name = safe.Line("王大二") })
	p.Keys("Enter")
	p.See("会员系统里已经是这样")
	assert.Len(t, d.sent(), 1)
}

func TestARefusalStandsAtItsField(t *testing.T) {
	d := newDesk()
	d.refuse = &backend.Error{Kind: backend.KindInvalid, Field: "name"}
	p := counter(t, "zh", d, 80, 24)
	rename(p, "王大二")
	p.Keys("F10")
	p.See("会员系统不接受这一项", "王大二")
}

func TestARecordThatCannotBeReadIsReadAgain(t *testing.T) {
	d := newDesk()
	d.unread = &backend.Error{Kind: backend.KindUnreachable}
	p := counter(t, "zh", d, 80, 24)
	p.See("什么也没有发出", "按 Enter 再读一次")
	d.elsewhere(func(*backend.Member) { d.unread = nil })
	p.Keys("Enter")
	p.See("王小二", "1990-01-31")
	d.elsewhere(func(*backend.Member) { d.unread = &backend.Error{Kind: backend.KindTimeout} })
	rename(p, "王大二")
	p.See("没有及时回应", "王大二")
	require.Empty(t, d.sent())
}

func TestWhoeverLeavesIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		says string
	}{
		"saved":   {nil, "✔ 8001 资料已保存"},
		"lost":    {&backend.Error{Kind: backend.KindTimeout}, "8001 的资料可能已经改了"},
		"refused": {&backend.Error{Kind: backend.KindAccess}, "✘ 8001 没有保存"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk()
			d.hold, d.refuse = make(chan struct{}), c.err
			p := counter(t, "zh", d, 120, 40)
			rename(p, "王大二")
			p.Keys("F10", "Esc")
			p.See("HOME")
			close(d.hold)
			p.See(c.says)
		})
	}
}

func TestEscAsksOnlyWhenSomethingWouldBeLost(t *testing.T) {
	p := counter(t, "zh", newDesk(), 80, 24)
	p.Type("x")
	p.Keys("Esc")
	p.See("放弃填写？")
	p.Advance(time.Second)
	p.Keys("Tab", "Enter")
	p.See("HOME")
}

func TestScansAreTextButNeverChoices(t *testing.T) {
	p := counter(t, "zh", newDesk(), 80, 24)
	p.Keys("Tab")
	p.Scan("66112233")
	p.See("66112233")
	p.Keys("Tab", "Tab")
	p.Scan("3333")
	p.See("▸男")
	p.Keys("Shift+Tab", "Shift+Tab", "Shift+Tab", "Ctrl+U")
	p.Paste(strings.Repeat("王", 10_000))
	p.See("最多 40 个字")
}

func TestHowItLooks(t *testing.T) {
	for _, language := range []string{"zh", "en"} {
		for _, size := range []struct {
			name string
			w, h int
		}{{"80x24", 80, 24}, {"120x40", 120, 40}} {
			d := newDesk()
			p := counter(t, language, d, size.w, size.h)
			p.Golden(language + "-" + size.name + "-form")
			d.elsewhere(func(m *backend.Member) { m.Birthday = backend.Date{} })
			p.Keys("Tab")
			p.Type("66112233")
			p.Keys("Shift+Tab")
			rename(p, "Anna")
			p.Golden(language + "-" + size.name + "-check")
			p.Keys("F10")
			p.Golden(language + "-" + size.name + "-saved")
		}
	}
}

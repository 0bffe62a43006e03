package open_test

import (
	"context"
	"errors"
	"flag"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/safe"
	"guitai/keymap"
	"guitai/screens/open"
	"guitai/ui"
	"guitai/ui/shell"
	"guitai/ui/uitest"
)

var _ = flag.Bool("update", false, "write the goldens anew")

// desk is a vendor with three levels.
type desk struct {
	mu     sync.Mutex
	levels []backend.Level
	noLevels,
	refuse error
	opened []backend.NewMember
	looked []string
	hold   chan struct{} // keeps Open waiting
	caps   backend.Capabilities
}

func (d *desk) Capabilities() backend.Capabilities { return d.caps }

func newDesk() *desk {
	return &desk{levels: []backend.Level{
		{ID: "1", Name: safe.Line("普通卡")}, {ID: "2", Name: safe.Line("银卡")}, {ID: "3", Name: safe.Line("金卡")},
	}}
}

func (d *desk) Levels(context.Context) ([]backend.Level, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.levels, d.noLevels
}

func (d *desk) OpenCard(_ context.Context, card backend.NewMember) (backend.Member, error) {
	d.mu.Lock()
	d.opened = append(d.opened, card)
	hold, err := d.hold, d.refuse
	d.mu.Unlock()
	if hold != nil {
		<-hold
	}
	return member(card.Number, card.Name), err
}

func (d *desk) Member(_ context.Context, number string) (backend.Member, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.looked = append(d.looked, number)
	return member(number, "王小二"), nil
}

func (d *desk) cards() []backend.NewMember {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.opened
}

func member(number, name string) backend.Member {
	return backend.Member{ID: number, Number: safe.Line(number), Name: safe.Line(name)}
}

// stub stands for the screens around: home, and the member that is opened.
type stub struct {
	text   string
	number string
}

func (s *stub) Init() ui.Cmd        { return nil }
func (s *stub) SetSize(int, int)    {}
func (s *stub) Scope() keymap.Scope { return keymap.ScopeMember }
func (s *stub) Title() string       { return s.text }
func (s *stub) View() string        { return s.text }
func (s *stub) Offers() []ui.Offer  { return []ui.Offer{{Action: keymap.OpenCard}} }
func (s *stub) Update(msg ui.Msg) ui.Cmd {
	if i, ok := msg.(ui.Intent); ok && i.Action == keymap.OpenCard {
		return ui.Tell(ui.Open{Screen: ui.ScreenOpenCard, Args: ui.Args{Number: s.number}})
	}
	return nil
}

func counter(t *testing.T, language string, d *desk, number string, width, height int) *uitest.Pump {
	env := uitest.Env(t, language)
	p := uitest.New(t, env, shell.New(env, map[ui.ScreenID]ui.Maker{
		ui.ScreenSearch:   func(*ui.Env, ui.Args) ui.Screen { return &stub{text: "HOME", number: number} },
		ui.ScreenOpenCard: func(e *ui.Env, a ui.Args) ui.Screen { return open.New(e, a, d) },
		ui.ScreenMember: func(_ *ui.Env, a ui.Args) ui.Screen {
			return &stub{text: "MEMBER " + a.Member.Number.String()}
		},
	}, shell.Options{Home: ui.ScreenSearch}), width, height)
	p.Keys("F7")
	return p
}

// fillIn scans a card, takes the second level and types who gets it.
func fillIn(p *uitest.Pump) {
	p.Scan("6901234567")
	p.Keys("Right", "Enter")
	p.Type("王小二")
	p.Keys("Enter")
	p.Type("138 0013 8000")
	p.Keys("Enter", "Right", "Enter")
	p.Advance(time.Second)
}

func TestAScannedCardIsOpenedWithF10Alone(t *testing.T) {
	d := newDesk()
	p := counter(t, "zh", d, "", 80, 24)
	fillIn(p)
	p.See("请核对", "6901234567", "银卡", "王小二", "13800138000", "男", "按 F10 开卡")
	p.Keys("Enter")
	p.See("Enter 不会保存")
	assert.Empty(t, d.cards())
	p.Keys("F10")
	p.See("MEMBER 6901234567", "✔ 已开卡 6901234567")
	assert.Equal(t, []backend.NewMember{{Number: "6901234567", LevelID: "2", Name: "王小二", Phone: "13800138000", Gender: backend.GenderMale}}, d.cards())
	p.Keys("Esc")
	p.Keys("Esc")
	p.DontSee("开卡等级")
}

func TestAnImpatientHandOpensOneCard(t *testing.T) {
	d := newDesk()
	d.hold = make(chan struct{})
	p := counter(t, "zh", d, "", 80, 24)
	fillIn(p)
	p.Rapid("F10", "F10")
	p.Keys("F10")
	p.See("正在开卡")
	close(d.hold)
	p.See("MEMBER 6901234567")
	assert.Len(t, d.cards(), 1)
}

func TestAKeyForTheFormDoesNotConfirmThePage(t *testing.T) {
	d := newDesk()
	p := counter(t, "zh", d, "6901", 80, 24)
	p.Keys("Enter")
	p.Type("王小二")
	p.Keys("Enter", "Enter")
	p.Rapid("Enter", "F10")
	p.See("刚刚显示")
	assert.Empty(t, d.cards())
	p.Advance(time.Second)
	p.Scan("88888888")
	p.See("扫到的内容没有用上")
	assert.Empty(t, d.cards())
	p.Keys("Esc")
	p.See("王小二", "6901")
}

func TestWhatIsWrongIsSaidAtTheField(t *testing.T) {
	for name, c := range map[string]struct{ number, who, phone, says string }{
		"no number":           {"", "王", "", "请输入或扫描卡号"},
		"a number with a dot": {"12.5", "王", "", "卡号只能是字母、数字和连字符"},
		"a long number":       {strings.Repeat("1", 33), "王", "", "最多 32 位"},
		"no name":             {"1001", "  ", "", "请输入姓名"},
		"a short phone":       {"1001", "王", "12345", "手机号只能是数字"},
		"a phone with words":  {"1001", "王", "1380013800x", "手机号只能是数字"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk()
			p := counter(t, "zh", d, "", 80, 24)
			p.Type(c.number)
			p.Keys("Enter", "Enter")
			p.Type(c.who)
			p.Keys("Enter")
			p.Type(c.phone)
			p.Keys("Enter", "Enter")
			p.See(c.says)
			p.DontSee("请核对")
		})
	}
}

func TestPastesAreCutAndControlCodesRefused(t *testing.T) {
	d := newDesk()
	p := counter(t, "zh", d, "1001", 80, 24)
	p.Keys("Enter")
	p.Paste(strings.Repeat("王", 10_000))
	p.See("最多 40 个字")
	p.Keys("Ctrl+U")
	p.Paste("王\x1b[31m二")
	p.Keys("Enter", "Enter", "Enter")
	p.See("不能有看不见的字符")
	p.Keys("Ctrl+U")
	p.Type("Ａnna")
	p.Keys("Enter", "Enter", "Enter")
	p.Advance(time.Second)
	p.Keys("F10")
	p.See("MEMBER")
	assert.Equal(t, "Ａnna", d.cards()[0].Name)
}

func TestFullWidthDigitsAreDigits(t *testing.T) {
	d := newDesk()
	p := counter(t, "zh", d, "", 80, 24)
	p.Paste("１００１－Ａ")
	p.Keys("Enter", "Enter")
	p.Type("Anna")
	p.Keys("Enter")
	p.Paste("＋85366112233")
	p.Keys("Enter", "Enter")
	p.Advance(time.Second)
	p.Keys("F10")
	p.See("MEMBER")
	assert.Equal(t, backend.NewMember{Number: "1001-A", LevelID: "1", Name: "Anna", Phone: "+85366112233"}, d.cards()[0])
}

func TestAScanNeverChoosesALevel(t *testing.T) {
	p := counter(t, "zh", newDesk(), "1001", 80, 24)
	p.Scan("23232323")
	p.See("▸普通卡")
	p.ScanAtOnce("3333")
	p.See("▸普通卡")
}

func TestATakenNumberOffersItsOwner(t *testing.T) {
	d := newDesk()
	d.refuse = &backend.Error{Kind: backend.KindExists}
	p := counter(t, "zh", d, "", 80, 24)
	fillIn(p)
	p.Keys("F10")
	p.See("卡号已存在", "6901234567 已经开过卡")
	p.Advance(time.Second)
	p.Keys("Esc")
	p.See("这个卡号已经开过卡", "王小二")
	p.Keys("Tab", "Tab", "Tab", "Tab", "Enter")
	p.Advance(time.Second)
	p.Keys("F10")
	p.Advance(time.Second)
	p.Keys("Tab", "Enter")
	p.See("MEMBER 6901234567")
	assert.Equal(t, []string{"6901234567"}, d.looked)
}

func TestALostAnswerLosesNothing(t *testing.T) {
	for _, kind := range []backend.Kind{backend.KindTimeout, backend.KindUnreadable, backend.KindVendorFault} {
		d := newDesk()
		d.refuse = &backend.Error{Kind: kind}
		p := counter(t, "zh", d, "", 80, 24)
		fillIn(p)
		p.Keys("F10")
		p.See("可能已经开了，也可能没有", "查一下这个卡号", "6901234567", "王小二", "138 0013 8000")
	}
	d := newDesk()
	d.refuse = &backend.Error{Kind: backend.KindUnreachable}
	p := counter(t, "zh", d, "", 80, 24)
	fillIn(p)
	p.Keys("F10")
	p.See("什么也没有发出")
	p.DontSee("可能已经开了")
}

func TestTheVendorsRefusalStandsAtItsField(t *testing.T) {
	d := newDesk()
	d.refuse = &backend.Error{Kind: backend.KindInvalid, Field: "phone"}
	p := counter(t, "zh", d, "", 80, 24)
	fillIn(p)
	p.Keys("F10")
	p.See("会员系统不接受这一项", "填写有误")
}

func TestWhoeverLeavesIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		says string
	}{
		"opened":  {nil, "✔ 已开卡 6901234567"},
		"lost":    {&backend.Error{Kind: backend.KindTimeout}, "可能已经开了"},
		"refused": {&backend.Error{Kind: backend.KindAccess}, "没有保存"},
		"a fault": {errors.New("x"), "可能已经开了"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk()
			d.hold, d.refuse = make(chan struct{}), c.err
			p := counter(t, "zh", d, "", 120, 40)
			fillIn(p)
			p.Keys("F10", "Esc")
			p.See("HOME")
			close(d.hold)
			p.See(c.says, "HOME")
		})
	}
}

func TestEscAsksOnlyWhenSomethingWouldBeLost(t *testing.T) {
	p := counter(t, "zh", newDesk(), "1001", 80, 24)
	p.Keys("Esc")
	p.See("HOME")
	p.Keys("F7", "Enter")
	p.Type("王")
	p.Keys("Esc")
	p.See("放弃填写？")
	p.Advance(time.Second)
	p.Keys("Enter")
	p.See("王")
	p.Keys("Esc")
	p.Advance(time.Second)
	p.Keys("Tab", "Enter")
	p.See("HOME")
}

func TestLevelsThatCannotBeReadAreReadAgain(t *testing.T) {
	d := newDesk()
	d.noLevels = &backend.Error{Kind: backend.KindUnreachable}
	p := counter(t, "zh", d, "1001", 80, 24)
	p.See("没有读到等级", "什么也没有发出")
	d.mu.Lock()
	d.noLevels = nil
	d.mu.Unlock()
	p.Keys("Enter")
	p.See("普通卡", "金卡")
	p.DontSee("没有读到等级")
	require.Empty(t, d.cards())
}

func TestManyLevelsAndEqualNamesCanBeToldApart(t *testing.T) {
	d := newDesk()
	d.levels = nil
	for _, id := range []string{"7", "8", "9", "10", "11", "12", "13"} {
		d.levels = append(d.levels, backend.Level{ID: id, Name: safe.Line("至尊白金贵宾会员")})
	}
	p := counter(t, "zh", d, "1001", 80, 24)
	p.See("至尊白金贵宾会员#7", "1/7")
	p.Keys("Right", "Right")
	p.See("至尊白金贵宾会员#9", "3/7")
}

func TestHowItLooks(t *testing.T) {
	for _, language := range []string{"zh", "en"} {
		for _, size := range []struct {
			name string
			w, h int
		}{{"80x24", 80, 24}, {"120x40", 120, 40}} {
			p := counter(t, language, newDesk(), "", size.w, size.h)
			p.Golden(language + "-" + size.name + "-empty")
			p.Scan("6901234567")
			p.Keys("Right", "Enter", "Enter")
			p.Type("12")
			p.Keys("Enter", "Enter")
			p.Golden(language + "-" + size.name + "-wrong")
			p.Type("Anna 王")
			p.Keys("Enter", "Ctrl+U", "Enter", "Enter")
			p.Advance(time.Second)
			p.Golden(language + "-" + size.name + "-check")
		}
	}
}

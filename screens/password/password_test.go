package password_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"guitai/backend"
	"guitai/backend/safe"
	"guitai/keymap"
	"guitai/screens/password"
	"guitai/ui"
	"guitai/ui/shell"
	"guitai/ui/uitest"
)

var _ = flag.Bool("update", false, "write the goldens anew")

type desk struct {
	mu     sync.Mutex
	kept   string
	set    []string
	err    error
	unread error
	// deaf loses the password along with the answer.
	deaf bool
	hold chan struct{}
}

func (d *desk) SetPassword(_ context.Context, id, password string) error {
	d.mu.Lock()
	d.set = append(d.set, id+" "+password)
	if !d.deaf {
		d.kept = password
	}
	hold := d.hold
	d.mu.Unlock()
	if hold != nil {
		<-hold
	}
	return d.err
}

func (d *desk) CheckPassword(_ context.Context, _, password string) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.kept == password, d.unread
}

func (d *desk) calls() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.set
}

type home struct{}

func (home) Init() ui.Cmd        { return nil }
func (home) SetSize(int, int)    {}
func (home) Scope() keymap.Scope { return keymap.ScopeMember }
func (home) Title() string       { return "HOME" }
func (home) View() string        { return "HOME" }
func (home) Offers() []ui.Offer  { return []ui.Offer{{Action: keymap.Edit}} }
func (home) Update(msg ui.Msg) ui.Cmd {
	if i, ok := msg.(ui.Intent); ok && i.Action == keymap.Edit {
		m := backend.Member{ID: "m1", Number: safe.Line("8001"), Name: safe.Line("王小二"), Level: backend.Level{Name: safe.Line("金卡")}}
		return ui.Tell(ui.Open{Screen: ui.ScreenPassword, Args: ui.Args{Member: &m}})
	}
	return nil
}

func counter(t *testing.T, language string, d *desk, width, height int) *uitest.Pump {
	t.Helper()
	env := uitest.Env(t, language)
	env.Plain = language == "en"
	p := uitest.New(t, env, shell.New(env, map[ui.ScreenID]ui.Maker{
		ui.ScreenSearch:   func(*ui.Env, ui.Args) ui.Screen { return home{} },
		ui.ScreenPassword: func(e *ui.Env, a ui.Args) ui.Screen { return password.New(e, a, d) },
	}, shell.Options{Home: ui.ScreenSearch}), width, height)
	p.Keys("F6")
	return p
}

// twice types the password into both fields.
func twice(p *uitest.Pump, first, again string) {
	p.Type(first)
	p.Keys("Enter")
	p.Type(again)
	p.Keys("Enter")
	p.Advance(time.Second)
}

func TestAPasswordIsTypedTwiceAndNeverSeen(t *testing.T) {
	d := &desk{}
	p := counter(t, "zh", d, 80, 24)
	p.Type("8642")
	p.See("••••")
	p.DontSee("8642")
	p.Keys("Enter")
	p.Type("8642")
	p.Keys("Enter")
	p.See("请核对", "王小二", "共 4 个字符", "按 F10 设置密码")
	p.Keys("Enter")
	p.See("Enter 不会设置")
	p.DontSee("8642")
	assert.Empty(t, d.calls())
	p.Advance(time.Second)
	p.Rapid("F10", "F10")
	p.See("✔ 密码已设置")
	p.DontSee("8642", "••••")
	assert.Equal(t, []string{"m1 8642"}, d.calls())
	p.Keys("Enter")
	p.See("HOME")
}

func TestWhatDiffersOrIsMissingIsTypedAnew(t *testing.T) {
	d := &desk{}
	p := counter(t, "zh", d, 80, 24)
	twice(p, "1234", "1235")
	p.See("两次不一样")
	p.DontSee("•")
	twice(p, "", "1")
	p.See("请输入密码")
	twice(p, "1234", "1234")
	p.See("请核对")
}

func TestTooLongIsRefusedWhole(t *testing.T) {
	p := counter(t, "zh", &desk{}, 80, 24)
	p.Paste(strings.Repeat("7", 17))
	p.See("最多 16 个字符")
	p.DontSee("•")
	p.Type(strings.Repeat("7", 17))
	p.See(strings.Repeat("•", 16), "最多 16 个字符")
	p.DontSee(strings.Repeat("•", 17))
}

func TestAKeyForTheFieldDoesNotConfirm(t *testing.T) {
	d := &desk{}
	p := counter(t, "zh", d, 80, 24)
	p.Keys("1", "Enter", "1")
	p.Rapid("Enter", "F10")
	p.See("刚刚显示")
	p.Scan("12345678")
	p.See("扫到的内容没有用上")
	assert.Empty(t, d.calls())
}

func TestALostAnswerIsSettledByAsking(t *testing.T) {
	d := &desk{err: &backend.Error{Kind: backend.KindTimeout}}
	p := counter(t, "zh", d, 80, 24)
	twice(p, "1234", "1234")
	p.Keys("F10")
	p.See("✔ 密码已设置")
	d = &desk{err: &backend.Error{Kind: backend.KindTimeout}, deaf: true}
	p = counter(t, "zh", d, 80, 24)
	twice(p, "1234", "1234")
	p.Keys("F10")
	p.See("可能已经改了，也可能没有")
	p.DontSee("•")
}

func TestWhyItWasNotSetIsSaid(t *testing.T) {
	for says, err := range map[string]error{
		"什么也没有发出":     &backend.Error{Kind: backend.KindUnreachable},
		"会员系统不接受这个密码": &backend.Error{Kind: backend.KindInvalid, Field: "password"},
		"不提供此功能":      &backend.Error{Kind: backend.KindUnsupported},
	} {
		p := counter(t, "zh", &desk{err: err}, 80, 24)
		twice(p, "1234", "1234")
		p.Keys("F10")
		p.See(says)
	}
}

func TestWhoeverLeavesIsTold(t *testing.T) {
	for says, err := range map[string]error{
		"✔ 8001 的密码已设置":  nil,
		"✘ 8001 的密码没有设置": &backend.Error{Kind: backend.KindAccess},
		"8001 的密码可能已经改了": errors.New("x"),
	} {
		d := &desk{hold: make(chan struct{}), err: err, deaf: true}
		p := counter(t, "zh", d, 120, 40)
		twice(p, "1234", "1234")
		p.Keys("F10")
		p.See("正在设置密码")
		p.Keys("Esc")
		p.See("HOME")
		close(d.hold)
		p.See(says)
	}
}

func TestHowItLooks(t *testing.T) {
	for _, language := range []string{"zh", "en"} {
		for _, size := range [][2]int{{80, 24}, {120, 40}} {
			name := func(what string) string { return fmt.Sprintf("%s-%dx%d-%s", language, size[0], size[1], what) }
			p := counter(t, language, &desk{}, size[0], size[1])
			p.Type("12345")
			p.Golden(name("typing"))
			p.Keys("Enter")
			p.Type("12345")
			p.Keys("Enter")
			p.Advance(time.Second)
			p.Golden(name("check"))
			p.Keys("F10")
			p.Golden(name("done"))
		}
	}
}

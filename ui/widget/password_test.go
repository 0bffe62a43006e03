package widget_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

func TestAPasswordIsBulletsAndNothingElse(t *testing.T) {
	env, _ := newEnv("zh")
	var f widget.PasswordField
	typeInto(&f, "s3cret", 0)
	assert.Equal(t, "••••••", ansi.Strip(ui.Place(f.View(env, true)).Text))
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		assert.Equal(t, "[password]", fmt.Sprintf(verb, &f), verb)
	}
	assert.Equal(t, "s3cret", f.Use())
	assert.Equal(t, "s3cret", f.Take())
	assert.Equal(t, widget.PasswordField{}, f, "nothing is left of it")
}

func TestAPasswordIsNeverCutToAnotherOne(t *testing.T) {
	env, _ := newEnv("zh")
	var f widget.PasswordField
	f.Handle(ui.Pasted{Text: "12345678901234567"})
	assert.True(t, f.IsEmpty())
	assert.Contains(t, f.Notice(env.Text.Widget), "最多 16 个字符")
	f.Handle(ui.Pasted{Text: "1234567890123456"})
	assert.Equal(t, 16, f.Len())
	assert.Empty(t, f.Notice(env.Text.Widget))
	typeInto(&f, "7", 0)
	assert.Equal(t, 16, f.Len())
	f.Handle(ui.Intent{Action: keymap.EraseAll})
	f.Handle(ui.Pasted{Text: "12\u00003"})
	assert.True(t, f.IsEmpty())
	assert.Contains(t, f.Notice(env.Text.Widget), "看不见")
}

func TestAPasswordIsEditedAtItsEnd(t *testing.T) {
	var f widget.PasswordField
	typeInto(&f, "１２3密", 0)
	f.Handle(ui.Intent{Action: keymap.Left})
	f.Handle(ui.Intent{Action: keymap.Backspace})
	typeInto(&f, "4", 0)
	assert.Equal(t, "1234", f.Use(), "full-width characters are plain ones")
	typeInto(&f, "99", 7)
	f.Handle(ui.Scanned{Text: "9988", Burst: 7})
	assert.Equal(t, "12349988", f.Use(), "a scan is taken once")
}

func TestTwoPasswordsAreCompared(t *testing.T) {
	var a, b widget.PasswordField
	assert.True(t, a.Equal(&b))
	typeInto(&a, "1234", 0)
	typeInto(&b, "123", 0)
	assert.False(t, a.Equal(&b))
	typeInto(&b, "4", 0)
	assert.True(t, a.Equal(&b))
}

// asking is a question with a vendor that knows the password 1234.
type asking struct {
	*widget.PasswordAsk
	env   *ui.Env
	clock *handClock
	err   error
	asked []string
	event widget.PasswordEvent
	ctx   context.Context
}

func newAsking() *asking {
	a := &asking{}
	a.env, a.clock = newEnv("zh")
	a.PasswordAsk = widget.NewPasswordAsk(a.env, func(ctx context.Context, password string) (bool, error) {
		a.asked, a.ctx = append(a.asked, password), ctx
		return password == "1234" && a.err == nil, a.err
	})
	return a
}

// tell gives the answer that a message sets off. The clock's commands are none,
// so there is never a batch.
func (a *asking) tell(msg ui.Msg) ui.Msg {
	cmd, event := a.Handle(msg)
	a.event = event
	if cmd == nil {
		return nil
	}
	return cmd()
}

func (a *asking) enter(password string) {
	for _, r := range password {
		a.tell(ui.Typed{Rune: r})
	}
	if answer := a.tell(ui.Intent{Action: keymap.Choose}); answer != nil {
		a.tell(answer)
	}
}

func (a *asking) see() string {
	return ansi.Strip(ui.Place(strings.Join(a.View(60), "\n")).Text)
}

func TestTheRightPasswordOpensAndNothingOfItStays(t *testing.T) {
	a := newAsking()
	a.enter("1234")
	assert.Equal(t, widget.PasswordRight, a.event)
	assert.NotContains(t, a.see(), "•")
	assert.Equal(t, []string{"1234"}, a.asked)
}

func TestAWrongPasswordIsAskedAgainAndThriceIsEnough(t *testing.T) {
	a := newAsking()
	a.enter("1")
	assert.Equal(t, widget.PasswordSame, a.event)
	assert.Contains(t, a.see(), "还可再试 2 次")
	a.enter("2")
	a.enter("3")
	assert.Contains(t, a.see(), "不再核对")
	a.enter("1234")
	assert.Equal(t, widget.PasswordLeft, a.event)
	assert.Len(t, a.asked, 3)
}

func TestEnterOnNothingAsksNobody(t *testing.T) {
	a := newAsking()
	a.enter("")
	assert.Contains(t, a.see(), "请输入密码")
	assert.Empty(t, a.asked)
}

func TestAFailureIsNoWrongPassword(t *testing.T) {
	a := newAsking()
	a.err = &backend.Error{Kind: backend.KindUnreachable, Err: errors.New("x")}
	a.enter("1234")
	assert.Contains(t, a.see(), "连不上会员系统")
	a.err = nil
	a.enter("1234")
	assert.Equal(t, widget.PasswordRight, a.event)
}

func TestLeavingEndsTheQuestion(t *testing.T) {
	a := newAsking()
	for _, r := range "1234" {
		a.tell(ui.Typed{Rune: r})
	}
	late := a.tell(ui.Intent{Action: keymap.Choose})
	assert.Equal(t, keymap.ScopeBusy, a.Scope())
	a.clock.pass(time.Second, func(m ui.Msg) { a.tell(m) })
	assert.Contains(t, a.see(), "正在核对密码")
	a.tell(ui.Intent{Action: keymap.Back})
	assert.Equal(t, widget.PasswordLeft, a.event)
	assert.ErrorIs(t, a.ctx.Err(), context.Canceled)
	a.tell(late)
	assert.Equal(t, widget.PasswordSame, a.event, "a late answer opens nothing")
}

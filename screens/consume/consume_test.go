package consume_test

import (
	"context"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
	"guitai/keymap"
	"guitai/screens/consume"
	"guitai/ui"
	"guitai/ui/uitest"
)

// desk answers every wish for a preview with a member that was just read.
type desk struct{ consume.Desk }

func (desk) QuoteConsume(_ context.Context, id string, gross money.Amount, _ *money.Amount, _ string) (backend.Quote, error) {
	return backend.Quote{Operation: backend.Operation{Kind: backend.OpConsume, MemberID: id, Amount: gross}, Gross: gross, Discountable: gross,
		Member: backend.Member{ID: id, Name: safe.Line("陈大文"), Balance: money.Must("321.00"), Status: backend.Status{Kind: backend.StatusNormal}}}, nil
}

func (desk) AsksPassword(gross money.Amount) bool { return gross.Cmp(money.Must("500")) > 0 }

func (desk) CheckPassword(_ context.Context, _, password string) (bool, error) {
	return password == "1234", nil
}

func remembered() backend.Member {
	return backend.Member{ID: "M1", Number: safe.Line("M1"), Name: safe.Line("陈大文"), Source: backend.SourceJournal}
}

func open(t *testing.T, args ui.Args) ui.Screen {
	s := consume.New(uitest.Env(t, "zh"), args, desk{})
	s.SetSize(80, 21)
	return s
}

func view(s ui.Screen) string { return ansi.Strip(ui.Place(s.View()).Text) }

func typing(s ui.Screen, text string) {
	for _, r := range text {
		s.Update(ui.Typed{Rune: r})
	}
}

// press gives what the screen tells the shell in answer to a key.
func press(s ui.Screen, a keymap.Action) ui.Msg {
	cmd := s.Update(ui.Intent{Action: a})
	if cmd == nil {
		return nil
	}
	return cmd()
}

func TestABalanceThatWasNeverReadIsNotShownAsNothing(t *testing.T) {
	m := remembered()
	s := open(t, ui.Args{Member: &m})
	assert.NotContains(t, view(s), "0.00")
	assert.Contains(t, view(s), "余额 预览时读取")
	m.Source, m.Balance = backend.SourceLive, money.Must("12.00")
	assert.Contains(t, view(open(t, ui.Args{Member: &m})), "余额 12.00")
}

func TestWhatWasTypedIsNotLostByOneEsc(t *testing.T) {
	m := remembered()
	s := open(t, ui.Args{Member: &m})
	assert.Equal(t, ui.Close{}, press(s, keymap.Back), "nothing was typed")
	typing(s, "88.5")
	assert.Nil(t, press(s, keymap.Back))
	assert.Contains(t, view(s), "再按一次 Esc 放弃")
	typing(s, "0")
	assert.NotContains(t, view(s), "再按一次 Esc 放弃")
	assert.Nil(t, press(s, keymap.Back), "it was gone on with")
	assert.Equal(t, ui.Close{}, press(s, keymap.Back))
}

func TestTheAmountIsTypedAnewWhenAnOperationIsRungAgain(t *testing.T) {
	m := remembered()
	first := backend.Case{Operation: backend.Operation{ID: "op-1", Kind: backend.OpConsume, MemberID: "M1", Amount: money.Must("66.00")}, Slip: "A0005"}
	s := open(t, ui.Args{Member: &m, RetryOf: &first})
	assert.Contains(t, view(s), "#A0005")
	assert.Contains(t, view(s), "66.00")
	assert.Nil(t, press(s, keymap.Choose), "there is no amount yet")
	assert.Contains(t, view(s), "✗")
	typing(s, "66")
	require.NotNil(t, s.Update(ui.Intent{Action: keymap.Choose}))
}

func ordered(t *testing.T, gross, part string) (ui.Screen, ui.Cmd) {
	m, o := remembered(), ui.Order{Amount: money.Must(gross)}
	if part != "" {
		p := money.Must(part)
		o.Discountable = &p
	}
	s := open(t, ui.Args{Member: &m, Order: &o})
	return s, s.Init()
}

func TestAnOrderFillsTheBillAndAsksForItsPreview(t *testing.T) {
	s, cmd := ordered(t, "88.5", "60")
	require.NotNil(t, cmd)
	assert.Contains(t, view(s), "88.50")
	assert.Contains(t, view(s), "60.00")
}

func TestAnOrderedBillAsksForThePasswordAsATypedOneDoes(t *testing.T) {
	s, cmd := ordered(t, "600", "")
	assert.Nil(t, cmd, "there is no preview yet")
	assert.Contains(t, view(s), "密码")
}

package widget

import (
	"strings"

	"guitai/backend"
	"guitai/keymap"
)

// PayLetter is the letter that chooses a way of paying, by what it is called in
// any of its languages; 0 for those that have none and are chosen by their digit.
func PayLetter(name string) rune {
	name = strings.ToLower(name)
	for _, p := range []struct {
		letter rune
		words  []string
	}{
		{'w', []string{"微信", "wechat", "weixin"}},
		{'z', []string{"支付宝", "支付寶", "alipay"}},
		{'x', []string{"现金", "現金", "cash"}},
		{'k', []string{"银行卡", "銀行卡", "刷卡", "bank", "card"}},
	} {
		for _, w := range p.words {
			if strings.Contains(name, w) {
				return p.letter
			}
		}
	}
	return 0
}

// PayAction is the letter of an action that chooses a way of paying, 0 for any
// other action.
func PayAction(a keymap.Action) rune {
	switch a {
	case keymap.PayWeChat:
		return 'w'
	case keymap.PayCash:
		return 'x'
	case keymap.PayAlipay:
		return 'z'
	case keymap.PayBank:
		return 'k'
	}
	return 0
}

// PayActions are the actions that choose a way of paying.
func PayActions() []keymap.Action {
	return []keymap.Action{keymap.PayWeChat, keymap.PayCash, keymap.PayAlipay, keymap.PayBank}
}

// PayTypeOf finds the way of paying that a letter chooses.
func PayTypeOf(types []backend.PayType, letter rune) (i int, ok bool) {
	for i := range types {
		if PayLetter(types[i].Name.String()) == letter {
			return i, true
		}
	}
	return 0, false
}

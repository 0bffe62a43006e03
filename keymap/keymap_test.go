package keymap_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"guitai/keymap"
	"guitai/ui/lang"
)

func defaults(t *testing.T) *keymap.Map {
	t.Helper()
	m, err := keymap.New(nil)
	require.NoError(t, err, "the default table shares a key between two actions")
	return m
}

func TestTheSameFunctionKeyMeansTheSameEverywhere(t *testing.T) {
	m := defaults(t)
	for key, want := range map[string]keymap.Action{
		"enter": keymap.Choose, "esc": keymap.Back, "f1": keymap.Help, "f2": keymap.Recharge, "f3": keymap.Consume,
		"f4": keymap.Points, "f5": keymap.History, "f6": keymap.Edit, "f7": keymap.OpenCard, "f8": keymap.Unresolved,
		"f9": keymap.More, "ctrl+l": keymap.Lock, "ctrl+c": keymap.Leave,
	} {
		for _, s := range keymap.Scopes() {
			require.Equal(t, want, m.Action(s, key), "%s on %s", key, s)
		}
	}
}

func TestMoneyIsConfirmedOnlyWhereAPreviewOrResultIsShown(t *testing.T) {
	m := defaults(t)
	for _, s := range keymap.Scopes() {
		want := keymap.None
		if s == keymap.ScopePreview || s == keymap.ScopeResult {
			want = keymap.Confirm
		}
		require.Equal(t, want, m.Action(s, "f10"), s)
		require.Equal(t, want, m.Action(s, "+"), s)
	}
	for _, b := range m.Bindings() {
		require.Equal(t, b.Action == keymap.Confirm, b.Danger, b.Action)
		if b.Danger {
			require.NotContains(t, b.Keys, "enter")
		}
	}
}

func TestMnemonicsDoTheSameAsFunctionKeysWhereTheyAreNoText(t *testing.T) {
	m := defaults(t)
	for letter, fkey := range map[string]string{"r": "f2", "c": "f3", "p": "f4", "h": "f5", "e": "f6", "n": "f7", "v": "f8", "?": "f1"} {
		for _, s := range keymap.Scopes() {
			want := m.Action(s, fkey)
			if s.Typing() == keymap.TypingText {
				want = keymap.None
			}
			require.Equal(t, want, m.Action(s, letter), "%s on %s", letter, s)
		}
	}
}

func TestInAnAmountDigitsAreTextAndLettersPickThePayType(t *testing.T) {
	m := defaults(t)
	for _, key := range []string{"0", "5", "9", ".", "+", "-"} {
		require.Equal(t, keymap.None, m.Action(keymap.ScopeAmount, key), key)
	}
	for key, want := range map[string]keymap.Action{"w": keymap.PayWeChat, "x": keymap.PayCash, "z": keymap.PayAlipay, "k": keymap.PayBank} {
		require.Equal(t, want, m.Action(keymap.ScopeAmount, key))
	}
}

func TestWhereCharactersAreTextNoneIsAKey(t *testing.T) {
	m := defaults(t)
	for _, s := range []keymap.Scope{keymap.ScopeHome, keymap.ScopeForm, keymap.ScopeMenu} {
		for r := ' '; r <= '~'; r++ {
			require.Equal(t, keymap.None, m.Action(s, string(r)), "%q on %s", r, s)
		}
	}
}

func TestEveryActionHasANameOfItsOwnInEveryLanguage(t *testing.T) {
	for _, code := range []string{"zh", "en"} {
		text, _ := lang.For(code)
		for _, b := range keymap.Table() {
			require.NotEmpty(t, b.Label(text.Keys), "%s in %s", b.Action, code)
			require.NotEmpty(t, b.Keys, b.Action)
			for _, key := range b.Keys {
				normal, ok := keymap.Normal(key)
				require.True(t, ok, key)
				require.Equal(t, key, normal)
			}
		}
	}
}

func TestEveryActionIsInTheTableOnce(t *testing.T) {
	seen := map[keymap.Action]bool{}
	for _, b := range keymap.Table() {
		require.False(t, seen[b.Action], b.Action)
		seen[b.Action] = true
		found, ok := defaults(t).Binding(b.Action)
		require.True(t, ok)
		require.Equal(t, b.Action, found.Action)
	}
}

func TestAnOwnersKeyReplacesTheDefaultOnes(t *testing.T) {
	m, err := keymap.New(map[string][]string{"recharge": {"Ctrl+K", "j"}})
	require.NoError(t, err)
	require.Equal(t, keymap.Recharge, m.Action(keymap.ScopeMember, "ctrl+k"))
	require.Equal(t, keymap.Recharge, m.Action(keymap.ScopeMember, "j"))
	require.Equal(t, keymap.None, m.Action(keymap.ScopeMember, "f2"))
	require.Equal(t, []string{"ctrl+k", "j"}, m.Keys(keymap.ScopeMember, keymap.Recharge))
	require.Equal(t, []string{"ctrl+k"}, m.Keys(keymap.ScopeHome, keymap.Recharge))
	require.Equal(t, keymap.Recharge, defaults(t).Action(keymap.ScopeMember, "f2"), "the default table is as it was")
}

func TestWrongOverridesAreAllNamed(t *testing.T) {
	for name, tt := range map[string]struct {
		overrides map[string][]string
		want      []string
	}{
		"unknown action": {map[string][]string{"fly": {"f2"}}, []string{"keys.fly", "no such action"}},
		"unknown key":    {map[string][]string{"recharge": {"f99"}}, []string{"keys.recharge", `"f99" is not a key`}},
		"no key":         {map[string][]string{"recharge": {}}, []string{"keys.recharge", "no key is given"}},
		"fixed":          {map[string][]string{"leave": {"q"}}, []string{"keys.leave", "cannot be changed"}},
		"conflict":       {map[string][]string{"recharge": {"f3"}}, []string{`"f3"`, `"recharge"`, `"consume"`, "member"}},
		"all at once":    {map[string][]string{"fly": {"f2"}, "recharge": {"f3"}}, []string{"keys.fly", `"consume"`}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := keymap.New(tt.overrides)
			require.Error(t, err)
			for _, want := range tt.want {
				require.ErrorContains(t, err, want)
			}
		})
	}
}

func TestKeysThatMeanSomethingElseOnAnotherScreenAreNoConflict(t *testing.T) {
	m := defaults(t)
	require.Equal(t, keymap.PayWeChat, m.Action(keymap.ScopeAmount, "w"))
	require.Equal(t, keymap.PeriodWeek, m.Action(keymap.ScopeHistory, "w"))
}

func TestNamesOfKeys(t *testing.T) {
	for key, want := range map[string]string{"F2": "f2", "Ctrl + L": "ctrl+l", "r": "r", "R": "R", "充": "充", "Shift+Tab": "shift+tab", "Alt+r": "alt+r", "+": "+"} {
		got, ok := keymap.Normal(key)
		require.True(t, ok, key)
		require.Equal(t, want, got)
	}
	for _, key := range []string{"", " ", "f13", "ctrl+", "rr", "ctrl+f13", "\x00"} {
		_, ok := keymap.Normal(key)
		require.False(t, ok, "%q", key)
	}
	for key, want := range map[string]string{"f2": "F2", "ctrl+l": "Ctrl+L", "r": "r", "+": "+", "pgdown": "PgDn", "up": "↑", "enter": "Enter", "shift+tab": "Shift+Tab"} {
		require.Equal(t, want, keymap.Shown(key))
	}
}

func TestEveryScopeIsListedOnce(t *testing.T) {
	seen := map[keymap.Scope]bool{}
	for _, s := range keymap.Scopes() {
		require.False(t, seen[s])
		seen[s] = true
	}
	for _, b := range keymap.Table() {
		for _, s := range b.Scopes {
			require.True(t, seen[s], "%s of %s is not listed", s, b.Action)
		}
	}
}

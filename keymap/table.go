package keymap

import "guitai/ui/lang"

// Group is a heading of the help.
type Group uint8

// The groups, in the order of the help.
const (
	GroupMain Group = iota
	GroupMove
	GroupType
	GroupHere
)

// Binding is one line of the table.
type Binding struct {
	Action Action
	// Scopes where it holds; empty is everywhere.
	Scopes []Scope
	// Keys as Bubble Tea names them ("f2", "ctrl+l", "r"), the shown one first.
	// A single printable character only counts where it is not text.
	Keys  []string
	Group Group
	// Footer says that the footer shows it when the screen offers it.
	Footer bool
	// Danger marks what moves money; a read-only session filters on it.
	Danger bool
	// Fixed keys cannot be changed: without them nobody could leave a screen.
	Fixed bool
	Label func(lang.Keys) string
}

// Table is the default key contract.
func Table() []Binding {
	return append(append(mainKeys(), movingKeys()...), localKeys()...)
}

func mainKeys() []Binding {
	return []Binding{
		{Action: Choose, Keys: []string{"enter"}, Footer: true, Fixed: true,
			Label: func(k lang.Keys) string { return k.Choose }},
		{Action: Confirm, Scopes: []Scope{ScopePreview, ScopeResult}, Keys: []string{"f10", "+"}, Footer: true, Danger: true,
			Label: func(k lang.Keys) string { return k.Confirm }},
		{Action: Back, Keys: []string{"esc"}, Footer: true, Fixed: true,
			Label: func(k lang.Keys) string { return k.Back }},
		{Action: Help, Keys: []string{"f1", "?"}, Footer: true,
			Label: func(k lang.Keys) string { return k.Help }},
		{Action: Recharge, Keys: []string{"f2", "r"}, Footer: true,
			Label: func(k lang.Keys) string { return k.Recharge }},
		{Action: Consume, Keys: []string{"f3", "c"}, Footer: true,
			Label: func(k lang.Keys) string { return k.Consume }},
		{Action: Points, Keys: []string{"f4", "p"}, Footer: true,
			Label: func(k lang.Keys) string { return k.Points }},
		{Action: History, Keys: []string{"f5", "h"}, Footer: true,
			Label: func(k lang.Keys) string { return k.History }},
		{Action: Edit, Keys: []string{"f6", "e"}, Footer: true,
			Label: func(k lang.Keys) string { return k.Edit }},
		{Action: OpenCard, Keys: []string{"f7", "n"}, Footer: true,
			Label: func(k lang.Keys) string { return k.OpenCard }},
		{Action: Unresolved, Keys: []string{"f8", "v"}, Footer: true,
			Label: func(k lang.Keys) string { return k.Unresolved }},
		{Action: More, Keys: []string{"f9"}, Footer: true,
			Label: func(k lang.Keys) string { return k.More }},
		{Action: Lock, Keys: []string{"ctrl+l"},
			Label: func(k lang.Keys) string { return k.Lock }},
		{Action: SwitchShop, Keys: []string{"ctrl+t"},
			Label: func(k lang.Keys) string { return k.SwitchShop }},
		{Action: Leave, Keys: []string{"ctrl+c"}, Fixed: true,
			Label: func(k lang.Keys) string { return k.Leave }},
	}
}

func movingKeys() []Binding {
	return []Binding{
		{Action: Up, Keys: []string{"up", "ctrl+p"}, Group: GroupMove, Label: func(k lang.Keys) string { return k.Up }},
		{Action: Down, Keys: []string{"down", "ctrl+n"}, Group: GroupMove, Label: func(k lang.Keys) string { return k.Down }},
		{Action: Left, Keys: []string{"left", "ctrl+b"}, Group: GroupMove, Label: func(k lang.Keys) string { return k.Left }},
		{Action: Right, Keys: []string{"right", "ctrl+f"}, Group: GroupMove, Label: func(k lang.Keys) string { return k.Right }},
		{Action: PageUp, Keys: []string{"pgup"}, Group: GroupMove, Label: func(k lang.Keys) string { return k.PageUp }},
		{Action: PageDown, Keys: []string{"pgdown"}, Group: GroupMove, Label: func(k lang.Keys) string { return k.PageDown }},
		{Action: First, Keys: []string{"home", "ctrl+a"}, Group: GroupMove, Label: func(k lang.Keys) string { return k.First }},
		{Action: Last, Keys: []string{"end", "ctrl+e"}, Group: GroupMove, Label: func(k lang.Keys) string { return k.Last }},
		{Action: NextField, Keys: []string{"tab"}, Group: GroupMove, Footer: true, Label: func(k lang.Keys) string { return k.NextField }},
		{Action: PrevField, Keys: []string{"shift+tab"}, Group: GroupMove, Label: func(k lang.Keys) string { return k.PrevField }},
		{Action: Backspace, Keys: []string{"backspace", "ctrl+h"}, Group: GroupType, Label: func(k lang.Keys) string { return k.Backspace }},
		{Action: Delete, Keys: []string{"delete", "ctrl+d"}, Group: GroupType, Label: func(k lang.Keys) string { return k.Delete }},
		{Action: EraseWord, Keys: []string{"ctrl+w"}, Group: GroupType, Label: func(k lang.Keys) string { return k.EraseWord }},
		{Action: EraseAll, Keys: []string{"ctrl+u"}, Group: GroupType, Label: func(k lang.Keys) string { return k.EraseAll }},
	}
}

func localKeys() []Binding {
	pay, history, tray := []Scope{ScopeAmount, ScopePick, ScopePreview}, []Scope{ScopeHistory}, []Scope{ScopeTray}
	return []Binding{
		{Action: Reveal, Scopes: []Scope{ScopeMember}, Keys: []string{"u"}, Group: GroupHere, Footer: true,
			Label: func(k lang.Keys) string { return k.Reveal }},
		{Action: Reload, Scopes: []Scope{ScopeHome, ScopeMember, ScopeHistory, ScopeTray}, Keys: []string{"ctrl+r"}, Group: GroupHere,
			Label: func(k lang.Keys) string { return k.Reload }},
		{Action: PayWeChat, Scopes: pay, Keys: []string{"w"}, Group: GroupHere, Label: func(k lang.Keys) string { return k.PayWeChat }},
		{Action: PayCash, Scopes: pay, Keys: []string{"x"}, Group: GroupHere, Label: func(k lang.Keys) string { return k.PayCash }},
		{Action: PayAlipay, Scopes: pay, Keys: []string{"z"}, Group: GroupHere, Label: func(k lang.Keys) string { return k.PayAlipay }},
		{Action: PayBank, Scopes: pay, Keys: []string{"k"}, Group: GroupHere, Label: func(k lang.Keys) string { return k.PayBank }},
		{Action: PeriodMonth, Scopes: history, Keys: []string{"m"}, Group: GroupHere, Footer: true,
			Label: func(k lang.Keys) string { return k.PeriodMonth }},
		{Action: PeriodToday, Scopes: history, Keys: []string{"t"}, Group: GroupHere, Footer: true,
			Label: func(k lang.Keys) string { return k.PeriodToday }},
		{Action: PeriodWeek, Scopes: history, Keys: []string{"w"}, Group: GroupHere, Footer: true,
			Label: func(k lang.Keys) string { return k.PeriodWeek }},
		{Action: PeriodAll, Scopes: history, Keys: []string{"a"}, Group: GroupHere, Footer: true,
			Label: func(k lang.Keys) string { return k.PeriodAll }},
		{Action: PeriodRange, Scopes: history, Keys: []string{"d"}, Group: GroupHere, Footer: true,
			Label: func(k lang.Keys) string { return k.PeriodRange }},
		{Action: FilterKind, Scopes: history, Keys: []string{"k"}, Group: GroupHere, Footer: true,
			Label: func(k lang.Keys) string { return k.FilterKind }},
		{Action: OnlyPoints, Scopes: history, Keys: []string{"o"}, Group: GroupHere, Footer: true,
			Label: func(k lang.Keys) string { return k.OnlyPoints }},
		{Action: VerifyChain, Scopes: history, Keys: []string{"y"}, Group: GroupHere, Footer: true,
			Label: func(k lang.Keys) string { return k.VerifyChain }},
		{Action: Undo, Scopes: []Scope{ScopeHistory, ScopeResult}, Keys: []string{"u"}, Group: GroupHere, Footer: true,
			Label: func(k lang.Keys) string { return k.Undo }},
		{Action: LookAgain, Scopes: tray, Keys: []string{"l"}, Group: GroupHere, Footer: true,
			Label: func(k lang.Keys) string { return k.LookAgain }},
		{Action: RingAgain, Scopes: []Scope{ScopeTray, ScopeResult}, Keys: []string{"g"}, Group: GroupHere, Footer: true,
			Label: func(k lang.Keys) string { return k.RingAgain }},
		{Action: DecidePaid, Scopes: tray, Keys: []string{"y"}, Group: GroupHere, Footer: true,
			Label: func(k lang.Keys) string { return k.DecidePaid }},
		{Action: DecideNot, Scopes: tray, Keys: []string{"x"}, Group: GroupHere, Footer: true,
			Label: func(k lang.Keys) string { return k.DecideNot }},
		{Action: VoidIt, Scopes: tray, Keys: []string{"z"}, Group: GroupHere, Footer: true,
			Label: func(k lang.Keys) string { return k.VoidIt }},
		{Action: CloseIncident, Scopes: tray, Keys: []string{"k"}, Group: GroupHere, Footer: true,
			Label: func(k lang.Keys) string { return k.CloseIncident }},
	}
}

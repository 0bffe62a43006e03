package keymap

// Action is what a key means. Its value is the name that config.yaml and
// `guitai keys` use, so it never changes.
type Action string

// The actions.
const (
	None Action = ""

	Choose  Action = "choose"  // go on, next field, open; never moves money
	Confirm Action = "confirm" // moves money, only where a preview is shown
	Back    Action = "back"
	Help    Action = "help"

	Recharge   Action = "recharge"
	Consume    Action = "consume"
	Points     Action = "points"
	History    Action = "history"
	Edit       Action = "edit"
	OpenCard   Action = "open-card"
	Unresolved Action = "unresolved"
	More       Action = "more"

	Lock       Action = "lock"
	Leave      Action = "leave"
	SwitchShop Action = "switch-shop"

	Up        Action = "up"
	Down      Action = "down"
	Left      Action = "left"
	Right     Action = "right"
	PageUp    Action = "page-up"
	PageDown  Action = "page-down"
	First     Action = "first"
	Last      Action = "last"
	NextField Action = "next-field"
	PrevField Action = "previous-field"

	Backspace Action = "backspace"
	Delete    Action = "delete"
	EraseWord Action = "erase-word"
	EraseAll  Action = "erase-all"

	Reveal Action = "reveal"
	Reload Action = "reload"

	PayWeChat Action = "pay-wechat"
	PayCash   Action = "pay-cash"
	PayAlipay Action = "pay-alipay"
	PayBank   Action = "pay-bank"

	PeriodMonth Action = "period-month"
	PeriodToday Action = "period-today"
	PeriodWeek  Action = "period-week"
	PeriodAll   Action = "period-all"
	PeriodRange Action = "period-range"
	FilterKind  Action = "filter-kind"
	OnlyPoints  Action = "only-points"
	Undo        Action = "undo"
	VerifyChain Action = "verify-chain"

	LookAgain     Action = "look-again"
	RingAgain     Action = "ring-again"
	DecidePaid    Action = "decide-paid"
	DecideNot     Action = "decide-unpaid"
	CloseIncident Action = "close-incident"
	VoidIt        Action = "void"
)

// Scope is where a key is pressed: what the screen on top is doing now.
type Scope string

// The scopes.
const (
	ScopeHome    Scope = "home"    // the search box has the caret
	ScopeMember  Scope = "member"  // an open member; letters are mnemonics
	ScopeAmount  Scope = "amount"  // an amount or points field has the caret
	ScopePick    Scope = "pick"    // a short list to choose from
	ScopePreview Scope = "preview" // a money step waits for its confirmation
	ScopeBusy    Scope = "busy"    // money is moving
	ScopeResult  Scope = "result"  // the end of a money step
	ScopeHistory Scope = "history"
	ScopeForm    Scope = "form" // a text field has the caret
	ScopeTray    Scope = "tray" // the operations to be verified
	ScopeDialog  Scope = "dialog"
	ScopeMenu    Scope = "menu" // a list that is filtered by typing
	ScopeHelp    Scope = "help"
	ScopeLocked  Scope = "locked"
)

// Scopes lists every scope in the order in which help shows them.
func Scopes() []Scope {
	return []Scope{ScopeHome, ScopeMember, ScopeAmount, ScopePick, ScopePreview, ScopeBusy, ScopeResult,
		ScopeHistory, ScopeForm, ScopeTray, ScopeDialog, ScopeMenu, ScopeHelp, ScopeLocked}
}

// Typing is what printable characters are in a scope.
type Typing uint8

// TypingKeys: every character is a key. TypingAmount: digits and the point are
// text, letters are keys. TypingText: every character is text.
const (
	TypingKeys Typing = iota
	TypingAmount
	TypingText
)

// Typing tells what printable characters are in the scope.
func (s Scope) Typing() Typing {
	switch s {
	case ScopeHome, ScopeForm, ScopeMenu:
		return TypingText
	case ScopeAmount:
		return TypingAmount
	}
	return TypingKeys
}

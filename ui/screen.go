package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/keymap"
)

// Msg is anything that a screen can be told.
type Msg = tea.Msg

// Cmd is work done outside Update. What it returns comes back as a Msg, to the
// screen that asked, or as a notice if that screen is gone.
type Cmd = tea.Cmd

// Batch runs several commands at once.
func Batch(cmds ...Cmd) Cmd { return tea.Batch(cmds...) }

// Screen is one page of the program. It owns its state: Update only changes the
// state and returns commands; View only reads it.
type Screen interface {
	// Init starts what the screen needs first.
	Init() Cmd
	// Update handles one message and only dispatches.
	Update(Msg) Cmd
	// View draws the body, at most as large as the last SetSize. The place of
	// the caret is marked by Caret, what can be clicked by Zone.
	View() string
	// SetSize tells how many cells the body has.
	SetSize(width, height int)
	// Scope is what keys mean right now.
	Scope() keymap.Scope
	// Offers lists what can be done now, for the footer and the help, with the
	// reason for what cannot. An action that is not listed is not delivered,
	// but for moving and typing.
	Offers() []Offer
	// Title names the screen in the status bar, in the person's language.
	Title() string
}

// Offer is an action of a screen. WhyNot, if it is not empty, is the sentence
// that is shown when the key is pressed all the same.
type Offer struct {
	Action keymap.Action
	WhyNot string
	// Soon says that the reason passes by itself in a moment, so that the footer
	// need not flicker.
	Soon bool
}

// ScreenID names a screen.
type ScreenID string

// The screens.
const (
	ScreenSearch     ScreenID = "search"
	ScreenMember     ScreenID = "member"
	ScreenRecharge   ScreenID = "recharge"
	ScreenConsume    ScreenID = "consume"
	ScreenPoints     ScreenID = "points"
	ScreenHistory    ScreenID = "history"
	ScreenOpenCard   ScreenID = "open-card"
	ScreenEdit       ScreenID = "edit"
	ScreenUnresolved ScreenID = "unresolved"

	ScreenLevels      ScreenID = "levels"
	ScreenPassword    ScreenID = "password"
	ScreenSubsidy     ScreenID = "subsidy"
	ScreenRechargeLog ScreenID = "recharge-log"
	ScreenMirror      ScreenID = "mirror"
	ScreenUndo        ScreenID = "undo"
	ScreenStaff       ScreenID = "staff"
	ScreenAudit       ScreenID = "audit"
	ScreenAbout       ScreenID = "about"
)

// Args are what a screen is opened with. Each screen says which it needs.
type Args struct {
	// Member is the member as last read; screens that move money read it again.
	Member *backend.Member
	// Query fills the search box.
	Query string
	// CaseID opens one operation.
	CaseID string
	// RetryOf is the operation that is rung again.
	RetryOf *backend.Case
	// Number fills the number of a card to open.
	Number string
	// Order fills a money screen, which then asks for its preview at once.
	Order *Order
}

// Order is what a one-line command asks for. It is filled in as if it had been
// typed: it goes as far as the preview, and only the confirming key goes on.
type Order struct {
	// Amount is in yuan, above zero; zero for points.
	Amount money.Amount
	// Discountable is the part of Amount that is open to discount, nil for all.
	Discountable *money.Amount
	// Pay is the letter of the way of paying, 0 where it is to be asked.
	Pay rune
	// Points are whole, above zero; zero for money.
	Points money.Points
}

// Maker makes a screen.
type Maker func(env *Env, args Args) Screen

// Expecter is a screen that opens another one as soon as an answer came. What is
// typed meanwhile is meant for that one: the shell keeps it back until then,
// until Esc, or until nothing opened after all.
type Expecter interface{ Expects() bool }

// FooterHinter is a screen that has something to say in place of its footer's
// keys for a while.
type FooterHinter interface{ FooterHint() string }

// Helper is a screen that can do what no key of the table says: its lines stand
// above the keys in the help.
type Helper interface{ Help() []string }

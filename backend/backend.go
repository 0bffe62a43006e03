package backend

import (
	"context"

	"guitai/backend/money"
	"guitai/backend/safe"
)

// Backend is one account at a vendor. Its methods may be called from many
// goroutines. Every error is an *Error.
//
// Money is three verbs, and only the till calls them, in this order: Prepare
// reads what is needed to recognise the operation later, Submit sends at most
// one write, Resolve only reads.
type Backend interface {
	// Capabilities says what this vendor can do and why it cannot do the rest.
	// It does not touch the network.
	Capabilities() Capabilities

	// Find looks members up by a key word: part of a number, phone or name,
	// whatever the vendor offers. No hit is an empty list, not an error. Errors:
	// KindUnreachable, KindTimeout, KindUnreadable, KindRedirected, KindAccess,
	// KindExpired, KindVendorFault, KindRejected, KindQuota, KindCanceled. The
	// same list holds for every read below.
	Find(ctx context.Context, key string) ([]Member, error)

	// Member reads one member anew. Errors: KindNotFound and those of Find.
	Member(ctx context.Context, id string) (Member, error)

	// History reads one page of a member's events, newest first.
	// Errors: KindNotFound and those of Find.
	History(ctx context.Context, q HistoryQuery) (HistoryPage, error)

	// Rules reads what a recharge of this member would give and how it can be
	// paid. Errors: KindNotFound and those of Find.
	Rules(ctx context.Context, id string) (RuleSet, error)

	// Prepare reads the baseline of an operation. The token it returns is
	// stored before anything is sent. Errors: those of Member.
	Prepare(ctx context.Context, op Operation, stamp Stamp) (Token, error)

	// Submit sends the operation at most once. beforeFirstByte runs directly
	// before the first byte of the request; if it fails, not one byte goes out
	// and the class is ReplyNotSent. Everything that happened is in the Reply.
	Submit(ctx context.Context, op Operation, token Token, beforeFirstByte func() error) Reply

	// Resolve reads what became of a submitted operation. It never writes.
	// Errors: those of Member.
	Resolve(ctx context.Context, op Operation, token Token) (Evidence, error)
}

// Capabilities is what a vendor can do. An interface that is nil is not offered,
// and Why says the reason under the same name.
type Capabilities struct {
	// Vendor names the account for people: the shop, or the vendor.
	Vendor safe.Text
	// Account is a stable name of the account for the journal: it identifies
	// vendor and merchant without giving away a secret.
	Account string
	// Kind is "sandy" or "pospal".
	Kind string
	// Plain says that the connection is not encrypted and leaves this machine.
	Plain bool
	// FindWhileTyping says that Find may be called on every pause in typing;
	// without it a look-up costs something and waits for Enter.
	FindWhileTyping bool
	// OwnHistory says that the vendor does not show what was booked through its
	// interface, so that our journal has to fill its history up.
	OwnHistory bool
	// Splits says that a bill which a card does not cover is taken in two parts:
	// what the card can pay, and the rest by a pay type. Without it the vendor
	// decides.
	Splits bool
	// Pushes says that the vendor applies the same token at most once, so that an
	// operation whose answer was lost may be sent again with it.
	Pushes bool
	// Undoes is how a settled operation is taken back, "" where it cannot be.
	Undoes Undoing
	// EditFields are the fields that Editor takes, in the order of a form.
	EditFields []EditField
	// KeepsText says that a text of a member cannot be emptied, only changed.
	KeepsText bool
	Opener    Opener
	Editor    Editor
	Lister    LevelLister
	Levels    LevelChanger
	Passwords PasswordKeeper
	Subsidies SubsidyReader
	Recharges RechargeReader
	Quota     QuotaTeller
	// Voider makes an operation impossible. A till uses it only where that was
	// seen to work.
	Voider Voider
	// Baseliner reads what a token remembers, where a card's history shows what was
	// booked.
	Baseliner Baseliner
}

// Undoing is a way of taking a settled operation back.
type Undoing string

const (
	// UndoIncrement: the opposite change is submitted like any other operation.
	UndoIncrement Undoing = "increment"
	// UndoTask: nothing is sent. A person does it in the vendor's back office, and
	// the card's history shows when it was done. The opposite operation would fire
	// the vendor's own rules.
	UndoTask Undoing = "task"
)

// Baseliner reads a token without asking the vendor.
type Baseliner interface {
	// Baseline is what the card looked like before the operation: the rows that
	// it left stand above its HeadID. The error says that this vendor's client
	// did not make the token.
	Baseline(t Token) (Snapshot, error)
}

// Voider makes an operation impossible for ever at a vendor that applies a token
// at most once: it uses the token up for a change of nothing.
type Voider interface {
	// Void sends the tombstone at most once, with the same hook and the same
	// classes as Backend.Submit. ReplyYes means that the token had not been used
	// before and is used now; every other class says nothing about the operation.
	Void(ctx context.Context, op Operation, token Token, beforeFirstByte func() error) Reply
}

// LevelLister lists the levels that a new member can have.
type LevelLister interface {
	// Levels reads the levels. Errors: those of Backend.Find.
	Levels(ctx context.Context) ([]Level, error)
}

// Opener opens cards.
type Opener interface {
	// Open makes a new member with no balance and no points, and gives it as
	// the vendor then shows it. A lost reply is settled by reading the number.
	// Errors: KindExists, KindInvalid and those of Backend.Find.
	Open(ctx context.Context, m NewMember) (Member, error)
}

// NewMember is what a form gives for a new card.
type NewMember struct {
	Number  string
	LevelID string
	Name    string
	Phone   string
	Gender  Gender

	// What follows is only taken by vendors whose EditFields name it.
	Birthday                                             Date
	QQ, Email, Address, Remarks, Nickname, LunarBirthday string
	Expires                                              Date
	Rate                                                 money.Rate
	// OnCredit allows to go below zero; it is off unless somebody asks for it.
	OnCredit    bool
	CreditLimit money.Amount
	// Password is 1 to 16 characters, or empty for none. It is never kept.
	Password string
}

// Editor changes what a member's record says about the person.
type Editor interface {
	// Edit sends the changed fields only and gives the member as read back
	// afterwards. Balances are never part of an edit. Errors: KindNotFound,
	// KindInvalid and those of Backend.Find.
	Edit(ctx context.Context, id string, change Edit) (Member, error)
}

// Edit holds the changed fields; nil leaves a field as it is.
type Edit struct {
	Name     *string
	Phone    *string
	Birthday *Date
	Gender   *Gender

	QQ, Email, Address, Remarks, Nickname, LunarBirthday *string
	// Expires is the last day on which the card can be used.
	Expires *Date
	// LevelName is a level by its name.
	LevelName *string
	Rate      *money.Rate
	// OnCredit allows or forbids to go below zero, by CreditLimit yuan for
	// CreditDays days.
	OnCredit    *bool
	CreditLimit *money.Amount
	CreditDays  *int
	// Status is StatusNormal, StatusDisabled or StatusClosed, which deletes.
	Status *StatusKind
}

// IsEmpty tells whether nothing would change.
func (e Edit) IsEmpty() bool { return e == Edit{} }

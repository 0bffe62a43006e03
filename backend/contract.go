package backend

import (
	"time"

	"guitai/backend/safe"
)

// Probe names one question about how a vendor really behaves, that no page of
// theirs answers and that only a test on a member can.
type Probe string

// The questions. Their names are stored, so they never change.
const (
	ProbeOneOfTwins   Probe = "P1" // of two identical writes at once exactly one takes effect
	ProbeRefusalKeeps Probe = "P2" // a refused key stays usable
	ProbeNothingUses  Probe = "P3" // a change of nothing uses its key up
	ProbeCheckOrder   Probe = "P4" // a known key is told before a low balance
	ProbeKeyLife      Probe = "P5" // a key stays known
	ProbeKeyTime      Probe = "P6" // keys of ten minutes ago and ahead are taken
	ProbeRowOrder     Probe = "S1" // history ids grow with every row of a card
	ProbeRowAtOnce    Probe = "S2" // a row can be read as soon as the reply is there
	ProbeRowChain     Probe = "S3" // a row's balance follows from the one before it
	ProbePointRow     Probe = "SP" // taking points leaves a row that shows them
	ProbePartial      Probe = "S4" // what a row shows of a bill that the card did not cover
	ProbeFingerprint  Probe = "S5" // a row shows the pay type that was sent
	ProbeRefusals     Probe = "S6" // amounts of nothing and below are refused
	ProbeEncrypted    Probe = "S7" // the vendor answers over an encrypted connection
)

// Answer is what a probe showed.
type Answer string

// The answers; the empty one is that nobody asked yet.
const (
	AnswerNone    Answer = ""
	AnswerGood    Answer = "good"
	AnswerBad     Answer = "bad"
	AnswerUnclear Answer = "unclear"
)

// Finding is one probe's answer with its date. Detail says in a few words what was
// seen.
type Finding struct {
	Probe  Probe
	Answer Answer
	Detail safe.Text
	At     time.Time
	// Span is the time that was seen, where the question is about one: for how long
	// a key stayed known, or how long a row did not show.
	Span time.Duration `json:",omitzero"`
	// Codes are the vendor's numbers of the kinds of rows that an answer is about:
	// for ProbeRowChain those that do not follow from the row before.
	Codes []int `json:",omitempty"`
	// Form is which of several ways worked, 0 for the first.
	Form int `json:",omitempty"`
}

// Contract is what is known by probing about one account, newest answer of each
// probe.
type Contract map[Probe]Finding

// Holds tells whether a probe was answered well.
func (c Contract) Holds(p Probe) bool { return c[p].Answer == AnswerGood }

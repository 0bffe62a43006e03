package backendtest

import (
	"testing"
	"testing/synctest"

	"guitai/backend"
	"guitai/backend/money"
)

// Fixture is one backend with a vendor behind it. All of it is made anew for
// each test, inside a synctest bubble: timeouts cost nothing there, and the
// vendor must be reached without a real network. Whatever has to be closed is
// closed by t.Cleanup.
type Fixture struct {
	Backend backend.Backend

	// Member is in its normal state and has at least 500 yuan, 500 points and 4
	// rows of history. Poor has less than 100 yuan and 100 points. Missing is
	// nobody's id.
	Member, Poor, Missing string
	// Key finds Member, HostileKey somebody whose texts attack terminals, and
	// NoKey nobody.
	Key, HostileKey, NoKey string

	// Operation makes a valid operation for a member: 100 yuan or 100 points.
	Operation func(kind backend.OpKind, memberID string) backend.Operation
	// Stamp gives a fresh stamp.
	Stamp func() backend.Stamp
	// Books reads what is true at the vendor.
	Books func(memberID string) Books
	// Spoil lets the next request of a class meet a fault.
	Spoil func(on Class, f Fault)
	// Requests counts the requests of a class that have arrived.
	Requests func(on Class) int
	// ShowsRows says that history shows every movement, so that Resolve can
	// find the row of an operation.
	ShowsRows bool
	// Kinds are the operations that the vendor offers.
	Kinds []backend.OpKind
}

// Books is the truth about one member.
type Books struct {
	Balance money.Amount // yuan
	Points  money.Points
	Rows    int
}

// Class sorts requests.
type Class string

// The classes of requests.
const (
	Reading Class = "read"
	Moving  Class = "money"
)

// Fault names what happens to a request, in the words of the simulators' plans.
type Fault string

// The faults that the suite uses. Those of the first group come after the
// vendor has applied the request, those of the second instead of applying it.
const (
	ResetAfter    Fault = "reset-after"
	HangAfter     Fault = "hang-after"
	HTMLAfter     Fault = "html-after"
	HTTPAfter     Fault = "http502-after"
	HalfHeaders   Fault = "half-headers"
	Truncated     Fault = "truncated"
	Empty         Fault = "empty"
	Garbage       Fault = "garbage"
	Trailing      Fault = "trailing"
	DuplicateKeys Fault = "duplicate-keys"
	WrongCard     Fault = "wrong-card"
	Endless       Fault = "endless"
	BigHeader     Fault = "big-header"

	ResetBefore Fault = "reset-before"
	Hang        Fault = "hang"
	HTML        Fault = "html"
	HTTP        Fault = "http500"
	Redirect302 Fault = "redirect302"
	Redirect307 Fault = "redirect307"
)

func after() []Fault {
	return []Fault{
		ResetAfter, HangAfter, HTMLAfter, HTTPAfter, HalfHeaders, Truncated, Empty, Garbage, Trailing,
		DuplicateKeys, WrongCard, Endless, BigHeader,
	}
}

func instead() []Fault { return []Fault{ResetBefore, Hang, HTML, HTTP, Redirect302, Redirect307} }

// Run holds a backend against the suite. make is called once for each test.
func Run(t *testing.T, make func(t *testing.T) Fixture) {
	test := func(name string, body func(*testing.T, Fixture)) {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { body(t, make(t)) })
		})
	}
	reads(test)
	spoiledReads(test)
	for _, kind := range []backend.OpKind{backend.OpRecharge, backend.OpConsume, backend.OpRedeem} {
		moves(kind, test)
	}
}

// tester runs one test with a fixture of its own.
type tester func(name string, body func(*testing.T, Fixture))

// Package till holds the use cases of a counter: looking members up, previewing
// money, moving it exactly once or saying honestly that nobody knows, and
// settling what was left unknown.
//
// It may import backend, money, pricing, verdict, journal and staff. It is the
// only writer of the journal and the only caller of Prepare, Submit and Resolve.
// The engine owns every write to a vendor: who leaves the screen stops waiting,
// never the operation. It must never submit an operation twice, but for
// one whose answer was lost, with the same token, at a vendor that applies a
// token at most once. It must never tell anybody an end that the journal has not
// stored, and never take a canceled or failed reading for evidence.
package till

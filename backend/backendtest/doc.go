// Package backendtest is the suite that every backend passes: one description
// of how a vendor behaves, held against each wire client over its simulator.
//
// It may import backend and money, and is imported by tests only. It speaks of
// members, operations and faults, never of a vendor's calls or JSON; what it
// needs to know about the other side (who exists, what the books say, how to
// spoil the next answer) comes in a Fixture. It must never accept a receipt
// that differs from the books, nor a "yes" or "no" that the books deny.
package backendtest

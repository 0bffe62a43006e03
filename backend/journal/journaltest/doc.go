// Package journaltest is the conformance suite that every journal passes: the
// lock, the stamps, the transitions, compare-and-set, bindings, filters, the
// audit and what survives being opened again.
//
// It may import backend, money, safe and journal of guitai's, and is imported by
// tests only. It must never know how a journal stores anything.
package journaltest

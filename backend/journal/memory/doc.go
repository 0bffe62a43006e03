// Package memory is the journal that tests can cut the power of. It passes the
// same conformance suite as the ones on disks and models what a disk does to
// them: what was committed survives Cut, what was not is gone, and a commit can
// fail before or after it took effect.
//
// It may import backend, money, safe, journal and journal/change of guitai's. It
// starts no goroutine, reads no clock but the injected one and waits for
// nothing, so it works inside a testing/synctest bubble. It must never be used
// for real money.
package memory

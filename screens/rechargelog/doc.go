// Package rechargelog is what was recharged at all stores of an account: an
// endless list with a period, filters by store and pay type, and sums in which
// principal and gift stay apart, by pay type and by store.
//
// It may import ui, its widgets, texts and theme, the key contract, backend,
// money and safe. It must never add a gift to what was paid, and never show a
// sum as that of a period of which only a part was read.
package rechargelog

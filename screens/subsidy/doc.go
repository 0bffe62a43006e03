// Package subsidy is the log of subsidies that an employer pays into members'
// accounts, for one member or for all: an endless list with a period, a filter
// by member and by kind, and sums of what was paid and what was cleared.
//
// It may import ui, its widgets, texts and theme, the key contract, backend,
// money and safe. It must never show a sum as that of a period of which only a
// part was read, and never mix what was paid with what was taken away.
package subsidy

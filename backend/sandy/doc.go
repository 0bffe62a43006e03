// Package sandy speaks to Sandy's member server (its "member-cjb" calls) and
// turns its answers into the vocabulary of backend.
//
// It may import backend, money, safe and internal/wire. The server has no
// idempotency key, no conditional write and no undo, so a write of money goes
// out at most once and its fate is then read from the card's history, whose row
// ids rise and whose balances follow from each other. The package decides
// nothing: it says what a reply proves and what history shows. It must never
// send money twice, believe a reply that does not add up, compute what the
// server charged, or let the token, the shop id or a member's data into a log.
package sandy

// Package directory keeps what is dear to ask a vendor for again: an account's
// members, so that any of a million is found while a name is typed, the few that
// were read lately, and the number of calls made today.
//
// It may import backend, money and safe of guitai's, and its own parts: reading
// (how a character is read), match (what a query means) and segment (rows in
// files). A change is durable before it is acknowledged; a reading never waits
// for one. Everything in it is a copy that the vendor can give anew: damaged
// files are thrown away and never stand in the way. It must never hold a
// password, a balance, a reply's body or anything else that looking up does not
// need; what it finds is read from the vendor again before money moves.
package directory

// Package pospal speaks to Pospal's open member interface (customerOpenApi, V1)
// and turns its answers into the vocabulary of backend.
//
// It may import backend, money, safe and internal/wire. The vendor applies at
// most one change for each member and dataChangeTime, so sending the very same
// bytes again is harmless and settles what became of the first ones; that is
// the till's to decide. There is no history of changes made through this
// interface, so what is known about an operation afterwards is the balance
// alone. Calls are counted, because the vendor sells them by the day. The
// package must never send a change without the checks that the vendor leaves
// off by default, believe a reply that does not prove to be ours, make a binary
// fraction of a figure or of a uid, keep the password that comes with a member,
// or let the key, the appId or a member's data into a log.
package pospal

// Package pospalsim is Pospal's open member interface (customerOpenApi, V1) as
// its public pages describe it: an http.Handler for the thirteen member calls
// and the two that tell the quota, with a ledger of its own behind it that
// tests can look into, and with the faults of a sim.Plan in front of it.
//
// It may import backend/money and backend/sim. Its JSON types are its own on
// purpose: were they shared with the wire client, both would be wrong together.
// Where the pages are silent it does what is most likely and says so; what could
// as well be otherwise is a switch. It must never import backend, the wire
// clients or the till, and never read a wall clock other than the one handed in.
// Credentials, members and uids are all made up.
package pospalsim

// Package sandysim is Sandy's member server as its public page describes it:
// an http.Handler for the ten calls under /api2/member-cjb/, with a ledger of
// its own behind it that tests can look into, and with the faults of a
// sim.Plan in front of it.
//
// It may import backend/money and backend/sim. Its JSON types are its own on
// purpose: were they shared with the wire client, both would be wrong together.
// Where the page is silent it does what is most likely and says so; what could
// as well be otherwise is a switch. It must never import backend, the wire
// clients or the till, and never read a wall clock other than the one handed in.
package sandysim

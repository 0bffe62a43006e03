// Package pricing computes previews: what a bill comes to, what a recharge
// would give and what redeeming leaves, as the parts of a backend.Quote.
//
// It may import backend and money and is pure: the same input gives the same
// quote, without a clock, a connection or a journal. What it computes is only
// ever an estimate for people, unless the caller says that the rate is sure; it
// must never be booked, because the vendor alone decides what is charged.
package pricing

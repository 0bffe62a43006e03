// Package pricing computes previews: what a bill comes to, what a recharge
// would give and what redeeming leaves, as the parts of a backend.Quote.
//
// It may import backend and money and is pure: the same input gives the same
// quote, without a clock, a connection or a journal. At a vendor that prices
// bills itself the figures are an estimate for people and must never be booked;
// at one that books what it is sent, the figures that were shown are the ones
// that are sent. Which of the two holds is for the caller to know and to say.
package pricing

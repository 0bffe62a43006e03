// Package money holds amounts (yuan), points and rates as exact decimals.
//
// It may import nothing of guitai's. No value in it ever passes through a
// binary fraction: decimals are read from their literal, kept with
// shopspring/decimal, and stored by the journal as whole fen. It must never
// round silently: an amount with a third decimal is refused, and the only
// rounding there is (Amount.Times) names its mode.
package money

// Package verdict decides what evidence means: which state an operation is in,
// given what its vendor answered and what the card's history shows.
//
// It may import backend and money and is pure. It knows no clock (waits arrive
// as booleans), no journal and no connection. The whole decision is one ordered
// table of named rules, so that a model can drive it and a test can prove that
// each rule is reached. It must never call something settled or refused that is
// not proven: what no rule proves is unknown or a person's to decide.
package verdict

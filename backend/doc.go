// Package backend is the vocabulary that everything in guitai speaks: members,
// rules, quotes, operations, evidence, receipts and errors, and the one
// interface behind which both vendors stand.
//
// It may import money and safe and nothing else of guitai's. It holds no
// vendor's words, no JSON of theirs, no clock, no connection and no state.
package backend

// Package staff knows who works here: people, their roles and rights, how much
// each may move, their PINs, and who may allow what somebody else may not.
//
// It may import backend and money of guitai's, and keeps what it knows as papers
// of the journal, so that every change is in the audit together with who made it.
// It must never hold or write a PIN, only what proves one; never let anybody allow
// what they ask for themselves; and never decide by what a screen says, only by
// what is stored. Whoever moves money asks it each time, so that a right that is
// taken away is gone at once.
package staff

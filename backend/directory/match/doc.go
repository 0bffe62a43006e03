// Package match says whether a member is meant by what was typed, and how well:
// the search contract as a pure function of one row. Everything that finds
// members, by a scan or by an index, asks it before a row is shown, so there is
// one answer to what a query means.
//
// It may import backend/directory/reading and nothing else of guitai's. It must
// never look at more than the row that it is given.
package match

// Package mirror shows how far the local copy of the members is: what is being
// read, how fast, what it costs of the day's calls and when it will be done, or
// why it cannot be read as a whole. A person can pause it and have everybody
// read anew.
//
// It may import ui, its widgets, texts and theme, the key contract, backend,
// money and safe. It must never call a copy whole that is not, and never start
// what costs calls without saying how many.
package mirror

// Package lang holds every text that a person reads, as one struct with a field
// for each, so that a missing translation is a failing test and no text hides in
// a screen.
//
// It imports nothing of guitai's. Placeholders are named in braces ("{name}")
// and filled by Fill, because translators reorder them. Texts that come from a
// vendor never pass through here.
package lang

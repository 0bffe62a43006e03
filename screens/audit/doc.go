// Package audit shows what was done here and by whom: every entry of the journal's
// audit, the newest first, by person, kind, time and slip, and whether its chain
// holds.
//
// It may import ui, its widgets, texts and theme, the key contract, backend, money and
// safe. It only reads, a page at a time, so that hundreds of thousands of entries cost
// no more than those in sight. It must never draw a text of an entry that is no
// safe.Text, and never call a chain sound of which only a part was walked.
package audit

// Package levels lists the levels of members, those that are disabled apart, and
// gives one member or up to a hundred another level: numbers are typed, pasted
// or scanned and looked up one by one, a page shows who changes from what to
// what, and after the change every member is read again.
//
// It may import ui, its widgets, texts and theme, the key contract, backend,
// money and safe. It must never change a level before F10 on the page that names
// every member, never give a disabled level, and never call a member changed
// that was not read back so.
package levels

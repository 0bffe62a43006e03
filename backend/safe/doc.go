// Package safe turns text that somebody else wrote (a vendor's server, a
// member, a pasted clipboard) into text that a terminal may print.
//
// It is a leaf: it imports nothing of guitai's. Text is a type of its own that
// only the sanitiser can make, so a view that asks for a Text cannot be handed
// an unfiltered string. The rule is to replace and never to strip: what a
// terminal could act upon, hide or draw over its neighbours becomes U+FFFD,
// because stripping joins the halves around it and an unterminated escape
// sequence would swallow the rest of the text. The package must never let a
// control, format, private or unassigned code point through, and must never
// offer another way to build a Text.
package safe

// Package keymap is the key contract: every action, the keys that mean it in
// each scope, the owner's overrides, and what footer, help, README and
// `guitai keys` say about them, all from one table.
//
// It may import ui/lang and nothing else of guitai's. It reads no key press and
// draws nothing. The same physical key means the same thing on every screen, so
// a scope may add keys of its own but never gives one of the common keys
// another meaning.
package keymap

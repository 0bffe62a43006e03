// Package config reads guitai's one settings file into a validated Config.
//
// Of guitai's packages it may import money alone. It decodes strictly: a key it
// does not know, a value of the wrong kind or a missing one is an Error that
// names the key and the line, and all of them are reported at once. Secrets are
// held by Secret, which no way of printing gives away, and may stand in the
// file, in a file of their own or in the environment. The package must never
// keep a global, never read an amount or a rate through a binary fraction, and
// never put a secret's value into an error.
package config

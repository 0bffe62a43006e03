// Package quiet keeps Bubble Tea from questioning the terminal before main
// begins.
//
// Bubble Tea v1 asks the terminal for its background colour and its cursor in
// a package initialiser and waits up to five seconds for each answer; a
// terminal that never answers would make guitai look dead at the counter. The
// question is not asked where the environment variable CI is set, so this
// package sets it for the length of the initialisation and [Unquiet] takes it
// away again, before any child process can inherit it.
//
// Why this one runs first: since Go 1.21 the packages of a program are
// initialised by repeatedly taking, in order of import path, the first one
// whose imports are all initialised. This package imports os alone, so it is
// ready as soon as os is. Bubble Tea imports os/signal, which needs os too and
// whose path sorts after guitai/…; os/signal can therefore only run after this
// package, and Bubble Tea only after os/signal. It does not matter that
// "github.com/…" itself sorts before "guitai/…". For the same reason this
// package must never import anything but os. A test starts a program in a pty
// that never answers and looks at what was asked.
package quiet

import "os"

// variable is read by the colour detection under Bubble Tea: where it is not
// empty, no terminal is assumed and nothing is asked.
const variable = "CI"

// ours remembers that the value was set here and not by the user. It is
// written once, during initialisation, and read by Unquiet.
var ours = hush()

// hush is called by a variable's initialiser, which runs as early as an init
// function would.
func hush() bool {
	if os.Getenv(variable) != "" {
		return false
	}
	return os.Setenv(variable, "guitai") == nil
}

// Unquiet removes the variable again if this package set it; a CI set by the
// user stays. Call it first thing in main, before any process is started.
func Unquiet() {
	if ours && os.Getenv(variable) == "guitai" {
		_ = os.Unsetenv(variable)
	}
}

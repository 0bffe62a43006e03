// Package sshd lets people sit down at a till over SSH: it decides who may come
// in, keeps strangers and floods away, gives each person a terminal, and ends
// the sessions of those who may no longer be there.
//
// It may import ui, backend, money, safe, keymap, lang, theme and ui/term of
// guitai's, and is given the program to run, the staff, the host key and the
// clock. It must never know what the program shows or does, never take who
// somebody is from anything but the key that was proven, never run a command,
// open a file for a client or forward anything, never make a host key while it
// serves, and never let one session hold up another.
//
// The requests of a session are answered here and not by the library: that one
// answers a request for the agent with yes, keeps any number of environment
// variables, and leaves a connection behind for ever whose window changes
// nobody reads.
package sshd

// Package fill reads all members of an account page by page into the local
// copy, in the background: a whole reading first, then only who was opened
// since, and a whole one anew from time to time, which alone can tell who
// vanished.
//
// It may import backend, money and safe of guitai's. What it reads from, writes
// to and waits by are small interfaces of its own, so it knows no vendor, no
// file and no screen. It must never use a call that people or open operations
// may need, never stand in the way of a person's call, never say that it knows
// all members before it has read them all, and never store where it stands
// apart from the page that brought it there.
package fill

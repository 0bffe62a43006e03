// Package anchor notes the newest link of a journal's audit in a file outside the
// journal, so that a journal which was set back to an older copy, or replaced,
// lacks something that the file knows. The file belongs on another disk or another
// machine and is only ever added to.
//
// It may import journal and journal/change of guitai's. It must never hold up money:
// what it writes is written behind, without waiting for the disk, and its failures
// are told to whoever asks.
package anchor

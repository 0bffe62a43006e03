// Package segment holds rows of members as bytes: how one is written, and a file
// of many that is searched where it lies, through a memory map, without being
// read in.
//
// It may import backend/directory/match and backend/directory/reading. A file is
// written once and never changed; what is no longer true of it is the caller's to
// remember. Bytes that were not written here, or were damaged since, give wrong
// rows or none and must never end the program: every offset is checked where it
// is used.
package segment

// Package reading knows how a name is written and read: which simplified
// character stands for a traditional one, and by which syllables of pinyin a
// character is read, all of them, because surnames and places have readings that
// a dictionary gives last.
//
// It is a leaf and pure. Both tables are embedded as they are searched, so a
// program that looks nobody up pays nothing for them: nothing is unpacked and no
// map is built. The readings come from go-pinyin (MIT License) by `go run
// ./backend/directory/reading/gen`, the pairs of simplified.txt from Open Chinese
// Convert (Apache License 2.0) with some variants of names added. The package
// must never guess: a character that it does not know has no reading.
package reading

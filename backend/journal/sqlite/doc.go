// Package sqlite is the embedded journal: one SQLite file per machine, which
// several processes may share. A change that returned without error has been
// written and synced.
//
// It may import backend, money, safe, journal, journal/change and journal/anchor of
// guitai's. Every connection is told its settings when it opens and asked for them
// again; one that disagrees is not used. Trouble with the disk makes the journal refuse
// to write until the next start; it must never try a failed commit again, and
// must never change or delete what is in the file.
package sqlite

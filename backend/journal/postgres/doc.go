// Package postgres is the journal that several machines share: one PostgreSQL
// database. A change that returned without error was committed and synced there; where
// the answer to a commit is lost, it is found out on a new connection whether the
// change landed, and if that cannot be found out, an error says so and nobody may
// send anything for it.
//
// It may import backend, money, safe, journal, journal/change and journal/anchor of
// guitai's. Every connection is asked for the server's settings before it is used; one
// that could lose a commit is refused. It must never print the database's address,
// must never believe a commit that was not answered, and must never change or delete
// what is stored.
package postgres

// Package pgtest starts one throw-away PostgreSQL server for the tests of a package
// and gives each test a database of its own. A server that is started as root runs
// as another user, because PostgreSQL refuses to be root.
//
// It imports nothing of guitai's and is imported by tests only. It must never touch a
// server that was there before, and must leave none running: the server ends with the
// tests, also when they are killed.
package pgtest

// Package journal is the durable record of every money operation: one
// interface, of which sqlite is the embedded default and memory the one that
// tests can cut the power of.
//
// It may import backend, money and safe of guitai's. Only backend/till writes
// to it. Nothing in it is ever edited or deleted: operations move forward
// through their states by compare-and-set, attempts and evidence are added, and
// every change is chained into the audit in the same transaction.
package journal

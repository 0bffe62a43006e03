// Package people invents the members of a shop: names by how frequent they are in
// the mainland and in Macau, written in both scripts and in Latin letters, phones
// of both places and the shapes that card numbers have. The same seed gives the
// same people.
//
// It is a leaf, for benchmarks, tests and demonstrations. Nobody in it exists, and
// nothing of it may be taken for a record.
package people

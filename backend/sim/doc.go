// Package sim holds what the simulators of both vendors share: a clock and a
// timer that are handed in, a plan of faults and the player that acts them out
// on real connections, invented members, hostile texts, and a way to serve a
// handler inside the process over pipes.
//
// It may import backend/money and nothing else of guitai's. It must never
// import a wire client or the vocabulary of backend: a simulator that shared
// types with the client it tests would share its mistakes. It must never read
// the wall clock or draw randomness by itself, never reach the network, and
// never hold anything about real people: every name and number here is made up.
package sim

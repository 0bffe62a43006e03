// Package wire is the HTTP that both vendors' clients share: what is sent once,
// what is never followed, how much is read, and whether a byte may have left.
//
// It may import backend and the standard library. It knows no vendor, no JSON
// and no money. Reads and money never share a connection, and neither ever uses
// the default client or transport. It must never retry, follow a redirect, set
// an idempotency header (Go's transport would then send a POST twice by
// itself), use a proxy from the environment, or let a secret or a server's own
// words into an error.
package wire

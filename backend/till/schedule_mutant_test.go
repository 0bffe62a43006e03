package till_test

import (
	"context"
	"net"

	"guitai/backend"
	"guitai/backend/journal"
)

// mutant is a till made wrong on purpose, through the seams around the engine.
type mutant struct {
	name string
	// lazy is a journal that reaches its disk only with every n-th commit.
	lazy    int
	sloppy  bool
	journal func(*life, journal.Journal) journal.Journal
	vendor  func(*life, backend.Backend) backend.Backend
	line    func(*life, net.Conn, string, context.Context) net.Conn
	session func(id string, ctx context.Context)
}

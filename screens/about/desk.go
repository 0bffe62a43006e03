package about

import (
	"context"
	"time"

	"guitai/backend"
	"guitai/backend/safe"
)

// Desk is what the screen needs of the counter.
type Desk interface {
	// About reads everything anew; it asks the vendor nothing.
	About(ctx context.Context) (Facts, error)
}

// Facts are what is known about the program, its journal and its vendor.
type Facts struct {
	// Version and Built are of this program; "" is not known.
	Version, Built string

	Vendor  safe.Text
	Account string
	// Plain says that the connection is not encrypted, Practice that the vendor is
	// simulated.
	Plain, Practice bool
	// Calls of today; a Limit of zero is none.
	Calls backend.Quota

	// Journal is where it is kept. Health is why no money may move, nil if it may,
	// and Young until when none that needs a key may.
	Journal string
	Health  error
	Young   time.Time
	// Anchor is where its newest entry is noted outside, "" for nowhere; AnchorErr
	// is why that cannot be done, and Lost says that something is missing.
	Anchor    string
	AnchorErr error
	Lost      bool
	Entries   int64

	// Findings are all questions that can be asked of this vendor, in their order,
	// with an answer or none.
	Findings []backend.Finding

	// Rowless says that this vendor shows no rows to sweep. Swept is when the last
	// sweep began, zero for never, and SweepOver that it came to its end; it found
	// Foreign rows, raised so many cases and left so many cards out.
	Rowless        bool
	Swept          time.Time
	SweepOver      bool
	Cards, Foreign int
	Raised, Unread int
}

package unresolved

import (
	"context"

	"guitai/backend"
)

// Desk is what the screen needs of the till.
type Desk interface {
	// Cases lists what people must look at, newest first: open operations and
	// those that were not found.
	Cases(ctx context.Context) ([]backend.Case, error)
	// Look reads history for an operation now and gives it as it then stands.
	Look(ctx context.Context, id string) (backend.Case, error)
	// Void makes an operation impossible whose answer is not known. KindStale says
	// that it has its end by now.
	Void(ctx context.Context, id string) (backend.Case, error)
	// WhyNotVoid is why an operation cannot be voided: "vendor", "unproven", "twins"
	// or "old"; "" if it can. It asks nobody.
	WhyNotVoid(c backend.Case) string
	// CloseIncident says that the rows of an incident were looked into. reason has
	// at least four characters. KindStale says that it was closed already.
	CloseIncident(ctx context.Context, id, reason string) (backend.Case, error)
	// Decide closes an operation that only a person can decide, or says that one
	// that was not found did not happen. reason has at least four characters.
	// KindStale says that it was no longer to be decided.
	Decide(ctx context.Context, id string, paid bool, reason string) (backend.Case, error)
}

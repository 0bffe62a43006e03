package change

import (
	"encoding/json"
	"fmt"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/safe"
)

// storedOperation leaves the quote to a column of its own.
type storedOperation struct {
	backend.Operation
	Quote *backend.Promise `json:"Quote,omitempty"`
}

// storedError is what is kept of an error. Its cause is dropped: it is for logs
// and may quote a request. The kind is kept by name, so that a kind added later
// does not change what old records mean.
type storedError struct {
	Op    string
	Kind  string
	Code  string    `json:",omitempty"`
	Text  safe.Text `json:",omitzero"`
	Field string    `json:",omitempty"`
}

func encode(r journal.Record, row *Row) error {
	var refusal *storedError
	if e := r.Refusal; e != nil {
		refusal = &storedError{Op: e.Op, Kind: e.Kind.String(), Code: e.Code, Text: e.Text, Field: e.Field}
	}
	for _, part := range []struct {
		to    *string
		value any
		none  bool
	}{
		{&row.Operation, storedOperation{Operation: r.Operation}, false},
		{&row.Quote, r.Quote, false},
		{&row.Receipt, r.Receipt, r.Receipt == nil},
		{&row.Evidence, r.Evidence, r.Evidence == nil},
		{&row.Refusal, refusal, refusal == nil},
		{&row.Incident, r.Incident, r.Incident == nil},
	} {
		if part.none {
			continue
		}
		text, err := json.Marshal(part.value)
		if err != nil {
			return fmt.Errorf("journal: record %s cannot be stored: %w", r.ID, err)
		}
		*part.to = string(text)
	}
	return nil
}

func decode(row Row, r *journal.Record) error {
	var refusal *storedError
	for _, part := range []struct {
		from string
		to   any
	}{
		{row.Operation, &r.Operation},
		{row.Quote, &r.Quote},
		{row.Receipt, &r.Receipt},
		{row.Evidence, &r.Evidence},
		{row.Refusal, &refusal},
		{row.Incident, &r.Incident},
	} {
		if part.from == "" {
			continue
		}
		if err := json.Unmarshal([]byte(part.from), part.to); err != nil {
			return fmt.Errorf("journal: record %s cannot be read: %w", row.ID, err)
		}
	}
	if refusal != nil {
		r.Refusal = &backend.Error{Op: refusal.Op, Kind: parseKind(refusal.Kind),
			Code: refusal.Code, Text: refusal.Text, Field: refusal.Field}
	}
	if !row.sums(r.Operation) || row.IncidentOpen != r.Incident.Open() {
		return fmt.Errorf("%w: record %s and its operation differ", ErrBroken, row.ID)
	}
	return nil
}

// parseKind reads what String wrote. A name of a newer program is an inner
// fault to this one.
func parseKind(s string) backend.Kind {
	unknown := backend.Kind(255).String()
	for k := backend.KindNone; k.String() != unknown; k++ {
		if k.String() == s {
			return k
		}
	}
	return backend.KindInternal
}

package till

import (
	"context"
	"errors"

	"guitai/backend"
	"guitai/backend/journal"
)

// fault makes every error one of the vocabulary, keeping what it already is.
func fault(op string, err error) *backend.Error {
	var known *backend.Error
	switch {
	case errors.As(err, &known):
		return known
	case errors.Is(err, context.Canceled):
		return &backend.Error{Op: op, Kind: backend.KindCanceled, Err: err}
	case errors.Is(err, context.DeadlineExceeded):
		return &backend.Error{Op: op, Kind: backend.KindTimeout, Err: err}
	}
	return &backend.Error{Op: op, Kind: backend.KindInternal, Err: err}
}

// journalFault is fault for calls of the journal.
func journalFault(op string, err error) *backend.Error {
	var open *journal.OpenError
	var blamed *journal.IncidentError
	var undone *journal.UndoneError
	var known *backend.Error
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &blamed):
		other := blamed.Record.Case
		return &backend.Error{Op: op, Kind: backend.KindIncident, Other: &other, Err: err}
	case errors.As(err, &undone):
		other := undone.Record.Case
		return &backend.Error{Op: op, Kind: backend.KindUndone, Other: &other, Err: err}
	case errors.Is(err, journal.ErrClock):
		return &backend.Error{Op: op, Kind: backend.KindClock, Err: err}
	case errors.Is(err, errOwed):
		return &backend.Error{Op: op, Kind: backend.KindJournal, Field: "end", Err: err}
	case errors.As(err, &open):
		other := open.Record.Case
		return &backend.Error{Op: op, Kind: backend.KindCardBusy, Other: &other, Err: err}
	case errors.Is(err, journal.ErrNotFound):
		return &backend.Error{Op: op, Kind: backend.KindNotFound, Err: err}
	case errors.Is(err, journal.ErrMove):
		return &backend.Error{Op: op, Kind: backend.KindStale, Err: err}
	case errors.Is(err, context.Canceled):
		return &backend.Error{Op: op, Kind: backend.KindCanceled, Err: err}
	}
	return &backend.Error{Op: op, Kind: backend.KindJournal, Field: whyNot(err), Err: err}
}

// whyNot is what people can do something about: a database that is away comes back,
// and one that is busy is free soon; "" is a disk.
func whyNot(err error) string {
	switch {
	case errors.Is(err, journal.ErrUnreachable), errors.Is(err, journal.ErrUnsure):
		return "database"
	case errors.Is(err, journal.ErrBusy):
		return "busy"
	}
	return ""
}

func invalid(op, field string) *backend.Error {
	return &backend.Error{Op: op, Kind: backend.KindInvalid, Field: field}
}

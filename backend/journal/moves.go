package journal

import "guitai/backend"

// MayMove tells whether a record may go from one state to another. Staying in
// the same state is always allowed.
func MayMove(from, to backend.State) bool {
	if from == to {
		return true
	}
	for _, s := range next(from) {
		if s == to {
			return true
		}
	}
	return false
}

// next lists where each state may lead. What has an end never leaves it, but
// for NOTFOUND, which a late history row turns into a case for a person, and of
// which a person may say that it did not happen.
func next(s backend.State) []backend.State {
	switch s {
	case backend.StateIntent:
		return []backend.State{backend.StateSending, backend.StateNotSent, backend.StateTask}
	case backend.StateSending:
		return []backend.State{backend.StateApplied, backend.StateRefused, backend.StateNotSent,
			backend.StateUnknown, backend.StateVoiding, backend.StateHuman}
	case backend.StateUnknown:
		return []backend.State{backend.StateApplied, backend.StateRefused, backend.StateNotFound,
			backend.StateVoiding, backend.StateHuman}
	case backend.StateVoiding:
		return []backend.State{backend.StateVoided, backend.StateApplied, backend.StateRefused, backend.StateHuman}
	case backend.StateHuman:
		return []backend.State{backend.StateClosedPaid, backend.StateClosedUnpaid}
	case backend.StateNotFound:
		return []backend.State{backend.StateHuman, backend.StateClosedUnpaid}
	case backend.StateTask:
		return []backend.State{backend.StateApplied, backend.StateClosedUnpaid}
	}
	return nil
}

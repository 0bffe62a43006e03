package till

import "guitai/backend"

// What is known about a vendor decides what may be done with an operation whose
// answer was lost. It is asked anew each time, so that a probe counts as soon as
// it was made.

func (e *engine) contract() backend.Contract {
	if e.o.Contract == nil {
		return nil
	}
	return e.o.Contract()
}

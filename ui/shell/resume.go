package shell

import (
	"guitai/backend"
	"guitai/ui"
)

// Resume readies a session whose terminal was lost for another terminal of the same
// person: the same screens with what was typed. What waited for an answer of the
// old terminal's does not come any more, so a preview goes back to where its
// figures are typed: nobody confirms what they did not just see. The changes are
// read from cases from now on; open are the operations that are open, and last is
// the newest end that nobody has seen.
func (s *Shell) Resume(cases <-chan backend.Case, open []backend.Case, last *backend.Case) {
	s.opts.Cases, s.opts.Open = cases, open
	told := s.cases.told
	s.cases = newCases(s.opts)
	s.cases.told = told
	s.locked = s.opts.Guard != nil
	s.gate = gate{tries: s.gate.tries + 1}
	s.fence.drop()
	s.burst, s.idle, s.leaving = burst{}, false, false
	kept := s.overlays[:0:0]
	for _, o := range s.overlays {
		if _, asks := o.overlay.(*permit); !asks {
			kept = append(kept, o)
		}
	}
	s.overlays = kept
	s.resumed, s.last = true, last
}

// again are the commands of a session that goes on.
func (s *Shell) again() ui.Cmd {
	s.resumed = false
	s.lastKey = s.env.Clock.Now()
	s.appear()
	cmds := []ui.Cmd{s.readCases(), s.readPermits(), s.watchIdle()}
	if s.last != nil {
		cmds = append(cmds, s.broadcast(ui.CaseChanged{Case: *s.last}))
		if !s.shows(*s.last) {
			s.notices.add(s.lastNotice(*s.last))
		}
	}
	e := s.top()
	return ui.Batch(append(cmds, s.broadcast(ui.Resumed{}), s.wrap(e.id, e.screen.Update(ui.Shown{}), s.lastKey))...)
}

package widget

import (
	"context"
	"time"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
)

// StepDesk is what a money step needs of the till.
type StepDesk interface {
	// Do carries a confirmed preview out. It gives the operation as it then
	// stands; doing the same preview again gives the same operation.
	Do(ctx context.Context, q backend.Quote) (backend.Case, error)
	// Acknowledge says that a person has seen the result.
	Acknowledge(ctx context.Context, id string) error
	// Collected says that the rest was collected from the guest.
	Collected(ctx context.Context, id string) error
}

// Phase is how far a money step is.
type Phase uint8

// A step is filled in, previewed on a person's wish, confirmed by F10 alone,
// carried out once, and ends settled, refused or unknown.
const (
	Entering Phase = iota
	Quoting
	Confirming
	Submitting
	Ended
)

// Step takes one movement of money or points from its preview to its end, the
// same way on every screen: which key counts when is decided here and nowhere
// else. It must not be copied.
type Step struct {
	env    *ui.Env
	desk   StepDesk
	screen ui.ScreenID
	retry  *backend.Case

	phase      Phase
	generation int
	leave      context.CancelFunc
	quote      backend.Quote
	// again says that the first of two confirmations was given.
	again  bool
	result *backend.Case
	// newest is the operation as the till told it last while it was carried out:
	// that may overtake the answer.
	newest  *backend.Case
	failure error
	since   time.Time
	hint    string
	warned  bool

	gate Gate
	wait Wait
}

// stepQuoted answers the wish for a preview.
type stepQuoted struct {
	step       *Step
	generation int
	quote      backend.Quote
	err        error
}

// stepEnded is what became of a confirmed preview.
type stepEnded struct {
	step *Step
	kase backend.Case
	err  error
}

// stepTick redraws the seconds until the next look, only while they run.
type stepTick struct {
	step       *Step
	generation int
}

// NewStep makes a step for a screen. retry is the operation that was not found
// and is rung again, nil for none.
func NewStep(env *ui.Env, desk StepDesk, screen ui.ScreenID, retry *backend.Case) *Step {
	return &Step{env: env, desk: desk, screen: screen, retry: retry}
}

// RetryOf names the operation that is rung again, "" for none.
func (s *Step) RetryOf() string {
	if s.retry == nil {
		return ""
	}
	return s.retry.ID
}

// Phase is how far the step is.
func (s *Step) Phase() Phase { return s.phase }

// Failure is why there is no preview, nil if there was no attempt at one.
func (s *Step) Failure() error { return s.failure }

// Forget takes the failure away, when the form was changed.
func (s *Step) Forget() { s.failure = nil }

// Shows tells whether the step is the operation's own screen.
func (s *Step) Shows(id string) bool { return s.phase >= Submitting && s.quote.Operation.ID == id }

// Ask fetches a preview.
func (s *Step) Ask(fetch func(context.Context) (backend.Quote, error)) ui.Cmd {
	if s.phase != Entering {
		return nil
	}
	s.generation++
	s.phase, s.failure, s.hint = Quoting, nil, ""
	ctx, cancel := context.WithCancel(context.Background())
	s.leave = cancel
	generation := s.generation
	return ui.Batch(s.wait.Start(s.env), func() ui.Msg {
		q, err := fetch(ctx)
		return stepQuoted{s, generation, q, err}
	})
}

// Scope is what keys mean in the step's phase; entering is what they mean in
// the form.
func (s *Step) Scope(entering keymap.Scope) keymap.Scope {
	switch s.phase {
	case Confirming:
		return keymap.ScopePreview
	case Submitting:
		return keymap.ScopeBusy
	case Ended:
		return keymap.ScopeResult
	}
	return entering
}

// Offers are what can be done in the step's phase, nil while the form has the
// word.
func (s *Step) Offers() []ui.Offer {
	switch s.phase {
	case Quoting, Submitting:
		return []ui.Offer{{Action: keymap.Back}}
	case Confirming:
		// Enter stands first: the confirmation must not take its place in the
		// footer, where a second click would hit it.
		return s.restOffers([]ui.Offer{{Action: keymap.Choose, WhyNot: s.keyed(s.env.Text.Money.EnterDoesNot)}, {Action: keymap.Confirm}, {Action: keymap.Back}})
	case Ended:
		offers := []ui.Offer{{Action: keymap.Choose}, {Action: keymap.Back}}
		if s.toCollect() {
			offers = append([]ui.Offer{{Action: keymap.Confirm}}, offers...)
		}
		if s.notFound() {
			offers = append(offers, ui.Offer{Action: keymap.RingAgain})
		}
		if s.mayUndo() {
			offers = append(offers, ui.Offer{Action: keymap.Undo})
		}
		return offers
	}
	return nil
}

// Handle takes everything that concerns the step and tells whether the message
// was one. In the form only the step's own answers are.
func (s *Step) Handle(msg ui.Msg) (ui.Cmd, bool) {
	if cmd, ok := s.wait.Handle(s.env, msg); ok {
		return cmd, true
	}
	switch m := msg.(type) {
	case stepQuoted:
		return s.quoted(m), m.step == s
	case stepEnded:
		return s.ended(m), m.step == s
	case stepTick:
		return s.tick(m), m.step == s
	case ui.CaseChanged:
		return s.changed(m.Case), false
	case ui.Resumed:
		return s.resumed(), true
	}
	if s.phase == Entering {
		return nil, false
	}
	switch m := msg.(type) {
	case ui.Intent:
		return s.act(m.Action), true
	case ui.Typed:
		if s.phase == Confirming {
			s.chooseRest(m.Rune)
		}
	case ui.Scanned:
		return s.scanned(), true
	}
	return nil, true
}

func (s *Step) quoted(m stepQuoted) ui.Cmd {
	if m.step != s || m.generation != s.generation || s.phase != Quoting {
		return nil
	}
	s.wait.Stop()
	s.leave()
	if m.err != nil {
		s.phase, s.failure = Entering, m.err
		return nil
	}
	s.phase, s.quote, s.again, s.hint = Confirming, m.quote, false, ""
	s.gate.Appear(s.env.Clock.Now())
	return nil
}

func (s *Step) act(a keymap.Action) ui.Cmd {
	switch s.phase {
	case Quoting:
		return s.whileQuoting(a)
	case Confirming:
		return s.whileConfirming(a)
	case Submitting:
		if a == keymap.Back {
			text := lang.Fill(s.env.Text.Money.GoesOn, "what", ui.OpWord(s.env.Text.Domain, s.quote.Operation.Kind), "amount", s.amount())
			return ui.Batch(ui.Tell(ui.Notice{Level: ui.LevelWarn, Text: text}), ui.Tell(ui.Close{}))
		}
	case Ended:
		return s.whileEnded(a)
	}
	return nil
}

func (s *Step) whileQuoting(a keymap.Action) ui.Cmd {
	if a == keymap.Back {
		s.leave()
		s.wait.Stop()
		s.generation++
		s.phase = Entering
	}
	return nil
}

func (s *Step) whileConfirming(a keymap.Action) ui.Cmd {
	switch a {
	case keymap.Back:
		s.phase, s.hint = Entering, ""
	case keymap.Confirm:
		return s.confirm()
	}
	if letter := PayAction(a); letter != 0 {
		s.chooseRest(letter)
	}
	return nil
}

// confirm moves money. The phase changes before the command is returned, so a
// second press finds nothing to confirm.
func (s *Step) confirm() ui.Cmd {
	now := s.env.Clock.Now()
	if s.needsRest() {
		return nil
	}
	if !s.gate.Open(now) {
		s.hint = s.keyed(s.env.Text.Money.TooEarly)
		s.release(now)
		return nil
	}
	if s.quote.Twice() && !s.again {
		s.again, s.hint = true, ""
		s.gate.Appear(now)
		return nil
	}
	s.phase, s.since, s.hint, s.newest = Submitting, now, "", nil
	s.gate.Shut()
	return s.do()
}

// do carries the quote out. Asked twice it is one operation.
func (s *Step) do() ui.Cmd {
	quote, desk := s.quote, s.desk
	return ui.Batch(s.wait.Start(s.env), func() ui.Msg {
		kase, err := desk.Do(context.Background(), quote)
		return stepEnded{s, kase, err}
	})
}

func (s *Step) ended(m stepEnded) ui.Cmd {
	if m.step != s || s.phase != Submitting {
		return nil
	}
	s.wait.Stop()
	s.phase, s.failure = Ended, m.err
	if m.kase.ID != "" {
		s.result = &m.kase
	}
	if n := s.newest; n != nil && s.result != nil && n.UpdatedAt.After(s.result.UpdatedAt) {
		s.follow(*n)
	}
	s.gate.Appear(s.env.Clock.Now())
	return s.countDown()
}

// changed follows the operation when the till settles it by itself.
func (s *Step) changed(c backend.Case) ui.Cmd {
	if s.phase == Submitting && c.ID == s.quote.Operation.ID {
		s.newest = &c
	}
	if s.phase != Ended || s.result == nil || s.result.ID != c.ID {
		return nil
	}
	if c.Outcome() != s.result.Outcome() {
		s.gate.Appear(s.env.Clock.Now())
	}
	s.follow(c)
	return s.countDown()
}

// countDown ticks once a second while the next look is still to come.
func (s *Step) countDown() ui.Cmd {
	s.generation++
	if s.result == nil || s.secondsToLook() <= 0 {
		return nil
	}
	return s.env.Clock.After(time.Second, stepTick{s, s.generation})
}

func (s *Step) tick(m stepTick) ui.Cmd {
	if m.step != s || m.generation != s.generation || s.phase != Ended {
		return nil
	}
	return s.countDown()
}

func (s *Step) secondsToLook() int {
	if s.result == nil || s.result.NextLook.IsZero() {
		return 0
	}
	return int((s.result.NextLook.Sub(s.env.Clock.Now()) + time.Second - 1) / time.Second)
}

func (s *Step) whileEnded(a keymap.Action) ui.Cmd {
	if now := s.env.Clock.Now(); !s.gate.Open(now) {
		if a == keymap.Confirm {
			s.release(now)
		}
		return nil // a key that was meant for the screen before
	}
	switch {
	case a == keymap.Confirm && s.toCollect():
		return s.collect()
	case a == keymap.RingAgain && s.notFound():
		args := ui.Args{Member: &s.quote.Member, RetryOf: s.result}
		return ui.Tell(ui.Open{Screen: s.screen, Args: args, Replace: true})
	case a == keymap.Undo && s.mayUndo():
		return s.undo()
	case a == keymap.Choose || a == keymap.Back:
		return s.goOn(a)
	}
	return nil
}

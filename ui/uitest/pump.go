package uitest

import (
	"reflect"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"guitai/ui"
	"guitai/ui/term"
)

const (
	// Pace is the time between two keys of a person.
	Pace = 100 * time.Millisecond
	// patience is how long a command may take before the pump goes on without
	// it. Its message is handled when it comes. Inside a synctest bubble the
	// pump goes on exactly when the command waits for something else.
	patience = 250 * time.Millisecond
	// impatience is how long a command may take that has always waited for
	// something else so far, such as the one that reads a channel.
	impatience = 5 * time.Millisecond
	// limit is how long See and Settle wait for commands that are under way.
	limit = 5 * time.Second
	// runaway bounds what one step may set off.
	runaway = 10_000
)

// Pump runs a model step by step. After every key all commands have run and
// their messages were handled, but for those that wait for the clock.
type Pump struct {
	t     testing.TB
	model term.Model
	clock *Clock

	width, height int
	queue         []func() // what is to be handled, in order
	results       chan result
	parked        chan struct{}
	done          chan struct{}
	next          uint64
	pending       map[uint64]func(ui.Msg) // commands under way
	// kinds tells of each place in the program that makes commands whether one
	// of them has ended at once, or all have waited.
	kinds map[uintptr]kind
	quit  bool
	frame term.Frame
}

type kind struct{ ends, waits bool }

// result is what a command gave.
type result struct {
	id  uint64
	msg ui.Msg
}

// New starts a model in a terminal of the given size. env must have a *Clock,
// as Env makes it.
func New(t testing.TB, env *ui.Env, m term.Model, width, height int) *Pump {
	t.Helper()
	clock, ok := env.Clock.(*Clock)
	if !ok {
		t.Fatal("uitest: the clock of env is not a *uitest.Clock")
	}
	p := &Pump{t: t, model: m, clock: clock, width: width, height: height, results: make(chan result, 1024),
		parked: make(chan struct{}, 1024), done: make(chan struct{}), pending: map[uint64]func(ui.Msg){}, kinds: map[uintptr]kind{}}
	clock.mu.Lock()
	clock.parked = func() { p.parked <- struct{}{} }
	clock.mu.Unlock()
	t.Cleanup(func() {
		close(p.done)
		clock.release()
	})
	p.run(m.Init())
	p.Send(tea.WindowSizeMsg{Width: width, Height: height})
	return p
}

// Send hands the model a message and runs what follows from it.
func (p *Pump) Send(msg ui.Msg) {
	p.t.Helper()
	p.update(msg)
	p.drain()
}

// update hands the model a message without running any command.
func (p *Pump) update(msg ui.Msg) {
	p.t.Helper()
	switch m := msg.(type) {
	case nil:
		return
	case tea.QuitMsg:
		p.quit = true
		return
	case tea.BatchMsg:
		for _, cmd := range m {
			p.run(cmd)
		}
		return
	}
	if cmds, ok := sequence(msg); ok {
		p.inTurn(cmds)
		return
	}
	p.run(p.model.Update(msg))
	p.draw()
}

// sequence takes a message apart that is a slice of commands. Bubble Tea's type
// for it has no public name.
func sequence(msg ui.Msg) ([]tea.Cmd, bool) {
	v := reflect.ValueOf(msg)
	if v.Kind() != reflect.Slice || v.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
		return nil, false
	}
	cmds := make([]tea.Cmd, v.Len())
	for i := range cmds {
		cmds[i], _ = v.Index(i).Interface().(tea.Cmd)
	}
	return cmds, true
}

// run queues a command.
func (p *Pump) run(cmd tea.Cmd) {
	p.start(cmd, func(msg ui.Msg) { p.update(msg) })
}

// inTurn queues commands of which each begins when the one before has ended.
func (p *Pump) inTurn(cmds []tea.Cmd) {
	if len(cmds) == 0 {
		return
	}
	if cmds[0] == nil {
		p.inTurn(cmds[1:])
		return
	}
	p.start(cmds[0], func(msg ui.Msg) {
		p.update(msg)
		p.inTurn(cmds[1:])
	})
}

func (p *Pump) start(cmd tea.Cmd, then func(ui.Msg)) {
	if cmd == nil {
		return
	}
	p.queue = append(p.queue, func() {
		p.next++
		id := p.next
		p.pending[id] = then
		go func() {
			msg := cmd()
			select {
			case p.results <- result{id, msg}:
			case <-p.done:
			}
		}()
		place := reflect.ValueOf(cmd).Pointer()
		k := p.kinds[place]
		if p.await(id, k) {
			k.ends = true
		} else {
			k.waits = true
		}
		p.kinds[place] = k
	})
}

// await waits until a command has ended or waits for the clock, and returns
// false if it waits for something else.
func (p *Pump) await(id uint64, k kind) bool {
	wait := patience
	if k.waits && !k.ends {
		wait = impatience
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for {
		select {
		case r := <-p.results:
			p.accept(r)
			if r.id == id {
				return true
			}
		case <-p.parked:
			return true
		case <-timer.C:
			return false
		}
	}
}

func (p *Pump) accept(r result) {
	then := p.pending[r.id]
	delete(p.pending, r.id)
	p.queue = append(p.queue, func() { then(r.msg) })
}

// drain runs what is queued, and what follows from it, to the end.
func (p *Pump) drain() {
	p.t.Helper()
	for n := 0; ; n++ {
		for {
			select {
			case r := <-p.results:
				p.accept(r)
				continue
			case <-p.parked:
				continue
			default:
			}
			break
		}
		if len(p.queue) == 0 {
			return
		}
		if n > runaway {
			p.t.Fatal("uitest: the model keeps setting off new commands")
		}
		first := p.queue[0]
		p.queue = p.queue[1:]
		first()
	}
}

// Advance moves the clock on. Commands that wait for it run at their own times,
// in order.
func (p *Pump) Advance(d time.Duration) {
	p.t.Helper()
	p.drain()
	end := p.clock.Now().Add(d)
	for p.clock.step(end) {
		p.awaitAny()
		p.drain()
	}
	p.drain()
}

// awaitAny waits for the command that the clock has just woken.
func (p *Pump) awaitAny() {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case r := <-p.results:
		p.accept(r)
	case <-p.parked:
	case <-timer.C:
	}
}

// Settle waits for commands that are under way, such as requests to a server,
// until the condition holds.
func (p *Pump) Settle(until func() bool) {
	p.t.Helper()
	p.drain()
	deadline := time.NewTimer(limit)
	defer deadline.Stop()
	for !until() {
		select {
		case r := <-p.results:
			p.accept(r)
			p.drain()
		case <-p.parked:
		case <-deadline.C:
			p.t.Fatalf("uitest: this never came true; %d commands are still under way\n%s", len(p.pending), p.dump())
		}
	}
}

// UnderWay counts the commands that have not ended, those that wait for the
// clock among them.
func (p *Pump) UnderWay() int { return len(p.pending) }

// Ended tells whether the model has quit.
func (p *Pump) Ended() bool { return p.quit }

// Clock is the clock of the session.
func (p *Pump) Clock() *Clock { return p.clock }

// draw takes the frame and checks what holds for every frame: its exact size,
// and that nothing but styles is in it.
func (p *Pump) draw() {
	p.t.Helper()
	p.frame = p.model.Frame()
	if problem := misdrawn(p.frame, p.width, p.height); problem != "" {
		p.t.Fatalf("uitest: a frame is wrong: %s\n%s", problem, p.dump())
	}
}

func (p *Pump) dump() string { return strings.Join(plainLines(p.frame), "\n") }

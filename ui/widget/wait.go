package widget

import (
	"time"

	"github.com/charmbracelet/bubbles/spinner"

	"guitai/ui"
	"guitai/ui/lang"
)

const (
	// waitQuiet is how long an answer may take before anything says that it is
	// awaited: what flashes by only disquiets.
	waitQuiet = 300 * time.Millisecond
	// waitFrame is how long one picture of the spinner stands.
	waitFrame = 250 * time.Millisecond
)

// Wait shows that something is awaited and for how long. It ticks only between
// Start and Stop, so a screen at rest costs nothing. It must not be copied once
// started.
type Wait struct {
	on, shown  bool
	generation int
	since, now time.Time
}

// waitTick is addressed, because a screen may wait for several things.
type waitTick struct {
	wait       *Wait
	generation int
}

// Start begins to wait. Starting again while waiting starts anew.
func (w *Wait) Start(env *ui.Env) ui.Cmd {
	w.generation++
	w.on, w.shown, w.since, w.now = true, false, env.Clock.Now(), env.Clock.Now()
	return env.Clock.After(waitQuiet, waitTick{w, w.generation})
}

// Stop ends the waiting; no further tick is asked for.
func (w *Wait) Stop() { w.on, w.shown = false, false }

// Waiting tells whether Start was called and Stop not yet.
func (w *Wait) Waiting() bool { return w.on }

// Handle takes the wait's own ticks and tells whether the message was one.
func (w *Wait) Handle(env *ui.Env, msg ui.Msg) (ui.Cmd, bool) {
	t, ok := msg.(waitTick)
	if !ok || t.wait != w {
		return nil, false
	}
	if !w.on || t.generation != w.generation {
		return nil, true
	}
	w.shown, w.now = true, env.Clock.Now()
	return env.Clock.After(waitFrame, t), true
}

// View is a spinner, what is awaited and the seconds since, or empty while
// there is nothing to say yet.
func (w *Wait) View(env *ui.Env, what string) string {
	if !w.shown {
		return ""
	}
	elapsed := w.now.Sub(w.since)
	frames := spinner.MiniDot.Frames
	frame := frames[int(elapsed/waitFrame)%len(frames)]
	text := env.Theme.Accent.Render(frame) + " " + what
	if s := int(elapsed / time.Second); s > 0 {
		text += " " + env.Theme.Dim.Render(lang.Fill(env.Text.Widget.Elapsed, "n", itoa(s)))
	}
	return text
}

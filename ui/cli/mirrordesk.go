package cli

import (
	"guitai/backend/directory/fill"
	"guitai/screens/mirror"
)

// mirrorDesk is the copy of a shop's members as its screen sees it.
type mirrorDesk struct{ copy *memberCopy }

// filler is nil where the vendor gives no list of members, and before the copy
// is open.
func (d mirrorDesk) filler() *fill.Filler {
	if d.copy == nil {
		return nil
	}
	return d.copy.filler.Load()
}

// Mirror is how the copy stands now.
func (d mirrorDesk) Mirror() mirror.Standing {
	var n mirror.Standing
	if d.copy != nil {
		n.Offered, n.Known, n.Damaged = d.copy.pager != nil, d.copy.known(), d.copy.damaged()
	}
	f := d.filler()
	if f == nil {
		return n
	}
	p := f.Progress()
	n.Doing, n.Whole, n.Known = doing(p.State), p.Whole, p.Known
	n.Pages, n.Members, n.PerMinute = p.Pages, p.Members, p.PerMinute
	n.Told, n.Expected, n.Calls, n.Days, n.Left = p.Estimate.Told, p.Estimate.Members, p.Estimate.Calls, p.Estimate.Days, p.Estimate.Left
	n.Began, n.Done, n.Until = p.Began, p.Done, p.Until
	n.Used, n.Limit, n.Own, n.Spare = p.Calls.Used, p.Calls.Limit, p.CallsToday, p.Calls.Left
	n.Gone, n.Forgot, n.Err = p.Gone, p.Forgot, p.Err
	return n
}

func doing(s fill.State) mirror.Doing {
	switch s {
	case fill.Running:
		return mirror.Reading
	case fill.Paused:
		return mirror.Paused
	case fill.NoCalls:
		return mirror.NoCalls
	case fill.Retrying:
		return mirror.Retrying
	case fill.Failed:
		return mirror.Failed
	case fill.Elsewhere:
		return mirror.Elsewhere
	}
	return mirror.Resting
}

// Forecast is what a whole reading would take now.
func (d mirrorDesk) Forecast() (calls, days int, told bool) {
	f := d.filler()
	if f == nil {
		return 0, 0, false
	}
	_, _, e, _ := f.Forecast(true)
	return e.Calls, e.Days, e.Told
}

// PauseMirror pauses the reading or lets it go on.
func (d mirrorDesk) PauseMirror(on bool) error {
	f := d.filler()
	switch {
	case f == nil:
		return unsupported("cli.pause-mirror")
	case on:
		return f.Pause()
	}
	return f.Resume()
}

// ReadAnew begins to read all members from the beginning. Whoever wants that
// does not want it paused.
func (d mirrorDesk) ReadAnew() {
	f := d.filler()
	if f == nil {
		return
	}
	f.Anew()
	_ = f.Resume()
}

package widget

import "time"

// gateDead is how long a confirmation is deaf after what it confirms appeared:
// shorter than anybody reads, longer than a key that was meant for the screen
// before needs to arrive.
const gateDead = 400 * time.Millisecond

// Gate keeps a confirmation shut for 400 milliseconds after its preview
// appeared. The zero value is shut for ever.
type Gate struct{ opens time.Time }

// Appear says that the preview is drawn now.
func (g *Gate) Appear(now time.Time) { g.opens = now.Add(gateDead) }

// Shut closes the gate until the next Appear.
func (g *Gate) Shut() { g.opens = time.Time{} }

// Open tells whether a confirmation counts.
func (g *Gate) Open(now time.Time) bool { return !g.opens.IsZero() && !now.Before(g.opens) }

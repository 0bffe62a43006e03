// Package uitest drives a session's model without a terminal: a pump that runs
// its commands in order, a clock moved by hand, goldens of plain frames, and
// stories that read like a shift at the counter.
//
// Only tests import it. It may import ui, its terminal seam, texts, theme and
// the key contract. It must never sleep to make something happen: commands that
// wait for the clock wait for Advance, and commands that wait for anything else
// are waited for.
package uitest

package mirror

import "time"

// Desk is what the screen needs of the counter. None of it touches the network.
type Desk interface {
	// Mirror is how the copy stands now.
	Mirror() Standing
	// Forecast is what a whole reading would take now: calls, and on how many
	// days with today. told is false while nobody knows.
	Forecast() (calls, days int, told bool)
	// PauseMirror pauses the reading or lets it go on. An error says that it does
	// so, but only until the next start.
	PauseMirror(on bool) error
	// ReadAnew begins to read all members from the beginning.
	ReadAnew()
}

// Doing is what the reading does now.
type Doing uint8

// What a reading can do.
const (
	Resting   Doing = iota // until Until
	Reading                // a page is asked for or stored
	Paused                 // by a person
	NoCalls                // until Until, when there are calls again
	Retrying               // at Until, because of Err
	Failed                 // because of Err
	Elsewhere              // another program does it
)

// Standing is how the copy stands.
type Standing struct {
	// Offered says that the vendor gives a list of members at all.
	Offered bool
	// Known is how many members are in the copy.
	Known int
	// Damaged says that an older copy could not be read and was begun anew.
	Damaged bool

	Doing Doing
	// Whole tells a reading of everybody from one of new members.
	Whole bool
	// Pages and Members are what this reading has brought.
	Pages, Members int
	// Told says that Expected members, Calls and Days are worth showing: what
	// this reading comes to, and what is left of it. Left is the time of that;
	// zero is not known.
	Told                  bool
	Expected, Calls, Days int
	Left                  time.Duration
	PerMinute             int
	// Began is of this reading, Done of the last one that reached its end, and
	// Until of a state that ends by itself.
	Began, Done, Until time.Time

	// Used of Limit calls are gone today, Own of them by reading, which may still
	// make Spare. A Limit of zero is none.
	Used, Limit, Own, Spare int

	// Gone is how many members the last whole reading missed, Forgot how often a
	// reading had to begin again.
	Gone, Forgot int
	Err          error
}

package directory

import "sync"

// Calls counts the calls to a vendor on each day, in a file, so that a restart
// does not forget what was used up. Its methods may be called from many
// goroutines.
type Calls struct {
	path string
	mu   sync.Mutex
	day  day
}

// day is all that is kept: older days do not matter any more.
type day struct {
	Day  string `json:"day"`
	Used int    `json:"used"`
}

// OpenCalls reads the file. What cannot be read is begun again at nothing, as
// after a change of machine; the vendor itself refuses what is too much.
func OpenCalls(path string) *Calls {
	c := &Calls{path: path}
	if load(path, &c.day) != nil || c.day.Used < 0 {
		c.day = day{}
	}
	return c
}

// Count is the number of calls made on a day, written as 2006-01-02.
func (c *Calls) Count(on string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.day.Day != on {
		return 0
	}
	return c.day.Used
}

// Add counts one more. A clock that goes back to an earlier day begins that day
// again.
func (c *Calls) Add(on string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.day.Day != on {
		c.day = day{Day: on}
	}
	c.day.Used++
	_ = store(c.path, c.day)
}

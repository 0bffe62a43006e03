package uitest

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// glance is how long a person looks before going on. It is longer than a
// preview or a dialog that came up by itself stays deaf.
const glance = 500 * time.Millisecond

// Story is what one person does and sees. It fails when a question is answered
// whose title nobody read, and when something that has to be acknowledged was
// never read.
type Story struct {
	t    testing.TB
	pump *Pump
	who  string
	// read is everything that was looked for and found.
	read   []string
	alarms []string
}

// asker and alarmer are what a story needs to know of the model.
type (
	asker   interface{ Question() string }
	alarmer interface{ Alarm() string }
)

// Cashier begins the story of a person at the counter.
func Cashier(t testing.TB, p *Pump) *Story {
	s := &Story{t: t, pump: p, who: "the cashier"}
	s.noteAlarm()
	t.Cleanup(s.end)
	return s
}

// Pump is the pump under the story, for what has no words here.
func (s *Story) Pump() *Pump { return s.pump }

// Types types a text.
func (s *Story) Types(text string) *Story {
	s.t.Helper()
	for _, r := range text {
		s.Presses(string(r))
	}
	return s
}

// Presses presses keys, a person's pace apart.
func (s *Story) Presses(names ...string) *Story {
	s.t.Helper()
	for _, name := range names {
		before := s.question()
		s.pump.Keys(name)
		s.answered(before, name)
	}
	return s
}

// PressesTwice presses a key twice at once, as an impatient hand does.
func (s *Story) PressesTwice(name string) *Story {
	s.t.Helper()
	before := s.question()
	s.pump.Rapid(name, name)
	s.pump.Advance(Pace)
	s.answered(before, name)
	return s
}

// Scans scans a card.
func (s *Story) Scans(text string) *Story {
	s.t.Helper()
	before := s.question()
	s.pump.Scan(text)
	s.answered(before, "a scan")
	return s
}

// Pastes pastes a text.
func (s *Story) Pastes(text string) *Story {
	s.t.Helper()
	s.pump.Paste(text)
	s.noteAlarm()
	return s
}

// Clicks clicks on a text.
func (s *Story) Clicks(text string) *Story {
	s.t.Helper()
	before := s.question()
	s.pump.Click(text)
	s.answered(before, "a click")
	return s
}

// Waits lets time pass.
func (s *Story) Waits(d time.Duration) *Story {
	s.t.Helper()
	s.pump.Advance(d)
	s.noteAlarm()
	return s
}

// Sees looks at the screen for a moment and fails unless the texts are there.
func (s *Story) Sees(texts ...string) *Story {
	s.t.Helper()
	s.pump.Advance(glance)
	s.pump.See(texts...)
	s.noteAlarm()
	s.read = append(s.read, texts...)
	return s
}

// DoesNotSee fails if one of the texts is on the screen.
func (s *Story) DoesNotSee(texts ...string) *Story {
	s.t.Helper()
	s.pump.DontSee(texts...)
	return s
}

// question is the title of the open question.
func (s *Story) question() string {
	if a, ok := s.pump.model.(asker); ok {
		return a.Question()
	}
	return ""
}

// answered fails if the question went away unread.
func (s *Story) answered(before, by string) {
	s.t.Helper()
	s.noteAlarm()
	if before != "" && s.question() != before && !s.wasRead(before) {
		s.t.Fatalf("uitest: %s answered %q by %s without having read it", s.who, before, by)
	}
}

func (s *Story) wasRead(title string) bool {
	return slices.ContainsFunc(s.read, func(text string) bool {
		return strings.Contains(title, text) || strings.Contains(text, title)
	})
}

func (s *Story) noteAlarm() {
	a, ok := s.pump.model.(alarmer)
	if !ok || a.Alarm() == "" || slices.Contains(s.alarms, a.Alarm()) {
		return
	}
	s.alarms = append(s.alarms, a.Alarm())
}

// end fails if an alarm was never read.
func (s *Story) end() {
	s.noteAlarm()
	for _, alarm := range s.alarms {
		if !s.wasRead(alarm) {
			s.t.Errorf("uitest: %s never read the alarm %q", s.who, alarm)
		}
	}
}

package uitest_test

import (
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/stretchr/testify/require"

	"guitai/ui/uitest"
)

func TestAStoryReadsLikeAShift(t *testing.T) {
	l := &log{}
	p, env := begin(t, l)
	uitest.Cashier(t, p).
		Types("12").Presses("Enter").Sees("enter").DoesNotSee("f2").
		PressesTwice("F2").Scans("M1").Pastes("x").Clicks("[x]").Waits(time.Second)
	require.Equal(t, "1 2 enter f2 f2 M 1 enter [x] left press at 0,8", l.all())
	require.Greater(t, env.Clock.Now().Sub(uitest.Morning()), time.Second+500*time.Millisecond)
}

// answering is a model whose question goes away at Enter.
func answering() *log {
	l := &log{question: "Delete it?", lines: []string{"Delete it?"}}
	l.on = func(msg tea.Msg) tea.Cmd {
		if k, ok := msg.(tea.KeyMsg); ok && k.String() == "enter" {
			l.question = ""
		}
		return nil
	}
	return l
}

func TestAQuestionHasToBeReadBeforeItIsAnswered(t *testing.T) {
	for name, answer := range map[string]func(*uitest.Story){
		"key":   func(s *uitest.Story) { s.Presses("Enter") },
		"twice": func(s *uitest.Story) { s.PressesTwice("Enter") },
		"scan":  func(s *uitest.Story) { s.Scans("1234") },
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, fails(t, func(t testing.TB) {
				p, _ := begin(t, answering())
				answer(uitest.Cashier(t, p))
			}), `answered "Delete it?"`)
			p, _ := begin(t, answering())
			story := uitest.Cashier(t, p)
			story.Sees("Delete it?")
			answer(story)
		})
	}
}

func TestKeysThatLeaveTheQuestionOpenAnswerNothing(t *testing.T) {
	p, _ := begin(t, answering())
	uitest.Cashier(t, p).Presses("Tab", "x").Sees("Delete").Presses("Enter")
}

func TestAnAlarmHasToBeRead(t *testing.T) {
	alarming := func(t testing.TB) *uitest.Story {
		l := &log{lines: []string{"lost #A0042"}}
		l.on = func(tea.Msg) tea.Cmd { l.alarm = "lost #A0042"; return nil }
		p, _ := begin(t, l)
		return uitest.Cashier(t, p).Presses("F2")
	}
	require.Contains(t, fails(t, func(t testing.TB) { alarming(t) }), `never read the alarm "lost #A0042"`)
	alarming(t).Sees("#A0042")
}

func TestAnAlarmFromTheBeginningHasToBeReadToo(t *testing.T) {
	require.Contains(t, fails(t, func(t testing.TB) {
		p, _ := begin(t, &log{alarm: "lost"})
		uitest.Cashier(t, p)
	}), "never read")
}

func TestAStoryFailsWhereTheScreenIsOtherwise(t *testing.T) {
	require.Contains(t, fails(t, func(t testing.TB) {
		p, _ := begin(t, &log{})
		uitest.Cashier(t, p).Sees("paid")
	}), `"paid" is not on the screen`)
}

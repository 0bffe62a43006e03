package sim_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/sim"
)

func TestPeopleAreTheSixtyThatEverybodyCountsOn(t *testing.T) {
	today := time.Date(2028, 2, 29, 1, 0, 0, 0, sim.Zone())
	people := sim.People(today)
	require.Len(t, people, 60)
	assert.Equal(t, people, sim.People(today), "the cast never changes")

	cards, phones, surnames := map[string]bool{}, map[string]int{}, map[string]int{}
	birthdays, unknown, born := 0, 0, 0
	for _, p := range people {
		assert.False(t, cards[p.Card], "card %s twice", p.Card)
		cards[p.Card] = true
		phones[p.Phone]++
		first, _ := utf8.DecodeRuneInString(p.Name)
		surnames[string(first)]++
		switch {
		case p.Phone == "":
		case len(p.Phone) == 8:
			assert.True(t, strings.HasPrefix(p.Phone, "6"), p.Phone)
		default:
			assert.Len(t, p.Phone, 11)
		}
		if p.Birthday != "" {
			born++
			_, err := time.Parse(time.DateOnly, p.Birthday)
			assert.NoError(t, err, p.Card)
		}
		if strings.HasSuffix(p.Birthday, "-02-29") {
			birthdays++
		}
		if p.Gender == sim.Unknown {
			unknown++
		}
		assert.GreaterOrEqual(t, p.Balance.Sign(), 0)
	}
	assert.GreaterOrEqual(t, birthdays, 1)
	assert.Less(t, born, 60)
	assert.Positive(t, unknown)
	assert.Equal(t, 1, phones[""])
	assert.Equal(t, 2, phones["13800001015"])
	assert.GreaterOrEqual(t, surnames["陈"], 2)
	for _, wanted := range []string{"wx001", "12345"} {
		assert.False(t, cards[wanted], "the published samples open or miss %s", wanted)
	}
}

func TestTheSpecialMembersAreThemselves(t *testing.T) {
	people := sim.People(time.Date(2026, 3, 5, 23, 0, 0, 0, time.UTC))
	get := func(card string) sim.Person {
		p, ok := sim.Find(people, card)
		require.True(t, ok, card)
		return p
	}
	chan1 := get("M000123")
	assert.Equal(t, "Chan Kan Seng", chan1.Name)
	assert.Equal(t, "66538536", chan1.Phone)
	assert.Equal(t, "普通卡", chan1.Level)
	assert.Equal(t, "14493.80", chan1.Balance.String())
	assert.Equal(t, "2555", chan1.Points.String())
	assert.Equal(t, "1988-03-06", get("M000108").Birthday, "today is the shop's day, not the machine's")
	assert.Equal(t, "100.00", get("M000110").Balance.String())
	assert.True(t, get("M000110").Points.IsZero())
	assert.True(t, get("M000111").Balance.IsZero())
	assert.Equal(t, sim.Lost, get("M000112").Status)
	assert.Equal(t, sim.Returned, get("M000113").Status)
	assert.Greater(t, len(get("M000117").Name), 60)
	_, ok := sim.Find(people, "wx001")
	assert.False(t, ok)
}

func TestHostileTextsReplaceNamesOnly(t *testing.T) {
	people := sim.People(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	hostile := sim.Hostile(people)
	seen := map[string]bool{}
	for i := range people {
		if hostile[i].Name != people[i].Name {
			seen[hostile[i].Name] = true
			hostile[i].Name = people[i].Name
		}
	}
	assert.Equal(t, people, hostile)
	assert.Len(t, seen, len(sim.HostileTexts()))
}

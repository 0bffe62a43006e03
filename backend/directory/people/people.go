package people

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Person is an invented member, as a vendor would write it.
type Person struct {
	ID, Number, Name, Phone, Level string
}

// Crowd invents one person after the other. It is for one goroutine.
type Crowd struct {
	r           *rand.Rand
	n           int
	surnames    []string
	weights     []int
	compound    []string
	given       []string
	latin       []string
	latinGiven  []string
	western     []string
	traditional *strings.Replacer
	levels      []string
}

// New begins a crowd.
func New(seed uint64) *Crowd {
	c := &Crowd{r: rand.New(rand.NewPCG(seed, 0x67756974)), compound: strings.Fields(compoundSurnames), latin: strings.Fields(latinSurnames),
		latinGiven: strings.Fields(latinGiven), western: strings.Fields(western), traditional: strings.NewReplacer(strings.Fields(scripts)...),
		levels: strings.Fields("普通会员 银卡 金卡 钻石卡 VIP")}
	// The most frequent surname is borne by one in fourteen, and frequency falls
	// about as one over the rank.
	total := 0
	for i, s := range strings.Split(surnames, "") {
		total += 7000 / (i + 9)
		c.surnames, c.weights = append(c.surnames, s), append(c.weights, total)
	}
	for i, g := range strings.Split(givenNames, "") {
		for range 1 + 400/(i+20) {
			c.given = append(c.given, g)
		}
	}
	return c
}

// Next invents a person.
func (c *Crowd) Next() Person {
	c.n++
	return Person{ID: fmt.Sprint(100_000_000_000_000_000 + c.r.Int64N(800_000_000_000_000_000)), Number: c.number(), Name: c.name(), Phone: c.phone(),
		Level: c.levels[min(c.r.IntN(8), c.r.IntN(8), len(c.levels)-1)]}
}

func (c *Crowd) name() string {
	switch n := c.r.IntN(100); {
	case n < 10:
		return pick(c, c.latin) + " " + pick(c, c.latinGiven) + " " + pick(c, c.latinGiven)
	case n < 14:
		return pick(c, c.western) + " " + pick(c, c.latin)
	case n < 16:
		return strings.ToUpper(pick(c, c.latin) + ", " + pick(c, c.latinGiven) + "-" + pick(c, c.latinGiven))
	case n < 30:
		return c.traditional.Replace(c.han())
	}
	return c.han()
}

func (c *Crowd) han() string {
	name := c.surname() + pick(c, c.given)
	if c.r.IntN(100) < 82 {
		name += pick(c, c.given)
	}
	return name
}

func (c *Crowd) surname() string {
	if c.r.IntN(100) == 0 {
		return pick(c, c.compound)
	}
	n := c.r.IntN(c.weights[len(c.weights)-1])
	low, high := 0, len(c.weights)-1
	for low < high {
		if mid := (low + high) / 2; c.weights[mid] <= n {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return c.surnames[low]
}

func (c *Crowd) number() string {
	switch n := c.r.IntN(100); {
	case n < 60:
		return fmt.Sprint(80_000_000 + c.n)
	case n < 75:
		return fmt.Sprintf("VIP%06d", c.r.IntN(1_000_000))
	case n < 90:
		return fmt.Sprint(100_000 + c.r.IntN(900_000))
	case n < 95:
		return fmt.Sprintf("6228%08d", c.r.IntN(100_000_000))
	}
	return fmt.Sprintf("WS%04d", c.r.IntN(10_000))
}

func (c *Crowd) phone() string {
	switch n := c.r.IntN(100); {
	case n < 5:
		return ""
	case n < 40:
		return fmt.Sprint(60_000_000 + c.r.IntN(10_000_000))
	case n < 43:
		return fmt.Sprintf("+853 6%03d %04d", c.r.IntN(1000), c.r.IntN(10_000))
	}
	second := "35578899"[c.r.IntN(8)]
	return fmt.Sprintf("1%c%09d", second, c.r.IntN(1_000_000_000))
}

func pick(c *Crowd, from []string) string { return from[c.r.IntN(len(from))] }

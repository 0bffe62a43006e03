package cli_test

import (
	"flag"
	"fmt"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/journal/postgres"
	"guitai/backend/journal/postgres/pgtest"
	"guitai/backend/money"
	"guitai/backend/sim"
	"guitai/backend/sim/sandysim"
)

var sharedKills = flag.Int("shared-kills", 40, "how often TestTwoDesksKilledOverOneDatabase kills a program")

// Two desks with a journal in one database are killed at every step and at random,
// while the database itself is killed every few seconds. In the end the one journal is
// compared with the vendor's books.
func TestTwoDesksKilledOverOneDatabase(t *testing.T) {
	if testing.Short() {
		t.Skip("kills programs and their database for minutes")
	}
	t.Parallel() // with the other one that mostly waits
	program(t)
	var server pgtest.Server
	t.Cleanup(server.Stop)
	address := server.Database(t)
	each := *sharedKills / 2
	people := make([]sim.Person, 2*each)
	for i := range people {
		people[i] = sim.Person{Card: card(i), Name: fmt.Sprintf("顾客%d", i), Level: "普通卡", Status: sim.Normal, Balance: money.Must("1000")}
	}
	plan := &sim.Plan{}
	vendor := sandysim.New(sandysim.Options{Plan: plan, People: people, History: sandysim.NoHistory})
	shop := httptest.NewServer(vendor)
	t.Cleanup(shop.Close)

	desks := make([]*killed, 2)
	for i := range desks {
		k := newKilled(t, "sandy", *killSeed+uint64(100+i))
		k.sandy, k.plan, k.first, k.patient = vendor, plan, i*each, true
		k.env = append(k.env, "GUITAI_TEST_DATABASE="+address)
		k.args = []string{"--config", configFile(t, fmt.Sprintf("backend: sandy\ntill: desk-%d\ndata_dir: %s\ndatabase_env: GUITAI_TEST_DATABASE\n"+
			"sandy:\n  token: test\n  customer_guid: \"%s\"\n  base_url: %s\n", i, k.data, sandysim.DefaultGUID, shop.URL))}
		k.open = func() (booksForReading, error) {
			return postgres.Open(t.Context(), postgres.Options{Address: address, ReadOnly: true})
		}
		desks[i] = k
	}
	// The first start makes the tables.
	w := openWindow(t, 80, 24, desks[0].env, desks[0].args...)
	w.sees("F9")
	require.NoError(t, w.cmd.Process.Kill())
	<-w.ended

	crashes := crashing(t, &server, func() {
		var all sync.WaitGroup
		for i, k := range desks {
			all.Go(func() {
				t.Run(fmt.Sprintf("desk-%d", i), func(t *testing.T) { k.killsOf(t, each, 2*i) })
			})
		}
		all.Wait()
	})
	var all sync.WaitGroup
	for i, k := range desks {
		all.Go(func() {
			t.Run(fmt.Sprintf("agrees-%d", i), func(t *testing.T) {
				states := k.agree(t, k.settles(t))
				t.Logf("%v %v", k.reached, states)
			})
		})
	}
	all.Wait()
	desks[0].verify(t)
	t.Logf("%d kills, %d of the database", 2*each, crashes)
	assert.Positive(t, crashes)
}

// crashing kills the database again and again while something is done, and leaves it
// running.
func crashing(t *testing.T, server *pgtest.Server, do func()) (crashes int) {
	t.Helper()
	done := make(chan struct{})
	go func() { do(); close(done) }()
	for {
		select {
		case <-done:
			return crashes
		case <-time.After(6 * time.Second):
		}
		server.Crash(t)
		time.Sleep(500 * time.Millisecond)
		server.Start(t)
		crashes++
	}
}

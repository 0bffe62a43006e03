package postgres_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/journaltest"
	"guitai/backend/journal/postgres"
)

// childEnv names the database on which the test binary, started again, works until
// it is killed.
const childEnv = "GUITAI_TEST_JOURNAL"

// ring makes one sale for every byte that it reads and says what was acknowledged. A
// change that failed is not acknowledged, and the next sale is tried: a server that
// comes back is used again.
func ring(address, name string) error {
	ctx := context.Background()
	j, err := postgres.Open(ctx, postgres.Options{Address: address, Machine: name})
	if err != nil {
		return err
	}
	orders := bufio.NewReader(os.Stdin)
	for i := 0; ; i++ {
		if _, err := orders.ReadByte(); err != nil {
			return err
		}
		id := fmt.Sprintf("%s-%d", name, i)
		if err := sale(ctx, j, id); err != nil {
			fmt.Println("failed", id)
		}
	}
}

func sale(ctx context.Context, j *postgres.Journal, id string) error {
	rec, err := j.Begin(ctx, shop(), journaltest.Consume(id, "card "+id))
	if err != nil {
		return err
	}
	fmt.Println(id, rec.State, rec.Slip)
	for n, to := range []backend.State{backend.StateSending, backend.StateApplied} {
		s := journal.Step{To: to, Attempt: &backend.Attempt{N: n + 1, Body: make([]byte, 2000)}}
		if rec, err = j.Move(ctx, id, rec.Ver, s); err != nil {
			return err
		}
		fmt.Println(id, rec.State, rec.Slip)
	}
	return nil
}

// ringer is a process that rings, and what it was promised.
type ringer struct {
	cmd  *exec.Cmd
	in   io.Writer
	out  *bufio.Scanner
	last map[string]string
}

func newRinger(t *testing.T, address string) *ringer {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+address)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	return &ringer{cmd, in, bufio.NewScanner(out), make(map[string]string)}
}

// read waits for so many lines of a till that has more to do than that.
func (p *ringer) read(t *testing.T, lines int) {
	t.Helper()
	_, err := p.in.Write(make([]byte, lines+5))
	require.NoError(t, err)
	for range lines {
		require.True(t, p.out.Scan(), "it ended by itself")
		p.note(t)
	}
}

func (p *ringer) note(t *testing.T) {
	t.Helper()
	id, rest, _ := strings.Cut(p.out.Text(), " ")
	require.NotEqual(t, "error", id, rest)
	if id != "failed" {
		p.last[id] = rest
	}
}

// kill kills it and takes in what it said until then.
func (p *ringer) kill(t *testing.T) {
	t.Helper()
	require.NoError(t, p.cmd.Process.Kill())
	for p.out.Scan() {
		p.note(t)
	}
	require.Error(t, p.cmd.Wait())
}

// kept checks that everything that was acknowledged is there.
func kept(t *testing.T, address string, promised map[string]string) {
	t.Helper()
	j := open(t, postgres.Options{Address: address})
	require.NoError(t, j.Health())
	require.NoError(t, j.Verify(t.Context()))
	slips := make(map[string]bool)
	for id, said := range promised {
		state, slip, _ := strings.Cut(said, " ")
		rec, err := j.Get(t.Context(), id)
		require.NoError(t, err, id)
		assert.GreaterOrEqual(t, rank(rec.State), rank(backend.State(state)), id)
		assert.Equal(t, slip, rec.Slip)
		assert.False(t, slips[slip], "a slip was given twice")
		slips[slip] = true
	}
	require.NoError(t, j.Close())
}

func rank(s backend.State) int {
	switch s {
	case backend.StateIntent:
		return 1
	case backend.StateSending:
		return 2
	case backend.StateApplied:
		return 3
	}
	return 0
}

func TestKilledInTheMiddleNothingAcknowledgedIsLost(t *testing.T) {
	address := server.Database(t)
	promised := make(map[string]string)
	for round := range 3 {
		first, second := newRinger(t, address), newRinger(t, address)
		first.read(t, 4+7*round)
		second.read(t, 5)
		first.kill(t)
		second.read(t, 20)
		second.kill(t)
		for _, p := range []*ringer{first, second} {
			for id, said := range p.last {
				promised[id] = said
			}
		}
		kept(t, address, promised)
	}
	assert.Greater(t, len(promised), 15)
}

// The server is ended as by a power cut while two machines sell, and started again.
func TestAServerThatCrashesLosesNothingAcknowledged(t *testing.T) {
	address := server.Database(t)
	first, second := newRinger(t, address), newRinger(t, address)
	for range 3 {
		first.read(t, 12)
		second.read(t, 12)
		_, err := first.in.Write(make([]byte, 40))
		require.NoError(t, err)
		server.Crash(t)
		server.Start(t)
		first.read(t, 12)
		second.read(t, 12)
	}
	first.kill(t)
	second.kill(t)
	promised := first.last
	for id, said := range second.last {
		promised[id] = said
	}
	kept(t, address, promised)
	assert.Greater(t, len(promised), 15)
}

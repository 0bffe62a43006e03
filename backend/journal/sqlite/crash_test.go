package sqlite_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/journaltest"
	"guitai/backend/journal/sqlite"
)

// childEnv names the file on which the test binary, started again, works until
// it is killed.
const childEnv = "GUITAI_TEST_JOURNAL"

func TestMain(m *testing.M) {
	if path := os.Getenv(childEnv); path != "" {
		if err := ring(path, strconv.Itoa(os.Getpid())); err != nil {
			fmt.Println("error", err)
		}
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// ring makes one sale for every byte that it reads and says what was
// acknowledged. Without that measure one process could keep the other one waiting
// for longer than any till waits.
func ring(path, name string) error {
	ctx := context.Background()
	j, err := sqlite.Open(ctx, sqlite.Options{Path: path})
	if err != nil {
		return err
	}
	orders := bufio.NewReader(os.Stdin)
	for i := 0; ; i++ {
		if _, err := orders.ReadByte(); err != nil {
			return err
		}
		id := fmt.Sprintf("%s-%d", name, i)
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
	}
}

// till is a process that rings, and what it was promised.
type till struct {
	cmd  *exec.Cmd
	in   io.Writer
	out  *bufio.Scanner
	last map[string]string
}

func newTill(t *testing.T, path string) *till {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+path)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	return &till{cmd, in, bufio.NewScanner(out), make(map[string]string)}
}

// read waits for so many lines of a till that has more to do than that.
func (p *till) read(t *testing.T, lines int) {
	t.Helper()
	_, err := p.in.Write(make([]byte, lines/3+5))
	require.NoError(t, err)
	for range lines {
		require.True(t, p.out.Scan(), "it ended by itself")
		p.note(t)
	}
}

func (p *till) note(t *testing.T) {
	t.Helper()
	id, rest, _ := strings.Cut(p.out.Text(), " ")
	require.NotEqual(t, "error", id, rest)
	p.last[id] = rest
}

// kill kills it and takes in what it said until then.
func (p *till) kill(t *testing.T) {
	t.Helper()
	require.NoError(t, p.cmd.Process.Kill())
	for p.out.Scan() {
		p.note(t)
	}
	require.Error(t, p.cmd.Wait())
}

func TestKilledInTheMiddleNothingAcknowledgedIsLost(t *testing.T) {
	path := newPath(t)
	promised := make(map[string]string)
	for round := range 5 {
		first, second := newTill(t, path), newTill(t, path)
		first.read(t, 4+7*round)
		second.read(t, 5)
		first.kill(t)
		second.read(t, 20)
		second.kill(t)
		for _, p := range []*till{first, second} {
			for id, said := range p.last {
				promised[id] = said
			}
		}
		j := open(t, sqlite.Options{Path: path})
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
	assert.Greater(t, len(promised), 30)
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

package sqlite_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/journaltest"
	"guitai/backend/journal/sqlite"
	"guitai/backend/money"
)

// filled makes a file with three operations, attempts and a binding, and closes
// it.
func filled(t testing.TB) string {
	t.Helper()
	path := newPath(t)
	clock := journaltest.NewClock()
	j := open(t, sqlite.Options{Path: path, Clock: clock.Now})
	for i, id := range []string{"op-a", "op-b", "op-c"} {
		rec := begin(t, j, id, "card "+id)
		row := backend.Event{ID: int64(i + 1), Kind: backend.EventConsume, Net: money.Must("1.00")}
		for _, s := range []journal.Step{
			{To: backend.StateSending, Attempt: &backend.Attempt{N: 1, At: clock.Now()}},
			{To: backend.StateHuman, Attempt: &backend.Attempt{N: 1, At: clock.Now(), Body: []byte("the answer of " + id)}},
			{To: backend.StateClosedPaid, Who: "supervisor", Reason: "seen on the slip of " + id,
				Seen: []backend.Event{row, {ID: row.ID + 10}}, Bind: row.ID},
		} {
			next, err := j.Move(t.Context(), id, rec.Ver, s)
			require.NoError(t, err)
			rec = next
		}
	}
	for _, p := range []journal.Paper{{Kind: "probe", Key: "P3", Body: []byte("good")}, {Kind: "person", Key: "李", Body: []byte("cashier")}} {
		_, err := j.Put(t.Context(), p, journal.Note{Who: "王", What: "paper.put"})
		require.NoError(t, err)
	}
	require.NoError(t, j.Tell(t.Context(), journal.Note{Who: "王", What: "shift.close", About: "A0003"}))
	require.NoError(t, j.Verify(t.Context()))
	require.NoError(t, j.Close())
	return path
}

const dropTriggers = `DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; DROP TRIGGER op_no_delete;
	DROP TRIGGER op_no_edit; DROP TRIGGER op_incident_kept; DROP TRIGGER paper_no_delete; DROP TRIGGER paper_forward; DROP TRIGGER op_forward; DROP TRIGGER attempt_no_delete;
	DROP TRIGGER seen_no_delete; DROP TRIGGER seen_bound_once`

func TestVerifyFindsWhatWasChanged(t *testing.T) {
	for name, statement := range map[string]string{
		"entry edited":          `UPDATE audit SET entry = replace(entry, 'supervisor', 'Supervisor') WHERE seq = 4`,
		"entry of another":      `UPDATE audit SET op_id = 'op-b' WHERE seq = 2`,
		"hash edited":           `UPDATE audit SET hash = CASE WHEN hash LIKE 'f%' THEN 'e' ELSE 'f' END || substr(hash, 2) WHERE seq = 5`,
		"hash no hash":          `UPDATE audit SET hash = 'xyz' WHERE seq = 12`,
		"first deleted":         `DELETE FROM audit WHERE seq = 1`,
		"middle deleted":        `DELETE FROM audit WHERE seq = 6`,
		"last of an operation":  `DELETE FROM audit WHERE seq = 12`,
		"paper edited":          `UPDATE paper SET body = 'boss' WHERE name = '李'`,
		"paper's version":       `UPDATE paper SET ver = 2 WHERE name = '李'`,
		"paper gone":            `UPDATE paper SET gone = 1 WHERE name = '李'`,
		"paper renamed":         `UPDATE paper SET name = '王' WHERE name = '李'`,
		"paper deleted":         `DELETE FROM paper WHERE name = '李'`,
		"paper added":           `INSERT INTO paper SELECT kind, '王', ver, gone, body, updated_ms FROM paper WHERE name = '李'`,
		"note edited":           `UPDATE audit SET entry = replace(entry, 'A0003', 'A0004') WHERE seq = 15`,
		"note of an operation":  `UPDATE audit SET op_id = 'op-a' WHERE seq = 15`,
		"entry of no operation": `UPDATE audit SET op_id = NULL WHERE seq = 4`,
		"all deleted":           `DELETE FROM audit`,
		"reordered":             `UPDATE audit SET seq = 99 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 4; UPDATE audit SET seq = 4 WHERE seq = 99`,
		"renumbered":            `UPDATE audit SET seq = seq + 1000; UPDATE audit SET seq = seq - 999`,
		"entry added":           `INSERT INTO audit SELECT 16, op_id, hash, hash, entry FROM audit WHERE seq = 15`,
		"amount edited":         `UPDATE op SET amount_fen = 1 WHERE op_id = 'op-a'`,
		"operation edited":      `UPDATE op SET operation = replace(operation, '88.50', '88.51') WHERE op_id = 'op-a'`,
		"state edited":          `UPDATE op SET state = 'CLOSED_UNPAID' WHERE op_id = 'op-b'`,
		"version edited":        `UPDATE op SET ver = 5 WHERE op_id = 'op-b'`,
		"time edited":           `UPDATE op SET settled_ms = settled_ms + 1 WHERE op_id = 'op-c'`,
		"token added":           `UPDATE op SET token_key = 'x' WHERE op_id = 'op-c'`,
		"operation deleted":     `DELETE FROM op WHERE op_id = 'op-c'`,
		"operation invented":    `INSERT INTO op SELECT 'op-d', backend, account, 'x', kind, amount_fen, points, pay_type, stamp, 9, till, cashier, retry_of, state, ver, voided, why, created_ms, updated_ms, settled_ms, send_by_ms, next_look_ms, collected_ms, acknowledged_ms, token_key, token_evidence, operation, quote, receipt, evidence, refusal, undo_of, incident, incident_open FROM op WHERE op_id = 'op-a'`,
		"incident invented":     `UPDATE op SET incident = '{"Why":"late-row"}', incident_open = 1 WHERE op_id = 'op-a'`,
		"incident unblocked":    `UPDATE op SET incident_open = 1 WHERE op_id = 'op-b'`,
		"undo edited":           `UPDATE op SET undo_of = 'op-a' WHERE op_id = 'op-b'`,
		"attempt now a void":    `UPDATE attempt SET void = 1 WHERE op_id = 'op-a'`,
		"attempt edited":        `UPDATE attempt SET body = x'00' WHERE op_id = 'op-a'`,
		"attempt deleted":       `DELETE FROM attempt WHERE op_id = 'op-a'`,
		"attempt added":         `INSERT INTO attempt SELECT op_id, 2, at_ms, wrote, http, class, closed_ms, body, void FROM attempt WHERE op_id = 'op-b'`,
		"row unbound":           `UPDATE seen SET op_id = NULL WHERE row_id = 2`,
		"row bound":             `INSERT INTO seen VALUES ('sandy', 'shop', 50, 'x', '{}', 'op-x')`,
		"row bound to another":  `UPDATE seen SET op_id = NULL WHERE row_id = 1; UPDATE seen SET op_id = 'op-a' WHERE row_id = 11`,
		"bound row deleted":     `DELETE FROM seen WHERE row_id = 3`,
	} {
		t.Run(name, func(t *testing.T) {
			path := filled(t)
			require.NoError(t, raw(path, dropTriggers, statement))
			j := open(t, sqlite.Options{Path: path})
			require.ErrorIs(t, j.Health(), journal.ErrReadOnly)
			require.Error(t, j.Verify(t.Context()))
			_, err := j.Begin(t.Context(), shop(), journaltest.Consume("new", "card"))
			require.ErrorIs(t, err, journal.ErrReadOnly)
		})
	}
}

func TestALargeJournalIsCheckedBehind(t *testing.T) {
	for name, statement := range map[string]string{
		"sound":                `SELECT 1`,
		"an old record edited": `UPDATE op SET settled_ms = 1 WHERE op_id = 'op-a'`,
	} {
		t.Run(name, func(t *testing.T) {
			path := filled(t)
			require.NoError(t, raw(path, dropTriggers, statement))
			j := open(t, sqlite.Options{Path: path}.WithCheckAll(-1))
			j.WaitForCheck()
			assert.Equal(t, name == "sound", j.Health() == nil)
		})
	}
}

func TestTriggersRefuse(t *testing.T) {
	path := filled(t)
	for _, statement := range []string{
		`UPDATE audit SET entry = ''`, `DELETE FROM audit`, `DELETE FROM op`, `DELETE FROM attempt`, `DELETE FROM seen`,
		`DELETE FROM paper`, `UPDATE paper SET body = 'x'`, `UPDATE paper SET name = 'x', ver = ver + 1`,
		`UPDATE audit SET op_id = NULL`, `UPDATE op SET undo_of = 'x', ver = ver + 1`,
		`UPDATE op SET amount_fen = 1, ver = ver + 1`, `UPDATE op SET operation = '{}', ver = ver + 1`,
		`UPDATE op SET state = 'INTENT'`, `UPDATE op SET ver = ver + 2`, `UPDATE op SET voided = voided - 1, ver = ver + 1`,
		`UPDATE seen SET op_id = NULL`, `UPDATE seen SET event = '{}' WHERE op_id IS NULL`,
		`UPDATE op SET state = 'ELSEWHERE', ver = ver + 1`,
	} {
		require.Error(t, raw(path, statement), statement)
	}
	require.NoError(t, open(t, sqlite.Options{Path: path}).Health())
}

// everything is what can be read of a journal, as text.
func everything(t *testing.T, j *sqlite.Journal) (string, error) {
	t.Helper()
	list, err := j.List(t.Context(), journal.Filter{})
	if err != nil {
		return "", err
	}
	all, err := json.Marshal(list)
	require.NoError(t, err)
	bound, err := j.Bound(t.Context(), shop(), "card op-a")
	require.NoError(t, err)
	return string(all) + string(must(json.Marshal(bound))), nil
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}

// Any bit of the file may flip. Either that is noticed, or everything reads as
// before (there are bytes in a database that mean nothing).
func TestFlippedBitsAreNoticedOrMeanNothing(t *testing.T) {
	path := filled(t)
	sound := must(os.ReadFile(path))
	j := open(t, sqlite.Options{Path: path})
	want, err := everything(t, j)
	require.NoError(t, err)
	require.NoError(t, j.Close())

	random := rand.New(rand.NewPCG(1, 2))
	noticed := 0
	for range 300 {
		at, bit := random.IntN(len(sound)), byte(1)<<random.IntN(8)
		if isNoticed(t, path, flipped(sound, at, bit), want) {
			noticed++
		}
	}
	assert.Positive(t, noticed)
	for _, canary := range []string{"seen on the slip of op-b", "the answer of op-c", `"digest":"`} {
		// A page that was split keeps stale bytes, which mean nothing.
		noticed := false
		for at := bytes.Index(sound, []byte(canary)); at >= 0 && !noticed; {
			noticed = isNoticed(t, path, flipped(sound, at, 1), want)
			next := bytes.Index(sound[at+1:], []byte(canary))
			if next < 0 {
				break
			}
			at += 1 + next
		}
		assert.True(t, noticed, canary)
	}
}

func flipped(sound []byte, at int, bit byte) []byte {
	spoiled := bytes.Clone(sound)
	spoiled[at] ^= bit
	return spoiled
}

func isNoticed(t *testing.T, path string, file []byte, want string) bool {
	t.Helper()
	for _, suffix := range []string{"-wal", "-shm", ".suspect"} {
		if err := os.Remove(path + suffix); err != nil {
			require.ErrorIs(t, err, os.ErrNotExist)
		}
	}
	require.NoError(t, os.WriteFile(path, file, 0o600))
	j, err := sqlite.Open(t.Context(), sqlite.Options{Path: path})
	if err != nil {
		return true
	}
	defer j.Close()
	if j.Health() != nil {
		return true
	}
	got, err := everything(t, j)
	require.NoError(t, err)
	require.Equal(t, want, got, "changed, and not noticed")
	return false
}

func TestATruncatedFileIsNoticed(t *testing.T) {
	path := filled(t)
	sound := must(os.ReadFile(path))
	j := open(t, sqlite.Options{Path: path})
	want, err := everything(t, j)
	require.NoError(t, err)
	require.NoError(t, j.Close())
	for _, size := range []int{100, 4096, len(sound) / 2, len(sound) - 4096} {
		assert.True(t, isNoticed(t, path, sound[:size], want), size)
	}
	isNoticed(t, path, sound[:len(sound)-1], want) // the last byte of an empty page means nothing
}

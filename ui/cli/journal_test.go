package cli_test

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/config"
	"guitai/backend/journal"
	"guitai/backend/journal/sqlite"
	"guitai/backend/money"
	"guitai/backend/sandy"
	"guitai/backend/sim"
	"guitai/backend/sim/sandysim"
	"guitai/backend/till"
)

// ledgerShop is a shop whose journal has a few operations already: A0001 was
// settled, A0002 took points, the answer to A0003 was lost after the vendor had
// taken the money, and A0004 waits for a person.
type ledgerShop struct {
	t              *testing.T
	vendor         *sandysim.Server
	plan           *sim.Plan
	config, folder string
}

func openLedger(t *testing.T) *ledgerShop {
	t.Helper()
	s := &ledgerShop{t: t, plan: &sim.Plan{}, folder: t.TempDir()}
	s.vendor = sandysim.New(sandysim.Options{History: sandysim.NoHistory, Plan: s.plan})
	server := httptest.NewServer(s.vendor)
	t.Cleanup(server.Close)
	s.config = configFile(t, "backend: sandy\ndata_dir: "+s.folder+"\nlanguage: en\ntill: till 7\noperator: 小梅\nzone: Asia/Shanghai\nsandy:\n  base_url: "+server.URL+
		"\n  token: test\n  customer_guid: \""+sandysim.DefaultGUID+"\"\n")

	j := s.open()
	client := sandy.New(sandy.Options{BaseURL: server.URL, Token: config.NewSecret("test"), GUID: config.NewSecret(sandysim.DefaultGUID), Clock: time.Now})
	able := client.Capabilities()
	counter := till.New(till.Options{Backend: client, Journal: j, Account: journal.Account{Backend: able.Kind, Name: able.Account}, Name: "till 7", Operator: "小梅"})
	do := func(q backend.Quote, err error) backend.Case {
		require.NoError(t, err)
		c, _ := counter.Do(t.Context(), q)
		return c
	}
	require.Equal(t, backend.StateApplied, do(counter.QuoteConsume(t.Context(), "M000123", money.Must("88.5"), nil)).State)
	require.Equal(t, backend.StateApplied, do(counter.QuoteRedeem(t.Context(), "M000101", money.WholePoints(6))).State)
	s.hidesRows(true)
	s.plan.Next("consume", sim.Fault{Kind: sim.ResetAfter}, sim.Fault{Kind: sim.ResetAfter})
	require.Equal(t, backend.StateUnknown, do(counter.QuoteConsume(t.Context(), "M000110", money.Must("10"), nil)).State)
	lost := do(counter.QuoteConsume(t.Context(), "M000123", money.Must("20"), nil))
	require.NoError(t, counter.Close())
	s.hidesRows(false)
	rec, err := j.Get(t.Context(), lost.ID)
	require.NoError(t, err)
	_, err = j.Move(t.Context(), rec.ID, rec.Ver, journal.Step{To: backend.StateHuman, Why: backend.WhySeveral})
	require.NoError(t, err)
	require.NoError(t, j.Close())
	return s
}

// hidesRows makes the vendor's history lag behind what it books.
func (s *ledgerShop) hidesRows(hidden bool) {
	s.vendor.Switch(func(w *sandysim.Switches) {
		w.HistoryLag = 0
		if hidden {
			w.HistoryLag = time.Hour
		}
	})
}

// A journal cannot tell by itself that it is an older copy: the file of notes does.
func TestAJournalThatWasSetBackIsSeenAndAccepted(t *testing.T) {
	s := openLedger(t)
	anchor := filepath.Join(s.folder, "journal.anchor")
	code, _, errs := s.run("accept", "--reason", "looked into it")
	assert.Equal(t, 1, code)
	assert.Contains(t, errs, "nothing is missing")
	f, err := os.OpenFile(anchor, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	require.NoError(t, err)
	_, err = fmt.Fprintf(f, "9999 %s %s\n", strings.Repeat("ab", 32), time.Now().UTC().Format(time.RFC3339))
	require.NoError(t, errors.Join(err, f.Close()))

	code, _, errs = s.run("verify")
	assert.Equal(t, 1, code)
	assert.Contains(t, errs, "set back or replaced")
	assert.Contains(t, s.says("list"), "A0001", "what is there can still be read")
	code, _, errs = s.run("accept", "--reason", "no")
	assert.Equal(t, 2, code)
	assert.Contains(t, errs, "--reason")
	assert.Contains(t, s.says("accept", "--reason", "硬盘换过，已逐笔核对"), "accepted")
	assert.Contains(t, s.says("verify"), "ok ")
	entries, err := s.open().Audit(t.Context(), journal.AuditFilter{What: "journal.accept"})
	require.NoError(t, err)
	require.Len(t, entries, 1)
	assert.Equal(t, "硬盘换过，已逐笔核对", entries[0].Reason)
}

func (s *ledgerShop) path() string { return filepath.Join(s.folder, "journal.db") }

func (s *ledgerShop) open() *sqlite.Journal {
	s.t.Helper()
	j, err := sqlite.Open(s.t.Context(), sqlite.Options{Path: s.path()})
	require.NoError(s.t, err)
	return j
}

// says runs a journal command that must succeed.
func (s *ledgerShop) says(args ...string) string {
	s.t.Helper()
	code, out, errs := s.run(args...)
	require.Zero(s.t, code, errs)
	return out
}

func (s *ledgerShop) run(args ...string) (code int, out, errs string) {
	s.t.Helper()
	code, out, errs = call(s.t, map[string]string{}, append([]string{"--config", s.config, "journal"}, args...)...)
	for _, secret := range []string{sandysim.DefaultGUID, strings.Trim(sandysim.DefaultGUID, "{}")} {
		assert.NotContains(s.t, out+errs, secret)
	}
	for _, c := range s.vendor.Cards() {
		if len(c.Phone) > 6 {
			require.NotContains(s.t, out+errs, c.Phone)
		}
	}
	return code, out, errs
}

// object is an operation as a program reads it.
type object map[string]any

func (s *ledgerShop) object(args ...string) object {
	s.t.Helper()
	var o object
	require.NoError(s.t, json.Unmarshal([]byte(s.says(append(args, "--json")...)), &o))
	return o
}

func (s *ledgerShop) objects(args ...string) []object {
	s.t.Helper()
	var o []object
	require.NoError(s.t, json.Unmarshal([]byte(s.says(append(args, "--json")...)), &o))
	return o
}

func slips(list []object) (all []string) {
	for _, o := range list {
		all = append(all, o["slip"].(string))
	}
	return all
}

func TestTheJournalIsListedNewestFirst(t *testing.T) {
	s := openLedger(t)
	lines := strings.Split(strings.TrimSpace(s.says("list")), "\n")
	require.Len(t, lines, 4)
	assert.Regexp(t, `^A0004  \d{4}-\d\d-\d\d \d\d:\d\d:\d\d  \S+ +M000123  20\.00 +HUMAN .*more than one row in history fits   till 7  小梅$`, lines[0])
	assert.Regexp(t, `^A0003 .* UNKNOWN `, lines[1])
	assert.Regexp(t, `^A0002 .* M000101  6 pts +APPLIED `, lines[2])
	assert.Regexp(t, `^A0001 .* M000123  88\.50 +APPLIED `, lines[3])

	assert.Equal(t, []string{"A0004", "A0003"}, slips(s.objects("list", "--open")))
	assert.Equal(t, []string{"A0004"}, slips(s.objects("list", "--limit", "1")))
	assert.Len(t, s.objects("list", "--since", "24h", "--limit", "0"), 4)
	assert.Len(t, s.objects("list", "--since", "2020-02-29"), 4)
	assert.Equal(t, "[]\n", s.says("list", "--json", "--since", "2999-01-01"))
	_, _, errs := s.run("list", "--limit", "2")
	assert.Contains(t, errs, "only the newest 2")
}

func TestAnOperationIsOneObject(t *testing.T) {
	s := openLedger(t)
	o := s.object("show", "a0001")
	for _, name := range []string{"id", "backend", "account", "subject", "kind", "amount", "points", "state", "till", "operator", "created_at", "attempts", "evidence",
		"slip", "outcome", "number", "name", "pay_type", "why", "settled_at", "collected_at"} {
		assert.Contains(t, o, name)
	}
	for name, want := range map[string]any{"backend": "sandy", "kind": "consume", "amount": "88.50", "points": "0", "state": "APPLIED", "outcome": "settled",
		"number": "M000123", "till": "till 7", "operator": "小梅", "why": "reply", "slip": "A0001", "collected_at": nil} {
		assert.Equal(t, want, o[name], name)
	}
	for _, name := range []string{"created_at", "settled_at"} {
		at, err := time.Parse(time.RFC3339, o[name].(string))
		require.NoError(t, err)
		_, east := at.Zone()
		assert.Equal(t, 8*60*60, east, "in the shop's zone")
	}
	attempts := o["attempts"].([]any)
	require.Len(t, attempts, 1)
	attempt := attempts[0].(map[string]any)
	assert.Equal(t, "yes", attempt["class"])
	assert.Contains(t, attempt["answer"], "act_money")
	assert.Equal(t, o, s.object("show", o["id"].(string)), "the id names it as well as the slip")

	text := s.says("show", "#A0001")
	for _, part := range []string{"A0001", o["id"].(string), "88.50", "M000123", "APPLIED", "attempt 1", "answer: {", "till 7"} {
		assert.Contains(t, text, part)
	}
}

func TestReadingTheJournalChangesNothing(t *testing.T) {
	s := openLedger(t)
	j := s.open()
	begun, err := j.Begin(t.Context(), s.account(j), backend.Operation{ID: "0198f000-0000-7000-8000-000000000001", Kind: backend.OpConsume, MemberID: "M000105", Amount: money.Must("1"), Till: "till 7"})
	require.NoError(t, err)
	before, err := j.List(t.Context(), journal.Filter{})
	require.NoError(t, err)
	head, err := j.Head(t.Context())
	require.NoError(t, err)
	asked := len(s.vendor.Requests())

	for range 2 { // beside a program that has the journal open, and after it
		s.says("list")
		s.says("show", "A0003")
		s.says("verify")
		assert.Equal(t, "INTENT", s.object("show", begun.Slip)["state"])
		_ = j.Close()
	}
	j = s.open()
	after, err := j.List(t.Context(), journal.Filter{})
	require.NoError(t, err)
	assert.Equal(t, before, after)
	again, err := j.Head(t.Context())
	require.NoError(t, err)
	assert.Equal(t, head, again)
	require.NoError(t, j.Close())
	assert.Len(t, s.vendor.Requests(), asked, "nobody was asked")
	_, err = os.Stat(filepath.Join(s.folder, "guitai.log"))
	assert.ErrorIs(t, err, os.ErrNotExist)
}

func (s *ledgerShop) account(j *sqlite.Journal) journal.Account {
	recs, err := j.List(s.t.Context(), journal.Filter{Limit: 1})
	require.NoError(s.t, err)
	return recs[0].Account
}

func TestAnotherProcessReadsTheJournalOfARunningProgram(t *testing.T) {
	s := openLedger(t)
	j := s.open()
	defer func() { _ = j.Close() }()
	begin := func(id string) {
		_, err := j.Begin(t.Context(), s.account(j), backend.Operation{ID: id, Kind: backend.OpConsume, MemberID: id, Amount: money.Must("1")})
		require.NoError(t, err)
	}
	for _, id := range []string{"one", "two"} {
		begin(id)
		out, err := exec.Command(program(t), "--config", s.config, "journal", "list", "--json", "--limit", "1").Output()
		require.NoError(t, err)
		assert.Contains(t, string(out), `"id": "`+id+`"`)
	}
	require.NoError(t, j.Health(), "the reader's end took nothing away")
	begin("three")
}

func TestVerifySaysWhereTheChainBreaks(t *testing.T) {
	s := openLedger(t)
	assert.Regexp(t, `^ok  \d+ audit entries, the last one [0-9a-f]{64}; nothing is missing that was noted in .*journal\.anchor\n$`, s.says("verify"))
	assert.Equal(t, true, s.object("verify")["ok"])

	db, err := sql.Open("sqlite", s.path())
	require.NoError(t, err)
	var seq int
	require.NoError(t, db.QueryRowContext(t.Context(), `SELECT seq FROM audit WHERE seq > 5 AND entry LIKE '%"till"%' ORDER BY seq`).Scan(&seq))
	_, err = db.ExecContext(t.Context(), `DROP TRIGGER audit_no_update; UPDATE audit SET entry = replace(entry, '"till"', '"Till"') WHERE seq = ?`, seq)
	require.NoError(t, err)
	require.NoError(t, db.Close())
	broken := fmt.Sprintf("audit entry %d was changed", seq)

	code, out, errs := s.run("verify")
	assert.Equal(t, 1, code)
	assert.Empty(t, out)
	assert.Contains(t, errs, broken)
	code, out, _ = s.run("verify", "--json")
	assert.Equal(t, 1, code)
	var o object
	require.NoError(t, json.Unmarshal([]byte(out), &o))
	assert.Equal(t, false, o["ok"])
	assert.Contains(t, o["error"], broken)
	assert.Contains(t, s.says("list"), "A0001", "what is there can still be read")
}

func TestAnUnknownOperationSettlesWhenHistoryShowsIt(t *testing.T) {
	s := openLedger(t)
	s.hidesRows(true)
	assert.Equal(t, "UNKNOWN", s.object("resolve", "A0003")["state"], "history does not show it yet")
	s.hidesRows(false)
	assert.Regexp(t, `^A0003 .* M000110  10\.00  APPLIED `, s.says("resolve", "A0003"))
	o := s.object("show", "A0003")
	assert.Equal(t, "APPLIED", o["state"])
	evidence := o["evidence"].(map[string]any)
	assert.Equal(t, "100.00", evidence["before"].(map[string]any)["balance"])
	assert.Equal(t, "90.00", evidence["now"].(map[string]any)["balance"])
	row := evidence["rows"].([]any)[0].(map[string]any)
	assert.Equal(t, true, row["fits"])
	assert.Equal(t, "10.00", row["gross"])
	text := s.says("show", "A0003")
	for _, part := range []string{"Evidence", "100.00", "90.00", "fits", "no answer"} {
		assert.Contains(t, text, part)
	}
	assert.NotContains(t, text, "Try again", "the lost answer is no advice once the end is known")
	assert.Equal(t, 1, consumptions(s.vendor, "M000110"))
}

func consumptions(vendor *sandysim.Server, number string) (n int) {
	for _, row := range vendor.Rows(number) {
		if row.Type == sandysim.Consume {
			n++
		}
	}
	return n
}

func TestOnlyWhatAPersonMustDecideIsDecided(t *testing.T) {
	s := openLedger(t)
	for _, wrong := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"resolve", "A0004", "--paid"}, 2, "--reason"},
		{[]string{"resolve", "A0004", "--paid", "--reason", "ok"}, 2, "four characters"},
		{[]string{"resolve", "A0004", "--paid", "--unpaid", "--reason", "why not both"}, 2, "paid"},
		{[]string{"resolve", "A0004", "--reason", "seen on the slip"}, 2, "--paid or --unpaid"},
		{[]string{"resolve", "A0003", "--paid", "--reason", "seen on the slip"}, 1, "A0003 is UNKNOWN: only what is HUMAN"},
		{[]string{"resolve", "A0001", "--unpaid", "--reason", "the guest says no"}, 1, "A0001 is APPLIED"},
	} {
		code, out, errs := s.run(wrong.args...)
		assert.Equal(t, wrong.code, code, wrong.args)
		assert.Contains(t, errs, wrong.says)
		assert.Empty(t, out)
	}
	assert.Equal(t, "HUMAN", s.object("resolve", "A0004")["state"], "looking decides nothing")
	o := s.object("resolve", "A0004", "--paid", "--reason", "seen on the vendor's slip")
	assert.Equal(t, "CLOSED_PAID", o["state"])
	assert.Equal(t, "person", o["why"])
	assert.Equal(t, "settled", o["outcome"])
	s.says("verify")
	code, _, errs := s.run("resolve", "A0004", "--unpaid", "--reason", "on second thoughts")
	assert.Equal(t, 1, code)
	assert.Contains(t, errs, "A0004 is CLOSED_PAID")
	assert.Regexp(t, `小梅 CLOSED_PAID .*because: seen on the vendor's slip`, s.says("show", "A0004"))
	decided := s.object("show", "A0004")["decisions"].([]any)
	require.Len(t, decided, 1)
	assert.Equal(t, "seen on the vendor's slip", decided[0].(map[string]any)["reason"])
}

func TestWhatTheJournalDoesNotHave(t *testing.T) {
	s := openLedger(t)
	for _, wrong := range []struct {
		args []string
		code int
	}{
		{[]string{"show", "A0099"}, 1},
		{[]string{"show", "B0001"}, 1},
		{[]string{"show", "A0000"}, 1},
		{[]string{"show", "0198f000-0000-7000-8000-000000000009"}, 1},
		{[]string{"resolve", "A0099"}, 1},
		{[]string{"show", "42"}, 2},
		{[]string{"show"}, 2},
		{[]string{"resolve", "no'id"}, 2},
		{[]string{"list", "--since", "yesterday"}, 2},
		{[]string{"list", "--since", "-3h"}, 2},
		{[]string{"list", "--limit", "-1"}, 2},
		{[]string{"list", "--language", "fr"}, 2},
		{[]string{"forget"}, 2},
		{nil, 2},
	} {
		code, out, errs := s.run(wrong.args...)
		assert.Equal(t, wrong.code, code, wrong.args)
		assert.NotEmpty(t, errs)
		assert.Empty(t, out)
	}
}

func TestTheDemosJournalIsItsOwn(t *testing.T) {
	s := openLedger(t)
	state := t.TempDir()
	env := map[string]string{"XDG_STATE_HOME": state}
	demo := filepath.Join(state, "guitai", "demo")
	for _, args := range [][]string{{"journal", "list"}, {"--config", s.config, "journal", "--demo", "verify"}} {
		code, _, errs := call(t, env, args...)
		assert.Equal(t, 1, code)
		assert.Contains(t, errs, "there is no journal yet: "+filepath.Join(demo, "journal.db"))
	}
	_, err := os.Stat(demo)
	require.True(t, errors.Is(err, os.ErrNotExist), "looking makes no journal")

	hourAgo := func() time.Time { return time.Now().Add(-time.Hour) }
	j, err := sqlite.Open(t.Context(), sqlite.Options{Path: filepath.Join(demo, "journal.db"), Clock: hourAgo})
	require.NoError(t, err)
	begin := func(account string) journal.Record {
		rec, err := j.Begin(t.Context(), journal.Account{Backend: "sandy", Name: account},
			backend.Operation{ID: account, Kind: backend.OpConsume, MemberID: "1", Amount: money.Must("1"), Till: "a\x1b[2Jb\u202e"})
		require.NoError(t, err)
		return rec
	}
	simulated := sandy.New(sandy.Options{BaseURL: "http://127.0.0.1", Token: config.NewSecret("test"), GUID: config.NewSecret(sandysim.DefaultGUID), Clock: time.Now})
	unsent, rec := begin(simulated.Capabilities().Account), begin("elsewhere")
	require.NoError(t, j.Close())
	for _, args := range [][]string{{"journal", "list"}, {"journal", "show", rec.Slip}, {"journal", "list", "--json", "--demo"}} {
		code, out, errs := call(t, env, args...)
		require.Zero(t, code, errs)
		assert.Contains(t, out, rec.Slip)
		assert.NotContains(t, out, "\x1b")
		assert.NotContains(t, out, "\u202e")
	}
	code, out, errs := call(t, env, "--config", s.config, "journal", "resolve", "--demo", unsent.Slip)
	require.Zero(t, code, errs)
	assert.Contains(t, out, "NOTSENT", "its process died an hour ago, before the first byte")
	code, _, errs = call(t, env, "journal", "resolve", rec.Slip)
	assert.Equal(t, 1, code)
	assert.Contains(t, errs, "belongs to an account at sandy that the configuration does not name")
}

func TestTheDayIsSweptOnDemand(t *testing.T) {
	s := openLedger(t)
	_, err := s.vendor.Foreign("M000123", sandysim.Consume, money.Must("5"), "分店", "")
	require.NoError(t, err)
	report := s.objects("sweep")
	require.Len(t, report, 1)
	assert.EqualValues(t, 3, report[0]["cards"])
	assert.Equal(t, false, report[0]["rowless"])
	assert.Empty(t, report[0]["raised"])
	foreign := report[0]["foreign"].([]any)
	require.Len(t, foreign, 1)
	assert.Equal(t, "M000123", foreign[0].(map[string]any)["number"])
	assert.Equal(t, "5.00", foreign[0].(map[string]any)["row"].(map[string]any)["gross"])

	_, err = s.vendor.Foreign("M000123", sandysim.Consume, money.Must("88.5"), "", "")
	require.NoError(t, err)
	code, out, errs := s.run("sweep")
	assert.Equal(t, 1, code)
	assert.Contains(t, errs, "supervisor")
	assert.Regexp(t, `A0001 .* 88\.50 .*an identical row`, out)
	incident := s.object("show", "A0001")["incident"].(map[string]any)
	assert.Equal(t, "extra-row", incident["why"])
	assert.Len(t, incident["rows"], 1)

	code, _, errs = s.run("resolve", "A0002", "--incident", "--reason", "看过后台了")
	assert.Equal(t, 1, code)
	assert.Contains(t, errs, "no open incident")
	s.says("resolve", "A0001", "--incident", "--reason", "是分店收的")
	assert.NotContains(t, s.says("sweep"), "supervisor", "what was closed is not told again")
}

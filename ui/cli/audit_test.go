package cli_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"

	"guitai/backend"
	"guitai/backend/journal/sqlite"
)

// audited is an office where some things were done.
func audited(t *testing.T) *office {
	t.Helper()
	o := openOffice(t)
	o.config = configFile(t, "backend: sandy\ndata_dir: "+o.data+"\nlanguage: en\nstaff: {required: true}\n"+
		"sandy: {base_url: \"http://127.0.0.1:1\", token: t, customer_guid: g}\n")
	for _, name := range []string{"Ann", "Bob"} {
		code, out := o.staff("135792\n", "add", name, "--role", "cashier", "--pin", "-")
		require.Zero(t, code, out)
	}
	j, err := sqlite.Open(t.Context(), sqlite.Options{Path: filepath.Join(o.data, "journal.db")})
	require.NoError(t, err)
	require.NoError(t, j.Tell(t.Context(), backend.Note{Who: "Ann\x1b[31m", What: "member.edit", About: "\u202e\U000e0041m1", Reason: "=cmd|x"}))
	require.NoError(t, j.Close())
	return o
}

func (o *office) audit(args ...string) (code int, out, errs string) {
	o.t.Helper()
	return callWith(o.t, o.env, "", append([]string{"--config", o.config, "audit"}, args...)...)
}

func (o *office) tamper(statement string) {
	o.t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(o.data, "journal.db"))
	require.NoError(o.t, err)
	_, err = db.Exec(`DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; ` + statement)
	require.NoError(o.t, err)
	require.NoError(o.t, db.Close())
}

// signingKey writes a private key and its public one and gives the private one's path.
func signingKey(t *testing.T) string {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	block, err := ssh.MarshalPrivateKey(private, "")
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "key")
	require.NoError(t, os.WriteFile(path, pem.EncodeToMemory(block), 0o600))
	key, err := ssh.NewPublicKey(public)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path+".pub", ssh.MarshalAuthorizedKey(key), 0o600))
	return path
}

func TestTheAuditIsShownByPersonKindAndTime(t *testing.T) {
	o := audited(t)
	code, out, errs := o.audit("show")
	require.Zero(t, code, errs)
	assert.Regexp(t, `(?m)^5 .*member changed`, out)
	assert.Regexp(t, `(?m)^1 .*person added +Ann `, out)
	assert.NotContains(t, out, "\x1b")
	assert.NotContains(t, out, "\u202e")
	_, out, _ = o.audit("show", "--what", "staff", "--json", "--since", "1h")
	var entries []map[string]any
	require.NoError(t, json.Unmarshal([]byte(out), &entries))
	require.Len(t, entries, 4)
	assert.Equal(t, "staff.pin", entries[0]["what"])
	assert.Equal(t, "Bob", entries[0]["about"])
	_, out, errs = o.audit("show", "--limit", "2", "--what", "staff.add", "--limit", "1")
	assert.Equal(t, 1, strings.Count(out, "person added"))
	assert.Contains(t, errs, "only the newest 1")
	for _, args := range [][]string{{"show", "--what", "nonsense"}, {"show", "--limit", "-1"}, {"show", "--since", "x"}, {"export", "--format", "x"},
		{"export", "--sign", "k"}, {"verify", "--head", "x"}, {}} {
		code, _, _ := o.audit(args...)
		assert.Equal(t, 2, code, args)
	}
}

func TestTheChainIsVerifiedAgainstWhatWasNotedElsewhere(t *testing.T) {
	o := audited(t)
	code, head, _ := o.audit("head")
	require.Zero(t, code)
	assert.Regexp(t, `^5 [0-9a-f]{64}\n$`, head)
	code, out, errs := o.audit("verify", "--head", head)
	require.Zero(t, code, errs)
	assert.Equal(t, "ok  5 audit entries, the last one "+head[2:], out)
	code, _, _ = o.audit("verify", "--head", head[:16])
	assert.Zero(t, code, "the beginning of a hash is what a slip has")

	code, _, errs = o.audit("verify", "--head", "5 "+strings.Repeat("0", 64))
	assert.Equal(t, 1, code)
	assert.Contains(t, errs, "entry 5 is not the one that was noted")

	anchor := filepath.Join(t.TempDir(), "anchor")
	require.NoError(t, os.WriteFile(anchor, []byte("9 "+strings.Repeat("0", 64)+" 2026-01-02T03:04:05Z\n"), 0o600))
	code, out, _ = o.audit("verify", "--anchor", anchor, "--json")
	assert.Equal(t, 1, code)
	assert.Contains(t, out, `"lost": true`)

	o.tamper(`UPDATE audit SET entry = replace(entry, '"name":"Ann"', '"name":"Eve"') WHERE seq = 2`)
	code, _, errs = o.audit("verify")
	assert.Equal(t, 1, code)
	assert.Contains(t, errs, "audit entry 2 was changed")
	_, out, _ = o.audit("verify", "--json")
	assert.Contains(t, out, `"broken_at": 2`)
}

func TestACutOffChainIsSoundUntilAHeadIsCompared(t *testing.T) {
	o := audited(t)
	_, head, _ := o.audit("head")
	o.tamper(`DELETE FROM audit WHERE seq = 5`)
	code, _, _ := o.audit("verify")
	assert.Zero(t, code)
	code, _, _ = o.audit("verify", "--head", head)
	assert.Equal(t, 1, code)
}

func TestAnExportCarriesItsChainAndItsSignature(t *testing.T) {
	o := audited(t)
	key, file := signingKey(t), filepath.Join(t.TempDir(), "audit.jsonl")
	code, _, errs := o.audit("export", "--out", file, "--sign", key)
	require.Zero(t, code, errs)
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, 5, bytes.Count(text, []byte("\n")))
	for _, r := range string(text) {
		assert.False(t, r != '\n' && r < ' ' || r == 0x202e || r == 0xe0041, "%x", r)
	}
	code, out, errs := o.audit("check", file, "--key", key+".pub")
	require.Zero(t, code, errs)
	assert.Regexp(t, `^ok  5 entries from number 1, the last one [0-9a-f]{64}; signed by SHA256:`, out)

	code, _, errs = o.audit("check", file, "--key", signingKey(t)+".pub")
	assert.Equal(t, 1, code)
	assert.Contains(t, errs, "another key")
	code, _, _ = o.audit("export", "--out", file)
	assert.Equal(t, 1, code, "a file that is there stays as it is")

	require.NoError(t, os.WriteFile(file, bytes.Replace(text, []byte("Ann"), []byte("Eve"), 1), 0o600))
	code, _, errs = o.audit("check", file)
	assert.Equal(t, 1, code)
	assert.Contains(t, errs, "changed after it was signed")
	require.NoError(t, os.Remove(file+".sig"))
	code, _, errs = o.audit("check", file)
	assert.Equal(t, 1, code)
	assert.Contains(t, errs, "audit entry 1 was changed")
	code, _, _ = o.audit("check", file, "--key", key+".pub")
	assert.Equal(t, 1, code, "no signature is not the right one")
	lines := strings.SplitAfter(string(text), "\n")
	require.NoError(t, os.WriteFile(file, []byte(lines[0]+lines[2]), 0o600))
	code, _, errs = o.audit("check", file)
	assert.Equal(t, 1, code)
	assert.Contains(t, errs, "entry 2 is missing")
	require.NoError(t, os.WriteFile(file, []byte(strings.Join(lines[2:], "")), 0o600))
	code, out, _ = o.audit("check", file, "--json")
	assert.Zero(t, code, "a part holds in itself")
	assert.Contains(t, out, `"first": 3`)
}

func TestASpreadsheetTakesNoTextForAFormula(t *testing.T) {
	o := audited(t)
	code, out, errs := o.audit("export", "--format", "csv", "--since", "1h")
	require.Zero(t, code, errs)
	assert.Contains(t, out, ",'=cmd|x,")
	assert.NotContains(t, out, "\x1b")
	assert.Regexp(t, `^seq,at,who,`, out)
	assert.Len(t, strings.Split(strings.TrimSpace(out), "\n"), 6)
}

func TestAKeyThatOthersCanReadSignsNothing(t *testing.T) {
	o := audited(t)
	key, file := signingKey(t), filepath.Join(t.TempDir(), "audit.jsonl")
	require.NoError(t, os.Chmod(key, 0o644))
	code, _, _ := o.audit("export", "--out", file, "--sign", key)
	assert.Equal(t, 1, code)
	assert.NoFileExists(t, file)
}

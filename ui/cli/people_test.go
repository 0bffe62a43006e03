package cli_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"
)

// office is a shop whose people are looked after from the shell.
type office struct {
	t      *testing.T
	env    map[string]string
	config string
	data   string
}

func openOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, env: map[string]string{"HOME": t.TempDir()}, data: t.TempDir()}
	o.config = configFile(t, "data_dir: "+o.data+"\nlanguage: en\nstaff: {required: true}\n")
	return o
}

func (o *office) staff(in string, args ...string) (int, string) {
	o.t.Helper()
	code, out, errs := callWith(o.t, o.env, in, append([]string{"--config", o.config, "staff"}, args...)...)
	return code, out + errs
}

// publicKey writes a new public key into a file.
func publicKey(t *testing.T, private any) string {
	t.Helper()
	signer, err := ssh.NewSignerFromKey(private)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "key.pub")
	require.NoError(t, os.WriteFile(path, ssh.MarshalAuthorizedKey(signer.PublicKey()), 0o600))
	return path
}

func edKey(t *testing.T) string {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	return publicKey(t, private)
}

func TestPeopleAreLookedAfterFromTheShell(t *testing.T) {
	o := openOffice(t)
	code, out := o.staff("482917\n", "add", "小梅", "--role", "cashier", "--key", edKey(t), "--from", "10.0.0.0/8,192.168.1.7", "--till", "till 1", "--pin", "-")
	require.Zero(t, code, out)
	code, out = o.staff("739162\n", "add", "王", "--role", "supervisor", "--pin", "-")
	require.Zero(t, code, out)

	var people []struct {
		Name, Role string
		Keys       []struct {
			Print, Till string
			From        []string
		}
		HasPIN  bool `json:"has_pin"`
		Revoked bool
	}
	code, out = o.staff("", "list", "--json")
	require.Zero(t, code, out)
	require.NoError(t, json.Unmarshal([]byte(out), &people))
	require.Len(t, people, 2)
	assert.Equal(t, "小梅", people[0].Name)
	assert.True(t, people[0].HasPIN)
	assert.Equal(t, []string{"10.0.0.0/8", "192.168.1.7/32"}, people[0].Keys[0].From)
	assert.Equal(t, "till 1", people[0].Keys[0].Till)

	for _, args := range [][]string{{"role", "小梅", "supervisor"}, {"key", "王", "--key", edKey(t)},
		{"key", "小梅", "--drop", people[0].Keys[0].Print[:12]}, {"unlock", "小梅"}, {"revoke", "王"}} {
		code, out = o.staff("", args...)
		assert.Zero(t, code, "%v: %s", args, out)
	}
	code, out = o.staff("591736\n", "pin", "小梅", "--pin", "-")
	assert.Zero(t, code, out)
	_, out = o.staff("", "list")
	assert.Regexp(t, `小梅 +supervisor *\n王 +supervisor +revoked +[0-9a-f]{12}`, out)
}

func TestWhatTheStaffCommandsRefuse(t *testing.T) {
	o := openOffice(t)
	large, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	code, out := o.staff("482917\n", "add", "小梅", "--pin", "-")
	require.Zero(t, code, out)
	for _, tc := range []struct {
		in   string
		args []string
		says string
	}{
		{"482917\n", []string{"add", "小梅", "--pin", "-"}, "called that already"},
		{"123456\n", []string{"add", "阿强", "--pin", "-"}, "guessed first"},
		{"482917\n", []string{"add", "阿强", "--role", "king", "--pin", "-"}, "no such role"},
		{"482917\n", []string{"add", "阿强", "--key", publicKey(t, large), "--pin", "-"}, "ssh-keygen -t ed25519"},
		{"482917\n", []string{"add", "阿强", "--key", edKey(t), "--from", "everywhere", "--pin", "-"}, "no network"},
		{"", []string{"add", "阿强", "--pin", "482917"}, "can be read by everybody"},
		{"", []string{"add", "阿强"}, "--pin -"},
		{"", []string{"revoke", "没有"}, "nobody here is called"},
		{"", []string{"key", "小梅", "--drop", "abc"}, "0 keys"},
	} {
		code, out := o.staff(tc.in, tc.args...)
		assert.NotZero(t, code, "%v", tc.args)
		assert.Contains(t, out, tc.says, "%v", tc.args)
	}
	_, out = o.staff("", "list")
	assert.NotContains(t, out, "阿强", "nobody came in by half")
}

func TestAPINAndItsPepperAreNowhereNearTheJournal(t *testing.T) {
	o := openOffice(t)
	code, out := o.staff("482917\n", "add", "小梅", "--pin", "-")
	require.Zero(t, code, out)
	pepper := filepath.Join(o.env["HOME"], ".config", "guitai", "pepper")
	secret, err := os.ReadFile(pepper)
	require.NoError(t, err)
	info, err := os.Stat(pepper)
	require.NoError(t, err)
	assert.Equal(t, fs.FileMode(0o600), info.Mode().Perm())
	for _, canary := range []string{"482917", strings.TrimSpace(string(secret))} {
		assert.Empty(t, filesWith(t, o.data, canary))
	}

	require.NoError(t, os.Chmod(pepper, 0o644))
	code, out = o.staff("", "list")
	assert.NotZero(t, code)
	assert.Contains(t, out, "chmod 600")
	require.NoError(t, os.Remove(pepper))
	code, out = o.staff("", "list")
	assert.NotZero(t, code)
	assert.Contains(t, out, "is gone", "it is not made anew, or nobody could come in any more")
}

func TestThePepperMayBeACredentialOfSystemd(t *testing.T) {
	o := openOffice(t)
	o.env["CREDENTIALS_DIRECTORY"] = t.TempDir()
	path := filepath.Join(o.env["CREDENTIALS_DIRECTORY"], "guitai-pepper")
	require.NoError(t, os.WriteFile(path, []byte(strings.Repeat("5a", 32)+"\n"), 0o440))
	code, out := o.staff("482917\n", "add", "小梅", "--pin", "-")
	assert.Zero(t, code, out)
	assert.NoFileExists(t, filepath.Join(o.env["HOME"], ".config", "guitai", "pepper"))
}

// filesWith lists the files under a folder that hold a text.
func filesWith(t *testing.T, dir, text string) []string {
	t.Helper()
	var found []string
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err == nil && strings.Contains(string(b), text) {
			found = append(found, path)
		}
		return err
	}))
	return found
}

package sshd_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"

	"guitai/ui/sshd"
)

func TestAHostKeyIsMadeOnceAndReadBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "host_key")
	_, err := sshd.LoadHostKey(path)
	require.ErrorIs(t, err, sshd.ErrNoHostKey, "reading makes none")
	require.NoFileExists(t, path)

	print, err := sshd.InitHostKey(path)
	require.NoError(t, err)
	key, err := sshd.LoadHostKey(path)
	require.NoError(t, err)
	require.Equal(t, ssh.FingerprintSHA256(key.PublicKey()), print)
	require.Equal(t, ssh.KeyAlgoED25519, key.PublicKey().Type())

	before, err := os.ReadFile(path)
	require.NoError(t, err)
	_, err = sshd.InitHostKey(path)
	require.ErrorIs(t, err, sshd.ErrHostKeyExists)
	require.NotContains(t, err.Error(), "PRIVATE")
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, before, after)
}

func TestAHostKeyThatOthersCouldReadOrChange(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files have no modes on Windows")
	}
	made := func(t *testing.T) string {
		path := filepath.Join(t.TempDir(), "host_key")
		_, err := sshd.InitHostKey(path)
		require.NoError(t, err)
		info, err := os.Stat(path)
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
		return path
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o620, 0o602, 0o644, 0o666, 0o601} {
		path := made(t)
		require.NoError(t, os.Chmod(path, mode))
		_, err := sshd.LoadHostKey(path)
		require.ErrorIs(t, err, sshd.ErrHostKeyExposed, "%o", mode)
	}
	path := made(t)
	link := path + ".link"
	require.NoError(t, os.Symlink(path, link))
	_, err := sshd.LoadHostKey(link)
	require.ErrorIs(t, err, sshd.ErrHostKeyExposed)
	_, err = sshd.InitHostKey(link)
	require.ErrorIs(t, err, sshd.ErrHostKeyExists)
	_, err = sshd.LoadHostKey(filepath.Dir(path))
	require.ErrorIs(t, err, sshd.ErrHostKeyExposed)

	if os.Geteuid() == 0 { // only root can give a file away
		require.NoError(t, os.Chown(path, 12345, -1))
		_, err = sshd.LoadHostKey(path)
		require.ErrorIs(t, err, sshd.ErrHostKeyExposed)
	}
}

func TestAHostKeyThatIsNone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "host_key")
	require.NoError(t, os.WriteFile(path, []byte("-----BEGIN OPENSSH PRIVATE KEY-----\nsecret"), 0o600))
	_, err := sshd.LoadHostKey(path)
	require.Error(t, err)
	require.NotContains(t, err.Error(), "secret")
}

package sshd

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/crypto/ssh"
)

var (
	// ErrHostKeyExists is returned by InitHostKey: another key in its place
	// would look to every client like somebody else's server.
	ErrHostKeyExists = errors.New("sshd: there is a host key already")
	// ErrHostKeyExposed is returned where others than the owner could read or
	// change the host key.
	ErrHostKeyExposed = errors.New("sshd: the host key is open to others")
)

// maxHostKey bounds the bytes of a host key's file.
const maxHostKey = 16 << 10

// InitHostKey makes an Ed25519 host key that only its owner can read, and gives
// the fingerprint that people compare when they first connect. It returns
// [ErrHostKeyExists] where there is anything at that path already.
func InitHostKey(path string) (fingerprint string, err error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return "", fmt.Errorf("sshd: making a host key: %w", err)
	}
	block, err := ssh.MarshalPrivateKey(key, "guitai host key")
	if err != nil {
		return "", fmt.Errorf("sshd: making a host key: %w", err)
	}
	signer, err := ssh.NewSignerFromKey(key)
	if err != nil {
		return "", fmt.Errorf("sshd: making a host key: %w", err)
	}
	if err := writeNew(path, pem.EncodeToMemory(block)); err != nil {
		return "", err
	}
	return PrintOf(signer.PublicKey()).String(), nil
}

// writeNew writes a file that was not there, whole or not at all.
func writeNew(path string, b []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%w: %s", ErrHostKeyExists, path)
	}
	if err != nil {
		return fmt.Errorf("sshd: host key: %w", err)
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Chmod(0o600), f.Sync(), f.Close()); err != nil {
		return errors.Join(fmt.Errorf("sshd: host key: %w", err), os.Remove(path))
	}
	return nil
}

// LoadHostKey reads the host key that InitHostKey made. It makes none: a server
// whose key was lost must not look like one that somebody else put in its place.
// It returns [ErrNoHostKey] where there is none and [ErrHostKeyExposed] where
// others can read or change it, where it is a link, or where it is another
// user's.
func LoadHostKey(path string) (ssh.Signer, error) {
	f, err := openPrivate(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%w at %s", ErrNoHostKey, path)
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	b, err := io.ReadAll(io.LimitReader(f, maxHostKey))
	if err != nil {
		return nil, fmt.Errorf("sshd: host key: %w", err)
	}
	signer, err := ssh.ParsePrivateKey(b)
	if err != nil {
		// The cause is left out: it may quote the file.
		return nil, fmt.Errorf("sshd: %s holds no host key that can be read without a password", path)
	}
	if t := signer.PublicKey().Type(); t != ssh.KeyAlgoED25519 {
		return nil, fmt.Errorf("sshd: the host key has to be %s, not %s", ssh.KeyAlgoED25519, t)
	}
	return signer, nil
}

package cli

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/zalando/go-keyring"

	"guitai/backend/config"
	"guitai/backend/staff"
)

// pepperPlace is where the bytes are kept that go into every PIN's proof. It is
// never the folder of the journal, or one theft would take both.
type pepperPlace struct {
	name  string
	read  func() (string, error)
	write func(string) error
}

// errNoPepper says that a place has none yet.
var errNoPepper = errors.New("there is no pepper yet")

// pepperPlaces are tried in this order: what systemd hands to a service, the file
// that the configuration names, the system's keyring, a file of the user's.
func pepperPlaces(std Stdio, cfg config.Config) []pepperPlace {
	var places []pepperPlace
	if dir := std.Env("CREDENTIALS_DIRECTORY"); dir != "" {
		path := filepath.Join(dir, "guitai-pepper")
		if _, err := os.Stat(path); err == nil {
			return []pepperPlace{{name: path, read: func() (string, error) { return credential(path) },
				write: func(string) error { return errors.New("a credential of systemd cannot be written from here") }}}
		}
	}
	if path := cfg.Staff.PepperFile; path != "" {
		return []pepperPlace{filePlace(path)}
	}
	if hasKeyring(std) {
		places = append(places, keyringPlace())
	}
	if dir := configDir(std); dir != "" {
		places = append(places, filePlace(filepath.Join(dir, "pepper")))
	}
	return places
}

// hasKeyring tells whether asking a keyring can succeed: where none runs, asking
// one starts programs and waits for them.
func hasKeyring(std Stdio) bool {
	return runtime.GOOS == "darwin" || runtime.GOOS == "windows" || std.Env("DBUS_SESSION_BUS_ADDRESS") != ""
}

func keyringPlace() pepperPlace {
	return pepperPlace{name: "the system's keyring", read: func() (string, error) {
		text, err := keyring.Get("guitai", "pepper")
		if err != nil {
			return "", errors.Join(errNoPepper, err)
		}
		return text, nil
	}, write: func(text string) error { return keyring.Set("guitai", "pepper", text) }}
}

func filePlace(path string) pepperPlace {
	return pepperPlace{name: path, read: func() (string, error) { return secretFile(path) }, write: func(text string) error {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		_, err = f.WriteString(text + "\n")
		return errors.Join(err, f.Sync(), f.Close())
	}}
}

// credential reads what systemd hands to a service, in a folder that nobody else can
// enter. Its modes say otherwise: the right to read it is in an access list, which
// shows as a group's.
func credential(path string) (string, error) {
	b, err := os.ReadFile(path)
	return strings.TrimSpace(string(b)), err
}

// secretFile reads a small file that belongs to this user alone.
func secretFile(path string) (string, error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", errNoPepper
	case err != nil:
		return "", err
	case !info.Mode().IsRegular():
		return "", fmt.Errorf("%s is not a plain file", path)
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		return "", fmt.Errorf("others on this machine can read %s; run: chmod 600 %[1]s", path)
	case info.Size() > 4096:
		return "", fmt.Errorf("%s is too large to be a secret", path)
	}
	b, err := os.ReadFile(path)
	return strings.TrimSpace(string(b)), err
}

// pepper finds what PINs are proven with. Only where nobody has a PIN yet may it be
// made anew; afterwards a lost one is told, or nobody could come in any more and
// nobody would know why.
func pepper(std Stdio, cfg config.Config, random io.Reader, fresh bool) ([]byte, error) {
	places := pepperPlaces(std, cfg)
	var failed error
	for _, p := range places {
		text, err := p.read()
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", p.name, err))
			if errors.Is(err, errNoPepper) {
				continue
			}
			return nil, &exitError{1, failed}
		}
		b, err := hex.DecodeString(text)
		if err != nil || len(b) != staff.PepperSize {
			return nil, &exitError{1, fmt.Errorf("%s holds something else than %d bytes in hexadecimal", p.name, staff.PepperSize)}
		}
		return b, nil
	}
	if !fresh {
		return nil, &exitError{1, fmt.Errorf("what the PINs were made with is gone, so none can be checked: %w", failed)}
	}
	b := make([]byte, staff.PepperSize)
	if _, err := io.ReadFull(random, b); err != nil {
		return nil, err
	}
	for _, p := range places {
		err := p.write(hex.EncodeToString(b))
		if err == nil {
			return b, nil
		}
		failed = errors.Join(failed, fmt.Errorf("%s: %w", p.name, err))
	}
	return nil, &exitError{1, fmt.Errorf("nowhere to keep what goes into the PINs; set staff.pepper_file: %w", failed)}
}

// configDir is the folder of the user's configuration, "" where there is none.
func configDir(std Stdio) string {
	if dir := std.Env("XDG_CONFIG_HOME"); dir != "" {
		return filepath.Join(dir, "guitai")
	}
	if dir := std.Env("HOME"); dir != "" {
		return filepath.Join(dir, ".config", "guitai")
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "guitai")
}

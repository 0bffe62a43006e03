package directory

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// folder is where an account's copy lies. The account's own name may hold what
// no file system takes, and is nobody's business.
func folder(dir, account string) string {
	sum := sha256.Sum256([]byte(account))
	return filepath.Join(dir, "members-"+hex.EncodeToString(sum[:8]))
}

// prepare makes the folder, or takes it away from others' eyes.
func prepare(path string) error {
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return fmt.Errorf("directory: %w", err)
	}
	info, err := os.Lstat(path)
	if err != nil {
		return fmt.Errorf("directory: %w", err)
	}
	if !info.IsDir() {
		return errors.New("directory: a file stands where the members' folder should")
	}
	return private(path, info)
}

// private makes sure that only the owner opens a file or folder of ours. What
// belongs to somebody else is refused, since its owner could open it again.
func private(path string, info os.FileInfo) error {
	if runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0 {
		return nil // Windows keeps a user's folder to that user by access lists
	}
	if err := os.Chmod(path, info.Mode().Perm()&0o700); err != nil {
		return fmt.Errorf("directory: others can read the members: %w", err)
	}
	return nil
}

// open opens a file of ours that is there already.
func open(path string, flag int) (*os.File, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("directory: %s is no file", filepath.Base(path))
	}
	if err := private(path, info); err != nil {
		return nil, err
	}
	return os.OpenFile(path, flag, 0o600)
}

// replace writes a file so that a crash leaves the old one or the new one.
func replace(path string, text []byte) error {
	f, err := os.OpenFile(path+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes names last. Windows cannot open folders and needs no such
// call.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	err = d.Sync()
	if closed := d.Close(); err == nil {
		err = closed
	}
	return err
}

// sweep removes what matches none of the names that are needed. Only files that
// this package names are touched.
func sweep(dir string, needed func(name string) bool) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		name := e.Name()
		ours := strings.HasPrefix(name, "log-") || strings.HasPrefix(name, "rows-") || strings.HasPrefix(name, manifestName)
		if ours && !needed(name) {
			_ = os.Remove(filepath.Join(dir, name))
		}
	}
}

const (
	manifestName = "manifest"
	lockName     = "lock"
)

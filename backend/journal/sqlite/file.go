package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// The files beside the journal's own.
const (
	walSuffix     = "-wal"
	shmSuffix     = "-shm"
	ballastSuffix = ".ballast"
	// suspectSuffix marks that the disk failed: the next start checks everything
	// before it lets money move.
	suspectSuffix = ".suspect"
)

// secure makes the folder and the file for their owner alone, or refuses those
// that somebody else could have put there or could change. It never opens a file
// that exists: closing it again would drop the locks that SQLite holds on it.
func secure(path string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	if !info.IsDir() {
		return fmt.Errorf("journal: %s is not a folder", dir)
	}
	if err := folderIsOurs(info); err != nil {
		return fmt.Errorf("journal: folder %s %w", dir, err)
	}
	if err := create(path); err != nil {
		return err
	}
	return secureFiles(path)
}

// secureFiles refuses those that somebody else could have put there or could change.
func secureFiles(path string) error {
	for _, suffix := range []string{"", walSuffix, shmSuffix, ballastSuffix, suspectSuffix} {
		if err := secureFile(path + suffix); err != nil {
			return err
		}
	}
	return nil
}

// create makes an empty file, from which SQLite takes the permissions of those
// that it puts beside it.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	return f.Close()
}

func secureFile(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("journal: %s is a link or no file at all", path)
	}
	if err := fileIsOurs(info); err != nil {
		return fmt.Errorf("journal: %s %w", path, err)
	}
	return nil
}

//go:build unix

package sshd

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// openPrivate opens a file that is its owner's alone. What is checked is the
// file that was opened, so that it cannot be exchanged in between.
func openPrivate(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if errors.Is(err, syscall.ELOOP) {
		return nil, fmt.Errorf("%w: %s is a link", ErrHostKeyExposed, path)
	}
	if err != nil {
		return nil, fmt.Errorf("sshd: host key: %w", err)
	}
	if err := private(f, os.Geteuid()); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// private tells whether a file belongs to a user and is closed to all others.
func private(f *os.File, uid int) error {
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("sshd: host key: %w", err)
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	switch {
	case !info.Mode().IsRegular():
		return fmt.Errorf("%w: %s is no file", ErrHostKeyExposed, f.Name())
	case info.Mode().Perm()&0o077 != 0:
		return fmt.Errorf("%w: %s has the mode %04o; make it 0600", ErrHostKeyExposed, f.Name(), info.Mode().Perm())
	case !ok || int(stat.Uid) != uid:
		return fmt.Errorf("%w: %s belongs to somebody else", ErrHostKeyExposed, f.Name())
	}
	return nil
}

//go:build unix

package fill

import (
	"errors"
	"os"
	"syscall"
)

// LockFile locks a file, which is made if it is missing, until unlock or the end
// of the process, however that ends. Errors: ErrElsewhere where another program,
// or another opening in this one, holds it.
func LockFile(path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err != nil {
		_ = f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, ErrElsewhere
		}
		return nil, err
	}
	return func() { _ = f.Close() }, nil
}

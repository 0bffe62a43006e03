//go:build unix

package directory

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// lockFile keeps other programs from writing the same copy. free is false where
// another one holds it. The lock ends with the process, however that ends.
func lockFile(path string) (unlock func(), free bool, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, false, fmt.Errorf("directory: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err != nil {
		_ = f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return func() {}, false, nil
		}
		return nil, false, fmt.Errorf("directory: %w", err)
	}
	return func() { _ = f.Close() }, true, nil
}

//go:build !unix

package sshd

import (
	"fmt"
	"os"
)

// openPrivate opens a file that is no link. Who may read it is the system's
// access list, which has no modes to check here.
func openPrivate(path string) (*os.File, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, fmt.Errorf("sshd: host key: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%w: %s is no file", ErrHostKeyExposed, path)
	}
	return os.Open(path)
}

package fill

import (
	"errors"
	"os"
	"syscall"
)

// sharingViolation is the system's word for a file that another one has open.
const sharingViolation = syscall.Errno(32)

// LockFile locks a file, which is made if it is missing, until unlock or the end
// of the process, however that ends. Errors: ErrElsewhere where another program,
// or another opening in this one, holds it.
func LockFile(path string) (unlock func(), err error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	// Opened with no sharing, nobody else can open it before it is closed.
	h, err := syscall.CreateFile(name, syscall.GENERIC_READ|syscall.GENERIC_WRITE, 0, nil, syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		if errors.Is(err, sharingViolation) {
			return nil, ErrElsewhere
		}
		return nil, err
	}
	f := os.NewFile(uintptr(h), path)
	return func() { _ = f.Close() }, nil
}

//go:build unix

package segment

import (
	"os"

	"golang.org/x/sys/unix"
)

// mapped lets a file be read where it lies. free is called when nobody reads any
// more.
func mapped(f *os.File, size int) (data []byte, free func([]byte), err error) {
	data, err = unix.Mmap(int(f.Fd()), 0, size, unix.PROT_READ, unix.MAP_SHARED)
	return data, func(b []byte) { _ = unix.Munmap(b) }, err
}

// scratch is room that goes back to the system at once.
func scratch(size int) (room []byte, free func()) {
	if size == 0 {
		return nil, func() {}
	}
	room, err := unix.Mmap(-1, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		return make([]byte, size), func() {}
	}
	return room, func() { _ = unix.Munmap(room) }
}

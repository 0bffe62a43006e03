//go:build !unix

package segment

import (
	"io"
	"os"
)

// mapped reads a file in: Windows does not let go of the names of mapped files,
// which are replaced while they are read.
func mapped(f *os.File, size int) (data []byte, free func([]byte), err error) {
	data = make([]byte, size)
	_, err = io.ReadFull(f, data)
	return data, func([]byte) {}, err
}

func scratch(size int) (room []byte, free func()) { return make([]byte, size), func() {} }

//go:build unix

package sqlite

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

func fileIsOurs(info fs.FileInfo) error {
	if info.Mode().Perm()&0o077 != 0 {
		return errors.New("can be opened by other people; make it 0600")
	}
	return owned(info)
}

// folderIsOurs lets others look into the folder, but not put files into it.
func folderIsOurs(info fs.FileInfo) error {
	if info.Mode().Perm()&0o022 != 0 {
		return errors.New("can be written by other people; make it 0700")
	}
	return owned(info)
}

func owned(info fs.FileInfo) error {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && int(stat.Uid) != os.Geteuid() {
		return errors.New("belongs to somebody else")
	}
	return nil
}

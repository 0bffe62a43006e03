package sqlite

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"

	"guitai/backend/journal"
)

const (
	// leastFree is what must be free in bytes for new money to be accepted: enough
	// for what is open to reach its end many times over.
	leastFree = 64 << 20
	// ballastSize is given back to the disk when it is full, so that an outcome
	// can still be written down.
	ballastSize = 8 << 20
)

// disk knows whether the file may be written.
type disk struct {
	path string
	free func(dir string) (uint64, error)

	mu     sync.Mutex
	broken error
	spent  bool // the ballast was given away
	// onlyRead leaves everything beside the file alone.
	onlyRead bool
	files    map[string]fs.FileInfo
}

// remember notes which files are open, to notice when others take their place.
func (d *disk) remember() error {
	d.files = make(map[string]fs.FileInfo)
	for _, name := range []string{d.path, d.path + walSuffix} {
		info, err := os.Stat(name)
		if err != nil {
			return fmt.Errorf("journal: %w", err)
		}
		d.files[name] = info
	}
	return nil
}

// trusted is nil while what is written reaches the journal.
func (d *disk) trusted() error {
	d.mu.Lock()
	broken := d.broken
	d.mu.Unlock()
	if broken != nil {
		return fmt.Errorf("%w: %w", journal.ErrReadOnly, broken)
	}
	return d.inPlace()
}

// inPlace is nil while the files that are open are those that the next start finds.
func (d *disk) inPlace() error {
	for name, before := range d.files {
		now, err := os.Stat(name)
		if err == nil && os.SameFile(before, now) {
			continue
		}
		// The file that is open here has no name any more: whatever is written to
		// it is lost at the end.
		return d.fail(fmt.Errorf("journal: %s was taken away or replaced", filepath.Base(name)))
	}
	return nil
}

// fail makes the journal read-only until it is opened again. The first reason
// stays.
func (d *disk) fail(reason error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.onlyRead {
		return fmt.Errorf("%w: %w", journal.ErrReadOnly, reason)
	}
	if d.broken == nil {
		d.broken = reason
		// If even this cannot be written, the next start still checks the newest
		// entries, and the rest soon after.
		_ = os.WriteFile(d.path+suspectSuffix, []byte(reason.Error()+"\n"), 0o600)
	}
	return fmt.Errorf("%w: %w", journal.ErrReadOnly, d.broken)
}

// doubt makes the journal read-only until somebody accepts it. The disk is not
// suspected for it.
func (d *disk) doubt(reason error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.broken == nil || d.onlyRead {
		d.broken = reason
	}
}

// lost is what somebody may accept; nil for anything else that is wrong.
func (d *disk) lost() *journal.AnchorError {
	d.mu.Lock()
	defer d.mu.Unlock()
	var lost *journal.AnchorError
	errors.As(d.broken, &lost)
	return lost
}

// accept takes the doubt away.
func (d *disk) accept() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.broken = nil
}

// roomy is nil while there is room for new money.
func (d *disk) roomy() error {
	free, err := d.free(filepath.Dir(d.path))
	if err != nil {
		return fmt.Errorf("%w: free space is not known: %w", journal.ErrReadOnly, err)
	}
	if free < leastFree {
		return fmt.Errorf("%w: %d MiB are free on the disk, %d are needed", journal.ErrReadOnly, free>>20, leastFree>>20)
	}
	d.mu.Lock()
	spent := d.spent
	d.mu.Unlock()
	if spent {
		return d.fill()
	}
	return nil
}

// fill puts the ballast in its place. Its bytes are random, because a disk that
// compresses would keep nothing free for zeros.
func (d *disk) fill() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	name := d.path + ballastSuffix
	if info, err := os.Lstat(name); err == nil && info.Size() == ballastSize {
		d.spent = false
		return nil
	}
	if err := writeBallast(name); err != nil {
		d.spent = true
		return fmt.Errorf("%w: no room for the reserve: %w", journal.ErrReadOnly, errors.Join(err, os.Remove(name)))
	}
	d.spent = false
	return nil
}

func writeBallast(name string) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	// The bytes need to be irregular, not secret, so a fixed seed will do.
	_, err = io.CopyN(f, rand.NewChaCha8([32]byte{}), ballastSize)
	return errors.Join(err, f.Sync(), f.Close())
}

// spill gives the ballast to the disk; false if it was given before.
func (d *disk) spill() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.spent = true
	return os.Remove(d.path+ballastSuffix) == nil
}

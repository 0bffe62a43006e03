package directory

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"guitai/backend/directory/segment"
)

// manifest says which files are the copy. It is true of the moment in which the
// first of the logs was begun, so what that log says is done to the files again.
type manifest struct {
	Files   []fileOf
	First   uint64 // the first log that counts
	Filling Filling
	Notes   []byte
}

// fileOf is one file of rows, and how many words of its bitmap of dead rows
// follow the manifest.
type fileOf struct {
	Number uint64
	Rows   int
	Dead   int
}

func (m *Mirror) rowsPath(n uint64) string {
	return filepath.Join(m.dir, fmt.Sprintf("rows-%010d", n))
}

// encode writes a manifest with its checksum before it and the bitmaps behind.
func (x manifest) encode(files []layer) []byte {
	b := make([]byte, 4)
	b = appendJSON(b, x)
	for _, l := range files {
		for _, w := range l.dead {
			b = binary.LittleEndian.AppendUint64(b, w)
		}
	}
	binary.LittleEndian.PutUint32(b, checksum(b[4:]))
	return b
}

func (x *manifest) decode(b []byte) (dead []bitmap, err error) {
	if len(b) < 4 || checksum(b[4:]) != binary.LittleEndian.Uint32(b) {
		return nil, errDamaged
	}
	rest, err := takeJSON(b[4:], x)
	if err != nil {
		return nil, err
	}
	for _, f := range x.Files {
		if f.Dead < 0 || f.Dead > len(rest)/8 {
			return nil, errDamaged
		}
		var d bitmap
		for i := range f.Dead {
			d = append(d, binary.LittleEndian.Uint64(rest[8*i:]))
		}
		dead, rest = append(dead, d), rest[8*f.Dead:]
	}
	return dead, nil
}

// readManifest opens the files that the copy is made of. A copy without a
// manifest has logs alone.
func (m *Mirror) readManifest() error {
	f, err := open(filepath.Join(m.dir, manifestName), os.O_RDONLY)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("directory: %w", err)
	}
	_ = f.Close()
	text, err := os.ReadFile(filepath.Join(m.dir, manifestName))
	if err != nil {
		return fmt.Errorf("directory: %w", err)
	}
	var x manifest
	dead, err := x.decode(text)
	if err != nil {
		return err
	}
	v := &view{}
	for i, f := range x.Files {
		file, err := m.openRows(f)
		if err != nil {
			return err
		}
		l := layer{number: f.Number, file: file, dead: dead[i]}
		v.files = append(v.files, l)
		v.live += l.live()
	}
	m.view.Store(v)
	m.filling.Store(&x.Filling)
	m.notes.Store(&x.Notes)
	m.first, m.number = x.First, x.First
	return nil
}

func (m *Mirror) openRows(of fileOf) (*segment.File, error) {
	f, err := open(m.rowsPath(of.Number), os.O_RDONLY)
	if errors.Is(err, os.ErrNotExist) {
		return nil, errDamaged
	}
	if err != nil {
		return nil, fmt.Errorf("directory: %w", err)
	}
	defer f.Close()
	file, err := segment.Open(f)
	switch {
	case errors.Is(err, segment.ErrDamaged) || err == nil && file.Len() != of.Rows:
		return nil, errDamaged
	case err != nil:
		return nil, fmt.Errorf("directory: %w", err)
	}
	return file, nil
}

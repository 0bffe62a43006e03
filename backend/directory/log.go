package directory

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"slices"
)

// A log is records one after the other: the payload's length, the checksums of
// that length and of the payload, four bytes each, and the payload. It is only added to, each time by one write and
// one sync, so after a crash at most its last record is not whole, and that one
// was never acknowledged.
type log struct {
	f    *os.File
	size int64
	buf  []byte
}

const (
	frame     = 12
	maxRecord = 256 << 20
)

// errDamaged says that a file does not hold what was written to it, and
// errTooMuch that a record would be refused when it is read.
var (
	errDamaged = errors.New("directory: a file is damaged")
	errTooMuch = errors.New("directory: too much at once")
)

func checksum(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }

// createLog begins a log. Its name lasts before anything in it is acknowledged.
func createLog(path, dir string) (*log, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syncFolder(dir); err != nil {
		_ = f.Close()
		return nil, err
	}
	return &log{f: f}, nil
}

// add makes a record durable and gives a copy of its payload. When it fails, the
// log is as before or not usable.
func (l *log) add(payload func([]byte) []byte) ([]byte, error) {
	l.buf = payload(append(l.buf[:0], make([]byte, frame)...))
	body := slices.Clone(l.buf[frame:])
	if len(body) > maxRecord {
		return nil, errTooMuch
	}
	binary.LittleEndian.PutUint32(l.buf, uint32(len(body)))
	binary.LittleEndian.PutUint32(l.buf[4:], checksum(l.buf[:4]))
	binary.LittleEndian.PutUint32(l.buf[8:], checksum(body))
	_, err := l.f.Write(l.buf)
	if err == nil {
		err = l.f.Sync()
	}
	if err != nil {
		// After a failed sync nobody knows what lasts; what is cut off cannot come
		// back as if it had been acknowledged.
		return nil, errors.Join(err, l.f.Truncate(l.size))
	}
	l.size += int64(len(l.buf))
	return body, nil
}

func (l *log) close() error { return l.f.Close() }

// replay gives the whole records of a log. The end of the last whole one is
// where the log goes on. Errors: errDamaged, when what is not whole is not the
// end, and apply's.
func replay(f *os.File, apply func(payload []byte) error) (end int64, err error) {
	text, err := io.ReadAll(f)
	if err != nil {
		return 0, fmt.Errorf("directory: %w", err)
	}
	at := 0
	for at < len(text) {
		body, err := next(text[at:])
		if err != nil {
			return int64(at), err
		}
		if body == nil {
			break
		}
		if err := apply(body); err != nil {
			return int64(at), err
		}
		at += frame + len(body)
	}
	return int64(at), nil
}

// next is the payload of the first record, nil at a write that was cut off. A
// process that is killed leaves the beginning of a record, a power cut a last
// record with wrong bytes, or zeros where nothing arrived. All else is damage.
func next(text []byte) ([]byte, error) {
	if len(text) < frame || len(bytes.Trim(text, "\x00")) == 0 {
		return nil, nil
	}
	n := int(binary.LittleEndian.Uint32(text))
	if checksum(text[:4]) != binary.LittleEndian.Uint32(text[4:]) || n == 0 || n > maxRecord {
		return nil, errDamaged
	}
	if n > len(text)-frame {
		return nil, nil
	}
	body := text[frame : frame+n]
	if checksum(body) == binary.LittleEndian.Uint32(text[8:]) {
		return body, nil
	}
	if frame+n == len(text) {
		return nil, nil
	}
	return nil, errDamaged
}

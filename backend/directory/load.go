package directory

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func (m *Mirror) logPath(n uint64) string { return filepath.Join(m.dir, fmt.Sprintf("log-%010d", n)) }

// load reads what is stored. What is damaged is thrown away as a whole: half a
// copy would look like a shop that lost members. A program that only reads may
// meet files that are being replaced, and looks again.
func (m *Mirror) load() error {
	for range 3 {
		m.begin()
		if err := m.read(); !errors.Is(err, errDamaged) {
			return err
		}
		if !m.shared {
			break
		}
	}
	m.discard()
	return nil
}

// discard begins anew.
func (m *Mirror) discard() {
	if m.log != nil {
		_ = m.log.close()
	}
	m.begin()
	m.damaged.Store(true)
	if !m.shared {
		sweep(m.dir, func(string) bool { return false })
	}
}

// verify reads the files of rows once, behind the back of whoever waits for a
// first answer. No file is written from them before.
func (m *Mirror) verify() {
	defer m.tidy.Unlock()
	for _, l := range m.view.Load().files {
		f, err := os.Open(m.rowsPath(l.number))
		if err != nil {
			continue // it was opened, so it is there: the system is short of something
		}
		ok := l.file.Verify(f, m.closing.Load)
		_ = f.Close()
		if !ok {
			m.mu.Lock()
			m.discard()
			m.mu.Unlock()
			return
		}
	}
}

// begin is the state of an empty copy.
func (m *Mirror) begin() {
	m.view.Store(&view{})
	m.filling.Store(&Filling{})
	m.notes.Store(new([]byte))
	m.index = index{frozen: map[string]int{}, active: map[string]int{}}
	m.log, m.number, m.first, m.pending = nil, 1, 1, nil
}

func (m *Mirror) read() error {
	if err := m.readManifest(); err != nil {
		return err
	}
	numbers, err := m.logs()
	if err != nil {
		return err
	}
	for i, n := range numbers {
		m.number = n
		if err := m.readLog(n, i == len(numbers)-1); err != nil {
			return err
		}
	}
	return nil
}

// logs are the numbers of the logs that hold what no other file does.
func (m *Mirror) logs() (numbers []uint64, err error) {
	entries, err := os.ReadDir(m.dir)
	if err != nil {
		return nil, fmt.Errorf("directory: %w", err)
	}
	for _, e := range entries {
		var n uint64
		if name, ok := strings.CutPrefix(e.Name(), "log-"); ok {
			if _, err := fmt.Sscanf(name, "%d", &n); err == nil && n >= m.first {
				numbers = append(numbers, n)
			}
		}
	}
	slices.Sort(numbers)
	return numbers, nil
}

// readLog applies a log. The last one goes on, without the record that a crash
// cut off; in any other one such a record is damage.
func (m *Mirror) readLog(n uint64, last bool) error {
	f, err := open(m.logPath(n), os.O_RDWR|os.O_APPEND)
	if err != nil {
		return fmt.Errorf("directory: %w", err)
	}
	end, err := replay(f, m.apply)
	info, stated := f.Stat()
	switch {
	case err != nil || stated != nil:
		return errors.Join(err, stated, f.Close())
	case m.shared:
		return f.Close()
	case info.Size() > end && !last:
		return errors.Join(errDamaged, f.Close())
	}
	if info.Size() > end {
		if err := f.Truncate(end); err != nil {
			return errors.Join(err, f.Close())
		}
	}
	if !last {
		return f.Close()
	}
	m.log = &log{f: f, size: end}
	return nil
}

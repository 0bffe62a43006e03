package directory

import (
	"errors"
	"fmt"

	"guitai/backend/directory/segment"
)

// fullAt is how many times Options.Rows may gather while a file is written;
// beyond that a writer waits for it.
const fullAt = 64

func (m *Mirror) write(payload func([]byte) []byte) error { return m.writing(payload, nil, nil) }

// writing makes a record durable and then true. before and after are called
// while no other writer is under way.
func (m *Mirror) writing(payload func([]byte) []byte, before, after func()) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for m.busy && !m.closed && len(m.view.Load().active.rows) >= fullAt*m.o.Rows {
		m.room.Wait()
	}
	switch {
	case m.closed:
		return errClosed
	case m.failed != nil:
		return m.failed
	}
	body, err := m.logged(payload)
	if err != nil {
		return err
	}
	if before != nil {
		before()
	}
	if err := m.apply(body); err != nil {
		return err
	}
	if after != nil {
		after()
	}
	m.wake()
	return nil
}

func (m *Mirror) logged(payload func([]byte) []byte) ([]byte, error) {
	if m.shared {
		return payload(nil), nil
	}
	if m.log == nil {
		l, err := createLog(m.logPath(m.number), m.dir)
		if err != nil {
			return nil, fmt.Errorf("directory: %w", err)
		}
		m.log = l
	}
	body, err := m.log.add(payload)
	if errors.Is(err, errTooMuch) {
		return nil, err
	}
	if err != nil {
		m.failed = fmt.Errorf("directory: nothing more is stored before the next start: %w", err)
		return nil, m.failed
	}
	return body, nil
}

// apply makes a record true. Its rows keep body's memory.
func (m *Mirror) apply(body []byte) error {
	e := newEdit(m.view.Load(), &m.index)
	kind, rest := body[0], body[1:]
	switch kind {
	case recordPut, recordPage, recordFinish:
		if err := m.applyRows(e, kind, rest); err != nil {
			return err
		}
	case recordServed, recordGone:
		id, at, err := visitOf(rest)
		if err != nil {
			return err
		}
		if kind == recordServed {
			e.served(id, at)
		} else {
			e.gone(id, at)
		}
	case recordNotes:
		m.notes.Store(&rest)
	default:
		return errDamaged
	}
	m.view.Store(&e.view)
	return nil
}

func (m *Mirror) applyRows(e *edit, kind byte, rest []byte) error {
	filling := m.Filling()
	if kind != recordPut {
		f := Filling{}
		after, err := takeJSON(rest, &f)
		if err != nil {
			return err
		}
		filling, rest = f, after
	}
	var rows []segment.Row
	rows, err := rowsOf(rest)
	if err != nil {
		return err
	}
	for _, row := range rows {
		e.put(row)
	}
	if kind == recordFinish && filling.Since.IsZero() {
		e.finish(filling.Generation)
	}
	m.filling.Store(&filling)
	return nil
}

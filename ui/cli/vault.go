package cli

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"guitai/backend/config"
	"guitai/backend/journal"
	"guitai/backend/journal/postgres"
	"guitai/backend/journal/sqlite"
)

// vault is where a journal is kept: in a file of this machine, or in a database that
// several machines share.
type vault struct {
	dir      string
	database config.Secret
	// noted is the file in which its newest entry is noted; "" is one in dir.
	noted string
}

// vaultOf is that of a configuration. The demo has one of its own, whatever the
// configuration says.
func vaultOf(cfg config.Config) vault {
	l := vault{dir: booksDir(cfg)}
	if cfg.Backend != config.BackendDemo {
		l.database, l.noted = cfg.Database, cfg.Anchor
	}
	return l
}

// vaultIn is that of shops whose journal is in a folder, or shared.
func vaultIn(dir string, shops []shop) vault {
	l := vault{dir: dir}
	if len(shops) > 0 && !shops[0].practice {
		l.database, l.noted = shops[0].cfg.Database, shops[0].cfg.Anchor
	}
	return l
}

func (l vault) path() string { return filepath.Join(l.dir, "journal.db") }

// shared tells whether several machines work on it.
func (l vault) shared() bool { return l.database.IsSet() }

// where is the journal, for people.
func (l vault) where() string {
	if l.shared() {
		return "PostgreSQL"
	}
	return l.path()
}

// open opens the journal for work, with the second that this till's keys use.
func (l vault) open(ctx context.Context, slot, slots int) (books, error) {
	if l.shared() {
		return postgres.Open(ctx, postgres.Options{Address: l.database.Reveal(), Machine: machine(), Clock: time.Now,
			Anchor: l.anchor(), Slot: slot, Slots: slots})
	}
	return sqlite.Open(ctx, sqlite.Options{Path: l.path(), Clock: time.Now, Anchor: l.anchor(), Slot: slot, Slots: slots})
}

// look opens the journal only to be read, while a till may be at work on it, and
// compares it with what was noted of it outside: in the file that is named, or else
// where this machine notes it.
func (l vault) look(ctx context.Context, anchor string) (books, error) {
	if anchor == "" {
		anchor = l.anchor()
	}
	if !l.shared() {
		return sqlite.Open(ctx, sqlite.Options{Path: l.path(), Clock: time.Now, ReadOnly: true, Anchor: anchor})
	}
	return postgres.Open(ctx, postgres.Options{Address: l.database.Reveal(), Clock: time.Now, Anchor: anchor, ReadOnly: true})
}

// anchor is where this machine notes the journal's newest entry. Beside a file it
// shows one that was replaced alone; beside a database it is another machine's disk.
func (l vault) anchor() string {
	if l.noted != "" {
		return l.noted
	}
	return filepath.Join(l.dir, "journal.anchor")
}

// machine is what people call this one.
func machine() string {
	name, err := os.Hostname()
	if err != nil {
		return "?"
	}
	return name
}

// silence is after how long a program that says nothing is gone, or sleeps.
const silence = time.Minute

// answerTime bounds the asking who is at work.
const answerTime = 5 * time.Second

// at lists the programs that work for a till, on whatever machine; false where it is
// not known. A journal that is not shared knows of none.
func (h *house) at(till string) (found []journal.Process, known bool) {
	presence, shared := h.journal.(journal.Presence)
	if !shared {
		return nil, true
	}
	ctx, cancel := context.WithTimeout(context.Background(), answerTime)
	defer cancel()
	all, err := presence.Alive(ctx)
	if err != nil {
		h.log.Error("who is at work cannot be read", "err", err)
		return nil, false
	}
	for _, p := range all {
		if p.Till == till && !p.Own {
			found = append(found, p)
		}
	}
	return found, true
}

// alive tells whether another program that works for a till was heard of lately. If
// that cannot be read, one may be: what it has in hand is left alone.
func (h *house) alive(till string) bool {
	found, known := h.at(till)
	for _, p := range found {
		if p.Age < silence {
			return true
		}
	}
	return !known
}

// takesOver tells whose unfinished operations a till may take over by itself: those of
// its own name, or anybody's where this process is the only one. Of a till that another
// machine worked for, a person has to know that it is off.
func (h *house) takesOver(s shop) func(string) bool {
	return func(till string) bool {
		if till != s.cfg.Till && !h.alone {
			return false
		}
		found, known := h.at(till)
		if _, shared := h.journal.(journal.Presence); shared && till != s.cfg.Till && len(found) == 0 {
			return false // nobody knows where it stands
		}
		for _, p := range found {
			if p.Machine != machine() {
				return false
			}
		}
		return known
	}
}

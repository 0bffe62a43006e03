package config

import (
	"fmt"
	"net"
	"path/filepath"
	"strings"
)

const noHome = "must be given, because this user has no home folder"

// fill reads every key that is given, and then what depends on several.
func (d *decoder) fill(c *Config) {
	d.readAll(c)
	if !d.start(c) {
		d.checkBackend(c)
		d.vendors(c)
	}
	if host, _, err := net.SplitHostPort(c.Serve.Status); err == nil && !isLoopback(host) {
		d.fail(KindValue, d.near("serve.status"), "must be a loopback address: it shows how the shop is doing to whoever asks")
	}
	if db := c.Database.Reveal(); db != "" && !strings.HasPrefix(db, "postgres://") && !strings.HasPrefix(db, "postgresql://") {
		d.fail(KindValue, d.near("database"), "must begin with postgres://")
	}
	if c.DataDir == "" {
		d.fail(KindMissing, entry{key: "data_dir"}, noHome)
	}
	if t := c.Timeouts; t.Whole < max(t.Dial, t.TLS, t.Header) {
		d.fail(KindValue, d.near("timeouts.whole"), "must not be shorter than the other timeouts")
	}
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (d *decoder) readAll(c *Config) {
	for _, f := range d.known {
		if e, given := d.entries[f.Key]; given && f.read != nil {
			f.read(d, c, e)
		}
	}
}

// vendors settles the secrets of one account and what depends on its backend.
func (d *decoder) vendors(c *Config) {
	for _, s := range secretFields() {
		d.secret(c, s)
	}
	switch c.Backend {
	case BackendSandy:
		d.require("sandy.base_url", c.Sandy.BaseURL != "")
	case BackendPospal:
		d.require("pospal.base_url", c.Pospal.BaseURL != "")
	}
	if p := c.Pospal; p.ReserveCalls >= p.DailyCalls {
		d.fail(KindValue, d.near("pospal.reserve_calls"), "must be fewer than pospal.daily_calls")
	}
}

// checkBackend refuses a file that describes a vendor but names no backend: the
// demo would look like it, and move no money.
func (d *decoder) checkBackend(c *Config) {
	if _, given := d.entries["backend"]; given || c.Backend != BackendDemo {
		return
	}
	for _, vendor := range []string{"sandy", "pospal"} {
		if line := d.sections[vendor]; line > 0 {
			d.fail(KindMissing, entry{key: "backend", line: line}, "must be given: backend: "+vendor)
			return
		}
	}
}

// near is the entry of a key, or if that is not given, the line of its section
// or of the backend that asks for it.
func (d *decoder) near(key string) entry {
	if e, given := d.entries[key]; given {
		return e
	}
	section, _, _ := strings.Cut(key, ".")
	if line := d.sections[section]; line > 0 {
		return entry{key: key, line: line}
	}
	return entry{key: key, line: d.entries["backend"].line}
}

// require reports a key that is missing. One that is given but wrong has been
// reported already.
func (d *decoder) require(key string, ok bool) {
	if _, given := d.entries[key]; given || ok {
		return
	}
	section, _, _ := strings.Cut(key, ".")
	d.fail(KindMissing, d.near(key), "is needed for backend: "+section)
}

// secret settles which of the three ways a secret is given in. Files and
// variables are looked at only for the backend in use, so that one file may
// describe two vendors during a move.
func (d *decoder) secret(c *Config, s secretField) {
	var given []entry
	for _, form := range []string{"", "_file", "_env"} {
		if e, ok := d.entries[s.key+form]; ok {
			given = append(given, e)
		}
	}
	used := c.Backend == s.backend
	optional := s.backend == ""
	switch {
	case len(given) > 1:
		d.fail(KindForms, given[1], "is given as "+given[0].key+" already; keep one of them")
		return
	case len(given) == 0 && used && !optional:
		d.fail(KindMissing, d.near(s.key), fmt.Sprintf("is needed for backend: %s; give it here, or as %s_file or %[2]s_env", s.backend, s.key))
		return
	case len(given) == 0:
		return
	}
	e := given[0]
	value, ok := d.text(e)
	switch {
	case !ok:
		return
	case e.key == s.key && d.open:
		d.fail(KindOpen, e, "is a secret that others on this machine can read; run: chmod 600 "+shellWord(d.path))
		return
	case !used && !optional:
		return
	case strings.HasSuffix(e.key, "_file"):
		value, ok = d.fromFile(e, value)
	case strings.HasSuffix(e.key, "_env"):
		value, ok = d.fromEnv(e, value)
	}
	if ok && d.isToken(e, value) {
		*s.into(c) = NewSecret(value)
	}
}

func (d *decoder) fromFile(e entry, name string) (string, bool) {
	path, ok := d.location(e, name)
	if !ok {
		return "", false
	}
	data, mode, failed := d.host.read(path, maxSecret)
	if failed != nil {
		failed.Detail = shellWord(path) + " " + failed.Detail
		d.problems = append(d.problems, d.blame(e, failed))
		return "", false
	}
	if !d.host.Windows && mode&0o077 != 0 {
		d.fail(KindOpen, e, "names a file that others on this machine can read; run: chmod 600 "+shellWord(path))
		return "", false
	}
	return strings.TrimRight(string(data), "\r\n"), true
}

func (d *decoder) fromEnv(e entry, name string) (string, bool) {
	value := d.host.Getenv(name)
	if value == "" {
		d.fail(KindMissing, e, "the environment variable "+quoted(name)+" is not set")
		return "", false
	}
	return value, true
}

// isToken refuses what cannot be a secret of these vendors and would break the
// request it is put into: spaces, line ends, anything but printable ASCII.
func (d *decoder) isToken(e entry, value string) bool {
	if value == "" {
		d.fail(KindMissing, e, "is empty")
		return false
	}
	if len(value) > maxText || strings.IndexFunc(value, func(r rune) bool { return r <= ' ' || r > '~' }) >= 0 {
		d.fail(KindValue, e, "holds spaces, line ends or characters other than ASCII")
		return false
	}
	return true
}

// shellWord is the path as it can be pasted behind a command.
func shellWord(path string) string {
	path = filepath.Clean(path)
	if strings.IndexFunc(path, func(r rune) bool { return !isShellPlain(r) }) < 0 {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

func isShellPlain(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/._-+@:,", r)
}

package config

import (
	"io"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"strings"
)

// Host is what the package asks of the machine, so that tests need none.
type Host struct {
	Getenv func(name string) string
	Open   func(path string) (fs.File, error)
	// Home is the user's home folder and ConfigDir where programs keep their
	// settings; "" where there is none.
	Home      string
	ConfigDir string
	HostName  string
	UserName  string
	// WorkDir is what a relative path on the command line is relative to.
	WorkDir string
	// Windows says that file modes mean nothing here.
	Windows bool
}

// ThisHost is the machine the program runs on, with the given environment.
func ThisHost(env func(string) string) Host {
	h := Host{
		Getenv:  env,
		Open:    func(path string) (fs.File, error) { return os.Open(path) },
		Windows: runtime.GOOS == "windows",
	}
	// What cannot be found out stays empty and takes its fallback below.
	h.Home, _ = os.UserHomeDir()
	h.ConfigDir, _ = os.UserConfigDir()
	h.HostName, _ = os.Hostname()
	h.WorkDir, _ = os.Getwd()
	if u, err := user.Current(); err == nil {
		h.UserName = u.Username
	}
	return h
}

// Find is Host.Find on this machine.
func Find(flag string, env func(string) string) (path string, found bool) {
	return ThisHost(env).Find(flag)
}

// Find says which file to read: the flag's, $GUITAI_CONFIG's, or
// guitai/config.yaml under $XDG_CONFIG_HOME or ~/.config (on Windows under
// %AppData%). The first two are found even if no such file exists, because then
// somebody asked for it and must be told. If found is false the demo is meant.
func (h Host) Find(flag string) (path string, found bool) {
	for _, asked := range []string{flag, h.Getenv("GUITAI_CONFIG")} {
		if asked != "" {
			return h.resolve(h.WorkDir, asked), true
		}
	}
	dir := h.settingsDir()
	if dir == "" {
		return "", false
	}
	path = filepath.Join(dir, "guitai", "config.yaml")
	f, err := h.Open(path)
	if err == nil {
		_ = f.Close()
		return path, true
	}
	// A file that is there but locked must be complained about, not passed over.
	return path, !isAbsent(err)
}

func (h Host) settingsDir() string {
	if dir := h.Getenv("XDG_CONFIG_HOME"); filepath.IsAbs(dir) {
		return dir
	}
	if h.Windows {
		return h.ConfigDir
	}
	if h.Home == "" {
		return ""
	}
	return filepath.Join(h.Home, ".config")
}

func (h Host) stateDir() string {
	if dir := h.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "guitai")
	}
	if dir := h.Getenv("LOCALAPPDATA"); h.Windows && dir != "" {
		return filepath.Join(dir, "guitai")
	}
	if h.Home == "" {
		return ""
	}
	return filepath.Join(h.Home, ".local", "state", "guitai")
}

func (h Host) till() string {
	short, _, _ := strings.Cut(h.HostName, ".")
	if short == "" || !isLabel(short) {
		return "till"
	}
	return short
}

func (h Host) operator() string {
	name := h.UserName[strings.LastIndexByte(h.UserName, '\\')+1:]
	if name == "" || !isLabel(name) {
		return "operator"
	}
	return name
}

// resolve makes path absolute: ~ is the home folder, and anything relative
// starts at dir.
func (h Host) resolve(dir, path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok && h.Home != "" {
		return filepath.Join(h.Home, rest)
	}
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(dir, path)
}

// read returns a file of at most so many bytes, and its mode. The mode is that
// of the opened file, so that nobody can swap the file in between.
func (h Host) read(path string, most int64) ([]byte, fs.FileMode, *Error) {
	f, err := h.Open(path)
	if err != nil {
		return nil, 0, &Error{Path: path, Kind: KindFile, Detail: "cannot be opened: " + reason(err), Cause: err}
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, 0, &Error{Path: path, Kind: KindFile, Detail: "cannot be read: " + reason(err), Cause: err}
	}
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	switch {
	case err != nil:
		return nil, 0, &Error{Path: path, Kind: KindFile, Detail: "cannot be read: " + reason(err), Cause: err}
	case int64(len(data)) > most:
		return nil, 0, &Error{Path: path, Kind: KindSize, Detail: "is too large to be meant"}
	}
	return data, info.Mode(), nil
}

package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Server is a throw-away server. Its zero value starts when it is first asked for a
// database. A package's tests share one:
//
//	var server pgtest.Server
//
//	func TestMain(m *testing.M) { pgtest.Main(m, &server) }
type Server struct {
	mu      sync.Mutex
	bin     string
	dir     string
	process *process
	made    int
}

// process is a running server.
type process struct {
	cmd  *exec.Cmd
	done chan struct{}
}

const (
	superuser = "guitai"
	patience  = 30 * time.Second
)

// Main runs a package's tests and stops its server.
func Main(m *testing.M, s *Server) {
	code := m.Run()
	s.Stop()
	os.Exit(code)
}

// Database makes an empty database and gives the address of it. Without PostgreSQL on
// this machine the test is left out, or fails where nothing may be left out.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	bin := binaries()
	if bin == "" {
		if os.Getenv("GUITAI_ALL") != "" {
			t.Fatal("PostgreSQL is missing: initdb is neither in PATH nor in /usr/lib/postgresql")
		}
		t.Skip("PostgreSQL is not installed here")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.process == nil {
		if err := s.begin(bin); err != nil {
			s.end(syscall.SIGQUIT)
			t.Fatalf("PostgreSQL does not start: %v", err)
		}
	}
	s.made++
	name := fmt.Sprintf("test%d", s.made)
	if err := s.execute("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	return s.address(name)
}

// Crash ends the server as a crash does: nobody is asked, nothing is tidied up.
func (s *Server) Crash(t testing.TB) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.end(syscall.SIGQUIT)
}

// Start starts the server again after a crash.
func (s *Server) Start(t testing.TB) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.run(); err != nil {
		t.Fatalf("PostgreSQL does not start again: %v", err)
	}
}

// Stop ends the server for good.
func (s *Server) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.end(syscall.SIGQUIT)
	if s.dir != "" {
		_ = os.RemoveAll(s.dir)
		s.dir = ""
	}
}

// Socket is where the server of an address listens.
func Socket(address string) (network, name string) {
	c, err := pgx.ParseConfig(address)
	if err != nil {
		return "", ""
	}
	return "unix", filepath.Join(c.Host, fmt.Sprintf(".s.PGSQL.%d", c.Port))
}

// address is that of a database, by the server's socket: no port can be taken.
func (s *Server) address(name string) string {
	return "postgres://" + superuser + "@/" + name + "?" + url.Values{"host": {s.dir}}.Encode()
}

// begin makes the server's files and starts it.
func (s *Server) begin(bin string) (err error) {
	s.bin = bin
	if s.dir, err = os.MkdirTemp("", "guitai-pg"); err != nil {
		return err
	}
	if err := own(s.dir); err != nil {
		return err
	}
	// What a machine loses with its power is not tested here, so making the files
	// need not wait for the disk; the server itself does.
	cmd := exec.Command(filepath.Join(bin, "initdb"), "-D", s.data(), "-U", superuser, "--auth=trust",
		"--encoding=UTF8", "--locale=C", "--no-sync")
	cmd.Dir, cmd.SysProcAttr = s.dir, attributes()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	return s.run()
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// run starts the server and waits until it answers.
func (s *Server) run() error {
	cmd := exec.Command(filepath.Join(s.bin, "postgres"), "-D", s.data(), "-k", s.dir,
		"-c", "listen_addresses=", "-c", "max_connections=60", "-c", "shared_buffers=16MB")
	cmd.Dir, cmd.SysProcAttr = s.dir, attributes()
	log, err := os.OpenFile(filepath.Join(s.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log
	p := &process{cmd: cmd, done: make(chan struct{})}
	if err := p.start(); err != nil {
		return err
	}
	s.process = p
	late := time.After(patience)
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		if err = s.execute("SELECT 1"); err == nil {
			return nil
		}
		select {
		case <-again.C:
		case <-p.done:
			return errors.Join(err, s.said())
		case <-late:
			return errors.Join(err, s.said())
		}
	}
}

// said is what the server wrote last.
func (s *Server) said() error {
	text, _ := os.ReadFile(filepath.Join(s.dir, "log"))
	return errors.New(string(text[max(0, len(text)-2000):]))
}

func (s *Server) end(how syscall.Signal) {
	if s.process == nil {
		return
	}
	_ = s.process.cmd.Process.Signal(how)
	<-s.process.done
	s.process = nil
}

func (s *Server) execute(statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.address("postgres"))
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	return errors.Join(err, conn.Close(ctx))
}

// binaries is the folder with the newest server's programs, "" for none.
func binaries() string {
	if path, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			path = real
		}
		if _, err := os.Stat(filepath.Join(filepath.Dir(path), "postgres")); err == nil {
			return filepath.Dir(path)
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return ""
	}
	return filepath.Dir(found[len(found)-1])
}

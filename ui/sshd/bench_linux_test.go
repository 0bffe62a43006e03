package sshd_test

import (
	"bufio"
	"crypto/ed25519"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"

	"guitai/ui/sshd"
)

// rest is how long sessions are left alone while their processor time is taken.
// Only more than half a minute takes in what is asked of silent clients too.
var rest = flag.Duration("rest", 5*time.Second, "how long idle sessions are watched")

// TestMain lets the test program be the clients of its own benchmark: in the
// same process their memory could not be told from the server's.
func TestMain(m *testing.M) {
	if os.Getenv("GUITAI_GUESTS") != "" {
		if err := guests(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// guests opens sessions and keeps them until its input ends.
func guests() error {
	n, err := strconv.Atoi(os.Getenv("GUITAI_GUESTS"))
	if err != nil {
		return err
	}
	seed, err := hex.DecodeString(os.Getenv("GUITAI_SEED"))
	if err != nil {
		return err
	}
	key, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(seed))
	if err != nil {
		return err
	}
	config := &ssh.ClientConfig{User: "x", Auth: []ssh.AuthMethod{ssh.PublicKeys(key)}, HostKeyCallback: ssh.InsecureIgnoreHostKey()}
	for range n {
		c, err := ssh.Dial("tcp", os.Getenv("GUITAI_ADDR"), config)
		if err != nil {
			return err
		}
		s, err := c.NewSession()
		if err != nil {
			return err
		}
		if _, err := s.StdinPipe(); err != nil { // or it would end at once
			return err
		}
		if err := s.RequestPty("xterm-256color", 40, 120, nil); err != nil {
			return err
		}
		if err := s.Shell(); err != nil {
			return err
		}
	}
	fmt.Println("seated")
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// BenchmarkIdleSessions opens sessions and leaves them alone: what one more costs
// in memory and in processor time, of a program that does nothing and of the
// smallest one that ui/term runs.
func BenchmarkIdleSessions(b *testing.B) {
	for _, n := range []int{1, 50, 200} {
		b.Run(fmt.Sprint("bare/", n), func(b *testing.B) { idle(b, n, desk) })
		b.Run(fmt.Sprint("term/", n), func(b *testing.B) { idle(b, n, tinyProgram) })
	}
}

func idle(b *testing.B, n int, run sshd.Run) {
	key := privateKey(b)
	h := open(b, func(o *sshd.Options) {
		o.Run = run
		o.Limits = sshd.Limits{Sessions: 1000, PerPerson: 1000}
	})
	signer, err := ssh.NewSignerFromKey(key)
	require.NoError(b, err)
	h.staff.set(signer, sshd.Person{ID: "many"})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(b, err)
	h.serve(l)
	before, tasks := footprint(), runtime.NumGoroutine()

	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "GUITAI_GUESTS="+strconv.Itoa(n), "GUITAI_SEED="+hex.EncodeToString(key.Seed()), "GUITAI_ADDR="+l.Addr().String())
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	require.NoError(b, err)
	out, err := cmd.StdoutPipe()
	require.NoError(b, err)
	require.NoError(b, cmd.Start())
	_, err = bufio.NewReader(out).ReadString('\n')
	require.NoError(b, err)
	require.Len(b, h.server.Sessions(), n)
	for b.Loop() {
		each := (footprint() - before) / int64(n)
		cpu := processor()
		time.Sleep(*rest)
		used := processor() - cpu
		b.ReportMetric(float64(each)/1024, "KB/session")
		b.ReportMetric(float64(runtime.NumGoroutine()-tasks)/float64(n), "goroutines/session")
		b.ReportMetric(100*used.Seconds()/rest.Seconds()/float64(n), "%core/session")
	}
	b.ReportMetric(0, "ns/op")
	require.NoError(b, in.Close())
	require.NoError(b, cmd.Wait())
}

// footprint is what the process' memory holds that is in use.
func footprint() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse + m.StackInuse)
}

func processor() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

package pgtest

import (
	"os"
	"os/user"
	"runtime"
	"strconv"
	"syscall"
)

// start starts the server so that it ends when this process does, however that
// ends. The system ties that to the thread that starts it, which therefore stays.
func (p *process) start() error {
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		err := p.cmd.Start()
		started <- err
		if err == nil {
			_ = p.cmd.Wait()
			close(p.done)
		}
	}()
	return <-started
}

// attributes are those of the server's processes.
func attributes() *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGQUIT}
	if uid, gid, ok := other(); ok {
		a.Credential = &syscall.Credential{Uid: uid, Gid: gid}
	}
	return a
}

// own gives a folder to whoever the server runs as.
func own(dir string) error {
	if uid, gid, ok := other(); ok {
		return os.Chown(dir, int(uid), int(gid))
	}
	return nil
}

// other is who the server runs as where that cannot be whoever runs the tests.
func other() (uid, gid uint32, needed bool) {
	if os.Geteuid() != 0 {
		return 0, 0, false
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		id, badID := strconv.ParseUint(u.Uid, 10, 32)
		group, badGroup := strconv.ParseUint(u.Gid, 10, 32)
		if badID == nil && badGroup == nil {
			return uint32(id), uint32(group), true
		}
	}
	return 0, 0, false
}

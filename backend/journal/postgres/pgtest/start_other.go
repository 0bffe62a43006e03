//go:build !linux

package pgtest

import "syscall"

// start starts the server. Only Linux ends it together with a process that is
// killed.
func (p *process) start() error {
	if err := p.cmd.Start(); err != nil {
		return err
	}
	go func() {
		_ = p.cmd.Wait()
		close(p.done)
	}()
	return nil
}

func attributes() *syscall.SysProcAttr { return nil }

func own(string) error { return nil }

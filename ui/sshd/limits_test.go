package sshd_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"guitai/ui/sshd"
)

// inside runs a test in a bubble of invented time, where minutes pass at once
// and exactly, and where it fails if anything is left running.
func inside(t *testing.T, change func(*sshd.Options), f func(t *testing.T, h *house)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		h := open(t, change)
		h.serve(h.street)
		f(t, h)
	})
}

func TestAHandshakeHasTenSeconds(t *testing.T) {
	inside(t, nil, func(t *testing.T, h *house) {
		began := time.Now()
		silent, err := h.street.come("198.51.100.7")
		require.NoError(t, err)
		_, err = io.Copy(io.Discard, silent)
		require.NoError(t, err)
		require.Equal(t, 10*time.Second, time.Since(began))
		synctest.Wait()
		require.Equal(t, 1, h.book.of(sshd.RefusedHandshake))

		drips, err := h.street.come("198.51.100.7")
		require.NoError(t, err)
		began = time.Now()
		for err == nil { // a byte a second would keep an idle timeout away for ever
			_, err = drips.Write([]byte("S"))
			time.Sleep(time.Second)
		}
		require.LessOrEqual(t, time.Since(began), 12*time.Second)
	})
}

func TestWhoProvedAKeyMustSitDown(t *testing.T) {
	inside(t, nil, func(t *testing.T, h *house) {
		g, err := h.come("198.51.100.7", h.config("li", h.li))
		require.NoError(t, err)
		began := time.Now()
		require.Error(t, g.conn.Wait())
		require.LessOrEqual(t, time.Since(began), 12*time.Second)
		synctest.Wait()
		require.Equal(t, 1, h.book.of(sshd.RefusedLate))
	})
}

func TestWaitingConnectionsAreFew(t *testing.T) {
	inside(t, nil, func(t *testing.T, h *house) {
		var held []net.Conn
		for i := range 12 {
			c, err := h.street.come(fmt.Sprint("198.51.100.", i/4))
			require.NoError(t, err)
			if i%4 == 3 {
				refused(t, c)
				continue
			}
			held = append(held, c)
		}
		synctest.Wait()
		require.Equal(t, 3, h.book.of(sshd.RefusedHost))
		last, err := h.street.come("198.51.100.200")
		require.NoError(t, err)
		other, err := h.street.come("198.51.100.201")
		require.NoError(t, err)
		refused(t, other)
		require.Equal(t, 1, h.book.of(sshd.RefusedCrowd))
		require.NoError(t, last.Close())
		for _, c := range held {
			require.NoError(t, c.Close())
		}
		synctest.Wait()
		h.sit("198.51.100.1", h.li).leaves()
	})
}

func TestAnAddressThatHurriesIsBannedAndComesBackLater(t *testing.T) {
	inside(t, nil, func(t *testing.T, h *house) {
		for range 10 {
			c, err := h.street.come("198.51.100.7")
			require.NoError(t, err)
			require.NoError(t, c.Close())
			synctest.Wait()
		}
		_, err := h.come("198.51.100.7", h.config("li", h.li))
		require.Error(t, err)
		synctest.Wait()
		require.Equal(t, 1, h.book.of(sshd.RefusedRate))
		time.Sleep(59 * time.Second)
		_, err = h.come("198.51.100.7", h.config("li", h.li))
		require.Error(t, err)
		require.Equal(t, 1, h.book.of(sshd.RefusedBanned))
		h.sit("198.51.100.8", h.bo).leaves()
		time.Sleep(time.Second)
		h.sit("198.51.100.7", h.li).leaves()
	})
}

func TestATillThatReconnectsAllDayIsNotBanned(t *testing.T) {
	inside(t, nil, func(t *testing.T, h *house) {
		for range 40 {
			h.sit("198.51.100.7", h.li).leaves()
			synctest.Wait()
		}
	})
}

func TestTwoSessionsAPerson(t *testing.T) {
	inside(t, nil, func(t *testing.T, h *house) {
		first, second := h.sit("198.51.100.7", h.li), h.sit("198.51.100.8", h.li)
		third, err := h.come("198.51.100.9", h.config("li", h.li))
		require.NoError(t, err)
		require.NoError(t, third.shell())
		third.reads("You have 2 desks open already")
		require.Error(t, third.conn.Wait(), "the connection is closed with it")
		require.Equal(t, 1, h.book.of(sshd.RefusedPerson))
		h.sit("198.51.100.9", h.bo).leaves()

		first.types("Q")
		require.NoError(t, <-first.done)
		synctest.Wait()
		h.sit("198.51.100.9", h.li).leaves()
		second.leaves()
	})
}

func TestSessionsInAll(t *testing.T) {
	few := func(o *sshd.Options) { o.Limits.Sessions = 1 }
	inside(t, few, func(t *testing.T, h *house) {
		first := h.sit("198.51.100.7", h.li)
		second, err := h.come("198.51.100.8", h.config("bo", h.bo))
		require.NoError(t, err)
		require.NoError(t, second.shell())
		second.reads("柜台都有人在用")
		require.Equal(t, 1, h.book.of(sshd.RefusedSessions))
		first.leaves()
	})
}

func TestNobodyTypes(t *testing.T) {
	inside(t, func(o *sshd.Options) { o.Run = chatter }, func(t *testing.T, h *house) {
		g := h.sit("198.51.100.7", h.li)
		time.Sleep(14 * time.Minute)
		g.types("a")
		began := time.Now()
		require.Error(t, <-g.done)
		g.reads("No key was pressed for 15 minutes")
		require.InDelta(t, (15 * time.Minute).Seconds(), time.Since(began).Seconds(), 2)
		synctest.Wait()
		require.Equal(t, 1, h.book.end(sshd.EndIdle))
	})
}

// chatter writes all the time, as a clock or a spinner does, which is no sign
// that anybody is there.
func chatter(ctx context.Context, s sshd.Session) error {
	_, _ = io.WriteString(s.Out, "desk of\r\n")
	go func() { _, _ = io.Copy(io.Discard, s.In) }()
	for ctx.Err() == nil {
		_, _ = io.WriteString(s.Out, ".")
		select {
		case <-ctx.Done():
		case <-time.After(10 * time.Second):
		}
	}
	return context.Cause(ctx)
}

func TestASessionLastsTwelveHours(t *testing.T) {
	inside(t, nil, func(t *testing.T, h *house) {
		g := h.sit("198.51.100.7", h.li)
		began := time.Now()
		go func() {
			for {
				time.Sleep(10 * time.Minute)
				if _, err := io.WriteString(g.in, "a"); err != nil {
					return
				}
			}
		}()
		require.Error(t, <-g.done)
		g.reads("connected for 12 hours")
		require.InDelta(t, (12 * time.Hour).Seconds(), time.Since(began).Seconds(), 2)
		synctest.Wait()
		require.Equal(t, 1, h.book.end(sshd.EndTooLong))
		time.Sleep(time.Hour)
	})
}

func TestARevokedKeyIsOutWithinTwoSeconds(t *testing.T) {
	office := []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}
	for name, revoke := range map[string]func(h *house){
		"key removed":        func(h *house) { h.staff.remove(h.li) },
		"key given to other": func(h *house) { h.staff.set(h.li, sshd.Person{ID: "wang"}) },
		"addresses narrowed": func(h *house) { h.staff.set(h.li, sshd.Person{ID: "li", From: office}) },
		"somebody ends it":   func(h *house) { require.Equal(h.t, 2, h.server.Kick("li")) },
	} {
		for program, run := range map[string]sshd.Run{"": desk, ", program does not hear": deaf} {
			t.Run(name+program, func(t *testing.T) {
				inside(t, func(o *sshd.Options) { o.Run = run }, func(t *testing.T, h *house) {
					gone, also, stays := h.sit("198.51.100.7", h.li), h.sit("198.51.100.8", h.li), h.sit("198.51.100.9", h.bo)
					time.Sleep(300 * time.Millisecond)
					began := time.Now()
					revoke(h)
					require.Error(t, <-gone.done)
					require.Error(t, <-also.done)
					require.Less(t, time.Since(began), 2*time.Second)
					if program == "" {
						require.Regexp(t, "may no longer be used|Somebody in charge", gone.out.String())
					}
					stays.types("still here")
					stays.reads("still here")
					stays.leaves()
					time.Sleep(10 * time.Second) // until the deaf have come to their end
				})
			})
		}
	}
}

// deaf goes on for a while whatever happens, as a program in trouble does.
func deaf(ctx context.Context, s sshd.Session) error {
	_, _ = io.WriteString(s.Out, "desk of\r\n")
	_, _ = io.Copy(s.Out, s.In)
	time.Sleep(5 * time.Second)
	return nil
}

func TestAnotherNameIsTheSamePerson(t *testing.T) {
	inside(t, nil, func(t *testing.T, h *house) {
		g := h.sit("198.51.100.7", h.li)
		h.staff.set(h.li, sshd.Person{ID: "li", Name: "Li"})
		time.Sleep(time.Minute)
		require.Len(t, h.server.Sessions(), 1)
		g.leaves()
	})
}

func TestAFaultEndsOneSession(t *testing.T) {
	log := &lines{}
	inside(t, func(o *sshd.Options) { o.Logger = slog.New(slog.NewTextHandler(log, nil)) }, func(t *testing.T, h *house) {
		bad, good := h.sit("198.51.100.7", h.li), h.sit("198.51.100.8", h.bo)
		bad.types("!")
		require.Error(t, <-bad.done)
		bad.reads("A fault ended your session")
		good.types("fine")
		good.reads("fine")
		synctest.Wait()
		require.Equal(t, 1, h.book.end(sshd.EndFault))
		require.Contains(t, log.String(), "house_test.go", "the log says where")
		require.NotContains(t, log.String(), "张三", "but not what")
		good.types("E")
		require.Error(t, <-good.done)
		synctest.Wait()
		require.Equal(t, 1, h.book.end(sshd.EndFailed))
	})
}

// A client that is gone without a word, as after a power cut.
func TestAHalfOpenConnectionIsFoundOut(t *testing.T) {
	inside(t, nil, func(t *testing.T, h *house) {
		g := h.sit("198.51.100.7", h.li)
		began := time.Now()
		g.wire.(*wire).freeze()
		for len(h.server.Sessions()) > 0 {
			time.Sleep(time.Second)
		}
		require.LessOrEqual(t, time.Since(began), 95*time.Second)
		require.Equal(t, 1, h.book.end(sshd.EndUnreachable))
		g.leaves()
	})
}

func TestASessionThatEndsDoesNotWaitForADeadClient(t *testing.T) {
	brief := func(_ context.Context, s sshd.Session) error {
		_, _ = io.WriteString(s.Out, "desk of\r\n")
		time.Sleep(5 * time.Second)
		return nil
	}
	inside(t, func(o *sshd.Options) { o.Run = brief }, func(t *testing.T, h *house) {
		g := h.sit("198.51.100.7", h.li)
		g.wire.(*wire).freeze()
		time.Sleep(6 * time.Second)
		synctest.Wait()
		require.Empty(t, h.server.Sessions())
		g.leaves()
	})
}

func TestASilentClientThatAnswersStays(t *testing.T) {
	inside(t, nil, func(t *testing.T, h *house) {
		g := h.sit("198.51.100.7", h.li)
		time.Sleep(14 * time.Minute)
		require.Len(t, h.server.Sessions(), 1)
		g.leaves()
	})
}

// flooder writes as much as it can.
func flooder(ctx context.Context, s sshd.Session) error {
	go func() { _, _ = io.Copy(io.Discard, s.In) }()
	page := bytes.Repeat([]byte("desk of "), 8<<10)
	for ctx.Err() == nil {
		if _, err := s.Out.Write(page); err != nil {
			return err
		}
	}
	return context.Cause(ctx)
}

func TestAClientThatStopsReadingHoldsUpNobody(t *testing.T) {
	run := func(ctx context.Context, s sshd.Session) error {
		if s.Person.ID == "li" {
			return flooder(ctx, s)
		}
		return desk(ctx, s)
	}
	inside(t, func(o *sshd.Options) { o.Run = run }, func(t *testing.T, h *house) {
		stuck, err := h.come("198.51.100.7", h.config("li", h.li))
		require.NoError(t, err)
		session, err := stuck.conn.NewSession()
		require.NoError(t, err)
		require.NoError(t, session.RequestPty("xterm", 40, 120, nil))
		_, err = session.StdoutPipe() // and never read
		require.NoError(t, err)
		require.NoError(t, session.Shell())
		other := h.sit("198.51.100.8", h.bo)
		for range 100 {
			other.types("x")
		}
		other.reads("xxxxxxxxxx")
		h.staff.remove(h.li)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		require.Len(t, h.server.Sessions(), 1, "and it can be ended")
		other.leaves()
	})
}

func TestDrainWaitsForPeople(t *testing.T) {
	inside(t, nil, func(t *testing.T, h *house) {
		g := h.sit("198.51.100.7", h.li)
		onTheWay, err := h.come("198.51.100.8", h.config("bo", h.bo))
		require.NoError(t, err)
		drained := make(chan error, 1)
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		go func() { drained <- h.server.Drain(ctx) }()
		g.reads("please finish")
		_, err = h.street.come("198.51.100.9")
		require.ErrorIs(t, err, net.ErrClosed, "nobody comes in any more")
		require.Error(t, onTheWay.conn.Wait(), "and whoever had no session yet is sent away")
		time.Sleep(30 * time.Second)
		g.types("still")
		g.reads("still")
		g.types("Q")
		require.NoError(t, <-g.done)
		require.NoError(t, <-drained)
		require.NoError(t, h.server.Drain(ctx), "twice does no harm")
	})
}

func TestDrainEndsWhoDoesNotLeave(t *testing.T) {
	inside(t, nil, func(t *testing.T, h *house) {
		g := h.sit("198.51.100.7", h.li)
		reason := errors.New("patience is over")
		ctx, cancel := context.WithTimeoutCause(context.Background(), 10*time.Second, reason)
		defer cancel()
		began := time.Now()
		require.ErrorIs(t, h.server.Drain(ctx), reason)
		require.LessOrEqual(t, time.Since(began), 12*time.Second)
		require.Error(t, <-g.done)
		g.reads("The service has stopped")
		synctest.Wait()
		require.Equal(t, 1, h.book.end(sshd.EndStopped))
	})
}

func TestTheEndOfTheContextEndsAll(t *testing.T) {
	inside(t, nil, func(t *testing.T, h *house) {
		g := h.sit("198.51.100.7", h.bo)
		silent, err := h.street.come("198.51.100.8")
		require.NoError(t, err)
		h.stop()
		_, _ = io.Copy(io.Discard, silent)
		require.Error(t, <-g.done)
		g.reads("服务已停止")
		require.ErrorIs(t, h.server.Serve(context.Background(), newStreet()), sshd.ErrServing)
	})
}

func TestAListenerThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		broken := newStreet()
		go func() { time.Sleep(time.Second); _ = broken.Close() }()
		require.ErrorIs(t, h.server.Serve(context.Background(), broken), net.ErrClosed)
	})
}

func TestDrainBeforeServe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		require.NoError(t, h.server.Drain(context.Background()))
		require.NoError(t, h.server.Serve(context.Background(), h.street))
		_, err := h.street.come("198.51.100.7")
		require.ErrorIs(t, err, net.ErrClosed)
	})
}

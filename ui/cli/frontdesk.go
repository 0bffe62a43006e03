package cli

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"guitai/backend/staff"
	"guitai/ui/shell"
	"guitai/ui/sshd"
	"guitai/ui/term"
)

// frontDesk is what people find behind the door.
type frontDesk struct {
	house *house
	book  *staff.Book
	meter *meter
	kept  *kept
}

// stopTime is how long people see that the server stops before their sessions end.
const stopTime = 3 * time.Second

// run is one connection's work: the session that this person's lost connection left
// behind, or a new one.
func (f *frontDesk) run(ctx context.Context, s sshd.Session) error {
	visit, err := f.visit(ctx, s)
	if err != nil {
		return err
	}
	line := ctx
	ctx, leave := context.WithCancel(ctx)
	defer leave()
	go func() {
		// What is being sent arrives without anybody sitting here; the next start
		// tells how it ended.
		select {
		case <-s.Draining:
			time.AfterFunc(stopTime, leave)
		case <-ctx.Done():
		}
	}()
	typed, gone := handOver(s.In)
	defer gone()
	for {
		t := s.Terminal()
		t.Out = f.meter.screen(t.Out)
		in, end := typed.program()
		t.In = in
		err = term.Run(ctx, t, visit.shell)
		end()
		visit.close()
		if lost(line, err) {
			f.kept.put(visit)
			return err
		}
		if err != nil || visit.next == nil {
			return err
		}
		if visit, err = f.open(ctx, s, visit.next); err != nil {
			return err
		}
	}
}

// lost tells whether a session ended because its connection did, and not because
// somebody left, was dismissed, or the program failed.
func lost(line context.Context, err error) bool {
	var ended *sshd.Ended
	if errors.As(context.Cause(line), &ended) {
		return ended.Why == sshd.EndHungUp || ended.Why == sshd.EndUnreachable
	}
	if line.Err() != nil {
		return true
	}
	var write *term.WriteError
	return errors.Is(err, term.ErrInputEnded) || errors.As(err, &write)
}

// visit picks up where this person's connection was lost, or begins at the first
// shop.
func (f *frontDesk) visit(ctx context.Context, s sshd.Session) (*session, error) {
	if old := f.kept.take(s.Person.ID); old != nil {
		if err := old.resume(ctx, s); err == nil {
			return old, nil
		}
	}
	return f.open(ctx, s, f.house.shops[0])
}

func (f *frontDesk) open(ctx context.Context, s sshd.Session, c *counter) (*session, error) {
	p, _ := f.book.Person(s.Person.ID)
	from := s.Remote.String() + " " + s.Print.String()
	who := sitter{person: p, badge: f.book.Seat(p.ID, s.Person.Till, from), book: f.book, till: s.Person.Till}
	return f.house.open(ctx, c, who, s.Env, func(visit *session, o *shell.Options) { o.SignedIn = false })
}

// resume gives a session another terminal.
func (s *session) resume(ctx context.Context, door sshd.Session) error {
	seat := s.seat
	changes, stop := seat.Watch()
	open, err := seat.Cases(ctx, false)
	if err != nil {
		stop()
		return err
	}
	s.stop, s.next = stop, nil
	s.note("session.begin")
	s.permits.renew(ctx)
	if env, err := s.who.env(s.c, door.Env); err == nil {
		s.env.Theme = env.Theme // the other terminal may have other colours
	}
	last, unseen := seat.Last(ctx)
	if !unseen {
		s.shell.Resume(changes, open, nil)
		return nil
	}
	s.shell.Resume(changes, open, &last)
	return nil
}

// status serves /healthz and /metrics.
func (f *frontDesk) status(l net.Listener) *http.Server {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(f.meter.registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		for _, c := range f.house.shops {
			if err := c.till.Health(); err != nil {
				http.Error(w, "no money moves: "+err.Error(), http.StatusServiceUnavailable)
				return
			}
		}
		_, _ = w.Write([]byte("ok\n"))
	})
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute}
	go func() { _ = server.Serve(l) }()
	return server
}

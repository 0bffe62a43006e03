package cli

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"time"

	"guitai/backend"
	"guitai/backend/config"
	"guitai/backend/pospal"
	"guitai/backend/sandy"
)

// dialer opens a connection; nil is the network's own.
type dialer func(ctx context.Context, network, address string) (net.Conn, error)

// shop is one account at a vendor as it is set up.
type shop struct {
	// name is what people call it; "" leaves it to the vendor's client.
	name string
	cfg  config.Config
	// practice says that behind it stands a simulator.
	practice bool
	dial     dialer
}

// vendor makes the wire client of the shop.
func (s shop) vendor(log *slog.Logger) (backend.Backend, error) {
	switch s.cfg.Backend {
	case config.BackendSandy:
		return s.sandy(log), nil
	case config.BackendPospal:
		return s.pospal(log), nil
	}
	return nil, &exitError{2, fmt.Errorf("backend: there is no %q; use sandy, pospal or demo", s.cfg.Backend)}
}

func (s shop) sandy(log *slog.Logger) *sandy.Client {
	c := s.cfg.Sandy
	return sandy.New(sandy.Options{
		Name: s.name, BaseURL: c.BaseURL, Token: c.Token, GUID: c.CustomerGUID, OwnPayType: c.OwnPayType,
		DialContext: s.dial, Clock: time.Now, Zone: s.cfg.Zone, Timeouts: sandy.Timeouts(s.timeouts()), Logger: log,
	})
}

func (s shop) pospal(log *slog.Logger) *pospal.Client {
	c := s.cfg.Pospal
	return pospal.New(pospal.Options{
		Name: s.name, BaseURL: c.BaseURL, AppID: c.AppID, AppKey: c.AppKey,
		DialContext: s.dial, Clock: time.Now, Zone: s.cfg.Zone, Timeouts: pospal.Timeouts(s.timeouts()), Logger: log,
		Quota: pospal.QuotaOptions{Daily: c.DailyCalls, Reserve: c.ReserveCalls},
	})
}

func (s shop) timeouts() sandy.Timeouts {
	t := s.cfg.Timeouts
	return sandy.Timeouts{Dial: t.Dial, TLS: t.TLS, Header: t.Header, Whole: t.Whole}
}

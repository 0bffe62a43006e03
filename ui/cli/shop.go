package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"time"

	"guitai/backend"
	"guitai/backend/config"
	"guitai/backend/directory"
	"guitai/backend/pospal"
	"guitai/backend/safe"
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
	// known is what probing showed of the vendor; nil is nothing.
	known *contract
}

// folder is where the shop's copies are kept, by a name that gives no secret
// away and cannot lead elsewhere.
func (s shop) folder() string {
	sum := sha256.Sum256([]byte(string(s.cfg.Backend) + "\x00" + s.cfg.Sandy.BaseURL + s.cfg.Pospal.BaseURL + "\x00" +
		s.cfg.Sandy.CustomerGUID.Reveal() + s.cfg.Pospal.AppID.Reveal()))
	return filepath.Join(s.cfg.DataDir, string(s.cfg.Backend)+"-"+hex.EncodeToString(sum[:6]))
}

// configured are the shops that a configuration names, the one in use first.
func configured(cfg config.Config) []shop {
	var shops []shop
	for _, a := range cfg.Accounts() {
		s := shop{name: a.Name, cfg: cfg}
		s.cfg.Backend, s.cfg.Sandy, s.cfg.Pospal = a.Backend, a.Sandy, a.Pospal
		if a.Name == cfg.Shop {
			shops = append([]shop{s}, shops...)
			continue
		}
		shops = append(shops, s)
	}
	return shops
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

// taught is what is known of the shop's vendor without probing. The simulators do
// what the vendors' pages say, so they count as probed.
func (s shop) taught() backend.Contract {
	if !s.practice {
		return nil
	}
	c := backend.Contract{}
	for _, p := range []backend.Probe{backend.ProbeOneOfTwins, backend.ProbeRefusalKeeps, backend.ProbeNothingUses, backend.ProbeCheckOrder, backend.ProbeKeyLife} {
		c[p] = backend.Finding{Probe: p, Answer: backend.AnswerGood, Span: 24 * time.Hour}
	}
	return c
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
		Rules: rechargeRules(c.RechargeRules), PayTypes: c.PayTypes, Earn: earning(c.Points),
		VoidForm: s.known.voidForm,
		Quota:    pospal.QuotaOptions{Daily: c.DailyCalls, Reserve: reserve(c.ReserveCalls), Counter: directory.OpenCalls(filepath.Join(s.folder(), "calls.json"))},
	})
}

// reserve keeps a configured zero apart from the client's default.
func reserve(calls int) int {
	if calls == 0 {
		return -1
	}
	return calls
}

func earning(p config.PointSettings) *backend.Earning {
	if p.PerYuan.IsZero() {
		return nil
	}
	how := map[config.Rounding]backend.Rounding{config.RoundDown: backend.RoundDown, config.RoundHalf: backend.RoundHalf, config.RoundTwo: backend.KeepTwo}
	return &backend.Earning{PerYuan: p.PerYuan, Rounding: how[p.Rounding]}
}

func rechargeRules(rules []config.RechargeRule) []pospal.RechargeRule {
	kind := map[config.RuleKind]backend.RuleKind{config.RuleEachTime: backend.RuleEachTime, config.RulePercent: backend.RulePercent, config.RuleThreshold: backend.RuleThreshold}
	counts := map[config.Counts]backend.Counts{config.CountsHighest: backend.CountsHighest, config.CountsOnce: backend.CountsOnce, config.CountsMultiple: backend.CountsMultiple}
	out := make([]pospal.RechargeRule, len(rules))
	for i, r := range rules {
		out[i] = pospal.RechargeRule{
			Rule: backend.Rule{Name: safe.Line(r.Name), Kind: kind[r.Kind], Threshold: r.Threshold, Counts: counts[r.Counts],
				GiftMoney: r.GiftMoney, GiftPoints: r.GiftPoints, MoneyShare: r.PercentMoney, PointShare: r.PercentPoints},
			From: day(r.From), To: day(r.To), Levels: r.Levels,
		}
	}
	return out
}

// day reads a day that the configuration has checked; "" is none.
func day(s string) backend.Date {
	d, err := backend.ParseDate(s)
	if err != nil {
		return backend.Date{}
	}
	return d
}

func (s shop) timeouts() sandy.Timeouts {
	t := s.cfg.Timeouts
	return sandy.Timeouts{Dial: t.Dial, TLS: t.TLS, Header: t.Header, Whole: t.Whole}
}

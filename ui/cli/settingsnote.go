package cli

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"

	"guitai/backend"
	"guitai/backend/config"
	"guitai/backend/journal"
)

// settingsKind is under which the settings that were noted last are kept, a paper a
// till.
const settingsKind = "settings"

// noteSettings says in the audit if the settings that matter are others than when this
// till was last started: who changed a file is not known here, but from when on it was
// so. No secret is in it. Errors: those of journal.Papers.
func noteSettings(ctx context.Context, papers journal.Papers, shops []shop) error {
	if len(shops) == 0 || shops[0].practice {
		return nil
	}
	cfg, now := shops[0].cfg, settingsOf(shops)
	old, err := papers.Paper(ctx, settingsKind, cfg.Till)
	first := errors.Is(err, journal.ErrNotFound)
	if err != nil && !first {
		return err
	}
	before := map[string]string{}
	if !first {
		if err := json.Unmarshal(old.Body, &before); err != nil {
			return err
		}
	}
	detail := map[string]string{}
	for name, value := range now {
		if was, known := before[name]; !known || was != value {
			detail[name] = arrow(was, value, first)
		}
	}
	for name, was := range before {
		if _, still := now[name]; !still {
			detail[name] = arrow(was, "", false)
		}
	}
	if len(detail) == 0 {
		return nil
	}
	body, err := json.Marshal(now)
	if err != nil {
		return err
	}
	what := "settings.changed"
	if first {
		what = "settings.noted"
	}
	_, err = papers.Put(ctx, backend.Paper{Kind: settingsKind, Key: cfg.Till, Ver: old.Ver, Body: body},
		backend.Note{Who: systemUser(), Till: cfg.Till, From: "shell", What: what, About: cfg.Till, Detail: detail})
	if errors.Is(err, journal.ErrChanged) {
		// Another start of the same till noted them in the same moment.
		return nil
	}
	return err
}

// arrow is how a note tells one value from the next.
func arrow(was, now string, first bool) string {
	if first {
		return now
	}
	if was == "" {
		was = "-"
	}
	if now == "" {
		now = "-"
	}
	return was + " → " + now
}

// settingsOf are the settings that decide what may be done and what can be trusted.
func settingsOf(shops []shop) map[string]string {
	c := shops[0].cfg
	l := c.Staff.Limits
	said := map[string]string{
		"limits.operation": c.Limits.Operation.String(),
		"staff.required":   strconv.FormatBool(c.Staff.Required), "staff.idle_lock": c.Staff.IdleLock.String(),
		"staff.limits.consume": l.Consume.String(), "staff.limits.recharge": l.Recharge.String(),
		"staff.limits.consume_shift": l.ConsumeShift.String(), "staff.limits.recharge_shift": l.RechargeShift.String(),
		"staff.limits.consume_day": l.ConsumeDay.String(), "staff.limits.recharge_day": l.RechargeDay.String(),
		"serve.listen": c.Serve.Listen, "serve.host_key": c.Serve.HostKey, "serve.status": c.Serve.Status,
		"serve.max_sessions": strconv.Itoa(c.Serve.MaxSessions), "undo.gift": string(c.Undo.Gift),
		"mask_phones": strconv.FormatBool(c.MaskPhones), "database": databasePlace(c.Database),
	}
	for _, s := range shops {
		name, base := "shop", s.cfg.Sandy.BaseURL
		if s.name != "" {
			name = "shops." + s.name
		}
		if s.cfg.Backend == config.BackendPospal {
			base = s.cfg.Pospal.BaseURL
		}
		said[name+".backend"] = string(s.cfg.Backend)
		if u, err := url.Parse(base); err == nil {
			said[name+".base_url"] = u.Scheme
		}
	}
	return said
}

// databasePlace is where a database is, without who may enter it: its address holds a
// password, also where it is malformed.
func databasePlace(s config.Secret) string {
	if !s.IsSet() {
		return "file"
	}
	u, err := url.Parse(s.Reveal())
	if err != nil || u.Host == "" {
		return "set"
	}
	return u.Scheme + "://" + u.Host + u.Path
}

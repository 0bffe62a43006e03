package probe

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"guitai/backend"
)

// The kinds of papers.
const (
	findings = "probe"
	keys     = "probe-key"
)

// Stored reads what is known by probing about an account.
func Stored(ctx context.Context, from Papers, account string) (backend.Contract, error) {
	all, err := from.Papers(ctx, findings)
	if err != nil {
		return nil, err
	}
	c := backend.Contract{}
	for _, p := range all {
		if !strings.HasPrefix(p.Key, account+"/") {
			continue
		}
		var f backend.Finding
		if err := json.Unmarshal(p.Body, &f); err != nil {
			return nil, fmt.Errorf("probe: finding %s: %w", p.Key, err)
		}
		c[f.Probe] = f
	}
	return c, nil
}

// Changed are the probes of which the newer contract has another answer than the
// older one had; what nobody had asked before is none of them.
func Changed(older, newer backend.Contract) []backend.Finding {
	var all []backend.Finding
	for p, f := range newer {
		if was := older[p].Answer; was != backend.AnswerNone && was != f.Answer {
			all = append(all, f)
		}
	}
	return all
}

// store keeps a finding, and in the audit that it was made and whether it differs
// from the one before. An answer that is not clear does not take the place of one
// that was: only its audit note stays, or a bad line would switch a shop's
// protection off.
func (b *Bench) store(ctx context.Context, f backend.Finding) (backend.Finding, error) {
	key := b.o.Account + "/" + string(f.Probe)
	p, before, err := b.stored(ctx, key)
	if err != nil {
		return f, err
	}
	n := backend.Note{Who: b.o.Who, Till: b.o.Till, What: "probe.finding", About: key,
		Detail: map[string]string{"answer": string(f.Answer), "detail": f.Detail.String()}}
	if before.Answer != backend.AnswerNone && before.Answer != f.Answer {
		n.What, n.Detail["before"] = "probe.changed", string(before.Answer)
	}
	if f.Answer == backend.AnswerUnclear && p.Ver > 0 && before.Answer != backend.AnswerUnclear {
		return f, b.o.Papers.Tell(ctx, n)
	}
	if p.Body, err = json.Marshal(f); err != nil {
		return f, err
	}
	_, err = b.o.Papers.Put(ctx, p, n)
	return f, err
}

func (b *Bench) stored(ctx context.Context, key string) (p backend.Paper, f backend.Finding, err error) {
	all, err := b.o.Papers.Papers(ctx, findings)
	if err != nil {
		return p, f, err
	}
	p.Kind, p.Key = findings, key
	for _, have := range all {
		if have.Key == key {
			return have, f, json.Unmarshal(have.Body, &f)
		}
	}
	return p, f, nil
}

// keptKey is what is remembered from one run to the next: the newest key that was
// used, and the operation whose key is tried again each time.
type keptKey struct {
	Last  backend.Stamp
	Op    backend.Operation
	Token backend.Token
	// At is when the key was used, zero for none.
	At time.Time

	ver int64
}

func (b *Bench) kept(ctx context.Context) (k keptKey, err error) {
	all, err := b.o.Papers.Papers(ctx, keys)
	if err != nil {
		return k, err
	}
	for _, p := range all {
		if p.Key == b.o.Account {
			err = json.Unmarshal(p.Body, &k)
			k.ver = p.Ver
		}
	}
	return k, err
}

func (b *Bench) keep(ctx context.Context, k keptKey) error {
	body, err := json.Marshal(k)
	if err != nil {
		return err
	}
	_, err = b.o.Papers.Put(context.WithoutCancel(ctx), backend.Paper{Kind: keys, Key: b.o.Account, Ver: k.ver, Body: body},
		backend.Note{Who: b.o.Who, Till: b.o.Till, What: "probe.key", About: b.o.Account})
	return err
}

// keepLast remembers the newest key, so that the next run uses none of this one's.
func (r *run) keepLast(ctx context.Context) error {
	k, err := r.kept(context.WithoutCancel(ctx))
	if err != nil || k.Last == r.last {
		return err
	}
	k.Last = r.last
	return r.keep(ctx, k)
}

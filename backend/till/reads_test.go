package till_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal/memory"
	"guitai/backend/safe"
	"guitai/backend/till"
)

// office is a shop that can also open cards, edit members and list levels.
type office struct{ *shop }

func (o office) Capabilities() backend.Capabilities {
	return backend.Capabilities{Kind: "sandy", Opener: o, Editor: o, Lister: o}
}

func (o office) Levels(context.Context) ([]backend.Level, error) {
	return []backend.Level{{ID: "1", Name: safe.Line("金卡")}}, nil
}

func (o office) Open(_ context.Context, m backend.NewMember) (backend.Member, error) {
	if _, taken := o.members[m.Number]; taken {
		return backend.Member{}, &backend.Error{Op: "office", Kind: backend.KindExists}
	}
	o.join(m.Number, "0", 0)
	return o.members[m.Number], nil
}

func (o office) Edit(_ context.Context, id string, e backend.Edit) (backend.Member, error) {
	m, ok := o.members[id]
	if !ok {
		return m, &backend.Error{Op: "office", Kind: backend.KindNotFound}
	}
	m.Name = safe.Line(*e.Name)
	o.members[id] = m
	return m, nil
}

func TestReadsPassThrough(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		o := office{newShop()}
		counter := till.New(till.Options{Backend: o, Journal: memory.New(time.Now), Account: account()})
		require.NoError(t, counter.Start(ctx))
		defer func() { assert.NoError(t, counter.Close()) }()

		found, err := counter.Find(ctx, "1001")
		require.NoError(t, err)
		assert.Len(t, found, 1)
		_, err = counter.Find(ctx, "nobody")
		assert.Equal(t, backend.KindNotFound, kind(t, err))
		rules, err := counter.Rules(ctx, "1001")
		require.NoError(t, err)
		assert.Len(t, rules.Rules, 1)
		levels, err := counter.Levels(ctx)
		require.NoError(t, err)
		assert.Len(t, levels, 1)

		opened, err := counter.OpenCard(ctx, backend.NewMember{Number: "2001"})
		require.NoError(t, err)
		assert.True(t, opened.Balance.IsZero())
		_, err = counter.OpenCard(ctx, backend.NewMember{Number: "2001"})
		assert.Equal(t, backend.KindExists, kind(t, err))

		name := "新名"
		edited, err := counter.Edit(ctx, "2001", backend.Edit{Name: &name})
		require.NoError(t, err)
		assert.Equal(t, name, edited.Name.String())
		_, err = counter.Edit(ctx, "2001", backend.Edit{})
		assert.Equal(t, backend.KindInvalid, kind(t, err))
		_, err = counter.Edit(ctx, "nobody", backend.Edit{Name: &name})
		assert.Equal(t, backend.KindNotFound, kind(t, err))

		_, err = counter.Case(ctx, "nothing")
		assert.Equal(t, backend.KindNotFound, kind(t, err))
	})
}

package till_test

import (
	"encoding/json"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/memory"
	"guitai/backend/sim"
	"guitai/backend/till"
)

// notes are what the audit says of a kind of change, the newest first.
func notes(t *testing.T, j *memory.Journal, what string) []journal.Entry {
	t.Helper()
	entries, err := j.Audit(t.Context(), journal.AuditFilter{What: what})
	require.NoError(t, err)
	return entries
}

func stages(entries []journal.Entry) []string {
	var out []string
	for _, e := range entries {
		out = append(out, e.Detail["stage"])
	}
	return out
}

func TestEveryChangeOfAMemberIsWrittenDownBeforeAndAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := enter(t)
		ctx := t.Context()
		name, phone := "李四", "13911112222"
		_, err := b.till.Edit(ctx, b.guest, backend.Edit{Name: &name, Phone: &phone})
		require.NoError(t, err)
		edits := notes(t, b.journal, "member.edit")
		assert.Equal(t, []string{"done", "begun"}, stages(edits))
		assert.Equal(t, "name phone", edits[0].Detail["fields"])
		assert.Equal(t, "till 1", edits[0].Till)

		require.NoError(t, b.till.SetPassword(ctx, b.guest, "secret77"))
		assert.Equal(t, []string{"done", "begun"}, stages(notes(t, b.journal, "member.password")))

		levels, err := b.till.Levels(ctx)
		require.NoError(t, err)
		require.NoError(t, b.till.ChangeLevel(ctx, levels[0].ID, []string{b.guest}))
		assert.Equal(t, []string{"done", "begun"}, stages(notes(t, b.journal, "member.level")))

		opened, err := b.till.OpenCard(ctx, backend.NewMember{Number: "M990001", Name: "新人", Phone: "13911113333"})
		require.NoError(t, err)
		assert.True(t, opened.Balance.IsZero() && opened.Points.IsZero())
		_, err = b.till.OpenCard(ctx, backend.NewMember{Number: "M990001", Name: "别人", Phone: "13911114444"})
		require.Equal(t, backend.KindExists, kind(t, err))
		assert.Equal(t, []string{"refused", "begun", "done", "begun"}, stages(notes(t, b.journal, "member.open")))

		all, err := b.journal.Audit(ctx, journal.AuditFilter{})
		require.NoError(t, err)
		text, err := json.Marshal(all)
		require.NoError(t, err)
		for _, private := range []string{phone, "13911113333", "secret77", name} {
			assert.NotContains(t, string(text), private)
		}
	})
}

// A lost answer to a natural key is settled by reading it; one that cannot be read
// either leaves a note that says so.
func TestALostAnswerToAnOpening(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := enter(t)
		ctx := t.Context()
		b.plan.Next("add", sim.Fault{Kind: sim.ResetAfter})
		opened, err := b.till.OpenCard(ctx, backend.NewMember{Number: "M990002", Name: "新人", Phone: "13911113333"})
		require.NoError(t, err, "the card that is there is the one that was asked for")
		assert.Equal(t, "M990002", opened.Number.String())

		b.plan.Next("add", sim.Fault{Kind: sim.ResetBefore})
		_, err = b.till.OpenCard(ctx, backend.NewMember{Number: "M990003", Name: "新人", Phone: "13911113333"})
		require.Error(t, err)
		assert.Equal(t, []string{"unknown", "begun", "done", "begun"}, stages(notes(t, b.journal, "member.open")))

		v := visit(t)
		v.plan.Next("cardopen", sim.Fault{Kind: sim.ResetAfter})
		card, err := v.till.OpenCard(ctx, backend.NewMember{Number: "T990001", LevelID: "1", Name: "新人", Phone: "13911113333"})
		require.NoError(t, err)
		assert.Equal(t, "T990001", card.ID)
		name := "王五"
		v.plan.Next("modcardinfo", sim.Fault{Kind: sim.ResetAfter})
		m, err := v.till.Edit(ctx, card.ID, backend.Edit{Name: &name})
		require.NoError(t, err)
		assert.Equal(t, name, m.Name.String())
		assert.Equal(t, []string{"done", "begun"}, stages(notes(t, v.journal, "member.edit")))
	})
}

func TestWhatCannotBeWrittenDownIsNotDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		office := office{newShop()}
		c := open(t, func(o *till.Options) { o.Backend, o.SweepHour = office, 23 })
		c.journal.FailNext(memory.BeforePut, journal.ErrReadOnly)
		_, err := c.till.OpenCard(t.Context(), backend.NewMember{Number: "1009"})
		assert.Equal(t, backend.KindJournal, kind(t, err))
		_, known := office.members["1009"]
		assert.False(t, known)
	})
}

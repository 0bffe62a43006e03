package cli

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/config"
	"guitai/backend/journal"
	"guitai/backend/money"
)

func TestSettingsThatMatterAreNotedWhenTheyChange(t *testing.T) {
	b := openBureau(t)
	s := shop{}
	s.cfg.Till, s.cfg.Backend = "T1", config.BackendSandy
	s.cfg.Sandy.BaseURL, s.cfg.Sandy.Token = "https://secret-host/x", config.NewSecret("canary-token")
	s.cfg.Limits.Operation = money.Must("5000")
	s.cfg.Database = config.NewSecret("postgres://till:canary-password@db.shop:5432/guitai?sslmode=verify-full&password=canary-password")
	notes := func() []journal.Entry {
		all, err := b.books.Audit(t.Context(), journal.AuditFilter{})
		require.NoError(t, err)
		var found []journal.Entry
		for _, e := range all {
			if e.What == "settings.changed" || e.What == "settings.noted" {
				found = append(found, e)
			}
		}
		return found
	}
	note := func() { require.NoError(t, noteSettings(t.Context(), b.books, []shop{s})) }
	note()
	note()
	require.Len(t, notes(), 1)
	assert.Equal(t, "postgres://db.shop:5432/guitai", notes()[0].Detail["database"])

	s.cfg.Limits.Operation, s.cfg.Sandy.BaseURL, s.cfg.Staff.Required = money.Must("9000"), "http://secret-host/x", true
	note()
	got := notes()
	require.Len(t, got, 2)
	assert.Equal(t, "settings.changed", got[0].What)
	assert.Equal(t, map[string]string{"limits.operation": "5000.00 → 9000.00", "shop.base_url": "https → http", "staff.required": "false → true"}, got[0].Detail)

	s.cfg.Sandy.Token = config.NewSecret("another-canary")
	note()
	require.Len(t, notes(), 2, "a secret is never looked at")
	s.cfg.Till = "T2"
	note()
	require.Len(t, notes(), 3, "each till has settings of its own")

	text, err := json.Marshal(notes())
	require.NoError(t, err)
	papers, err := b.books.Papers(t.Context(), settingsKind)
	require.NoError(t, err)
	for _, p := range papers {
		text = append(text, p.Body...)
	}
	assert.NotContains(t, string(text), "canary")
	assert.NotContains(t, string(text), "secret-host")

	s.practice = true
	s.cfg.Till = "T3"
	note()
	assert.Len(t, notes(), 3, "practice is not noted")
}

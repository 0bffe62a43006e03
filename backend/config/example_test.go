package config_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/config"
)

func example(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../../config.yaml.example")
	require.NoError(t, err)
	return string(b)
}

// uncommented is the example after somebody has removed "# " before every line
// that is a setting. What stays commented are the other forms of the secrets.
func uncommented(text string) string {
	setting := regexp.MustCompile(`^# ( *(- .*|(# )?[a-z_]+:( .*)?))$`)
	var lines []string
	for line := range strings.Lines(text) {
		lines = append(lines, setting.ReplaceAllString(strings.TrimRight(line, "\n"), "$1"))
	}
	return strings.Join(lines, "\n")
}

func TestExampleAsItIsMeansTheDemo(t *testing.T) {
	c, err := load(t, example(t))
	require.NoError(t, err)
	assert.Equal(t, config.BackendDemo, c.Backend)
}

func TestExampleUncommented(t *testing.T) {
	text := uncommented(example(t))
	m := machine{env: map[string]string{"GUITAI_POSPAL_APP_ID": "id", "GUITAI_POSPAL_APP_KEY": "key", "GUITAI_DATABASE": "postgres://guitai@db/guitai"}}
	c, err := m.with("c.yaml", text, 0o600).host().Load("/c.yaml")
	require.NoError(t, err, text)
	assert.Equal(t, config.BackendSandy, c.Backend)
	assert.Equal(t, "http://vip.sandyvip.com", c.Sandy.BaseURL)
	assert.Equal(t, "test", c.Sandy.Token.Reveal())
	assert.Equal(t, "{DEFAULT-AUTO-8E5A-BDE2-34ABA1BD956C9}", c.Sandy.CustomerGUID.Reveal())
	assert.Len(t, c.Sandy.LevelRates, 2)

	pospal := strings.Replace(text, "backend: sandy", "backend: pospal", 1)
	c, err = m.with("c.yaml", pospal, 0o600).host().Load("/c.yaml")
	require.NoError(t, err)
	assert.Equal(t, "key", c.Pospal.AppKey.Reveal())
	assert.Len(t, c.Pospal.RechargeRules, 3)
}

// TestExampleOfShops takes the second "# " away as well: shops stand in place of
// the one account.
func TestExampleOfShops(t *testing.T) {
	_, shops, found := strings.Cut(example(t), "# # shops:")
	require.True(t, found)
	text := "shops:" + strings.ReplaceAll(shops, "\n# # ", "\n")
	m := machine{env: map[string]string{"GUITAI_POSPAL_APP_ID": "id", "GUITAI_POSPAL_APP_KEY": "key", "GUITAI_DATABASE": "postgres://guitai@db/guitai"}}
	m = m.with("sandy.token", "t\n", 0o600).with("sandy.guid", "{A}\n", 0o600)
	c, err := m.with("c.yaml", text, 0o600).host().Load("/c.yaml")
	require.NoError(t, err, text)
	require.Len(t, c.Shops, 2)
	assert.Equal(t, config.BackendPospal, c.Shops[0].Backend)
	assert.Equal(t, config.BackendSandy, c.Shops[1].Backend)
	assert.Equal(t, c.Shops[1].Name, c.Shop)
	assert.Equal(t, config.BackendSandy, c.Backend)
}

// TestExampleHasEveryKey also holds the defaults: what the example shows for a
// key that has one is what holds without it.
func TestExampleHasEveryKey(t *testing.T) {
	shown := map[string]string{}
	section, part := "", ""
	key := regexp.MustCompile(`^# ( *)(?:# )?([a-z_]+):(?: (.*))?$`)
	for line := range strings.Lines(example(t)) {
		m := key.FindStringSubmatch(strings.TrimRight(line, "\n"))
		switch {
		case m == nil:
		case m[1] != "" && section == "keys": // actions are the key map's to know
		case m[1] == "":
			section, part = m[2], ""
			shown[section] = m[3]
		case len(m[1]) > 2 && part != "":
			delete(shown, section+"."+part)
			shown[section+"."+part+"."+m[2]] = m[3]
		default:
			part = m[2]
			shown[section+"."+m[2]] = m[3]
		}
	}
	for _, doc := range config.Describe() {
		value, ok := shown[doc.Key]
		assert.True(t, ok, "%s is missing", doc.Key)
		delete(shown, doc.Key)
		section, _, _ := strings.Cut(doc.Key, ".")
		if section != doc.Key {
			delete(shown, section)
		}
		switch doc.Key {
		case "backend", "till", "operator":
		default:
			if doc.Default != "" {
				assert.Equal(t, doc.Default, value, doc.Key)
			}
		}
	}
	assert.Empty(t, shown, "the example has no key that the table lacks")
}

package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"

	"guitai/backend/config"
)

const canary = "canary-5f2e"

func TestSecretIsNeverPrinted(t *testing.T) {
	type open struct{ Token config.Secret }
	type hidden struct{ token config.Secret }
	s := config.NewSecret(canary)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%p", "%10s", "%T", "%w", "%t"} {
		for _, value := range []any{s, &s, open{s}, &open{s}, []config.Secret{s}, map[string]config.Secret{"a": s}, hidden{s}, &hidden{s}} {
			assertHidden(t, verb, fmt.Sprintf(verb, value))
		}
	}
	assert.Equal(t, "•••", s.String())
	assert.Equal(t, "•••", fmt.Sprintf("%x", s))
	assertHidden(t, "print", fmt.Sprint(s)+fmt.Sprintln(open{s}))

	b, err := json.Marshal(map[config.Secret]open{s: {s}})
	require.NoError(t, err)
	assertHidden(t, "json", string(b))
	assert.JSONEq(t, `{"•••":{"Token":"•••"}}`, string(b))
	y, err := yaml.Marshal(map[string]config.Secret{"a": s})
	require.NoError(t, err)
	assertHidden(t, "yaml", string(y))

	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "a", s, "b", open{s}, "c", &s)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "a", s, "b", open{s}, "c", &s)
	assertHidden(t, "slog", log.String())
	assertHidden(t, "error", fmt.Errorf("bad: %v", s).Error())
}

func assertHidden(t *testing.T, how, printed string) {
	t.Helper()
	assert.NotContains(t, printed, canary, how)
	assert.NotContains(t, printed, fmt.Sprintf("%x", canary), how)
}

func TestSecretValue(t *testing.T) {
	assert.Equal(t, canary, config.NewSecret(canary).Reveal())
	assert.True(t, config.NewSecret(canary).IsSet())
	assert.False(t, config.Secret{}.IsSet())
	assert.False(t, config.NewSecret("").IsSet())
	assert.Empty(t, config.Secret{}.Reveal())
	assert.Equal(t, "•••", config.Secret{}.String(), "whether there is one is not told either")
}

func TestThreeFormsOfASecret(t *testing.T) {
	m := machine{env: map[string]string{"GUID": "{A-B}", "BAD": "a b"}}.
		with("etc/g/secrets/token", canary+"\r\n", 0o400).
		with("home/li/guid", "{A-B}\n", 0o600)
	cases := map[string]string{
		"file beside the settings": "token_file: secrets/token\n  customer_guid: '{A-B}'",
		"absolute and home":        "token_file: /etc/g/secrets/token\n  customer_guid_file: ~/guid",
		"environment":              "token_file: secrets/token\n  customer_guid_env: GUID",
	}
	for name, forms := range cases {
		t.Run(name, func(t *testing.T) {
			yaml := "backend: sandy\nsandy:\n  base_url: http://a\n  " + forms
			c, err := m.with("etc/g/c.yaml", yaml, 0o600).host().Load("/etc/g/c.yaml")
			require.NoError(t, err)
			assert.Equal(t, canary, c.Sandy.Token.Reveal())
			assert.Equal(t, "{A-B}", c.Sandy.CustomerGUID.Reveal())
			assertHidden(t, "config", fmt.Sprintf("%+v %#v %v", c, c, &c))
		})
	}
}

func TestSecretRefusals(t *testing.T) {
	m := machine{env: map[string]string{"BAD": canary + "\nX-Header: 1"}}.
		with("etc/g/open", canary, 0o640).with("etc/g/world", canary, 0o604).with("etc/g/empty", "\n", 0o600).
		with("etc/g/lines", canary+"\n"+canary, 0o600).with("etc/g/han", canary+"密", 0o600).with("etc/g/big", string(make([]byte, 65<<10)), 0o600)
	cases := map[string]struct {
		lines string
		kind  config.Kind
		key   string
		says  string
	}{
		"braces without quotes": {"customer_guid: {DEFAULT-AUTO-8E5A-BDE2}", config.KindUnquoted, "sandy.customer_guid", "put it in quotes"},
		"file readable by all":  {"customer_guid_file: world", config.KindOpen, "sandy.customer_guid_file", "chmod 600 /etc/g/world"},
		"file readable by some": {"customer_guid_file: open", config.KindOpen, "sandy.customer_guid_file", "chmod 600 /etc/g/open"},
		"file is missing":       {"customer_guid_file: it's", config.KindFile, "sandy.customer_guid_file", `'/etc/g/it'\''s' cannot be opened`},
		"file is a folder":      {"customer_guid_file: /etc/g", config.KindFile, "sandy.customer_guid_file", "cannot be read"},
		"file is empty":         {"customer_guid_file: empty", config.KindMissing, "sandy.customer_guid_file", "is empty"},
		"file has two lines":    {"customer_guid_file: lines", config.KindValue, "sandy.customer_guid_file", "line ends"},
		"file is not ASCII":     {"customer_guid_file: han", config.KindValue, "sandy.customer_guid_file", "ASCII"},
		"file is huge":          {"customer_guid_file: big", config.KindSize, "sandy.customer_guid_file", "too large"},
		"file with an escape":   {`customer_guid_file: "a\e[31m"`, config.KindValue, "sandy.customer_guid_file", "not a path"},
		"variable is not set":   {"customer_guid_env: NONE", config.KindMissing, "sandy.customer_guid_env", `"NONE" is not set`},
		"variable splits lines": {"customer_guid_env: BAD", config.KindValue, "sandy.customer_guid_env", "line ends"},
		"spaces":                {"customer_guid: a canary-5f2e", config.KindValue, "sandy.customer_guid", "spaces"},
		"two ways":              {"customer_guid: a\n  customer_guid_env: NONE", config.KindForms, "sandy.customer_guid_env", "sandy.customer_guid already"},
		"two other ways":        {"customer_guid_file: a\n  customer_guid_env: NONE", config.KindForms, "sandy.customer_guid_env", "sandy.customer_guid_file already"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			yaml := "backend: sandy\nsandy:\n  base_url: http://a\n  token: t\n  " + c.lines
			_, err := m.with("etc/g/c.yaml", yaml, 0o600).host().Load("/etc/g/c.yaml")
			all := problems(t, err)
			require.Len(t, all, 1)
			assert.Equal(t, c.kind, all[0].Kind)
			assert.Equal(t, c.key, all[0].Key)
			assert.Equal(t, "/etc/g/c.yaml", all[0].Path)
			assert.GreaterOrEqual(t, all[0].Line, 5)
			assert.Contains(t, all[0].Detail, c.says)
			assertHidden(t, "error", err.Error())
		})
	}
}

func TestSyntaxErrorsDoNotQuoteSecrets(t *testing.T) {
	for _, value := range []string{"*" + canary, "&" + canary, "!" + canary, "@" + canary, "%" + canary, "`" + canary, "{" + canary, "[" + canary + "}",
		"'" + canary, "a: " + canary, "\"\\q" + canary, "!<" + canary, "|" + canary, ">" + canary, "*" + canary + " x", "&" + canary + " x"} {
		_, err := load(t, "backend: sandy\nsandy:\n  base_url: http://a\n  customer_guid: x\n  token: "+value)
		require.Error(t, err, value)
		assertHidden(t, value, err.Error())
		for _, p := range problems(t, err) {
			assertHidden(t, value, fmt.Sprintf("%+v", p))
		}
	}
}

func TestSettingsThatOthersCanReadMayHoldNoSecret(t *testing.T) {
	byReference := "backend: sandy\nsandy: {base_url: http://a, token_env: T, customer_guid_env: T}"
	for _, mode := range []fs.FileMode{0o640, 0o604, 0o644, 0o660, 0o666, 0o620} {
		m := machine{env: map[string]string{"T": "x"}}
		_, err := m.with("a b/c.yaml", sandy, mode).host().Load("/a b/c.yaml")
		all := problems(t, err)
		require.Len(t, all, 2, "each secret in it")
		assert.Equal(t, config.KindOpen, all[0].Kind)
		assert.Equal(t, "sandy.token", all[0].Key)
		assert.Equal(t, 4, all[0].Line)
		assert.Contains(t, all[0].Detail, "chmod 600 '/a b/c.yaml'")

		windows := m.with("c.yaml", sandy, mode).host()
		windows.Windows = true
		_, err = windows.Load("/c.yaml")
		require.NoError(t, err, "modes mean nothing there")

		_, err = m.with("c.yaml", byReference, mode).host().Load("/c.yaml")
		require.NoError(t, err, "there is no secret in it")
	}
}

func TestSecretsOfTheOtherVendorAreLeftAlone(t *testing.T) {
	c, err := load(t, sandy+"pospal:\n  base_url: https://b\n  app_id: a\n  app_key_env: NOT_SET_TODAY\n")
	require.NoError(t, err)
	assert.False(t, c.Pospal.AppID.IsSet())
	assert.Equal(t, "https://b", c.Pospal.BaseURL)
}

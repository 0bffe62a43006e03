package config_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/config"
)

const twoShops = `shops:
  总店:
    backend: pospal
    pospal: {base_url: "https://area1-win.pospal.cn:443/", app_id: A1, app_key: "11", pay_types: [现金], reserve_calls: 5}
  分店:
    backend: sandy
    sandy:
      base_url: http://vip.sandyvip.com
      token: test
      customer_guid_env: GUID
      level_rates: {金卡: 0.9}
`

func shops(t *testing.T, yaml string) (config.Config, error) {
	t.Helper()
	m := machine{env: map[string]string{"GUID": "{B}"}}
	return m.with("etc/g/config.yaml", yaml, 0o600).host().Load("/etc/g/config.yaml")
}

func TestShops(t *testing.T) {
	c, err := shops(t, twoShops)
	require.NoError(t, err)
	require.Len(t, c.Accounts(), 2)
	first, second := c.Accounts()[0], c.Accounts()[1]
	assert.Equal(t, "总店", first.Name)
	assert.Equal(t, "A1", first.Pospal.AppID.Reveal())
	assert.Equal(t, []string{"现金"}, first.Pospal.PayTypes)
	assert.Equal(t, 300, first.Pospal.DailyCalls, "with the defaults filled in")
	assert.Equal(t, "{B}", second.Sandy.CustomerGUID.Reveal())
	assert.Equal(t, "0.9", second.Sandy.LevelRates["金卡"].String())
	assert.Equal(t, "总店", c.Shop, "the first one is in use")
	assert.Equal(t, config.BackendPospal, c.Backend)
	assert.Equal(t, "11", c.Pospal.AppKey.Reveal())

	c, err = shops(t, "shop: 分店\n"+twoShops)
	require.NoError(t, err)
	assert.Equal(t, "分店", c.Shop)
	assert.Equal(t, config.BackendSandy, c.Backend)
	assert.Equal(t, "test", c.Sandy.Token.Reveal())
	c = c.For(first)
	assert.Equal(t, "总店", c.Shop)
	assert.Equal(t, config.BackendPospal, c.Backend)
	assert.Equal(t, "A1", c.Pospal.AppID.Reveal())
	assert.False(t, c.Sandy.Token.IsSet(), "nobody keeps the other shop's secret at hand")
	assert.NotContains(t, fmt.Sprintf("%+v", c), "test")
}

func TestOneAccountIsAShopWithoutAName(t *testing.T) {
	c, err := load(t, sandy)
	require.NoError(t, err)
	assert.Empty(t, c.Shops)
	require.Len(t, c.Accounts(), 1)
	assert.Equal(t, "test", c.Accounts()[0].Sandy.Token.Reveal())
	assert.Empty(t, c.Accounts()[0].Name)
	c, err = load(t, "shops:\nlanguage: en\n")
	require.NoError(t, err)
	assert.Equal(t, config.BackendDemo, c.Backend)
}

func TestShopRefusals(t *testing.T) {
	cases := map[string]struct {
		yaml string
		kind config.Kind
		key  string
		line int
		says string
	}{
		"shops as a list":          {"shops: [a]", config.KindType, "shops", 1, "names with values"},
		"a shop as a text":         {"shops:\n  a: sandy", config.KindType, "shops.a", 2, "indented keys"},
		"a shop of nothing":        {"shops:\n  a:", config.KindMissing, "shops.a.backend", 2, "must be given"},
		"a shop without a backend": {"shops:\n  a:\n    sandy: {base_url: http://x}", config.KindMissing, "shops.a.backend", 2, "must be given"},
		"the demo as a shop":       {"shops:\n  a:\n    backend: demo", config.KindValue, "shops.a.backend", 3, "no shop"},
		"a shop twice":             {"shops:\n  a: {}\n  a: {}", config.KindMissing, "shops.a.backend", 2, "must be given"},
		"a setting of the whole":   {"shops:\n  a:\n    till: x", config.KindUnknown, "shops.a.till", 3, "no such setting"},
		"shops within a shop":      {"shops:\n  a:\n    shops: {}", config.KindUnknown, "shops.a.shops", 3, "no such setting"},
		"a typo":                   {"shops:\n  a:\n    backend: sandy\n    sandy: {tokn: x}", config.KindUnknown, "shops.a.sandy.tokn", 4, "did you mean sandy.token?"},
		"a value":                  {"shops:\n  a:\n    backend: pospal\n    pospal: {daily_calls: 0}", config.KindValue, "shops.a.pospal.daily_calls", 4, "from 1"},
		"an anchor":                {"shops:\n  a: &x {}", config.KindSyntax, "shops.a", 2, "quotes"},
		"another shop":             {"shop: c\n" + twoShops, config.KindValue, "shop", 1, `"c" is none of the shops`},
		"a shop without shops":     {"shop: a", config.KindValue, "shop", 1, "there are none"},
		"a backend beside shops":   {twoShops + "backend: demo", config.KindValue, "backend", 12, "under one of the shops"},
		"an account beside shops":  {twoShops + "sandy: {own_pay_type: a}", config.KindValue, "sandy", 12, "under one of the shops"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := shops(t, c.yaml)
			first := problems(t, err)[0]
			assert.Equal(t, c.kind, first.Kind)
			assert.Equal(t, c.key, first.Key)
			assert.Equal(t, c.line, first.Line)
			assert.Contains(t, first.Detail, c.says)
		})
	}
}

func TestWhatAShopLacks(t *testing.T) {
	_, err := shops(t, "shops:\n  a:\n    backend: sandy\n  b:\n    backend: pospal\n    pospal: {app_id_env: NONE, app_key_file: key}\n")
	var got []string
	for _, p := range problems(t, err) {
		got = append(got, fmt.Sprint(p.Line, " ", p.Key))
	}
	assert.Equal(t, []string{"3 shops.a.sandy.token", "3 shops.a.sandy.customer_guid", "3 shops.a.sandy.base_url",
		"6 shops.b.pospal.app_id_env", "6 shops.b.pospal.app_key_file", "6 shops.b.pospal.base_url"}, got)

	m := machine{}.with("etc/g/config.yaml", strings.Replace(twoShops, "customer_guid_env: GUID", "customer_guid: x", 1), 0o644)
	_, err = m.host().Load("/etc/g/config.yaml")
	assert.Equal(t, config.KindOpen, problems(t, err)[0].Kind)
	assert.NotContains(t, err.Error(), "A1")
}

package config_test

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/config"
	"guitai/backend/money"
)

// machine is a host with nothing but the files and variables of a test.
type machine struct {
	files fstest.MapFS
	env   map[string]string
}

func (m machine) host() config.Host {
	return config.Host{
		Getenv: func(name string) string { return m.env[name] },
		Open: func(path string) (fs.File, error) {
			return m.files.Open(strings.TrimPrefix(filepath.ToSlash(path), "/"))
		},
		Home: "/home/li", WorkDir: "/here", HostName: "till-7.shop.example", UserName: `SHOP\li`,
	}
}

func (m machine) with(path, content string, mode fs.FileMode) machine {
	files := fstest.MapFS{path: {Data: []byte(content), Mode: mode}}
	for name, f := range m.files {
		if name != path {
			files[name] = f
		}
	}
	return machine{files, m.env}
}

func load(t *testing.T, yaml string) (config.Config, error) {
	t.Helper()
	return machine{}.with("etc/g/config.yaml", yaml, 0o600).host().Load("/etc/g/config.yaml")
}

// problems are the errors of a file that must be refused.
func problems(t *testing.T, err error) config.Errors {
	t.Helper()
	var all config.Errors
	require.ErrorAs(t, err, &all)
	require.NotEmpty(t, all)
	return all
}

const sandy = `backend: sandy
sandy:
  base_url: http://vip.sandyvip.com/
  token: test
  customer_guid: "{DEFAULT-AUTO-8E5A}"
`

func TestDefaults(t *testing.T) {
	for name, yaml := range map[string]string{
		"empty": "", "comments": "# nothing\n", "null": "~\n", "an empty document": "---\n", "empty sections": "limits:\ntimeouts: {}\nkeys:\n",
		"demo by name": "backend: demo\n",
	} {
		t.Run(name, func(t *testing.T) {
			c, err := load(t, yaml)
			require.NoError(t, err)
			assert.Equal(t, config.BackendDemo, c.Backend)
			assert.Equal(t, "zh-Hans", c.Language)
			assert.Equal(t, "Asia/Shanghai", c.Zone.String())
			assert.Equal(t, "till-7", c.Till)
			assert.Equal(t, "li", c.Operator)
			assert.Equal(t, filepath.FromSlash("/home/li/.local/state/guitai"), c.DataDir)
			assert.Equal(t, "5000.00", c.Limits.Operation.String())
			assert.Equal(t, config.Timeouts{Dial: 3 * time.Second, TLS: 3 * time.Second, Header: 10 * time.Second, Whole: 15 * time.Second}, c.Timeouts)
			assert.Equal(t, "auto", c.Theme)
			assert.True(t, c.MaskPhones)
			assert.True(t, c.Mouse)
			assert.Equal(t, 2, c.Pospal.PagesPerSecond)
			assert.Equal(t, 300, c.Pospal.DailyCalls)
			assert.Equal(t, 25, c.Pospal.ReserveCalls)
			assert.Empty(t, c.Keys)
			assert.Equal(t, "/etc/g/config.yaml", c.Path)
		})
	}
}

func TestDefaultsWithoutAMachineToAsk(t *testing.T) {
	for name, host := range map[string]config.Host{
		"nameless": {Home: "/home/li"},
		"hostile":  {Home: "/home/li", HostName: "a\x1b[31m", UserName: "b\u202e"},
	} {
		host.Getenv = func(string) string { return "" }
		c, err := host.Demo()
		require.NoError(t, err)
		assert.Equal(t, "till", c.Till, name)
		assert.Equal(t, "operator", c.Operator, name)
	}

	homeless := machine{}.with("c.yaml", "backend: demo", 0o600).host()
	homeless.Home = ""
	_, err := homeless.Demo()
	assert.Equal(t, "data_dir", problems(t, err)[0].Key)
	_, err = homeless.Load("/c.yaml")
	assert.Equal(t, "data_dir", problems(t, err)[0].Key)
}

func TestSandy(t *testing.T) {
	c, err := load(t, sandy+`  level_rates: {金卡: 0.8, "1": 1, 银卡: 0.950}
  own_pay_type: 9
data_dir: state
language: zh
zone: Asia/Macau
till: 前台 2
operator: 陈
limits:
  operation: 1234.5
timeouts: {dial: 500ms, tls: 1s, header: 20s, whole: 1m}
keys:
  consume: f3
  recharge: [f4, ctrl+r]
  nothing: []
theme: dark
mask_phones: false
mouse: false
`)
	require.NoError(t, err)
	assert.Equal(t, config.BackendSandy, c.Backend)
	assert.Equal(t, "http://vip.sandyvip.com", c.Sandy.BaseURL)
	assert.Equal(t, "test", c.Sandy.Token.Reveal())
	assert.Equal(t, "{DEFAULT-AUTO-8E5A}", c.Sandy.CustomerGUID.Reveal())
	assert.Len(t, c.Sandy.LevelRates, 3)
	assert.Equal(t, "0.8", c.Sandy.LevelRates["金卡"].String())
	assert.Equal(t, "9", c.Sandy.OwnPayType)
	assert.True(t, c.Sandy.LevelRates["1"].Full())
	assert.Equal(t, filepath.FromSlash("/etc/g/state"), c.DataDir)
	assert.Equal(t, "zh-Hans", c.Language)
	assert.Equal(t, "Asia/Macau", c.Zone.String())
	assert.Equal(t, "前台 2", c.Till)
	assert.Equal(t, "陈", c.Operator)
	assert.True(t, c.Limits.Operation.Equal(money.Must("1234.50")))
	assert.Equal(t, config.Timeouts{Dial: 500 * time.Millisecond, TLS: time.Second, Header: 20 * time.Second, Whole: time.Minute}, c.Timeouts)
	assert.Equal(t, map[string][]string{"consume": {"f3"}, "recharge": {"f4", "ctrl+r"}, "nothing": {}}, c.Keys)
	assert.Equal(t, "dark", c.Theme)
	assert.False(t, c.MaskPhones)
	assert.False(t, c.Mouse)
}

func TestPospal(t *testing.T) {
	c, err := load(t, `backend: pospal
pospal:
  base_url: https://area1-win.pospal.cn:443
  app_id: 0012
  app_key: "007"
  pages_per_second: 5
  daily_calls: 10000
  reserve_calls: 0
`)
	require.NoError(t, err)
	assert.Equal(t, "https://area1-win.pospal.cn:443", c.Pospal.BaseURL)
	assert.Equal(t, "0012", c.Pospal.AppID.Reveal(), "as it was written, not as a number")
	assert.Equal(t, "007", c.Pospal.AppKey.Reveal())
	assert.Equal(t, 5, c.Pospal.PagesPerSecond)
	assert.Equal(t, 10000, c.Pospal.DailyCalls)
	assert.Zero(t, c.Pospal.ReserveCalls)
}

func TestRefusals(t *testing.T) {
	cases := map[string]struct {
		yaml string
		kind config.Kind
		key  string
		line int
		says string
	}{
		"unknown at the top":     {"\ncolour: red", config.KindUnknown, "colour", 2, "no such setting"},
		"unknown in a section":   {"sandy:\n  colour: red\nbackend: demo", config.KindUnknown, "sandy.colour", 2, "no such setting"},
		"a typo":                 {"backend: demo\nsandy:\n  base_ulr: x", config.KindUnknown, "sandy.base_ulr", 3, "did you mean sandy.base_url?"},
		"a typo in a section":    {"timeout:\n  dial: 1s", config.KindUnknown, "timeout", 1, "did you mean timeouts?"},
		"in the wrong place":     {"backend: demo\ntoken: x", config.KindUnknown, "token", 2, "did you mean sandy.token?"},
		"a dotted key":           {"sandy.token: x", config.KindUnknown, "sandy.token", 1, "indent the part after the dot"},
		"a key with an escape":   {`"\e[31m": x`, config.KindUnknown, `"\x1b[31m"`, 1, "no such setting"},
		"a map for a key":        {"? {a: b}\n: c", config.KindUnknown, "?", 1, "no such setting"},
		"a merge key":            {"<<: {a: b}", config.KindUnknown, "<<", 1, "no such setting"},
		"repeated":               {"theme: dark\ntheme: light", config.KindRepeated, "theme", 2, "twice"},
		"repeated section":       {"limits:\nmouse: true\nlimits:", config.KindRepeated, "limits", 3, "twice"},
		"section as text":        {"limits: 5", config.KindType, "limits", 1, "indented keys"},
		"list for a text":        {"language: [en]", config.KindType, "language", 1, "single value"},
		"block map for a text":   {"language:\n  a: b", config.KindType, "language", 1, "single value"},
		"braces for a text":      {"till: {a}", config.KindUnquoted, "till", 1, "put it in quotes"},
		"no value":               {"language:", config.KindMissing, "language", 1, "no value"},
		"no value but a comment": {"till: #1", config.KindMissing, "till", 1, "no value"},
		"not a choice":           {"backend: mindbody", config.KindValue, "backend", 1, `"mindbody" is none of sandy, pospal, demo`},
		"language":               {"language: fr", config.KindValue, "language", 1, "none of zh-Hans, zh, en"},
		"theme":                  {"theme: Dark", config.KindValue, "theme", 1, "none of auto, dark, light"},
		"zone":                   {"zone: Beijing", config.KindValue, "zone", 1, "no known time zone"},
		"zone of the machine":    {"zone: Local", config.KindValue, "zone", 1, "no known time zone"},
		"zone as a path":         {"zone: ../../etc/passwd", config.KindValue, "zone", 1, "no known time zone"},
		"yes for true":           {"mouse: yes", config.KindType, "mouse", 1, "neither true nor false"},
		"quoted true":            {`mouse: "true"`, config.KindType, "mouse", 1, "neither true nor false"},
		"duration as a number":   {"timeouts: {dial: 3}", config.KindType, "timeouts.dial", 1, "write 3s"},
		"negative duration":      {"timeouts: {dial: -3s}", config.KindValue, "timeouts.dial", 1, "from 100ms"},
		"endless duration":       {"timeouts: {header: 1h}", config.KindValue, "timeouts.header", 1, "to 5m"},
		"overflowing duration":   {"timeouts: {header: 999999999h}", config.KindType, "timeouts.header", 1, "not a duration"},
		"whole is the shortest":  {"timeouts:\n  whole: 5s", config.KindValue, "timeouts.whole", 2, "not be shorter"},
		"header is the longest":  {"timeouts:\n  header: 20s", config.KindValue, "timeouts.whole", 1, "not be shorter"},
		"amount with three":      {"limits: {operation: 1.005}", config.KindType, "limits.operation", 1, "two decimals"},
		"amount in words":        {"limits: {operation: much}", config.KindType, "limits.operation", 1, "not an amount"},
		"amount NaN":             {"limits: {operation: .nan}", config.KindType, "limits.operation", 1, "not an amount"},
		"amount zero":            {"limits: {operation: 0}", config.KindValue, "limits.operation", 1, "above zero"},
		"amount negative":        {"limits: {operation: -5}", config.KindValue, "limits.operation", 1, "above zero"},
		"till with an escape":    {`till: "a\e[31m"`, config.KindValue, "till", 1, "control characters"},
		"till too long":          {"till: " + strings.Repeat("x", 65), config.KindValue, "till", 1, "64 bytes"},
		"folder with NUL":        {`data_dir: "a\0b"`, config.KindValue, "data_dir", 1, "not a path"},
		"rate above one":         {"backend: demo\nsandy:\n  level_rates:\n    金卡: 8", config.KindValue, "sandy.level_rates.金卡", 4, "above 0 and at most 1"},
		"rate zero":              {"backend: demo\nsandy: {level_rates: {a: 0}}", config.KindValue, "sandy.level_rates.a", 2, "at most 1"},
		"rate in percent":        {"backend: demo\nsandy: {level_rates: {a: 80%}}", config.KindValue, "sandy.level_rates.a", 2, "at most 1"},
		"rate of a list":         {"backend: demo\nsandy: {level_rates: {a: [1]}}", config.KindType, "sandy.level_rates.a", 2, "single value"},
		"rates as a list":        {"backend: demo\nsandy: {level_rates: [1]}", config.KindType, "sandy.level_rates", 2, "names with values"},
		"rate twice":             {"backend: demo\nsandy: {level_rates: {a: 1, a: 0.5}}", config.KindRepeated, "sandy.level_rates.a", 2, "twice"},
		"rate without a name":    {`{backend: demo, sandy: {level_rates: {"": 1}}}`, config.KindValue, "sandy.level_rates.", 1, "plain text"},
		"keys as text":           {"keys: f3", config.KindType, "keys", 1, "names with values"},
		"keys of a map":          {"keys: {consume: [{a: b}]}", config.KindUnquoted, "keys.consume", 1, "quotes"},
		"keys of nothing":        {"keys: {consume: }", config.KindMissing, "keys.consume", 1, "no value"},
		"pages too many":         {"{backend: demo, pospal: {pages_per_second: 101}}", config.KindValue, "pospal.pages_per_second", 1, "from 1 to 100"},
		"pages as a fraction":    {"{backend: demo, pospal: {pages_per_second: 1.5}}", config.KindType, "pospal.pages_per_second", 1, "not a whole number"},
		"reserve is everything":  {"backend: demo\npospal: {daily_calls: 25}", config.KindValue, "pospal.reserve_calls", 2, "fewer than"},
		"no backend named":       {"language: en\nsandy:\n  own_pay_type: a", config.KindMissing, "backend", 2, "backend: sandy"},
		"a list at the top":      {"\n- a", config.KindType, "", 2, "keys with values"},
		"a text at the top":      {"hello", config.KindType, "", 1, "keys with values"},
		"two documents":          {"theme: dark\n---\ntheme: light", config.KindSyntax, "", 2, "second document"},
		"broken YAML":            {"theme: dark\nkeys: [", config.KindSyntax, "", 3, "not YAML"},
		"broken second document": {"theme: dark\n--- [", config.KindSyntax, "", 3, "not YAML"},
		"a tab":                  {"\ttheme: dark", config.KindSyntax, "", 1, "not YAML"},
		"binary":                 {"a: \x01", config.KindSyntax, "", 0, "not YAML"},
		"anchor":                 {"till: &a b", config.KindSyntax, "till", 1, "quotes"},
		"tag":                    {"till: !!binary aGk=", config.KindSyntax, "till", 1, "quotes"},
		"alias in a rate":        {"backend: demo\nsandy:\n  level_rates: {a: &x 1}", config.KindSyntax, "sandy.level_rates.a", 3, "quotes"},
		"unknown alias":          {"till: *a", config.KindSyntax, "", 1, "reference"},
		"too deep":               {strings.Repeat("[", 30), config.KindSyntax, "", 1, "not YAML"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := load(t, c.yaml)
			assert.Zero(t, got)
			first := problems(t, err)[0]
			assert.Equal(t, c.kind, first.Kind)
			assert.Equal(t, c.key, first.Key)
			assert.Equal(t, c.line, first.Line)
			assert.Equal(t, "/etc/g/config.yaml", first.Path)
			assert.Contains(t, first.Detail, c.says)
			assert.NotContains(t, err.Error(), "\x1b")
		})
	}
}

func TestMissing(t *testing.T) {
	cases := map[string]struct {
		yaml string
		want []string
	}{
		"sandy with nothing":         {"backend: sandy", []string{"1 sandy.token", "1 sandy.customer_guid", "1 sandy.base_url"}},
		"sandy with an empty part":   {"backend: sandy\n\nsandy:", []string{"3 sandy.token", "3 sandy.customer_guid", "3 sandy.base_url"}},
		"sandy without its number":   {"backend: sandy\nsandy:\n  base_url: http://a\n  token: t", []string{"2 sandy.customer_guid"}},
		"pospal with nothing":        {"\nbackend: pospal", []string{"2 pospal.app_id", "2 pospal.app_key", "2 pospal.base_url"}},
		"what is wrong is told once": {"backend: sandy\nsandy: {base_url: ftp://a, token: [], customer_guid: x}", []string{"2 sandy.base_url", "2 sandy.token"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := load(t, c.yaml)
			var got []string
			for _, p := range problems(t, err) {
				got = append(got, string('0'+rune(p.Line))+" "+p.Key)
			}
			assert.Equal(t, c.want, got)
		})
	}
}

func TestBaseURL(t *testing.T) {
	good := map[string]string{
		"http://vip.sandyvip.com":      "http://vip.sandyvip.com",
		"HTTPS://a.example:8443/api//": "https://a.example:8443/api",
		"http://127.0.0.1:80":          "http://127.0.0.1:80",
		"http://[::1]:8080/":           "http://[::1]:8080",
	}
	for in, want := range good {
		c, err := load(t, "backend: demo\nsandy:\n  base_url: \""+in+"\"")
		require.NoError(t, err, in)
		assert.Equal(t, want, c.Sandy.BaseURL)
	}
	for _, in := range []string{
		"vip.sandyvip.com", "ftp://a", "http://", "http://:80", "http:a", "http:///path", "http://a:99999", "http://a:x", "http://li:pw@a",
		"http://a?b=c", "http://a/?", "http://a#b", "http://a b", "javascript:alert(1)", "http://a\\x01", "//a", "file:///etc/passwd",
	} {
		_, err := load(t, "backend: demo\nsandy:\n  base_url: \""+in+"\"")
		p := problems(t, err)[0]
		assert.Equal(t, config.KindValue, p.Kind, in)
		assert.Equal(t, "sandy.base_url", p.Key, in)
		assert.NotContains(t, err.Error(), "pw", "a password in an address is a secret as well")
	}
}

func TestAllProblemsAtOnceInTheOrderOfTheFile(t *testing.T) {
	_, err := load(t, "theme: pink\nbackend: sandy\nnonsense: 1\nmouse: maybe\n")
	assert.Equal(t, `/etc/g/config.yaml:1: theme: "pink" is none of auto, dark, light
/etc/g/config.yaml:2: sandy.token: is needed for backend: sandy; give it here, or as sandy.token_file or sandy.token_env
/etc/g/config.yaml:2: sandy.customer_guid: is needed for backend: sandy; give it here, or as sandy.customer_guid_file or sandy.customer_guid_env
/etc/g/config.yaml:2: sandy.base_url: is needed for backend: sandy
/etc/g/config.yaml:3: nonsense: there is no such setting
/etc/g/config.yaml:4: mouse: "maybe" is neither true nor false`, err.Error())
	var one *config.Error
	require.ErrorAs(t, err, &one)

	_, err = load(t, strings.Repeat("x: y\n", 10_000))
	assert.LessOrEqual(t, len(problems(t, err)), 50)
}

func TestFileProblems(t *testing.T) {
	_, err := machine{}.host().Load("/none.yaml")
	p := problems(t, err)[0]
	assert.Equal(t, config.KindFile, p.Kind)
	require.ErrorIs(t, err, fs.ErrNotExist)
	assert.Equal(t, "/none.yaml: cannot be opened: file does not exist", err.Error())

	_, err = machine{}.with("big.yaml", strings.Repeat("#", 1<<20+1), 0o600).host().Load("/big.yaml")
	assert.Equal(t, config.KindSize, problems(t, err)[0].Kind)
	_, err = machine{}.with("big.yaml", strings.Repeat("#", 1<<20), 0o600).host().Load("/big.yaml")
	require.NoError(t, err)

	_, err = machine{}.with("dir/x", "", 0o600).host().Load("/dir")
	assert.Equal(t, config.KindFile, problems(t, err)[0].Kind)
}

// TestDescribe holds the table against the struct: a key that one of them lacks
// could be neither documented nor set.
func TestDescribe(t *testing.T) {
	var documented []string
	for _, doc := range config.Describe() {
		assert.NotEmpty(t, doc.Type, doc.Key)
		assert.NotEmpty(t, doc.Meaning, doc.Key)
		documented = append(documented, doc.Key)
	}
	want := keysOf(reflect.TypeFor[config.Config](), "")
	slices.Sort(want)
	slices.Sort(documented)
	assert.Equal(t, want, documented)
}

func keysOf(t reflect.Type, prefix string) []string {
	var keys []string
	for i := range t.NumField() {
		f := t.Field(i)
		key := prefix + f.Tag.Get("yaml")
		switch {
		case key == "-":
		case f.Type == reflect.TypeFor[config.Secret]():
			keys = append(keys, key, key+"_file", key+"_env")
		case f.Type.Kind() == reflect.Struct && f.Type != reflect.TypeFor[money.Amount]() && f.Type != reflect.TypeFor[money.Share]():
			keys = append(keys, keysOf(f.Type, key+".")...)
		default:
			keys = append(keys, key)
		}
	}
	return keys
}

func TestErrorsJoinNothing(t *testing.T) {
	assert.Empty(t, config.Errors{}.Error())
	assert.Equal(t, "x", (&config.Error{Detail: "x"}).Error())
	assert.True(t, errors.Is(&config.Error{Cause: fs.ErrExist}, fs.ErrExist))
}

func FuzzLoad(f *testing.F) {
	for _, seed := range []string{
		sandy, "", "a: [", "? {a: b}\n: c", "x: &a [*a, *a]", "<<: {a: b}", "sandy: {customer_guid: {A-B}}", "%YAML 1.1\n---\n", "\xff\xfea\x00",
		"keys: {a: [f1, !!x b]}", "timeouts: {dial: 1e400s}", "limits: {operation: 1e400}", "sandy: {level_rates: {a: .8}}",
		"backend: demo\npospal: {recharge_rules: [{name: a, kind: percent, percent_money: 2.5}], pay_types: [a], points: {per_yuan: 1}}",
		"shops: {a: {backend: sandy, sandy: {base_url: http://a, token: t, customer_guid: g}}}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		host := machine{}.with("c.yaml", string(data), 0o600).host()
		c, err := host.Load("/c.yaml")
		if err != nil {
			all := problems(t, err)
			for _, p := range all {
				require.NotEmpty(t, p.Kind)
				require.NotEmpty(t, p.Detail)
			}
			return
		}
		require.NotNil(t, c.Zone)
		require.NotEmpty(t, c.DataDir)
		require.Positive(t, c.Limits.Operation.Sign())
		require.GreaterOrEqual(t, c.Timeouts.Whole, c.Timeouts.Dial)
		for _, rate := range c.Sandy.LevelRates {
			require.True(t, rate.Known())
		}
		for _, shop := range c.Accounts() {
			require.NotEmpty(t, shop.Pospal.PayTypes)
			require.Equal(t, len(c.Shops) == 0, shop.Name == "")
			for _, r := range shop.Pospal.RechargeRules {
				require.NotEmpty(t, r.Name)
				require.NotEmpty(t, r.Kind)
				require.Equal(t, r.Kind == config.RuleThreshold, r.Threshold.Sign() > 0)
			}
		}
		if c.Backend == config.BackendSandy {
			require.True(t, c.Sandy.Token.IsSet() && c.Sandy.CustomerGUID.IsSet())
			require.NotEmpty(t, c.Sandy.BaseURL)
		}
	})
}

// People, the door they come in by, and the journal they share.
func TestStaffServeAndDatabase(t *testing.T) {
	c, err := load(t, "staff:\n  required: true\n  idle_lock: 45s\n  limits: {recharge: 300.50}\nserve:\n  listen: 127.0.0.1:2022\n  max_sessions: 9\ndatabase: postgres://guitai:pw@db/guitai\nundo: {gift: proportional}\n")
	require.NoError(t, err)
	assert.True(t, c.Staff.Required)
	assert.Equal(t, 45*time.Second, c.Staff.IdleLock)
	assert.Equal(t, "300.50", c.Staff.Limits.Recharge.String())
	assert.Equal(t, "1000.00", c.Staff.Limits.Consume.String(), "the others keep theirs")
	assert.Equal(t, config.ServeSettings{Listen: "127.0.0.1:2022", MaxSessions: 9, Status: "127.0.0.1:9222"}, c.Serve)
	assert.Equal(t, config.GiftProportional, c.Undo.Gift)
	assert.NotContains(t, fmt.Sprintf("%v %+v %#v", c, c, c), "pw@db", "the database's password does not print")

	for text, word := range map[string]string{
		"staff: {idle_lock: 29s}\n":               "30s",
		"serve: {status: 0.0.0.0:9222}\n":         "loopback",
		"serve: {listen: nowhere}\n":              "not an address",
		"serve: {max_sessions: 1001}\n":           "1000",
		"database: mysql://db/guitai\n":           "postgres://",
		"undo: {gift: last}\n":                    "proportional",
		"staff: {limits: {recharge: -1}}\n":       "above zero",
		"database_env: GUITAI_NO_SUCH_VARIABLE\n": "not set",
	} {
		_, err := load(t, text)
		assert.ErrorContains(t, err, word, text)
	}
}

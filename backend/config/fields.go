package config

import (
	"strings"

	"guitai/backend/money"
)

// KeyDoc describes one key of the file.
type KeyDoc struct {
	// Key is the dotted path: "sandy.base_url".
	Key string
	// Type is what may stand there, in words or as choices separated by |.
	Type string
	// Default is what holds where the key is missing; "" means that there is none.
	Default string
	// Meaning is one line.
	Meaning string
}

// field is a key with the way to read it; secrets are read by secretFields.
type field struct {
	KeyDoc
	read func(*decoder, *Config, entry)
}

// Describe lists every key in the order in which config.yaml.example has them.
func Describe() []KeyDoc {
	var docs []KeyDoc
	for _, f := range fields() {
		docs = append(docs, f.KeyDoc)
	}
	return docs
}

func fields() []field {
	var all []field
	all = append(all, generalFields()...)
	all = append(all, sandyFields()...)
	all = append(all, pospalFields()...)
	all = append(all, shopsFields()...)
	all = append(all, staffFields()...)
	return append(all, screenFields()...)
}

func backendField() field {
	return field{KeyDoc{"backend", "sandy|pospal|demo", "demo", "who keeps the members and their money"},
		func(d *decoder, c *Config, e entry) {
			choose(d, e, &c.Backend, BackendSandy, BackendPospal, BackendDemo)
		}}
}

func generalFields() []field {
	return []field{
		backendField(),
		{KeyDoc{"data_dir", "folder", "~/.local/state/guitai", "journal and member mirror; relative to this file"},
			func(d *decoder, c *Config, e entry) { d.folder(e, &c.DataDir) }},
		{KeyDoc{"anchor", "file", "", "where the journal's newest entry is noted, best on another disk; journal.anchor in data_dir without it"},
			func(d *decoder, c *Config, e entry) { d.folder(e, &c.Anchor) }},
		{KeyDoc{"language", "zh-Hans|zh|en", "zh-Hans", "language of the screens"}, readLanguage},
		{KeyDoc{"zone", "IANA zone", "Asia/Shanghai", "where the shop's day begins and ends"},
			func(d *decoder, c *Config, e entry) { d.zone(e, &c.Zone) }},
		{KeyDoc{"till", "text", "host name", "name of this till in the journal and on slips"},
			func(d *decoder, c *Config, e entry) { d.label(e, &c.Till) }},
		{KeyDoc{"operator", "text", "system user", "who works here where no staff is configured"},
			func(d *decoder, c *Config, e entry) { d.label(e, &c.Operator) }},
		{KeyDoc{"limits.operation", "yuan", "5000.00", "largest amount of one operation"},
			func(d *decoder, c *Config, e entry) { d.amount(e, &c.Limits.Operation) }},
		{KeyDoc{"timeouts.dial", "duration", "3s", "until the connection stands"},
			func(d *decoder, c *Config, e entry) { d.duration(e, &c.Timeouts.Dial) }},
		{KeyDoc{"timeouts.tls", "duration", "3s", "until TLS is agreed upon"},
			func(d *decoder, c *Config, e entry) { d.duration(e, &c.Timeouts.TLS) }},
		{KeyDoc{"timeouts.header", "duration", "10s", "until the reply begins"},
			func(d *decoder, c *Config, e entry) { d.duration(e, &c.Timeouts.Header) }},
		{KeyDoc{"timeouts.whole", "duration", "15s", "until the reply has ended; not shorter than the others"},
			func(d *decoder, c *Config, e entry) { d.duration(e, &c.Timeouts.Whole) }},
	}
}

func readLanguage(d *decoder, c *Config, e entry) {
	choose(d, e, &c.Language, "zh-Hans", "zh", "en")
	if c.Language == "zh" {
		c.Language = "zh-Hans"
	}
}

func sandyFields() []field {
	return append(append([]field{
		{KeyDoc{"sandy.base_url", "http(s) URL", "", "where the merchant's Sandy answers; http shows a red badge"},
			func(d *decoder, c *Config, e entry) { d.url(e, &c.Sandy.BaseURL) }},
	}, secretDocs(BackendSandy)...),
		field{KeyDoc{"sandy.level_rates", "level: rate", "", "share of the price a level pays, above 0 and at most 1"},
			func(d *decoder, c *Config, e entry) { d.rates(e, &c.Sandy.LevelRates) }},
		field{KeyDoc{"sandy.own_pay_type", "text or number", "", "pay type that means the member's own card"},
			func(d *decoder, c *Config, e entry) { d.label(e, &c.Sandy.OwnPayType) }},
	)
}

func pospalFields() []field {
	return append(append([]field{
		{KeyDoc{"pospal.base_url", "http(s) URL", "", "the area's interface address, as Pospal's back office shows it"},
			func(d *decoder, c *Config, e entry) { d.url(e, &c.Pospal.BaseURL) }},
	}, secretDocs(BackendPospal)...),
		field{KeyDoc{"pospal.pages_per_second", "1 to 100", "2", "how fast member pages are read"},
			func(d *decoder, c *Config, e entry) { d.whole(e, &c.Pospal.PagesPerSecond, 1, 100) }},
		field{KeyDoc{"pospal.daily_calls", "1 to 10000000", "300", "calls a day that the account's plan allows"},
			func(d *decoder, c *Config, e entry) { d.whole(e, &c.Pospal.DailyCalls, 1, 10_000_000) }},
		field{KeyDoc{"pospal.reserve_calls", "number", "25", "of these, how many are kept for money; fewer than daily_calls"},
			func(d *decoder, c *Config, e entry) { d.whole(e, &c.Pospal.ReserveCalls, 0, 10_000_000) }},
		field{KeyDoc{"pospal.own_keys", "true|false", "false", "no other software books through this account's interface"},
			func(d *decoder, c *Config, e entry) { d.flag(e, &c.Pospal.OwnKeys) }},
		field{KeyDoc{"pospal.till_slot", "0 to 8", "", "which second of ten this till's keys use, only for tills without a common journal"},
			func(d *decoder, c *Config, e entry) {
				c.Pospal.TillSlot = new(int)
				d.whole(e, c.Pospal.TillSlot, 0, 8)
			}},
		field{KeyDoc{"pospal.recharge_rules", "list of rules", "", "what a recharge gives; the vendor's own rules do not apply here"},
			func(d *decoder, c *Config, e entry) { d.rules(e, &c.Pospal.RechargeRules) }},
		field{KeyDoc{"pospal.pay_types", "list of names", "[现金, 微信, 支付宝, 银行卡]", "how guests pay a recharge, or what a card does not cover"},
			func(d *decoder, c *Config, e entry) { d.names(e, &c.Pospal.PayTypes) }},
		field{KeyDoc{"pospal.points.per_yuan", "number", "", "points for each yuan paid, at levels that earn points"},
			func(d *decoder, c *Config, e entry) { d.share(e, &c.Pospal.Points.PerYuan) }},
		field{KeyDoc{"pospal.points.rounding", "down|half|two", "down", "a fraction of a point: dropped, to the nearest, or two decimals kept"},
			func(d *decoder, c *Config, e entry) {
				choose(d, e, &c.Pospal.Points.Rounding, RoundDown, RoundHalf, RoundTwo)
			}},
		field{KeyDoc{"pospal.password_above", "yuan", "", "a consumption above this asks for the member's password; without it none does"},
			func(d *decoder, c *Config, e entry) { d.amount(e, &c.Pospal.PasswordAbove) }},
	)
}

// staffFields are those of people, of the door they come in by, and of a journal
// that several machines share.
func staffFields() []field {
	limit := func(key, preset, meaning string, into func(*StaffLimits) *money.Amount) field {
		return field{KeyDoc{"staff.limits." + key, "yuan", preset, meaning},
			func(d *decoder, c *Config, e entry) { d.amount(e, into(&c.Staff.Limits)) }}
	}
	return []field{
		{KeyDoc{"staff.required", "true|false", "false", "everybody proves who they are, and may do what their role allows"},
			func(d *decoder, c *Config, e entry) { d.flag(e, &c.Staff.Required) }},
		{KeyDoc{"staff.idle_lock", "duration", "2m", "without a key for so long, a session asks for the PIN; 30s to 5m"},
			func(d *decoder, c *Config, e entry) { d.idle(e, &c.Staff.IdleLock) }},
		{KeyDoc{"staff.pepper_file", "file", "", "what PINs cannot be guessed without, mode 0600, apart from data_dir; the system's keyring without it"},
			func(d *decoder, c *Config, e entry) { d.folder(e, &c.Staff.PepperFile) }},
		limit("consume", "1000.00", "a cashier's largest bill; ten times for a supervisor, a hundred for a manager", func(l *StaffLimits) *money.Amount { return &l.Consume }),
		limit("recharge", "1000.00", "a cashier's largest recharge", func(l *StaffLimits) *money.Amount { return &l.Recharge }),
		limit("consume_shift", "20000.00", "all bills of ten hours", func(l *StaffLimits) *money.Amount { return &l.ConsumeShift }),
		limit("recharge_shift", "5000.00", "all recharges of ten hours", func(l *StaffLimits) *money.Amount { return &l.RechargeShift }),
		limit("consume_day", "40000.00", "all bills of a day", func(l *StaffLimits) *money.Amount { return &l.ConsumeDay }),
		limit("recharge_day", "10000.00", "all recharges of a day", func(l *StaffLimits) *money.Amount { return &l.RechargeDay }),
		{KeyDoc{"undo.gift", "first|proportional", "first", "of a recharge spent in part: the gift is taken back first, or both in proportion"},
			func(d *decoder, c *Config, e entry) { choose(d, e, &c.Undo.Gift, GiftFirst, GiftProportional) }},
		{KeyDoc{"serve.listen", "host:port", "0.0.0.0:2222", "where guitai serve takes SSH connections"},
			func(d *decoder, c *Config, e entry) { d.address(e, &c.Serve.Listen) }},
		{KeyDoc{"serve.host_key", "file", "", "what the server proves itself with, made by guitai serve --init; host_key in data_dir without it"},
			func(d *decoder, c *Config, e entry) { d.folder(e, &c.Serve.HostKey) }},
		{KeyDoc{"serve.max_sessions", "1 to 1000", "64", "how many people work at once"},
			func(d *decoder, c *Config, e entry) { d.whole(e, &c.Serve.MaxSessions, 1, 1000) }},
		{KeyDoc{"serve.status", "host:port", "127.0.0.1:9222", "loopback address of /healthz and /metrics"},
			func(d *decoder, c *Config, e entry) { d.address(e, &c.Serve.Status) }},
		{KeyDoc{"database", "postgres://…", "", "one journal for several machines; a file in data_dir without it"},
			nil},
		{KeyDoc{"database_file", "file", "", "file that holds it, mode 0600; relative to this file"}, nil},
		{KeyDoc{"database_env", "variable", "", "environment variable that holds it"}, nil},
	}
}

func shopsFields() []field {
	return []field{
		{KeyDoc{"shops", "name: backend with its section", "", "several accounts instead of one; each with keys as above"},
			func(d *decoder, c *Config, e entry) { d.shops(e, &c.Shops) }},
		{KeyDoc{"shop", "name", "", "which of the shops to start with; the first one without it"},
			func(d *decoder, c *Config, e entry) { d.label(e, &c.Shop) }},
	}
}

func screenFields() []field {
	return []field{
		{KeyDoc{"keys", "action: key or list of keys", "", "keys of your own instead of an action's usual ones"},
			func(d *decoder, c *Config, e entry) { d.bindings(e, &c.Keys) }},
		{KeyDoc{"theme", "auto|dark|light", "auto", "colours; auto asks the terminal"},
			func(d *decoder, c *Config, e entry) { choose(d, e, &c.Theme, "auto", "dark", "light") }},
		{KeyDoc{"mask_phones", "true|false", "true", "hide the middle of phone numbers on screens"},
			func(d *decoder, c *Config, e entry) { d.flag(e, &c.MaskPhones) }},
		{KeyDoc{"mouse", "true|false", "true", "react to the mouse as well"},
			func(d *decoder, c *Config, e entry) { d.flag(e, &c.Mouse) }},
	}
}

// secretField is a secret with its backend. Beside its own key it has one
// ending in _file and one in _env.
type secretField struct {
	key     string
	backend Backend
	meaning string
	into    func(*Config) *Secret
}

func secretFields() []secretField {
	return []secretField{
		{"database", "", "one journal for several machines", func(c *Config) *Secret { return &c.Database }},
		{"sandy.token", BackendSandy, "the merchant's token", func(c *Config) *Secret { return &c.Sandy.Token }},
		{"sandy.customer_guid", BackendSandy, "the merchant's number, in quotes because of its braces", func(c *Config) *Secret { return &c.Sandy.CustomerGUID }},
		{"pospal.app_id", BackendPospal, "the account's appId", func(c *Config) *Secret { return &c.Pospal.AppID }},
		{"pospal.app_key", BackendPospal, "the account's appKey", func(c *Config) *Secret { return &c.Pospal.AppKey }},
	}
}

// secretDocs are the three keys of each secret. They have nothing to read:
// which of the three is given is settled when all keys are known.
func secretDocs(backend Backend) []field {
	var all []field
	for _, s := range secretFields() {
		if s.backend != backend {
			continue
		}
		name := s.key[strings.IndexByte(s.key, '.')+1:]
		all = append(all,
			field{KeyDoc{s.key, "secret", "", s.meaning}, nil},
			field{KeyDoc{s.key + "_file", "file", "", "file that holds " + name + ", mode 0600; relative to this file"}, nil},
			field{KeyDoc{s.key + "_env", "variable", "", "environment variable that holds " + name}, nil})
	}
	return all
}

func isKey(known []field, key string) bool {
	for _, f := range known {
		if f.Key == key {
			return true
		}
	}
	return false
}

func isSection(known []field, key string) bool {
	for _, f := range known {
		if strings.HasPrefix(f.Key, key+".") {
			return true
		}
	}
	return false
}

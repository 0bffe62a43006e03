package config

import (
	"time"

	"guitai/backend/money"
)

// Backend names who keeps the members and their money.
type Backend string

// The backends there are. The demo runs both vendors' simulators in the process.
const (
	BackendSandy  Backend = "sandy"
	BackendPospal Backend = "pospal"
	BackendDemo   Backend = "demo"
)

// Config is every setting, validated and with the defaults filled in. The yaml
// tags name the keys for Describe's test; nothing is decoded through them.
type Config struct {
	// Path is the file that was read, "" for the defaults.
	Path string `yaml:"-"`

	// Backend, Sandy and Pospal describe the account in use; where the file names
	// several shops, the one that Shop says.
	Backend Backend        `yaml:"backend"`
	Sandy   SandySettings  `yaml:"sandy"`
	Pospal  PospalSettings `yaml:"pospal"`
	// Shops are the accounts in the order of the file, empty where it names one
	// account only, and Shop is the name of the one in use.
	Shops []Shop `yaml:"shops"`
	Shop  string `yaml:"shop"`

	// DataDir is the absolute folder of the journal and the member mirror.
	DataDir string `yaml:"data_dir"`
	// Anchor is the absolute path of the file in which the journal's newest entry is
	// noted, so that a journal that was set back or replaced shows; "" is
	// journal.anchor in DataDir.
	Anchor string `yaml:"anchor"`
	// Language is "zh-Hans" or "en".
	Language string `yaml:"language"`
	// Zone is where the shop's day begins and ends; never nil.
	Zone *time.Location `yaml:"zone"`
	// Till and Operator go into the journal and onto slips; at most 64 bytes
	// without control characters.
	Till     string `yaml:"till"`
	Operator string `yaml:"operator"`

	Limits Limits `yaml:"limits"`
	// Database is where the journal, the staff and the audit of several machines
	// are kept, as postgres://…; unset is a file in DataDir.
	Database Secret        `yaml:"database"`
	Staff    StaffSettings `yaml:"staff"`
	Serve    ServeSettings `yaml:"serve"`
	Undo     UndoSettings  `yaml:"undo"`
	Timeouts Timeouts      `yaml:"timeouts"`
	// Keys maps an action's name to the keys bound to it; whether they exist is
	// for the key map to say.
	Keys map[string][]string `yaml:"keys"`
	// Theme is "auto", "dark" or "light".
	Theme      string `yaml:"theme"`
	MaskPhones bool   `yaml:"mask_phones"`
	Mouse      bool   `yaml:"mouse"`
}

// SandySettings reach one merchant of Sandy. The secrets are set only where
// sandy is the backend.
type SandySettings struct {
	// BaseURL is http or https with a host and without a trailing slash.
	BaseURL      string `yaml:"base_url"`
	Token        Secret `yaml:"token"`
	CustomerGUID Secret `yaml:"customer_guid"`
	// LevelRates is the rate of each level's name, where the merchant wants a
	// preview before the first receipt has told it; Sandy does not publish them.
	LevelRates map[string]money.Rate `yaml:"level_rates"`
	// OwnPayType is the name or number of the pay type that means the card itself.
	OwnPayType string `yaml:"own_pay_type"`
}

// PospalSettings reach one account of Pospal. The secrets are set only where
// pospal is the backend.
type PospalSettings struct {
	// BaseURL is http or https with a host and without a trailing slash.
	BaseURL string `yaml:"base_url"`
	AppID   Secret `yaml:"app_id"`
	AppKey  Secret `yaml:"app_key"`
	// PagesPerSecond bounds the reading of member pages, 1 to 100.
	PagesPerSecond int `yaml:"pages_per_second"`
	// DailyCalls is what the account's plan allows in a day, and ReserveCalls
	// how many of them are kept for money.
	DailyCalls   int `yaml:"daily_calls"`
	ReserveCalls int `yaml:"reserve_calls"`
	// OwnKeys says that no other software books through this account's interface.
	OwnKeys bool `yaml:"own_keys"`
	// TillSlot is which of ten seconds this till takes for its keys, 0 to 8, where
	// several tills of one account have journals of their own; nil where they share
	// one. Slot 9 is left to other software.
	TillSlot *int `yaml:"till_slot"`
	// RechargeRules are the shop's own; the vendor's cannot be read and do not
	// apply to what comes through its interface.
	RechargeRules []RechargeRule `yaml:"recharge_rules"`
	// PayTypes are the names of the ways to pay, at least one.
	PayTypes []string      `yaml:"pay_types"`
	Points   PointSettings `yaml:"points"`
	// PasswordAbove is the amount in yuan above which a consumption asks for the
	// member's password; zero never asks.
	PasswordAbove money.Amount `yaml:"password_above"`
}

// PointSettings say what a consumption earns at levels that earn points.
type PointSettings struct {
	// PerYuan is the points for each yuan paid; zero earns none.
	PerYuan  money.Share `yaml:"per_yuan"`
	Rounding Rounding    `yaml:"rounding"`
}

// Rounding names what happens to a fraction of a point.
type Rounding string

// Points are rounded down, to the nearest whole one, or to two decimals.
const (
	RoundDown Rounding = "down"
	RoundHalf Rounding = "half"
	RoundTwo  Rounding = "two"
)

// Limits bound what one operation may move.
type Limits struct {
	// Operation is the largest amount in yuan, above zero.
	Operation money.Amount `yaml:"operation"`
}

// StaffSettings say whether people have roles and PINs here.
type StaffSettings struct {
	// Required asks who somebody is before anything is done.
	Required bool `yaml:"required"`
	// IdleLock is how long a session stays open without a key: 30 s to 5 min.
	IdleLock time.Duration `yaml:"idle_lock"`
	// PepperFile is the absolute path of the file that goes into every PIN's proof;
	// "" leaves it to the system's keyring or the user's configuration folder.
	PepperFile string `yaml:"pepper_file"`
	// Limits are a cashier's.
	Limits StaffLimits `yaml:"limits"`
}

// StaffLimits are the most that a cashier may move alone, in yuan; zero is no limit.
// A supervisor's are ten times, a manager's a hundred times as high.
type StaffLimits struct {
	Consume       money.Amount `yaml:"consume"`
	Recharge      money.Amount `yaml:"recharge"`
	ConsumeShift  money.Amount `yaml:"consume_shift"`
	RechargeShift money.Amount `yaml:"recharge_shift"`
	ConsumeDay    money.Amount `yaml:"consume_day"`
	RechargeDay   money.Amount `yaml:"recharge_day"`
}

// ServeSettings are of the front desk over SSH.
type ServeSettings struct {
	// Listen is the address for SSH, HostKey the absolute path of the key that the
	// server proves itself with.
	Listen      string `yaml:"listen"`
	HostKey     string `yaml:"host_key"`
	MaxSessions int    `yaml:"max_sessions"`
	// Status is the loopback address of /healthz and the metrics.
	Status string `yaml:"status"`
}

// UndoSettings say how a recharge is taken back whose money was spent in part.
type UndoSettings struct {
	// Gift is what is left of it taken from first, or in proportion.
	Gift GiftBack `yaml:"gift"`
}

// GiftBack names which money a card holds when some of it was spent.
type GiftBack string

// The gift goes before the principal, or both go in proportion.
const (
	GiftFirst        GiftBack = "first"
	GiftProportional GiftBack = "proportional"
)

// Timeouts bound one request; each is between 100 ms and 5 minutes.
type Timeouts struct {
	Dial   time.Duration `yaml:"dial"`
	TLS    time.Duration `yaml:"tls"`
	Header time.Duration `yaml:"header"`
	// Whole is from the first byte sent to the last one read, and not shorter
	// than any of the others.
	Whole time.Duration `yaml:"whole"`
}

// Demo is the configuration of this machine without a file. It fails only where
// the user has no folder to keep data in.
func Demo(env func(string) string) (Config, error) { return ThisHost(env).Demo() }

// Demo is the configuration without a file.
func (h Host) Demo() (Config, error) {
	c := h.defaults()
	if c.DataDir == "" {
		return Config{}, Errors{{Key: "data_dir", Kind: KindMissing, Detail: noHome}}
	}
	return c, nil
}

// defaults is what holds where the file says nothing. DataDir is "" on a machine
// that has no home folder.
func (h Host) defaults() Config {
	// Without any zone database a till of the region still keeps the right day.
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		zone = time.FixedZone("Asia/Shanghai", 8*60*60)
	}
	return Config{
		Backend: BackendDemo,
		Pospal: PospalSettings{PagesPerSecond: 2, DailyCalls: 300, ReserveCalls: 25,
			PayTypes: []string{"现金", "微信", "支付宝", "银行卡"}, Points: PointSettings{Rounding: RoundDown}},
		DataDir:  h.stateDir(),
		Language: "zh-Hans",
		Zone:     zone,
		Till:     h.till(),
		Operator: h.operator(),
		Limits:   Limits{Operation: money.FromFen(5000_00)},
		Staff: StaffSettings{IdleLock: 2 * time.Minute, Limits: StaffLimits{
			Consume: money.FromFen(1000_00), Recharge: money.FromFen(1000_00),
			ConsumeShift: money.FromFen(20_000_00), RechargeShift: money.FromFen(5000_00),
			ConsumeDay: money.FromFen(40_000_00), RechargeDay: money.FromFen(10_000_00)}},
		Serve:    ServeSettings{Listen: "0.0.0.0:2222", MaxSessions: 64, Status: "127.0.0.1:9222"},
		Undo:     UndoSettings{Gift: GiftFirst},
		Timeouts: Timeouts{Dial: 3 * time.Second, TLS: 3 * time.Second, Header: 10 * time.Second, Whole: 15 * time.Second},
		Theme:    "auto", MaskPhones: true, Mouse: true,
	}
}

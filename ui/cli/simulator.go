package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"sync"

	"guitai/backend/config"
	"guitai/backend/money"
	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
	"guitai/backend/sim/sandysim"
)

// ledger is a simulated vendor whose state can be kept.
type ledger interface {
	http.Handler
	Save(io.Writer) error
	Load(io.Reader) error
}

// simulator is a simulated vendor with the credentials that it takes, in words.
type simulator struct {
	ledger
	access string
}

func newSimulator(vendor string, plan *sim.Plan, hostile bool) (simulator, error) {
	switch vendor {
	case "sandy":
		return simulator{sandysim.New(sandysim.Options{Plan: plan, Hostile: hostile}),
			fmt.Sprintf("token %s, customer_guid %q", sandysim.DefaultToken, sandysim.DefaultGUID)}, nil
	case "pospal":
		return simulator{pospalsim.New(pospalsim.Options{Plan: plan, Hostile: hostile}),
			fmt.Sprintf("app_id %s, app_key %q", pospalsim.DefaultAppID, pospalsim.DefaultAppKey)}, nil
	}
	return simulator{}, noSimulator(vendor)
}

func noSimulator(vendor string) error {
	return fmt.Errorf("there is no simulator of %q; use sandy or pospal", vendor)
}

// simulated is a shop with a simulator in this process behind it, reached by the
// real wire client over a pipe.
func simulated(cfg config.Config, vendor string, plan *sim.Plan) (s shop, shut func(), err error) {
	if vendor != "sandy" && vendor != "pospal" {
		return shop{}, nil, noSimulator(vendor)
	}
	k := &keeper{vendor: vendor, path: filepath.Join(cfg.DataDir, vendor+".json"), plan: plan}
	dial, shut := sim.Serve(k)
	s = shop{practice: true, cfg: cfg, dial: dial}
	s.cfg.Backend = config.Backend(vendor)
	switch s.cfg.Backend {
	case config.BackendSandy:
		s.name = sandysim.DefaultShop
		s.cfg.Sandy.BaseURL = "http://127.0.0.1"
		s.cfg.Sandy.Token, s.cfg.Sandy.CustomerGUID = config.NewSecret(sandysim.DefaultToken), config.NewSecret(sandysim.DefaultGUID)
	case config.BackendPospal:
		s.name = "银豹小店"
		s.cfg.Pospal.BaseURL = "http://127.0.0.1"
		s.cfg.Pospal.AppID, s.cfg.Pospal.AppKey = config.NewSecret(pospalsim.DefaultAppID), config.NewSecret(pospalsim.DefaultAppKey)
		s.cfg.Pospal.RechargeRules, s.cfg.Pospal.Points = practiceRules()
	}
	return s, shut, nil
}

// practiceRules are what the practised shop on Pospal gives, since that vendor
// leaves its rules and points to whoever books.
func practiceRules() ([]config.RechargeRule, config.PointSettings) {
	onePerYuan, _ := money.ParseShare("1") // a literal of ours
	return []config.RechargeRule{
		{Name: "每次送5积分", Kind: config.RuleEachTime, GiftPoints: money.WholePoints(5)},
		{Name: "充500送50", Kind: config.RuleThreshold, Threshold: money.Must("500"), Counts: config.CountsHighest, GiftMoney: money.Must("50")},
		{Name: "充1000送120", Kind: config.RuleThreshold, Threshold: money.Must("1000"), Counts: config.CountsHighest, GiftMoney: money.Must("120")},
	}, config.PointSettings{PerYuan: onePerYuan, Rounding: config.RoundDown}
}

// keeper is the simulated vendor with its state on disk. The state is read at
// the first request, so that nobody waits for it at the start, and written after
// each write, before the answer leaves: what the vendor said is what it keeps.
type keeper struct {
	vendor, path string
	plan         *sim.Plan

	once   sync.Once
	ledger ledger
	failed error
	saving sync.Mutex
}

func (k *keeper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	k.once.Do(k.load)
	if k.failed != nil {
		http.Error(w, k.failed.Error(), http.StatusInternalServerError)
		return
	}
	k.ledger.ServeHTTP(w, r)
	if !writes(filepath.Base(r.URL.Path)) {
		return
	}
	if err := k.save(); err != nil {
		panic(http.ErrAbortHandler)
	}
}

// writes tells which calls of either vendor change something.
func writes(call string) bool {
	switch call {
	case "recharge", "consume", "consume_score", "cardopen", "modcardinfo":
		return true
	case "updateBalancePointByIncrement", "add", "updateBaseInfo", "batchUpdateCategory", "updateCustomerPassword":
		return true
	}
	return false
}

func (k *keeper) load() {
	k.ledger, k.failed = newSimulator(k.vendor, k.plan, false)
	if k.failed != nil {
		return
	}
	f, err := os.Open(k.path)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err != nil {
		k.failed = err
		return
	}
	k.failed = errors.Join(k.ledger.Load(f), f.Close())
}

// save writes the state beside the old one and then takes its place.
func (k *keeper) save() error {
	k.saving.Lock()
	defer k.saving.Unlock()
	tmp := k.path + ".new"
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(k.ledger.Save(f), f.Close()); err != nil {
		return err
	}
	return os.Rename(tmp, k.path)
}

package pospalsim

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"guitai/backend/sim"
)

// prefix is the path under which both modules live.
const prefix = "/pospal-api2/openapi/v1/"

// The invented credentials that New falls back to, in the form that the vendor
// hands out: an appId of 32 upper-case hex digits, an appKey of decimal digits.
// The branch is a second store of the same chain, which nobody calls from.
const (
	DefaultAppID  = "DE30A991D00000000000000000000001"
	DefaultAppKey = "271828182845904523"
	BranchAppID   = "DE30A991D00000000000000000000002"
)

// DefaultDailyLimit is the free tier: calls for each appId and day.
const DefaultDailyLimit = 300

// Options says what a server is made of. The zero value is a whole shop.
type Options struct {
	Clock      sim.Clock      // time.Now when nil
	After      sim.After      // sim.RealAfter when nil
	Plan       *sim.Plan      // no faults when nil
	AppID      string         // DefaultAppID when empty
	AppKey     string         // DefaultAppKey when empty
	People     []sim.Person   // sim.People when nil
	Extra      int            // so many generated members behind People
	Zone       *time.Location // of every date on the wire and of the day that the quota counts; sim.Zone when nil
	History    HistorySize    // how many recharges and subsidies lie behind the members
	Seed       uint64         // another seed is another past, at the same balances
	DailyLimit int            // calls a day; DefaultDailyLimit when 0, none when below
	Hostile    bool           // hostile texts in some members' names, remarks and logs
	Switches   Switches
}

// Server is the simulated vendor. It is safe for concurrent use.
type Server struct {
	clock  sim.Clock
	appID  string
	appKey string
	zone   *time.Location
	limit  int
	player *sim.Player

	mu       sync.Mutex
	switches Switches
	ledger   *ledger
}

// New makes a server with a seeded ledger.
func New(o Options) *Server {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.After == nil {
		o.After = sim.RealAfter
	}
	if o.People == nil {
		o.People = sim.People(o.Clock())
	}
	if o.Zone == nil {
		o.Zone = sim.Zone()
	}
	if o.DailyLimit == 0 {
		o.DailyLimit = DefaultDailyLimit
	}
	o.AppID, o.AppKey = orElse(o.AppID, DefaultAppID), orElse(o.AppKey, DefaultAppKey)
	return &Server{
		clock: o.Clock, appID: o.AppID, appKey: o.AppKey, zone: o.Zone, limit: o.DailyLimit, switches: o.Switches,
		player: sim.NewPlayer(o.Plan, o.Clock, o.After),
		ledger: seeded(o),
	}
}

func orElse(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}

// ServeHTTP answers one call, with the fault that the plan has for it. A plan
// knows each call by its endpoint ("queryByUid"), by "money" when it moves
// money or points, and by "write" or "read".
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e, ok := endpointOf(r.URL.Path)
	if !ok {
		page(w, http.StatusNotFound)
		return
	}
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		page(w, http.StatusMethodNotAllowed)
		return
	}
	s.player.Play(w, r, append([]string{e.name}, e.classes...), func(c sim.Call, f sim.Fault) sim.Reply {
		return s.reply(e, c, f)
	})
}

// page is how a web framework, not the member system, turns a request away.
func page(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte("<h1>" + http.StatusText(status) + "</h1>"))
}

type endpoint struct {
	name    string
	classes []string
	answer  func(s *Server, r request) (answer, error)
}

// endpointOf finds the call behind a path. The module's letters may be of
// either case: the vendor's own page writes both customerOpenApi/queryByUid and
// customerOpenapi/queryBytel.
func endpointOf(path string) (endpoint, bool) {
	rest, ok := strings.CutPrefix(path, prefix)
	if !ok {
		return endpoint{}, false
	}
	module, name, _ := strings.Cut(rest, "/")
	e := endpoint{name: name}
	switch {
	case strings.EqualFold(module, "customerOpenApi"):
		e.classes, e.answer = memberCall(name)
	case strings.EqualFold(module, "openApiLimitAccess"):
		e.classes, e.answer = quotaCall(name)
	}
	return e, e.answer != nil
}

func memberCall(name string) ([]string, func(*Server, request) (answer, error)) {
	read, write, cash := []string{"read"}, []string{"write"}, []string{"money", "write"}
	switch name {
	case "queryByNumber":
		return read, (*Server).queryByNumber
	case "queryByUid":
		return read, (*Server).queryByUid
	case "queryBytel":
		return read, (*Server).queryBytel
	case "queryCustomerPages":
		return read, (*Server).queryCustomerPages
	case "queryAllCustomerCategory":
		return read, (*Server).queryAllCustomerCategory
	case "queryAllRechargeLogs":
		return read, (*Server).queryAllRechargeLogs
	case "queryCustomerRechargeLog":
		return read, (*Server).queryCustomerRechargeLog
	case "querySubsidyChangeLogPages":
		return read, (*Server).querySubsidyChangeLogPages
	case "add":
		return write, (*Server).add
	case "updateBaseInfo":
		return write, (*Server).updateBaseInfo
	case "batchUpdateCategory":
		return write, (*Server).batchUpdateCategory
	case "updateCustomerPassword":
		return write, (*Server).updateCustomerPassword
	case "updateBalancePointByIncrement":
		return cash, (*Server).updateBalancePointByIncrement
	}
	return nil, nil
}

func quotaCall(name string) ([]string, func(*Server, request) (answer, error)) {
	switch name {
	case "queryAccessTimes":
		return []string{"read"}, (*Server).queryAccessTimes
	case "queryDailyAccessTimesLog":
		return []string{"read"}, (*Server).queryDailyAccessTimesLog
	}
	return nil, nil
}

// reply applies one delivery of a request under the lock, so that every call
// sees and leaves a whole ledger.
func (s *Server) reply(e endpoint, c sim.Call, f sim.Fault) sim.Reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, err := s.apply(e, c)
	body := s.envelope(a, err, f.Kind == sim.IntErrcode)
	if f.Kind == sim.WrongCard {
		body = s.misnamed(body, c.Body)
	}
	reply := s.sealed(body, c.Header)
	reply.Applied = a.applied
	if err != nil {
		reply.Status = s.switches.ErrorStatus
	}
	return reply
}

// apply checks who is calling before it looks at what is asked. The signature
// can only be checked once the appId has told the key, so an unknown appId is
// refused as such whatever the signature; a missing header needs no key at all
// and is refused first. Only calls that get this far count towards the quota.
func (s *Server) apply(e endpoint, c sim.Call) (answer, error) {
	signature := c.Header.Get("data-signature")
	if signature == "" {
		return answer{}, &Refusal{Code: Unsigned}
	}
	r, err := readRequest(c.Body)
	if err != nil {
		return answer{}, err
	}
	appID, _, err := r.text("appId")
	switch {
	case err != nil || appID != s.appID || s.switches.Revoked:
		return answer{}, &Refusal{Code: UnknownApp}
	case signature != sign(s.appKey, c.Body):
		return answer{}, &Refusal{Code: BadSignature}
	case s.switches.Exhausted || !s.count(1):
		return answer{}, &Refusal{Code: NoCode, Detail: "今日接口访问次数已达上限"}
	}
	return e.answer(s, r)
}

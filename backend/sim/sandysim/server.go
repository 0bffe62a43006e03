package sandysim

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"guitai/backend/money"
	"guitai/backend/sim"
)

// prefix is the path under which every call lives.
const prefix = "/api2/member-cjb/"

// The credentials of the page's own example, which New falls back to so that
// the example's curl line works unchanged.
const (
	DefaultToken = "test"
	DefaultGUID  = "{DEFAULT-AUTO-8E5A-BDE2-34ABA1BD956C9}"
	DefaultShop  = "聚客西餐"
)

// Options says what a server is made of. The zero value is a whole shop.
type Options struct {
	Clock    sim.Clock    // time.Now when nil
	After    sim.After    // sim.RealAfter when nil
	Plan     *sim.Plan    // no faults when nil
	Token    string       // DefaultToken when empty
	GUID     string       // braces included; DefaultGUID when empty
	Shop     string       // org_name of what is booked through the API; DefaultShop when empty
	People   []sim.Person // sim.People when nil
	History  HistorySize  // how much past the members get
	Seed     uint64       // another seed is another past, ending at the same balances
	Hostile  bool         // hostile texts in some members' names and descriptions
	Switches Switches
}

// Switches are the points on which the page leaves the behaviour open. The
// zero value is what its words and samples suggest.
type Switches struct {
	Depot             bool          // a short balance is used up and the rest is left in depot_money, instead of errcode 4
	PagesAsPages      bool          // pages counts pages instead of records
	ErrorStatus       int           // HTTP status of error bodies; 0 is 200
	IntErrcode        bool          // errcode is a number
	NothingIsErrcode2 bool          // getcards without a hit is errcode 2 instead of an empty list
	ZeroMeansAll      bool          // money_discount 0 is read as not given
	Expired           bool          // the shop's subscription is over: errcode 300 to everything
	HistoryLag        time.Duration // a row shows in getcardhis only so long after it was booked
	ReplicaLag        time.Duration // cards and histories are read as they were so long ago
	SkipRows          int64         // getcardhis leaves out every row whose id this divides; 0 is none
	OpeningAmount     money.Amount  // yuan that a newly opened card holds
}

// Server is the simulated vendor. It is safe for concurrent use.
type Server struct {
	clock  sim.Clock
	token  string
	guid   string
	shop   string
	player *sim.Player

	mu       sync.Mutex
	switches Switches
	ledger   *ledger
}

// New makes a server with a seeded ledger. Seeding the full history takes some
// tens of milliseconds; see HistorySize.
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
	s := &Server{
		clock: o.Clock, switches: o.Switches,
		token: orElse(o.Token, DefaultToken), guid: orElse(o.GUID, DefaultGUID), shop: orElse(o.Shop, DefaultShop),
		player: sim.NewPlayer(o.Plan, o.Clock, o.After, "AUTHORIZATION", "CUSTOMERGUID"),
	}
	s.ledger = seeded(o, s.shop)
	return s
}

func orElse(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}

// ServeHTTP answers one call, with the fault that the plan has for it. A plan
// knows each call by its endpoint ("consume"), by "money" when it moves money
// or points, and by "write" or "read".
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, _ := strings.CutPrefix(r.URL.Path, prefix)
	e, ok := endpointOf(name)
	if !ok || !strings.HasPrefix(r.URL.Path, prefix) {
		page(w, http.StatusNotFound)
		return
	}
	if r.Method != e.method {
		w.Header().Set("Allow", e.method)
		page(w, http.StatusMethodNotAllowed)
		return
	}
	s.player.Play(w, r, append([]string{name}, e.classes...), func(c sim.Call, f sim.Fault) sim.Reply {
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
	method  string
	classes []string
	answer  func(s *Server, p params) (answer, error)
}

// answer is a success: what to encode, and whether the ledger has changed.
type answer struct {
	value   any
	applied bool
}

func endpointOf(name string) (endpoint, bool) {
	read, write, cash := []string{"read"}, []string{"write"}, []string{"money", "write"}
	switch name {
	case "cardlevellist":
		return endpoint{http.MethodGet, read, (*Server).levels}, true
	case "getrechargerules":
		return endpoint{http.MethodPost, read, (*Server).rules}, true
	case "getcards":
		return endpoint{http.MethodPost, read, (*Server).find}, true
	case "getcardinfo":
		return endpoint{http.MethodPost, read, (*Server).info}, true
	case "getcardhis":
		return endpoint{http.MethodPost, read, (*Server).history}, true
	case "cardopen":
		return endpoint{http.MethodPost, write, (*Server).open}, true
	case "modcardinfo":
		return endpoint{http.MethodPost, write, (*Server).modify}, true
	case "recharge":
		return endpoint{http.MethodPost, cash, (*Server).recharge}, true
	case "consume":
		return endpoint{http.MethodPost, cash, (*Server).consume}, true
	case "consume_score":
		return endpoint{http.MethodPost, cash, (*Server).consumeScore}, true
	}
	return endpoint{}, false
}

// reply applies one delivery of a request under the lock, so that every call
// sees and leaves a whole ledger.
func (s *Server) reply(e endpoint, c sim.Call, f sim.Fault) sim.Reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, err := s.apply(e, c)
	reply := sim.Reply{Header: http.Header{"Content-Type": {"application/json"}}, Applied: a.applied}
	if err == nil {
		reply.Body = encode(a.value)
		if f.Kind == sim.WrongCard {
			reply.Body = s.misnamed(reply.Body, c.Body)
		}
		return reply
	}
	var refused *Refusal
	if !errors.As(err, &refused) {
		refused = &Refusal{Code: Internal}
	}
	reply.Status = s.switches.ErrorStatus
	reply.Body = refused.body(s.switches.IntErrcode || f.Kind == sim.IntErrcode)
	return reply
}

func (s *Server) apply(e endpoint, c sim.Call) (answer, error) {
	switch token, guid := c.Header.Get("AUTHORIZATION"), c.Header.Get("CUSTOMERGUID"); {
	case token == "" || guid == "":
		return answer{}, &Refusal{Code: TooFew}
	case token != s.token || guid != s.guid:
		return answer{}, &Refusal{Code: BadValue}
	case s.switches.Expired:
		return answer{}, &Refusal{Code: Expired}
	}
	var p params
	if e.method == http.MethodPost {
		var err error
		if p, err = readParams(c.Body); err != nil {
			return answer{}, err
		}
	}
	return e.answer(s, p)
}

// misnamed puts another member's number where the answer names the one asked for.
func (s *Server) misnamed(reply, request []byte) []byte {
	p, err := readParams(request)
	if err != nil {
		return reply
	}
	asked, err := p.text("card_id")
	if err != nil {
		asked, _ = p.text("cardID")
	}
	for _, a := range s.ledger.accounts {
		if a.Card.Number != asked {
			return bytes.ReplaceAll(reply, named(asked), named(a.Card.Number))
		}
	}
	return reply
}

func named(number string) []byte { return append([]byte(`"card_id":`), encode(number)...) }

// encode writes JSON as the vendor does: Chinese and markup in clear.
func encode(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic("sandysim: " + err.Error()) // own types only: a fault of this package
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

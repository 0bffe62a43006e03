package sandy_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
	"guitai/backend/sandy"
)

const (
	token = "agent-login-77"
	guid  = "{DEMO-AUTO-8E5A-BDE2-000000000001}"
)

type secret string

func (s secret) Reveal() string { return string(s) }

// answer is what the hand-made server says to one call.
type answer struct {
	status int
	body   string
}

// server answers each call with what the test wrote down, and keeps what it was
// asked. It knows none of the client's types.
type server struct {
	*httptest.Server
	t       *testing.T
	mu      sync.Mutex
	answers map[string][]answer
	asked   map[string][]string
	headers http.Header
	methods map[string]string
}

func serve(t *testing.T) *server {
	s := &server{t: t, answers: map[string][]answer{}, asked: map[string][]string{}, methods: map[string]string{}}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

// on queues answers to a call; the last one is repeated.
func (s *server) on(call string, bodies ...string) *server {
	for _, b := range bodies {
		s.answers[call] = append(s.answers[call], answer{200, b})
	}
	return s
}

func (s *server) onStatus(call string, status int, body string) *server {
	s.answers[call] = append(s.answers[call], answer{status, body})
	return s
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	call := strings.TrimPrefix(r.URL.Path, "/api2/member-cjb/")
	body, _ := io.ReadAll(r.Body)
	s.asked[call] = append(s.asked[call], string(body))
	s.methods[call], s.headers = r.Method, r.Header
	queue := s.answers[call]
	if len(queue) == 0 {
		http.NotFound(w, r)
		return
	}
	if len(queue) > 1 {
		s.answers[call] = queue[1:]
	}
	if queue[0].status == http.StatusSwitchingProtocols {
		panic(http.ErrAbortHandler) // stands for a lost reply
	}
	w.WriteHeader(queue[0].status)
	_, _ = io.WriteString(w, queue[0].body)
}

func (s *server) last(call string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	require.NotEmpty(s.t, s.asked[call], "nobody asked %s", call)
	return s.asked[call][len(s.asked[call])-1]
}

func (s *server) times(call string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.asked[call])
}

var noon = time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)

func (s *server) client(change ...func(*sandy.Options)) *sandy.Client {
	o := sandy.Options{
		BaseURL: s.URL, Token: secret(token), GUID: secret(guid), Clock: func() time.Time { return noon },
		Logger: slog.New(slog.DiscardHandler),
	}
	for _, c := range change {
		c(&o)
	}
	c := sandy.New(o)
	s.t.Cleanup(c.Close)
	return c
}

// info and hits are the page's samples of getcardinfo and getcards.
const (
	info = `{"cur_score":2555,"phone":"66538536","amount":14493.80,"birthday":"","uname":"Chan Kan Seng","gender":0,
		"card_level_name":"普通卡","card_id":"M000123","sum_consume":1000,"sum_recharge":529}`
	hits = `{"cards":[{"cur_score":2555,"phone":"66538536","amount":14493.80,"uname":"Chan Kan Seng",
		"card_level_name":"普通卡","card_status":"正常","id":200889,"card_id":"M000123"}]}`
	history = `{"data":[{"ori_money":100.0,"act_money":115.0,"amount":14608.8,"score":2560,"pay_type_text":"现金",
		"description":"充值送10%:充值100.0赠送金额10.0<br/>单次送5元:充值100.0赠送金额5.0赠送积分5.0",
		"time":1570592439,"type":6,"org_name":"聚客西餐","id":1003},
		{"ori_money":100.0,"act_money":80.0,"amount":14493.8,"score":2555,"pay_type_text":"",
		"description":"8折(0.8)<br/>消费80.0,获得积分80\n","time":1570592439,"type":7,"org_name":"聚客西餐","id":1000}],
		"pages":30.0,"page_size":2,"page":1}`
	// lost as a body makes the server hang up without an answer.
	lost = 101
)

func yuan(s string) money.Amount { return money.Must(s) }

func kind(err error) backend.Kind { return backend.KindOf(err) }

func line(s string) safe.Text { return safe.Line(s) }

func sameJSON(t *testing.T, want, got string) {
	t.Helper()
	assert.JSONEq(t, want, got)
	// Number and string are different things to this vendor.
	var a, b map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(want), &a))
	require.NoError(t, json.Unmarshal([]byte(got), &b))
	for k := range a {
		assert.Equal(t, string(a[k]), string(b[k]), k)
	}
}

package pospal_test

import (
	"bytes"
	"crypto/md5"
	"encoding/hex"
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
	"guitai/backend/pospal"
)

const (
	appID  = "DE30A991D0000000000000000000000A"
	appKey = "314159265358979323"
)

// answer is what the hand-made server says to one call.
type answer struct {
	status int
	body   string
	header http.Header
}

// server answers each call with what the test wrote down, and keeps what it was
// asked. It knows none of the client's types.
type server struct {
	*httptest.Server
	t       *testing.T
	mu      sync.Mutex
	answers map[string][]answer
	asked   map[string][]string
	headers []http.Header
	logged  *bytes.Buffer
	// skew is how far the clock of this vendor lies ahead.
	skew time.Duration
}

func serve(t *testing.T) *server {
	s := &server{t: t, answers: map[string][]answer{}, asked: map[string][]string{}, logged: new(bytes.Buffer)}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

// on queues answers to a call; the last one is repeated.
func (s *server) on(call string, bodies ...string) *server {
	for _, b := range bodies {
		s.answers[call] = append(s.answers[call], answer{status: 200, body: b})
	}
	return s
}

// data is on with the frame of a success around.
func (s *server) data(call string, bodies ...string) *server {
	for _, b := range bodies {
		s.on(call, `{"status":"success","messages":[],"errorCode":null,"data":`+b+`}`)
	}
	return s
}

func (s *server) onStatus(call string, status int, body string) *server {
	s.answers[call] = append(s.answers[call], answer{status: status, body: body})
	return s
}

// lost makes the server hang up without an answer.
func (s *server) lost(call string) *server { return s.onStatus(call, 101, "") }

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	call := strings.TrimPrefix(r.URL.Path, "/pospal-api2/openapi/v1/")
	body, _ := io.ReadAll(r.Body)
	s.asked[call] = append(s.asked[call], string(body))
	s.headers = append(s.headers, r.Header)
	assert.Equal(s.t, http.MethodPost, r.Method)
	sum := md5.Sum(append([]byte(appKey), body...))
	assert.Equal(s.t, strings.ToUpper(hex.EncodeToString(sum[:])), r.Header.Get("data-signature"), "over the sent bytes")
	call = call[strings.LastIndexByte(call, '/')+1:]
	queue := s.answers[call]
	if len(queue) == 0 {
		http.NotFound(w, r)
		return
	}
	if len(queue) > 1 {
		s.answers[call] = queue[1:]
	}
	if queue[0].status == http.StatusSwitchingProtocols {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Date", noon.Add(s.skew).Format(http.TimeFormat))
	for k, v := range queue[0].header {
		w.Header()[k] = v
	}
	w.WriteHeader(queue[0].status)
	_, _ = io.WriteString(w, queue[0].body)
}

// last is the newest body of a call, by its path behind the version.
func (s *server) last(path string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	require.NotEmpty(s.t, s.asked[path], "nobody asked %s", path)
	return s.asked[path][len(s.asked[path])-1]
}

func (s *server) times(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.asked[path])
}

func (s *server) total() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, each := range s.asked {
		n += len(each)
	}
	return n
}

var noon = time.Date(2024, 5, 1, 4, 0, 0, 123_000_000, time.UTC) // noon in China

func (s *server) client(change ...func(*pospal.Options)) *pospal.Client {
	o := pospal.Options{
		BaseURL: s.URL, AppID: secret(appID), AppKey: secret(appKey), Clock: func() time.Time { return noon },
		Logger: slog.New(slog.NewTextHandler(s.logged, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	for _, c := range change {
		c(&o)
	}
	c := pospal.New(o)
	s.t.Cleanup(c.Close)
	return c
}

const (
	byNumber  = "customerOpenApi/queryByNumber"
	byUID     = "customerOpenApi/queryByUid"
	byTel     = "customerOpenapi/queryBytel"
	pages     = "customerOpenApi/queryCustomerPages"
	category  = "customerOpenApi/queryAllCustomerCategory"
	increment = "customerOpenApi/updateBalancePointByIncrement"
	add       = "customerOpenApi/add"
	update    = "customerOpenApi/updateBaseInfo"
	batch     = "customerOpenApi/batchUpdateCategory"
	password  = "customerOpenApi/updateCustomerPassword"
	allLogs   = "customerOpenApi/queryAllRechargeLogs"
	oneLog    = "customerOpenApi/queryCustomerRechargeLog"
	subsidies = "customerOpenApi/querySubsidyChangeLogPages"
	access    = "openApiLimitAccess/queryAccessTimes"
	accessLog = "openApiLimitAccess/queryDailyAccessTimesLog"
)

const id = "813951242628553689"

// whole is a record with every field that is known.
const whole = `{"customrUid":813951242628553689,"customerUid":813951242628553689,"categoryName":"金卡","number":"8001",
	"name":"示例会员","point":671.20,"discount":90,"balance":528.8,"phone":"13800000000","birthday":"1990-01-02 00:00:00",
	"qq":"10001","email":"a@example.invalid","address":"虚构路8号","remarks":"第一行\n第二行","createdDate":"2023-10-05 00:00:00",
	"onAccount":1,"enable":1,"password":"96E79218965EB72C92A549DD5A330112","expiryDate":"2030-12-31 23:59:59",
	"createStoreAppIdOrAccount":"demo01","department":"研发","weixinOpenIds":[{"openId":"o-demo","openIdType":1}],
	"extInfo":{"sex":1,"lunarBirthday":"1990-01-01","totalPoint":1500,"creditLimit":200.50,"creditPeriod":30,
	"photoPath":"/path/demo.jpg","nickName":"demo","subsidyAmount":12.30,"totalTicketAmount":100.5,
	"totalRechargeAmount":200,"totalTicketNum":3}}`

// categories are one that earns points, one that does not, and a disabled one.
const categories = `[{"name":"金卡","discount":80,"uid":1393920057254848127,"enable":1,"isPoint":1},
	{"name":"员工卡","discount":60.0,"uid":"9223372036854775807","enable":1,"isPoint":0},
	{"name":"旧年卡","discount":0,"uid":9007199254740993,"enable":0,"isPoint":1}]`

func refusal(code, text string) string {
	return `{"status":"error","messages":["` + text + `"],"errorCode":` + code + `,"data":null}`
}

func kind(err error) backend.Kind { return backend.KindOf(err) }

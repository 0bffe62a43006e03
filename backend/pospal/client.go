package pospal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"guitai/backend"
	"guitai/backend/internal/wire"
	"guitai/backend/safe"
)

// base is the path under which every module lives, and members and quota are
// the modules.
const (
	base    = "/pospal-api2/openapi/v1/"
	members = "customerOpenApi/"
	quota   = "openApiLimitAccess/"
)

// Client is one account. It implements backend.Backend and everything that
// Capabilities can offer.
type Client struct {
	name, baseURL, account string
	plain                  bool
	appID, appKey          string
	wire                   *wire.Client
	now                    func() time.Time
	zone                   *time.Location
	rules                  []RechargeRule
	payTypes               []string
	earn                   *backend.Earning
	group, departments     int
	meter                  *meter
	levels                 *levelCache
	seen                   *memory
	shelf                  *shelf
	clock                  skew
	voidForm               func() int
	logger                 *slog.Logger
}

var (
	_ backend.Backend        = (*Client)(nil)
	_ backend.Opener         = (*Client)(nil)
	_ backend.Editor         = (*Client)(nil)
	_ backend.LevelLister    = (*Client)(nil)
	_ backend.LevelChanger   = (*Client)(nil)
	_ backend.PasswordKeeper = (*Client)(nil)
	_ backend.SubsidyReader  = (*Client)(nil)
	_ backend.RechargeReader = (*Client)(nil)
	_ backend.Voider         = (*Client)(nil)
	_ backend.QuotaTeller    = (*Client)(nil)
)

// New makes a client. It touches no network.
func New(o Options) *Client {
	appID, appKey := trimmed(o.AppID.Reveal()), trimmed(o.AppKey.Reveal())
	sum := sha256.Sum256([]byte("pospal\x00" + appID))
	c := &Client{
		name: o.Name, baseURL: baseOf(o.BaseURL), plain: isPlain(o.BaseURL),
		account: "pospal:" + hex.EncodeToString(sum[:8]),
		appID:   appID, appKey: appKey,
		wire: wire.New(wire.Options{
			DialContext: o.DialContext, Now: o.Clock, Timeouts: o.Timeouts, Secrets: []string{appID, appKey},
		}),
		now: o.Clock, zone: o.Zone, rules: o.Rules, payTypes: o.PayTypes, earn: o.Earn, logger: o.Logger,
		group: flag(o.GroupShare), departments: flag(o.Departments), voidForm: o.VoidForm,
		meter: newMeter(o.Quota), levels: newLevelCache(), seen: newMemory(), shelf: &shelf{},
	}
	if c.name == "" {
		c.name = "Pospal"
	}
	if c.now == nil {
		c.now = time.Now
	}
	if c.zone == nil {
		c.zone = china()
	}
	if len(c.payTypes) == 0 {
		c.payTypes = []string{"现金", "微信", "支付宝", "银行卡"}
	}
	if c.logger == nil {
		c.logger = slog.New(slog.DiscardHandler)
	}
	return c
}

// china is the zone of the vendor's servers: days of the quota and the time that
// is an operation's key are in it, wherever the shop or this machine stands.
func china() *time.Location { return time.FixedZone("UTC+8", 8*60*60) }

func flag(on bool) int {
	if on {
		return 1
	}
	return 0
}

// baseOf takes an address as people copy it: with a slash at its end or not, or
// with the interface's path already.
func baseOf(address string) string {
	s := strings.TrimRight(strings.TrimSpace(address), "/")
	path := strings.TrimRight(base, "/")
	if cut := len(s) - len(path); cut >= 0 && strings.EqualFold(s[cut:], path) {
		s = strings.TrimRight(s[:cut], "/")
	}
	return s + base
}

// isPlain tells whether calls leave this machine unencrypted.
func isPlain(address string) bool {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme == "https" {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() != "localhost" && (err != nil || !ip.IsLoopback())
}

// Close ends the connections that wait for the next read.
func (c *Client) Close() { c.wire.Close() }

// Capabilities says what is offered: everything but looking up while typing and
// a history of what was booked through this interface.
func (c *Client) Capabilities() backend.Capabilities {
	return backend.Capabilities{
		Vendor: safe.Line(c.name), Account: c.account, Kind: "pospal", Plain: c.plain,
		OwnHistory: true, Splits: true, Pushes: true, Undoes: backend.UndoIncrement, EditFields: editFields(), KeepsText: true,
		Opener: c, Editor: c, Lister: c, Levels: c, Passwords: c, Subsidies: c, Recharges: c, Quota: c, Voider: c,
	}
}

// auth is the part that every request has.
type auth struct {
	AppID string `json:"appId"`
}

func (c *Client) auth() auth { return auth{c.appID} }

// request signs a call. The body is kept as it is from here to the wire: the
// signature is over its bytes.
func (c *Client) request(path string, body []byte) wire.Request {
	return wire.Request{
		Method: "POST", URL: c.baseURL + path, Body: body,
		// The keys are written as the vendor's page has them. Accept-Encoding is
		// not among them: setting it would switch decompression off.
		Header: map[string][]string{
			"User-Agent":     {"openApi"},
			"Content-Type":   {"application/json; charset=utf-8"},
			"time-stamp":     {strconv.FormatInt(c.now().UnixMilli(), 10)},
			"data-signature": {sign(c.appKey, body)},
		},
	}
}

// errQuota is the cause of a call that was not made.
var errQuota = errors.New("the day's calls are kept for open operations")

// purpose decides whether a call may use the reserve.
type purpose uint8

const (
	// ordinary calls leave the reserve alone.
	ordinary purpose = iota
	// opening an operation needs two calls above the reserve: this one, and the
	// change itself.
	opening
	// settling an operation that may have happened is what the reserve is for.
	settling
)

// sender is wire's Read, or its Send without a hook.
type sender func(context.Context, wire.Request) wire.Result

func (c *Client) read(ctx context.Context, path string, why purpose, body any) (envelope, error) {
	return c.call(ctx, c.wire.Read, path, why, body, nil)
}

// write sends a change other than money, over a connection of its own.
func (c *Client) write(ctx context.Context, path string, body any) error {
	send := func(ctx context.Context, req wire.Request) wire.Result { return c.wire.Send(ctx, req, nil) }
	_, err := c.call(ctx, send, path, ordinary, body, nil)
	return err
}

// set sends a change that is the same when it is made twice, so a lost reply is
// answered by sending once more.
func (c *Client) set(ctx context.Context, path string, body any) error {
	err := c.write(ctx, path, body)
	if isLost(err) {
		err = c.write(ctx, path, body)
	}
	return err
}

// call sends and opens the envelope. cursor is spliced in as it is, since an
// encoder would change its bytes. Errors are *backend.Error.
func (c *Client) call(ctx context.Context, send sender, path string, why purpose, body any, cursor json.RawMessage) (envelope, error) {
	op := opOf(path)
	raw, err := json.Marshal(body)
	if err != nil {
		return envelope{}, &backend.Error{Op: op, Kind: backend.KindInternal, Err: err}
	}
	if len(cursor) > 0 {
		raw = append(raw[:len(raw)-1], `,"postBackParameter":`...)
		raw = append(append(raw, cursor...), '}')
	}
	done, allowed := c.meter.begin(c.now(), why)
	if !allowed {
		return envelope{}, &backend.Error{Op: op, Kind: backend.KindQuota, Err: errQuota}
	}
	res := send(ctx, c.request(path, raw))
	done(res.Kind != backend.KindUnreachable)
	e, failed := c.unwrap(op, res)
	if failed == nil || failed.Code != "" {
		c.clock.note(res, c.now())
	}
	c.note(ctx, op, res, failed)
	if failed != nil {
		return envelope{}, failed
	}
	return e, nil
}

// opOf names a call for logs: "pospal.queryByUid".
func opOf(path string) string { return "pospal." + path[strings.LastIndexByte(path, '/')+1:] }

// note logs a call. Only these fields: bodies and headers hold secrets and
// people.
func (c *Client) note(ctx context.Context, op string, res wire.Result, failed *backend.Error) {
	attrs := []slog.Attr{
		slog.String("call", op), slog.Duration("took", res.Took), slog.Int("http", res.Status),
	}
	level := slog.LevelDebug
	if failed != nil {
		level = slog.LevelInfo
		attrs = append(attrs, slog.String("kind", failed.Kind.String()), slog.String("errcode", failed.Code))
	}
	if res.Err != nil {
		attrs = append(attrs, slog.String("cause", res.Err.Error()))
	}
	signature := res.Header.Get("data-signature")
	if signature != "" && res.Kind == backend.KindNone && !isSigned(c.appKey, signature, res.Body) {
		// The result stands all the same: dropping an answer about money because
		// of this would make a known outcome unknown.
		level = slog.LevelWarn
		attrs = append(attrs, slog.Bool("unverified", true))
	}
	c.logger.LogAttrs(ctx, level, "pospal", attrs...)
}

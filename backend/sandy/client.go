package sandy

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"guitai/backend"
	"guitai/backend/internal/wire"
	"guitai/backend/safe"
)

// base is the path under which every call lives.
const base = "/api2/member-cjb/"

// Secret is a value that has to be asked for by name before it can be printed.
type Secret interface{ Reveal() string }

// Timeouts bound the steps of a call; zero takes each default.
type Timeouts = wire.Timeouts

// Options describe one merchant's account. BaseURL, Token and GUID are needed.
type Options struct {
	// Name is what people call the account; "Sandy" if empty.
	Name string
	// BaseURL is scheme and host; its scheme decides about encryption.
	BaseURL string
	// Token is the agent's login name and GUID the merchant's id, braces
	// included. Together they can spend every card, so both are secrets.
	Token, GUID Secret
	// DialContext replaces the network.
	DialContext func(ctx context.Context, network, address string) (net.Conn, error)
	Clock       func() time.Time
	// Zone is the shop's; UTC+8 if nil.
	Zone     *time.Location
	Timeouts Timeouts
	// OwnPayType is the name or the id of a pay type that only this till uses.
	// A recharge with it can be told from everybody else's by its history row.
	OwnPayType string
	// Logger gets one line per call: name, duration, status, kind, error code.
	Logger *slog.Logger
}

// Client is one account. It implements backend.Backend, Opener, Editor and
// LevelLister.
type Client struct {
	name    string
	baseURL string
	account string
	plain   bool
	header  http.Header
	wire    *wire.Client
	now     func() time.Time
	zone    *time.Location
	own     string
	log     *slog.Logger
}

var (
	_ backend.Backend     = (*Client)(nil)
	_ backend.Opener      = (*Client)(nil)
	_ backend.Editor      = (*Client)(nil)
	_ backend.LevelLister = (*Client)(nil)
)

// New makes a client. It touches no network.
func New(o Options) *Client {
	token, guid := o.Token.Reveal(), o.GUID.Reveal()
	sum := sha256.Sum256([]byte("sandy\x00" + guid))
	c := &Client{
		name:    o.Name,
		baseURL: strings.TrimSuffix(strings.TrimRight(o.BaseURL, "/"), strings.TrimRight(base, "/")) + base,
		account: "sandy:" + hex.EncodeToString(sum[:8]),
		plain:   isPlain(o.BaseURL),
		// The keys are written as the vendor's page has them: Set would change
		// their spelling.
		header: http.Header{
			"AUTHORIZATION": {token}, "CUSTOMERGUID": {guid},
			"Content-Type": {"application/json; charset=utf-8"},
		},
		wire: wire.New(wire.Options{
			DialContext: o.DialContext, Now: o.Clock, Timeouts: o.Timeouts, Secrets: []string{token, guid},
		}),
		now: o.Clock, zone: o.Zone, own: o.OwnPayType, log: o.Logger,
	}
	if c.name == "" {
		c.name = "Sandy"
	}
	if c.now == nil {
		c.now = time.Now
	}
	if c.zone == nil {
		c.zone = time.FixedZone("UTC+8", 8*60*60)
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	return c
}

// Close ends the connections that wait for the next read.
func (c *Client) Close() { c.wire.Close() }

// Capabilities says that everything is offered but undoing through the interface:
// the opposite operation would fire the recharge rules, so a person does it.
func (c *Client) Capabilities() backend.Capabilities {
	return backend.Capabilities{
		Vendor: safe.Line(c.name), Account: c.account, Kind: "sandy", Plain: c.plain,
		FindWhileTyping: true, Undoes: backend.UndoTask, Opener: c, Editor: c, Lister: c, Baseliner: c,
	}
}

// isPlain tells whether calls leave this machine unencrypted.
func isPlain(baseURL string) bool {
	u, err := url.Parse(baseURL)
	if err != nil || u.Scheme == "https" {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() != "localhost" && (err != nil || !ip.IsLoopback())
}

// request builds a call; a nil body makes it a GET.
func (c *Client) request(name string, body any) (wire.Request, error) {
	req := wire.Request{Method: http.MethodGet, URL: c.baseURL + name, Header: c.header}
	if body == nil {
		return req, nil
	}
	var err error
	req.Method = http.MethodPost
	req.Body, err = json.Marshal(body)
	return req, err
}

// sender is wire's Read, or its Send without a hook.
type sender func(context.Context, wire.Request) wire.Result

func (c *Client) read(ctx context.Context, name string, body, reply any) error {
	return c.call(ctx, c.wire.Read, name, body, reply)
}

// write sends a change other than money, over a connection of its own.
func (c *Client) write(ctx context.Context, name string, body, reply any) error {
	send := func(ctx context.Context, req wire.Request) wire.Result { return c.wire.Send(ctx, req, nil) }
	return c.call(ctx, send, name, body, reply)
}

// call sends and decodes into reply. Its errors are *backend.Error.
func (c *Client) call(ctx context.Context, send sender, name string, body, reply any) error {
	op := "sandy." + name
	req, err := c.request(name, body)
	if err != nil {
		return &backend.Error{Op: op, Kind: backend.KindInternal, Err: err}
	}
	res := send(ctx, req)
	failed := c.check(op, res)
	if failed == nil {
		if err := decode(res.Body, reply); err != nil {
			failed = unreadable(op, err)
		}
	}
	c.note(ctx, name, res, failed)
	if failed != nil {
		return failed
	}
	return nil
}

// note logs a call. Only these fields: bodies and headers hold secrets and
// people.
func (c *Client) note(ctx context.Context, name string, res wire.Result, failed *backend.Error) {
	attrs := []slog.Attr{
		slog.String("call", name), slog.Duration("took", res.Took), slog.Int("http", res.Status),
	}
	level := slog.LevelDebug
	if failed != nil {
		level = slog.LevelInfo
		attrs = append(attrs, slog.String("kind", failed.Kind.String()), slog.String("errcode", failed.Code))
	}
	if res.Err != nil {
		attrs = append(attrs, slog.String("cause", res.Err.Error()))
	}
	c.log.LogAttrs(ctx, level, "sandy", attrs...)
}

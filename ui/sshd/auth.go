package sshd

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"slices"

	charm "charm.land/ssh"
	"golang.org/x/crypto/ssh"
)

// PrintOf is a public key's fingerprint.
func PrintOf(key ssh.PublicKey) Print { return sha256.Sum256(key.Marshal()) }

// String is the fingerprint as people and OpenSSH write it.
func (p Print) String() string { return "SHA256:" + base64.RawStdEncoding.EncodeToString(p[:]) }

// keyTypes are the keys that are taken. RSA is not: its keys can be made so
// large that checking one signature takes seconds.
func keyTypes() []string {
	return []string{ssh.KeyAlgoED25519, ssh.KeyAlgoSKED25519, ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521}
}

// who gives the person of a key that comes from an address. It is asked when a
// key is offered, again when it was proven, and each second from then on.
func (s *Server) who(print Print, from netip.Addr) (Person, bool) {
	p, ok := s.o.Staff.ByKey(print)
	if !ok || p.ID == "" || !p.mayComeFrom(from) {
		return Person{}, false
	}
	return p, true
}

func (p Person) mayComeFrom(a netip.Addr) bool {
	return len(p.From) == 0 || slices.ContainsFunc(p.From, func(n netip.Prefix) bool {
		// A list of IPv4 addresses may be written in IPv6's form.
		if n.Addr().Is4In6() && n.Bits() >= 96 {
			n = netip.PrefixFrom(n.Addr().Unmap(), n.Bits()-96)
		}
		return n.Contains(a)
	})
}

// offered tells whether a key that is merely offered could come in. Whoever
// offers it need not have it, and may prove another one after this: nothing is
// kept of it.
func (s *Server) offered(ctx charm.Context, key charm.PublicKey) (ok bool) {
	defer func() {
		if v := recover(); v != nil {
			s.logPanic("staff", v)
			ok = false
		}
	}()
	if !slices.Contains(keyTypes(), key.Type()) {
		return false
	}
	d, ok := ctx.Value(doorKey{}).(*door)
	if !ok {
		return false
	}
	_, ok = s.who(PrintOf(key), d.addr)
	return ok
}

// proven is the key whose signature was checked last, the only one that says
// who somebody is.
func proven(ctx charm.Context) (Print, bool) {
	key, ok := ctx.Value(charm.ContextKeyPublicKey).(charm.PublicKey)
	if !ok {
		return Print{}, false
	}
	return PrintOf(key), true
}

// doorKey is where a connection's door is kept in its context.
type doorKey struct{}

// library sets the library up to do as little as possible.
func (s *Server) library() *charm.Server {
	forward := func(ctx charm.Context, _ *charm.Server, req *ssh.Request) (bool, []byte) {
		d := ctx.Value(doorKey{}).(*door)
		if req.Type == "tcpip-forward" || req.Type == "streamlocal-forward@openssh.com" {
			d.refuse(RefusedForward)
		}
		return false, nil
	}
	return &charm.Server{
		Version:                "guitai",
		HostSigners:            []charm.Signer{s.o.HostKey},
		PublicKeyHandler:       s.offered,
		HandshakeTimeout:       s.o.Limits.Handshake,
		MaxTimeout:             s.o.Limits.Longest + s.o.Limits.Handshake + s.o.Limits.Keepalive,
		ServerConfigCallback:   serverConfig,
		SessionRequestCallback: func(charm.Session, string) bool { return false },
		ConnCallback: func(ctx charm.Context, c net.Conn) net.Conn {
			ctx.SetValue(doorKey{}, c)
			return c
		},
		ConnectionFailedCallback: s.failed,
		ChannelHandlers:          map[string]charm.ChannelHandler{"session": s.session, "default": s.otherChannel},
		RequestHandlers:          map[string]charm.RequestHandler{"default": forward},
		SubsystemHandlers:        map[string]charm.SubsystemHandler{},
	}
}

func serverConfig(charm.Context) *ssh.ServerConfig {
	return &ssh.ServerConfig{MaxAuthTries: 3, PublicKeyAuthAlgorithms: keyTypes()}
}

// failed counts connections that did not get as far as a session.
func (s *Server) failed(c net.Conn, err error) {
	why := RefusedHandshake
	var denied *ssh.ServerAuthError
	if errors.As(err, &denied) && !errors.Is(err, os.ErrDeadlineExceeded) {
		why = RefusedKey
	}
	addr := addrOf(c.RemoteAddr())
	s.o.Observer.refused(why, addr)
	s.o.Logger.Info("not let in", "remote", addr, "why", string(why), "error", brief(err))
}

// brief is an error without what a client could fill a log with.
func brief(err error) string {
	const most = 200
	text := fmt.Sprintf("%+q", err.Error())
	return text[:min(len(text), most)]
}

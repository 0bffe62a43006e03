package sshd_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"

	"guitai/ui/sshd"
)

func TestAServerThatNobodyShouldRun(t *testing.T) {
	one := &roster{people: map[sshd.Print]sshd.Person{{}: {ID: "li"}}}
	whole := sshd.Options{Staff: one, Run: desk, HostKey: newKey(t)}
	for name, c := range map[string]struct {
		change func(*sshd.Options)
		want   error
	}{
		"without a program":        {func(o *sshd.Options) { o.Run = nil }, sshd.ErrNoProgram},
		"without a staff":          {func(o *sshd.Options) { o.Staff = nil }, sshd.ErrNoStaff},
		"with nobody on the staff": {func(o *sshd.Options) { o.Staff = &roster{} }, sshd.ErrNoStaff},
		"without a host key":       {func(o *sshd.Options) { o.HostKey = nil }, sshd.ErrNoHostKey},
		"whole":                    {func(*sshd.Options) {}, nil},
	} {
		o := whole
		c.change(&o)
		_, err := sshd.New(o)
		require.ErrorIs(t, err, c.want, name)
	}
}

func TestTheStaffComesInAndOthersDoNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		h.serve(h.street)
		g := h.sit("198.51.100.7", h.li)
		g.reads("desk of li at 前台1 TERM=xterm-256color")
		list := h.server.Sessions()
		require.Len(t, list, 1)
		require.Equal(t, "198.51.100.7", list[0].Remote.String())
		require.Equal(t, ssh.FingerprintSHA256(h.li.PublicKey()), list[0].Key)
		g.types("abc")
		g.reads("abc")
		g.types("Q")
		require.NoError(t, <-g.done)
		synctest.Wait()
		require.Empty(t, h.server.Sessions())
		require.Equal(t, 1, h.book.end(sshd.EndLeft))

		_, err := h.come("198.51.100.8", h.config("li", newKey(t)))
		require.ErrorContains(t, err, "unable to authenticate")
		synctest.Wait()
		require.Equal(t, 1, h.book.of(sshd.RefusedKey))
	})
}

// Who somebody is comes from the proven key, not from what they call themselves.
func TestTheUserNameMeansNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		h.serve(h.street)
		for _, user := range []string{"li", "root", "", "李"} {
			g, err := h.come("198.51.100.7", h.config(user, h.bo))
			require.NoError(t, err)
			require.NoError(t, g.shell())
			g.reads("desk of bo")
			g.leaves()
			synctest.Wait()
		}
	})
}

// forger offers a key that it does not have and signs with another one.
type forger struct {
	shown ssh.PublicKey
	ssh.Signer
}

func (f forger) PublicKey() ssh.PublicKey { return f.shown }

func TestAKeyThatIsOnlyOfferedLetsNobodyIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		h.serve(h.street)
		_, err := h.come("198.51.100.7", h.config("li", forger{h.li.PublicKey(), h.bo}))
		require.Error(t, err)
		_, err = h.come("198.51.100.7", h.config("li", forger{h.li.PublicKey(), newKey(t)}))
		require.Error(t, err)
		synctest.Wait()
		require.Zero(t, h.book.opened)
	})
}

func TestNothingButAKeyIsAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		h.serve(h.street)
		asked := 0
		for name, auth := range map[string][]ssh.AuthMethod{
			"none": nil,
			"password": {ssh.PasswordCallback(func() (string, error) {
				asked++
				return "secret", nil
			})},
			"keyboard-interactive": {ssh.KeyboardInteractive(func(string, string, []string, []bool) ([]string, error) {
				asked++
				return nil, nil
			})},
		} {
			config := h.config("li")
			config.Auth = auth
			_, err := h.come("198.51.100.7", config)
			require.ErrorContains(t, err, "unable to authenticate, attempted methods [none]", name)
		}
		require.Zero(t, asked, "the server does not even offer to")
	})
}

func TestThreeKeysMayBeTried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		h.serve(h.street)
		g, err := h.come("198.51.100.7", h.config("li", newKey(t), newKey(t), h.li))
		require.NoError(t, err)
		g.leaves()
		_, err = h.come("198.51.100.7", h.config("li", newKey(t), newKey(t), newKey(t), h.li))
		require.ErrorContains(t, err, "too many authentication failures")
	})
}

// touched is a security key.
type touched struct {
	key   ed25519.PrivateKey
	shown ssh.PublicKey
	flags byte
}

func newTouched(t *testing.T, flags byte) touched {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	shown, err := ssh.ParsePublicKey(ssh.Marshal(struct {
		Name, Key, Application string
	}{ssh.KeyAlgoSKED25519, string(public), "ssh:"}))
	require.NoError(t, err)
	return touched{private, shown, flags}
}

func (k touched) PublicKey() ssh.PublicKey { return k.shown }

func (k touched) Sign(_ io.Reader, data []byte) (*ssh.Signature, error) {
	app, message := sha256.Sum256([]byte("ssh:")), sha256.Sum256(data)
	rest := binary.BigEndian.AppendUint32([]byte{k.flags}, 7)
	signed := append(append(app[:], rest...), message[:]...)
	return &ssh.Signature{Format: ssh.KeyAlgoSKED25519, Blob: ed25519.Sign(k.key, signed), Rest: rest}, nil
}

func TestWhichKeysAreTaken(t *testing.T) {
	signer := func(key crypto.Signer, err error) ssh.Signer {
		require.NoError(t, err)
		s, err := ssh.NewSignerFromKey(key)
		require.NoError(t, err)
		return s
	}
	p256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	p384, err384 := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	p521, err521 := ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	old, errRSA := rsa.GenerateKey(rand.Reader, 2048)
	plain := newKey(t)
	certificate := func() ssh.Signer {
		c := &ssh.Certificate{Key: plain.PublicKey(), CertType: ssh.UserCert, ValidBefore: ssh.CertTimeInfinity, ValidPrincipals: []string{"li"}}
		require.NoError(t, c.SignCert(rand.Reader, newKey(t)))
		s, err := ssh.NewCertSigner(c, plain)
		require.NoError(t, err)
		return s
	}
	for name, c := range map[string]struct {
		key   ssh.Signer
		taken bool
	}{
		"Ed25519":                          {newKey(t), true},
		"security key, touched":            {newTouched(t, 1), true},
		"security key, not touched":        {newTouched(t, 0), false},
		"ECDSA 256":                        {signer(p256, err), true},
		"ECDSA 384":                        {signer(p384, err384), true},
		"ECDSA 521":                        {signer(p521, err521), true},
		"RSA":                              {signer(old, errRSA), false},
		"certificate, even on the roster":  {certificate(), false},
		"certificate of a key that may in": {certificate(), false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := open(t, nil)
				h.staff.set(plain, sshd.Person{ID: "plain"})
				h.staff.set(c.key, sshd.Person{ID: "key"})
				h.serve(h.street)
				g, err := h.come("198.51.100.7", h.config("li", c.key))
				require.Equal(t, c.taken, err == nil, "%v", err)
				if err == nil {
					require.NoError(t, g.shell())
					g.reads("desk of key")
					g.leaves()
				}
			})
		})
	}
}

func TestAKeyMayBeBoundToAddresses(t *testing.T) {
	prefixes := func(list ...string) (all []netip.Prefix) {
		for _, p := range list {
			all = append(all, netip.MustParsePrefix(p))
		}
		return all
	}
	for name, c := range map[string]struct {
		from []netip.Prefix
		addr string
		in   bool
	}{
		"no list":                    {nil, "203.0.113.9", true},
		"in the list":                {prefixes("192.0.2.0/24", "203.0.113.0/24"), "203.0.113.9", true},
		"not in the list":            {prefixes("192.0.2.0/24"), "203.0.113.9", false},
		"one address":                {prefixes("203.0.113.9/32"), "203.0.113.9", true},
		"the next address":           {prefixes("203.0.113.9/32"), "203.0.113.10", false},
		"mapped address":             {prefixes("203.0.113.0/24"), "::ffff:203.0.113.9", true},
		"mapped list":                {prefixes("::ffff:203.0.113.0/120"), "203.0.113.9", true},
		"all of IPv6 is not of IPv4": {prefixes("::/0"), "203.0.113.9", false},
		"IPv6":                       {prefixes("2001:db8::/32"), "2001:db8::1", true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := open(t, nil)
				h.staff.set(h.li, sshd.Person{ID: "li", From: c.from})
				h.serve(h.street)
				g, err := h.come(c.addr, h.config("li", h.li))
				require.Equal(t, c.in, err == nil, "%v", err)
				if err == nil {
					g.leaves()
				}
			})
		})
	}
}

func TestAStaffThatCannotBeReadLetsNobodyInAndNobodyStay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		h.serve(h.street)
		g := h.sit("198.51.100.7", h.li)
		h.staff.mu.Lock()
		h.staff.broken = true
		h.staff.mu.Unlock()
		_, err := h.come("198.51.100.7", h.config("bo", h.bo))
		require.Error(t, err)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		require.Empty(t, h.server.Sessions())
		require.Error(t, <-g.done)
	})
}

package staff

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/netip"
	"strings"
	"time"
	"unicode/utf8"

	"guitai/backend"
)

// Person is somebody who works here.
type Person struct {
	// ID is a UUIDv7 and stays when the name changes.
	ID   string
	Name string
	Role Role
	Keys []Key
	// PIN proves the person's PIN without holding it; empty for none yet.
	PIN string
	// Till and Language are what a session of this person has, unless its key says
	// otherwise; "" is the shop's.
	Till, Language string
	// Cards are the ids of the person's own cards, which nobody may move money on
	// by themselves.
	Cards []string
	// Revoked is when the person was dismissed; zero while not.
	Revoked time.Time
	AddedAt time.Time
}

// Active tells whether the person may come in.
func (p Person) Active() bool { return p.ID != "" && p.Revoked.IsZero() }

// Key is a public key that proves who somebody is.
type Key struct {
	// Print is the SHA-256 of the key, as hexadecimal of its 32 bytes.
	Print string
	// Comment is what the key's owner called it.
	Comment string
	// From are the networks that the key may come from; empty is anywhere.
	From []netip.Prefix
	// Till is the name of the till where this key is used; "" is the person's.
	Till string
}

// Fingerprint is the key's print of its wire form.
func Fingerprint(wire []byte) string {
	sum := sha256.Sum256(wire)
	return hex.EncodeToString(sum[:])
}

// paperKind is under which people are stored.
const paperKind = "person"

func (p Person) paper(ver int64) (backend.Paper, error) {
	body, err := json.Marshal(p)
	if err != nil {
		return backend.Paper{}, fmt.Errorf("staff: %s cannot be stored: %w", p.ID, err)
	}
	return backend.Paper{Kind: paperKind, Key: p.ID, Ver: ver, Body: body}, nil
}

// maxName is how long a name may be, in bytes.
const maxName = 64

// tidyName refuses what cannot stand in a list: nothing, too much, or control
// characters.
func tidyName(name string) (string, error) {
	name = strings.TrimSpace(name)
	if name == "" || len(name) > maxName || !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return "", invalid("name")
	}
	return name, nil
}

func invalid(field string) *backend.Error {
	return &backend.Error{Op: "staff", Kind: backend.KindInvalid, Field: field}
}

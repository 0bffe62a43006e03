package pospal

import (
	"bytes"
	"crypto/md5"
	"crypto/subtle"
	"encoding/hex"
	"strings"
)

// sign is the vendor's signature: the key and the body, both without the blanks
// around them, as upper-case MD5. It is taken over the bytes that are sent.
func sign(key string, body []byte) string {
	h := md5.New()
	h.Write([]byte(trimmed(key)))
	h.Write(bytes.TrimFunc(body, isBlank))
	return strings.ToUpper(hex.EncodeToString(h.Sum(nil)))
}

func trimmed(s string) string { return strings.TrimFunc(s, isBlank) }

// isBlank is what Java's trim takes: everything up to the blank.
func isBlank(r rune) bool { return r <= ' ' }

// isSigned tells whether an answer carries the signature of its decoded bytes.
// Not every answer has one.
func isSigned(key, signature string, body []byte) bool {
	return sameText(strings.ToUpper(strings.TrimSpace(signature)), sign(key, body))
}

// passwordHash is the form in which a member's password comes with a query: MD5
// without salt, so it is worth as much as the password.
func passwordHash(password string) string {
	sum := md5.Sum([]byte(password))
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}

// sameText compares in a time that does not depend on where the texts differ.
func sameText(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

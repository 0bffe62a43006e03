package staff

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"sync"

	"golang.org/x/crypto/argon2"
)

// A PIN has six to eight digits. So few fall to anybody who holds their hashes and
// has a day, so a pepper that is kept in another place goes in first: the stored
// proofs alone are worth nothing.
const (
	minPIN = 6
	maxPIN = 8
	// PepperSize is the pepper's length in bytes.
	PepperSize = 32

	saltSize = 16
	hashSize = 32
	// The cost of one guess: about 160 ms on two small cores.
	hashTime    = 3
	hashMemory  = 64 << 10 // KiB
	hashThreads = 2
)

// hasher proves PINs. One at a time: each takes 64 MiB.
type hasher struct {
	pepper []byte
	rand   io.Reader
	memory uint32

	turn sync.Mutex
}

// make gives the proof of a PIN.
func (h *hasher) make(pin []byte) (string, error) {
	salt := make([]byte, saltSize)
	if _, err := io.ReadFull(h.rand, salt); err != nil {
		return "", fmt.Errorf("staff: no random salt: %w", err)
	}
	sum := h.sum(pin, salt, hashTime, h.memory)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("argon2id$%d$%d$%s$%s", hashTime, h.memory, b64.EncodeToString(salt), b64.EncodeToString(sum)), nil
}

// fits tells whether the PIN is the one behind the proof. It takes as long for a
// proof that is none.
func (h *hasher) fits(pin []byte, proof string) bool {
	salt, want, rounds, memory, ok := parseProof(proof)
	if !ok {
		salt, want, rounds, memory = make([]byte, saltSize), make([]byte, hashSize), hashTime, h.memory
	}
	sum := h.sum(pin, salt, rounds, memory)
	return subtle.ConstantTimeCompare(sum, want) == 1 && ok
}

func parseProof(proof string) (salt, sum []byte, rounds, memory uint32, ok bool) {
	parts := strings.Split(proof, "$")
	if len(parts) != 5 || parts[0] != "argon2id" {
		return nil, nil, 0, 0, false
	}
	if _, err := fmt.Sscanf(parts[1]+" "+parts[2], "%d %d", &rounds, &memory); err != nil || rounds == 0 || rounds > 16 || memory > 1<<20 {
		return nil, nil, 0, 0, false
	}
	salt, errSalt := base64.RawStdEncoding.DecodeString(parts[3])
	sum, errSum := base64.RawStdEncoding.DecodeString(parts[4])
	return salt, sum, rounds, memory, errSalt == nil && errSum == nil && len(sum) == hashSize
}

func (h *hasher) sum(pin, salt []byte, rounds, memory uint32) []byte {
	h.turn.Lock()
	defer h.turn.Unlock()
	mac := hmac.New(sha256.New, h.pepper)
	mac.Write(pin)
	peppered := mac.Sum(nil)
	defer clear(peppered)
	return argon2.IDKey(peppered, salt, rounds, memory, hashThreads, hashSize)
}

// CheckPIN refuses a PIN that is too short, too long, no digits, or guessed first.
// Errors: KindInvalid with Field pin.
func CheckPIN(pin []byte) error {
	if len(pin) < minPIN || len(pin) > maxPIN {
		return invalid("pin")
	}
	for _, c := range pin {
		if c < '0' || c > '9' {
			return invalid("pin")
		}
	}
	if trivial(pin) {
		return invalid("pin")
	}
	return nil
}

// trivial PINs are the ones tried first: one digit or a short group of them over
// and over, steps up or down, and dates of birth in full.
func trivial(pin []byte) bool {
	for size := 1; size <= 3; size++ {
		if repeats(pin, size) {
			return true
		}
	}
	up, down := true, true
	for i := 1; i < len(pin); i++ {
		up = up && (pin[i]-'0') == (pin[i-1]-'0'+1)%10
		down = down && (pin[i]-'0'+1)%10 == pin[i-1]-'0'
	}
	if up || down {
		return true
	}
	year := string(pin[:2])
	return len(pin) == 8 && (year == "19" || year == "20") && dayOf(pin[4:])
}

func repeats(pin []byte, size int) bool {
	if len(pin)%size != 0 {
		return false
	}
	for i := size; i < len(pin); i++ {
		if pin[i] != pin[i-size] {
			return false
		}
	}
	return true
}

// dayOf tells whether four digits are a month and a day.
func dayOf(d []byte) bool {
	month, day := (d[0]-'0')*10+d[1]-'0', (d[2]-'0')*10+d[3]-'0'
	return month >= 1 && month <= 12 && day >= 1 && day <= 31
}

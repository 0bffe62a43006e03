package sim

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Kind names one way in which a vendor, or the line to it, can go wrong. Its
// text is what a fault specification says.
type Kind string

// The kinds. "Applied" says whether the vendor's ledger has changed by the
// time the client learns (or fails to learn) the outcome.
const (
	None          Kind = "none"           // a plain answer
	ResetBefore   Kind = "reset-before"   // connection reset before the body is read; not applied
	ResetAfter    Kind = "reset-after"    // applied, then connection reset without a byte of answer
	Hang          Kind = "hang"           // silence until the client leaves or Wait (10 min) is over; not applied
	HangAfter     Kind = "hang-after"     // applied, then as Hang
	Delay         Kind = "delay"          // applied and answered after Wait, also when the client has left
	SlowBody      Kind = "slow"           // applied; the body comes one byte per Wait (1 s)
	HTTPBefore    Kind = "http"           // an HTML page with Status ("http502"); not applied
	HTTPAfter     Kind = "http-after"     // applied, then as HTTPBefore ("http502-after")
	HTML          Kind = "html"           // an HTML page with status 200; not applied
	HTMLAfter     Kind = "html-after"     // applied, then as HTML
	Truncated     Kind = "truncated"      // applied; half of the promised body, then the end
	HalfHeaders   Kind = "half-headers"   // applied; half of the header, then the end
	Empty         Kind = "empty"          // applied; status 200 and no body
	Garbage       Kind = "garbage"        // applied; bytes that are neither UTF-8 nor JSON
	Redirect      Kind = "redirect"       // Status 302 or 307 to Target ("redirect307:http://host/"); not applied
	Trailing      Kind = "trailing"       // applied; a second JSON value behind the answer
	DuplicateKeys Kind = "duplicate-keys" // applied; every key twice, the second time with other digits
	WrongCard     Kind = "wrong-card"     // applied; the answer names another member
	IntErrcode    Kind = "int-errcode"    // a refusal's code is a number instead of a string
	Late          Kind = "late"           // connection reset, applied only Wait later
	Twice         Kind = "twice"          // the request is delivered twice; the first delivery is answered
	TwiceSecond   Kind = "twice-second"   // as Twice; the second delivery is answered
	TwiceLate     Kind = "twice-late"     // delivered, answered, and delivered again Wait later
	SlowHeader    Kind = "slow-header"    // applied; the header comes one byte per Wait (1 s)
	Endless       Kind = "endless"        // applied; a body that never ends
	GzipBomb      Kind = "gzip-bomb"      // applied; a quarter GiB of blanks, gzipped
	BigHeader     Kind = "big-header"     // applied; a header line of 10 MiB
	Rewrite       Kind = "rewrite"        // applied; the body goes through Rewrite; in code only
)

// Fault is one kind with its particulars. The zero value is no fault.
type Fault struct {
	Kind    Kind
	Wait    time.Duration       // Hang, HangAfter, Delay, SlowBody, SlowHeader, Late, TwiceLate
	Status  int                 // HTTPBefore, HTTPAfter, Redirect
	Target  string              // Redirect; empty is a host that does not exist
	Rewrite func([]byte) []byte // Rewrite
}

// String is the text that ParseFault reads.
func (f Fault) String() string {
	s := string(f.Kind)
	switch f.Kind {
	case "":
		return string(None)
	case HTTPBefore, Redirect:
		s += strconv.Itoa(f.Status)
	case HTTPAfter:
		s = "http" + strconv.Itoa(f.Status) + "-after"
	}
	switch {
	case f.Target != "":
		s += ":" + f.Target
	case f.Wait != 0:
		s += ":" + f.Wait.String()
	}
	return s
}

// ParseFault reads one fault: its kind, and behind a colon its duration or, for
// a redirect, its target: "reset-after", "http502-after", "late:45s",
// "redirect307:http://elsewhere.example/".
func ParseFault(text string) (Fault, error) {
	name, arg, hasArg := strings.Cut(strings.TrimSpace(text), ":")
	f, err := parseKind(name)
	if err != nil {
		return Fault{}, err
	}
	switch f.Kind {
	case Redirect:
		f.Target = arg
		return f, nil
	case Delay, Late, TwiceLate:
		if !hasArg {
			return Fault{}, fmt.Errorf("sim: fault %q needs a duration, as in %s:2s", text, name)
		}
	case Hang, HangAfter, SlowBody, SlowHeader:
	default:
		if hasArg {
			return Fault{}, fmt.Errorf("sim: fault %q takes nothing behind a colon", text)
		}
	}
	if hasArg {
		f.Wait, err = time.ParseDuration(arg)
		if err != nil || f.Wait <= 0 {
			return Fault{}, fmt.Errorf("sim: fault %q: %q is not a duration above zero", text, arg)
		}
	}
	return f, nil
}

func parseKind(name string) (Fault, error) {
	if code, ok := strings.CutPrefix(name, "http"); ok {
		code, after := strings.CutSuffix(code, "-after")
		f := Fault{Kind: HTTPBefore}
		if after {
			f.Kind = HTTPAfter
		}
		return withStatus(f, name, code, 400, 599)
	}
	if code, ok := strings.CutPrefix(name, string(Redirect)); ok {
		return withStatus(Fault{Kind: Redirect}, name, code, 300, 399)
	}
	switch k := Kind(name); k {
	case None, ResetBefore, ResetAfter, Hang, HangAfter, Delay, SlowBody, HTML, HTMLAfter, Truncated,
		HalfHeaders, Empty, Garbage, Trailing, DuplicateKeys, WrongCard, IntErrcode, Late, Twice,
		TwiceSecond, TwiceLate, SlowHeader, Endless, GzipBomb, BigHeader:
		return Fault{Kind: k}, nil
	}
	return Fault{}, fmt.Errorf("sim: no fault is called %q", name)
}

func withStatus(f Fault, name, code string, low, high int) (Fault, error) {
	n, err := strconv.Atoi(code)
	if err != nil || n < low || n > high {
		return Fault{}, fmt.Errorf("sim: fault %q needs a status from %d to %d", name, low, high)
	}
	f.Status = n
	return f, nil
}

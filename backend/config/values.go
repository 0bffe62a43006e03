package config

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"guitai/backend/money"
)

const (
	maxLabel  = 64
	maxText   = 4096
	maxRates  = 1000
	shortest  = 100 * time.Millisecond
	longest   = 5 * time.Minute
	unquoted  = "was read as a YAML map because of its braces; put it in quotes: \"{…}\""
	wantsText = "must be a single value, not a list or a map"
)

// text returns a scalar as it was written: 0012 stays 0012.
func (d *decoder) text(e entry) (string, bool) {
	n := e.node
	switch {
	case n.Kind == yaml.MappingNode && n.Style&yaml.FlowStyle != 0:
		d.fail(KindUnquoted, e, unquoted)
	case n.Kind != yaml.ScalarNode:
		d.fail(KindType, e, wantsText)
	case isNull(n) || n.Value == "":
		d.fail(KindMissing, e, "has no value; remove the key or give it one")
	case len(n.Value) > maxText:
		d.fail(KindValue, e, "is too long")
	default:
		return n.Value, true
	}
	return "", false
}

func choose[T ~string](d *decoder, e entry, into *T, choices ...T) {
	s, ok := d.text(e)
	if !ok {
		return
	}
	if !slices.Contains(choices, T(s)) {
		d.fail(KindValue, e, fmt.Sprintf("%s is none of %s", quoted(s), strings.Join(strs(choices), ", ")))
		return
	}
	*into = T(s)
}

func strs[T ~string](all []T) []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = string(s)
	}
	return out
}

func (d *decoder) flag(e entry, into *bool) {
	s, ok := d.text(e)
	switch {
	case !ok:
	case e.node.ShortTag() != "!!bool":
		d.fail(KindType, e, quoted(s)+" is neither true nor false")
	default:
		*into = strings.EqualFold(s, "true")
	}
}

func (d *decoder) whole(e entry, into *int, least, most int) {
	s, ok := d.text(e)
	if !ok {
		return
	}
	n, err := strconv.Atoi(s)
	switch {
	case err != nil:
		d.fail(KindType, e, quoted(s)+" is not a whole number")
	case n < least || n > most:
		d.fail(KindValue, e, fmt.Sprintf("must be from %d to %d", least, most))
	default:
		*into = n
	}
}

func (d *decoder) duration(e entry, into *time.Duration) {
	s, ok := d.text(e)
	if !ok {
		return
	}
	t, err := time.ParseDuration(s)
	switch {
	case err != nil:
		d.fail(KindType, e, quoted(s)+" is not a duration; write 3s, 500ms or 1m")
	case t < shortest || t > longest:
		d.fail(KindValue, e, "must be from 100ms to 5m")
	default:
		*into = t
	}
}

// idle is how long a session may stay without a key.
func (d *decoder) idle(e entry, into *time.Duration) {
	var t time.Duration
	d.duration(e, &t)
	if t == 0 {
		return
	}
	if t < 30*time.Second {
		d.fail(KindValue, e, "must be from 30s to 5m")
		return
	}
	*into = t
}

// address is a host, which may be empty, and a port.
func (d *decoder) address(e entry, into *string) {
	s, ok := d.text(e)
	if !ok {
		return
	}
	host, port, err := net.SplitHostPort(s)
	if err != nil || port == "" || !isPort(port) && port != "0" || !isLabel(host) {
		d.fail(KindValue, e, quoted(s)+" is not an address like 127.0.0.1:2222")
		return
	}
	*into = s
}

func (d *decoder) amount(e entry, into *money.Amount) {
	s, ok := d.text(e)
	if !ok {
		return
	}
	a, err := money.ParseLiteral(s)
	switch {
	case err != nil:
		d.fail(KindType, e, quoted(s)+" is not an amount of yuan with at most two decimals")
	case a.Sign() <= 0:
		d.fail(KindValue, e, "must be above zero")
	default:
		*into = a
	}
}

func (d *decoder) zone(e entry, into **time.Location) {
	s, ok := d.text(e)
	if !ok {
		return
	}
	// "Local" would make the shop's day depend on the machine.
	zone, err := time.LoadLocation(s)
	if err != nil || s == "Local" {
		d.fail(KindValue, e, quoted(s)+" is no known time zone; write one like Asia/Shanghai")
		return
	}
	*into = zone
}

// label reads a name that will be printed.
func (d *decoder) label(e entry, into *string) {
	s, ok := d.text(e)
	switch {
	case !ok:
	case !isLabel(s):
		d.fail(KindValue, e, "must be at most 64 bytes long and without control characters")
	default:
		*into = s
	}
}

func isLabel(s string) bool {
	return len(s) <= maxLabel && utf8.ValidString(s) && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}

func (d *decoder) folder(e entry, into *string) {
	if s, ok := d.text(e); ok {
		if path, ok := d.location(e, s); ok {
			*into = path
		}
	}
}

// location is the absolute path that s names.
func (d *decoder) location(e entry, s string) (string, bool) {
	if strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) >= 0 {
		d.fail(KindValue, e, "is not a path")
		return "", false
	}
	return d.host.resolve(d.dir, s), true
}

func (d *decoder) url(e entry, into *string) {
	s, ok := d.text(e)
	if !ok {
		return
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Hostname() == "" || !isPort(u.Port()):
		d.fail(KindValue, e, "is not an address like https://host")
	case u.Scheme != "http" && u.Scheme != "https":
		d.fail(KindValue, e, "must begin with http:// or https://")
	case u.User != nil:
		d.fail(KindValue, e, "must not contain a user name or password")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Contains(s, "#"):
		d.fail(KindValue, e, "must end before any ? or #")
	default:
		*into = strings.TrimRight(u.String(), "/")
	}
}

func isPort(port string) bool {
	n, err := strconv.Atoi(port)
	return port == "" || err == nil && n >= 1 && n <= 65535
}

// pairs gives each key of an open map to each, refusing one that repeats.
func (d *decoder) pairs(e entry, each func(name string, e entry)) {
	if isNull(e.node) {
		return
	}
	if e.node.Kind != yaml.MappingNode {
		d.fail(KindType, e, "must hold names with values, as in {name: value}")
		return
	}
	if len(e.node.Content) > 2*maxRates {
		d.fail(KindValue, e, "holds too many names")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(e.node.Content); i += 2 {
		key, value := e.node.Content[i], e.node.Content[i+1]
		one := entry{e.key + "." + label(key), key.Line, value}
		switch {
		case key.Kind != yaml.ScalarNode || !isLabel(key.Value) || key.Value == "":
			d.fail(KindValue, one, "the name must be plain text of at most 64 bytes")
		case d.isTricky(one):
		case seen[key.Value]:
			d.fail(KindRepeated, one, "stands there twice")
		default:
			seen[key.Value] = true
			each(key.Value, one)
		}
	}
}

func (d *decoder) rates(e entry, into *map[string]money.Rate) {
	rates := map[string]money.Rate{}
	d.pairs(e, func(level string, one entry) {
		s, ok := d.text(one)
		if !ok {
			return
		}
		rate, err := money.ParseRate(s)
		if err != nil {
			d.fail(KindValue, one, quoted(s)+" must be above 0 and at most 1: 0.8 means that 80 % is paid")
			return
		}
		rates[level] = rate
	})
	if len(rates) > 0 {
		*into = rates
	}
}

func (d *decoder) bindings(e entry, into *map[string][]string) {
	all := map[string][]string{}
	d.pairs(e, func(action string, one entry) {
		nodes := []*yaml.Node{one.node}
		if one.node.Kind == yaml.SequenceNode {
			nodes = one.node.Content
		}
		keys := []string{}
		for _, n := range nodes {
			item := entry{one.key, n.Line, n}
			if d.isTricky(item) {
				continue
			}
			var key string
			d.label(item, &key)
			keys = append(keys, key)
		}
		all[action] = keys
	})
	if len(all) > 0 {
		*into = all
	}
}

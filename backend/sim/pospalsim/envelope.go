package pospalsim

import (
	"bytes"
	"compress/gzip"
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"guitai/backend/sim"
)

// Code is an errorCode of the vendor's table.
type Code int

// The codes that the simulator uses. The table has none for a duplicate
// submission, for too little money or points, or for a used-up quota: the first
// two come as ChangeFailed, the last as NoCode, and their text tells them apart.
const (
	NoCode        Code = -1 // errorCode is left out
	Unknown       Code = 0
	Unsigned      Code = 1031 // the signature header is missing
	BadSignature  Code = 1032 // body and signature disagree
	UnknownApp    Code = 1034
	AddFailed     Code = 2011
	Exists        Code = 2012 // the number is taken
	ChangeFailed  Code = 2013
	NoMember      Code = 2015
	BadParameters Code = 9003
)

// Refusal is a request that the vendor turns down.
type Refusal struct {
	Code   Code
	Detail string // takes the place of the code's own words
}

// Error gives the vendor's words.
func (r *Refusal) Error() string {
	if r.Detail != "" {
		return r.Detail
	}
	switch r.Code {
	case Unsigned:
		return "缺少签名"
	case BadSignature:
		return "数据和签名不一致"
	case UnknownApp:
		return "appId不存在"
	case AddFailed:
		return "添加会员失败"
	case Exists:
		return "会员已存在,不允许重复添加"
	case ChangeFailed:
		return "修改会员失败"
	case NoMember:
		return "会员不存在"
	case BadParameters:
		return "请求参数错误"
	}
	return "未知错误"
}

// answer is what a call came to: what goes into data, and whether the ledger
// has changed.
type answer struct {
	data    any
	applied bool
	quiet   bool // without messages, as the page's sample of one call is
}

// sign is the vendor's signature over what it received or sends: both parts
// are trimmed as Java's String.trim does it, which takes every character up to
// the blank.
func sign(key string, body []byte) string {
	trim := func(s string) string { return strings.TrimFunc(s, func(r rune) bool { return r <= ' ' }) }
	return md5Upper(trim(key) + trim(string(body)))
}

// md5Upper is also the form in which members' passwords are kept.
func md5Upper(s string) string {
	sum := md5.Sum([]byte(s))
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}

// envelope writes the frame that every answer comes in.
func (s *Server) envelope(a answer, err error, intCode bool) []byte {
	var e struct {
		Status    string `json:"status"`
		Messages  any    `json:"messages,omitempty"`
		ErrorCode any    `json:"errorCode,omitempty"`
		Data      any    `json:"data,omitempty"`
	}
	e.Status, e.Data = s.switches.Letters.write("success"), a.data
	if !a.quiet {
		e.Messages = []string{}
	}
	if err != nil {
		var refused *Refusal
		if !errors.As(err, &refused) {
			refused = &Refusal{Code: Unknown}
		}
		e.Status, e.Data = s.switches.Letters.write("error"), nil
		e.Messages = []string{refused.Error()}
		if s.switches.TextMessages {
			e.Messages = refused.Error()
		}
		e.ErrorCode = s.code(refused.Code, intCode)
	}
	if s.switches.KeepNulls {
		e.ErrorCode, e.Data = orNull(e.ErrorCode), orNull(e.Data)
	}
	return encode(e)
}

func (s *Server) code(c Code, asNumber bool) any {
	switch {
	case c == NoCode:
		return nil
	case s.switches.TextErrorCode && !asNumber:
		return strconv.Itoa(int(c))
	}
	return int(c)
}

func orNull(v any) any {
	if v == nil {
		return json.RawMessage("null")
	}
	return v
}

func (l Letters) write(word string) string {
	switch l {
	case UpperCase:
		return strings.ToUpper(word)
	case TitleCase:
		return strings.ToUpper(word[:1]) + word[1:]
	}
	return word
}

// sealed puts the header on an answer: its signature, which is over the plain
// body, its date, and its encoding. Date follows the server's clock, because a
// client compares it with its own.
func (s *Server) sealed(body []byte, asked http.Header) sim.Reply {
	h := http.Header{"Content-Type": {"application/json;charset=UTF-8"}}
	h.Set("Date", s.clock().Add(s.switches.DateSkew).UTC().Format(http.TimeFormat))
	switch s.switches.AnswerSignature {
	case SignatureRight:
		h.Set("data-signature", sign(s.appKey, body))
	case SignatureWrong:
		h.Set("data-signature", sign(s.appKey+"0", body))
	}
	if s.switches.Gzip && strings.Contains(asked.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = zipped(body)
	}
	return sim.Reply{Header: h, Body: body}
}

func zipped(body []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(body) // a Buffer takes everything
	_ = z.Close()
	return b.Bytes()
}

// encode writes JSON as the vendor does: Chinese and markup in clear.
func encode(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic("pospalsim: " + err.Error()) // own types only: a fault of this package
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

// misnamed puts another member where the answer names the one asked for.
func (s *Server) misnamed(reply, body []byte) []byte {
	r, err := readRequest(body)
	if err != nil {
		return reply
	}
	asked := s.ledger.named(r)
	if asked == nil {
		return reply
	}
	for _, other := range s.ledger.accounts {
		if other == asked {
			continue
		}
		for _, name := range []string{"customerUid", "customrUid"} {
			reply = bytes.ReplaceAll(reply, field(name, asked.Member.UID), field(name, other.Member.UID))
		}
		return bytes.ReplaceAll(reply, field("number", asked.Member.Number), field("number", other.Member.Number))
	}
	return reply
}

func field(name string, value any) []byte {
	return append([]byte(`"`+name+`":`), encode(value)...)
}

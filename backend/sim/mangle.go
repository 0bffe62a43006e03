package sim

import (
	"bytes"
	"compress/gzip"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// mangle answers with reply, spoilt as f says.
func (p *Player) mangle(w http.ResponseWriter, r *http.Request, f Fault, reply Reply) {
	switch f.Kind {
	case SlowBody:
		p.drip(w, r, orElse(f.Wait, time.Second), reply)
		return
	case SlowHeader:
		p.creep(w, orElse(f.Wait, time.Second), reply)
		return
	case Truncated:
		whole := head(reply)
		cutOff(w, append(whole, reply.Body[:len(reply.Body)/2]...))
		return
	case HalfHeaders:
		whole := head(reply)
		cutOff(w, whole[:len(whole)/2])
		return
	case Endless, GzipBomb:
		flood(w, f.Kind)
		return
	case BigHeader:
		w.Header().Set("X-Filler", strings.Repeat("x", 10<<20))
	case Empty:
		reply.Body = nil
	case Garbage:
		reply.Body = []byte("\x00\xff\xfe\x8b\xc4\xe3\xba\xc3\x1b]0;\x07{{{")
	case Trailing:
		reply.Body = append(bytes.Clone(reply.Body), `{"errcode":"500"}`...)
	case DuplicateKeys:
		reply.Body = doubled(reply.Body)
	case Rewrite:
		reply.Body = f.Rewrite(bytes.Clone(reply.Body))
	}
	send(w, reply)
}

// send writes an answer whole.
func send(w http.ResponseWriter, reply Reply) {
	for k, v := range reply.Header {
		w.Header()[k] = v
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(reply.Body)))
	w.WriteHeader(status(reply))
	_, _ = w.Write(reply.Body)
}

func status(reply Reply) int {
	if reply.Status == 0 {
		return http.StatusOK
	}
	return reply.Status
}

// page is what a proxy or a captive portal answers in a vendor's place.
func page(code int) Reply {
	text := http.StatusText(code)
	if code == http.StatusOK {
		text = "Welcome to the guest network"
	}
	return Reply{
		Status: code,
		Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		Body: fmt.Appendf(nil, "<!DOCTYPE html>\n<html><head><title>%d %s</title></head>\n"+
			"<body><center><h1>%d %s</h1></center><hr><center>nginx</center></body></html>\n", code, text, code, text),
	}
}

func redirect(f Fault) Reply {
	target := f.Target
	if target == "" {
		target = "http://elsewhere.invalid/login"
	}
	reply := page(f.Status)
	reply.Header.Set("Location", target)
	return reply
}

// drip sends the body a byte at a time until the client leaves.
func (p *Player) drip(w http.ResponseWriter, r *http.Request, pace time.Duration, reply Reply) {
	flush := http.NewResponseController(w).Flush
	for k, v := range reply.Header {
		w.Header()[k] = v
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(reply.Body)))
	w.WriteHeader(status(reply))
	_ = flush()
	for i := range reply.Body {
		p.after.wait(r.Context(), pace)
		if r.Context().Err() != nil {
			return
		}
		if _, err := w.Write(reply.Body[i : i+1]); err != nil {
			return
		}
		_ = flush()
	}
}

// creep sends header and body a byte at a time until the client leaves.
func (p *Player) creep(w http.ResponseWriter, pace time.Duration, reply Reply) {
	conn := hijack(w)
	defer func() { _ = conn.Close() }()
	for _, b := range append(head(reply), reply.Body...) {
		pause := make(chan struct{})
		p.after(pace, func() { close(pause) })
		<-pause
		if _, err := conn.Write([]byte{b}); err != nil {
			return
		}
	}
}

// flood sends more than any client should swallow.
func flood(w http.ResponseWriter, kind Kind) {
	w.Header().Set("Content-Type", "application/json")
	block := bytes.Repeat([]byte{' '}, 1<<20)
	if kind == GzipBomb {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		defer z.Close()
		for range 256 {
			if _, err := z.Write(block); err != nil {
				return
			}
		}
		return
	}
	for {
		if _, err := w.Write(block); err != nil {
			return
		}
	}
}

// head is the header of reply as it would go over the wire.
func head(reply Reply) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", status(reply), http.StatusText(status(reply)))
	_ = reply.Header.Write(&b)
	fmt.Fprintf(&b, "Content-Length: %d\r\n\r\n", len(reply.Body))
	return b.Bytes()
}

// cutOff writes raw bytes and ends the connection in an orderly way: after a
// reset the bytes already under way could be lost with it.
func cutOff(w http.ResponseWriter, raw []byte) {
	conn := hijack(w)
	_, _ = conn.Write(raw)
	_ = conn.Close()
}

// abort resets the connection without another byte.
func abort(w http.ResponseWriter) {
	conn := hijack(w)
	if t, ok := conn.(*tls.Conn); ok {
		conn = t.NetConn()
	}
	switch c := conn.(type) {
	case interface{ Abort() error }:
		_ = c.Abort()
		return
	case *net.TCPConn:
		// Lingering for 0 seconds turns the close into a reset.
		_ = c.SetLinger(0)
	}
	_ = conn.Close()
}

// hijack takes the connection from the server. Where there is none to take (a
// recorder, HTTP/2) it ends the handler in the way that drops the connection.
func hijack(w http.ResponseWriter) net.Conn {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	return conn
}

// doubled repeats every key of the outermost object, the second time with each
// digit from 1 to 9 turned into the next: a reader that keeps the last of two
// equal keys comes away with other figures than were booked.
func doubled(body []byte) []byte {
	object := bytes.TrimSpace(body)
	if len(object) <= 2 || object[0] != '{' {
		return body
	}
	inner := object[1 : len(object)-1]
	turned := bytes.Map(func(r rune) rune {
		if r >= '1' && r <= '9' {
			return '1' + (r-'0')%9
		}
		return r
	}, inner)
	out := append([]byte{'{'}, inner...)
	out = append(out, ',')
	out = append(out, turned...)
	return append(out, '}')
}

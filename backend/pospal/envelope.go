package pospal

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"guitai/backend"
	"guitai/backend/internal/wire"
)

var (
	errShape = errors.New("reply lacks what this call has to bring")
	errOther = errors.New("reply names another member")
)

// envelope is the frame of every answer. Only status decides about success.
type envelope struct {
	Status   text            `json:"status"`
	Messages texts           `json:"messages"`
	Code     text            `json:"errorCode"`
	Data     json.RawMessage `json:"data"`
}

func (e envelope) is(status string) bool { return isStatus(string(e.Status), status) }

// isStatus compares in any letter case. Folding would go further and take a long
// s for an s.
func isStatus(told, status string) bool { return strings.ToLower(told) == status }

const (
	success = "success"
	failure = "error"
)

// unwrap decides what a reply is: a refusal of theirs first, whatever the HTTP
// status, then the status. What is left is for the call to decode.
func (c *Client) unwrap(op string, res wire.Result) (envelope, *backend.Error) {
	if res.Kind != backend.KindNone {
		return envelope{}, &backend.Error{Op: op, Kind: res.Kind, Err: res.Err}
	}
	var e envelope
	err := json.Unmarshal(bytes.TrimPrefix(res.Body, []byte("\xef\xbb\xbf")), &e)
	framed := err == nil && (e.is(success) || e.is(failure))
	switch {
	case framed && e.is(failure):
		return envelope{}, c.refused(op, string(e.Code), e.Messages)
	case res.Status < 200 || res.Status > 299:
		return envelope{}, httpError(op, res.Status)
	case !framed:
		if err == nil {
			err = errShape
		}
		return envelope{}, unreadable(op, err)
	}
	return e, nil
}

// rows reads data as a list. One object stands for a list of one, and null,
// nothing and {} for an empty one.
func rows[T any](e envelope) ([]T, error) {
	data := bytes.TrimSpace(e.Data)
	switch {
	case isNothing(data):
		return nil, nil
	case data[0] == '[':
		var list []T
		return list, json.Unmarshal(data, &list)
	case data[0] == '{':
		list := make([]T, 1)
		return list, json.Unmarshal(data, &list[0])
	}
	return nil, errShape
}

func isNothing(data []byte) bool {
	if len(data) == 0 || string(data) == "null" || string(data) == `""` {
		return true
	}
	return (data[0] == '{' || data[0] == '[') && len(bytes.TrimSpace(data[1:len(data)-1])) == 0
}

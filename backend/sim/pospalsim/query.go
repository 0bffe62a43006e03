package pospalsim

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

// pageSize is how many rows a page holds at most.
const pageSize = 100

// cursorType is the only parameterType that the vendor hands out.
const cursorType = "LAST_RESULT_MAX_ID"

func (s *Server) queryByNumber(r request) (answer, error) {
	number, err := r.need("customerNum")
	if err != nil {
		return answer{}, err
	}
	return s.one(s.ledger.byNumber[number], r)
}

func (s *Server) queryByUid(r request) (answer, error) {
	uid, err := r.uid("customerUid")
	if err != nil {
		return answer{}, err
	}
	return s.one(s.ledger.byUID[uid], r)
}

// one answers with a member. A deleted one is a success with a blank record,
// as a client in use has met it.
func (s *Server) one(a *account, r request) (answer, error) {
	department, err := r.flag("queryCustomerDepartment")
	switch {
	case err != nil:
		return answer{}, err
	case a == nil:
		return s.nobody()
	case a.Member.Enable == Deleted:
		return answer{data: s.wire(Member{Created: a.Member.Created}, false)}, nil
	}
	return answer{data: s.wire(s.copied(a), department)}, nil
}

// copied is the member as the copy shows it that reads are answered from.
func (s *Server) copied(a *account) Member {
	m := a.Member
	if s.switches.ReplicaLag <= 0 {
		return m
	}
	until := s.clock().Add(-s.switches.ReplicaLag)
	for _, c := range slices.Backward(a.Changes) {
		if !c.At.After(until) {
			break
		}
		m.Balance, m.Points = c.BalanceBefore, c.PointsBefore
	}
	return m
}

func (s *Server) nobody() (answer, error) {
	switch s.switches.NotFound {
	case NotFoundNull:
		return answer{data: json.RawMessage("null")}, nil
	case NotFoundMissing:
		return answer{}, nil
	case NotFoundEmpty:
		return answer{data: struct{}{}}, nil
	}
	return answer{}, &Refusal{Code: NoMember}
}

// queryBytel matches the whole phone and leaves deleted members out.
func (s *Server) queryBytel(r request) (answer, error) {
	phone, err := r.need("customerTel")
	if err != nil {
		return answer{}, err
	}
	department, err := r.flag("queryCustomerDepartment")
	if err != nil {
		return answer{}, err
	}
	found := []wireMember{}
	for _, a := range s.ledger.accounts {
		if a.Member.Phone == phone && a.Member.Enable != Deleted {
			found = append(found, s.wire(a.Member, department))
		}
	}
	if s.switches.TelObject && len(found) == 1 {
		return answer{data: found[0]}, nil
	}
	return answer{data: found}, nil
}

// queryCustomerPages gives everybody, also the deleted, whose enable says so.
func (s *Server) queryCustomerPages(r request) (answer, error) {
	department, err := r.flag("queryCustomerDepartment")
	if err != nil {
		return answer{}, err
	}
	var from time.Time
	if _, given, err := r.text("startCreateDateTime"); err != nil {
		return answer{}, err
	} else if given {
		if from, err = r.moment("startCreateDateTime", dateTime, s.zone); err != nil {
			return answer{}, err
		}
	}
	return pageOf(s, r, s.ledger.accounts, rows[*account, wireMember]{
		id:   func(a *account) int64 { return a.Member.ID },
		keep: func(a *account) bool { return !a.Member.Created.Before(from) },
		wire: func(a *account) wireMember { return s.wire(a.Member, department) },
	})
}

// cursor is what the client hands back for the next page.
type cursor struct {
	Type  string `json:"parameterType"`
	Value string `json:"parameterValue"`
}

// readCursor gives the id behind which the page begins: 0 for the first page,
// which clients in use ask for with nothing, null, or empty fields.
func readCursor(r request) (int64, error) {
	back, err := r.object("postBackParameter")
	if err != nil || back == nil {
		return 0, err
	}
	kind, given, err := back.text("parameterType")
	if err != nil {
		return 0, err
	}
	if given && kind != cursorType {
		return 0, bad("parameterType")
	}
	after, _, err := back.integer("parameterValue", 0, 1<<62)
	return after, err
}

// rows says how to page through a table that ascends by id.
type rows[R, W any] struct {
	id   func(R) int64
	keep func(R) bool
	wire func(R) W
}

// pageOf gives the page behind the request's cursor. A page has a cursor of its
// own even when it is empty; then it is the one that was handed in.
func pageOf[R, W any](s *Server, r request, table []R, how rows[R, W]) (answer, error) {
	after, err := readCursor(r)
	if err != nil {
		return answer{}, err
	}
	last, result := after, []W{}
	for _, row := range table {
		if how.id(row) <= after || !how.keep(row) {
			continue
		}
		if len(result) == pageSize {
			break
		}
		last, result = how.id(row), append(result, how.wire(row))
	}
	if s.switches.CursorLoops && after != 0 {
		last = after
	}
	return answer{data: struct {
		Cursor   cursor `json:"postBackParameter"`
		PageSize int    `json:"pageSize"`
		Result   []W    `json:"result"`
	}{cursor{cursorType, strconv.FormatInt(last, 10)}, pageSize, result}}, nil
}

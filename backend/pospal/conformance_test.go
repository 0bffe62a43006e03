package pospal_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/backendtest"
	"guitai/backend/money"
	"guitai/backend/pospal"
	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
)

func TestPospalIsABackend(t *testing.T) {
	for name, switches := range map[string]pospalsim.Switches{
		"as the pages suggest": {},
		"as it may be instead": {
			EchoSentOnly: true, NotFound: pospalsim.NotFoundEmpty, TelObject: true, MisspeltOnly: true,
			SubsidyOutside: true, Letters: pospalsim.TitleCase, TextErrorCode: true, TextMessages: true,
			KeepNulls: true, ErrorStatus: 500, AnswerSignature: pospalsim.SignatureWrong, Gzip: true,
		},
		"with other answers about nobody": {
			NotFound: pospalsim.NotFoundNull, Letters: pospalsim.UpperCase, ErrorStatus: 400,
			AnswerSignature: pospalsim.SignatureAbsent, BalanceFirst: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			backendtest.Run(t, func(t *testing.T) backendtest.Fixture { return onSimulator(t, switches) })
		})
	}
}

// shop is the client on its simulator.
type shop struct {
	*pospal.Client
	server *pospalsim.Server
	plan   *sim.Plan
	t      *testing.T
}

func open(t *testing.T, switches pospalsim.Switches, change ...func(*pospal.Options, *pospalsim.Options)) shop {
	plan := new(sim.Plan)
	o := pospal.Options{
		BaseURL: "http://pospal.test", AppID: secret(pospalsim.DefaultAppID), AppKey: secret(pospalsim.DefaultAppKey),
		Clock: time.Now,
	}
	so := pospalsim.Options{Plan: plan, Switches: switches, Hostile: true}
	for _, c := range change {
		c(&o, &so)
	}
	server := pospalsim.New(so)
	dial, shut := sim.Serve(server)
	o.DialContext = dial
	client := pospal.New(o)
	t.Cleanup(func() { client.Close(); shut() })
	return shop{client, server, plan, t}
}

// uid is the id of the member with a number.
func (s shop) uid(number string) string {
	m, ok := s.server.Numbered(number)
	require.True(s.t, ok, number)
	return strconv.FormatInt(m.UID, 10)
}

func (s shop) truth(id string) pospalsim.Member {
	u, err := strconv.ParseInt(id, 10, 64)
	require.NoError(s.t, err)
	m, _ := s.server.Member(u)
	return m
}

// operation is what a till would ask for after showing the member as it is now.
func (s shop) operation(kind backend.OpKind, id string) backend.Operation {
	m := s.truth(id)
	op := backend.Operation{ID: "op-1", Kind: kind, MemberID: id, Till: "A", Operator: "小王"}
	q := backend.Promise{
		BalanceBefore: m.Balance, BalanceAfter: m.Balance, PointsBefore: m.Points, PointsAfter: m.Points,
	}
	switch kind {
	case backend.OpRecharge:
		op.Amount, op.PayType = yuan("100"), backend.PayType{ID: "支付宝", Name: line("支付宝")}
		q.GiftMoney, q.GiftPoints = yuan("10"), money.WholePoints(5)
		q.Net, q.BalanceAfter, q.PointsAfter = yuan("110"), m.Balance.Add(yuan("110")), m.Points.Add(q.GiftPoints)
	case backend.OpConsume:
		op.Amount = yuan("100")
		q.Net, q.BalanceAfter, q.PointsAfter = yuan("100"), m.Balance.Sub(yuan("100")), m.Points.Add(money.WholePoints(80))
	case backend.OpRedeem:
		op.Points = money.WholePoints(100)
		q.PointsAfter = m.Points.Sub(op.Points)
	}
	op.Quote = q
	return op
}

func onSimulator(t *testing.T, switches pospalsim.Switches) backendtest.Fixture {
	s := open(t, switches)
	stamp := backend.Stamp(time.Now().Unix())
	return backendtest.Fixture{
		Backend: s.Client,
		Member:  s.uid("M000115"), Poor: s.uid("M000111"), Missing: "4611686018427387904",
		Key: "M000115", HostileKey: "M000100", NoKey: "M999999",
		Operation: s.operation,
		Stamp:     func() backend.Stamp { stamp++; return stamp },
		Books: func(id string) backendtest.Books {
			m := s.truth(id)
			return backendtest.Books{Balance: m.Balance, Points: m.Points}
		},
		Spoil: func(on backendtest.Class, f backendtest.Fault) {
			fault, err := sim.ParseFault(string(f))
			require.NoError(t, err)
			s.plan.Next(string(on), fault)
		},
		Requests: func(on backendtest.Class) (n int) {
			for _, r := range s.server.Requests() {
				if (r.Name == "updateBalancePointByIncrement") == (on == backendtest.Moving) {
					n++
				}
			}
			return n
		},
		Kinds: []backend.OpKind{backend.OpRecharge, backend.OpConsume, backend.OpRedeem},
	}
}

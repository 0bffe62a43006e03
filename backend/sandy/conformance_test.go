package sandy_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/backendtest"
	"guitai/backend/money"
	"guitai/backend/sandy"
	"guitai/backend/sim"
	"guitai/backend/sim/sandysim"
)

func TestSandyIsABackend(t *testing.T) {
	for name, switches := range map[string]sandysim.Switches{
		"as the page suggests": {},
		"as it may be instead": {
			Depot: false, PagesAsPages: true, ErrorStatus: 400, IntErrcode: true, NothingIsErrcode2: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			backendtest.Run(t, func(t *testing.T) backendtest.Fixture { return onSimulator(t, switches) })
		})
	}
}

func onSimulator(t *testing.T, switches sandysim.Switches) backendtest.Fixture {
	plan := new(sim.Plan)
	server := sandysim.New(sandysim.Options{
		Plan: plan, People: sim.Hostile(sim.People(time.Now())), Switches: switches, Hostile: true,
		History: sandysim.ShortHistory,
	})
	dial, shut := sim.Serve(server)
	client := sandy.New(sandy.Options{
		BaseURL: "http://sandy.test", Token: secret(sandysim.DefaultToken), GUID: secret(sandysim.DefaultGUID),
		DialContext: dial, Clock: time.Now,
	})
	t.Cleanup(func() { client.Close(); shut() })
	stamp := backend.Stamp(time.Now().Unix())
	return backendtest.Fixture{
		Backend: client,
		Member:  "M000115", Poor: "M000111", Missing: "M999999",
		Key: "m000115", HostileKey: "M000100", NoKey: "没有这个人",
		Operation: func(kind backend.OpKind, id string) backend.Operation {
			op := backend.Operation{ID: "op-1", Kind: kind, MemberID: id, Amount: money.FromFen(100_00)}
			switch kind {
			case backend.OpRecharge:
				op.PayType = backend.PayType{ID: "4", Name: line("支付宝")}
			case backend.OpRedeem:
				op.Amount, op.Points = money.Amount{}, money.WholePoints(100)
			}
			return op
		},
		Stamp: func() backend.Stamp { stamp++; return stamp },
		Books: func(id string) backendtest.Books {
			card, _ := server.Card(id)
			return backendtest.Books{Balance: card.Balance, Points: card.Points, Rows: len(server.Rows(id))}
		},
		Spoil: func(on backendtest.Class, f backendtest.Fault) {
			fault, err := sim.ParseFault(string(f))
			require.NoError(t, err)
			plan.Next(string(on), fault)
		},
		Requests: func(on backendtest.Class) (n int) {
			for _, r := range server.Requests() {
				moving := r.Name == "recharge" || r.Name == "consume" || r.Name == "consume_score"
				if moving == (on == backendtest.Moving) {
					n++
				}
			}
			return n
		},
		ShowsRows: true,
		Kinds:     []backend.OpKind{backend.OpRecharge, backend.OpConsume, backend.OpRedeem},
	}
}

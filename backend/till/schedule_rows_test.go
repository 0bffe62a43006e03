package till_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/sim/pospalsim"
)

// The rows that mutants are let loose in.
const (
	sandyOwn           = "Sandy: own pay type, late within Q"
	sandyLate          = "Sandy: own pay type, late far over Q"
	sandyExact         = "Sandy: bills, a match by amount is a person's"
	pospalPush         = "Pospal: push and void, late, some delivered twice"
	pospalBalanceFirst = "Pospal: balance checked first"
	pospalCollides     = "Pospal: other software uses some of our keys"
)

// scenes are the rows of the report.
func scenes() []scene {
	recharges := []backend.OpKind{backend.OpRecharge}
	bills := []backend.OpKind{backend.OpConsume, backend.OpConsume, backend.OpRecharge}
	all := []backend.OpKind{backend.OpConsume, backend.OpConsume, backend.OpRecharge, backend.OpRedeem}
	const q, far = 40 * time.Second, 300 * time.Second
	return []scene{
		{name: "Sandy: nothing goes wrong", kinds: bills, own: true, calm: true},
		{name: sandyOwn, kinds: recharges, own: true, faults: 45, late: q},
		{name: sandyLate, kinds: recharges, own: true, faults: 45, late: far},
		{name: "Sandy: own pay type, some delivered twice", kinds: recharges, own: true, faults: 30, late: q, doubles: true},
		{name: sandyExact, kinds: bills, exact: true, faults: 45, late: q},
		{name: "Sandy: bills, matched by amount", kinds: bills, faults: 45, late: q, counted: true},
		{name: "Pospal: nothing goes wrong", pospal: true, kinds: bills, keyKept: true, voids: true, calm: true},
		{name: "Pospal: one request in five", pospal: true, kinds: all, keyKept: true, voids: true, faults: 20, late: q},
		{name: pospalPush, pospal: true, kinds: all, keyKept: true, voids: true, faults: 45, late: far, doubles: true},
		{name: pospalBalanceFirst, pospal: true, kinds: bills, keyKept: true, voids: true, faults: 45, late: far, short: true,
			pospalSwitches: pospalsim.Switches{BalanceFirst: true}},
		{name: "Pospal: push, nobody saw whether a void works", pospal: true, kinds: all, keyKept: true, faults: 45, late: far},
		{name: "Pospal: refused keys used up", pospal: true, kinds: bills, faults: 45, late: far, short: true,
			pospalSwitches: pospalsim.Switches{RefusalBurnsKey: true}},
		{name: pospalCollides, pospal: true, kinds: bills, keyKept: true, voids: true, faults: 30, late: q, collides: true, counted: true},
	}
}

func sceneNamed(t *testing.T, name string) scene {
	t.Helper()
	for _, row := range scenes() {
		if row.name == name {
			return row
		}
	}
	require.Fail(t, "no row is called "+name)
	return scene{}
}

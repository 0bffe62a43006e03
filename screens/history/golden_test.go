package history_test

import (
	"flag"
	"fmt"
	"testing"
	"time"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
	"guitai/screens/history"
	"guitai/ui"
	"guitai/ui/shell"
	"guitai/ui/uitest"
)

var _ = flag.Bool("update", false, "write the goldens anew")

func TestWhatTheCashierSees(t *testing.T) {
	rows := ledger(60)
	rows[1].Balance = rows[1].Balance.Sub(money.FromFen(1200))
	rows[1].Detail = []safe.Text{safe.Line("宫保鸡丁 x1"), safe.Line("米饭 x2")}
	m := backend.Member{ID: "m1", Number: safe.Line("80001234"), Name: safe.Line("王小二")}
	for _, code := range []string{"zh", "en"} {
		for _, size := range [][2]int{{80, 24}, {120, 40}} {
			t.Run(fmt.Sprintf("%s-%d", code, size[0]), func(t *testing.T) {
				env := uitest.Env(t, code)
				makers := map[ui.ScreenID]ui.Maker{ui.ScreenHistory: func(e *ui.Env, _ ui.Args) ui.Screen {
					return history.New(e, ui.Args{Member: &m}, &desk{rows: rows})
				}}
				p := uitest.New(t, env, shell.New(env, makers, shell.Options{Home: ui.ScreenHistory}), size[0], size[1])
				name := func(what string) string { return fmt.Sprintf("%s-%s-%d", what, code, size[0]) }
				p.Keys("down")
				p.Golden(name("list"))
				p.Keys("k")
				p.Advance(time.Second)
				p.Golden(name("kinds"))
				p.Keys("esc", "d")
				p.Advance(time.Second)
				p.Type("0230")
				p.Keys("enter")
				p.Golden(name("dates"))
			})
		}
	}
}

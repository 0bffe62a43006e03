package search_test

import (
	"flag"
	"fmt"
	"testing"
	"time"

	"guitai/backend"
	"guitai/backend/safe"
	"guitai/screens/search"
	"guitai/ui"
	"guitai/ui/shell"
	"guitai/ui/uitest"
)

var _ = flag.Bool("update", false, "write the goldens anew")

func TestWhatTheCashierSees(t *testing.T) {
	guests := crowd(57)
	for i := range guests {
		guests[i].ReadAt = uitest.Morning()
	}
	guests[1].Status = backend.Status{Kind: backend.StatusLost}
	guests[2].Source, guests[2].ReadAt = backend.SourceMirror, uitest.Morning().Add(-3*time.Hour)
	guests[3].Level.Name = safe.Line("钻石会员至尊")
	for _, code := range []string{"zh", "en"} {
		for _, size := range [][2]int{{80, 24}, {120, 40}} {
			t.Run(fmt.Sprintf("%s-%d", code, size[0]), func(t *testing.T) {
				d := &desk{recent: guests[:3], caps: backend.Capabilities{FindWhileTyping: true, Opener: opener{}, Editor: editor{}}}
				d.find = func(key string) ([]backend.Member, error) {
					if key == "999" {
						return nil, nil
					}
					return guests, nil
				}
				env := uitest.Env(t, code)
				makers := map[ui.ScreenID]ui.Maker{ui.ScreenSearch: func(e *ui.Env, a ui.Args) ui.Screen { return search.New(e, a, d) }}
				p := uitest.New(t, env, shell.New(env, makers, shell.Options{Home: ui.ScreenSearch}), size[0], size[1])
				name := func(what string) string { return fmt.Sprintf("%s-%s-%d", what, code, size[0]) }
				p.Golden(name("idle"))
				p.Type("8800")
				p.Advance(time.Second)
				p.Keys("down")
				p.Golden(name("found"))
				p.Keys("esc")
				p.Type("999")
				p.Advance(time.Second)
				p.Golden(name("nobody"))
			})
		}
	}
}

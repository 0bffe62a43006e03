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
				p.Keys("esc")
				p.Type("8800 -88.5/60")
				p.Advance(time.Second)
				p.Golden(name("command"))
				p.Keys("enter")
				p.Golden(name("which"))
				p.Keys("q")
				p.Golden(name("flaw"))
				p.Keys("F1")
				p.Golden(name("help"))
			})
		}
	}
}

// On Pospal the copy answers what is typed, and says so.
func TestWhatTheCashierSeesOfTheCopy(t *testing.T) {
	guests := crowd(57)
	for i := range guests {
		guests[i] = backend.Member{ID: guests[i].ID, Number: guests[i].Number, Name: guests[i].Name, Phone: guests[i].Phone, Level: guests[i].Level,
			Status: guests[i].Status, ReadAt: uitest.Morning().Add(-time.Duration(i+1) * time.Hour)}
	}
	guests[1].Status = backend.Status{Kind: backend.StatusLost}
	for _, code := range []string{"zh", "en"} {
		for _, size := range [][2]int{{80, 24}, {120, 40}} {
			t.Run(fmt.Sprintf("%s-%d", code, size[0]), func(t *testing.T) {
				d := &desk{caps: backend.Capabilities{Opener: opener{}, Editor: editor{}}}
				d.mirror = func(text string) search.MirrorAnswer { return search.Among(text, guests, nil, 50) }
				env := uitest.Env(t, code)
				makers := map[ui.ScreenID]ui.Maker{ui.ScreenSearch: func(e *ui.Env, a ui.Args) ui.Screen { return search.New(e, a, d) }}
				p := uitest.New(t, env, shell.New(env, makers, shell.Options{Home: ui.ScreenSearch}), size[0], size[1])
				name := func(what string) string { return fmt.Sprintf("%s-%s-%d", what, code, size[0]) }
				p.Type("8800")
				p.Keys("down")
				p.Golden(name("copy"))
				p.Keys("esc")
				p.Type("13999999999")
				p.Golden(name("copy-nobody"))
			})
		}
	}
}

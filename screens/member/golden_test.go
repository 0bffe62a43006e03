package member_test

import (
	"flag"
	"fmt"
	"testing"
	"time"

	"guitai/backend"
	"guitai/screens/member"
	"guitai/ui"
	"guitai/ui/shell"
	"guitai/ui/uitest"
)

var _ = flag.Bool("update", false, "write the goldens anew")

func TestWhatTheCashierSees(t *testing.T) {
	for _, code := range []string{"zh", "en"} {
		for _, size := range [][2]int{{80, 24}, {120, 40}} {
			for _, what := range []string{"well", "alarming", "failed"} {
				t.Run(fmt.Sprintf("%s-%s-%d", what, code, size[0]), func(t *testing.T) {
					d := &desk{member: wang(), events: events(), caps: backend.Capabilities{Opener: opener{}, Editor: editor{}}}
					switch what {
					case "alarming":
						d.member.Status.Kind = backend.StatusLost
						d.cases = []backend.Case{unfinished(backend.StateHuman)}
					case "failed":
						d.err = &backend.Error{Op: "member", Kind: backend.KindUnreachable}
						d.eventsErr = d.err
					}
					old := wang()
					old.ReadAt = uitest.Morning().Add(-3 * time.Hour)
					env := uitest.Env(t, code)
					makers := map[ui.ScreenID]ui.Maker{ui.ScreenMember: func(e *ui.Env, _ ui.Args) ui.Screen {
						return member.New(e, ui.Args{Member: &old}, d)
					}}
					p := uitest.New(t, env, shell.New(env, makers, shell.Options{Home: ui.ScreenMember}), size[0], size[1])
					p.Advance(time.Second)
					p.Golden(fmt.Sprintf("%s-%s-%d", what, code, size[0]))
				})
			}
		}
	}
}

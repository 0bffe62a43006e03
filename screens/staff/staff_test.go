package staff_test

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"guitai/backend"
	"guitai/backend/safe"
	"guitai/keymap"
	"guitai/screens/staff"
	"guitai/ui"
	"guitai/ui/shell"
	"guitai/ui/uitest"
)

var _ = flag.Bool("update", false, "write the goldens anew")

// desk is a shop of four, seen by its manager.
type desk struct {
	mu      sync.Mutex
	all     staff.Staff
	err     error
	refuse  error
	changes []string
	pins    []string
}

func newDesk() *desk {
	day := func(n int) time.Time { return uitest.Morning().AddDate(0, 0, -n) }
	return &desk{all: staff.Staff{Roles: []string{"viewer", "trainer", "cashier", "supervisor"}, Unlocks: true, People: []staff.Person{
		{ID: "1", Name: safe.Line("王经理"), Role: "manager", Till: safe.Line("T1"), PIN: true, Added: day(400), Seen: uitest.Morning(), Self: true, Beyond: true,
			Keys: []staff.Key{{Print: "aa", Short: "SHA256:aaaaaaaaaaaa…", Comment: safe.Line("wang@office")}}},
		{ID: "2", Name: safe.Line("小李"), Role: "cashier", Till: safe.Line("T2"), PIN: true, Added: day(30), Seen: day(1), Locked: uitest.Morning().Add(20 * time.Minute),
			Keys: []staff.Key{{Print: "bb", Short: "SHA256:bbbbbbbbbbbb…", Comment: safe.Line("li@till")}, {Print: "cc", Short: "SHA256:cccccccccccc…"}}},
		{ID: "3", Name: safe.Line("走了的"), Role: "cashier", Added: day(300), Revoked: day(5)},
		{ID: "4", Name: safe.Line("root\x1b[31m\u202e"), Role: "admin", PIN: true, Added: day(500), Beyond: true},
	}}}
}

func (d *desk) May() error { return nil }

func (d *desk) Staff(context.Context) (staff.Staff, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	all := d.all
	all.People = slices.Clone(all.People)
	return all, d.err
}

func (d *desk) Add(_ context.Context, name, role, key string) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.refuse != nil {
		return "", d.refuse
	}
	d.changes = append(d.changes, fmt.Sprintf("add %s %s %s", name, role, key))
	d.all.People = append(d.all.People, staff.Person{ID: "9", Name: safe.Line(name), Role: role, Added: uitest.Morning()})
	return "9", nil
}

func (d *desk) Change(_ context.Context, id string, c staff.Change) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.refuse != nil {
		return d.refuse
	}
	d.changes = append(d.changes, fmt.Sprintf("%s %d %s%s", id, c.Do, c.Role, c.Key))
	d.pins = append(d.pins, string(c.PIN))
	return nil
}

func (d *desk) did() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.changes)
}

func (d *desk) refuses(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.refuse = err
}

type home struct{}

func (home) Init() ui.Cmd        { return nil }
func (home) SetSize(int, int)    {}
func (home) Scope() keymap.Scope { return keymap.ScopeMember }
func (home) Title() string       { return "HOME" }
func (home) View() string        { return "HOME" }
func (home) Offers() []ui.Offer  { return []ui.Offer{{Action: keymap.Edit}} }
func (home) Update(msg ui.Msg) ui.Cmd {
	if i, ok := msg.(ui.Intent); ok && i.Action == keymap.Edit {
		return ui.Tell(ui.Open{Screen: ui.ScreenStaff})
	}
	return nil
}

func office(t *testing.T, language string, d *desk, width, height int) *uitest.Story {
	t.Helper()
	env := uitest.Env(t, language)
	p := uitest.New(t, env, shell.New(env, map[ui.ScreenID]ui.Maker{
		ui.ScreenSearch: func(*ui.Env, ui.Args) ui.Screen { return home{} },
		ui.ScreenStaff:  func(e *ui.Env, a ui.Args) ui.Screen { return staff.New(e, a, d) },
	}, shell.Options{Home: ui.ScreenSearch}), width, height)
	return uitest.Cashier(t, p).Presses("F6")
}

func TestEverybodyIsListedAndTheDismissedStandAtTheEnd(t *testing.T) {
	s := office(t, "zh", newDesk(), 80, 24)
	s.Sees("王经理（本人）", "店长", "小李", "收银员", "锁定至 10:20", "已离职", "＋ 添加员工", "03-01 10:00")
	s.DoesNotSee("\u202e", "\x1b[31m")
	s.Presses("Down", "Down", "Down", "Enter").Sees("走了的", "改角色  · 已离职")
	s.Presses("Enter").Sees("! 改角色：已离职").Presses("Esc").Sees("＋ 添加员工")
}

func TestSomebodyIsAddedWithAKeyAndAPIN(t *testing.T) {
	d := newDesk()
	s := office(t, "zh", d, 80, 24)
	s.Presses("End", "Enter").Sees("＋ 添加员工", "姓名").Types("小张").Presses("Enter").Sees("收银员").Presses("Left", "Enter")
	s.Pastes("ssh-ed25519 AAAA zhang@till").Presses("Enter")
	s.Sees("✔ 已添加 小张", "换 PIN  小张")
	s.Types("135790").Presses("Enter").Types("135791").Presses("Enter").Sees("两次输入不一样")
	s.DoesNotSee("135790", "135791")
	s.Types("135792").Presses("Enter").Types("135792").Presses("Enter").Sees("✔ 已换 小张 的 PIN")
	assert.Equal(t, []string{"add 小张 trainer ssh-ed25519 AAAA zhang@till", "9 4 "}, d.did())
	assert.Equal(t, []string{"135792"}, d.pins)
}

func TestAPINIsTypedByHandAndNeverShown(t *testing.T) {
	d := newDesk()
	s := office(t, "en", d, 80, 24)
	s.Presses("Down", "Enter").Sees("New PIN").Presses("2").Sees("typed by hand")
	s.Pastes("135792").Sees("cannot be pasted or scanned").DoesNotSee("•")
	s.Types("a").DoesNotSee("•")
	s.Scans("135792").Sees("cannot be pasted or scanned").DoesNotSee("•")
	s.Types("13579").Sees("•••••").DoesNotSee("13579").Presses("Esc").Sees("Change role")
	assert.Empty(t, d.did())
}

func TestWhatIsRefusedIsNamedAtItsField(t *testing.T) {
	d := newDesk()
	s := office(t, "zh", d, 80, 24)
	s.Presses("End", "Enter").Types("小李").Presses("Enter", "Enter")
	for _, x := range []struct {
		err  error
		says string
	}{
		{&backend.Error{Kind: backend.KindExists, Field: "name"}, "已有叫这个名字的人"},
		{&backend.Error{Kind: backend.KindInvalid, Field: "key"}, "这不是能用的公钥"},
		{&backend.Error{Kind: backend.KindExists, Field: "key"}, "这把密钥已属于别人"},
		{&backend.Error{Kind: backend.KindRight, Right: "staff"}, "管理员工"},
		{&backend.Error{Kind: backend.KindJournal}, "账本"},
	} {
		d.refuses(x.err)
		s.Presses("Tab", "Tab", "Tab", "Enter").Sees(x.says, "小李")
	}
	d.refuses(nil)
	s.Presses("Tab", "Tab", "Enter").Sees("✔ 已添加")
}

func TestATrivialPINIsRefusedWhereItWasTyped(t *testing.T) {
	d := newDesk()
	s := office(t, "zh", d, 80, 24).Presses("Down", "Enter", "2")
	d.refuses(&backend.Error{Kind: backend.KindInvalid, Field: "pin"})
	s.Types("123456").Presses("Enter").Types("123456").Presses("Enter").Sees("不能是 123456").DoesNotSee("•")
}

func TestNobodyAppointsAboveThemselves(t *testing.T) {
	d := newDesk()
	s := office(t, "zh", d, 80, 24)
	s.Presses("Down", "Down", "Enter").Sees("改角色  · 对方的角色不低于您", "换 PIN  · 对方的角色不低于您", "办理离职  · 对方的角色不低于您").Presses("Enter", "6", "2")
	s.Presses("Esc", "Home", "Enter").Sees("王经理（本人）", "改角色  · 不能对自己做").DoesNotSee("换 PIN  ·")
	s.Presses("Esc", "Down", "Enter", "Enter").Sees("改角色  小李", "▸收银员").DoesNotSee("店长", "管理员")
	assert.Empty(t, d.did())
}

func TestRoleKeysUnlockAndDismissal(t *testing.T) {
	d := newDesk()
	s := office(t, "zh", d, 80, 24).Presses("Down", "Enter")
	s.Sees("SHA256:bbbbbbbbbbbb…  li@till").Presses("1", "Right", "Enter").Sees("✔ 已改 小李 的角色")
	s.Presses("3").Pastes("ssh-ed25519 AAAB").Presses("Enter").Sees("✔ 已给 小李 添加密钥")
	s.Presses("4", "2").Sees("去掉密钥？", "SHA256:cccccccccccc…").Presses("Right", "Enter").Sees("✔ 已去掉 小李 的密钥")
	s.Presses("5").Sees("✔ 已解除 小李 的锁定")
	s.Presses("6").Sees("办理离职？").Presses("Enter").Sees("改角色")
	assert.Len(t, d.did(), 4, "No is chosen at first")
	s.Presses("6").Sees("办理离职？").Presses("Right", "Enter").Sees("✔ 小李 已离职")
	assert.Equal(t, []string{"2 1 supervisor", "2 2 ssh-ed25519 AAAB", "2 3 cc", "2 6 ", "2 5 "}, d.did())
}

func TestPeopleThatCannotBeReadAreReadAgain(t *testing.T) {
	d := newDesk()
	d.err = &backend.Error{Kind: backend.KindJournal}
	s := office(t, "en", d, 80, 24).Sees("journal", "Enter reads again")
	d.mu.Lock()
	d.err = nil
	d.mu.Unlock()
	s.Presses("Enter").Sees("小李").Presses("Esc").Sees("HOME")
}

func TestHowItLooks(t *testing.T) {
	for _, language := range []string{"zh", "en"} {
		for _, size := range [][2]int{{80, 24}, {120, 40}} {
			name := func(what string) string { return fmt.Sprintf("%s-%dx%d-%s", language, size[0], size[1], what) }
			s := office(t, language, newDesk(), size[0], size[1])
			s.Pump().Golden(name("list"))
			s.Presses("Down", "Enter").Pump().Golden(name("person"))
			s.Presses("2").Types("1357").Pump().Golden(name("pin"))
			s.Presses("Esc", "Esc", "End", "Enter").Pump().Golden(name("add"))
		}
	}
}

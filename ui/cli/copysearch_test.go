package cli

import (
	"log/slog"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/directory"
	"guitai/backend/journal"
	"guitai/backend/journal/memory"
	"guitai/backend/money"
	"guitai/backend/safe"
	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
	"guitai/backend/till"
	"guitai/ui/shell"
	"guitai/ui/uitest"
)

// noting writes what the vendor says of members into the copy at once.
type noting struct{ mirror *directory.Mirror }

func (n noting) saw(members ...backend.Member) { _ = n.mirror.Put(members...) }

func (n noting) missed(id string) { _ = n.mirror.Gone(id, uitest.Morning()) }

// openCopy opens a counter on Pospal that has read two members three hours ago,
// under names that are others by now.
func openCopy(t *testing.T) *pospalShift {
	t.Helper()
	server := pospalsim.New(pospalsim.Options{History: pospalsim.ShortHistory, Clock: uitest.Morning})
	dial, shut := sim.Serve(server)
	t.Cleanup(shut)
	client := wireClient("pospal", dial)
	able := client.Capabilities()
	mirror, err := directory.Open(t.TempDir(), able.Account, directory.Options{Now: uitest.Morning})
	require.NoError(t, err)
	t.Cleanup(func() { _ = mirror.Close() })
	for _, number := range []string{"M000110", "M000101"} {
		m, ok := server.Numbered(number)
		require.True(t, ok)
		require.NoError(t, mirror.Put(backend.Member{ID: strconv.FormatInt(m.UID, 10), Number: safe.Line(m.Number), Name: safe.Line("旧名" + m.Number[5:]),
			Phone: safe.Line(m.Phone), Status: backend.Status{Kind: backend.StatusNormal}, ReadAt: uitest.Morning().Add(-3 * time.Hour)}))
	}
	copied := &memberCopy{log: slog.New(slog.DiscardHandler), news: make(chan news, backlog)}
	copied.mirror.Store(mirror)
	counter := till.New(till.Options{Backend: attended{client, &copied.traffic, noting{mirror}}, Journal: memory.New(uitest.Morning),
		Account: journal.Account{Backend: able.Kind, Name: able.Account}, Name: "till 1", Operator: "小梅", Limit: money.Must("5000"),
		Clock: fixedClock{}, Known: known{copied}})
	require.NoError(t, counter.Start(t.Context()))
	t.Cleanup(func() { _ = counter.Close() })
	env := uitest.Env(t, "zh")
	d := desk{Till: counter, log: slog.New(slog.DiscardHandler), copy: copied}
	return &pospalShift{uitest.Cashier(t, uitest.New(t, env, d.shell(env, shell.Options{}), 80, 24)), server}
}

func TestTheCopyFindsWithoutACallAndAMemberWithANewNameShowsItWhenOpened(t *testing.T) {
	s := openCopy(t)
	s.Types("旧名").Sees("旧名10", "旧名01", "找到 2 位", "○ 只查了本机副本 2 位（不齐全，3 小时前）", "3 小时前")
	assert.Empty(t, s.vendor.Requests())
	s.Types("10").Sees("▸ ○ M000110  旧名10").Presses("Enter").Sees("最近记录", "黄俊辉").DoesNotSee("旧名")
	s.Presses("Esc").Presses("Ctrl+U").Types("M0001").Sees("黄俊辉", "旧名01").DoesNotSee("旧名10")
}

func TestWhoIsNotInTheCopyIsAskedForWithEnter(t *testing.T) {
	s := openCopy(t)
	s.Types("M000115").Sees("没有找到“M000115”", "还没有问会员系统：按 Enter", "本机副本里也没有：2 位会员，不齐全")
	assert.Empty(t, s.vendor.Requests())
	s.Presses("Enter").Sees("最近记录", "M000115")
	s.Presses("Esc", "Ctrl+U").Types("0110").Sees("旧名10").Presses("Ctrl+R").Sees("会员系统没有查到，这是本机副本里的", "旧名10")
	s.Presses("Enter").Sees("最近记录", "黄俊辉")
}

func TestALineOnTheCopyReadsTheMemberAnewBeforeItsPreview(t *testing.T) {
	s := openCopy(t)
	s.Types("M000110 -20").Sees("旧名10", "▶ 消费 20.00").Presses("Enter").Sees("请核对", "黄俊辉").DoesNotSee("旧名").Waits(time.Second)
	s.Presses("F10").Sees("✔ 已扣")
	assert.NotEqual(t, "100.00", s.member(t, "M000110").Balance.String())
}

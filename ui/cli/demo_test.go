package cli_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestACashiersFirstDayInARealTerminal(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		w := openWindow(t, size[0], size[1], home(t))
		w.sees("演练", "F1", "F9")
		w.presses(letters("0123")...)
		w.sees("M000123", "Chan Kan Seng")
		w.presses("Enter")
		w.sees("14,493.80", "2555")
		w.presses("F3")
		w.presses(letters("88.5")...)
		w.presses("Enter")
		w.sees("请核对", "88.50", "F10")
		w.presses("Enter")
		w.sees("Enter 不会动钱")
		w.readable()
		w.presses("F10", "F10")
		w.sees("✔ 已扣 88.50", "14,405.30", "#A0001")
		w.readable()
		w.presses("Enter")
		w.sees("14,405.30")
		w.presses("F2")
		w.presses(append(letters("500"), "w", "Enter")...)
		w.sees("充值本金", "500.00", "微信", "赠送合计")
		w.readable()
		w.presses("F10")
		w.sees("✔ 已充值 500.00", "#A0002")
		w.readable()
		w.presses("Enter", "F4")
		w.presses(append(letters("100"), "Enter")...)
		w.sees("扣积分", "→")
		w.readable()
		w.presses("F10")
		w.sees("✔ 已扣 100 积分", "#A0003")
		w.readable()
		w.presses("Enter", "F5")
		w.sees("消费", "充值")
		w.presses("Esc", "Ctrl+C")
		assert.Zero(t, w.ends())
	}
}

func TestAScanOpensTheMemberAtOnceAndNeverTouchesMoney(t *testing.T) {
	w := openWindow(t, 80, 24, home(t))
	w.sees("演练")
	w.scans("M000123")
	w.sees("14,493.80")
	w.presses("F3")
	w.sees("可打折")
	w.scans("M000110")
	w.sees("扫")
	w.presses(append(letters("10"), "Enter")...)
	w.sees("请核对")
	w.readable()
	w.scans("M000110+++")
	time.Sleep(300 * time.Millisecond)
	assert.NotContains(t, w.text(), "✔")
	w.sees("请核对")
}

func TestALostReplyIsNeverChargedTwice(t *testing.T) {
	env := home(t)
	w := openWindow(t, 100, 30, env, "demo", "--fault", "consume=reset-after")
	w.sees("演练")
	w.scans("M000123")
	w.sees("14,493.80")
	w.presses(append([]string{"F3"}, append(letters("100"), "Enter")...)...)
	w.sees("请核对")
	w.readable()
	w.presses("F10", "F10", "Enter", "Enter")
	w.sees("✔ 已扣 100.00", "14,393.80")
	w.readable()
	w.presses("Enter")
	w.sees("14,393.80")
	w.presses("Esc", "Ctrl+C")
	assert.Zero(t, w.ends())
	again := openWindow(t, 100, 30, env)
	again.sees("演练")
	again.scans("M000123")
	again.sees("14,393.80")
}

func TestTheDemoStartsOverOnWish(t *testing.T) {
	env := home(t)
	w := openWindow(t, 100, 30, env)
	w.sees("演练")
	w.scans("M000123")
	w.sees("14,493.80")
	w.presses(append([]string{"F3"}, append(letters("100"), "Enter")...)...)
	w.sees("请核对")
	w.readable()
	w.presses("F10")
	w.sees("✔")
	w.presses("Ctrl+C")
	w.ends()
	again := openWindow(t, 100, 30, env, "demo", "--reset")
	again.sees("演练")
	again.scans("M000123")
	again.sees("14,493.80")
}

func TestTheScreenIsDrawnAnewInEverySize(t *testing.T) {
	w := openWindow(t, 120, 40, home(t))
	w.sees("演练")
	w.presses(letters("chan")...)
	w.sees("Chan Kan Seng")
	for _, size := range [][2]int{{80, 24}, {60, 20}, {200, 50}, {80, 24}} {
		w.resizes(size[0], size[1])
		if size[0] < 80 {
			w.sees("80×24")
			continue
		}
		w.sees("演练", "Chan Kan Seng", "F9")
	}
}

// The same in tmux, which is a terminal that nobody here wrote.
func TestTheDemoRunsInTmux(t *testing.T) {
	tmux, err := exec.LookPath("tmux")
	if err != nil {
		require.Emptyf(t, os.Getenv("GUITAI_ALL"), "tmux is missing")
		t.Skip("tmux is not installed; .ci/test installs it")
	}
	socket := "guitai-test-" + strings.ReplaceAll(t.Name(), "/", "-")
	run := func(args ...string) string {
		cmd := exec.Command(tmux, append([]string{"-L", socket, "-f", "/dev/null"}, args...)...)
		cmd.Env = home(t)
		out, err := cmd.CombinedOutput()
		require.NoErrorf(t, err, "%s", out)
		return string(out)
	}
	run("new-session", "-d", "-x", "80", "-y", "24", program(t))
	defer func() { _ = exec.Command(tmux, "-L", socket, "kill-server").Run() }()
	waits := func(text string) {
		t.Helper()
		for range 300 {
			if strings.Contains(run("capture-pane", "-p"), text) {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
		t.Fatalf("%q never appeared on\n%s", text, run("capture-pane", "-p"))
	}
	waits("演练")
	run("send-keys", "M000123", "Enter")
	waits("14,493.80")
	run("send-keys", "F3")
	waits("可打折")
	for _, k := range []string{"8", "8", ".", "5"} {
		run("send-keys", k)
		time.Sleep(50 * time.Millisecond)
	}
	run("send-keys", "Enter")
	waits("请核对")
	time.Sleep(450 * time.Millisecond)
	run("send-keys", "F10")
	waits("✔ 已扣 88.50")
}

func TestTheOtherVendorFromAFreshHome(t *testing.T) {
	w := openWindow(t, 100, 30, home(t), "demo", "--vendor", "pospal")
	w.sees("演练", "银豹小店", "调用 ", "要练聚客西餐请按 Ctrl+T")
	w.presses(append(letters("M000101"), "Enter")...)
	w.sees("最近记录", "会员系统只提供部分记录")
	w.presses(append([]string{"F3"}, append(letters("20"), "Enter")...)...)
	w.sees("请核对", "F10")
	w.readable()
	w.presses("F10", "F10")
	w.sees("✔ 已扣", "#A0001")
	w.readable()
	w.presses("Enter", "F5")
	w.sees("消费", "A0001")
	w.presses("Esc", "Esc", "Esc", "\x14")
	w.sees("聚客西餐")
	w.presses("Ctrl+C")
	assert.Zero(t, w.ends())
}

package term

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
)

// desk draws the fullest screen a cashier has: 120x40 cells of Chinese, a list
// of members on the left, and the selected member's details beside it. The
// selected row has a mark and its name reversed; reversing all of it would mean
// writing all its text again, which is what barred shows.
type desk struct {
	typed         string
	top, selected int
	barred        bool
}

const deskRows = 34

func (d desk) frame() Frame {
	var b strings.Builder
	b.WriteString("\x1b[1;37;44m" + fill("柜台 · 银豹 · 总店 · 收银员张三 · 今日营业额与待核实单据列表", 120) + "\x1b[m\n")
	b.WriteString("\x1b[1m查找\x1b[m " + fill(d.typed, 114) + "\n")
	b.WriteString("\x1b[36m" + strings.Repeat("─", 120) + "\x1b[m\n")
	for y := range deskRows {
		n := d.top + y
		name := member(n)
		row := "  " + fill(name, 76)
		switch {
		case n == d.selected && d.barred:
			row = "\x1b[7m▸ " + fill(name, 76) + "\x1b[m"
		case n == d.selected:
			row = "▸ \x1b[1;7m" + fill(name, 6) + "\x1b[m" + fill(ansi.TruncateLeft(name, 6, ""), 70)
		}
		b.WriteString(row)
		b.WriteString("\x1b[36m│\x1b[m " + fill(d.detail(y), 40) + "\n")
	}
	b.WriteString("\x1b[36m" + strings.Repeat("─", 120) + "\x1b[m\n")
	b.WriteString(fill(fmt.Sprintf("第 %2d 位，共五十位会员；按回车打开，按 F9 查看更多功能与帮助说明", d.selected+1), 120) + "\n")
	b.WriteString("\x1b[7m" + fill(" F1 帮助  F2 充值  F3 消费  F4 积分  F5 记录  F6 资料  F7 开卡  F8 待核实  F9 更多", 120) + "\x1b[m")
	return Frame{Text: b.String(), CaretX: 5 + ansi.StringWidth(d.typed), CaretY: 1, Caret: true}
}

func (d desk) detail(y int) string {
	switch y {
	case 0:
		return fmt.Sprintf("卡号 %08d", 6000+d.selected*37)
	case 2:
		return fmt.Sprintf("余额 %d.50 元，积分 %d", 100+d.selected*13, d.selected*7)
	case 4:
		return "等级 金卡会员八点八折，可用优惠券三张"
	}
	return "最近消费记录与备注说明文字内容保持不变"
}

func member(n int) string {
	surnames, given := []rune("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"), []rune("伟芳娜敏静丽强磊军洋勇艳杰娟涛明")
	return fmt.Sprintf("%c%c%c  138****%04d  金卡会员八八折  余额 %6d.00 元  上次到店第 %d 天前消费餐饮堂食",
		surnames[n*7%16], given[n*5%16], given[n*11%16], n*7919%10000, n*131%10000, n%90)
}

func fill(s string, width int) string {
	s = ansi.Truncate(s, width, "")
	return s + strings.Repeat(" ", width-ansi.StringWidth(s))
}

// benchmarkPaint paints frames in turn and reports the bytes that an update
// takes; the first is painted before counting begins.
func benchmarkPaint(b *testing.B, frames ...Frame) {
	p, size, bytes := newPainter(Capabilities{Sync: true}), Size{120, 40}, 0
	p.paint(frames[0], size)
	b.ReportAllocs()
	i := 1
	for b.Loop() {
		bytes += len(p.paint(frames[i%len(frames)], size))
		i++
	}
	b.ReportMetric(float64(bytes)/float64(b.N), "bytes/op")
}

func typing() (frames []Frame) {
	d := desk{}
	for _, r := range " 张三丰李四王五1234" {
		frames = append(frames, d.frame())
		d.typed += string(r)
	}
	return frames
}

func cursorMoves(barred bool) (frames []Frame) {
	for i := range deskRows {
		frames = append(frames, desk{selected: i, barred: barred}.frame())
	}
	return frames
}

func scrolling() (frames []Frame) {
	for i := range 50 {
		frames = append(frames, desk{top: i, selected: i + deskRows - 1}.frame())
	}
	return frames
}

func BenchmarkPaintTypedCharacter(b *testing.B) { benchmarkPaint(b, typing()...) }
func BenchmarkPaintCursorMove(b *testing.B)     { benchmarkPaint(b, cursorMoves(false)...) }
func BenchmarkPaintBarMove(b *testing.B)        { benchmarkPaint(b, cursorMoves(true)...) }
func BenchmarkPaintScrolledLine(b *testing.B)   { benchmarkPaint(b, scrolling()...) }
func BenchmarkPaintNothingNew(b *testing.B)     { benchmarkPaint(b, desk{}.frame()) }

func BenchmarkPaintAnotherPage(b *testing.B) {
	benchmarkPaint(b, desk{}.frame(), desk{top: 1000, selected: 1000}.frame())
}

func BenchmarkPaintAllOfIt(b *testing.B) {
	p, f := newPainter(Capabilities{}), desk{}.frame()
	b.ReportAllocs()
	bytes := 0
	for b.Loop() {
		p.forget()
		bytes += len(p.paint(f, Size{120, 40}))
	}
	b.ReportMetric(float64(bytes)/float64(b.N), "bytes/op")
}

// The limits are those of the frame alone, without what a terminal's driver
// adds: a typed character, a move of the cursor, a list scrolled by a line.
func TestUpdatesStayWithinTheirBytes(t *testing.T) {
	for _, c := range []struct {
		name   string
		frames []Frame
		limit  int
	}{
		{"a typed character", typing(), 60},
		{"a move of the cursor", cursorMoves(false), 150},
		{"a list scrolled down", scrolling(), 600},
		{"a list scrolled up", reversed(scrolling()), 600},
	} {
		p, most := newPainter(Capabilities{Sync: true}), 0
		p.paint(c.frames[0], Size{120, 40})
		for _, f := range c.frames[1:] {
			most = max(most, len(p.paint(f, Size{120, 40})))
		}
		t.Logf("%s: at most %d bytes", c.name, most)
		assert.LessOrEqual(t, most, c.limit, c.name)
	}
}

func reversed(frames []Frame) (back []Frame) {
	for i := len(frames) - 1; i >= 0; i-- {
		back = append(back, frames[i])
	}
	return back
}

// deskModel is a desk under a keyboard.
type deskModel struct{ desk }

func (m *deskModel) Init() tea.Cmd { return nil }
func (m *deskModel) Frame() Frame  { return m.frame() }
func (m *deskModel) Update(msg tea.Msg) tea.Cmd {
	if key, ok := msg.(tea.KeyMsg); ok {
		if m.typed += key.String(); len(m.typed) > 60 {
			m.typed = ""
		}
	}
	return nil
}

type written chan int

func (w written) Write(b []byte) (int, error) { w <- len(b); return len(b), nil }

// BenchmarkKeyToFirstByte is a key's way from the input through the program
// and the whole frame to the write.
func BenchmarkKeyToFirstByte(b *testing.B) {
	in, keys := io.Pipe()
	out, done := make(written), make(chan error)
	ctx, cancel := context.WithCancel(b.Context())
	go func() { done <- Run(ctx, Session{In: in, Out: out, Size: Size{120, 40}}, &deskModel{}) }()
	<-out
	bytes := 0
	for b.Loop() {
		_, _ = keys.Write([]byte("7"))
		bytes += <-out
	}
	b.ReportMetric(float64(bytes)/float64(b.N), "bytes/op")
	cancel()
	<-out // the terminal is restored
	<-done
}

// BenchmarkSessionMemory opens sessions that rest, and reports what one holds.
func BenchmarkSessionMemory(b *testing.B) {
	const sessions = 200
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		ctx, cancel := context.WithCancel(b.Context())
		done := make(chan error)
		var inputs []*io.PipeReader
		out := make(written)
		for range sessions {
			in, _ := io.Pipe()
			inputs = append(inputs, in)
			go func() { done <- Run(ctx, Session{In: in, Out: out, Size: Size{120, 40}}, &deskModel{}) }()
			<-out
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		held := after.HeapInuse + after.StackInuse - before.HeapInuse - before.StackInuse
		b.ReportMetric(float64(held)/sessions, "B/session")
		cancel()
		for ended := 0; ended < sessions; {
			select {
			case <-out:
			case <-done:
				ended++
			}
		}
		for _, in := range inputs {
			_ = in.Close()
		}
	}
}

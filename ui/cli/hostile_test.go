package cli

import (
	"context"
	"flag"
	"fmt"
	"hash/fnv"
	"io"
	"log/slog"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/memory"
	"guitai/backend/money"
	"guitai/backend/safe"
	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
	"guitai/backend/sim/sandysim"
	"guitai/backend/till"
	"guitai/ui/shell"
	"guitai/ui/term"
	"guitai/ui/uitest"
)

var hostiles = flag.Int("hostile", 32, "how many hostile members TestHostileTexts puts through every view; 10000 before a release")

// fragments are what real attacks on terminals were made of, and what makes
// characters grow, shrink, turn round or hang together.
func fragments() []string {
	return append(sim.HostileTexts(),
		"pod \x1b[31m\x1b[1A\x1b[2K evicted", "remote: \x1b[2K\rerror: 成功", "\x1b]8;id=1;file:///etc/passwd\x07点\x1b]8;;\x07",
		"if admin \u202e{ \u2066// 余额\u2069 \u2066", "e"+strings.Repeat("\u0300\u0301", 5000), "\x1b]50;$(touch x)\x07\x1b]50;?\x07",
		"\x1b[21t\x1b]2;;id;\x07", "\x1bP$q\"p\x1b\\\x1bP+p\x1b\\", "\x1b]1337;File=inline=1:AAAA\x07", "\x1b[6n\x1b[c\x1b]11;?\x07",
		"\x1b]52;c;!\x07", "\x1b]0;never ends 后面", "\x1b[?1049l\x1b[?25l\x1bc", "\x1b#8\x1b(0lqqk\x1b(B", "\x0e\x0f\x05\x07\x08\x0b\x0c",
		"✔ 已扣 0.01 元 余额 9,999.00", "#A0001 已收齐", "│ 余额 0.00 │", "\u2028\u2029\u0085", "\ufffe\uffff\ufff9\ufffa\ufffb",
		"\xff\xfe\xc0\x80\xed\xa0\x80", "مرحبا بكم ١٢٣٤", "שלום", "ﷺﷺ﷽", "ก็็็็็็็็", "क्ष्म्य", "각", "가ᄀᆞᇙㅤ", "👨‍👩‍👧‍👦👩🏽‍💻🏴󠁧󠁢󠁥󠁮󠁧󠁿🇲🇴🇨", "❤️‍🔥1️⃣☎︎☎️",
		"\u200b\u200d\u2060\ufeff\u00ad\u180e", "\u0301\u0302x", "\u20dd\u20e3", "Ｍ０００１２３", "mаster раураl", "Ⅷ㍿㊗️", "𠀀𪚥", " \u3000 ", "\t\t\n\n<br><br/><p>")
}

// hostileText makes one by its number: the fragments themselves first, and then
// mixtures of their pieces.
func hostileText(n uint64) string {
	parts := fragments()
	if n < uint64(len(parts)) {
		return parts[n]
	}
	r := rand.New(rand.NewPCG(n, 12))
	var b strings.Builder
	for range 1 + r.IntN(6) {
		switch p := []rune(parts[r.IntN(len(parts))]); r.IntN(4) {
		case 0:
			b.WriteRune(rune(r.IntN(0x110000)))
		case 1:
			b.WriteByte(byte(r.IntN(256)))
		default:
			from := r.IntN(len(p))
			b.WriteString(string(p[from:min(len(p), from+1+r.IntN(8))]))
		}
	}
	return b.String()
}

// The twin of a text takes exactly its cells, one cluster for one, and has nothing
// in it but letters that no screen of ours has: of the phonetic alphabet, and rare
// Han. Texts that differ have twins that differ.
const (
	narrow, narrows = 'ɐ', 80
	wide, wides     = '龀', 32
)

func isTwin(cell string) bool {
	r, size := utf8.DecodeRuneInString(cell)
	return size == len(cell) && (r >= narrow && r < narrow+narrows || r >= wide && r < wide+wides)
}

func twinOf(t safe.Text) safe.Text {
	var b strings.Builder
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(t.String()))
	letter := rune(sum.Sum32() >> 1)
	for rest := t.String(); rest != ""; letter = letter*31 + 7 {
		letter &= 0xFFFF
		cluster, width := ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
		rest = rest[len(cluster):]
		switch {
		case cluster == " " || cluster == "…":
			// A blank may be dropped at the end of a line, and what is cut ends so.
			b.WriteString(cluster)
		case width == 1:
			b.WriteRune(narrow + letter%narrows)
		case width == 2:
			b.WriteRune(wide + letter%wides)
		default:
			panic(fmt.Sprintf("%q takes %d cells", cluster, width))
		}
	}
	return safe.Line(b.String())
}

// wardrobe puts hostile texts, or their twins, into every text that a vendor tells.
type wardrobe struct {
	first uint64
	twins bool
	next  uint64
}

// texts is how many different ones a member has.
const texts = 7

func (w *wardrobe) text(field string) safe.Text {
	w.next++
	t := safe.Line(hostileText(w.first*texts + w.next%texts))
	// Forms count characters, and a twin has fewer of them in its cells.
	for cells := 16; field != "Number" && utf8.RuneCountInString(t.String()) > 16 && t.Width() < 60; cells-- {
		t = t.Fit(cells)
	}
	if w.twins {
		return twinOf(t)
	}
	return t
}

// dress changes every text in v, which is reached by a pointer, but for phone
// numbers: masking counts characters and not cells.
func (w *wardrobe) dress(v reflect.Value, field string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			w.dress(v.Elem(), field)
		}
	case reflect.Slice:
		for i := range v.Len() {
			w.dress(v.Index(i), field)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[safe.Text]() {
			if field != "Phone" && v.CanSet() {
				v.Set(reflect.ValueOf(w.text(field)))
			}
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				w.dress(v.Field(i), v.Type().Field(i).Name)
			}
		}
	}
}

// dressed answers like a vendor whose every text is somebody's attack.
type dressed struct {
	backend.Backend
	first uint64
	twins bool
}

func worn[T any](d dressed, v T) T {
	w := &wardrobe{first: d.first, twins: d.twins}
	w.dress(reflect.ValueOf(&v), "")
	return v
}

func (d dressed) Find(ctx context.Context, key string) ([]backend.Member, error) {
	m, err := d.Backend.Find(ctx, key)
	return worn(d, m), err
}

func (d dressed) Member(ctx context.Context, id string) (backend.Member, error) {
	m, err := d.Backend.Member(ctx, id)
	return worn(d, m), err
}

func (d dressed) Rules(ctx context.Context, id string) (backend.RuleSet, error) {
	r, err := d.Backend.Rules(ctx, id)
	return worn(d, r), err
}

func (d dressed) History(ctx context.Context, q backend.HistoryQuery) (backend.HistoryPage, error) {
	p, err := d.Backend.History(ctx, q)
	return worn(d, p), err
}

func (d dressed) Capabilities() backend.Capabilities {
	able := d.Backend.Capabilities()
	able.Lister = dressedLists{d, able}
	if able.Subsidies != nil {
		able.Subsidies = dressedLists{d, able}
	}
	if able.Recharges != nil {
		able.Recharges = dressedLists{d, able}
	}
	return able
}

type dressedLists struct {
	d    dressed
	able backend.Capabilities
}

func (l dressedLists) Levels(ctx context.Context) ([]backend.Level, error) {
	all, err := l.able.Lister.Levels(ctx)
	return worn(l.d, all), err
}

func (l dressedLists) Subsidies(ctx context.Context, p backend.Period) ([]backend.Subsidy, error) {
	all, err := l.able.Subsidies.Subsidies(ctx, p)
	return worn(l.d, all), err
}

func (l dressedLists) Recharges(ctx context.Context, p backend.Period) ([]backend.StoreRecharge, error) {
	all, err := l.able.Recharges.Recharges(ctx, p)
	return worn(l.d, all), err
}

// picture is a screen as a terminal shows it.
type picture struct {
	view  string
	cells [][]string
	caret [3]int
	text  string
}

// oneFrame is a model that shows one frame.
type oneFrame struct{ f term.Frame }

func (oneFrame) Init() tea.Cmd          { return nil }
func (oneFrame) Update(tea.Msg) tea.Cmd { return nil }
func (s oneFrame) Frame() term.Frame    { return s.f }

// pictureOf lets the frame be written to a terminal as every session's is.
func pictureOf(t *testing.T, view string, f term.Frame, width, height int) picture {
	e := vt.NewEmulator(width, height)
	in, keys := io.Pipe()
	ctx, leave := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- term.Run(ctx, term.Session{In: in, Out: e, Size: term.Size{Width: width, Height: height}, Env: []string{"TERM=xterm-256color"}}, oneFrame{f})
	}()
	synctest.Wait()
	p := picture{view: view, text: e.String()}
	defer func() {
		leave()
		_ = keys.Close()
		<-ended
	}()
	if f.Caret {
		p.caret = [3]int{1, f.CaretX, f.CaretY}
	}
	for y := range height {
		row := make([]string, width)
		for x := range width {
			if c := e.CellAt(x, y); c != nil {
				row[x] = fmt.Sprintf("%s\x00%d\x00%v", c.Content, c.Width, c.Style)
			}
		}
		p.cells = append(p.cells, row)
	}
	return p
}

func isMark(cell string) bool {
	return strings.Trim(cell, " ") != "" && !strings.ContainsFunc(cell, func(r rune) bool { return r != ' ' && !unicode.Is(unicode.M, r) })
}

// outside tells where two screens differ outside the fields of the second.
func (p picture) outside(twin picture) string {
	if p.caret != twin.caret {
		return fmt.Sprintf("the caret is at %v and not at %v", p.caret, twin.caret)
	}
	for y := range p.cells {
		for x := range p.cells[y] {
			if p.cells[y][x] == twin.cells[y][x] {
				continue
			}
			mine, _, _ := strings.Cut(p.cells[y][x], "\x00")
			its, rest, _ := strings.Cut(twin.cells[y][x], "\x00")
			_, style, _ := strings.Cut(p.cells[y][x], "\x00")
			if isTwin(its) && style == rest && mine != "" {
				continue
			}
			// This emulator gives some marks a cell of their own; the next text is put in its
			// place all the same.
			if before, _, _ := strings.Cut(twin.cells[y][max(x-1, 0)], "\x00"); isTwin(before) && its == " " && isMark(mine) {
				continue
			}
			return fmt.Sprintf("cell %d,%d is %q and not %q", x, y, p.cells[y][x], twin.cells[y][x])
		}
	}
	return ""
}

// tour opens every view on a dressed vendor and takes a picture of each.
type tour struct {
	t      *testing.T
	model  *shell.Shell
	pump   *uitest.Pump
	plan   *sim.Plan
	w, h   int
	photos []picture
}

func newTour(t *testing.T, vendor string, first uint64, twins bool, width, height int) *tour {
	g := &tour{t: t, plan: &sim.Plan{}, w: width, h: height}
	var handler interface {
		ledger
		Requests() []sim.Request
	} = sandysim.New(sandysim.Options{Plan: g.plan, History: sandysim.ShortHistory, Clock: uitest.Morning})
	if vendor == "pospal" {
		handler = pospalsim.New(pospalsim.Options{Plan: g.plan, History: pospalsim.ShortHistory, Clock: uitest.Morning, DailyLimit: -1})
	}
	dial, shut := sim.Serve(handler)
	t.Cleanup(shut)
	client := dressed{wireClient(vendor, dial), first, twins}
	able := client.Capabilities()
	counter := till.New(till.Options{Backend: client, Journal: memory.New(uitest.Morning), Account: journal.Account{Backend: able.Kind, Name: able.Account},
		Name: "till 1", Operator: "小梅", Clock: fixedClock{}, OwnKeys: true, Practice: true})
	require.NoError(t, counter.Start(t.Context()))
	t.Cleanup(func() { _ = counter.Close() })
	changes, stop := counter.Watch()
	t.Cleanup(stop)
	env := uitest.Env(t, "zh")
	g.model = desk{Till: counter, log: slog.New(slog.DiscardHandler), passwordAbove: money.Must("500")}.shell(env, shell.Options{Cases: changes})
	g.pump = uitest.New(t, env, g.model, width, height)
	return g
}

func (g *tour) takes(view string, keys ...string) {
	g.pump.Keys(keys...)
	synctest.Wait()
	g.pump.Advance(time.Second)
	g.photos = append(g.photos, pictureOf(g.t, view, g.model.Frame(), g.w, g.h))
}

func (g *tour) types(text string) { g.pump.Type(text) }

func (g *tour) round(vendor string) []picture {
	g.types("M000110")
	if vendor == "pospal" {
		g.pump.Keys("Enter")
		g.takes("member")
	} else {
		g.takes("search rows")
		g.takes("search details", "Down")
		g.takes("member", "Enter")
	}
	g.takes("history", "F5")
	g.takes("history further", "Down", "PgDn")
	g.pump.Keys("Esc")
	g.takes("edit", "F6")
	g.takes("edit further", "Tab", "Tab", "Tab")
	g.pump.Keys("Esc", "Enter")
	g.takes("after the edit", "Esc")
	g.pump.Keys("F2")
	g.types("10x")
	g.takes("recharge preview", "Enter")
	g.takes("recharge result", "F10")
	g.pump.Keys("Enter", "F3")
	g.types("1")
	g.takes("consume preview", "Enter")
	g.plan.Next("money", sim.Fault{Kind: sim.ResetBefore})
	g.takes("unknown", "F10")
	g.takes("left behind", "Esc", "Esc")
	g.takes("tray", "F8")
	g.takes("case", "Enter")
	g.pump.Keys("Esc", "Esc", "Esc")
	g.takes("served lately")
	g.takes("open a card", "F7")
	g.pump.Keys("Esc")
	for _, name := range []string{"补贴", "充值记录", "等级"} {
		g.pump.Keys("F9")
		g.types(name)
		g.takes("palette "+name, "Enter")
		g.takes("further "+name, "Down", "Enter")
		g.pump.Keys("Esc", "Esc")
	}
	return g.photos
}

// Whatever a vendor says in any text: every cell outside of that text's own field
// shows what it shows for a harmless text of the same width, in every view.
func TestHostileTexts(t *testing.T) {
	began := time.Now()
	views, changed := map[string]int{}, map[string]int{}
	for n := range uint64(*hostiles) {
		vendor, width, height := vendors()[n%2], 80, 24
		if n%4 > 1 {
			width, height = 120, 40
		}
		var both [2][]picture
		for i := range both {
			synctest.Test(t, func(t *testing.T) { both[i] = newTour(t, vendor, n, i == 1, width, height).round(vendor) })
		}
		require.Len(t, both[0], len(both[1]))
		for i, p := range both[0] {
			twin := both[1][i]
			views[vendor+" "+p.view]++
			if strings.ContainsFunc(twin.text, func(r rune) bool { return isTwin(string(r)) }) {
				changed[vendor+" "+p.view]++
			}
			if wrong := p.outside(twin); wrong != "" {
				t.Fatalf("%s, text %d, %s: %s\n%s\n%s", vendor, n, p.view, wrong, p.text, twin.text)
			}
		}
	}
	t.Logf("%d hostile members with %d texts each, %d views, %v", *hostiles, texts, len(views), time.Since(began).Round(time.Second))
	for view, n := range views {
		t.Logf("%-32s %d pictures, %d with a vendor's text", view, n, changed[view])
	}
}

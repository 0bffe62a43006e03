package cli_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// row says what a package may import of guitai's own, and why no more.
type row struct {
	may    []string
	reason string
}

// imports is the whole table: a package that is not in it fails the test, so a
// new one has to say where it stands.
func imports() map[string]row {
	screen := row{[]string{"ui", "ui/widget", "ui/lang", "ui/theme", "keymap", "backend", "backend/money", "backend/safe"},
		"a screen speaks to its own desk in backend's words; who stands behind it is decided in screens and ui/cli"}
	contract := []string{"ui", "backend", "backend/money", "backend/safe", "keymap", "ui/lang", "ui/theme", "ui/term"}
	leaf := func(why string) row { return row{nil, why} }
	record := row{[]string{"backend", "backend/money", "backend/safe", "backend/journal", "backend/journal/change", "backend/journal/anchor"},
		"records are kept in the common words, whoever the vendor is"}
	vendor := row{[]string{"backend", "backend/money", "backend/safe", "backend/internal/wire"},
		"a wire client knows its vendor and nothing of journals, tills or the other vendor"}
	return map[string]row{
		"":                            {[]string{"ui/cli"}, "main only starts the program"},
		"keymap":                      {[]string{"ui/lang"}, "the key contract is data for everybody, so it may need nobody"},
		"backend":                     {[]string{"backend/money", "backend/safe"}, "the vocabulary must not know who speaks it"},
		"backend/money":               leaf("exact numbers are the ground that everything stands on"),
		"backend/safe":                leaf("the one sanitiser is only trusted while it is small"),
		"backend/config":              {[]string{"backend/money"}, "configuration is plain values; who uses them is wired in ui/cli"},
		"backend/pricing":             {[]string{"backend", "backend/money"}, "pricing is pure arithmetic: preview and deed share it"},
		"backend/till":                {[]string{"backend", "backend/money", "backend/pricing", "backend/till/verdict", "backend/journal", "backend/staff"}, "the till moves money for any vendor and any screen"},
		"backend/till/verdict":        {[]string{"backend", "backend/money"}, "the decision tables are pure, so that a model can drive them"},
		"backend/journal":             {[]string{"backend", "backend/money", "backend/safe"}, "the journal's interface is in the common words"},
		"backend/staff":               {[]string{"backend", "backend/money"}, "rights and PINs are decided without knowing any till or screen"},
		"backend/directory":           {[]string{"backend", "backend/money", "backend/safe", "backend/directory/match", "backend/directory/reading", "backend/directory/segment"}, "copies are in the common words, whoever the vendor is"},
		"backend/directory/fill":      {[]string{"backend", "backend/money", "backend/safe"}, "what fills a copy knows neither its files nor its vendor"},
		"backend/journal/change":      {[]string{"backend", "backend/money", "backend/safe", "backend/journal"}, "what a change makes of a record is the same for every store"},
		"backend/journal/anchor":      {[]string{"backend/journal", "backend/journal/change"}, "what is noted outside is only the audit's newest link"},
		"backend/journal/sqlite":      record,
		"backend/journal/postgres":    record,
		"backend/journal/memory":      record,
		"backend/journal/journaltest": record,
		"backend/probe":               {[]string{"backend", "backend/money", "backend/safe"}, "a question to a vendor is asked in the common words, whoever answers"},
		"backend/internal/wire":       {[]string{"backend"}, "shared HTTP knows no vendor"},
		"backend/sandy":               vendor,
		"backend/pospal":              vendor,
		"backend/backendtest":         {[]string{"backend", "backend/money"}, "the conformance suite must hold for any vendor"},
		"backend/sim":                 {[]string{"backend/money"}, "simulators have their own types, or both sides are wrong together"},
		"backend/sim/sandysim":        {[]string{"backend/money", "backend/sim"}, "simulators have their own types, or both sides are wrong together"},
		"backend/sim/pospalsim":       {[]string{"backend/money", "backend/sim"}, "simulators have their own types, or both sides are wrong together"},
		"ui":                          {[]string{"backend", "backend/money", "backend/safe", "keymap", "ui/lang", "ui/theme"}, "the contract knows no screen, no till and no vendor"},
		"ui/lang":                     leaf("texts are data"),
		"ui/theme":                    leaf("styles are data"),
		"ui/term":                     {[]string{"ui/term/quiet"}, "the terminal seam draws frames, whatever they show"},
		"ui/term/quiet":               leaf("it must be initialised before any library that asks the terminal"),
		"ui/widget":                   {contract, "widgets know the contract, not the screens that use them"},
		"ui/shell":                    {append([]string{"ui/widget"}, contract...), "the shell routes between screens that it does not know"},
		"ui/sshd":                     {[]string{"ui", "backend", "backend/money", "backend/safe", "keymap", "ui/lang", "ui/theme", "ui/term"}, "the front door lets people in to whatever program it is given"},
		"ui/uitest":                   {append([]string{"ui/widget", "ui/shell"}, contract...), "the pump drives any screen"},
		"ui/cli":                      {[]string{"*"}, "the composition root is the one place that knows everybody"},
		"screens":                     {[]string{"screens/*", "ui", "backend"}, "screens.All makes the screens from the desks it is given"},
		"screens/*":                   screen,

		"backend/journal/postgres/pgtest": leaf("a server for tests knows no journal"),

		"backend/directory/segment":     {[]string{"backend/directory/match", "backend/directory/reading"}, "a file of rows is searched by what a query means, and knows no member"},
		"backend/directory/match":       {[]string{"backend/directory/reading"}, "what a query means is decided by one row and nothing else"},
		"backend/directory/reading":     leaf("how a character is read is data"),
		"backend/directory/reading/gen": {[]string{"backend/directory/reading"}, "the table is written by its own rules"},
		"backend/directory/people":      leaf("invented people are no members"),
		"backend/directory/gen":         {[]string{"backend/directory/people"}, "it prints what was invented"},
	}
}

func TestEveryPackageImportsOnlyWhatItMay(t *testing.T) {
	table := imports()
	for pkg, files := range sources(t) {
		r, name := rowOf(table, pkg)
		require.NotEmptyf(t, name, "package %q is not in the import table: say what it may import and why", pkg)
		for _, f := range files {
			for _, imp := range f.imports {
				own, ours := strings.CutPrefix(imp, "guitai/")
				if ours && !allowed(r.may, own) {
					t.Errorf("%s imports %s: %s", f.path, imp, r.reason)
				}
			}
		}
	}
}

func rowOf(table map[string]row, pkg string) (row, string) {
	if r, ok := table[pkg]; ok {
		return r, pkg + "!"
	}
	if r, ok := table[path.Dir(pkg)+"/*"]; ok {
		return r, pkg + "!"
	}
	return row{}, ""
}

func allowed(may []string, own string) bool {
	return slices.Contains(may, "*") || slices.Contains(may, own) || slices.Contains(may, path.Dir(own)+"/*")
}

// libraries says where a library may be named, and why nowhere else.
func libraries() map[string]row {
	ui := []string{"ui/"}
	return map[string]row{
		"github.com/charmbracelet/bubbletea": {ui, "a move to its next major version must be a change of one folder"},
		"github.com/charmbracelet/bubbles":   {ui, "a move to its next major version must be a change of one folder"},
		"github.com/charmbracelet/lipgloss":  {ui, "a move to its next major version must be a change of one folder"},
		"net/http":                           {[]string{"backend/internal/wire", "backend/sandy", "backend/sim", "ui/cli"}, "requests are only made where it is known whether a byte left"},
		"database/sql":                       {[]string{"backend/journal/"}, "only journals keep records"},
		"github.com/jackc/pgx":               {[]string{"backend/journal/postgres"}, "only the journal of several machines speaks to a database server"},
		"testing":                            {[]string{"backend/backendtest", "backend/journal/journaltest", "backend/journal/postgres/pgtest", "ui/uitest"}, "test code does not belong into the program"},
	}
}

func TestLibrariesStayWhereTheyBelong(t *testing.T) {
	for pkg, files := range sources(t) {
		for _, f := range files {
			for _, imp := range f.imports {
				for lib, r := range libraries() {
					if (imp == lib || strings.HasPrefix(imp, lib+"/")) && !under(pkg, r.may) {
						t.Errorf("%s imports %s: %s", f.path, imp, r.reason)
					}
				}
			}
		}
	}
}

func under(pkg string, places []string) bool {
	return slices.ContainsFunc(places, func(p string) bool { return strings.HasPrefix(pkg+"/", strings.TrimSuffix(p, "/")+"/") })
}

func TestNothingIsTooLargeToRead(t *testing.T) {
	for _, files := range sources(t) {
		for _, f := range files {
			if f.lines > 400 && !isTable(f.path) {
				t.Errorf("%s has %d lines; 400 is the most that one can keep in mind", f.path, f.lines)
			}
			for _, d := range f.tree.Decls {
				switch d := d.(type) {
				case *ast.FuncDecl:
					if n := f.span(d); n > 60 && !isTable(f.path) {
						t.Errorf("%s: %s has %d lines; 60 is the most", f.path, d.Name.Name, n)
					}
				case *ast.GenDecl:
					tooWide(t, f, d)
				}
			}
		}
	}
}

// isTable tells which files are nothing but tables: texts, keys, invented people.
func isTable(p string) bool {
	return strings.HasPrefix(p, "ui/lang/") || p == "keymap/table.go" || p == "backend/sim/table.go"
}

func tooWide(t *testing.T, f source, d *ast.GenDecl) {
	for _, spec := range d.Specs {
		ts, ok := spec.(*ast.TypeSpec)
		if !ok {
			continue
		}
		if it, ok := ts.Type.(*ast.InterfaceType); ok && len(it.Methods.List) > 8 {
			t.Errorf("%s: interface %s has %d methods; 8 is the most that a second implementation can follow", f.path, ts.Name.Name, len(it.Methods.List))
		}
	}
}

// Many sessions live in one process, so a package variable that can change is
// shared by people who must not share anything. What may stand at package level
// are errors that are only compared, and embedded files.
func TestNoPackageHoldsState(t *testing.T) {
	for _, files := range sources(t) {
		for _, f := range files {
			for _, d := range f.tree.Decls {
				g, ok := d.(*ast.GenDecl)
				if !ok || g.Tok != token.VAR {
					continue
				}
				for _, spec := range g.Specs {
					v := spec.(*ast.ValueSpec)
					if !harmless(f, g, v) {
						t.Errorf("%s: package variable %s; give it to whoever needs it", f.path, v.Names[0].Name)
					}
				}
			}
		}
	}
}

func harmless(f source, g *ast.GenDecl, v *ast.ValueSpec) bool {
	name := v.Names[0].Name
	if f.path == "ui/term/quiet/quiet.go" {
		return true // it exists to change the process before any library looks at it
	}
	if name == "_" || strings.HasPrefix(name, "Err") || strings.HasPrefix(name, "err") {
		return true
	}
	return g.Doc != nil && slices.ContainsFunc(g.Doc.List, func(c *ast.Comment) bool { return strings.HasPrefix(c.Text, "//go:embed") })
}

func TestMoneyNeverPassesThroughABinaryFraction(t *testing.T) {
	for pkg, files := range sources(t) {
		if !strings.HasPrefix(pkg, "backend") && !strings.HasPrefix(pkg, "screens") && pkg != "ui/widget" {
			continue
		}
		for _, f := range files {
			ast.Inspect(f.tree, func(n ast.Node) bool {
				id, ok := n.(*ast.Ident)
				if ok && (id.Name == "float64" || id.Name == "float32" || id.Name == "InexactFloat64" || id.Name == "NewFromFloat") {
					t.Errorf("%s: %s; amounts are decimals from the literal to the screen", f.at(id), id.Name)
				}
				return true
			})
		}
	}
}

func TestTheClockIsInjected(t *testing.T) {
	for pkg, files := range sources(t) {
		if pkg == "ui/term" || pkg == "ui/cli" {
			continue // the seam to the real terminal, and the root that injects the real clock
		}
		for _, f := range files {
			ast.Inspect(f.tree, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				if s, ok := call.Fun.(*ast.SelectorExpr); ok && isPkg(s.X, "time") && (s.Sel.Name == "Now" || s.Sel.Name == "Since") && !inClock(f, call) {
					t.Errorf("%s: time.%s; use the clock that was injected", f.at(call), s.Sel.Name)
				}
				return true
			})
		}
	}
}

func isPkg(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// inClock tells whether a node stands in a method of a type that is a clock.
func inClock(f source, n ast.Node) bool {
	for _, d := range f.tree.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Recv == nil || n.Pos() < fn.Pos() || n.End() > fn.End() {
			continue
		}
		recv := fn.Recv.List[0].Type
		if star, ok := recv.(*ast.StarExpr); ok {
			recv = star.X
		}
		id, ok := recv.(*ast.Ident)
		return ok && strings.HasSuffix(strings.ToLower(id.Name), "clock")
	}
	return false
}

// What a screen can do comes from the vendor's capabilities; one that asked for
// the vendor's name would have to be written again for the third.
func TestNoScreenAsksWhichVendorItTalksTo(t *testing.T) {
	for pkg, files := range sources(t) {
		if !strings.HasPrefix(pkg, "screens") && (!strings.HasPrefix(pkg, "ui") || pkg == "ui/cli") {
			continue
		}
		for _, f := range files {
			ast.Inspect(f.tree, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					word := strings.ToLower(strings.Trim(lit.Value, "\"`"))
					require.NotContains(t, []string{"sandy", "pospal"}, word, f.at(lit))
				}
				return true
			})
		}
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	for pkg, files := range sources(t) {
		if pkg == "" {
			continue
		}
		said := slices.ContainsFunc(files, func(f source) bool { return f.tree.Doc != nil })
		require.Truef(t, said, "package %s does not say what it is", pkg)
	}
}

func TestNobodyUsesTheDefaultClientOrAnIdempotencyKey(t *testing.T) {
	for _, files := range sources(t) {
		for _, f := range files {
			for _, word := range []string{"http.DefaultClient", "http.DefaultTransport", "http.Get(", "http.Post(", `"Idempotency-Key"`, `"X-Idempotency-Key"`} {
				require.NotContainsf(t, f.text, word, "%s: the standard transport resends such requests on its own", f.path)
			}
		}
	}
}

const root = "../.."

// source is one non-test file.
type source struct {
	path, text string
	lines      int
	tree       *ast.File
	set        *token.FileSet
	imports    []string
}

func (f source) span(n ast.Node) int {
	return f.set.Position(n.End()).Line - f.set.Position(n.Pos()).Line + 1
}

func (f source) at(n ast.Node) string {
	return f.path + ":" + strconv.Itoa(f.set.Position(n.Pos()).Line)
}

// sources reads every non-test file of the module, by package.
func sources(t *testing.T) map[string][]source {
	t.Helper()
	found := map[string][]source{}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || (strings.HasPrefix(d.Name(), ".") && p != root)) {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		pkg := strings.TrimPrefix(path.Dir(rel), ".")
		found[pkg] = append(found[pkg], read(t, p, rel))
		return nil
	})
	require.NoError(t, err)
	require.Greater(t, len(found), 10, "the walk found no source")
	return found
}

func read(t *testing.T, p, rel string) source {
	t.Helper()
	text, err := os.ReadFile(p)
	require.NoError(t, err)
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, p, text, parser.ParseComments)
	require.NoError(t, err)
	f := source{path: rel, text: string(text), lines: strings.Count(string(text), "\n"), tree: tree, set: set}
	for _, i := range tree.Imports {
		name, err := strconv.Unquote(i.Path.Value)
		require.NoError(t, err)
		f.imports = append(f.imports, name)
	}
	return f
}

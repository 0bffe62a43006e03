package config

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
)

const (
	// maxFile is far above any settings file and far below what hurts to parse.
	maxFile   = 1 << 20
	maxSecret = 64 << 10
	// maxDepth is somewhat more than the settings need.
	maxDepth = 10
	// maxProblems bounds the report on a file that is something else entirely.
	maxProblems = 50
)

// Load reads and validates a file of this machine, with the given environment.
// Its error is an Errors with everything that is wrong; the Config is then of no
// use.
func Load(path string, env func(string) string) (Config, error) { return ThisHost(env).Load(path) }

// Load reads and validates the file. Its error is an Errors.
func (h Host) Load(path string) (Config, error) {
	data, mode, failed := h.read(path, maxFile)
	if failed != nil {
		return Config{}, Errors{failed}
	}
	d := decoder{
		host: h, path: path, dir: filepath.Dir(path), open: !h.Windows && mode&0o077 != 0,
		known: fields(), entries: map[string]entry{}, sections: map[string]int{},
	}
	c := h.defaults()
	c.Path = path
	if root := d.parse(data); root != nil {
		d.walk(root, "")
	}
	d.fill(&c)
	if len(d.problems) > 0 {
		slices.SortStableFunc(d.problems, func(a, b *Error) int { return a.Line - b.Line })
		return Config{}, d.problems[:min(len(d.problems), maxProblems)]
	}
	return c, nil
}

// entry is one key that the file gives.
type entry struct {
	key  string
	line int
	node *yaml.Node
}

// decoder collects what the file says, and what is wrong with it.
type decoder struct {
	host     Host
	path     string
	dir      string
	open     bool   // others on the machine can read the file
	within   string // path of the part that is decoded, with a dot behind it; "" for the whole
	line     int    // of that part
	known    []field
	entries  map[string]entry
	sections map[string]int // by name, the line each stands on
	problems Errors
}

func (d *decoder) fail(kind Kind, e entry, detail string) {
	d.problems = append(d.problems, d.blame(e, &Error{Kind: kind, Detail: detail}))
}

// blame says where in the file an error stands.
func (d *decoder) blame(e entry, err *Error) *Error {
	err.Path, err.Line, err.Key = d.path, e.line, d.within+e.key
	if e.key == "" {
		err.Key = strings.TrimSuffix(d.within, ".")
	}
	if err.Line == 0 {
		err.Line = d.line
	}
	return err
}

// parse returns the mapping at the top, nil if there is none. It goes by nodes
// because only they keep lines and the text of numbers as it was written.
func (d *decoder) parse(data []byte) *yaml.Node {
	loader, err := yaml.NewLoader(bytes.NewReader(data), yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(maxDepth))))
	if err != nil {
		d.fail(KindSyntax, entry{}, "is not YAML")
		return nil
	}
	var doc, more yaml.Node
	err = loader.Load(&doc)
	if errors.Is(err, io.EOF) {
		return nil // nothing but comments: all defaults
	}
	if err == nil {
		if err = loader.Load(&more); err == nil {
			d.fail(KindSyntax, entry{line: more.Line}, "holds a second document (---); there must be one")
			return nil
		}
	}
	if !errors.Is(err, io.EOF) {
		d.syntax(err)
		return nil
	}
	if len(doc.Content) == 0 || isNull(doc.Content[0]) {
		return nil
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		d.fail(KindType, entry{line: root.Line}, "must consist of keys with values, as in \"language: en\"")
		return nil
	}
	return root
}

// syntax reports what the parser did not like. The composer's messages are left
// out because they quote the file, and a secret may be what it stumbled over.
func (d *decoder) syntax(err error) {
	var at *yaml.LoadError
	if !errors.As(err, &at) {
		d.fail(KindSyntax, entry{}, "is not YAML")
		return
	}
	detail := "is not YAML here: " + at.Message
	if at.Stage == yaml.ComposerStage {
		detail = "uses a YAML reference (*name); if it is a value, put it in quotes"
	}
	d.fail(KindSyntax, entry{line: at.Mark.Line}, detail)
}

// walk files every key of a mapping under its dotted path.
func (d *decoder) walk(mapping *yaml.Node, prefix string) {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		key, value := mapping.Content[i], mapping.Content[i+1]
		e := entry{prefix + label(key), key.Line, value}
		switch {
		case len(d.problems) >= maxProblems:
			return
		case d.isTricky(e):
		case strings.Contains(key.Value, "."):
			d.fail(KindUnknown, e, "there is no such setting; indent the part after the dot under the part before it")
		case isSection(d.known, e.key):
			d.section(e)
		case !isKey(d.known, e.key):
			d.fail(KindUnknown, e, "there is no such setting"+suggestion(d.known, e.key))
		case d.entries[e.key].node != nil:
			d.fail(KindRepeated, e, "stands there twice")
		default:
			d.entries[e.key] = e
		}
	}
}

func (d *decoder) section(e entry) {
	switch {
	case d.sections[e.key] > 0:
		d.fail(KindRepeated, e, "stands there twice")
	case e.node.Kind == yaml.MappingNode:
		d.sections[e.key] = e.line
		d.walk(e.node, e.key+".")
	case isNull(e.node):
		d.sections[e.key] = e.line
	default:
		d.fail(KindType, e, "must hold indented keys of its own")
	}
}

// isTricky refuses anchors, references and tags: no setting needs them, and a
// secret that begins with & * or ! would silently become another one.
func (d *decoder) isTricky(e entry) bool {
	n := e.node
	if n.Kind != yaml.AliasNode && n.Anchor == "" && n.Style&yaml.TaggedStyle == 0 {
		return false
	}
	d.fail(KindSyntax, e, "begins with & * or !, which mean something in YAML; put the value in quotes")
	return true
}

// label is a key as an error may show it.
func label(key *yaml.Node) string {
	if key.Kind != yaml.ScalarNode {
		return "?"
	}
	if plain := strings.Trim(quoted(key.Value), `"`); plain != key.Value {
		return quoted(key.Value)
	}
	return key.Value
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

func isAbsent(err error) bool { return errors.Is(err, fs.ErrNotExist) }

// reason is the system's word without the path, which the error names already.
func reason(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return err.Error()
}

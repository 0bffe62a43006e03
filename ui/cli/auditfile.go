package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"guitai/backend/journal"
	"guitai/backend/journal/change"
)

// linkJSON is one line of an export: what can be read easily, and the entry exactly as
// it is chained. SHA-256 over the 32 bytes of prev and the text of entry is hash. The
// names are a promise.
type linkJSON struct {
	Seq   int64  `json:"seq"`
	Op    string `json:"op,omitempty"`
	Prev  string `json:"prev"`
	Hash  string `json:"hash"`
	Entry string `json:"entry"`
}

func (a *auditor) exportCommand() *cobra.Command {
	var format, out, since, key string
	cmd := &cobra.Command{
		Use:     "export",
		Short:   "Write the audit with its hashes as JSON lines or CSV, signed if a key is given",
		Long:    "JSON lines hold every entry as it is chained, so that `guitai audit check` can walk the chain in the file.\nCSV is for spreadsheets: it has the hashes, but not the text they are made of.",
		Example: "  guitai audit export --out audit-2026.jsonl --sign host\n  guitai audit check audit-2026.jsonl",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case format != "jsonl" && format != "csv":
				return &exitError{2, fmt.Errorf("--format: %q is neither jsonl nor csv", format)}
			case key != "" && out == "":
				return &exitError{2, errors.New("--sign: a signature stands beside a file; give --out")}
			}
			return a.export(cmd.Context(), format, out, since, key)
		},
	}
	f := cmd.Flags()
	f.StringVar(&format, "format", "jsonl", "jsonl or csv")
	f.StringVar(&out, "out", "", "file to write, which must not be there yet (default: standard output)")
	f.StringVar(&since, "since", "", "only from a time such as 24h back, or from a day such as 2026-11-22")
	f.StringVar(&key, "sign", "", "file of a private Ed25519 key as ssh-keygen makes it, or \"host\" for the server's own")
	return cmd
}

func (a *auditor) export(ctx context.Context, format, out, since, key string) error {
	return a.look(ctx, "", func(b book, j books) error {
		from, err := instant(since, time.Now().In(b.cfg.Zone))
		if err != nil {
			return err
		}
		if key == "host" {
			key = b.cfg.Serve.HostKey
		}
		signer, err := signerFrom(key)
		if err != nil {
			return err
		}
		after := int64(0)
		if !from.IsZero() {
			oldest, err := j.Audit(ctx, journal.AuditFilter{Since: from, Oldest: true, Limit: 1})
			if err != nil {
				return &exitError{1, err}
			}
			if len(oldest) == 0 {
				return &exitError{1, errors.New("there is no entry since then")}
			}
			after = oldest[0].Seq - 1
		}
		write := func(w io.Writer) error { return exportLinks(ctx, j, w, format, after, b.cfg.Zone) }
		if out == "" {
			return write(a.std.Out)
		}
		if err := writeFresh(out, write); err != nil {
			return &exitError{1, err}
		}
		if signer == nil {
			return nil
		}
		return signFile(out, signer)
	})
}

// writeFresh writes a file that was not there, for its owner alone: the audit names
// people and members.
func writeFresh(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<16)
	err = errors.Join(write(w), w.Flush(), f.Sync(), f.Close())
	if err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

func exportLinks(ctx context.Context, j journal.Chained, w io.Writer, format string, after int64, zone *time.Location) error {
	table := csv.NewWriter(w)
	if format == "csv" {
		if err := table.Write([]string{"seq", "at", "who", "approver", "till", "from", "what", "about", "reason", "op", "before", "after", "why", "detail", "prev", "hash"}); err != nil {
			return err
		}
	}
	for {
		links, err := j.Links(ctx, after, stride)
		if err != nil {
			return err
		}
		for _, l := range links {
			after = l.Seq
			if format == "csv" {
				err = table.Write(csvRow(l, zone))
			} else {
				err = writeLine(w, l)
			}
			if err != nil {
				return err
			}
		}
		if table.Flush(); len(links) < stride || table.Error() != nil {
			return table.Error()
		}
	}
}

func writeLine(w io.Writer, l journal.Link) error {
	line, err := json.Marshal(linkJSON{l.Seq, l.Op, l.Prev, l.Hash, l.Text})
	if err == nil {
		_, err = w.Write(append(harmless(line), '\n'))
	}
	return err
}

// harmless escapes in JSON what a terminal acts on or hides, since much of it ends up
// on one. What the JSON means stays the same to the byte.
func harmless(line []byte) []byte {
	var b bytes.Buffer
	for _, r := range string(line) {
		switch {
		case r < 0x80 || unicode.IsGraphic(r) && r != unicode.ReplacementChar:
			b.WriteRune(r)
		case r > 0xffff:
			r -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xd800+(r>>10), 0xdc00+(r&0x3ff))
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.Bytes()
}

func csvRow(l journal.Link, zone *time.Location) []string {
	e, err := change.Sealed{Seq: l.Seq, OpID: l.Op, Prev: l.Prev, Hash: l.Hash, Text: l.Text}.Read()
	if err != nil {
		// It is in the file all the same, with its hashes, for whoever looks into it.
		return []string{strconv.FormatInt(l.Seq, 10), "", "", "", "", "", "unreadable", "", "", l.Op, "", "", "", "", l.Prev, l.Hash}
	}
	detail := ""
	if len(e.Detail) > 0 {
		text, _ := json.Marshal(e.Detail)
		detail = string(text)
	}
	row := []string{strconv.FormatInt(e.Seq, 10), e.At.In(zone).Format(time.RFC3339), e.Who, e.Approver, e.Till, e.From, e.What, e.About, e.Reason,
		e.Op, string(e.Before), string(e.After), string(e.Why), detail, l.Prev, l.Hash}
	for i := range row {
		row[i] = cell(row[i])
	}
	return row
}

// cell keeps a spreadsheet from taking a text for a formula, and a terminal from
// acting on it.
func cell(text string) string {
	text = strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
	if text != "" && strings.ContainsRune("=+-@", rune(text[0])) {
		return "'" + text
	}
	return text
}

func (a *auditor) checkCommand() *cobra.Command {
	var key string
	cmd := &cobra.Command{
		Use:   "check FILE",
		Short: "Check an export: its signature beside it, and the chain in it",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.check(args[0], key)
		},
	}
	cmd.Flags().StringVar(&key, "key", "", "file of the public key (.pub) that must have signed it")
	return cmd
}

// exported is what check says. The names are a promise.
type exported struct {
	OK      bool   `json:"ok"`
	Entries int64  `json:"entries"`
	First   int64  `json:"first"`
	Head    string `json:"head"`
	Signer  string `json:"signer"`
	Error   string `json:"error,omitempty"`
}

func (a *auditor) check(path, key string) error {
	var said exported
	err := func() error {
		signer, err := checkSignature(path, key)
		said.Signer = signer
		if err != nil || strings.HasSuffix(path, ".csv") {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		said.Entries, said.First, said.Head, err = walkFile(f)
		return err
	}()
	said.OK = err == nil
	if err != nil {
		said.Error = err.Error()
		err = &exitError{1, err}
	}
	switch {
	case a.json:
		return errors.Join(err, printJSON(a.std.Out, said))
	case err != nil:
		return err
	}
	signed := "not signed"
	if said.Signer != "" {
		signed = "signed by " + said.Signer
	}
	fmt.Fprintf(a.std.Out, "ok  %d entries from number %d, the last one %s; %s\n", said.Entries, said.First, said.Head, signed)
	return nil
}

// maxLine bounds one line of an export in bytes.
const maxLine = 16 << 20

// walkFile follows the chain in an export. What stands before its first link is taken
// on trust.
func walkFile(r io.Reader) (entries, first int64, head string, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 1<<16), maxLine)
	var chain *change.Chain
	for lines.Scan() {
		var l linkJSON
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return entries, first, head, fmt.Errorf("line %d is no entry of an export", entries+1)
		}
		if chain == nil {
			before := journal.Head{Seq: l.Seq - 1, Hash: l.Prev}
			if l.Seq == 1 {
				before = change.Genesis()
			}
			chain, first = change.NewChain(before), l.Seq
		}
		if err := chain.Follow(change.Sealed{Seq: l.Seq, OpID: l.Op, Prev: l.Prev, Hash: l.Hash, Text: l.Entry}); err != nil {
			return entries, first, head, err
		}
		entries, head = entries+1, l.Hash
	}
	if err := lines.Err(); err != nil {
		return entries, first, head, err
	}
	if entries == 0 {
		return 0, 0, "", errors.New("the file holds no entry")
	}
	return entries, first, head, nil
}

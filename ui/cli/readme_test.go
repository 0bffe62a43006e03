package cli_test

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"guitai/ui/cli"
)

// update rewrites what is made from the program: the README's key table, the
// picture, the golden frames.
var update = flag.Bool("update", false, "rewrite files that are made from the program")

func TestTheReadmesKeyTableIsTheProgramsOwn(t *testing.T) {
	var out bytes.Buffer
	std := cli.Stdio{In: strings.NewReader(""), Out: &out, Err: &out, Env: func(name string) string {
		if name == "HOME" {
			return t.TempDir()
		}
		return ""
	}}
	require.Zero(t, cli.Main(t.Context(), []string{"keys", "--markdown", "--language", "en"}, std))
	text, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	head, rest, found := strings.Cut(string(text), "<!-- keys -->\n")
	require.True(t, found)
	table, tail, found := strings.Cut(rest, "<!-- /keys -->")
	require.True(t, found)
	if *update {
		require.NoError(t, os.WriteFile("../../README.md", []byte(head+"<!-- keys -->\n"+out.String()+"<!-- /keys -->"+tail), 0o644))
		return
	}
	require.Equal(t, out.String(), table, "run go test ./ui/cli -run Readme -update")
}

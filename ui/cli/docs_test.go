package cli_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/staff"
)

// rolesTable is the table of roles as docs/security.md shows it.
func rolesTable() string {
	var b strings.Builder
	b.WriteString("| right |")
	for _, r := range staff.Roles() {
		fmt.Fprintf(&b, " %s |", r)
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(staff.Roles())) + "\n")
	for _, x := range staff.Rights() {
		fmt.Fprintf(&b, "| %s |", x)
		for _, r := range staff.Roles() {
			mark := " "
			if r.May(x) {
				mark = "yes"
			}
			fmt.Fprintf(&b, " %s |", mark)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestTheTableOfRolesIsTheProgramsOwn(t *testing.T) {
	const path = "../../docs/security.md"
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	head, rest, found := strings.Cut(string(text), "<!-- roles -->\n")
	require.True(t, found)
	table, tail, found := strings.Cut(rest, "<!-- /roles -->")
	require.True(t, found)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(head+"<!-- roles -->\n"+rolesTable()+"<!-- /roles -->"+tail), 0o644))
		return
	}
	require.Equal(t, rolesTable(), table, "run go test ./ui/cli -run TableOfRoles -update")
}

// Whatever test the security page names is there to be run.
func TestTheTestsThatAreNamedExist(t *testing.T) {
	text, err := os.ReadFile("../../docs/security.md")
	require.NoError(t, err)
	named := regexp.MustCompile("`(Test[A-Za-z0-9]+)`").FindAllStringSubmatch(string(text), -1)
	require.NotEmpty(t, named)
	var all strings.Builder
	for _, dir := range []string{".", "../sshd", "../shell", "../term", "../uitest", "../../backend/staff", "../../backend/till", "../../backend/safe",
		"../../backend/config", "../../backend/journal/journaltest", "../../backend/journal/sqlite", "../../backend/journal/change", "../../backend/internal/wire", "../../backend/pospal", "../../backend/sandy"} {
		files, err := os.ReadDir(dir)
		require.NoError(t, err)
		for _, f := range files {
			if strings.HasSuffix(f.Name(), ".go") {
				b, err := os.ReadFile(dir + "/" + f.Name())
				require.NoError(t, err)
				all.Write(b)
			}
		}
	}
	for _, n := range named {
		assert.Contains(t, all.String(), "func "+n[1]+"(", n[1])
	}
}

package cli_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNoCoreIsWrittenOfWhoHoldsSecrets(t *testing.T) {
	w := openWindow(t, 80, 24, home(t))
	w.sees("演练")
	limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", w.cmd.Process.Pid))
	require.NoError(t, err)
	assert.Regexp(t, `Max core file size +0 +0 `, string(limits))
	w.presses("Ctrl+C")
	w.ends()
}

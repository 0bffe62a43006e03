package config_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/config"
)

func TestFind(t *testing.T) {
	everywhere := machine{}.with("home/li/.config/guitai/config.yaml", "", 0o600).with("xdg/guitai/config.yaml", "", 0o600)
	cases := map[string]struct {
		flag, path string
		env        map[string]string
		files      machine
		found      bool
	}{
		"the flag first":       {"/f.yaml", "/f.yaml", map[string]string{"GUITAI_CONFIG": "/e.yaml"}, everywhere, true},
		"a relative flag":      {"f.yaml", "/here/f.yaml", nil, everywhere, true},
		"then the variable":    {"", "/e.yaml", map[string]string{"GUITAI_CONFIG": "/e.yaml", "XDG_CONFIG_HOME": "/xdg"}, everywhere, true},
		"a variable with home": {"", "/home/li/e.yaml", map[string]string{"GUITAI_CONFIG": "~/e.yaml"}, everywhere, true},
		"then XDG":             {"", "/xdg/guitai/config.yaml", map[string]string{"XDG_CONFIG_HOME": "/xdg"}, everywhere, true},
		"then home":            {"", "/home/li/.config/guitai/config.yaml", nil, everywhere, true},
		"a relative XDG":       {"", "/home/li/.config/guitai/config.yaml", map[string]string{"XDG_CONFIG_HOME": "xdg"}, everywhere, true},
		"XDG without the file": {"", "/other/guitai/config.yaml", map[string]string{"XDG_CONFIG_HOME": "/other"}, everywhere, false},
		"nothing":              {"", "/home/li/.config/guitai/config.yaml", nil, machine{}, false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			path, found := machine{c.files.files, c.env}.host().Find(c.flag)
			assert.Equal(t, c.found, found)
			assert.Equal(t, filepath.FromSlash(c.path), path)
		})
	}
}

func TestFindOddMachines(t *testing.T) {
	homeless := machine{}.host()
	homeless.Home = ""
	_, found := homeless.Find("")
	assert.False(t, found)

	locked := machine{}.host()
	locked.Open = func(string) (fs.File, error) { return nil, fs.ErrPermission }
	_, found = locked.Find("")
	assert.True(t, found, "a file that cannot be opened is complained about, not passed over")

	windows := machine{}.with("appdata/guitai/config.yaml", "", 0o600).host()
	windows.Windows, windows.ConfigDir = true, "/appdata"
	path, found := windows.Find("")
	assert.True(t, found)
	assert.Equal(t, filepath.FromSlash("/appdata/guitai/config.yaml"), path)
}

func TestDataDir(t *testing.T) {
	windows := machine{env: map[string]string{"LOCALAPPDATA": "/local"}}.host()
	windows.Windows = true
	for want, host := range map[string]config.Host{
		"/s/guitai":                    machine{env: map[string]string{"XDG_STATE_HOME": "/s"}}.host(),
		"/home/li/.local/state/guitai": machine{env: map[string]string{"XDG_STATE_HOME": "relative"}}.host(),
		"/local/guitai":                windows,
	} {
		c, err := host.Demo()
		require.NoError(t, err)
		assert.Equal(t, filepath.FromSlash(want), c.DataDir)
	}
}

func TestThisMachine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.yaml")
	require.NoError(t, os.WriteFile(path, []byte(sandy), 0o600))
	env := func(name string) string {
		return map[string]string{"GUITAI_CONFIG": path, "XDG_STATE_HOME": t.TempDir()}[name]
	}
	found, ok := config.Find("", env)
	require.True(t, ok)
	assert.Equal(t, path, found)
	c, err := config.Load(found, env)
	require.NoError(t, err)
	assert.NotEmpty(t, c.Till)
	assert.NotEmpty(t, c.Operator)
	demo, err := config.Demo(env)
	require.NoError(t, err)
	assert.Equal(t, config.BackendDemo, demo.Backend)
	if runtime.GOOS == "windows" {
		return // file modes mean nothing there
	}
	require.NoError(t, os.Chmod(path, 0o644))
	_, err = config.Load(path, env)
	assert.Equal(t, config.KindOpen, problems(t, err)[0].Kind)
}

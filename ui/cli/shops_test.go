package cli_test

import (
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"

	"guitai/backend/sim/pospalsim"
	"guitai/backend/sim/sandysim"
)

// twoShops is a configuration with a shop at each vendor.
func twoShops(t *testing.T) string {
	t.Helper()
	sandy := httptest.NewServer(sandysim.New(sandysim.Options{History: sandysim.NoHistory}))
	t.Cleanup(sandy.Close)
	pospal := httptest.NewServer(pospalsim.New(pospalsim.Options{History: pospalsim.NoHistory}))
	t.Cleanup(pospal.Close)
	return configFile(t, "shop: 二店\ndata_dir: "+t.TempDir()+"\nshops:\n"+
		"  总店:\n    backend: sandy\n    sandy:\n      base_url: "+sandy.URL+"\n      token: test\n      customer_guid: \""+sandysim.DefaultGUID+"\"\n"+
		"  二店:\n    backend: pospal\n    pospal:\n      base_url: "+pospal.URL+"\n      app_id: "+pospalsim.DefaultAppID+"\n      app_key: \""+pospalsim.DefaultAppKey+"\"\n")
}

func TestTheDoctorAsksEveryShopsVendor(t *testing.T) {
	code, out, errs := call(t, map[string]string{"TERM": "xterm"}, "--config", twoShops(t), "doctor")
	assert.Zero(t, code, out+errs)
	assert.Regexp(t, `vendor +二店: pospal answers in \d+ ms, 6 levels; 总店: sandy answers in \d+ ms, 5 levels`, out)
}

func TestOneKeyChangesTheShopAndTheBarNamesTheOneInUse(t *testing.T) {
	w := openWindow(t, 100, 30, home(t), "--config", twoShops(t))
	w.sees("二店", "调用 ")
	w.presses("\x14")
	w.sees("总店")
	w.presses("F9")
	w.presses(letters("换到")...)
	w.sees("换到 二店")
	w.presses("Enter")
	w.sees("调用 ")
	w.presses("Ctrl+C")
	assert.Zero(t, w.ends())
}

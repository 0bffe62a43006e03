package money_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/money"
)

func TestALiteralIsReadHoweverAVendorWritesIt(t *testing.T) {
	for text, want := range map[string]string{`12.50`: "12.50", `"12.50"`: "12.50", `" 7 "`: "7", `null`: "", `""`: "", `1e2`: "1e2", `-0.1`: "-0.1"} {
		var l money.Literal
		require.NoError(t, json.Unmarshal([]byte(text), &l), text)
		assert.Equal(t, want, string(l))
		assert.Equal(t, want != "", l.Told())
	}
	for _, text := range []string{`"x"`, `true`, `{}`, `[1]`, `"1e999999999"`, `"0x10"`, `"1,000"`} {
		var l money.Literal
		assert.Error(t, json.Unmarshal([]byte(text), &l), text)
	}
}

func TestALiteralBecomesAnAmountOnlyIfItIsOne(t *testing.T) {
	a, err := money.Literal("671.20").Amount()
	require.NoError(t, err)
	assert.Equal(t, "671.20", a.String())
	_, err = money.Literal("1.001").Amount()
	require.ErrorIs(t, err, money.ErrPlaces)
	p, err := money.Literal("671.2").Points()
	require.NoError(t, err)
	assert.Equal(t, "671.2", p.String())
	none, err := money.Literal("").Maybe()
	require.NoError(t, err)
	assert.Nil(t, none)
}

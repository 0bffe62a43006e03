package points_test

import (
	"context"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
	"guitai/screens/points"
	"guitai/ui"
	"guitai/ui/uitest"
)

type desk struct{ points.Desk }

func (desk) QuoteRedeem(context.Context, string, money.Points, string) (backend.Quote, error) {
	return backend.Quote{}, nil
}

func TestAnOrderFillsThePointsAndAsksForTheirPreview(t *testing.T) {
	m := backend.Member{ID: "M1", Number: safe.Line("M1"), Name: safe.Line("陈大文")}
	s := points.New(uitest.Env(t, "zh"), ui.Args{Member: &m, Order: &ui.Order{Points: money.WholePoints(100)}}, desk{})
	s.SetSize(80, 21)
	require.NotNil(t, s.Init())
	assert.Contains(t, ansi.Strip(ui.Place(s.View()).Text), "100")
	s = points.New(uitest.Env(t, "zh"), ui.Args{Member: &m}, desk{})
	assert.Nil(t, s.Init(), "without one nothing is asked for")
}

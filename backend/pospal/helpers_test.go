package pospal_test

import (
	"guitai/backend/money"
	"guitai/backend/safe"
)

type secret string

func (s secret) Reveal() string { return string(s) }

func yuan(s string) money.Amount { return money.Must(s) }

func line(s string) safe.Text { return safe.Line(s) }

package lang

// Money are the texts of this area.
type Money struct{}

func moneyZh() Money { return Money{} }

func moneyEn() Money { return Money{} }

package lang

// Search are the texts of this area.
type Search struct{}

func searchZh() Search { return Search{} }

func searchEn() Search { return Search{} }

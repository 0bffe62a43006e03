package lang

// History are the texts of this area.
type History struct{}

func historyZh() History { return History{} }

func historyEn() History { return History{} }

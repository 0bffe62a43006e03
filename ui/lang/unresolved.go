package lang

// Unresolved are the texts of this area.
type Unresolved struct{}

func unresolvedZh() Unresolved { return Unresolved{} }

func unresolvedEn() Unresolved { return Unresolved{} }

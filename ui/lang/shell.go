package lang

// Shell are the texts of this area.
type Shell struct{}

func shellZh() Shell { return Shell{} }

func shellEn() Shell { return Shell{} }

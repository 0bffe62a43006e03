package lang

// Member are the texts of this area.
type Member struct{}

func memberZh() Member { return Member{} }

func memberEn() Member { return Member{} }

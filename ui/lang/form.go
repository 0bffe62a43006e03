package lang

// Form are the texts of this area.
type Form struct{}

func formZh() Form { return Form{} }

func formEn() Form { return Form{} }

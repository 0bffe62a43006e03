package lang

import "strings"

// Strings are all texts in one language. They are many and go from call to
// call, so a copy of them is only the place where they are.
type Strings struct{ *Areas }

// Areas are the texts of one language. Each area of the program has a struct of its
// own, in a file of its own with its texts in every language. Nobody changes them
// once they are made: sessions share them.
type Areas struct {
	Code       string // "zh-Hans", "en"
	Keys       Keys
	Shell      Shell
	Errors     Errors
	Domain     Domain
	Search     Search
	Member     Member
	Money      Money
	History    History
	Form       Form
	Unresolved Unresolved
	Widget     Widget

	Levels      Levels
	Password    Password
	Subsidy     Subsidy
	RechargeLog RechargeLog
	Staff       Staff
	Mirror      Mirror
	Undo        Undo
	SSHD        SSHD
	Sweep       Sweep
	About       About
	People      People
	Audit       Audit
}

// For gives the texts of a language: "zh" and "zh-Hans" are simplified Chinese,
// "en" is English. It returns false for any other code.
func For(code string) (Strings, bool) {
	switch code {
	case "zh", "zh-Hans", "":
		return zhHans(), true
	case "en":
		return en(), true
	}
	return Strings{}, false
}

func zhHans() Strings {
	return Strings{&Areas{
		Code:        "zh-Hans",
		Keys:        keysZh(),
		Shell:       shellZh(),
		Errors:      errorsZh(),
		Domain:      domainZh(),
		Search:      searchZh(),
		Member:      memberZh(),
		Money:       moneyZh(),
		History:     historyZh(),
		Form:        formZh(),
		Unresolved:  unresolvedZh(),
		Widget:      widgetZh(),
		Levels:      levelsZh(),
		Password:    passwordZh(),
		Subsidy:     subsidyZh(),
		RechargeLog: rechargeLogZh(),
		Staff:       staffZh(),
		Mirror:      mirrorZh(),
		Undo:        undoZh(),
		SSHD:        sshdZh(),
		Sweep:       sweepZh(),
		About:       aboutZh(),
		People:      peopleZh(),
		Audit:       auditZh(),
	}}
}

func en() Strings {
	return Strings{&Areas{
		Code:        "en",
		Keys:        keysEn(),
		Shell:       shellEn(),
		Errors:      errorsEn(),
		Domain:      domainEn(),
		Search:      searchEn(),
		Member:      memberEn(),
		Money:       moneyEn(),
		History:     historyEn(),
		Form:        formEn(),
		Unresolved:  unresolvedEn(),
		Widget:      widgetEn(),
		Levels:      levelsEn(),
		Password:    passwordEn(),
		Subsidy:     subsidyEn(),
		RechargeLog: rechargeLogEn(),
		Staff:       staffEn(),
		Mirror:      mirrorEn(),
		Undo:        undoEn(),
		SSHD:        sshdEn(),
		Sweep:       sweepEn(),
		About:       aboutEn(),
		People:      peopleEn(),
		Audit:       auditEn(),
	}}
}

// Fill replaces {name} by its value for each pair of name and value. A value is
// never searched for placeholders again, so no name that a guest chose can turn
// into one.
func Fill(text string, pairs ...string) string {
	args := make([]string, 0, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		args = append(args, "{"+pairs[i]+"}", pairs[i+1])
	}
	return strings.NewReplacer(args...).Replace(text)
}

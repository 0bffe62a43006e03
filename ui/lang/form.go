package lang

// Form are the texts of opening a card and of editing a member.
type Form struct {
	TitleOpen, TitleEdit                                         string
	Number, Level, Name, Phone, Gender, Birthday                 string
	NumberHint, ChoiceHint, PhoneHint, PhoneMasked, BirthdayHint string
	LoadingLevels, NoLevels, LevelsFailed, LevelsAgain           string
	Reading, ReadAgain                                           string

	// What is wrong with a field.
	NumberEmpty, NumberBad, NumberTaken, LevelEmpty, NameEmpty, NameBad string
	PhoneBad, BirthdayBad, CannotClear, FieldRefused                    string

	// The page to check; {key} confirms it.
	EnterChecks, Check, Was, Becomes, Empty       string
	PressOpen, PressSave, TooEarly, EnterSavesNot string
	ScanIgnored, NothingChanged, AlreadySo        string
	Opening, Saving, Saved, SavedPartly, GoBack   string
	// Foreign is what somebody else changed meanwhile, NotTaken what was sent
	// but does not show: {field}, {was} and {becomes}.
	Foreign, NotTaken string
	// OpenLost and EditLost are for answers that did not come; {number}. What
	// follows them holds only while the screen is there.
	OpenLost, EditLost, OpenStill, EditStill string

	ExistsTitle, ExistsBody, ExistsYes string
	LoseTitle, LoseBody, LoseYes, Stay string
	// For who left the screen: {number} and {why}.
	NoticeOpened, NoticeSaved, NoticeFailed string
}

func formZh() Form {
	return Form{
		TitleOpen: "开卡", TitleEdit: "修改资料",
		Number: "卡号", Level: "等级", Name: "姓名", Phone: "手机", Gender: "性别", Birthday: "生日",
		NumberHint: "可直接扫码", ChoiceHint: "←→ 选择", PhoneHint: "可不填", PhoneMasked: "中间已隐藏；要改请直接输入新的号码", BirthdayHint: "如 1990-01-31",
		LoadingLevels: "正在读取等级", NoLevels: "会员系统没有给出等级", LevelsFailed: "没有读到等级", LevelsAgain: "按 Enter 再读一次",
		Reading: "正在读取会员资料", ReadAgain: "按 Enter 再读一次，Esc 返回",
		NumberEmpty: "请输入或扫描卡号", NumberBad: "卡号只能是字母、数字和连字符，最多 32 位", NumberTaken: "这个卡号已经开过卡", LevelEmpty: "还没有等级可选",
		NameEmpty: "请输入姓名", NameBad: "姓名最多 40 个字，不能有看不见的字符",
		PhoneBad: "手机号只能是数字，6 到 15 位，前面可有 +", BirthdayBad: "没有这一天，请写成 1990-01-31", CannotClear: "这一项不能清空，已恢复原值", FieldRefused: "会员系统不接受这一项",
		EnterChecks: "Enter 到下一项，最后一项按 Enter 核对", Check: "请核对", Was: "原来", Becomes: "改为", Empty: "（空）",
		PressOpen: "按 {key} 开卡", PressSave: "按 {key} 保存", TooEarly: "刚刚显示，请看清楚再按 {key}", EnterSavesNot: "Enter 不会保存：请核对后按 {key}",
		ScanIgnored: "扫到的内容没有用上：请核对后按 {key}", NothingChanged: "没有改动", AlreadySo: "没有改动：会员系统里已经是这样",
		Opening: "正在开卡", Saving: "正在保存", Saved: "已保存，这是重新读取的资料", SavedPartly: "已保存，但有的项没有改成", GoBack: "Enter 返回",
		Foreign: "{field}在此期间被别处改过：{was} → {becomes}", NotTaken: "{field}：填的是 {was}，会员系统现在是 {becomes}",
		OpenLost: "没有收到明确的回应，{number} 可能已经开了，也可能没有。请先查一下这个卡号。", OpenStill: "填写的内容都还在，再开一次也不会重复。",
		EditLost: "没有收到明确的回应，{number} 的资料可能已经改了，也可能没有。请先看一下。", EditStill: "填写的内容都还在；再核对时会先重新读取。",
		ExistsTitle: "卡号已存在", ExistsBody: "{number} 已经开过卡。要打开这位会员吗？", ExistsYes: "打开会员",
		LoseTitle: "放弃填写？", LoseBody: "填了一半的内容会丢失。", LoseYes: "放弃", Stay: "继续填写",
		NoticeOpened: "✔ 已开卡 {number}", NoticeSaved: "✔ {number} 资料已保存", NoticeFailed: "✘ {number} 没有保存：{why}",
	}
}

func formEn() Form {
	return Form{
		TitleOpen: "Open a card", TitleEdit: "Edit member",
		Number: "Card", Level: "Level", Name: "Name", Phone: "Phone", Gender: "Gender", Birthday: "Birthday",
		NumberHint: "scan it or type it", ChoiceHint: "←→ to choose", PhoneHint: "may stay empty", PhoneMasked: "its middle is hidden; type a new number to change it", BirthdayHint: "as 1990-01-31",
		LoadingLevels: "Reading the levels", NoLevels: "The member system gave no levels", LevelsFailed: "The levels could not be read", LevelsAgain: "Enter reads them again",
		Reading: "Reading the member", ReadAgain: "Enter reads again, Esc goes back",
		NumberEmpty: "Type or scan the card number", NumberBad: "Letters, digits and hyphens only, at most 32", NumberTaken: "This number has a card already", LevelEmpty: "There is no level to choose yet",
		NameEmpty: "Type a name", NameBad: "At most 40 characters, and none that cannot be seen",
		PhoneBad: "6 to 15 digits, with a + before them or not", BirthdayBad: "There is no such day; write 1990-01-31", CannotClear: "This cannot be emptied; the old value is back", FieldRefused: "The member system does not take this",
		EnterChecks: "Enter goes to the next field, and from the last one to the check", Check: "Please check", Was: "was", Becomes: "becomes", Empty: "(empty)",
		PressOpen: "{key} opens the card", PressSave: "{key} saves", TooEarly: "This has only just appeared: read it, then press {key}", EnterSavesNot: "Enter does not save: check it, then press {key}",
		ScanIgnored: "A scan was ignored: check this, then press {key}", NothingChanged: "Nothing was changed", AlreadySo: "Nothing to change: the member system has it so already",
		Opening: "Opening the card", Saving: "Saving", Saved: "Saved; this is the record read again", SavedPartly: "Saved, but not every field took the change", GoBack: "Enter goes back",
		Foreign: "{field} was changed elsewhere meanwhile: {was} → {becomes}", NotTaken: "{field}: {was} was sent, the member system shows {becomes}",
		OpenLost: "No clear answer came: {number} may be opened or not. Look the number up first.", OpenStill: "What you typed is still here, and opening it again makes no second card.",
		EditLost: "No clear answer came: the record of {number} may be changed or not. Look at it first.", EditStill: "What you typed is still here; checking again reads the record first.",
		ExistsTitle: "The number is taken", ExistsBody: "{number} has a card already. Open that member?", ExistsYes: "Open the member",
		LoseTitle: "Give it up?", LoseBody: "What is half filled in will be lost.", LoseYes: "Give up", Stay: "Go on",
		NoticeOpened: "✔ Card {number} opened", NoticeSaved: "✔ {number} saved", NoticeFailed: "✘ {number} was not saved: {why}",
	}
}

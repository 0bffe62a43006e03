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
	// Fields that only some vendors have.
	LunarBirthday, Nickname, QQ, Email, Address, Remarks, Expires string
	Rate, Credit, CreditLimit, CreditDays, Status                 string
	// KeptHint is for texts that can only be changed, RateOfLevel tells the
	// {rate} of who has none of their own.
	KeptHint, LunarHint, ExpiresHint, RateHint, RateOfLevel, LimitHint, DaysHint string
	TextBad, DayBad, RateBad, DaysBad                                            string // TextBad: {n}
	CreditOff, CreditOn, CreditNoLimit, CreditDownTo, CreditWithin               string // {amount}, {n}
	// What changes rights or money is set apart and confirmed twice with {key}.
	Grave, GraveAgain, CardTerms string
	// Delete is the state of a member who is deleted: {number}, {name}, {balance}
	// and {points}.
	Delete, Deleted, DeleteTitle, DeleteBody, DeleteYes string
	LevelsUnread                                        string

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
		LunarBirthday: "农历生日", Nickname: "昵称", QQ: "QQ", Email: "邮箱", Address: "地址", Remarks: "备注", Expires: "有效期至",
		Rate: "会员折扣", Credit: "赊账", CreditLimit: "赊账限额", CreditDays: "还款天数", Status: "状态",
		KeptHint: "只能改，不能清空", LunarHint: "如 1990-01-01；只能改，不能清空", ExpiresHint: "如 2030-12-31，当天仍可用", RateHint: "实付百分之几：90 就是九折，100 不打折",
		RateOfLevel: "没有自己的折扣，现按等级：{rate}。要填就填实付百分之几", LimitHint: "元；空着或 0 表示不限额", DaysHint: "天；空着或 0 表示不限",
		TextBad: "最多 {n} 个字，不能有看不见的字符", DayBad: "没有这一天，请写成 2030-12-31", RateBad: "请填 0.01 到 100 之间的百分数", DaysBad: "请填 0 到 36500 的整天数",
		CreditOff: "不可赊账", CreditOn: "可赊账", CreditNoLimit: "可赊账，不限额", CreditDownTo: "可赊账，最低到 {amount} 元", CreditWithin: "{n} 天内还清",
		Grave: "影响价格与权限，要多按一次 {key}", GraveAgain: "影响价格与权限：再按一次 {key} 才保存", CardTerms: "其他资料，可不填",
		Delete: "删除", Deleted: "{number} 已删除", DeleteTitle: "删除这位会员？", DeleteBody: "{number} {name} 会从会员系统里删除，余额 {balance} 元和积分 {points} 也一起没有了。删除后这里不能恢复。", DeleteYes: "删除",
		LevelsUnread: "没有读到等级，按 Enter 再读一次",
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
		LunarBirthday: "Lunar birthday", Nickname: "Nickname", QQ: "QQ", Email: "E-mail", Address: "Address", Remarks: "Remarks", Expires: "Valid until",
		Rate: "Own rate", Credit: "Credit", CreditLimit: "Credit limit", CreditDays: "Days to repay", Status: "State",
		KeptHint: "can be changed but not emptied", LunarHint: "as 1990-01-01; cannot be emptied", ExpiresHint: "as 2030-12-31, the last day that counts", RateHint: "percent that is paid: 90 is 10% off, 100 the full price",
		RateOfLevel: "no rate of their own; the level's: {rate}. Percent that is paid", LimitHint: "yuan; empty or 0 is no limit", DaysHint: "days; empty or 0 is no limit",
		TextBad: "At most {n} characters, and none that cannot be seen", DayBad: "There is no such day; write 2030-12-31", RateBad: "A percentage from 0.01 to 100", DaysBad: "Whole days from 0 to 36500",
		CreditOff: "no credit", CreditOn: "credit", CreditNoLimit: "credit without a limit", CreditDownTo: "credit down to {amount}", CreditWithin: "repaid within {n} days",
		Grave: "Prices and rights: {key} once more", GraveAgain: "Prices or rights change: {key} once more saves", CardTerms: "Further details, none needed",
		Delete: "deleted", Deleted: "{number} is deleted", DeleteTitle: "Delete this member?", DeleteBody: "{number} {name} will be gone from the member system, with a balance of {balance} and {points} points. It cannot be undone here.", DeleteYes: "Delete",
		LevelsUnread: "The levels could not be read; Enter reads them again",
		NoticeOpened: "✔ Card {number} opened", NoticeSaved: "✔ {number} saved", NoticeFailed: "✘ {number} was not saved: {why}",
	}
}

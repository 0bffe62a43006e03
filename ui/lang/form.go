package lang

// Form are the texts of opening a card and of editing a member.
type Form struct {
	TitleOpen, TitleEdit                            string
	Number, Level, Name, Phone, Gender, Birthday    string
	NumberHint, LevelHint, GenderHint, BirthdayHint string
	LoadingLevels, NoLevels                         string

	// What is wrong with a field.
	NumberEmpty, NumberBad, LevelEmpty, NameEmpty, PhoneBad, BirthdayBad string

	Save, Opening, Saving, Opened, Saved    string
	Check, Was, Becomes, Empty              string
	PressSave, NothingChanged, CannotClear  string
	ExistsTitle, ExistsBody, ExistsYes      string
	LoseTitle, LoseBody, LoseYes, Stay      string
	NoticeOpened, NoticeSaved, NoticeFailed string
}

func formZh() Form {
	return Form{
		TitleOpen: "开卡", TitleEdit: "修改资料",
		Number: "卡号", Level: "等级", Name: "姓名", Phone: "手机", Gender: "性别", Birthday: "生日",
		NumberHint: "可直接扫码", LevelHint: "←→ 选择", GenderHint: "←→ 选择", BirthdayHint: "如 1990-01-31",
		LoadingLevels: "正在读取等级", NoLevels: "会员系统没有给出等级",
		NumberEmpty: "请输入或扫描卡号", NumberBad: "卡号只能是字母、数字和连字符，最多 32 位", LevelEmpty: "请选择等级", NameEmpty: "请输入姓名", PhoneBad: "手机号只能是数字，6 到 15 位", BirthdayBad: "没有这一天，请写成 1990-01-31",
		Save: "保存", Opening: "正在开卡", Saving: "正在保存", Opened: "已开卡 {number}", Saved: "已保存，并重新读取",
		Check: "请核对修改", Was: "原来", Becomes: "改为", Empty: "（空）",
		PressSave: "按 F10 保存", NothingChanged: "没有改动", CannotClear: "这一项不能清空，只能改成别的",
		ExistsTitle: "卡号已存在", ExistsBody: "{number} 已经开过卡。要打开这位会员吗？", ExistsYes: "打开会员",
		LoseTitle: "放弃填写？", LoseBody: "填了一半的内容会丢失。", LoseYes: "放弃", Stay: "继续填写",
		NoticeOpened: "✔ 已开卡 {number}", NoticeSaved: "✔ {number} 资料已保存", NoticeFailed: "✘ {number} 没有保存：{why}",
	}
}

func formEn() Form {
	return Form{
		TitleOpen: "Open a card", TitleEdit: "Edit member",
		Number: "Card", Level: "Level", Name: "Name", Phone: "Phone", Gender: "Gender", Birthday: "Birthday",
		NumberHint: "scan it", LevelHint: "←→ to choose", GenderHint: "←→ to choose", BirthdayHint: "as 1990-01-31",
		LoadingLevels: "Reading the levels", NoLevels: "The member system gave no levels",
		NumberEmpty: "Type or scan the card number", NumberBad: "Letters, digits and hyphens only, at most 32", LevelEmpty: "Choose a level", NameEmpty: "Type a name", PhoneBad: "Digits only, 6 to 15", BirthdayBad: "There is no such day; write 1990-01-31",
		Save: "Save", Opening: "Opening", Saving: "Saving", Opened: "Card {number} opened", Saved: "Saved and read again",
		Check: "Please check the changes", Was: "was", Becomes: "becomes", Empty: "(empty)",
		PressSave: "F10 saves", NothingChanged: "Nothing was changed", CannotClear: "This field cannot be emptied, only changed",
		ExistsTitle: "The number is taken", ExistsBody: "{number} has a card already. Open that member?", ExistsYes: "Open the member",
		LoseTitle: "Give it up?", LoseBody: "What is half filled in will be lost.", LoseYes: "Give up", Stay: "Go on",
		NoticeOpened: "✔ Card {number} opened", NoticeSaved: "✔ {number} saved", NoticeFailed: "✘ {number} was not saved: {why}",
	}
}

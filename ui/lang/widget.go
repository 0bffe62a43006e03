package lang

// Widget are the texts of the parts that screens are made of.
type Widget struct {
	// Full says that a field takes no more; {n} is its number of characters.
	Full string
	// Elapsed is how long something has been awaited; {n} counts seconds.
	Elapsed string
	// OnlyAmount and OnlyDigits refuse a character in an amount or points.
	OnlyAmount, OnlyDigits string
	// ScanDropped refuses a scan where an amount belongs.
	ScanDropped string
	// Live marks what was read from the vendor just now.
	Live string
	// CardClosed is why a returned card takes no money; {number} is the card's.
	CardClosed string

	// A password that is asked for: {n} characters at most, {left} tries left.
	Password, PasswordHint, PasswordChecking, PasswordEmpty string
	PasswordWrong, PasswordEnded                            string
	PasswordFull, PasswordBad                               string
	// FieldAt says which of a long form's fields has the caret: {at} of {n};
	// {key} goes to the next part.
	FieldAt string
	// LogSoFar and LogAll count the rows of a log: {at} of {n}, back to {from}.
	LogSoFar, LogAll, LogReading, LogNone, LogFurther string
}

func widgetZh() Widget {
	return Widget{
		Full: "最多 {n} 个字，没有再加", Elapsed: "{n} 秒",
		OnlyAmount: "这里只能输入数字和小数点", OnlyDigits: "这里只能输入整数",
		ScanDropped: "扫到的内容不是金额，没有填入",
		Live:        "实时", CardClosed: "卡 {number} 已退，不能再收付款。请换卡或重新开卡。",
		Password: "会员密码", PasswordHint: "请会员输入密码，Enter 核对，Esc 返回", PasswordChecking: "正在核对密码", PasswordEmpty: "请输入密码",
		PasswordWrong: "密码不对，或这位会员没有设密码。还可再试 {left} 次。", PasswordEnded: "三次都不对，不再核对。按 Enter 或 Esc 返回，请核实持卡人。",
		PasswordFull: "密码最多 {n} 个字符，刚才输入的没有收下", PasswordBad: "含有看不见的字符，没有收下",
		FieldAt:  "第 {at} 项，共 {n} 项 · ↑↓ 上下移动，{key} 到下一段",
		LogSoFar: "第 {at} 条，共 {n} 条，读到 {from}，向下继续", LogAll: "第 {at} 条，共 {n} 条，自 {from} 起已全部读完", LogReading: "正在读取",
		LogNone: "没有符合的记录", LogFurther: "读到 {from}。按 Enter 再往前找。",
	}
}

func widgetEn() Widget {
	return Widget{
		Full: "At most {n} characters; no more were taken", Elapsed: "{n} s",
		OnlyAmount: "Only digits and a point belong here", OnlyDigits: "Only whole numbers belong here",
		ScanDropped: "A scan is not an amount; it was not filled in",
		Live:        "live", CardClosed: "Card {number} was returned, so no money can move on it. Use another card or open a new one.",
		Password: "Member's password", PasswordHint: "The member types it; Enter checks it, Esc goes back", PasswordChecking: "Checking the password", PasswordEmpty: "Type the password",
		PasswordWrong: "This is not the password, or the member has none. Tries left: {left}.", PasswordEnded: "Wrong three times; no more is checked. Enter or Esc goes back: make sure who holds the card.",
		PasswordFull: "A password has at most {n} characters; this was not taken", PasswordBad: "Something that cannot be seen is in it; it was not taken",
		FieldAt:  "field {at} of {n} · ↑↓ moves, {key} to the next part",
		LogSoFar: "{at} of {n}, read back to {from}; go on downwards", LogAll: "{at} of {n}, all since {from}", LogReading: "Reading",
		LogNone: "Nothing fits", LogFurther: "Read back to {from}. Enter looks further back.",
	}
}

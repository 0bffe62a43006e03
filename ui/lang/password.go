package lang

// Password are the texts of giving a member a password.
type Password struct {
	Title, Command, First, Again, FirstHint, AgainHint string
	Empty, Differs                                     string
	Check, Length                                      string // Length: {n}
	Plain                                              string
	Press, TooEarly, EnterNot, ScanIgnored             string // {key}
	Setting, Done, GoBack, Refused                     string
	Lost                                               string
	Notice, NoticeLost, NoticeFailed                   string // {number}, {why}
}

func passwordZh() Password {
	return Password{
		Title: "会员密码", Command: "设置会员密码", First: "新密码", Again: "再输一遍", FirstHint: "1 到 16 个字符，不显示", AgainHint: "再输入一遍同样的密码",
		Empty: "请输入密码", Differs: "两次不一样，请重新输入", Check: "请核对", Length: "共 {n} 个字符",
		Plain: "连接没有加密，密码会以明文发送",
		Press: "按 {key} 设置密码", TooEarly: "刚刚显示，请看清楚再按 {key}", EnterNot: "Enter 不会设置：请核对后按 {key}", ScanIgnored: "扫到的内容没有用上：请核对后按 {key}",
		Setting: "正在设置密码", Done: "密码已设置", GoBack: "Enter 返回", Refused: "会员系统不接受这个密码",
		Lost:   "没有收到明确的回应，密码可能已经改了，也可能没有。请再设一次；重复设置没有坏处。",
		Notice: "✔ {number} 的密码已设置", NoticeLost: "{number} 的密码可能已经改了，也可能没有。请再设一次。", NoticeFailed: "✘ {number} 的密码没有设置：{why}",
	}
}

func passwordEn() Password {
	return Password{
		Title: "Member's password", Command: "Set the member's password", First: "New password", Again: "Once more", FirstHint: "1 to 16 characters, not shown", AgainHint: "the same again",
		Empty: "Type a password", Differs: "The two differ; type them anew", Check: "Please check", Length: "{n} characters",
		Plain: "The connection is not encrypted, so the password travels readable",
		Press: "{key} sets the password", TooEarly: "This has only just appeared: read it, then press {key}", EnterNot: "Enter sets nothing: check it, then press {key}", ScanIgnored: "A scan was ignored: check this, then press {key}",
		Setting: "Setting the password", Done: "The password is set", GoBack: "Enter goes back", Refused: "The member system does not take this password",
		Lost:   "No clear answer came: the password may be changed or not. Set it once more; doing so twice does no harm.",
		Notice: "✔ The password of {number} is set", NoticeLost: "The password of {number} may be changed or not. Set it once more.", NoticeFailed: "✘ The password of {number} was not set: {why}",
	}
}

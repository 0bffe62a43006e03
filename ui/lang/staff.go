package lang

// Staff are the texts about people, their roles and their rights.
type Staff struct {
	// Rights and Roles are by the names under which they are stored.
	Rights, Roles map[string]string

	// The lock, and the dialog that asks for a PIN.
	Locked, PIN, PINHint, Checking            string
	PermitTitle, OwnTitle, Who, PermitHint    string
	OwnWhy                                    string
	SignIn, SignInHint, Welcome, SwitchPerson string
}

// Right is what people call a right; a name that is not known stands for itself.
func (s Staff) Right(name string) string { return named(s.Rights, name) }

// Role is what people call a role.
func (s Staff) Role(name string) string { return named(s.Roles, name) }

func named(names map[string]string, name string) string {
	if text, ok := names[name]; ok {
		return text
	}
	return name
}

func staffZh() Staff {
	return Staff{
		Locked: "已锁定", PIN: "PIN", PINHint: "输入 PIN，Enter 继续", Checking: "正在核对…",
		PermitTitle: "当场授权", OwnTitle: "请再输一次 PIN", Who: "授权人", PermitHint: "输入姓名与 PIN，Enter 授权；Esc 放弃",
		OwnWhy: "这一步要再核对一次本人的 PIN。",
		SignIn: "登录", SignInHint: "输入姓名与 PIN，Enter 登录", Welcome: "您好，{name}", SwitchPerson: "换人登录",
		Rights: map[string]string{
			"find": "查会员", "reveal": "看完整手机号", "recharge": "充值", "consume": "消费", "redeem": "扣积分",
			"edit": "改会员资料", "open": "开卡", "void": "作废", "decide": "核实待定的款项", "incident": "关闭异常", "undo": "更正",
			"allow": "授权超限的款项", "password": "改会员密码", "levels": "改等级", "reports": "看报表", "audit": "看审计",
			"staff": "管理员工", "unlock": "解除锁定", "settings": "改设置", "practise": "练习",
		},
		Roles: map[string]string{
			"viewer": "查询员", "cashier": "收银员", "supervisor": "主管", "manager": "店长", "trainer": "培训员", "admin": "管理员",
		},
	}
}

func staffEn() Staff {
	return Staff{
		Locked: "Locked", PIN: "PIN", PINHint: "type the PIN and press Enter", Checking: "Checking…",
		PermitTitle: "Somebody must allow this", OwnTitle: "Your PIN once more", Who: "Who", PermitHint: "name and PIN, Enter allows it; Esc gives up",
		OwnWhy: "This step asks for your own PIN once more.",
		SignIn: "Sign in", SignInHint: "name and PIN, Enter signs in", Welcome: "Hello, {name}", SwitchPerson: "Somebody else signs in",
		Rights: map[string]string{
			"find": "look members up", "reveal": "see whole phone numbers", "recharge": "recharge", "consume": "charge a card",
			"redeem": "take points", "edit": "change members", "open": "open cards", "void": "void", "decide": "decide unknown payments",
			"incident": "close incidents", "undo": "correct", "allow": "allow what is above a limit", "password": "change members' passwords",
			"levels": "change levels", "reports": "see reports", "audit": "see the audit", "staff": "look after staff",
			"unlock": "unlock people", "settings": "change settings", "practise": "practise",
		},
		Roles: map[string]string{
			"viewer": "viewer", "cashier": "cashier", "supervisor": "supervisor", "manager": "manager", "trainer": "trainer", "admin": "admin",
		},
	}
}

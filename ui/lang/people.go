package lang

// People are the texts of the screen that looks after people.
type People struct {
	Title, Reading, Again, Nobody, NoStaff             string
	Name, Role, Keys, Till, State, Seen, Added         string
	PIN, HasPIN, NoPIN                                 string
	Active, Dismissed, Locked                          string // Locked: {until}
	Add, AddHint, ListHint, PageHint, FormHint         string
	ChangeRole, NewPIN, AddKey, DropKey, Dismiss       string
	Unlock                                             string
	KeyLine, KeyHint, NameHint, RoleHint               string
	PINHint, PINAgain, PINOnly                         string
	Differs, BadPIN, BadName, NameTaken, BadKey        string
	KeyTaken, BadRole                                  string
	Beyond, Gone, NotLocked, NotSelf, NoKeys           string
	MayNotUnlock                                       string
	AskDismiss, AskDismissBody, AskDrop, AskDropBody   string // {name}; {key}
	Yes, No                                            string
	Saving                                             string
	DoneAdded, DoneRole, DoneKey, DoneDropped, DonePIN string // {name}
	DoneDismissed, DoneUnlocked                        string // {name}
	Failed                                             string // {name}, {why}
	Never, You                                         string
}

func peopleZh() People {
	return People{
		Title: "员工", Reading: "正在读取员工", Again: "按 Enter 再读一次，Esc 返回", Nobody: "还没有员工", NoStaff: "没有启用员工（配置里 staff.required）",
		Name: "姓名", Role: "角色", Keys: "密钥", Till: "收银台", State: "状态", Seen: "最近", Added: "添加于",
		PIN: "PIN", HasPIN: "已设", NoPIN: "未设",
		Active: "在职", Dismissed: "已离职", Locked: "锁定至 {until}",
		Add: "＋ 添加员工", AddHint: "填完后接着设置 PIN", ListHint: "↑↓ 选择，Enter 打开，Esc 返回", PageHint: "↑↓ 或数字选择，Enter 确定，Esc 返回", FormHint: "Enter 到下一项，最后一项上保存；Esc 返回",
		ChangeRole: "改角色", NewPIN: "换 PIN", AddKey: "添加密钥", DropKey: "去掉密钥", Dismiss: "办理离职", Unlock: "解除锁定",
		KeyLine: "公钥", KeyHint: "粘贴一行 ssh-ed25519 …，可留空", NameHint: "1 到 64 个字节", RoleHint: "←→ 选择；不能给高于自己的角色",
		PINHint: "6 到 8 位数字，只能按键输入", PINAgain: "再输一次", PINOnly: "PIN 只能逐个按数字键输入，不能粘贴或扫描",
		Differs: "两次输入不一样", BadPIN: "PIN 要 6 到 8 位数字，不能是 123456、生日这类容易猜到的", BadName: "姓名要 1 到 64 个字节，不能有控制字符", NameTaken: "已有叫这个名字的人", BadKey: "这不是能用的公钥：请粘贴 .pub 文件里的一行，用 ed25519",
		KeyTaken: "这把密钥已属于别人", BadRole: "没有这个角色",
		Beyond: "对方的角色不低于您，不能改", Gone: "已离职", NotLocked: "没有锁定", NotSelf: "不能对自己做", NoKeys: "没有密钥",
		MayNotUnlock: "您的角色不能解除锁定",
		AskDismiss:   "办理离职？", AskDismissBody: "{name} 马上不能再登录，正在用的会话立即结束。", AskDrop: "去掉密钥？", AskDropBody: "{name} 不能再用 {key} 登录。",
		Yes: "是", No: "否",
		Saving:    "正在保存",
		DoneAdded: "✔ 已添加 {name}", DoneRole: "✔ 已改 {name} 的角色", DoneKey: "✔ 已给 {name} 添加密钥", DoneDropped: "✔ 已去掉 {name} 的密钥", DonePIN: "✔ 已换 {name} 的 PIN",
		DoneDismissed: "✔ {name} 已离职", DoneUnlocked: "✔ 已解除 {name} 的锁定",
		Failed: "✗ {name}：{why}",
		Never:  "—", You: "（本人）",
	}
}

func peopleEn() People {
	return People{
		Title: "Staff", Reading: "Reading the staff", Again: "Enter reads again, Esc goes back", Nobody: "There is nobody yet", NoStaff: "Staff is not in use (staff.required in the configuration)",
		Name: "Name", Role: "Role", Keys: "Keys", Till: "Till", State: "State", Seen: "Last seen", Added: "Added",
		PIN: "PIN", HasPIN: "set", NoPIN: "none yet",
		Active: "active", Dismissed: "dismissed", Locked: "locked to {until}",
		Add: "+ Add a person", AddHint: "A PIN is asked for next", ListHint: "↑↓ chooses, Enter opens, Esc goes back", PageHint: "↑↓ or a digit chooses, Enter takes it, Esc goes back", FormHint: "Enter goes on and, on the last, saves; Esc goes back",
		ChangeRole: "Change role", NewPIN: "New PIN", AddKey: "Add a key", DropKey: "Drop a key", Dismiss: "Dismiss", Unlock: "Unlock",
		KeyLine: "Public key", KeyHint: "paste one line, ssh-ed25519 …; may be empty", NameHint: "1 to 64 bytes", RoleHint: "←→ chooses; nobody gives more than their own",
		PINHint: "6 to 8 digits, typed by hand", PINAgain: "Once more", PINOnly: "A PIN is typed digit by digit; it cannot be pasted or scanned",
		Differs: "The two are not the same", BadPIN: "A PIN has 6 to 8 digits and none that are guessed first, as 123456 or a birthday", BadName: "A name has 1 to 64 bytes and no control characters", NameTaken: "Somebody here is called that already", BadKey: "This key cannot be used: paste the line of the .pub file, of type ed25519",
		KeyTaken: "This key is somebody else's already", BadRole: "There is no such role",
		Beyond: "Their role is not below yours", Gone: "dismissed", NotLocked: "not locked", NotSelf: "Not for yourself", NoKeys: "there is no key",
		MayNotUnlock: "Your role may not unlock people",
		AskDismiss:   "Dismiss?", AskDismissBody: "{name} cannot come in any more, and live sessions end at once.", AskDrop: "Drop the key?", AskDropBody: "{name} cannot come in with {key} any more.",
		Yes: "Yes", No: "No",
		Saving:    "Saving",
		DoneAdded: "✔ {name} was added", DoneRole: "✔ {name} has another role", DoneKey: "✔ {name} has one more key", DoneDropped: "✔ {name} has one key less", DonePIN: "✔ {name} has a new PIN",
		DoneDismissed: "✔ {name} was dismissed", DoneUnlocked: "✔ {name} is unlocked",
		Failed: "✗ {name}: {why}",
		Never:  "-", You: "(you)",
	}
}

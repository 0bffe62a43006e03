package lang

// Audit are the texts of the audit: what was done, by whom, and whether its chain
// holds.
type Audit struct {
	Title, Reading, None, Retry        string
	ReadAll, ReadSoFar                 string // {at}, {n}
	Searched                           string // {n}, {seq}
	Seq, Time, Who, What, About        string
	Approver, Reason, Till, From       string
	Slip, Operation, State, Why, Hash  string
	Attempt, Version                   string
	Everything, Everybody              string
	KindMoney, KindMember, KindStaff   string
	KindPIN, KindOther                 string
	PickKind, PickWho, PickHint        string
	AskSlip, SlipHint, AboutSlip       string // AboutSlip: {slip}
	OneSlip, Hint                      string
	Verifying, Walking                 string // Walking: {done}, {all}
	Holds                              string // {n}, {hash}
	Breaks                             string // {seq}
	Unsound, Lost                      string // {why}
	NotVerified                        string // {why}
	Busy                               string
	Program                            string
	Records                            string
	Words                              map[string]string
	OpBegun, OpMoved, OpNoted, OpBound string // {op}, {amount}
}

// Word is what people call something that the audit names; a name that is not known
// stands for itself.
func (a Audit) Word(name string) string { return named(a.Words, name) }

func auditZh() Audit {
	return Audit{
		Title: "审计", Reading: "正在读取审计", None: "没有符合的记录", Retry: "按 Enter 再试",
		ReadAll: "第 {at} 条，共 {n} 条", ReadSoFar: "第 {at} 条，已读 {n} 条，向下继续",
		Searched: "已查到序号 {seq}，找到 {n} 条；按 Enter 再往前查",
		Seq:      "序号", Time: "时间", Who: "经手", What: "事项", About: "对象",
		Approver: "授权", Reason: "理由", Till: "收银台", From: "来自",
		Slip: "小票", Operation: "流水号", State: "状态", Why: "依据", Hash: "哈希",
		Attempt: "第几次", Version: "版本",
		Everything: "全部事项", Everybody: "所有人",
		KindMoney: "款项", KindMember: "会员资料", KindStaff: "员工", KindPIN: "PIN", KindOther: "设置及其他",
		PickKind: "只看哪种事项", PickWho: "只看谁", PickHint: "↑↓ 或数字选择，Enter 确定，Esc 取消",
		AskSlip: "小票号", SlipHint: "如 A0042；空着看全部；Enter 确定，Esc 取消", AboutSlip: "小票 #{slip}",
		OneSlip: "Enter 只看这张小票", Hint: "输入数字或 # 按小票查",
		Verifying: "正在核对审计链", Walking: "{done}/{all} 条",
		Holds:  "✔ 审计链完整：{n} 条，末条 {hash}",
		Breaks: "✗ 审计链在第 {seq} 条断开：它或前一条被改过", Unsound: "✗ 账本与审计对不上：{why}", Lost: "✗ 账本比外面留存的记号旧，或被换过：{why}",
		NotVerified: "✗ 没有核对完：{why}", Busy: "正在核对，请稍候", Program: "程序", Records: "核对账目与文件",
		Words: map[string]string{
			"staff.add": "添加员工", "staff.role": "改角色", "staff.key": "添加密钥", "staff.key.drop": "去掉密钥", "staff.pin": "换 PIN",
			"staff.dismiss": "办理离职", "staff.unlock": "解除锁定", "staff.arrange": "改工作安排", "staff.approve": "当场授权",
			"pin.try": "输入 PIN", "pin.right": "PIN 正确", "member.edit": "改会员资料", "member.open": "开卡", "member.reveal": "显示手机号",
			"member.password": "改会员密码", "member.level": "改等级", "sweep.begin": "开始全面核对", "sweep.end": "全面核对完", "probe.send": "试探会员系统", "probe.answer": "试探的回应", "probe.finding": "试探的结论", "probe.changed": "试探的结论有变", "probe.key": "试探的编号", "settings.changed": "设置有变", "settings.noted": "记下设置",
			"journal.accept": "接受账本", "session.begin": "登录", "session.end": "退出",
			"name": "姓名", "role": "角色", "from": "原来", "key": "密钥", "right": "权限", "amount": "金额", "missing": "缺到序号", "noted": "留存时间",
			"stage": "进展", "fields": "改动", "account": "账户", "level": "等级", "begun": "开始", "done": "完成", "refused": "未做", "unknown": "不明",
		},
		OpBegun: "{op} {amount}", OpMoved: "{op} {amount}", OpNoted: "{op} {amount} · 补记", OpBound: "{op} {amount} · 认领记录",
	}
}

func auditEn() Audit {
	return Audit{
		Title: "Audit", Reading: "Reading the audit", None: "Nothing fits", Retry: "Enter tries again",
		ReadAll: "{at} of {n}", ReadSoFar: "{at} of {n} read so far; go on downwards",
		Searched: "Looked back to number {seq} and found {n}; Enter looks further",
		Seq:      "No.", Time: "Time", Who: "By", What: "What", About: "About",
		Approver: "Allowed by", Reason: "Reason", Till: "Till", From: "From",
		Slip: "Slip", Operation: "Operation", State: "State", Why: "Because", Hash: "Hash",
		Attempt: "Attempt", Version: "Version",
		Everything: "everything", Everybody: "everybody",
		KindMoney: "money", KindMember: "members", KindStaff: "staff", KindPIN: "PINs", KindOther: "settings and the rest",
		PickKind: "Show what", PickWho: "Show whose", PickHint: "↑↓ or a digit chooses, Enter takes it, Esc leaves",
		AskSlip: "Slip", SlipHint: "such as A0042; empty shows all; Enter takes it, Esc leaves", AboutSlip: "slip #{slip}",
		OneSlip: "Enter shows this slip alone", Hint: "A digit or # looks for a slip",
		Verifying: "Verifying the chain", Walking: "{done} of {all}",
		Holds:  "✔ The chain holds: {n} entries, the last one {hash}",
		Breaks: "✗ The chain breaks at entry {seq}: it or the one before was changed", Unsound: "✗ The journal is not what the audit says: {why}", Lost: "✗ The journal is older than what was noted outside, or another one: {why}",
		NotVerified: "✗ Not verified: {why}", Busy: "Being verified; one moment", Program: "program", Records: "comparing records and file",
		Words: map[string]string{
			"staff.add": "person added", "staff.role": "role changed", "staff.key": "key added", "staff.key.drop": "key dropped", "staff.pin": "new PIN",
			"staff.dismiss": "dismissed", "staff.unlock": "unlocked", "staff.arrange": "arrangement changed", "staff.approve": "allowed on the spot",
			"pin.try": "PIN tried", "pin.right": "PIN was right", "member.edit": "member changed", "member.open": "card opened", "member.reveal": "phone shown",
			"member.password": "member's password", "member.level": "level changed", "sweep.begin": "sweep begun", "sweep.end": "sweep ended", "probe.send": "vendor probed", "probe.answer": "probe answered", "probe.finding": "probe's finding", "probe.changed": "finding changed", "probe.key": "probe's key", "settings.changed": "settings changed", "settings.noted": "settings noted",
			"journal.accept": "journal accepted", "session.begin": "signed in", "session.end": "signed out",
			"name": "name", "role": "role", "from": "was", "key": "key", "right": "right", "amount": "amount", "missing": "missing up to", "noted": "noted at",
			"stage": "stage", "fields": "fields", "account": "account", "level": "level", "begun": "begun", "done": "done", "refused": "not done", "unknown": "not known",
		},
		OpBegun: "{op} {amount}", OpMoved: "{op} {amount}", OpNoted: "{op} {amount}, added to", OpBound: "{op} {amount}, row bound",
	}
}

package lang

// About are the texts of what the program says about itself, its journal and its
// vendor.
type About struct {
	Title, Loading, More string // More: {n}, {key}

	Program, Version, Vendor, Account, Connection, Calls string
	NotTold, Practice, Encrypted, Plain                  string
	NoLimit, CallsLeft                                   string // {left}, {limit}, {reserve}

	Journal, Where, State, Entries, Anchor string
	Healthy, Lost, NoAnchor                string
	Young, AnchorFails                     string // {at}; {path}

	Sweep, LastSweep, SweepResult             string
	SweepRowless, SweepNever, SweepUnfinished string
	SweepFound                                string // {cards}, {foreign}, {raised}, {unread}

	Probes, HowToAsk            string
	Good, Bad, Unclear, Unasked string
	// Changed is {probe}, {asks} and {answer}.
	Changed string

	P1, P2, P3, P4, P5, P6         ProbeWords
	S1, S2, S3, SP, S4, S5, S6, S7 ProbeWords
}

// ProbeWords are the words of one question to a vendor: what is asked, and what the
// till does where the answer is good, where it is anything else, and where nobody
// asked.
type ProbeWords struct{ Asks, Good, Else, Unasked string }

func aboutZh() About {
	return About{
		Title: "关于", Loading: "正在读取", More: "还有 {n} 行，{key} 往下看",
		Program: "程序与会员系统", Version: "版本", Vendor: "会员系统", Account: "账户", Connection: "连接", Calls: "今日调用",
		NotTold: "未知", Practice: "（演练，模拟的会员系统）", Encrypted: "已加密，或不出本机", Plain: "没有加密：同一网络里的人可以看到并冒用",
		NoLimit: "不限次数", CallsLeft: "还可用 {left} / {limit}，其中 {reserve} 次留给核对",
		Journal: "账本", Where: "位置", State: "状态", Entries: "审计条数", Anchor: "外部存照",
		Healthy: "正常，可以收款", Lost: "账本被换过或退回过，不能收款：请主管核对后运行 guitai journal accept", NoAnchor: "没有设置：账本被换掉时看不出来",
		Young: "账本是新的，{at} 之后才能用银豹收款", AnchorFails: "写不进去：{path}",
		Sweep: "每日巡查", LastSweep: "上次巡查", SweepResult: "结果",
		SweepRowless: "这家会员系统不显示接口的记录，无从巡查", SweepNever: "还没有巡查过", SweepUnfinished: "（没有做完）",
		SweepFound: "{cards} 张卡，别处的记录 {foreign} 条，报主管 {raised} 笔，没读到 {unread} 张卡",
		Probes:     "实测会员系统的脾气", HowToAsk: "还有没测过的。请用一张专门的测试卡运行：guitai doctor --probe --member 卡号",
		Good: "是", Bad: "否", Unclear: "不清楚", Unasked: "没测过",
		Changed: "会员系统变了：{probe} {asks}：{answer}。柜台已按新结果行事，见“关于”",
		P1:      ProbeWords{"同一笔同时发两次，只入账一次", "没有回应时会用同一钥匙自动重发", "没有回应时不再重发，转主管处理", "按会员系统的说明，没有回应时自动重发"},
		P2:      ProbeWords{"被拒绝的钥匙还能再用", "“重复提交”加上余额相符，就算入账", "“重复提交”不作为凭据，转主管处理", "“重复提交”不作为凭据，转主管处理"},
		P3:      ProbeWords{"改动为零也会用掉钥匙", "可以作废，被拒绝的也会封死", "不能作废，重发无果的转主管处理", "不能作废，重发无果的转主管处理"},
		P4:      ProbeWords{"先认重复，再看余额", "重发被说余额不足时，可知原来那笔没有入账过", "重发被说余额不足时，什么也不能说明", "重发被说余额不足时，什么也不能说明"},
		P5:      ProbeWords{"钥匙过一段时间还认得", "这么久以内的未决操作都能靠钥匙查清", "超过 10 分钟的未决操作转主管处理", "超过 10 分钟的未决操作转主管处理"},
		P6:      ProbeWords{"前后十分钟的钥匙都收", "时钟略有偏差也能收款", "时钟要准，偏差大时拒绝收款", "时钟要准，偏差大时拒绝收款"},
		S1:      ProbeWords{"记录号随时间增大", "按记录号找自己的记录", "不按记录判定，没有回应的都转主管处理", "当作增大，按记录号找自己的记录"},
		S2:      ProbeWords{"一有回应就能读到记录", "等待期 60 秒就够", "等待期至少是所见最慢的三倍", "等待期是 60 秒"},
		S3:      ProbeWords{"每条记录的余额接得上", "余额接不上就转主管", "接不上的种类不再拿来核对", "余额接不上就转主管"},
		SP:      ProbeWords{"扣积分会留下记录", "扣积分没有回应时也能按记录查清", "扣积分没有回应时转主管处理", "扣积分没有回应时转主管处理"},
		S4:      ProbeWords{"卡里不够时的记录看得懂", "部分扣款的记录可以核对", "部分扣款没有回应时转主管处理", "部分扣款没有回应时转主管处理"},
		S5:      ProbeWords{"记录显示所用的支付方式", "本柜台专用的支付方式可以作为凭据", "支付方式不作为凭据", "本柜台专用的支付方式当作凭据"},
		S6:      ProbeWords{"零和负数被拒绝", "程序和会员系统都会拒绝", "只有程序自己拒绝", "只有程序自己拒绝"},
		S7:      ProbeWords{"可以加密连接", "把 base_url 改成 https 即可", "只能明文：请用专用网络", "没有试过加密连接"},
	}
}

func aboutEn() About {
	return About{
		Title: "About", Loading: "Reading", More: "{n} more lines, {key}",
		Program: "Program and member system", Version: "Version", Vendor: "Member system", Account: "Account", Connection: "Connection", Calls: "Calls today",
		NotTold: "not known", Practice: "(practice, simulated)", Encrypted: "encrypted, or within this machine", Plain: "NOT encrypted: whoever shares the network can read and use it",
		NoLimit: "without limit", CallsLeft: "{left} of {limit} left, {reserve} of them kept for settling",
		Journal: "Journal", Where: "Kept in", State: "State", Entries: "Audit entries", Anchor: "Noted outside",
		Healthy: "sound; money may move", Lost: "replaced or set back, so no money moves: a supervisor checks it, then guitai journal accept", NoAnchor: "not set: nobody would see that it was replaced",
		Young: "new; money at Pospal may move from {at} on", AnchorFails: "cannot be written: {path}",
		Sweep: "Daily sweep", LastSweep: "Last sweep", SweepResult: "It found",
		SweepRowless: "this member system shows no rows of its interface, so there is nothing to sweep", SweepNever: "never", SweepUnfinished: "(not at its end)",
		SweepFound: "{cards} cards, {foreign} rows of others, {raised} cases raised, {unread} cards not read",
		Probes:     "What was seen of the member system", HowToAsk: "Some of it was never asked. With a card for tests alone: guitai doctor --probe --member NUMBER",
		Good: "yes", Bad: "no", Unclear: "unclear", Unasked: "not asked",
		Changed: "The member system has changed: {probe} {asks}: {answer}. The till obeys the new answer, see About",
		P1:      ProbeWords{"one of two identical changes is applied", "without an answer it is sent again with the same key", "without an answer a supervisor decides", "the vendor's page is believed: without an answer it is sent again"},
		P2:      ProbeWords{"a refused key stays usable", "\"known already\" with a balance that fits settles an operation", "\"known already\" proves nothing; a supervisor decides", "\"known already\" proves nothing; a supervisor decides"},
		P3:      ProbeWords{"a change of nothing uses a key up", "operations can be voided, and refused ones are made impossible", "nothing can be voided; what stays silent goes to a supervisor", "nothing can be voided; what stays silent goes to a supervisor"},
		P4:      ProbeWords{"a known key is told before a low balance", "a low balance told to a resend means that it was never applied", "a low balance told to a resend means nothing", "a low balance told to a resend means nothing"},
		P5:      ProbeWords{"a key stays known", "within that time an open operation is settled by its key", "what is older than 10 minutes goes to a supervisor", "what is older than 10 minutes goes to a supervisor"},
		P6:      ProbeWords{"keys ten minutes off are taken", "a clock that is a little off does no harm", "the clock has to be right; far off, money is refused", "the clock has to be right; far off, money is refused"},
		S1:      ProbeWords{"row ids grow with time", "our rows are found by their ids", "nothing is matched; without an answer a supervisor decides", "believed to grow: our rows are found by their ids"},
		S2:      ProbeWords{"a row shows as soon as the answer is there", "60 seconds are enough to wait", "the wait is at least three times the slowest row", "the wait is 60 seconds"},
		S3:      ProbeWords{"each balance follows from the one before", "where one does not, a supervisor decides", "kinds that do not follow are not held against each other", "where one does not, a supervisor decides"},
		SP:      ProbeWords{"taking points leaves a row", "points without an answer are settled by history", "points without an answer go to a supervisor", "points without an answer go to a supervisor"},
		S4:      ProbeWords{"the row of a bill not covered is understood", "partial charges can be checked", "partial charges without an answer go to a supervisor", "partial charges without an answer go to a supervisor"},
		S5:      ProbeWords{"a row shows its pay type", "a pay type of this till's own is proof", "a pay type is no proof", "a pay type of this till's own counts as proof"},
		S6:      ProbeWords{"nothing and less are refused", "this program and the member system both refuse them", "only this program refuses them", "only this program refuses them"},
		S7:      ProbeWords{"it answers encrypted", "change base_url to https", "in clear only: use a network of your own", "nobody tried an encrypted connection"},
	}
}

// Probe gives the words of one question by its name.
func (a About) Probe(name string) ProbeWords {
	return map[string]ProbeWords{"P1": a.P1, "P2": a.P2, "P3": a.P3, "P4": a.P4, "P5": a.P5, "P6": a.P6,
		"S1": a.S1, "S2": a.S2, "S3": a.S3, "SP": a.SP, "S4": a.S4, "S5": a.S5, "S6": a.S6, "S7": a.S7}[name]
}

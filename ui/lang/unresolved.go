package lang

// Unresolved are the texts of the tray of operations to be verified.
type Unresolved struct {
	Title, Empty, Loading                                           string
	Slip, What, Who, When, Amount, By, Member, State, Why           string
	NextLook, NoNextLook, LookingNow, Deciding, Next, Nothing, More string
	HasEnded, OnItsWay, Awaited                                     string

	Evidence, Before, Now, Rows, NoRows, Fits      string
	NotChained, ForeignRows                        string
	Balance, Points, SumConsume, SumRecharge, Head string

	Attempts, Attempt, NotSent, Sent, Answer, NoAnswer   string
	ClassYes, ClassRefused, ClassDuplicate, ClassUnclear string

	DoNotCharge, AskSupervisor, MayRing string
	// The questions: {slip}, {what}, {amount}.
	PaidTitle, PaidBody, PaidYes       string
	UnpaidTitle, UnpaidBody, UnpaidYes string
	NoCancel, Decided                  string
	// Reasoned is a person's {reason}.
	Reasoned                          string
	OnlyHuman, OnlyNotFound, CaseGone string
	// An incident: {slip}, {key}.
	// Of what is pending: {n}, {seconds}, {at}; and of a task.
	UnknownHead, VoidingHead, HumanHead, Looks, NotAgain, ParkedHead, ParkedNext, TaskHead, TaskNext string
	// Voiding: {slip}, {what}, {amount}, {state}, {key}.
	VoidLabel, MayVoid, Voiding, VoidTitle, VoidBody, VoidYes, VoidDone, VoidOpen                    string
	VoidVendor, VoidUnproven, VoidTwins, VoidOld                                                     string
	IncidentHead, IncidentNext, IncidentRows, IncidentTitle, IncidentBody, IncidentYes, IncidentDone string
}

func unresolvedZh() Unresolved {
	return Unresolved{
		Title: "待核实", Empty: "没有待核实的操作", Loading: "正在读取",
		Slip: "小票", What: "操作", Who: "会员", When: "时间", Amount: "金额", By: "经手", Member: "会员", State: "状态", Why: "原因：",
		NextLook: "再过 {seconds} 秒自动再查", NoNextLook: "不再自动查，按 {key} 可再查一次", LookingNow: "正在查记录", Deciding: "正在记下判定", Next: "下一步", Nothing: "无需再做什么",
		More: "还有 {n} 行，{key} 往下看", HasEnded: "已有结果：", OnItsWay: "正在等会员系统回应", Awaited: "等待回应",
		Evidence: "凭据", Before: "之前", Now: "现在", Rows: "此后的记录", NoRows: "此后没有记录", Fits: "相符",
		NotChained: "余额接不上：记录可能不全", ForeignRows: "此后有不是本柜台的记录",
		Balance: "余额", Points: "积分", SumConsume: "累计消费", SumRecharge: "累计充值", Head: "最后记录号",
		Attempts: "发送", Attempt: "第 {n} 次", NotSent: "未发出", Sent: "已发出", Answer: "回应：", NoAnswer: "没有回应",
		ClassYes: "回应成功", ClassRefused: "回应拒绝", ClassDuplicate: "回应重复", ClassUnclear: "没有明确结果",
		DoNotCharge: "不要再收一次", AskSupervisor: "请主管看凭据后判定（{paid} 已入账 / {unpaid} 未入账）", MayRing: "等待期内未查到这一笔，余额未变。再收一次？（{key}）",
		PaidTitle: "判定已入账？", PaidBody: "会按已入账结案：#{slip} {what} {amount}。请写明理由。", PaidYes: "已入账",
		UnpaidTitle: "判定未入账？", UnpaidBody: "会按未入账结案，此卡可以再收款：#{slip} {what} {amount}。请写明理由。", UnpaidYes: "未入账",
		NoCancel: "取消", Reasoned: "理由：{reason}", Decided: "✔ #{slip} 已判定", OnlyHuman: "只有“需主管处理”的操作才能判定", OnlyNotFound: "只有“未查到”的操作才能重新收款", CaseGone: "这一笔已经有结果了",
		UnknownHead: "结果未知，正在查单", HumanHead: "需主管处理 #{slip}", VoidingHead: "作废确认中", Looks: "（第 {n} 次，剩 {seconds} s）", NotAgain: " – 不要再收一次",
		ParkedHead: "结果未知，今天的调用次数已用完，{at} 继续 – 不要再收一次", ParkedNext: "{at} 自动继续；在那之前此卡不能收款",
		TaskHead: "待后台处理：请到会员系统后台办理", TaskNext: "记录里看到后会自动结案",
		VoidLabel: "作废", MayVoid: "顾客离开时可作废（{key}）", Voiding: "正在作废",
		VoidTitle: "顾客离开：作废这一笔？", VoidBody: "作废 #{slip} {what} {amount}：不再重发，并请会员系统保证它不会再发生。如果其实已经入账，会转给主管处理。", VoidYes: "作废",
		VoidDone: "✔ #{slip} 已作废，未执行（服务器确认）", VoidOpen: "⏳ #{slip} 还没有作废成功：{state}",
		VoidVendor: "此会员系统不能作废，只能等查单结果", VoidUnproven: "还没有验证过此会员系统的作废（见“关于”），只能等查单结果",
		VoidTwins: "验证时发现此会员系统会重复入账，不能作废", VoidOld: "时间太久，会员系统可能已不记得这一笔，不能作废",
		IncidentHead: "此卡停止收款，等主管核实", IncidentNext: "请主管核实下面的记录后结案（{key}）", IncidentRows: "对不上的记录",
		IncidentTitle: "核实结案？", IncidentBody: "结案后此卡可以再收款，#{slip} 的这些记录不再提示。请写明核实结果。", IncidentYes: "结案", IncidentDone: "✔ #{slip} 已结案",
	}
}

func unresolvedEn() Unresolved {
	return Unresolved{
		Title: "To verify", Empty: "Nothing is waiting to be verified", Loading: "Reading",
		Slip: "Slip", What: "Operation", Who: "Member", When: "Time", Amount: "Amount", By: "By", Member: "Member", State: "State", Why: "Reason: ",
		NextLook: "looks again by itself in {seconds} s", NoNextLook: "no further look by itself; {key} looks once more", LookingNow: "looking at history", Deciding: "recording the decision", Next: "Next", Nothing: "nothing more to do",
		More: "{n} more lines, {key}", HasEnded: "It has its result: ", OnItsWay: "waiting for the member system's answer", Awaited: "awaiting the answer",
		Evidence: "Evidence", Before: "before", Now: "now", Rows: "Rows since", NoRows: "No rows since", Fits: "fits",
		NotChained: "The balances do not follow: rows may be missing", ForeignRows: "There are rows since that are not this till's",
		Balance: "Balance", Points: "Points", SumConsume: "Consumed in all", SumRecharge: "Recharged in all", Head: "Newest row",
		Attempts: "Attempts", Attempt: "attempt {n}", NotSent: "not sent", Sent: "sent", Answer: "answer: ", NoAnswer: "no answer",
		ClassYes: "answered: done", ClassRefused: "answered: refused", ClassDuplicate: "answered: seen before", ClassUnclear: "no clear result",
		DoNotCharge: "Do not charge again", AskSupervisor: "a supervisor decides ({paid} paid / {unpaid} not paid)", MayRing: "Not found within the waiting time, balance unchanged. Ring it again? ({key})",
		PaidTitle: "Was it paid?", PaidBody: "#{slip} {what} {amount} will be closed as paid. Say why.", PaidYes: "It was paid",
		UnpaidTitle: "Was it not paid?", UnpaidBody: "#{slip} {what} {amount} will be closed as not paid and the card is free again. Say why.", UnpaidYes: "It was not paid",
		NoCancel: "Cancel", Reasoned: "because: {reason}", Decided: "✔ #{slip} decided", OnlyHuman: "Only operations that need a supervisor can be decided", OnlyNotFound: "Only operations that were not found can be rung again", CaseGone: "This one has its result by now",
		UnknownHead: "Result unknown, looking it up", HumanHead: "Needs a supervisor #{slip}", VoidingHead: "Voiding, not confirmed yet", Looks: " (try {n}, {seconds} s left)", NotAgain: " – do not charge again",
		ParkedHead: "Result unknown, no calls left today, goes on at {at} – do not charge again", ParkedNext: "goes on by itself at {at}; the card stays locked until then",
		TaskHead: "To do in the member system's back office", TaskNext: "closes by itself when history shows it",
		VoidLabel: "Void", MayVoid: "if the guest leaves, void it ({key})", Voiding: "voiding",
		VoidTitle: "The guest left: void it?", VoidBody: "Void #{slip} {what} {amount}: it is not sent again, and the member system makes sure that it never happens. If it has happened already, a supervisor gets it.", VoidYes: "void it",
		VoidDone: "✔ #{slip} voided, not done (the server confirmed)", VoidOpen: "⏳ #{slip} is not voided yet: {state}",
		VoidVendor: "this member system cannot void; wait for the look-up", VoidUnproven: "voiding was never tested with this member system (see About); wait for the look-up",
		VoidTwins: "this member system was seen to apply one operation twice; it cannot be voided", VoidOld: "too old: the member system may not remember it; it cannot be voided",
		IncidentHead: "No money moves on this card until a supervisor has looked", IncidentNext: "a supervisor looks into the rows below and closes it ({key})", IncidentRows: "Rows that nothing accounts for",
		IncidentTitle: "Close the incident?", IncidentBody: "Money can move on the card again, and these rows of #{slip} are not told again. Say what was found.", IncidentYes: "Close it", IncidentDone: "✔ #{slip} closed",
	}
}

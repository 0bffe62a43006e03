package lang

// Unresolved are the texts of the tray of operations to be verified.
type Unresolved struct {
	Title, Empty, Loading                                string
	What, Who, When, HowLong, Operator, Till, Member     string
	NextLook, NoNextLook, LookingNow, Next               string
	Evidence, Before, Now, Rows, NoRows, Fits, Attempts  string
	Attempt, NotSent, Sent, Answer, NoAnswer             string
	Balance, Points, SumConsume, SumRecharge, Head       string
	DoNotCharge, AskSupervisor, MayRing                  string
	PaidTitle, PaidBody, PaidYes                         string
	UnpaidTitle, UnpaidBody, UnpaidYes                   string
	NoCancel, Decided, OnlyHuman, OnlyNotFound, CaseGone string
}

func unresolvedZh() Unresolved {
	return Unresolved{
		Title: "待核实", Empty: "没有待核实的操作", Loading: "正在读取",
		What: "操作", Who: "会员", When: "时间", HowLong: "已等", Operator: "经手", Till: "柜台", Member: "卡号",
		NextLook: "再过 {seconds} 秒自动再查", NoNextLook: "不再自动查", LookingNow: "正在查记录", Next: "下一步",
		Evidence: "凭据", Before: "之前", Now: "现在", Rows: "此后的记录", NoRows: "此后没有记录", Fits: "相符", Attempts: "发送",
		Attempt: "第 {n} 次", NotSent: "未发出", Sent: "已发出", Answer: "回应", NoAnswer: "没有回应",
		Balance: "余额", Points: "积分", SumConsume: "累计消费", SumRecharge: "累计充值", Head: "最后记录号",
		DoNotCharge: "不要再收一次", AskSupervisor: "请主管看凭据后判定", MayRing: "可以重新收款（g）",
		PaidTitle: "判定已入账？", PaidBody: "#{slip} {what} {amount}：会按已入账结案。请写明理由。", PaidYes: "已入账",
		UnpaidTitle: "判定未入账？", UnpaidBody: "#{slip} {what} {amount}：会按未入账结案，此卡可以再收款。请写明理由。", UnpaidYes: "未入账",
		NoCancel: "取消", Decided: "#{slip} 已判定", OnlyHuman: "只有“需主管处理”的操作才能判定", OnlyNotFound: "只有“未查到”的操作才能重新收款", CaseGone: "这一笔已经有结果了",
	}
}

func unresolvedEn() Unresolved {
	return Unresolved{
		Title: "To verify", Empty: "Nothing is waiting to be verified", Loading: "Reading",
		What: "Operation", Who: "Member", When: "Time", HowLong: "Waiting", Operator: "By", Till: "Till", Member: "Card",
		NextLook: "looks again by itself in {seconds} s", NoNextLook: "does not look again by itself", LookingNow: "looking at history", Next: "Next",
		Evidence: "Evidence", Before: "before", Now: "now", Rows: "Rows since", NoRows: "No rows since", Fits: "fits", Attempts: "Attempts",
		Attempt: "attempt {n}", NotSent: "not sent", Sent: "sent", Answer: "answer", NoAnswer: "no answer",
		Balance: "Balance", Points: "Points", SumConsume: "Consumed in all", SumRecharge: "Recharged in all", Head: "Newest row",
		DoNotCharge: "do not charge again", AskSupervisor: "a supervisor has to look at the evidence", MayRing: "may be rung again (g)",
		PaidTitle: "Was it paid?", PaidBody: "#{slip} {what} {amount} will be closed as paid. Say why.", PaidYes: "It was paid",
		UnpaidTitle: "Was it not paid?", UnpaidBody: "#{slip} {what} {amount} will be closed as not paid and the card is free again. Say why.", UnpaidYes: "It was not paid",
		NoCancel: "Cancel", Decided: "#{slip} decided", OnlyHuman: "Only operations that need a supervisor can be decided", OnlyNotFound: "Only operations that were not found can be rung again", CaseGone: "This one has its result by now",
	}
}

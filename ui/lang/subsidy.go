package lang

// Subsidy are the texts of the log of subsidies.
type Subsidy struct {
	Title, Balance, Unread                 string
	Filter, FilterHint, FilterKeys         string // FilterHint: {key}
	Paid, Cleared, AllKinds                string
	Sums                                   string // {paid}, {paidsum}, {cleared}, {clearedsum}
	SoFar                                  string
	Time, Member, Kind, Amount, After      string
	Number, Name, Phone, Level, Department string
	Rule, Mode, Remark                     string
}

func subsidyZh() Subsidy {
	return Subsidy{
		Title: "补贴记录", Balance: "补贴余额", Unread: "补贴余额没有读到",
		Filter: "会员", FilterHint: "输入号码、姓名或手机即筛选；字母先按 {key}", FilterKeys: "Enter 保留筛选，Esc 清除",
		Paid: "发放", Cleared: "清零", AllKinds: "全部类型",
		Sums: "发放 {paid} 笔 {paidsum} 元 · 清零 {cleared} 笔 {clearedsum} 元", SoFar: "（只含已读部分）",
		Time: "时间", Member: "会员", Kind: "类型", Amount: "金额", After: "之后余额",
		Number: "卡号", Name: "姓名", Phone: "手机", Level: "等级", Department: "部门",
		Rule: "规则", Mode: "方式", Remark: "备注",
	}
}

func subsidyEn() Subsidy {
	return Subsidy{
		Title: "Subsidies", Balance: "Subsidy balance", Unread: "The subsidy balance could not be read",
		Filter: "Member", FilterHint: "type a number, name or phone to filter; for letters press {key} first", FilterKeys: "Enter keeps the filter, Esc clears it",
		Paid: "paid", Cleared: "cleared", AllKinds: "all kinds",
		Sums: "paid {paid}: {paidsum} · cleared {cleared}: {clearedsum}", SoFar: "(of what was read)",
		Time: "Time", Member: "Member", Kind: "Kind", Amount: "Amount", After: "Balance",
		Number: "Card", Name: "Name", Phone: "Phone", Level: "Level", Department: "Department",
		Rule: "Rule", Mode: "Mode", Remark: "Remark",
	}
}

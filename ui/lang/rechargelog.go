package lang

// RechargeLog are the texts of the recharges of all stores.
type RechargeLog struct {
	Title, AllStores, AllPays                      string
	PickStore, PickPay, PickHint                   string
	NoStore, NoPay                                 string
	Sums                                           string // {n}, {money}, {gift}
	SoFar, SumsTitle, SumsKeys, ListKeys           string // keys: {key}
	Time, Member, Store, Pay, Money, Gift, Balance string
	Count, Total, ByPay, ByStore, Remark           string
}

func rechargeLogZh() RechargeLog {
	return RechargeLog{
		Title: "全店充值记录", AllStores: "全部门店", AllPays: "全部支付方式",
		PickStore: "只看哪家门店", PickPay: "只看哪种支付方式", PickHint: "↑↓ 或数字选择，Enter 确定，Esc 取消",
		NoStore: "未注明", NoPay: "未注明",
		Sums: "{n} 笔 · 本金 {money} 元 · 赠送 {gift} 元", SoFar: "（只含已读部分）", SumsTitle: "合计", SumsKeys: "{key} 看合计", ListKeys: "{key} 回到记录",
		Time: "时间", Member: "会员", Store: "门店", Pay: "支付", Money: "本金", Gift: "赠送", Balance: "之后余额",
		Count: "笔数", Total: "总计", ByPay: "按支付方式", ByStore: "按门店和支付方式", Remark: "备注",
	}
}

func rechargeLogEn() RechargeLog {
	return RechargeLog{
		Title: "Recharges of all stores", AllStores: "all stores", AllPays: "all pay types",
		PickStore: "Show which store", PickPay: "Show which pay type", PickHint: "↑↓ or a digit chooses, Enter takes it, Esc leaves",
		NoStore: "not told", NoPay: "not told",
		Sums: "{n} recharges · principal {money} · gifts {gift}", SoFar: "(of what was read)", SumsTitle: "Sums", SumsKeys: "{key}: sums", ListKeys: "{key}: the rows",
		Time: "Time", Member: "Member", Store: "Store", Pay: "Paid by", Money: "Principal", Gift: "Gift", Balance: "Balance",
		Count: "Count", Total: "Total", ByPay: "By pay type", ByStore: "By store and pay type", Remark: "Remark",
	}
}

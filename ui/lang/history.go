package lang

// History are the texts of a member's history.
type History struct {
	Title string
	// Reading is shown while a page is awaited, Retry follows an error.
	Reading, Retry string
	// AllRead and ReadSoFar count the rows; {n} and {at}.
	AllRead, ReadSoFar string
	// NoneHint names the keys of other filters, {all} and {kind}.
	None, NoneHint string
	// Partial says that the vendor does not show everything.
	Partial string
	// Gaps counts the rows whose balance does not follow; {n}.
	Gaps string
	// Gap explains one: {before}, {change}, {should}, {is} and {difference}.
	Gap string
	// Differs is the mark on such a row; {difference}.
	Differs string

	AllKinds, OnlyPoints, PickKind                               string
	AllTime, Today, Week, LastMonth                              string
	FromTo, From, Until, RangeTitle, RangeFrom, RangeTo          string
	RangeHint, RangeKeys, BadDate, Backwards, PickHint           string
	Time, Kind, Change, Balance, Points, Check, Pay, Shop        string
	Gross, Net, Off, Detail, Source, FromJournal, FromMirror, ID string
}

func historyZh() History {
	return History{
		Title: "记录", Reading: "正在读取记录", Retry: "按 Enter 再试",
		AllRead: "第 {at} 条，共 {n} 条", ReadSoFar: "第 {at} 条，已读 {n} 条，向下继续",
		None: "没有符合的记录", NoneHint: "按 {all} 看全部时间，按 {kind} 换类型",
		Partial: "会员系统只提供部分记录，不核对余额", Gaps: "⚠ {n} 处余额对不上",
		Gap:     "⚠ 上笔 {before}，变动 {change}，应为 {should}，实际 {is}，差 {difference}",
		Differs: "⚠ {difference}", AllKinds: "全部类型", OnlyPoints: "仅积分", PickKind: "只看哪种记录",
		AllTime: "全部时间", Today: "今天", Week: "近七天", LastMonth: "上月",
		FromTo: "{from} 至 {to}", From: "{from} 起", Until: "至 {to}",
		RangeTitle: "起止日期", RangeFrom: "从", RangeTo: "到",
		RangeKeys: "Enter 到下一项，最后一项上确定；Esc 取消",
		RangeHint: "如 2026-08-31、0831；空着表示不限", BadDate: "没有这一天，请写成 2026-08-31 或 0831",
		Backwards: "开始日期在结束日期之后", PickHint: "↑↓ 或数字选择，Enter 确定，Esc 取消",
		Time: "时间", Kind: "类型", Change: "变动", Balance: "之后余额", Points: "积分", Check: "核对", Pay: "支付", Shop: "门店",
		Gross: "金额", Net: "实际", Off: "优惠", Detail: "说明", Source: "来源", FromJournal: "本机账本", FromMirror: "本机记录", ID: "流水号",
	}
}

func historyEn() History {
	return History{
		Title: "History", Reading: "Reading history", Retry: "Enter tries again",
		AllRead: "{at} of {n}", ReadSoFar: "{at} of {n} read so far; go on downwards",
		None: "Nothing fits", NoneHint: "{all} shows all of the time, {kind} chooses another kind",
		Partial: "The member system tells a part only, so balances are not checked", Gaps: "⚠ {n} balances do not follow",
		Gap:     "⚠ After {before} a change of {change} makes {should}, but it says {is}: {difference} apart",
		Differs: "⚠ {difference}", AllKinds: "all kinds", OnlyPoints: "points only", PickKind: "Show which kind",
		AllTime: "all of the time", Today: "today", Week: "last 7 days", LastMonth: "last month",
		FromTo: "{from} to {to}", From: "from {from}", Until: "until {to}",
		RangeTitle: "From - to", RangeFrom: "From", RangeTo: "To",
		RangeKeys: "Enter goes on and, on the last, takes it; Esc leaves",
		RangeHint: "such as 2026-08-31 or 0831; empty is open", BadDate: "There is no such day; write 2026-08-31 or 0831",
		Backwards: "The first day is after the last", PickHint: "↑↓ or a digit chooses, Enter takes it, Esc leaves",
		Time: "Time", Kind: "Kind", Change: "Change", Balance: "Balance", Points: "Points", Check: "Check", Pay: "Paid by", Shop: "Shop",
		Gross: "Amount", Net: "Came to", Off: "Off", Detail: "Note", Source: "Source", FromJournal: "our journal", FromMirror: "our records", ID: "Row",
	}
}

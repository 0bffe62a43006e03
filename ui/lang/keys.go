package lang

// Keys name the actions, as short as the footer needs them.
type Keys struct {
	Choose, Confirm, Back, Help                                          string
	Recharge, Consume, Points, History, Edit, OpenCard, Unresolved, More string
	Lock, Leave, SwitchShop                                              string
	Up, Down, Left, Right, PageUp, PageDown, First, Last                 string
	NextField, PrevField                                                 string
	Backspace, Delete, EraseWord, EraseAll                               string
	Reveal, Reload                                                       string
	PayWeChat, PayCash, PayAlipay, PayBank                               string
	PeriodMonth, PeriodToday, PeriodWeek, PeriodAll, PeriodRange         string
	FilterKind, OnlyPoints, VerifyChain, Undo                            string
	LookAgain, RingAgain, DecidePaid, DecideNot, CloseIncident, VoidIt   string

	GroupMain, GroupMove, GroupType, GroupHere string
	// Typing is the first line of the key table: what needs no key at all.
	JustType, TypeSearch string
}

func keysZh() Keys {
	return Keys{
		Choose: "选定", Confirm: "确认", Back: "返回", Help: "帮助",
		Recharge: "充值", Consume: "消费", Points: "积分", History: "记录", Edit: "资料", OpenCard: "开卡",
		Unresolved: "待核实", More: "更多",
		Lock: "锁屏", Leave: "退出", SwitchShop: "换店",
		Up: "上", Down: "下", Left: "左", Right: "右", PageUp: "上一页", PageDown: "下一页", First: "最前", Last: "最后",
		NextField: "下一项", PrevField: "上一项",
		Backspace: "退格", Delete: "删除", EraseWord: "删一词", EraseAll: "清空",
		Reveal: "显示手机", Reload: "刷新",
		PayWeChat: "微信", PayCash: "现金", PayAlipay: "支付宝", PayBank: "银行卡",
		PeriodMonth: "上月", PeriodToday: "今天", PeriodWeek: "七天", PeriodAll: "全部", PeriodRange: "起止",
		FilterKind: "类型", OnlyPoints: "仅积分", VerifyChain: "验链", Undo: "更正",
		LookAgain: "再查一次", RingAgain: "重新收款", DecidePaid: "判已入账", DecideNot: "判未入账", CloseIncident: "核实结案", VoidIt: "作废",
		GroupMain: "主要按键", GroupMove: "移动", GroupType: "输入", GroupHere: "本页",
		JustType: "直接输入、扫码或刷卡", TypeSearch: "查找会员",
	}
}

func keysEn() Keys {
	return Keys{
		Choose: "choose", Confirm: "confirm", Back: "back", Help: "help",
		Recharge: "recharge", Consume: "consume", Points: "points", History: "history", Edit: "edit",
		OpenCard: "open card", Unresolved: "to verify", More: "more",
		Lock: "lock", Leave: "leave", SwitchShop: "other shop",
		Up: "up", Down: "down", Left: "left", Right: "right", PageUp: "page up", PageDown: "page down",
		First: "first", Last: "last", NextField: "next field", PrevField: "previous field",
		Backspace: "erase", Delete: "delete", EraseWord: "erase word", EraseAll: "erase all",
		Reveal: "show phone", Reload: "read again",
		PayWeChat: "WeChat", PayCash: "cash", PayAlipay: "Alipay", PayBank: "bank card",
		PeriodMonth: "last month", PeriodToday: "today", PeriodWeek: "7 days", PeriodAll: "all", PeriodRange: "from-to",
		FilterKind: "kind", OnlyPoints: "points only", VerifyChain: "verify", Undo: "undo",
		LookAgain: "look again", RingAgain: "ring again", DecidePaid: "it was paid", DecideNot: "not paid", CloseIncident: "close the incident", VoidIt: "void",
		GroupMain: "Main keys", GroupMove: "Moving", GroupType: "Typing", GroupHere: "On this screen",
		JustType: "just type, scan or swipe", TypeSearch: "find a member",
	}
}

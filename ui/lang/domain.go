package lang

// Domain names the things of the trade: states of cards, kinds of events, the
// ends of operations and the reasons for them.
type Domain struct {
	Undo                                                                              UndoWords // corrections
	StatusNormal, StatusUntold, StatusLost, StatusClosed, StatusDisabled, StatusOther string
	Female, Male, GenderUnknown                                                       string

	EventOpen, EventReturn, EventReplace, EventReportLost, EventLiftLoss string
	EventRecharge, EventConsume, EventRedeem                             string
	EventTransferOut, EventTransferIn, EventWithdraw                     string
	// EventOther is a kind that the program does not know; {code} is its number.
	EventOther string

	Recharge, Consume, Redeem string

	Settled, Refused, Unknown                                                         string
	StateIntent, StateSending, StateUnknown, StateVoiding, StateHuman                 string
	StateApplied, StateRefused, StateNotSent, StateVoided, StateNotFound              string
	StateClosedPaid, StateClosedUnpaid                                                string
	WhyReply, WhyNothingSent, WhyRefusal, WhyMatched, WhyMatchedAmount, WhyWaiting    string
	WhyNotFound, WhyForeign, WhySeveral, WhyMoved, WhyBroken, WhyRefusedButRow        string
	WhyExtraRow, WhyUnreadable, WhyUndocumented, WhyCrash, WhyPerson                  string
	WhyLateRow, WhyNoRow, WhyVoided, WhyVoidKnown, WhyVoidSilent                      string
	WhyQuota                                                                          string
	RateMember, RateLevel, RateConfig, RateLastReceipt, RateLevelReceipt, RateUnknown string
	// Zhe is how a rate is spoken of: {tenths} is 8.5, {off} is 15.
	Zhe, FullPrice string
	// Yuan is an amount with its unit, Points a number of points with theirs.
	Yuan, Points string
	// Ago and the like tell how old a row is; {n} is a number.
	Seconds, Minutes, Hours, Days string
}

func domainZh() Domain {
	return Domain{
		Undo:         undoWordsZh(),
		StatusNormal: "正常", StatusUntold: "未知", StatusLost: "挂失", StatusClosed: "已退卡", StatusDisabled: "停用", StatusOther: "异常",
		Female: "女", Male: "男", GenderUnknown: "未填",
		EventOpen: "开卡", EventReturn: "退卡", EventReplace: "换卡", EventReportLost: "挂失", EventLiftLoss: "解挂",
		EventRecharge: "充值", EventConsume: "消费", EventRedeem: "扣积分",
		EventTransferOut: "转出", EventTransferIn: "转入", EventWithdraw: "提现", EventOther: "类型 {code}",
		Recharge: "充值", Consume: "消费", Redeem: "扣积分",
		Settled: "入账", Refused: "拒绝", Unknown: "待核实",
		StateIntent: "准备中", StateSending: "发送中", StateUnknown: "核对中", StateVoiding: "作废中", StateHuman: "需主管处理",
		StateApplied: "已入账", StateRefused: "已拒绝", StateNotSent: "未发送", StateVoided: "已作废", StateNotFound: "未查到",
		StateClosedPaid: "主管判定已入账", StateClosedUnpaid: "主管判定未入账",
		WhyReply: "会员系统已确认", WhyNothingSent: "没有发出任何数据", WhyRefusal: "会员系统已拒绝，记录里也没有这一笔",
		WhyMatched: "记录里查到了这一笔", WhyMatchedAmount: "按金额在记录里查到一笔，且没有其他柜台动过此卡",
		WhyWaiting: "没有收到回应，正在查记录", WhyNotFound: "等待期已过，记录里没有这一笔，余额未变",
		WhyForeign: "记录里有一笔相符，但另有柜台在用此卡", WhySeveral: "记录里有不止一笔相符",
		WhyMoved: "余额变了，但没有一笔相符", WhyBroken: "记录不连续，余额对不上",
		WhyRefusedButRow: "会员系统说拒绝，记录里却有这一笔", WhyExtraRow: "已入账，但旁边多出一笔相同的记录",
		WhyLateRow: "当时判为没有，后来记录里却出现了这一笔", WhyNoRow: "会员系统说已入账，记录里却一直没有这一笔",
		WhyVoided: "会员系统已确认作废：这一笔不会再发生", WhyVoidKnown: "作废时会员系统说已处理过，可能是原来那一笔，也可能是作废本身",
		WhyVoidSilent: "会员系统没有回应作废", WhyQuota: "今天的调用次数已用完，00:05 后自动继续；此卡在那之前不能收款",
		WhyUnreadable: "读不到记录", WhyUndocumented: "这种操作在记录里无法证明", WhyCrash: "程序中途退出", WhyPerson: "主管判定",
		RateMember: "会员折扣", RateLevel: "等级折扣", RateConfig: "按设置", RateLastReceipt: "按此卡上次消费", RateLevelReceipt: "按同等级上次消费",
		RateUnknown: "折扣未知", Zhe: "{tenths}折", FullPrice: "不打折",
		Yuan: "{amount} 元", Points: "{points} 分",
		Seconds: "{n} 秒前", Minutes: "{n} 分钟前", Hours: "{n} 小时前", Days: "{n} 天前",
	}
}

func domainEn() Domain {
	return Domain{
		Undo:         undoWordsEn(),
		StatusNormal: "normal", StatusUntold: "not told", StatusLost: "reported lost", StatusClosed: "returned", StatusDisabled: "disabled", StatusOther: "not normal",
		Female: "female", Male: "male", GenderUnknown: "not given",
		EventOpen: "opened", EventReturn: "returned", EventReplace: "replaced", EventReportLost: "reported lost", EventLiftLoss: "found again",
		EventRecharge: "recharge", EventConsume: "consume", EventRedeem: "points used",
		EventTransferOut: "transfer out", EventTransferIn: "transfer in", EventWithdraw: "withdrawal", EventOther: "type {code}",
		Recharge: "recharge", Consume: "consume", Redeem: "use points",
		Settled: "settled", Refused: "refused", Unknown: "to verify",
		StateIntent: "preparing", StateSending: "sending", StateUnknown: "checking", StateVoiding: "voiding", StateHuman: "needs a supervisor",
		StateApplied: "settled", StateRefused: "refused", StateNotSent: "not sent", StateVoided: "voided", StateNotFound: "not found",
		StateClosedPaid: "a supervisor says: paid", StateClosedUnpaid: "a supervisor says: not paid",
		WhyReply: "the member system confirmed it", WhyNothingSent: "nothing was sent", WhyRefusal: "the member system refused, and history shows nothing",
		WhyMatched: "history shows exactly this operation", WhyMatchedAmount: "history shows one row of this amount, and no other till touched the card",
		WhyWaiting: "no answer came; looking at history", WhyNotFound: "the waiting time is over, history shows nothing and the balance is unchanged",
		WhyForeign: "a row in history fits, but another till is at work on this card", WhySeveral: "more than one row in history fits",
		WhyMoved: "the balance moved but no row fits", WhyBroken: "history has a gap; the balances do not follow",
		WhyRefusedButRow: "the member system refused, yet history shows it", WhyExtraRow: "settled, but an identical row stands beside it",
		WhyLateRow: "it had ended otherwise, but history shows it after all", WhyNoRow: "settled by its answer, but history does not show it",
		WhyVoided: "the member system confirmed the voiding: it can never happen now", WhyVoidKnown: "when it was voided the member system knew it already: the operation itself, or the voiding",
		WhyVoidSilent: "the member system does not answer the voiding", WhyQuota: "the calls for today are used up; goes on by itself after 00:05, and the card stays locked until then",
		WhyUnreadable: "history cannot be read", WhyUndocumented: "history cannot prove this kind of operation", WhyCrash: "the program ended in the middle", WhyPerson: "a supervisor decided",
		RateMember: "the member's rate", RateLevel: "the level's rate", RateConfig: "from the settings", RateLastReceipt: "as this card's last receipt", RateLevelReceipt: "as this level's last receipt",
		RateUnknown: "rate not known", Zhe: "{off}% off", FullPrice: "full price",
		Yuan: "{amount}", Points: "{points} pts",
		Seconds: "{n} s ago", Minutes: "{n} min ago", Hours: "{n} h ago", Days: "{n} d ago",
	}
}

package lang

// Money are the texts of the screens that move money and points.
type Money struct {
	TitleRecharge, TitleConsume, TitleRedeem string

	// The form.
	Amount, Discountable, DiscountableAll, Points, Rules, NoRules, PayType string
	ChoosePay, PayUnknown, LoadingRules, ScanDropped, EnterToPreview       string
	PickHint, EscAgain, ReadInPreview                                      string
	// RetryOf names what is rung again: {slip}, {amount}.
	RetryOf string
	// RestBy labels how the rest of a split bill is paid, ChooseRest asks for it.
	RestBy, ChooseRest string
	// Rules as they are: {percent}, {money}, {points}, {threshold}.
	RulePercent, RuleEachTime, RuleThreshold, RuleMoney, RulePoints string
	RuleFires                                                       string

	// The preview.
	Preview, Estimate, Gross, Rate, Discount, Net, FromCard, ToCollect string
	Principal, Gift, GiftSum, BalanceLine, PointsLine, Before, After   string
	PointsByVendor                                                     string
	// {key} confirms, and in PressEither {other} too.
	PressConfirm, PressEither, PressAgain, TooEarly, EnterDoesNot, Quoting string
	WarnRepeat, WarnStatus, WarnMayCollect, WarnCollect, WarnRetry         string
	WarnRetryAny, WarnDebt                                                 string

	// On its way.
	Busy, BusyLong string
	// GoesOn is for who leaves then: {what}, {amount}.
	GoesOn string

	// The three ends. {slip} is the short number, {amount} and {net} are yuan.
	DoneRecharge, DoneConsume, DoneRedeem                           string
	RefusedRecharge, RefusedConsume, RefusedRedeem                  string
	UnknownTitle, UnknownLine, UnknownNext, NotFoundLine, HumanLine string
	// Looks is {n} and {seconds}. Voided is what the refused titles are preceded by.
	Looks, VoidingTitle, VoidedTitle, VoidedLine    string
	Collect, CollectKey, Collected, CollectFirst    string
	Actual, Previewed, Difference, Same, Odd        string
	GiftGiven, BalanceNow, PointsNow, Slip, Matched string
	GoOn, TryAgain, NotRecorded                     string
	// NoticeSettled and the like are for people who left the screen.
	NoticeSettled, NoticeRefused, NoticeUnknown string
}

func moneyZh() Money {
	return Money{
		TitleRecharge: "充值", TitleConsume: "消费", TitleRedeem: "扣积分",
		Amount: "金额", Discountable: "可打折", DiscountableAll: "全部（Tab 修改）", Points: "积分", Rules: "充值规则", NoRules: "没有充值规则，充多少是多少",
		PayType: "支付方式", ChoosePay: "请选支付方式", PayUnknown: "本店没有这种支付方式", LoadingRules: "正在读取充值规则",
		ScanDropped: "扫到条码，已忽略：请核对后按 {key}", EnterToPreview: "按 Enter 预览", PickHint: "↑↓ 或数字选择，Enter 选定",
		RestBy: "另收方式", ChooseRest: "请先选另收的钱怎么付",
		EscAgain: "再按一次 Esc 放弃已输入的内容", ReadInPreview: "预览时读取", RetryOf: "重收 #{slip}，原为 {amount}：请再输一遍",
		RulePercent: "每笔送 {percent}%", RuleEachTime: "每次送 {gift}", RuleThreshold: "满 {threshold} 送 {gift}", RuleMoney: "{money} 元", RulePoints: "{points} 积分",
		RuleFires: "本次生效",
		Preview:   "请核对", Estimate: "预计", Gross: "消费金额", Rate: "折扣", Discount: "优惠", Net: "应付", FromCard: "卡内扣款", ToCollect: "还需另收",
		Principal: "充值本金", Gift: "赠送", GiftSum: "赠送合计", BalanceLine: "余额", PointsLine: "积分", PointsByVendor: "由会员系统计算", Before: "之前", After: "之后",
		PressConfirm: "按 {key} 确认", PressEither: "按 {key}（或小键盘 {other}）确认", PressAgain: "请再按一次 {key} 确认", TooEarly: "预览刚出现，请看清楚再按 {key}",
		EnterDoesNot: "Enter 不会动钱：请按 {key} 确认", Quoting: "正在核对会员",
		WarnRepeat: "60 秒内同卡同金额已有一笔，请确认不是重复收款", WarnStatus: "此卡状态不正常：{status}",
		WarnMayCollect: "折扣未知，余额可能不够：可能需另收", WarnCollect: "余额不足，差额需另收 {amount}", WarnRetry: "这是未查到的 #{slip} 的重新收款",
		WarnRetryAny: "此卡有一笔同样的未查到，请确认不是重复收款", WarnDebt: "扣后余额为 {balance}：会员赊账",
		Busy: "正在处理 {amount} …", BusyLong: "等待服务器 … 请勿重复收款", GoesOn: "{what} {amount} 仍在办理，结果会显示在这里，请勿重复收款",
		DoneRecharge: "已充值 {amount}", DoneConsume: "已扣 {net}", DoneRedeem: "已扣 {points} 积分",
		RefusedRecharge: "未充值", RefusedConsume: "未扣款", RefusedRedeem: "未扣积分",
		UnknownTitle: "结果未知", Looks: "正在查单（第 {n} 次，剩 {seconds} s）", VoidingTitle: "作废确认中", VoidedTitle: "已作废，", VoidedLine: "服务器确认：这一笔不会再发生。", UnknownLine: "不要再收一次。程序正在查单，查到会自动入账。", UnknownNext: "再过 {seconds} 秒查下一次",
		NotFoundLine: "等待期内没有查到这一笔，余额未变。可到“待核实”重新收款。", HumanLine: "需主管处理：请记下小票号 #{slip}",
		Collect: "另收 {amount}", CollectKey: "收齐后按 {key}", Collected: "已收齐", CollectFirst: "还有 {amount} 没有收：收齐后按 {key}",
		Actual: "实际", Previewed: "预览", Difference: "与预览相差 {amount}", Same: "与预览一致", Odd: "会员系统的数字对不上，请核对原始金额",
		GiftGiven: "实际赠送", BalanceNow: "余额", PointsNow: "积分", Slip: "小票号", Matched: "金额取自记录",
		GoOn: "Enter 返回会员", TryAgain: "Enter 修改后重试", NotRecorded: "会员系统已执行，但本机账本没有记上。请手工记下：",
		NoticeSettled: "✔ #{slip} {what} {amount} 已入账", NoticeRefused: "✘ #{slip} {what} {amount} 未执行", NoticeUnknown: "⏳ #{slip} {what} {amount} 结果未知，不要再收一次",
	}
}

func moneyEn() Money {
	return Money{
		TitleRecharge: "Recharge", TitleConsume: "Consume", TitleRedeem: "Use points",
		Amount: "Amount", Discountable: "Discountable", DiscountableAll: "all of it (Tab to change)", Points: "Points", Rules: "Rules", NoRules: "No rules: what is paid is what is credited",
		PayType: "Paid by", ChoosePay: "Choose how it is paid", PayUnknown: "This shop does not take that", LoadingRules: "Reading the rules",
		ScanDropped: "A scan was ignored: check this, then press {key}", EnterToPreview: "Enter shows the preview", PickHint: "↑↓ or a digit, then Enter",
		RestBy: "Rest paid by", ChooseRest: "Choose first how the rest is paid",
		EscAgain: "Esc once more drops what was typed", ReadInPreview: "read for the preview", RetryOf: "Again: #{slip} of {amount}; type it anew",
		RulePercent: "{percent}% extra", RuleEachTime: "{gift} each time", RuleThreshold: "{gift} from {threshold} on", RuleMoney: "{money}", RulePoints: "{points} points",
		RuleFires: "applies now",
		Preview:   "Please check", Estimate: "est.", Gross: "Bill", Rate: "Rate", Discount: "Discount", Net: "To pay", FromCard: "From the card", ToCollect: "Still to collect",
		Principal: "Principal", Gift: "Gift", GiftSum: "Sum of gifts", BalanceLine: "Balance", PointsLine: "Points", PointsByVendor: "booked by the member system", Before: "before", After: "after",
		PressConfirm: "{key} confirms", PressEither: "{key} (or keypad {other}) confirms", PressAgain: "Press {key} once more to confirm", TooEarly: "The preview has only just appeared: read it, then press {key}",
		EnterDoesNot: "Enter moves no money: press {key} to confirm", Quoting: "Checking the member",
		WarnRepeat: "Same card, same amount, within 60 seconds: make sure this is not twice", WarnStatus: "This card is not in its normal state: {status}",
		WarnMayCollect: "The rate is not known and the balance may not suffice: something may be left to collect", WarnCollect: "The card does not cover it: {amount} to collect", WarnRetry: "This rings #{slip} again, which was not found",
		WarnRetryAny: "The same on this card was not found lately: make sure this is not twice", WarnDebt: "The balance will be {balance}: the member is given credit",
		Busy: "Working on {amount} …", BusyLong: "Waiting for the server … do not charge again", GoesOn: "{what} {amount} is still under way; its result will be shown here. Do not charge again",
		DoneRecharge: "Recharged {amount}", DoneConsume: "Charged {net}", DoneRedeem: "{points} points used",
		RefusedRecharge: "Not recharged", RefusedConsume: "Not charged", RefusedRedeem: "No points used",
		UnknownTitle: "Result unknown", Looks: "looking it up (try {n}, {seconds} s left)", VoidingTitle: "Voiding, not confirmed yet", VoidedTitle: "Voided: ", VoidedLine: "The server confirmed it: this can never happen now.", UnknownLine: "Do not charge again. The program is looking it up and settles it by itself.", UnknownNext: "next look in {seconds} s",
		NotFoundLine: "Nothing was found within the waiting time and the balance is unchanged. It can be rung again under \"to verify\".", HumanLine: "A supervisor has to decide: keep slip #{slip}",
		Collect: "Collect {amount}", CollectKey: "{key} once it is collected", Collected: "collected", CollectFirst: "{amount} is not collected yet: {key} once it is",
		Actual: "actual", Previewed: "preview", Difference: "{amount} off the preview", Same: "as previewed", Odd: "The member system's figures do not add up: check them",
		GiftGiven: "Gift given", BalanceNow: "Balance", PointsNow: "Points", Slip: "Slip", Matched: "figures taken from history",
		GoOn: "Enter returns to the member", TryAgain: "Enter to change it and try again", NotRecorded: "The member system did it, but this machine's journal did not record it. Write down:",
		NoticeSettled: "✔ #{slip} {what} {amount} settled", NoticeRefused: "✘ #{slip} {what} {amount} not done", NoticeUnknown: "⏳ #{slip} {what} {amount} unknown: do not charge again",
	}
}

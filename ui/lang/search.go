package lang

// Search are the texts of the home screen.
type Search struct {
	Title, Box string
	// HintEmpty stands below the empty box, HintMore below one with too little
	// in it ({n} is how many characters are missing), HintEnter where a look-up
	// waits for Enter.
	HintEmpty, HintMore, HintEnter string
	// HintOld says that typing begins anew.
	HintOld string
	// Searching is shown while an answer is awaited.
	Searching string
	// Found counts the members found, FoundOne is for a single one; {n} and
	// {query} are filled in.
	Found, FoundOne string
	// Rest says how many more there are than are drawn.
	Rest string
	// NotFound says that nobody was found, Asked what the vendor was asked for
	// ({key}), and OfferCard which key opens a new card ({key}).
	NotFound, Asked, OfferCard string
	// NoExact says that no card has exactly the scanned number.
	NoExact string
	// NotAsked says that Enter asks the vendor for {key}, AskVendor that {key}
	// does.
	NotAsked, AskVendor string
	// MirrorOnly says that only the local copy was searched, MirrorNone that it
	// knows nobody: it has {n} members, and {how} says whether these are all
	// (MirrorWhole, MirrorPart) and how old the copy is (MirrorAge). MirrorFirst
	// stands while the vendor is still asked, MirrorKnows where only the copy found
	// somebody, MirrorLeft before the reason why the vendor could not be asked.
	MirrorOnly, MirrorNone, MirrorAge, MirrorWhole, MirrorPart, MirrorFirst, MirrorKnows, MirrorLeft string
	// OrderRecharge, OrderConsume with OrderPart, and OrderPoints tell a one-line
	// command; OrderPayAsked stands for a way of paying that is still to be asked,
	// OrderEnter and OrderOffered say what comes next.
	OrderRecharge, OrderConsume, OrderPart, OrderPoints, OrderPayAsked, OrderEnter, OrderOffered string
	// FlawPay and FlawTail say what a command cannot have, and the others how one
	// is written; they stand behind the reason.
	FlawPay, FlawTail, WriteRecharge, WriteConsume, WritePoints string
	// HelpTitle heads the commands in the help, each with what it does; HelpFoot
	// follows them ({key} confirms), HelpReload is what the key of reading again does here.
	HelpTitle, HelpFoot, HelpReload string
	Help                            [][2]string
	// Recent heads the members served lately, NoRecent stands in their place.
	// NotRead stands for a figure that only opening the member reads.
	Recent, NoRecent, NotRead string
	// Retry follows an error.
	Retry string
	// KeptEnter says that Enter is remembered until the answer comes.
	KeptEnter string
	// WhyBusy and WhyNobody are why F2 to F6 do nothing.
	WhyBusy, WhyNobody string

	Number, Name, Phone, Level, Balance, Points, Status, Birthday, Consumed, Recharged string
	Details, BirthdayToday, Read                                                       string
}

func searchZh() Search {
	return Search{
		Title: "查找会员", Box: "查找",
		HintEmpty: "输入卡号、手机尾号或姓名，也可以直接扫码、刷卡",
		HintMore:  "再输入 {n} 个字就开始查找，或按 Enter 现在就查",
		HintEnter: "按 Enter 查找", HintOld: "直接输入即开始新的查找",
		Searching: "正在查找", KeptEnter: "正在查找，找到唯一的会员就打开",
		Found: "找到 {n} 位", FoundOne: "找到 1 位，按 Enter 打开", Rest: "另有 {n} 位没有列出，请再输入几个字",
		NotFound: "没有找到“{query}”",
		Asked:    "已请会员系统按“{key}”查找。请核对卡号、手机或姓名后再输入。", OfferCard: "开新卡按 {key}。",
		NoExact:  "没有卡号正好是“{query}”的会员，下面是相近的",
		NotAsked: "还没有问会员系统：按 Enter 请它按“{key}”查找。", AskVendor: "{key} 问会员系统",
		MirrorOnly: "只查了本机副本 {n} 位（{how}）", MirrorNone: "本机副本里也没有：{n} 位会员，{how}。",
		MirrorAge: "{whole}，{age}", MirrorWhole: "齐全", MirrorPart: "不齐全", MirrorFirst: "本机副本，正在问会员系统", MirrorKnows: "会员系统没有查到，这是本机副本里的",
		MirrorLeft:    "下面只是本机副本。",
		OrderRecharge: "充值 {amount}（{pay}）", OrderConsume: "消费 {amount}", OrderPart: "（{amount} 可打折）", OrderPoints: "扣 {points} 积分",
		OrderPayAsked: "支付方式稍后选", OrderEnter: "，Enter 预览", OrderOffered: "，选一位再按 Enter",
		FlawPay: "没有这个支付字母：w 微信 x 现金 z 支付宝 k 银行卡", FlawTail: "命令后面不能再有字",
		WriteRecharge: "。充值写作 +500 或 +500w",
		WriteConsume:  "。消费写作 -88.5，其中 60 可打折写作 -88.5/60", WritePoints: "。扣积分写作 p100",
		HelpTitle: "一行完成（卡号、手机或姓名之后空一格）",
		Help: [][2]string{{"1234 +500w", "充值 500，微信（x 现金 z 支付宝 k 银行卡，不写就问）"},
			{"1234 -88.5", "消费 88.50；-88.5/60 是其中 60 可打折"}, {"1234 p100", "扣 100 积分"}},
		HelpFoot: "Enter 只到预览，{key} 才动钱。扫码从不当命令。", HelpReload: "不用本机副本，问会员系统",
		Recent: "最近服务的会员", NoRecent: "今天还没有服务过会员", NotRead: "打开后读取",
		Retry:   "按 Enter 重试",
		WhyBusy: "还在查找，请等结果出来再按", WhyNobody: "请先找到会员：输入卡号、手机尾号或姓名",
		Number: "卡号", Name: "姓名", Phone: "手机", Level: "等级", Balance: "余额", Points: "积分", Status: "状态",
		Birthday: "生日", Consumed: "累计消费", Recharged: "累计充值",
		Details: "会员", Read: "读取", BirthdayToday: "★ 今天生日",
	}
}

func searchEn() Search {
	return Search{
		Title: "Find a member", Box: "Find",
		HintEmpty: "Type a card number, the end of a phone number or a name; or scan a card",
		HintMore:  "{n} more to begin searching, or Enter to search now",
		HintEnter: "Enter searches", HintOld: "Just type to begin a new search",
		Searching: "Searching", KeptEnter: "Searching; a single match will open",
		Found: "{n} found", FoundOne: "1 found; Enter opens", Rest: "{n} more are not listed; type a little more",
		NotFound: "\"{query}\" was not found",
		Asked:    "The member system was asked for \"{key}\". Check card number, phone or name and type again.", OfferCard: "{key} opens a new card.",
		NoExact:  "No card has exactly the number \"{query}\"; these come near",
		NotAsked: "The member system was not asked yet: Enter asks it for \"{key}\".", AskVendor: "{key} asks the system",
		MirrorOnly: "only the local copy: {n} ({how})", MirrorNone: "The local copy knows nobody either: {n} members, {how}.",
		MirrorAge: "{whole}, {age}", MirrorWhole: "complete", MirrorPart: "incomplete", MirrorFirst: "local copy; asking the member system", MirrorKnows: "unknown to the member system; from the local copy",
		MirrorLeft:    "Only the local copy below. ",
		OrderRecharge: "Recharge {amount} ({pay})", OrderConsume: "Consume {amount}", OrderPart: " ({amount} discountable)", OrderPoints: "Redeem {points} points",
		OrderPayAsked: "pay type is asked", OrderEnter: ": Enter previews", OrderOffered: ": choose one, then Enter",
		FlawPay: "No such pay letter: w WeChat x cash z Alipay k card", FlawTail: "Nothing may follow the command",
		WriteRecharge: ". Write +500 or +500w",
		WriteConsume:  ". Write -88.5 or -88.5/60", WritePoints: ". Write p100",
		HelpTitle: "In one line (behind a card, phone or name and a blank)",
		Help: [][2]string{{"1234 +500w", "recharge 500 by WeChat (x cash z Alipay k card; asked if left out)"},
			{"1234 -88.5", "take 88.50; -88.5/60 where 60 of it is discountable"}, {"1234 p100", "redeem 100 points"}},
		HelpFoot: "Enter only goes to the preview; {key} moves money. A scan is never a command.", HelpReload: "ask the member system, not the local copy",
		Recent: "Served lately", NoRecent: "Nobody was served yet today", NotRead: "read when opened",
		Retry:   "Enter tries again",
		WhyBusy: "Still searching; wait for the result", WhyNobody: "Find a member first: type a card number, the end of a phone number or a name",
		Number: "Card", Name: "Name", Phone: "Phone", Level: "Level", Balance: "Balance", Points: "Points", Status: "Status",
		Birthday: "Birthday", Consumed: "Consumed", Recharged: "Recharged",
		Details: "Member", Read: "Read", BirthdayToday: "★ birthday today",
	}
}

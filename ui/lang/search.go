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
	// MirrorOnly says that the vendor was not asked.
	MirrorOnly string
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
	Details, BirthdayToday                                                             string
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
		NoExact:    "没有卡号正好是“{query}”的会员，下面是相近的",
		MirrorOnly: "只查了本机记录，没有问会员系统",
		Recent:     "最近服务的会员", NoRecent: "今天还没有服务过会员", NotRead: "打开后读取",
		Retry:   "按 Enter 重试",
		WhyBusy: "还在查找，请等结果出来再按", WhyNobody: "请先找到会员：输入卡号、手机尾号或姓名",
		Number: "卡号", Name: "姓名", Phone: "手机", Level: "等级", Balance: "余额", Points: "积分", Status: "状态",
		Birthday: "生日", Consumed: "累计消费", Recharged: "累计充值",
		Details: "会员", BirthdayToday: "★ 今天生日",
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
		NoExact:    "No card has exactly the number \"{query}\"; these come near",
		MirrorOnly: "Only this machine's records were searched, not the member system",
		Recent:     "Served lately", NoRecent: "Nobody was served yet today", NotRead: "read when opened",
		Retry:   "Enter tries again",
		WhyBusy: "Still searching; wait for the result", WhyNobody: "Find a member first: type a card number, the end of a phone number or a name",
		Number: "Card", Name: "Name", Phone: "Phone", Level: "Level", Balance: "Balance", Points: "Points", Status: "Status",
		Birthday: "Birthday", Consumed: "Consumed", Recharged: "Recharged",
		Details: "Member", BirthdayToday: "★ birthday today",
	}
}

package lang

// Levels are the texts of the list of levels and of giving members another one.
type Levels struct {
	Title, ChangeOne, Reading, ReadAgain, None string
	// Usable and Disabled head the two parts of the list.
	Usable, Disabled, DisabledWhy   string
	Name, Rate, Earns, Yes, No      string
	ChooseHint, ChooseForOne        string
	Target                          string // {level}
	Numbers, NumbersHint            string
	Remove                          string // {key}
	Looking, BadNumber, Twice, Same string // Same: {level}
	Full                            string // {n}
	NothingToDo, StillLooking       string
	Counts                          string // {ready}, {same}, {wrong}
	Check, Change, KeepsRate, Cost  string // Change: {was}, {becomes}; Cost: {n}, {left}
	Press, TooEarly, EnterNot       string // {key}
	ScanIgnored                     string // {key}
	Number, Member, Was, Becomes    string
	Changing, Rereading             string // Rereading: {n} of {all}
	Done, NotDone, Unread           string // NotDone: {level}
	Result                          string // {done}, {notdone}, {unread}
	ReadUnread, GoBack              string
	Lost, Notice, NoticeFailed      string // {n}, {level}; {why}
	LoseTitle, LoseBody, Lose, Stay string
	Refused                         string
	OfOne                           string
	NeedsMember                     string
}

func levelsZh() Levels {
	return Levels{
		Title: "会员等级", ChangeOne: "改等级", Reading: "正在读取等级", ReadAgain: "按 Enter 再读一次，Esc 返回", None: "会员系统没有给出等级",
		Usable: "可用等级", Disabled: "已停用", DisabledWhy: "这个等级已停用，不能给会员",
		Name: "等级", Rate: "折扣", Earns: "消费积分", Yes: "是", No: "否",
		ChooseHint: "选定等级后，可给一位或多位会员（最多 100 位）改成这个等级", ChooseForOne: "选定要改成的等级",
		Target:  "改成：{level}",
		Numbers: "卡号", NumbersHint: "输入、粘贴或扫描卡号，可多个；空着按 Enter 核对", Remove: "{key} 去掉选中的一行",
		Looking: "正在查", BadNumber: "不是卡号", Twice: "重复，已跳过", Same: "已是{level}，不用改",
		Full: "一次最多 {n} 位，多出的没有收下", NothingToDo: "还没有要改的会员", StillLooking: "还在查卡号，请稍候",
		Counts: "可改 {ready} · 不用改 {same} · 有误 {wrong}",
		Check:  "请核对", Change: "{was} → {becomes}", KeepsRate: "会员自己的折扣不会跟着改", Cost: "改完逐个重新读取，要用 {n} 次接口调用，今天还剩 {left} 次",
		Press: "按 {key} 改等级", TooEarly: "刚刚显示，请看清楚再按 {key}", EnterNot: "Enter 不会修改：请核对后按 {key}", ScanIgnored: "扫到的内容没有用上：请核对后按 {key}",
		Number: "卡号", Member: "会员", Was: "原等级", Becomes: "结果",
		Changing: "正在改等级", Rereading: "正在逐个重新读取 {n}/{all}",
		Done: "✔ 已改", NotDone: "✘ 未改，仍是{level}", Unread: "? 没读到",
		Result:     "已改 {done} · 未改 {notdone} · 没读到 {unread}",
		ReadUnread: "按 Enter 再读没读到的，Esc 返回", GoBack: "Enter 返回",
		Lost: "没有收到明确的回应，下面是逐个重新读取的结果", Notice: "{n} 位会员的等级已提交改为{level}，没有逐个核对", NoticeFailed: "✘ 等级没有改：{why}",
		LoseTitle: "放弃这份名单？", LoseBody: "输入的卡号会丢失。", Lose: "放弃", Stay: "继续",
		Refused: "会员系统报错，下面是逐个重新读取的结果",
		OfOne:   "改这位会员的等级", NeedsMember: "请先打开一位会员",
	}
}

func levelsEn() Levels {
	return Levels{
		Title: "Levels", ChangeOne: "Change level", Reading: "Reading the levels", ReadAgain: "Enter reads again, Esc goes back", None: "The member system gave no levels",
		Usable: "Levels in use", Disabled: "Disabled", DisabledWhy: "This level is disabled and cannot be given to anybody",
		Name: "Level", Rate: "Rate", Earns: "Earns points", Yes: "yes", No: "no",
		ChooseHint: "Choose a level to give it to one member or to several, 100 at most", ChooseForOne: "Choose the new level",
		Target:  "New level: {level}",
		Numbers: "Cards", NumbersHint: "type, paste or scan card numbers, several at once; Enter on nothing checks", Remove: "{key} removes the row",
		Looking: "looking it up", BadNumber: "not a card number", Twice: "twice, left out", Same: "is {level} already",
		Full: "At most {n} at once; no more were taken", NothingToDo: "There is nobody to change yet", StillLooking: "Still looking numbers up",
		Counts: "to change {ready} · as they are {same} · wrong {wrong}",
		Check:  "Please check", Change: "{was} → {becomes}", KeepsRate: "A member's own rate does not change with the level", Cost: "Each is read again afterwards: {n} calls of the {left} left today",
		Press: "{key} changes the level", TooEarly: "This has only just appeared: read it, then press {key}", EnterNot: "Enter changes nothing: check it, then press {key}", ScanIgnored: "A scan was ignored: check this, then press {key}",
		Number: "Card", Member: "Member", Was: "Was", Becomes: "Result",
		Changing: "Changing levels", Rereading: "Reading each again {n}/{all}",
		Done: "✔ changed", NotDone: "✘ not changed, still {level}", Unread: "? could not be read",
		Result:     "changed {done} · not changed {notdone} · unread {unread}",
		ReadUnread: "Enter reads the unread ones again, Esc goes back", GoBack: "Enter goes back",
		Lost: "No clear answer came; below is what each member shows now", Notice: "{n} members were sent for {level}; they were not read again one by one", NoticeFailed: "✘ The level was not changed: {why}",
		LoseTitle: "Give up this list?", LoseBody: "The numbers typed will be lost.", Lose: "Give up", Stay: "Go on",
		Refused: "The member system reports an error; below is what each member shows now",
		OfOne:   "Change this member's level", NeedsMember: "Open a member first",
	}
}

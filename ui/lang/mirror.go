package lang

// Mirror are the texts of the local copy of the members and of its filling.
type Mirror struct {
	Title   string
	NoList  string
	Known   string // {n}
	Damaged string

	// The states: {at} is when it goes on, {why} a sentence.
	ReadingAll, ReadingNew, Resting, Paused, NoCalls, Retrying, Failed, Elsewhere string
	NeverRead                                                                     string

	Read, Of, Pages         string // {n}, {n} of {all}, {n}
	Speed, PerMinute        string // {n}
	Left, LeftUnknown       string
	LeftTime, LeftDays      string // {calls}, {time}; {calls}, {days}
	LeftNever               string // {calls}
	Moment                  string
	Seconds, Minutes, Hours string // {n}
	Began, LastDone         string
	Calls                   string
	CallsUsed               string // {used}, {limit}, {own}, {left}
	CallsFree               string
	Missed, Again           string // {n}

	Pause, Resume, Anew                           string
	AskTitle, AskBody, AskUnknown, AskYes, AskNot string // {calls}, {days}
	// Of the command line.
	GoesOn, SoFar, CallsLeft string // SoFar: {n}, {pages}; CallsLeft: {n} of {limit}
	Unfinished, Comma        string // {n}, {pages}
	NotKept                  string
}

func mirrorZh() Mirror {
	return Mirror{
		Title:   "会员副本",
		NoList:  "这家会员系统不给会员名单，不能整份读取。这里查得到的是在本机读过的会员。",
		Known:   "本机有 {n} 位会员",
		Damaged: "本机的副本损坏，已丢弃并重新读取；账目不受影响。",

		ReadingAll: "正在读取全部会员", ReadingNew: "正在读取新会员", Resting: "已读完，{at} 再看有没有新会员",
		Paused: "已暂停", NoCalls: "今天可用的调用次数已用完，{at} 自动继续", Retrying: "没读到，{at} 再试：{why}",
		Failed: "停止了：{why}", Elsewhere: "另一个柜台程序正在读取这份副本", NeverRead: "还没有读过全部会员，查找可能不全",

		Read: "已读", Of: "{n} / 约 {all} 人", Pages: "{n} 页",
		Speed: "速度", PerMinute: "每分钟 {n} 人",
		Left: "剩余", LeftUnknown: "第一次读取，总人数未知", LeftTime: "约 {calls} 次调用，{time}", LeftDays: "约 {calls} 次调用，连今天 {days} 天读完",
		LeftNever: "约 {calls} 次调用，但每天的次数全部留给了收银", Moment: "马上就好", Seconds: "{n} 秒", Minutes: "{n} 分钟", Hours: "{n} 小时",
		Began: "开始", LastDone: "上次读完", Calls: "今日调用", CallsUsed: "已用 {used}/{limit}，其中读取 {own}；读取还可用 {left}，其余留给收银和核对", CallsFree: "不限次数",
		Missed: "上次全部读取时有 {n} 位已不在会员系统里", Again: "会员系统不认上次的位置，已从头再读（{n} 次）",

		Pause: "暂停读取", Resume: "继续读取", Anew: "从头读取全部会员",
		AskTitle: "从头读取全部会员？", AskBody: "约要 {calls} 次调用，连今天 {days} 天读完。期间照常收银和查找。",
		AskUnknown: "总人数未知，要多少次调用说不准；收银用的次数不受影响。期间照常收银和查找。", AskYes: "从头读取", AskNot: "不读",
		GoesOn: "接着上次的位置", SoFar: "已读 {n} 人 {pages} 页", CallsLeft: "今天读取还可用 {n} 次（每天 {limit} 次）",
		Unfinished: "还没读完（已存 {n} 人 {pages} 页），再运行一次会接着读", Comma: "，",
		NotKept: "已照办，但没能记下来，下次启动后会忘记",
	}
}

func mirrorEn() Mirror {
	return Mirror{
		Title:   "Member copy",
		NoList:  "This member system gives no list of members, so they cannot be read as a whole. Who was read at this machine can be found here.",
		Known:   "{n} members are known here",
		Damaged: "The copy on this machine was damaged, was thrown away and is being read anew; no money is affected.",

		ReadingAll: "Reading all members", ReadingNew: "Reading new members", Resting: "Read; looks for new members at {at}",
		Paused: "Paused", NoCalls: "The calls for today are used up; goes on by itself at {at}", Retrying: "Not read, tries again at {at}: {why}",
		Failed: "Stopped: {why}", Elsewhere: "Another guitai reads this copy", NeverRead: "Never read as a whole: a search may miss somebody",

		Read: "Read", Of: "{n} of about {all}", Pages: "{n} pages",
		Speed: "Speed", PerMinute: "{n} a minute",
		Left: "Left", LeftUnknown: "first reading: nobody knows how many there are", LeftTime: "about {calls} calls, {time}", LeftDays: "about {calls} calls, on {days} days with today",
		LeftNever: "about {calls} calls, but all of a day's calls are kept for the counter", Moment: "a moment", Seconds: "{n} s", Minutes: "{n} min", Hours: "{n} h",
		Began: "Began", LastDone: "Last read", Calls: "Calls today", CallsUsed: "{used}/{limit} used, {own} by reading; {left} left for it, the rest is kept", CallsFree: "without limit",
		Missed: "The last whole reading missed {n} who are gone from the member system", Again: "The member system did not know the place any more: begun again ({n})",

		Pause: "pause reading", Resume: "go on reading", Anew: "read all members anew",
		AskTitle: "Read all members anew?", AskBody: "It takes about {calls} calls, on {days} days with today. Selling and searching go on meanwhile.",
		AskUnknown: "Nobody knows how many calls it takes; those of the counter are not touched. Selling and searching go on meanwhile.", AskYes: "read anew", AskNot: "no",
		GoesOn: "going on where it stopped", SoFar: "{n} members read, {pages} pages", CallsLeft: "{n} of {limit} calls left for reading today",
		Unfinished: "not at the end yet ({n} members, {pages} pages are stored); run it again to go on", Comma: ", ",
		NotKept: "Done, but it could not be stored and is forgotten at the next start",
	}
}

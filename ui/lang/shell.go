package lang

// Shell are the texts round the screens: bars, notices, help, palette, lock and
// the questions that the shell itself asks.
type Shell struct {
	// Practice is the demo's badge, Plain that of an unencrypted connection,
	// Unsettled counts the operations to be verified ({n}).
	Practice, Plain, Unsettled string
	// TooSmall tells the size that is there ({width}, {height}) and the least
	// that is needed ({minwidth}, {minheight}).
	TooSmall string
	// Acknowledge stands behind a notice that waits for Esc, Waiting behind
	// that if {n} more wait.
	Acknowledge, Waiting string

	// NotHere refuses a key ({what} is its label), OnlyKey what the palette
	// must not do ({key} does it).
	NotHere, OnlyKey, NoScreen string
	// NothingOpened says that keys typed ahead for another screen were dropped.
	NothingOpened string
	// PlusNotAlone refuses a printable key ({key}) that would confirm.
	PlusNotAlone, ScanDropped string
	// NothingToConfirm refuses the key that confirms ({key}), LookFirst while
	// what it would confirm has not been seen long enough.
	NothingToConfirm, LookFirst string

	HelpTitle                  string // {screen}
	PaletteTitle, NothingFound string
	Locked, Leaving            string
	Yes, No                    string
	Reason, ReasonShort        string
	LeaveTitle, LeaveRunning   string
	LeaveUnsettled             string // {n}
	LeaveYes, LeaveNo          string

	// PracticeHello is said when the demo starts: the shop that is open, {shop},
	// and the {key} for the {other} one.
	PracticeHello string
	// SwitchTo names another shop ({shop}); the next two say why there is no
	// changing now.
	SwitchTo, SwitchAtHome, SwitchNone string
	// Quota counts the vendor's calls of today: {used} of {limit}. QuotaLow is
	// the same near their end, QuotaGone once only open operations may call.
	Quota, QuotaLow, QuotaGone string

	// CaseNotice is one operation in a line: {slip}, {what}, {amount},
	// {outcome}; the next two are added behind it.
	CaseNotice, CaseUnknown, CaseCollect string
	LastResult                           string // {result}
}

func shellZh() Shell {
	return Shell{
		Practice: "演练", Plain: "明文HTTP", Unsettled: "待核实 {n}",
		TooSmall:    "窗口太小：现在 {width}×{height}，至少需要 {minwidth}×{minheight}。请放大窗口；按键仍然有效，但不能确认收付。",
		Acknowledge: "Esc 知道了", Waiting: "另有 {n} 条",
		NotHere: "这里不能用“{what}”", OnlyKey: "动钱只能按 {key}", NoScreen: "没有这个页面", NothingOpened: "没有打开，刚才提前按的键没有用上",
		PlusNotAlone: "“{key}”前后紧挨着别的键，没有当作确认。请单独按。", ScanDropped: "这里不收扫码，已忽略。",
		NothingToConfirm: "{key} 没有起作用：这里没有可以确认的预览", LookFirst: "预览刚出现，请看清楚再按 {key}",
		HelpTitle: "帮助：{screen}", PaletteTitle: "更多", NothingFound: "没有这样的功能",
		Locked: "已锁屏，按任意键继续", Leaving: "正在退出，等手上的操作写完…",
		Yes: "是", No: "否",
		Reason: "原因", ReasonShort: "请写明原因，至少四个字",
		LeaveTitle: "确定退出？", LeaveRunning: "有一笔正在办理。退出后它仍会办完并记账，但您看不到结果。",
		LeaveUnsettled: "还有 {n} 笔待核实。退出后要到下次启动才继续核对。",
		LeaveYes:       "退出", LeaveNo: "留下",
		CaseNotice:  "单号 #{slip} {what} {amount}：{outcome}",
		CaseUnknown: "，请勿重复收款", CaseCollect: "，还要向客人收 {collect} 元",
		LastResult:    "上次退出前的结果：{result}",
		PracticeHello: "演练，不动真钱。这里是{shop}；要练{other}请按 {key}",
		SwitchTo:      "换到 {shop}", SwitchAtHome: "请先按 Esc 回到查找页，再换店", SwitchNone: "只设了这一家店",
		Quota: "调用 {used}/{limit}", QuotaLow: "调用 {used}/{limit} 快用完", QuotaGone: "调用 {used}/{limit} 只够核对",
	}
}

func shellEn() Shell {
	return Shell{
		Practice: "PRACTICE", Plain: "PLAIN HTTP", Unsettled: "to verify {n}",
		TooSmall:    "The window is too small: it is {width}×{height} and has to be {minwidth}×{minheight} at least. Please enlarge it; keys still work, but none confirms.",
		Acknowledge: "Esc: seen", Waiting: "{n} more",
		NotHere: "“{what}” cannot be done here", OnlyKey: "only {key} moves money", NoScreen: "There is no such screen", NothingOpened: "Nothing opened; what was typed ahead was not used",
		PlusNotAlone: "“{key}” came together with other keys and was not taken as a confirmation. Press it alone.", ScanDropped: "Nothing can be scanned here; it was ignored.",
		NothingToConfirm: "{key} did nothing: there is no preview here to confirm", LookFirst: "The preview has only just appeared; look at it and press {key} again",
		HelpTitle: "Help: {screen}", PaletteTitle: "More", NothingFound: "There is nothing of that name",
		Locked: "Locked. Press any key to go on", Leaving: "Leaving once everything at hand is written…",
		Yes: "Yes", No: "No",
		Reason: "Reason", ReasonShort: "Give a reason of at least four characters",
		LeaveTitle: "Leave?", LeaveRunning: "An operation is under way. It will be completed and recorded, but you will not see its result.",
		LeaveUnsettled: "{n} still to be verified. Checking goes on only at the next start.",
		LeaveYes:       "Leave", LeaveNo: "Stay",
		CaseNotice:  "Slip #{slip} {what} {amount}: {outcome}",
		CaseUnknown: "; do not charge again", CaseCollect: "; {collect} still to collect from the guest",
		LastResult:    "Result from before the restart: {result}",
		PracticeHello: "Practice: no real money moves. This is {shop}; {key} changes to {other}",
		SwitchTo:      "Change to {shop}", SwitchAtHome: "Press Esc back to the search first, then change the shop", SwitchNone: "This is the only shop that is set up",
		Quota: "calls {used}/{limit}", QuotaLow: "calls {used}/{limit}, few left", QuotaGone: "calls {used}/{limit}, only for checking",
	}
}

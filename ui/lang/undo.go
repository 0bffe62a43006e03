package lang

// UndoWords are the words for corrections that every screen uses: the kind of an
// operation and of a row, states, reasons and refusals.
type UndoWords struct {
	Kind, Task                                  string
	WhyTask, WhyTaskDone, WhyTaskMaybe          string
	Parts                                       string // {principal} {gift} {points}
	Undone, NoUndoState, NoUndoKind, NoUndoNone string // Undone: {slip}
}

func undoWordsZh() UndoWords {
	return UndoWords{
		Kind: "更正", Task: "待后台办理",
		WhyTask:      "等人在会员系统后台办理；办好后记录里会自动认出",
		WhyTaskDone:  "记录里已看到后台办理的这一笔",
		WhyTaskMaybe: "记录里有一笔金额相符，但也可能是顾客自己的消费或充值，请人核对",
		Parts:        "本金 {principal} · 赠送 {gift} · 积分 {points}",
		Undone:       "这一笔已经更正过（{slip}），没有再做。请查看那张更正单。",
		NoUndoState:  "这一笔还没有已成功的结果，不能更正，什么也没有发出。请先到“待核实”查清。",
		NoUndoKind:   "更正单本身不能再更正，什么也没有发出。请重新做一笔。",
		NoUndoNone:   "这一笔没有可以退回的余额或积分（已经花完），什么也没有发出。请人工处理。",
	}
}

func undoWordsEn() UndoWords {
	return UndoWords{
		Kind: "Correction", Task: "to be done in the back office",
		WhyTask:      "waits for somebody to do it in the member system's back office; history shows by itself when it is done",
		WhyTaskDone:  "history shows that it was done in the back office",
		WhyTaskMaybe: "a row of this amount is in history, but it may be the guest's own; somebody has to look",
		Parts:        "principal {principal} · gift {gift} · points {points}",
		Undone:       "This was corrected already ({slip}); nothing was done again. Look at that correction.",
		NoUndoState:  "This has not been settled, so it cannot be corrected; nothing was sent. Clear it up under To verify first.",
		NoUndoKind:   "A correction cannot be corrected itself; nothing was sent. Ring it anew.",
		NoUndoNone:   "Nothing of this is left to give or take back; it was spent. Nothing was sent. Settle it by hand.",
	}
}

// Undo are the texts of taking an operation back.
type Undo struct {
	Title, Of, Reason, ReasonHint, ReasonShort      string
	Principal, Gift, ToCard, HandBack, HandBackNote string
	WarnSpent, WarnTask, Done, Refused              string // Done: {slip}
	TaskMade, TaskWaits, TaskCard, TaskRow          string // TaskCard: {number} {name}, TaskRow: {row}
	TaskTake, TaskGive                              string // {amount} {principal} {gift}
	TaskPointsTake, TaskPointsGive                  string // {points}
	TaskRemark, NumberLater                         string // {slip}
	NotOurs, NoMoney, UndoneBy, UndoneTask, Undoes  string // UndoneBy, UndoneTask and Undoes: {slip}
	TaskMayDecide                                   string
}

func undoZh() Undo {
	return Undo{
		Title: "更正", Of: "原单", Reason: "原因", ReasonHint: "为什么要更正（至少四个字）", ReasonShort: "请写清原因，至少四个字",
		Principal: "退本金", Gift: "收回赠送", ToCard: "退回卡内", HandBack: "退还顾客", HandBackNote: "按原来的付款方式，由人工退",
		WarnSpent: "这一笔已经花掉一部分：只能退剩下的", WarnTask: "会员系统不能自动更正：确认后只开任务单，由人到后台办理，不会动钱",
		Done: "已更正 #{slip}", Refused: "未更正",
		TaskMade: "已开后台任务单", TaskWaits: "办好后，记录里一出现这一笔就会自动认出。任务单在“待核实”里。",
		TaskCard: "卡号 {number}  {name}", TaskRow: "  记录号 {row}",
		TaskTake: "从卡内扣除 {amount}（本金 {principal} + 赠送 {gift}），用提现或转出；", TaskGive: "向卡内退回 {amount}，用转入或冲销；不要用充值，会触发赠送；",
		TaskPointsTake: "扣回积分 {points}；", TaskPointsGive: "退回积分 {points}；",
		TaskRemark: "金额一次办清，备注写 {slip}。", NumberLater: "任务单号",
		NotOurs: "这一笔不是本店这台程序记的账，不能在这里更正", NoMoney: "这一类记录不能更正",
		UndoneBy: "已更正#{slip}", UndoneTask: "待更正#{slip}", Undoes: "更正#{slip}",
		TaskMayDecide: "办好了但没认出，按 {paid} 判已办；不办了，按 {unpaid} 撤回",
	}
}

func undoEn() Undo {
	return Undo{
		Title: "Correction", Of: "Original", Reason: "Reason", ReasonHint: "why it is corrected (four characters at least)",
		ReasonShort: "Say why, in four characters at least",
		Principal:   "Principal back", Gift: "Gift back", ToCard: "Back onto the card", HandBack: "Hand back", HandBackNote: "the way it was paid, by hand",
		WarnSpent: "A part of this was spent: only the rest can go back", WarnTask: "This member system cannot correct by itself: confirming makes a task for its back office and moves no money",
		Done: "Corrected #{slip}", Refused: "Not corrected",
		TaskMade: "A task for the back office", TaskWaits: "It is recognised as soon as history shows it. The task is under To verify.",
		TaskCard: "Card {number}  {name}", TaskRow: "  row {row}",
		TaskTake: "Take {amount} off the card (principal {principal} + gift {gift}), as a withdrawal or transfer;", TaskGive: "Put {amount} back onto the card, as a transfer or reversal; never as a recharge, which would add gifts;",
		TaskPointsTake: "take {points} points;", TaskPointsGive: "give {points} points back;",
		TaskRemark: "in one go, with the remark {slip}.", NumberLater: "the task's number",
		NotOurs: "This was not booked by this program, so it cannot be corrected here", NoMoney: "A row of this kind cannot be corrected",
		UndoneBy: "corrected #{slip}", UndoneTask: "to be corrected #{slip}", Undoes: "corrects #{slip}",
		TaskMayDecide: "done but not recognised: {paid}; not wanted any more: {unpaid}",
	}
}

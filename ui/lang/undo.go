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

package lang

// Member are the texts of an open member.
type Member struct {
	Title string
	// Reading is shown while the vendor is asked, LastKnown marks what is shown
	// meanwhile, AgeOf says how old that is ({age}).
	Reading, LastKnown, AgeOf string
	// Failed follows the sentence about why reading failed; {key} reads again.
	Failed string
	// StatusAlarm is the loud line of a card that is not normal; {status}.
	StatusAlarm string
	// OpenCase is an operation on this card that has no end yet: {what},
	// {amount}, {slip} and {state}. CaseHint says what to do about it ({key}), CaseDone
	// is the line once it has an end.
	OpenCase, CaseHint, CaseDone string
	// CaseNotFound stands for CaseHint where it may be rung again.
	CaseNotFound string
	// NoPoints is why no points can be taken.
	NoPoints string

	Balance, Points, Phone, Birthday, Gender, Rate, Consumed, Recharged string
	Subsidy, Credit, NoLimit, Expires, Remarks                          string
	// DownTo is the lowest balance ({amount}) and Within the {n} days to repay.
	DownTo, Within string
	BirthdayToday  string
	// Lately heads the last events; the columns follow.
	Lately, Time, Kind, Change, After, Where string
	// NoEvents stands for an empty history, EventsFailed for one that could not
	// be read, Partial for one that the vendor shows in part only.
	NoEvents, EventsFailed, Partial string
	// NotRecorded is why a phone number stays hidden.
	NotRecorded string
}

func memberZh() Member {
	return Member{
		Title: "会员", Reading: "正在读取最新资料", LastKnown: "上次", AgeOf: "上次读取：{age}",
		Failed:      "下面是上次读到的资料，可能已经变了。按 {key} 再读一次。",
		StatusAlarm: "此卡状态：{status}。收付款前请先核实持卡人。",
		OpenCase:    "未完成：{what} {amount}（#{slip}）{state}", CaseHint: "不要重复收款；按 {key} 查看", CaseNotFound: "按 {key} 可再查一次或重新收款", CaseDone: "{what} {amount}（#{slip}）{state}",
		NoPoints: "此卡没有积分可扣",
		Balance:  "余额", Points: "积分", Phone: "手机", Birthday: "生日", Gender: "性别", Rate: "折扣",
		Consumed: "累计消费", Recharged: "累计充值", Subsidy: "补贴余额", Credit: "可透支", NoLimit: "不限额", DownTo: "最低 {amount}", Within: "{n} 天内还", Expires: "有效期至", Remarks: "备注",
		BirthdayToday: "★ 今天生日",
		Lately:        "最近记录", Time: "时间", Kind: "类型", Change: "变动", After: "之后余额", Where: "门店",
		NoEvents: "还没有记录", EventsFailed: "记录没有读到", Partial: "会员系统只提供部分记录",
		NotRecorded: "查看手机号要留下记录，但记录没有写成，所以没有显示",
	}
}

func memberEn() Member {
	return Member{
		Title: "Member", Reading: "Reading what is true now", LastKnown: "last known", AgeOf: "last read {age}",
		Failed:      "Below is what was read last; it may have changed. {key} reads again.",
		StatusAlarm: "This card is {status}. Make sure who holds it before money moves.",
		OpenCase:    "Not finished: {what} {amount} (#{slip}) {state}", CaseHint: "do not charge again; {key} shows it", CaseNotFound: "{key} looks again or rings it again", CaseDone: "{what} {amount} (#{slip}) {state}",
		NoPoints: "This card has no points to take",
		Balance:  "Balance", Points: "Points", Phone: "Phone", Birthday: "Birthday", Gender: "Gender", Rate: "Rate",
		Consumed: "Consumed", Recharged: "Recharged", Subsidy: "Subsidy", Credit: "Credit", NoLimit: "no limit", DownTo: "down to {amount}", Within: "{n} days", Expires: "Valid until", Remarks: "Remarks",
		BirthdayToday: "★ birthday today",
		Lately:        "Lately", Time: "Time", Kind: "Kind", Change: "Change", After: "Balance", Where: "Shop",
		NoEvents: "Nothing has happened yet", EventsFailed: "History could not be read", Partial: "The member system tells a part of history only",
		NotRecorded: "Showing a phone number has to be recorded, and it could not be, so it stays hidden",
	}
}

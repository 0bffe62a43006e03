package lang

// Errors are the sentences for backend.Kind: what happened, what was not done,
// and what to do next. {text} is the vendor's own message, {code} its code.
type Errors struct {
	Internal, NotFound, Exists, ShortBalance, ShortPoints, Expired, Rejected, VendorFault                                         string
	Unreachable, Timeout, Unreadable, Redirected, Access, Quota                                                                   string
	Forbidden, Hours, Outdated, Account, UsedUp                                                                                   string
	Right, PIN, Locked, LimitShift, LimitDay                                                                                      string // Right: {right}, Locked: {until}
	CardBusy, Incident, Journal, JournalEnd, JournalAway, JournalBusy, Clock, Young, Limit, Invalid, Stale, Unsupported, Canceled string
	// VendorSays carries the vendor's own words behind our sentence.
	VendorSays string
	// The reasons for which a typed amount is refused.
	AmountEmpty, AmountSyntax, AmountPlaces, AmountRange, AmountNegative, AmountZero string
	PointsPlaces, Discountable                                                       string
}

func errorsZh() Errors {
	return Errors{
		Internal:       "程序出错，本次操作没有完成。请重试；若再出现，请把日志交给技术人员。",
		NotFound:       "没有这个会员或这张卡。请核对号码，或换个关键字再查。",
		Exists:         "这个号码已经开过卡，没有重复开卡。可以直接打开该会员。",
		ShortBalance:   "余额不足，没有扣款。请先充值，或减少金额。",
		ShortPoints:    "积分不足，没有扣积分。请减少积分。",
		Expired:        "会员系统的服务已过期，操作未执行。请联系系统供应商续费。",
		Rejected:       "会员系统拒绝了这次操作，没有改动。请按提示修改后再试。",
		VendorFault:    "会员系统内部出错。请稍后再试。",
		Unreachable:    "连不上会员系统，什么也没有发出。请检查网络后再试。",
		Timeout:        "会员系统没有及时回应。请稍后再试。",
		Unreadable:     "会员系统的回应看不懂。请稍后再试；若持续出现，请联系供应商。",
		Redirected:     "会员系统要求转到别的地址，已拒绝跟随。请检查 base_url 设置。",
		Access:         "会员系统不认可本店的凭证，操作未执行。请检查配置里的令牌和商户号。",
		Quota:          "今天的接口调用次数已用完。请明天再试，或购买更多次数。",
		Forbidden:      "本店无权修改这位会员（可能属于其他门店），没有改动。请到开卡门店办理。",
		Hours:          "现在不在会员系统允许的时间内，操作未执行。请在允许的时间再试。",
		Outdated:       "会员系统要求更新版本的程序，操作未执行。请升级程序后再试。",
		Account:        "会员系统的商户账号登录不上，操作未执行。请检查账号和密码设置。",
		UsedUp:         "次卡或优惠券已用完或不存在，操作未执行。请核对后再试。",
		CardBusy:       "此卡有一笔未完成（{slip}），暂不能再收款。请先到“待核实”查看。",
		Incident:       "此卡的记录比账本多（{slip}），可能多扣或多充，已停止此卡收款，什么也没有发出。请主管在“待核实”核对后结案。",
		Journal:        "账本无法写入，已停止收款，什么也没有发出。请检查磁盘后重启程序。",
		JournalEnd:     "一笔操作的结果没能记进账本，已停止收款。请勿重复收款；请检查磁盘后重启程序，再到“待核实”查看。",
		JournalAway:    "连不上各机共用的账本数据库，已停止收款，什么也没有发出。网络或数据库恢复后会自动继续。",
		JournalBusy:    "账本正被另一台机器或程序占用，什么也没有发出。请稍候再试。",
		Young:          "账本刚刚建立或恢复，一分钟内不收款，什么也没有发出。请稍候再试。",
		Clock:          "本机时钟异常，已停止收款。请校准时间后再试。",
		Limit:          "超过单笔限额 {limit}，没有执行。请分次，或请主管处理。",
		LimitShift:     "本班累计会超过限额 {limit}，没有执行。请有权限的人当场授权。",
		LimitDay:       "今天累计会超过限额 {limit}，没有执行。请有权限的人当场授权。",
		Right:          "您没有“{right}”的权限，没有执行。请有权限的人当场授权。",
		PIN:            "PIN 不对，没有执行。请再输一次。",
		Locked:         "PIN 错误次数太多，已锁定到 {until}。请稍后再试，或请主管解锁。",
		Invalid:        "填写有误，没有提交。请修改标出的项目。",
		Stale:          "会员资料刚刚变了，预览已作废。请重新核对后确认。",
		Unsupported:    "这家会员系统不提供此功能。",
		Canceled:       "已取消，没有执行。",
		VendorSays:     "对方原话：{text}",
		AmountEmpty:    "请输入金额",
		AmountSyntax:   "这不是金额，请只输入数字和小数点",
		AmountPlaces:   "金额最多两位小数",
		AmountRange:    "金额太大",
		AmountNegative: "金额不能是负数",
		AmountZero:     "金额不能是零",
		PointsPlaces:   "积分必须是整数",
		Discountable:   "可打折金额要大于零，且不超过消费金额",
	}
}

func errorsEn() Errors {
	return Errors{
		Internal:       "The program failed and this was not done. Try again; if it happens again, hand the log to whoever looks after it.",
		NotFound:       "There is no such member or card. Check the number or search for something else.",
		Exists:         "This number has a card already; no second one was opened. You can open that member instead.",
		ShortBalance:   "The balance is too small; nothing was charged. Recharge first or lower the amount.",
		ShortPoints:    "There are too few points; none were taken. Lower the points.",
		Expired:        "The member system's subscription has run out; nothing was done. Ask its supplier to renew it.",
		Rejected:       "The member system refused; nothing was changed. Correct what it names and try again.",
		VendorFault:    "The member system reports a fault of its own. Try again later.",
		Unreachable:    "The member system cannot be reached; nothing was sent. Check the network and try again.",
		Timeout:        "The member system did not answer in time. Try again in a moment.",
		Unreadable:     "The member system's answer makes no sense. Try again; if it stays so, call its supplier.",
		Redirected:     "The member system points to another address, which is not followed. Check base_url.",
		Access:         "The member system does not accept this shop's credentials; nothing was done. Check token and shop id in the configuration.",
		Quota:          "Today's calls to the member system are used up. Try again tomorrow or buy more.",
		Forbidden:      "This shop may not change that member, who perhaps belongs to another store; nothing was changed. Go to the store that opened the card.",
		Hours:          "The member system does not work at this hour; nothing was done. Try again within its hours.",
		Outdated:       "The member system asks for a newer program; nothing was done. Update and try again.",
		Account:        "The merchant's account at the member system cannot log in; nothing was done. Check its number and password.",
		UsedUp:         "A coupon or a card of times is used up or missing; nothing was done. Check it and try again.",
		CardBusy:       "An operation on this card ({slip}) is still open, so no money can move. Look under \"to verify\" first.",
		Incident:       "This card's history shows more than the journal accounts for ({slip}), so no money moves on it and nothing was sent. A supervisor has to check and close it under \"to verify\".",
		Journal:        "The journal cannot be written, so no money moves and nothing was sent. Check the disk and start again.",
		JournalEnd:     "The journal did not store how an operation ended, so no more money moves. Do not charge again; check the disk, start again and look at what is to be verified.",
		JournalAway:    "The database that holds the journal of all machines cannot be reached, so no money moves and nothing was sent. It goes on by itself once the network or the database is back.",
		JournalBusy:    "Another machine or program holds the journal, so nothing was sent. Try again shortly.",
		Young:          "The journal was just made or restored, so no money moves for a minute and nothing was sent. Try again shortly.",
		Clock:          "This machine's clock cannot be right, so no money moves. Set the time and try again.",
		Limit:          "This is above the limit of {limit} for one operation and was not done. Split it or ask a supervisor.",
		LimitShift:     "With this the shift would be above its limit of {limit}, so it was not done. Somebody who may can allow it here.",
		LimitDay:       "With this the day would be above its limit of {limit}, so it was not done. Somebody who may can allow it here.",
		Right:          "You have no right to {right}, so it was not done. Somebody who has it can allow it here.",
		PIN:            "The PIN is wrong; nothing was done. Type it again.",
		Locked:         "Too many wrong PINs: locked until {until}. Try again later or ask a supervisor to unlock.",
		Invalid:        "Something is filled in wrongly; nothing was sent. Correct the marked field.",
		Stale:          "The member changed just now, so this preview no longer holds. Check it again and confirm.",
		Unsupported:    "This member system does not offer that.",
		Canceled:       "Cancelled; nothing was done.",
		VendorSays:     "In its own words: {text}",
		AmountEmpty:    "Type an amount",
		AmountSyntax:   "This is not an amount: only digits and a point",
		AmountPlaces:   "At most two decimals",
		AmountRange:    "The amount is too large",
		AmountNegative: "The amount cannot be below zero",
		AmountZero:     "The amount cannot be zero",
		PointsPlaces:   "Points must be a whole number",
		Discountable:   "The discountable part must be above zero and at most the bill",
	}
}

package lang

// SSHD are the sentences of those who sit down over SSH: why not, and why no
// more. They are read on a bare terminal, after the program is gone.
type SSHD struct {
	NoTerminal, OnlyDesk                   string
	PersonFull                             string // {n}
	Full, Stopping                         string
	Idle                                   string // {minutes}
	TooLong                                string // {hours}
	Revoked, Kicked, Stopped, Fault, Abuse string
}

func sshdZh() SSHD {
	return SSHD{
		NoTerminal: "这里需要终端：请用 ssh -t 连接。", OnlyDesk: "这里只有柜台，不能执行命令或传送文件。",
		PersonFull: "您已经开了 {n} 个柜台，请先退出一个再连接。",
		Full:       "柜台都有人在用，请稍后再连接。", Stopping: "服务即将停止，请稍后再连接。",
		Idle:    "{minutes} 分钟没有按键，已断开。已经提交的操作会继续完成，请重新连接后查看。",
		TooLong: "已连接 {hours} 小时，请重新连接。已经提交的操作会继续完成。",
		Revoked: "您的密钥已停用，已断开。已经提交的操作会继续完成。", Kicked: "管理员已结束您的连接。已经提交的操作会继续完成。",
		Stopped: "服务已停止，请稍后再连接。已经提交的操作会继续完成。",
		Fault:   "程序出错，已断开。请重新连接，先看待核实。", Abuse: "终端发来了不该有的数据，已断开。",
	}
}

func sshdEn() SSHD {
	return SSHD{
		NoTerminal: "This needs a terminal: connect with ssh -t.", OnlyDesk: "There is only the front desk here: no commands and no files.",
		PersonFull: "You have {n} desks open already: leave one of them, then connect again.",
		Full:       "Every desk is in use: connect again a little later.", Stopping: "The service is about to stop: connect again a little later.",
		Idle:    "No key was pressed for {minutes} minutes, so you were disconnected. What was sent goes on; connect again to see how it ended.",
		TooLong: "You were connected for {hours} hours: please connect again. What was sent goes on.",
		Revoked: "Your key may no longer be used, so you were disconnected. What was sent goes on.", Kicked: "Somebody in charge ended your connection. What was sent goes on.",
		Stopped: "The service has stopped: connect again a little later. What was sent goes on.",
		Fault:   "A fault ended your session. Connect again, and look first at what is to be verified.", Abuse: "Your terminal sent what no terminal sends, so you were disconnected.",
	}
}

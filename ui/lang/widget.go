package lang

// Widget are the texts of the parts that screens are made of.
type Widget struct {
	// Full says that a field takes no more; {n} is its number of characters.
	Full string
	// Elapsed is how long something has been awaited; {n} counts seconds.
	Elapsed string
	// OnlyAmount and OnlyDigits refuse a character in an amount or points.
	OnlyAmount, OnlyDigits string
	// ScanDropped refuses a scan where an amount belongs.
	ScanDropped string
	// Live marks what was read from the vendor just now.
	Live string
	// CardClosed is why a returned card takes no money; {number} is the card's.
	CardClosed string
}

func widgetZh() Widget {
	return Widget{
		Full: "最多 {n} 个字，没有再加", Elapsed: "{n} 秒",
		OnlyAmount: "这里只能输入数字和小数点", OnlyDigits: "这里只能输入整数",
		ScanDropped: "扫到的内容不是金额，没有填入",
		Live:        "实时", CardClosed: "卡 {number} 已退，不能再收付款。请换卡或重新开卡。",
	}
}

func widgetEn() Widget {
	return Widget{
		Full: "At most {n} characters; no more were taken", Elapsed: "{n} s",
		OnlyAmount: "Only digits and a point belong here", OnlyDigits: "Only whole numbers belong here",
		ScanDropped: "A scan is not an amount; it was not filled in",
		Live:        "live", CardClosed: "Card {number} was returned, so no money can move on it. Use another card or open a new one.",
	}
}

package lang

// Sweep are the texts of the report at the end of the day.
type Sweep struct {
	// Done is the line of a shop: {shop}, {cards}, {rows}, {bound}.
	Done, Rowless           string
	Raised, Foreign, Unread string
	Nothing                 string
}

func sweepZh() Sweep {
	return Sweep{
		Done:    "{shop}：核对 {cards} 张卡，{rows} 条记录，新对上 {bound} 条",
		Rowless: "{shop}：会员系统的记录里没有本柜台入账的明细，无可核对",
		Raised:  "需要主管处理：", Foreign: "不是本柜台的记录：", Unread: "没能读取的卡（下次再读）：",
		Nothing: "没有异常",
	}
}

func sweepEn() Sweep {
	return Sweep{
		Done:    "{shop}: {cards} cards with {rows} rows compared, {bound} newly bound",
		Rowless: "{shop}: the member system does not show what was booked here, so there is nothing to compare",
		Raised:  "For a supervisor:", Foreign: "Rows that are not this till's:", Unread: "Cards that could not be read (the next sweep reads them):",
		Nothing: "Nothing out of order",
	}
}

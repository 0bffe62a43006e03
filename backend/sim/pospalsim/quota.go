package pospalsim

import "time"

// maxDays is how far apart the ends of queryDailyAccessTimesLog may lie.
const maxDays = 7

// today is the day that the quota counts by: it begins at the shop's midnight.
func (s *Server) today() string { return s.clock().In(s.zone).Format(time.DateOnly) }

// count takes n calls from today's quota. It takes none, and says so, when
// there are not as many left; a limit below zero never runs out.
func (s *Server) count(n int) bool {
	day := s.today()
	if s.limit >= 0 && s.ledger.accesses[day]+n > s.limit {
		return false
	}
	s.ledger.accesses[day] += n
	return true
}

// queryAccessTimes gives the tier of every store of the chain. Both are on the
// default one, which has no dates: null, and so left out.
func (s *Server) queryAccessTimes(request) (answer, error) {
	type row struct {
		AppID string `json:"appId"`
		Limit int    `json:"limitTimes"`
	}
	return answer{data: []row{{s.appID, s.limit}, {BranchAppID, DefaultDailyLimit}}}, nil
}

// queryDailyAccessTimesLog gives the calls of every day, both ends included, on
// which there were any. This call counts itself. The branch has a steady trickle
// of its own, so that a client has rows to pass over.
func (s *Server) queryDailyAccessTimesLog(r request) (answer, error) {
	begin, err := r.moment("beginDate", time.DateOnly, s.zone)
	if err != nil {
		return answer{}, err
	}
	end, err := r.moment("endDate", time.DateOnly, s.zone)
	if err != nil {
		return answer{}, err
	}
	if end.Before(begin) || end.After(begin.AddDate(0, 0, maxDays)) {
		return answer{}, bad("endDate-beginDate")
	}
	type row struct {
		AppID string `json:"appId"`
		Limit int    `json:"limitTimes"`
		Date  string `json:"accessDate"`
		Times int    `json:"haveAcessTimes"` // the vendor's spelling
	}
	list := []row{}
	for day := begin; !day.After(end) && !day.After(s.clock()); day = day.AddDate(0, 0, 1) {
		date := day.Format(time.DateOnly)
		list = append(list, row{BranchAppID, DefaultDailyLimit, date, 17})
		if n := s.ledger.accesses[date]; n > 0 {
			list = append(list, row{s.appID, s.limit, date, n})
		}
	}
	return answer{data: list}, nil
}

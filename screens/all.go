package screens

import (
	"guitai/screens/about"
	"guitai/screens/audit"
	"guitai/screens/consume"
	"guitai/screens/edit"
	"guitai/screens/history"
	"guitai/screens/levels"
	"guitai/screens/member"
	"guitai/screens/mirror"
	"guitai/screens/open"
	"guitai/screens/password"
	"guitai/screens/points"
	"guitai/screens/recharge"
	"guitai/screens/rechargelog"
	"guitai/screens/search"
	"guitai/screens/staff"
	"guitai/screens/subsidy"
	"guitai/screens/undo"
	"guitai/screens/unresolved"
	"guitai/ui"
)

// Desks are what stands behind the screens.
type Desks struct {
	Search      search.Desk
	Member      member.Desk
	Recharge    recharge.Desk
	Consume     consume.Desk
	Points      points.Desk
	History     history.Desk
	Open        open.Desk
	Edit        edit.Desk
	Unresolved  unresolved.Desk
	Levels      levels.Desk
	Password    password.Desk
	Subsidy     subsidy.Desk
	RechargeLog rechargelog.Desk
	Mirror      mirror.Desk
	Undo        undo.Desk
	// Staff and Audit are nil where people have no roles here.
	Staff staff.Desk
	Audit audit.Desk
	// About is nil where there is no house to tell of.
	About about.Desk
}

// All makes the screens by name.
func All(d Desks) map[ui.ScreenID]ui.Maker {
	all := map[ui.ScreenID]ui.Maker{
		ui.ScreenSearch:      func(e *ui.Env, a ui.Args) ui.Screen { return search.New(e, a, d.Search) },
		ui.ScreenMember:      func(e *ui.Env, a ui.Args) ui.Screen { return member.New(e, a, d.Member) },
		ui.ScreenRecharge:    func(e *ui.Env, a ui.Args) ui.Screen { return recharge.New(e, a, d.Recharge) },
		ui.ScreenConsume:     func(e *ui.Env, a ui.Args) ui.Screen { return consume.New(e, a, d.Consume) },
		ui.ScreenPoints:      func(e *ui.Env, a ui.Args) ui.Screen { return points.New(e, a, d.Points) },
		ui.ScreenHistory:     func(e *ui.Env, a ui.Args) ui.Screen { return history.New(e, a, d.History) },
		ui.ScreenOpenCard:    func(e *ui.Env, a ui.Args) ui.Screen { return open.New(e, a, d.Open) },
		ui.ScreenEdit:        func(e *ui.Env, a ui.Args) ui.Screen { return edit.New(e, a, d.Edit) },
		ui.ScreenUnresolved:  func(e *ui.Env, a ui.Args) ui.Screen { return unresolved.New(e, a, d.Unresolved) },
		ui.ScreenLevels:      func(e *ui.Env, a ui.Args) ui.Screen { return levels.New(e, a, d.Levels) },
		ui.ScreenPassword:    func(e *ui.Env, a ui.Args) ui.Screen { return password.New(e, a, d.Password) },
		ui.ScreenSubsidy:     func(e *ui.Env, a ui.Args) ui.Screen { return subsidy.New(e, a, d.Subsidy) },
		ui.ScreenRechargeLog: func(e *ui.Env, a ui.Args) ui.Screen { return rechargelog.New(e, a, d.RechargeLog) },
		ui.ScreenUndo:        func(e *ui.Env, a ui.Args) ui.Screen { return undo.New(e, a, d.Undo) },
		ui.ScreenMirror:      func(e *ui.Env, a ui.Args) ui.Screen { return mirror.New(e, a, d.Mirror) },
	}
	if d.Staff != nil {
		all[ui.ScreenStaff] = func(e *ui.Env, a ui.Args) ui.Screen { return staff.New(e, a, d.Staff) }
	}
	if d.About != nil {
		all[ui.ScreenAbout] = func(e *ui.Env, a ui.Args) ui.Screen { return about.New(e, a, d.About) }
	}
	if d.Audit != nil {
		all[ui.ScreenAudit] = func(e *ui.Env, a ui.Args) ui.Screen { return audit.New(e, a, d.Audit) }
	}
	return all
}

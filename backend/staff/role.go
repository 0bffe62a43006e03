package staff

import "slices"

// Role is what somebody is here. The names are stored, so they never change.
type Role string

// The roles.
const (
	Viewer     Role = "viewer"
	Cashier    Role = "cashier"
	Supervisor Role = "supervisor"
	Manager    Role = "manager"
	Trainer    Role = "trainer"
	Admin      Role = "admin"
)

// Roles are all roles, from the least to the most trusted with money.
func Roles() []Role { return []Role{Viewer, Trainer, Cashier, Supervisor, Manager, Admin} }

// Right is one thing that somebody may do. The names are stored and are what the
// sentence about a missing right names.
type Right string

// The rights.
const (
	RightFind     Right = "find"     // look members, balances and histories up
	RightReveal   Right = "reveal"   // see a whole phone number
	RightRecharge Right = "recharge" // put money on a card
	RightConsume  Right = "consume"  // take money off a card
	RightRedeem   Right = "redeem"   // take points
	RightEdit     Right = "edit"     // change what is known of a member
	RightOpen     Right = "open"     // open a card
	RightPassword Right = "password" // change a member's password
	RightLevels   Right = "levels"   // change members' levels
	RightVoid     Right = "void"     // make an unknown operation impossible
	RightDecide   Right = "decide"   // say how an unknown operation ended
	RightIncident Right = "incident" // close an incident
	RightUndo     Right = "undo"     // correct a settled operation
	RightAllow    Right = "allow"    // allow what is above somebody else's limit
	RightReports  Right = "reports"  // see sums of the shop
	RightAudit    Right = "audit"    // read the audit
	RightUnlock   Right = "unlock"   // end somebody's lockout
	RightPeople   Right = "staff"    // look after people, roles, keys and PINs
	RightSettings Right = "settings" // change what the shop has set
	RightPractise Right = "practise" // use the practice range
)

// Rights are all rights.
func Rights() []Right {
	return []Right{RightFind, RightReveal, RightRecharge, RightConsume, RightRedeem, RightEdit, RightOpen, RightPassword,
		RightLevels, RightVoid, RightDecide, RightIncident, RightUndo, RightAllow, RightReports, RightAudit, RightUnlock, RightPeople, RightSettings, RightPractise}
}

// grants lists what a role may do. An admin looks after people and settings and
// can move no money; a trainer has only the practice range.
func grants(r Role) []Right {
	switch r {
	case Viewer:
		return []Right{RightFind, RightPractise}
	case Cashier:
		return []Right{RightFind, RightRecharge, RightConsume, RightRedeem, RightEdit, RightOpen, RightVoid, RightPractise}
	case Supervisor:
		return append(grants(Cashier), RightReveal, RightPassword, RightLevels, RightDecide, RightIncident, RightAllow, RightUnlock)
	case Manager:
		return append(grants(Supervisor), RightUndo, RightReports, RightAudit, RightPeople)
	case Trainer:
		return []Right{RightPractise}
	case Admin:
		return []Right{RightFind, RightAudit, RightUnlock, RightPeople, RightSettings, RightPractise}
	}
	return nil
}

// May tells whether a role has a right. A role that is not known has none.
func (r Role) May(x Right) bool { return slices.Contains(grants(r), x) }

// Known tells whether there is such a role.
func (r Role) Known() bool { return slices.Contains(Roles(), r) }

// rank orders roles by how much they may be trusted with: nobody gives away what
// is above their own.
func (r Role) rank() int { return slices.Index(Roles(), r) }

// MayAppoint tells whether somebody of this role may make, change or dismiss
// somebody of another. An admin may all; a manager all below.
func (r Role) MayAppoint(other Role) bool {
	return other.Known() && r.May(RightPeople) && (r == Admin || other.rank() < r.rank())
}

package till

import (
	"context"
	"maps"
	"strconv"
	"strings"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/staff"
)

// What changes a member but moves no money needs no protocol: setting a field twice
// is setting it once, and a card is opened under its own number. It needs the
// journal's entry, before anything is sent and again when it is known what became
// of it, so that an answer that was lost does not leave a change without a name.

// The stages of a note.
const (
	noteBegun   = "begun"   // nothing is sent yet
	noteDone    = "done"    // the vendor says so, or shows it
	noteRefused = "refused" // surely not done
	noteUnknown = "unknown" // sent, and nobody knows
)

// writing is a change to a member as the audit names it. No value of a field is
// ever in it: not a phone, not a password.
type writing struct {
	what, about, approver string
	detail                map[string]string
}

// noted writes down what is about to be done, does it, and writes down how it
// ended. What cannot be written down beforehand is not done. A journal that is
// nothing but operations is told nothing.
func (t *Till) noted(ctx context.Context, w writing, do func() error) error {
	papers, keeps := t.e.o.Journal.(journal.Papers)
	if !keeps {
		return do()
	}
	tell := func(stage string) error {
		n := backend.Note{Who: t.operator, Approver: w.approver, Till: t.name, What: w.what, About: w.about,
			Detail: map[string]string{"stage": stage, "account": t.e.o.Account.Name}}
		maps.Copy(n.Detail, w.detail)
		// Who leaves the screen must not leave half an entry.
		return papers.Tell(context.WithoutCancel(ctx), n)
	}
	if err := tell(noteBegun); err != nil {
		return journalFault("till.note", err)
	}
	err := do()
	if wrong := tell(stageOf(err)); wrong != nil {
		t.e.o.Logger.Error("till: how a change ended was not written down", "what", w.what, "err", wrong)
	}
	return err
}

// stageOf sorts how a change ended. Only an error that comes before the vendor has
// it, or from the vendor itself, says that nothing was done.
func stageOf(err error) string {
	switch backend.KindOf(err) {
	case backend.KindNone:
		return noteDone
	case backend.KindTimeout, backend.KindUnreadable, backend.KindRedirected, backend.KindVendorFault,
		backend.KindCanceled, backend.KindInternal:
		return noteUnknown
	}
	return noteRefused
}

// ChangeLevel gives members another level. Errors: KindUnsupported, *Refusal,
// KindJournal and those of backend.LevelChanger.
func (t *Till) ChangeLevel(ctx context.Context, levelID string, memberIDs []string) error {
	changer := t.Capabilities().Levels
	if changer == nil {
		return unsupported("till.change-level")
	}
	approver, err := t.May(staff.RightLevels, levelID)
	if err != nil {
		return err
	}
	w := writing{"member.level", strings.Join(memberIDs[:min(len(memberIDs), mostNamed)], " "), approver,
		map[string]string{"level": levelID, "members": strconv.Itoa(len(memberIDs))}}
	return t.noted(ctx, w, func() error { return changer.ChangeLevel(ctx, levelID, memberIDs) })
}

// mostNamed is how many members of a batch the audit names; it counts all.
const mostNamed = 100

// SetPassword changes a member's password, which is nowhere kept. Errors:
// KindUnsupported, *Refusal, KindJournal and those of backend.PasswordKeeper.
func (t *Till) SetPassword(ctx context.Context, id, password string) error {
	keeper := t.Capabilities().Passwords
	if keeper == nil {
		return unsupported("till.set-password")
	}
	approver, err := t.May(staff.RightPassword, id)
	if err != nil {
		return err
	}
	w := writing{"member.password", id, approver, nil}
	return t.noted(ctx, w, func() error { return keeper.SetPassword(ctx, id, password) })
}

// changed names the fields of an edit.
func changed(c backend.Edit) string {
	var names []string
	for _, f := range []struct {
		set  bool
		name string
	}{
		{c.Name != nil, "name"}, {c.Phone != nil, "phone"}, {c.Birthday != nil, "birthday"}, {c.Gender != nil, "gender"},
		{c.QQ != nil, "qq"}, {c.Email != nil, "email"}, {c.Address != nil, "address"}, {c.Remarks != nil, "remarks"},
		{c.Nickname != nil, "nickname"}, {c.LunarBirthday != nil, "lunar_birthday"}, {c.Expires != nil, "expires"},
		{c.LevelName != nil, "level"}, {c.Rate != nil, "rate"}, {c.OnCredit != nil, "on_credit"},
		{c.CreditLimit != nil, "credit_limit"}, {c.CreditDays != nil, "credit_days"}, {c.Status != nil, "status"},
	} {
		if f.set {
			names = append(names, f.name)
		}
	}
	return strings.Join(names, " ")
}

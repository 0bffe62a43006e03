package till

import (
	"context"

	"guitai/backend"
	"guitai/backend/staff"
)

// Capabilities says what the vendor can do.
func (t *Till) Capabilities() backend.Capabilities { return t.e.o.Backend.Capabilities() }

// Member reads one member anew.
func (t *Till) Member(ctx context.Context, id string) (backend.Member, error) {
	if _, err := t.May(staff.RightFind, id); err != nil {
		return backend.Member{}, err
	}
	m, err := t.e.o.Backend.Member(ctx, id)
	if err != nil {
		return backend.Member{}, fault("till.member", err)
	}
	t.e.remember(m)
	return m, nil
}

// Rules reads what a recharge of this member would give.
func (t *Till) Rules(ctx context.Context, id string) (backend.RuleSet, error) {
	if _, err := t.May(staff.RightFind, id); err != nil {
		return backend.RuleSet{}, err
	}
	rules, err := t.e.o.Backend.Rules(ctx, id)
	if err != nil {
		return backend.RuleSet{}, fault("till.rules", err)
	}
	return rules, nil
}

// Levels lists the levels of new members. Errors: KindUnsupported and those of
// the vendor.
func (t *Till) Levels(ctx context.Context) ([]backend.Level, error) {
	lister := t.Capabilities().Lister
	if lister == nil {
		return nil, unsupported("till.levels")
	}
	levels, err := lister.Levels(ctx)
	if err != nil {
		return nil, fault("till.levels", err)
	}
	return levels, nil
}

// OpenCard opens a card. Errors: KindUnsupported and those of backend.Opener.
func (t *Till) OpenCard(ctx context.Context, m backend.NewMember) (backend.Member, error) {
	opener := t.Capabilities().Opener
	if opener == nil {
		return backend.Member{}, unsupported("till.open")
	}
	approver, err := t.May(staff.RightOpen, m.Number)
	if err != nil {
		return backend.Member{}, err
	}
	var opened backend.Member
	err = t.noted(ctx, writing{"member.open", m.Number, approver, map[string]string{"level": m.LevelID}}, func() (err error) {
		opened, err = opener.Open(ctx, m)
		return err
	})
	if err != nil {
		return backend.Member{}, fault("till.open", err)
	}
	t.e.remember(opened)
	return opened, nil
}

// Edit changes a member's record. Errors: KindUnsupported, KindInvalid for a
// change that changes nothing, and those of backend.Editor.
func (t *Till) Edit(ctx context.Context, id string, change backend.Edit) (backend.Member, error) {
	editor := t.Capabilities().Editor
	switch {
	case editor == nil:
		return backend.Member{}, unsupported("till.edit")
	case change.IsEmpty():
		return backend.Member{}, invalid("till.edit", "")
	}
	approver, err := t.May(rightToEdit(change), id)
	if err != nil {
		return backend.Member{}, err
	}
	var m backend.Member
	err = t.noted(ctx, writing{"member.edit", id, approver, map[string]string{"fields": changed(change)}}, func() (err error) {
		m, err = editor.Edit(ctx, id, change)
		return err
	})
	if err != nil {
		return backend.Member{}, fault("till.edit", err)
	}
	t.e.remember(m)
	return m, nil
}

// rightToEdit is that of changing what a member is worth to the shop, if anything
// of that is changed.
func rightToEdit(c backend.Edit) staff.Right {
	if c.LevelName != nil || c.Rate != nil || c.OnCredit != nil || c.CreditLimit != nil || c.CreditDays != nil || c.Status != nil {
		return staff.RightLevels
	}
	return staff.RightEdit
}

func unsupported(op string) *backend.Error {
	return &backend.Error{Op: op, Kind: backend.KindUnsupported}
}

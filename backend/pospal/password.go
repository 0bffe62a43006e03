package pospal

import (
	"context"
	"strings"
)

// SetPassword gives a member a password. It travels as it is, so this is as
// safe as the connection.
func (c *Client) SetPassword(ctx context.Context, memberID, password string) error {
	const path = members + "updateCustomerPassword"
	u, ok := uidOf(memberID)
	switch {
	case !isPassword(password):
		return invalid(opOf(path), fieldPassword)
	case !ok:
		return notFound(opOf(path))
	}
	return c.set(ctx, path, struct {
		auth
		UID      uid    `json:"customerUid"`
		Password string `json:"customerPassword"`
	}{c.auth(), u, password})
}

// CheckPassword compares with what the vendor keeps: an unsalted hash, which is
// worth as much as the password, so it is compared here and dropped at once. The
// comparison takes as long for a wrong password as for a nearly right one.
func (c *Client) CheckPassword(ctx context.Context, memberID, password string) (bool, error) {
	const path = members + "queryByUid"
	e, err := c.record(ctx, memberID, ordinary)
	if err != nil {
		return false, err
	}
	list, err := rows[struct {
		UID      uid  `json:"customerUid"`
		Misspelt uid  `json:"customrUid"`
		Password text `json:"password"`
	}](e)
	if err != nil {
		return false, unreadable(opOf(path), err)
	}
	if len(list) == 0 || list[0].UID == 0 && list[0].Misspelt == 0 {
		return false, notFound(opOf(path))
	}
	w := list[0]
	if u := (wireMember{UID: w.UID, Misspelt: w.Misspelt}).id(); len(list) > 1 || u.String() != memberID {
		return false, unreadable(opOf(path), errOther)
	}
	kept := strings.ToUpper(string(w.Password))
	right := sameText(kept, passwordHash(password))
	return right && kept != "" && password != "", nil
}

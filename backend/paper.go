package backend

import "time"

// Paper is something durable that is not an operation: what a probe showed, a
// person with rights, how far a lockout has counted. Kind and Key name it; Body is
// kept unread.
type Paper struct {
	Kind, Key string
	// Ver counts its changes from 1; 0 is a paper that is not stored yet.
	Ver       int64
	Body      []byte
	UpdatedAt time.Time
}

// Note is what the audit says about something that is not the change of an
// operation. No field may hold a secret or an unmasked phone.
type Note struct {
	// Who did it, and Approver who allowed it where somebody had to.
	Who, Approver string
	// Till and From are where: the till's name, and an address or a key's
	// fingerprint.
	Till, From string
	// What was done, as a word that never changes ("member.edit"), About whom or
	// which slip, and Reason as it was typed.
	What, About, Reason string
	// Detail are further words and figures, by name.
	Detail map[string]string
}

package verdict

import "guitai/backend"

// The rules of a change of nothing: sent with an operation's token it uses the
// token up, so that the operation can never happen. Its success proves that the
// token was unused until then, and so that nothing happened before.

// voiding rules need no reading: what the change of nothing proved, and whether
// one is to be sent.
func voiding() []rule {
	send := Verdict{State: backend.StateVoiding, Why: backend.WhyWaiting}
	mayBegin := func(in Input) bool { return in.Rowless && in.CanVoid && !in.Voided }
	return []rule{{
		// The refusal spoke for the first attempt, and the token for every copy of
		// it that may still be under way.
		name: "void: refused, and the token was unused",
		when: func(in Input) bool { return in.tombstone(backend.ReplyYes) && in.refused() },
		then: Verdict{State: backend.StateRefused, Why: backend.WhyRefusal},
	}, {
		name: "void: the token was unused",
		when: func(in Input) bool { return in.tombstone(backend.ReplyYes) },
		then: Verdict{State: backend.StateVoided, Why: backend.WhyVoided},
	}, {
		name: "void: refused, so a copy of it is kept out",
		when: func(in Input) bool { return mayBegin(in) && in.refused() },
		then: send,
	}, {
		// Where the balance is checked before the token, what was applied looks
		// like too little money when it is sent again.
		name: "void: sent again and refused",
		when: func(in Input) bool { return mayBegin(in) && in.Seen == backend.ReplyRefused },
		then: send,
	}, {
		name: "void: sent again for long enough",
		when: func(in Input) bool { return mayBegin(in) && in.PushesOver && in.Seen != backend.ReplyDuplicate },
		then: send,
	}, {
		name: "void: no answer to it yet",
		when: func(in Input) bool {
			return in.Rowless && in.CanVoid && in.Voided && !in.knownVoided() && !in.VoidsOver
		},
		then: send,
	}}
}

// voided rules are for a change of nothing that proved nothing: from then on
// "known already" may speak of it as well as of the operation.
func voided() []rule {
	here := func(in Input) bool { return in.Rowless && in.Voided }
	wait := Verdict{State: backend.StateVoiding, Why: backend.WhyWaiting}
	return []rule{{
		name: "voided: not readable, in the quiet period",
		when: func(in Input) bool { return here(in) && in.Unread && !in.QuietOver },
		then: wait,
	}, {
		name: "voided: not readable for too long",
		when: func(in Input) bool { return here(in) && in.Unread },
		then: Verdict{State: backend.StateHuman, Why: backend.WhyUnreadable},
	}, {
		// The refusal itself used the token up. Where it does not, an earlier change
		// of nothing may have, but so may a second copy of what was refused, and an
		// exact change by somebody else would hide that. The same holds where the
		// balance is looked at first: the refused copy may have been the second one.
		name: "voided: refused, the token is known, and nothing moved",
		when: func(in Input) bool {
			return here(in) && in.KeyBurns && in.KeyFirst && in.knownVoided() && in.refused() && !in.Evidence.Moved()
		},
		then: Verdict{State: backend.StateRefused, Why: backend.WhyRefusal},
	}, {
		// A change of exactly this is a hint and no proof: another till can have
		// made it.
		name: "voided: the token is known",
		when: func(in Input) bool { return here(in) && in.knownVoided() },
		then: Verdict{State: backend.StateHuman, Why: backend.WhyVoidKnown},
	}, {
		name: "voided: no answer to it, in the quiet period",
		when: func(in Input) bool { return here(in) && !in.QuietOver },
		then: wait,
	}, {
		name: "voided: no answer to it",
		when: here,
		then: Verdict{State: backend.StateHuman, Why: backend.WhyVoidSilent},
	}}
}

// tombstone tells whether the last change of nothing brought this.
func (in Input) tombstone(c backend.ReplyClass) bool {
	return in.Rowless && in.Voided && in.Voids > 0 && in.Void == c
}

// knownVoided tells whether the token was known to the vendor when a change of
// nothing may have been under way.
func (in Input) knownVoided() bool {
	return in.tombstone(backend.ReplyDuplicate) || in.Voided && in.Seen == backend.ReplyDuplicate
}

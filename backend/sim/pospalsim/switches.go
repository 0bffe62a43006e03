package pospalsim

import "time"

// Switches are the points on which the pages leave the behaviour open. The
// zero value is what their words, their samples and the clients in public use
// suggest.
type Switches struct {
	// How money behaves.

	RefusalBurnsKey  bool // a change refused for want of money or points has used up its dataChangeTime
	ZeroRejected     bool // a change of nothing is a bad parameter, instead of a success that uses up its dataChangeTime
	BalanceFirst     bool // balance and points are checked before the duplicate
	InactiveRefused  bool // no change for members who are disabled or expired
	ZeroLimitIsNone  bool // onAccount with creditLimit 0 allows no credit, instead of credit without limit
	IncrementsLogged bool // a positive balance increment is also a row of the recharge logs
	EchoSentOnly     bool // figures of an increment that was not sent are left out of the reply

	// What a query says.

	NotFound       NotFound
	TelObject      bool // queryBytel with a single hit gives the object instead of a list of one
	MisspeltOnly   bool // members carry customrUid alone
	SubsidyOutside bool // subsidyAmount stands beside extInfo instead of in it
	CursorLoops    bool // from the second page on the cursor stays where it is

	// How writes of other things behave.

	AddSilent    bool // add answers without data
	BatchPartial bool // batchUpdateCategory keeps the rows before the one it refuses

	// The form of answers.

	Letters         Letters
	TextErrorCode   bool // errorCode is a string
	TextMessages    bool // messages is a bare string
	KeepNulls       bool // errorCode and data are sent as null rather than left out
	ErrorStatus     int  // HTTP status of status "error"; 0 is 200
	AnswerSignature AnswerSignature
	Gzip            bool          // answers are gzipped for those who accept it
	DateSkew        time.Duration // added to the Date header

	Revoked    bool          // the appId is not known any more: 1034 to everything
	Exhausted  bool          // other software has used the day's calls up
	ReplicaLag time.Duration // a member is read as he was so long ago
}

// NotFound is what queryByNumber and queryByUid say about nobody.
type NotFound int

// The ways of finding nobody.
const (
	NotFoundCode    NotFound = iota // status error, errorCode 2015
	NotFoundNull                    // success, data null
	NotFoundMissing                 // success, no data
	NotFoundEmpty                   // success, data {}
)

// Letters is the case in which status is written.
type Letters int

// The cases.
const (
	LowerCase Letters = iota // success
	UpperCase                // SUCCESS
	TitleCase                // Success
)

// AnswerSignature is what the header data-signature of answers holds.
type AnswerSignature int

// The signatures.
const (
	SignatureRight AnswerSignature = iota
	SignatureWrong
	SignatureAbsent
)

// Package report is what members say is wrong with something they were told, and what
// moderators decide about it. It stores nothing and takes nothing back.
package report

import (
	"errors"
	"time"
)

// Decision is what moderators decide.
type Decision string

// The decisions; "" is none yet.
const (
	Corrected Decision = "corrected" // it was wrong: the messages say what is right
	Removed   Decision = "removed"   // it is taken out of the messages
	Upheld    Decision = "upheld"    // nothing is wrong
)

const (
	ADay       = 3                   // reports of one person in 24 hours at most
	Kept       = 90 * 24 * time.Hour // how long a report is kept
	ReasonMost = 300                 // characters of a reason
)

// ErrMany says that a person has reported as much as is taken in a day.
var ErrMany = errors.New("too many reports in a day")

// Report is one sentence that members of one server say is wrong.
type Report struct {
	ID, Guild, Claim, Post int64 // Post is 0 on a card
	At                     time.Time
	Reasons                []string // of each member, oldest first
	Channel, Message       int64    // where moderators read of it; 0 is nowhere yet
	Decision               Decision
	Words                  string // of a correction: what is right
	By                     string // who decided: Discord's id
	Decided                time.Time
	Done                   bool // the decision was carried out
}

// Said is a sentence as it was told.
type Said struct {
	Claim      int64
	Text, Kind string
	Sources    []Source
}

// Source is what a sentence rests on.
type Source struct{ Quote, Outlet, URL string }

// Package health holds what is said of how sources fare: figures for whoever chose
// them, and what that person is to be told. It asks no database.
package health

import "time"

// Figures are those of a source over the last days.
type Figures struct {
	ADay float64 // new items a day
	Full float64 // share of them with a full text, 0 to 1

	Items  int            // new ones in those days
	Rights map[string]int // of those of which publishers reserve something, by what they state (package rights)
}

// Notice is what somebody is to be told of a source that he or she added: that it
// has failed for a day, or that it works again.
type Notice struct {
	Source            int64
	Owner, By         string // for whom it was added, and who did: a Discord id
	Title, URL        string
	Outlet, Reason    string
	Works             bool      // it is read again
	Ended             bool      // its publisher says that it will not come back
	Since             time.Time // since when it fails
	PerhapsToldBefore bool      // an attempt to tell it came to no known end
}

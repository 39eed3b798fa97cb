// Package profile is what people set for a server, a channel and a schedule,
// each stored as one JSON text in its row. It reads and writes those texts and
// fills in what is usual; it knows nothing of who may set what, or of how a
// setting is carried out.
package profile

import (
	"encoding/json"
	"time"

	"dateline/briefing/message"
)

// What is usual where nothing was set.
const (
	Stories      = 5                // of a briefing, at most
	Length       = "normal"         // of a story: short, normal, long
	AlertReports = 4                // independent reports that an alert needs
	ReviewFor    = 30 * time.Minute // a briefing is shown to its reviewers this long before it is posted
)

// Who may ask in a server's channels.
const (
	AskPrivately = ""     // only the asker sees the answer
	AskOpenly    = "open" // all who read the channel do
	AskNever     = "off"
)

// Server is what a server has set for all its channels.
type Server struct {
	Zone       string `json:"zone,omitempty"`       // IANA
	Lang       string `json:"lang,omitempty"`       // ISO 639-1; "" is that of Discord's settings
	Greeted    bool   `json:"greeted,omitempty"`    // the line of the arrival was posted, or had no place
	Moderators int64  `json:"moderators,omitempty"` // Discord's id of the channel where moderators read notices and reviews; 0: none
	Asking     string `json:"asking,omitempty"`     // AskPrivately, AskOpenly, AskNever
}

// Asks reports whether questions are answered in the server.
func (p Server) Asks() bool { return p.Asking != AskNever }

// Channel is what is set for one channel.
type Channel struct {
	message.WordList
	Lang   string `json:"lang,omitempty"` // the bot speaks it here; "" is the reader's
	Alerts Alerts `json:"alerts,omitzero"`
}

// Alerts says when a channel is told of a story at once.
type Alerts struct {
	On      bool      `json:"on,omitempty"`
	Reports int       `json:"reports,omitempty"` // independent ones within an hour, at least
	Quiet   string    `json:"quiet,omitempty"`   // hours without alerts, by the server's clock: "22:00-07:00"; "": none
	Topic   string    `json:"topic,omitempty"`   // "": any
	Since   time.Time `json:"since,omitzero"`    // when they were switched on: what was read before is no alert
}

// Schedule is what a schedule tells, and how.
type Schedule struct {
	Stories   int           `json:"stories,omitempty"`
	Length    string        `json:"length,omitempty"`
	Topic     string        `json:"topic,omitempty"`
	Lang      string        `json:"lang,omitempty"`       // what is told is put into this language; "" leaves the sources'
	Quiet     bool          `json:"quiet,omitempty"`      // an empty day is not posted
	Only      []string      `json:"only,omitempty"`       // outlets that alone are told
	Without   []string      `json:"without,omitempty"`    // outlets that are left out
	Reports   int           `json:"reports,omitempty"`    // independent ones that a story needs; 0 and 1: any
	Languages []string      `json:"languages,omitempty"`  // of the articles (ISO 639-1); none: any
	Ping      int64         `json:"ping,omitempty"`       // Discord's id of the role a briefing calls; 0: none
	Publish   bool          `json:"publish,omitempty"`    // in an announcement channel: to the servers that follow it
	Review    int64         `json:"review,omitempty"`     // Discord's id of the channel where it is shown before it is posted; 0: it is not
	ReviewFor time.Duration `json:"review_for,omitempty"` // how long
}

// ParseServer reads a server's settings. What cannot be read is not set.
func ParseServer(s string) Server {
	var p Server
	read(s, &p)
	return p
}

// ParseChannel reads a channel's settings, with what is usual for what was not set.
func ParseChannel(s string) Channel {
	var p Channel
	read(s, &p)
	if p.Alerts.Reports <= 0 {
		p.Alerts.Reports = AlertReports
	}
	return p
}

// ParseSchedule reads a schedule's settings, with what is usual for what was not set.
func ParseSchedule(s string) Schedule {
	var p Schedule
	read(s, &p)
	if p.Stories <= 0 {
		p.Stories = Stories
	}
	if p.Length == "" {
		p.Length = Length
	}
	if p.ReviewFor <= 0 {
		p.ReviewFor = ReviewFor
	}
	return p
}

// String is the text that is stored.
func (p Server) String() string { return written(p) }

// String is the text that is stored. Of alerts that are off nothing is: what is usual
// would look as if somebody had set it.
func (p Channel) String() string {
	if !p.Alerts.On {
		p.Alerts = Alerts{}
	}
	return written(p)
}

// String is the text that is stored.
func (p Schedule) String() string { return written(p) }

// read fills in a value from a stored text. We wrote it: a field that cannot be
// read is damage, stays as it is and stops no other.
func read(s string, into any) { _ = json.Unmarshal([]byte(s), into) }

func written(p any) string {
	body, err := json.Marshal(p)
	if err != nil {
		panic(err) // strings, numbers and times of years that have four digits
	}
	return string(body)
}

package message

import (
	"encoding/json"
	"fmt"
)

// ParsePayload reads a post's content as it is stored.
func ParsePayload(s string) (Payload, error) {
	var p Payload
	if err := json.Unmarshal([]byte(s), &p); err != nil {
		return p, fmt.Errorf("read a post's content: %w", err)
	}
	return p, nil
}

// PostStory is how a post remembers a story it told.
type PostStory struct {
	Story  int64  `json:"story"`
	Title  string `json:"title"`
	Hidden bool   `json:"hidden,omitempty"` // the title holds a word that the channel hides
}

// Payload is a post's content: the text as it is sent, the stories it tells,
// and under the last part the menu of all.
type Payload struct {
	Content string      `json:"content,omitempty"`
	Silent  bool        `json:"silent,omitempty"`
	Ping    int64       `json:"ping,omitempty"` // Discord's id of the role that the content calls
	Stories []PostStory `json:"stories,omitempty"`
	Waits   []int64     `json:"waits,omitempty"`  // stories with corrections that found no place in the briefing: the next one tells them
	Looked  int64       `json:"looked,omitempty"` // Unix milliseconds: what was seen up to then was looked through for it
	Menu    []PostStory `json:"menu,omitempty"`
	Last    bool        `json:"last,omitempty"`
	Review  *Review     `json:"review,omitempty"` // of a message for moderators
	Watch   int64       `json:"watch,omitempty"`  // the watch that it answers
	Lang    string      `json:"lang,omitempty"`   // of the bot's own words in it (ISO 639-1)
	Shows   []Shown     `json:"shows,omitempty"`  // where in the content its stories and claims stand
	Known   int64       `json:"known,omitempty"`  // the newest retraction that its writer knew
}

// Review is what a message for moderators shows of a briefing before it is posted.
type Review struct {
	Heading string        `json:"heading"`
	Channel int64         `json:"channel"` // where it is posted: Discord's id
	Due     int64         `json:"due"`     // when: Unix milliseconds
	Written int64         `json:"written"` // of what was read by then: Unix milliseconds
	Dropped int           `json:"dropped,omitempty"`
	Stories []ReviewStory `json:"stories,omitempty"`
	Shown   string        `json:"shown,omitempty"` // the text that stands in Discord; "" where that is not known
	Stage   Stage         `json:"stage"`           // of the text: what can be done about it
}

// ReviewStory is one story of it.
type ReviewStory struct {
	Story   int64  `json:"story"`
	Title   string `json:"title"`
	Reports int    `json:"reports"`           // independent ones; 0 where they differ
	Outlets int    `json:"outlets,omitempty"` // that have it
	Text    string `json:"text"`              // as it is posted
}

// Stage says what moderators can do about a briefing.
type Stage string

// The stages.
const (
	StageOpen Stage = "open" // it is posted at its time
	StageHeld Stage = "held" // it is not posted before somebody releases it
	StageOver Stage = "over" // nothing can be done any more
)

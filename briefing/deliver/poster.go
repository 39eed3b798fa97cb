package deliver

import (
	"context"
	"errors"
	"time"

	"dateline/briefing/message"
	"dateline/store"
)

// Poster sends messages. Discord's is in package bot; the fake is in package
// briefingtest. In a forum a message begins a thread, which has the same id; what
// follows it goes to that thread.
type Poster interface {
	// Post sends a message, and returns its id or a *SendError.
	Post(ctx context.Context, ch store.Channel, m Message) (int64, error)
	// Find looks through what we wrote in a channel after a time, in a forum at
	// the beginnings of threads, for a message that begins with the marker.
	// ErrAbsent: history proves that there is none. Any other error proves nothing.
	Find(ctx context.Context, ch store.Channel, after time.Time, marker string) (int64, error)
	// Edit gives a message another content. ErrAbsent: somebody has deleted it.
	Edit(ctx context.Context, ch store.Channel, message int64, m Message) error
	// Publish sends a message of an announcement channel to the servers that
	// follow it; that it was published before is no error.
	Publish(ctx context.Context, ch store.Channel, message int64) error
}

// Message is one message as it leaves.
type Message struct {
	Post    int64     // its row, for buttons
	Marker  string    // what its content begins with
	Nonce   string    // for the places that take one
	Leave   time.Time // it may not leave later: ask TooLate at the last moment
	Payload message.Payload
	Retitle bool // of an edit in a forum: the title of the thread that it began follows its first line
}

// TooLate reports whether a message may not leave any more, by either clock:
// the running one stands still while a machine sleeps, and the one on the wall
// may be set back.
func (m Message) TooLate(now time.Time) bool {
	return now.After(m.Leave) || now.Round(0).After(m.Leave.Round(0))
}

// ErrAbsent says that a channel's history proves that a message is not there.
var ErrAbsent = errors.New("the message is not in the channel")

// SendKind says what a failed send means.
type SendKind int

// The kinds, from certain to doubtful.
const (
	Unsent   SendKind = iota // certainly nothing landed; try again later
	Closed                   // certainly nothing landed, and the channel is closed to us
	Rejected                 // certainly nothing landed, and never will
	Doubtful                 // it may have landed
)

// SendError is why a message was not sent.
type SendError struct {
	Kind   SendKind
	Gone   bool          // of Closed: this very channel or thread was deleted or shut, whatever we may do elsewhere
	Reason string        // in words, for whoever set the channel up
	Wait   time.Duration // before the next try
	Err    error
}

// cutsOff reports that what a part follows was deleted or shut after it was
// posted: the part has no place any more, and its channel is not to blame.
func (e *SendError) cutsOff(p store.Post) bool { return e.Kind == Closed && e.Gone && p.Part > 0 }

// Error is the reason.
func (e *SendError) Error() string { return e.Reason }

// Unwrap is the cause.
func (e *SendError) Unwrap() error { return e.Err }

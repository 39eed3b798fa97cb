package briefingtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/briefing/deliver"
	"dateline/briefing/message"
	"dateline/store"
	"dateline/store/state"
)

// Wall is a clock that tests move.
type Wall struct {
	mu sync.Mutex
	T  time.Time
}

// Now is the time of the wall clock.
func (w *Wall) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.T
}

// Add lets time pass.
func (w *Wall) Add(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.T = w.T.Add(d)
}

// Fault is what happens to one request.
type Fault string

const (
	None     Fault = ""
	Refused  Fault = "refused"  // nothing landed, try again
	Busy     Fault = "busy"     // 429: nothing landed, try again after 40 s
	Lost     Fault = "lost"     // landed, the reply is lost
	Vanished Fault = "vanished" // the request is lost
	Late     Fault = "late"     // the reply is lost, and the message lands 25 s later
	Rejected Fault = "rejected" // 400
)

// Landed is a message as it stands in a channel, or in a thread of a forum.
type Landed struct {
	ID, Channel, post int64
	Thread            int64 // of the forum; 0 elsewhere
	At                time.Time
	Text, nonce       string // without a nonce it lands as often as it is sent
	begins            bool   // a thread
}

// Discord stands in for the place that messages go to and keeps the truth.
type Discord struct {
	Clock  *Wall
	Memory time.Duration                                                  // how long a nonce is remembered
	Fault  func(n int, ch store.Channel, m deliver.Message) Fault         // of the n-th request, from 1; nil: none
	During func(ctx context.Context, ch store.Channel, m deliver.Message) // called while a request is under way

	mu      sync.Mutex
	Msgs    []Landed
	flying  []Landed // will land at their time
	deleted map[int64]bool
	Closed  map[int64]bool // channels that refuse us
	Unread  bool           // no history can be read

	Edits     int                                 // how often a message was changed
	Published map[int64]int                       // how often a message was published
	Refuse    func(n int, ch store.Channel) error // of the n-th request to publish, from 1; nil: none
	publishes int
	Requests  int
	Finds     int
}

// NewDiscord is a place without messages.
func NewDiscord(c *Wall) *Discord {
	return &Discord{Clock: c, Memory: 3 * time.Minute, deleted: map[int64]bool{}, Closed: map[int64]bool{}, Published: map[int64]int{}}
}

// land puts a message into its channel, unless its nonce is remembered.
func (d *Discord) land(m Landed) int64 {
	for _, x := range d.Msgs {
		if m.nonce != "" && x.nonce == m.nonce && m.At.Sub(x.At) <= d.Memory {
			return x.ID
		}
	}
	if m.ID = int64(len(d.Msgs) + 1000); m.begins {
		m.Thread = m.ID
	}
	d.Msgs = append(d.Msgs, m)
	return m.ID
}

// tick lands what was under way.
func (d *Discord) tick() {
	now := d.Clock.Now()
	slices.SortStableFunc(d.flying, func(a, b Landed) int { return a.At.Compare(b.At) })
	for len(d.flying) > 0 && !d.flying[0].At.After(now) {
		d.land(d.flying[0])
		d.flying = d.flying[1:]
	}
}

var errNoReply = errors.New("no reply came")

// Post stores a message, or fails as the test said.
func (d *Discord) Post(ctx context.Context, ch store.Channel, m deliver.Message) (int64, error) {
	if d.During != nil {
		d.During(ctx, ch, m)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tick()
	now := d.Clock.Now()
	if m.TooLate(now) {
		return 0, &deliver.SendError{Kind: deliver.Unsent, Reason: "too late to leave"}
	}
	d.Requests++
	if d.Closed[ch.ID] {
		return 0, &deliver.SendError{Kind: deliver.Closed, Reason: "I may not write here"}
	}
	fault := None
	if d.Fault != nil {
		fault = d.Fault(d.Requests, ch, m)
	}
	msg := Landed{Channel: ch.ID, post: m.Post, At: now, Text: m.Payload.Content, nonce: m.Nonce}
	switch {
	case ch.Kind == state.ChannelForum:
		msg.nonce, msg.begins = "", true
	case ch.Kind == state.ChannelThread && d.deleted[ch.DiscordID]:
		return 0, &deliver.SendError{Kind: deliver.Closed, Gone: true, Reason: "the thread was deleted"}
	case ch.Kind == state.ChannelThread:
		msg.Thread = ch.DiscordID
	}
	switch fault {
	case Refused:
		return 0, &deliver.SendError{Kind: deliver.Unsent, Reason: "not now"}
	case Busy:
		return 0, &deliver.SendError{Kind: deliver.Unsent, Reason: "too many requests", Wait: 40 * time.Second}
	case Rejected:
		return 0, &deliver.SendError{Kind: deliver.Rejected, Reason: "invalid form body"}
	case Lost:
		d.land(msg)
		return 0, errNoReply
	case Vanished:
		return 0, errNoReply
	case Late:
		msg.At = now.Add(25 * time.Second)
		d.flying = append(d.flying, msg)
		return 0, errNoReply
	}
	return d.land(msg), nil
}

// Find looks for a message by its marker; 0: there is none.
func (d *Discord) Find(_ context.Context, ch store.Channel, after time.Time, marker string) (int64, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tick()
	d.Finds++
	switch {
	case d.Closed[ch.ID]:
		return 0, &deliver.SendError{Kind: deliver.Closed, Reason: "I may not read here"}
	case d.Unread:
		return 0, errNoReply
	}
	if ch.Kind == state.ChannelThread && d.deleted[ch.DiscordID] {
		return 0, &deliver.SendError{Kind: deliver.Closed, Gone: true, Reason: "the thread was deleted"}
	}
	for _, m := range d.Msgs {
		here := m.Channel == ch.ID
		switch ch.Kind {
		case state.ChannelForum:
			here = here && m.begins
		case state.ChannelThread:
			here = here && m.Thread == ch.DiscordID
		}
		if here && !m.At.Before(after) && strings.HasPrefix(m.Text, marker) && !d.deleted[m.ID] {
			return m.ID, nil
		}
	}
	return 0, deliver.ErrAbsent
}

// Edit changes the text of a message, or fails as the test said.
func (d *Discord) Edit(_ context.Context, ch store.Channel, message int64, m deliver.Message) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tick()
	if m.TooLate(d.Clock.Now()) {
		return &deliver.SendError{Kind: deliver.Unsent, Reason: "too late to leave"}
	}
	d.Edits++
	if d.Refuse != nil {
		if err := d.Refuse(d.Edits, ch); err != nil {
			return err
		}
	}
	for i := range d.Msgs {
		if d.Msgs[i].ID == message && !d.deleted[message] {
			d.Msgs[i].Text = m.Payload.Content
			return nil
		}
	}
	return &deliver.SendError{Kind: deliver.Rejected, Reason: "there is no such message"}
}

// Publish notes that a message was published, or fails as the test said.
func (d *Discord) Publish(_ context.Context, ch store.Channel, message int64) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.publishes++
	if d.Refuse != nil {
		if err := d.Refuse(d.publishes, ch); err != nil {
			return err
		}
	}
	d.Published[message]++
	return nil
}

// Delete removes a message, and with the first one of a thread the thread.
func (d *Discord) Delete(id int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.deleted[id] = true
}

// Set changes how the place behaves.
func (d *Discord) Set(f func(d *Discord)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f(d)
}

// Texts is what stands in a channel, in the order it landed.
func (d *Discord) Texts(channel int64) []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tick()
	var out []string
	for _, m := range d.Msgs {
		if m.Channel == channel {
			out = append(out, m.Text)
		}
	}
	return out
}

// Must fails the test on an error.
func Must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// OneEach lays out one story a message, at most three messages; the last line
// stands below the last.
func OneEach(blocks []message.Block) []message.Part {
	title := blocks[0].Runs[0].Text
	parts := []message.Part{{Marker: "**" + title + "**", Content: "**" + title + "**"}}
	for i, b := range blocks {
		text := "\n" + strings.TrimSuffix(Say(blocks[i:i+1]), "\n")
		if i == 0 {
			text = strings.TrimPrefix(text, "\n"+title)
		}
		part := &parts[len(parts)-1]
		switch {
		case b.Story == 0, slices.Contains(part.Stories, b.Story):
		case len(part.Stories) == 0:
			part.Stories = []int64{b.Story}
		case len(parts) == 3:
			continue
		default:
			marker := fmt.Sprintf("-# %s, continued, %d", title, len(parts)+1)
			parts = append(parts, message.Part{Marker: marker, Content: marker, Stories: []int64{b.Story}})
			part = &parts[len(parts)-1]
		}
		part.Content += text
	}
	return parts
}

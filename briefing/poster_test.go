package briefing_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/briefing"
	"dateline/store"
)

// wall is a clock that tests move.
type wall struct {
	mu sync.Mutex
	t  time.Time
}

func (w *wall) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.t
}

func (w *wall) add(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.t = w.t.Add(d)
}

// fault is what happens to one request.
type fault string

const (
	none     fault = ""
	refused  fault = "refused"  // nothing landed, try again
	busy     fault = "busy"     // 429: nothing landed, try again after 40 s
	lost     fault = "lost"     // landed, the reply is lost
	vanished fault = "vanished" // the request is lost
	late     fault = "late"     // the reply is lost, and the message lands 25 s later
	rejected fault = "rejected" // 400
)

// landed is a message as it stands in a channel.
type landed struct {
	id, channel, post int64
	at                time.Time
	text, nonce       string
}

// discord stands in for the place that messages go to and keeps the truth.
type discord struct {
	clock  *wall
	memory time.Duration                                                   // how long a nonce is remembered
	fault  func(n int, ch store.Channel, m briefing.Message) fault         // of the n-th request, from 1; nil: none
	during func(ctx context.Context, ch store.Channel, m briefing.Message) // called while a request is under way

	mu       sync.Mutex
	msgs     []landed
	flying   []landed // will land at their time
	deleted  map[int64]bool
	closed   map[int64]bool // channels that refuse us
	unread   bool           // no history can be read
	requests int
	finds    int
}

func newDiscord(c *wall) *discord {
	return &discord{clock: c, memory: 3 * time.Minute, deleted: map[int64]bool{}, closed: map[int64]bool{}}
}

// land puts a message into its channel, unless its nonce is remembered.
func (d *discord) land(m landed) int64 {
	for _, x := range d.msgs {
		if x.nonce == m.nonce && m.at.Sub(x.at) <= d.memory {
			return x.id
		}
	}
	m.id = int64(len(d.msgs) + 1000)
	d.msgs = append(d.msgs, m)
	return m.id
}

// tick lands what was under way.
func (d *discord) tick() {
	now := d.clock.now()
	slices.SortStableFunc(d.flying, func(a, b landed) int { return a.at.Compare(b.at) })
	for len(d.flying) > 0 && !d.flying[0].at.After(now) {
		d.land(d.flying[0])
		d.flying = d.flying[1:]
	}
}

var errNoReply = errors.New("no reply came")

func (d *discord) Post(ctx context.Context, ch store.Channel, m briefing.Message) (int64, error) {
	if d.during != nil {
		d.during(ctx, ch, m)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tick()
	now := d.clock.now()
	if m.TooLate(now) {
		return 0, &briefing.SendError{Kind: briefing.Unsent, Reason: "too late to leave"}
	}
	d.requests++
	if d.closed[ch.ID] {
		return 0, &briefing.SendError{Kind: briefing.Closed, Reason: "I may not write here"}
	}
	f := none
	if d.fault != nil {
		f = d.fault(d.requests, ch, m)
	}
	msg := landed{channel: ch.ID, post: m.Post, at: now, text: m.Payload.Content, nonce: m.Nonce}
	switch f {
	case refused:
		return 0, &briefing.SendError{Kind: briefing.Unsent, Reason: "not now"}
	case busy:
		return 0, &briefing.SendError{Kind: briefing.Unsent, Reason: "too many requests", Wait: 40 * time.Second}
	case rejected:
		return 0, &briefing.SendError{Kind: briefing.Rejected, Reason: "invalid form body"}
	case lost:
		d.land(msg)
		return 0, errNoReply
	case vanished:
		return 0, errNoReply
	case late:
		msg.at = now.Add(25 * time.Second)
		d.flying = append(d.flying, msg)
		return 0, errNoReply
	}
	return d.land(msg), nil
}

func (d *discord) Find(_ context.Context, ch store.Channel, after time.Time, marker string) (int64, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tick()
	d.finds++
	switch {
	case d.closed[ch.ID]:
		return 0, &briefing.SendError{Kind: briefing.Closed, Reason: "I may not read here"}
	case d.unread:
		return 0, errNoReply
	}
	for _, m := range d.msgs {
		if m.channel == ch.ID && !m.at.Before(after) && strings.HasPrefix(m.text, marker) && !d.deleted[m.id] {
			return m.id, nil
		}
	}
	return 0, briefing.ErrAbsent
}

// set changes how the place behaves.
func (d *discord) set(f func(d *discord)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f(d)
}

// texts is what stands in a channel, in the order it landed.
func (d *discord) texts(channel int64) []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tick()
	var out []string
	for _, m := range d.msgs {
		if m.channel == channel {
			out = append(out, m.text)
		}
	}
	return out
}

// script gives each request the next fault; those after the last have none.
func script(fs ...fault) func(int, store.Channel, briefing.Message) fault {
	return func(n int, _ store.Channel, _ briefing.Message) fault {
		if n <= len(fs) {
			return fs[n-1]
		}
		return none
	}
}

// must fails the test on an error.
func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// oneEach lays out one story a message, at most three messages; the last line
// stands below the last.
func oneEach(blocks []briefing.Block) []briefing.Part {
	title := blocks[0].Runs[0].Text
	parts := []briefing.Part{{Marker: "**" + title + "**", Content: "**" + title + "**"}}
	for i, b := range blocks {
		text := "\n" + strings.TrimSuffix(say(blocks[i:i+1]), "\n")
		if i == 0 {
			text = strings.TrimPrefix(text, "\n"+title)
		}
		p := &parts[len(parts)-1]
		switch {
		case b.Story == 0, slices.Contains(p.Stories, b.Story):
		case len(p.Stories) == 0:
			p.Stories = []int64{b.Story}
		case len(parts) == 3:
			continue
		default:
			marker := fmt.Sprintf("-# %s, continued, %d", title, len(parts)+1)
			parts = append(parts, briefing.Part{Marker: marker, Content: marker, Stories: []int64{b.Story}})
			p = &parts[len(parts)-1]
		}
		p.Content += text
	}
	return parts
}

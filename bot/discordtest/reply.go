package discordtest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"dateline/bot/discordtest/rules"
)

// ErrNoReply says that the bot did not answer in time.
var ErrNoReply = errors.New("the application did not respond")

// Reply is what the bot answered to an interaction.
type Reply struct {
	ID, Token string
	Sent      time.Time // by the server's clock

	asked   int // the interaction's type
	channel string
	foreign bool     // the bot is not there: only a person brought it
	on      *Message // what the component or the modal's opener stood on

	mu      sync.Mutex
	acked   time.Time
	kind    int
	flags   int
	message *Message
	filled  time.Time // when the message came
	more    []*Message
	choices []any
	modal   map[string]any
	changed chan struct{}
}

func (r *Reply) wake() {
	close(r.changed)
	r.changed = make(chan struct{})
}

// Wait waits for what the bot answers: a message that is not a bare deferral,
// choices, or a modal.
func (r *Reply) Wait(ctx context.Context) error {
	for {
		r.mu.Lock()
		done := len(r.shown()) > 0 || r.choices != nil || r.modal != nil || r.kind == rules.ReplyChoices
		changed := r.changed
		r.mu.Unlock()
		if done {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ErrNoReply
		}
	}
}

// Acked is how long the acknowledgement took; false without one.
func (r *Reply) Acked() (time.Duration, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.acked.Sub(r.Sent), !r.acked.IsZero()
}

// shown are the messages of a reply: what fills it or what it changed, and what
// stands beside that. The caller holds mu.
func (r *Reply) shown() []*Message {
	if r.message == nil {
		return r.more
	}
	return append([]*Message{r.message}, r.more...)
}

// Text is the reply's text, all parts.
func (r *Reply) Text() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var parts []string
	for _, m := range r.shown() {
		parts = append(parts, m.Content)
	}
	return strings.Join(parts, "\n")
}

// Private reports whether only the person sees the reply.
func (r *Reply) Private() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := r.shown()
	return len(all) > 0 && all[0].Flags&rules.FlagPrivate != 0
}

// Message is the reply's last message.
func (r *Reply) Message() *Message {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := r.shown()
	if len(all) == 0 {
		return nil
	}
	message := *all[len(all)-1]
	return &message
}

// Choices are the names and values of an autocomplete.
func (r *Reply) Choices() [][2]string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var out [][2]string
	for _, c := range r.choices {
		choice, _ := c.(map[string]any)
		out = append(out, [2]string{fmt.Sprint(choice["name"]), fmt.Sprint(choice["value"])})
	}
	return out
}

// Modal is the modal the bot opened.
func (r *Reply) Modal() map[string]any {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.modal
}

// Answered is how long it took until the person read something, suggestions or a
// form too; false without.
func (r *Reply) Answered() (time.Duration, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.modal != nil || r.kind == rules.ReplyChoices {
		return r.acked.Sub(r.Sent), true
	}
	return r.filled.Sub(r.Sent), r.message != nil
}

// Burst sends interactions at once and waits until each is answered, at most
// for the time given.
func (s *Server) Burst(list []Interaction, most time.Duration) []*Reply {
	replies := make([]*Reply, len(list))
	var wg sync.WaitGroup
	ctx, cancel := context.WithTimeout(context.Background(), most)
	defer cancel()
	for i, in := range list {
		wg.Go(func() {
			replies[i] = s.Interact(in)
			_ = replies[i].Wait(ctx) // the caller looks
		})
	}
	wg.Wait()
	return replies
}

package brief

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/store"
	"dateline/store/recall"
)

// Recalled tells a channel that something it was told was our mistake, or was removed.
// Of what was removed the words are not said.
type Recalled struct {
	recall.Retraction
	ToldAt time.Time
	Link   string // to the newest message that told it; "" in a terminal
}

// recalledMost are told in one briefing; the others wait for the next.
const recalledMost = 3

// recalled adds to a briefing the retractions of what its channel was told and has not
// heard of.
func (w *Writer) recalled(ctx context.Context, led *ledger, b *Briefing) (err error) {
	if b.Known, err = w.Store.NewestRetraction(ctx); err != nil || led.channel.ID == 0 || b.Known == 0 {
		return err
	}
	back, err := w.Store.Untold(ctx, led.channel.ID)
	if err != nil {
		return err
	}
	for _, x := range back[:min(len(back), recalledMost)] {
		var claims []int64
		for _, c := range x.Claims {
			claims = append(claims, c.Claim)
		}
		post, err := w.Store.ToldBy(ctx, led.channel.ID, claims, x.At)
		if err != nil {
			return fmt.Errorf("look for what told channel %q of something that was taken back: %w", led.channel.Name, err)
		}
		b.Recalled = append(b.Recalled, Recalled{x, post.Cut, MessageLink(led.channel, post)})
	}
	return nil
}

func recalledID(i int) int64 { return -int64(i) - 1001 } // behind those of corrections

// said is the sentence that stands for all: what a paragraph said, rather than the
// heading above it.
func (r Recalled) said() recall.Sentence {
	said := r.Claims[0]
	for _, c := range r.Claims {
		if len(c.Text) > len(said.Text) {
			said = c
		}
	}
	return said
}

// item is what a message tells of it.
func (r Recalled) item(i int) Item {
	out := Item{ID: recalledID(i), Title: "Recall", Recall: r.ID}
	if r.Action == recall.Corrected {
		out.Speaks = named(r.said().Claim)
	}
	return out
}

// recalledBlocks are they as they are read.
func (b Briefing) recalledBlocks() []message.Block {
	var out []message.Block
	words, now := b.Words(), b.At.In(b.Location())
	for i, r := range b.Recalled {
		heading, day := words.Say("our_mistake"), message.OnDay(r.ToldAt, now, words)
		if r.Actor == recall.Outlet {
			heading = words.Say("correction")
		}
		var runs []message.Run
		if r.Action == recall.Removed {
			heading, runs = words.Say("recall_removed"), message.Plain(upperFirst(words.Say(removedBy(r.Retraction), day)))
		} else {
			runs = b.mistake(r, day)
		}
		if r.Link != "" {
			runs = append(runs, message.Run{Text: " "}, message.Run{Text: upperFirst(b.postName(r.ToldAt)), Link: r.Link, Open: true},
				message.Run{Text: " " + words.Say("recall_marked"), Open: true})
		}
		out = append(out, message.Block{Kind: message.Heading, Runs: []message.Run{{Text: heading, Open: true}}, Story: recalledID(i)},
			message.Block{Kind: message.Para, Runs: runs, Story: recalledID(i)})
	}
	return out
}

// removedBy is the text that says who has removed a story.
func removedBy(r recall.Retraction) string {
	if r.Owner != "" {
		return "recall_told_moderators"
	}
	return "recall_told_removed"
}

// mistake says what was told and was wrong, and what is right where that is known.
func (b Briefing) mistake(r Recalled, day string) []message.Run {
	words, said := b.Words(), r.said()
	key := "recall_wrote"
	if r.Actor == recall.Outlet {
		key = "was_told"
	}
	told := upperFirst(words.Say(key, day, message.QuoteMarks(said.Text)))
	runs := []message.Run{{Text: told, Claim: said.Claim, Aside: true}}
	if said.URL != "" { // behind what was told: what is right are the words of whoever took it back
		runs = append(runs, message.Run{Text: " ("}, claim.OutletRun(cmp.Or(said.Outlet, said.URL), said.URL), message.Run{Text: ")."})
	}
	withdrawn := r.Words == "" && r.Actor == recall.Outlet // all of it, right or wrong
	if more := len(r.Claims) - 1; more > 0 && !withdrawn {
		runs = append(runs, message.Run{Text: " " + words.Count(more, "recall_more")})
	}
	switch {
	case withdrawn:
		return append(runs, message.Run{Text: " "}, claim.OutletRun(cmp.Or(said.Outlet, said.URL), said.URL),
			message.Run{Text: " " + words.Say("has_withdrawn")})
	case r.Words == "":
		return append(runs, message.Run{Text: " " + words.Say("recall_was_wrong")})
	}
	return append(runs, message.Run{Text: " " + words.Say("recall_is_right", message.TrimStop(r.Words)) + "."})
}

// NewPost is a post that tells some items of the briefing, by their ids.
func (b Briefing) NewPost(p store.Post, items []int64) store.NewPost {
	out := store.NewPost{Post: p, Known: b.Known}
	of := map[int64]Item{}
	for _, x := range b.Items() {
		of[x.ID] = x
	}
	for _, id := range items {
		x := of[id]
		out.Claims, out.Mentions = append(out.Claims, x.Claims...), append(out.Mentions, x.Speaks...)
		if x.Recall != 0 {
			out.Recalls = append(out.Recalls, x.Recall)
		}
	}
	return out
}

// markCorrected has the messages marked that told what an outlet has corrected. That it
// was marked before, by another channel's briefing, is no fault.
func (w *Writer) markCorrected(ctx context.Context, c Correction) error {
	if c.old == 0 {
		return nil
	}
	for _, told := range append([]int64{c.old}, c.heads...) {
		_, err := w.Store.Retract(ctx, recall.Order{Target: fmt.Sprintf("%s:%d", recall.Claim, told), Action: recall.Corrected,
			Why: "the outlet has corrected its report", Words: message.QuoteMarks(c.Now.Text), Actor: recall.Outlet})
		if err != nil && !errors.Is(err, store.ErrNotFound) && !errors.Is(err, recall.ErrNothing) {
			return err
		}
	}
	return nil
}

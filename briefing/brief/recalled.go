package brief

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
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

	also []int64 // retractions of the same: of its heading
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
	for _, x := range back {
		var claims []int64
		for _, c := range x.Claims {
			claims = append(claims, c.Claim)
		}
		post, err := w.Store.ToldBy(ctx, led.channel.ID, claims, x.At)
		if err != nil {
			return fmt.Errorf("look for what told channel %q of something that was taken back: %w", led.channel.Name, err)
		}
		b.Recalled = append(b.Recalled, Recalled{Retraction: x, ToldAt: post.Cut, Link: MessageLink(led.channel, post)})
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
	out := Item{ID: recalledID(i), Title: "Recall", Recall: append([]int64{r.ID}, r.also...)}
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
	if said.URL != "" && !r.corrects() { // behind what was told: what is right are the words of whoever took it back
		runs = append(runs, message.Run{Text: " ("}, claim.OutletRun(cmp.Or(said.Outlet, said.URL), said.URL), message.Run{Text: ")."})
	}
	withdrawn := r.Words == "" && r.Actor == recall.Outlet // all of it, right or wrong
	if more := len(r.Claims) - 1; more > 0 && !withdrawn && !r.corrects() {
		runs = append(runs, message.Run{Text: " " + words.Count(more, "recall_more")})
	}
	switch {
	case withdrawn:
		return append(runs, message.Run{Text: " "}, claim.OutletRun(cmp.Or(said.Outlet, said.URL), said.URL),
			message.Run{Text: " " + words.Say("has_withdrawn")})
	case r.corrects():
		key := "corrected"
		for text, why := range becameOf {
			if r.Why == why {
				key = text
			}
		}
		return append(runs, message.Run{Text: " "}, claim.OutletRun(cmp.Or(said.Outlet, said.URL), said.URL),
			message.Run{Text: " " + words.Say(key, r.Words)})
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
		out.Recalls = append(out.Recalls, x.Recall...)
	}
	return out
}

// markCorrected has the messages marked that told what an outlet has corrected, and notes
// the retractions with the correction. That they were marked before, by another channel's
// briefing, is no fault: this one tells it then.
func (w *Writer) markCorrected(ctx context.Context, c *Correction) error {
	if c.old == 0 {
		return nil
	}
	for _, told := range append([]int64{c.old}, c.heads...) {
		done, err := w.Store.Retract(ctx, recall.Order{Target: fmt.Sprintf("%s:%d", recall.Claim, told), Action: recall.Corrected,
			Why: becameOf[c.became()], Words: message.QuoteMarks(c.Now.Text), Actor: recall.Outlet})
		if err != nil && !errors.Is(err, store.ErrNotFound) && !errors.Is(err, recall.ErrNothing) {
			return err
		}
		if err == nil && done.Retraction != 0 && !slices.Contains(c.recalls, done.Retraction) {
			c.recalls = append(c.recalls, done.Retraction)
		}
	}
	return nil
}

// becameOf is what an outlet did with its report, as it is kept with the retraction, by
// the text that says so.
var becameOf = map[string]string{"changed": "the outlet has changed its report", "corrected": "the outlet has corrected its report",
	"corrected_note": "the outlet has corrected its report and says so"}

// became is the text that says what an outlet did with its report.
func (c Correction) became() string {
	switch {
	case c.IsNote:
		return "corrected_note"
	case c.Noted:
		return "corrected"
	}
	return "changed"
}

// unheard leaves out of the retractions of a briefing the corrections that it finds itself,
// tells those by the same words once, and leaves as many as one briefing tells.
func (b *Briefing) unheard(found map[int64]bool) {
	var out []Recalled
	for _, r := range b.Recalled {
		if !r.corrects() {
			out = append(out, r)
			continue
		}
		if slices.ContainsFunc(r.Claims, func(c recall.Sentence) bool { return found[c.Claim] }) {
			b.heard(r)
			continue
		}
		same := slices.IndexFunc(out, func(o Recalled) bool { return o.corrects() && o.Words == r.Words && o.said().URL == r.said().URL })
		if same < 0 {
			out = append(out, r)
			continue
		}
		out[same].also = append(out[same].also, r.ID)
	}
	b.Recalled = out[:min(len(out), recalledMost)]
}

// heard notes a retraction with the correction that tells it.
func (b *Briefing) heard(r Recalled) {
	for i := range b.Corrections {
		c := &b.Corrections[i]
		own := func(s recall.Sentence) bool { return s.Claim == c.old || slices.Contains(c.heads, s.Claim) }
		if slices.ContainsFunc(r.Claims, own) && !slices.Contains(c.recalls, r.ID) {
			c.recalls = append(c.recalls, r.ID)
		}
	}
}

// corrects reports whether an outlet has said what is right.
func (r Recalled) corrects() bool { return r.Actor == recall.Outlet && r.Words != "" }

package briefing

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"dateline/briefing/evidence"
	"dateline/briefing/text"
	"dateline/store"
)

// ledger is what one channel was told. Told are the facts of claims whose
// post was sent: there is no second record that could disagree with delivery.
type ledger struct {
	store    *store.Store
	channel  store.Channel
	schedule int64
	known    bool      // the channel had a briefing before
	cut      time.Time // up to which its last briefing looked
	made     time.Time // when that was told
	facts    map[int64]bool
}

// told is what a channel heard of a story last.
type told struct {
	title string
	at    time.Time
	link  string          // to the message
	seen  map[uint64]bool // fingerprints of the sentences visible at that cut
	fams  map[int64]bool  // text families visible at that cut
}

func (w *Writer) openLedger(ctx context.Context, ch store.Channel, schedule int64) (*ledger, error) {
	led := &ledger{store: w.Store, channel: ch, schedule: schedule, facts: map[int64]bool{}}
	if ch.ID == 0 {
		return led, nil
	}
	last, err := w.Store.LastPost(ctx, ch.ID, schedule)
	if errors.Is(err, store.ErrNotFound) {
		return led, nil
	} else if err != nil {
		return nil, fmt.Errorf("read what channel %q was told: %w", ch.Name, err)
	}
	led.known, led.cut, led.made = true, last.Cut, last.Last
	return led, nil
}

// mark finds the candidates this channel was told of, and what could be read
// of them then.
func (l *ledger) mark(ctx context.Context, cs []*candidate) error {
	if !l.known {
		return nil
	}
	ids := make([]int64, len(cs))
	for i, c := range cs {
		ids[i] = c.id
	}
	posts, err := l.store.ToldStories(ctx, l.channel.ID, l.schedule, ids)
	if err != nil {
		return fmt.Errorf("read which stories channel %q was told: %w", l.channel.Name, err)
	}
	for _, c := range cs {
		if p, ok := posts[c.id]; ok {
			title, err := l.titleIn(ctx, p, c.id)
			if err != nil {
				return err
			}
			c.told = &told{title: title, at: p.Cut, link: messageLink(l.channel, p.MessageID)}
			if err := l.recall(ctx, c, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// messageLink is where a message of a Discord channel stands; "" elsewhere.
func messageLink(ch store.Channel, message int64) string {
	if ch.DiscordID == 0 || message == 0 {
		return ""
	}
	guild := "@me"
	if ch.GuildID != 0 {
		guild = fmt.Sprint(ch.GuildID)
	}
	return fmt.Sprintf("https://discord.com/channels/%s/%d/%d", guild, ch.DiscordID, message)
}

// titleIn is how a post called a story, which may have had another id then.
func (l *ledger) titleIn(ctx context.Context, p store.Post, story int64) (string, error) {
	var payload Payload
	if json.Unmarshal([]byte(p.Payload), &payload) != nil {
		return "", nil
	}
	for _, s := range payload.Stories {
		id := s.Story
		if id != story {
			var err error
			if id, err = l.store.Resolve(ctx, id); err != nil && !errors.Is(err, store.ErrNotFound) {
				return "", fmt.Errorf("resolve story %d: %w", s.Story, err)
			}
		}
		if id == story {
			return s.Title, nil
		}
	}
	return "", nil
}

// recall reads what stood in the story's articles at the channel's last cut
// (or at the post's that told it, when a part of that text did not arrive), and
// which facts of its new sentences the channel was told.
func (l *ledger) recall(ctx context.Context, c *candidate, p store.Post) error {
	cut := l.cut
	if p.Cut.After(cut) {
		cut = p.Cut
	}
	items, err := l.store.StoryItems(ctx, store.Scope{Everything: true}, []int64{c.id}, cut)
	if err != nil {
		return fmt.Errorf("read story %d as it was told: %w", c.id, err)
	}
	c.told.seen, c.told.fams = map[uint64]bool{}, map[int64]bool{}
	for _, it := range items {
		if it.Version.Seen.After(l.made) {
			continue
		}
		s, err := newSource(it)
		if err != nil {
			return err
		}
		c.told.fams[it.Version.Family] = true
		for i := range s.spans {
			c.told.seen[text.Fingerprint(s.sentence(i))] = true
		}
	}
	var facts []int64
	for _, m := range c.members {
		for i := range m.spans {
			facts = append(facts, m.facts(i)...)
		}
		facts = append(facts, m.headline().facts...)
	}
	said, err := l.store.Told(ctx, l.channel.ID, l.schedule, facts)
	if err != nil {
		return fmt.Errorf("read which facts channel %q was told: %w", l.channel.Name, err)
	}
	for f := range said {
		l.facts[f] = true
	}
	return nil
}

func (s source) facts(i int) []int64 {
	return evidence.Facts(s.sentence(i), s.item.Version.Lang, s.item.Article.Published)
}

// fresh narrows a told story to the members that add a fact, and to their
// sentences that do.
func (l *ledger) fresh(c *candidate, members []source) ([]source, func(source, int) bool) {
	allow := func(s source, i int) bool {
		return !c.told.seen[text.Fingerprint(s.sentence(i))] && l.adds(s.facts(i))
	}
	var out []source
	for _, m := range members {
		for i := range m.spans {
			if allow(m, i) {
				out = append(out, m)
				break
			}
		}
		if len(m.spans) == 0 && l.adds(m.headline().facts) {
			out = append(out, m)
		}
	}
	return out, allow
}

// adds reports whether one of a sentence's facts (the first is its
// fingerprint) was not told in the channel.
func (l *ledger) adds(facts []int64) bool {
	if len(facts) == 0 || l.facts[facts[0]] {
		return false
	}
	for _, f := range facts[1:] {
		if !l.facts[f] {
			return true
		}
	}
	return false
}

// Tell prints a briefing to a terminal channel and records that it was told:
// the post with its claims first, state "sent" once the output is flushed.
func (w *Writer) Tell(ctx context.Context, b Briefing, out io.Writer, show func(io.Writer) error) error {
	if b.channel.ID == 0 {
		return flush(out, show)
	}
	now := nowFunc(w.Now)
	var payload Payload
	var claims []int64
	for _, s := range b.Stories {
		payload.Stories = append(payload.Stories, PostStory{Story: s.ID, Title: s.Title})
		for _, c := range s.Claims {
			claims = append(claims, c.id)
		}
	}
	body, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	p, err := w.Store.AddPost(ctx, store.Post{Key: fmt.Sprintf("terminal:%d:%d:%d", b.channel.ID, b.At.UnixMilli(), now.UnixNano()), Channel: b.channel.ID,
		Kind: "terminal", Payload: string(body), Marker: b.Heading(), State: "ready", Cut: b.At, Due: now, Expire: now.Add(time.Hour)}, claims)
	if err != nil {
		return fmt.Errorf("record the briefing of channel %q: %w", b.channel.Name, err)
	}
	if err := flush(out, show); err != nil {
		return err
	}
	if err := w.Store.MarkPost(ctx, p, "ready", "sent"); err != nil {
		return fmt.Errorf("record that channel %q was told: %w", b.channel.Name, err)
	}
	return nil
}

func flush(out io.Writer, show func(io.Writer) error) error {
	buf := bufio.NewWriter(out)
	if err := show(buf); err != nil {
		return err
	}
	return buf.Flush()
}

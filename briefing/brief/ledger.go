package brief

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/text"
	"dateline/briefing/text/speech"
	"dateline/briefing/write"
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
	made     time.Time // when that was written: what was seen later was not looked through
	waits    []int64   // stories whose corrections found no place in it
}

// told is what a channel heard of a story last.
type told struct {
	title string
	at    time.Time
	link  string           // to the message
	seen  map[uint64]bool  // fingerprints of the sentences visible at that cut
	read  readWords        // the words of those sentences
	known map[int64]bool   // the articles they stood in
	facts map[int64]bool   // of the story's new sentences, those it was told
	cites []store.ToldCite // on what the channel's posts about it rest, newest first

	sources   map[int64]claim.Article // the versions that those cite
	measures  []claim.Statement       // that it was told, newest first, once the story is tried
	elsewhere bool                    // another schedule or an alert told what this one has not since
}

func (w *Writer) openLedger(ctx context.Context, ch store.Channel, schedule int64) (*ledger, error) {
	led := &ledger{store: w.Store, channel: ch, schedule: schedule}
	if ch.ID == 0 {
		return led, nil
	}
	last, err := w.Store.LastPost(ctx, ch.ID, schedule)
	if errors.Is(err, store.ErrNotFound) {
		return led, nil
	} else if err != nil {
		return nil, fmt.Errorf("read what channel %q was told: %w", ch.Name, err)
	}
	var payload message.Payload
	_ = json.Unmarshal([]byte(last.Payload), &payload) // ours; from what cannot be read nothing waits
	led.known, led.cut, led.made, led.waits = true, last.Cut, last.Last, payload.Waits
	if payload.Looked != 0 {
		led.made = time.UnixMilli(payload.Looked)
	}
	return led, nil
}

// mark finds the candidates this channel was told of, and what could be read
// of them then: by this schedule, or else by another or an alert.
func (l *ledger) mark(ctx context.Context, cs []*candidate) error {
	if l.channel.ID == 0 || len(cs) == 0 {
		return nil
	}
	ids := make([]int64, len(cs))
	for i, c := range cs {
		ids[i] = c.id
	}
	posts, err := l.store.ToldStories(ctx, l.channel.ID, ids)
	if err != nil {
		return fmt.Errorf("read which stories channel %q was told: %w", l.channel.Name, err)
	}
	cites, err := l.store.ToldCites(ctx, l.channel.ID, ids)
	if err != nil {
		return fmt.Errorf("read on what rests what channel %q was told: %w", l.channel.Name, err)
	}
	for _, c := range cs {
		if len(posts[c.id]) > 0 {
			c.told = &told{}
		}
	}
	if err := l.rests(ctx, cs, cites); err != nil {
		return err
	}
	for _, c := range cs {
		if c.told == nil {
			continue
		}
		if err := l.heard(ctx, c, posts[c.id]); err != nil {
			return err
		}
	}
	return nil
}

// heard says by which posts a channel knows of a story, and what they leave to tell.
func (l *ledger) heard(ctx context.Context, c *candidate, posts []store.Post) error {
	post, last := origin(posts, c.told.cites), posts[len(posts)-1]
	c.told.elsewhere = true
	for _, own := range posts {
		if own.Schedule == l.schedule && !own.Cut.Before(post.Cut) {
			c.told.elsewhere, last = false, own
		}
	}
	title, err := l.titleIn(ctx, post, c.id)
	if err != nil {
		return err
	}
	c.told.title, c.told.at, c.told.link = title, post.Cut, messageLink(l.channel, post.MessageID)
	return l.recall(ctx, c, last)
}

// origin is the newest of the posts that told something first: a line "told
// here before" is none.
func origin(posts []store.Post, cites []store.ToldCite) store.Post {
	first, seen := map[int64]bool{}, map[int64]bool{}
	for _, x := range slices.Backward(cites) {
		if !seen[x.Claim] {
			seen[x.Claim], first[x.Post.ID] = true, true
		}
	}
	for _, p := range slices.Backward(posts) {
		if first[p.ID] {
			return p
		}
	}
	return posts[len(posts)-1]
}

// rests reads the texts on which rests what the channel was told.
func (l *ledger) rests(ctx context.Context, cs []*candidate, cites []store.ToldCite) error {
	var versions []int64
	for _, x := range cites {
		versions = append(versions, x.Cite.Version)
	}
	items, err := l.store.Items(ctx, store.Scope{Everything: true}, versions)
	if err != nil {
		return fmt.Errorf("read the texts on which rests what channel %q was told: %w", l.channel.Name, err)
	}
	for _, c := range cs {
		if c.told == nil {
			continue
		}
		c.told.sources = map[int64]claim.Article{}
		for _, x := range cites {
			if x.Story != c.id {
				continue
			}
			c.told.cites = append(c.told.cites, x)
			item, ok := items[x.Cite.Version]
			if _, known := c.told.sources[item.Version.ID]; known || !ok {
				continue
			}
			c.told.sources[item.Version.ID] = claim.NewArticle(item)
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
	var payload message.Payload
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
	cut, made, schedule := l.cut, l.made, l.schedule
	if c.told.elsewhere {
		schedule = store.AnySchedule
		if p.Last.After(made) {
			made = p.Last
		}
	}
	if p.Cut.After(cut) {
		cut = p.Cut
	}
	items, err := l.store.StoryItems(ctx, store.Scope{Everything: true}, []int64{c.id}, cut)
	if err != nil {
		return fmt.Errorf("read story %d as it was told: %w", c.id, err)
	}
	c.told.seen, c.told.known, c.told.read = map[uint64]bool{}, map[int64]bool{}, readWords{}
	for _, it := range items {
		if it.Version.Seen.After(made) {
			continue
		}
		article := claim.NewArticle(it)
		c.told.known[it.Article.ID] = true
		c.told.read.sources = append(c.told.read.sources, article)
		for i := range article.Spans {
			c.told.seen[speech.Fingerprint(article.Sentence(i))] = true
		}
	}
	var facts []int64
	for _, m := range c.members {
		for i := range m.Spans {
			facts = append(facts, m.Facts(i)...)
		}
		facts = append(facts, m.Headline().Facts...)
	}
	if c.told.facts, err = l.store.Told(ctx, l.channel.ID, schedule, facts); err != nil {
		return fmt.Errorf("read which facts channel %q was told: %w", l.channel.Name, err)
	}
	return nil
}

// fresh narrows a told story to the members that add a fact, and to their
// sentences that do.
func (t *told) fresh(members []claim.Article) ([]claim.Article, func(claim.Article, int) bool) {
	allow := func(s claim.Article, i int) bool {
		sentence := s.Sentence(i)
		return !t.seen[speech.Fingerprint(sentence)] && (t.adds(s.Facts(i)) || t.read.lack(sentence, s.Item.Version.Lang))
	}
	var out []claim.Article
	for _, m := range members {
		for i := range m.Spans {
			if allow(m, i) {
				out = append(out, m)
				break
			}
		}
		if len(m.Spans) == 0 && t.adds(m.Headline().Facts) {
			out = append(out, m)
		}
	}
	return out, allow
}

// notElsewhere allows the sentences of a story that its channel was not told in
// another, and that no story of this briefing has: what is told once stays told,
// whatever story it comes back in. ok is false when every sentence was.
func (r *writing) notElsewhere(ctx context.Context, c *candidate, members []claim.Article) (allow func(claim.Article, int) bool, ok bool,
	err error) {
	var prints []int64
	for _, m := range members {
		for i := range min(len(m.Spans), claim.ChooseDepth) {
			prints = append(prints, m.Print(i))
		}
	}
	said := map[int64]bool{}
	if r.led.channel.ID != 0 {
		if said, err = r.w.Store.Told(ctx, r.led.channel.ID, r.led.schedule, prints); err != nil {
			return nil, false, fmt.Errorf("read which sentences channel %q was told: %w", r.led.channel.Name, err)
		}
	}
	told := func(p int64) bool { return said[p] || r.shown[p] }
	c.elsewhere = len(prints) > 0 && !slices.ContainsFunc(prints, func(p int64) bool { return !told(p) })
	return func(s claim.Article, i int) bool { return !told(s.Print(i)) }, !c.elsewhere, nil
}

// show remembers the sentences of a story that this briefing tells.
func (r *writing) show(s Story) {
	if r.shown == nil {
		r.shown = map[int64]bool{}
	}
	for _, c := range s.Claims[1:] {
		if len(c.Facts) > 0 {
			r.shown[c.Facts[0]] = true
		}
	}
}

// brings reports whether a story holds what its channel was not told.
func (c *candidate) brings() bool {
	if c.told == nil {
		return true
	}
	members, _ := c.told.fresh(c.members)
	return len(members) > 0
}

// unheard reports whether one of the articles was not there at the cut.
func (t *told) unheard(members []claim.Article) bool {
	return slices.ContainsFunc(members, func(m claim.Article) bool { return !t.known[m.Item.Article.ID] })
}

// headlines are those that tell something new where no sentence of their
// article does, as sentences that may be shown.
func (t *told) headlines(members []claim.Article) []claim.Pick {
	var out []claim.Pick
	for _, m := range members {
		heading, ok := m.Heading()
		lang := m.Item.Version.Lang
		if !ok || claim.Promises.MatchString(heading.Text) || speech.Questions(heading.Text) {
			continue
		}
		if !t.adds(heading.Facts) && (t.known[m.Item.Article.ID] || !t.read.lack(heading.Text, lang)) {
			continue
		}
		heading.Kind = claim.KindQuoted
		out = append(out, claim.Pick{Src: m, I: claim.HeadlineAt, Words: len(strings.Fields(heading.Text)),
			Terms: text.TermSet(heading.Text, lang), Claim: heading, Tells: claim.NewTelling(heading.Text, lang), Score: 1})
	}
	return out
}

// updates are the headlines that tell what a channel was not told of a story,
// where no sentence does; none of a story that is new to it.
func (c *candidate) updates(ch *chooser, members []claim.Article) []claim.Pick {
	if c.told == nil {
		return nil
	}
	picks := ch.people.Picks(c.told.headlines(members))
	c.untold = len(picks) == 0 && c.told.unheard(members)
	return picks
}

// untold leaves out of an update what its channel was told in other posts of
// the story; write.ErrGone when nothing is left.
func (r *writing) untold(ctx context.Context, c *candidate, claims []claim.Claim) ([]claim.Claim, error) {
	if c.told == nil || wordsFor(r.req.Length) == 0 {
		return claims, nil
	}
	var facts []int64
	for _, x := range claims[1:] {
		facts = append(facts, x.Facts...)
	}
	schedule := r.led.schedule
	if c.told.elsewhere {
		schedule = store.AnySchedule
	}
	said, err := r.w.Store.Told(ctx, r.led.channel.ID, schedule, facts)
	if err != nil {
		return nil, fmt.Errorf("read which facts channel %q was told: %w", r.led.channel.Name, err)
	}
	out := claims[:1:1]
	for _, x := range claims[1:] {
		more := len(x.Facts) > 0 && !said[x.Facts[0]] && len(x.Cites) > 0 && c.told.read.lack(x.Text, x.Cites[0].Lang)
		if more || (&told{facts: said}).adds(x.Facts) {
			out = append(out, x)
		}
	}
	if len(out) == 1 {
		return nil, write.ErrGone
	}
	return out, nil
}

// adds reports whether one of a sentence's facts (the first is its
// fingerprint) was not told in the channel.
func (t *told) adds(facts []int64) bool {
	if len(facts) == 0 || t.facts[facts[0]] {
		return false
	}
	for _, f := range facts[1:] {
		if !t.facts[f] {
			return true
		}
	}
	return false
}

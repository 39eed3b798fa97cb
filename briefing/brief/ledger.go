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
	"dateline/briefing/rights"
	"dateline/briefing/text"
	"dateline/briefing/text/speech"
	"dateline/briefing/write"
	"dateline/store"
)

// ledger is what one channel was told: the facts of claims whose posts were sent.
// It is read from the posts, so it cannot disagree with what was delivered.
type ledger struct {
	store     *store.Store
	channel   store.Channel
	schedule  int64
	known     bool           // the channel had a briefing before
	cut       time.Time      // up to which its last briefing looked
	made      time.Time      // when that was written: what was seen later was not looked through
	waits     []int64        // stories whose corrections found no place in it
	corrected map[int64]bool // claims that it told and finds that their outlets corrected
	shown     *rights.Tally  // what the briefing that is being written shows word for word
}

// storyHistory is what a channel was told about one story, up to the newest post
// about it.
type storyHistory struct {
	title string
	head  int64            // the claim that is that title; 0 where it is not known
	at    time.Time        // the cut of the post that told it
	link  string           // to that message; "" in a terminal
	seen  map[uint64]bool  // fingerprints of the sentences that were visible then
	read  readWords        // the words of those sentences
	known map[int64]bool   // ids of the articles that held them
	facts map[int64]bool   // those facts of the story's present sentences that the channel was told
	cites []store.ToldCite // of the claims in the channel's posts about the story, newest first

	sources  map[int64]claim.Article // the versions in cites, by id
	measures []claim.Statement       // that the channel was told, newest first; set when the story is written
	// The newest post about this story came from another schedule of the channel or an alert, and this
	// schedule has posted nothing about it since.
	elsewhere bool
}

// openLedger reads the ledger of a request's channel and schedule from its last post; an
// empty one for a channel without id (a preview), or without a post.
func (w *Writer) openLedger(ctx context.Context, req Request) (*ledger, error) {
	ch, led := req.Channel, &ledger{store: w.Store, channel: req.Channel, schedule: req.Schedule, shown: rights.Briefing.In(req.Talk)}
	if ch.ID == 0 {
		return led, nil
	}
	last, err := w.Store.LastPost(ctx, ch.ID, req.Schedule)
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

// since is where a briefing begins: where the channel's last one ended.
func (l *ledger) since(req Request) time.Time {
	switch {
	case !l.known:
		return req.From
	case req.Live:
		return LaterOf(l.cut, req.At.Add(-coverMost))
	}
	return l.cut
}

// loadHistories sets history of the candidates that this channel was told about,
// with what could be read about them at that time: for posts of this schedule, or
// else of another schedule or an alert.
func (l *ledger) loadHistories(ctx context.Context, cs []*candidate) error {
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
			c.history = &storyHistory{}
		}
	}
	if err := l.loadCitedVersions(ctx, cs, cites); err != nil {
		return err
	}
	for _, c := range cs {
		if c.history == nil {
			continue
		}
		if err := l.loadHistory(ctx, c, posts[c.id]); err != nil {
			return err
		}
	}
	return nil
}

// loadHistory fills in which post told the channel of a story, and what that
// leaves to tell. posts are those about the story, oldest first.
func (l *ledger) loadHistory(ctx context.Context, c *candidate, posts []store.Post) error {
	post, last := origin(posts, c.history.cites), posts[len(posts)-1]
	c.history.elsewhere = true
	for _, own := range posts {
		if own.Schedule == l.schedule && !own.Cut.Before(post.Cut) {
			c.history.elsewhere, last = false, own
		}
	}
	title, err := l.titleIn(ctx, post, c.id)
	if err != nil {
		return err
	}
	c.history.title, c.history.at, c.history.link = title, post.Cut, MessageLink(l.channel, post)
	c.history.head = c.history.claimOf(title)
	return l.loadSeen(ctx, c, last)
}

// origin returns the newest post that told a claim for the first time. A line
// "told here before" repeats claims and does not count.
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

// loadCitedVersions loads the article versions cited by earlier posts about these
// stories into each candidate's history.
func (l *ledger) loadCitedVersions(ctx context.Context, cs []*candidate, cites []store.ToldCite) error {
	var versions []int64
	for _, x := range cites {
		versions = append(versions, x.Cite.Version)
	}
	items, err := l.store.Items(ctx, store.Scope{Everything: true, TakenBack: true}, versions)
	if err != nil {
		return fmt.Errorf("read the texts on which rests what channel %q was told: %w", l.channel.Name, err)
	}
	for _, c := range cs {
		if c.history == nil {
			continue
		}
		c.history.sources = map[int64]claim.Article{}
		for _, x := range cites {
			if x.Story != c.id {
				continue
			}
			c.history.cites = append(c.history.cites, x)
			item, ok := items[x.Cite.Version]
			if _, known := c.history.sources[item.Version.ID]; known || !ok {
				continue
			}
			c.history.sources[item.Version.ID] = claim.NewArticle(item)
		}
	}
	return nil
}

// titleIn returns the title of a story in a post's payload; "" if it is not there.
// The story may have had another id then.
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

// loadSeen loads into the history the sentences of the story's articles as they
// were at the channel's last cut (or at that of post p, when a later one did not
// arrive), and the facts of its present sentences that the channel was told.
func (l *ledger) loadSeen(ctx context.Context, c *candidate, p store.Post) error {
	cut, made, schedule := l.cut, l.made, l.schedule
	if c.history.elsewhere {
		schedule = store.AnySchedule
		if p.Last.After(made) {
			made = p.Last
		}
	}
	if p.Cut.After(cut) {
		cut = p.Cut
	}
	items, err := l.store.StoryItems(ctx, store.Scope{Everything: true, TakenBack: true}, []int64{c.id}, cut)
	if err != nil {
		return fmt.Errorf("read story %d as it was told: %w", c.id, err)
	}
	c.history.seen, c.history.known, c.history.read = map[uint64]bool{}, map[int64]bool{}, readWords{}
	for _, it := range items {
		if it.Version.Seen.After(made) {
			continue
		}
		article := claim.NewArticle(it)
		c.history.known[it.Article.ID] = true
		c.history.read.sources = append(c.history.read.sources, article)
		for i := range article.Spans {
			c.history.seen[speech.Fingerprint(article.Sentence(i))] = true
		}
	}
	var facts []int64
	for _, m := range c.members {
		for i := range m.Spans {
			facts = append(facts, m.Facts(i)...)
		}
		facts = append(facts, m.Headline().Facts...)
	}
	if c.history.facts, err = l.store.Told(ctx, l.channel.ID, schedule, facts); err != nil {
		return fmt.Errorf("read which facts channel %q was told: %w", l.channel.Name, err)
	}
	return nil
}

// newMembers returns the members that have a sentence or headline with a fact the
// channel was not told, and a function that reports which of their sentences do.
func (t *storyHistory) newMembers(members []claim.Article) ([]claim.Article, func(claim.Article, int) bool) {
	allow := func(s claim.Article, i int) bool {
		sentence := s.Sentence(i)
		if sentence == "" || t.seen[speech.Fingerprint(sentence)] {
			return false
		}
		return t.hasNewFact(s.Facts(i)) || t.read.lack(sentence, s.Item.Version.Lang)
	}
	var out []claim.Article
	for _, m := range members {
		for i := range m.Spans {
			if allow(m, i) {
				out = append(out, m)
				break
			}
		}
		if len(m.Spans) == 0 && t.hasNewFact(m.Headline().Facts) {
			out = append(out, m)
		}
	}
	return out, allow
}

// notInOtherStories returns a function that reports whether a sentence may be
// told: the channel was not told it in another story, and this briefing does not
// tell it either. ok is false when no sentence may.
func (r *writerRun) notInOtherStories(ctx context.Context, c *candidate, members []claim.Article) (allow func(claim.Article, int) bool,
	ok bool, err error) {
	var prints []int64
	for _, m := range members {
		for i := range min(len(m.Spans), claim.ChooseDepth) {
			prints = append(prints, m.Fingerprint(i))
		}
	}
	said := map[int64]bool{}
	if r.ledger.channel.ID != 0 {
		if said, err = r.w.Store.Told(ctx, r.ledger.channel.ID, r.ledger.schedule, prints); err != nil {
			return nil, false, fmt.Errorf("read which sentences channel %q was told: %w", r.ledger.channel.Name, err)
		}
	}
	told := func(p int64) bool { return said[p] || r.shown[p] }
	c.elsewhere = len(prints) > 0 && !slices.ContainsFunc(prints, func(p int64) bool { return !told(p) })
	return func(s claim.Article, i int) bool { return s.Sentence(i) != "" && !told(s.Fingerprint(i)) }, !c.elsewhere, nil
}

// markShown remembers the sentences of a story that this briefing tells.
func (r *writerRun) markShown(s Story) {
	if r.shown == nil {
		r.shown = map[int64]bool{}
	}
	for _, c := range s.Claims[1:] {
		if len(c.Facts) > 0 {
			r.shown[c.Facts[0]] = true
		}
	}
}

// hasNews reports whether a story has a fact that its channel was not told.
func (c *candidate) hasNews() bool {
	if c.history == nil {
		return true
	}
	members, _ := c.history.newMembers(c.members)
	return len(members) > 0
}

// newHeadlines returns the headlines with a fact the channel was not told, as
// candidates: for an update whose sentences hold nothing new.
func (t *storyHistory) newHeadlines(members []claim.Article) []claim.SentenceCandidate {
	var out []claim.SentenceCandidate
	for _, m := range members {
		heading, ok := m.Heading()
		lang := m.Item.Version.Lang
		if !ok || claim.Promises.MatchString(heading.Text) || claim.Asks(heading.Text) {
			continue
		}
		if !t.hasNewFact(heading.Facts) && (t.known[m.Item.Article.ID] || !t.read.lack(heading.Text, lang)) {
			continue
		}
		heading.Kind = claim.KindQuoted
		out = append(out, claim.SentenceCandidate{Src: m, Index: claim.HeadlineIndex, Words: len(strings.Fields(heading.Text)),
			Terms: text.TermSet(heading.Text, lang), Claim: heading, Tells: claim.NewTelling(heading.Text, lang), Score: 1})
	}
	return out
}

// updates are the headlines that tell what a channel was not told of a story,
// where no sentence does; none of a story that is new to it.
func (c *candidate) updates(ch *extractor, members []claim.Article) []claim.SentenceCandidate {
	if c.history == nil {
		return nil
	}
	picks := ch.people.Filter(c.history.newHeadlines(members))
	c.newInHeadlines = len(picks) == 0 && c.history.hasNewArticle(members)
	return picks
}

// withoutTold drops from the claims of an update those that the channel was told
// in earlier posts. claims[0], the heading, stays. write.ErrGone when nothing else
// is left.
func (r *writerRun) withoutTold(ctx context.Context, c *candidate, claims []claim.Claim) ([]claim.Claim, error) {
	if c.history == nil || wordsFor(r.req.Length) == 0 {
		return claims, nil
	}
	var facts []int64
	for _, x := range claims[1:] {
		facts = append(facts, x.Facts...)
	}
	schedule := r.ledger.schedule
	if c.history.elsewhere {
		schedule = store.AnySchedule
	}
	said, err := r.w.Store.Told(ctx, r.ledger.channel.ID, schedule, facts)
	if err != nil {
		return nil, fmt.Errorf("read which facts channel %q was told: %w", r.ledger.channel.Name, err)
	}
	out := claims[:1:1]
	for _, x := range claims[1:] {
		more := len(x.Facts) > 0 && !said[x.Facts[0]] && len(x.Cites) > 0 && c.history.read.lack(x.Text, x.Cites[0].Lang)
		if more || (&storyHistory{facts: said}).hasNewFact(x.Facts) {
			out = append(out, x)
		}
	}
	if len(out) == 1 {
		return nil, write.ErrGone
	}
	return out, nil
}

// hasNewFact reports whether a sentence has a fact that the channel was not told.
// facts[0] is its fingerprint; when that was told, nothing in it is new.
func (t *storyHistory) hasNewFact(facts []int64) bool {
	if len(facts) == 0 || t.facts[facts[0]] {
		return false
	}
	return slices.ContainsFunc(facts[1:], func(f int64) bool { return !t.facts[f] })
}

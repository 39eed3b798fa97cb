// Package recap tells what a channel was told in some time, for one reader: the newest
// state of each story, and what it was told of it before in one line each. It takes
// what was sent from the posts, leaves out what was taken back since, and writes
// nothing.
package recap

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/people"
	"dateline/briefing/rights"
	"dateline/store"
	"dateline/store/state"
)

const (
	postsMost     = 60 // parts of texts that are looked at, the newest
	storiesMost   = 25
	fullMost      = 8 // stories with sentences, the newest
	sentencesMost = 2 // of a story
	beforeMost    = 3 // earlier tellings of a story that are named
)

// Question is what somebody wants to be told again.
type Question struct {
	Store       *store.Store
	Scope       store.Scope
	Channel     store.Channel
	Hidden      map[int64]time.Time // stories that the reader has hidden: they are left out
	After, Till time.Time           // told after the one and up to the other
	Talk        *rights.Tally       // of the conversation that it is asked in; nil: the reply is counted by itself
}

// Telling is one text that told a channel of a story.
type Telling struct {
	At     time.Time
	Title  string // as it stood in the text
	Hidden bool   // it holds a word that the channel hides
	Link   string // to the message; "" for none
	key    string // of the text
	story  int64  // as the text names it; it may have been merged since
}

// Story is one that a channel was told of.
type Story struct {
	ID        int64
	Now       Telling // the newest
	Before    []Telling
	Sentences []claim.Claim // of the newest, without the heading
}

// Recap is what a channel was told.
type Recap struct {
	Stories   []Story
	Hidden    int // stories that its reader has hidden
	More      int // stories that found no place
	TakenBack int // stories whose heading or sentences were all taken back
	Withdrawn int // sentences that were taken back, of stories that are told
	Corrected int // corrections and removals that the channel was told of, in Messages
	Messages  []Telling
	Cut       bool
}

// Read collects what a channel was told.
func (q Question) Read(ctx context.Context) (Recap, error) {
	posts, err := q.Store.ToldSince(ctx, q.Channel.ID, q.After, q.Till, postsMost)
	if err != nil {
		return Recap{}, err
	}
	out := Recap{Cut: len(posts) == postsMost}
	if out.Stories, err = q.stories(ctx, posts); err != nil {
		return out, err
	}
	q.corrections(posts, &out)
	all := len(out.Stories)
	out.Stories = slices.DeleteFunc(out.Stories, func(s Story) bool {
		_, hidden := q.Hidden[s.ID]
		return hidden
	})
	out.Hidden = all - len(out.Stories)
	if n := len(out.Stories); n > storiesMost {
		out.Stories, out.More = out.Stories[:storiesMost], n-storiesMost
	}
	return out, q.fill(ctx, posts, &out)
}

// stories are those of posts, which come newest first, each once.
func (q Question) stories(ctx context.Context, posts []store.Post) ([]Story, error) {
	var told []Telling
	var ids []int64
	parts := map[string][]store.Post{}
	for _, p := range posts {
		parts[p.Key] = append(parts[p.Key], p)
	}
	for _, p := range posts {
		pay, err := message.ParsePayload(p.Payload)
		if err != nil {
			return nil, fmt.Errorf("read post %d: %w", p.ID, err)
		}
		for _, s := range pay.Menu {
			told = append(told, Telling{At: p.Last, Title: s.Title, Hidden: s.Hidden, key: p.Key, story: s.Story,
				Link: brief.MessageLink(q.Channel, partOf(parts[p.Key], s.Story))})
			ids = append(ids, s.Story)
		}
	}
	merged, err := q.Store.Merged(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("read which stories have merged: %w", err)
	}
	var out []Story
	for i, t := range told {
		id := cmp.Or(merged[ids[i]], ids[i])
		at := slices.IndexFunc(out, func(s Story) bool { return s.ID == id })
		switch {
		case at < 0:
			out = append(out, Story{ID: id, Now: t})
		case out[at].Now.key != t.key:
			out[at].Before = append(out[at].Before, t)
		}
	}
	return out, nil
}

// corrections counts what posts told that was corrected or removed, and names the posts.
func (q Question) corrections(posts []store.Post, out *Recap) {
	for _, p := range posts {
		pay, _ := message.ParsePayload(p.Payload) // stories has read it
		before := out.Corrected
		for _, s := range pay.Shows {
			if s.Story < 0 && s.Kind == message.Heading {
				out.Corrected++
			}
		}
		if out.Corrected > before {
			out.Messages = append(out.Messages, Telling{At: p.Last, Link: brief.MessageLink(q.Channel, p)})
		}
	}
}

// partOf is the part of a text that tells a story, its first for none.
func partOf(parts []store.Post, story int64) store.Post {
	for _, p := range parts {
		pay, err := message.ParsePayload(p.Payload)
		if err == nil && slices.ContainsFunc(pay.Stories, func(s message.PostStory) bool { return s.Story == story }) {
			return p
		}
	}
	return parts[0]
}

// fill gives stories their sentences, and leaves out those of which nothing is left.
func (q Question) fill(ctx context.Context, posts []store.Post, out *Recap) error {
	ids := make([]int64, len(out.Stories))
	for i, s := range out.Stories {
		ids[i] = s.ID
	}
	items, err := q.Store.StoryItems(ctx, q.Scope, ids, q.Till)
	if err != nil {
		return fmt.Errorf("read the reports of stories: %w", err)
	}
	sources := make([]claim.Article, len(items))
	for i, it := range items {
		sources[i] = claim.NewArticle(it)
	}
	rules := people.New(sources)
	all, err := q.claims(ctx, posts)
	if err != nil {
		return err
	}
	kept, drawn := out.Stories[:0], rights.Briefing.In(q.Talk)
	for _, s := range out.Stories {
		said, gone := all.of(s)
		if gone > 0 && (len(said) == 0 || !all.headed(s)) {
			out.TakenBack++
			continue
		}
		out.Withdrawn += gone
		if len(kept) < fullMost {
			s.Sentences = sentences(rules.Claims(said), drawn)
		}
		kept = append(kept, s)
	}
	out.Stories = kept
	return nil
}

// shownIn is a claim in a text, by its key.
type shownIn struct {
	key   string
	claim int64
}

// sentences are those of a story's claims that stand below its heading, each once: one
// may be the heading too.
func sentences(said []claim.Claim, drawn *rights.Tally) (out []claim.Claim) {
	for _, c := range said {
		told := slices.ContainsFunc(out, func(x claim.Claim) bool { return x.Text == c.Text })
		if c.Kind == claim.KindHeading || c.Kind == claim.KindHeadline || told {
			continue
		}
		if len(out) < sentencesMost && drawn.Take(c.Drawn()...) {
			out = append(out, c)
		}
	}
	return out
}

// toldClaims are the claims of some texts, with the stories of what they cite.
type toldClaims struct {
	byKey map[string][]store.Claim
	items map[int64]store.Item // by version, as far as the reader may see them
	lang  map[string]string    // of the bot's own words in a text
	shows map[shownIn]int64    // the story under which a text shows a claim, by the text's key and the claim
}

func (q Question) claims(ctx context.Context, posts []store.Post) (toldClaims, error) {
	out := toldClaims{byKey: map[string][]store.Claim{}, lang: map[string]string{}, shows: map[shownIn]int64{}}
	var versions []int64
	for _, p := range slices.Backward(posts) {
		claims, err := q.Store.ClaimsIn(ctx, p.ID)
		if err != nil {
			return out, fmt.Errorf("read the sentences of post %d: %w", p.ID, err)
		}
		out.byKey[p.Key] = append(out.byKey[p.Key], claims...)
		if pay, err := message.ParsePayload(p.Payload); err == nil {
			out.lang[p.Key] = pay.Lang
			for _, block := range pay.Shows {
				for _, c := range block.Claims {
					out.shows[shownIn{p.Key, c.Claim}] = block.Story
				}
			}
		}
		for _, c := range claims {
			for _, t := range c.Cites {
				versions = append(versions, t.Version)
			}
		}
	}
	var err error
	if out.items, err = q.Store.Items(ctx, q.Scope, versions); err != nil {
		return out, fmt.Errorf("read what sentences rest on: %w", err)
	}
	return out, nil
}

// of are the claims of the newest telling of a story, the heading among them, and how
// many of them were taken back.
func (t toldClaims) of(s Story) (out []claim.Claim, gone int) {
	for _, c := range t.byKey[s.Now.key] {
		switch {
		case !t.about(c, s):
		case c.State != state.ClaimShown:
			gone++
		default:
			if shown, ok := t.claim(c, s.Now.key); ok {
				out = append(out, shown)
			}
		}
	}
	return out, gone
}

// headed reports whether the heading of a story stands.
func (t toldClaims) headed(s Story) bool {
	return !slices.ContainsFunc(t.byKey[s.Now.key], func(c store.Claim) bool {
		return c.No == 0 && c.State != state.ClaimShown && t.about(c, s)
	})
}

// about reports whether a claim is of the newest telling of a story: the text shows it
// there, or, where it is shown no more, it cites what its reader may see of the story.
func (t toldClaims) about(c store.Claim, s Story) bool {
	if under, ok := t.shows[shownIn{s.Now.key, c.ID}]; ok {
		return under == s.Now.story
	}
	return slices.ContainsFunc(c.Cites, func(ct store.Cite) bool {
		it, ok := t.items[ct.Version]
		return ok && it.Article.Story == s.ID
	})
}

// claim is a stored claim with its evidence; false where its reader may not see all of
// that, or its publisher allows no longer that it is quoted.
func (t toldClaims) claim(c store.Claim, key string) (claim.Claim, bool) {
	out := claim.Claim{ID: c.ID, No: c.No, Text: c.Text, Kind: c.Kind}
	for _, ct := range c.Cites {
		it, ok := t.items[ct.Version]
		if !ok {
			return out, false
		}
		src := claim.NewArticle(it)
		field := src.Item.Version.Text
		if ct.Field == "title" {
			field = src.Item.Version.Title
		}
		if ct.Start < 0 || ct.End > len(field) || ct.Start >= ct.End || field[ct.Start:ct.End] != ct.Quote {
			return out, false
		}
		out.Cites = append(out.Cites, src.Cite(ct.Field, ct.Start, ct.End))
	}
	if c.Kind == claim.KindTranslated {
		out.Tongue = t.lang[key]
	}
	return out, len(out.Cites) > 0
}

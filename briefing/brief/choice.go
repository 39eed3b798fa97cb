package brief

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dateline/briefing/claim"
	"dateline/briefing/feed/outlet"
	"dateline/briefing/topic"
	"dateline/store"
)

// What a request asks for of what was read: outlets, languages, a topic, a least
// number of reports. What it does not ask for is not told, and "why?" names it.

// unasked is a story that a request does not ask for, and why.
type unasked struct {
	*candidate
	Traced
}

// choose leaves of the stories what a request asks for by outlet and language.
// An outlet that is left out is as one that nobody reads: it is not told, named or
// counted. What is in another language than those asked for is not told, but
// counts, and names its outlets.
func (w *Writer) choose(cs []*candidate, req Request) (kept []*candidate, out []unasked) {
	for _, c := range cs {
		switch {
		case !c.from(req, &w.cache):
			out = append(out, unasked{c, Traced{Outcome: OutletOut}})
		case !c.writtenIn(req):
			out = append(out, unasked{c, Traced{Outcome: LanguageOut}})
		default:
			kept = append(kept, c)
		}
	}
	return kept, out
}

// from leaves of a story the reports of outlets that the request asks for; false,
// and the story as it was, when there are none.
func (c *candidate) from(req Request, t *claim.Cache) bool {
	if len(req.Only) == 0 && len(req.Without) == 0 {
		return true
	}
	wanted := func(a claim.Article) bool {
		return (len(req.Only) == 0 || among(a.Item.Article, req.Only)) && !among(a.Item.Article, req.Without)
	}
	members, others := keep(c.members, wanted), keep(c.others, wanted)
	if len(members)+len(others) == 0 {
		return false
	}
	c.members, c.others = members, others
	c.origins, c.reports = t.Origins(members)
	c.newest = c.all()[0].Item.Article.Time
	for _, a := range c.all() {
		c.newest = LaterOf(c.newest, a.Item.Article.Time)
	}
	return true
}

// writtenIn leaves of a story the reports in a language that the request asks for;
// false, and the story as it was, when there are none.
func (c *candidate) writtenIn(req Request) bool {
	if req.Lang == "" && len(req.Languages) == 0 {
		return true
	}
	var own, foreign []claim.Article
	var origins []string
	for i, m := range c.members {
		if !req.reads(m) {
			foreign = append(foreign, m)
			continue
		}
		own, origins = append(own, m), append(origins, c.origins[i])
	}
	others := keep(c.others, req.reads)
	if len(own)+len(others) == 0 {
		return false
	}
	c.members, c.origins, c.others, c.foreign = own, origins, others, foreign
	return true
}

// reads reports whether an article is in a language that the request asks for.
func (req Request) reads(a claim.Article) bool {
	lang := a.Item.Version.Lang
	return (req.Lang == "" || lang == req.Lang) && (len(req.Languages) == 0 || slices.Contains(req.Languages, lang))
}

// keep are the articles for which a condition holds, in a slice of their own.
func keep(all []claim.Article, holds func(claim.Article) bool) []claim.Article {
	return slices.DeleteFunc(slices.Clone(all), func(a claim.Article) bool { return !holds(a) })
}

// among reports whether an article's outlet is one of those listed, each by its
// name or by the site it publishes at.
func among(a store.Article, outlets []string) bool {
	return slices.ContainsFunc(outlets, func(named string) bool {
		if outlet.SameName(a.Outlet, named) || outlet.SameName(outlet.WithoutHost(a.Outlet), named) {
			return true
		}
		site := !strings.ContainsAny(named, " /:") && strings.Contains(named, ".")
		return site && a.URL != "" && outlet.Site(a.URL) == outlet.Site("https://"+named)
	})
}

// aboutTopic leaves of the ranked stories what a request asks for by topic.
func aboutTopic(cs []*candidate, asked topic.Topic) (kept []*candidate, out []unasked) {
	for _, c := range cs {
		if c.quiet {
			kept = append(kept, c)
		} else if c.rank.Topic == 0 {
			out = append(out, unasked{c, Traced{Outcome: OffTopic}})
		} else if word := asked.Excluded(c.leads()); word != "" {
			out = append(out, unasked{c, Traced{Outcome: Excluded, Word: word}})
		} else {
			kept = append(kept, c)
		}
	}
	return kept, out
}

// reported leaves of the stories those that as many independent reports tell as a
// request asks for, and those that its channel was told of.
func reported(cs []*candidate, req Request) (kept []*candidate, out []unasked) {
	for _, c := range cs {
		if c.history == nil && !c.quiet && c.reports < req.Reports && len(c.members) > 0 {
			out = append(out, unasked{c, Traced{Outcome: FewReports, Asked: req.Reports}})
		} else {
			kept = append(kept, c)
		}
	}
	return kept, out
}

// addEarlierReports adds to the stories with too few reports in the window what was
// reported of them in the three days before it: nobody was told of it, for the same
// reason, and together they may be enough.
func (w *Writer) addEarlierReports(ctx context.Context, cs []*candidate, req Request) error {
	few := map[int64]*candidate{}
	var ids []int64
	for _, c := range cs {
		if c.history == nil && c.reports < req.Reports && len(c.members) > 0 {
			few[c.id], ids = c, append(ids, c.id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	items, err := w.Store.StoryItems(ctx, req.Scope, ids, req.At)
	if err != nil {
		return fmt.Errorf("read what was reported earlier of %d stories: %w", len(ids), err)
	}
	from := req.At.Add(-recencyFloor)
	items = slices.DeleteFunc(req.seen(items), func(it store.Item) bool { return !it.Article.Time.After(from) })
	earlier, _ := w.choose(groupStories(items, &w.cache), req)
	for _, whole := range earlier {
		c := few[whole.id]
		if whole.reports > c.reports {
			c.members, c.others, c.foreign, c.origins, c.reports = whole.members, whole.others, whole.foreign, whole.origins, whole.reports
			c.newest = LaterOf(c.newest, whole.newest)
		}
	}
	return nil
}

// countInAll counts of the stories with one report in the window how many independent ones
// there are in all, as the reader would see them: what others reported earlier is no less
// a source for being told, or for having brought nothing new.
func (r *writerRun) countInAll(ctx context.Context, told []Story) error {
	var ids []int64
	for _, s := range told {
		if s.Reports < 2 {
			ids = append(ids, s.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	items, err := r.w.Store.StoryItems(ctx, r.req.Scope, ids, r.req.At)
	if err != nil {
		return fmt.Errorf("count the reports of %d stories: %w", len(ids), err)
	}
	whole, _ := r.w.choose(groupStories(r.req.seen(items), &r.w.cache), r.req)
	for _, c := range whole {
		told[slices.IndexFunc(told, func(s Story) bool { return s.ID == c.id })].InAll = c.reports
	}
	return nil
}

// lacking is the text that says what none of the stories read is, of what was asked
// for; "" when there is nothing to say.
func lacking(out []unasked, asked topic.Topic) string {
	off := !slices.ContainsFunc(out, func(x unasked) bool { return x.Outcome != OffTopic })
	switch {
	case off && asked.Narrow():
		return "lacks_topic"
	case len(out) > 0:
		return "lacks_asked"
	}
	return ""
}

// unmuted are the candidates that the reader has not hidden; the others are counted.
func (b *Briefing) unmuted(cs []*candidate, req Request) []*candidate {
	kept := slices.DeleteFunc(cs, func(c *candidate) bool {
		_, muted := req.Muted[c.id]
		return muted
	})
	b.Muted = len(cs) - len(kept)
	return kept
}

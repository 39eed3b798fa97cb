package answer

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"dateline/briefing/archive"
	"dateline/briefing/claim"
	"dateline/briefing/people"
	"dateline/briefing/text"
	"dateline/briefing/write"
	"dateline/store"
)

// For a model the archive is searched widely: for the question's own words and for
// each search that understanding added. It reads whole articles, so what counts is
// that the right one is among them, not that the right passage is first.

const (
	wideHits = 40 // passages of each search
	enough   = .5 // share of a question's information that the best passage holds, below which the model adds searches
	// fusionRank keeps the first places of one search from outweighing what several
	// find: reciprocal rank fusion (Cormack, Clarke and Büttcher 2009 take 60, the
	// systems we learn from 50).
	fusionRank = 50
)

// findWide reads the archive for a request. Times and outlets only narrow: where
// they leave nothing near, they are dropped. A model takes the day of an event for
// that of its reports, so what was found in its time stands before what was not,
// and does not keep it out.
func (a *Answerer) findWide(ctx context.Context, q Question, r request) (ev findings, err error) {
	err = archive.Reindexed(ctx, a.Archive.Store, a.Log, func() error {
		var lists, more [][]archive.Found
		var err error
		ev, lists, err = a.lookWide(ctx, q, r)
		open := r
		open.from, open.to = time.Time{}, time.Time{}
		switch {
		case err != nil:
			return err
		case r.narrowed() && !near(slices.Concat(lists...)):
			open.outlets = nil
			ev, lists, err = a.lookWide(ctx, q, open)
		case r.dated():
			_, more, err = a.lookWide(ctx, q, open)
		}
		ev.found = fused(append(lists, more...))
		ev.people = people.New(sourcesOf(ev.found))
		ev.people.Asked = true
		if !ev.since.IsZero() {
			ev.found, ev.known = splitBySince(ev.found, ev.since)
		}
		return err
	})
	return ev, err
}

func (r request) dated() bool { return !r.from.IsZero() || !r.to.IsZero() }

func (r request) narrowed() bool { return r.dated() || len(r.outlets) > 0 }

// texts are what is searched for, the question first, each once.
func (r request) texts() []string {
	out := []string{r.question}
	if r.alone {
		out = append(out, r.typed)
	}
	return text.Distinct(append(out, r.queries...))
}

// lookWide searches for each text of a request, the question first.
func (a *Answerer) lookWide(ctx context.Context, q Question, r request) (ev findings, lists [][]archive.Found, err error) {
	ev = findings{question: newQuestion(r.question, r.follow)}
	if r.understood {
		ev.question.typed = q.Text
		ev.question.accuses = ev.question.accuses || accuses(q.Text)
	}
	if !r.understood {
		ev.since = changedSince(r.question, r.follow.lang, r.follow, q.At)
	}
	for i, said := range r.texts() {
		reading, err := a.Archive.Read(ctx, q.Scope, said)
		if err == nil {
			err = reading.Mend(ctx, q.At)
		}
		if err != nil {
			return ev, nil, err
		}
		reading.Keep(r.outlets)
		look := archive.Lookup{Text: reading.Bare(), At: q.At}
		if q.Only != nil {
			reading.Only(q.Only)
		}
		if i == 0 {
			look = r.follow.lookup(storyQuestion(look.Text, r.follow, ev.since), q.At)
		}
		look.From, look.To, look.Limit, look.PerArticle = r.from, r.to, wideHits, 2
		found, err := reading.Search(ctx, look)
		if err == nil && i == 0 {
			ev.question.words, err = reading.Words(ctx, look)
		}
		if err != nil {
			return ev, nil, err
		}
		lists = append(lists, found)
		if whole := holdNames(found, archive.NamesAsked(said, text.QuestionLang(said))); len(whole) > 0 {
			lists = append(lists, whole)
		}
	}
	return ev, lists, nil
}

// holdNames are the passages of articles that hold names of several words as they
// were asked for, most of them first: "World Food Prize" is not in every article
// on food and prizes of the world.
func holdNames(found []archive.Found, names []string) []archive.Found {
	count := map[int64]int{}
	for _, called := range names {
		called = text.Fold(called)
		if !strings.Contains(called, " ") {
			continue
		}
		for _, src := range sourcesOf(found) {
			if version := src.Item.Version; strings.Contains(text.Fold(version.Title+"\n"+version.Text), called) {
				count[version.ID]++
			}
		}
	}
	held := func(f archive.Found) int { return count[f.Src.Item.Version.ID] }
	out := slices.DeleteFunc(slices.Clone(found), func(f archive.Found) bool { return held(f) == 0 })
	slices.SortStableFunc(out, func(a, b archive.Found) int { return cmp.Compare(held(b), held(a)) })
	return out
}

// thin reports whether a question's own words found too little for an answer.
func (ev findings) thin() bool {
	return !slices.ContainsFunc(ev.found, func(f archive.Found) bool { return f.Coverage >= enough })
}

// near reports whether a passage holds enough of what it was searched for.
func near(found []archive.Found) bool {
	return slices.ContainsFunc(found, func(f archive.Found) bool { return f.Coverage >= nearLeast })
}

// fused joins the lists of several searches by the ranks of their articles: the
// passages of each article stand together, the article that most lists have at the
// top first. A passage that several found stands once, with its best coverage.
func fused(lists [][]archive.Found) []archive.Found {
	score := map[int64]float64{}
	held := map[int64][]archive.Found{}
	var order []int64
	for _, list := range lists {
		rank := map[int64]bool{}
		for _, f := range list {
			version := f.Src.Item.Version.ID
			if held[version] == nil {
				order = append(order, version)
			}
			if !rank[version] {
				rank[version] = true
				score[version] += 1 / float64(fusionRank+len(rank))
			}
			if at := slices.IndexFunc(held[version], func(g archive.Found) bool { return g.First == f.First && g.Last == f.Last }); at < 0 {
				held[version] = append(held[version], f)
			} else {
				held[version][at].Coverage = max(held[version][at].Coverage, f.Coverage)
			}
		}
	}
	slices.SortStableFunc(order, func(a, b int64) int { return cmp.Compare(score[b], score[a]) })
	var out []archive.Found
	for _, version := range order {
		out = append(out, held[version]...)
	}
	return out
}

// articles are the articles found, best first, each with the sentences by which it
// was, at most answerArticles: news, or signed opinion where that is asked for, of
// copies the earliest. Where a count is asked for, the newest report of a story takes
// the first place that one of it has.
func (ev findings) articles() []write.Wanted {
	var out []write.Wanted
	place := map[int64]int{}
	for _, f := range archive.Originals(ev.found) {
		version := f.Src.Item.Version.ID
		at, ok := place[version]
		if !ok {
			if len(out) == answerArticles || !ev.question.allowsGenre(f.Src) {
				continue
			}
			at = len(out)
			place[version], out = at, append(out, write.Wanted{Src: f.Src})
		}
		for i := f.First; i <= f.Last; i++ {
			if !slices.Contains(out[at].Hits, i) {
				out[at].Hits = append(out[at].Hits, i)
			}
		}
	}
	for i := range out {
		best := ev.bestSentences(out[i].Src)
		out[i].Hits = append(best, slices.DeleteFunc(out[i].Hits, func(hit int) bool { return slices.Contains(best, hit) })...)
	}
	if asksCount(ev.question.text) {
		newestOfStory(out)
	}
	return out
}

// bestSentences are those of the passage of a report that comes closest to the question:
// what the search finds is three sentences of any, here each is looked at.
func (ev findings) bestSentences(src claim.Article) []int {
	held := ev.read(archive.Found{Src: src}, nil)
	version := src.Item.Version
	all := windows(held, ev.weights(held, ev.question.wordMask(version.Title, version.Lang)))
	if len(all) == 0 {
		return nil
	}
	var out []int
	for i := all[0].first; i <= all[0].last; i++ {
		out = append(out, i)
	}
	return out
}

// newestOfStory puts, of the articles of each story, the newest into the first
// place that one of them has.
func newestOfStory(found []write.Wanted) {
	of := func(i int) store.Article { return found[i].Src.Item.Article }
	for i := range found {
		story := of(i).Story
		if story == 0 || slices.ContainsFunc(found[:i], func(w write.Wanted) bool { return w.Src.Item.Article.Story == story }) {
			continue
		}
		newest := i
		for j := i + 1; j < len(found); j++ {
			if of(j).Story == story && of(j).Published.After(of(newest).Published) {
				newest = j
			}
		}
		moved := found[newest]
		copy(found[i+1:newest+1], found[i:newest])
		found[i] = moved
	}
}

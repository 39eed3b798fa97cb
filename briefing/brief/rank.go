package brief

import (
	"math"
	"slices"
	"sort"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/topic"
	"dateline/store"
)

// candidate is one story of the window, as this reader sees it.
type candidate struct {
	id             int64
	members        []claim.Article // news members in the window, order (time, id)
	others         []claim.Article // opinion, round-ups, live blogs, advertising: they give no claims
	foreign        []claim.Article // news members that are not told: in another language than the one asked for
	origins        []string        // of each member, whose report it is
	reports        int             // independent reports: as many outlets as have an origin of their own
	newest         time.Time
	history        *storyHistory // nil: this channel has not been told of the story
	newInHeadlines bool          // it was, and a new article of it brings what cannot be shown
	heldSince      time.Time     // when it found no place in an earlier briefing; zero for a story of the window
	quiet          bool          // it would have been an alert in quiet hours
	rank           Rank

	elsewhere bool // all of its sentences were told in the channel in another story
	noNews    bool // the model found none in it,
	gaveWay   bool // and the next one has its place
}

// Rank holds the factors of a story's score, for the answer to "why?".
type Rank struct {
	Reports int           `json:"reports"` // independent reports
	Texts   int           `json:"texts"`   // different texts, copies once: how much is written of it, by whomever
	Age     time.Duration `json:"age"`     // of the newest member at the cut
	Topic   float64       `json:"topic"`   // share of the topic's words the story holds, 1 without a topic
	Novelty float64       `json:"novelty"` // 1 new, .5 update
	Sourced float64       `json:"sourced"` // 1 when a member says early on who said so, else .5
	Score   float64       `json:"score"`   // log2(1+texts) x 2^(-age/half-life) x topic x novelty x sourced
	Last    bool          `json:"last"`    // nothing but opinion, round-ups or advertising
}

// all is every member, news or not.
func (c *candidate) all() []claim.Article {
	return append(append([]claim.Article(nil), c.members...), c.others...)
}

// leads are the reports as a topic sees them.
func (c *candidate) leads() []topic.Report {
	out := make([]topic.Report, 0, len(c.members)+len(c.others))
	for _, m := range c.all() {
		out = append(out, topic.Report{Lead: m.Lead(), Lang: m.Item.Version.Lang, URL: m.Item.Article.URL})
	}
	return out
}

// leadLimit is how many stories one outlet may lead before others are
// preferred: a briefing is not one outlet's front page.
const leadLimit = 2

// groupStories gathers the window's articles into stories, in order of story id.
func groupStories(items []store.Item, t *claim.Cache) []*candidate {
	byID := map[int64]*candidate{}
	var ids []int64
	for _, it := range items {
		if it.Article.Story == 0 {
			continue // not clustered yet: the next pass of Stories places it
		}
		article := claim.NewArticle(it)
		story := byID[it.Article.Story]
		if story == nil {
			story = &candidate{id: it.Article.Story}
			byID[story.id], ids = story, append(ids, story.id)
		}
		if claim.NewsGenre(it.Version.Genre) && !claim.Notice(it.Version.Title, it.Version.Text) {
			story.members = append(story.members, article)
		} else {
			story.others = append(story.others, article)
		}
		if it.Article.Time.After(story.newest) {
			story.newest = it.Article.Time
		}
	}
	slices.Sort(ids)
	out := make([]*candidate, len(ids))
	for i, id := range ids {
		out[i] = byID[id]
		out[i].origins, out[i].reports = t.Origins(out[i].members)
	}
	return out
}

// scoreHalfLife is the age at which a story's weight is halved: half the window,
// at least 12 hours, at most 30 days, so that a day's briefing prefers today
// and a year's review is not only December.
func scoreHalfLife(window time.Duration) time.Duration {
	return min(max(window/2, 12*time.Hour), 30*24*time.Hour)
}

// rankStories orders candidates best first; ties go to the newer, then the older id.
// It returns besides what the request does not ask for.
func rankStories(cs []*candidate, req Request, t *claim.Cache) ([]*candidate, []unasked) {
	half := scoreHalfLife(req.At.Sub(req.From))
	asked := topic.Parse(req.Topic)
	for _, c := range cs {
		rank := Rank{Reports: c.reports, Texts: countTexts(c.members), Age: max(req.At.Sub(c.newest), 0),
			Topic: asked.Match(c.leads()), Novelty: 1, Sourced: c.sourced(t), Last: len(c.members) == 0}
		if c.history != nil {
			rank.Novelty = .5
		}
		rank.weigh(half, req.weights())
		c.rank = rank
	}
	kept, out := aboutTopic(cs, asked)
	kept, few := reported(kept, req)
	sort.SliceStable(kept, func(i, j int) bool { return outranks(kept[i], kept[j]) })
	return inOrder(kept, req.Stories, !asked.Narrow()), append(out, few...)
}

// varied keeps one topic from filling more than half of a briefing of n
// stories, as long as there are others with two reports.
func varied(cs []*candidate, n int) []*candidate {
	count := map[string]int{}
	var first, later []*candidate
	i := 0
	for ; i < len(cs) && len(first) < n && cs[i].reports > 1; i++ {
		theme := topic.Main(cs[i].leads())
		if theme != "" && count[theme] >= max(1, n/2) {
			later = append(later, cs[i])
			continue
		}
		count[theme]++
		first = append(first, cs[i])
	}
	return append(append(first, later...), cs[i:]...)
}

// countTexts returns the number of different texts; copies count once.
func countTexts(members []claim.Article) int {
	families := map[int64]bool{}
	for _, m := range members {
		families[claim.FamilyOf(m)] = true
	}
	return len(families)
}

// RankWeights are the exponents of the factors of a story's score; 0 takes one out.
type RankWeights struct{ Texts, Age, Sourced float64 }

// DefaultRankWeights use every factor as it is.
var DefaultRankWeights = RankWeights{1, 1, 1}

// weigh multiplies the terms.
func (r *Rank) weigh(half time.Duration, w RankWeights) {
	texts := math.Pow(math.Log2(1+float64(max(r.Texts, 1))), w.Texts)
	age := math.Exp2(-w.Age * r.Age.Hours() / half.Hours())
	r.Score = r.Topic * r.Novelty * texts * age * math.Pow(r.Sourced, w.Sourced)
}

// unsourcedWeight is the factor for stories whose reports do not begin by giving
// somebody's word: features, guides and sports results more often than news (tuned
// on realtimeqa 2022).
const unsourcedWeight = .5

// sourced is 1 when a report gives somebody's word in its first sentences, or the
// verbs of its language are not listed; else unsourcedWeight.
func (c *candidate) sourced(t *claim.Cache) float64 {
	if slices.ContainsFunc(c.members, t.CitesSomebody) {
		return 1
	}
	return unsourcedWeight
}

// outranks orders candidates: news before what is opinion only, then stories of
// two reports before those of one, then by score, then the newest.
func outranks(a, b *candidate) bool {
	if a.rank.Last != b.rank.Last {
		return b.rank.Last
	}
	if as, bs := a.reports < 2, b.reports < 2; as != bs {
		return bs
	}
	if a.rank.Score != b.rank.Score {
		return a.rank.Score > b.rank.Score
	}
	if !a.newest.Equal(b.newest) {
		return a.newest.After(b.newest)
	}
	return a.id < b.id
}

// spreadOutlets returns n stories. One whose outlet already leads leadLimit
// stories is moved behind the others.
func spreadOutlets(stories []Story, n int) []Story {
	led := map[string]int{}
	var first, later []Story
	for _, s := range stories {
		outlet := ""
		if len(s.Claims) > 0 && len(s.Claims[0].Cites) > 0 {
			outlet = s.Claims[0].Cites[0].Outlet
		}
		if outlet != "" && led[outlet] >= leadLimit {
			later = append(later, s)
			continue
		}
		led[outlet]++
		first = append(first, s)
	}
	all := append(first, later...)
	return all[:min(n, len(all))]
}

package briefing

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sort"
	"strings"
	"time"

	"dateline/briefing/llm"
	"dateline/briefing/text"
	"dateline/store"
)

const (
	answerHits   = 12  // passages looked at for an answer,
	kindHits     = 30  // and for one of a kind, which fewer sentences hold
	storyHits    = 4   // of them of one story at most (DESIGN 6)
	answerMost   = 3   // sentences of an answer at most (PRODUCT 3)
	answerWindow = 8   // passages a prompt holds at most
	questionMost = 500 // characters of a question that are read

	// answerThreshold is the least confidence at which an answer is shown. Share
	// of right answers by confidence (dateline-eval calibration, realtimeqa 2022):
	//	.3-.5 .26   .5-.62 .41   .62-.7 .52   .7-.8 .69   .8-.9 .72
	// Below .62 more are wrong than right. Above .9 it is .38 of 21 questions.
	answerThreshold = .62
	// backgroundWeight is what a sentence counts that tells of an older event
	// than the one asked for, which may be all that was read.
	backgroundWeight = .5
	// definitionWeight is what a sentence counts that says what something is,
	// where that is asked.
	definitionWeight = 1.3
	// nearlyBest is the share of the best sentence's score from which another
	// may stand beside it; where one kind of thing is asked for, nearlySame.
	nearlyBest, nearlySame = .85, .95
	// nearestThreshold is the least coverage at which something is called "nearest".
	nearestThreshold = .35
)

// Answerer answers questions from the archive, or says that it cannot.
type Answerer struct {
	Store   *store.Store
	Archive *Archive
	Model   llm.Generator // nil: the sources' own sentences
	Name    string        // of the model
	Check   *Verifier     // nil: none
	Count   func(Ladder)  // what became of a reply's claims; nil: nobody counts
	Now     func() time.Time

	Least    float64 // confidence at which an answer is shown, for evaluation; 0: answerThreshold
	Discreet bool    // readers cannot mend the model: its faults go to the log alone
	Log      *slog.Logger
}

// Question is what one reader asks.
type Question struct {
	Text    string
	Scope   store.Scope
	At      time.Time // nothing published later is used
	Choices []string  // for evaluation: pick one
	Before  []string  // earlier questions of the conversation, oldest first; the last 10 count
}

// Near is an article close to a question that it does not answer.
type Near struct {
	Article, URL, Title, Outlet string
	Published                   time.Time
}

// Answer is claims with evidence, or an abstention.
type Answer struct {
	Claims     []Claim
	Abstained  bool
	Why        string  // it abstains from every answer of this kind, in words
	Confidence float64 // [0,1]: how much of the question one passage and one sentence cover
	Choice     int     // index of the best choice, -1 without choices
	Nearest    []Near
	Searched   store.Extent
	Used       int // articles cited
	At         time.Time
	Model      string
	Tokens     int
	Fallback   string    // why the model was not used, in words
	SpentUntil time.Time // the day's share of the model is used up until then; zero: it is not
	Cut        bool      // the question was longer than what is read
	Continuing string    // what was carried over from earlier questions, in words that stand in a source shown
}

// Ask answers one question.
func (a *Answerer) Ask(ctx context.Context, q Question) (Answer, error) {
	ans := Answer{Choice: -1, At: q.At}
	q.Text, ans.Cut = cutQuestion(q.Text)
	var err error
	if ans.Searched, err = a.Store.Extent(ctx, q.Scope, q.At); err != nil {
		return ans, fmt.Errorf("count what can be searched: %w", err)
	}
	over := carry(q.Text, q.Before)
	mended, also, err := a.Archive.Respell(ctx, q.Scope, q.Text)
	if err != nil {
		return ans, err
	}
	bare, err := a.Archive.withoutOutlets(ctx, q.Scope, mended)
	if err != nil {
		return ans, err
	}
	asked := askedAfter(bare, over)
	asked.also, asked.at, asked.named = also, q.At, namedPast(q.Text, asked.lang, q.At)
	most := answerHits
	if asked.kind != "" || asked.thing != "" {
		most = kindHits
	}
	look := over.lookup(mended, q.At)
	look.Limit = 2 * most
	found, err := a.Archive.Search(ctx, q.Scope, look)
	if err != nil {
		return ans, err
	}
	found = forAnswer(found, most)
	ps := asked.sentences(found)
	ans.Confidence = asked.confidence(found, ps)
	if len(q.Choices) > 0 {
		if ans.Choice, err = a.choose(ctx, q, askedAfter(q.Text, over)); err != nil {
			return ans, err
		}
	}
	ans.Why = unanswerable(q.Text)
	if ans.Why != "" || ans.Confidence < a.least() || len(ps) == 0 {
		ans.Abstained = true
		ans.Nearest = nearest(found)
	} else {
		q.Text = over.resolve(q.Text)
		err = a.fill(ctx, &ans, q, asked.kind, found, ps)
	}
	ans.Continuing = over.shown(ans.sources())
	return ans, err
}

func (a *Answerer) least() float64 {
	if a.Least > 0 {
		return a.Least
	}
	return answerThreshold
}

// forAnswer are the best passages for an answer, not all of one story: what
// others report may answer as well.
func forAnswer(found []Found, most int) []Found {
	var out []Found
	of := map[int64]int{}
	for _, f := range found {
		story := f.src.item.Article.Story
		if story != 0 && of[story] == storyHits {
			continue
		}
		of[story]++
		if out = append(out, f); len(out) == most {
			break
		}
	}
	return out
}

// cutQuestion bounds what is read of a question.
func cutQuestion(s string) (string, bool) {
	s = strings.Join(strings.Fields(visible(clean(s))), " ")
	if r := []rune(s); len(r) > questionMost {
		return string(r[:questionMost]), true
	}
	return s, false
}

// fill writes the answer with the model, or in the sources' own sentences.
func (a *Answerer) fill(ctx context.Context, ans *Answer, q Question, kind string, found []Found, ps []picked) error {
	if a.Model != nil {
		got, err := a.written(ctx, ans, q, found, ps)
		switch {
		case err == nil && got == nil:
			ans.Abstained, ans.Nearest, ans.Model = true, nearest(found), a.Name
			return nil
		case err == nil:
			ans.Claims, ans.Model = got, a.Name
			ans.Used = articlesIn(got)
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		}
		ans.Fallback = whyNot(err, a.Discreet)
		var spent *SpentError
		if errors.As(err, &spent) {
			ans.SpentUntil = spent.Until
		}
		if a.Log != nil {
			a.Log.Info("model not used for an answer", "err", err)
		}
	}
	for _, p := range answerSentences(ps, kind) {
		ans.Claims = append(ans.Claims, p.claim)
	}
	ans.Used = articlesIn(ans.Claims)
	return nil
}

// written asks the model; nil claims without an error mean that it abstains.
func (a *Answerer) written(ctx context.Context, ans *Answer, q Question, found []Found, ps []picked) ([]Claim, error) {
	comp := &composer{model: a.Model, template: "answer", quotes: ps, most: answerMost, verifier: a.Check}
	for _, f := range found[:min(len(found), answerWindow)] {
		comp.passages = append(comp.passages, passage{f.src, f.First, f.Last})
	}
	today := q.At.UTC().Format("Monday, 2 January 2006")
	m := memo{kind: "answer", prompt: promptVersion("answer") + a.Check.key(), model: a.Name, lang: text.QuestionLang(q.Text), question: q.Text + "\n" + today, domain: domainOf(found)}
	return once(ctx, a.Store, m, passageCites(comp.passages), func() ([]Claim, error) {
		got, err := comp.compose(ctx, promptData{Question: q.Text, Today: today})
		ans.Tokens += comp.tokens
		comp.tell(a.Count)
		return got.claims, err
	})
}

// domainOf is where a text about these passages belongs.
func domainOf(found []Found) string {
	for _, f := range found {
		if d := f.src.item.Article.Domain; d != store.Public {
			return d
		}
	}
	return store.Public
}

func articlesIn(claims []Claim) int {
	seen := map[string]bool{}
	for _, c := range claims {
		for _, ct := range c.Cites {
			seen[ct.Article] = true
		}
	}
	return len(seen)
}

// nearest names up to three articles that come close.
func nearest(found []Found) []Near {
	var out []Near
	seen := map[int64]bool{}
	for _, f := range found {
		a := f.src.item.Article
		if f.Coverage < nearestThreshold || seen[a.ID] || len(out) == 3 {
			continue
		}
		seen[a.ID] = true
		out = append(out, Near{Article: articleRef(a.ExtID, a.ID), URL: a.URL, Title: f.src.item.Version.Title, Outlet: a.Outlet, Published: a.Published})
	}
	return out
}

// sentences lists sentences of the found passages that may stand as an
// answer, best first.
func (a asked) sentences(found []Found) []picked {
	var out []picked
	seen := map[uint64]bool{}
	for rank, f := range found {
		v := f.src.item.Version
		if !newsGenre(v.Genre) || !a.about(f) || !a.concerns(f) {
			continue // opinion, advertising and the like give no claims
		}
		head := a.held(v.Title, v.Lang)
		for i := f.First; i <= f.Last; i++ {
			s := f.src.sentence(i)
			fp := text.Fingerprint(s)
			shown := s[text.Dateline(s):]
			if seen[fp] || text.StandsAlone(shown, v.Lang) != nil || !a.answers(shown, v.Lang, f.src.item.Article.Published) {
				continue
			}
			p := picked{src: f.src, i: i, terms: a.held(shown, v.Lang), claim: f.src.quoted(i)}
			own := a.cover(p.terms)
			if own < .3 || adds(contentTerms(shown, v.Lang), a.weightSet()) < 2 || !f.src.checked(p.claim, i) {
				continue
			}
			seen[fp] = true
			p.own = own
			p.score = (own + .25*a.cover(union(p.terms, head)) + .15*f.Coverage) / (1 + .02*float64(rank))
			p.score *= a.nearness(shown, v.Lang)
			if (a.event || a.kind == kindWhen) && (background(shown, v.Lang, f.src.item.Article.Published) || a.stale(f.src.item.Article.Published)) {
				p.score *= backgroundWeight
			}
			if a.defines(shown) {
				p.score *= definitionWeight
			}
			out = append(out, p)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].score > out[j].score })
	if a.kind == kindNumber {
		newestFirst(out)
	}
	return out
}

// newestFirst puts the newest of those that score nearly as well as the best in
// front: a toll is what the last report says.
func newestFirst(ps []picked) {
	best := 0
	for i, p := range ps {
		if p.score >= nearlyBest*ps[0].score && p.own >= ps[0].own && p.src.item.Article.Published.After(ps[best].src.item.Article.Published) {
			best = i
		}
	}
	for ; best > 0; best-- {
		ps[best], ps[best-1] = ps[best-1], ps[best]
	}
}

func (a asked) weightSet() map[string]bool {
	out := map[string]bool{}
	for t := range a.weight {
		out[t] = true
	}
	return out
}

func union(a, b map[string]bool) map[string]bool {
	out := make(map[string]bool, len(a)+len(b))
	for t := range a {
		out[t] = true
	}
	for t := range b {
		out[t] = true
	}
	return out
}

// confidence is how much of the question the best sentence covers, alone, with
// its headline, and in the best passage, before any prior.
func (a asked) confidence(found []Found, ps []picked) float64 {
	if len(found) == 0 || len(ps) == 0 {
		return 0
	}
	best := 0.0
	for _, f := range found {
		best = max(best, f.Coverage)
	}
	p := ps[0]
	headed := a.cover(union(p.terms, a.held(p.src.item.Version.Title, p.src.item.Version.Lang)))
	return min(1, .6*p.own+.25*headed+.15*best)
}

// answerSentences takes the best sentence and up to two more that add to it
// and score nearly as well.
func answerSentences(ps []picked, kind string) []picked {
	near := nearlyBest
	switch kind {
	case "":
	case kindNumber, kindWhen, kindAge:
		return ps[:1] // a second toll is another one's
	default:
		near = nearlySame
	}
	out := ps[:1]
	shown := []map[string]bool{nil, contentTerms(ps[0].claim.Text, ps[0].src.item.Version.Lang)}
	for _, p := range ps[1:] {
		terms := contentTerms(p.claim.Text, p.src.item.Version.Lang)
		if len(out) == answerMost || p.score < near*ps[0].score {
			break
		}
		if p.own >= .9*ps[0].own && !repeats(terms, shown) {
			out, shown = append(out, p), append(shown, terms)
		}
	}
	return out
}

package briefing

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"slices"
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
	Text   string
	Scope  store.Scope
	At     time.Time // nothing published later is used
	Before []string  // earlier questions of the conversation, oldest first; the last 10 count
	Open   bool      // others than the asker read the answer
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
	Nearest    []Near
	Searched   store.Extent
	Used       int // articles cited
	At         time.Time
	Model      string
	InPart     bool // it wrote some parts of the answer alone
	Tokens     int
	Fallback   string    // why the model was not used, in words
	SpentUntil time.Time // the day's share of the model is used up until then; zero: it is not
	Cut        bool      // the question was longer than what is read
	Continuing string    // what was carried over from earlier questions, in words that stand in a source shown
	Open       bool      // others than the asker read it
	Leads      []Lead    // what stands in front of claims that are older than a question about now expects
	Gaps       []Gap     // parts of the question that nothing read answers
	Person     bool      // it abstains from an accusation against somebody
	Forecasts  []Near    // it abstains from a forecast; these outlets have published one
	Narrow     bool      // servers chose sources that this reader may not use, whatever they hold; said in private only
}

// Ask answers one question.
func (a *Answerer) Ask(ctx context.Context, q Question) (Answer, error) {
	ans := Answer{At: q.At, Open: q.Open}
	q.Text, ans.Cut = cutQuestion(q.Text)
	var err error
	if ans.Searched, err = a.Store.Extent(ctx, q.Scope, q.At); err != nil {
		return ans, fmt.Errorf("count what can be searched: %w", err)
	}
	blank := ans
	if ans, err = a.parts(ctx, blank, q); err != nil {
		return ans, err
	}
	for last := len(q.Before) - 1; ans.Abstained && last >= 0 && soAsked.MatchString(q.Text); last-- {
		// No sentence names who says so: the sentences themselves, each with its outlet.
		spent := ans.Tokens
		q.Text, _ = cutQuestion(q.Before[last])
		q.Before = q.Before[:last]
		if ans, err = a.parts(ctx, blank, q); err != nil {
			return ans, err
		}
		ans.Tokens += spent
	}
	if ans.Abstained {
		ans.Narrow, err = a.Store.Narrow(ctx, q.Scope)
	}
	return ans, err
}

// parts answers each part of a question.
func (a *Answerer) parts(ctx context.Context, blank Answer, q Question) (Answer, error) {
	parts := splitQuestion(q.Text)
	subs := make([]Answer, len(parts))
	for i := range parts {
		part := q
		part.Text = parts[i]
		var err error
		if subs[i], err = a.one(ctx, blank, part, partCarries(parts, i, q.Before)); err != nil {
			return blank, err
		}
	}
	return blank.join(parts, subs), nil
}

// find reads a question and what the archive holds on it.
func (a *Answerer) find(ctx context.Context, q Question, over carried) (read asked, ev evidenceFound, err error) {
	err = indexedAnew(ctx, a.Archive.Store, a.Log, func() (err error) {
		read, ev, err = a.look(ctx, q, over)
		return err
	})
	return read, ev, err
}

func (a *Answerer) look(ctx context.Context, q Question, over carried) (asked, evidenceFound, error) {
	var ev evidenceFound
	r, err := a.Archive.read(ctx, q.Scope, q.Text)
	if err == nil {
		err = r.mend(ctx, q.At)
	}
	if err != nil {
		return asked{}, ev, err
	}
	bare := r.bare()
	ev.since = changedSince(q.Text, over.lang, over, q.At)
	asked := askedAfter(aboutStory(bare, over, ev.since), over)
	asked.person = asked.person || soAsked.MatchString(q.Text)
	asked.also, asked.at, asked.named = r.spelled, q.At, namedPast(q.Text, asked.lang, q.At)
	most := answerHits
	if asked.kind != "" || asked.thing != "" {
		most = kindHits
	}
	look := over.lookup(bare, q.At)
	look.Limit = 2 * most
	found, err := r.search(ctx, look)
	if err != nil {
		return asked, ev, err
	}
	ev.people, ev.found = peopleOf(found), forAnswer(found, most)
	ev.picked = ev.people.picks(asked.sentences(ev.found))
	if !ev.since.IsZero() {
		ev.picked = changes(ev.picked, ev.found, ev.since)
	}
	return asked, ev, nil
}

// one answers a question that asks for one thing.
func (a *Answerer) one(ctx context.Context, blank Answer, q Question, over carried) (Answer, error) {
	ans := blank
	asked, ev, err := a.find(ctx, q, over)
	if err != nil {
		return ans, err
	}
	since, found, ps := ev.since, ev.found, ev.picked
	ans.Confidence = asked.confidence(found, ps)
	if ans.Why = unanswerable(q.Text); ans.Why == "" && !since.IsZero() && len(ps) == 0 {
		ans.Why = noChange(since, q.At)
	}
	if ans.Why != "" || ans.Confidence < a.least() || len(ps) == 0 {
		ans.refuse(asked, ev)
	} else {
		q.Text = over.resolve(q.Text)
		if err = a.fill(ctx, &ans, q, asked, ev); err == nil {
			err = a.inLanguage(ctx, &ans, q.Text)
		}
		if ans.Abstained {
			ans.refuse(asked, ev)
		} else {
			ans.Leads = asked.lead(ans.Claims, found)
		}
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
// others report may answer as well. The newest report of a story is never kept
// out: a toll is what it says.
func forAnswer(found []Found, most int) []Found {
	var out []Found
	of, newest := map[int64]int{}, map[int64]time.Time{}
	for _, f := range found {
		story, at := f.src.item.Article.Story, f.src.item.Article.Published
		if story != 0 && of[story] >= storyHits && !at.After(newest[story]) {
			continue
		}
		of[story]++
		if at.After(newest[story]) {
			newest[story] = at
		}
		if out = append(out, f); len(out) == most {
			break
		}
	}
	return out
}

// calls are the marks by which a message calls people, channels and pictures:
// nobody asks about a number in them.
var calls = regexp.MustCompile(`<(?:[@#][!&]?|a?:\w+:|/[\w -]+:)\d+>|@everyone\b|@here\b`)

// elided are the French small words that are written with the next: a question
// for "l'inondation" looks for the other word alone.
var elided = regexp.MustCompile(`(?i)\b(?:[dl]|qu)['’]\b`)

// cutQuestion bounds what is read of a question.
func cutQuestion(s string) (string, bool) {
	s = strings.Join(strings.Fields(calls.ReplaceAllString(visible(clean(s)), " ")), " ")
	r := []rune(s)
	cut := len(r) > questionMost
	if cut {
		s = string(r[:questionMost])
	}
	if text.QuestionLang(s) == "fr" {
		s = elided.ReplaceAllString(s, "$0 ")
	}
	return s, cut
}

// fill writes the answer with the model, or in the sources' own sentences.
// What people argue is never told in other words than theirs.
func (a *Answerer) fill(ctx context.Context, ans *Answer, q Question, asked asked, ev evidenceFound) error {
	if a.Model != nil && !asked.views {
		got, err := a.written(ctx, ans, q, ev)
		switch {
		case err == nil && got == nil:
			ans.Abstained, ans.Model = true, a.Name
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
	for _, p := range answerSentences(ev.picked, asked.kind) {
		ans.Claims = append(ans.Claims, p.claim)
	}
	ans.Used = articlesIn(ans.Claims)
	return nil
}

// evidenceFound is what an answer may be made of.
type evidenceFound struct {
	found  []Found
	picked []picked
	people *people
	since  time.Time // changes since then are asked for; zero: they are not
}

// written asks the model; nil claims without an error mean that it abstains.
// Its sentences must keep off people as the sources' do, and hold no word of
// the question that no source has.
func (a *Answerer) written(ctx context.Context, ans *Answer, q Question, ev evidenceFound) ([]Claim, error) {
	comp := &composer{model: a.Model, template: "answer", most: answerMost, verifier: a.Check}
	for _, f := range originals(ev.found) {
		if f.hasText() && newsGenre(f.src.item.Version.Genre) && !f.src.item.Article.Time.Before(ev.since) && len(comp.passages) < answerWindow {
			comp.passages = append(comp.passages, passage{f.src, f.First, f.Last})
		}
	}
	if comp.passages = writable(comp.passages); len(comp.passages) == 0 {
		return nil, errUnwritable
	}
	comp.quotes = inside(ev.picked, comp.passages)
	today := q.At.UTC().Format("Monday, 2 January 2006")
	m := memo{kind: "answer", prompt: promptVersion("answer"), model: a.Name, lang: text.QuestionLang(q.Text), question: q.Text + "\n" + today}
	got, err := a.Check.once(ctx, a.Store, m, windowCites(comp.passages), func(ctx context.Context) ([]Claim, error) {
		got, err := comp.compose(ctx, promptData{Question: q.Text, Today: today})
		ans.Tokens += comp.tokens
		comp.tell(a.Count)
		if err != nil {
			return nil, err
		}
		return got.text(got.claims)
	})
	if err != nil || len(got) == 0 {
		return nil, err
	}
	shown := slices.DeleteFunc(ev.people.claims(got), func(c Claim) bool { return c.Kind == KindWritten && echoes(c, q.Text) })
	if len(shown) == 0 {
		return nil, errNothingHeld
	}
	return shown, nil
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

// nearest names up to three articles that come close, by headlines that may
// stand as one.
func (ev evidenceFound) nearest() []Near {
	var out []Near
	seen := map[int64]bool{}
	for _, f := range ev.found {
		id := f.src.item.Article.ID
		near, head := f.Near(), f.src.headline()
		near.Title = f.src.name()
		head.Text = near.Title
		if f.Coverage < nearestThreshold || seen[id] || len(out) == 3 || !ev.people.mayHead(head) {
			continue
		}
		seen[id] = true
		out = append(out, near)
	}
	return out
}

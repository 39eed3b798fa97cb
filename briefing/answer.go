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
	answerHits   = 24  // passages looked at,
	storyHits    = 4   // of them of one story at most (DESIGN 6)
	answerMost   = 3   // sentences of an answer at most (PRODUCT 3)
	answerWindow = 8   // passages a prompt holds at most
	questionMost = 500 // characters of a question that are read
)

// Answerer answers questions from the archive, or says that it cannot.
type Answerer struct {
	Store   *store.Store
	Archive *Archive
	Model   llm.Generator // nil: what is closest is shown
	Name    string        // of the model
	Check   *Verifier     // nil: none
	Count   func(Ladder)  // what became of a reply's claims; nil: nobody counts
	Now     func() time.Time

	Discreet bool // readers cannot mend the model: its faults go to the log alone
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

// Near is an article that is close to a question.
type Near struct {
	Article, URL, Title, Outlet string
	Published                   time.Time
}

// Answer is claims with evidence, or an abstention with what is closest.
type Answer struct {
	Claims     []Claim
	Abstained  bool
	Passages   []Claim // of an abstention: what is closest, verbatim, best first
	Why        string  // it abstains from every answer of this kind, in words
	Searched   store.Extent
	Used       int // articles cited
	At         time.Time
	Model      string // that was asked; "" is none
	Tokens     int
	Fallback   string    // why the model was not used, in words
	SpentUntil time.Time // the day's share of the model is used up until then; zero: it is not
	Cut        bool      // the question was longer than what is read
	Continuing string    // what was carried over from earlier questions, in words that stand in a source shown
	Open       bool      // others than the asker read it
	Gaps       []Gap     // parts of the question that nothing read answers
	Person     bool      // it abstains from an accusation against somebody
	Forecasts  []Near    // it abstains from a forecast; these outlets have published one
	Narrow     bool      // servers chose sources that this reader may not use, whatever they hold; said in private only
}

// Ask answers one question.
func (a *Answerer) Ask(ctx context.Context, q Question) (Answer, error) {
	ans := Answer{At: q.At, Open: q.Open}
	for last := len(q.Before) - 1; last >= 0 && soAsked.MatchString(q.Text); last-- {
		q.Text, q.Before = q.Before[last], q.Before[:last] // each sentence names who says so
	}
	q.Text, ans.Cut = cutQuestion(q.Text)
	var err error
	if ans.Searched, err = a.Store.Extent(ctx, q.Scope, q.At); err != nil {
		return ans, fmt.Errorf("count what can be searched: %w", err)
	}
	parts := splitQuestion(q.Text)
	subs := make([]Answer, len(parts))
	for i := range parts {
		part := q
		part.Text = parts[i]
		if subs[i], err = a.one(ctx, ans, part, partCarries(parts, i, q.Before)); err != nil {
			return ans, err
		}
	}
	if ans = ans.join(parts, subs); ans.Abstained {
		ans.Narrow, err = a.Store.Narrow(ctx, q.Scope)
	}
	return ans, err
}

// evidence is what was found for a question.
type evidenceFound struct {
	question question
	found    []Found
	people   *people
	since    time.Time       // changes since then are asked for; zero: they are not
	known    map[uint64]bool // sentences that were said before since, by their fingerprint
}

// find reads a question and what the archive holds on it.
func (a *Answerer) find(ctx context.Context, q Question, over carried) (ev evidenceFound, err error) {
	err = indexedAnew(ctx, a.Archive.Store, a.Log, func() (err error) {
		ev, err = a.look(ctx, q, over)
		return err
	})
	return ev, err
}

func (a *Answerer) look(ctx context.Context, q Question, over carried) (evidenceFound, error) {
	ev := evidenceFound{question: newQuestion(q.Text, over), since: changedSince(q.Text, over.lang, over, q.At)}
	r, err := a.Archive.read(ctx, q.Scope, q.Text)
	if err == nil {
		err = r.mend(ctx, q.At)
	}
	if err != nil {
		return ev, err
	}
	look := over.lookup(aboutStory(r.bare(), over, ev.since), q.At)
	look.Limit = 2 * answerHits
	if ev.found, err = r.search(ctx, look); err != nil {
		return ev, err
	}
	ev.people, ev.found = newPeople(sourcesOf(ev.found)), forAnswer(ev.found, answerHits)
	if !ev.since.IsZero() {
		ev.found, ev.known = parted(ev.found, ev.since)
	}
	ev.question.words, err = r.words(ctx, look)
	return ev, err
}

// one answers a question that asks for one thing.
func (a *Answerer) one(ctx context.Context, ans Answer, q Question, over carried) (Answer, error) {
	ev, err := a.find(ctx, q, over)
	if err != nil {
		return ans, err
	}
	passages := ev.closest()
	switch ans.Why = unanswerable(q.Text); {
	case ans.Why != "":
	case len(passages) == 0 && !ev.since.IsZero():
		ans.Why = noChange(ev.since, q.At)
	case len(passages) > 0 && a.Model != nil && !ev.question.views:
		q.Text = over.resolve(q.Text)
		if err = a.fill(ctx, &ans, q, ev); err == nil {
			err = a.inLanguage(ctx, &ans, q.Text)
		}
	}
	if len(ans.Claims) == 0 {
		ans.refuse(ev, passages)
	}
	ans.Continuing = over.shown(ans.sources())
	return ans, err
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

// fill writes the answer with the model; without claims the model abstains, or
// could not be used.
func (a *Answerer) fill(ctx context.Context, ans *Answer, q Question, ev evidenceFound) error {
	got, err := a.written(ctx, ans, q, ev)
	switch {
	case err == nil:
		ans.Claims, ans.Model, ans.Used = got, a.Name, articlesIn(got)
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
	return nil
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

// sourcesOf are the articles that were found, each once.
func sourcesOf(found []Found) []source {
	var out []source
	seen := map[int64]bool{}
	for _, f := range found {
		if v := f.src.item.Version.ID; !seen[v] {
			seen[v] = true
			out = append(out, f.src)
		}
	}
	return out
}

// Package answer answers questions from the archive, or says that it cannot.
package answer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	"dateline/briefing/archive"
	"dateline/briefing/claim"
	"dateline/briefing/llm"
	"dateline/briefing/message"
	"dateline/briefing/people"
	"dateline/briefing/phrases"
	"dateline/briefing/rights"
	"dateline/briefing/smalltalk"
	"dateline/briefing/text"
	"dateline/briefing/write"
	"dateline/store"
)

const (
	answerHits = 24 // passages looked at,
	storyHits  = 4  // of them of one story at most
	answerMost = 3  // sentences of an answer at most

	answerArticles = 8    // articles a prompt shows at most
	answerTokens   = 6500 // of them that it shows at most
	answerRequests = 3    // to models one after another at most
)

// Answerer answers questions from the archive, or says that it cannot.
type Answerer struct {
	Store   *store.Store
	Archive *archive.Archive
	Model   llm.Generator           // nil: what is closest is shown
	Name    string                  // of the model
	Reader  *write.Reader           // of what the model wrote; nil: none
	Count   func(write.RepairStats) // what became of a reply's claims; nil: nobody counts
	Stopped func(said, why string)  // is told each sentence of the model that is not shown; nil: nobody is
	Now     func() time.Time
	Brief   func(context.Context, BriefRequest) (Briefed, error) // tells what is new; nil: such a question is searched for

	SearchTime      time.Duration // that the model may take to write a search; 0 is 20 s
	HideModelErrors bool          // readers cannot mend the model: its faults go to the log alone
	Log             *slog.Logger

	slowUntil atomic.Int64 // Unix ms: the model took too long to write a search, and is not asked for one until then
}

// Question is what one reader asks.
type Question struct {
	Text  string
	Scope store.Scope
	At    time.Time      // nothing published later is used
	Turns []Turn         // of the conversation before it, oldest first; the last 10 count
	Open  bool           // others than the asker read the answer
	Words *phrases.Words // what is said of the answer is in this language; nil is English
	Story Story          // that it is asked about; zero: any
	Only  []int64        // it is answered from these articles alone; nil: from all
	Talk  *rights.Tally  // of the conversation that it is asked in; nil: the answer is counted by itself
}

// Answer is claims with evidence, or an abstention with what is closest.
type Answer struct {
	Claims     []claim.Claim
	Abstained  bool
	Passages   []claim.Claim // of an abstention: what is closest, verbatim, best first
	Heading    claim.Claim   // of what a story has grown by: the headline above the first of them; zero: none
	Declined   bool          // a model read what was found, and no sentence of an answer is left
	Why        phrases.Text  // it abstains from every answer of this kind; without a key it does not
	Searched   store.Extent
	Used       int // articles cited
	At         time.Time
	Model      string // that was asked; "" is none
	Tokens     int
	Read       bool                 // each sentence of the model's was read a second time
	Fallback   string               // why the model was not used, in words
	Guesses    bool                 // because it reads no better than a guess
	SpentUntil time.Time            // the day's share of the model is used up until then; zero: it is not
	Cut        bool                 // the question was longer than what is read
	Continuing string               // what was carried over from earlier questions, in words that stand in a source shown
	Open       bool                 // others than the asker read it
	Words      *phrases.Words       // in which it is said; nil is English
	Gaps       []string             // what of the question nothing read answers, in words for its asker alone; "" of what is not repeated
	Person     bool                 // it abstains from an accusation against somebody
	Forecasts  []archive.ArticleRef // it abstains from a forecast; these outlets have published one
	Briefing   []message.Block      // a small briefing that was asked for, in place of an answer; nil: it is none
	Chat       bool                 // it was no question: Why says what this program does
	Beyond     []claim.Cite         // articles of which the conversation has shown as much as it may: heading and link are left
	Narrow     bool                 // servers chose sources that this reader may not use, whatever they hold; said in private only
}

// Ask answers one question, from articles that are in q.Scope and not later than
// q.At. Whatever is not answered is an Answer with Abstained set; an error is one of the store or the
// context.
func (a *Answerer) Ask(ctx context.Context, q Question) (Answer, error) {
	ans := Answer{At: q.At, Open: q.Open, Words: q.Words}
	q.Text, ans.Cut = cutQuestion(q.Text)
	if kind, ok := smalltalk.Kind(q.Text); ok && q.Text != "" {
		return ans.smallTalk(kind), nil
	}
	var err error
	if ans.Searched, err = a.extent(ctx, &q); err != nil {
		return ans, fmt.Errorf("count what can be searched: %w", err)
	}
	q.Talk = rights.Together.In(q.Talk)
	if a.reads(ctx, &ans) {
		ans, err = a.askModel(ctx, ans, q)
	} else {
		ans, err = a.askRules(ctx, ans, q)
	}
	ans.within(q.Talk)
	if q.Story.ID != 0 {
		ans.Continuing = "" // it is asked anew each time
	} else if err == nil && ans.Abstained {
		ans.Narrow, err = a.Store.Narrow(ctx, q.Scope)
	}
	return ans, err
}

// reads reports whether there is a model that reads what it is shown. One that guesses
// answers worse than the passages closest to a question do: of 18 questions 5 and 11 (a model of
// 1.5 billion parameters, which got 9 of the 24 pairs of the quiz right).
func (a *Answerer) reads(ctx context.Context, ans *Answer) bool {
	if a.Model == nil {
		return false
	}
	_, tokens, _ := a.Reader.Trusted(ctx) // an error of the quiz says nothing of the model
	ans.Tokens += tokens
	ans.Fallback = a.Reader.Guesses(ctx, a.Name)
	ans.Guesses = ans.Fallback != ""
	return !ans.Guesses
}

// askRules shows the passages closest to a question, part by part. What only asks what is
// new is told that, unless it follows a question and something is near to both.
func (a *Answerer) askRules(ctx context.Context, ans Answer, q Question) (Answer, error) {
	news := asksNews(q.Text) && a.briefs(q)
	if news && parseFollowUp(q.Text, questions(q.Turns)).isZero() {
		if done, err := a.briefed(ctx, &ans, q, request{}); done || err != nil {
			return ans, err
		}
	}
	asked := q
	for last := len(q.Turns) - 1; last >= 0 && asksSource.MatchString(q.Text); last-- {
		q.Text, q.Turns = q.Turns[last].Question, q.Turns[:last] // each sentence names who says so
	}
	parts := splitQuestion(q.Text)
	subs := make([]Answer, len(parts))
	for i := range parts {
		part := q
		part.Text = parts[i]
		var err error
		if subs[i], err = a.askPart(ctx, ans, part, partFollowUp(parts, i, questions(q.Turns))); err != nil {
			return ans, err
		}
	}
	whole := refusedWhole(subs)
	if news && len(whole.Passages) == 0 {
		if done, err := a.briefed(ctx, &ans, asked, request{}); done || err != nil {
			return ans, err
		}
	}
	return whole, nil
}

// findings is a question with the passages found for it.
type findings struct {
	question question
	found    []archive.Found
	people   *people.Rules
	since    time.Time       // changes since then are asked for; zero: they are not
	known    map[uint64]bool // sentences that were said before since, by their fingerprint

	prompted map[int64]claim.Article // what the model was shown, by version; nil: it has said nothing of it
	cited    []int64                 // the versions that it cited for what may not be shown
	requests int                     // to the model that were made to find them
}

// find reads a question and what the archive holds on it.
func (a *Answerer) find(ctx context.Context, q Question, follow followUp) (ev findings, err error) {
	err = archive.Reindexed(ctx, a.Archive.Store, a.Log, func() (err error) {
		ev, err = a.look(ctx, q, follow)
		return err
	})
	return ev, err
}

func (a *Answerer) look(ctx context.Context, q Question, follow followUp) (findings, error) {
	found := findings{question: newQuestion(q.Text, follow), since: changedSince(q.Text, follow.lang, follow, q.At)}
	reading, err := a.Archive.Read(ctx, q.Scope, q.Text)
	if err == nil {
		err = reading.Mend(ctx, q.At)
	}
	if err != nil {
		return found, err
	}
	look := follow.lookup(storyQuestion(reading.Bare(), follow, found.since), q.At)
	if q.Only != nil {
		reading.Only(q.Only)
	}
	look.Limit = 2 * answerHits
	if found.found, err = reading.Search(ctx, look); err != nil {
		return found, err
	}
	found.people, found.found = people.New(sourcesOf(found.found)), limitPerStory(found.found, answerHits)
	if !found.since.IsZero() {
		found.found, found.known = splitBySince(found.found, found.since)
	}
	found.question.words, err = reading.Words(ctx, look)
	return found, err
}

// askPart answers one part of a question. ans holds what is common to all parts.
func (a *Answerer) askPart(ctx context.Context, ans Answer, q Question, follow followUp) (Answer, error) {
	found, err := a.find(ctx, q, follow)
	if err != nil {
		return ans, err
	}
	passages := found.closest()
	if !follow.isZero() && !found.holdsOwn() {
		alone, err := a.find(ctx, q, followUp{})
		if err != nil {
			return ans, err
		}
		if close := alone.closest(); len(close) > 0 && alone.holdsOwn() {
			found, passages, follow = alone, close, followUp{}
		}
	}
	switch ans.Why = unanswerable(q.Text); {
	case ans.Why.Key != "":
	case len(passages) == 0 && !found.since.IsZero():
		ans.Why = noChange(q.Words, found.since, q.At)
	}
	ans.refuse(found, passages)
	ans.Continuing = follow.shown(ans.sources())
	return ans, nil
}

// limitPerStory returns at most most passages, best first, with at most storyHits
// of each story, so that other reports get a place. A passage newer than those
// already taken of its story is always kept: the newest toll is the valid one.
func limitPerStory(found []archive.Found, most int) []archive.Found {
	var out []archive.Found
	of, newest := map[int64]int{}, map[int64]time.Time{}
	for _, f := range found {
		story, at := f.Src.Item.Article.Story, f.Src.Item.Article.Published
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

// mentionMarkup matches Discord's markup for people, channels, roles and emoji. It
// is removed, as the ids in it would be read as numbers.
var mentionMarkup = regexp.MustCompile(`<(?:[@#][!&]?|a?:\w+:|/[\w -]+:)\d+>|@everyone\b|@here\b`)

// frenchElision matches French words that are written together with the next:
// "l'inondation" is searched for as "inondation".
var frenchElision = regexp.MustCompile(`(?i)\b(?:[dl]|qu)['’]\b`)

// cutQuestion returns the question without markup and invisible characters, on one
// line, at most archive.QuestionMost characters long; true: it was cut.
func cutQuestion(s string) (string, bool) {
	s = strings.Join(strings.Fields(mentionMarkup.ReplaceAllString(claim.Visible(text.Clean(s)), " ")), " ")
	s, cut := text.Start(s, archive.QuestionMost)
	if text.QuestionLang(s) == "fr" {
		s = frenchElision.ReplaceAllString(s, "$0 ")
	}
	return s, cut
}

// fill writes the answer with the model into ans. A failure of the model is noted
// in ans.Fallback; only the context's error is returned.
func (a *Answerer) fill(ctx context.Context, ans *Answer, q Question, ev *findings) error {
	got, read, err := a.writeWithModel(ctx, ans, q, ev)
	switch {
	case err == nil:
		ans.Claims, ans.Model, ans.Used, ans.Read = got, a.Name, articlesIn(got), read
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	}
	ans.Fallback = write.WhyNot(err, a.HideModelErrors)
	var spent *write.SpentError
	if errors.As(err, &spent) {
		ans.SpentUntil = spent.Until
	}
	if a.Log != nil {
		a.Log.Info("model not used for an answer", "err", err)
	}
	return nil
}

// writeWithModel returns the claims that the model writes over the found articles;
// none without an error when it abstains; read: they were read a second time. What may not
// be shown (see presenter) it is asked to write in another way. ev notes which articles it was shown, and those that
// it cited. Errors: those of write.Extracts, write.ErrNothingHeld, or the model's.
func (a *Answerer) writeWithModel(ctx context.Context, ans *Answer, q Question, ev *findings) (shown []claim.Claim, read bool, err error) {
	extracts, err := write.Extracts(ev.articles(), write.Room(a.Model, answerTokens))
	if err != nil {
		return nil, false, err
	}
	comp := &write.Composer{Model: a.Model, Kind: write.KindAnswer, Most: answerMost, Requests: answerRequests - ev.requests,
		Reader: a.Reader, Stopped: a.Stopped, Extracts: extracts}
	present := a.newPresenter(q, ev, comp.Extracts)
	comp.Allow = func(said claim.Claim, read bool) string {
		_, why := present.claim(ctx, said, read)
		return why
	}
	today := q.At.UTC().Format("Monday, 2 January 2006")
	memo := write.Memo{Kind: write.KindAnswer, Prompt: write.PromptVersion(write.KindAnswer), Model: a.Name,
		Lang: text.QuestionLang(q.Text), Question: q.Text + "\n" + today}
	got, read, err := a.Reader.Write(ctx, a.Store, memo, write.Cites(comp.Extracts), func(ctx context.Context) ([]claim.Claim, error) {
		got, err := comp.Compose(ctx, write.PromptData{Question: q.Text, Today: today, Unnamed: ev.people.Unnamed(comp.Articles())})
		ans.Tokens += comp.Tokens
		comp.ReportStats(a.Count)
		if err != nil {
			return nil, err
		}
		ans.Gaps = newGaps(got.Unanswered, q.Text)
		return got.Text(got.Claims)
	})
	switch {
	case errors.Is(err, write.ErrNothingHeld):
		ev.prompted, ev.cited = present.sources, comp.Cited()
		return nil, false, cmp.Or(present.err, err)
	case err != nil:
		return nil, false, err
	}
	ev.prompted = present.sources
	shown = present.claims(ctx, got, read)
	if len(shown) == 0 && len(got) > 0 {
		ev.cited = versionsOf(got)
		err = write.ErrNothingHeld
	}
	return shown, read, cmp.Or(present.err, err)
}

func articlesIn(claims []claim.Claim) int {
	seen := map[string]bool{}
	for _, c := range claims {
		for _, ct := range c.Cites {
			seen[ct.Article] = true
		}
	}
	return len(seen)
}

// sourcesOf returns the articles of passages, each version once, in order.
func sourcesOf(found []archive.Found) []claim.Article {
	var out []claim.Article
	seen := map[int64]bool{}
	for _, f := range found {
		if version := f.Src.Item.Version.ID; !seen[version] {
			seen[version] = true
			out = append(out, f.Src)
		}
	}
	return out
}

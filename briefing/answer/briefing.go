package answer

import (
	"context"
	"slices"
	"strings"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/rights"
	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
	"dateline/store"
)

// "What is new?" and "What happened in Rotterdam yesterday?" ask for no fact: they
// are told a small briefing of that topic and time.

const (
	briefingSpan = 24 * time.Hour      // when the question names no time
	briefingMost = 32 * 24 * time.Hour // that one may tell of: a month, and the day after it in which that is reported
)

// BriefRequest asks for a small briefing. From and At bound its window.
type BriefRequest struct {
	Scope    store.Scope
	From, At time.Time
	Topic    string         // "" is everything
	Lang     string         // that it is told in (ISO 639-1); "" is that of its sources
	Words    *phrases.Words // of the asker; nil is English
	Talk     *rights.Tally  // what the conversation has shown of articles
}

// Briefed is a small briefing.
type Briefed struct {
	Blocks []message.Block
	Claims []claim.Claim // of its stories, in order; none: it tells nothing
	Model  string
	Tokens int
}

// newsWords ask for news and name no topic; folded.
var newsWords = text.FoldedSet(lexicon.All("questions", "news"))

// topic is what a briefing is narrowed to, "" for everything: the first search
// without the words that only ask for news.
func (r request) topic() string {
	if len(r.queries) == 0 || !namesTopic(r.question) {
		return ""
	}
	if !namesTopic(r.queries[0]) {
		return ""
	}
	return strings.Join(slices.DeleteFunc(strings.Fields(r.queries[0]), func(w string) bool { return newsWords[text.Fold(w)] }), " ")
}

// namesTopic reports whether a text has a word of content that does not only ask
// for news.
func namesTopic(s string) bool {
	return slices.ContainsFunc(contentWords(s, text.QuestionLang(s)), func(w string) bool { return !newsWords[text.Fold(w)] })
}

// asksNews reports whether a text only asks for news.
func asksNews(s string) bool {
	return !namesTopic(s) && slices.ContainsFunc(text.PlainWords(text.Fold(s)), func(w string) bool { return newsWords[w] })
}

// window is the time that a briefing tells of.
func (r request) window(at time.Time) (from, until time.Time) {
	from, until = r.from, at
	if !r.to.IsZero() && r.to.Before(at) {
		until = r.to
	}
	if from.IsZero() {
		from = until.Add(-briefingSpan)
	}
	if earliest := until.Add(-briefingMost); from.Before(earliest) {
		from = earliest
	}
	return from, until
}

// briefed tells a briefing in place of an answer; false when it has nothing on the
// topic, which a search may still find.
func (a *Answerer) briefed(ctx context.Context, ans *Answer, q Question, r request) (bool, error) {
	req := BriefRequest{Scope: q.Scope, Topic: r.topic(), Lang: r.spoken(), Words: q.Words, Talk: q.Talk}
	req.From, req.At = r.window(q.At)
	got, err := a.Brief(ctx, req)
	if err != nil {
		return false, err
	}
	ans.Tokens += got.Tokens
	if len(got.Claims) == 0 && req.Topic != "" {
		return false, nil
	}
	ans.Briefing, ans.Claims, ans.Model, ans.Used = got.Blocks, got.Claims, got.Model, articlesIn(got.Claims)
	return true, nil
}

// Speak is the language of the asker, "" when it is not known.
func (r BriefRequest) Speak() string {
	if r.Words == nil {
		return ""
	}
	return r.Words.Lang()
}

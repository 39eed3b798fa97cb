package answer

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dateline/briefing/archive"
	"dateline/briefing/claim"
	"dateline/briefing/llm"
	"dateline/briefing/text"
	"dateline/briefing/write"
)

// Understanding is one short request: the model writes what to search for, as a
// question that stands alone and in other words. It only helps to find: nothing
// that it writes is shown or counts as evidence, and when it fails the rules for
// no model stand in.

const (
	queriesMost   = 4                // searches that the model may add,
	queryMost     = 200              // characters of each
	outletsNamed  = 60               // outlets that a prompt names
	outletsKept   = 5                // of them that the model may ask for
	turnsPrompted = 6                // turns of the conversation that a prompt holds,
	turnMost      = 240              // characters of the question, and of the reply of each but the last
	searchTokens  = 400              // of the reply
	searchTime    = 20 * time.Second // that the reader waits for it, where Answerer.SearchTime is not set
	searchRest    = 10 * time.Minute // that an endpoint which took longer is not asked for it
)

// intent is what a question wants.
type intent string

const (
	wantsAnswer   intent = "answer"
	wantsBriefing intent = "briefing" // what is new, on a topic or in general
	wantsChat     intent = "chat"     // it is no question about the news
)

// request is a question as it was understood.
type request struct {
	question   string   // stands alone, in the asker's language
	typed      string   // by the asker
	alone      bool     // typed stands alone too
	understood bool     // by the model; else by rules
	follow     followUp // of the rules
	queries    []string
	from, to   time.Time // half-open; zero: no bound
	outlets    []string
	intent     intent
	language   string // of the reply (ISO 639-1); "" is that of the question
	requests   int    // to the model that it took
}

// byRules is a question as the rules for no model read it.
func byRules(q Question) request {
	for last := len(q.Turns) - 1; last >= 0 && asksSource.MatchString(q.Text); last-- {
		q.Text, q.Turns = q.Turns[last].Question, q.Turns[:last] // each sentence names who says so
	}
	return request{question: q.Text, typed: q.Text, follow: parseFollowUp(q.Text, questions(q.Turns)), intent: wantsAnswer}
}

// vague reports whether a question says too little of what it wants to be searched
// for as it stands: it has at most one word of content beside names and times, and
// asks for no detail. "What is new?" "What happened in Rotterdam yesterday?"
func vague(q string) bool {
	lang := text.QuestionLang(q)
	names := archive.NamesAsked(q, lang)
	words := slices.DeleteFunc(contentWords(q, lang), func(w string) bool {
		return newsWords[text.Fold(w)] || allWithin([]string{w}, names)
	})
	return len(words) <= 1 && !asksDetail(q)
}

// searchSchema is the JSON schema of searchReply.
const searchSchema = `{"type":"object","additionalProperties":false,"required":["question","queries","from","to","outlets","intent",` +
	`"language"],"properties":{"question":{"type":"string"},"queries":{"type":"array","maxItems":4,"items":{"type":"string"}},` +
	`"from":{"type":["string","null"]},"to":{"type":["string","null"]},"outlets":{"type":"array","maxItems":5,"items":{"type":"string"}},` +
	`"intent":{"type":"string","enum":["answer","briefing","chat"]},"language":{"type":["string","null"]}}}`

// searchReply is what the model must answer.
type searchReply struct {
	Question string
	Queries  []string
	From, To string
	Outlets  []string
	Intent   string
	Language string
}

// searchPrompt is what the template is filled with.
type searchPrompt struct {
	Question, Today string
	Turns           []Turn
	Outlets         []string
}

var errSearch = errors.New("the model's search is not the JSON that was asked for")

// understand has the model write what to search for; when it cannot, rules stand
// in. Only the context's error is returned. The tokens are counted in ans.
func (a *Answerer) understand(ctx context.Context, ans *Answer, q Question) (request, error) {
	now := time.Now()
	if now.UnixMilli() < a.slowUntil.Load() {
		return byRules(q), nil
	}
	most := cmp.Or(a.SearchTime, searchTime)
	limited, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	got, err := a.askSearch(limited, ans, q)
	if time.Since(now) >= most {
		a.slowUntil.Store(time.Now().Add(searchRest).UnixMilli())
	}
	switch {
	case err == nil:
		got.requests = 1
		return got, nil
	case ctx.Err() != nil:
		return got, ctx.Err()
	case a.Log != nil:
		a.Log.Info("the model did not write the search; rules stand in", "err", err)
	}
	got = byRules(q)
	got.requests = 1
	return got, nil
}

// askSearch asks the model for a search.
func (a *Answerer) askSearch(ctx context.Context, ans *Answer, q Question) (request, error) {
	outlets, err := a.Archive.Outlets(ctx, q.Scope, outletsNamed)
	if err != nil {
		return request{}, err
	}
	msgs, err := write.Messages("search", searchPrompt{Question: oneLine(q.Text, archive.QuestionMost),
		Today: q.At.UTC().Format("Monday, 2 January 2006"), Turns: prompted(q.Turns), Outlets: outlets})
	if err != nil {
		return request{}, err
	}
	reply, err := a.Model.Generate(ctx, llm.Request{Messages: msgs, SchemaName: "search", Schema: json.RawMessage(searchSchema),
		MaxTokens: searchTokens})
	ans.Tokens += reply.In + reply.Out
	if err != nil {
		return request{}, err
	}
	return parseSearch(reply.Text, q)
}

// prompted are the turns as a prompt shows them, shortened; of the last reply more
// is shown, as most questions point at it.
func prompted(turns []Turn) []Turn {
	turns = turns[max(0, len(turns)-turnsPrompted):]
	out := make([]Turn, len(turns))
	for i, t := range turns {
		most := turnMost
		if i == len(turns)-1 {
			most = shownMost
		}
		out[i] = Turn{Question: oneLine(t.Question, turnMost), Shown: oneLine(t.Shown, most)}
	}
	return out
}

// oneLine is a foreign text as a line of a prompt, or as a search: visible
// characters without markup, at most most of them.
func oneLine(s string, most int) string {
	s = mentionMarkup.ReplaceAllString(claim.Visible(text.Clean(s)), " ")
	cut, _ := text.Start(strings.Join(strings.Fields(s), " "), most)
	return cut
}

// parseSearch reads a model's reply to question q. What it writes is as hostile as
// what it read: it is cut, and what is no date, language or intent is nothing.
func parseSearch(reply string, q Question) (request, error) {
	var got searchReply
	if err := json.Unmarshal(llm.Object(reply), &got); err != nil {
		return request{}, fmt.Errorf("%w: %w", errSearch, err)
	}
	out := request{question: oneLine(got.Question, archive.QuestionMost), typed: q.Text, alone: len(q.Turns) == 0, understood: true,
		intent: wantsAnswer}
	if out.question == "" {
		return request{}, fmt.Errorf("%w: it has no question", errSearch)
	}
	for _, s := range got.Queries[:min(len(got.Queries), queriesMost)] {
		if s = oneLine(s, queryMost); s != "" {
			out.queries = append(out.queries, s)
		}
	}
	for _, s := range got.Outlets[:min(len(got.Outlets), outletsKept)] {
		if s = oneLine(s, queryMost); s != "" {
			out.outlets = append(out.outlets, s)
		}
	}
	out.from, out.to = searchDays(got.From, got.To, q.At)
	if lang := strings.ToLower(strings.TrimSpace(got.Language)); write.LanguageName(lang) != "" {
		out.language = lang
	}
	switch in := intent(strings.ToLower(strings.TrimSpace(got.Intent))); in {
	case wantsBriefing, wantsChat:
		out.intent = in
	}
	return out, nil
}

// searchDays are the first and the last day of the reports as a half-open time;
// zero where one is no day, or is not before the question. A report may come a day
// after what it tells of.
func searchDays(first, last string, at time.Time) (from, to time.Time) {
	day := func(s string) time.Time {
		parsed, err := time.Parse(time.DateOnly, strings.TrimSpace(s))
		if err != nil || parsed.Year() < 1900 || parsed.After(at) {
			return time.Time{}
		}
		return parsed
	}
	from, to = day(first), day(last)
	if !to.IsZero() {
		to = to.AddDate(0, 0, 2)
	}
	if !from.IsZero() && !to.IsZero() && !from.Before(to) {
		return time.Time{}, time.Time{}
	}
	return from, to
}

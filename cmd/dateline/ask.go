package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"strings"
	"time"

	"dateline/briefing/answer"
	"dateline/briefing/archive"
	"dateline/briefing/claim"
	"dateline/briefing/llm"
	"dateline/briefing/phrases"
	"dateline/briefing/rights"
	"dateline/briefing/text"
	"dateline/briefing/write"
	"dateline/cmd/dateline/input"
	"dateline/cmd/dateline/output"
	"dateline/store"
	"dateline/store/state"
)

type askCmd struct {
	At       string   `help:"As if it were this time: nothing published later is used." placeholder:"TIME"`
	Question []string `arg:"" name:"QUESTION" help:"The question, or - for one a line."`

	talks map[string][]answer.Turn // by the name of the conversation
	drawn map[string]*rights.Tally // what each has shown of articles
}

// turnsMost is how many turns of a conversation are remembered, talksMost of how
// many conversations: of a further one all are forgotten.
const turnsMost, talksMost = 10, 10_000

type jsonSearched struct {
	Articles int     `json:"articles"`
	Newest   *string `json:"newest"`
}

// jsonSteps is what the model was asked, by step: search, answer, story, repair,
// verdicts, translation.
type jsonSteps map[string]llm.Use

// stepsOf is never null.
func stepsOf(spent *llm.Tally) jsonSteps {
	out := jsonSteps{}
	maps.Copy(out, spent.Steps())
	return out
}

type jsonAnswer struct {
	ID         string       `json:"id"`
	Answer     string       `json:"answer"`
	Abstained  bool         `json:"abstained"`
	Claims     []jsonClaim  `json:"claims"`
	Unanswered []string     `json:"unanswered"`
	Passages   []jsonCite   `json:"passages"`          // closest to the question, best first
	MoreIn     []string     `json:"more_in,omitempty"` // articles of which no more is quoted
	Searched   jsonSearched `json:"searched"`
	Model      string       `json:"model"`
	Fallback   string       `json:"fallback,omitempty"` // why the model was not used
	Tokens     int          `json:"tokens"`
	Steps      jsonSteps    `json:"steps"`
	MS         int64        `json:"ms"`
}

// Run answers a question, or one a line.
func (c *askCmd) Run(ctx context.Context, a *app) error {
	return a.with(ctx, func(d *desk) error {
		_ = d.ready(ctx, a)
		scope, _, err := a.scope(ctx, d, state.BrakeAsking)
		if err != nil {
			return err
		}
		one := func(asked input.Request) (any, error) { return c.answer(ctx, a, d, scope, asked) }
		question := strings.Join(c.Question, " ")
		if question == "-" {
			return a.lines(ctx, one)
		}
		asked := input.Request{ID: "1", Question: question, At: c.At}
		if a.cli.JSON {
			value, err := one(asked)
			if err != nil {
				return err
			}
			return output.JSON(a.out, value)
		}
		ans, err := c.ask(ctx, a, d, scope, asked)
		if err != nil {
			return err
		}
		return a.render(a.out, ans.Blocks())
	})
}

func (c *askCmd) ask(ctx context.Context, a *app, d *desk, sc store.Scope, r input.Request) (answer.Answer, error) {
	if strings.TrimSpace(r.Question) == "" {
		return answer.Answer{}, usagef("the question is empty: type it after \"ask\", or as \"question\" in a line")
	}
	if r.At == "" {
		r.At = c.At
	}
	at, _, err := a.parseAt(r.At)
	if err != nil {
		return answer.Answer{}, err
	}
	talk := cmp.Or(c.drawn[r.Talk], rights.Together.Tally())
	question := answer.Question{Text: r.Question, Scope: sc, At: at, Turns: c.talks[r.Talk], Talk: talk}
	if lang := text.SpokenIn(r.Question); phrases.Speaks(lang) {
		question.Words = phrases.In(lang) // as the answer is; nothing else says what the reader speaks
	}
	ans, err := d.answerer.Ask(write.Paid(ctx, a.cli.Scope), question)
	if err == nil {
		c.remember(r, ans, talk)
	}
	return ans, err
}

// forget ends a conversation: what follows is a first question.
func (c *askCmd) forget(talk string) {
	delete(c.talks, talk)
	delete(c.drawn, talk)
}

// remember keeps a question of a conversation for the next one, with what it has shown;
// what is no question is none.
func (c *askCmd) remember(r input.Request, ans answer.Answer, talk *rights.Tally) {
	if r.Talk == "" || ans.Chat { // "thanks" changes no subject
		return
	}
	if c.talks == nil || c.talks[r.Talk] == nil && len(c.talks) >= talksMost {
		c.talks, c.drawn = map[string][]answer.Turn{}, map[string]*rights.Tally{}
	}
	turns := append(c.talks[r.Talk], answer.Turn{Question: r.Question, Shown: ans.Shown()})
	c.talks[r.Talk], c.drawn[r.Talk] = turns[max(0, len(turns)-turnsMost):], talk
}

func (c *askCmd) answer(ctx context.Context, a *app, d *desk, sc store.Scope, r input.Request) (any, error) {
	start := time.Now()
	var spent llm.Tally
	ans, err := c.ask(spent.Under(ctx), a, d, sc, r)
	if err != nil {
		return nil, err
	}
	reply := jsonAnswer{ID: r.ID, Abstained: ans.Abstained, Claims: jsonClaims(ans.Claims), Unanswered: ans.Unanswered(),
		Passages: []jsonCite{}, Searched: jsonSearched{ans.Searched.Articles, stamp(ans.Searched.Newest)}, Model: ans.Model,
		Fallback: ans.Fallback, Tokens: ans.Tokens, Steps: stepsOf(&spent)}
	texts := make([]string, len(ans.Claims))
	for i, cl := range ans.Claims {
		texts[i] = cl.Text
	}
	apart := " "
	if ans.Briefing != nil { // headings end without a stop
		apart = "\n"
	}
	reply.Answer = strings.Join(texts, apart)
	for _, p := range ans.Passages {
		reply.Passages = append(reply.Passages, jsonCite{p.Cites[0], stamp(p.Cites[0].Published)})
	}
	for _, cite := range ans.Beyond {
		reply.MoreIn = append(reply.MoreIn, cite.Article)
	}
	reply.MS = time.Since(start).Milliseconds()
	return reply, nil
}

type searchCmd struct {
	Limit int      `help:"How many articles at most, each with its best passage." default:"10"`
	At    string   `help:"As if it were this time." placeholder:"TIME"`
	Query []string `arg:"" name:"QUERY" help:"Words, or - for one query a line."`
}

type jsonHit struct {
	Article   string  `json:"article"`
	URL       string  `json:"url"`
	Title     string  `json:"title"`
	Published *string `json:"published"`
	Passage   string  `json:"passage"`
	Start     int     `json:"start"`
	End       int     `json:"end"`
	Score     float64 `json:"score"`
}

type jsonHits struct {
	ID   string    `json:"id"`
	Hits []jsonHit `json:"hits"`
}

// Run finds passages, best first.
func (c *searchCmd) Run(ctx context.Context, a *app) error {
	if c.Limit < 1 || c.Limit > 1000 {
		return usagef("--limit %d: ask for 1 to 1000 passages", c.Limit)
	}
	return a.with(ctx, func(d *desk) error {
		_ = d.ready(ctx, a)
		scope, _, err := a.scope(ctx, d)
		if err != nil {
			return err
		}
		one := func(r input.Request) (any, error) { return c.hits(ctx, a, d, scope, r) }
		query := strings.Join(c.Query, " ")
		if query == "-" {
			return a.lines(ctx, one)
		}
		found, err := c.hits(ctx, a, d, scope, input.Request{ID: "1", Query: query, At: c.At})
		if err != nil {
			return err
		}
		return a.sayHits(found)
	})
}

func (a *app) sayHits(found jsonHits) error {
	var lines []string
	for i, h := range found.Hits {
		when := "undated"
		if h.Published != nil {
			when = (*h.Published)[:10]
		}
		lines = append(lines, fmt.Sprintf("%2d. %s (%s, %s)", i+1, claim.Titled(h.Title), when, h.Article))
		if h.Passage != "" { // else it was found by its title alone
			lines = append(lines, "    "+h.Passage)
		}
	}
	if len(lines) == 0 {
		lines = append(lines, "Nothing was found.")
	}
	return a.say(found, "%s", strings.Join(lines, "\n"))
}

func (c *searchCmd) hits(ctx context.Context, a *app, d *desk, sc store.Scope, r input.Request) (jsonHits, error) {
	out := jsonHits{ID: r.ID, Hits: []jsonHit{}}
	if strings.TrimSpace(r.Query) == "" {
		r.Query = r.Question
	}
	if strings.TrimSpace(r.Query) == "" {
		return out, usagef("the query is empty: type words after \"search\"")
	}
	if r.At == "" {
		r.At = c.At
	}
	at, _, err := a.parseAt(r.At)
	if err != nil {
		return out, err
	}
	found, err := d.archive.Search(ctx, sc, archive.Lookup{Text: r.Query, At: at, Limit: c.Limit, PerArticle: 1})
	if err != nil {
		return out, err
	}
	for _, f := range found {
		near := f.Ref()
		out.Hits = append(out.Hits, jsonHit{near.Article, near.URL, near.Title, stamp(near.Published), f.Text(), f.Start, f.End, f.Score})
	}
	return out, nil
}

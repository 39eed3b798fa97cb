// Package write lets a model state what articles say, checks every claim, and keeps within the
// budget.
package write

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dateline/briefing/claim"
	"dateline/briefing/evidence"
	"dateline/briefing/llm"
)

// The kinds of text; each names its prompt and its schema.
const (
	KindAnswer = "answer"
	KindStory  = "story"
)

// Composer asks a model for claims over the sentences of articles and keeps those
// that hold. A claim is checked twice: by code, for what words can prove (numbers,
// dates, quotations, names), and by a second reading for the rest; where no reader
// is trusted the strict rules of package evidence stand in for it. What fails is
// mended in steps: another passage is cited that alone holds it; the model is asked
// once more with the reasons; a source's own sentence takes its place; else it is
// dropped. The zero value needs Model, Kind and Extracts. A Composer serves one text.
type Composer struct {
	Model    llm.Generator
	Kind     string                    // KindAnswer or KindStory
	Extracts []Extract                 // the most important article first
	Quotes   []claim.SentenceCandidate // of a story: sentences that may stand in for a claim that fails
	Most     int                       // claims, without the heading
	Requests int                       // to models one after another at most; 0 is requestsMost
	Tokens   int                       // what the text cost
	Spare    bool                      // llm.Request.Spare
	Reader   *Reader                   // nil: none
	Stopped  func(said, why string)    // is told each sentence that the check stopped; nil: nobody is
	// Allow says of a claim that holds why it may not be shown all the same, in words
	// for the model, "" if it may; nil: all may. read: a second reader judges it.
	Allow func(said claim.Claim, read bool) string

	stats    RepairStats // of the last reply
	left     int         // requests
	trusted  bool        // the reader judges
	unread   error       // why the reader does not judge
	labels   []sentence  // what the prompt's labels stand for
	versions []int64     // of the articles that claims cite
	pages    map[pageKey]*evidence.Page
	articles map[int64]*evidence.Page
}

// requestsMost is the text, its second try, and a second reading of both.
const requestsMost = 4

// ModelClaim is one claim as the model writes it.
type ModelClaim struct {
	Text  string   `json:"text"`
	Cites []string `json:"cites"`
}

// ModelReply is what the model must answer, and nothing else.
type ModelReply struct {
	Abstain    bool         `json:"abstain"`
	News       *bool        `json:"news"`
	Heading    *ModelClaim  `json:"heading"`
	Claims     []ModelClaim `json:"claims"`
	Unanswered []string     `json:"unanswered"`
}

// replySchemas are the JSON schemas of ModelReply by kind of text.
var replySchemas = map[string]string{
	KindAnswer: `{"type":"object","additionalProperties":false,"required":["abstain","claims","unanswered"],"properties":{` +
		`"abstain":{"type":"boolean"},"claims":{"type":"array","maxItems":4,"items":{"$ref":"#/$defs/claim"}},` +
		`"unanswered":{"type":"array","maxItems":3,"items":{"type":"string"}}},` + claimSchema,
	KindStory: `{"type":"object","additionalProperties":false,"required":["news","heading","claims"],"properties":{` +
		`"news":{"type":"boolean"},"heading":{"$ref":"#/$defs/claim"},` +
		`"claims":{"type":"array","maxItems":6,"items":{"$ref":"#/$defs/claim"}}},` + claimSchema,
}

const claimSchema = `"$defs":{"claim":{"type":"object","additionalProperties":false,"required":["text","cites"],"properties":` +
	`{"text":{"type":"string"},"cites":{"type":"array","maxItems":4,"items":{"type":"string"}}}}}}`

// replyTokens is the longest reply.
const replyTokens = 700

// ErrNothingHeld says that no sentence of the model passed the check.
var ErrNothingHeld = errors.New("none of the model's sentences held against the sources")

// ErrNoNews says that the model found no news in the articles of a story. Reader.Write
// remembers it like a text.
var ErrNoNews = errors.New("the model found no news in them")

// Composed is the result of Compose. Heading is nil when the model wrote none that
// holds. Abstain: the model says that the articles do not answer, or are no news.
type Composed struct {
	Heading    *claim.Claim
	Claims     []claim.Claim
	Abstain    bool
	Led        bool     // the model's first claim leads, or what stands in for it, and a second reader has read them
	Unanswered []string // what was asked and is not there, in the model's words; not checked

	unread error // nobody has read its sentences a second time, and why; nil: each that is the model's was read
}

// Text returns claims, or the error by which Write keeps them under the key
// that they deserve, or not at all.
func (c Composed) Text(claims []claim.Claim) ([]claim.Claim, error) {
	switch {
	case len(c.Unanswered) > 0:
		return nil, &unshared{claims, c.unread == nil}
	case c.unread != nil:
		return nil, &unjudged{claims, c.unread}
	}
	return claims, nil
}

// Compose asks the model, checks what it wrote, and mends what failed. It returns
// ErrNothingHeld when no claim is left, an error of the model, or of a reply that is
// not the JSON asked for.
func (c *Composer) Compose(ctx context.Context, data PromptData) (Composed, error) {
	if err := c.open(ctx); err != nil {
		return Composed{}, err
	}
	msgs, reply, raw, err := c.firstReply(ctx, data)
	if err != nil {
		return Composed{}, err
	}
	out := Composed{Unanswered: unanswered(reply.Unanswered)}
	if noNews := reply.News != nil && !*reply.News; noNews || reply.Abstain && len(reply.Claims) == 0 {
		out.Abstain = true
		return out, nil
	}
	drafts := c.drafts(reply)
	mended := c.mend(ctx, msgs, raw, drafts)
	c.judge(ctx, drafts)
	if !mended && c.mend(ctx, msgs, raw, drafts) {
		c.judge(ctx, drafts)
	}
	c.quote(drafts)
	c.collect(&out, drafts)
	if len(out.Claims) == 0 {
		return out, ErrNothingHeld
	}
	return out, nil
}

// open makes a composer ready for its text.
func (c *Composer) open(ctx context.Context) error {
	c.left = cmp.Or(c.Requests, requestsMost)
	trusted, tokens, err := c.Reader.Trusted(ctx)
	c.Tokens += tokens
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if c.trusted, c.unread = err == nil && trusted, nil; !c.trusted {
		c.unread = cmp.Or(err, ErrUnread)
	}
	return nil
}

// collect puts the drafts that hold into the result, each statement once.
func (c *Composer) collect(out *Composed, drafts []*draft) {
	c.unlean(drafts)
	for _, d := range drafts {
		switch {
		case !d.heading && d.fault == "":
			out.Claims = append(out.Claims, d.claim)
		case d.heading && d.fault == "" && out.Heading == nil:
			out.Heading = &d.claim
		}
	}
	lead := slices.IndexFunc(drafts, func(d *draft) bool { return !d.heading })
	out.Led = c.trusted && lead >= 0 && drafts[lead].fault == ""
	out.Claims = unrepeated(out.Heading, out.Claims)
	out.Claims = out.Claims[:min(len(out.Claims), c.Most)]
	out.unread = c.unread
	c.stats = tally(drafts, len(out.Claims))
}

// draft checks one claim by code, and asks whether it may be shown.
func (c *Composer) draft(m ModelClaim, heading bool) *draft {
	d := c.checked(m, heading)
	if d.fault == "" {
		d.fault = c.forbidden(d.claim)
	}
	return d
}

// Articles are those that the model is shown.
func (c *Composer) Articles() []claim.Article {
	out := make([]claim.Article, len(c.Extracts))
	for i, x := range c.Extracts {
		out[i] = x.Src
	}
	return out
}

// Cited are the versions of the articles that the model's claims cite, whether they
// hold or not.
func (c *Composer) Cited() []int64 { return c.versions }

// forbidden is what Allow says of a claim.
func (c *Composer) forbidden(said claim.Claim) string {
	if c.Allow == nil {
		return ""
	}
	return c.Allow(said, c.trusted)
}

// unlean stops the claims that lean on one before them which is not shown: "Her lawsuit names
// the airline too."
func (c *Composer) unlean(drafts []*draft) {
	fell := false
	for _, d := range drafts {
		if fell && d.fault == "" && d.leans() {
			d.fault = Leans
			c.told(d)
		}
		fell = fell || d.fault != "" && !d.heading
	}
}

// Leans is why a claim is stopped that cannot be understood without one that is.
const Leans = "it leans on a sentence that is not shown"

const (
	unansweredMost  = 3
	unansweredRunes = 120
)

// unanswered is what the model says is not there: short, on one line, without
// links, mentions and markup.
func unanswered(said []string) []string {
	var out []string
	for _, s := range said[:min(len(said), unansweredMost)] {
		s = strings.TrimRight(claim.Tidy(s), " .?!")
		if s != "" && len([]rune(s)) <= unansweredRunes && !claim.Forbidden(s) {
			out = append(out, s)
		}
	}
	return out
}

// ask makes one request for a text.
func (c *Composer) ask(ctx context.Context, msgs []llm.Message) (ModelReply, string, error) {
	answer, err := c.Model.Generate(ctx, llm.Request{Messages: msgs, SchemaName: c.Kind, Schema: json.RawMessage(replySchemas[c.Kind]),
		MaxTokens: replyTokens, Spare: c.Spare})
	c.Tokens += answer.In + answer.Out
	if err != nil {
		return ModelReply{}, "", err
	}
	c.left--
	var reply ModelReply
	if err := json.Unmarshal(llm.Object(answer.Text), &reply); err != nil {
		return ModelReply{}, "", fmt.Errorf("the model's reply is not the JSON it was asked for: %w", err)
	}
	return reply, answer.Text, nil
}

package write

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"

	"dateline/briefing/claim"
	"dateline/briefing/guard"
	"dateline/briefing/llm"
	"dateline/briefing/text"
	"dateline/store"
	"dateline/store/brake"
)

// Reader is a model that judges whether claims are stated by what they cite: the
// second reading. It decides what words alone cannot: who did what to whom,
// whether it was denied or is only said, whether two facts were merged, whether a
// comparison follows. A nil Reader is none. Ask it only when it is Trusted. The
// zero value needs Model, Name and Store.
type Reader struct {
	Model llm.Generator
	Name  string        // of the model: what it scored in the quiz is remembered under it
	Store *store.Store  // remembers that
	Wait  time.Duration // that Trusted waits for the quiz from its beginning; 0: to its end
	Now   func() time.Time
	Log   *slog.Logger // nil: silent

	silent  atomic.Bool // it did not answer the last time
	trusted atomic.Bool // it has passed the quiz
	quizzes singleflight.Group

	mu     sync.Mutex
	begun  time.Time // when the quiz that is running was asked; zero: none is
	failed time.Time // when the quiz could not be asked
	fault  error     // and why
}

// Reading is one claim with what it cites.
type Reading struct {
	Claim   string
	Sources []ReadSource
}

// ReadSource is what a claim cites of one article: the cited sentences, and what
// stands beside them in the article.
type ReadSource struct {
	Outlet string `json:"outlet,omitempty"`
	Date   string `json:"date,omitempty"` // 2026-11-20, "" when it is not known
	Title  string `json:"title,omitempty"`
	Before string `json:"before,omitempty"`
	Text   string `json:"text"`
	After  string `json:"after,omitempty"`
}

// Verdict says whether the sources of a claim state it, and if not why: one of
// the reasons below.
type Verdict struct {
	Stated bool
	Why    string
}

// readReasons are the reasons a model may give, with what it must change.
var readReasons = map[string]string{
	"roles":      "who did what to whom is not as in the cited sentences",
	"denied":     "the cited sentences deny it or leave it open, or it denies what they say",
	"only said":  "the cited sentences only report that somebody says or plans it: say who",
	"merged":     "it puts together what belongs to different events, people or places",
	"comparison": "the comparison or the connection does not follow from the cited sentences",
	"changed":    "a number, a time, how certain it is or what happened is not as in the cited sentences",
	notThere:     "the cited sentences do not say all of it: leave out what they do not say",
	unread:       "it could not be compared with the cited sentences",
}

const (
	notThere = "not there"  // also for a reason that is none of the list
	unread   = "no verdict" // the reply has none for this claim
)

// Advice says what the model must change, "" of a claim that is stated.
func (v Verdict) Advice() string {
	if v.Stated {
		return ""
	}
	if advice, ok := readReasons[v.Why]; ok {
		return advice
	}
	return readReasons[notThere]
}

// verdictSchema is the JSON schema of a reply.
const verdictSchema = `{"type":"object","additionalProperties":false,"required":["verdicts"],"properties":{"verdicts":{"type":"array",` +
	`"maxItems":16,"items":{"type":"object","additionalProperties":false,"required":["label","stated","why"],"properties":` +
	`{"label":{"type":"string"},"stated":{"type":"boolean"},"why":{"type":"string","enum":` +
	`["","roles","denied","only said","merged","comparison","changed","not there"]}}}}}}`

const (
	readMost      = 16   // claims of one request, as in the schema
	verdictsFixed = 80   // tokens of a reply without verdicts, with room for a fence around it
	verdictTokens = 40   // of one verdict
	verdictBytes  = 4096 // of a reply for each claim: what is longer is no list of verdicts
	readClaim     = 600  // runes of a claim
	readText      = 1500 // runes of the cited sentences of one article
	readBeside    = 500  // runes before and behind them
)

// errVerdicts says that the model answered and did not give verdicts.
var errVerdicts = errors.New("the second reading is not the JSON it was asked for")

// Read asks for the verdicts on claims, in one request: the verdicts in the order of the
// claims, and the tokens they cost. A claim without a verdict in the reply is
// not stated; of claims after the sixteenth none is asked. What stands beside the
// cited sentences is left out when the prompt is too long for the model. spare is
// llm.Request.Spare.
func (r *Reader) Read(ctx context.Context, claims []Reading, spare bool) (verdicts []Verdict, tokens int, err error) {
	if verdicts, tokens, err = r.verdicts(ctx, claims, spare); err != nil {
		return nil, tokens, r.unanswered(ctx, err)
	}
	if r.silent.Swap(false) {
		guard.Logger(r.Log).Info("the second reading answers again", "model", r.Name)
	}
	return verdicts, tokens, nil
}

// verdicts is Read of what may be no text.
func (r *Reader) verdicts(ctx context.Context, claims []Reading, spare bool) (verdicts []Verdict, tokens int, err error) {
	asked := claims[:min(len(claims), readMost)]
	reply, err := r.ask(ctx, asked, true, spare)
	var long *llm.TooLongError
	if errors.As(err, &long) {
		reply, err = r.ask(ctx, asked, false, spare)
	}
	tokens = reply.In + reply.Out
	if err == nil {
		verdicts, err = parseVerdicts(reply.Text, len(claims))
	}
	return verdicts, tokens, err
}

// unanswered logs the first of several failures; a caller that has gone and a
// budget that is used up are none.
func (r *Reader) unanswered(ctx context.Context, err error) error {
	if ctx.Err() == nil && !errors.Is(err, store.ErrSpent) && !errors.Is(err, brake.ErrModel) && !r.silent.Swap(true) {
		guard.Logger(r.Log).Warn("a text was not read a second time: the program alone checked it, by stricter rules",
			"model", r.Name, "err", err)
	}
	return err
}

// ask makes the request; beside: with what stands beside the cited sentences.
func (r *Reader) ask(ctx context.Context, claims []Reading, beside, spare bool) (llm.Reply, error) {
	type promptClaim struct {
		Label, Text string
		Sources     []string
	}
	var data struct{ Claims []promptClaim }
	for i, c := range claims {
		shown := promptClaim{Label: fmt.Sprintf("C%d", i+1), Text: cutRunes(claim.OneLine(c.Claim), readClaim)}
		for _, source := range c.Sources {
			line, err := source.line(beside)
			if err != nil {
				return llm.Reply{}, err
			}
			shown.Sources = append(shown.Sources, line)
		}
		data.Claims = append(data.Claims, shown)
	}
	msgs, err := Messages("verdicts", data)
	if err != nil {
		return llm.Reply{}, err
	}
	return r.Model.Generate(ctx, llm.Request{Messages: msgs, SchemaName: "verdicts", Schema: json.RawMessage(verdictSchema),
		MaxTokens: verdictsFixed + verdictTokens*len(claims), Spare: spare})
}

// line is a source as one line of JSON: nothing in it can look like a claim or
// like the end of the sources, which stand at the beginning of lines of their own.
func (s ReadSource) line(beside bool) (string, error) {
	shown := ReadSource{Outlet: claim.OneLine(s.Outlet), Date: claim.OneLine(s.Date), Title: cutRunes(claim.OneLine(s.Title), readBeside),
		Text: cutRunes(claim.OneLine(s.Text), readText)}
	if beside {
		before := []rune(claim.OneLine(s.Before))
		shown.Before = string(before[max(0, len(before)-readBeside):])
		shown.After = cutRunes(claim.OneLine(s.After), readBeside)
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(shown); err != nil {
		return "", fmt.Errorf("put a source into the prompt: %w", err)
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

// verdictReply is a verdict as the model writes it.
type verdictReply struct {
	Label  string `json:"label"`
	Stated bool   `json:"stated"`
	Why    string `json:"why"`
}

// parseVerdicts reads a reply on n claims. Unknown labels are ignored; of two
// verdicts on one claim the strict one counts.
func parseVerdicts(reply string, n int) ([]Verdict, error) {
	if len(reply) > verdictBytes*(n+1) {
		return nil, fmt.Errorf("%w: it is too long", errVerdicts)
	}
	var got struct{ Verdicts []verdictReply }
	if err := json.Unmarshal(llm.Object(reply), &got); err != nil {
		return nil, fmt.Errorf("%w: %w", errVerdicts, err)
	}
	if got.Verdicts == nil {
		return nil, fmt.Errorf("%w: it has no verdicts", errVerdicts)
	}
	out := make([]Verdict, n)
	for i := range out {
		out[i].Why = unread
	}
	for _, v := range got.Verdicts {
		no, ok := claimNumber(v.Label)
		if !ok || no > n {
			continue
		}
		switch at := &out[no-1]; {
		case !v.Stated && at.Why != unread && !at.Stated: // the first reason stays
		case !v.Stated:
			*at = Verdict{Why: reason(v.Why)}
		case at.Why == unread:
			*at = Verdict{Stated: true}
		}
	}
	return out, nil
}

// claimNumber is the 1 of "C1".
func claimNumber(label string) (int, bool) {
	digits, ok := strings.CutPrefix(strings.ToUpper(strings.Trim(label, "[] ")), "C")
	no, err := strconv.ParseUint(digits, 10, 16)
	return int(no), ok && err == nil && no > 0
}

// reason is a reason that the model gave, as the list has it.
func reason(why string) string {
	why = strings.ToLower(strings.TrimSpace(strings.NewReplacer("_", " ", "-", " ").Replace(why)))
	if _, ok := readReasons[why]; ok && why != unread {
		return why
	}
	return notThere
}

// cutRunes is the beginning of a text, with a mark where more follows.
func cutRunes(s string, most int) string {
	if start, cut := text.Start(s, most); cut {
		return start + "…"
	}
	return s
}

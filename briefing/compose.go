package briefing

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dateline/briefing/evidence"
	"dateline/briefing/llm"
)

// passage is up to three sentences of a source, shown to the model under a
// label; a written claim cites it whole.
type passage struct {
	src         source
	first, last int
}

// composer asks a model for claims over passages and lets through only what
// the evidence check holds. What fails climbs the repair ladder: another
// window, one more try by the model, a source's own sentence, nothing.
type composer struct {
	model    llm.Generator
	template string // prompts/NAME.tmpl
	passages []passage
	quotes   []picked // sentences that may stand in for a claim that fails
	most     int      // claims, without the heading
	tokens   int
	spare    bool // llm.Request.Spare
	verifier *Verifier
	ladder   Ladder // of the last reply
	mark     string // of the passages' words; "": one is chosen
	read     map[pageKey]*evidence.Page
}

// modelClaim is one claim as the model writes it.
type modelClaim struct {
	Text  string   `json:"text"`
	Cites []string `json:"cites"`
}

// modelReply is what the model must answer, and nothing else.
type modelReply struct {
	Abstain bool         `json:"abstain"`
	Heading *modelClaim  `json:"heading"`
	Claims  []modelClaim `json:"claims"`
}

// replySchema is the JSON schema of modelReply.
const replySchema = `{"type":"object","additionalProperties":false,"required":["claims"],"properties":{"abstain":{"type":"boolean"},` +
	`"heading":{"$ref":"#/$defs/claim"},"claims":{"type":"array","maxItems":6,"items":{"$ref":"#/$defs/claim"}}},` +
	`"$defs":{"claim":{"type":"object","additionalProperties":false,"required":["text","cites"],"properties":{"text":{"type":"string"},` +
	`"cites":{"type":"array","maxItems":2,"items":{"type":"string"}}}}}}`

// errNothingHeld says that no sentence of the model passed the check.
var errNothingHeld = errors.New("none of the model's sentences held against the sources")

// composed is what passed.
type composed struct {
	heading *Claim
	claims  []Claim
	abstain bool

	unverified error // the second model did not answer
}

// text is a text's claims as they are remembered.
func (c composed) text(claims []Claim) ([]Claim, error) {
	if c.unverified != nil {
		return nil, &unverified{claims, c.unverified}
	}
	return claims, nil
}

// compose asks once, checks, and asks once more for what failed.
func (c *composer) compose(ctx context.Context, data promptData) (composed, error) {
	msgs, reply, raw, err := c.first(ctx, data)
	if err != nil {
		return composed{}, err
	}
	if reply.Abstain && len(reply.Claims) == 0 {
		return composed{abstain: true}, nil
	}
	var out composed
	if h := reply.Heading; h != nil && len([]rune(h.Text)) <= headingMost && !strings.HasSuffix(strings.TrimSpace(h.Text), "?") {
		if got := c.check(*h, headingHolds); got.fault == "" && endsOnAWord(got.claim) {
			got.claim.Kind = KindHeading
			out.heading = &got.claim
		}
	}
	held, failed, moved := c.sort(reply.Claims)
	c.ladder.Replaced = moved
	var repaired []Claim
	if len(failed) > 0 {
		repaired = c.repair(ctx, msgs, raw, failed)
	}
	out.claims = append(slices.Clip(held), repaired...)
	out.claims = unrepeated(out.claims)
	out.claims, out.unverified = c.verifier.verified(ctx, out.claims[:min(len(out.claims), c.most)], c.spare)
	c.ladder.counted(held, repaired, len(failed), len(out.claims))
	if out.heading != nil && out.unverified == nil {
		var head []Claim
		if head, out.unverified = c.verifier.verified(ctx, []Claim{*out.heading}, c.spare); len(head) == 0 {
			out.heading = nil
		}
	}
	if len(out.claims) == 0 {
		return out, errNothingHeld
	}
	return out, nil
}

type failedClaim struct{ Text, Reason string }

// sort checks claims; what fails comes back with the reason. moved is how many
// of those that held another passage holds than the cited one.
func (c *composer) sort(in []modelClaim) (held []Claim, failed []failedClaim, moved int) {
	for _, m := range in[:min(len(in), 2*c.most)] {
		if strings.TrimSpace(m.Text) == "" {
			continue
		}
		got := c.check(m, evidence.Result.Supported)
		if got.fault == "" {
			got.fault = c.misformed(got.claim.Text)
		}
		switch {
		case got.fault != "":
			failed = append(failed, failedClaim{m.Text, got.fault})
			continue
		case got.moved:
			moved++
		}
		held = append(held, got.claim)
	}
	return held, failed, moved
}

// repair is the lower half of the ladder: the model's second try, then a
// source's own sentence for each claim that still fails.
func (c *composer) repair(ctx context.Context, msgs []llm.Message, raw string, failed []failedClaim) []Claim {
	var held []Claim
	user, err := prompt("repair", "user", struct{ Failed []failedClaim }{failed})
	if err == nil {
		again := append(append([]llm.Message(nil), msgs...), llm.Message{Role: "assistant", Content: raw}, llm.Message{Role: "user", Content: user})
		if reply, _, err := c.ask(ctx, again); err == nil {
			held, _, _ = c.sort(reply.Claims)
			held = held[:min(len(held), len(failed))]
		}
	}
	for _, f := range failed[len(held):] {
		if q, ok := c.standIn(f.Text); ok {
			held = append(held, q)
		}
	}
	return held
}

// standIn is the unused quotable sentence that shares most words with a claim.
func (c *composer) standIn(claim string) (Claim, bool) {
	best, most := -1, 2 // fewer than three common words: not what the claim was about
	for i, q := range c.quotes {
		terms := contentTerms(claim, q.src.item.Version.Lang)
		if common := len(terms) - adds(terms, q.terms); common > most {
			best, most = i, common
		}
	}
	if best < 0 {
		return Claim{}, false
	}
	q := c.quotes[best].claim
	c.quotes = append(append([]picked(nil), c.quotes[:best]...), c.quotes[best+1:]...)
	return q, true
}

func (c *composer) ask(ctx context.Context, msgs []llm.Message) (modelReply, string, error) {
	r, err := c.model.Generate(ctx, llm.Request{Messages: msgs, SchemaName: "claims", Schema: json.RawMessage(replySchema), MaxTokens: 700, Spare: c.spare})
	if err != nil {
		return modelReply{}, "", err
	}
	c.tokens += r.In + r.Out
	var reply modelReply
	if err := json.Unmarshal(llm.Object(r.Text), &reply); err != nil {
		return modelReply{}, "", fmt.Errorf("the model's reply is not the JSON it was asked for: %w", err)
	}
	reply.unmark(c.mark)
	return reply, r.Text, nil
}

// checked is a claim that holds, or what is wrong with it. moved: another
// passage holds it than the cited one.
type checked struct {
	claim Claim
	moved bool
	fault string
}

// tidy is one line of what a model or a source wrote, as it is shown.
func tidy(s string) string {
	return strings.Join(strings.Fields(visible(unticked.Replace(s))), " ")
}

// check holds one claim against its cited passages, else against any single
// passage that holds all of it (never one more passage to supply a token) and
// at least as much of its wording as the cited ones: a swapped name that
// happens to stand in another passage is not rescued by it.
func (c *composer) check(m modelClaim, holds func(evidence.Result) bool) checked {
	s := tidy(m.Text)
	if forbidden(s) {
		return checked{fault: "it holds a link, a mention or markup"}
	}
	if n := len([]rune(s)); n > 400 {
		return checked{fault: "it is longer than a sentence"}
	}
	cited := c.cited(m)
	var sentence *evidence.Sentence
	fault, least := "it cites no passage", 0.0
	if len(cited) > 0 {
		sentence = evidence.NewSentence(s, cited[0].lang())
		r := sentence.Check(c.pages(cited)...)
		if holds(r) {
			return checked{claim: writtenClaim(s, cited)}
		}
		fault, least = r.Faults[0].Message, r.Coverage
	}
	for _, p := range c.passages {
		if sentence == nil || sentence.Lang() != p.lang() {
			sentence = evidence.NewSentence(s, p.lang())
		}
		if r := sentence.Check(c.pages([]passage{p})...); holds(r) && r.Coverage >= least {
			return checked{claim: writtenClaim(s, []passage{p}), moved: true}
		}
	}
	return checked{fault: fault}
}

// cited are the passages a claim cites, two at most.
func (c *composer) cited(m modelClaim) []passage {
	var out []passage
	for _, id := range m.Cites[:min(len(m.Cites), 2)] {
		var n int
		if _, err := fmt.Sscanf(strings.Trim(id, "[] "), "S%d", &n); err == nil && n >= 1 && n <= len(c.passages) {
			out = append(out, c.passages[n-1])
		}
	}
	return out
}

// headingHolds lets a heading leave out who said it (the sentence below says
// so), but never that it is only alleged.
func headingHolds(r evidence.Result) bool {
	for _, f := range r.Faults {
		if f.Kind != "attribution" || evidence.Hedge(f.Token) {
			return false
		}
	}
	return true
}

func writtenClaim(s string, ps []passage) Claim {
	c := Claim{Text: s, Kind: KindWritten}
	for _, p := range ps {
		c.Cites = append(c.Cites, p.cite())
		c.facts = append(c.facts, evidence.Facts(s, p.src.item.Version.Lang, p.src.item.Article.Published)...)
		for i := p.first; i <= p.last; i++ {
			if f := p.src.facts(i); states(c.facts, f) {
				c.facts = append(c.facts, f[0]) // the claim states all of this sentence
			}
		}
	}
	return c
}

// states reports whether every hard fact of a sentence is among facts.
func states(facts, sentence []int64) bool {
	if len(sentence) < 2 {
		return false
	}
	have := map[int64]bool{}
	for _, f := range facts {
		have[f] = true
	}
	for _, f := range sentence[1:] {
		if !have[f] {
			return false
		}
	}
	return true
}

func (p passage) cite() Cite {
	return p.src.cite("text", p.src.spans[p.first].Start, p.src.spans[p.last].End)
}

// windowOf is the passage around sentence i.
func windowOf(s source, i int) passage {
	return passage{s, max(i-1, 0), min(i+1, len(s.spans)-1)}
}

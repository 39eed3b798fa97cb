// Package write lets a model state what passages say, checks every claim, and keeps within the
// budget.
package write

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dateline/briefing/claim"
	"dateline/briefing/evidence"
	"dateline/briefing/llm"
	"dateline/briefing/text"
	"dateline/briefing/text/speech"
)

// Composer asks a model for claims over passages and keeps those that pass the
// evidence check. A claim that fails is repaired in steps: the check is tried
// against every other passage; the model is asked once more; an unused sentence of
// a source takes its place; else it is dropped. The zero value needs Model,
// Template and Passages. A Composer serves one text.
type Composer struct {
	Model    llm.Generator
	Template string // prompts/NAME.tmpl
	Passages []claim.Passage
	Quotes   []claim.SentenceCandidate // sentences that may stand in for a claim that fails
	Most     int                       // claims, without the heading
	Tokens   int
	Spare    bool // llm.Request.Spare
	Verifier *Verifier
	stats    RepairStats // of the last reply
	mark     string      // of the passages' words; "": one is chosen
	read     map[pageKey]*evidence.Page
}

// ModelClaim is one claim as the model writes it.
type ModelClaim struct {
	Text  string   `json:"text"`
	Cites []string `json:"cites"`
}

// ModelReply is what the model must answer, and nothing else.
type ModelReply struct {
	Abstain bool         `json:"abstain"`
	Heading *ModelClaim  `json:"heading"`
	Claims  []ModelClaim `json:"claims"`
}

// replySchema is the JSON schema of ModelReply.
const replySchema = `{"type":"object","additionalProperties":false,"required":["claims"],"properties":{"abstain":{"type":"boolean"},` +
	`"heading":{"$ref":"#/$defs/claim"},"claims":{"type":"array","maxItems":6,"items":{"$ref":"#/$defs/claim"}}},` +
	`"$defs":{"claim":{"type":"object","additionalProperties":false,"required":["text","cites"],"properties":{"text":{"type":"string"},` +
	`"cites":{"type":"array","maxItems":2,"items":{"type":"string"}}}}}}`

// ErrNothingHeld says that no sentence of the model passed the check.
var ErrNothingHeld = errors.New("none of the model's sentences held against the sources")

// Composed is the result of Compose. Heading is nil when the model wrote none that
// holds. Abstain: the model says that the passages do not answer.
type Composed struct {
	Heading *claim.Claim
	Claims  []claim.Claim
	Abstain bool

	unverified error // the second model did not answer
}

// Text returns claims, or the error that makes WriteVerified store them under the
// key without a verifier.
func (c Composed) Text(claims []claim.Claim) ([]claim.Claim, error) {
	if c.unverified != nil {
		return nil, &unverified{claims, c.unverified}
	}
	return claims, nil
}

// Compose asks the model, checks what it wrote, and repairs what failed. It
// returns ErrNothingHeld when no claim is left, an error of the model, or of a
// reply that is not the JSON asked for.
func (c *Composer) Compose(ctx context.Context, data PromptData) (Composed, error) {
	msgs, reply, raw, err := c.firstReply(ctx, data)
	if err != nil {
		return Composed{}, err
	}
	if reply.Abstain && len(reply.Claims) == 0 {
		return Composed{Abstain: true}, nil
	}
	var out Composed
	if heading := reply.Heading; heading != nil && len([]rune(heading.Text)) <= claim.HeadingMost &&
		!strings.HasSuffix(strings.TrimSpace(heading.Text), "?") {
		if got := c.check(*heading, headingHolds); got.fault == "" && endsOnAWord(got.claim) {
			got.claim.Kind = claim.KindHeading
			out.Heading = &got.claim
		}
	}
	held, failed, moved := c.checkClaims(reply.Claims)
	c.stats.Replaced = moved
	var repaired []claim.Claim
	if len(failed) > 0 {
		repaired = c.repair(ctx, msgs, raw, failed)
	}
	out.Claims = append(slices.Clip(held), repaired...)
	out.Claims = unrepeated(out.Claims)
	out.Claims, out.unverified = c.Verifier.verified(ctx, out.Claims[:min(len(out.Claims), c.Most)], c.Spare)
	c.stats.finish(held, repaired, len(failed), len(out.Claims))
	if out.Heading != nil && out.unverified == nil {
		var head []claim.Claim
		if head, out.unverified = c.Verifier.verified(ctx, []claim.Claim{*out.Heading}, c.Spare); len(head) == 0 {
			out.Heading = nil
		}
	}
	if len(out.Claims) == 0 {
		return out, ErrNothingHeld
	}
	return out, nil
}

type failedClaim struct{ Text, Reason string }

// checkClaims checks claims in order, at most 2*Most. held are those that pass,
// failed the others with the reason for the model. moved counts those of held that
// were cited to one passage and hold against another.
func (c *Composer) checkClaims(in []ModelClaim) (held []claim.Claim, failed []failedClaim, moved int) {
	for _, m := range in[:min(len(in), 2*c.Most)] {
		if strings.TrimSpace(m.Text) == "" {
			continue
		}
		got := c.check(m, evidence.Result.Supported)
		if got.fault == "" {
			got.fault = c.formFault(got.claim.Text)
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

// repair asks the model once more for the failed claims, then puts a source's own
// sentence in the place of each that still fails, where one fits.
func (c *Composer) repair(ctx context.Context, msgs []llm.Message, raw string, failed []failedClaim) []claim.Claim {
	var held []claim.Claim
	user, err := prompt("repair", "user", struct{ Failed []failedClaim }{failed})
	if err == nil {
		again := append(append([]llm.Message(nil), msgs...), llm.Message{Role: "assistant", Content: raw},
			llm.Message{Role: "user", Content: user})
		if reply, _, err := c.ask(ctx, again); err == nil {
			held, _, _ = c.checkClaims(reply.Claims)
			held = held[:min(len(held), len(failed))]
		}
	}
	for _, f := range failed[len(held):] {
		if quote, ok := c.standIn(f.Text); ok {
			held = append(held, quote)
		}
	}
	return held
}

// standIn takes from Quotes the sentence that shares most content terms with a
// claim, three at least; ok is false without one.
func (c *Composer) standIn(stated string) (claim.Claim, bool) {
	best, most := -1, 2 // fewer than three common words: not what the claim was about
	for i, q := range c.Quotes {
		terms := text.ContentTerms(stated, q.Src.Item.Version.Lang)
		if common := len(terms) - claim.CountMissing(terms, q.Terms); common > most {
			best, most = i, common
		}
	}
	if best < 0 {
		return claim.Claim{}, false
	}
	quote := c.Quotes[best].Claim
	c.Quotes = append(append([]claim.SentenceCandidate(nil), c.Quotes[:best]...), c.Quotes[best+1:]...)
	return quote, true
}

func (c *Composer) ask(ctx context.Context, msgs []llm.Message) (ModelReply, string, error) {
	answer, err := c.Model.Generate(ctx, llm.Request{Messages: msgs, SchemaName: "claims", Schema: json.RawMessage(replySchema),
		MaxTokens: 700, Spare: c.Spare})
	if err != nil {
		return ModelReply{}, "", err
	}
	c.Tokens += answer.In + answer.Out
	var reply ModelReply
	if err := json.Unmarshal(llm.Object(answer.Text), &reply); err != nil {
		return ModelReply{}, "", fmt.Errorf("the model's reply is not the JSON it was asked for: %w", err)
	}
	reply.unmark(c.mark)
	return reply, answer.Text, nil
}

// checked is a claim that holds, or what is wrong with it. moved: another
// passage holds it than the cited one.
type checked struct {
	claim claim.Claim
	moved bool
	fault string
}

// check tests one claim against the passages it cites. If it fails, every other
// passage is tried alone: one that supports the claim, and covers at least as much
// of its wording as the cited ones, becomes its citation. Passages are never
// combined for this, so a swapped name that stands in another passage does not
// pass.
func (c *Composer) check(m ModelClaim, holds func(evidence.Result) bool) checked {
	said := claim.Tidy(m.Text)
	if claim.Forbidden(said) {
		return checked{fault: "it holds a link, a mention or markup"}
	}
	if n := len([]rune(said)); n > 400 {
		return checked{fault: "it is longer than a sentence"}
	}
	cited := c.cited(m)
	var sentence *evidence.Sentence
	fault, least := "it cites no passage", 0.0
	if len(cited) > 0 {
		sentence = evidence.NewSentence(said, cited[0].Lang())
		verdict := sentence.Check(c.pages(cited)...)
		if holds(verdict) {
			return checked{claim: writtenClaim(said, cited)}
		}
		fault, least = verdict.Faults[0].Message, verdict.Coverage
	}
	for _, p := range c.Passages {
		if sentence == nil || sentence.Lang() != p.Lang() {
			sentence = evidence.NewSentence(said, p.Lang())
		}
		if verdict := sentence.Check(c.pages([]claim.Passage{p})...); holds(verdict) && verdict.Coverage >= least {
			return checked{claim: writtenClaim(said, []claim.Passage{p}), moved: true}
		}
	}
	return checked{fault: fault}
}

// cited are the passages a claim cites, two at most.
func (c *Composer) cited(m ModelClaim) []claim.Passage {
	var out []claim.Passage
	for _, id := range m.Cites[:min(len(m.Cites), 2)] {
		var n int
		if _, err := fmt.Sscanf(strings.Trim(id, "[] "), "S%d", &n); err == nil && n >= 1 && n <= len(c.Passages) {
			out = append(out, c.Passages[n-1])
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

func writtenClaim(s string, ps []claim.Passage) claim.Claim {
	said := claim.Claim{Text: s, Kind: claim.KindWritten}
	for _, p := range ps {
		said.Cites = append(said.Cites, p.Cite())
		said.Facts = append(said.Facts, evidence.Facts(s, p.Src.Item.Version.Lang, p.Src.Item.Article.Published)...)
		for i := p.First; i <= p.Last; i++ {
			if facts := p.Src.Facts(i); States(said.Facts, facts) {
				said.Facts = append(said.Facts, facts[0]) // the claim states all of this sentence
			}
		}
	}
	return said
}

// States reports whether facts hold every hard fact of a sentence: sentence[1:],
// as the first is its fingerprint. A sentence without hard facts is never stated.
func States(facts, sentence []int64) bool {
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

// formFault says what is wrong with the form of a claim that passed the check, ""
// if nothing: it is a question, no whole sentence, or speaks to the reader. A
// sentence copied from a source need not be whole, and may say "we".
func (c *Composer) formFault(s string) string {
	switch own := c.copies(s); {
	case speech.Questions(s):
		return "it is a question"
	case !own && !wholeStatement(s):
		return "it is no whole statement"
	case speech.Addresses(s), !own && speech.Speaks(s):
		return "it speaks to its reader"
	}
	return ""
}

// copies reports a claim that is one whole sentence of a passage, word for word.
func (c *Composer) copies(s string) bool {
	return slices.ContainsFunc(c.Passages, func(p claim.Passage) bool {
		for i := p.First; i <= p.Last; i++ {
			if claim.Tidy(p.Src.Sentence(i)) == s {
				return true
			}
		}
		return false
	})
}

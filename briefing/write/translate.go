package write

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"dateline/briefing/claim"
	"dateline/briefing/llm"
	"dateline/briefing/text"
	"dateline/briefing/translation"
	"dateline/store"
)

// Texts are written and checked in the language of their sources. Another
// language is a second step with a memo of its own: it translates what was
// checked, and is held against that, by code and by a second reading. What fails
// stays in the source's language.

// LanguageName is a language (ISO 639-1) in English, "" of what is none.
func LanguageName(lang string) string {
	tag, err := language.Parse(lang)
	if err != nil || len(lang) != 2 {
		return ""
	}
	return display.English.Languages().Name(tag)
}

// Languages are those that a briefing can be told in (ISO 639-1): they are told
// apart in articles.
func Languages() []string { return text.Languages() }

// translateSchema is the JSON schema of translatedReply.
const translateSchema = `{"type":"object","additionalProperties":false,"required":["sentences"],"properties":` +
	`{"sentences":{"type":"array","maxItems":6,"items":` +
	`{"type":"object","additionalProperties":false,"required":["label","text"],"properties":` +
	`{"label":{"type":"string"},"text":{"type":"string"}}}}}}`

// translatedReply is what the model must answer.
type translatedReply struct {
	Sentences []struct{ Label, Text string }
}

// Translator puts checked claims into another language.
type Translator struct {
	Store  *store.Store
	Model  llm.Generator
	Name   string  // of the model
	Reader *Reader // holds each translation against its sentence; without a trusted one nothing is translated
	Spare  bool    // llm.Request.Spare
	Tokens int
}

// ErrUnread says that there is no trusted reader: what words mean in another
// language cannot be checked by code, so nothing is translated.
var ErrUnread = errors.New("no model is trusted to hold a translation against its sentence")

// The texts that say what could not be translated.
const (
	NotTranslated    = "not_translated"
	PartlyTranslated = "partly_translated"
)

// AnyForeign reports whether a claim is in another language.
func AnyForeign(claims []claim.Claim, lang string) bool {
	for _, c := range claims {
		if c.Foreign(lang) {
			return true
		}
	}
	return false
}

// translates reports whether a claim is given to the model: one in another language,
// unless it rests on what a publisher keeps from models.
func translates(c claim.Claim, lang string) bool { return c.Foreign(lang) && !c.AnyReserved() }

// Into returns the claims in a language, as far as the translations hold. The
// memo holds their words alone: what else is known of a claim is known here.
// One whose translation was taken back is left out. ErrUnread without a trusted
// reader; an error of the reader is returned too, and nothing is remembered.
func (t *Translator) Into(ctx context.Context, lang string, claims []claim.Claim) ([]claim.Claim, error) {
	trusted, tokens, err := t.Reader.Trusted(ctx)
	t.Tokens += tokens
	switch {
	case err != nil:
		return nil, err
	case !trusted:
		return nil, ErrUnread
	}
	if !slices.ContainsFunc(claims, func(c claim.Claim) bool { return translates(c, lang) }) {
		return claims, nil
	}
	var evidence []claim.Cite
	asked := ""
	for _, c := range claims {
		evidence, asked = append(evidence, c.Cites...), asked+c.Kind+" "+c.Text+"\n"
	}
	memo := Memo{Kind: "translation", Prompt: PromptVersion("translate") + t.Reader.signature(), Model: t.Name, Lang: lang,
		Question: asked}
	said, err := writeMemoized(ctx, t.Store, memo, evidence,
		func(ctx context.Context) ([]claim.Claim, error) { return t.translated(ctx, lang, claims) })
	if err != nil {
		return nil, err
	}
	out := make([]claim.Claim, len(said))
	for i, s := range said {
		if out[i] = claims[s.No]; out[i].AnyReserved() {
			continue // whatever was made of it before
		}
		if s.Text != claims[s.No].Text {
			out[i].Tongue = lang
		}
		out[i].Text, out[i].Kind, out[i].ID, out[i].No = s.Text, s.Kind, s.ID, s.No
	}
	return out, nil
}

// translated asks for the translations. A claim is put into the language when its
// translation holds by code and the reader finds it stated by the claim.
func (t *Translator) translated(ctx context.Context, lang string, claims []claim.Claim) ([]claim.Claim, error) {
	said, err := t.ask(ctx, lang, claims)
	if err != nil {
		return nil, err
	}
	var held []int
	var readings []Reading
	for i, c := range claims {
		line := unquoted(said[fmt.Sprintf("S%d", i+1)])
		if translates(c, lang) && translation.Fault(c, line, lang) == "" {
			held = append(held, i)
			readings = append(readings, Reading{line, []ReadSource{{Text: c.Text}}})
		}
	}
	out := slices.Clone(claims)
	if len(held) == 0 {
		return out, nil
	}
	verdicts, tokens, err := t.Reader.Read(ctx, readings, t.Spare)
	t.Tokens += tokens
	if err != nil {
		return nil, err
	}
	for n, i := range held {
		if verdicts[n].Stated {
			out[i].Text, out[i].Kind = readings[n].Claim, translatedKind(claims[i])
		}
	}
	return out, nil
}

// ask has the foreign claims translated; the result is by label.
func (t *Translator) ask(ctx context.Context, lang string, claims []claim.Claim) (map[string]string, error) {
	type sentence struct{ Label, Text string }
	data := struct {
		Sentences []sentence
		Language  string
	}{Language: LanguageName(lang)}
	for i, c := range claims {
		if translates(c, lang) {
			data.Sentences = append(data.Sentences,
				sentence{fmt.Sprintf("S%d", i+1), claim.OneLine(c.Text)})
		}
	}
	msgs, err := Messages("translate", data)
	if err != nil {
		return nil, err
	}
	answer, err := t.Model.Generate(ctx,
		llm.Request{Messages: msgs, SchemaName: "translation", Schema: json.RawMessage(translateSchema), MaxTokens: 700, Spare: t.Spare})
	t.Tokens += answer.In + answer.Out
	if err != nil {
		return nil, err
	}
	var reply translatedReply
	if err := json.Unmarshal(llm.Object(answer.Text), &reply); err != nil {
		return nil, fmt.Errorf("the model's translation is not the JSON it was asked for: %w", err)
	}
	out := map[string]string{}
	for _, s := range reply.Sentences {
		out[strings.Trim(s.Label, "[] ")] = s.Text
	}
	return out, nil
}

// translatedKind is what a claim becomes: a quotation is none any more and is
// marked, a headline is a heading.
func translatedKind(c claim.Claim) string {
	switch {
	case c.Kind == claim.KindHeading || c.Kind == claim.KindHeadline:
		return claim.KindHeading
	case c.Kind == claim.KindQuoted || translation.Quotes(c.Text):
		return claim.KindTranslated
	}
	return c.Kind
}

// unquoted is a translation on one line, without marks of quotations and the
// sign for a dateline that was left out.
func unquoted(s string) string {
	s = translation.WithoutMarks(claim.Visible(s))
	return strings.TrimPrefix(strings.Join(strings.Fields(s), " "), "… ")
}

package briefing

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"dateline/briefing/llm"
	"dateline/briefing/text"
	"dateline/store"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Texts are written and checked in the language of their sources. Another
// language is a second step with a memo of its own: it translates what was
// checked, and is held against that. What fails stays in the source's language.

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
const translateSchema = `{"type":"object","additionalProperties":false,"required":["sentences"],"properties":{"sentences":{"type":"array","maxItems":6,"items":` +
	`{"type":"object","additionalProperties":false,"required":["label","text"],"properties":{"label":{"type":"string"},"text":{"type":"string"}}}}}}`

// translatedReply is what the model must answer.
type translatedReply struct {
	Sentences []struct{ Label, Text string }
}

// translator puts checked claims into another language.
type translator struct {
	store  *store.Store
	model  llm.Generator
	name   string // of the model
	spare  bool   // llm.Request.Spare
	tokens int
}

// The texts that say what could not be translated.
const (
	notTranslated    = "not_translated"
	partlyTranslated = "partly_translated"
)

// foreign reports whether a claim is in another language than wanted.
func (c Claim) foreign(lang string) bool {
	return lang != "" && len(c.Cites) > 0 && c.lang() != lang
}

func anyForeign(claims []Claim, lang string) bool {
	for _, c := range claims {
		if c.foreign(lang) {
			return true
		}
	}
	return false
}

// into returns the claims in a language, as far as the translations hold. The
// memo holds their words alone: what else is known of a claim is known here.
// One whose translation was taken back is left out.
func (t *translator) into(ctx context.Context, lang string, claims []Claim) ([]Claim, error) {
	var evidence []Cite
	asked := ""
	for _, c := range claims {
		evidence, asked = append(evidence, c.Cites...), asked+c.Kind+" "+c.Text+"\n"
	}
	m := memo{kind: "translation", prompt: promptVersion("translate"), model: t.name, lang: lang, question: asked}
	said, err := once(ctx, t.store, m, evidence, func(ctx context.Context) ([]Claim, error) {
		said, err := t.ask(ctx, lang, claims)
		if err != nil {
			return nil, err
		}
		out := make([]Claim, len(claims))
		for i, c := range claims {
			out[i] = c
			if !c.foreign(lang) {
				continue
			}
			s := unquoted(said[fmt.Sprintf("S%d", i+1)])
			if translationFault(c, s, lang) == "" {
				out[i].Text, out[i].Kind = s, translatedKind(c)
			}
		}
		return out, nil
	})
	if err != nil {
		return nil, err
	}
	out := make([]Claim, len(said))
	for i, s := range said {
		out[i] = claims[s.no]
		if s.Text != claims[s.no].Text {
			out[i].tongue = lang
		}
		out[i].Text, out[i].Kind, out[i].id, out[i].no = s.Text, s.Kind, s.id, s.no
	}
	return out, nil
}

// ask has the foreign claims translated; the result is by label.
func (t *translator) ask(ctx context.Context, lang string, claims []Claim) (map[string]string, error) {
	type sentence struct{ Label, Text string }
	data := struct {
		Sentences []sentence
		Language  string
	}{Language: LanguageName(lang)}
	for i, c := range claims {
		if c.foreign(lang) {
			data.Sentences = append(data.Sentences, sentence{fmt.Sprintf("S%d", i+1), strings.Join(strings.Fields(visible(c.Text)), " ")})
		}
	}
	system, err := prompt("translate", "system", data)
	if err != nil {
		return nil, err
	}
	user, err := prompt("translate", "user", data)
	if err != nil {
		return nil, err
	}
	r, err := t.model.Generate(ctx, llm.Request{Messages: []llm.Message{{Role: "system", Content: system}, {Role: "user", Content: user}}, SchemaName: "translation",
		Schema: json.RawMessage(translateSchema), MaxTokens: 700, Spare: t.spare})
	if err != nil {
		return nil, err
	}
	t.tokens += r.In + r.Out
	var reply translatedReply
	if err := json.Unmarshal(llm.Object(r.Text), &reply); err != nil {
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
func translatedKind(c Claim) string {
	switch {
	case c.Kind == KindHeading || c.Kind == KindHeadline:
		return KindHeading
	case c.Kind == KindQuoted || strings.ContainsAny(c.Text, quoteChars):
		return KindTranslated
	}
	return c.Kind
}

// quoteChars are marks of quotations; the apostrophe is none.
const quoteChars = "\"“”„«»‹›「」"

// unquoted is a translation on one line, without marks of quotations and the
// sign for a dateline that was left out.
func unquoted(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(quoteChars, r) {
			return -1
		}
		return r
	}, visible(s))
	return strings.TrimPrefix(strings.Join(strings.Fields(s), " "), "… ")
}

// inLanguage puts a story's claims into the language that was asked for. When
// that cannot be done they stay as they are, and the last line says so.
func (r *writing) inLanguage(ctx context.Context, c *candidate, claims []Claim) ([]Claim, error) {
	lang := r.req.In
	name := LanguageName(lang)
	switch {
	case name == "" || !anyForeign(claims, lang):
		return claims, nil
	case r.w.Model == nil:
		r.b.Untranslated = notTranslated
		return claims, nil
	case r.b.Fallback != "":
		r.b.Untranslated = notTranslated
		return claims, nil
	}
	t := &translator{store: r.w.Store, model: r.w.Model, name: r.w.Name, spare: c.told != nil}
	mctx, cancel := r.modelTime(ctx)
	defer cancel()
	out, err := t.into(mctx, lang, claims)
	r.b.Tokens += t.tokens
	switch {
	case err == nil && (len(out) == 0 || out[0].no != 0):
		return nil, errGone // its heading was taken back
	case err == nil:
		r.b.Model = r.w.Name
		if anyForeign(out, lang) {
			r.b.Untranslated = partlyTranslated
		}
		return out, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	}
	r.b.Untranslated = partlyTranslated
	if r.w.Log != nil {
		r.w.Log.Info("a story was not translated", "story", c.id, "err", err)
	}
	return claims, nil
}

// inLanguage puts an answer into the question's language, if that is known.
func (a *Answerer) inLanguage(ctx context.Context, ans *Answer, question string) error {
	lang := spokenIn(question)
	if a.Model == nil || ans.Fallback != "" || !anyForeign(ans.Claims, lang) || LanguageName(lang) == "" {
		return nil
	}
	t := &translator{store: a.Store, model: a.Model, name: a.Name}
	out, err := t.into(ctx, lang, ans.Claims)
	ans.Tokens += t.tokens
	switch {
	case err == nil:
		ans.Claims, ans.Model = out, a.Name
		ans.Used, ans.Abstained = articlesIn(out), len(out) == 0
	case ctx.Err() != nil:
		return ctx.Err()
	case a.Log != nil:
		a.Log.Info("an answer was not translated", "err", err)
	}
	return nil
}

// writtenIn leaves of the stories what is in a language, all without one. What
// others report still counts, and names its outlets.
func writtenIn(cs []*candidate, lang string) []*candidate {
	if lang == "" {
		return cs
	}
	foreign := func(s source) bool { return s.item.Version.Lang != lang }
	for _, c := range cs {
		var own []source
		var origins []string
		for k, m := range c.members {
			if foreign(m) {
				c.foreign = append(c.foreign, m)
				continue
			}
			own, origins = append(own, m), append(origins, c.origins[k])
		}
		c.members, c.origins, c.others = own, origins, slices.DeleteFunc(c.others, foreign)
	}
	return slices.DeleteFunc(cs, func(c *candidate) bool { return len(c.members) == 0 && len(c.others) == 0 })
}

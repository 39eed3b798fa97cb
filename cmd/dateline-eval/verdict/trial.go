package verdict

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/llm"
	"dateline/briefing/text"
	"dateline/briefing/text/speech"
	"dateline/briefing/write"
	"dateline/store"
)

// trial is a sentence that a model is made to write over an article.
type trial struct {
	kind, s string
	item    store.Item
	spans   []text.Span
	cited   []int // the sentences that the model cites
}

// outcome is what came of it.
type outcome struct {
	shown bool   // its words reach a reader
	moved bool   // by other sentences than the cited
	why   string // what was said against it first
}

// parrot is a model that writes one sentence and cites the same labels, however often it is asked.
type parrot struct {
	said   string
	labels []string
}

func (p parrot) Generate(context.Context, llm.Request) (llm.Reply, error) {
	encoded, err := json.Marshal(map[string]any{"claims": []any{map[string]any{"text": p.said, "cites": p.labels}}})
	return llm.Reply{Text: string(encoded), Model: "parrot"}, err
}

// form is a text in which a sentence is written, as the product makes it.
type form struct {
	kind   string
	tokens int // of its articles
	data   write.PromptData
	claims int
}

var (
	storyForm  = form{kind: write.KindStory, tokens: 2000, data: write.PromptData{Claims: 3, Words: 45}, claims: 3}
	answerForm = form{kind: write.KindAnswer, tokens: 6500, data: write.PromptData{Question: "What happened?"}, claims: 3}
)

// run has the sentence written and checked, and read a second time by reader; nil
// is none: the strict rules stand in. The sources' own sentences may stand in for
// it, which is not it.
func (t *trial) run(ctx context.Context, in form, reader *write.Reader) (out outcome, err error) {
	extracts, err := write.Extracts([]write.Wanted{{Src: claim.Article{Item: t.item, Spans: t.spans}, Hits: t.cited}}, in.tokens)
	if err != nil {
		return out, err
	}
	model := parrot{said: t.s}
	for _, i := range t.cited {
		model.labels = append(model.labels, fmt.Sprintf("S%d", slices.Index(extracts[0].Picks, i)+1))
	}
	composer := &write.Composer{Model: model, Kind: in.kind, Extracts: extracts, Most: in.claims, Reader: reader,
		Stopped: func(_, why string) {
			if out.why == "" {
				out.why = why
			}
		}}
	got, err := composer.Compose(ctx, in.data)
	if err != nil && !errors.Is(err, write.ErrNothingHeld) {
		return out, err
	}
	for _, c := range got.Claims {
		if speech.Fingerprint(c.Text) == speech.Fingerprint(t.s) { // what is not seen is not shown
			out.shown = true
			out.moved = out.moved || t.elsewhere(c)
		}
	}
	return out, nil
}

// elsewhere reports whether a claim cites none of the sentences that the model cited.
func (t *trial) elsewhere(c claim.Claim) bool {
	return !slices.ContainsFunc(c.Cites, func(cite claim.Cite) bool {
		return slices.ContainsFunc(t.cited, func(i int) bool {
			return i < len(t.spans) && cite.Start <= t.spans[i].Start && t.spans[i].End <= cite.End
		})
	})
}

// newsArticle is an article of a corpus.
type newsArticle struct {
	Title, Text, Outlet string
	Published           time.Time
}

func (a newsArticle) item() store.Item {
	return store.Item{Article: store.Article{Outlet: a.Outlet, Published: a.Published}, Version: store.Version{ID: 1, Title: a.Title,
		Lang: "en", Text: a.Text}}
}

package answer

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dateline/briefing/archive"
	"dateline/briefing/claim"
	"dateline/briefing/people"
	"dateline/briefing/text"
	"dateline/briefing/text/speech"
	"dateline/briefing/write"
)

// presenter says what of a model's answer may be shown, and how: the rules on people
// apply, and what nobody read a second time must not say of the asker's words what its
// sources do not.
type presenter struct {
	desk     *Answerer
	question Question
	words    string // the question, as the model read it and as it was typed
	people   *people.Rules
	sources  map[int64]claim.Article // by version
	err      error                   // of the archive
}

func (a *Answerer) newPresenter(q Question, ev *findings, extracts []write.Extract) *presenter {
	out := &presenter{desk: a, question: q, words: q.Text + "\n" + ev.question.typed, people: ev.people,
		sources: map[int64]claim.Article{}}
	for _, x := range extracts {
		out.sources[x.Src.Item.Version.ID] = x.Src
	}
	return out
}

// claim is a claim as it may be shown, or why it may not, in words for the model. Where
// the rules on people stop it, the archive is asked whether another report names the
// same people for the same. read: a second reader judges it, or has.
func (p *presenter) claim(ctx context.Context, said claim.Claim, read bool) (shown claim.Claim, why string) {
	shown, ok := p.people.Claim(said)
	if !ok {
		more, err := p.desk.reportsOf(ctx, p.question, said.Text)
		if err != nil && p.err == nil {
			p.err = err
		}
		p.people = p.people.With(more)
		if shown, ok = p.people.Claim(said); !ok {
			return shown, p.people.Advice(said)
		}
	}
	if shown.Kind != claim.KindWritten {
		return shown, ""
	}
	if office := p.inventedOffice(shown); office != "" {
		return shown, fmt.Sprintf("the cited sentences do not have %q: say whom they name", office)
	}
	if word := lackedWord(shown.Text, p.window(shown), p.words, read); word != "" {
		return shown, fmt.Sprintf("the cited sentences do not have the question's word %q: say it as they do, or cite what has it", word)
	}
	return shown, ""
}

// inventedOffice is the office by which a claim answers who did something, where what it
// cites has none: "The mayor did it". With a capital it is somebody's title.
func (p *presenter) inventedOffice(c claim.Claim) string {
	if !people.Guilty(people.WithoutTitles(p.words), text.QuestionLang(p.words)) {
		return ""
	}
	have := text.Set(text.PlainWords(text.Fold(p.window(c))))
	for _, w := range text.PlainWords(c.Text) {
		if !text.Capital(w) && people.OfficeWords.MatchString(w) && !have[text.Fold(w)] {
			return w
		}
	}
	return ""
}

// claims are those of an answer that may be shown, as they may be. What leans on one
// that may not goes with it. read: they were read a second time.
func (p *presenter) claims(ctx context.Context, all []claim.Claim, read bool) []claim.Claim {
	var out []claim.Claim
	for i, said := range all {
		shown, why := p.claim(ctx, said, read)
		if why == "" && len(out) < i && speech.PointsBack(said.Text) != nil {
			why = write.Leans
		}
		if why == "" {
			out = append(out, shown)
		} else if p.desk.Stopped != nil {
			p.desk.Stopped(said.Text, why)
		}
	}
	return out
}

// window is what a claim cites, with the sentences beside it and the headers.
func (p *presenter) window(c claim.Claim) string {
	var b strings.Builder
	for _, cite := range c.Cites {
		b.WriteString(cite.Title + "\n" + cite.Quote + "\n" + cite.Outlet + "\n")
		src, ok := p.sources[cite.Row]
		if !ok || cite.Field != "text" {
			continue
		}
		first := slices.IndexFunc(src.Spans, func(span text.Span) bool { return span.End > cite.Start })
		for i := max(first-1, 0); first >= 0 && i < len(src.Spans); i++ {
			b.WriteString(src.Sentence(i) + "\n")
			if src.Spans[i].Start >= cite.End {
				break
			}
		}
	}
	return b.String()
}

// reportsOf are the articles of the archive on what a sentence tells.
func (a *Answerer) reportsOf(ctx context.Context, q Question, sentence string) ([]claim.Article, error) {
	reading, err := a.Archive.Read(ctx, q.Scope, sentence)
	if err != nil {
		return nil, err
	}
	found, err := reading.Search(ctx, archive.Lookup{Text: sentence, At: q.At, Limit: answerHits, PerArticle: 1})
	return sourcesOf(found), err
}

// versionsOf are the articles that claims cite.
func versionsOf(claims []claim.Claim) []int64 {
	var out []int64
	for _, c := range claims {
		for _, cite := range c.Cites {
			out = append(out, cite.Row)
		}
	}
	return out
}

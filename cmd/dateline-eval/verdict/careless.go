package verdict

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"dateline/briefing/claim"
	"dateline/cmd/dateline-eval/set"
	"dateline/store"
)

// careless is a sentence as a careless model may write it: nearly right.
type careless struct {
	ID      string `json:"id"`
	Article string `json:"article"`
	Kind    string `json:"kind"` // what is wrong with it
	Claim   string `json:"claim"`
	Cites   []int  `json:"cites"` // sentences of the article, as `dateline show` counts them, from 0
}

// Careless says of each sentence of a file what stops it. The articles are those of RealtimeQA.
func Careless(ctx context.Context, o set.Options) (set.Table, error) {
	report := set.Table{Title: "careless sentences", Head: []string{"id", "kind", "stopped by", "why", "the strict rules"}}
	if o.File == "" {
		report.Notes = []string{"No file of sentences is named: dateline-eval careless FILE."}
		return report, nil
	}
	lines, err := set.ReadFile[careless](o.File)
	if err != nil {
		return report, err
	}
	trials, err := carelessTrials(ctx, o, lines)
	if err != nil {
		return report, err
	}
	tried, err := newBench(ctx, os.Getenv)
	if err != nil {
		return report, err
	}
	defer func() { _ = tried.close() }()
	notes, err := set.OpenNotes(o.Log)
	if err != nil {
		return report, err
	}
	defer func() { _ = notes.Close() }()
	results, err := tried.hold(ctx, trials, answerForm)
	if err != nil {
		return report, err
	}
	for i, h := range results {
		note := noteOf(lines[i].ID, h)
		if err := notes.Write(note); err != nil {
			return report, err
		}
		strict := "stop it: " + note.Strict
		if h.strict.shown {
			strict = "show it"
		}
		by := note.Stopped
		if by == "" {
			by = "SHOWN"
		}
		report.Rows = append(report.Rows, []string{note.ID, note.Kind, by, note.Why, strict})
	}
	kinds := set.Table{Title: "careless sentences by kind", Head: sampleHead("kind"), Notes: tried.notes()}
	for _, kind := range kindsOf(results) {
		kinds.Rows = append(kinds.Rows, sampledRow(kind, results))
	}
	report.Also = []set.Table{kinds}
	return report, nil
}

// carelessTrials finds the articles of the sentences, in the corpora of both years.
func carelessTrials(ctx context.Context, o set.Options, lines []careless) ([]*trial, error) {
	out := make([]*trial, len(lines))
	for _, year := range []string{"2025", "2022"} {
		if !slices.Contains(out, nil) {
			break
		}
		path := filepath.Join(o.Dir, "realtimeqa", "corpus-"+year+".jsonl.gz")
		if err := addTrials(ctx, o, path, lines, out); err != nil {
			return nil, err
		}
	}
	for i, l := range lines {
		if out[i] == nil {
			return nil, fmt.Errorf("%s: no corpus has the article %q: name it by the id that the corpora of realtimeqa give it", l.ID,
				l.Article)
		}
		for _, n := range l.Cites {
			if n < 0 || n >= len(out[i].spans) {
				return nil, fmt.Errorf("%s: article %s has no sentence %d, it has %d, counted from 0", l.ID, l.Article, n,
					len(out[i].spans))
			}
		}
	}
	return out, nil
}

// addTrials puts in their places the sentences whose articles a corpus has and none before it had.
func addTrials(ctx context.Context, o set.Options, path string, lines []careless, out []*trial) error {
	opened, err := set.OpenCorpus(ctx, o, path)
	if err != nil {
		return err
	}
	defer opened.Close()
	for i, l := range lines {
		if out[i] != nil {
			continue
		}
		if out[i], err = carelessTrial(ctx, opened, l); err != nil {
			return err
		}
	}
	return nil
}

// carelessTrial is a sentence with its article, nil where the corpus has it not.
func carelessTrial(ctx context.Context, from *set.Corpus, l careless) (*trial, error) {
	article, err := from.Store.Article(ctx, from.Scope, l.Article)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	versions, err := from.Store.Versions(ctx, article.ID)
	if err != nil || len(versions) == 0 {
		return nil, err
	}
	src := claim.NewArticle(store.Item{Article: article, Version: versions[len(versions)-1]})
	return &trial{kind: l.Kind, s: l.Claim, item: src.Item, spans: src.Spans, cited: l.Cites}, nil
}

package finding

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"dateline/briefing/llm"
	"dateline/briefing/search"
	"dateline/briefing/text"
	"dateline/cmd/dateline-eval/set"
)

// hayDoc is a document of SummHay and the insights it holds.
type hayDoc struct {
	ID       string   `json:"id"`
	Text     string   `json:"text"`
	Insights []string `json:"insights"`
}

// hayQuery is a query and the insights that answer it.
type hayQuery struct {
	Query    string `json:"query"`
	Insights []struct {
		ID string `json:"id"`
	} `json:"insights"`
}

// hayScore adds up rankings.
type hayScore struct {
	n                     int
	ap, p10, rPrec, found float64
}

func (s *hayScore) add(o hayScore) {
	s.n, s.ap, s.p10, s.rPrec, s.found = s.n+o.n, s.ap+o.ap, s.p10+o.p10, s.rPrec+o.rPrec, s.found+o.found
}

// SummHay ranks the documents of a topic for each of its queries.
func SummHay(ctx context.Context, o set.Options) (set.Table, error) {
	report := set.Table{Title: "summhay", Head: []string{"topic", "queries", "MAP", "P@10", "R-precision", "recall@100", "to beat (MAP)"}}
	row := func(name string, score hayScore, bar string) {
		n := float64(score.n)
		report.Rows = append(report.Rows, []string{name, fmt.Sprint(score.n), set.Share(score.ap / n), set.Share(score.p10 / n),
			set.Share(score.rPrec / n), set.Share(score.found / n), bar})
	}
	runs := []set.Options{o}
	runs[0].Vectors = nil
	if o.Vectors != nil {
		runs = append(runs, o)
	}
	for _, o := range runs {
		how := ""
		if o.Vectors != nil {
			how = ", with " + o.Vectors.Model
		}
		var all hayScore
		for _, topic := range []string{"news1", "news2", "news3"} {
			score, err := hayTopic(ctx, o, filepath.Join(o.Dir, "summhay", topic))
			if err != nil {
				return report, err
			}
			row(topic+how, score, "")
			all.add(score)
		}
		row("all"+how, all, ".764 keywords, .689 vectors, .952 Cohere rerank3")
	}
	return report, nil
}

func hayTopic(ctx context.Context, o set.Options, path string) (hayScore, error) {
	var sum hayScore
	docs, err := set.ReadFile[hayDoc](path + "-documents.jsonl.gz")
	if err != nil {
		return sum, err
	}
	queries, err := set.ReadFile[hayQuery](path + "-queries.jsonl")
	if err != nil {
		return sum, err
	}
	at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC) // the documents have no dates
	in := make([]search.Doc, len(docs))
	for i, d := range docs {
		in[i] = search.Doc{Version: int64(i + 1), Article: int64(i + 1), Visible: at, Time: at, Lang: "en", Text: d.Text,
			Spans: text.Sentences(d.Text, "en")}
	}
	memory, err := search.NewMemory(in)
	if err != nil {
		return sum, err
	}
	index := &search.Index{Fresh: []*search.Memory{memory}}
	index.Passages = func(_ context.Context, hits []search.Hit) ([]search.Passage, error) {
		out := make([]search.Passage, len(hits))
		for i, h := range hits {
			out[i] = search.Passage{Text: docs[h.Article-1].Text[h.Start:h.End], Lang: "en"}
		}
		return out, nil
	}
	vectors := hayVectors{docs: docs, known: map[string][]byte{}}
	if o.Vectors != nil {
		vectors.embedder = o.Vectors.Embedder
	}
	for _, q := range queries {
		if o.Vectors != nil {
			index.Near = func(ctx context.Context, hits []search.Hit) []float64 { return vectors.near(ctx, q.Query, hits) }
		}
		hits, err := index.Search(ctx, search.Query{Text: q.Query, At: at, Limit: len(docs), PerArticle: 1, Weights: o.Weights})
		if err != nil {
			return sum, err
		}
		sum.add(hayRanking(docs, q, hits))
	}
	return sum, vectors.err
}

// hayVectors compares queries with passages of one topic by a model's vectors.
type hayVectors struct {
	embedder llm.Embedder
	docs     []hayDoc
	known    map[string][]byte
	err      error
}

func (v *hayVectors) passage(h search.Hit) string { return v.docs[h.Article-1].Text[h.Start:h.End] }

// near embeds a query and the passages that are not known yet.
func (v *hayVectors) near(ctx context.Context, query string, hits []search.Hit) []float64 {
	texts := []string{query}
	for _, h := range hits {
		if passage := v.passage(h); v.known[passage] == nil {
			texts = append(texts, passage)
		}
	}
	got, err := v.embedder.Embed(ctx, texts)
	if err != nil {
		v.err = err
		return nil
	}
	for i, x := range got {
		v.known[texts[i]] = search.Pack(x)
	}
	cos := make([]float64, len(hits))
	for i, h := range hits {
		cos[i] = search.Cosine(v.known[query], v.known[v.passage(h)])
	}
	return cos
}

// hayRanking scores one ranking; documents hold an insight or do not.
func hayRanking(docs []hayDoc, q hayQuery, hits []search.Hit) hayScore {
	want := map[string]bool{}
	for _, in := range q.Insights {
		want[in.ID] = true
	}
	relevant := map[int64]bool{}
	for i, d := range docs {
		for _, in := range d.Insights {
			if want[in] {
				relevant[int64(i+1)] = true
			}
		}
	}
	score := hayScore{n: 1}
	wanted := float64(len(relevant))
	got := 0.0
	for i, h := range hits {
		if relevant[h.Article] {
			got++
			score.ap += got / float64(i+1) / wanted
			if i < 10 {
				score.p10 += .1
			}
			if float64(i) < wanted {
				score.rPrec += 1 / wanted
			}
		}
	}
	score.found = got / wanted
	return score
}

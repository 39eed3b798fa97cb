package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"dateline/briefing"
	"dateline/briefing/feed"
	"dateline/store"
)

// quiz is one question of RealtimeQA.
type quiz struct {
	ID       string   `json:"id"`
	Date     string   `json:"date"`
	Question string   `json:"question"`
	Choices  []string `json:"choices"`
	Answer   []int    `json:"answer"`
	Gold     []string `json:"gold"`
	Nota     struct {
		Choices []string `json:"choices"`
		Answer  []int    `json:"answer"`
	} `json:"nota"`
}

// quizScore adds up one year.
type quizScore struct {
	gold, n, strings    int
	recall, mrr         float64
	hit, right          int
	nota, notaRight     int
	notaTP, notaFP, all int
}

// archive is a database of one corpus, read through the product's own pipeline.
type archive struct {
	store    *store.Store
	archive  *briefing.Archive
	answerer *briefing.Answerer
	scope    store.Scope
	took     time.Duration
	articles int
}

// evalRealtimeQA asks every question at its date: retrieval, answer strings,
// choices and refusal, as eval/README.md scores them.
func evalRealtimeQA(ctx context.Context, dir string) (table, error) {
	t := table{Title: "realtimeqa", Head: []string{"measure", "2022", "2025", "to beat (2022 / 2025)"}}
	var scores [2]quizScore
	for i, year := range []string{"2022", "2025"} {
		s, note, err := quizYear(ctx, filepath.Join(dir, "realtimeqa"), year)
		if err != nil {
			return t, err
		}
		scores[i] = s
		t.Notes = append(t.Notes, note)
	}
	row := func(name, bar string, f func(quizScore) float64) {
		cells := []string{name}
		for _, s := range scores {
			v := f(s)
			cell := "-"
			if v == v { // not NaN: 2025 has no gold articles
				cell = fmt.Sprintf("%.3f", v)
			}
			cells = append(cells, cell)
		}
		t.Rows = append(t.Rows, append(cells, bar))
	}
	row("gold articles R@10", ".716 BM25, .889 with recency", func(s quizScore) float64 { return s.recall / float64(s.gold) })
	row("gold articles MRR@10", ".469 BM25, .720 with recency", func(s quizScore) float64 { return s.mrr / float64(s.gold) })
	row("answer string Hit@10", ".742 / .573 BM25; Google .609 / .469", func(s quizScore) float64 { return float64(s.hit) / float64(s.strings) })
	row("choices, accuracy", ".690 / .517; GPT-3 + Google .730", func(s quizScore) float64 { return float64(s.right) / float64(s.n) })
	row("refusal, accuracy", ".606 threshold, .550 never refusing", func(s quizScore) float64 { return float64(s.notaRight) / float64(s.nota) })
	row("refusal, F1 of none", ".476 threshold", func(s quizScore) float64 { return 2 * float64(s.notaTP) / float64(2*s.notaTP+s.notaFP+s.all-s.notaTP) })
	return t, nil
}

func quizYear(ctx context.Context, dir, year string) (quizScore, string, error) {
	var s quizScore
	a, err := openCorpus(ctx, filepath.Join(dir, "corpus-"+year+".jsonl.gz"))
	if err != nil {
		return s, "", err
	}
	defer a.close()
	questions, err := readQuiz(filepath.Join(dir, "questions-"+year+".jsonl"))
	if err != nil {
		return s, "", err
	}
	start := time.Now()
	for _, q := range questions {
		if err := a.ask(ctx, q, &s); err != nil {
			return s, "", fmt.Errorf("question %s: %w", q.ID, err)
		}
	}
	note := fmt.Sprintf("%s: %d articles ingested in %s (%.0f a second), %d questions in %s.", year, a.articles, a.took.Round(time.Millisecond),
		float64(a.articles)/a.took.Seconds(), len(questions), time.Since(start).Round(time.Millisecond))
	return s, note, nil
}

func readQuiz(path string) ([]quiz, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []quiz
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var q quiz
		if err := json.Unmarshal(sc.Bytes(), &q); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		out = append(out, q)
	}
	return out, sc.Err()
}

// openCorpus reads a corpus into a database of its own.
func openCorpus(ctx context.Context, path string) (*archive, error) {
	dir, err := os.MkdirTemp("", "dateline-eval-")
	if err != nil {
		return nil, err
	}
	st, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, "eval.db"))
	if err != nil {
		return nil, err
	}
	src, err := st.OwnSource(ctx, store.Desk, "file")
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	a := &archive{store: st, archive: &briefing.Archive{Store: st}}
	a.answerer = &briefing.Answerer{Store: st, Archive: a.archive}
	start := time.Now()
	if err := a.read(ctx, src, path); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	a.took = time.Since(start)
	a.scope, err = st.ScopeOf(ctx, store.Desk)
	return a, err
}

func (a *archive) read(ctx context.Context, src store.Source, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	in := &briefing.Ingester{Store: a.store}
	var items []feed.Item
	flush := func() error {
		_, err := in.Add(ctx, src, path, items)
		a.articles += len(items)
		items = items[:0]
		return err
	}
	err = feed.JSONL(z, func(line int, it feed.Item, err error) error {
		if err != nil {
			return fmt.Errorf("%s:%d: %w", path, line, err)
		}
		if items = append(items, it); len(items) < 500 {
			return nil
		}
		return flush()
	})
	if err = errors.Join(err, flush()); err != nil {
		return err
	}
	if _, err := (&briefing.Stories{Store: a.store, Holder: "eval"}).Run(ctx); err != nil {
		return err
	}
	_, err = (&briefing.Indexer{Store: a.store, Holder: "eval"}).Run(ctx)
	return err
}

func (a *archive) close() { _ = a.store.Close() }

func (a *archive) ask(ctx context.Context, q quiz, s *quizScore) error {
	at, err := time.Parse(time.DateOnly, q.Date)
	if err != nil {
		return err
	}
	at = at.AddDate(0, 0, 1).Add(-time.Millisecond)
	found, err := a.archive.Search(ctx, a.scope, briefing.Lookup{Text: q.Question, At: at, Limit: 10, PerArticle: 1})
	if err != nil {
		return err
	}
	s.retrieval(q, found)
	ans, err := a.answerer.Ask(ctx, briefing.Question{Text: q.Question, Scope: a.scope, At: at, Choices: q.Choices})
	if err != nil {
		return err
	}
	s.n++
	if len(q.Answer) > 0 && ans.Choice == q.Answer[0] {
		s.right++
	}
	if len(q.Nota.Choices) == 0 || len(q.Nota.Answer) == 0 {
		return nil
	}
	ans, err = a.answerer.Ask(ctx, briefing.Question{Text: q.Question, Scope: a.scope, At: at, Choices: q.Nota.Choices})
	if err != nil {
		return err
	}
	s.refusal(q, ans.Choice)
	return nil
}

func (s *quizScore) retrieval(q quiz, found []briefing.Found) {
	if len(q.Gold) > 0 {
		s.gold++
		first := 0
		got := 0
		for i, f := range found {
			for _, g := range q.Gold {
				if f.Near().Article == g {
					got++
					if first == 0 {
						first = i + 1
					}
				}
			}
		}
		s.recall += float64(got) / float64(len(q.Gold))
		if first > 0 {
			s.mrr += 1 / float64(first)
		}
	}
	if len(q.Answer) == 0 || strings.HasSuffix(strings.TrimRight(strings.ToLower(q.Question), " ?.:"), "except") {
		return
	}
	s.strings++
	want := words(q.Choices[q.Answer[0]])
	for _, f := range found {
		if strings.Contains(words(f.Article()), want) {
			s.hit++
			return
		}
	}
}

// words is a text as a token sequence: lower case, no punctuation, a space
// around each token.
func words(s string) string {
	f := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return " " + strings.Join(f, " ") + " "
}

func (s *quizScore) refusal(q quiz, got int) {
	s.nota++
	isNone := func(i int) bool {
		return i >= 0 && i < len(q.Nota.Choices) && strings.Contains(strings.ToLower(q.Nota.Choices[i]), "none of the above")
	}
	want := q.Nota.Answer[0]
	if got == want {
		s.notaRight++
	}
	if isNone(want) {
		s.all++
	}
	switch {
	case isNone(got) && isNone(want):
		s.notaTP++
	case isNone(got):
		s.notaFP++
	}
}

// Package finding measures whether what was asked for is found: questions with
// known articles (RealtimeQA), documents that hold an insight (SummHay), each
// mechanism of the search left out, and questions as readers type them.
package finding

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"dateline/briefing/archive"
	"dateline/cmd/dateline-eval/choice"
	"dateline/cmd/dateline-eval/set"
)

// quizScore adds up one year.
type quizScore struct {
	gold, n, strings int
	recall, mrr      float64
	hit, right       int
	nota, notaRight  int
	notaTP, notaFP   int
	none             int // questions whose answer is "none of the above"
}

func (s *quizScore) add(o quizScore) {
	s.gold, s.n, s.strings = s.gold+o.gold, s.n+o.n, s.strings+o.strings
	s.recall, s.mrr = s.recall+o.recall, s.mrr+o.mrr
	s.hit, s.right = s.hit+o.hit, s.right+o.right
	s.nota, s.notaRight = s.nota+o.nota, s.notaRight+o.notaRight
	s.notaTP, s.notaFP, s.none = s.notaTP+o.notaTP, s.notaFP+o.notaFP, s.none+o.none
}

// quizMeasures are the rows of the table: how each is computed, and the bars
// of the sets' own description (2022 / 2025).
var quizMeasures = []struct {
	name, bar string
	of        func(quizScore) float64
}{
	{"gold articles R@10", ".716 BM25, .889 with recency", func(s quizScore) float64 { return s.recall / float64(s.gold) }},
	{"gold articles MRR@10", ".469 BM25, .720 with recency", func(s quizScore) float64 { return s.mrr / float64(s.gold) }},
	{"answer string Hit@10", ".742 / .573 BM25; Google .609 / .469",
		func(s quizScore) float64 { return float64(s.hit) / float64(s.strings) }},
	{"choices, accuracy", ".690 / .517; GPT-3 + Google .730", func(s quizScore) float64 { return float64(s.right) / float64(s.n) }},
	{"refusal, accuracy", ".606 threshold, .550 never refusing",
		func(s quizScore) float64 { return float64(s.notaRight) / float64(s.nota) }},
	{"refusal, precision of none", "", func(s quizScore) float64 { return float64(s.notaTP) / float64(s.notaTP+s.notaFP) }},
	{"refusal, recall of none", "", func(s quizScore) float64 { return float64(s.notaTP) / float64(s.none) }},
	{"refusal, F1 of none", ".476 threshold",
		func(s quizScore) float64 { return 2 * float64(s.notaTP) / float64(s.notaTP+s.notaFP+s.none) }},
}

var quizYears = []string{"2022", "2025"}

// RealtimeQA asks every question at its date: retrieval, answer strings,
// choices and refusal, as the sets' description scores them.
func RealtimeQA(ctx context.Context, o set.Options) (set.Table, error) {
	report := set.Table{Title: "realtimeqa", Head: []string{"measure", "2022", "2025", "to beat (2022 / 2025)"}}
	plain := o
	plain.Vectors = nil
	if err := quizRows(ctx, plain, &report, ""); err != nil || o.Vectors == nil {
		return report, err
	}
	return report, quizRows(ctx, o, &report, ", with "+o.Vectors.Model)
}

// quizRows adds the rows of one search, and how long it took.
func quizRows(ctx context.Context, o set.Options, t *set.Table, how string) error {
	var scores [2]quizScore
	for i, year := range quizYears {
		score, note, err := quizYear(ctx, o, year)
		if err != nil {
			return err
		}
		scores[i] = score
		t.Notes = append(t.Notes, year+how+": "+note)
	}
	for _, m := range quizMeasures {
		t.Rows = append(t.Rows, []string{m.name + how, set.Share(m.of(scores[0])), set.Share(m.of(scores[1])), m.bar})
	}
	return nil
}

func quizYear(ctx context.Context, o set.Options, year string) (quizScore, string, error) {
	var sum quizScore
	dir := filepath.Join(o.Dir, "realtimeqa")
	opened, err := set.OpenCorpus(ctx, o, filepath.Join(dir, "corpus-"+year+".jsonl.gz"))
	if err != nil {
		return sum, "", err
	}
	defer opened.Close()
	questions, err := set.ReadFile[set.Quiz](filepath.Join(dir, "questions-"+year+".jsonl"))
	if err != nil {
		return sum, "", err
	}
	start := time.Now()
	scores := make([]quizScore, len(questions))
	err = set.Each(len(questions), func(i int) error {
		if err := scores[i].ask(ctx, opened, questions[i], o.Retrieval); err != nil {
			return fmt.Errorf("question %s: %w", questions[i].ID, err)
		}
		return nil
	})
	for _, s := range scores {
		sum.add(s)
	}
	return sum, fmt.Sprintf("%s; %d questions in %s.", opened.Note, len(questions), time.Since(start).Round(time.Millisecond)), err
}

// ask asks one question of a corpus; retrieval asks for what is found alone.
func (s *quizScore) ask(ctx context.Context, from *set.Corpus, q set.Quiz, retrieval bool) error {
	at, err := set.EndOfDay(q.Date)
	if err != nil {
		return err
	}
	found, err := from.Archive.Search(ctx, from.Scope, archive.Lookup{Text: q.Question, At: at, Limit: 10, PerArticle: 1})
	if err != nil {
		return err
	}
	s.retrieval(q, found)
	if retrieval {
		return nil
	}
	reader := choice.Reader{Archive: from.Archive, Scope: from.Scope}
	picked, err := reader.Choose(ctx, q.Question, q.Choices, at)
	if err != nil {
		return err
	}
	s.n++
	if len(q.Answer) > 0 && picked == q.Answer[0] {
		s.right++
	}
	if len(q.Nota.Choices) == 0 || len(q.Nota.Answer) == 0 {
		return nil
	}
	picked, err = reader.Choose(ctx, q.Question, q.Nota.Choices, at)
	if err != nil {
		return err
	}
	s.refusal(q, picked)
	return nil
}

func (s *quizScore) retrieval(q set.Quiz, found []archive.Found) {
	if len(q.Gold) > 0 {
		s.gold++
		first := 0
		got := 0
		for i, f := range found {
			for _, g := range q.Gold {
				if f.Ref().Article == g {
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
	parts := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return " " + strings.Join(parts, " ") + " "
}

func (s *quizScore) refusal(q set.Quiz, got int) {
	s.nota++
	isNone := func(i int) bool {
		return i >= 0 && i < len(q.Nota.Choices) && strings.Contains(strings.ToLower(q.Nota.Choices[i]), "none of the above")
	}
	want := q.Nota.Answer[0]
	if got == want {
		s.notaRight++
	}
	if isNone(want) {
		s.none++
	}
	switch {
	case isNone(got) && isNone(want):
		s.notaTP++
	case isNone(got):
		s.notaFP++
	}
}

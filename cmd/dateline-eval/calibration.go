package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"dateline/briefing"
)

// What the confidence of an answer is worth: every question of realtimeqa 2022
// that has a choice "none of the above" is answered however low it is.
// "Right" is an answer whose sentences, or their headlines, hold the words of
// the right choice: stricter than a reader, who takes other words as well.

// calibrationBins are where the rows begin; the threshold of an answer is .62.
var calibrationBins = []float64{0, .3, .5, .62, .7, .8, .9, .97}

const (
	anyConfidence = 1e-9
	sizeQuestions = 12  // asked of archives of three sizes
	sizeArticles  = 100 // of the middle one
)

// confident is one question answered.
type confident struct {
	quiz       quiz
	confidence float64
	answered   bool // some sentence was found
	right      bool // it holds the right choice's words
	choice     bool // the right choice was picked, of those with none
	cites      string
}

func evalCalibration(ctx context.Context, o options) (table, error) {
	t := table{Title: "calibration", Head: []string{"confidence", "questions", "answers right", "from here on: answered", "right", "choices right"}}
	dir := filepath.Join(o.Dir, "realtimeqa")
	path := filepath.Join(dir, "corpus-2022.jsonl.gz")
	a, err := openCorpus(ctx, o, path)
	if err != nil {
		return t, err
	}
	defer a.close()
	f, err := os.Open(filepath.Join(dir, "questions-2022.jsonl"))
	if err != nil {
		return t, err
	}
	defer f.Close()
	all, err := readLines[quiz](f)
	if err != nil {
		return t, fmt.Errorf("%s: %w", f.Name(), err)
	}
	var asked []quiz
	for _, q := range all {
		if len(q.Nota.Choices) > 0 && len(q.Nota.Answer) > 0 && len(q.Answer) > 0 && !strings.HasSuffix(words(q.Question), " except ") {
			asked = append(asked, q)
		}
	}
	got := make([]confident, len(asked))
	err = each(len(asked), func(i int) (err error) {
		got[i], err = a.confide(ctx, asked[i])
		return err
	})
	if err != nil {
		return t, err
	}
	t.Rows = calibrationRows(got)
	note, err := sizes(ctx, path, got)
	t.Notes = []string{"Right: the sentences shown, or their headlines, hold the words of the right choice.", note}
	return t, err
}

// confide asks one question, with its choices, of an archive.
func (a *archive) confide(ctx context.Context, q quiz) (confident, error) {
	at, err := endOfDay(q.Date)
	if err != nil {
		return confident{}, err
	}
	sure := *a.answerer
	sure.Least = anyConfidence
	ans, err := sure.Ask(ctx, briefing.Question{Text: q.Question, Scope: a.scope, At: at, Choices: q.Nota.Choices})
	c := confident{quiz: q, confidence: ans.Confidence, answered: len(ans.Claims) > 0, choice: ans.Choice == q.Nota.Answer[0]}
	want := words(q.Choices[q.Answer[0]])
	for _, cl := range ans.Claims {
		for _, ct := range cl.Cites {
			if c.cites == "" { // the best sentence comes first
				c.cites = ct.Article
			}
			c.right = c.right || strings.Contains(words(ct.Title+"\n"+ct.Quote), want)
		}
	}
	return c, err
}

func calibrationRows(got []confident) [][]string {
	var out [][]string
	for i, from := range calibrationBins {
		to := math.Inf(1)
		if i+1 < len(calibrationBins) {
			to = calibrationBins[i+1]
		}
		var n, right, choices, later, laterRight float64
		for _, c := range got {
			if c.confidence < from {
				continue
			}
			hit := 0.0
			if c.right {
				hit = 1
			}
			if c.answered {
				later, laterRight = later+1, laterRight+hit
			}
			if c.confidence < to {
				n, right = n+1, right+hit
				if c.choice {
					choices++
				}
			}
		}
		out = append(out, []string{fmt.Sprintf("%.2f-", from), fmt.Sprint(n), share(right / n), share(later / float64(len(got))), share(laterRight / later), share(choices / n)})
	}
	return out
}

// sizes asks the same questions of archives of three sizes: the article that
// answered alone, with others up to sizeArticles, and all.
func sizes(ctx context.Context, path string, got []confident) (string, error) {
	var chosen []confident
	for _, c := range got {
		if c.answered && len(chosen) < sizeQuestions {
			chosen = append(chosen, c)
		}
	}
	var one, some, all, off float64
	for _, c := range chosen {
		for articles, sum := range map[int]*float64{1: &one, sizeArticles: &some} {
			v, err := confidenceOf(ctx, path, c, articles)
			if err != nil {
				return "", err
			}
			*sum += v
			off = max(off, math.Abs(v-c.confidence))
		}
		all += c.confidence
	}
	n := float64(len(chosen))
	return fmt.Sprintf("The same %d questions, mean confidence: %s with the article that answers alone, %s with %d articles, %s with all; %s apart at most.", len(chosen), share(one/n), share(some/n), sizeArticles, share(all/n), share(off)), nil
}

// confidenceOf asks a question of an archive of some articles, one of which answered it.
func confidenceOf(ctx context.Context, path string, c confident, articles int) (float64, error) {
	dir, err := os.MkdirTemp("", "dateline-eval-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	part := filepath.Join(dir, "part.jsonl.gz")
	if err := writePart(path, part, c.cites, articles); err != nil {
		return 0, err
	}
	a, err := openCorpus(ctx, options{}, part)
	if err != nil {
		return 0, err
	}
	defer a.close()
	again, err := a.confide(ctx, c.quiz)
	return again.confidence, err
}

// writePart writes one article of a corpus and the first others.
func writePart(corpus, path, id string, articles int) error {
	r, done, err := openGzip(corpus)
	if err != nil {
		return err
	}
	defer done()
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	others := articles - 1
	for line := range bytes.Lines(text) {
		var it struct {
			ID string `json:"id"`
		}
		if err := json.Unmarshal(line, &it); err != nil {
			return err
		}
		if it.ID != id {
			if others == 0 {
				continue
			}
			others--
		}
		if _, err := z.Write(line); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(path, out.Bytes(), 0o600)
}

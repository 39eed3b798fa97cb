// Package reading measures what is read of pages, feeds and dates: a page's text
// against one that people typed, feeds against two other parsers, dates in a text
// against those that people marked.
package reading

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"dateline/briefing/feed"
	"dateline/briefing/feed/fetch"
	"dateline/cmd/dateline-eval/set"
)

// Extraction scores extracted articles by 4-grams of words, averaged over
// pages, as the benchmark's own evaluate.py does.
func Extraction(_ context.Context, o set.Options) (set.Table, error) {
	report := set.Table{Title: "extraction", Head: []string{"measure", "ours", "to beat"}}
	data, err := os.ReadFile(filepath.Join(o.Dir, "extraction", "ground-truth.json"))
	if err != nil {
		return report, err
	}
	var truth map[string]struct {
		Body string `json:"articleBody"`
		URL  string `json:"url"`
	}
	if err := json.Unmarshal(data, &truth); err != nil {
		return report, err
	}
	var tp, fp, fn []float64
	var exact float64
	start := time.Now()
	refused, glued, words, walls := 0, 0, 0, 0
	for id, want := range truth {
		page, err := set.ReadWhole(filepath.Join(o.Dir, "extraction", "html", id+".html.gz"))
		if err != nil {
			return report, err
		}
		item, err := feed.Extract(page, want.URL)
		if err != nil {
			refused++
		}
		if takenForWall(item.Title, want.URL, page) {
			walls++
		}
		if n := gluedWords(page, item.Text); n > 0 {
			glued, words = glued+1, words+n
		}
		both, extra, lost := shingles(want.Body, item.Text)
		tp, fp, fn = append(tp, both), append(fp, extra), append(fn, lost)
		if extra == 0 && lost == 0 {
			exact++
		}
	}
	n := float64(len(tp))
	precision, recall := ratio(tp, fp), ratio(tp, fn)
	report.Rows = [][]string{{"F1", fmt.Sprintf("%.3f", 2*precision*recall/(precision+recall)), ".960 go-trafilatura, " +
		".958 trafilatura 2, .947 go-readability, .970 the best"},
		{"precision", fmt.Sprintf("%.3f", precision), ".940"}, {"recall", fmt.Sprintf("%.3f", recall), ".980"}, {"exact",
			fmt.Sprintf("%.3f", exact/n), ".293"},
		{"pages with glued words", fmt.Sprint(glued), "0"}, {"glued words", fmt.Sprint(words), "0"},
		{"taken for a wall", fmt.Sprint(walls), "0"}}
	report.Notes = []string{fmt.Sprintf("%d pages, %d refused as no article, %.0f pages a second.", len(tp), refused,
		n/time.Since(start).Seconds())}
	return report, nil
}

// pageServer answers every request with one page, but for robots.txt.
type pageServer []byte

// RoundTrip answers a request.
func (page pageServer) RoundTrip(r *http.Request) (*http.Response, error) {
	resp := &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(page)), Request: r}
	if r.URL.Path == "/robots.txt" {
		resp.StatusCode = http.StatusNotFound
	}
	return resp, nil
}

// takenForWall reports whether a page is refused as the article of an item that
// has its title and no teaser, which is the least a feed gives.
func takenForWall(title, url string, page []byte) bool {
	fetcher := fetch.Fetcher{Client: &http.Client{Transport: pageServer(page)}}
	_, err := fetcher.FullText(context.Background(), feed.Item{URL: url, Title: title})
	return err != nil
}

func grams(s string) map[string]float64 {
	parts := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' })
	out := map[string]float64{}
	for i := 0; i < max(1, len(parts)-3) && len(parts) > 0; i++ {
		out[strings.Join(parts[i:min(i+4, len(parts))], " ")]++
	}
	return out
}

// shingles compares two texts: shares of 4-grams found, too many, missed.
func shingles(want, got string) (tp, fp, fn float64) {
	wanted, given := grams(want), grams(got)
	for k, n := range wanted {
		tp += min(n, given[k])
		fn += max(0, n-given[k])
	}
	for k, n := range given {
		fp += max(0, n-wanted[k])
	}
	if sum := tp + fp + fn; sum > 0 {
		return tp / sum, fp / sum, fn / sum
	}
	return 1, 0, 0
}

// ratio is the mean over pages of tp / (tp + x), pages without either left out.
func ratio(tp, x []float64) float64 {
	sum, n := 0.0, 0.0
	for i := range tp {
		if tp[i]+x[i] > 0 {
			sum += tp[i] / (tp[i] + x[i])
			n++
		}
	}
	return sum / n
}

package main

import (
	"bytes"
	"compress/gzip"
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
)

// evalExtraction scores extracted articles by 4-grams of words, averaged over
// pages, as the benchmark's own evaluate.py does.
func evalExtraction(_ context.Context, o options) (table, error) {
	t := table{Title: "extraction", Head: []string{"measure", "ours", "to beat"}}
	b, err := os.ReadFile(filepath.Join(o.Dir, "extraction", "ground-truth.json"))
	if err != nil {
		return t, err
	}
	var truth map[string]struct {
		Body string `json:"articleBody"`
		URL  string `json:"url"`
	}
	if err := json.Unmarshal(b, &truth); err != nil {
		return t, err
	}
	var tp, fp, fn []float64
	var exact float64
	start := time.Now()
	refused, glued, words, walls := 0, 0, 0, 0
	for id, want := range truth {
		page, err := readGzip(filepath.Join(o.Dir, "extraction", "html", id+".html.gz"))
		if err != nil {
			return t, err
		}
		it, err := feed.Extract(page, want.URL)
		if err != nil {
			refused++
		}
		if takenForWall(it.Title, want.URL, page) {
			walls++
		}
		if n := gluedWords(page, it.Text); n > 0 {
			glued, words = glued+1, words+n
		}
		a, b, c := shingles(want.Body, it.Text)
		tp, fp, fn = append(tp, a), append(fp, b), append(fn, c)
		if b == 0 && c == 0 {
			exact++
		}
	}
	n := float64(len(tp))
	p, r := ratio(tp, fp), ratio(tp, fn)
	t.Rows = [][]string{{"F1", fmt.Sprintf("%.3f", 2*p*r/(p+r)), ".960 go-trafilatura, .958 trafilatura 2, .947 go-readability, .970 the best"},
		{"precision", fmt.Sprintf("%.3f", p), ".940"}, {"recall", fmt.Sprintf("%.3f", r), ".980"}, {"exact", fmt.Sprintf("%.3f", exact/n), ".293"},
		{"pages with glued words", fmt.Sprint(glued), "0"}, {"glued words", fmt.Sprint(words), "0"}, {"taken for a wall", fmt.Sprint(walls), "0"}}
	t.Notes = []string{fmt.Sprintf("%d pages, %d refused as no article, %.0f pages a second.", len(tp), refused, n/time.Since(start).Seconds())}
	return t, nil
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
	f := feed.Fetcher{Client: &http.Client{Transport: pageServer(page)}}
	_, err := f.FullText(context.Background(), feed.Item{URL: url, Title: title})
	return err != nil
}

func readGzip(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

func grams(s string) map[string]float64 {
	f := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' })
	out := map[string]float64{}
	for i := 0; i < max(1, len(f)-3) && len(f) > 0; i++ {
		out[strings.Join(f[i:min(i+4, len(f))], " ")]++
	}
	return out
}

// shingles compares two texts: shares of 4-grams found, too many, missed.
func shingles(want, got string) (tp, fp, fn float64) {
	a, b := grams(want), grams(got)
	for k, n := range a {
		tp += min(n, b[k])
		fn += max(0, n-b[k])
	}
	for k, n := range b {
		fp += max(0, n-a[k])
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

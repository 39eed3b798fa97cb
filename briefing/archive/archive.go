// Package archive searches everything that was read, and indexes it.
package archive

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/search"
	"dateline/briefing/text"
	"dateline/store"
)

// Archive searches all stored articles: the segments in the store, and an index in
// memory of what no segment holds yet. It may be used by several goroutines.
type Archive struct {
	Store   *store.Store
	Vectors *Vectors        // nil: words alone rank
	Weights *search.Weights // of the ranking; nil: search.DefaultWeights
	Log     *slog.Logger    // nil: silent

	vectorsFailed atomic.Bool // vectors failed the last time
	mu            sync.Mutex
	revision      int64 // of the articles
	indexed       int64 // the segments' revision
	loaded        bool
	carriers      carriers
	segments      []segmentOf // by id
	fresh         []freshPart
	history       search.History
	versions      search.Versions
	cache         search.Cache
}

// Word is a word of a question with its stems and its IDF.
type Word = search.Word

// Lookup is a query. Limit is the number of passages at most, PerArticle that of
// one article.
type Lookup struct {
	Text       string
	Also       string    // words that count half
	At         time.Time // nothing visible later is found
	From, To   time.Time // only what is dated in this half-open time; zero: no bound
	Limit      int
	PerArticle int
}

// Search finds passages the scope may see, best first. Visibility is tested
// before a passage enters the ranking.
func (ar *Archive) Search(ctx context.Context, sc store.Scope, q Lookup) (found []Found, err error) {
	err = Reindexed(ctx, ar.Store, ar.Log, func() error {
		reading, err := ar.Read(ctx, sc, text.Head(q.Text, queryMost))
		if err != nil {
			return err
		}
		look := q
		look.Text = reading.Bare()
		found, err = reading.Search(ctx, look)
		return err
	})
	return found, err
}

// queryMost is how much of a query is read, in bytes: a question at most, in the
// longest letters.
const queryMost = 4 * QuestionMost

// Reading is a question as it was parsed for one reader's scope: its spelling, and
// the outlets it asks for. Call Read, then Mend, then Bare, then Search.
type Reading struct {
	archive *Archive
	scope   store.Scope
	index   *search.Index
	text    string
	spelled map[string][]string // other spellings of its words
}

// Read parses question q for the articles in scope sc.
func (ar *Archive) Read(ctx context.Context, sc store.Scope, q string) (*Reading, error) {
	reading := &Reading{archive: ar, scope: sc, text: q}
	var err error
	if reading.index, err = ar.index(ctx, sc); err != nil {
		return nil, err
	}
	reading.spelled, err = ar.spelled(ctx, q)
	return reading, err
}

// Mend corrects the spelling: a word that is in no article visible at the time is
// replaced by a similar one that is.
func (r *Reading) Mend(ctx context.Context, at time.Time) error {
	mended, err := r.index.Respell(ctx, search.Query{Text: r.text, At: at, Spelled: r.spelled}, r.archive.Store.TermsLike)
	if err != nil {
		return fmt.Errorf("mend the spelling: %w", err)
	}
	if mended == r.text {
		return nil
	}
	r.text = mended
	r.spelled, err = r.archive.spelled(ctx, mended)
	return err
}

// Text is the question as it is spelt now.
func (r *Reading) Text() string { return r.text }

// Bare returns the question without the names of the outlets that it asks for; the
// search is restricted to those. Nothing may be called after it but Only, Search
// and Words.
func (r *Reading) Bare() string {
	named := r.archive.named(r.text, r.index.Visible)
	r.archive.favour(r.index, named)
	return named.rest()
}

// Search returns the passages for a query whose text is the bare question or is
// made of it, best first.
func (r *Reading) Search(ctx context.Context, q Lookup) ([]Found, error) {
	archive, index := r.archive, r.index
	index.Passages = func(ctx context.Context, hits []search.Hit) ([]search.Passage, error) {
		return archive.passages(ctx, r.scope, hits)
	}
	if archive.Vectors != nil {
		index.Near = func(ctx context.Context, hits []search.Hit) []float64 {
			return archive.rerankScores(ctx, r.scope, strings.TrimSpace(q.Text+" "+q.Also), hits)
		}
	}
	hits, err := archive.searchSides(ctx, index, search.Query{Text: q.Text, Also: q.Also, Spelled: r.spelled, At: q.At,
		From: q.From, To: q.To, Limit: q.Limit, PerArticle: q.PerArticle, Weights: archive.Weights})
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return archive.resolve(ctx, r.scope, hits)
}

// Words returns the words of a query with their IDF, for matching passages.
func (r *Reading) Words(ctx context.Context, q Lookup) ([]search.Word, error) {
	words, err := r.index.Words(ctx, search.Query{Text: q.Text, Also: q.Also, Spelled: r.spelled, At: q.At, Weights: r.archive.Weights})
	if err != nil {
		return nil, fmt.Errorf("weigh the question's words: %w", err)
	}
	return words, nil
}

// items reads the articles of hits, by version.
func (ar *Archive) items(ctx context.Context, sc store.Scope, hits []search.Hit) (map[int64]store.Item, error) {
	versions := make([]int64, len(hits))
	for i, h := range hits {
		versions[i] = h.Version
	}
	return ar.Store.Items(ctx, sc, versions)
}

// resolve returns the hits with their articles, in order; hits whose article was
// removed meanwhile are left out.
func (ar *Archive) resolve(ctx context.Context, sc store.Scope, hits []search.Hit) ([]Found, error) {
	items, err := ar.items(ctx, sc, hits)
	if err != nil {
		return nil, fmt.Errorf("read the articles found: %w", err)
	}
	out := make([]Found, 0, len(hits))
	for _, h := range hits {
		item, ok := items[h.Version]
		if !ok {
			continue
		}
		article := claim.NewArticle(item)
		found := Found{Hit: h, Src: article, Last: h.First - 1}
		for found.Last+1 < len(article.Spans) && article.Spans[found.Last+1].End <= h.End {
			found.Last++
		}
		out = append(out, found)
	}
	return out, nil
}

// passages reads the text of hits.
func (ar *Archive) passages(ctx context.Context, sc store.Scope, hits []search.Hit) ([]search.Passage, error) {
	items, err := ar.items(ctx, sc, hits)
	if err != nil {
		return nil, err
	}
	out := make([]search.Passage, len(hits))
	for i, h := range hits { // what was removed meanwhile is empty
		if version := items[h.Version].Version; h.End <= len(version.Text) {
			out[i] = search.Passage{Text: version.Text[h.Start:h.End], Lang: version.Lang}
		}
	}
	return out, nil
}

// index is the search index as the scope sees it.
func (ar *Archive) index(ctx context.Context, sc store.Scope) (*search.Index, error) {
	ar.mu.Lock()
	defer ar.mu.Unlock()
	if err := ar.refresh(ctx); err != nil {
		return nil, err
	}
	seen := func(domain string) bool {
		return domain == store.Public || sc.Everything || slices.Contains(sc.Domains, domain)
	}
	index := &search.Index{Versions: ar.versions, Postings: ar.postings, Cache: &ar.cache}
	for _, s := range ar.segments {
		if seen(s.domain) {
			index.Segments = append(index.Segments, s.seg)
		}
	}
	for _, f := range ar.fresh {
		if seen(f.domain) {
			index.Fresh = append(index.Fresh, f.memory)
		}
	}
	sources := map[int64]bool{}
	for _, id := range sc.Sources {
		sources[id] = true
	}
	carriers := ar.carriers.of
	index.Visible = func(article int64) bool {
		carrier, ok := carriers[article]
		if !ok || sc.Everything {
			return ok
		}
		if carrier.Domain != store.Public {
			return slices.Contains(sc.Domains, carrier.Domain)
		}
		for _, s := range carrier.Sources {
			if sources[s] {
				return true
			}
		}
		return false
	}
	return index, nil
}

// postings fetches the lists of terms in segments.
func (ar *Archive) postings(ctx context.Context, terms []string, segments []int64) (map[string]map[int64][]byte, error) {
	postings, err := ar.Store.Postings(ctx, terms, segments)
	if err != nil {
		return nil, fmt.Errorf("read postings: %w", err)
	}
	out := map[string]map[int64][]byte{}
	for _, p := range postings {
		if out[p.Term] == nil {
			out[p.Term] = map[int64][]byte{}
		}
		out[p.Term][p.Segment] = p.List
	}
	return out, nil
}

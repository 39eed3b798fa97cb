package archive

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/llm"
	"dateline/briefing/search"
	"dateline/store"
)

// embedWait is how long an answer waits for embeddings; what comes later is not
// used. keepWait bounds the writing of what did come, after that.
const (
	embedWait = 2 * time.Second
	keepWait  = 2 * time.Second
)

// Vectors adds embeddings to the ranking of an Archive. Passages are ordered by
// words and by the cosine between their vectors and the question's.
type Vectors struct {
	Embedder llm.Embedder
	Model    string        // its name: vectors of different models are never compared
	Wait     time.Duration // for a question, 0 is 2 s
}

// embedText is a passage's text as it is embedded; without a hash it may not be given
// to a model.
type embedText struct {
	article    int64
	text, hash string
}

// rerankScores returns the cosines between the question and the first hits, in the
// order of hits. The list ends at the first hit whose vector is missing. On an
// error it is what was known before, and the words alone rank the rest; the log
// has one line when errors begin and one when they end.
func (ar *Archive) rerankScores(ctx context.Context, sc store.Scope, question string, hits []search.Hit) []float64 {
	cos, err := ar.similarities(ctx, sc, question, hits)
	if ctx.Err() != nil {
		return cos
	}
	switch was := ar.vectorsFailed.Swap(err != nil); {
	case ar.Log == nil:
	case err != nil && !was:
		ar.Log.Warn("passages are ranked by words alone", "err", err)
	case err == nil && was:
		ar.Log.Warn("passages are ranked with vectors again")
	}
	return cos
}

// similarities returns the cosines of rerankScores, with the error that cut them
// short: the store, the embedder, or a wait over Vectors.Wait.
func (ar *Archive) similarities(ctx context.Context, sc store.Scope, question string, hits []search.Hit) ([]float64, error) {
	want, err := ar.embedTexts(ctx, sc, hits)
	if err != nil {
		return nil, fmt.Errorf("read the passages to compare: %w", err)
	}
	hashes := make([]string, len(want))
	for i, w := range want {
		hashes[i] = w.hash
	}
	have, err := ar.Store.Embeddings(ctx, ar.Vectors.Model, hashes)
	if err != nil {
		return nil, fmt.Errorf("read vectors: %w", err)
	}
	wait := ar.Vectors.Wait
	if wait == 0 {
		wait = embedWait
	}
	soon, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	asked, err := ar.embed(soon, question, want, have)
	if soon.Err() != nil && ctx.Err() == nil {
		err = fmt.Errorf("the vectors did not come within %s", wait)
	}
	return cosines(asked, want, have), err
}

// cosines are those of passages up to the first without a vector. One whose text may not
// be given to a model is as close as the others are in the middle.
func cosines(asked []byte, want []embedText, have map[string][]byte) []float64 {
	var out []float64
	sum, known := 0.0, 0
	for _, w := range want {
		vector := have[w.hash]
		if w.hash != "" && (len(vector) == 0 || len(vector) != len(asked)) {
			break
		}
		near := 0.0
		if w.hash != "" {
			near = search.Cosine(asked, vector)
			sum, known = sum+near, known+1
		}
		out = append(out, near)
	}
	for i := range out {
		if want[i].hash == "" && known > 0 {
			out[i] = sum / float64(known)
		}
	}
	return out
}

// embedTexts reads the texts of passages, each under its title.
func (ar *Archive) embedTexts(ctx context.Context, sc store.Scope, hits []search.Hit) ([]embedText, error) {
	items, err := ar.items(ctx, sc, hits)
	if err != nil {
		return nil, err
	}
	var out []embedText
	for _, h := range hits {
		version := items[h.Version].Version
		if version.ID == 0 || h.End > len(version.Text) {
			break // removed meanwhile: what stands below keeps its place
		}
		if article := claim.NewArticle(items[h.Version]); article.Rights().Reserved || h.End > len(article.Item.Version.Text) {
			out = append(out, embedText{})
			continue
		}
		sought := embedText{article: h.Article, text: version.Title + "\n" + version.Text[h.Start:h.End]}
		sum := sha256.Sum256([]byte(sought.text))
		sought.hash = base64.RawURLEncoding.EncodeToString(sum[:16])
		out = append(out, sought)
	}
	return out, nil
}

// embed gives the question's vector, which is never kept, and puts those of
// passages that are not stored into have. Vectors of another length than the
// question's are of an older model of the same name.
func (ar *Archive) embed(ctx context.Context, question string, want []embedText, have map[string][]byte) ([]byte, error) {
	asked, err := ar.ask(ctx, question, missing(want, have, 0), have)
	if err != nil {
		return asked, err
	}
	if stale := missing(want, have, len(asked)); len(stale) > 0 {
		asked, err = ar.ask(ctx, question, stale, have)
	}
	return asked, err
}

// missing lists the texts without a vector of this length, 0 is any, best first.
func missing(want []embedText, have map[string][]byte, length int) []embedText {
	var out []embedText
	seen := map[string]bool{"": true}
	for _, w := range want {
		vector, ok := have[w.hash]
		if (!ok || length > 0 && len(vector) != length) && !seen[w.hash] {
			seen[w.hash] = true
			out = append(out, w)
		}
	}
	return out
}

// ask embeds a question and passages in one go, and keeps what came of the passages.
func (ar *Archive) ask(ctx context.Context, question string, passages []embedText, have map[string][]byte) ([]byte, error) {
	texts := []string{question}
	for _, passage := range passages {
		texts = append(texts, passage.text)
	}
	got, err := ar.Vectors.Embedder.Embed(ctx, texts)
	if len(got) == 0 {
		return nil, err
	}
	var keep []store.Embedding
	for i, v := range got[1:] {
		passage := passages[i]
		have[passage.hash] = search.Pack(v)
		keep = append(keep, store.Embedding{Hash: passage.hash, Article: passage.article, Vector: have[passage.hash]})
	}
	if len(keep) > 0 {
		// What was paid for is kept although time is up; a database that may
		// only be read keeps nothing, and the order is as good.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keepWait)
		defer cancel()
		if fault := ar.Store.AddEmbeddings(ctx, ar.Vectors.Model, keep); fault != nil && ar.Log != nil {
			ar.Log.Info("vectors are not kept", "err", fault)
		}
	}
	return search.Pack(got[0]), err
}

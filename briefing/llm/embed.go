package llm

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/cenkalti/backoff/v5"
	openai "github.com/sashabaranov/go-openai"
	"github.com/sony/gobreaker/v2"
)

// Embedder turns texts into vectors, one for each, all of one dimension. With
// an error come the vectors of the first texts, as far as it got.
type Embedder interface {
	Embed(ctx context.Context, texts []string) ([][]float32, error)
}

const (
	embedBatch = 32      // texts of one request: what the most modest servers take
	embedBytes = 1500    // of a text that are sent: small models read 256 to 512 tokens
	embedReply = 4 << 20 // bytes of a reply: 32 vectors of 4,096 numbers take 2 MiB
)

// Embeddings is an Embedder that asks one endpoint.
type Embeddings struct {
	end     *endpoint
	breaker *gobreaker.CircuitBreaker[[][]float32]
}

// NewEmbeddings makes an Embedder of one endpoint. Of Options.Servers it shares the turn at
// a server in the house.
func NewEmbeddings(e Endpoint, o Options) (*Embeddings, error) {
	e.Variable = cmp.Or(e.Variable, "OPENAI_EMBEDDING_MODEL")
	remote, err := newEndpoint(e, o.filled(), embedReply)
	if err != nil {
		return nil, err
	}
	if o.Servers != nil {
		o.Servers.mu.Lock()
		o.Servers.share(remote)
		o.Servers.mu.Unlock()
	}
	return &Embeddings{remote, newBreaker[[][]float32](remote.host)}, nil
}

// EmbedTokens is about how many tokens texts have, as far as they are sent.
func EmbedTokens(texts []string) int {
	n := 0
	for _, s := range texts {
		n += Tokens(cutBytes(s, embedBytes))
	}
	return n
}

// Embed asks in batches, one after the other, and counts them in the context's tally.
func (m *Embeddings) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, 0, len(texts))
	for len(out) < len(texts) {
		batch := make([]string, 0, embedBatch)
		for _, s := range texts[len(out):min(len(out)+embedBatch, len(texts))] {
			batch = append(batch, cutBytes(s, embedBytes))
		}
		got, err := m.ask(ctx, batch)
		if err != nil {
			return out, err
		}
		if len(out) > 0 && len(got[0]) != len(out[0]) {
			return out, m.end.explain(fmt.Errorf("%w: its vectors have %d numbers, those before had %d", ErrUnusable, len(got[0]),
				len(out[0])))
		}
		out = append(out, got...)
	}
	return out, nil
}

// cutBytes is the beginning of a text, whole letters only; what is empty
// becomes a space, for servers refuse a batch with an empty text.
func cutBytes(s string, n int) string {
	if s = strings.ToValidUTF8(s, " "); len(s) > n {
		for n > 0 && !utf8.RuneStart(s[n]) {
			n--
		}
		s = s[:n]
	}
	if strings.TrimSpace(s) == "" {
		return " "
	}
	return s
}

func (m *Embeddings) ask(ctx context.Context, batch []string) ([][]float32, error) {
	done, err := m.end.turn(ctx)
	if err != nil {
		return nil, free{err}
	}
	defer done()
	computed := false
	got, err := backoff.Retry(ctx, func() ([][]float32, error) {
		got, err := m.breaker.Execute(func() ([][]float32, error) { return m.once(ctx, batch) })
		computed = computed || !refused(err)
		return got, permanent(err)
	}, backoff.WithMaxTries(uint(m.end.o.Tries)))
	switch {
	case err == nil:
		return got, nil
	case !computed:
		return nil, free{m.end.explain(err)}
	}
	return nil, m.end.explain(err)
}

// once makes one request, bounded in time.
func (m *Embeddings) once(ctx context.Context, batch []string) ([][]float32, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, m.end.o.First, errStalled)
	defer cancel()
	resp, err := m.end.api.CreateEmbeddings(ctx, openai.EmbeddingRequestStrings{Input: batch, Model: openai.EmbeddingModel(m.end.model)})
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax), errors.As(err, &kind):
		return nil, fmt.Errorf("%w: it is not the JSON of vectors", ErrUnusable)
	case err != nil:
		return nil, cause(ctx, err)
	}
	Count(ctx, Request{SchemaName: Vectors}, Reply{In: cmp.Or(max(resp.Usage.PromptTokens, 0), EmbedTokens(batch))})
	return vectors(resp.Data, len(batch))
}

// vectors takes only a whole reply: one finite vector with a direction for
// each text, all as long as one another.
func vectors(data []openai.Embedding, n int) ([][]float32, error) {
	if len(data) != n {
		return nil, fmt.Errorf("%w: it has %d vectors for %d texts", ErrUnusable, len(data), n)
	}
	out := make([][]float32, n)
	for _, d := range data {
		if d.Index < 0 || d.Index >= n || out[d.Index] != nil {
			return nil, fmt.Errorf("%w: it does not say which vector is whose", ErrUnusable)
		}
		if len(d.Embedding) == 0 || len(d.Embedding) > 8192 || len(d.Embedding) != len(data[0].Embedding) { // none has more
			return nil, fmt.Errorf("%w: a vector has %d numbers", ErrUnusable, len(d.Embedding))
		}
		length := 0.0
		for _, x := range d.Embedding {
			length += float64(x) * float64(x)
		}
		if !(length > 0) || math.IsInf(length, 0) {
			return nil, fmt.Errorf("%w: a vector has no direction", ErrUnusable)
		}
		out[d.Index] = d.Embedding
	}
	return out, nil
}

// FakeEmbedder is a deterministic Embedder: a text's vector counts its words by
// hash, so texts that share words are close. It records what it was asked.
type FakeEmbedder struct {
	Err   error // instead of vectors
	After int   // texts that get a vector before Err

	mu    sync.Mutex
	asked [][]string
}

// Embed gives one vector of 64 numbers for each text.
func (f *FakeEmbedder) Embed(_ context.Context, texts []string) ([][]float32, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, append([]string(nil), texts...))
	n := len(texts)
	if f.Err != nil {
		n = min(n, f.After)
	}
	out := make([][]float32, n)
	for i := range out {
		vector := make([]float32, 64)
		vector[0] = .01 // no text is without a direction
		for _, w := range strings.Fields(strings.ToLower(texts[i])) {
			hash := fnv.New32a()
			hash.Write([]byte(strings.Trim(w, ".,?!:;\"'")))
			vector[hash.Sum32()%64]++
		}
		out[i] = vector
	}
	return out, f.Err
}

// Asked lists the batches asked so far.
func (f *FakeEmbedder) Asked() [][]string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([][]string(nil), f.asked...)
}

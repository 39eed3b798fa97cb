package archive_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/archive"
	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/briefing/llm"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

func withVectors(s *store.Store, e llm.Embedder) *archive.Archive {
	return &archive.Archive{Store: s, Vectors: &archive.Vectors{Embedder: e, Model: "m"}}
}

// harbour are two articles of equal words for "harbour"; the second says more of the question.
var harbour = []feed.Item{
	briefingtest.Article("one", "Coast Radio", "Harbour", "The harbour of Karsk was painted blue last week, an artist said there."),
	briefingtest.Article("two", "Coast Radio", "Harbour", "The harbour of Karsk stays closed for ships, its master said there."),
}

func TestVectors_RankAlikeOnBothDatabases(t *testing.T) {
	var want [][]string
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := briefingtest.NewDesk(t, s)
		p := briefingtest.NewPrinter()
		var items []feed.Item
		for i := range 60 {
			if i%8 == 0 {
				p.Names = []string{p.Name(), p.Name(), p.Name()}
			}
			items = append(items, briefingtest.Article(fmt.Sprint("a", i), "Wire", p.Names[i%3]+" "+p.Words(4), fmt.Sprintf("The %s of %s %s. The %s %s. It %s.", p.Words(5), p.Names[0], p.Words(6), p.Names[1], p.Words(9), p.Words(7))))
		}
		d.Read(items...)
		plain, near := &archive.Archive{Store: s}, withVectors(s, &llm.FakeEmbedder{})
		var got [][]string
		moved := 0
		for i := range 20 {
			q := items[i*3].Title + " " + p.Words(2)
			got = append(got, d.Ranked(near, q))
			if !cmp.Equal(d.Ranked(plain, q), got[i]) {
				moved++
			}
			if d := cmp.Diff(got[i], d.Ranked(near, q)); d != "" { // now with stored vectors
				t.Errorf("asked again -first +second:\n%s", d)
			}
		}
		if moved == 0 {
			t.Error("vectors changed no order")
		}
		if want == nil {
			want = got
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("-sqlite +%s:\n%s", s.Kind(), d)
		}
	})
}

func TestVectors_AskedOnceAndQuestionsNotKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := briefingtest.NewDesk(t, s)
		d.Read(harbour...)
		d.Src = briefingtest.Must[store.Source](t)(s.OwnSource(t.Context(), "guild:9", state.SourceFile))
		d.Read(briefingtest.Article("secret", "Theirs", "Harbour", "The harbour of Karsk is for sale, a secret letter said."))
		fake := &llm.FakeEmbedder{}
		const question = "harbour closed for ships?"
		for range 2 {
			d.Ranked(withVectors(s, fake), question)
		}
		want := [][]string{{question, "Harbour\n" + harbour[1].Text, "Harbour\n" + harbour[0].Text}, {question}}
		if d := cmp.Diff(want, fake.Asked()); d != "" {
			t.Errorf("-want +got:\n%s", d)
		}
		var b bytes.Buffer
		if err := s.Backup(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		rows := briefingtest.Must[[]byte](t)(io.ReadAll(briefingtest.Must[*gzip.Reader](t)(gzip.NewReader(&b))))
		if n := bytes.Count(rows, []byte(`{"t":"embeddings","r":`)); n != 2 {
			t.Errorf("%d vectors are kept, want those of 2 passages", n)
		}
	})
}

func TestVectors_OfAnotherLengthAreReplaced(t *testing.T) {
	d := briefingtest.NewDesk(t, storetest.Open(t))
	d.Read(harbour...)
	fake := &llm.FakeEmbedder{}
	d.Ranked(withVectors(d.Store, short{fake}), "harbour closed")
	got := d.Ranked(withVectors(d.Store, fake), "harbour closed")
	again := d.Ranked(withVectors(d.Store, fake), "harbour closed")
	if d := cmp.Diff(got, again); d != "" || len(got) != 2 {
		t.Errorf("%d found, -first +second:\n%s", len(got), d)
	}
	asked := fake.Asked()
	if n := len(asked[len(asked)-1]); n != 1 {
		t.Errorf("after the replacement %d texts are asked for, want the question alone", n)
	}
}

// short gives vectors of half the length: another model under the same name.
type short struct{ llm.Embedder }

func (s short) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	got, err := s.Embedder.Embed(ctx, texts)
	for i := range got {
		got[i] = got[i][:32]
	}
	return got, err
}

// stuck answers when nobody waits any more.
type stuck struct{}

func (stuck) Embed(ctx context.Context, _ []string) ([][]float32, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestVectors_WithoutThemWordOrderStands(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := briefingtest.NewDesk(t, s)
		d.Read(append(harbour, briefingtest.Flood)...)
		const question = "Who said that the harbour of Karsk was closed for ships?"
		want := d.Ranked(&archive.Archive{Store: s}, question)
		for name, e := range map[string]llm.Embedder{"an error": &llm.FakeEmbedder{Err: errors.New("the model at x refuses the key")}, "the question alone": &llm.FakeEmbedder{Err: errors.New("the model at x refuses the key"), After: 1}, "no answer": stuck{}} {
			var log bytes.Buffer
			ar := withVectors(s, e)
			ar.Vectors.Wait, ar.Log = 50*time.Millisecond, slog.New(slog.NewTextHandler(&log, nil))
			start := time.Now()
			for range 3 {
				if d := cmp.Diff(want, d.Ranked(ar, question)); d != "" {
					t.Errorf("%s: -words alone +got:\n%s", name, d)
				}
			}
			if took := time.Since(start); took > 3*time.Second {
				t.Errorf("%s: three questions took %s", name, took)
			}
			if n := strings.Count(log.String(), "\n"); n != 1 || !strings.Contains(log.String(), "ranked by words alone") || strings.Contains(log.String(), "harbour") {
				t.Errorf("%s: logged %d lines:\n%s", name, n, log.String())
			}
			ar.Vectors.Embedder, ar.Vectors.Wait = &llm.FakeEmbedder{}, time.Minute // a busy machine is no error
			d.Ranked(ar, question)
			if !strings.Contains(log.String(), "with vectors again") {
				t.Errorf("%s: its end is not said:\n%s", name, log.String())
			}
		}
	})
}

// What a slow server gave in time is kept, so that it need not be asked again.
func TestVectors_PartOfThemIsKept(t *testing.T) {
	d := briefingtest.NewDesk(t, storetest.Open(t))
	d.Read(append(harbour, briefingtest.Flood)...)
	const question = "Who said that the harbour of Karsk was closed for ships?"
	d.Ranked(withVectors(d.Store, &llm.FakeEmbedder{Err: errors.New("slow"), After: 2}), question)
	fake := &llm.FakeEmbedder{}
	d.Ranked(withVectors(d.Store, fake), question)
	first, rest := harbour[1].Text, fake.Asked()[0][1:]
	for _, s := range rest {
		if strings.Contains(s, first) {
			t.Errorf("asked again: %q", s)
		}
	}
	if len(rest) == 0 {
		t.Error("what was missing is not asked for")
	}
}

package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/store"
	"dateline/store/database"
	"dateline/store/state"
	"dateline/store/storetest"

	"github.com/google/go-cmp/cmp"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestAddArticles_ChangeByVersions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		src := must[store.Source](t)(s.OwnSource(ctx, store.Desk, state.SourceFile))
		a := storetest.Article(src, "a", "One", "Text one.", noon)
		b := storetest.Article(src, "a", "One", "Text two.", noon)
		b.Version.Seen = noon.Add(time.Hour)
		for _, step := range []struct {
			in   store.Incoming
			want string
		}{{a, "added"}, {a, "duplicate"}, {b, "changed"}, {b, "duplicate"}} {
			rev := must[int64](t)(s.Revision(ctx))
			got := must[[]store.Outcome](t)(s.AddArticles(ctx, []store.Incoming{step.in}))
			if got[0].Status != step.want {
				t.Errorf("status %q, want %q", got[0].Status, step.want)
			}
			if moved := must[int64](t)(s.Revision(ctx)) != rev; moved == (step.want == "duplicate") {
				t.Errorf("after %s the revision moved: %v", step.want, moved)
			}
		}
		sc := must[store.Scope](t)(s.ScopeOf(ctx, store.Desk))
		for at, want := range map[time.Time]string{noon: "Text one.", noon.Add(2 * time.Hour): "Text two."} {
			items := must[[]store.Item](t)(s.Window(ctx, sc, store.Range{To: at}))
			if len(items) != 1 || items[0].Version.Text != want {
				t.Errorf("at %s: got %+v, want %q", at, items, want)
			}
		}
		known := must[[]store.Known](t)(s.Known(ctx, src, []string{"id:a", "id:b"}))
		if len(known) != 1 || known[0].Ident != "id:a" || known[0].Hash != b.Version.Hash || known[0].Source != src.ID {
			t.Errorf("known: %+v", known)
		}
	})
}

func TestScope_SeesOnlyItsOwn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		desk := must[store.Source](t)(s.OwnSource(ctx, store.Desk, state.SourceFile))
		own := must[store.Source](t)(s.OwnSource(ctx, "guild:1", state.SourceFile))
		feed, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://blog.example/feed", Kind: state.SourceFeed}, "guild:2", "test")
		if err != nil {
			t.Fatal(err)
		}
		outs := must[[]store.Outcome](t)(s.AddArticles(ctx, []store.Incoming{storetest.Article(desk, "open", "Open", "Open text.", noon), storetest.Article(own, "secret", "Secret", "Secret text.", noon), storetest.Article(feed, "blog", "Blog", "Blog text.", noon)}))
		var versions []int64
		for _, o := range outs {
			versions = append(versions, o.Version)
		}
		place(t, s, outs)
		for owner, want := range map[string]string{"desk": "open", "guild:1": "open secret", "guild:2": "blog", "guild:3": "open", "user:1": "open", "all": "open secret blog"} {
			sc := must[store.Scope](t)(s.ScopeOf(ctx, owner))
			var got []string
			for _, it := range must[[]store.Item](t)(s.Window(ctx, sc, store.Range{To: noon})) {
				got = append(got, it.Article.ExtID)
			}
			if g := strings.Join(got, " "); g != want {
				t.Errorf("%s sees %q, want %q", owner, g, want)
			}
			n := len(strings.Fields(want))
			if e := must[store.Extent](t)(s.Extent(ctx, sc, noon)); e.Articles != n {
				t.Errorf("%s counts %d, want %d", owner, e.Articles, n)
			}
			if items := must[map[int64]store.Item](t)(s.Items(ctx, sc, versions)); len(items) != n {
				t.Errorf("%s reads %d versions, want %d", owner, len(items), n)
			}
			if items := must[[]store.Item](t)(s.StoryItems(ctx, sc, []int64{1, 2, 3}, noon)); len(items) != n {
				t.Errorf("%s sees %d story members, want %d", owner, len(items), n)
			}
			for _, id := range []string{"open", "secret", "blog"} {
				_, err := s.Article(ctx, sc, id)
				if visible := strings.Contains(want, id); visible == errors.Is(err, store.ErrNotFound) {
					t.Errorf("%s asks for %s: %v, want visible %v", owner, id, err, visible)
				}
			}
		}
		if items := must[[]store.Item](t)(s.Window(ctx, store.Scope{}, store.Range{To: noon})); len(items) != 0 {
			t.Errorf("the zero scope sees %d articles", len(items))
		}
	})
}

// place gives each article a story of its own.
func place(t *testing.T, s *store.Store, outs []store.Outcome) {
	t.Helper()
	ctx := context.Background()
	l := must[store.Lease](t)(s.TakeLease(ctx, "cluster", "test", time.Minute))
	var stories []store.Story
	var as []store.Assignment
	for i, o := range outs {
		temp := int64(-1 - i)
		stories = append(stories, store.Story{ID: temp, Domain: store.Public, Lang: "en", First: noon, Last: noon})
		as = append(as, store.Assignment{Version: o.Version, Article: o.Article, Story: temp, Family: o.Version})
	}
	must[map[int64]int64](t)(s.SaveClusters(ctx, l, stories, as, nil))
}

func TestArticle_IdInTwoDomainsIsAmbiguous(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		a := must[store.Source](t)(s.OwnSource(ctx, store.Desk, state.SourceFile))
		b := must[store.Source](t)(s.OwnSource(ctx, "guild:1", state.SourceFile))
		must[[]store.Outcome](t)(s.AddArticles(ctx, []store.Incoming{storetest.Article(a, "x", "A", "A.", noon), storetest.Article(b, "x", "B", "B.", noon)}))
		_, err := s.Article(ctx, store.Scope{Everything: true}, "x")
		if !errors.Is(err, store.ErrAmbiguous) || !strings.Contains(err.Error(), "guild:1") || !strings.Contains(err.Error(), "public") {
			t.Errorf("got %v, want both domains named", err)
		}
	})
}

func TestArticle_NumberWithPlusIsNoIdent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		src := must[store.Source](t)(s.OwnSource(ctx, store.Desk, state.SourceFile))
		outs := must[[]store.Outcome](t)(s.AddArticles(ctx, []store.Incoming{storetest.Article(src, "x", "A", "A.", noon)}))
		number := fmt.Sprint(outs[0].Article)
		given := must[[]store.Outcome](t)(s.AddArticles(ctx, []store.Incoming{storetest.Article(src, number, "B", "B.", noon), storetest.Article(src, "+"+number, "C", "C.", noon)}))
		for ref, want := range map[string]int64{number: given[0].Article, "+" + number: outs[0].Article} {
			if got := must[store.Article](t)(s.Article(ctx, store.Scope{Everything: true}, ref)); got.ID != want {
				t.Errorf("%s is article %d, want %d", ref, got.ID, want)
			}
		}
	})
}

func TestTakeLease_OneHolderAndAnEpoch(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		now := time.Now()
		s.Now = func() time.Time { return now }
		a := must[store.Lease](t)(s.TakeLease(ctx, "cluster", "a", time.Minute))
		if _, err := s.TakeLease(ctx, "cluster", "b", time.Minute); !errors.Is(err, store.ErrLost) {
			t.Fatalf("b took a held lease: %v", err)
		}
		again := must[store.Lease](t)(s.TakeLease(ctx, "cluster", "a", time.Minute))
		if again.Epoch != a.Epoch {
			t.Errorf("renewing moved the epoch from %d to %d", a.Epoch, again.Epoch)
		}
		now = now.Add(2 * time.Minute)
		b := must[store.Lease](t)(s.TakeLease(ctx, "cluster", "b", time.Minute))
		if b.Epoch <= a.Epoch {
			t.Errorf("the epoch did not grow: %d, then %d", a.Epoch, b.Epoch)
		}
		if _, err := s.SaveClusters(ctx, a, nil, nil, nil); !errors.Is(err, store.ErrLost) {
			t.Errorf("a wrote with a lost lease: %v", err)
		}
		if err := s.ReleaseLease(ctx, a); err != nil {
			t.Fatal(err)
		}
		if _, err := s.SaveClusters(ctx, b, nil, nil, nil); err != nil {
			t.Errorf("a's release took the lease from b: %v", err)
		}
		if err := s.ReleaseLease(ctx, b); err != nil {
			t.Fatal(err)
		}
		must[store.Lease](t)(s.TakeLease(ctx, "cluster", "c", time.Minute))
	})
}

func TestClaimSources_EachIsClaimedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		for i := range 20 {
			if _, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: fmt.Sprintf("https://x.example/%d", i), Kind: state.SourceFeed}, store.Desk, "test"); err != nil {
				t.Fatal(err)
			}
		}
		must[store.Source](t)(s.OwnSource(ctx, store.Desk, state.SourceFile)) // never due
		var mu sync.Mutex
		seen := map[int64]int{}
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for {
					got, err := s.ClaimSources(ctx, 3, time.Minute)
					if err != nil {
						t.Error(err)
						return
					}
					if len(got) == 0 {
						return
					}
					mu.Lock()
					for _, x := range got {
						seen[x.ID]++
					}
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if len(seen) != 20 {
			t.Errorf("%d sources were claimed, want 20", len(seen))
		}
		for id, n := range seen {
			if n != 1 {
				t.Errorf("source %d was claimed %d times", id, n)
			}
		}
	})
}

func TestFinishSource_LostClaimCannotWrite(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		now := time.Now()
		s.Now = func() time.Time { return now }
		if _, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://x.example/", Kind: state.SourceFeed}, store.Desk, "test"); err != nil {
			t.Fatal(err)
		}
		first := must[[]store.Source](t)(s.ClaimSources(ctx, 1, time.Minute))[0]
		now = now.Add(2 * time.Minute)
		second := must[[]store.Source](t)(s.ClaimSources(ctx, 1, time.Minute))[0]
		if err := s.FinishSource(ctx, first); !errors.Is(err, store.ErrLost) {
			t.Errorf("the first claimer wrote: %v", err)
		}
		second.Next = now.Add(time.Hour)
		if err := s.FinishSource(ctx, second); err != nil {
			t.Error(err)
		}
		if got := must[[]store.Source](t)(s.ClaimSources(ctx, 1, time.Minute)); len(got) != 0 {
			t.Errorf("a source that is not due was claimed: %+v", got)
		}
	})
}

func TestTold_IsWhatWasSent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		src := must[store.Source](t)(s.OwnSource(ctx, store.Desk, state.SourceFile))
		outs := must[[]store.Outcome](t)(s.AddArticles(ctx, []store.Incoming{storetest.Article(src, "a", "T", "Text.", noon)}))
		place(t, s, outs)
		sum, _, err := s.BeginSummary(ctx, store.Summary{Key: "k", Kind: "story", Domain: store.Public}, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		sum.Claims = []store.Claim{{Text: "Text.", Kind: "quoted", Cites: []store.Cite{{Version: outs[0].Version, Field: "text", End: 5, Quote: "Text."}}, Facts: []int64{7}}}
		sum = must[store.Summary](t)(s.FinishSummary(ctx, sum))
		ch := must[store.Channel](t)(s.TerminalChannel(ctx, store.Desk, "world"))
		same := must[store.Channel](t)(s.TerminalChannel(ctx, store.Desk, "world"))
		if ch.ID != same.ID {
			t.Errorf("one name, two channels: %d and %d", ch.ID, same.ID)
		}
		p := must[store.Post](t)(s.AddPost(ctx, store.Post{Key: "p", Channel: ch.ID, Kind: state.PostTerminal, State: state.PostReady, Cut: noon, Due: noon, Expire: noon}, []int64{sum.Claims[0].ID}))
		if _, err := s.AddPost(ctx, store.Post{Key: "p", Channel: ch.ID, Kind: state.PostTerminal, State: state.PostReady, Due: noon, Expire: noon}, nil); !errors.Is(err, store.ErrLost) {
			t.Errorf("one key, two posts: %v", err)
		}
		if told := must[map[int64]bool](t)(s.Told(ctx, ch.ID, 0, []int64{7})); told[7] {
			t.Error("a post that was not sent counts as told")
		}
		if err := s.MarkPost(ctx, p, state.PostReady, state.PostSent); err != nil {
			t.Fatal(err)
		}
		if err := s.MarkPost(ctx, p, state.PostReady, state.PostSent); !errors.Is(err, store.ErrLost) {
			t.Errorf("a post was sent twice: %v", err)
		}
		if d := cmp.Diff(map[int64]bool{7: true}, must[map[int64]bool](t)(s.Told(ctx, ch.ID, 0, []int64{7, 9}))); d != "" {
			t.Error(d)
		}
		if last := must[store.Post](t)(s.LastPost(ctx, ch.ID, 0)); last.ID != p.ID || !last.Cut.Equal(noon) {
			t.Errorf("last post %+v", last)
		}
		story := must[[]store.Item](t)(s.Window(ctx, store.Scope{Everything: true}, store.Range{To: noon}))[0].Article.Story
		if got := must[map[int64][]store.Post](t)(s.ToldStories(ctx, ch.ID, []int64{story, 99})); len(got) != 1 || len(got[story]) != 1 || got[story][0].ID != p.ID {
			t.Errorf("told stories %+v", got)
		}
		if got := must[[]store.ToldCite](t)(s.ToldCites(ctx, ch.ID, []int64{story})); len(got) != 1 || got[0].Post.ID != p.ID || got[0].Article != outs[0].Article || got[0].Cite != sum.Claims[0].Cites[0] || got[0].Kind != sum.Claims[0].Kind || got[0].Text != sum.Claims[0].Text {
			t.Errorf("told on the ground of %+v", got)
		}
	})
}

func TestBackup_MovesBetweenDatabases(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		src := must[store.Source](t)(s.OwnSource(ctx, store.Desk, state.SourceFile))
		outs := must[[]store.Outcome](t)(s.AddArticles(ctx, []store.Incoming{storetest.Article(src, "a", "T", "Text with “quotes” and \t tabs.", noon)}))
		place(t, s, outs)
		var b bytes.Buffer
		if err := s.Backup(ctx, &b); err != nil {
			t.Fatal(err)
		}
		if err := s.Restore(ctx, bytes.NewReader(b.Bytes())); err == nil || !strings.Contains(err.Error(), "not empty") {
			t.Errorf("restored over data: %v", err)
		}
		storetest.Each(t, func(t *testing.T, to *store.Store) {
			if err := to.Restore(ctx, bytes.NewReader(b.Bytes())); err != nil {
				t.Fatal(err)
			}
			r := store.Range{To: noon}
			want := must[[]store.Item](t)(s.Window(ctx, store.Scope{Everything: true}, r))
			got := must[[]store.Item](t)(to.Window(ctx, store.Scope{Everything: true}, r))
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
			more := must[[]store.Outcome](t)(to.AddArticles(ctx, []store.Incoming{storetest.Article(src, "b", "T", "More.", noon)}))
			if more[0].Article <= outs[0].Article {
				t.Errorf("ids do not continue: %d after %d", more[0].Article, outs[0].Article)
			}
		})
		if err := storetest.Open(t).Restore(ctx, strings.NewReader("nonsense")); err == nil || !strings.Contains(err.Error(), "no backup") {
			t.Errorf("nonsense was restored: %v", err)
		}
	})
}

func TestOpen_SaysWhatIsWrong(t *testing.T) {
	dir := storetest.Dir(t)
	garbage := filepath.Join(dir, "garbage.db")
	if err := os.WriteFile(garbage, bytes.Repeat([]byte("not a database "), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	for url, want := range map[string]string{
		"mysql://x/y":                     "neither sqlite:FILE nor postgres",
		"sqlite:" + dir + "/no/such.db":   "does not exist",
		"sqlite:" + garbage:               "no database of Dateline",
		"sqlite:":                         "needs a file name",
		"postgres://u:hush@127.0.0.1:1/x": "cannot be reached",
	} {
		s, err := store.Open(context.Background(), url)
		if err == nil {
			s.Close()
			t.Errorf("%s opened", url)
			continue
		}
		if !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: %q, want %q and no password", url, err, want)
		}
		if n := strings.Count(err.Error(), "connection refused"); n > 1 {
			t.Errorf("%s: the cause is said %d times: %v", url, n, err)
		}
	}
}

func TestOpen_NewerDatabaseIsRefused(t *testing.T) {
	file := "sqlite:" + filepath.Join(storetest.Dir(t), "x.db")
	s := must[*store.Store](t)(store.Open(context.Background(), file))
	store.PretendNewer(t, s)
	if err := s.Ping(context.Background()); !errors.Is(err, database.ErrNewer) {
		t.Errorf("a running process does not notice: %v", err)
	}
	s.Close()
	if _, err := store.Open(context.Background(), file); !errors.Is(err, database.ErrNewer) {
		t.Errorf("got %v, want ErrNewer", err)
	}
}

func TestOpen_ManyProcessesAtOnce(t *testing.T) {
	for _, url := range []func(t *testing.T) string{func(t *testing.T) string { return "sqlite:" + filepath.Join(storetest.Dir(t), "x.db") }, func(t *testing.T) string { return storetest.PostgresURL(t) }} {
		t.Run("", func(t *testing.T) {
			u := url(t)
			var wg sync.WaitGroup
			for range 4 {
				wg.Go(func() {
					s, err := store.Open(context.Background(), u)
					if err != nil {
						t.Error(err)
						return
					}
					s.Close()
				})
			}
			wg.Wait()
		})
	}
}

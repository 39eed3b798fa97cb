package brief_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/feed/fetch"
	"dateline/briefing/ingest"
	"dateline/briefing/stories"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// past is a random history of some feeds and one reader: items come, change,
// vanish, come twice, in any order; feeds are read, fail or are left; what is
// read is put into stories or not; briefings are written in between.
type past struct {
	t     *testing.T
	s     *store.Store
	rng   *rand.Rand
	clock *briefingtest.Wall
	sites []*briefingtest.Site
	ids   []int64         // of the sites' sources
	towns []int           // numbers of reports to come
	ok    map[string]bool // whether a site answers
	seen  map[string]bool // titles that were read, of items that are news
	told  map[string]bool // titles that stood in a briefing of the channel
	wait  bool            // something read is in no story yet
	ch    store.Channel
	log   []string
	empty int // briefings that said "nothing new"
}

func (h *past) note(format string, args ...any) {
	h.log = append(h.log, h.clock.Now().Format("02 15:04 ")+fmt.Sprintf(format, args...))
}

// RoundTrip answers for the sites.
func (h *past) RoundTrip(r *http.Request) (*http.Response, error) {
	out := briefingtest.Reply404(r)
	for _, s := range h.sites {
		if s.Host != r.URL.Host || r.URL.Path != "/feed" {
			continue
		}
		if !h.ok[s.Host] {
			return nil, errors.New("connection refused")
		}
		out.StatusCode, out.Body = http.StatusOK, io.NopCloser(strings.NewReader(s.Document(h.clock.Now())))
		for _, it := range s.Items {
			h.seen[it.Title] = true
		}
	}
	return out, nil
}

func newPast(t *testing.T, s *store.Store, seed uint64) *past {
	t.Helper()
	ctx := context.Background()
	h := &past{t: t, s: s, rng: rand.New(rand.NewPCG(seed, 11)), clock: &briefingtest.Wall{T: briefingtest.Noon}, ok: map[string]bool{}, seen: map[string]bool{}, told: map[string]bool{}}
	s.Now = h.clock.Now
	h.towns = h.rng.Perm(len(briefingtest.TownParts) * len(briefingtest.TownEnds))
	for i := range 1 + h.rng.IntN(5) {
		x := &briefingtest.Site{Host: fmt.Sprintf("site%d.example", i)}
		src, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://" + x.Host + "/feed", Kind: state.SourceFeed}, store.Desk, "ann")
		if err != nil {
			t.Fatal(err)
		}
		h.sites, h.ids, h.ok[x.Host] = append(h.sites, x), append(h.ids, src.ID), true
	}
	h.ch = briefingtest.Must[store.Channel](t)(s.TerminalChannel(ctx, store.Desk, "world"))
	return h
}

// change lets something happen to a site's items.
func (h *past) change() {
	s := h.sites[h.rng.IntN(len(h.sites))]
	if len(s.Items) == 0 || h.rng.IntN(2) == 0 {
		s.Items = append(s.Items, briefingtest.NewReport(h.rng, h.clock.Now().Add(-time.Duration(h.rng.IntN(90))*time.Minute), h.towns[0]))
		h.towns = h.towns[1:]
		h.note("%s has %q", s.Host, s.Items[len(s.Items)-1].Title)
		return
	}
	i := h.rng.IntN(len(s.Items))
	switch h.rng.IntN(4) {
	case 0:
		s.Items[i].Text += fmt.Sprintf(" The council of %s meets on day %d of next month, its secretary said.", s.Items[i].ID, 1+h.rng.IntN(27))
	case 1:
		s.Items = slices.Delete(s.Items, i, i+1)
	case 2:
		s.Items = append(s.Items, s.Items[i])
	case 3:
		h.rng.Shuffle(len(s.Items), func(i, j int) { s.Items[i], s.Items[j] = s.Items[j], s.Items[i] })
	}
	h.note("%s changes item %d", s.Host, i)
}

// read visits what is due, or nothing.
func (h *past) read() {
	ctx := context.Background()
	now := h.clock.Now
	poll := &ingest.Poller{Store: h.s, Fetcher: &fetch.Fetcher{Client: &http.Client{Transport: h}, Now: now}, Ingest: &ingest.Ingester{Store: h.s, Now: now}, Now: now}
	for _, src := range briefingtest.Must[[]store.Source](h.t)(h.s.ClaimSources(ctx, 1+h.rng.IntN(5), time.Minute)) {
		added := briefingtest.Must[int](h.t)(poll.One(ctx, src))
		h.wait = h.wait || added > 0
		h.note("%s is read: %d new", src.URL, added)
	}
	h.clock.Add(time.Second)
}

func (h *past) place() {
	briefingtest.Must[int](h.t)((&stories.Assigner{Store: h.s, Holder: "test"}).Run(context.Background()))
	h.wait = false
	h.note("stories")
}

// upToDate reports whether nothing of a source can have been missed, or only
// what came within its own interval since it was read well.
func (h *past) upToDate(id int64) bool {
	src := briefingtest.Must[store.Source](h.t)(h.s.Source(context.Background(), id))
	return !src.Read.IsZero() && src.Fails == 0 && src.Next.Add(2*time.Minute).After(h.clock.Now()) && h.clock.Now().Sub(src.Read) < 7*time.Hour
}

// brief writes a briefing, for the channel or for nobody, and checks what it
// says when it tells nothing.
func (h *past) brief(forChannel bool) {
	ctx := context.Background()
	now := h.clock.Now()
	w := &brief.Writer{Store: h.s, Now: h.clock.Now}
	req := brief.Request{Name: "World", Scope: briefingtest.Must[store.Scope](h.t)(h.s.ScopeOf(ctx, store.Desk)), From: now.Add(-72 * time.Hour), At: now, Live: true, Zone: time.UTC, Stories: 100}
	if forChannel {
		req.Channel = h.ch
	}
	b := briefingtest.Must[brief.Briefing](h.t)(w.Write(ctx, req))
	text := briefingtest.Say(b.Blocks())
	first, _, _ := strings.Cut(text, "\n")
	h.note("a briefing (for the channel: %v): %s", forChannel, first)
	if strings.Contains(first, "nothing new") {
		h.empty++
		h.nothingNew(text, forChannel)
	}
	for title := range h.seen {
		h.told[title] = h.told[title] || forChannel && strings.Contains(text, title)
	}
	if !forChannel {
		return
	}
	if err := w.Tell(ctx, b, io.Discard, func(io.Writer) error { return nil }); err != nil {
		h.t.Fatal(err)
	}
}

func (h *past) nothingNew(text string, forChannel bool) {
	fail := func(format string, args ...any) {
		h.t.Errorf("%s\n%s\n---\n%s", fmt.Sprintf(format, args...), strings.Join(h.log, "\n"), text)
	}
	unread := 0
	for _, id := range h.ids {
		if !h.upToDate(id) {
			unread++
		}
	}
	said := 0
	if found := briefingtest.NotRead.FindStringSubmatch(text); found != nil {
		_, _ = fmt.Sscan(found[1], &said)
	}
	if unread != said || unread*4 > len(h.ids) {
		fail("nothing new, though %d of %d sources are not read", unread, len(h.ids))
	}
	if h.wait {
		fail("nothing new, though not all that was read is in a story")
	}
	for title := range h.seen {
		if !forChannel || !h.told[title] {
			fail("nothing new, though %q was read and not told", title)
		}
	}
}

// TestVerdict_NothingNewMeansAllWasRead writes briefings over random
// histories. DATELINE_SEED=n replays one.
func TestVerdict_NothingNewMeansAllWasRead(t *testing.T) {
	for kind, open := range map[string]func(testing.TB) *store.Store{"sqlite": storetest.Open, "postgres": storetest.OpenPostgres} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			var empty atomic.Int64
			t.Cleanup(func() {
				if t.Logf("%d briefings said nothing new", empty.Load()); empty.Load() == 0 && !briefingtest.Raced && os.Getenv("DATELINE_SEED") == "" {
					t.Error("no history was checked")
				}
			})
			briefingtest.Seeds(t, map[string][2]int{"sqlite": {30, 2000}, "postgres": {4, 200}}[kind], func(t *testing.T, seed uint64) {
				h := newPast(t, open(t), seed)
				for range 30 {
					switch h.rng.IntN(8) {
					case 0, 1:
						h.change()
					case 2:
						s := h.sites[h.rng.IntN(len(h.sites))]
						h.ok[s.Host] = h.rng.IntN(3) > 0
					case 3:
						h.clock.Add(time.Duration(1+h.rng.IntN(90)) * time.Minute)
					case 4:
						h.read()
					case 5:
						h.read()
						h.place()
					default:
						h.brief(h.rng.IntN(3) > 0)
					}
					h.clock.Add(time.Second)
				}
				empty.Add(int64(h.empty))
			})
		})
	}
}

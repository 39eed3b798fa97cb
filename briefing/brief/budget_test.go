package brief_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/briefing/llm"
	"dateline/briefing/message"
	"dateline/briefing/write"
	"dateline/store"
	"dateline/store/storetest"
)

// lateNoon is noon as a process in another zone has it.
func lateNoon() time.Time { return briefingtest.Noon.In(time.FixedZone("X", 3*3600)) }

var question = llm.Request{Messages: []llm.Message{{Role: "user", Content: strings.Repeat("word ", 100)}}, MaxTokens: 300}

// modelFunc is a model made of a function.
type modelFunc func() (llm.Reply, error)

func (f modelFunc) Generate(context.Context, llm.Request) (llm.Reply, error) { return f() }

func TestBudget_CallCountsAsItCost(t *testing.T) {
	refused, err := llm.New([]llm.Endpoint{{URL: "http://127.0.0.1:1/v1", Model: "m"}}, llm.Options{Tries: 1})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		model llm.Generator
		want  int
	}{
		"said by the server":     {modelFunc(func() (llm.Reply, error) { return llm.Reply{In: 90, Out: 7}, nil }), 97},
		"not said":               {modelFunc(func() (llm.Reply, error) { return llm.Reply{Text: "yes"}, nil }), question.Most()},
		"failed on the way":      {modelFunc(func() (llm.Reply, error) { return llm.Reply{}, llm.ErrUnusable }), question.Most()},
		"no server was reached":  {refused, 0},
		"failed, but it is said": {modelFunc(func() (llm.Reply, error) { return llm.Reply{In: 90, Out: 7}, llm.ErrUnusable }), 97},
	} {
		t.Run(name, func(t *testing.T) {
			s := storetest.Open(t)
			b := &write.Budget{Store: s, Daily: 10_000, Now: lateNoon}
			_, _ = b.Over(c.model).Generate(t.Context(), question)
			if got, err := s.Spent(t.Context(), "2026-11-20", store.All); err != nil || got.Used != c.want || got.Reserved != 0 {
				t.Errorf("%+v (%v), want %d used and none reserved", got, err, c.want)
			}
		})
	}
}

func TestBudget_SettlesThoughItsCallerHasGone(t *testing.T) {
	s := storetest.Open(t)
	ctx, cancel := context.WithCancel(t.Context())
	b := &write.Budget{Store: s, Daily: 10_000, Now: lateNoon}
	_, _ = b.Over(modelFunc(func() (llm.Reply, error) { cancel(); return llm.Reply{In: 5, Out: 1}, ctx.Err() })).Generate(ctx, question)
	if got, err := s.Spent(t.Context(), "2026-11-20", store.All); err != nil || got.Used != 6 || got.Reserved != 0 {
		t.Errorf("%+v, %v; want 6 used and none reserved", got, err)
	}
}

func TestBudget_DailyShareIsNeverOverspent(t *testing.T) {
	s := storetest.Open(t)
	now := lateNoon()
	b := &write.Budget{Store: s, Daily: 3 * question.Most(), Now: func() time.Time { return now }}
	fake := &llm.Fake{Replies: []string{"yes"}}
	slow := modelFunc(func() (llm.Reply, error) {
		_, _ = fake.Generate(context.Background(), question)
		return llm.Reply{}, nil // its cost is not said: the reservation counts
	})
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			_, err := b.Over(slow).Generate(context.Background(), question)
			var spent *write.SpentError
			if err != nil && (!errors.As(err, &spent) || err.Error() != "today's share of AI answers is used up until 00:00 UTC") {
				t.Errorf("got %v", err)
			}
		})
	}
	wg.Wait()
	if n := len(fake.Asked()); n != 3 {
		t.Errorf("asked %d times with a share for 3", n)
	}
	now = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	if _, err := b.Over(slow).Generate(t.Context(), question); err != nil {
		t.Errorf("on the next day: %v", err)
	}
}

func TestBudget_UncountableIsNotSpent(t *testing.T) {
	s, err := store.Open(t.Context(), "sqlite:"+storetest.Dir(t)+"/closed.db")
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	fake := &llm.Fake{Replies: []string{"yes"}}
	for _, daily := range []int{10_000, 0} { // 0: no limit
		_, err = (&write.Budget{Store: s, Daily: daily}).Over(fake).Generate(t.Context(), question)
		if err == nil || strings.Contains(err.Error(), "sql") || len(fake.Asked()) > 0 {
			t.Errorf("limit %d: asked %d times, error %v; want none and one in words", daily, len(fake.Asked()), err)
		}
	}
}

func TestBudget_SaysWhatIsUsed(t *testing.T) {
	s := storetest.Open(t)
	b := &write.Budget{Store: s, Daily: 200_000, Guild: 50_000, Price: write.Price{In: .15, Out: .6}, Now: lateNoon}
	for _, c := range []struct {
		add  int
		who  []string
		said map[string]string
	}{
		{0, nil, map[string]string{store.All: "0 of 200,000 tokens (0 %) used today, $0.00.", "guild:1": "0 of 50,000 tokens (0 %) used today, $0.00. Of the share of all together 0 % is used."}},
		{12_300, []string{"user:2"}, map[string]string{store.All: "12,300 of 200,000 tokens (6 %) used today, $0.0123.", "user:2": "12,300 tokens used today, $0.0123. Of the share of all together 6 % is used.", "user:3": "0 tokens used today, $0.00. Of the share of all together 6 % is used."}},
		{40_000, []string{"guild:1", "user:2"}, map[string]string{"guild:1": "40,000 of 50,000 tokens (80 %) used today, $0.0400; updates go without the model until 00:00 UTC. Of the share of all together 26 % is used."}},
		{107_700, nil, map[string]string{store.All: "160,000 of 200,000 tokens (80 %) used today, $0.16; updates go without the model until 00:00 UTC. Most by servers: 1 40,000."}},
	} {
		spend(t, s, c.add, c.who...)
		for who, want := range c.said {
			if got := message.Text(b.Said(t.Context(), nil, who)); got != want {
				t.Errorf("%s\ngot  %q\nwant %q", who, got, want)
			}
		}
	}
	if got := message.Text((&write.Budget{Store: s, Now: lateNoon}).Said(t.Context(), nil, "guild:1")); got != "40,000 tokens used today." {
		t.Errorf("without limit and price: %q", got)
	}
}

// spend uses up tokens of the day of noon, each for a millionth of a dollar.
func spend(t *testing.T, s *store.Store, tokens int, owners ...string) {
	t.Helper()
	cost, shares := store.Cost{Tokens: tokens, Micros: int64(tokens)}, []store.Share{{Owner: store.All}}
	for _, o := range owners {
		shares = append(shares, store.Share{Owner: o})
	}
	call, err := s.ReserveCall(context.Background(), "2026-11-20", cost, shares...)
	if err == nil {
		err = s.SettleCall(context.Background(), call, cost, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestBudget_SharesOfServersAndPeople(t *testing.T) {
	s := storetest.Open(t)
	most := question.Most()
	b := &write.Budget{Store: s, Daily: 10 * most, Guild: 2 * most, Person: most, Price: write.Price{In: 1, Out: 2}, Now: lateNoon}
	model := b.Over(modelFunc(func() (llm.Reply, error) { return llm.Reply{}, nil })) // its cost is not said: the reservation counts
	for i, c := range []struct {
		by   []string
		want string
	}{
		{[]string{"guild:1", "user:1"}, ""},
		{[]string{"guild:1", "user:1"}, "your share of today's AI answers is used up until 00:00 UTC"},
		{[]string{"user:1", "user:1"}, "your share of today's AI answers is used up until 00:00 UTC"},
		{[]string{"user:2", "user:2"}, ""}, // named twice, counted once
		{[]string{"guild:1", "user:3"}, ""},
		{[]string{"guild:1", "user:4"}, "this server's share of today's AI answers is used up until 00:00 UTC"},
		{[]string{"guild:2"}, ""},
		{nil, ""},
	} {
		_, err := model.Generate(write.Paid(t.Context(), c.by...), question)
		if got := fmt.Sprint(err); got != c.want && (err != nil || c.want != "") {
			t.Errorf("call %d by %v: got %v, want %q", i, c.by, err, c.want)
		}
	}
	for owner, want := range map[string]int{store.All: 5 * most, "guild:1": 2 * most, "guild:2": most, "user:1": most, "user:4": 0} {
		got, err := s.Spent(t.Context(), "2026-11-20", owner)
		if err != nil || got.Used != want || got.Micros != 2*int64(want) {
			t.Errorf("%s: %+v, %v; want %d tokens at the price of replies", owner, got, err, want)
		}
	}
}

func TestBudget_AtFourFifthsUpdatesGoWithout(t *testing.T) {
	ctx := context.Background()
	for name, c := range map[string]struct {
		used      int
		items     []feed.Item // beside the update
		asked     int
		said, not string
	}{
		"below":              {used: 70_000, asked: 1, said: "Written by AI", not: "Updates in the sources' own sentences"},
		"above":              {used: 80_000, said: "nothing of the language model is shown (80 % of today's share of AI answers is used up, so updates go without until 00:00 UTC)", not: "Written by AI"},
		"above, a new story": {used: 80_000, items: []feed.Item{levy}, asked: 1, said: "Written by AI, checked against these sources by a program, not by a person. Updates in the sources' own sentences (80 % of", not: "could not be used"},
		"at the limit":       {used: 99_999, items: []feed.Item{levy}, said: "could not be used (today's share of AI answers is used up until 00:00 UTC)", not: "Written by AI"},
	} {
		t.Run(name, func(t *testing.T) {
			d := briefingtest.NewDesk(t, storetest.Open(t))
			d.Store.Now = func() time.Time { return d.Now }
			d.Read(briefingtest.Flood)
			ch, err := d.Store.TerminalChannel(ctx, store.Desk, "world")
			if err != nil {
				t.Fatal(err)
			}
			w := &brief.Writer{Store: d.Store, Now: func() time.Time { return d.Now }}
			writing := func() brief.Briefing {
				t.Helper()
				b, err := w.Write(ctx, brief.Request{Name: "world", Scope: d.Scope, From: briefingtest.Noon.Add(-time.Hour), At: d.Now, Live: true, Zone: time.UTC, Stories: 5, Length: "normal", Channel: ch})
				if err != nil {
					t.Fatal(err)
				}
				return b
			}
			d.Now = briefingtest.Noon.Add(time.Minute)
			if err := w.Tell(ctx, writing(), io.Discard, func(w io.Writer) error { _, err := fmt.Fprint(w, "x"); return err }); err != nil {
				t.Fatal(err)
			}
			d.Now = briefingtest.Noon.Add(2 * time.Hour)
			d.Read(append([]feed.Item{later}, c.items...)...)
			d.Now = briefingtest.Noon.Add(3 * time.Hour)
			spend(t, d.Store, c.used)
			fake := &llm.Fake{Replies: []string{briefingtest.Reply("A heading", "The coal levy had been introduced by the government of Anna Verhoeven.", "Rescuers in the village of Senn found 15 people dead on Friday, the rescue service said.")}}
			w.Name, w.Model = "fake", (&write.Budget{Store: d.Store, Daily: 100_000, Now: lateNoon}).Over(fake)
			b := writing()
			if len(b.Stories) != 1+len(c.items) {
				t.Fatalf("%d stories: %s", len(b.Stories), briefingtest.Say(b.Blocks()))
			}
			text := briefingtest.Say(b.Blocks())
			if n := len(fake.Asked()); n < c.asked || c.asked == 0 && n > 0 {
				t.Errorf("the model was asked %d times", n)
			}
			if !strings.Contains(text, c.said) || strings.Contains(text, c.not) {
				t.Errorf("want %q and not %q in:\n%s", c.said, c.not, text)
			}
		})
	}
}

var (
	later = feed.Item{ID: "later", URL: "https://later.example/", Title: "Rescuers find 15 dead in Senn", Outlet: "Herald", Published: briefingtest.Noon.Add(90 * time.Minute), PublishedFrom: "file",
		Text: "Rescuers in the village of Senn found 15 people dead on Friday, the rescue service said. Rescuers had reached the village of Senn and found 40 people alive in its school. Mayor Tilda Roos thanked the helpers of Senn."}
	levy = feed.Item{ID: "levy", URL: "https://levy.example/", Title: "Parliament keeps the coal levy", Outlet: "Ledger", Published: briefingtest.Noon.Add(90 * time.Minute), PublishedFrom: "file",
		Text: "Parliament kept the coal levy until 2030 in a vote of 61 to 58, the speaker said. The coal levy had been introduced by the government of Anna Verhoeven."}
)

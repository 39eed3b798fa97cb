package briefing_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"dateline/briefing"
	"dateline/briefing/feed"
	"dateline/briefing/llm"
	"dateline/store"
	"dateline/store/storetest"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// desk is the product over one store.
type desk struct {
	t     *testing.T
	store *store.Store
	src   store.Source
	scope store.Scope
	now   time.Time
}

func newDesk(t *testing.T, s *store.Store) *desk {
	t.Helper()
	ctx := context.Background()
	src, err := s.OwnSource(ctx, store.Desk, store.SourceFile)
	if err != nil {
		t.Fatal(err)
	}
	sc, err := s.ScopeOf(ctx, store.Desk)
	if err != nil {
		t.Fatal(err)
	}
	return &desk{t, s, src, sc, noon}
}

func (d *desk) read(items ...feed.Item) {
	d.t.Helper()
	ctx := context.Background()
	in := &briefing.Ingester{Store: d.store, Now: func() time.Time { return d.now }}
	if _, err := in.Add(ctx, d.src, "test", items); err != nil {
		d.t.Fatal(err)
	}
	if _, err := (&briefing.Stories{Store: d.store, Holder: "test"}).Run(ctx); err != nil {
		d.t.Fatal(err)
	}
	if _, err := (&briefing.Indexer{Store: d.store, Holder: "test"}).Run(ctx); err != nil {
		d.t.Fatal(err)
	}
}

func article(id, outlet, title, body string) feed.Item {
	return feed.Item{ID: id, URL: "https://" + id + ".example/", Title: title, Text: body, Outlet: outlet, Published: noon, PublishedFrom: "file"}
}

var flood = article("flood", "Coast Radio", "Rescuers find 40 alive in Senn", "Rescuers reached the village of Senn and found 40 people alive in its school, the rescue service said. Mayor Tilda Roos thanked the helpers of Senn who had come by boat from Karsk.")

func (d *desk) brief(gen llm.Generator) briefing.Briefing {
	d.t.Helper()
	w := &briefing.Writer{Store: d.store, Model: gen, Name: "fake"}
	b, err := w.Write(context.Background(), briefing.BriefRequest{Name: "World", Scope: d.scope, From: noon.Add(-time.Hour), At: noon.Add(time.Hour), Zone: time.UTC, Stories: 5, Length: "normal"})
	if err != nil {
		d.t.Fatal(err)
	}
	return b
}

func say(blocks []briefing.Block) string {
	var b strings.Builder
	for _, x := range blocks {
		for _, r := range x.Runs {
			b.WriteString(r.Text)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func reply(heading string, claims ...string) string {
	type c struct {
		Text  string   `json:"text"`
		Cites []string `json:"cites"`
	}
	v := struct {
		Heading c   `json:"heading"`
		Claims  []c `json:"claims"`
	}{Heading: c{heading, []string{"S1"}}, Claims: []c{}}
	for _, s := range claims {
		v.Claims = append(v.Claims, c{s, []string{"S1"}})
	}
	b, _ := json.Marshal(v)
	return string(b)
}

func TestAModelWritesWhatItsPassagesHold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		d.read(flood)
		fake := &llm.Fake{Replies: []string{reply("40 found alive in Senn", "Rescuers found 40 people alive in the school of Senn, the rescue service said.")}}
		text := say(d.brief(fake).Blocks())
		for _, want := range []string{"40 found alive in Senn\n", "Rescuers found 40 people alive in the school of Senn, the rescue service said (Coast Radio).", "Written by AI, checked"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not in:\n%s", want, text)
			}
		}
		d.brief(fake)
		if n := len(fake.Asked()); n != 1 {
			t.Errorf("the same evidence was written %d times", n)
		}
	})
}

func TestAModelThatInventsIsNotShown(t *testing.T) {
	for name, claim := range map[string]string{
		"a number": "Rescuers found 90 people alive in the school of Senn, the rescue service said.", "a name": "Rescuers found 40 people alive in the school of Marrakesh, the rescue service said.",
		"a link": "Rescuers found 40 people alive in the school of Senn, see www.evil.com for more.", "a mention": "Rescuers found 40 people alive in the school of Senn, @everyone.", "nothing": "",
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, storetest.Open(t))
			d.read(flood)
			text := say(d.brief(&llm.Fake{Replies: []string{reply("90 found alive in Marrakesh", claim)}}).Blocks())
			for _, bad := range []string{"90", "Marrakesh", "evil", "@"} {
				if strings.Contains(text, bad) {
					t.Errorf("%q was shown:\n%s", bad, text)
				}
			}
			if !strings.Contains(text, "found 40 people alive in its school") || !strings.Contains(text, "Rescuers find 40 alive in Senn") {
				t.Errorf("the source's own words are missing:\n%s", text)
			}
		})
	}
}

func TestAModelThatFailsIsSaidInTheLastLine(t *testing.T) {
	d := newDesk(t, storetest.Open(t))
	d.read(flood)
	text := say(d.brief(&llm.Fake{Err: errors.New("the model at x refuses the key")}).Blocks())
	if !strings.Contains(text, "“Rescuers reached the village of Senn") || !strings.Contains(text, "could not be used (the model at x refuses the key)") {
		t.Errorf("got:\n%s", text)
	}
}

func TestAsk_ShowsWhatIsClosestOrNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		opinion := article("opinion", "Herald", "Opinion: Senn was always a bad place", "Senn was always a bad place for 40 people and a school, as everybody in Senn knows.")
		opinion.Genre = "opinion"
		d.read(flood, opinion)
		a := &briefing.Answerer{Store: s, Archive: &briefing.Archive{Store: s}}
		ask := func(q string) briefing.Answer {
			t.Helper()
			ans, err := a.Ask(context.Background(), briefing.Question{Text: q, Scope: d.scope, At: noon.Add(time.Hour)})
			if err != nil {
				t.Fatal(err)
			}
			return ans
		}
		ans := ask("How many people were found alive in Senn?")
		if !ans.Abstained || len(ans.Passages) == 0 || !strings.Contains(ans.Passages[0].Text, "40 people") || ans.Passages[0].Cites[0].Article != "flood" {
			t.Errorf("got %+v", ans)
		}
		for _, c := range ans.Passages {
			if c.Cites[0].Article == "opinion" {
				t.Errorf("an opinion is shown: %s", c.Text)
			}
		}
		no := ask("Who won the chess championship in Reykjavik?")
		if !no.Abstained || !strings.Contains(say(no.Blocks()), "I have read nothing near this. I looked in 2 articles from 2 outlets") {
			t.Errorf("got %+v", no)
		}
		early, err := a.Ask(context.Background(), briefing.Question{Text: "How many people were found alive in Senn?", Scope: d.scope, At: noon.Add(-time.Hour)})
		if err != nil || len(early.Passages) > 0 {
			t.Errorf("an answer from the future: %+v, %v", early, err)
		}
	})
}

func TestAtTheLimitAnAnswerIsMadeOfTheSourcesWords(t *testing.T) {
	d := newDesk(t, storetest.Open(t))
	d.read(flood)
	fake := &llm.Fake{Replies: []string{reply("", "Rescuers found 40 people alive in the school of Senn, the rescue service said.")}}
	b := &briefing.Budget{Store: d.store, Daily: 100_000, Now: lateNoon}
	spend(t, d.store, 99_900)
	a := &briefing.Answerer{Store: d.store, Archive: &briefing.Archive{Store: d.store}, Model: b.Over(fake), Name: "fake"}
	ans, err := a.Ask(t.Context(), briefing.Question{Text: "How many people were found alive in Senn?", Scope: d.scope, At: noon.Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC); !ans.SpentUntil.Equal(want) || len(fake.Asked()) > 0 {
		t.Errorf("used up until %v, asked %d times; want %v and none", ans.SpentUntil, len(fake.Asked()), want)
	}
	text := say(ans.Blocks())
	if !strings.HasPrefix(text, "Today's share of AI answers is used up until . Here is what the sources say themselves:\n“Rescuers reached") || strings.Contains(text, "could not be used") {
		t.Errorf("got:\n%s", text)
	}
}

func TestQuotesAreVerbatim(t *testing.T) {
	d := newDesk(t, storetest.Open(t))
	d.read(flood)
	for _, st := range d.brief(nil).Stories {
		for _, c := range st.Claims {
			for _, ct := range c.Cites {
				field := flood.Text
				if ct.Field == "title" {
					field = flood.Title
				}
				if field[ct.Start:ct.End] != ct.Quote {
					t.Errorf("quote %q is not %q", ct.Quote, field[ct.Start:ct.End])
				}
			}
		}
	}
}

func TestABriefingThatWasNotPrintedWasNotTold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		d := newDesk(t, s)
		d.read(flood)
		ch, err := s.TerminalChannel(ctx, store.Desk, "world")
		if err != nil {
			t.Fatal(err)
		}
		w := &briefing.Writer{Store: s}
		write := func() briefing.Briefing {
			t.Helper()
			b, err := w.Write(ctx, briefing.BriefRequest{Name: "world", Scope: d.scope, From: noon.Add(-time.Hour), At: noon.Add(time.Hour), Zone: time.UTC, Stories: 5, Length: "normal", Channel: ch})
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
		if err := w.Tell(ctx, write(), io.Discard, func(io.Writer) error { return errors.New("broken pipe") }); err == nil {
			t.Fatal("a broken pipe is no error")
		}
		b := write()
		if len(b.Stories) != 1 {
			t.Fatalf("after a briefing nobody saw: %d stories, want 1", len(b.Stories))
		}
		if err := w.Tell(ctx, b, io.Discard, func(w io.Writer) error { _, err := fmt.Fprint(w, "x"); return err }); err != nil {
			t.Fatal(err)
		}
		if b := write(); len(b.Stories) != 0 || !strings.Contains(say(b.Blocks()), "nothing new") {
			t.Errorf("told twice: %s", say(b.Blocks()))
		}
	})
}

func TestManyFailedSourcesAreNotAnEmptyDay(t *testing.T) {
	b := briefing.Briefing{Name: "World", At: noon, Zone: time.UTC, Sources: 8, Reading: briefing.Reading{Watched: 8, Failed: 5}}
	if s := say(b.Blocks()); !strings.Contains(s, "I cannot say what is new") || strings.Contains(s, "nothing new") {
		t.Errorf("got %s", s)
	}
}

// "Nothing new" where nothing of the kind asked for was read would be a lie.
func TestABriefingThatIsEmptyForWhatWasAskedSaysSo(t *testing.T) {
	d := newDesk(t, storetest.Open(t))
	d.read(flood)
	req := briefing.BriefRequest{Name: "World", Scope: d.scope, From: noon.Add(-time.Hour), At: noon.Add(time.Hour), Zone: time.UTC, Stories: 5, Length: "normal"}
	for want, change := range map[string]func(*briefing.BriefRequest){
		"1 Artikel aus 1 Medium gelesen seit Fr 20. Nov., 11:00; nichts davon ist in dieser Sprache, und übersetzen kann nur ein Sprachmodell.": func(r *briefing.BriefRequest) { r.Lang = "de" },
		"1 article read from 1 outlet since Fri 20 Nov, 11:00; none of them is on this topic.":                                                  func(r *briefing.BriefRequest) { r.Topic = "zebra" },
		"No article was added since Fri 20 Nov, 12:30.":                                                                                         func(r *briefing.BriefRequest) { r.From, r.Topic = noon.Add(30*time.Minute), "zebra" },
	} {
		r := req
		change(&r)
		b, err := (&briefing.Writer{Store: d.store}).Write(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		if got := say(b.Blocks()); !strings.Contains(got, want) {
			t.Errorf("told\n%s\nwant\n%s", got, want)
		}
	}
}

// A question is no heading while a sentence can be one.
func TestHeading_IsNoQuestion(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		d.read(article("race", "North Wire", "Who will win the Odal mayoral race?", "Three candidates are standing for mayor of Odal on Sunday, the election office said."))
		if got := say(d.brief(nil).Blocks()); strings.Contains(got, "Who will win") || strings.Count(got, "Three candidates are standing for mayor of Odal") != 1 {
			t.Errorf("told\n%s", got)
		}
		d.read(article("law", "Coast Radio", "The levy stays until 2030", "The coal levy of Velland stays until 2030, its parliament decided on Friday."))
		if got := say(d.brief(nil).Blocks()); !strings.Contains(got, "\nThe levy stays until 2030\n") {
			t.Errorf("an article before a headline makes no question of it\n%s", got)
		}
	})
}

// What reports in other languages say is not told where nobody translates, but
// a story that they report has more than one source.
func TestBriefing_OfOneLanguageCountsTheReportsOfOthers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		for lang, item := range map[string]feed.Item{
			"de": article("de", "Landbote", "Dammbruch bei Brell: sieben Tote", "Bei einem Dammbruch oberhalb von Brell sind sieben Menschen ums Leben gekommen, teilte Bürgermeisterin Ida Korr mit. Rund 900 Menschen wurden in die Sporthalle gebracht."),
			"en": article("en", "Coast Radio", "Dam failure floods Brell, seven dead", "Seven people died when a dam above Brell gave way, mayor Ida Korr said. About 900 people were brought to the sports hall."),
		} {
			item.Lang = lang
			d.read(item)
		}
		b, err := (&briefing.Writer{Store: s}).Write(t.Context(), briefing.BriefRequest{Name: "Welt", Scope: d.scope, From: noon.Add(-time.Hour), At: noon.Add(time.Hour), Zone: time.UTC, Lang: "de", Stories: 5})
		if err != nil {
			t.Fatal(err)
		}
		if got := say(b.Blocks()); strings.Contains(got, "Seven people") || strings.Contains(got, "Bisher eine Quelle") || !strings.Contains(got, "Auch Coast Radio") {
			t.Errorf("told\n%s", got)
		}
	})
}

package brief_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"dateline/briefing/answer"
	"dateline/briefing/archive"
	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/briefing/llm"
	"dateline/briefing/phrases"
	"dateline/briefing/write"
	"dateline/store"
	"dateline/store/storetest"
)

func TestWrite_ModelWritesWhatPassagesHold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := briefingtest.NewDesk(t, s)
		d.Read(briefingtest.Flood)
		fake := &llm.Fake{Replies: []string{briefingtest.Reply("40 found alive in Senn", "Rescuers found 40 people alive in the school of Senn, the rescue service said.")}}
		text := briefingtest.Say(d.Brief(fake).Blocks())
		for _, want := range []string{"40 found alive in Senn\n", "Rescuers found 40 people alive in the school of Senn, the rescue service said (Coast Radio).", "Written by AI, checked"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not in:\n%s", want, text)
			}
		}
		d.Brief(fake)
		if n := len(fake.Asked()); n != 1 {
			t.Errorf("the same evidence was written %d times", n)
		}
	})
}

func TestWrite_InventionsOfModelAreNotShown(t *testing.T) {
	for name, claim := range map[string]string{
		"a number": "Rescuers found 90 people alive in the school of Senn, the rescue service said.", "a name": "Rescuers found 40 people alive in the school of Marrakesh, the rescue service said.",
		"a link": "Rescuers found 40 people alive in the school of Senn, see www.evil.com for more.", "a mention": "Rescuers found 40 people alive in the school of Senn, @everyone.", "nothing": "",
	} {
		t.Run(name, func(t *testing.T) {
			d := briefingtest.NewDesk(t, storetest.Open(t))
			d.Read(briefingtest.Flood)
			text := briefingtest.Say(d.Brief(&llm.Fake{Replies: []string{briefingtest.Reply("90 found alive in Marrakesh", claim)}}).Blocks())
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

func TestLastLine_SaysThatTheModelFailed(t *testing.T) {
	d := briefingtest.NewDesk(t, storetest.Open(t))
	d.Read(briefingtest.Flood)
	text := briefingtest.Say(d.Brief(&llm.Fake{Err: errors.New("the model at x refuses the key")}).Blocks())
	if !strings.Contains(text, "“Rescuers reached the village of Senn") || !strings.Contains(text, "could not be used (the model at x refuses the key)") {
		t.Errorf("got:\n%s", text)
	}
}

func TestAsk_ShowsWhatIsClosestOrNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := briefingtest.NewDesk(t, s)
		opinion := briefingtest.Article("opinion", "Herald", "Opinion: Senn was always a bad place", "Senn was always a bad place for 40 people and a school, as everybody in Senn knows.")
		opinion.Genre = "opinion"
		d.Read(briefingtest.Flood, opinion)
		a := &answer.Answerer{Store: s, Archive: &archive.Archive{Store: s}}
		ask := func(q string) answer.Answer {
			t.Helper()
			ans, err := a.Ask(context.Background(), answer.Question{Text: q, Scope: d.Scope, At: briefingtest.Noon.Add(time.Hour)})
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
		if !no.Abstained || !strings.Contains(briefingtest.Say(no.Blocks()), "I have read nothing near this. I looked in 2 articles from 2 outlets") {
			t.Errorf("got %+v", no)
		}
		early, err := a.Ask(context.Background(), answer.Question{Text: "How many people were found alive in Senn?", Scope: d.Scope, At: briefingtest.Noon.Add(-time.Hour)})
		if err != nil || len(early.Passages) > 0 {
			t.Errorf("an answer from the future: %+v, %v", early, err)
		}
	})
}

func TestAsk_SpentBudgetLeavesTheSourcesWords(t *testing.T) {
	d := briefingtest.NewDesk(t, storetest.Open(t))
	d.Read(briefingtest.Flood)
	fake := &llm.Fake{Replies: []string{briefingtest.Reply("", "Rescuers found 40 people alive in the school of Senn, the rescue service said.")}}
	b := &write.Budget{Store: d.Store, Daily: 100_000, Now: lateNoon}
	spend(t, d.Store, 99_900)
	a := &answer.Answerer{Store: d.Store, Archive: &archive.Archive{Store: d.Store}, Model: b.Over(fake), Name: "fake"}
	ans, err := a.Ask(t.Context(), answer.Question{Text: "How many people were found alive in Senn?", Scope: d.Scope, At: briefingtest.Noon.Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC); !ans.SpentUntil.Equal(want) || len(fake.Asked()) > 0 {
		t.Errorf("used up until %v, asked %d times; want %v and none", ans.SpentUntil, len(fake.Asked()), want)
	}
	text := briefingtest.Say(ans.Blocks())
	if !strings.HasPrefix(text, "Today's share of AI answers is used up until . Here is what the sources say themselves:\n“Rescuers reached") || strings.Contains(text, "could not be used") {
		t.Errorf("got:\n%s", text)
	}
}

func TestWrite_QuotesAreVerbatim(t *testing.T) {
	d := briefingtest.NewDesk(t, storetest.Open(t))
	d.Read(briefingtest.Flood)
	for _, st := range d.Brief(nil).Stories {
		for _, c := range st.Claims {
			for _, ct := range c.Cites {
				field := briefingtest.Flood.Text
				if ct.Field == "title" {
					field = briefingtest.Flood.Title
				}
				if field[ct.Start:ct.End] != ct.Quote {
					t.Errorf("quote %q is not %q", ct.Quote, field[ct.Start:ct.End])
				}
			}
		}
	}
}

func TestTell_UnprintedBriefingWasNotTold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		d := briefingtest.NewDesk(t, s)
		d.Read(briefingtest.Flood)
		ch, err := s.TerminalChannel(ctx, store.Desk, "world")
		if err != nil {
			t.Fatal(err)
		}
		w := &brief.Writer{Store: s}
		write := func() brief.Briefing {
			t.Helper()
			b, err := w.Write(ctx, brief.Request{Name: "world", Scope: d.Scope, From: briefingtest.Noon.Add(-time.Hour), At: briefingtest.Noon.Add(time.Hour), Zone: time.UTC, Stories: 5, Length: "normal", Channel: ch})
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
		if b := write(); len(b.Stories) != 0 || !strings.Contains(briefingtest.Say(b.Blocks()), "nothing new") {
			t.Errorf("told twice: %s", briefingtest.Say(b.Blocks()))
		}
	})
}

func TestVerdict_FailedSourcesAreNoEmptyDay(t *testing.T) {
	b := brief.Briefing{Name: "World", At: briefingtest.Noon, Zone: time.UTC, Sources: 8, Reading: brief.Reading{Watched: 8, Failed: 5}}
	if s := briefingtest.Say(b.Blocks()); !strings.Contains(s, "I cannot say what is new") || strings.Contains(s, "nothing new") {
		t.Errorf("got %s", s)
	}
}

// "Nothing new" where nothing of the kind asked for was read would be a lie.
func TestEmpty_SaysWhatWasAskedFor(t *testing.T) {
	d := briefingtest.NewDesk(t, storetest.Open(t))
	d.Read(briefingtest.Flood)
	req := brief.Request{Name: "World", Scope: d.Scope, From: briefingtest.Noon.Add(-time.Hour), At: briefingtest.Noon.Add(time.Hour), Zone: time.UTC, Stories: 5, Length: "normal"}
	for want, change := range map[string]func(*brief.Request){
		"1 Artikel aus 1 Medium gelesen seit Fr 20. Nov., 11:00; nichts davon ist in dieser Sprache, und übersetzen kann nur ein Sprachmodell.": func(r *brief.Request) { r.Lang = "de" },
		"1 article read from 1 outlet since Fri 20 Nov, 11:00; none of them is on this topic.":                                                  func(r *brief.Request) { r.Topic = "zebra" },
		"No article was added since Fri 20 Nov, 12:30.":                                                                                         func(r *brief.Request) { r.From, r.Topic = briefingtest.Noon.Add(30*time.Minute), "zebra" },
	} {
		r := req
		change(&r)
		b, err := (&brief.Writer{Store: d.Store}).Write(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		if got := briefingtest.Say(b.Blocks()); !strings.Contains(got, want) {
			t.Errorf("told\n%s\nwant\n%s", got, want)
		}
	}
}

// A question is no heading while a sentence can be one.
func TestHeading_IsNoQuestion(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := briefingtest.NewDesk(t, s)
		d.Read(briefingtest.Article("race", "North Wire", "Who will win the Odal mayoral race?", "Three candidates are standing for mayor of Odal on Sunday, the election office said."))
		if got := briefingtest.Say(d.Brief(nil).Blocks()); strings.Contains(got, "Who will win") || strings.Count(got, "Three candidates are standing for mayor of Odal") != 1 {
			t.Errorf("told\n%s", got)
		}
		d.Read(briefingtest.Article("law", "Coast Radio", "The levy stays until 2030", "The coal levy of Velland stays until 2030, its parliament decided on Friday."))
		if got := briefingtest.Say(d.Brief(nil).Blocks()); !strings.Contains(got, "\nThe levy stays until 2030\n") {
			t.Errorf("an article before a headline makes no question of it\n%s", got)
		}
	})
}

// What reports in other languages say is not told where nobody translates, but
// a story that they report has more than one source.
func TestBriefing_OfOneLanguageCountsTheReportsOfOthers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := briefingtest.NewDesk(t, s)
		for lang, item := range map[string]feed.Item{
			"de": briefingtest.Article("de", "Landbote", "Dammbruch bei Brell: sieben Tote", "Bei einem Dammbruch oberhalb von Brell sind sieben Menschen ums Leben gekommen, teilte Bürgermeisterin Ida Korr mit. Rund 900 Menschen wurden in die Sporthalle gebracht."),
			"en": briefingtest.Article("en", "Coast Radio", "Dam failure floods Brell, seven dead", "Seven people died when a dam above Brell gave way, mayor Ida Korr said. About 900 people were brought to the sports hall."),
		} {
			item.Lang = lang
			d.Read(item)
		}
		b, err := (&brief.Writer{Store: s}).Write(t.Context(), brief.Request{Name: "Welt", Scope: d.Scope, From: briefingtest.Noon.Add(-time.Hour), At: briefingtest.Noon.Add(time.Hour), Zone: time.UTC, Lang: "de", Stories: 5})
		if err != nil {
			t.Fatal(err)
		}
		if got := briefingtest.Say(b.Blocks()); strings.Contains(got, "Seven people") || strings.Contains(got, "Bisher eine Quelle") || !strings.Contains(got, "Auch Coast Radio") {
			t.Errorf("told\n%s", got)
		}
	})
}

// One text that several outlets print is one report in that many outlets, not one source.
func TestBriefing_OneReportInSeveralOutlets(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := briefingtest.NewDesk(t, s)
		for _, outlet := range []string{"Coast Radio", "North Wire", "The Ledger"} {
			d.Read(briefingtest.Article(outlet, outlet, "Dam failure floods Brell, seven dead", "Seven people died when a dam above Brell gave way, mayor Ida Korr said. About 900 people were brought to the sports hall."))
		}
		b := d.Brief(nil)
		got := briefingtest.Say(b.Blocks())
		for lang, want := range map[string]string{"en": "One report so far, in 3 outlets", "de": "Bisher ein Bericht, in 3 Medien", "es": "Un solo informe por ahora, en 3 medios",
			"fr": "Une seule source pour l’instant, reprise par 3 médias", "pt": "Só um relato até agora, em 3 veículos", "ar": "تقرير واحد حتى الآن، في 3 وسائل إعلام"} {
			if said := phrases.In(lang).Count(3, "one_report"); said != want {
				t.Errorf("%s: %q, want %q", lang, said, want)
			}
		}
		if !strings.Contains(got, "One report so far, in 3 outlets.") || strings.Contains(got, "One source") {
			t.Errorf("told\n%s", got)
		}
	})
}

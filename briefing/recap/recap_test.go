package recap_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/bot/layout"
	"dateline/briefing/briefingtest"
	"dateline/briefing/claim"
	"dateline/briefing/feed"
	"dateline/briefing/phrases"
	"dateline/briefing/recap"
	"dateline/briefing/rights"
	"dateline/store"
	"dateline/store/recall"
	"dateline/store/storetest"
)

// told is a newsroom whose channel was told of the flood and the strike at 12:30, and at
// 13:30 of the chess open and that more is known of the flood.
func told(t *testing.T, s *store.Store) (*briefingtest.Newsroom, recap.Question) {
	t.Helper()
	n := briefingtest.NewNewsroom(t, s)
	n.Press.Layout = layout.Parts
	ch := n.Channel(1)
	n.Schedule(ch, "World", "hourly")
	n.Report(briefingtest.Flood, briefingtest.Strike)
	n.At("13:00")
	n.Report(briefingtest.Chess, grown)
	n.At("14:00")
	return n, recap.Question{Store: s, Scope: n.Desk.Scope, Channel: ch, After: briefingtest.Noon, Till: n.Clock.Now().Add(time.Minute)}
}

var grown = briefingtest.Article("flood2", "North Wire", "Rescuers in Senn count 15 dead", "Rescuers reached the village of Senn and found 40 people "+
	"alive in its school, the rescue service said. The rescue service of Senn counts 15 dead after the flood.")

func read(t *testing.T, q recap.Question) recap.Recap {
	t.Helper()
	return briefingtest.Must[recap.Recap](t)(q.Read(t.Context()))
}

// article is where the report of a headline is now.
func article(n *briefingtest.Newsroom, title string) store.Article {
	n.T.Helper()
	all := briefingtest.Must[[]store.Item](n.T)(n.S.Window(n.T.Context(), store.Scope{Everything: true}, store.Range{To: n.Clock.Now().Add(time.Hour)}))
	i := slices.IndexFunc(all, func(it store.Item) bool { return it.Version.Title == title })
	if i < 0 {
		n.T.Fatalf("no article %q", title)
	}
	return all[i].Article
}

func titles(r recap.Recap) (out []string) {
	for _, s := range r.Stories {
		out = append(out, s.Now.Title)
	}
	slices.Sort(out)
	return out
}

func TestRead_TellsEachStoryOnceInItsNewestState(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, q := told(t, s)
		all := read(t, q)
		if len(all.Stories) != 3 || all.More+all.TakenBack+all.Withdrawn+all.Hidden != 0 || all.Cut {
			t.Fatalf("%d stories in %+v", len(all.Stories), all)
		}
		for _, story := range all.Stories {
			flood := strings.Contains(story.Now.Title, "Senn")
			if want := map[bool]int{true: 1}[flood]; len(story.Before) != want {
				t.Errorf("%s was told %d times before, want %d", story.Now.Title, len(story.Before), want)
			}
			if flood && (!story.Now.At.After(story.Before[0].At) || story.Now.Link == story.Before[0].Link || story.Now.Link == "") {
				t.Errorf("the newest state of %+v", story)
			}
			for _, c := range story.Sentences {
				if cite := c.Cites[0]; cite.Body[cite.Start:cite.End] != cite.Quote {
					t.Errorf("%q rests on %q", c.Text, cite.Quote)
				}
			}
		}
		said := briefingtest.Say(all.Blocks("news", q.After, q.Till, phrases.In("en")))
		for _, part := range []string{"What #news was told since", "(3 stories)", "15 dead", "Vera Holm", "Before:"} {
			if !strings.Contains(said, part) {
				t.Errorf("%q is not in\n%s", part, said)
			}
		}
		for _, c := range []struct {
			after, till time.Time
			want        int
		}{{q.After, n.Clock.Now().Add(-30 * time.Minute), 2}, {n.Clock.Now().Add(-30 * time.Minute), q.Till, 2}, {q.Till, q.Till.Add(time.Hour), 0}, {q.Till, q.After, 0}} {
			part := q
			part.After, part.Till = c.after, c.till
			if got := read(t, part); len(got.Stories) != c.want {
				t.Errorf("from %s to %s are %d stories, want %d: %q", c.after, c.till, len(got.Stories), c.want, titles(got))
			}
		}
		part := q
		part.Channel = n.Channel(2)
		if got := read(t, part); len(got.Stories) != 0 {
			t.Errorf("another channel was told %q", titles(got))
		}
	})
}

// Stories that are one by now are told as one, and a text that told both of them once.
func TestRead_FollowsMerges(t *testing.T) {
	t.Parallel()
	n, q := told(t, storetest.Open(t))
	story := func(title string) int64 { return article(n, title).Story }
	flood, strike, chess := story(briefingtest.Flood.Title), story(briefingtest.Strike.Title), story(briefingtest.Chess.Title)
	lease := briefingtest.Must[store.Lease](t)(n.S.TakeLease(t.Context(), "cluster", "test", time.Minute))
	briefingtest.Must[map[int64]int64](t)(n.S.SaveClusters(t.Context(), lease, nil, nil, []store.Merge{{From: strike, Into: flood}}))
	got := read(t, q)
	if len(got.Stories) != 2 {
		t.Fatalf("told are %q", titles(got))
	}
	for _, s := range got.Stories {
		if s.ID == flood && len(s.Before) != 2 || s.ID == chess && len(s.Before) != 0 {
			t.Errorf("%s was told %d times before", s.Now.Title, len(s.Before))
		}
	}
	q.After = n.Clock.Now().Add(-30 * time.Minute)
	briefingtest.Must[map[int64]int64](t)(n.S.SaveClusters(t.Context(), lease, nil, nil, []store.Merge{{From: chess, Into: flood}}))
	if got := read(t, q); len(got.Stories) != 1 || len(got.Stories[0].Before) != 0 {
		t.Errorf("of one text: %+v", got.Stories)
	}
}

// Who may not see what a sentence rests on is told the heading alone, as it stands in the channel.
func TestRead_QuotesWhatItsReaderMaySee(t *testing.T) {
	t.Parallel()
	_, q := told(t, storetest.Open(t))
	q.Scope = store.Scope{Domains: []string{"guild:7"}}
	for _, s := range read(t, q).Stories {
		if len(s.Sentences) != 0 {
			t.Errorf("%s: %+v", s.Now.Title, s.Sentences)
		}
	}
}

// A story that the reader has hidden is left out and counted, also under the story that it
// was merged into.
func TestRead_LeavesOutWhatIsHidden(t *testing.T) {
	t.Parallel()
	n, q := told(t, storetest.Open(t))
	chess := article(n, briefingtest.Chess.Title).Story
	q.Hidden = map[int64]time.Time{chess: q.Till, 1 << 40: q.Till}
	got := read(t, q)
	if len(got.Stories) != 2 || got.Hidden != 1 || slices.ContainsFunc(titles(got), func(s string) bool { return strings.Contains(s, "chess") }) {
		t.Errorf("%d hidden, told is %q", got.Hidden, titles(got))
	}
	said := briefingtest.Say(got.Blocks("news", q.After, q.Till, phrases.In("en")))
	if !strings.Contains(said, "One story is left out: you have hidden it.") || strings.Contains(said, "Holm") {
		t.Error(said)
	}
	for _, s := range got.Stories {
		q.Hidden[s.ID] = q.Till
	}
	none := read(t, q)
	if said := briefingtest.Say(none.Blocks("news", q.After, q.Till, phrases.In("en"))); len(none.Stories) != 0 || none.Hidden != 3 || strings.Contains(said, "nothing") {
		t.Errorf("%d hidden:\n%s", none.Hidden, said)
	}
}

// What was taken back, what a publisher allows no longer, and what the conversation has
// shown enough of is not quoted again.
func TestRead_QuotesWhatMayStillBeShown(t *testing.T) {
	t.Parallel()
	n, q := told(t, storetest.Open(t))
	quoted := func() map[string]int {
		out := map[string]int{}
		for _, s := range read(t, q).Stories {
			for _, c := range s.Sentences {
				out[c.Cites[0].Outlet]++
			}
		}
		return out
	}
	before := quoted()
	if before["Harbour Post"] == 0 || before["Sports Wire"] == 0 || before["North Wire"] == 0 {
		t.Fatalf("quoted are %v", before)
	}
	kept := briefingtest.Strike
	kept.State(rights.Page, rights.None)
	n.Report(kept)
	talk := rights.Together.Tally()
	body := strings.Repeat("word ", 300)
	chess := article(n, briefingtest.Chess.Title)
	talk.Take(rights.Piece{Article: chess.ID, Version: 1 << 40, End: len(body), Text: body})
	q.Talk = talk
	if got := quoted(); got["Harbour Post"]+got["Sports Wire"] != 0 || got["North Wire"] != before["North Wire"] {
		t.Errorf("quoted are %v, and before %v", got, before)
	}
	if len(read(t, q).Stories) != 3 {
		t.Error("a story without a sentence is not told")
	}
	order := recall.Order{Target: fmt.Sprint("article:", article(n, grown.Title).ID), Action: recall.Removed, Why: "withdrawn", Actor: "command line"}
	if _, err := n.S.Retract(t.Context(), order); err != nil {
		t.Fatal(err)
	}
	got := read(t, q)
	if got.TakenBack+got.Withdrawn == 0 || strings.Contains(briefingtest.Say(got.Blocks("news", q.After, q.Till, phrases.In("en"))), "counts 15 dead") {
		t.Errorf("after the report was taken back: %+v", got)
	}
}

// Of many stories the newest are told, with sentences as far as there is room, and the
// others are counted.
func TestRead_CountsWhatFindsNoPlace(t *testing.T) {
	t.Parallel()
	n := briefingtest.NewNewsroom(t, storetest.Open(t))
	n.Press.Layout = layout.Parts
	ch := n.Channel(1)
	n.Schedule(ch, "World", "hourly", func(x *store.Schedule) { x.Profile = `{"stories":3}` })
	r := rand.New(rand.NewPCG(1, 2))
	word := func() string { // stories share none
		said := ""
		for range 3 {
			said += string("bdfgklmnprstvz"[r.IntN(14)]) + string("aeiou"[r.IntN(5)])
		}
		return said + "k"
	}
	for hour := range 9 {
		var items []feed.Item
		for i := range 3 {
			place := strings.ToUpper(word()[:1]) + word()
			item := briefingtest.Article(fmt.Sprint("n", hour, i), fmt.Sprint("Wire ", i), fmt.Sprintf("%s %s %s %s", place, word(), word(), word()),
				fmt.Sprintf("The %s of %s has counted %d %ss in the %s of %s, the %s said.", word(), place, 1000*(i+1)+hour, word(), word(), word(), word()))
			item.Lang = "en"
			items = append(items, item)
		}
		n.Report(items...)
		n.At(fmt.Sprintf("%d:00", 13+hour))
	}
	got := read(t, recap.Question{Store: n.S, Scope: n.Desk.Scope, Channel: ch, After: briefingtest.Noon.Add(-time.Hour), Till: n.Clock.Now().Add(time.Hour)})
	if len(got.Stories) != 25 || got.More != 2 {
		t.Errorf("%d stories and %d more: %q", len(got.Stories), got.More, titles(got))
	}
	full := 0
	for _, s := range got.Stories {
		if len(s.Sentences) > 0 {
			full++
		}
	}
	if full == 0 || full > 8 {
		t.Errorf("%d stories have sentences, want at most 8", full)
	}
}

// Words that a channel hides stay hidden, whatever else is said of the story.
func TestBlocks_SpoilWhatTheChannelHides(t *testing.T) {
	t.Parallel()
	cite := claim.Cite{Outlet: "Wire", URL: "https://wire.example/", Field: "text"}
	dark := recap.Telling{Title: "A dark matter", Hidden: true, Link: "https://discord.example/1"}
	r := recap.Recap{Stories: []recap.Story{{ID: 1, Now: dark, Before: []recap.Telling{dark, dark, dark, dark, dark}, Sentences: []claim.Claim{{Text: "It is dark.", Kind: claim.KindWritten, Cites: []claim.Cite{cite}}}}}, More: 2, Withdrawn: 1, TakenBack: 1, Cut: true}
	blocks := r.Blocks("news", briefingtest.Noon, briefingtest.Noon.Add(time.Hour), phrases.In("en"))
	for _, b := range blocks {
		for _, run := range b.Runs {
			if strings.Contains(run.Text, "dark") && !run.Spoiler {
				t.Errorf("%q is not hidden", run.Text)
			}
		}
	}
	said := briefingtest.Say(blocks)
	for _, part := range []string{"told 2 more times", "2 more stories found no place.", "One story was taken back since.", "One sentence was taken back since.", "Only the newest messages were looked through."} {
		if !strings.Contains(said, part) {
			t.Errorf("%q is not in\n%s", part, said)
		}
	}
}

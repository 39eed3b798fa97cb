package brief_test

import (
	"io"
	"strings"
	"testing"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/briefing/llm"
	"dateline/store"
	"dateline/store/storetest"
)

// What differs in counters and times of update, or only in a headline that was
// told, is nothing new; a new headline without a text is told as a sentence.
func TestFresh_UpdateHasANewSentence(t *testing.T) {
	const points = "\n\nLast updated at 10:15. 12 points, 4 comments."
	bump := func(a feed.Item, to string) feed.Item { return changed(a, points, to) }
	counted := briefingtest.Flood
	counted.Text += points
	bare := briefingtest.Article("bare", "Coast Radio", "Rescuers find 40 alive in Senn", "")
	more := bare
	more.Title = "Rescuers find 55 alive in Senn"
	for name, c := range map[string]struct {
		first feed.Item
		then  []feed.Item // one a day
		want  [][]string
	}{
		"counters alone": {counted, []feed.Item{bump(counted, "\n\nLast updated at 11:40. 48 points, 31 comments."), bump(counted, "\n\nLast updated at 12:05. 97 points, 60 comments.")},
			[][]string{{"nothing new", "!Update"}, {"nothing new", "!Update"}}},
		"a headline without a text": {bare, []feed.Item{more, more}, [][]string{{"Update on", "“Rescuers find 55 alive in Senn” Coast Radio"}, {"nothing new", "!Update"}}},
	} {
		t.Run(name, func(t *testing.T) {
			briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
				n.Schedule(n.Ch, "World", "daily 12:30")
				n.Report(c.first)
				n.At("12:30")
				n.Holds(n.Ch, "40 alive")
				for k, item := range c.then {
					item.Published = item.Published.Add(time.Duration(k+1) * 24 * time.Hour)
					n.At([]string{"2 09:00", "3 09:00"}[k])
					n.Report(item)
					n.At([]string{"2 12:30", "3 12:30"}[k])
					n.Holds(n.Ch, c.want[k]...)
				}
			})
		})
	}
}

// A model that writes again what was told leaves nothing to tell.
func TestUntold_ModelRepeatsNothing(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		const said = "The flood of the Oru river has killed 12 people in Senn, the rescue service of Velland said."
		n.Press.Writer.Name, n.Press.Writer.Model = "fake", &llm.Fake{Replies: []string{briefingtest.Reply("", said), briefingtest.Reply("", said), briefingtest.Reply("", said)}}
		n.Schedule(n.Ch, "World", "daily 12:30")
		n.Report(toll12)
		n.At("12:30")
		n.Holds(n.Ch, "killed 12 people", "Written by AI")
		n.At("2 09:00")
		n.Report(changed(toll12, "water and bread", "60 tons of water and bread"))
		n.At("2 12:30")
		n.Holds(n.Ch, "!killed 12 people")
	})
}

// Where only headings are told, one that was told is no news: the new sentence is.
func TestFresh_NewSentenceHeadsAShortUpdate(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		n.Schedule(n.Ch, "World", "daily 12:30", func(x *store.Schedule) { x.Profile = `{"length":"short"}` })
		n.Report(toll12)
		n.At("12:30")
		n.Holds(n.Ch, toll12.Title)
		n.At("2 09:00")
		n.Report(changed(toll12, "Boats from Karsk brought water and bread to the school of Senn.", "The school of Senn was cleared on Saturday because its roof may fall, the mayor of Senn said."))
		n.At("2 12:30")
		n.Holds(n.Ch, "Update on “"+toll12.Title+"”", "The school of Senn was cleared on Saturday")
	})
}

// Something new counts, whether it is a number, a name, a date, an ordinal or
// none of them; the same in other words does not.
func TestFresh_AnythingNewCounts(t *testing.T) {
	first := briefingtest.Article("ferry", "Coast Radio", "Ferry fire off Karsk kills two",
		"Two people died when a ferry caught fire off Karsk on Friday, the coast guard said.\n\nAll other passengers were taken to Karsk by fishing boats. A second body was found on the ferry Norvia, the coast guard said.")
	for name, c := range map[string]struct {
		title, text string
		want        []string
	}{
		"an ordinal":                            {"Ferry fire off Karsk: search goes on", "A third body was found on the ferry Norvia, the coast guard said.", []string{"Update on", "“A third body was found"}},
		"a sentence without a name":             {"Ferry fire: third victim", "Ferry workers mourn off Karsk.\n\nThree people have died in the fire, the coast guard said.", []string{"Update on", "Three people have died in the fire"}},
		"neither a number nor a name nor a day": {"Ferry fire: captain held", "Police arrested the captain of the burnt-out ferry in Karsk.", []string{"Update on", "Police arrested the captain"}},
		"nothing that may stand alone":          {"Ferry fire off Karsk: captain held by police", "He was taken away in handcuffs.", []string{"Update on", "captain held by police"}},
		"a promise of news":                     {"Ferry fire off Karsk: what we know", "They were taken away in three buses on Saturday.", []string{"nothing to tell", "1 story could not be told with a source", "!Update", "!what we know"}},
		"the same in other words":               {"Two killed in ferry fire off Karsk", "On Friday, two people were killed in a fire on a ferry off Karsk, the coast guard said.", []string{"nothing new", "this channel has had all of it", "!Update"}},
	} {
		t.Run(name, func(t *testing.T) {
			briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
				n.Schedule(n.Ch, "World", "daily 12:30")
				n.Report(first)
				n.At("12:30")
				n.Holds(n.Ch, "Two people died")
				n.At("2 09:00")
				next := briefingtest.Article("next", "Coast Radio", c.title, c.text)
				next.Published = first.Published.Add(20 * time.Hour)
				n.Report(next)
				n.At("2 12:30")
				n.Holds(n.Ch, c.want...)
			})
		})
	}
}

// An update that finds no place is counted as left out for room; a told story
// that brings nothing is not.
func TestLeftOut_CountsUpdatesWithoutRoom(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := briefingtest.NewDesk(t, s)
		ch := briefingtest.Must[store.Channel](t)(s.TerminalChannel(t.Context(), store.Desk, "world"))
		w := &brief.Writer{Store: s}
		tell := func(after time.Duration) string {
			t.Helper()
			at := briefingtest.Noon.Add(after)
			b := briefingtest.Must[brief.Briefing](t)(w.Write(t.Context(), brief.Request{Name: "World", Scope: d.Scope, From: at.Add(-24 * time.Hour), At: at, Zone: time.UTC, Stories: 1, Channel: ch}))
			if err := w.Tell(t.Context(), b, io.Discard, func(io.Writer) error { return nil }); err != nil {
				t.Fatal(err)
			}
			return briefingtest.Say(b.Blocks())
		}
		later := func(by time.Duration, item feed.Item) feed.Item {
			item.Published = item.Published.Add(by)
			return item
		}
		d.Read(briefingtest.Flood)
		tell(time.Hour)
		bridge := briefingtest.Article("b1", "Coast Radio", "Orrin bridge falls, nine dead", "Nine people died when the Orrin bridge fell into the Sarn, the police of Orrin said.")
		again := briefingtest.Article("b2", "Velland Herald", "Nine dead as Orrin bridge falls", "The Orrin bridge fell into the Sarn and nine people died, according to the rescue service of Orrin.")
		d.Now = briefingtest.Noon.Add(5 * time.Hour)
		d.Read(later(4*time.Hour, bridge), later(4*time.Hour, again), later(3*time.Hour, briefingtest.Article("f2", "North Wire", "Senn school: 55 rescued", "Rescuers brought 55 people out of the school of Senn, the rescue service said.")))
		if got := tell(6 * time.Hour); !strings.Contains(got, "Orrin bridge") || !strings.Contains(got, "1 more story was left out for room") {
			t.Errorf("told\n%s", got)
		}
	})
}

// How many sources a story has is a matter of all its reports: of those that brought
// nothing new as well, and of those before the window.
func TestUpdate_SourcesAreCountedInAll(t *testing.T) {
	n := briefingtest.NewNewsroom(t, storetest.Open(t))
	n.Schedule(n.Ch, "World", "daily 12:30")
	const ferry = "The ferry Nordlys ran aground off the island of Brekka on Friday with 212 people on board, the coast guard said."
	n.Report(briefingtest.Article("t1", "A Post", "Ferry runs aground off Brekka", ferry))
	n.At("12:30")
	n.Holds(n.Ch, "One source so far")
	n.Report(briefingtest.Article("t2", "B Times", "Ferry aground off Brekka island", "With 212 people on board the ferry Nordlys ran aground on Friday off the island of Brekka, according to the coast guard."))
	n.At("2 12:30")
	n.Holds(n.Ch, "nothing new")
	n.Report(briefingtest.Article("t3", "C Radio", "Ferry aground off Brekka: captain held", "Police arrested the captain of the ferry Nordlys, Rolf Stade, who had drunk 3 beers. "+ferry))
	n.At("3 12:30")
	n.Holds(n.Ch, "Update on", "!One source so far")
}

package brief_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/briefing/message"
	"dateline/store"
	"dateline/store/recall"
	"dateline/store/storetest"
)

var (
	toll12 = briefingtest.Article("toll12", "Coast Radio", "Oru flood kills 12 in Senn", "The flood of the Oru river has killed 12 people in Senn, the rescue service of Velland said. Boats from Karsk brought water and bread to the school of Senn.")
	toll15 = briefingtest.Article("toll15", "Coast Radio", "Oru flood: toll in Senn rises to 15", "The flood of the Oru river has killed 15 people in Senn, the rescue service of Velland said. Divers searched the cellars of the old mill in Senn.")
)

// What a channel is told of a story on the day after it was told of it first.
func TestSlotWriter_StorysSecondDayHasItsLabel(t *testing.T) {
	const counted = ", the rescue service of Velland said"
	held := briefingtest.Article("held", "Coast Radio", "Owner of boat held in Karsk", "The owner of the boat was detained in Karsk on Thursday after divers had searched its hold, the police of Velland said. The boat lies in the harbour of Karsk.")
	wire := changed(toll15, counted, "")
	wire.Outlet = "North Wire"
	for name, c := range map[string]struct {
		first, then feed.Item
		told        string
		want        []string
	}{
		"an update says what a number was when it was told": {toll12, toll15, "killed 12 people",
			[]string{"Update on “", "killed 15 people in Senn" + counted + ".” Coast Radio; on Friday it was 12 (20 Nov).", "Friday's post"}},
		"a toll without its place is that of the story's place": {toll12, changed(toll15, "The flood of the Oru river has killed 15 people in Senn", "The death toll has risen to 15"), "killed 12 people",
			[]string{"Update on “", "The death toll has risen to 15" + counted + ".” Coast Radio; on Friday it was 12 (20 Nov).", "Friday's post"}},
		"another scope is no change of a number": {toll12, changed(toll15, "15 people in Senn", "15 people in Senn nationwide"), "killed 12 people",
			[]string{"Update on “", "killed 15 people in Senn nationwide", "!it was"}},
		"one outlet's new count is no change of another's": {changed(toll12, counted, ""), wire, "killed 12 people",
			[]string{"Update on “", "killed 15 people in Senn", "!it was"}},
		"a grown count is no correction": {toll12, changed(toll12, "12 people", "15 people"), "killed 12 people",
			[]string{"!Correction", "killed 15 people", "on Friday it was 12"}},
		"a note on something else makes no grown toll a correction": {toll12, changed(toll12, "12 people", "15 people", "school of Senn.", "school of Senn.\n\nCorrection: the mayor's name is Roos, not Rosen."), "killed 12 people",
			[]string{"!this channel was told", "killed 15 people", "on Friday it was 12"}},
		"a correction names nobody whom one report accuses": {held, changed(held, "boat was detained in Karsk on Thursday", "boat, Rolf Stade, was detained in Karsk on Wednesday"), "detained in Karsk on Thursday",
			[]string{"!Stade", "!Correction"}},
	} {
		t.Run(name, func(t *testing.T) {
			briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
				n.Schedule(n.Ch, "World", "daily 12:30")
				n.Report(c.first)
				n.At("12:30")
				n.Holds(n.Ch, c.told, "!it was")
				n.At("2 09:00")
				n.Report(c.then)
				n.At("2 12:30")
				n.Holds(n.Ch, c.want...)
			})
		})
	}
}

// changed is a report in which some words were replaced by others.
func changed(a feed.Item, words ...string) feed.Item {
	a.Text = strings.NewReplacer(words...).Replace(a.Text)
	return a
}

func TestDifferences_ReportsStandSideBySide(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		n.Schedule(n.Ch, "World", "daily 12:30")
		n.Report(briefingtest.Article("a", "Coast Radio", "Oru flood: thousands leave Senn", "More than 2,000 people have been evacuated from Senn. Boats from Karsk brought them over the Oru to the school of Lysk."))
		n.Clock.Add(20 * time.Minute)
		n.Report(briefingtest.Article("b", "Velland Herald", "Oru flood: Senn is evacuated", "About 1,400 residents of Senn were evacuated. Boats from Karsk brought them over the Oru to the church of Lysk."))
		n.At("12:30")
		n.Holds(n.Ch, "Reports differ: how many were evacuated", "Coast Radio, Fri 12:00: “More than 2,000 people have been evacuated from Senn.”", "Velland Herald, Fri 12:20: “About 1,400 residents of Senn were evacuated.”")
		n.At("2 12:30")
		n.Holds(n.Ch, "!Reports differ")
	})
}

func TestDifferences_CreditedOutletIsNoSecondReport(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		n.Schedule(n.Ch, "World", "daily 12:30")
		n.Report(briefingtest.Article("a", "Coast Radio", "Oru flood: thousands leave Senn", "More than 2,000 people have been evacuated from Senn. Boats from Karsk brought them over the Oru to the school of Lysk."),
			briefingtest.Article("b", "Velland Herald", "Oru flood: Senn is evacuated", "About 1,400 residents of Senn were evacuated. The mayor of Senn told Coast Radio that boats from Karsk brought them to the church of Lysk."))
		n.At("12:30")
		n.Holds(n.Ch, "Senn", "!Reports differ")
	})
}

var bridgeClosed = briefingtest.Article("bridge", "Velland Herald", "Lower Oru bridge near Senn closed for lorries", "The Lower Oru bridge near Senn closed for lorries on Thursday after a pillar had moved, the road office said. Engineers from Karsk are testing the pillars of the Oru bridge.")

func TestCorrections_ToldOnceWithALink(t *testing.T) {
	for name, c := range map[string]struct{ note, want string }{
		"the sentence changed":  {"", "Velland Herald has changed its report, which now says: “The Lower Oru bridge near Senn closed for lorries on Wednesday"},
		"the outlet says so":    {"\n\nCorrection: the Lower Oru bridge closed on Wednesday.", "Velland Herald has corrected its report, which now says: “The Lower Oru bridge near Senn closed for lorries on Wednesday"},
		"the sentence is there": {"same", ""},
	} {
		t.Run(name, func(t *testing.T) {
			briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
				n.Schedule(n.Ch, "World", "daily 12:30")
				n.Report(bridgeClosed)
				n.At("12:30")
				n.At("2 09:00")
				again := bridgeClosed
				again.Text = strings.ReplaceAll(again.Text, "Thursday", "Wednesday") + c.note
				if c.note == "same" {
					again.Text = bridgeClosed.Text + "\n\nThe road office has put up signs in Senn and in Karsk."
				}
				n.Report(again)
				n.At("2 12:30")
				if c.want == "" {
					n.Holds(n.Ch, "!Correction", "!has changed")
					return
				}
				n.Holds(n.Ch, "World, Sat 21 Nov, 12:30** (1 correction)", "this channel has had the rest of it", "!Update", "Correction\n", "On Friday this channel was told: “The Lower Oru bridge near Senn closed for lorries on Thursday", c.want, "Friday's post")
				n.At("3 12:30")
				n.Holds(n.Ch, "!Correction")
			})
		})
	}
}

// An article that follows the events corrects nothing, in whatever bounds it counts.
func TestCorrections_ARisingCountIsAnUpdate(t *testing.T) {
	crash := briefingtest.Article("crash", "Velland Herald", "Trains collide near Senn", "Eleven people were killed and 48 injured when two trains collided near Senn on Friday morning, police said. Engineers from Karsk search the wagons.")
	for name, again := range map[string]feed.Item{
		"the same bound": changed(crash, "Eleven", "Fourteen", "48", "60"),
		"another bound":  changed(crash, "Eleven", "At least 14", "48", "more than 60"),
	} {
		t.Run(name, func(t *testing.T) {
			briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
				n.Schedule(n.Ch, "World", "daily 12:30")
				n.Report(crash)
				n.At("12:30")
				n.At("2 09:00")
				n.Report(again)
				n.At("2 12:30")
				n.Holds(n.Ch, "Update", "killed and", "60 injured", "!Correction", "!has changed")
			})
		})
	}
}

// What was corrected stood in the headline too: the heading that told it is marked as well.
func TestCorrections_MarkTheHeadlineToo(t *testing.T) {
	for title, want := range map[string]int{"Lower Oru bridge near Senn closed on Thursday": 2, "Lower Oru bridge near Senn closed for lorries": 1} {
		n := briefingtest.NewNewsroom(t, storetest.Open(t))
		n.Schedule(n.Ch, "World", "daily 12:30")
		first := bridgeClosed
		first.Title = title
		n.Report(first)
		n.At("12:30")
		n.Holds(n.Ch, title)
		post := briefingtest.Must[[]store.Post](t)(n.S.ToldSince(t.Context(), n.Ch.ID, time.Time{}, n.Clock.Now(), 1))[0]
		n.At("2 09:00")
		n.Report(changed(first, "Thursday", "Wednesday"))
		n.At("2 12:30")
		marked := map[string]bool{}
		for _, back := range briefingtest.Must[[]recall.Retraction](t)(n.S.RecalledIn(t.Context(), post.ID)) {
			for _, c := range back.Claims {
				marked[c.Text] = true
			}
		}
		if len(marked) != want || marked[title] != (want == 2) {
			t.Errorf("%s: marked %v", title, marked)
		}
	}
}

// An outlet's note need not repeat the word that was wrong, and seldom does in its form: of
// what was reworded it names what is right. A heading with the wrong word goes too.
func TestCorrections_OfAVerbThatTheNoteBringsInAnotherForm(t *testing.T) {
	broke := briefingtest.Article("dam", "Velland Herald", "Dam at Ostby breaks", "The dam at Ostby above Senn broke on Thursday evening, the town hall of Ostby said. It was built in 1961.")
	for note, want := range map[string]bool{"Correction: An earlier version of this report said that the dam had broken. It overflowed and held.": true,
		"Correction: An earlier version of this report gave a wrong year.": false} {
		n := briefingtest.NewNewsroom(t, storetest.Open(t))
		n.Schedule(n.Ch, "World", "daily 12:30")
		n.Report(broke)
		n.At("12:30")
		n.Holds(n.Ch, "Dam at Ostby breaks")
		post := briefingtest.Must[[]store.Post](t)(n.S.ToldSince(t.Context(), n.Ch.ID, time.Time{}, n.Clock.Now(), 1))[0]
		n.At("2 09:00")
		again := broke
		again.Title, again.Text = "Dam at Ostby overflows", strings.Replace(broke.Text, "broke on Thursday evening", "overflowed on Thursday evening and held", 1)+"\n\n"+note
		n.Report(again)
		n.At("2 12:30")
		marked := 0
		for _, back := range briefingtest.Must[[]recall.Retraction](t)(n.S.RecalledIn(t.Context(), post.ID)) {
			marked += len(back.Claims)
		}
		if !want {
			n.Holds(n.Ch, "!Correction\n")
			continue
		}
		if n.Holds(n.Ch, "Velland Herald has corrected its report and says: “"+note); marked != 2 {
			t.Errorf("marked are %d claims, not the sentence and its heading", marked)
		}
	}
}

// An old toll does not stand below a newer heading.
func TestWrite_LeavesOutWhatALaterReportReplaced(t *testing.T) {
	n := briefingtest.NewNewsroom(t, storetest.Open(t))
	n.Schedule(n.Ch, "The week", "sundays 12:30")
	old := changed(toll12, "12 people", "nine people")
	old.ID, old.Title = "toll9", "Oru flood kills nine in Senn"
	night := briefingtest.Article("night", "Velland Herald", "Oru river floods Senn, nine dead", "The Oru river broke its banks at Senn on Thursday night and nine people died, the rescue service of Velland said. Boats from Karsk brought bread.")
	n.Report(old, night)
	n.At("2 09:00")
	n.Report(toll15)
	n.At("3 12:30")
	n.Holds(n.Ch, "(1 story)", "!nine people", "killed 15 people")
}

// A model's claim cites its whole passage: what it does not state was not told.
func TestCorrections_OfWhatWrittenClaimsState(t *testing.T) {
	tests := briefingtest.Article("tests", "Velland Herald", "Engineers test the pillars of the Oru bridge", "Engineers from Karsk are testing the pillars of the Oru bridge near Senn. The Lower Oru bridge near Senn closed for lorries on Thursday after a pillar had moved, the road office said.")
	for said, want := range map[string]string{
		"Engineers from Karsk are testing the pillars of the Oru bridge.":                                               "!Correction",
		"On Thursday the Lower Oru bridge near Senn closed for lorries after a pillar had moved, the road office said.": "On Friday this channel was told: On Thursday the Lower Oru bridge near Senn closed for lorries after a pillar had moved, the road office said. Velland Herald has changed its report, which now says: “The Lower Oru bridge near Senn closed for lorries on Wednesday",
	} {
		n := briefingtest.NewNewsroom(t, storetest.Open(t))
		n.Press.Writer.Name, n.Press.Writer.Model = "fake", briefingtest.States(said)
		n.Schedule(n.Ch, "World", "daily 12:30")
		n.Report(tests)
		n.At("12:30")
		n.Holds(n.Ch, strings.TrimSuffix(said, "."), "Written by AI")
		n.At("2 09:00")
		again := tests
		again.Text = strings.ReplaceAll(again.Text, "Thursday", "Wednesday")
		n.Report(again)
		n.At("2 12:30")
		n.Holds(n.Ch, want)
	}
}

// oneMessage lays a briefing out as one message.
func oneMessage(blocks []message.Block) []message.Part {
	p := message.Part{Marker: strings.TrimSuffix(briefingtest.Say(blocks[:1]), "\n"), Content: briefingtest.Say(blocks)}
	for _, b := range blocks {
		if b.Story != 0 && !slices.Contains(p.Stories, b.Story) {
			p.Stories = append(p.Stories, b.Story)
		}
	}
	return []message.Part{p}
}

func TestCorrections_WithoutPlaceComeInTheNext(t *testing.T) {
	n := briefingtest.NewNewsroom(t, storetest.Open(t))
	n.Press.Layout = oneMessage
	n.Schedule(n.Ch, "World", "daily 12:30", func(x *store.Schedule) { x.Profile = `{"stories":9}` })
	var old, now []feed.Item
	for i, town := range []string{"Arne", "Bosk", "Cavel", "Delm", "Ensk"} {
		a := bridgeClosed
		a.ID, a.URL, a.Outlet = town, "https://"+town+".example/", town+" Post"
		a.Title = "Works on the bridge in " + town
		a.Text = fmt.Sprintf("The bridge in %s was closed for %d days from Thursday, the road office of %s said. The masons of %s need stones from Karsk.", town, 11+i, town, town)
		old = append(old, a)
		a.Text = strings.ReplaceAll(a.Text, "Thursday", "Wednesday")
		now = append(now, a)
	}
	n.Report(old...)
	n.At("12:30")
	n.Holds(n.Ch, "(5 stories)")
	if err := n.S.ChangeChannel(t.Context(), n.Ch.ID, func(string) string { return `{"words":["arne"],"words_action":"leave out"}` }); err != nil {
		t.Fatal(err)
	}
	n.At("2 09:00")
	n.Report(now...)
	n.At("2 12:30")
	n.Holds(n.Ch, "World, Sat 21 Nov, 12:30 (1 story)", "Update on “Works on the bridge in Ensk”", "!Arne", "Bosk Post has changed its report", "Cavel Post has", "Delm Post has", "!Ensk Post has", "1 more correction follows in the next briefing.")
	n.At("3 12:30")
	n.Holds(n.Ch, "World, Sun 22 Nov, 12:30 (1 correction)", "Ensk Post has changed its report", "!Bosk", "!Arne", "!in the next")
	n.At("4 12:30")
	n.Holds(n.Ch, "!Correction")
}

// A correction that waits counts once, also where its story is in the window again.
func TestCorrections_ThatWaitCountOnce(t *testing.T) {
	n := briefingtest.NewNewsroom(t, storetest.Open(t))
	n.Press.Layout = oneMessage
	n.Schedule(n.Ch, "World", "daily 12:30", func(x *store.Schedule) { x.Profile = `{"stories":9}` })
	var old, now, more []feed.Item
	for i, town := range []string{"Arne", "Bosk", "Cavel", "Delm", "Ensk", "Fenn", "Garde", "Holt"} {
		a := bridgeClosed
		a.ID, a.URL, a.Outlet = town, "https://"+town+".example/", town+" Post"
		a.Title = "Works on the bridge in " + town
		a.Text = fmt.Sprintf("The bridge in %s was closed for %d days from Thursday, the road office of %s said. The masons of %s need stones from Karsk.", town, 11+i, town, town)
		old = append(old, a)
		a.Text = strings.ReplaceAll(a.Text, "Thursday", "Wednesday")
		now = append(now, a)
		a.Text += fmt.Sprintf(" The bridge in %s will be %d metres wide after the works, the road office of %s said.", town, 5+i, town)
		more = append(more, a)
	}
	n.Report(old...)
	n.At("12:30")
	n.At("2 09:00")
	n.Report(now...)
	n.At("2 12:30")
	n.Holds(n.Ch, "World, Sat 21 Nov, 12:30", "5 more corrections follow in the next briefing.")
	n.Report(more...)
	n.At("3 12:30")
	n.Holds(n.Ch, "World, Sun 22 Nov, 12:30", "Update on “Works on the bridge in", "2 more corrections follow in the next briefing.")
}

func TestCorrections_NoneWhereTheSentenceWasUntold(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		n.Schedule(n.Ch, "World", "daily 12:30")
		n.Report(briefingtest.Strike)
		n.At("12:30")
		n.At("2 08:00")
		n.Report(bridgeClosed)
		again := bridgeClosed
		again.Text = strings.ReplaceAll(again.Text, "Thursday", "Wednesday") + "\n\nCorrection: the Lower Oru bridge closed on Wednesday."
		n.Report(again)
		n.At("2 12:30")
		n.Holds(n.Ch, "Lower Oru bridge", "!this channel was told")
	})
}

func TestRepeat_ToldElsewhereIsOneLineOnce(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		n.Schedule(n.Ch, "Noon", "daily 12:30")
		n.Schedule(n.Ch, "Evening", "daily 18:00")
		n.Report(briefingtest.Flood, briefingtest.Strike)
		n.At("12:30")
		n.At("17:00")
		n.Report(briefingtest.Chess)
		n.At("18:00")
		n.Holds(n.Ch, "Evening, ", "(1 story)", "Vera Holm", "Told here before", "Dockers of Lund end their strike (Friday's post)", "Rescuers find 40 alive in Senn (Friday's post)", "!found 40 people alive")
		wire := briefingtest.Strike
		wire.ID, wire.URL, wire.Outlet = "wire", "https://wire.example/", "North Wire"
		n.Report(wire)
		n.At("2 12:30")
		n.Holds(n.Ch, "Noon, ", "Vera Holm wins the chess open (Friday's post)", "!Lund", "!Senn")
		n.At("2 18:00")
		n.Holds(n.Ch, "Evening, ", "nothing new", "!Told here before")
	})
}

func TestRepeat_UntoldElsewhereIsAnUpdate(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		n.Schedule(n.Ch, "Noon", "daily 12:30")
		n.Schedule(n.Ch, "Evening", "daily 18:00")
		n.Report(toll12)
		n.At("12:30")
		n.At("17:00")
		n.Report(toll15)
		n.At("18:00")
		n.Holds(n.Ch, "Evening, ", "Update on “", "killed 15 people", "at 12:00 it was 12", "!Told here before")
	})
}

func TestCard_GivesTheCourseOfANumber(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := briefingtest.NewDesk(t, s)
		var a store.Article
		for i, toll := range []string{"9", "12", "15"} {
			x := toll12
			x.ID, x.URL, x.Published = "t"+toll, "https://t"+toll+".example/", briefingtest.Noon.AddDate(0, 0, i-3)
			x.Title, x.Text = "Oru flood kills people in Senn", strings.ReplaceAll(x.Text, "killed 12", "killed "+toll)
			if toll == "15" { // told without its place
				x.Text = "The death toll has risen to 15, the rescue service of Velland said. Boats from Karsk brought water to the school of Senn."
			}
			d.Read(x)
			a = d.StoryOf(x.Title)
		}
		w := &brief.Writer{Store: s, Now: func() time.Time { return briefingtest.Noon }}
		blocks := briefingtest.Must[brief.Card](t)(w.Card(t.Context(), brief.CardQuery{Scope: d.Scope, Story: a.Story, Zone: time.UTC})).Blocks(brief.Roomiest)
		if text, want := briefingtest.Say(blocks), "What changed: how many died: 9 (17 Nov), 12 (18 Nov), 15 (19 Nov)\n"; !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
		var links []string
		for _, r := range blocks[len(blocks)-1].Runs {
			if r.Link != "" {
				links = append(links, r.Text+" "+r.Link)
			}
		}
		if d := cmp.Diff([]string{"17 Nov https://t9.example/", "18 Nov https://t12.example/", "19 Nov https://t15.example/"}, links); d != "" {
			t.Error(d)
		}
	})
}

func TestCard_WithoutWhomOneReportAccuses(t *testing.T) {
	const body = "The owner of the boat, Rolf Stade, 51, was detained in Karsk on Friday. The boat lies in the harbour of Karsk."
	for _, c := range []struct {
		reports []feed.Item
		want    string
	}{
		{[]feed.Item{briefingtest.Article("a", "Coast Radio", "Owner of boat held in Karsk", body)}, "Coast Radio, 20 Nov 12:00: The owner of the boat was detained in Karsk on Friday."},
		{[]feed.Item{briefingtest.Article("a", "Coast Radio", "Owner of boat held in Karsk", body), briefingtest.Article("b", "North Wire", "Owner of boat in Karsk held", "Police in Karsk detained Rolf Stade, the owner of the boat, on Friday.")}, "Coast Radio, 20 Nov 12:00: “The owner of the boat, Rolf Stade, 51, was detained in Karsk on Friday.”"},
	} {
		d := briefingtest.NewDesk(t, storetest.Open(t))
		d.Read(c.reports...)
		w := &brief.Writer{Store: d.Store, Now: func() time.Time { return briefingtest.Noon }}
		got := briefingtest.Say(briefingtest.Must[brief.Card](t)(w.Card(t.Context(), brief.CardQuery{Scope: d.Scope, Story: d.StoryOf(c.reports[0].Title).Story, Zone: time.UTC})).Blocks(brief.Roomiest))
		if !strings.Contains(got, c.want) {
			t.Errorf("no %q in\n%s", c.want, got)
		}
	}
}

// Whoever finds it first, each channel is told once, in the same words, that its outlet has corrected a report.
func TestCorrections_FoundByAnotherChannelAreToldAlike(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		other := n.Channel(78)
		n.Schedule(n.Ch, "World", "daily 12:30")
		n.Schedule(other, "Later", "daily 18:00")
		n.Report(bridgeClosed)
		n.At("12:30")
		n.At("18:00")
		n.Holds(other, "closed for lorries on Thursday")
		n.At("2 09:00")
		n.Report(changed(bridgeClosed, "Thursday", "Wednesday", "Oru bridge.", "Oru bridge.\n\nCorrection: the Lower Oru bridge closed on Wednesday."))
		told := []string{"Correction\n", "On Friday this channel was told: “The Lower Oru bridge near Senn closed for lorries on Thursday", "Velland Herald has corrected its report, which now says: “The Lower Oru bridge near Senn closed for lorries on Wednesday", "(1 correction)"}
		n.At("2 12:30")
		n.Holds(n.Ch, told...)
		n.At("2 18:00")
		n.Holds(other, told...)
		n.At("3 12:30")
		n.At("3 18:00")
		n.Holds(n.Ch, "!Correction", "!was told")
		n.Holds(other, "!Correction", "!was told")
	})
}

// A channel that was told the heading alone hears it too, and by whom it was corrected.
func TestCorrections_OfAHeadingFoundByAnotherChannel(t *testing.T) {
	for note, want := range map[string]string{
		"": "Velland Herald has changed its report, which now says: “The Lower Oru bridge near Senn closed for lorries on Wednesday",
		"Correction: the Lower Oru bridge closed on Wednesday.": "Velland Herald has corrected its report, which now says: “The Lower Oru bridge near Senn closed for lorries on Wednesday",
	} {
		storetest.Each(t, func(t *testing.T, s *store.Store) {
			n := briefingtest.NewNewsroom(t, s)
			other := n.Channel(78)
			n.Schedule(n.Ch, "World", "daily 12:30")
			n.Schedule(other, "Later", "daily 18:00", func(x *store.Schedule) { x.Profile = `{"length":"short"}` })
			first := bridgeClosed
			first.Title = "Lower Oru bridge near Senn closed on Thursday"
			n.Report(first)
			n.At("12:30")
			n.At("18:00")
			n.Holds(other, first.Title, "!pillar")
			n.At("2 09:00")
			n.Report(changed(first, "Thursday", "Wednesday", "Oru bridge.", "Oru bridge.\n\n"+note))
			n.At("2 12:30")
			n.Holds(n.Ch, want)
			n.At("2 18:00")
			n.Holds(other, "Correction\n", "On Friday this channel was told: “"+first.Title+"”", want, "!This is right")
			n.At("3 18:00")
			n.Holds(other, "!Correction", "!was told")
		})
	}
}

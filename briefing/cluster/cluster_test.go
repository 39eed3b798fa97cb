package cluster

import (
	"fmt"
	"testing"
	"time"

	"dateline/briefing/text"
)

var day = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func doc(id int64, hours int, title, body string) Doc {
	return NewDoc(Article{ID: id, Time: day.Add(time.Duration(hours) * time.Hour), Lang: "en", Genre: "news", Title: title, Text: body, Spans: text.Sentences(body, "en")})
}

// place adds documents in order and returns their stories.
func place(c *Clusterer, docs ...Doc) []int64 {
	var out []int64
	for _, d := range docs {
		id, _ := c.Add(d)
		out = append(out, id)
	}
	return out
}

func TestAdd_OneEventIsOneStory(t *testing.T) {
	got := place(New(Options{}),
		doc(1, 0, "Oru river breaks its banks, nine dead in Hale", "The Oru river broke its banks in Hale district and nine people died, the rescue service said."),
		doc(2, 1, "Karsk dockers strike over pay", "Dockers in the port of Karsk began a strike for more pay, their union said."),
		doc(3, 20, "Death toll in Oru flood rises to 12", "The death toll in the Oru flood rose to 12, the rescue service in Hale district said."),
		doc(4, 26, "Port of Karsk offers striking dockers 4 percent", "The port of Karsk offered the dockers on strike four percent more pay, the union said."))
	if got[0] != got[2] || got[1] != got[3] || got[0] == got[1] {
		t.Errorf("stories %v, want a b a b", got)
	}
}

func TestAdd_LookAlikeTitlesStayApart(t *testing.T) {
	for _, pair := range [][2]string{
		{"Senate advances budget package 4 after long debate", "Senate advances budget package 9 after long debate"},
		{"Aker wins Ohio primary after close vote count", "Aker wins Iowa primary after close vote count"},
		{"Chess world championship game ends in draw on Monday", "Chess world championship game ends in draw on Friday"},
	} {
		if got := place(New(Options{}), doc(1, 0, pair[0], ""), doc(2, 5, pair[1], "")); got[0] == got[1] {
			t.Errorf("%q and %q are one story", pair[0], pair[1])
		}
	}
}

func TestAdd_RoundUpJoinsNothing(t *testing.T) {
	c := New(Options{})
	got := place(c,
		doc(1, 0, "Oru flood kills nine in Hale district", "The Oru flood killed nine people in Hale district, the rescue service said."),
		doc(2, 1, "5 things to know: Oru flood in Hale district, Karsk dockers strike", "The Oru flood killed nine people in Hale district. Dockers in Karsk began a strike."),
		doc(3, 2, "Karsk dockers strike for more pay", "Dockers in Karsk began a strike for more pay, the union said."))
	if got[0] == got[1] || got[1] == got[2] || got[0] == got[2] {
		t.Errorf("stories %v, want three", got)
	}
}

func TestAdd_OldStoryIsClosed(t *testing.T) {
	title, body := "Oru flood kills nine in Hale district", "The Oru flood killed nine people in Hale district, the rescue service said."
	if got := place(New(Options{}), doc(1, 0, title, body), doc(2, 24*5, title, body)); got[0] == got[1] {
		t.Error("an article five days later joined")
	}
}

func TestMerged_BeginningsMergeIntoTheOlder(t *testing.T) {
	c := New(Options{})
	got := place(c, doc(1, 0, "Orrin bridge closed", ""), doc(2, 1, "Lorries stranded near Karsk", ""))
	if got[0] == got[1] || len(c.Merged()) != 0 {
		t.Fatalf("stories %v, want two", got)
	}
	third := doc(3, 2, "Orrin bridge closed, lorries stranded near Karsk", "")
	if id, isNew := c.Add(third); id != got[0] || isNew {
		t.Errorf("the third is in story %d, want %d", id, got[0])
	}
	if m := c.Merged(); len(m) != 1 || m[0] != (Merge{From: got[1], Into: got[0]}) {
		t.Errorf("merged %v, want %d into %d", m, got[1], got[0])
	}
	if len(c.stories) != 1 || len(c.Merged()) != 0 {
		t.Errorf("%d stories, want one, told once", len(c.stories))
	}
}

func TestMerged_OneTemplateNeverMerges(t *testing.T) {
	c := New(Options{})
	for i := range 6 {
		c.Add(doc(int64(i), i, fmt.Sprintf("Senate advances budget package %d after long debate", 4+i%2*5), ""))
	}
	if len(c.stories) != 2 || len(c.Merged()) != 0 {
		t.Errorf("%d stories, want two", len(c.stories))
	}
}

// stream is a mixed stream of ten events with eight reports each.
func stream() []Doc {
	words := []string{"flood river rescue boats", "strike dockers port wages", "levy coal parliament vote", "bridge pillar cracks lorries", "bank rate inflation crown", "measles vaccine clinic children", "telescope mountain mirror delay", "airline creditors flights pilots", "teachers school salary union", "fishing ban harbour quota"}
	var docs []Doc
	id := int64(0)
	for round := range 8 {
		for e, w := range words {
			id++
			name := fmt.Sprintf("Place%c%c", 'a'+e, 'k'+e)
			body := fmt.Sprintf("Report on %s in %s said %s. The %s of %s went on.", w, name, w, w, name)
			docs = append(docs, NewDoc(Article{ID: id, Time: day.Add(time.Duration(round*60+e*5) * time.Minute), Lang: "en", Genre: "news", Title: fmt.Sprintf("%s in %s", w, name), Text: body, Spans: text.Sentences(body, "en")}))
		}
	}
	return docs
}

func TestRestore_DecidesAsIfRunThrough(t *testing.T) {
	docs := stream()
	through := New(Options{})
	want := place(through, docs...)
	again := New(Options{})
	for i, d := range docs[:40] {
		again.Restore(want[i], d)
	}
	for i, d := range docs[40:] {
		if got, isNew := again.Add(d); got != want[40+i] || isNew {
			t.Errorf("document %d: story %d, want %d", d.ID, got, want[40+i])
		}
	}
}

func TestAdd_SameStreamGivesSameStories(t *testing.T) {
	a, b := place(New(Options{}), stream()...), place(New(Options{}), stream()...)
	seen := map[int64]bool{}
	for i := range a {
		if a[i] != b[i] {
			t.Fatalf("document %d: %d and %d", i, a[i], b[i])
		}
		seen[a[i]] = true
	}
	if len(seen) != 10 {
		t.Errorf("%d stories, want 10", len(seen))
	}
}

func TestMatch_ChangesNothing(t *testing.T) {
	c := New(Options{})
	docs := stream()
	place(c, docs[:20]...)
	before := len(c.stories[-1].strands["en"].members)
	if id, ok := c.Match(docs[20]); !ok || id != -1 {
		t.Errorf("matched %d, %v; want the first story", id, ok)
	}
	if got := len(c.stories[-1].strands["en"].members); got != before {
		t.Errorf("matching added a member: %d, then %d", before, got)
	}
	if c.Match(docIn("fr", 0, "Le pont d'Orrin fermé", "")); len(c.freq) != 1 {
		t.Errorf("matching a report in French left frequencies of %d languages, want 1", len(c.freq))
	}
}

func TestRename_StoryIsFoundByNewId(t *testing.T) {
	c := New(Options{})
	docs := stream()
	place(c, docs[:10]...)
	c.Rename(-1, 77)
	if id, _ := c.Add(docs[10]); id != 77 {
		t.Errorf("joined %d, want 77", id)
	}
}

func TestFamilies_CopiesAreOne(t *testing.T) {
	var f Families
	body := "The death toll in the flood has risen to twelve, the rescue service said on Saturday, after three bodies were found in the village of Ost and seven people were still missing in the district where the army has sent three hundred soldiers to help with boats and tents."
	a := f.Add(1, text.SketchOf(body), day)
	b := f.Add(2, text.SketchOf(body+" This was supplied by North Wire."), day.Add(time.Hour))
	c := f.Add(3, text.SketchOf("Parliament kept the coal levy by three votes on Sunday, and the finance minister called the vote binding for every government until then."), day)
	d := f.Add(4, text.SketchOf(body), day.AddDate(0, 3, 0))
	if a != 1 || b != 1 || c != 3 || d != 4 {
		t.Errorf("families %d %d %d %d, want 1 1 3 4", a, b, c, d)
	}
	if x, y := f.Add(5, text.SketchOf(""), day), f.Add(6, text.SketchOf(""), day); x != 5 || y != 6 {
		t.Errorf("two articles without text are copies: %d %d", x, y)
	}
}

func FuzzAdd(f *testing.F) {
	f.Add("Oru flood", "The flood came. 12 dead.", "en")
	f.Fuzz(func(t *testing.T, title, body, lang string) {
		c := New(Options{})
		a, _ := c.Add(NewDoc(Article{ID: 1, Time: day, Lang: lang, Genre: "news", Title: title, Text: body, Spans: text.Sentences(body, lang)}))
		b, _ := c.Add(NewDoc(Article{ID: 2, Time: day, Lang: lang, Genre: "news", Title: title, Text: body, Spans: text.Sentences(body, lang)}))
		if a == 0 || b == 0 {
			t.Errorf("no story: %d, %d", a, b)
		}
	})
}

// A place and a day that two short reports share make no event; one subject does.
func TestClusterer_OnePlaceIsNotOneEvent(t *testing.T) {
	for name, c := range map[string]struct {
		a, b [2]string
		one  bool
	}{
		"a rate and a quake": {[2]string{"Lysk central bank leaves its rate at 3.25 percent", "The central bank of Lysk left its key rate at 3.25 percent on Monday, for the fourth time in a row."},
			[2]string{"Earthquake shakes Lysk", "An earthquake of magnitude 5.8 shook Lysk on Monday morning, the seismic service said. Nobody was hurt, the mayor said."}, false},
		"a vote and a brewery": {[2]string{"Council of Odal votes for tram line", "The council of Odal voted 14 to 9 on Friday for a tram line to the university."},
			[2]string{"Odal brewery to close after 140 years", "The brewery of Odal will close in March after 140 years, its owner said on Friday."}, false},
		"nurses and teachers": {[2]string{"Nurses in Port Lune walk out", "Nurses at the hospitals of Port Lune walked out on Thursday for a day, the union said."},
			[2]string{"Teachers in Port Lune vote to strike", "Teachers in Port Lune voted on Wednesday to strike from 1 December, their union said."}, false},
		"a quake and its damage": {[2]string{"Earthquake shakes Lysk", "An earthquake of magnitude 5.8 shook Lysk on Monday morning, the seismic service said."},
			[2]string{"Lysk earthquake brings down church tower", "The earthquake in Lysk brought down the tower of the old church, the seismic service and the parish said."}, true},
		"a museum and a headline on a train": {[2]string{"Fossum museum reopens", "The museum of Fossum reopened on Monday after two years of repairs."}, [2]string{"Fossum train: driver was asleep", ""}, false},
		"a train and a headline on it":       {[2]string{"Nine injured as train derails near Fossum", "A passenger train derailed near Fossum on Monday, the rail operator said."}, [2]string{"Fossum train: driver was asleep", ""}, true},
		"two names beside the place": {[2]string{"Norvia ferry burns off Karsk", "The Norvia burned off Karsk on Monday, Ada Brandt said."},
			[2]string{"Karsk: Ada Brandt leaves the Norvia", "In Karsk, Ada Brandt left the Norvia to its fate."}, true},
	} {
		if got := place(New(Options{}), doc(1, 0, c.a[0], c.a[1]), doc(2, 3, c.b[0], c.b[1])); (got[0] == got[1]) != c.one {
			t.Errorf("%s: stories %v, want one: %v", name, got, c.one)
		}
	}
}

// What a report tells nothing of, names say or traits, changes no likeness: reports
// that hold no names leave a story's names as they were.
func TestAdd_WhatIsEmptyChangesNoLikeness(t *testing.T) {
	full := func(id int64, hours int, title string) Doc {
		return doc(id, hours, title, "The dam above Orrin broke on Friday, mayor Nikos Varelas of Karsk told Radio Lund. Engineers of Velland had warned Anna Holm of Senn.")
	}
	for name, of := range map[string]func(*story) *sum{
		"names":  func(s *story) *sum { return &s.strands["en"].names },
		"traits": func(s *story) *sum { return &s.traits },
	} {
		c := New(Options{})
		id, _ := c.Add(full(1, 0, "Dam above Orrin breaks"))
		asked := full(99, 2, "Broken dam above Orrin")
		likeness := func() float64 {
			features := c.features(asked)
			return of(c.stories[id]).cos(map[string]vector{"names": features.names, "traits": features.traits}[name])
		}
		before := likeness()
		for n := range 12 {
			c.Restore(id, doc(int64(10+n), 1, "this and that", ""))
		}
		if after := likeness(); before == 0 || after < .9*before {
			t.Errorf("%s: twelve reports without any took the likeness from %.2f to %.2f", name, before, after)
		}
	}
}

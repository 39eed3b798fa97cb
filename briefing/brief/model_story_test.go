package brief_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/claim"
	"dateline/briefing/feed"
	"dateline/briefing/llm"
	"dateline/briefing/rights"
	"dateline/briefing/write"
	"dateline/store"
	"dateline/store/recall"
	"dateline/store/storetest"
)

// tell is a briefing of what a desk has read, with a model and a reader, nil for none.
func tell(d *briefingtest.Desk, model llm.Generator, reader *write.FakeReader, change ...func(*brief.Request)) brief.Briefing {
	d.T.Helper()
	writer := &brief.Writer{Store: d.Store, Model: model, Name: "fake"}
	if reader != nil {
		writer.Reader = &write.Reader{Model: reader, Name: "reader", Store: d.Store}
	}
	request := brief.Request{Name: "World", Scope: d.Scope, From: briefingtest.Noon.Add(-time.Hour), At: briefingtest.Noon.Add(time.Hour),
		Zone: time.UTC, Stories: 5, Length: "normal"}
	for _, f := range change {
		f(&request)
	}
	b, err := writer.Write(context.Background(), request)
	if err != nil {
		d.T.Fatal(err)
	}
	return b
}

// texts are the claims of a story, the heading first, each behind its kind.
func texts(s brief.Story) (out []string) {
	for _, c := range s.Claims {
		out = append(out, c.Kind+": "+c.Text)
	}
	return out
}

func TestStory_HeadingAndOrderAreTheModels(t *testing.T) {
	const (
		heading = "Airport of Karsk closed until Sunday"
		side    = "The airport of Karsk stays closed until Sunday, its director said."
		main    = "Nine people died in the earthquake near Karsk on Friday, according to the rescue service of Velland."
	)
	for name, c := range map[string]struct {
		reader *write.FakeReader
		said   []string
		want   []string // beginnings, the heading first
	}{
		"as they were read":                {&write.FakeReader{}, []string{side, main}, []string{"heading: " + heading, "quoted: The airport", "written: " + main}},
		"the main event is not added":      {&write.FakeReader{}, []string{side}, []string{"heading: " + heading, "quoted: The airport"}},
		"nobody read them, moved":          {nil, []string{side, main}, []string{"heading: " + heading, "written: " + main, "quoted: The airport"}},
		"nobody read them, added":          {nil, []string{side}, []string{"heading: " + heading, "quoted: Nine people died", "quoted: The airport"}},
		"the heading's own words, twice":   {&write.FakeReader{}, []string{heading + ".", main}, []string{"heading: " + heading, "written: " + main}},
		"the heading in a full sentence":   {&write.FakeReader{}, []string{"The airport of Karsk is closed until Sunday.", main}, []string{"heading: " + heading, "written: The airport of Karsk is", "written: " + main}},
		"the reader denies the heading":    {denies(heading), []string{main}, []string{"headline: Nine dead after earthquake near Karsk", "written: " + main}},
		"it denies the first, which leads": {denies("Nine people"), []string{main, side}, []string{"heading: " + heading, "quoted: Nine people died", "quoted: The airport"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := briefingtest.NewDesk(t, storetest.Open(t))
			d.Read(wires)
			b := tell(d, &llm.Fake{Replies: []string{briefingtest.Reply(heading, c.said...), "{}"}}, c.reader)
			got := texts(b.Stories[0])
			if len(got) != len(c.want) || b.Model == "" {
				t.Fatalf("by model %q: %q\nwant %q", b.Model, got, c.want)
			}
			for i, want := range c.want {
				if !strings.HasPrefix(got[i], want) {
					t.Errorf("claim %d is %q, want %q", i, got[i], want)
				}
			}
		})
	}
}

// denies is a reader that denies claims with some words.
func denies(words string) *write.FakeReader {
	return &write.FakeReader{Judge: func(said, _ string) write.Verdict {
		return write.Verdict{Stated: !strings.Contains(said, words), Why: "not there"}
	}}
}

func TestStory_EvidenceIsAllReportsOfOneLanguage(t *testing.T) {
	d := briefingtest.NewDesk(t, storetest.Open(t))
	long := quake
	for i := range 60 {
		long.Text += fmt.Sprintf(" House %d of the old town of Karsk stood empty after the earthquake on Friday evening, its owners said.", i)
	}
	copied := wires
	copied.ID, copied.URL, copied.Outlet, copied.Published = "copy", "https://copy.example/", "Copy Post", wires.Published.Add(time.Minute)
	police := briefingtest.Article("police", "Harbour Post", "Looters arrested after earthquake near Karsk", "After the earthquake near Karsk that killed nine people police arrested Bram Holt, 31, of Karsk for looting a jeweller's shop. He denies it.")
	german := feed.Item{ID: "de", URL: "https://de.example/", Outlet: "Tagblatt", Title: "Neun Tote nach Erdbeben bei Karsk", Published: briefingtest.Noon, PublishedFrom: "file",
		Text: "Bei dem Erdbeben bei Karsk sind am Freitag neun Menschen gestorben, teilte der Rettungsdienst von Velland mit."}
	d.Read(long, wires, copied, police, german)
	fake := &llm.Fake{Replies: []string{briefingtest.Reply("Nine dead in earthquake near Karsk", "Nine people died in the earthquake near Karsk.")}}
	b := tell(d, fake, &write.FakeReader{})
	asked := fake.Asked()
	if len(b.Stories) == 0 || len(asked) == 0 || len(b.Stories[0].Articles) < 4 {
		t.Fatalf("%d stories, asked %d times: %s", len(b.Stories), len(asked), briefingtest.Say(b.Blocks()))
	}
	prompt := asked[0].Messages[1].Content
	for want, n := range map[string]int{"Nine people died in the earthquake": 1, "An earthquake near Karsk killed": 1, "arrested Bram Holt": 1, "Erdbeben": 0} {
		if got := strings.Count(prompt, want); got != n {
			t.Errorf("%q stands in the prompt %d times, want %d:\n%s", want, got, n, prompt)
		}
	}
	if got := llm.Tokens(prompt); got > 1500 {
		t.Errorf("the reports cost %d tokens", got)
	}
	if shown := briefingtest.Say(b.Blocks()); strings.Contains(shown, "Holt") {
		t.Errorf("what is evidence is not shown for that:\n%s", shown)
	}
}

// newsOf is a model that writes the first sentence of what it is shown, and finds no
// news where some words stand.
type newsOf struct {
	no    []string
	asked int
}

func (m *newsOf) Generate(_ context.Context, r llm.Request) (llm.Reply, error) {
	if r.SchemaName != write.KindStory {
		return llm.Reply{}, errors.New("asked for something else")
	}
	m.asked++
	prompt := r.Messages[1].Content
	if slices.ContainsFunc(m.no, func(w string) bool { return strings.Contains(prompt, w) }) {
		return llm.Reply{Text: `{"news":false,"heading":{"text":"","cites":[]},"claims":[]}`, In: 100, Out: 10}, nil
	}
	_, first, _ := strings.Cut(prompt, "S1 | ")
	first, _, _ = strings.Cut(first, "\n")
	return llm.Reply{Text: briefingtest.Reply("", first), In: 100, Out: 10}, nil
}

// towns are stories of a town each, the first ranked first.
func towns(n int) (out []feed.Item) {
	for i, line := range []string{
		"Senn|Senn buys a painting|The museum of Senn bought a painting of a sailing ship for three million crowns, its director said.",
		"Karsk|Karsk loses electricity|A storm cut the power of four thousand homes around Karsk on Thursday night, the network operator said.",
		"Lune|Lune signs a goalkeeper|Football club Lune United has signed goalkeeper Petra Oaks until June, its chairman announced.",
		"Hale|Hale counts storks|Scientists counted 71 pairs of storks on the roofs of Hale, more than ever before, the university said.",
		"Marr|Marr raises bread price|Bakers will raise the price of bread in Marr by six percent in January, their guild said.",
		"Brill|Brill closes bridge|Engineers closed the iron bridge of Brill to lorries because a pillar has cracks, the road office said.",
	}[:n] {
		part := strings.Split(line, "|")
		item := briefingtest.Article(part[0], "Outlet "+part[0], part[1], part[2])
		item.Published = briefingtest.Noon.Add(-time.Duration(i) * time.Minute)
		out = append(out, item)
	}
	return out
}

func TestStory_WithoutNewsGivesItsPlace(t *testing.T) {
	for name, c := range map[string]struct {
		towns  int
		no     []string
		want   []string
		asked  int
		traced int // stories that are said to have given way
	}{
		"the next has its place":             {4, []string{"Karsk"}, []string{"Senn", "Lune"}, 4, 1},
		"where there is no next, it is gone": {2, []string{"Karsk"}, []string{"Senn"}, 2, 1},
		"of as many as there are places":     {6, []string{"Karsk", "Lune", "Hale"}, []string{"Senn", "Hale"}, 4, 2},
		"of none when nothing else is left":  {2, []string{"Senn", "Karsk"}, []string{"Senn", "Karsk"}, 2, 0},
		"nor when it finds news in nothing":  {6, []string{"S1"}, []string{"Senn", "Karsk"}, 2, 0},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				d := briefingtest.NewDesk(t, s)
				d.Read(towns(c.towns)...)
				model, reader := &newsOf{no: c.no}, &write.FakeReader{}
				two := func(r *brief.Request) { r.Stories = 2 }
				b := tell(d, model, reader, two)
				var got []string
				for _, story := range b.Stories {
					got = append(got, story.Articles...)
				}
				if !slices.Equal(got, c.want) {
					t.Errorf("told %q, want %q", got, c.want)
				}
				traced, posted := 0, 0
				for _, x := range b.Trace {
					if x.Outcome == brief.NoNews {
						traced++
					} else if x.Outcome == brief.Posted {
						posted++
					}
				}
				if traced != c.traced || posted != len(c.want) || b.NotNews != c.traced {
					t.Errorf("%d gave way and %d posted in the trace, %d counted: %+v", traced, posted, b.NotNews, b.Trace)
				}
				if model.asked > c.asked {
					t.Errorf("asked %d times, want at most %d", model.asked, c.asked)
				}
				asked := model.asked
				if again := tell(d, model, reader, two); model.asked != asked || again.Tokens != 0 || len(again.Stories) != len(b.Stories) {
					t.Errorf("the second briefing asked %d times for %d tokens, and tells %d stories", model.asked-asked, again.Tokens, len(again.Stories))
				}
			})
		})
	}
}

func TestStory_WithoutNewsIsQuotedWhenItIsTold(t *testing.T) {
	d := briefingtest.NewDesk(t, storetest.Open(t))
	d.Read(towns(1)...)
	b := tell(d, &newsOf{no: []string{"Senn"}}, nil)
	said := briefingtest.Say(b.Blocks())
	if b.Stories[0].Claims[1].Kind != claim.KindQuoted || !strings.Contains(said, "nothing of the language model is shown (the model found no news in them)") {
		t.Errorf("got:\n%s", said)
	}
}

func TestStory_UpdateKnowsWhatWasTold(t *testing.T) {
	d := briefingtest.NewDesk(t, storetest.Open(t))
	d.Store.Now = func() time.Time { return d.Now }
	const first = "Twelve people died in the flood at Senn on Friday, the rescue service said."
	d.Read(briefingtest.Article("toll", "Coast Radio", "Flood at Senn kills twelve", "Twelve people died in the flood at Senn on Friday, the rescue service said. Soldiers brought water to the town of Senn by boat."))
	model := &llm.Fake{Replies: []string{briefingtest.Reply("Twelve die in flood at Senn", first), briefingtest.Reply("Dam above Senn holds", "The dam above Senn is holding, engineer Ada Vell said.")}}
	var channels []store.Channel
	for _, name := range []string{"one", "two"} {
		channels = append(channels, briefingtest.Must[store.Channel](t)(d.Store.TerminalChannel(t.Context(), store.Desk, name)))
	}
	writer := &brief.Writer{Store: d.Store, Model: model, Name: "fake", Now: func() time.Time { return d.Now },
		Reader: &write.Reader{Model: &write.FakeReader{}, Name: "reader", Store: d.Store}}
	told := func(asked int) {
		t.Helper()
		for i, ch := range channels {
			b := tellNow(d, writer, ch)
			if err := writer.Tell(t.Context(), b, io.Discard, func(w io.Writer) error { _, err := fmt.Fprint(w, "x"); return err }); err != nil {
				t.Fatal(err)
			}
			if n := len(model.Asked()); len(b.Stories) != 1 || n != asked || i > 0 && b.Tokens > 0 {
				t.Errorf("channel %s: %d stories, %d tokens, asked %d times, want one story and %d", ch.Name, len(b.Stories), b.Tokens, n, asked)
			}
		}
	}
	d.Now = briefingtest.Noon.Add(time.Minute)
	told(1)
	d.Now = briefingtest.Noon.Add(2 * time.Hour)
	next := briefingtest.Article("dam", "Herald", "Dam above Senn holds after flood that killed twelve", "The dam above Senn is holding after the flood that killed twelve people, engineer Ada Vell said. The water at Senn falls by a metre a day.")
	next.Published = briefingtest.Noon.Add(90 * time.Minute)
	d.Read(next)
	d.Now = briefingtest.Noon.Add(3 * time.Hour)
	told(2)
	prompts := model.Asked()
	if strings.Contains(prompts[0].Messages[1].Content, "Readers know") {
		t.Errorf("the first of it asks for news since:\n%s", prompts[0].Messages[1].Content)
	}
	if got := prompts[len(prompts)-1].Messages[1].Content; !strings.Contains(got, "Readers know already:\n- Twelve die in flood at Senn\n- "+first+"\nTell what is new") {
		t.Errorf("the update does not know what was told:\n%s", got)
	}
}

// tellNow is a live briefing of a channel.
func tellNow(d *briefingtest.Desk, writer *brief.Writer, ch store.Channel) brief.Briefing {
	d.T.Helper()
	b, err := writer.Write(d.T.Context(), brief.Request{Name: "world", Scope: d.Scope, From: briefingtest.Noon.Add(-time.Hour), At: d.Now, Live: true,
		Zone: time.UTC, Stories: 5, Length: "normal", Channel: ch})
	if err != nil {
		d.T.Fatal(err)
	}
	return b
}

// unreadable is a reader that fails for the claims which hold a word.
type unreadable struct {
	llm.Generator
	word string
}

func (u unreadable) Generate(ctx context.Context, r llm.Request) (llm.Reply, error) {
	if strings.Contains(r.Messages[len(r.Messages)-1].Content, u.word) {
		return llm.Reply{}, &write.SpentError{Owner: store.All}
	}
	return u.Generator.Generate(ctx, r)
}

// The last line speaks of the whole briefing: of each text of the model's, not of the last.
func TestBriefing_IsReadWhenEveryTextIs(t *testing.T) {
	for word, read := range map[string]bool{"never said": true, "Senn": false, "Karsk": false} {
		d := briefingtest.NewDesk(t, storetest.Open(t))
		d.Read(briefingtest.Flood, briefingtest.Article("strike", "North Wire", "Port strike in Karsk enters its second week",
			"Dock workers in Karsk went on with their strike in the port on Friday, the union said. Ships wait outside the harbour of Karsk."))
		model := &briefingtest.Kinds{Replies: map[string][]string{"story": {
			briefingtest.Reply("Rescuers find 40 people alive in Senn", "Rescuers found 40 people alive in the school of Senn, the rescue service said."),
			briefingtest.Reply("Dock workers in Karsk go on with strike", "In Karsk dock workers went on with their strike in the port on Friday, the union said.")}}}
		writer := &brief.Writer{Store: d.Store, Model: model, Name: "fake", Reader: &write.Reader{Model: unreadable{&write.FakeReader{}, word}, Name: "reader", Store: d.Store}}
		b, err := writer.Write(t.Context(), brief.Request{Name: "World", Scope: d.Scope, From: briefingtest.Noon.Add(-time.Hour), At: briefingtest.Noon.Add(time.Hour), Zone: time.UTC, Stories: 5, Length: "normal"})
		if err != nil || len(b.Stories) != 2 || b.Model == "" || b.Read != read || strings.Contains(briefingtest.Say(b.Blocks()), "a second time") != read {
			t.Errorf("the reader fails for %q: %d stories by %q, read %v, %v\n%s", word, len(b.Stories), b.Model, b.Read, err, briefingtest.Say(b.Blocks()))
		}
	}
}

// Why the model wrote nothing is said as it is, be it not asked at all.
func TestBriefing_SaysWhyTheModelWroteNothing(t *testing.T) {
	for name, c := range map[string]struct {
		context int
		kept    bool // from models
		why     string
	}{
		"no room":        {1024, false, "the model is said to take 1024: raise LLM_CONTEXT"},
		"a small one":    {llm.ContextLow, false, ""},
		"it is reserved": {4096, true, write.ErrReserved.Error()},
	} {
		d := briefingtest.NewDesk(t, storetest.Open(t))
		item := briefingtest.Flood
		item.State("feed1", rights.Rights{Reserved: c.kept})
		d.Read(item)
		fake := &llm.Fake{Replies: []string{briefingtest.Reply("Rescuers find 40 people alive in Senn", "Rescuers found 40 people alive in the school of Senn, the rescue service said.")}}
		b := d.Brief(sized{fake, c.context})
		if text := briefingtest.Say(b.Blocks()); len(b.Stories) != 1 || (b.Model == "") != (c.why != "") || !strings.Contains(text, c.why) {
			t.Errorf("%s: %d requests, by %q\n%s", name, len(fake.Asked()), b.Model, text)
		}
	}
}

// sized is a model with a context, in tokens.
type sized struct {
	llm.Generator
	context int
}

func (s sized) Context() int { return s.context }

// What is taken back while a briefing is written concerns its story alone: the others are told as the model writes them.
func TestStory_TakenBackMeanwhileAloneGoesWithoutTheModel(t *testing.T) {
	replies := []string{
		briefingtest.Reply("Museum of Senn buys a painting of a sailing ship", "The museum of Senn bought a painting for three million crowns."),
		briefingtest.Reply("Storm cuts the power of homes around Karsk", "On Thursday night a storm cut the power of four thousand homes around Karsk."),
		briefingtest.Reply("Lune United signs Petra Oaks", "Goalkeeper Petra Oaks has been signed until June by Lune United."),
	}
	short := func(r *brief.Request) { r.Length = "short" }
	for name, c := range map[string]struct {
		again func(*brief.Request) // how the second briefing differs
		taken int                  // the story that is taken back when the first of it is written
		want  []string
	}{
		"written before": {short, 2, []string{"Museum of Senn buys", "Storm cuts", "71 pairs of storks counted"}},
		"being written":  {func(*brief.Request) {}, 0, []string{"Storm cuts", "Lune United signs", "71 pairs of storks counted"}},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				d := briefingtest.NewDesk(t, s)
				d.Read(towns(3)...)
				wrong := tell(d, &llm.Fake{Replies: replies}, &write.FakeReader{}, short).Stories[c.taken].Claims[0].ID
				hale := briefingtest.Article("Hale", "Outlet Hale", "Hale counts storks", "Scientists counted 71 pairs of storks on the roofs of Hale, the university said.")
				hale.Published = briefingtest.Noon.Add(-time.Second)
				d.Read(hale)
				asked := &llm.Fake{Replies: slices.Insert(slices.Clone(replies), 1, briefingtest.Reply("71 pairs of storks counted in Hale", "On the roofs of Hale 71 pairs of storks were counted."))}
				if c.taken == 2 { // Senn's and Karsk's were written
					asked.Replies = asked.Replies[1:]
				}
				retract := sync.OnceValue(func() error {
					_, err := s.Retract(t.Context(), recall.Order{Target: fmt.Sprint("claim:", wrong), Action: recall.Corrected, Why: "x", Words: "it was not so", Actor: "test"})
					return err
				})
				taking := modelFunc(func() (llm.Reply, error) {
					if err := retract(); err != nil {
						t.Error(err)
					}
					return asked.Generate(t.Context(), llm.Request{})
				})
				said := briefingtest.Say(tell(d, taking, &write.FakeReader{}, c.again).Blocks())
				for _, want := range append(c.want, "Written by AI") {
					if !strings.Contains(said, want) || strings.Contains(said, "could not be used") {
						t.Errorf("no %q, or the model was not used:\n%s", want, said)
					}
				}
			})
		})
	}
}

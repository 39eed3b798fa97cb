package brief_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/claim"
	"dateline/briefing/feed"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/store"
	"dateline/store/storetest"
)

// What holds of every briefing, over random histories: articles that change,
// vanish, come twice and in any order, in several languages, in one channel that
// is briefed again and again. DATELINE_SWEEP=full runs 2,000 seeds on SQLite and
// each tenth of them on PostgreSQL; DATELINE_SEED=N runs one seed and prints it.

const (
	historySample = 24
	historyRaced  = 6
	historyFull   = 2000
	historyOnBoth = 10 // each so manieth seed runs on PostgreSQL too
)

func TestWriter_HoldsOverRandomHistories(t *testing.T) {
	from, to := 0, historySample
	switch {
	case briefingtest.Full():
		to = historyFull
	case briefingtest.Raced:
		to = historyRaced
	}
	one, err := strconv.Atoi(os.Getenv("DATELINE_SEED"))
	if err == nil {
		from, to = one, one+1
	}
	for seed := from; seed < to; seed++ {
		run := func(t *testing.T, s *store.Store) {
			h := newHistory(t, s, uint64(seed), err == nil)
			h.run()
			if t.Failed() {
				t.Logf("replay: DATELINE_SEED=%d go test -run TestWriter_HoldsOverRandomHistories ./briefing/brief", seed)
			}
		}
		t.Run(fmt.Sprint("sqlite/", seed), func(t *testing.T) { run(t, storetest.Open(t)) })
		if seed%historyOnBoth == 0 || err == nil {
			t.Run(fmt.Sprint("postgres/", seed), func(t *testing.T) { run(t, storetest.OpenPostgres(t)) })
		}
	}
}

// happening is what several outlets report, each in its language; %d is the count
// that grows.
type happening struct {
	lang, title string
	sentences   []string
}

var events = [][]happening{
	{
		{"en", "Oru flood kills %d in Senn", []string{"The flood of the Oru river has killed %d people in Senn, the rescue service of Velland said.", "Boats from Karsk brought water and bread to the school of Senn on Friday.", "The road from Senn to Karsk stays closed until the water falls, the police said."}},
		{"de", "Flut tötet %d Menschen in Senn", []string{"Die Flut des Flusses Oru hat in Senn %d Menschen getötet, teilte der Rettungsdienst von Velland mit.", "Boote aus Karsk brachten am Freitag Wasser und Brot in die Schule von Senn.", "Die Straße von Senn nach Karsk bleibt gesperrt, bis das Wasser fällt, sagte die Polizei."}},
		{"es", "La riada deja %d muertos en Senn", []string{"La riada del río Oru dejó %d muertos en Senn, informó el servicio de rescate de Velland.", "Barcas de Karsk llevaron agua y pan a la escuela de Senn el viernes.", "La carretera de Senn a Karsk sigue cerrada hasta que baje el agua, dijo la policía."}},
	},
	{
		{"en", "Power cut leaves %d homes in Lysk dark", []string{"A power cut left %d homes in Lysk without electricity on Friday, the grid company Sydnet said.", "Trains from Lysk to Marr were stopped for three hours, the rail agency said.", "Mayor Tilda Roos of Lysk asked people to save water until the evening."}},
		{"de", "Stromausfall in Lysk trifft %d Haushalte", []string{"Ein Stromausfall hat am Freitag in Lysk %d Haushalte getroffen, teilte der Netzbetreiber Sydnet mit.", "Züge von Lysk nach Marr standen drei Stunden still, teilte die Bahn mit."}},
	},
	{
		{"en", "Rolf Stade charged with fraud in Marand", []string{"Police in Marand charged Rolf Stade with fraud over %d loans on Friday.", "Prosecutors in Marand accuse Rolf Stade of fraud over nine years.", "The bank of Marand said on Friday that it had found %d false loans in its books."}},
	},
	{
		{"en", "Correction: Dateline was wrong about Hale", []string{"The levy in Hale rises by %d percent in January, the council of Hale said.", "Shops in Hale open an hour later from Monday, the council of Hale said."}},
		{"en", "Update on “Levy in Hale” (20 Nov)", []string{"The levy in Hale rises by %d percent in January, the council of Hale said on Friday.", "Teachers in Hale welcomed the plan of the council on Friday evening."}},
	},
}

// history is one random history and what its channel has been told.
type history struct {
	*briefingtest.Desk
	rand  *rand.Rand
	w     *brief.Writer
	req   brief.Request
	print bool

	items map[string]*feed.Item
	count map[string]int
	event map[string]happening
	texts map[string][]string // of an article, by its address: every title and text it ever had
	told  map[string]bool     // sentences
}

func newHistory(t *testing.T, s *store.Store, seed uint64, print bool) *history {
	h := &history{Desk: briefingtest.NewDesk(t, s), rand: rand.New(rand.NewPCG(seed, 1)), print: print, items: map[string]*feed.Item{}, count: map[string]int{}, event: map[string]happening{}, texts: map[string][]string{}, told: map[string]bool{}}
	h.w = &brief.Writer{Store: s, Now: func() time.Time { return h.Now }}
	ch := briefingtest.Must[store.Channel](t)(s.TerminalChannel(context.Background(), store.Desk, "world"))
	h.req = brief.Request{Name: "World", Scope: h.Scope, Zone: time.UTC, Stories: 1 + h.rand.IntN(6), Length: []string{"normal", "normal", "long"}[h.rand.IntN(3)], Channel: ch, In: []string{"", "en", "de", "es", "fr"}[h.rand.IntN(5)], Live: true}
	if word := []string{"", "flood", "kill*", "herald", "dark", "example", "karsk"}[h.rand.IntN(7)]; word != "" {
		h.req.Words = message.NewWordList(word, message.Spoiler)
	}
	return h
}

func (h *history) run() {
	for range 3 + h.rand.IntN(4) {
		h.Now = h.Now.Add(time.Duration(1+h.rand.IntN(14)) * time.Hour)
		for range 1 + h.rand.IntN(4) {
			h.step()
		}
		h.brief()
	}
}

// step adds an article, changes one, or lets one come again as it was.
func (h *history) step() {
	ids := make([]string, 0, len(h.items))
	for id := range h.items {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	if len(ids) == 0 || h.rand.IntN(2) == 0 {
		h.add(fmt.Sprint("a", len(ids)))
		return
	}
	id := ids[h.rand.IntN(len(ids))]
	it, e := h.items[id], h.event[id]
	switch h.rand.IntN(5) {
	case 0: // nothing: it comes twice
	case 1:
		h.count[id] += 1 + h.rand.IntN(9)
		it.Title, it.Text = h.words(id, e.sentences)
	case 2:
		base, _, _ := strings.Cut(it.Text, "\n\nLast updated")
		it.Text = base + fmt.Sprintf("\n\nLast updated at %02d:%02d. %d points, %d comments.", h.rand.IntN(24), h.rand.IntN(60), h.rand.IntN(900), h.rand.IntN(90))
	case 3: // a paragraph vanishes
		it.Title, it.Text = h.words(id, e.sentences[:1+h.rand.IntN(len(e.sentences))])
	case 4:
		it.Title, it.Text = h.words(id, e.sentences[h.rand.IntN(len(e.sentences)):])
	}
	h.put(id)
}

func (h *history) add(id string) {
	versions := events[h.rand.IntN(len(events))]
	e := versions[h.rand.IntN(len(versions))]
	outlet := []string{"Wire", "Herald", "Ledger", "Coast Radio", "Landbote"}[h.rand.IntN(5)]
	h.event[id], h.count[id] = e, 2+h.rand.IntN(60)
	it := briefingtest.Article(id, outlet, "", "")
	it.Published = h.Now.Add(-time.Duration(h.rand.IntN(20)) * time.Hour) // in any order
	h.items[id] = &it
	it.Title, it.Text = h.words(id, e.sentences)
	if h.rand.IntN(8) == 0 {
		it.Text = "" // a headline alone
	}
	h.put(id)
}

// words are an event's title and text with the article's count in them.
func (h *history) words(id string, sentences []string) (title, body string) {
	fill := func(s string) string { return strings.ReplaceAll(s, "%d", fmt.Sprint(h.count[id])) }
	var out []string
	for _, s := range sentences {
		out = append(out, fill(s))
	}
	return fill(h.event[id].title), strings.Join(out, "\n\n")
}

func (h *history) put(id string) {
	it := *h.items[id]
	h.texts[it.URL] = append(h.texts[it.URL], it.Title, it.Text)
	if h.print {
		h.T.Logf("%s reads %s %s: %q %q", h.Now.Format("2 15:04"), id, it.Outlet, it.Title, it.Text)
	}
	h.Read(it)
}

// brief tells the channel what is new, and tests what is told.
func (h *history) brief() {
	h.T.Helper()
	req := h.req
	req.From, req.At = h.Now.Add(-24*time.Hour), h.Now
	b, err := h.w.Write(context.Background(), req)
	if err != nil {
		h.T.Fatal(err)
	}
	blocks := b.Blocks()
	if h.print {
		h.T.Logf("%s tells\n%s", h.Now.Format("2 15:04"), briefingtest.Say(blocks))
	}
	for _, s := range b.Stories {
		h.story(s, blocks)
	}
	h.language(b, blocks)
	if h.T.Failed() {
		h.T.Logf("in %q, words %v:\n%s", req.In, req.Words.Words, briefingtest.Say(blocks))
	}
	if err := h.w.Tell(context.Background(), b, io.Discard, func(io.Writer) error { return nil }); err != nil {
		h.T.Fatal(err)
	}
	h.Now = h.Now.Add(time.Minute)
}

// story tests one story: its heading has a source; an update has a sentence that
// was not told, and no sentence is told twice; each quotation is verbatim of one
// block of its article, and has its link; a listed word hides all of it.
func (h *history) story(s brief.Story, blocks []message.Block) {
	h.T.Helper()
	if len(s.Claims) == 0 || len(s.Claims[0].Cites) == 0 {
		h.T.Errorf("no source for the heading %q", s.Title)
		return
	}
	linked, open := map[string]bool{}, ""
	for _, x := range blocks {
		if x.Story != s.ID {
			continue
		}
		for _, r := range x.Runs {
			linked[r.Link] = true
			if !r.Spoiler && !r.Open {
				open += r.Text
			}
		}
	}
	fresh := 0
	for _, c := range s.Claims[1:] {
		if h.told[c.Text] {
			h.T.Errorf("told twice: %q", c.Text)
		} else {
			fresh++
		}
		h.told[c.Text] = true
	}
	if s.Update && fresh == 0 {
		h.T.Errorf("an update without a new sentence: %q", s.Title)
	}
	listed := false
	for _, c := range s.Claims {
		for _, ct := range c.Cites {
			now := h.texts[ct.URL][len(h.texts[ct.URL])-2:]
			listed = listed || slices.ContainsFunc(now, h.req.Words.Holds)
			if !slices.ContainsFunc(h.texts[ct.URL], func(body string) bool { return strings.Contains(body, ct.Quote) }) {
				h.T.Errorf("%q stands in no version of %s", ct.Quote, ct.URL)
			}
		}
		if c.Kind != claim.KindQuoted && c.Kind != claim.KindHeadline {
			continue
		}
		quote := strings.TrimPrefix(c.Text, "… ")
		if ct := c.Cites[0]; !strings.Contains(ct.Quote, quote) || strings.Contains(quote, "\n") {
			h.T.Errorf("%q is not verbatim of one block: %q", c.Text, ct.Quote)
		} else if !linked[ct.URL] {
			h.T.Errorf("no link to %s beside %q", ct.URL, c.Text)
		}
	}
	if listed && strings.Trim(open, " .;,()") != "" {
		h.T.Errorf("of a story that holds a listed word stands open: %q", open)
	}
}

// language tests that all that the bot says itself is in one language.
func (h *history) language(b brief.Briefing, blocks []message.Block) {
	h.T.Helper()
	text := briefingtest.Say(blocks)
	in := blocks[0].Lang
	if h.req.In != "" && in != h.req.In {
		h.T.Errorf("told in %q, asked for %q", in, h.req.In)
	}
	for _, lang := range phrases.Languages() {
		for _, key := range []string{"one_source", "told_before", "in_brief", "own_sentences", "headline", "had_all", "empty_untold", "next"} {
			if said := phrases.In(lang).Say(key); lang != in && strings.Contains(text, said) && !strings.Contains(phrases.In(in).Say(key), said) {
				h.T.Errorf("%q in a message in %q", said, in)
			}
		}
	}
	foreign := slices.ContainsFunc(b.Stories, func(s brief.Story) bool {
		return slices.ContainsFunc(s.Claims, func(c claim.Claim) bool {
			return h.req.In != "" && len(h.texts[c.Cites[0].URL][1]) > 0 && h.langOf(c) != h.req.In
		})
	})
	if foreign && b.Untranslated == "" {
		h.T.Errorf("nothing says that not all is in %q", h.req.In)
	}
}

// langOf is the language of the article that a claim quotes.
func (h *history) langOf(c claim.Claim) string {
	if c.Kind == claim.KindHeading {
		return h.req.In // composed
	}
	for id, it := range h.items {
		if it.URL == c.Cites[0].URL {
			return h.event[id].lang
		}
	}
	return ""
}

package sources

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/bot/layout"
	"dateline/bot/reason"
	"dateline/briefing/briefingtest"
	"dateline/briefing/catalogue"
	"dateline/briefing/feed"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/store"
	"dateline/store/health"
	"dateline/store/state"
)

var monday = time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC)

func TestTyped_AddressesAndNamesAsPeopleTypeThem(t *testing.T) {
	bbc, _ := catalogue.Named("BBC News: World")
	for _, c := range []struct {
		typed string
		want  []string // address, or ! and the reason
	}{
		{"https://a.example/feed", []string{"https://a.example/feed"}},
		{"a.example/feed", []string{"https://a.example/feed"}},
		{"a.example b.example:8080/x  <https://c.example>", []string{"https://a.example", "https://b.example:8080/x", "https://c.example"}},
		{"a.example, b.example\nc.example;d.example", []string{"https://a.example", "https://b.example", "https://c.example", "https://d.example"}},
		{"a.example, a.example", []string{"https://a.example"}},
		{"BBC News: World", []string{bbc.URL}},
		{"bbc news: world, a.example", []string{bbc.URL, "https://a.example"}},
		{"taz", []string{"https://taz.de/!p4608;rss/"}},
		{"Index.hr", []string{"https://www.index.hr/rss"}}, // a name of the catalogue before an address
		{"الجزيرة نت", []string{"https://www.aljazeera.net/aljazeerarss/a7c186be-1adb-4b11-a982-4783e765316e/4e17ecdc-8fb9-40de-a5d6-d00f72384a51"}},
		{"süddeutsche zeitung", []string{"https://rss.sueddeutsche.de/rss/Topthemen"}},
		{"Al Jazeera", []string{"!source_near"}},
		{"no such paper", []string{"!source_unknown"}},
		{"ftp://a.example/x", []string{"!source_no_address"}},
		{"https://", []string{"!source_no_address"}},
		{"https://me:hush@a.example/x", []string{"!source_password"}},
		{"https://a.example/" + strings.Repeat("x", 2000), []string{"!source_long"}},
		{" ,;\n ", nil},
	} {
		var got []string
		for _, wish := range Typed(c.typed, phrases.In("en")) {
			if wish.Lack != "" {
				got = append(got, "!"+wish.Lack)
				continue
			}
			got = append(got, wish.URL)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%.60q: -want +got:\n%s", c.typed, diff)
		}
	}
}

func TestSuggest_CompletesTheLastOfSeveral(t *testing.T) {
	for typed, want := range map[string]string{
		"guardian":                 "The Guardian: World, United Kingdom, English, world, Guardian Media Group (Scott Trust)|The Guardian: World",
		"a.example, bbc news: wor": "a.example, BBC News: World, United Kingdom, English, world, BBC, public broadcaster, licence fee|a.example, BBC News: World",
		"https://a.example/f":      "https://a.example/f|https://a.example/f",
		"zzzz":                     "",
		strings.Repeat("a.example, ", 12) + "bbc": "",
	} {
		got := ""
		if list := Suggest(typed, phrases.In("en"), 25); len(list) > 0 {
			got = list[0].Name + "|" + list[0].Value
		}
		if got != want {
			t.Errorf("%.40q: got %q, want %q", typed, got, want)
		}
	}
	for _, lang := range phrases.Languages() {
		list := Suggest("", phrases.In(lang), 25)
		if len(list) != 25 || slices.ContainsFunc(list, func(s Suggestion) bool { return s.Name == "" || len(s.Value) > 100 }) {
			t.Errorf("%s: nothing typed: %v", lang, list)
		}
	}
}

func TestSuggestPacks_ByTopicOrCountry(t *testing.T) {
	for lang, typed := range map[string]string{"en": "german", "de": "deutsch", "fr": "allem"} {
		list := SuggestPacks(typed, phrases.In(lang), 25)
		if !slices.ContainsFunc(list, func(s Suggestion) bool { return s.Value == "DE" }) {
			t.Errorf("%s: %q finds %v", lang, typed, list)
		}
	}
	if list := SuggestPacks("", phrases.In("es"), 25); len(list) != 25 || list[0].Value != "world-es" {
		t.Errorf("got %v", list)
	}
	if wishes, ok := OfPack("world-de"); !ok || len(wishes) < 4 || wishes[0].Name != "tagesschau: Ausland" {
		t.Errorf("got %v", wishes)
	}
	if _, ok := OfPack("moon"); ok {
		t.Error("there is a pack of the moon")
	}
}

// Reasons that the program stores, as their packages write them.
var reasons = []string{
	"the address is private: an operator may allow it in FETCH_ALLOW", "nothing is there (status 404): check the address",
	"the server refuses (status 403): it may ask for a login, or refuse programs", "the server answered with status 503",
	"the host nowhere.example is not known: check the address and the network", "the server did not answer in time",
	"it redirects more than 5 times", "its certificate is not valid, so it may be somebody else",
	feed.ErrEmpty.Error(), feed.ErrNotNews.Error(), feed.ErrTooDeep.Error(), feed.ErrTooBig.Error() + " (16 MiB)",
	"its publisher has removed it for good (status 410)", "it is neither a feed nor a page: its first element is <svg>",
	"it says that it has moved to https://new.example/feed, and is read there for good when it still says so tomorrow",
	"2 of 7 items refused, the first because: it is empty",
	"2 of 7 items refused, the first because: something new; 3 pages are hidden behind a wall or gone; their teasers are used",
}

func TestFault_ReasonsAreSaidInEachLanguage(t *testing.T) {
	for _, stored := range reasons {
		if got := reason.Say(phrases.In("en"), stored); got != stored {
			t.Errorf("in English: got %q, want %q", got, stored)
		}
		for _, lang := range phrases.Languages()[1:] {
			if got := reason.Say(phrases.In(lang), stored); got == stored {
				t.Errorf("%s: %q stays English", lang, stored)
			}
		}
	}
	if got, want := reason.Say(phrases.In("de"), reasons[len(reasons)-2]+"; 3 pages are hidden behind a wall or gone; their teasers are used"),
		"2 von 7 Beiträgen abgelehnt, der erste, weil: sie ist leer; 3 Seiten liegen hinter einer Schranke oder sind fort; ihre Anreißer werden benutzt"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := reason.Say(phrases.In("fr"), "something new"); got != "something new" {
		t.Errorf("what nobody wrote: %q", got)
	}
}

// spoken is a screen in all languages, each part with its size.
func spoken(t *testing.T, blocks func(w *phrases.Words) []message.Block) string {
	t.Helper()
	var b strings.Builder
	for _, lang := range append(phrases.Languages(), phrases.Pseudo) {
		parts := layout.Parts(blocks(phrases.In(lang)))
		for i, p := range parts {
			if n := layout.Units(p.Content); n > 2000 {
				t.Errorf("%s: a part has %d units", lang, n)
			}
			if lang != phrases.Pseudo {
				fmt.Fprintf(&b, "--- %s, part %d, %d units\n%s\n", lang, i+1, layout.Units(p.Content), p.Content)
			}
		}
	}
	return b.String()
}

func outcome(n int, result Result) Outcome {
	o := Outcome{Wish: Wish{URL: fmt.Sprintf("https://outlet%d.example/feed", n)}, Result: result, ID: int64(n)}
	if result == Failed {
		o.Reason = reasons[n%len(reasons)]
		return o
	}
	o.Name, o.Items = fmt.Sprintf("Outlet *%d*", n), n
	for i := range min(n, 5) {
		o.Latest = append(o.Latest, feed.Item{Title: fmt.Sprintf("Rescuers find %d alive in Senn", 40+i), URL: fmt.Sprintf("https://outlet%d.example/%d", n, i),
			Published: monday.Add(-time.Duration(i) * time.Hour)})
	}
	return o
}

func TestReport_ReadsAsDesigned(t *testing.T) {
	var five, many []Outcome
	for i := range 5 {
		five = append(five, outcome(i+1, Added))
	}
	five[3], five[4] = outcome(4, Failed), Outcome{Wish: Wish{Name: "Al Jazeera", Lack: "source_near", Fits: catalogue.Find("al jazeera", phrases.In("en"), 2)}}
	for i := range 118 {
		many = append(many, outcome(i+1, []Result{Added, Added, Added, Failed, Known, Unread}[i%6]))
	}
	for name, outcomes := range map[string][]Outcome{
		"added-one": {outcome(3, Added)}, "added-known": {outcome(2, Known)}, "added-unread": {outcome(2, Unread)}, "added-failed": {outcome(1, Failed)},
		"added-five": five, "added-many": many, "added-empty": {{Wish: Wish{URL: "https://a.example"}, Result: Added, Name: "A"}},
	} {
		briefingtest.Golden(t, name, spoken(t, func(w *phrases.Words) []message.Block { return Report(w, outcomes) }))
	}
}

func chosen(n int) store.Source {
	return store.Source{ID: int64(n), URL: fmt.Sprintf("https://outlet%d.example/feed", n), Title: fmt.Sprintf("Outlet %d", n), Kind: state.SourceFeed,
		State: state.SourceActive, Read: monday.Add(-12 * time.Minute), Next: monday.Add(8 * time.Minute)}
}

func TestPage_ReadsAsDesigned(t *testing.T) {
	all := []store.Source{chosen(1), chosen(2), chosen(3), chosen(4), chosen(5), chosen(6)}
	all[1].Fails, all[1].Reason = 3, reasons[3]
	all[2].Fails, all[2].Reason, all[2].Read = 25, reasons[4], time.Time{}
	all[3].Paused = true
	all[4].State, all[4].Reason = state.SourcePaused, reasons[12]
	all[5].Reason = "3 pages are hidden behind a wall or gone; their teasers are used"
	figures := map[int64]health.Figures{1: {ADay: 24.4, Full: .916}, 2: {ADay: .3, Full: 0}, 6: {ADay: 1200, Full: 1, Items: 8400, Rights: map[string]int{"feed6:snippet=160 page:tdm": 8000}},
		3: {ADay: 2, Full: 1, Items: 14, Rights: map[string]int{"page:snippet=0": 14}}}
	page := Page{Sources: all, Figures: figures}
	briefingtest.Golden(t, "list", spoken(t, page.Blocks))
	for i := range 30 {
		all = append(all, chosen(i+7))
	}
	page = Page{Sources: all}.At(99)
	if page.Number != 3 || len(page.Shown()) != 6 {
		t.Errorf("the last page is %d with %d sources", page.Number, len(page.Shown()))
	}
	briefingtest.Golden(t, "list-last", spoken(t, page.Blocks))
	if empty := (Page{}).At(2); empty.Number != 0 || len(empty.Shown()) != 0 {
		t.Errorf("an empty list has %+v", empty)
	}
	all[1].URL = "http://feeds.bbci.co.uk/news/world/rss.xml" // as an older list has it
	briefingtest.Golden(t, "detail", spoken(t, func(w *phrases.Words) []message.Block { return Detail(w, all[1], figures) }))
	all[0].URL = "https://www.theguardian.com/world/rss"
	briefingtest.Golden(t, "members", spoken(t, func(w *phrases.Words) []message.Block { return Members(w, append(all[:3], all[0])) }))
}

// What people type and what feeds call themselves never breaks a screen.
func FuzzTyped(f *testing.F) {
	for _, typed := range []string{"bbc, a.example", "https://[::1]/x", "\xff\x00", "@everyone **x** ||y||", strings.Repeat("a.b ", 900)} {
		f.Add(typed, "de")
	}
	f.Fuzz(func(t *testing.T, typed, lang string) {
		words := phrases.In(lang)
		wishes := Typed(typed, words)
		if len(wishes) > wishesRead*3000 {
			t.Errorf("%d wishes", len(wishes))
		}
		var outcomes []Outcome
		for _, wish := range wishes {
			if wish.Lack == "" && !strings.HasPrefix(wish.URL, "http") {
				t.Errorf("%q is to be read", wish.URL)
			}
			outcomes = append(outcomes, Outcome{Wish: wish, Name: typed, Result: Added, Latest: []feed.Item{{Title: typed, URL: typed}}},
				Outcome{Wish: wish, Reason: typed})
		}
		for _, p := range layout.Parts(Report(words, outcomes)) {
			if layout.Units(p.Content) > 2000 || strings.Contains(p.Content, "@everyone") {
				t.Errorf("%d units: %.200s", layout.Units(p.Content), p.Content)
			}
		}
		for _, s := range Suggest(typed, words, 25) {
			if len(s.Value) > 100 {
				t.Errorf("a value has %d bytes", len(s.Value))
			}
		}
	})
}

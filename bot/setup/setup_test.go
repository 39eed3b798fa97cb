package setup

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/bot/discordtest"
	"dateline/bot/layout"
	"dateline/bot/setting"
	"dateline/briefing/brief"
	"dateline/briefing/catalogue"
	"dateline/briefing/claim"
	"dateline/briefing/phrases"
	"dateline/briefing/sample"
	"dateline/briefing/schedule"
)

var english = phrases.In("en")

func drawn(lang string) Screen {
	return Screen{Words: phrases.In(lang), ID: func(press string) string { return "setup:0123456789abcdef:" + press }}
}

func TestHomeOf_TheServersThenThePersons(t *testing.T) {
	for _, c := range []struct{ zone, server, person, want string }{
		{"", "de", "en-US", "de Europe/Berlin DE"},
		{"Europe/Vienna", "de", "en-US", "de Europe/Vienna DE"},
		{"", "pt-BR", "", "pt America/Sao_Paulo BR"},
		{"", "en-US", "de", "en Europe/Berlin "}, // a server that has set no language
		{"", "en-US", "en-US", "en America/New_York "},
		{"", "", "", "en America/New_York "},
		{"Nowhere/Else", "xx", "yy", "en America/New_York "},
		{"", "zh-CN", "ja", "zh Asia/Shanghai CN"},
	} {
		home := HomeOf(c.zone, c.server, c.person)
		if got := fmt.Sprintf("%s %s %s", home.Lang, home.Zone, home.Country); got != c.want {
			t.Errorf("%q %q %q: got %s, want %s", c.zone, c.server, c.person, got, c.want)
		}
	}
	for locale, home := range homes() {
		if _, err := schedule.Load(home[0]); err != nil {
			t.Errorf("%s: %v", locale, err)
		}
	}
}

// Two independent reports can happen from the first day.
func TestNew_SixSourcesOfThreeCountriesAndFiveOwners(t *testing.T) {
	for locale := range homes() {
		d := New(HomeOf("", locale, ""), english, nil)
		countries, owners := map[string]bool{}, map[string]bool{}
		for _, s := range d.Chosen() {
			source, ok := catalogue.Named(s.URL)
			if !ok || !s.Listed {
				t.Fatalf("%s: %s is not in the catalogue", locale, s.Name)
			}
			countries[source.Country], owners[source.Holder()] = true, true
		}
		if n := len(d.Chosen()); n != 6 || len(countries) < 3 || len(owners) < 5 {
			t.Errorf("%s: %d sources of %d countries and %d owners", locale, n, len(countries), len(owners))
		}
	}
}

func TestDraft_UsualIsDailyAtBreakfast(t *testing.T) {
	d := New(HomeOf("", "de", ""), english, nil)
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	first, ok := d.First(now)
	if d.Rule.String() != "daily 07:30" || d.Stories != 5 || !ok || !first.Equal(time.Date(2026, 11, 24, 6, 30, 0, 0, time.UTC)) {
		t.Errorf("%s, up to %d stories, first %s", d.Rule, d.Stories, first)
	}
}

func outlets(d *Draft) (out []string) {
	for _, s := range d.Chosen() {
		out = append(out, s.Name)
	}
	return out
}

func TestDraft_SourcesFollowTheLanguageUntilTheyAreChosen(t *testing.T) {
	d := New(HomeOf("", "en-US", ""), english, nil)
	if !d.Speak("fr", english) || d.Speak("xx", english) || d.Lang != "fr" {
		t.Fatalf("language %s", d.Lang)
	}
	for _, name := range outlets(d) {
		if source, _ := catalogue.Named(name); source.Lang != "fr" {
			t.Errorf("%s is in %s", name, source.Lang)
		}
	}
	keys := []string{d.Sources[0].Key(), d.Sources[7].Key()}
	want := []string{d.Sources[0].Name, d.Sources[7].Name}
	if !d.Pick(keys) || !d.Speak("es", english) {
		t.Fatal("nothing was picked")
	}
	if diff := cmp.Diff(want, outlets(d)); diff != "" {
		t.Errorf("after another language: %s", diff)
	}
	if d.Pick(nil) || d.Pick([]string{"gone"}) || len(d.Chosen()) != 2 {
		t.Errorf("an empty choice leaves %v", outlets(d))
	}
	if !d.Pick(append(keys, "gone")) || len(d.Chosen()) != 2 {
		t.Errorf("with a key that is gone: %v", outlets(d))
	}
}

func TestDraft_PackTakesThePlaceOfWhatWasProposed(t *testing.T) {
	read := []Source{{Name: "Coast Radio", URL: "https://coast.example/feed", ID: 7}}
	d := New(HomeOf("", "en-US", ""), english, slices.Clone(read))
	if diff := cmp.Diff([]string{"Coast Radio"}, outlets(d)); diff != "" {
		t.Fatalf("what is read already is chosen, and nothing else: %s", diff)
	}
	if d.Take("no-such", english) || !d.Take("climate-en", english) {
		t.Fatal("the pack was not taken")
	}
	pack, _ := catalogue.PackOf("climate-en")
	want := []string{"Coast Radio"}
	for _, s := range pack.Sources {
		want = append(want, s.Name)
	}
	if diff := cmp.Diff(want, outlets(d)); diff != "" {
		t.Error(diff)
	}
	if len(d.Sources) > offeredMost {
		t.Errorf("%d are offered", len(d.Sources))
	}
}

func TestAdd_NamesAndAddresses(t *testing.T) {
	d := New(HomeOf("", "en-US", ""), english, nil)
	d.Add("tagesschau, https://coast.example/feed\nharbour.example/news;  zzzz qqqq\nhttps://u:p@example.org/, ftp://example.org", english)
	got := outlets(d)[6:]
	if diff := cmp.Diff([]string{"tagesschau", "coast.example", "harbour.example"}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"zzzz qqqq", "example.org", "example.org"}, d.Unknown); diff != "" {
		t.Error(diff)
	}
	d.Add("tagesschau", english)
	if len(d.Chosen()) != 9 || d.Unknown != nil {
		t.Errorf("the same again: %v, unknown %v", outlets(d), d.Unknown)
	}
	var many []string
	for i := range 40 {
		many = append(many, fmt.Sprintf("https://site%d.example", i))
	}
	for range 4 {
		d.Add(strings.Join(many, "\n"), english)
		many = many[10:]
	}
	if len(d.Sources) > offeredMost || len(d.Unknown) == 0 {
		t.Errorf("%d are offered, unknown %v", len(d.Sources), d.Unknown)
	}
}

func TestDraft_MoreSourcesThanTheMenuHoldsStay(t *testing.T) {
	var read []Source
	for i := range 118 {
		read = append(read, Source{Name: fmt.Sprint("Source ", i), URL: fmt.Sprintf("https://site%d.example/feed", i), ID: int64(i + 1)})
	}
	d := New(HomeOf("", "en-US", ""), english, read)
	if len(d.Sources) != offeredMost || d.Beyond != 118-offeredMost {
		t.Errorf("%d offered, %d beyond", len(d.Sources), d.Beyond)
	}
	d.Add("tagesschau", english)
	if diff := cmp.Diff([]string{"tagesschau"}, d.Unknown); diff != "" || len(d.Sources) != offeredMost {
		t.Errorf("there is no place for another: %s", diff)
	}
}

func TestTime_SetsBothOrNeither(t *testing.T) {
	d := New(HomeOf("", "de", ""), english, nil)
	var rule *schedule.Error
	if err := d.Time("now and then", "Tokyo"); !errors.As(err, &rule) {
		t.Errorf("got %v", err)
	}
	if err := d.Time("weekdays 18:00", "Atlantis"); !errors.Is(err, setting.ErrCity) {
		t.Errorf("got %v", err)
	}
	if d.Rule.String() != "daily 07:30" || d.Zone.String() != "Europe/Berlin" {
		t.Errorf("refused, but %s in %s", d.Rule, d.Zone)
	}
	if err := d.Time("werktags 18:00", " munich "); err != nil || d.Rule.String() != "weekdays 18:00" || d.Zone.String() != "Europe/Berlin" {
		t.Errorf("%s in %s: %v", d.Rule, d.Zone, err)
	}
	if err := d.Time("every 3 hours", ""); err != nil || d.Zone.String() != "Europe/Berlin" {
		t.Errorf("%s in %s: %v", d.Rule, d.Zone, err)
	}
}

// told is a sample with stories of a usual length.
func told(stories int) sample.Sample {
	out := sample.Sample{Items: 3 * stories, Briefing: brief.Briefing{Name: "World", At: time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC), Zone: time.UTC, Articles: 3 * stories, Sources: 6}}
	for i := range stories {
		cite := claim.Cite{Outlet: "Coast Radio", URL: "https://coast.example/news/2026/11/23/a-very-usual-address-of-an-article-that-is-about-as-long-as-most-are-" + fmt.Sprint(i)}
		said := claim.Claim{Kind: claim.KindQuoted, Text: strings.Repeat("Rescuers reached the village of Senn and found 40 people. ", 3), Cites: []claim.Cite{cite}}
		out.Briefing.Stories = append(out.Briefing.Stories, brief.Story{ID: int64(i + 1), Title: fmt.Sprint("Rescuers find 40 alive in Senn, story ", i), Outlets: []string{"Coast Radio", "North Wire"}, Reports: 2, Claims: []claim.Claim{{Kind: claim.KindHeading, Text: fmt.Sprint("Rescuers find 40 alive in Senn, story ", i), Cites: said.Cites}, said}})
	}
	return out
}

// variants are drafts of every state of the screen.
func variants() map[string]*Draft {
	make := func(change func(*Draft)) *Draft {
		d := New(HomeOf("", "de", ""), english, nil)
		d.Channel = Channel{ID: 7, Name: "world-news"}
		change(d)
		return d
	}
	return map[string]*Draft{
		"reading": make(func(d *Draft) { d.Preview.Reading = true }),
		"drawn":   make(func(d *Draft) { d.Preview.Drawn = told(2) }),
		"too long for one message": make(func(d *Draft) {
			d.Preview.Drawn = told(5)
			d.Preview.Drawn.Unread = []string{"Le Monde", "NHK"}
		}),
		"nothing new": make(func(d *Draft) {
			d.Preview.Drawn = told(0)
			d.Preview.Drawn.Items = 40
		}),
		"no answer": make(func(d *Draft) { d.Preview.Drawn.Unread = []string{"Le Monde"} }),
		"failed":    make(func(d *Draft) { d.Preview.Failed = true }),
		"barred": make(func(d *Draft) {
			d.Channel.Bar = "In #world-news I lack: Send Messages."
			d.Schedule, d.Beyond, d.Unknown = 9, 93, []string{"zzzz", strings.Repeat("x", 300)}
		}),
	}
}

func TestScreen_FitsDiscordInEveryLanguage(t *testing.T) {
	for _, lang := range append(phrases.Languages(), phrases.Pseudo) {
		s := drawn(lang)
		s.Model = true
		for name, d := range variants() {
			parts := layout.Parts(s.Blocks(d))
			body, err := json.Marshal(map[string]any{"content": parts[0].Content, "flags": 4, "allowed_mentions": map[string]any{"parse": []string{}},
				"components": s.Rows(d)})
			if err != nil {
				t.Fatal(err)
			}
			if err := discordtest.CheckBody("POST", "/channels/1/messages", body, 0); err != nil || len(parts) != 1 {
				t.Errorf("%s, %s: %d parts, %v: %s", lang, name, len(parts), err, body)
			}
			for form, data := range map[string]map[string]any{"time": s.TimeForm(d).Data(), "add": s.AddForm().Data()} {
				body, err := json.Marshal(map[string]any{"type": 9, "data": data})
				if err != nil {
					t.Fatal(err)
				}
				if err := discordtest.CheckBody("POST", "/interactions/1/token/callback", body, 3); err != nil {
					t.Errorf("%s, form %s: %v: %s", lang, form, err, body)
				}
			}
		}
	}
}

func TestScreen_SaysHowManyStoriesFoundNoPlace(t *testing.T) {
	all := layout.Parts(drawn("en").Blocks(variants()["too long for one message"]))
	for _, want := range []string{"(5 stories)", "2 more stories are not on this screen.", "Not read in time for this preview: Le Monde, NHK.", "Read 15 articles"} {
		if len(all) != 1 || !strings.Contains(all[0].Content, want) {
			t.Errorf("%q is missing in %+v", want, all)
		}
	}
}

func FuzzDraft(f *testing.F) {
	f.Add("tagesschau\nexample.org", "daily 07:30", "Berlin", "de", "world-en")
	f.Add("\x00, https://[::1]/ ; http://user@x.y", "every 0 hours", "\u202e", "xx", "")
	f.Fuzz(func(t *testing.T, typed, when, city, lang, pack string) {
		d := New(HomeOf(city, lang, when), english, nil)
		d.Add(typed, english)
		_ = d.Time(when, city)
		d.Speak(lang, english)
		d.Take(pack, english)
		d.Pick(strings.Fields(typed))
		d.Channel.Name = city
		for _, s := range d.Chosen() {
			if parsed, err := url.Parse(s.URL); err != nil || parsed.User != nil { // a name or a password
				t.Errorf("%q is a source", s.URL)
			}
		}
		if len(d.Sources) > offeredMost || len(d.Chosen()) == 0 {
			t.Errorf("%d of %d sources are chosen", len(d.Chosen()), len(d.Sources))
		}
		parts := layout.Parts(drawn("de").Blocks(d))
		rows, err := json.Marshal(drawn("de").Rows(d))
		if len(parts) != 1 || err != nil || layout.Units(parts[0].Content) > layout.PartMost {
			t.Errorf("%d parts, %v: %s", len(parts), err, rows)
		}
	})
}

package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"dateline/bot/discordtest"
	"dateline/bot/sources"
	"dateline/briefing/briefingtest"
	"dateline/briefing/phrases"
	"dateline/store"
)

// addMany makes sources of a server that were never read.
func (w *world) addMany(n int) {
	w.t.Helper()
	for i := range n {
		if _, _, err := w.store.AddSource(context.Background(), store.Source{Domain: store.Public, Kind: "feed", Title: fmt.Sprintf("Paper %02d", i),
			URL: fmt.Sprintf("https://paper%d.example/f", i)}, "guild:"+w.guild, w.boss); err != nil {
			w.t.Fatal(err)
		}
	}
}

// choose picks what the menu of a message calls so.
func (w *world) choose(m *discordtest.Message, label string) *discordtest.Reply {
	w.t.Helper()
	for _, menu := range menusOf(m) {
		for _, option := range menu.Options {
			if option.Label == label {
				return w.interact(discordtest.Interaction{Press: menu.ID, Values: []string{option.Value}, Message: m})
			}
		}
	}
	w.t.Fatalf("no %q in the menus of %q", label, m.Content)
	return nil
}

type shownMenu struct {
	ID      string `json:"custom_id"`
	Options []struct{ Label, Value string }
}

func menusOf(m *discordtest.Message) (out []shownMenu) {
	body, _ := json.Marshal(m.Components)
	var rows []struct{ Components []shownMenu }
	_ = json.Unmarshal(body, &rows)
	for _, row := range rows {
		for _, menu := range row.Components {
			if len(menu.Options) > 0 {
				out = append(out, menu)
			}
		}
	}
	return out
}

func TestSourceList_TurnsItsPagesInPlace(t *testing.T) {
	t.Parallel()
	w, _ := withNamedFeeds(t)
	w.addMany(23)
	first := w.interact(discordtest.Interaction{Name: "source list"})
	wants(t, "the first page", first.Text(), "23 sources, page 1 of 3", "[Paper 00](<https://paper0.example/f>): is read with the next pass")
	m := first.Message()
	if got := menusOf(m); len(got) != 1 || len(got[0].Options) != 10 {
		t.Fatalf("menus %v", got)
	}
	second := w.tap(w.boss, m, "Next")
	wants(t, "the second", second.Text(), "page 2 of 3", "Paper 10")
	last := w.tap(w.boss, second.Message(), "Next")
	wants(t, "the same message is changed", last.Text(), "page 3 of 3", "Paper 22")
	if last.Message().ID != m.ID || len(menusOf(last.Message())[0].Options) != 3 {
		t.Errorf("a new message, or options %v", menusOf(last.Message()))
	}
	for _, forged := range []string{"99999999999999999999", "-4", "x", ""} {
		wants(t, "page "+forged, w.interact(discordtest.Interaction{Press: "sources:page." + forged, Message: m}).Text(), "23 sources, page")
	}
}

func TestSourceList_EachSourceWithWhatCanBeDone(t *testing.T) {
	t.Parallel()
	w, stand := withNamedFeeds(t)
	w.slash("source add", map[string]any{"sources": "https://one.example/f https://two.example/f"})
	m := w.interact(discordtest.Interaction{Name: "source list"}).Message()
	tap := func(label string) string {
		t.Helper()
		reply := w.tap(w.boss, m, label)
		if m.ID != reply.Message().ID {
			t.Errorf("%s is answered in another message", label)
		}
		m = reply.Message()
		return m.Content
	}
	m = w.choose(m, "one.example/f").Message()
	wants(t, "the source", m.Content, "**one.example/f**", "<https://one.example/f>", "a day", "full texts")

	stand.answer("one.example", http.StatusInternalServerError)
	wants(t, "a failure", tap("Try now"), "could not be read: the server answered with status 500", "read <t:")
	wants(t, "in the list", tap("All sources"), "one.example/f](<https://one.example/f>): could not be read: the server answered with status 500")
	stand.answer("one.example", http.StatusOK)
	m = w.choose(m, "one.example/f").Message()
	wants(t, "mended", tap("Try now"), "one.example/f was read: 0 items new.")

	wants(t, "paused", tap("Pause"), "one.example/f is paused: nothing of it is told", "paused by hand")
	wants(t, "taken up", tap("Resume"), "one.example/f is read again.")
	wants(t, "removed", tap("Remove"), "one.example/f is read no more. What was told stays.")
	if got := w.read("guild:" + w.guild); len(got) != 1 {
		t.Errorf("read: %v", got)
	}
	wants(t, "and back", tap("Read it again"), "one.example/f is read again.")
	if got := w.read("guild:" + w.guild); len(got) != 2 {
		t.Errorf("read: %v", got)
	}
}

func TestTrySource_LeavesAServerAloneThatAsksForIt(t *testing.T) {
	t.Parallel()
	w, stand := withNamedFeeds(t)
	w.slash("source add", map[string]any{"sources": "https://one.example/f"})
	m := w.choose(w.interact(discordtest.Interaction{Name: "source list"}).Message(), "one.example/f").Message()
	stand.answer("one.example", http.StatusTooManyRequests)
	w.tap(w.boss, m, "Try now")
	asked := len(stand.reached())
	again := w.tap(w.boss, m, "Try now")
	wants(t, "again", again.Text(), "Its server asks not to be visited before <t:")
	if len(stand.reached()) != asked || again.Message().ID == m.ID {
		t.Errorf("asked %v, or the screen is gone", stand.reached())
	}
}

func TestTrySource_NotWhileItIsRead(t *testing.T) {
	t.Parallel()
	w, _ := withNamedFeeds(t)
	w.slash("source add", map[string]any{"sources": "https://one.example/f"})
	m := w.choose(w.interact(discordtest.Interaction{Name: "source list"}).Message(), "one.example/f").Message()
	all, err := w.store.Sources(context.Background(), "guild:"+w.guild)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.store.ClaimSource(context.Background(), "guild:"+w.guild, all[0].ID, time.Minute); err != nil {
		t.Fatal(err)
	}
	wants(t, "twice", w.tap(w.boss, m, "Try now").Text(), "It is being read at this moment.")
}

func TestSourcePressed_AnotherServersSourceIsNobodysHere(t *testing.T) {
	t.Parallel()
	w, stand := withNamedFeeds(t)
	w.slash("source add", map[string]any{"sources": "https://one.example/f"})
	all, err := w.store.Sources(context.Background(), "guild:"+w.guild)
	if err != nil {
		t.Fatal(err)
	}
	other := w.d.AddGuild("Elsewhere")
	there, spy := w.d.AddChannel(other, "talk", 0), w.d.AddUser("spy")
	w.d.Join(other, spy, discordtest.ManageGuild)
	asked := len(stand.reached())
	m := w.interact(discordtest.Interaction{User: spy, Channel: there, Name: "source list"}).Message()
	for _, do := range []string{sources.DoOne, sources.DoTry, sources.DoPause, sources.DoResume, sources.DoRemove, sources.DoRestore} {
		in := discordtest.Interaction{User: spy, Channel: there, Press: fmt.Sprintf("%s%s.%d", sources.Press, do, all[0].ID), Message: m}
		said := w.interact(in).Text()
		if strings.Contains(said, "one.example") || !strings.Contains(said, "It is removed already.") && !strings.Contains(said, "no longer know what this belongs to") {
			t.Errorf("%s: %s", do, said)
		}
	}
	if got := w.interact(discordtest.Interaction{User: spy, Channel: there, Press: idUndo + fmt.Sprint(all[0].ID), Message: m}).Text(); strings.Contains(got, "one.example") {
		t.Error(got)
	}
	after, err := w.store.Sources(context.Background(), "guild:"+w.guild)
	if err != nil || len(after) != 1 || after[0].Paused || len(stand.reached()) != asked {
		t.Errorf("after: %v, %v, asked %v", after, err, stand.reached())
	}
}

func TestSourcePressed_OnlyByThoseWhoManage(t *testing.T) {
	t.Parallel()
	w, _ := withNamedFeeds(t)
	w.slash("source add", map[string]any{"sources": "https://one.example/f"})
	m := w.interact(discordtest.Interaction{Name: "source list"}).Message()
	for _, id := range m.CustomIDs() {
		in := discordtest.Interaction{User: w.member, Press: id, Message: m}
		if id == sources.Press+sources.DoOne {
			in.Values = []string{"1"}
		}
		reply := w.interact(in)
		if said := reply.Text(); strings.Contains(said, "one.example") || !strings.Contains(said, "Manage Server") {
			t.Errorf("%s: %s", id, said)
		}
	}
	form := w.interact(discordtest.Interaction{Name: "source add"}).Modal()
	said := w.interact(discordtest.Interaction{User: w.member, Form: form, Fields: map[string]string{sources.FieldWhat: "https://two.example/f"}}).Text()
	wants(t, "the form of a member", said, "Manage Server")
	if got := w.read("guild:" + w.guild); len(got) != 1 {
		t.Errorf("read: %v", got)
	}
}

func TestSourcesCommand_TellsMembersWhoOwnsWhat(t *testing.T) {
	t.Parallel()
	w, _ := withNamedFeeds(t)
	ask := func(user, channel string) string {
		t.Helper()
		return w.interact(discordtest.Interaction{User: user, Channel: channel, Name: "sources"}).Text()
	}
	wants(t, "nothing", ask(w.member, w.channel), "Nothing is read here yet.")
	w.slash("source add", map[string]any{"sources": "The Guardian: World, https://one.example/f, https://two.example/f"})
	w.slash("source pause", map[string]any{"source": "two.example/f"})
	said := ask(w.member, w.channel)
	wants(t, "members", said, "What is read here", "The Guardian: World**, United Kingdom, Guardian Media Group (Scott Trust)", "one.example/f")
	if strings.Contains(said, "two.example") || strings.Contains(said, "](<") || strings.Contains(said, "full texts") {
		t.Errorf("got %s", said)
	}
	dm := w.d.DM(w.member)
	wants(t, "a direct message has its own", ask(w.member, dm), "Nothing is read for you here yet.")
	w.interact(discordtest.Interaction{User: w.member, Channel: dm, Name: "source add", Options: map[string]any{"sources": "Le Monde"}})
	wants(t, "in the direct message", ask(w.member, dm), "Le Monde**, France")
}

// sourceScreens draws all that is said about sources in a language.
func sourceScreens(t *testing.T, locale string) string {
	t.Helper()
	w, stand := withNamedFeeds(t)
	var out strings.Builder
	see := func(in discordtest.Interaction) *discordtest.Message {
		t.Helper()
		in.Locale = locale
		reply := w.interact(in)
		options, _ := json.Marshal(in.Options)
		fmt.Fprintf(&out, "/%s%s %s\n%s\n", in.Name, in.Press, options, reply.Text())
		m := reply.Message()
		if m != nil {
			for _, button := range buttons(m) {
				fmt.Fprintf(&out, "[%s] ", button[0])
			}
			for _, file := range m.Files {
				fmt.Fprintf(&out, "(%s) ", file.Name)
			}
		}
		if form := reply.Modal(); form != nil {
			for _, field := range []string{"title", "label", "description", "placeholder"} {
				body, _ := json.Marshal(form)
				for _, found := range regexp.MustCompile(`"`+field+`":"([^"]*)"`).FindAllStringSubmatch(string(body), 8) {
					fmt.Fprintf(&out, "%s: %s\n", field, found[1])
				}
			}
		}
		out.WriteString("\n\n")
		return m
	}
	slash := func(name, typed string) *discordtest.Message {
		t.Helper()
		return see(discordtest.Interaction{Name: name, Options: map[string]any{"sources": typed}})
	}
	see(discordtest.Interaction{Name: "source list"})
	see(discordtest.Interaction{Name: "sources"})
	see(discordtest.Interaction{Name: "source add"})
	for _, typed := range []string{" ", "https://one.example/f", "https://one.example/f", "zzz", "al jazeera", "ftp://x.example"} {
		slash("source add", typed)
	}
	slash("source add", "The Guardian: World, Le Monde, tagesschau, NPR News, Al Jazeera English, nothing of the kind, https://a:b@x.example/")
	for _, body := range []string{"", "<opml/>"} {
		see(discordtest.Interaction{Name: "source add", Options: map[string]any{"file": discordtest.File{Name: "feeds.opml", Content: []byte(body)}}})
	}
	m := see(discordtest.Interaction{Name: "source list"})
	see(discordtest.Interaction{Name: "sources"})
	var one string
	for _, option := range menusOf(m)[0].Options {
		if option.Label == "one.example/f" {
			one = option.Value
		}
	}
	press := func(do string) { see(discordtest.Interaction{Press: sources.Press + do, Message: m}) }
	see(discordtest.Interaction{Press: sources.Press + sources.DoOne, Values: []string{one}, Message: m})
	press("try." + one)
	stand.answer("one.example", http.StatusForbidden)
	press("try." + one)
	stand.answer("one.example", http.StatusTooManyRequests)
	press("try." + one)
	press("try." + one)
	press("pause." + one)
	press("resume." + one)
	press("export")
	press("remove." + one)
	press("remove." + one)
	press("again." + one)
	see(discordtest.Interaction{Name: "source pause", Options: map[string]any{"source": "nonesuch"}})
	return longNumbers.ReplaceAllString(out.String(), "NUMBER")
}

func TestSource_EveryScreenInEveryLanguage(t *testing.T) {
	for _, lang := range languages() {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			briefingtest.Golden(t, "source-"+lang, sourceScreens(t, locales[lang]))
		})
	}
}

func TestSource_EveryScreenFitsALongerLanguage(t *testing.T) {
	t.Parallel()
	if said := sourceScreens(t, phrases.Pseudo); strings.Contains(said, "\nNo sources") || !strings.Contains(said, `\[No sources are chosen yet`) {
		t.Errorf("not in the pseudo-language:\n%.2000s", said)
	}
}

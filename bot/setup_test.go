package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/bot/discordtest"
	"dateline/bot/setup"
	"dateline/bot/sources"
	"dateline/briefing/briefingtest"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/briefing/sample"
)

// newsstand answers for every host of the world: each has a feed with one story
// that all report and one of its own. Hosts in silent do not answer.
type newsstand struct {
	now    func() time.Time
	silent func(host string) bool
}

// RoundTrip answers one request.
func (n *newsstand) RoundTrip(r *http.Request) (*http.Response, error) {
	if n.silent != nil && n.silent(r.URL.Hostname()) {
		return nil, fmt.Errorf("connect to %s: it does not answer", r.URL.Hostname())
	}
	w, host := httptest.NewRecorder(), r.URL.Hostname()
	answered := func() *http.Response {
		resp := w.Result()
		resp.Request = r // as http.Transport gives it
		return resp
	}
	if strings.HasSuffix(r.URL.Path, "robots.txt") {
		w.WriteHeader(http.StatusNotFound)
		return answered(), nil
	}
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(host))
	names := []string{"Karsk", "Lysk", "Hale", "Marr", "Sel", "Velland", "Oru", "Amber"}
	own := names[hash.Sum32()%uint32(len(names))]
	at := n.now().Add(-time.Hour).UTC().Format(time.RFC1123Z)
	item := `<item><title>%s</title><link>https://%s/%d</link><pubDate>%s</pubDate><description>%s</description></item>`
	fmt.Fprintf(w, `<rss version="2.0"><channel><title>%s</title>`+item+item+`</channel></rss>`, host,
		"Rescuers find 40 alive in Senn", host, 1, at, "Rescuers reached the village of Senn and found 40 people alive in its school, the rescue service said.",
		"Harbour of "+own+" opens", host, 2, at, "The harbour of "+own+" opens again after "+fmt.Sprint(hash.Sum32()%90+10)+" days, its director said.")
	return answered(), nil
}

// stocked is a world in which the feeds of the catalogue can be read.
func stocked(t testing.TB, stand *newsstand, change ...func(*Options, *discordtest.Options)) *world {
	t.Helper()
	if stand.now == nil {
		stand.now = time.Now
	}
	w := newWorld(t, append(change, func(o *Options, _ *discordtest.Options) { o.Poller.Fetcher.Client = &http.Client{Transport: stand} })...)
	w.bot.sampler.Wait = hang // what is tested here is not speed
	return w
}

// ready waits until a screen shows its preview.
func (w *world) ready(r *discordtest.Reply, locale string) *discordtest.Message {
	w.t.Helper()
	reading := phrases.First(locale).Say("setup_reading")
	w.await("a preview", func() bool {
		m := r.Message()
		return m != nil && !strings.Contains(m.Content, reading)
	})
	return r.Message()
}

// screen types /setup and waits for the preview.
func (w *world) screen(locale string) *discordtest.Message {
	w.t.Helper()
	return w.ready(w.interact(discordtest.Interaction{Name: "setup", Locale: locale}), locale)
}

// menus are the custom ids of a screen's menus and buttons, by what they are for.
func menus(m *discordtest.Message) map[string]string {
	out := map[string]string{}
	for _, id := range m.CustomIDs() {
		out[id[strings.LastIndexByte(id, ':')+1:]] = id
	}
	return out
}

// pressed presses something of a screen, and waits for the preview after it.
func (w *world) pressed(m *discordtest.Message, what string, values ...string) *discordtest.Message {
	w.t.Helper()
	in := discordtest.Interaction{Press: menus(m)[what], Message: m}
	if len(values) > 0 {
		in.Values = values
	}
	return w.ready(w.interact(in), "en-US")
}

// saved is what a server has: its schedules with their settings, and its sources.
func (w *world) saved() string {
	w.t.Helper()
	ctx := context.Background()
	var out strings.Builder
	plans, err := w.store.Schedules(ctx, int64(id(w.guild)))
	if err != nil {
		w.t.Fatal(err)
	}
	for _, x := range plans {
		set := profile.ParseSchedule(x.Schedule.Profile)
		fmt.Fprintf(&out, "%s in #%s: %s (%s), %d, %s, channel %s\n", x.Schedule.Name, x.Channel.Name, x.Schedule.Rule, x.Schedule.Zone, set.Stories, set.Lang,
			profile.ParseChannel(x.Channel.Profile).Lang)
	}
	srcs, err := w.bot.chosen(ctx, "guild:"+w.guild)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, s := range srcs {
		fmt.Fprintf(&out, "- %s\n", sources.Name(s))
	}
	return out.String()
}

// From the invitation to a schedule that is saved, with a preview: /setup and Save.
func TestSetup_TwoInteractionsWithWhatIsUsual(t *testing.T) {
	for locale, want := range map[string]string{
		"en-US": "World in #general: daily 07:30 (America/New_York), 5, en, channel \n- BBC News: World\n- Al Jazeera English\n- NPR: World\n- DW English\n- The Guardian: World\n- France 24 English\n",
		"de":    "Welt in #general: daily 07:30 (Europe/Berlin), 5, de, channel \n- tagesschau: Ausland\n- Der Spiegel: Ausland\n- ORF\n- SRF News: International\n- Der Standard: International\n- NZZ: International\n",
	} {
		t.Run(locale, func(t *testing.T) {
			t.Parallel()
			w := stocked(t, &newsstand{})
			w.guild, _ = w.invited(locale)
			w.channel = w.d.AddChannel(w.guild, "general", 0)
			w.d.Join(w.guild, w.boss, discordtest.ManageGuild)
			before := len(w.d.Calls("POST", "/callback"))
			m := w.screen(locale)
			words := phrases.First(locale)
			for _, want := range []string{words.Say("setup_ready"), words.Say("setup_preview"), "### ", "Senn"} {
				if !strings.Contains(m.Content, want) {
					t.Errorf("%q is missing on the screen:\n%s", want, m.Content)
				}
			}
			if got := w.saved(); got != "" || w.bot.profile(context.Background(), int64(id(w.guild))).Zone != "" {
				t.Errorf("before it is saved there is:\n%s", got)
			}
			done := w.interact(discordtest.Interaction{Press: menus(m)["save"], Message: m, Locale: locale})
			if n := len(w.d.Calls("POST", "/callback")) - before; n > 3 || sample.Most > 20*time.Second {
				t.Errorf("%d interactions, the preview after %s at most", n, sample.Most)
			}
			if diff := cmp.Diff(want, w.saved()); diff != "" {
				t.Error(diff)
			}
			first, _ := setup.New(setup.HomeOf("", locale, ""), words, nil).First(time.Now())
			if said := done.Text(); !strings.Contains(said, fmt.Sprintf("<t:%d:f>", first.Unix())) || !strings.Contains(said, "#general") || !done.Private() {
				t.Errorf("saved, it says: %s", said)
			}
			w.interact(discordtest.Interaction{Press: menus(m)["save"], Message: m, Locale: locale})
			if diff := cmp.Diff(want, w.saved()); diff != "" {
				t.Errorf("saved twice: %s", diff)
			}
		})
	}
}

func TestSetup_EachThingCanBeChanged(t *testing.T) {
	t.Parallel()
	w := stocked(t, &newsstand{silent: func(host string) bool { return host == "gone.example" }})
	other := w.d.AddChannel(w.guild, "wire", 5)
	m := w.pressed(w.screen("en-US"), setup.PickChannel, other)
	m = w.pressed(m, setup.PickLanguage, "fr")
	wants(t, "another language", m.Content, "Post in #wire, every day at 07:30 (New York), up to 5 stories, in the sources’ own sentences, since no language model is set; the rest in French.", "Sources: Le Monde")
	m = w.pressed(m, setup.PickPack, "climate-en")
	wants(t, "a pack", m.Content, "Sources: The Guardian, Carbon Brief", "the rest in French")
	var keys []string
	draft := setup.New(setup.HomeOf("", "en-US", ""), nil, nil)
	draft.Take("climate-en", nil)
	for _, s := range draft.Chosen()[:2] {
		keys = append(keys, s.Key())
	}
	m = w.pressed(m, setup.PickSources, keys...)
	wants(t, "two of them", m.Content, "Sources: The Guardian, Carbon Brief.")
	form := w.interact(discordtest.Interaction{Press: menus(m)[setup.PressTime], Message: m}).Modal()
	wants(t, "a time that cannot be read", w.interact(discordtest.Interaction{Form: form, Fields: map[string]string{"when": "now and then"}, Message: m}).Message().Content, "I do not understand “now”.")
	wants(t, "a city that is none", w.interact(discordtest.Interaction{Form: form, Fields: map[string]string{"city": "Atlantis"}, Message: m}).Message().Content, "I know no city or zone called “Atlantis”. Press Change time again")
	m = w.interact(discordtest.Interaction{Form: form, Fields: map[string]string{"when": "weekdays 18:00", "city": "Tokyo"}, Message: m}).Message()
	wants(t, "another time", m.Content, "18:00 (Tokyo)", "Harbour of")
	form = w.interact(discordtest.Interaction{Press: menus(m)[setup.PressAdd], Message: m}).Modal()
	m = w.ready(w.interact(discordtest.Interaction{Form: form, Fields: map[string]string{"names": "tagesschau, zzzz qqqq\nhttps://coast.example/feed, gone.example"}, Message: m}), "en-US")
	wants(t, "more sources", m.Content, "Sources: The Guardian, Carbon Brief, tagesschau, coast.example, gone.example.", "I know no source called: zzzz qqqq.", "Not read in time for this preview: gone.example.")
	done := w.interact(discordtest.Interaction{Press: menus(m)["save"], Message: m})
	wants(t, "saved", done.Text(), "Saved. The first briefing comes <t:", "in #wire.", "gone.example could not be added: connect to gone.example: it does not answer.")
	want := "Monde in #wire: weekdays 18:00 (Asia/Tokyo), 5, fr, channel fr\n- The Guardian: Climate\n- Carbon Brief\n- tagesschau\n- coast.example\n"
	if diff := cmp.Diff(want, w.saved()); diff != "" {
		t.Error(diff)
	}
	if server := w.bot.profile(context.Background(), int64(id(w.guild))); server.Zone != "Asia/Tokyo" || server.Lang != "fr" {
		t.Errorf("the server has %+v", server)
	}
}

func TestSetup_AgainShowsWhatIsSetAndChangesIt(t *testing.T) {
	t.Parallel()
	w := stocked(t, &newsstand{})
	w.tap(w.boss, w.screen("en-US"), "Save")
	m := w.screen("en-US")
	wants(t, "again", m.Content, "**This is what is set: World**", "Post in #news, every day at 07:30 (New York), up to 5 stories, in the sources’ own sentences", "Sources: BBC News, Al Jazeera English, NPR", "[BBC News](<https://feeds.bbci.co.uk/1>)")
	before := w.saved()
	w.tap(w.boss, m, "Save")
	if diff := cmp.Diff(before, w.saved()); diff != "" {
		t.Errorf("saved without a change: %s", diff)
	}
	m = w.screen("en-US")
	srcs, err := w.bot.chosen(context.Background(), "guild:"+w.guild)
	if err != nil {
		t.Fatal(err)
	}
	m = w.pressed(m, setup.PickSources, setup.Source{URL: srcs[0].URL}.Key(), setup.Source{URL: srcs[2].URL}.Key())
	form := w.interact(discordtest.Interaction{Press: menus(m)[setup.PressTime], Message: m}).Modal()
	m = w.interact(discordtest.Interaction{Form: form, Fields: map[string]string{"when": "every 3 hours"}, Message: m}).Message()
	wants(t, "changed", w.tap(w.boss, m, "Save").Text(), "Saved. The next briefing comes <t:")
	want := "World in #news: every 3 hours (America/New_York), 5, en, channel \n- BBC News: World\n- NPR: World\n"
	if diff := cmp.Diff(want, w.saved()); diff != "" {
		t.Error(diff)
	}
}

func TestSetup_PermissionsAreNamedBeforeAnythingIsSaved(t *testing.T) {
	t.Parallel()
	w := stocked(t, &newsstand{})
	w.d.Deny(w.channel, discordtest.SendMessages)
	m := w.screen("en-US")
	wants(t, "nowhere else", m.Content, "Post in #news", "In #news I lack: Send Messages. Open the channel’s settings, page Permissions, add my role and allow it")
	wants(t, "a press all the same", w.interact(discordtest.Interaction{Press: menus(m)["save"], Message: m}).Text(), "In #news I lack: Send Messages.")
	if got := w.saved(); got != "" {
		t.Errorf("saved: %s", got)
	}
	w.d.Deny(w.channel, 0)
	m = w.pressed(m, setup.PressAgain)
	if strings.Contains(m.Content, "I lack") {
		t.Errorf("allowed by now: %s", m.Content)
	}
	w.d.Deny(w.channel, discordtest.ReadHistory)
	wants(t, "closed meanwhile", w.tap(w.boss, m, "Save").Text(), "In #news I lack: Read Message History.")
	w.d.AddChannel(w.guild, "general", 0)
	hidden := w.d.AddChannel(w.guild, "late-news", 0)
	w.d.Deny(hidden, discordtest.ViewChannel)
	w.d.AddChannel(w.guild, "world-headlines", 5)
	w.d.AddChannel(w.guild, "news-voice", 2)
	wants(t, "the best channel", w.screen("en-US").Content, "Post in #world-headlines,")
	m = w.pressed(w.screen("en-US"), setup.PickChannel, hidden)
	wants(t, "a channel that cannot be seen", m.Content, "Post in #late-news,", "I cannot see that channel. Give my role View Channel")
	other := w.d.AddChannel(w.d.AddGuild("Other"), "foreign", 0)
	wants(t, "a channel of another server", w.pressed(m, setup.PickChannel, other).Content, "That channel is not in this server.")
	if got := w.saved(); got != "" {
		t.Errorf("saved: %s", got)
	}
}

func TestSetup_WorksWhereNoFeedAnswers(t *testing.T) {
	t.Parallel()
	w := stocked(t, &newsstand{silent: func(string) bool { return true }})
	m := w.screen("en-US")
	wants(t, "no answer", m.Content, "None of the sources answered in time")
	wants(t, "saved", w.tap(w.boss, m, "Save").Text(), "Saved. The first briefing comes <t:")
	if got := w.saved(); strings.Count(got, "\n- ") != 6 {
		t.Errorf("saved:\n%s", got)
	}
}

func TestSetup_OnlyForWhoOpenedItAndMayManage(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	now := time.Now()
	clock := func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		return now
	}
	w := stocked(t, &newsstand{now: clock}, func(o *Options, _ *discordtest.Options) { o.Now = clock })
	m := w.screen("en-US")
	chief := w.d.AddUser("chief")
	w.d.Join(w.guild, chief, discordtest.ManageGuild)
	save := discordtest.Interaction{Press: menus(m)["save"], Message: m}
	refused := func(what string, in discordtest.Interaction, want string) {
		t.Helper()
		r := w.interact(in)
		wants(t, what, r.Message().Content, want)
		if got := w.saved(); got != "" || !r.Private() {
			t.Errorf("%s: saved %q", what, got)
		}
	}
	by := func(user string) discordtest.Interaction {
		in := save
		in.User = user
		return in
	}
	refused("another manager", by(chief), "Only the person who opened this screen can use it.")
	refused("a member", by(w.member), "Only members who may manage this server can do this")
	refused("a member's command", discordtest.Interaction{User: w.member, Name: "setup"}, "Only members who may manage this server can do this")
	elsewhere := w.d.AddGuild("Other")
	w.d.Join(elsewhere, w.boss, discordtest.ManageGuild)
	in := save
	in.Channel = w.d.AddChannel(elsewhere, "talk", 0)
	refused("in another server", in, "Only the person who opened this screen can use it.")
	lost := save
	lost.Press = "setup:AAAAAAAAAAAAAAAAAAAAAAAAAA:save"
	refused("a screen that is gone", lost, "This screen is too old, and nothing of it was saved. Type /setup again.")
	refused("nothing that can be pressed", discordtest.Interaction{Press: strings.Replace(menus(m)["save"], ":save", ":other", 1), Message: m}, "I no longer know what this belongs to")
	refused("a key that is gone", discordtest.Interaction{Press: menus(m)["sources"], Values: []string{"x"}, Message: m}, "I no longer know what this belongs to")
	mu.Lock()
	now = now.Add(16 * time.Minute)
	mu.Unlock()
	refused("after 16 minutes", save, "This screen is too old")
	wants(t, "in direct messages", w.interact(discordtest.Interaction{Channel: w.d.DM(w.boss), Name: "setup"}).Text(), "This works in a server's channel")
}

// A press while the preview is being drawn is not undone by it.
func TestSetup_SavedWhileThePreviewIsDrawn(t *testing.T) {
	t.Parallel()
	held := make(chan struct{})
	w := stocked(t, &newsstand{silent: func(string) bool { <-held; return false }})
	r := w.interact(discordtest.Interaction{Name: "setup"})
	m := r.Message()
	wants(t, "at once", m.Content, "Ready to save", "I am reading the sources for it, for 20 seconds at most.")
	done := w.tap(w.boss, m, "Save")
	wants(t, "saved", done.Text(), "Saved. The first briefing comes")
	close(held)
	w.await("the preview's end", func() bool { return len(w.d.Calls("PATCH", "/@original")) == 3 })
	if got := r.Text(); !strings.HasPrefix(got, "Saved.") {
		t.Errorf("the screen says: %s", got)
	}
}

// setupScreens are all that a server's manager sees of /setup in a language.
func setupScreens(t *testing.T, locale string) string {
	now := func() time.Time { return monday }
	stand := &newsstand{now: now}
	w := stocked(t, stand, func(o *Options, _ *discordtest.Options) { o.Now, o.Model = now, "large at api.example.com" })
	w.d.SetLocale(w.guild, locale)
	var out strings.Builder
	see := func(what string, in discordtest.Interaction) *discordtest.Reply {
		t.Helper()
		in.Locale = locale
		reply := w.interact(in)
		fmt.Fprintf(&out, "=== %s\n", what)
		if form := reply.Modal(); form != nil {
			body, _ := json.MarshalIndent(form, "", " ")
			out.Write(append(body, '\n'))
			return reply
		}
		m := w.ready(reply, locale)
		out.WriteString(m.Content + "\n")
		body, _ := json.Marshal(m.Components)
		for _, label := range labelled.FindAllStringSubmatch(string(body), -1) {
			fmt.Fprintf(&out, "[%s] ", label[1])
		}
		out.WriteString("\n\n")
		return reply
	}
	m := w.ready(see("setup", discordtest.Interaction{Name: "setup"}), locale)
	on := func(press string) discordtest.Interaction {
		return discordtest.Interaction{Press: menus(m)[press], Message: m}
	}
	form := see("change time", on(setup.PressTime)).Modal()
	see("no city", discordtest.Interaction{Form: form, Fields: map[string]string{"city": "Atlantis"}, Message: m})
	form = see("add", on(setup.PressAdd)).Modal()
	server := see("for the whole server", on(setup.PressServer)).Modal()
	see("set for the whole server", discordtest.Interaction{Form: server, Picks: map[string][]string{setup.FieldAsking: {"off"}, setup.FieldRoom: {w.channel}}, Message: m})
	stand.silent = func(host string) bool { return host == "gone.example" }
	see("added", discordtest.Interaction{Form: form, Fields: map[string]string{"names": "zzzz qqqq, gone.example"}, Message: m})
	w.d.Deny(w.channel, discordtest.SendMessages|discordtest.ReadHistory)
	see("barred", on(setup.PressSave))
	w.d.Deny(w.channel, 0)
	see("saved", on(setup.PressSave))
	see("again", discordtest.Interaction{Name: "setup"})
	in := on(setup.PressSave)
	in.Press = "setup:AAAAAAAAAAAAAAAAAAAAAAAAAA:save"
	see("lost", in)
	chief := w.d.AddUser("chief")
	w.d.Join(w.guild, chief, discordtest.ManageGuild)
	in = on(setup.PressSave)
	in.User = chief
	see("another's", in)
	return drafts.ReplaceAllString(longNumbers.ReplaceAllString(out.String(), "NUMBER"), "setup:ID")
}

var (
	labelled = regexp.MustCompile(`"(?:label|placeholder)":"([^"]*)"`)
	drafts   = regexp.MustCompile(`setup:[A-Z0-9]{26}`)
)

func TestSetup_EveryScreenInEveryLanguage(t *testing.T) {
	for _, lang := range languages() {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			briefingtest.Golden(t, "setup-"+lang, setupScreens(t, locales[lang]))
		})
	}
}

func TestSetup_EveryScreenFitsALongerLanguage(t *testing.T) {
	t.Parallel()
	if said := setupScreens(t, phrases.Pseudo); strings.Contains(said, "Ready to save*") || !strings.Contains(said, "Ready to save") {
		t.Errorf("not in the pseudo-language:\n%.2000s", said)
	}
}

// Of several schedules the screen says which one it shows, and changes that one.
func TestSetup_SaysWhichOfSeveralSchedulesItChanges(t *testing.T) {
	t.Parallel()
	w := stocked(t, &newsstand{})
	other := w.d.AddChannel(w.guild, "alpha", 0)
	for _, name := range []string{"World", "Europe", "Sport"} {
		w.slash("schedule add", map[string]any{"when": "daily 08:00", "city": "UTC", "name": name, "channel": w.channel})
	}
	w.slash("schedule add", map[string]any{"when": "daily 09:00", "city": "UTC", "name": "Zoo", "channel": other})
	m := w.screen("en-US")
	wants(t, "two in this channel", m.Content, "**This is what is set: Europe**", "Other schedules here: Zoo in #alpha, every day at 09:00; Sport in #news, every day at 08:00; World in #news, every day at 08:00. /schedule edit changes them")
	form := w.interact(discordtest.Interaction{Press: menus(m)[setup.PressTime], Message: m}).Modal()
	m = w.interact(discordtest.Interaction{Form: form, Fields: map[string]string{"when": "weekdays 10:00"}, Message: m}).Message()
	w.tap(w.boss, m, "Save")
	var got []string
	for _, line := range strings.Split(w.saved(), "\n")[:4] {
		got = append(got, line[:strings.IndexByte(line, '(')])
	}
	want := []string{"Zoo in #alpha: daily 09:00 ", "Europe in #news: weekdays 10:00 ", "Sport in #news: daily 08:00 ", "World in #news: daily 08:00 "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Between Save and the first pass there is nothing to show, which is no fault of a source.
func TestPreview_BeforeTheFirstPassSaysThatNothingWasRead(t *testing.T) {
	t.Parallel()
	w := stocked(t, &newsstand{})
	done := w.tap(w.boss, w.screen("en-US"), "Save")
	seen := w.tap(w.boss, done.Message(), "Preview")
	wants(t, "the preview", seen.Text(), "World in #news: nothing has been read yet, so there is nothing to show. The sources are read within a few minutes; press Preview then.")
	if ids := strings.Join(seen.Message().CustomIDs(), " "); strings.Contains(ids, "now:") {
		t.Errorf("it can be posted: %s", ids)
	}
}

// What a fresh server leads nowhere names where to begin, to whom it may concern.
func TestBot_FreshServerIsLedToSetup(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct {
		name    string
		options map[string]any
	}{{"schedule list", nil}, {"source list", nil}, {"sources", nil}, {"status", nil}, {"why", nil}, {"brief", nil}, {"help", nil},
		{"ask", map[string]any{"question": "What happened in Senn?"}}, {"why", map[string]any{"story": "Senn"}}} {
		wants(t, "/"+c.name, w.slash(c.name, c.options), "/setup")
	}
	for _, name := range []string{"sources", "brief", "why", "ask"} {
		in := discordtest.Interaction{User: w.member, Name: name}
		if name == "ask" {
			in.Options = map[string]any{"question": "What happened in Senn?"}
		}
		wants(t, "/"+name+" of a member", w.interact(in).Text(), "hoever manages the server", "/setup")
	}
}

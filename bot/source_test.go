package bot

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"dateline/bot/component"
	"dateline/bot/discordtest"
	"dateline/bot/sources"
	"dateline/bot/wire"
	"dateline/briefing/catalogue"
	"dateline/briefing/feed"
	"dateline/briefing/feed/feedtest"
	"dateline/briefing/phrases"
	"dateline/store"
)

// namedFeeds is an internet in which every address holds a feed that is named after it.
type namedFeeds struct {
	mu    sync.Mutex
	asked []string
	slow  chan struct{}  // once it is there nothing is answered before it is closed
	sick  map[string]int // hosts that answer with a status
}

// RoundTrip answers with a feed of one item.
func (n *namedFeeds) RoundTrip(r *http.Request) (*http.Response, error) {
	if n.slow != nil && r.URL.Path != "/robots.txt" {
		select {
		case <-n.slow:
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
	n.mu.Lock()
	n.asked = append(n.asked, r.URL.String())
	status, name := cmp.Or(n.sick[r.URL.Host], http.StatusOK), strings.TrimPrefix(r.URL.Host+r.URL.Path, "www.")
	n.mu.Unlock()
	if r.URL.Path == "/robots.txt" || r.URL.Path == "/item" {
		status = http.StatusNotFound
	}
	body := fmt.Sprintf(`<rss version="2.0"><channel><title>%s</title><item><title>News of %s</title><link>https://%s/item</link>`+
		`<pubDate>%s</pubDate><description>The town of %s opened its bridge.</description></item></channel></rss>`,
		name, name, r.URL.Host, time.Now().Add(-time.Hour).UTC().Format(time.RFC1123Z), name)
	header := http.Header{"Content-Type": {"application/rss+xml"}}
	if status == http.StatusTooManyRequests {
		header.Set("Retry-After", "3600")
	}
	return &http.Response{StatusCode: status, Header: header, Request: r, Body: io.NopCloser(strings.NewReader(body))}, nil
}

// answer lets a host answer with a status from now on.
func (n *namedFeeds) answer(host string, status int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.sick == nil {
		n.sick = map[string]int{}
	}
	n.sick[host] = status
}

// reached are the addresses of feeds that were asked for.
func (n *namedFeeds) reached() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(n.asked), func(s string) bool {
		return strings.HasSuffix(s, "/robots.txt") || strings.HasSuffix(s, "/tdmrep.json") || strings.HasSuffix(s, "/item")
	})
}

// withNamedFeeds is a world in that internet.
func withNamedFeeds(t *testing.T, change ...func(*Options, *discordtest.Options)) (*world, *namedFeeds) {
	t.Helper()
	stand := &namedFeeds{}
	return newWorld(t, append(change, func(o *Options, _ *discordtest.Options) {
		o.Poller.Fetcher.Client = &http.Client{Transport: stand}
	})...), stand
}

// read are the names by the addresses of what an owner reads.
func (w *world) read(owner string) map[string]string {
	w.t.Helper()
	all, err := w.store.Sources(context.Background(), owner)
	if err != nil {
		w.t.Fatal(err)
	}
	out := map[string]string{}
	for _, s := range all {
		out[s.URL] = sources.Name(s)
	}
	return out
}

func TestSourceAdd_FiveInOneCommand(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var typed []string
	want := map[string]string{}
	for _, name := range []string{"Harbour Times", "North Wire", "The Ledger", "Karsk Post", "Coast Radio"} {
		press := feedtest.New(t, name)
		press.Publish(name+" finds 40 alive in Senn", senn)
		typed = append(typed, press.URL)
		want[press.URL] = name
	}
	line := typed[0] + " " + typed[1] + ", " + typed[2] + "\n" + typed[3] + ";" + typed[4] + " " + typed[0] + " http://127.0.0.1:1/feed"
	reply := w.interact(discordtest.Interaction{Name: "source add", Options: map[string]any{"sources": line}})
	said := reply.Text()
	wants(t, "the sources", said, "5 sources are read from now on:", "1 could not be added:", "127.0.0.1:1**: nothing answers at this address")
	for _, name := range want {
		wants(t, name, said, "**"+name+"**, 1 item, latest: ["+name+" finds 40 alive in Senn]")
	}
	if diff := gocmp.Diff(want, w.read("guild:"+w.guild)); diff != "" {
		t.Errorf("stored (-want +got):\n%s", diff)
	}
	undone := w.tap(w.boss, reply.Message(), "Remove them again")
	wants(t, "undone", undone.Text(), "5 sources are read no more.")
	wants(t, "undone twice", w.tap(w.boss, reply.Message(), "Remove them again").Text(), "It is removed already.")
	if left := w.read("guild:" + w.guild); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

func TestSourceAdd_WhatIsThereAlreadyIsSaid(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	other := feedtest.New(t, "North Wire")
	reply := w.interact(discordtest.Interaction{Name: "source add", Options: map[string]any{"sources": w.press.URL + " " + other.URL}})
	wants(t, "one of two is new", reply.Text(), "**Coast Radio** was among the sources already.", "**North Wire** is read from now on; it holds 0 items.")
	wants(t, "only that is removed", w.tap(w.boss, reply.Message(), "Remove it again").Text(), "North Wire is read no more.")
}

func TestSourceAdd_NamesOfTheCatalogue(t *testing.T) {
	t.Parallel()
	w, stand := withNamedFeeds(t)
	choices := w.interact(discordtest.Interaction{Name: "source add", Options: map[string]any{"sources": "a.example, guardian"}, Focus: "sources"}).Choices()
	if want := [2]string{"a.example, The Guardian: World, United Kingdom, English, world, Guardian Media Group (Scott Trust)", "a.example, The Guardian: World"}; len(choices) == 0 || choices[0] != want {
		t.Fatalf("got %q, first of all want %q", choices, want)
	}
	german := w.interact(discordtest.Interaction{Name: "source add", Options: map[string]any{"sources": "bbc"}, Focus: "sources", Locale: "de"}).Choices()
	if len(german) == 0 || !strings.Contains(german[0][0], "Vereinigtes Königreich") {
		t.Errorf("in German: %q", german)
	}
	said := w.slash("source add", map[string]any{"sources": choices[0][1] + ", the grauniad"})
	wants(t, "added", said, "**a.example** is read from now on", "**The Guardian: World** is read from now on", "**the grauniad**: no feed of this name is known")
	guardian, _ := catalogue.Named("The Guardian: World")
	if got := w.read("guild:" + w.guild); got[guardian.URL] != guardian.Name || len(got) != 2 {
		t.Errorf("read: %v", got)
	}
	if got := stand.reached(); !slices.Contains(got, guardian.URL) {
		t.Errorf("asked for %v", got)
	}
}

func TestSourceAdd_APackIsReadAtOnce(t *testing.T) {
	t.Parallel()
	w, _ := withNamedFeeds(t)
	packs := w.interact(discordtest.Interaction{Name: "source add", Options: map[string]any{"pack": "science"}, Focus: "pack"}).Choices()
	if len(packs) == 0 {
		t.Fatal("no pack of science")
	}
	wishes, ok := sources.OfPack(packs[0][1])
	if !ok {
		t.Fatalf("no pack %q", packs[0])
	}
	wants(t, "added", w.slash("source add", map[string]any{"pack": packs[0][1]}), fmt.Sprintf("%d sources are read from now on:", len(wishes)))
	got := w.read("guild:" + w.guild)
	for _, wish := range wishes {
		if got[wish.URL] != wish.Name {
			t.Errorf("%s is read as %q", wish.Name, got[wish.URL])
		}
	}
	wants(t, "no such pack", w.slash("source add", map[string]any{"pack": "moon"}), "No pack of this name is known.")
}

// outlines is a list of other readers with so many feeds.
func outlines(t *testing.T, n int) []byte {
	t.Helper()
	var list []feed.Feed
	for i := range n {
		list = append(list, feed.Feed{URL: fmt.Sprintf("https://paper%d.example/feed", i), Title: fmt.Sprintf("paper%d.example/feed", i)})
	}
	body, err := feed.OPML(list)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestSourceAdd_AListOf118ComesOutAsItWentIn(t *testing.T) {
	t.Parallel()
	w, _ := withNamedFeeds(t)
	want := outlines(t, 118)
	form := w.interact(discordtest.Interaction{Name: "source add"}).Modal()
	if form == nil {
		t.Fatal("nothing typed opens no form")
	}
	said := w.interact(discordtest.Interaction{Form: form, Fields: map[string]string{sources.FieldWhat: "paper3.example/feed"},
		Files: map[string][]discordtest.File{sources.FieldFile: {{Name: "subscriptions.opml", Content: want}}}}).Text()
	wants(t, "added", said, "118 sources are read from now on:", "and 103 more")
	list := w.interact(discordtest.Interaction{Name: "source list"})
	sent := w.tap(w.boss, list.Message(), "Export OPML").Message()
	if len(sent.Files) != 1 || sent.Files[0].Name != "sources.opml" {
		t.Fatalf("sent %v", sent.Files)
	}
	byURL := func(body []byte) map[string]string {
		feeds, err := feed.List("a.opml", body)
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]string{}
		for _, f := range feeds {
			out[f.URL] = f.Title
		}
		return out
	}
	if diff := gocmp.Diff(byURL(want), byURL(sent.Files[0].Content)); diff != "" {
		t.Errorf("in and out (-in +out):\n%s", diff)
	}
	full := w.slash("source add", map[string]any{"file": discordtest.File{Name: "more.txt", Content: []byte(lines(83) + "https://x.example/f")}})
	wants(t, "too many", full, "The file names 84 feeds; 82 more fit.")
}

// lines is a text with so many addresses.
func lines(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "https://town%d.example/rss\n", i)
	}
	return b.String()
}

func TestSourceAdd_FilesOfThreeKinds(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"list.txt":       "my papers:\nhttps://one.example/rss\nhttps://two.example/rss.\n",
		"bookmarks.html": `<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF="https://one.example/rss">One</A><DT><A HREF="https://two.example/rss">Two</A></DL>`,
		"feeds.opml":     `<opml version="2.0"><body><outline text="a"><outline xmlUrl="https://one.example/rss"/></outline><outline xmlUrl="https://two.example/rss"/></body></opml>`,
	} {
		w, _ := withNamedFeeds(t)
		said := w.slash("source add", map[string]any{"file": discordtest.File{Name: name, Content: []byte(body)}})
		wants(t, name, said, "**one.example/rss** is read from now on; it holds 1 item.", "**two.example/rss** is read from now on")
	}
}

func TestSourceAdd_PasswordsInAFileAreRefused(t *testing.T) {
	t.Parallel()
	w, stand := withNamedFeeds(t)
	for name, body := range map[string]string{"list.txt": "https://me:hush@one.example/rss", "feeds.opml": `<opml><body><outline xmlUrl="https://me:hush@one.example/rss"/></body></opml>`} {
		said := w.slash("source add", map[string]any{"file": discordtest.File{Name: name, Content: []byte(body)}})
		wants(t, name, said, "one.example could not be added: it holds a name or a password")
		if strings.Contains(said+w.logged(), "hush") || len(stand.reached()) > 0 {
			t.Errorf("%s: %s", name, said)
		}
	}
}

func TestSourceAdd_HostileFiles(t *testing.T) {
	t.Parallel()
	w, stand := withNamedFeeds(t)
	for what, x := range map[string]struct {
		content string
		want    string
	}{
		"25 MB":        {strings.Repeat("https://a.example/f\n", 25<<20/20), "The file is larger than 2 MB."},
		"10,000 feeds": {string(outlines(t, 10_000)), "The file names 5,000+ feeds; 200 more fit."},
		"deep nesting": {"<opml><body>" + strings.Repeat("<outline>", 100_000), "The file names no feed."},
		"nothing":      {"", "The file is empty."},
		"a picture":    {"\x89PNG\r\n\x1a\n" + strings.Repeat("\x00\xff", 500), "The file names no feed."},
		"no addresses": {"dear bot, add my papers please", "The file names no feed."},
		"passwords":    {"https://me:hush@a.example/f", "The file names no feed."},
		"too many":     {"<opml><body>" + strings.ReplaceAll(strings.ReplaceAll(lines(201), "https", `<outline xmlUrl="https`), "\n", `"/>`) + "</body></opml>", "The file names 201 feeds; 200 more fit."},
	} {
		said := w.slash("source add", map[string]any{"file": discordtest.File{Name: "feeds.opml", Content: []byte(x.content)}})
		wants(t, what, said, x.want)
	}
	if got := stand.reached(); len(got) > 0 {
		t.Errorf("asked for %v", got)
	}
	if got := w.d.Calls(http.MethodGet, "attachments/"); len(got) != 7 {
		t.Errorf("%d files were brought; the one of 25 MB must not be", len(got))
	}
	if left := w.read("guild:" + w.guild); len(left) > 0 {
		t.Errorf("read: %v", left)
	}
}

func TestSourceAdd_EntitiesOfAFileStayAsTheyAre(t *testing.T) {
	t.Parallel()
	w, stand := withNamedFeeds(t)
	entities := `<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>` +
		`<opml><body><outline text="&b;&c;" xmlUrl="https://e.example/&c;"/></body></opml>`
	w.slash("source add", map[string]any{"file": discordtest.File{Name: "feeds.opml", Content: []byte(entities)}})
	if got := stand.reached(); len(got) != 1 || got[0] != "https://e.example/&c;" {
		t.Errorf("asked for %q", got)
	}
}

func TestSourceAdd_PrivateAddressesInAFileAreNotAskedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.poller.Fetcher.Allow = nil
	private := "http://127.0.0.1/feed http://[::1]/feed http://10.0.0.1/feed http://169.254.169.254/latest/meta-data " + w.press.URL
	said := w.slash("source add", map[string]any{"file": discordtest.File{Name: "feeds.txt", Content: []byte(private)}})
	wants(t, "private", said, "5 could not be added:", "the address is private")
	if strings.Count(said, "the address is private")+strings.Count(said, "port") < 5 || len(w.read("guild:"+w.guild)) > 0 {
		t.Errorf("got %s", said)
	}
}

func TestListOf_OnlyFromWhereDiscordKeepsFiles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	file := func(address string, size int64) wire.Attachment {
		var out wire.Attachment
		out.URL.V, out.Size.V, out.Name.V = address, size, "feeds.txt"
		return out
	}
	for _, address := range []string{w.press.URL, strings.TrimSuffix(w.press.URL, "feed") + "attachments/1/2/feeds.txt", "http://cdn.discordapp.com/attachments/1/2/f",
		"https://cdn.discordapp.com.evil.example/attachments/1/2/f", "https://me@cdn.discordapp.com/attachments/1/2/f", "file:///etc/passwd", ""} {
		_, err := w.bot.listOf(context.Background(), file(address, 9))
		if said := show(w.bot.replyForError(phrases.In("en"), "source add", err).blocks); !strings.Contains(said, "could not be brought from Discord") {
			t.Errorf("%s: %s", address, said)
		}
	}
	w.interact(discordtest.Interaction{Name: "source add", Options: map[string]any{"file": discordtest.File{Name: "feeds.txt", Content: []byte(lines(200_000))}}})
	if got := w.d.Calls(http.MethodGet, "attachments/"); len(got) != 0 {
		t.Errorf("a file that says it is large was brought: %v", got)
	}
}

func TestSourceAdd_WhatThereIsNoTimeForIsReadLater(t *testing.T) {
	t.Parallel()
	w, stand := withNamedFeeds(t)
	stand.slow = make(chan struct{})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	c := &call{guild: int64(id(w.guild)), user: int64(id(w.boss)), words: phrases.In("en")}
	wish := sources.Typed("https://slow.example/feed", c.words)[0]
	got := w.bot.fulfilOne(context.Background(), ctx, c, wish)
	if got.Result != sources.Unread || got.ID == 0 {
		t.Errorf("got %+v", got)
	}
	again := w.bot.fulfilOne(context.Background(), ctx, c, wish)
	if again.Result != sources.Known || again.ID != got.ID {
		t.Errorf("twice: %+v", again)
	}
	close(stand.slow)
	all, err := w.store.Sources(context.Background(), c.owner())
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	if n, err := w.poller.One(context.Background(), all[0]); err != nil || n != 1 {
		t.Errorf("the next pass reads %d, %v", n, err)
	}
}

func TestSourceAdd_NoMoreThanAServerMayHave(t *testing.T) {
	t.Parallel()
	w, _ := withNamedFeeds(t)
	for i := range sources.Most - 1 {
		if _, _, err := w.store.AddSource(context.Background(), store.Source{Domain: store.Public, Kind: "feed", URL: fmt.Sprintf("https://have%d.example/f", i)}, "guild:"+w.guild, w.boss); err != nil {
			t.Fatal(err)
		}
	}
	wants(t, "the last", w.slash("source add", map[string]any{"sources": "https://last.example/f https://over.example/f"}),
		"**last.example/f** is read from now on", "**over.example**: there are 200 sources, which is all I take")
}

func TestSourceForm_FitsInEveryLanguage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, lang := range append(phrases.Languages(), phrases.Pseudo) {
		form := w.interact(discordtest.Interaction{Name: "source add", Locale: locales[lang]}).Modal()
		if form == nil {
			t.Fatalf("%s: no form", lang)
		}
		shown, _ := w.bot.sourceForm(&call{words: phrases.In(lang)})
		if form["title"] != shown.Title && lang != phrases.Pseudo {
			t.Errorf("%s: the title %q was cut", lang, shown.Title)
		}
		for _, label := range shown.Labels {
			if n := len([]rune(label.Text)); lang != phrases.Pseudo && (n > 45 || len([]rune(label.Help)) > 100) {
				t.Errorf("%s: label %q, help %q", lang, label.Text, label.Help)
			}
		}
		if menu, ok := shown.Labels[1].Field.(component.Menu); !ok || len(menu.Options) != 25 {
			t.Errorf("%s: packs %v", lang, shown.Labels[1].Field)
		}
	}
}

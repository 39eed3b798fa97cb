package feed

import (
	"fmt"
	"html"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// boardFeed is an Atom feed of a link board: the descriptions are HTML, %d in
// them is the number of the item, whose link is its discussion.
func boardFeed(descriptions ...string) string {
	var b strings.Builder
	b.WriteString(`<feed xmlns="http://www.w3.org/2005/Atom"><title>harbour news</title><link rel="alternate" href="https://board.example/r/harbour/"/>`)
	for i, d := range descriptions {
		d = strings.ReplaceAll(d, "%d", fmt.Sprint(i))
		fmt.Fprintf(&b, `<entry><id>t%d</id><title>%s</title><link href="https://board.example/talk/%d"/><content type="html">%s</content></entry>`, i, boardTitles[i], i, html.EscapeString(d))
	}
	return b.String() + `</feed>`
}

var boardTitles = []string{"Pier closed after crack", "Bus fares rise to 3 crowns", "Museum buys a painting"}

// What a board puts around a link is no text of the item, and the link is what
// the item is about.
func TestUnfurnish_LinkBoardsItemHasNoText(t *testing.T) {
	const reddit = `&#32; submitted by &#32; <a href="https://board.example/user/ann%d"> /u/ann%d </a> <br/> <span><a href="https://post.example/p%d">[link]</a></span> &#32; <span><a href="https://board.example/talk/%d">[comments]</a></span>`
	const hacker = `<p>Article URL: <a href="https://post.example/p%d">https://post.example/p%d</a></p><p>Comments URL: <a href="https://board.example/talk/%d">https://board.example/talk/%d</a></p><p>Points: 5%d</p><p># Comments: 1%d</p>`
	const lemmy = `submitted by <a href="https://board.example/u/ann%d">ann%d</a> to <a href="https://board.example/c/harbour">harbour</a><br>1%d points | <a href="https://board.example/talk/%d">2%d comments</a><br><a href="https://post.example/p%d">https://post.example/p%d</a>`
	for name, d := range map[string]string{"reddit": reddit, "hacker": hacker, "lemmy": lemmy} {
		for _, n := range []int{1, 3} {
			if name == "lemmy" && n == 1 {
				continue // what is a pattern shows in several
			}
			doc := parsed(t, boardFeed([]string{d, d, d}[:n]...), "https://board.example/feed")
			for i, it := range doc.Items {
				if want := fmt.Sprintf("https://post.example/p%d", i); it.Text != "" || it.URL != want || it.Title != boardTitles[i] {
					t.Errorf("%s of %d: %q leads to %s with the text %q; want %s and none", name, n, it.Title, it.URL, it.Text, want)
				}
			}
		}
	}
}

// What begins or ends most items of a document, and links alone, are furniture;
// the rest of the text stays, and the item's own link with it.
func TestUnfurnish_TheTextStays(t *testing.T) {
	const news = "The harbour office closed pier %d on Monday after a crack was found."
	for _, c := range []struct {
		name, in, want string
		items          int
	}{
		{"who published it first", `<p>` + news + `</p><p>The post <a href="https://post.example/p%d">Pier closed after crack</a> appeared first on <a href="https://post.example/">The Post</a>.</p>`, news, 1},
		{"an invitation to read on", `<p>` + news + `</p><p><a href="https://post.example/p%d">Read the rest of this article</a></p>`, news, 1},
		{"the same last line", `<p>` + news + `</p><p>Velland's paper since 1921, made in Karsk.</p>`, news, 3},
		{"the same first line", `<p>Reported by the desk in Karsk.</p><p>` + news + `</p>`, news, 3},
		{"the same last line, in plain text", news + "\n\nVelland's paper since 1921, made in Karsk.", news, 3},
		{"counters", `<p>` + news + `</p><p>Points: 4%d</p><p># Comments: 1%d</p>`, news, 1},
		{"a line of one item", `<p>` + news + `</p><p>Nobody was hurt.</p>`, news + "\n\nNobody was hurt.", 1},
		{"a teaser that is a link", `<a href="https://post.example/p%d">` + news + `</a>`, news, 1},
		{"a list of changes", `<ul><li>Open files faster, by <a href=/ann>Ann</a> and <a href=/bo>Bo</a></li><li>Close the window without a crash (<a href=/7>#7</a>)</li></ul>`, "Open files faster, by Ann and Bo\n\nClose the window without a crash (#7)", 1},
		{"figures in a pattern", `<p>Magnitude 4.%d, depth 1%d km, 3%d km off Senn</p>`, "Magnitude 4.%d, depth 1%d km, 3%d km off Senn", 3},
	} {
		doc := parsed(t, boardFeed([]string{c.in, c.in, c.in}[:c.items]...), "https://board.example/feed")
		for i, it := range doc.Items {
			if d := cmp.Diff(strings.ReplaceAll(c.want, "%d", fmt.Sprint(i)), it.Text); d != "" || it.URL != fmt.Sprintf("https://board.example/talk/%d", i) {
				t.Errorf("%s: item %d at %s, -want +got\n%s", c.name, i, it.URL, d)
			}
		}
	}
}

func TestUnfurnish_LinkLeadingNowhereElseStays(t *testing.T) {
	doc := `<rss version="2.0"><channel><title>Town</title><link>https://town.example/</link><item><title>Notice 4</title><link>https://town.example/4</link><description>&lt;a href="/4"&gt;Pier closed&lt;/a&gt;</description></item></channel></rss>`
	got, err := Parse([]byte(doc), "https://town.example/feed", "application/rss+xml")
	if err != nil {
		t.Fatal(err)
	}
	if got.Items[0].Text != "Pier closed" || got.Items[0].URL != "https://town.example/4" {
		t.Errorf("text %q at %q", got.Items[0].Text, got.Items[0].URL)
	}
}

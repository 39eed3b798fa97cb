package fetch

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"dateline/briefing/rights"
)

func TestReserved_RulesOfATdmrep(t *testing.T) {
	one := `[{"location":"/a/*","tdm-reservation":1,"tdm-policy":"https://x.example/p.json"}]`
	for _, c := range []struct {
		name, file, path string
		want             bool
	}{
		{"a path", one, "/a/b", true}, {"another path", one, "/b", false}, {"paths have case", one, "/A/b", false},
		{"all of the site", `[{"location":"/","tdm-reservation":1}]`, "/a", true},
		{"no location is all of it", `[{"tdm-reservation":1}]`, "/a", true},
		{"a star is all of it", `[{"location":"*","tdm-reservation":1}]`, "/a", true},
		{"a path without a slash before it", `[{"location":"a/","tdm-reservation":1}]`, "/a/b", true},
		{"a whole address", `[{"location":"https://x.example/a/*","tdm-reservation":1}]`, "/a/b", true},
		{"an end", `[{"location":"/*.html$","tdm-reservation":1}]`, "/a.html?x", false},
		{"a query", `[{"location":"/*?id=","tdm-reservation":1}]`, "/a?id=3", true},
		{"nothing reserved", `[{"location":"/","tdm-reservation":0}]`, "/a", false},
		{"the longest match", `[{"location":"/","tdm-reservation":1},{"location":"/free/","tdm-reservation":0}]`, "/free/a", false},
		{"it contradicts itself", `[{"location":"/","tdm-reservation":0},{"location":"/","tdm-reservation":1}]`, "/a", true},
		{"a text for a number", `[{"location":"/","tdm-reservation":"1"}]`, "/a", true},
		{"a value that nobody can read", `[{"location":"/","tdm-reservation":"yes, all"}]`, "/a", true},
		{"no value", `[{"location":"/"}]`, "/a", false}, {"null", `[{"location":"/","tdm-reservation":null}]`, "/a", false},
		{"one rule without a list", `{"location":"/","tdm-reservation":1}`, "/a", true},
		{"a byte order mark", "\ufeff" + one, "/a/b", true},
		{"other things in the list", `[7,"x",null,{"location":["/"],"tdm-reservation":1}]`, "/a", true},
		{"an empty list", `[]`, "/a", false}, {"nothing", ``, "/a", false},
		{"a page in its place", `<!doctype html><title>Not found</title>`, "/a", false},
		{"a list that breaks off", `[{"location":"/b","tdm-reservation":0},{"loc`, "/a", true},
		{"a list that goes on otherwise", `[{"location":"/b","tdm-reservation":0} oops`, "/a", true},
		{"a list that is longer than is read", "[" + strings.Repeat(`{"location":"/b","tdm-reservation":0},`, robotsMost/30), "/a", true},
		{"deep as a bomb", strings.Repeat("[", 100_000), "/a", true},
	} {
		got := (&robots{rules: parseReserved([]byte(c.file), false)}).reserves(mustURL(t, "https://x.example"+c.path))
		if got != c.want {
			t.Errorf("%s: reserved %v, want %v", c.name, got, c.want)
		}
	}
}

func FuzzReserved(f *testing.F) {
	f.Add(`[{"location":"/a*","tdm-reservation":1}]`, "/a/b")
	f.Fuzz(func(t *testing.T, file, p string) {
		u := mustURL(t, "https://x.example/")
		u.Path = "/" + p
		(&robots{rules: parseReserved([]byte(file), false)}).reserves(u)
		if !(&robots{rules: parseReserved([]byte(file), true)}).reserves(u) && strings.HasPrefix(strings.TrimSpace(file), "[") &&
			!strings.Contains(file, "location") {
			t.Errorf("%q is cut and reserves nothing", file)
		}
	})
}

// A site is asked once a day; while it answers and cannot say what it reserves, that is taken to be all.
func TestReserved_IsAskedForOnceADay(t *testing.T) {
	said, status, asked := `[{"location":"/","tdm-reservation":1}]`, http.StatusOK, 0
	f, address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/.well-known/tdmrep.json" {
			t.Errorf("%s was asked for", r.URL.Path)
		}
		asked++
		w.WriteHeader(status)
		io.WriteString(w, said)
	})
	at := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	f.Now = func() time.Time { return at }
	for _, step := range []struct {
		after           time.Duration
		said            string
		status          int
		reserved, known bool
		asked           int
	}{
		{0, said, 200, true, true, 1}, {23 * time.Hour, "", 500, true, true, 1}, {time.Hour, "", 500, true, false, 2},
		{time.Minute, said, 200, true, false, 2}, {time.Hour, "", 404, false, true, 3}, {25 * time.Hour, said, 200, true, true, 4},
	} {
		at, said, status = at.Add(step.after), step.said, step.status
		got, known := f.Reserved(context.Background(), address+"/a")
		if got.Reserved != step.reserved || known != step.known || asked != step.asked {
			t.Errorf("after %s: %+v, known %v, asked %d times; want %+v", step.after, got, known, asked, step)
		}
	}
	for _, bad := range []string{"", "mailto:x", "http://", "https://u:p@x.example/", "file:///etc/passwd"} {
		if _, known := f.Reserved(context.Background(), bad); known {
			t.Errorf("%q is known", bad)
		}
	}
}

// What a page says of its rights is noted whether the page is read, walled or has
// nothing that may be quoted.
func TestFullText_NotesWhatAPageReserves(t *testing.T) {
	said := "<p>The harbour office closed pier 1 on Monday after divers had found a crack in it.</p>" +
		"<p>Four ships wait outside of the port until its office opens another pier to them.</p>" +
		"<p>The crack is two metres long, and the divers go down again on Tuesday to measure it.</p>"
	page := func(head, body string) string {
		return "<html lang=en><head><title>Pier 1 closed after crack</title>" + head + "</head><body>" + body + "</body></html>"
	}
	for _, c := range []struct {
		name, header, page string
		status             int
		want               string
		whole, walled      bool
	}{
		{"nothing", "", page("", "<article>"+said+"</article>"), 200, "", true, false},
		{"meta", "", page(`<meta name="Robots" content="max-snippet:90">`, "<article>"+said+"</article>"), 200, "page:snippet=90", true, false},
		{"meta in the body", "", page("", `<meta name="googlebot" content="nosnippet"><article>`+said+"</article>"), 200, "page:snippet=0", true, false},
		{"header", "googlebot: nosnippet", page("", "<article>"+said+"</article>"), 200, "page:snippet=0", true, false},
		{"both", "max-snippet:70", page(`<meta name="robots" content="max-snippet:90"><meta name="tdm-reservation" content="1">`,
			"<article>"+said+"</article>"), 200, "page:snippet=70;tdm", true, false},
		{"a wall", "nosnippet", page("", "<p>Please log in to go on.</p>"), 200, "page:snippet=0", false, true},
		{"a refusal says nothing", "nosnippet", "no", 403, "", false, true},
		{"all of it kept from quotation", "", page("", "<article data-nosnippet>"+said+"</article>"), 200, "", false, false},
		{"the body kept from quotation", "", strings.Replace(page("", "<article>"+said+"</article>"), "<body", "<body data-nosnippet='false'", 1), 200, "", false, false},
		{"a part kept from quotation", "", page("", "<article>"+said+"<div data-nosnippet><p>The secret crane of the port weighs 90 tons, says its master.</p></div></article>"), 200, "", true, false},
	} {
		f, address := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				http.NotFound(w, r)
				return
			}
			if c.header != "" {
				w.Header().Add("X-Robots-Tag", "noarchive")
				w.Header().Add("X-Robots-Tag", c.header)
			}
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.WriteHeader(c.status)
			io.WriteString(w, c.page)
		})
		it := teasers[0]
		it.URL = address + "/a"
		got, err := f.FullText(context.Background(), it)
		if got.Rights.String() != c.want || (got.SourceText != "") != c.whole || got.Walled != c.walled {
			t.Errorf("%s: %q, whole %v, walled %v, %v; want %q, %v, %v", c.name, got.Rights, got.SourceText != "", got.Walled, err, c.want, c.whole, c.walled)
		}
		if strings.Contains(got.Text, "secret crane") {
			t.Errorf("%s: what is kept from quotation is read", c.name)
		}
	}
}

// Where a link leads to another site, that one's word holds too.
func TestFullText_AsksTheSiteBehindARedirect(t *testing.T) {
	said := "<html lang=en><head><title>" + teasers[0].Title + "</title></head><body><article>" +
		strings.Repeat("<p>"+teasers[0].Text+" Four ships wait outside of the port until its office opens another pier to them.</p>", 4) + "</article></body></html>"
	for _, c := range []struct {
		name, robots, mining string
		status               int
		want                 string
		whole                bool
	}{
		{"free", "", "[]", 200, "", true},
		{"reserved", "", `[{"location":"/","tdm-reservation":1}]`, 200, "page:tdm", true},
		{"forbidden", "User-agent: *\nDisallow: /story", "[]", 200, "", false},
		{"unknown", "", "", 503, "", false},
	} {
		_, outlet := serve(t, func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/robots.txt":
				io.WriteString(w, c.robots)
			case "/.well-known/tdmrep.json":
				w.WriteHeader(c.status)
				io.WriteString(w, c.mining)
			default:
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				io.WriteString(w, said)
			}
		})
		f, address := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				http.NotFound(w, r)
				return
			}
			http.Redirect(w, r, outlet+"/story", http.StatusFound)
		})
		it := teasers[0]
		it.URL = address + "/r/1"
		got, err := f.FullText(context.Background(), it)
		if got.Rights.String() != c.want || (got.SourceText != "") != c.whole || (err == nil) != c.whole {
			t.Errorf("%s: %q, whole %v, %v; want %q, %v", c.name, got.Rights, got.SourceText != "", err, c.want, c.whole)
		}
	}
}

func TestFetch_TheHeadOfAFeedSpeaksForItsItems(t *testing.T) {
	f, address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("X-Robots-Tag", "noindex, follow")
		w.Header().Add("X-Robots-Tag", "max-snippet: 120")
		w.Header().Add("TDM-Reservation", "1")
		fmt.Fprint(w, `<rss version="2.0"><channel><title>A</title><item><title>Pier</title><guid>1</guid><description><![CDATA[<p>Open text.</p>`+
			`<p data-nosnippet>Kept text.</p>]]></description></item></channel></rss>`)
	})
	doc, err := f.Fetch(context.Background(), address, Known{})
	if want := (rights.Rights{Limited: true, Snippet: 120, Reserved: true}); err != nil || doc.Rights != want {
		t.Errorf("%+v, %v; want %+v", doc.Rights, err, want)
	}
	if len(doc.Items) != 1 || doc.Items[0].Text != "Open text." {
		t.Errorf("items %+v: want the text that may be quoted alone", doc.Items)
	}
}

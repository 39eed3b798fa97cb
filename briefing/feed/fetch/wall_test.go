package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"dateline/briefing/feed"
)

// teasers are items as feeds give them, in several languages; the last has none.
var teasers = []feed.Item{
	{Title: "Pier 1 closed after crack", Text: "The harbour office closed pier 1 on Monday.", Lang: "en"},
	{Title: "Council votes on bus fares", Text: "The council votes on Tuesday on a fare of 3 crowns.", Lang: "en"},
	{Title: "Hafen sperrt Pier nach Riss", Text: "Das Hafenamt sperrte den Pier am Montag, verletzt wurde niemand.", Lang: "de"},
	{Title: "El puerto cierra un muelle por una grieta", Text: "La oficina del puerto cerró el muelle el lunes.", Lang: "es"},
	{Title: "港で亀裂、桟橋を閉鎖", Text: "港湾局は月曜日、亀裂が見つかった桟橋を閉鎖した。", Lang: "ja"},
	{Title: "Museum buys a painting for 2 million"},
}

func TestFullText_AWallNeverBecomesTheText(t *testing.T) {
	walls, err := txtar.ParseFile("testdata/walls.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, wall := range walls.Files {
		f, url := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				http.NotFound(w, r)
				return
			}
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Write(wall.Data)
		})
		for i, it := range teasers {
			f.walls.byHost = nil
			it.URL = fmt.Sprintf("%s/2026/a-%d.html", url, i)
			got, err := f.FullText(context.Background(), it)
			if !errors.Is(err, ErrWall) || got.Text != it.Text || !got.Walled {
				t.Errorf("%s under %q: %v, the text is %.80q", wall.Name, it.Title, err, got.Text)
			}
		}
	}
}

// A server that refuses, holds a check before the page or leads to its front
// page shows no article either.
func TestFullText_AnAnswerThatIsNoPage(t *testing.T) {
	article := harbourPage("")
	for name, h := range map[string]http.HandlerFunc{
		"a challenge": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Cf-Mitigated", "challenge")
			io.WriteString(w, article)
		},
		"a login":  func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) },
		"payment":  func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusPaymentRequired) },
		"a region": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnavailableForLegalReasons) },
		"the front page": func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/" {
				http.Redirect(w, r, "/", http.StatusFound)
				return
			}
			io.WriteString(w, article)
		},
	} {
		f, url := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				http.NotFound(w, r)
				return
			}
			h(w, r)
		})
		it := teasers[0]
		it.URL = url + "/a"
		if got, err := f.FullText(context.Background(), it); !errors.Is(err, ErrWall) || got.Text != it.Text {
			t.Errorf("%s: %v, the text is %.80q", name, err, got.Text)
		}
	}
}

const harbourText = "The harbour office of Lund closed pier 1 on Monday after a crack was found in one of its pillars, the harbour master said."

// harbourPage is the page of the first teaser, with something behind its text.
func harbourPage(behind string) string {
	return `<html lang=en><head><title>Pier 1 closed after crack</title></head><body><article><h1>Pier 1 closed after crack</h1><p>` + harbourText +
		`</p><p>Repairs take three weeks and cost five million crowns, and the ferries use pier 9 until then, according to the office.</p>` + behind + `</article></body></html>`
}

// Of a page that shows its beginning and asks for an account, the beginning is
// the text.
func TestFullText_TheVisiblePartOfALockedPage(t *testing.T) {
	for name, behind := range map[string]string{
		"a box":    `<div class="c-paywall__box"><p>This story is for those who support us every month with a small sum.</p></div>`,
		"a link":   `<p>Already one of us? <a href="https://login.post.example/?back=a">Log in here and read on.</a></p>`,
		"a dialog": `<div role=dialog><p>Choose a plan that suits you, and read everything on each of your devices.</p></div>`,
		"JSON-LD":  `<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>`,
	} {
		f, url := serve(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, harbourPage(behind)) })
		it := teasers[0]
		it.URL = url + "/a"
		got, err := f.FullText(context.Background(), it)
		if err != nil || !strings.HasPrefix(got.Text, harbourText) || !strings.HasSuffix(got.Text, "according to the office.") {
			t.Errorf("%s: %v, the text is %q", name, err, got.Text)
		}
	}
}

// A host that shows only walls is left alone for a while, and read again later.
func TestFullText_AHostOfWallsIsLeftAloneForAWhile(t *testing.T) {
	now, asked, open := time.Date(2026, 11, 29, 8, 0, 0, 0, time.UTC), 0, false
	f, url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		if asked++; open {
			io.WriteString(w, harbourPage(""))
			return
		}
		w.WriteHeader(http.StatusForbidden)
	})
	f.Now = func() time.Time { return now }
	it := teasers[0]
	it.URL = url + "/a"
	for range 10 {
		if _, err := f.FullText(context.Background(), it); !errors.Is(err, ErrWall) {
			t.Fatal(err)
		}
	}
	if asked != wallsMost {
		t.Errorf("asked %d times; want %d", asked, wallsMost)
	}
	open, now = true, now.Add(wallPause)
	if got, err := f.FullText(context.Background(), it); err != nil || got.Walled || !strings.HasPrefix(got.Text, harbourText) {
		t.Errorf("behind the wall: %v, %q", err, got.Text)
	}
}

// What stands under items that have nothing to do with each other is the
// site's; what is left of a wall is the teaser.
func TestDropCommon_ATextUnderUnrelatedItems(t *testing.T) {
	const site = "The Post is read by people in forty countries, who pay for it and so keep it free of advertising."
	const fares = "The council of Karsk raised the fare of its buses to 3 crowns on Tuesday, with the votes of two parties and against those of the mayor's own."
	const repairs = "The pier of Lund is closed for three weeks because of a crack, and the ferries use another one until it has been repaired and tested."
	read := func(title, text string) *feed.Item {
		return &feed.Item{URL: "https://post.example/" + title, Title: title, SourceText: "A teaser.", Text: text, Lang: "en"}
	}
	var f Fetcher
	items := []*feed.Item{read("Bus fares rise", fares+"\n\n"+site), read("Pier closed", repairs+"\n\n"+site), read("Divers look at the damaged pier", repairs), read("Museum buys painting", site)}
	f.DropCommon(items)
	later := []*feed.Item{read("Storm ends", strings.Replace(fares, "council", "storm", 1)+"\n\n"+site)}
	f.DropCommon(later)
	for i, want := range []string{fares, repairs, repairs, "A teaser.", strings.Replace(fares, "council", "storm", 1)} {
		if got := append(items, later...)[i].Text; got != want {
			t.Errorf("item %d: got %q, want %q", i, got, want)
		}
	}
	if !items[3].Walled || items[0].Walled {
		t.Error("only what has nothing of its own is behind a wall")
	}
}

// A true article of a sentence or two is no wall: it is read when it says more
// than the teaser, and else the teaser stays; nothing is said of its page.
func TestFullText_AnArticleOfASentenceIsNoWall(t *testing.T) {
	for page, want := range map[string]string{
		"The harbour office closed pier 1 on Monday. A diver had found a crack.": "The harbour office closed pier 1 on Monday. A diver had found a crack.",
		"Pier 1 was closed after a crack.":                                       teasers[0].Text,
	} {
		f, url := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				http.NotFound(w, r)
				return
			}
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprintf(w, "<html lang=en><body><article><h1>Pier 1 closed after crack</h1><p>%s</p></article></body></html>", page)
		})
		it := teasers[0]
		it.URL = url + "/2026/pier.html"
		got, err := f.FullText(context.Background(), it)
		if err != nil || got.Walled || got.Text != want {
			t.Errorf("%q: %v, walled %v, the text is %q", page, err, got.Walled, got.Text)
		}
	}
}

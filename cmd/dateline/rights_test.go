package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"dateline/store/storetest"
)

// reservedCase is an article with what its publisher says where, and what of it may be
// shown and given to a model: its first sentence, and all of it.
type reservedCase struct {
	path, title, first, more string
	head, body               string // of the page; body: around the second sentence
	header                   [2]string
	showFirst, showMore      bool
	model                    bool
}

var reservedCases = []reservedCase{
	{path: "/news/free", title: "Vintners of Arlen harvest early grapes", first: "The vintners of Arlen harvest their grapes in early August.", more: "Their cellar master Freeman Quill expects a sweet wine.", showFirst: true, showMore: true, model: true},
	{path: "/news/nosnippet", title: "Bus fares of Borden rise in spring", first: "The bus fares of Borden rise by four crowns in spring.", more: "Its treasurer Nosnip Quill defends the new tickets.", head: `<meta name="ROBOTS" content="index, NoSnippet">`},
	{path: "/news/header", title: "Chess open of Cassel goes to a girl", first: "A girl of eleven years won the chess open of Cassel.", more: "Her trainer Headmar Quill praised the endgame.", header: [2]string{"X-Robots-Tag", "googlebot: none"}},
	{path: "/news/limit", title: "Museum of Darrow buys a painting", first: "The museum of Darrow bought a painting of the sea for two million.", more: "Its curator Limitus Quill found it in an attic.", head: `<meta name="googlebot" content="max-snippet:70">`, header: [2]string{"X-Robots-Tag", "max-snippet: 900"}, showFirst: true, model: true},
	{path: "/news/tdm-meta", title: "Glacier above Ebern loses its tongue", first: "The glacier above Ebern lost its tongue in the hot summer.", more: "The ranger Metadora Quill measured ninety metres.", head: `<meta name="tdm-reservation" content="1">`, showFirst: true, showMore: true},
	{path: "/news/tdm-header", title: "Orchestra of Farnum plays without conductor", first: "The orchestra of Farnum plays a season without any conductor.", more: "Its violinist Fieldon Quill gives the signs.", header: [2]string{"TDM-Reservation", "1"}, showFirst: true, showMore: true},
	{path: "/mine/not", title: "Library of Garth lends out telescopes", first: "The library of Garth lends telescopes to everybody who asks.", more: "The librarian Wellknown Quill bought thirty of them.", showFirst: true, showMore: true},
	{path: "/news/part", title: "Beekeepers of Hallow count their dead hives", first: "The beekeepers of Hallow counted two hundred dead hives after winter.", more: "The beekeeper Partridge Quill blames a mite.", body: "data-nosnippet", showFirst: true, model: true},
}

// recorder is a server of models that remembers what it was given, and writes nothing
// that holds.
type recorder struct {
	lock sync.Mutex
	seen strings.Builder
}

func (m *recorder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	m.lock.Lock()
	m.seen.Write(body)
	m.lock.Unlock()
	if strings.HasSuffix(r.URL.Path, "/embeddings") {
		var asked struct{ Input []string }
		_ = json.Unmarshal(body, &asked)
		var vectors []string
		for i := range asked.Input {
			vectors = append(vectors, fmt.Sprintf(`{"object":"embedding","index":%d,"embedding":[0.1,0.2,0.3]}`, i))
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"object":"list","data":[%s],"usage":{}}`, strings.Join(vectors, ","))
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	text, _ := json.Marshal(`{"news":true,"heading":null,"abstain":false,"claims":[],"unanswered":[]}`)
	fmt.Fprintf(w, "data: {\"choices\":[{\"delta\":{\"content\":%s}}]}\n\ndata: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n", text)
}

func (m *recorder) saw(s string) bool {
	m.lock.Lock()
	defer m.lock.Unlock()
	return strings.Contains(m.seen.String(), s)
}

// publisher serves a feed of teasers, its pages, and its tdmrep.json.
func publisher(w http.ResponseWriter, r *http.Request) {
	const site = `<rss version="2.0"><channel><title>Quill Courier</title><link>http://%s/</link>`
	switch r.URL.Path {
	case "/.well-known/tdmrep.json":
		io.WriteString(w, `[{"location":"/mine/*","tdm-reservation":1},{"location":"/","tdm-reservation":0}]`)
		return
	case "/feed":
		fmt.Fprintf(w, site, r.Host)
		for _, c := range reservedCases {
			fmt.Fprintf(w, `<item><title>%s</title><link>http://%s%s</link><description></description></item>`, c.title, r.Host, c.path)
		}
		io.WriteString(w, `</channel></rss>`)
		return
	}
	for _, c := range reservedCases {
		if r.URL.Path == c.path {
			if c.header[0] != "" {
				w.Header().Set(c.header[0], c.header[1])
			}
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprintf(w, `<html lang="en"><head><title>%[1]s</title><meta property="og:type" content="article">%[2]s</head><body><article><h1>%[1]s</h1>`+
				`<p>%[3]s</p><p %[4]s>%[5]s</p><p>People met on the square to talk about this: %[1]s.</p></article></body></html>`,
				c.title, c.head, c.first, c.body, c.more)
			return
		}
	}
	http.NotFound(w, r)
}

func TestRights_FromThePageToEveryMessageAndModel(t *testing.T) {
	for name, read := range map[string]func(run func(args ...string), site string){
		"through its feed": func(run func(args ...string), site string) {
			run("feeds", "add", site+"/feed")
			run("ingest")
		},
		"by its address": func(run func(args ...string), site string) {
			for _, c := range reservedCases {
				run("ingest", site+c.path)
			}
		},
	} {
		t.Run(name, func(t *testing.T) { honoured(t, read) })
	}
}

// honoured proves that what was read is shown and given to models as its publisher allows.
func honoured(t *testing.T, read func(run func(args ...string), site string)) {
	site := httptest.NewServer(http.HandlerFunc(publisher))
	defer site.Close()
	models := &recorder{}
	model := httptest.NewServer(models)
	defer model.Close()
	for k, v := range map[string]string{"DATABASE_URL": "sqlite:" + filepath.Join(storetest.Dir(t), "x.db"), "FETCH_ALLOW": "127.0.0.0/8",
		"OPENAI_BASE_URL": model.URL + "/v1", "OPENAI_MODEL": "recorder", "OPENAI_API_KEY": "k", "OPENAI_VERIFIER_MODEL": "none",
		"OPENAI_EMBEDDING_MODEL": "recorder"} {
		t.Setenv(k, v)
	}
	shown := ""
	run := func(args ...string) {
		t.Helper()
		out, code := command(t, "", args...)
		if code != 0 {
			t.Fatalf("%v: exit %d:\n%s", args, code, out)
		}
		shown += strings.Join(strings.Fields(out), " ") + "\n" // lines are wrapped
	}
	read(run, site.URL)
	run("brief", "--stories", "20", "--length", "long")
	for _, c := range reservedCases {
		run("search", c.title)
		run("ask", c.title+"?")
		run("ask", "--json", "What does the Quill of that town say? "+c.title)
	}
	for _, c := range reservedCases {
		if !strings.Contains(shown, c.title) {
			t.Errorf("%s: its heading is not shown", c.path)
		}
		for said, may := range map[string]bool{c.first: c.showFirst, c.more: c.showMore} {
			if got := strings.Contains(shown, said); got != may {
				t.Errorf("%s: %q is shown: %v, want %v", c.path, said, got, may)
			}
		}
		if got := models.saw(c.first); got != c.model {
			t.Errorf("%s: a model was given its text: %v, want %v", c.path, got, c.model)
		}
		if got, may := models.saw(c.more), c.model && c.showMore; got != may {
			t.Errorf("%s: a model was given %q: %v, want %v", c.path, c.more, got, may)
		}
	}
	if t.Failed() {
		t.Log(shown)
	}
}

// A page that is read by its address is stored where its site's robots.txt allows it, and
// asked for once where not; a feed is read all the same.
func TestIngest_APageItsSiteForbidsIsRefused(t *testing.T) {
	robots, status := "User-agent: *\nDisallow: /news/\nDisallow: /feed", http.StatusOK
	var lock sync.Mutex
	asked := map[string]int{}
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lock.Lock()
		asked[r.URL.Path]++
		lock.Unlock()
		if r.URL.Path == "/robots.txt" {
			w.WriteHeader(status)
			io.WriteString(w, robots)
			return
		}
		publisher(w, r)
	}))
	defer site.Close()
	t.Setenv("FETCH_ALLOW", "127.0.0.0/8")
	for _, c := range []struct {
		status     int
		path, want string
	}{
		{200, "/news/free", "its robots.txt asks programs not to read it"}, {200, "/mine/not", `"status":"added"`}, {200, "/feed", `"status":"added"`},
		{503, "/mine/not", "its robots.txt cannot be reached"}, {404, "/news/free", `"status":"added"`},
	} {
		status = c.status
		clear(asked)
		t.Setenv("DATABASE_URL", "sqlite:"+filepath.Join(storetest.Dir(t), "x.db"))
		if out, _ := command(t, "", "--json", "ingest", site.URL+c.path); !strings.Contains(out, c.want) {
			t.Errorf("robots.txt with status %d, %s: %q, want %q", c.status, c.path, out, c.want)
		}
		for path, n := range asked {
			if c.status == http.StatusOK && strings.HasPrefix(path, "/news/") && (path != c.path || n > 1) {
				t.Errorf("%s: the forbidden page %s is asked for %d times", c.path, path, n)
			}
		}
	}
}

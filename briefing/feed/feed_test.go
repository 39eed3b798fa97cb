package feed

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/briefing/feed/feedtest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html/charset"
)

func TestParse_FeedBecomesItems(t *testing.T) {
	doc, err := Parse([]byte(feedtest.RSS(feedtest.Item(1))), "https://post.example/feed", "")
	if err != nil {
		t.Fatal(err)
	}
	want := []Item{{URL: "https://post.example/news/1?utm_source=rss", GUID: "g1", Title: "Title 1", Text: "First.\n\nSecond & last.", Outlet: "The Karsk Post", Genre: "news",
		Published: time.Date(2026, 11, 23, 6, 30, 0, 0, time.UTC), PublishedFrom: "feed"}}
	if d := cmp.Diff(want, doc.Items); d != "" {
		t.Error(d)
	}
}

func TestParse_ReadsWrongCharsets(t *testing.T) {
	for name, body := range map[string][]byte{
		"windows-1252 labelled UTF-8": []byte(strings.ReplaceAll(feedtest.RSS(`<item><title>Caf@ “q”</title></item>`), "@", "\xe9")),
		"UTF-16":                      utf16le(feedtest.RSS(`<item><title>Café</title></item>`)),
		"junk before":                 []byte(strings.Repeat(" \n", 5000) + feedtest.RSS(`<item><title>Café</title></item>`)),
	} {
		if name == "windows-1252 labelled UTF-8" {
			body = bytes.ReplaceAll(bytes.ReplaceAll(body, []byte("“"), []byte{0x93}), []byte("”"), []byte{0x94})
		}
		doc, err := Parse(body, "", "text/xml; charset=utf-8")
		if err != nil || len(doc.Items) != 1 || !strings.HasPrefix(doc.Items[0].Title, "Café") {
			t.Errorf("%s: %+v, %v; want the title Café", name, doc.Items, err)
		}
	}
}

// A feed or page that states no encoding is read in that of its script.
func TestParse_GuessesWhatStatesNoEncoding(t *testing.T) {
	for coding, said := range map[string]string{
		"windows-1251": "Жители города вышли на улицы после того, как совет решил закрыть больницу. Полиция сообщила, что никто не пострадал.",
		"koi8-r":       "Власти области закрыли мост через реку на ремонт до конца года. Водители просят открыть объезд через соседний посёлок.",
		"iso-8859-7":   "Οι κάτοικοι της πόλης βγήκαν στους δρόμους μετά την απόφαση του συμβουλίου να κλείσει το νοσοκομείο.",
		"shift_jis":    "市議会は月曜日、病院を閉鎖することを決めた。住民は反対の声を上げ、市役所の前に集まった。",
		"euc-kr":       "시의회는 월요일 병원 문을 닫기로 결정했다. 주민들은 시청 앞에 모여 반대의 목소리를 냈다.",
		"gb18030":      "市议会星期一决定关闭医院。居民聚集在市政府前表示反对，警方说没有人受伤。",
		"big5":         "市議會星期一決定關閉醫院。居民聚集在市政府前表示反對，警方說沒有人受傷。",
		"windows-1252": "Les habitants réclament l’ouverture de l’hôpital, fermé après la décision du conseil. La préfète a été reçue à la mairie.",
		"iso-8859-1":   "Die Anwohner fordern, daß die Brücke über den Fluß wieder geöffnet wird. Für die Bürger führt kein Weg über die Höhe.",
	} {
		written, _ := charset.Lookup(coding)
		encode := func(s string) []byte {
			out, err := written.NewEncoder().String(s)
			if err != nil {
				t.Fatal(err)
			}
			return []byte(out)
		}
		doc, err := Parse(encode(`<rss version="2.0"><channel><title>A</title><item><title>1</title><description>`+said+`</description></item></channel></rss>`), "", "text/xml")
		if err != nil || len(doc.Items) != 1 || doc.Items[0].Text != said {
			t.Errorf("%s: %+v, %v", coding, doc.Items, err)
		}
		page, err := ReadPage(encode("<html><body><article><p>"+said+"</p><p>"+said+" "+said+"</p></article></body></html>"), "https://x.example/a", "text/html")
		if !strings.HasPrefix(page.Text, said) {
			t.Errorf("%s: the page is %q, %v", coding, page.Text, err)
		}
	}
}

// What a page states of its encoding holds, and a few wrong bytes do not make it another.
func TestReadPage_StatedEncodings(t *testing.T) {
	polish := "Żłobki w Łodzi zostaną zamknięte, zdecydowała rada miasta. Mieszkańcy protestują przed urzędem."
	german := "Die Brücke für Fußgänger bleibt bis März gesperrt, teilte die Stadt mit. Anwohner müssen Umwege gehen."
	latin2, _ := charset.Lookup("iso-8859-2")
	encoded, err := latin2.NewEncoder().String(polish + "</p><p>" + polish)
	if err != nil {
		t.Fatal(err)
	}
	stray := "\xff " + german
	for name, c := range map[string][3]string{
		"stated in the page":       {`<meta charset="iso-8859-2">`, encoded, polish},
		"UTF-8 and a stray byte":   {`<meta charset="utf-8">`, german + "</p><p>" + stray, german},
		"the same, and no charset": {"", german + "</p><p>" + stray, german},
	} {
		page, err := ReadPage([]byte("<html><head>"+c[0]+"</head><body><article><p>"+c[1]+"</p></article></body></html>"), "https://x.example/a", "text/html")
		if !strings.HasPrefix(page.Text, c[2]) {
			t.Errorf("%s: %q, %v", name, page.Text, err)
		}
	}
}

func utf16le(s string) []byte {
	out := []byte{0xff, 0xfe}
	for _, r := range s {
		out = append(out, byte(r), byte(r>>8))
	}
	return out
}

func TestParse_RefusesTwoMillionNestedElements(t *testing.T) {
	var err error
	used := feedtest.Peak(func() {
		_, err = Parse([]byte(feedtest.RSS("<item><title>a</title>"+strings.Repeat("<x:a>", 2_000_000))), "", "")
	})
	if !errors.Is(err, ErrTooDeep) || used > 200<<20 {
		t.Errorf("got %v in %d MiB, want ErrTooDeep", err, used>>20)
	}
}

func TestExtract_PageBecomesAnArticle(t *testing.T) {
	it, err := Extract([]byte(feedtest.ArticlePage), "https://post.example/news/boats")
	if err != nil {
		t.Fatal(err)
	}
	if it.Title != "Boats leave Karsk" || it.Byline != "Ann Lee" || it.Outlet != "Karsk Post" || it.Lang != "en" || !it.Published.Equal(time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)) || it.PublishedFrom != "page" {
		t.Errorf("got %+v", it)
	}
	if strings.Count(it.Text, "\n\n") < 2 || strings.Contains(it.Text, "Copyright") || strings.Contains(it.Text, "Sport") {
		t.Errorf("text %q", it.Text)
	}
}

func TestFile_ReadByItsName(t *testing.T) {
	zip := func(s string) string {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		io.WriteString(z, s)
		z.Close()
		return b.String()
	}
	for name, c := range map[string]struct {
		body, title string
		n           int
	}{
		"a.txt":    {"Title here\n\nBody here.", "Title here", 1},
		"a.txt.gz": {zip("Title here\nBody here."), "Title here", 1},
		"a.html":   {feedtest.ArticlePage, "Boats leave Karsk", 1},
		"a.xml":    {feedtest.RSS(feedtest.Item(1), feedtest.Item(2)), "Title 1", 2},
		"a.json":   {`{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","title":"J","content_text":"x"}]}`, "J", 1},
	} {
		doc, err := File(name, strings.NewReader(c.body))
		if err != nil || len(doc.Items) != c.n || doc.Items[0].Title != c.title {
			t.Errorf("%s: %d items %+v, %v", name, len(doc.Items), doc.Items, err)
		}
	}
	if _, err := File("a.pdf", strings.NewReader("x")); err == nil || !strings.Contains(err.Error(), ".txt") {
		t.Errorf("a.pdf: %v, want the list of names", err)
	}
	lines := `{"id":7,"title":"L","text":"x","published":"2026-11-20"}` + "\nbroken\n" + `{"title":"M"}`
	for name, body := range map[string]string{"a.jsonl": lines, "A.JSONL": lines, "a.ndjson": lines, "a.jsonl.gz": zip(lines), "A.NDJSON.GZ": zip(lines)} {
		if doc, err := File(name, strings.NewReader(body)); err != nil || doc.Kind != "jsonl" || len(doc.Items) > 0 {
			t.Errorf("%s is no document: %+v, %v", name, doc, err)
		}
		in, ok, err := Archive(name, strings.NewReader(body))
		if err != nil || !ok {
			t.Fatalf("%s: %v, %v", name, ok, err)
		}
		var got []string
		err = JSONL(in, func(line int, it Item, fault error) error {
			got = append(got, fmt.Sprint(line, it.Title, fault != nil))
			return nil
		})
		if want := []string{"1Lfalse", "2true", "3Mfalse"}; err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if _, ok, err := Archive("a.jsonl.gz", strings.NewReader(lines)); !ok || err == nil {
		t.Errorf("what is not packed: %v", err)
	}
	if _, ok, err := Archive("a.json.gz", strings.NewReader("")); ok || err != nil {
		t.Errorf("a.json.gz is an archive: %v", err)
	}
}

func TestGenreOf_AddressesAndLabels(t *testing.T) {
	for _, c := range [][3]string{{"https://x.example/a", "Advertorial: Ten reasons to buy", "advert"}, {"https://x.example/a", "Anzeige gegen den Bürgermeister", "news"},
		{"https://x.example/a", "Werbung für Tabak wird verboten", "news"}, {"https://x.example/a", "Contenido patrocinado | Viajes", "advert"}, {"https://x.example/a", "Reisen mit der Bahn (Anzeige)", "advert"},
		{"https://x.example/a", "Publicité", "advert"}, {"https://x.example/a", "Publicité : Google condamné à une amende", "news"}, {"https://x.example/a", "Werbung: Gericht verbietet Slogan", "news"}, {"https://x.example/a", "PODCAST: The week in news", "roundup"}, {"https://x.example/a", "Podcast host is arrested", "news"},
		{"https://x.example/opinion/a", "T", "opinion"}, {"https://x.example/a", "Opinion: T", "opinion"}, {"https://x.example/sponsored/a", "T", "advert"}, {"https://x.example/live/a", "T", "live"},
		{"https://x.example/news/a", "T", "news"}, {"https://x.example/a", "Review: a film", "review"}, {"https://x.example/a", "5 things to know for June 3", "roundup"}, {"https://x.example/a", "In her opinion, the levy stays", "news"},
		{"https://x.example/a", "Éditorial – Nos ponts", "opinion"}, {"https://x.example/a", "Leitartikel: Der Pakt", "opinion"}, {"https://x.example/a", "Editoriale | La frana", "opinion"}, {"https://x.example/a", "Ledare: Priset", "opinion"},
		{"https://x.example/a", "رأي: ثمن الصمت", "opinion"}, {"https://x.example/a", "社説：橋の責任", "opinion"}, {"https://x.example/a", "【社説】橋の責任", "opinion"}, {"https://x.example/a", "Komentarz: Cena ciszy", "opinion"}, {"https://x.example/a", "Opinião: O silêncio", "opinion"},
		{"https://x.example/a", "Tribune du stade fermée", "news"}, {"https://x.example/a", "Debatt om skatten i kväll", "news"}, {"https://x.example/a", "社説をめぐり抗議", "news"},
		{"https://x.example/a", "Horoscope and weather for Thursday", "roundup"}, {"https://x.example/a", "Lottozahlen: die Ziehung vom Samstag", "roundup"}, {"https://x.example/a", "Horoscope firm sues its readers", "news"}, {"https://x.example/a", "Town wins with lottery numbers", "news"}} {
		if got := genreOf(c[0], c[1], nil); got != c[2] {
			t.Errorf("%s %q: got %s, want %s", c[0], c[1], got, c[2])
		}
	}
}

func TestJSONL_NumbersAreIdsAsTheyAreWritten(t *testing.T) {
	lines := `{"id":1590000000000000001,"title":"Rates rise"}
{"id":1590000000000000002,"title":"Ferry sinks"}
{"id":1.5,"title":"A"}
{"id":" x7 ","title":"B"}
{"id":null,"title":"C"}
{"id":{"n":1},"title":"D"}
`
	var got []string
	if err := JSONL(strings.NewReader(lines), func(_ int, it Item, err error) error {
		got = append(got, it.ID)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"1590000000000000001", "1590000000000000002", "1.5", "x7", "", ""}, got); d != "" {
		t.Error(d)
	}
}

package feed

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// lineMost is the longest line of a JSONL archive: 4 MiB.
const lineMost = 4 << 20

// File reads a file by its name: .txt (the first line is the title), .html,
// .jsonl, feeds, .opml, each also .gz.
func File(name string, r io.Reader) (Document, error) {
	name = strings.ToLower(name)
	most := feedMost
	enc := ""
	if strings.HasSuffix(name, ".gz") {
		name, enc = strings.TrimSuffix(name, ".gz"), "gzip"
	}
	ext := path.Ext(name)
	if ext == ".jsonl" || ext == ".ndjson" {
		return jsonlFile(r, enc)
	}
	b, truncated, err := readCapped(r, enc, most)
	if err != nil {
		return Document{}, err
	}
	var doc Document
	switch ext {
	case ".txt", ".text", ".md":
		doc, err = textFile(b)
	case ".html", ".htm", ".xhtml":
		doc, err = parsePage(b, "", "")
	case ".xml", ".rss", ".atom", ".rdf", ".json", ".opml":
		doc, err = Parse(b, "", "")
	default:
		return Document{}, fmt.Errorf("files ending in %q are not read: use .txt, .html, .jsonl, .opml, .xml, .rss, .atom or .json, each also .gz", ext)
	}
	for i := range doc.Items {
		if !doc.Items[i].Published.IsZero() {
			doc.Items[i].PublishedFrom = "file"
		}
	}
	doc.Truncated = doc.Truncated || truncated
	return doc, err
}

func textFile(b []byte) (Document, error) {
	s := strings.ReplaceAll(string(toUTF8Text(b)), "\r\n", "\n")
	title, body, _ := strings.Cut(strings.TrimLeft(s, "\n \t"), "\n")
	it := Item{Title: strings.TrimSpace(title), Text: strings.Trim(body, "\n"), Genre: "news"}
	if it.Title == "" && strings.TrimSpace(it.Text) == "" {
		return Document{}, ErrEmpty
	}
	it.Genre = genreOf("", it.Title, nil)
	return Document{Kind: "text", Items: []Item{it}}, nil
}

// toUTF8Text decodes a text file that is not UTF-8.
func toUTF8Text(b []byte) []byte {
	if i := bytes.IndexByte(b, '<'); i >= 0 {
		// toUTF8 would drop what stands before the first element: hide it.
		b = bytes.ReplaceAll(b, []byte("<"), []byte("\x01"))
		return bytes.ReplaceAll(toUTF8(b, ""), []byte("\x01"), []byte("<"))
	}
	return toUTF8(b, "")
}

func jsonlFile(r io.Reader, enc string) (Document, error) {
	if enc != "" {
		z, err := gzip.NewReader(r)
		if err != nil {
			return Document{}, errors.New("its name says gzip and it is not")
		}
		r = z
	}
	doc := Document{Kind: "jsonl"}
	err := JSONL(r, func(line int, it Item, err error) error {
		if err != nil {
			doc.Refused = append(doc.Refused, Refusal{fmt.Sprintf("line %d", line), err.Error()})
			return nil
		}
		doc.Items = append(doc.Items, it)
		return nil
	})
	return doc, err
}

// jsonArticle is one line of an archive; each field may be missing.
type jsonArticle struct {
	ID        any    `json:"id"`
	URL       string `json:"url"`
	Title     string `json:"title"`
	Text      string `json:"text"`
	Published any    `json:"published"`
	Outlet    string `json:"outlet"`
	Lang      string `json:"lang"`
	Byline    string `json:"byline"`
}

// JSONL reads an archive line by line; a bad line is given to each as an
// error, and the next one read. An error of each ends it.
func JSONL(r io.Reader, each func(line int, it Item, err error) error) error {
	br := bufio.NewReaderSize(r, 256<<10)
	for line := 1; ; line++ {
		b, err := readLine(br)
		last := err == io.EOF
		if last {
			err = nil
		}
		if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, gzip.ErrChecksum) {
			return fmt.Errorf("the file ends in the middle, in line %d: what stands before is stored", line)
		}
		if err != nil && !errors.Is(err, ErrTooBig) {
			return fmt.Errorf("line %d: %w", line, err)
		}
		if err != nil || len(bytes.TrimSpace(b)) > 0 {
			var it Item
			if err == nil {
				it, err = lineItem(b)
			}
			if err := each(line, it, err); err != nil {
				return err
			}
		}
		if last {
			return nil
		}
	}
}

// readLine reads a line; of one that is too long it reads the rest away.
func readLine(br *bufio.Reader) ([]byte, error) {
	var out []byte
	over := false
	for {
		part, err := br.ReadSlice('\n')
		if !over {
			out = append(out, part...)
		}
		if len(out) > lineMost {
			over, out = true, nil
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if over && (err == nil || err == io.EOF) {
			return nil, fmt.Errorf("%w (4 MiB for a line)", ErrTooBig)
		}
		return out, err
	}
}

func lineItem(b []byte) (Item, error) {
	var a jsonArticle
	if err := json.Unmarshal(bytes.TrimPrefix(b, []byte("\ufeff")), &a); err != nil {
		return Item{}, errors.New("it is no JSON object with the fields id, url, title, text, published, outlet")
	}
	it := Item{URL: strings.TrimSpace(a.URL), Title: oneLine(a.Title), Text: a.Text, Outlet: strings.TrimSpace(a.Outlet), Lang: a.Lang, Byline: a.Byline}
	if it.Title == "" && strings.TrimSpace(it.Text) == "" {
		return it, errors.New("it has neither a title nor a text")
	}
	switch id := a.ID.(type) {
	case string:
		it.ID = strings.TrimSpace(id)
	case float64:
		it.ID = fmt.Sprint(int64(id))
	}
	if t, ok := jsonTime(a.Published); ok {
		it.Published, it.PublishedFrom = t, "file"
	} else if a.Published != nil && !statesNone(fmt.Sprint(a.Published)) {
		it.PublishedFrom = FromUnread
	}
	it.Genre = genreOf(it.URL, it.Title, nil)
	if it.Outlet == "" {
		it.Outlet = Outlet(it.URL, "")
	}
	return it, nil
}

func jsonTime(v any) (time.Time, bool) {
	switch x := v.(type) {
	case string:
		return pageDate(x)
	case float64:
		if x > 1e11 {
			x /= 1000
		}
		t := time.Unix(int64(x), 0).UTC()
		return t, sane(t) && x > 0
	}
	return time.Time{}, false
}

// Feed is one entry of an OPML list.
type Feed struct{ URL, Title string }

type outline struct {
	Text  string `xml:"text,attr"`
	Title string `xml:"title,attr,omitempty"`
	Type  string `xml:"type,attr"`
	URL   string `xml:"xmlUrl,attr"`
}

type opml struct {
	XMLName xml.Name  `xml:"opml"`
	Version string    `xml:"version,attr"`
	Title   string    `xml:"head>title"`
	Body    []outline `xml:"body>outline"`
}

// OPML writes a list of feeds.
func OPML(feeds []Feed) ([]byte, error) {
	o := opml{Version: "2.0", Title: "Dateline sources"}
	for _, f := range feeds {
		o.Body = append(o.Body, outline{Text: cmp.Or(f.Title, f.URL), Title: f.Title, Type: "rss", URL: f.URL})
	}
	b, err := xml.MarshalIndent(o, "", "  ")
	return append([]byte(xml.Header), append(b, '\n')...), err
}

// parseOPML reads a list with an HTML tokenizer: half of the lists people
// share are not well-formed XML.
func parseOPML(b []byte, base string) (Document, error) {
	doc := Document{Kind: "opml"}
	z := html.NewTokenizer(bytes.NewReader(b))
	inTitle := false
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		t := z.Token()
		switch {
		case kind == html.TextToken && inTitle:
			doc.Title = cmp.Or(doc.Title, oneLine(t.Data))
		case t.Data == "title":
			inTitle = kind == html.StartTagToken
		case t.Data == "outline":
			for _, a := range t.Attr {
				if a.Key == "xmlurl" {
					doc.Feeds = append(doc.Feeds, resolve(base, a.Val))
				}
			}
		}
	}
	doc.Feeds = unique(doc.Feeds)
	if len(doc.Feeds) == 0 {
		return doc, errors.New("the OPML list names no feed")
	}
	return doc, nil
}

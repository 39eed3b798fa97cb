package feed

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"dateline/briefing/feed/clock"
	"dateline/briefing/feed/outlet"
	"dateline/briefing/text"
)

// lineMost is the longest line of a JSONL archive: 4 MiB.
const lineMost = 4 << 20

// ending is that of a file's name in small letters, without the .gz of one that is packed.
func ending(name string) (ext string, packed bool) {
	name, packed = strings.CutSuffix(strings.ToLower(name), ".gz")
	return path.Ext(name), packed
}

// Archive are the lines of an archive, for JSONL: a file that is one by its name (.jsonl or
// .ndjson, also .gz). ok is false for any other, which is left unread.
func Archive(name string, r io.Reader) (lines io.Reader, ok bool, err error) {
	ext, packed := ending(name)
	switch {
	case ext != ".jsonl" && ext != ".ndjson":
		return nil, false, nil
	case packed:
		if lines, err = gzip.NewReader(r); err != nil {
			return nil, true, errors.New("its name says gzip and it is not")
		}
		return lines, true, nil
	}
	return r, true, nil
}

// File reads a file by its name: .txt (the first line is the title), .html,
// feeds, .opml, each also .gz. Of an Archive it says only that it is one.
func File(name string, r io.Reader) (Document, error) {
	ext, packed := ending(name)
	enc := ""
	if packed {
		enc = "gzip"
	}
	if ext == ".jsonl" || ext == ".ndjson" {
		return Document{Kind: "jsonl"}, nil
	}
	data, truncated, err := ReadCapped(r, enc, DocumentMost)
	if err != nil {
		return Document{}, err
	}
	var doc Document
	switch ext {
	case ".txt", ".text", ".md":
		doc, err = textFile(data)
	case ".html", ".htm", ".xhtml":
		doc, err = parsePage(data, "", "")
	case ".xml", ".rss", ".atom", ".rdf", ".json", ".opml":
		doc, err = Parse(data, "", "")
	default:
		return Document{}, fmt.Errorf("files ending in %q are not read: use .txt, .html, .jsonl, .opml, .xml, .rss, .atom or .json, "+
			"each also .gz", ext)
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
	text := strings.ReplaceAll(string(toUTF8Text(b)), "\r\n", "\n")
	title, body, _ := strings.Cut(strings.TrimLeft(text, "\n \t"), "\n")
	item := Item{Title: strings.TrimSpace(title), Text: strings.Trim(body, "\n"), Genre: "news"}
	if item.Title == "" && strings.TrimSpace(item.Text) == "" {
		return Document{}, ErrEmpty
	}
	item.Genre = genreOf("", item.Title, nil)
	return Document{Kind: "text", Items: []Item{item}}, nil
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

// jsonArticle is one line of an archive; each field may be missing.
type jsonArticle struct {
	ID        json.RawMessage `json:"id"`
	URL       string          `json:"url"`
	Title     string          `json:"title"`
	Text      string          `json:"text"`
	Published any             `json:"published"`
	Outlet    string          `json:"outlet"`
	Lang      string          `json:"lang"`
	Byline    string          `json:"byline"`
}

// JSONL reads an archive line by line; a bad line is given to each as an
// error, and the next one read. An error of each ends it.
func JSONL(r io.Reader, each func(line int, it Item, err error) error) error {
	reader := bufio.NewReaderSize(r, 256<<10)
	for line := 1; ; line++ {
		data, err := ReadLine(reader)
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
		if err != nil || len(bytes.TrimSpace(data)) > 0 {
			var it Item
			if err == nil {
				it, err = lineItem(data)
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

// ReadLine reads a line with its end; one that is longer than 4 MiB it reads away
// (ErrTooBig). With io.EOF comes what stands behind the last end.
func ReadLine(br *bufio.Reader) ([]byte, error) {
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
	item := Item{URL: strings.TrimSpace(a.URL), Title: text.OneLine(a.Title), Text: a.Text, Outlet: strings.TrimSpace(a.Outlet),
		Lang: a.Lang, Byline: a.Byline}
	if item.Title == "" && strings.TrimSpace(item.Text) == "" {
		return item, errors.New("it has neither a title nor a text")
	}
	var id string
	var number json.Number // as it is written: two long ones are one as floating-point numbers
	switch {
	case json.Unmarshal(a.ID, &id) == nil:
		item.ID = strings.TrimSpace(id)
	case json.Unmarshal(a.ID, &number) == nil:
		item.ID = number.String()
	}
	if when, ok := jsonTime(a.Published); ok {
		item.Published, item.PublishedFrom = when, "file"
	} else if a.Published != nil && !clock.StatesNone(fmt.Sprint(a.Published)) {
		item.PublishedFrom = FromUnread
	}
	item.Genre = genreOf(item.URL, item.Title, nil)
	if item.Outlet == "" {
		item.Outlet = outlet.Name(item.URL, "")
	}
	return item, nil
}

func jsonTime(v any) (time.Time, bool) {
	switch value := v.(type) {
	case string:
		return pageDate(value)
	case float64:
		if value > 1e11 {
			value /= 1000
		}
		when := time.Unix(int64(value), 0).UTC()
		return when, clock.Sane(when) && value > 0
	}
	return time.Time{}, false
}

package feed

import (
	"bytes"
	"encoding/json"
	"io"
	"regexp"
	"slices"
	"time"

	"github.com/mmcdole/gofeed"
)

// pieces are a feed taken apart, so that its items can be read one by one: what
// one of them costs is paid once, and what is wrong with it stays with it.
type pieces struct {
	frame     []byte   // the feed without its items
	head      []byte   // what stands before the first of them
	items     [][]byte // in the order of the document, slices of it
	wrap      [2][]byte
	rest      []byte // an item that is not closed
	truncated bool   // it ends within an item, or within a JSON value
}

// one is a whole feed with a single item.
func (p *pieces) one(i int) []byte {
	return bytes.Join([][]byte{p.wrap[0], p.items[i], p.wrap[1]}, nil)
}

// splitXML cuts a feed at its <item> or <entry> elements. What stands in
// comments and CDATA sections is no element.
func splitXML(b []byte) pieces {
	split := splitter{b: b}
	for i := 0; i < len(b); {
		j := bytes.IndexByte(b[i:], '<')
		if j < 0 {
			break
		}
		i += j
		if n := special(b[i:]); n > 0 {
			i += n
			continue
		}
		name, end := tagAt(b[i:])
		if end == 0 {
			break
		}
		if b[i+1] == '/' {
			split.closed(name, i+end)
		} else {
			split.opened(name, i, i+end)
		}
		i += end
	}
	if split.item != nil {
		split.rest, split.truncated = b[split.start:], true
	}
	split.frame = append(split.frame, b[min(split.from, len(b)):]...)
	return split.pieces
}

// splitter is a feed of which the tags before a place were seen.
type splitter struct {
	pieces
	b                           []byte
	root, channel               []byte // start tags
	rootName, channelName, item []byte // of the channel and of the item only while they are open
	from, start                 int    // of the frame's next part, of the item
}

// closed takes in an end tag that ends before a place.
func (s *splitter) closed(name []byte, end int) {
	switch {
	case s.item != nil && bytes.Equal(name, s.item):
		s.take(end)
	case localName(name) == "channel":
		s.channelName = nil
	}
}

// opened takes in the start tag from a place to another.
func (s *splitter) opened(name []byte, at, end int) {
	local := localName(name)
	switch {
	case local == "item" || local == "entry":
		if s.item == nil || bytes.Equal(name, s.item) { // else it is of another namespace, within an item
			s.begin(name, at, end)
		}
	case s.item != nil:
	case s.root == nil:
		s.root, s.rootName = s.b[at:end], name
	case local == "channel":
		s.channel, s.channelName = s.b[at:end], name
	}
}

// begin opens an item.
func (s *splitter) begin(name []byte, at, end int) {
	if s.item == nil {
		s.frame = append(s.frame, s.b[s.from:at]...)
	} else { // the one before was never closed
		s.items = append(s.items, s.b[s.start:at])
	}
	if s.head == nil {
		s.head, s.wrap = s.b[:at], wrapping(s.root, s.rootName, s.channel, s.channelName)
	}
	s.item, s.start, s.from = name, at, len(s.b)
	if s.b[end-2] == '/' {
		s.take(end)
	}
}

// take closes the item that is open.
func (s *splitter) take(end int) {
	s.items, s.item, s.from = append(s.items, s.b[s.start:end]), nil, end
}

// wrapMost is how long the start tags around an item may be, in bytes: they are paid for
// with each item. Those of real feeds, with all their namespaces, take some hundred.
const wrapMost = 16 << 10

// wrapping are the tags that stand around one item; without their attributes where those
// are too long.
func wrapping(root, rootName, channel, channelName []byte) [2][]byte {
	if len(root)+len(channel) > wrapMost {
		root, channel = bare(rootName), bare(channelName)
	}
	open, closed := string(root), "</"+string(rootName)+">"
	if channelName != nil {
		open, closed = open+string(channel), "</"+string(channelName)+">"+closed
	}
	return [2][]byte{[]byte(open), []byte(closed)}
}

// bare is a start tag without attributes.
func bare(name []byte) []byte { return slices.Concat([]byte("<"), name, []byte(">")) }

// tagAt is the name of the tag at the start of b and the length of the tag, 0
// when it does not end. A ">" within quotation marks is part of an attribute.
func tagAt(b []byte) (name []byte, end int) {
	first := 1
	if len(b) > 1 && b[1] == '/' {
		first = 2
	}
	quote := byte(0)
	for i := first; i < len(b); i++ {
		char := b[i]
		switch {
		case quote != 0:
			if char == quote {
				quote = 0
			}
			continue
		case name != nil && (char == '"' || char == '\'') && b[i-1] == '=':
			quote = char
		}
		if name == nil && (char <= ' ' || char == '>' || char == '/') {
			name = b[first:i]
		}
		if char == '>' {
			return name, i + 1
		}
	}
	return nil, 0
}

func localName(name []byte) string {
	if i := bytes.LastIndexByte(name, ':'); i >= 0 {
		name = name[i+1:]
	}
	if len(name) > len("channel") {
		return ""
	}
	return string(bytes.ToLower(name))
}

// splitJSON cuts a JSON Feed at its items.
func splitJSON(b []byte) pieces {
	var p pieces
	frame := map[string]json.RawMessage{"items": json.RawMessage("[]")}
	decoder := json.NewDecoder(bytes.NewReader(b))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return pieces{frame: b}
	}
	for decoder.More() && !p.truncated {
		key, err := decoder.Token()
		if name, _ := key.(string); err == nil && name == "items" {
			p.truncated = !p.jsonItems(decoder)
			continue
		}
		var v json.RawMessage
		if err != nil || decoder.Decode(&v) != nil {
			p.truncated = true
			break
		}
		if name, ok := key.(string); ok {
			frame[name] = v
		}
	}
	p.frame, _ = json.Marshal(frame) // raw messages that were decoded can be encoded
	version, ok := frame["version"]
	if !ok {
		version = json.RawMessage(`"https://jsonfeed.org/version/1"`)
	}
	p.wrap = [2][]byte{[]byte(`{"version":` + string(version) + `,"items":[`), []byte("]}")}
	return p
}

// jsonItems reads the array of items as far as it is whole.
func (p *pieces) jsonItems(d *json.Decoder) bool {
	if token, err := d.Token(); err != nil || token != json.Delim('[') {
		return err == nil && token == nil
	}
	for d.More() {
		var v json.RawMessage
		if d.Decode(&v) != nil {
			return false
		}
		p.items = append(p.items, v)
	}
	_, err := d.Token()
	return err == nil
}

// The dates of an item as its text gives them; the time of a change counts
// only where no other stands.
var (
	datesXML = regexp.MustCompile(`(?i)<(?:[a-z0-9]+:)?(pubdate|published|date|issued|created|updated` +
		`|modified)(?:\s[^>]*)?>\s*(?:<!\[CDATA\[)?([^<\]]{1,120})`)
	datesJSON = regexp.MustCompile(`"(date_published|date_modified)"\s*:\s*"([^"]{1,120})"`)
)

// rawDates are the dates of all items, "" where there is none.
func (p *pieces) rawDates() []string {
	out := make([]string, len(p.items))
	form := datesXML
	if len(p.wrap[0]) > 0 && p.wrap[0][0] == '{' {
		form = datesJSON
	}
	for i, item := range p.items {
		for _, m := range form.FindAllSubmatch(item, 6) {
			change := bytes.EqualFold(m[1], []byte("updated")) || bytes.HasSuffix(bytes.ToLower(m[1]), []byte("modified"))
			if out[i] == "" || !change {
				out[i] = string(bytes.TrimSpace(m[2]))
			}
			if !change {
				break
			}
		}
	}
	return out
}

// newest are the places of the newest items, newest first, at most itemsMost.
// An item without a date is as old as its neighbour: it takes the date of the
// one before it, or, at the start, of the first that has one. Where none has a
// date the document's order stands: feeds begin with the newest.
func newest(dates []time.Time) []int {
	filled := append([]time.Time(nil), dates...)
	var last time.Time
	for _, t := range dates {
		if !t.IsZero() {
			last = t
			break
		}
	}
	order := make([]int, len(filled))
	for i, t := range filled {
		if t.IsZero() {
			filled[i] = last
		}
		last, order[i] = filled[i], i
	}
	slices.SortStableFunc(order, func(i, j int) int { return filled[j].Compare(filled[i]) })
	return order[:min(len(order), itemsMost)]
}

// growing reports dates that grow from the first one to the last.
func growing(dates []time.Time) bool {
	var first, last time.Time
	for _, t := range dates {
		if !t.IsZero() {
			if last = t; first.IsZero() {
				first = t
			}
		}
	}
	return last.After(first)
}

// parseOne reads a feed with one parser of its own: gofeed's keep no state, but
// a feed that makes one panic must not end the others.
func parseOne(b []byte) (f *gofeed.Feed, err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			f, err = nil, io.ErrUnexpectedEOF
		}
	}()
	parser := gofeed.NewParser()
	parser.KeepOriginalFeed = true
	return parser.Parse(bytes.NewReader(b))
}

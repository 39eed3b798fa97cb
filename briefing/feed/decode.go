package feed

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

var (
	xmlDecl   = regexp.MustCompile(`^\s*<\?xml[^>]*\?>`)
	xmlCoding = regexp.MustCompile(`encoding\s*=\s*["']([^"']+)["']`)
)

// toUTF8 decodes a feed: byte order marks first, then UTF-8 when the bytes are
// valid (whatever they declare), then the header's charset, then the
// declaration's, else what the bytes look like (see guessed). The declaration and what
// stands before the first element are dropped.
func toUTF8(b []byte, contentType string) []byte {
	b = widths(b)
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if coding := codingOf(b, contentType); coding != nil {
		if out, err := coding.NewDecoder().Bytes(b); err == nil {
			b = out
		}
	}
	b = bytes.TrimLeft(b, " \t\r\n")
	b = b[len(xmlDecl.Find(b[:min(len(b), 1024)])):]
	if i := bytes.IndexByte(b, '<'); i > 0 && !looksJSON(b) {
		b = b[i:]
	}
	if utf8.Valid(b) { // large feeds are not copied
		return b
	}
	return bytes.ToValidUTF8(b, []byte("\uFFFD"))
}

// codingOf is how a feed is written, nil if in UTF-8.
func codingOf(b []byte, contentType string) encoding.Encoding {
	label := ""
	if match := xmlCoding.FindSubmatch(xmlDecl.Find(b[:min(len(b), 1024)])); match != nil {
		label = string(match[1])
	}
	if utf8.Valid(b) && !strings.HasPrefix(strings.ToLower(label), "iso-2022") {
		return nil
	}
	i := strings.Index(strings.ToLower(contentType), "charset=")
	if i >= 0 && !strings.Contains(strings.ToLower(contentType[i:]), "us-ascii") {
		label = strings.Trim(strings.SplitN(contentType[i+8:], ";", 2)[0], `"' `)
	}
	if coding, name := charset.Lookup(label); coding != nil && name != "utf-8" {
		return coding
	}
	return guessed(b)
}

const guessBytes = 64 << 10 // of a text that states no encoding are looked at

// guessed is the encoding of a text that states none. It may be UTF-8 that was cut in a
// character, or holds few wrong bytes. By its n-grams it may be in one of
// another script than Latin, where such bytes are most of its letters; the Latin ones cannot
// be told apart well enough, so that it is windows-1252 otherwise.
func guessed(b []byte) encoding.Encoding {
	if invalid(b) <= 3 && len(b) > 100*invalid(b) && multibyte(b) {
		return encoding.Nop
	}
	windows, _ := charset.Lookup("windows-1252")
	b = b[:min(len(b), guessBytes)]
	if foreign, latin := letters(b); 2*foreign < latin {
		return windows
	}
	found, err := chardet.NewHtmlDetector().DetectBest(b)
	if err != nil {
		return windows
	}
	if coding, _ := charset.Lookup(found.Charset); coding != nil {
		return coding
	}
	return windows
}

// letters counts the bytes outside of tags that are no ASCII, and those that are its letters.
func letters(b []byte) (foreign, latin int) {
	tag := false
	for _, char := range b {
		switch {
		case char == '<' || char == '>':
			tag = char == '<'
		case tag:
		case char >= utf8.RuneSelf:
			foreign++
		case 'a' <= char|0x20 && char|0x20 <= 'z':
			latin++
		}
	}
	return foreign, latin
}

// multibyte reports text with more whole characters beyond ASCII than broken ones.
func multibyte(b []byte) bool { return utf8.RuneCount(b) < len(b)-2*invalid(b) }

// invalid counts the bytes that are no UTF-8.
func invalid(b []byte) int {
	n := 0
	for len(b) > 0 {
		char, size := utf8.DecodeRune(b)
		if char == utf8.RuneError && size == 1 {
			n++
		}
		b = b[size:]
	}
	return n
}

// widths decodes UTF-16 and UTF-32, with or without a mark.
func widths(b []byte) []byte {
	var e encoding.Encoding
	switch {
	case bytes.HasPrefix(b, []byte{0, 0, 0xfe, 0xff}), bytes.HasPrefix(b, []byte{0, 0, 0, '<'}):
		e = utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)
	case bytes.HasPrefix(b, []byte{0xff, 0xfe, 0, 0}), bytes.HasPrefix(b, []byte{'<', 0, 0, 0}):
		e = utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}), bytes.HasPrefix(b, []byte{0, '<', 0}):
		e = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}), bytes.HasPrefix(b, []byte{'<', 0}):
		e = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	default:
		return b
	}
	if out, err := e.NewDecoder().Bytes(b); err == nil {
		return out
	}
	return b
}

func looksJSON(b []byte) bool {
	b = bytes.TrimLeft(b, " \t\r\n")
	return len(b) > 0 && (b[0] == '{' || b[0] == '[')
}

// depth is the deepest nesting of elements by a scan of bytes, before any
// parser builds a tree: comments, CDATA and instructions are skipped. HTML in
// CDATA or escaped does not count.
func depth(b []byte) int {
	level, most := 0, 0
	for i := 0; i < len(b); {
		j := bytes.IndexByte(b[i:], '<')
		if j < 0 || i+j+1 >= len(b) {
			break
		}
		i += j
		if n := special(b[i:]); n > 0 {
			i += n
			continue
		}
		end := bytes.IndexByte(b[i:], '>')
		switch {
		case b[i+1] == '/':
			level = max(level-1, 0)
		case end > 0 && b[i+end-1] == '/':
		default:
			level++
			most = max(most, level)
			if most > 4*depthMost {
				return most
			}
		}
		if end < 0 {
			break
		}
		i += end + 1
	}
	return most
}

// special is the length of a comment, CDATA section, instruction or
// declaration at the start of b, 0 if there is none.
func special(b []byte) int {
	for _, p := range [][2]string{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}, {"<!", ">"}} {
		if !bytes.HasPrefix(b, []byte(p[0])) {
			continue
		}
		if j := bytes.Index(b, []byte(p[1])); j >= 0 {
			return j + len(p[1])
		}
		return len(b)
	}
	return 0
}

// ratioMost is how many bytes one compressed byte may become.
const ratioMost = 100

// ReadCapped reads a body, gunzips it, and stops at the cap and at a ratio no
// text reaches. What breaks off in the middle is returned as truncated; of what
// is larger than the cap the beginning is returned with ErrTooBig.
func ReadCapped(r io.Reader, encoding string, most int) ([]byte, bool, error) {
	in := &counter{r: r}
	var src io.Reader = in
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "identity":
	case "gzip", "x-gzip":
		unzipped, err := gzip.NewReader(in)
		if err != nil {
			return nil, false, errors.New("it says it is gzip and is not")
		}
		src = unzipped
	default:
		return nil, false, fmt.Errorf("its encoding %q was not asked for", encoding)
	}
	var out []byte
	buf := make([]byte, 32<<10)
	for {
		n, err := src.Read(buf)
		out = append(out, buf[:n]...)
		switch {
		case len(out) > most:
			return out[:most], true, fmt.Errorf("%w (%d MiB)", ErrTooBig, most>>20)
		case src != in && len(out) > 1<<20 && int64(len(out)) > ratioMost*in.n:
			return nil, false, fmt.Errorf("%w: it is compressed like a bomb", ErrTooBig)
		case err == io.EOF:
			return out, false, nil
		case err != nil && len(out) > 0 && !errors.Is(err, context.DeadlineExceeded):
			return out, true, nil
		case err != nil:
			return nil, false, err
		}
	}
}

// counter counts the compressed bytes.
type counter struct {
	r io.Reader
	n int64
}

// Read reads and counts.
func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

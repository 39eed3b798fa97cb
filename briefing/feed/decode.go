package feed

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

var (
	xmlDecl   = regexp.MustCompile(`^\s*<\?xml[^>]*\?>`)
	xmlCoding = regexp.MustCompile(`encoding\s*=\s*["']([^"']+)["']`)
)

// toUTF8 decodes a document for the XML and JSON parsers. The declaration, what
// stands before the first element and control characters, which XML forbids,
// are dropped; a second declaration could change the charset in mid-document
// and is renamed.
func toUTF8(b []byte, contentType string) []byte {
	b = decode(b, contentType)
	b = xmlDecl.ReplaceAll(b, nil)
	if i := bytes.IndexByte(b, '<'); i > 0 && !looksJSON(b) {
		b = b[i:]
	}
	b = bytes.ReplaceAll(b, []byte("<?xml "), []byte("<?was "))
	return bytes.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, b)
}

// decode makes UTF-8 of bytes: byte order marks first, then UTF-8 when the
// bytes are valid (whatever they declare), then the header's charset, then the
// XML declaration's, else windows-1252.
func decode(b []byte, contentType string) []byte {
	b = bytes.TrimPrefix(widths(b), []byte("\ufeff"))
	label := ""
	if m := xmlCoding.FindSubmatch(xmlDecl.Find(b[:min(len(b), 1024)])); m != nil {
		label = string(m[1])
	}
	if utf8.Valid(b) && !strings.HasPrefix(strings.ToLower(label), "iso-2022") {
		return b
	}
	low := strings.ToLower(contentType)
	if i := strings.Index(low, "charset="); i >= 0 && !strings.Contains(low[i:], "us-ascii") {
		label = strings.Trim(strings.SplitN(contentType[i+8:], ";", 2)[0], `"' `)
	}
	e, name := charset.Lookup(label)
	if e == nil || name == "utf-8" {
		e, _ = charset.Lookup("windows-1252")
		if n := invalid(b); n <= 3 && len(b) > 100*n && multibyte(b, n) {
			e = nil // UTF-8 that was cut in a character, or holds few wrong bytes
		}
	}
	if e != nil {
		if out, err := e.NewDecoder().Bytes(b); err == nil {
			b = out
		}
	}
	return bytes.ToValidUTF8(b, []byte("\uFFFD"))
}

// multibyte reports text with more whole characters beyond ASCII than its n broken bytes.
func multibyte(b []byte, n int) bool { return utf8.RuneCount(b) < len(b)-2*n }

// invalid counts the bytes that are no UTF-8.
func invalid(b []byte) int {
	n := 0
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size == 1 {
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

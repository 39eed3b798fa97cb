// Package briefingtest is a desk for tests of the whole way from a feed to a post: stores, feeds,
// models and places that are not there.
package briefingtest

import (
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Printer writes articles of a Zipf vocabulary of 60,000 words, about 380 words
// long, in stories of eight with three names each.
type Printer struct {
	r     *rand.Rand
	z     *rand.Zipf
	ID    int
	Names []string
}

// NewPrinter makes a Printer that writes the same texts each time.
func NewPrinter() *Printer {
	random := rand.New(rand.NewPCG(5, 6))
	return &Printer{r: random, z: rand.NewZipf(random, 1.07, 10, 60_000)}
}

// word is a word of the vocabulary: its number in syllables of which a text is
// taken for English, so that a model may write over it.
func (p *Printer) word() string {
	var b strings.Builder
	for n := p.z.Uint64() + 20; n > 0; n /= 20 {
		b.WriteString("thineranrehaatesto"[2*(n%9) : 2*(n%9)+2])
		if n%20 > 8 {
			b.WriteByte("rstnl"[n%5])
		}
	}
	return b.String()
}

// Words are n words, each as often as words of news are (by Zipf's law).
func (p *Printer) Words(n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = p.word()
	}
	return strings.Join(words, " ")
}

// Name is a word with a capital.
func (p *Printer) Name() string {
	word := p.word()
	return strings.ToUpper(word[:1]) + word[1:]
}

type rss struct {
	XMLName xml.Name  `xml:"rss"`
	Version string    `xml:"version,attr"`
	Items   []rssItem `xml:"channel>item"`
}

type rssItem struct {
	Title string `xml:"title"`
	Link  string `xml:"link"`
	GUID  string `xml:"guid"`
	Date  string `xml:"pubDate"`
	Body  string `xml:"http://purl.org/rss/1.0/modules/content/ encoded"`
}

// Feed is an RSS document of n articles, one a minute, and the bytes of their text.
func (p *Printer) Feed(n int) (doc []byte, text int) {
	document := rss{Version: "2.0"}
	for range n {
		if p.ID%8 == 0 {
			p.Names = []string{p.Name(), p.Name() + " " + p.Name(), p.Name()}
		}
		var b strings.Builder
		for s := range 20 {
			if s%4 == 0 {
				b.WriteString("<p>")
			}
			fmt.Fprintf(&b, "The %s of %s %s. ", p.Words(8), p.Names[s%3], p.Words(9))
			if s%4 == 3 {
				b.WriteString("</p>\n")
			}
		}
		p.ID++
		text += b.Len()
		document.Items = append(document.Items, rssItem{Title: fmt.Sprintf("%s %s %s", p.Names[0], p.Words(5), p.Names[1]),
			Link: fmt.Sprintf("https://bench.example/%d", p.ID),
			GUID: fmt.Sprint(p.ID), Date: Noon.Add(time.Duration(p.ID-1_000_000) * time.Minute).Format(time.RFC1123Z), Body: b.String()})
	}
	out, err := xml.Marshal(document)
	if err != nil {
		panic(err)
	}
	return out, text
}

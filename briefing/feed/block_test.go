package feed

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/feed/page"
	"dateline/briefing/text"
)

// markups write a block in the ways pages do; what stands between them is put
// between the blocks, white space or none.
var markups = []string{"<p>%s</p>", "<div>%s</div>", "<section><div><span>%s</span></div></section>", "<ul><li>%s</li></ul>",
	"<table><tbody><tr><td>%s</td></tr></tbody></table>", "<blockquote><p>%s</p></blockquote>", "<h2>%s</h2>", "%s<br><br>", "<p><b>%s</b></p>",
	"<dl><dd>%s</dd></dl>", "<div><div>%s</div></div>", "<pre>%s</pre>", "<my-part>%s</my-part>", "<details>%s</details>"}

// A quotation is a sentence of one block, whatever the page is made of.
func TestExtract_ASentenceLiesInOneBlock(t *testing.T) {
	words := strings.Fields("harbour ferry crown repair bridge council budget storm rescue village school engine winter market border minister")
	const head = "<html><head><title>Harbour closed</title></head><body><nav><a href=/>Home</a><a href=/s>Sport</a></nav><article><h1>Harbour closed</h1>"
	for seed := range uint64(300) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		var blocks []string
		var page strings.Builder
		gap := []string{"", "\n", " "}[rnd.IntN(3)]
		page.WriteString(head)
		for range 3 + rnd.IntN(12) {
			block := randomBlock(rnd, words)
			blocks = append(blocks, block)
			page.WriteString(gap + fmt.Sprintf(markups[rnd.IntN(len(markups))], block))
		}
		page.WriteString("</article><footer>All rights reserved</footer></body></html>")
		it, err := Extract([]byte(page.String()), "https://post.example/a")
		if err != nil {
			continue
		}
		for _, sp := range text.Sentences(it.Text, "en") {
			sentence, home := it.Text[sp.Start:sp.End], false
			for _, block := range blocks {
				home = home || strings.Contains(block, sentence)
			}
			if !home {
				t.Fatalf("seed %d: %q stands in no block of\n%s", seed, sentence, page.String())
			}
		}
		if len(text.Sentences(it.Text, "en")) == 0 {
			t.Fatalf("seed %d: no sentence of\n%s", seed, page.String())
		}
	}
}

// randomBlock is one to three sentences, the last with or without a stop.
func randomBlock(rnd *rand.Rand, words []string) string {
	var out []string
	for range 1 + rnd.IntN(3) {
		sentence := []string{"The"}
		for range 4 + rnd.IntN(14) {
			sentence = append(sentence, words[rnd.IntN(len(words))])
		}
		out = append(out, strings.Join(sentence, " ")+".")
	}
	block := strings.Join(out, " ")
	if rnd.IntN(3) == 0 {
		block = strings.TrimSuffix(block, ".")
	}
	return block
}

// FuzzBlocks builds HTML of the bytes: each byte a block with a word of its own
// in one of the markups. No line of the text may hold words of two blocks.
func FuzzBlocks(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}, "")
	f.Add([]byte{40, 41, 42, 7, 7, 7, 13}, "\n")
	f.Fuzz(func(t *testing.T, shape []byte, gap string) {
		if strings.TrimSpace(gap) != "" || len(shape) > 200 {
			return
		}
		var body strings.Builder
		for i, b := range shape {
			word := fmt.Sprintf("W%dx", i)
			fmt.Fprintf(&body, gap+markups[int(b)%len(markups)], strings.TrimSpace(strings.Repeat(word+" ", 1+int(b)/len(markups))))
		}
		lines := page.Plain(body.String())
		it, _ := Extract([]byte("<article>"+body.String()+"</article>"), "")
		for _, line := range strings.Split(lines+"\n"+it.Text, "\n") {
			words := strings.Fields(line)
			for _, word := range words {
				if word != words[0] || strings.Count(word, "W") > 1 {
					t.Fatalf("%q holds words of two blocks of\n%s", line, body.String())
				}
			}
		}
	})
}

// What is no text of the article is left out, and a page that has no more than
// a headline and two sentences is read.
func TestExtract_OnlyTheArticleOfThePage(t *testing.T) {
	const lead = "<p>The bank of Velland cut its policy rate to 1.50 percent on Friday, and gave the weak trade of autumn as its reason.</p>"
	const more = "<p>Inflation was 1.4 percent in October, the statistics office says, and no member of the board voted against the cut.</p>"
	for _, c := range []struct{ name, body string }{
		{"a short page", "<nav><a href=/>Home</a></nav><h1>Rate cut</h1>" + lead + more + "<footer><p>The Post is made in Karsk, by sixty people.</p></footer>"},
		{"links to others", "<article>" + lead + "<h4>More:</h4><ul><li><a href=/a>Storm closes the port of Oru</a></li><li><a href=/b>Council votes</a></li></ul>" + more + "</article>"},
		{"a link between", "<article>" + lead + "<p>Read also: <a href=/a>Storm closes the port of Oru for a day</a></p>" + more + "</article>"},
		{"captions", "<article><figure><img src=a.png><figcaption>The bank, in a picture of May.</figcaption></figure>" + lead + more + "</article>"},
		{"labels above and below", "<article><span>Business</span><time>Nov 27, 6:55 AM</time>" + lead + more + "<p>Post Comment (3)</p></article>"},
		{"a page of many nodes", "<article>" + lead + more + "</article><aside>" + strings.Repeat("<b>x</b> ", 50_000) + "</aside>"},
	} {
		body := `<html><head><title>Rate cut</title></head><body>` + c.body + "</body></html>"
		it, err := Extract([]byte(body), "https://post.example/a")
		want := page.Plain(lead) + "\n\n" + page.Plain(more)
		if d := cmp.Diff(want, it.Text); err != nil || d != "" {
			t.Errorf("%s: %v, -want +got\n%s", c.name, err, d)
		}
	}
}

package briefingtest

import "dateline/briefing/llm"

// First is the first story of a briefing: its heading, and the first sentence below it.
func (d *Desk) First(gen llm.Generator) (heading, sentence string) {
	d.T.Helper()
	b := d.Brief(gen)
	if len(b.Stories) != 1 || len(b.Stories[0].Claims) < 2 {
		d.T.Fatalf("want one story with a sentence:\n%s", Say(b.Blocks()))
	}
	return b.Stories[0].Title, b.Stories[0].Claims[1].Text
}

package briefingtest

import "dateline/briefing/llm"

// First is the first story of a briefing: its heading, and the first sentence below it.
func (d *Desk) First(gen llm.Generator) (heading, sentence string) {
	d.T.Helper()
	briefing := d.Brief(gen)
	if len(briefing.Stories) != 1 || len(briefing.Stories[0].Claims) < 2 {
		d.T.Fatalf("want one story with a sentence:\n%s", Say(briefing.Blocks()))
	}
	return briefing.Stories[0].Title, briefing.Stories[0].Claims[1].Text
}

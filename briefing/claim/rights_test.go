package claim

import (
	"strings"
	"testing"

	"dateline/briefing/rights"
	"dateline/briefing/text"
	"dateline/store"
)

// portText is a report of four sentences, of 45, 26, 33 and 47 characters.
const portText = "The port office closed pier 1 in Karsk today. Divers had found a crack.\n\nNobody was hurt, the office said. " +
	"Ships wait outside until the pier is repaired."

// portReport is a report with these rights.
func portReport(rights string) Article {
	return NewArticle(store.Item{Article: store.Article{ID: 7, Outlet: "Karsk Post", URL: "https://karsk.example/pier"},
		Version: store.Version{ID: 70, Article: 7, Lang: "en", Title: "Pier 1 closed", Text: portText, Rights: rights,
			Spans: text.MarshalSpans(text.ReadSentences(portText, "en"))}})
}

func TestArticle_IsAsLongAsItsPublisherAllows(t *testing.T) {
	for _, c := range []struct {
		rights    string
		sentences int
		reserved  bool
	}{
		{"", 4, false}, {"page:snippet=0", 0, false}, {"page:snippet=44", 0, false}, {"page:snippet=45", 1, false},
		{"feed1:snippet=71 page:snippet=999", 2, false}, {"page:snippet=999", 4, false}, {"feed1:tdm", 4, true},
		{"feed1:tdm site:tdm page:snippet=50", 1, true}, {"page:unheard-of", 0, true},
	} {
		got := portReport(c.rights)
		if len(got.Spans) != c.sentences || got.Rights().Reserved != c.reserved {
			t.Errorf("%q leaves %d sentences, reserved %v; want %d, %v", c.rights, len(got.Spans), got.Rights().Reserved, c.sentences,
				c.reserved)
		}
		if n := len([]rune(got.Item.Version.Text)); got.Rights().Limited && n > got.Rights().Snippet {
			t.Errorf("%q leaves %d characters of the text", c.rights, n)
		}
		if head, ok := got.Heading(); !ok || head.Text != "Pier 1 closed" || head.Cites[0].URL == "" || got.Name() != "Pier 1 closed" {
			t.Errorf("%q takes the heading or the link away: %+v", c.rights, head)
		}
		for i := range got.Spans {
			if cite := got.Quoted(i).Cites[0]; portText[cite.Start:cite.End] != cite.Quote || cite.Reserved != c.reserved {
				t.Errorf("%q: %+v does not stand in the stored text", c.rights, cite)
			}
		}
	}
}

func TestClaim_DrawsWhatStandsWordForWord(t *testing.T) {
	report := portReport("")
	written := Claim{Kind: KindWritten, Text: "Divers say that nobody was hurt, the office said, near pier 1.", Cites: []Cite{report.Quoted(2).Cites[0]}}
	copied := "Nobody was hurt, the office said"
	for name, c := range map[string]struct {
		claim Claim
		want  string
	}{
		"a quotation": {report.Quoted(1), "Divers had found a crack."}, "a headline": {report.Headline(), ""},
		"a passage":          {report.Passage(0, 1), portText[:strings.Index(portText, "\n")]},
		"a written sentence": {written, copied},
		"a translation":      {Claim{Kind: KindTranslated, Text: "Taucher fanden einen Riss.", Cites: report.Quoted(1).Cites}, ""},
	} {
		got := ""
		for _, p := range c.claim.Drawn() {
			if got += p.Text; p.Article != 7 || p.Version != 70 {
				t.Errorf("%s draws from article %d", name, p.Article)
			}
		}
		if got != c.want {
			t.Errorf("%s draws %q, want %q", name, got, c.want)
		}
	}
}

func TestWithin_KeepsWhatThereIsRoomFor(t *testing.T) {
	report, count := portReport(""), rights.Budget{Words: 20}.Tally()
	all := []Claim{report.Headline(), report.Quoted(0), report.Quoted(1), report.Quoted(3), report.Quoted(0), report.Quoted(2)}
	kept, over := Within(count, all)
	if len(kept) != 5 || len(over) != 1 || over[0].URL != "https://karsk.example/pier" || count.Shown(7) != 20 {
		t.Errorf("%d kept, %d words, beyond it %+v; want all but one sentence, 20 words", len(kept), count.Shown(7), over)
	}
}

package brief

import (
	"strings"
	"testing"

	"dateline/briefing/answer"
	"dateline/briefing/claim"
	"dateline/briefing/claim/claimtest"
	"dateline/briefing/message"
	"dateline/store"
)

// open is what of the blocks of a briefing is read without touching anything.
func open(blocks []message.Block) string {
	var b strings.Builder
	for _, x := range blocks {
		for _, r := range x.Runs {
			if !r.Spoiler {
				b.WriteString(r.Text + "|")
			}
		}
	}
	return b.String()
}

// A story is hidden whole, wherever one of its parts holds a word: its heading,
// each sentence, its updates, its corrections and the line that it was told.
func TestWordList_HidesAStoryWhole(t *testing.T) {
	quoted := func(s, title string) claim.Claim {
		return claim.Claim{Text: s, Kind: claim.KindQuoted, Cites: []claim.Cite{{Outlet: "Herald", URL: "https://herald.example/senn-1", Title: title}}}
	}
	bridge := Story{ID: 1, Title: "Bridge falls", Reports: 2, Claims: []claim.Claim{quoted("Bridge falls", "Bridge falls"), quoted("The old bridge fell on Friday.", "Bridge falls"), quoted("Nobody was on it.", "Bridge falls")}}
	sentence, earlier, title, member := bridge, bridge, bridge, bridge
	sentence.Claims = append(bridge.Claims[:2:2], quoted("It led to Senn.", "Bridge falls"))
	earlier.Update, earlier.Earlier = true, "Bridge of Senn closed"
	title.Claims = append(bridge.Claims[:2:2], quoted("Nobody was on it.", "Bridge of Senn falls"))
	member.touches = true
	corrected := Correction{Old: "The bridge closed on Thursday.", Quoted: true, Now: quoted("It closed on Friday.", "Bridge falls"), of: &candidate{id: 1}}
	listed := corrected
	listed.Old = "The bridge of Senn closed on Thursday."
	for name, c := range map[string]struct {
		b    Briefing
		open bool
	}{
		"nothing holds it, an address does": {Briefing{Stories: []Story{bridge}, Corrections: []Correction{corrected}}, true},
		"a sentence holds it":               {Briefing{Stories: []Story{sentence}, Corrections: []Correction{corrected}}, false},
		"what was told before holds it":     {Briefing{Stories: []Story{earlier}}, false},
		"an article's title holds it":       {Briefing{Stories: []Story{title}}, false},
		"its articles are about it":         {Briefing{Stories: []Story{member}}, false},
		"a correction of it holds it":       {Briefing{Stories: []Story{bridge}, Corrections: []Correction{listed}}, false},
		"it was told here before":           {Briefing{Repeats: []Repeat{{Story: 1, Title: "Flood in Senn"}}}, false},
		"and is about it":                   {Briefing{Repeats: []Repeat{{Story: 1, Title: "Bridge falls", touches: true}}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			c.b.Name, c.b.words = "World", message.NewWordList("senn", message.Spoiler)
			got := open(c.b.Blocks())
			for _, word := range []string{"ridge", "Nobody", "Friday", "Flood"} {
				if c.open != strings.Contains(got, word) && (c.open == (word != "Flood")) {
					t.Errorf("%q is open: %v, want %v: %s", word, !c.open, c.open, got)
				}
			}
			if len(c.b.Stories) > 0 && !strings.Contains(got, "Herald") {
				t.Errorf("the outlet's name is hidden: %s", got)
			}
		})
	}
}

func TestWordList_HidesAnOutletByNameAlone(t *testing.T) {
	b := Briefing{Name: "World", words: message.NewWordList("herald", message.Spoiler), Stories: []Story{{ID: 1, Title: "Bridge falls", Reports: 2,
		Claims: []claim.Claim{{Text: "Bridge falls", Kind: claim.KindHeadline, Cites: []claim.Cite{{Outlet: "Herald", URL: "https://x.example/"}}}}}}}
	if got := open(b.Blocks()); strings.Contains(got, "Herald") || !strings.Contains(got, "Bridge falls") {
		t.Errorf("open: %s", got)
	}
}

func TestWordList_HidesAnAnswerWhole(t *testing.T) {
	cite := []claim.Cite{{Outlet: "Herald", URL: "https://herald.example/senn", Title: "Bridge falls"}}
	a := answer.Answer{Claims: []claim.Claim{{Text: "The old bridge fell.", Kind: claim.KindQuoted, Cites: cite}, {Text: "Nobody was on it.", Kind: claim.KindQuoted, Cites: cite}}}
	if got := open(a.For(message.NewWordList("senn", message.Spoiler))); !strings.Contains(got, "Nobody") {
		t.Errorf("hidden for an address: %s", got)
	}
	if got := open(a.For(message.NewWordList("fell", message.Spoiler))); strings.Contains(got, "Nobody") || strings.Contains(got, "bridge") || !strings.Contains(got, "Herald") {
		t.Errorf("open: %s", got)
	}
}

func TestTouchedBy_WordsOfAnyArticle(t *testing.T) {
	l := message.NewWordList("suicid*", message.Spoiler)
	one, two := claimtest.Report(1, "en", "Herald", "Prison suicide in Hull", "The man was 31."), claimtest.Report(2, "en", "Wire", "Minister visits Hull", "The prisons minister visits Hull on Friday.")
	if !(&candidate{members: []claim.Article{two, one}}).touchedBy(l) || (&candidate{members: []claim.Article{two}}).touchedBy(l) {
		t.Error("the list takes no notice of a story's other article")
	}
	if !(&candidate{members: []claim.Article{two}, history: &storyHistory{cites: []store.ToldCite{{Text: "The suicide is reviewed."}}}}).touchedBy(l) {
		t.Error("an update stands open although what was told was hidden")
	}
}

// Every quotation can be opened: where an article is quoted first its outlet is
// a link.
func TestLinker_EachQuotedArticleIsLinkedOnce(t *testing.T) {
	var claims []claim.Claim
	for i, outlet := range []string{"Wire", "Herald", "Ledger", "Herald"} {
		claims = append(claims, claim.Claim{Text: "It fell on Friday, the city said.", Kind: claim.KindQuoted, Cites: []claim.Cite{{Outlet: outlet, URL: "https://" + outlet + ".example/" + string(rune('a'+i%3))}}})
	}
	claims[3].Cites = claims[1].Cites
	linked := map[string]int{}
	for _, x := range (Briefing{Stories: []Story{{ID: 1, Title: "Bridge falls", Reports: 3, Claims: append(claims[:1:1], claims...)}}}).Blocks() {
		for _, r := range x.Runs {
			if r.Link != "" {
				linked[r.Link]++
			}
		}
	}
	for _, c := range claims {
		if got := linked[c.Cites[0].URL]; got != 1 {
			t.Errorf("%s is linked %d times, want once", c.Cites[0].URL, got)
		}
	}
}

func TestFitting_LeavesRoomForTheLinks(t *testing.T) {
	long := func(s string, address int) claim.Claim {
		return claim.Claim{Text: strings.Repeat(s, 24), Kind: claim.KindQuoted, Cites: []claim.Cite{{Outlet: "Wire", URL: "https://wire.example/" + strings.Repeat("x", address)}}}
	}
	three := []claim.Claim{long("Heading ", 90), long("Sentence ", 90), long("Sentence ", 90), long("Sentence ", 90)}
	far := []claim.Claim{long("Heading ", 1800), long("Sentence ", 1800), long("Sentence ", 1800)}
	for name, c := range map[string]struct {
		claims []claim.Claim
		differ *claim.Difference
		want   int
	}{
		"as it is":                  {three, nil, 4},
		"beside two that differ":    {three, &claim.Difference{A: long("Sentence ", 200), B: long("Sentence ", 200)}, 2},
		"one sentence always stays": {far, nil, 2},
	} {
		if got := len(claim.Fitting(c.claims, c.differ)); got != c.want {
			t.Errorf("%s: %d claims, want %d", name, got, c.want)
		}
	}
}

func TestLinker_HeadingOfAnotherArticleIsLinked(t *testing.T) {
	at := func(s, url string) claim.Claim {
		return claim.Claim{Text: s, Kind: claim.KindQuoted, Cites: []claim.Cite{{Outlet: "Wire", URL: url}}}
	}
	s := Story{ID: 1, Title: "It fell.", Reports: 2, Outlets: []string{"Wire"}, Claims: []claim.Claim{at("It fell.", "https://wire.example/1"), at("Nobody was on it.", "https://wire.example/2")}}
	linked := map[string]bool{}
	for _, r := range (Briefing{}).story(s)[1].Runs {
		linked[r.Link] = true
	}
	if !linked["https://wire.example/1"] || !linked["https://wire.example/2"] {
		t.Errorf("linked %v", linked)
	}
}

package text_test

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"dateline/briefing/text"
	"dateline/briefing/text/date"
	"dateline/briefing/text/name"
	"dateline/briefing/text/number"
	"dateline/briefing/text/speech"
)

func split(s, lang string) []string {
	var out []string
	for _, sp := range text.Sentences(s, lang) {
		out = append(out, s[sp.Start:sp.End])
	}
	return out
}

func TestSentences_SurviveWhatLooksLikeAnEnd(t *testing.T) {
	for _, c := range []struct {
		why, in string
		want    []string
	}{
		{"a title before a name", "Mr. Brandt left. Dr. Lind stayed.", []string{"Mr. Brandt left.", "Dr. Lind stayed."}},
		{"initials", "J. K. Aker spoke. He left.", []string{"J. K. Aker spoke.", "He left."}},
		{"a country inside a name", "The U.S. Senate voted. It was close.", []string{"The U.S. Senate voted.", "It was close."}},
		{"the parties of a case", "The court said Roe v. Wade was wrong. It was close.", []string{"The court said Roe v. Wade was wrong.", "It was close."}},
		{"decimals", "Prices rose 3.5 percent. Wages fell.", []string{"Prices rose 3.5 percent.", "Wages fell."}},
		{"a quotation of two sentences stays whole", "“We go in. We come out,” he said. Rain fell.", []string{"“We go in. We come out,” he said.", "Rain fell."}},
		{"a line end is a border", "First line\nSecond line.", []string{"First line", "Second line."}},
		{"invitations are no sentences", "News came. \nSign up for our newsletter.\n© 2026 Herald. All rights reserved.\nMore news came.", []string{"News came.", "More news came."}},
		{"bylines are no sentences", "By Mara Lind, Velland Herald\nThe river rose.", []string{"The river rose."}},
		{"a state in front of an agency, not one at the end", "SENN, Tenn. (AP) - Rain fell. He left Hale, Ill. The dam held.", []string{"SENN, Tenn. (AP) - Rain fell.", "He left Hale, Ill.", "The dam held."}},
		{"a word that a state is cut to", "Two guests fell ill. “It was the fish,” a cook said. We will not miss. “We are ready.”", []string{"Two guests fell ill.", "“It was the fish,” a cook said.", "We will not miss.", "“We are ready.”"}},
		{"a quotation behind a state", "He left Hale, Ill. “It rained,” he said.", []string{"He left Hale, Ill.", "“It rained,” he said."}},
		{"German abbreviations", "Er kam z.B. am Dr. Müller vorbei. Dann ging er.", []string{"Er kam z.B. am Dr. Müller vorbei.", "Dann ging er."}},
		{"German ordinals", "Bis zum 14. Dezember ruht der Verkehr. Er traf in der 40. Minute. Es ist sein 3. Sieg in 12 Tagen. Seit 1. März gilt das. Sie wird 40. Danach kam er.",
			[]string{"Bis zum 14. Dezember ruht der Verkehr.", "Er traf in der 40. Minute.", "Es ist sein 3. Sieg in 12 Tagen.", "Seit 1. März gilt das.", "Sie wird 40.", "Danach kam er."}},
		{"a German ordinal that begins a sentence", "Es war laut. 1. FC Karsk gewann. Das war 2019. Danach verlor er.", []string{"Es war laut.", "1. FC Karsk gewann.", "Das war 2019.", "Danach verlor er."}},
		{"German sums cut short", "Der Schaden beträgt 3,5 Mio. Euro. Niemand haftet.", []string{"Der Schaden beträgt 3,5 Mio. Euro.", "Niemand haftet."}},
		{"a place of another language", "Er fuhr nach Kan. „Es ist ernst“, sagte er.", []string{"Er fuhr nach Kan.", "„Es ist ernst“, sagte er."}},
		{"Chinese full stops", "河水上涨。村庄被淹。", []string{"河水上涨。", "村庄被淹。"}},
	} {
		lang := "en"
		if strings.Contains(c.why, "German") {
			lang = "de"
		}
		if d := cmp.Diff(c.want, split(c.in, lang)); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.why, d)
		}
	}
}

func TestStandsAlone_OnlyWhatNeedsNoOther(t *testing.T) {
	alone := []string{
		"The rescue service put the number of dead in the Oru flood at 15 on Monday morning.",
		"Finance Minister Jon Aker said that the levy brings the state 900 million crowns a year.",
		"Shares in Falk Mining fell 6.5 percent in Lysk after the vote of parliament.",
		"The storm of the century has reached the coast of Velland, the weather office said.",
	}
	not := map[string]string{
		"He said that the levy brings the state 900 million crowns a year.":  "points back",
		"But the rescue service put the number of dead at 15 on Monday.":     "points back",
		"However, the water is falling, the water authority said on Monday.": "points back",
		"The storm has made its second landfall near Karsk, officials said.": "points back",
		"Two days later, the rescue service found three more bodies in Ost.": "points back",
		"Short sentence.": "too short",
		"Read more about the flood in our special report on the Oru river here.":                   "no news",
		"The Karsk Port Company declined to comment on the offer it had made.":                     "no news",
		"I have argued in this newspaper for years that Velland should tax coal.":                  "speaks as its writer",
		"Velland should tax coal where it burns, as we have said for many years.":                  "writer",
		"The mayor said \"we have food for two days and then we must leave the place.":             "left open",
		"How many people were evacuated from Hale district since last Friday?":                     "statement",
		"the rescue service put the number of dead at 15 on Monday morning.":                       "start",
		strings.Repeat("The rescue service said that the water was rising fast and ", 6) + "rose.": "too long",
	}
	for _, s := range alone {
		if err := speech.StandsAlone(s, "en"); err != nil {
			t.Errorf("%q was refused: %v", s, err)
		}
	}
	for s, why := range not {
		if err := speech.StandsAlone(s, "en"); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%q: got %v, want a reason with %q", s, err, why)
		}
	}
}

func TestDateline_IsMeasured(t *testing.T) {
	for in, want := range map[string]string{
		"KARSK (North Wire) - The strike may end.": "The strike may end.", "LONDON, Jan 3 (Reuters) — Shares fell.": "Shares fell.", "(CNN) The court ruled.": "The court ruled.",
		"WASHINGTON — The Senate voted.": "The Senate voted.", "New York (CNN Business) Wayfair is cutting jobs.": "Wayfair is cutting jobs.", "NATO said on Monday that it would help.": "NATO said on Monday that it would help.",
		"HALE, Tenn. (AP) - Storms hit.": "Storms hit.", "HALE, Calif. − Storms hit.": "Storms hit.", "PARIS, 4 mai (AFP) - Le vent se lève.": "Le vent se lève.",
		"Madrid, 4 may (EFE).- Llueve.": "Llueve.", "The vote (61 to 58) was close.": "The vote (61 to 58) was close.",
		"Ada Roos — accused of fraud — left.": "Ada Roos — accused of fraud — left.", "Ada Roos — Mayor since 2019 — left.": "Ada Roos — Mayor since 2019 — left.",
		"Washington — The Senate — all of it — voted.": "The Senate — all of it — voted.",
	} {
		if got := in[speech.Dateline(in):]; got != want {
			t.Errorf("%q: left %q, want %q", in, got, want)
		}
	}
}

func TestTerms_FoldedAndStemmedByLanguage(t *testing.T) {
	for _, c := range []struct{ in, lang, want string }{
		{"The Flooding of Floods", "en", "the flood of flood"}, {"Karsk's dockers'", "en", "karsk docker"}, {"3,500 people in 2022", "en", "3500 peopl in 2022"}, {"Überschwemmungen", "de", "uberschwemm"},
		{"U.S. troops", "en", "us troop"}, {"河水上涨", "zh", "河水 水上 上涨"}, {"ລາວ", "lo", "ລາ າວ"}, {"រថភ្លើង", "km", "រថ ថភ ភល លើ ើង"}, {"မြန်မာ", "my", "မြ ြန နမ မာ"}, {"O'Brien", "en", "o'brien"},
	} {
		if got := strings.Join(text.Terms(c.in, c.lang), " "); got != c.want {
			t.Errorf("%q: got %q, want %q", c.in, got, c.want)
		}
	}
}

func TestNames_RunsOfCapitals(t *testing.T) {
	for in, want := range map[string]string{
		"Finance Minister Jon Aker met Ruben Falk of the Coal Owners' Association on Sunday.": "Finance|Jon Aker|Ruben Falk of the Coal Owners|Association",
		"The village of Senn was cut off.": "Senn", "He spoke.": "", "Anna Verhoeven's government fell in May.": "Anna Verhoeven",
	} {
		var got []string
		for _, n := range name.Names(in, "en") {
			got = append(got, n.Text)
		}
		if g := strings.Join(got, "|"); g != want {
			t.Errorf("%q: got %q, want %q", in, g, want)
		}
	}
	if a, b := name.NameKey("Kyiv"), name.NameKey("Kiev"); a != b {
		t.Errorf("Kyiv %q and Kiev %q have different keys", a, b)
	}
}

func TestNumbers_DigitsAndWords(t *testing.T) {
	for _, c := range []struct {
		in, lang string
		value    float64
		kind     string
	}{
		{"about 1,400 residents", "en", 1400, "count"}, {"1.400 Einwohner", "de", 1400, "count"}, {"3.25 percent", "en", 3.25, "percent"}, {"3,25 Prozent", "de", 3.25, "percent"}, {"$2.5bn deal", "en", 2.5e9, "money"},
		{"900 million crowns", "en", 9e8, "money"}, {"twelve people", "en", 12, "count"}, {"two dozen boats", "en", 24, "count"}, {"half a million people", "en", 5e5, "count"}, {"twenty-three ships", "en", 23, "count"}, {"the 4th ship", "en", 4, "ordinal"},
	} {
		got := number.Numbers(c.in, c.lang)
		if len(got) != 1 || got[0].Value != c.value || got[0].Kind != c.kind {
			t.Errorf("%q: got %+v, want %g %s", c.in, got, c.value, c.kind)
		}
	}
	for _, s := range []string{"on 23 November 2026", "at 7:30", "in 2022"} {
		if got := number.Numbers(s, "en"); len(got) != 0 {
			t.Errorf("%q holds a number: %+v", s, got)
		}
	}
	if a, b := number.Numbers("40 people were found alive", "en"), number.Numbers("found 40 people alive", "en"); a[0].Noun != b[0].Noun {
		t.Errorf("the counted noun differs: %q and %q", a[0].Noun, b[0].Noun)
	}
}

func TestTimes_PreferThePast(t *testing.T) {
	ref := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) // a Monday
	for in, want := range map[string]string{
		"on Friday": "2026-11-20 2026-11-21", "yesterday": "2026-11-22 2026-11-23", "on 3 January": "2026-01-03 2026-01-04", "on 24 December": "2025-12-24 2025-12-25", "Nov. 3, 2021": "2021-11-03 2021-11-04", "2021-11-03": "2021-11-03 2021-11-04",
		"last week": "2026-11-16 2026-11-23", "in the past 3 days": "2026-11-20 2026-11-23", "since Friday": "2026-11-20 2026-11-23", "in 2019": "2019-01-01 2020-01-01", "the 1990s": "1990-01-01 2000-01-01", "in March 2020": "2020-03-01 2020-04-01", "am 3. Oktober 2026": "2026-10-03 2026-10-04",
	} {
		got := date.Times(in, "en", ref)
		if len(got) != 1 || got[0].From.Format(time.DateOnly)+" "+got[0].To.Format(time.DateOnly) != want {
			t.Errorf("%q: got %+v, want %s", in, got, want)
		}
	}
	if got := date.Times("yesterday", "en", time.Time{}); len(got) != 1 || !got[0].From.IsZero() {
		t.Errorf("without a reference: %+v, want the phrase without a range", got)
	}
}

func TestFingerprint_SameWordsHaveOne(t *testing.T) {
	if speech.Fingerprint("“40 found alive”, he said") != speech.Fingerprint("40 found alive, he   said.") {
		t.Error("marks and spaces change the fingerprint")
	}
	if speech.Fingerprint("12 dead") == speech.Fingerprint("15 dead") {
		t.Error("another number has the same fingerprint")
	}
}

func TestSketchOf_CopiesAreAlike(t *testing.T) {
	words := strings.Fields(strings.Repeat("the rescue service said on monday that water in the district had fallen and roads would open again soon after crews had checked them ", 1))
	long := strings.Join(words, " ") + " " + strings.Join(words[5:], " ")
	if j := text.SketchOf(long).Jaccard(text.SketchOf(long + " Herald.")); j < .8 {
		t.Errorf("a copy with one more word: J %.2f, want at least .8", j)
	}
	if j := text.SketchOf(long).Jaccard(text.SketchOf("Parliament kept the coal levy by three votes on Sunday after a long debate in the capital.")); j > .1 {
		t.Errorf("another text: J %.2f", j)
	}
	if j := text.SketchOf("").Jaccard(text.SketchOf("")); j != 0 {
		t.Errorf("two empty texts are copies: J %.2f", j)
	}
}

func TestDetect_DeclaredBeatsAWeakGuess(t *testing.T) {
	for _, c := range [][3]string{
		{"Die Regierung in Lysk hat am Montag beschlossen, dass die Abgabe auf Kohle bis zum Jahr 2030 bleibt, sagte der Minister nach der Sitzung.", "", "de"},
		{"Oru flood", "en-GB", "en"}, {"Oru flood", "", ""},
		{"The government decided on Monday that the levy on coal will stay until the year 2030, the minister said after the meeting of the cabinet.", "", "en"},
	} {
		if got := text.Detect(c[0], c[1]); got != c[2] {
			t.Errorf("%q (%s): got %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

func TestMarshalSpans_SurviveStorage(t *testing.T) {
	want := []text.Span{{Start: 0, End: 5}, {Start: 7, End: 20}, {Start: 20, End: 21}}
	got, err := text.UnmarshalSpans(text.MarshalSpans(want))
	if err != nil || cmp.Diff(want, got) != "" {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := text.UnmarshalSpans([]byte{1, 0xff}); err == nil {
		t.Error("a damaged blob was read")
	}
}

func FuzzSentences(f *testing.F) {
	f.Add("Mr. X said “no. Never.” Then left.\nBy Y\n© 2026", "en")
	f.Add("河水上涨。「村庄」被淹", "zh")
	f.Add("He said: “"+strings.Repeat("It fell. J. ", 400), "en")
	f.Add(strings.Repeat("é", 5000)+". "+strings.Repeat("a", 9000), "fr")
	f.Fuzz(func(t *testing.T, s, lang string) {
		if !utf8.ValidString(s) {
			s = strings.ToValidUTF8(s, "\uFFFD")
		}
		end := 0
		for _, sp := range text.Sentences(s, lang) {
			if sp.Start < end || sp.End <= sp.Start || sp.End > len(s) || sp.End-sp.Start > text.QuoteMost || !utf8.ValidString(s[sp.Start:sp.End]) {
				t.Fatalf("span %v after %d in %q", sp, end, s)
			}
			end = sp.End
			_ = speech.StandsAlone(s[sp.Start:sp.End], lang)
			if n := speech.Dateline(s[sp.Start:sp.End]); n < 0 || n > sp.End-sp.Start {
				t.Fatalf("dateline of %d bytes in %q", n, s[sp.Start:sp.End])
			}
		}
	})
}

func FuzzUnmarshalSpans(f *testing.F) {
	f.Add(text.MarshalSpans([]text.Span{{Start: 1, End: 2}, {Start: 3, End: 9}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		spans, err := text.UnmarshalSpans(b)
		end := 0
		for _, s := range spans {
			if err == nil && (s.Start < end || s.End < s.Start) {
				t.Fatalf("span %v after %d", s, end)
			}
			end = s.End
		}
	})
}

func FuzzReaders(f *testing.F) {
	f.Add("On 3 March 2021 $2.5bn went to “Anna of Senn”'s 12 ships, 10-12 percent", "en")
	f.Fuzz(func(t *testing.T, s, lang string) {
		in := func(what string, sp text.Span) {
			if sp.Start < 0 || sp.End < sp.Start || sp.End > len(s) {
				t.Fatalf("%s %v outside of %q", what, sp, s)
			}
		}
		for _, n := range number.Numbers(s, lang) {
			in("number", n.Span)
		}
		for _, x := range date.Times(s, lang, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)) {
			in("time", x.Span)
			if x.To.Before(x.From) {
				t.Fatalf("%q runs backwards", x.Text)
			}
		}
		for _, n := range name.Names(s, lang) {
			in("name", n.Span)
		}
		for _, q := range speech.Quotations(s) {
			in("quote", q)
		}
		speech.Questions(s)
		speech.Speaks(s)
		text.Terms(s, lang)
		text.SketchOf(s)
		text.Detect(s, lang)
	})
}

func BenchmarkArticle(b *testing.B) {
	body := strings.Repeat("The rescue service said on Monday that 40 people had been found alive in Senn, a village of 600. Mayor Tilda Roos thanked them. ", 25)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		for _, sp := range text.Sentences(body, "en") {
			text.Terms(body[sp.Start:sp.End], "en")
			name.Names(body[sp.Start:sp.End], "en")
		}
		text.SketchOf(body)
	}
}

func TestSpeaks_RomanNumeral(t *testing.T) {
	for s, want := range map[string]bool{
		"NASA's Artemis I rocket lifted off on Wednesday.":     false,
		"The bomb of World War I was found in Karsk.":          false,
		"The crown of Queen Elizabeth I, he said, is lost.":    false,
		"He has written on World War I.":                       false,
		"On Monday I went to the harbour of Karsk.":            true,
		"In Kyiv I met the mayor.":                             true,
		"Mayor Tilda Roos and I met.":                          true,
		"The crown of Queen Elizabeth I'd seen is lost.":       true,
		"Yesterday I saw the harbour.":                         true,
		"I saw the crown of Queen Elizabeth I on Friday.":      true,
		"The rocket of the Artemis I programme is our finest.": true,
	} {
		if got := speech.Speaks(s); got != want {
			t.Errorf("%s: its writer speaks: %v, want %v", s, got, want)
		}
	}
}

func TestStandsAlone_IsReadAtAGlance(t *testing.T) {
	long := "Ada Brandt opened the bridge in Karsk" + strings.Repeat(" beside the river", 14) + "."
	if speech.StandsAlone(long, "en") == nil || speech.Statement(long, "en") != nil {
		t.Errorf("%d characters: a statement, but too long to stand alone", len(long))
	}
}

// A text is folded character by character, what is taken apart already the same.
func TestFold_IsThatOfTheDecomposition(t *testing.T) {
	texts := []string{"Mu\u0308ller e\u0323\u0301", "한국 “fünf” ½", "\xffа\u0306"}
	for r := rune(utf8.RuneSelf); r <= unicode.MaxRune; r++ {
		texts = append(texts, "ä"+string(r))
	}
	for _, s := range texts {
		if got, want := text.Fold(s), text.Fold(norm.NFKD.String(s)); got != want {
			t.Errorf("%+q: %+q, its parts %+q", s, got, want)
		}
	}
}

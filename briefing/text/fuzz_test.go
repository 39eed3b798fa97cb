package text_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dateline/briefing/text"
	"dateline/briefing/text/date"
	"dateline/briefing/text/measure"
	"dateline/briefing/text/name"
	"dateline/briefing/text/number"
	"dateline/briefing/text/speech"
	"dateline/briefing/text/texttest"
)

var fuzzSeeds = []string{"from 3 to 5 May 2026 at 7:30 pm", "vor zwei Tagen, am 23.11. um 7:30 Uhr", "قبل يومين ٣٫٥ مليون", "三天前，2021年11月3日 1亿2000万元", "twenty-three to 3.5 million dollars", "end of the end of the first week of May", "Khalifa Haftar, خليفة حفتر; Владимир Путин", "2026-11-23T07:30:00Z 5/12 '98 Q1-2019", "R$ 1.200,5; 1 200,5; 10-12 %", "two days after two days after Easter Monday"}

func seedAll(f *testing.F) {
	for _, s := range fuzzSeeds {
		for _, l := range []string{"en", "de", "ar", ""} {
			f.Add(s, l)
		}
	}
}

func inside(t *testing.T, s string, sp text.Span, text string) {
	t.Helper()
	if sp.Start < 0 || sp.End <= sp.Start || sp.End > len(s) || s[sp.Start:sp.End] != text {
		t.Fatalf("%q at %v of %q", text, sp, s)
	}
	if utf8.ValidString(s) && !utf8.ValidString(text) {
		t.Fatalf("%q is cut inside a character", text)
	}
}

func FuzzTimes(f *testing.F) {
	seedAll(f)
	f.Fuzz(func(t *testing.T, s, lang string) {
		end := 0
		for _, x := range date.Times(s, lang, texttest.Monday23) {
			inside(t, s, x.Span, x.Text)
			if x.Start < end {
				t.Fatalf("%q overlaps the phrase before it in %q", x.Text, s)
			}
			end = x.End
			if x.Closed() && x.To.Before(x.From) {
				t.Fatalf("%q runs backwards: %v to %v", x.Text, x.From, x.To)
			}
			if y := x.From.Year(); y < 0 || y > 20000 {
				t.Fatalf("%q is in the year %d", x.Text, y)
			}
		}
		date.Times(s, lang, time.Time{})
	})
}

func FuzzNumbers(f *testing.F) {
	seedAll(f)
	f.Fuzz(func(t *testing.T, s, lang string) {
		for _, n := range number.Numbers(s, lang) {
			inside(t, s, n.Span, n.Text)
			if n.Kind == "" || n.Value != n.Value || n.High < n.Value {
				t.Fatalf("%+v in %q", n, s)
			}
		}
	})
}

func FuzzMeasures(f *testing.F) {
	seedAll(f)
	f.Add("At least 12 people, including two children, died in Senn, the service said.", "en")
	f.Fuzz(func(t *testing.T, s, lang string) {
		for _, m := range measure.Measures(s, lang, texttest.Monday23) {
			inside(t, s, m.Span, m.Text)
			if !m.Same(m) || m.Changed(m) || m.Excludes(m) {
				t.Fatalf("%+v in %q is not itself", m, s)
			}
		}
	})
}

func FuzzNames(f *testing.F) {
	seedAll(f)
	f.Fuzz(func(t *testing.T, s, lang string) {
		for _, n := range name.Names(s, lang) {
			inside(t, s, n.Span, n.Text)
			if n.Key != name.NameKey(n.Text) || n.Key == "" {
				t.Fatalf("the key of %q is %q", n.Text, n.Key)
			}
		}
	})
}

func FuzzSameName(f *testing.F) {
	f.Add("Khalifa Haftar", "خليفة حفتر")
	f.Add("J. K. Smith Jr.", "al- bin")
	f.Fuzz(func(t *testing.T, a, b string) {
		if name.SameName(a, b) != name.SameName(b, a) {
			t.Fatalf("%q and %q: the order matters", a, b)
		}
		name.NameKey(a)
	})
}

func FuzzQuotations(f *testing.F) {
	f.Add("He said “no. ‘Never’” and «left» \"it\", 'then' l’eau „so“.")
	f.Fuzz(func(t *testing.T, s string) {
		for _, list := range [][]text.Span{speech.Quotes(s), speech.Quotations(s)} {
			end := 0
			for _, q := range list {
				if q.Start < 0 || q.End < q.Start || q.End > len(s) || q.End < end {
					t.Fatalf("quotation %v after %d in %q", q, end, s)
				}
				if utf8.ValidString(s) && !utf8.ValidString(s[q.Start:q.End]) {
					t.Fatalf("%q is cut inside a character", s[q.Start:q.End])
				}
				end = q.End
			}
		}
		if out := speech.Unquoted(s); len(out) > len(s) || utf8.ValidString(s) && !utf8.ValidString(out) {
			t.Fatalf("%q without its quotations is %q", s, out)
		}
	})
}

// What is said of a text are parts of it, in its order.
func FuzzSaidParts(f *testing.F) {
	f.Add("The mayor said so. 117 points, 13 comments | Updated 5 minutes ago · 3 views", "en")
	f.Fuzz(func(t *testing.T, s, lang string) {
		rest := s
		for _, part := range speech.SaidParts(s, text.Sentences(s, lang)) {
			i := strings.Index(rest, part)
			if i < 0 || part == "" {
				t.Fatalf("%q does not stand in the rest of %q", part, s)
			}
			rest = rest[i+len(part):]
		}
	})
}

// What is hard for a grammar must not be slow: a text of 25 KB is read in
// a second, where quadratic work takes minutes.
func TestTimes_HardGrammarTakesLinearTime(t *testing.T) {
	for _, unit := range []string{"two days after ", "end of the ", "from 3 to ", "in the last week of ", "1 000 ", "1.000.", "twenty-", "3万", "A. B. ", "May 3-5, ", "7:30 at ", "'", "Monday to ", "un cent et "} {
		s := strings.Repeat(unit, 25_000/len(unit))
		start := time.Now()
		date.Times(s, "en", texttest.Monday23)
		number.Numbers(s, "fr")
		name.Names(s, "en")
		name.NameKey(s)
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%q takes %v", unit, took)
		} else if testing.Verbose() {
			t.Logf("%-24q %v", unit, took)
		}
	}
}

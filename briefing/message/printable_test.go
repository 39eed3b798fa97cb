package message_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/message"
)

func TestPrintable_DropsWhatIsNotSeen(t *testing.T) {
	for in, want := range map[string]string{
		"Sen\u00adn is\u200b flooded\u2060.":               "Senn is flooded.",
		"\u061cSenn\u200e \u202egnp.exe\u202c":             "Senn gnp.exe",
		"Senn\u2066 and\u2069 Karsk\ufeff":                 "Senn and Karsk",
		"a\U000e0041\U000e0042b\U000e0100":                 "ab",
		"hidden \u3164\u115f\uffa0word\u034f":              "hidden word",
		"a\u200d\u200cb":                                   "ab",
		"one\ttwo\u2028three\nfour\x1b[31m":                "one two three\nfour[31m",
		"Z" + strings.Repeat("\u0335", 200) + "algo":       "Z" + strings.Repeat("\u0335", 4) + "algo",
		"Z" + strings.Repeat("\u0335\u200b", 200) + "algo": "Z" + strings.Repeat("\u0335", 4) + "algo",
		"smile 😀" + strings.Repeat("\ufe0f", 9):            "smile 😀\ufe0f",
		"code 😀" + strings.Repeat("\U000e0150", 20) + "!":  "code 😀\U000e0150!",
		"invalid \xff": "invalid \ufffd",
	} {
		if d := cmp.Diff(want, message.Printable(in)); d != "" {
			t.Errorf("%q: %s", in, d)
		}
	}
}

// What a script or an emoji needs is no trick.
func TestPrintable_KeepsWhatAScriptNeeds(t *testing.T) {
	for _, s := range []string{
		"👩\u200d👩\u200d👧🏽 🏳️\u200d🌈 ❤️\u200d🔥 👩🏽\u200d🚒 🇩🇪 1️⃣ ©️",
		"🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f won",
		"می\u200cخواهم کتاب\u200cها", // Persian, with non-joiners
		"क्\u200dष र्\u200dय",        // Devanagari, with joiners
		"ශ්\u200dරී ලංකා",            // Sinhala
		"葛\U000e0101城市",              // a variant of an ideograph
		"Tiếng Việt đã",
		"שָׁלוֹם עֲלֵיכֶם",
		"قال رئيس البلدية إن 12 شخصا قتلوا.",
	} {
		if got := message.Printable(s); got != s {
			t.Errorf("%q became %q", s, got)
		}
	}
}

func TestPrintable_IsolatesTheOtherDirection(t *testing.T) {
	for in, want := range map[string]string{
		"The paper Al Hayat (الحياة) said so.": "The paper Al Hayat (\u2068الحياة\u2069) said so.",
		"Senn: قال رئيس البلدية, he said":      "Senn: \u2068قال رئيس البلدية\u2069, he said",
		"قالت Reuters News إن F-35 سقطت.":      "قالت \u2068Reuters News\u2069 إن \u2068F-35\u2069 سقطت.",
		"شبكة 5G جديدة":                        "شبكة \u20685G\u2069 جديدة",
		"הסוכנות AP דיווחה":                    "הסוכנות \u2068AP\u2069 דיווחה",
		"صحيفة Guardian (Scott Trust) (لندن)":  "صحيفة \u2068Guardian (Scott Trust)\u2069 (لندن)",
		"12:30 עברית":                          "12:30 עברית",
		"Ada\nשלום Karsk":                      "Ada\n\u2068שלום\u2069 Karsk",
	} {
		if d := cmp.Diff(want, message.Printable(in)); d != "" {
			t.Errorf("%q: %s", in, d)
		}
	}
}

func TestPrintable_ALineTakesTheDirectionOfItsFirstLetter(t *testing.T) {
	got := message.PrintableRuns([]message.Run{{Text: "- "}, {Text: "Update: "}, {Text: "حريق في سن", Link: "https://a.example"}, {Text: ", Coast Radio"}})
	want := []message.Run{{Text: "- "}, {Text: "Update: "}, {Text: "\u2068حريق في سن\u2069", Link: "https://a.example"}, {Text: ", Coast Radio"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func FuzzPrintable(f *testing.F) {
	for _, s := range []string{"a\u202eb", "Z\u0335\u0335\u0335\u0335\u0335", "👩\u200d👩\u200d👧🏽", "می\u200cخواهم F-35", "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", "\u2068א\u2069 a 5ב", "\xff\n\t"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		out := message.Printable(s)
		if !utf8.ValidString(out) {
			t.Fatalf("%q is no text", out)
		}
		if again := message.Printable(out); again != out {
			t.Fatalf("%q becomes %q, and that %q", s, out, again)
		}
		depth, marks := 0, 0
		for _, r := range out {
			switch {
			case r == '\u2068':
				depth++
			case r == '\u2069':
				depth--
			case r >= 0x202A && r <= 0x202E, r == '\u061c', r == '\u200b', r == '\u00ad', r == '\ufeff', r != '\n' && unicode.IsControl(r):
				t.Fatalf("%q holds %U", out, r)
			}
			if depth < 0 || depth > 1 {
				t.Fatalf("isolates of %q are not balanced", out)
			}
			if marks++; !unicode.In(r, unicode.Mn, unicode.Me) || unicode.Is(unicode.Variation_Selector, r) {
				marks = 0
			}
			if marks > 4 {
				t.Fatalf("%q stacks marks", out)
			}
		}
		if depth != 0 {
			t.Fatalf("%q leaves an isolate open", out)
		}
	})
}

package text

import (
	"testing"

	"dateline/briefing/text/texttest"
)

// What is read was written by anybody: no reader's work grows faster than its text.
func TestGrowth_NoReaderIsQuadratic(t *testing.T) {
	texttest.Grows(t, []texttest.Reader{
		{Name: "Sentences", Read: func(s, lang string) { Sentences(s, lang) }},
		{Name: "Outlets", Read: func(s, _ string) { NewOutletNames([]string{"Senn Times", s}).Credits(s) }},
		{Name: "OutletKey", Read: func(s, _ string) { OutletKey(s) }},
		{Name: "Names", Read: func(s, lang string) { Names(s, lang) }},
		{Name: "NameKey", Read: func(s, _ string) { NameKey(s) }},
		{Name: "SameName", Read: func(s, _ string) { SameName(s, "Ann Hill"); SameName(s, s+" Senn") }},
		{Name: "Numbers", Read: func(s, lang string) { Numbers(s, lang) }},
		{Name: "Measures", Read: func(s, lang string) { Measures(s, lang, monday23) }},
		{Name: "Times", Read: func(s, lang string) { Times(s, lang, monday23) }},
		{Name: "Ordinals", Read: func(s, lang string) { Ordinals(s, lang) }},
		{Name: "RelativeDay", Read: func(s, lang string) { RelativeDay(s, lang) }},
		{Name: "Quotations", Read: func(s, _ string) { Quotations(s) }},
		{Name: "Unquoted", Read: func(s, _ string) { Unquoted(s) }},
		{Name: "Fingerprint", Read: func(s, _ string) { Fingerprint(s) }},
		{Name: "SketchOf", Read: func(s, _ string) { SketchOf(s) }},
		{Name: "Detect", Read: func(s, lang string) { Detect(s, lang) }},
		{Name: "QuestionLang", Read: func(s, _ string) { QuestionLang(s) }},
		{Name: "Terms", Read: func(s, lang string) { Terms(s, lang) }},
		{Name: "Boilerplate", Read: func(s, lang string) { Boilerplate(s, lang) }},
		{Name: "Reports", Read: func(s, lang string) { Reports(s, lang) }},
		{Name: "Speaks", Read: func(s, _ string) { Speaks(s) }},
		{Name: "Addresses", Read: func(s, _ string) { Addresses(s) }},
		{Name: "Questions", Read: func(s, _ string) { Questions(s) }},
		{Name: "Answers", Read: func(s, lang string) { _ = Answers(s, lang) }},
		{Name: "StandsAlone", Read: func(s, lang string) { _ = StandsAlone(s, lang) }},
		{Name: "Dateline", Read: func(s, _ string) { Dateline(s) }},
		{Name: "Leans", Read: func(s, lang string) { Leans(s, lang) }},
		{Name: "Continues", Read: func(s, lang string) { Continues(s, lang) }},
		{Name: "SaidParts", Read: func(s, lang string) { SaidParts(s, Sentences(s, lang)) }},
		{Name: "Volatile", Read: func(s, _ string) { Volatile(s) }},
		{Name: "Events", Read: func(s, lang string) { Events(s, lang) }},
		{Name: "Asks", Read: func(s, lang string) { Asks(s, lang) }},
		{Name: "Stop", Read: func(s, lang string) { Stop(s, lang) }},
		{Name: "CommonShare", Read: func(s, lang string) { CommonShare(s, lang) }},
		{Name: "Translated", Read: func(s, lang string) { Translated(s, lang, "de") }},
	})
}

package text_test

import (
	"testing"

	"dateline/briefing/text"
	"dateline/briefing/text/date"
	"dateline/briefing/text/measure"
	"dateline/briefing/text/name"
	"dateline/briefing/text/number"
	"dateline/briefing/text/speech"
	"dateline/briefing/text/texttest"
)

// What is read was written by anybody: no reader's work grows faster than its text.
func TestGrowth_NoReaderIsQuadratic(t *testing.T) {
	texttest.Grows(t, []texttest.Reader{
		{Name: "Sentences", Read: func(s, lang string) { text.Sentences(s, lang) }},
		{Name: "Outlets", Read: func(s, _ string) { name.NewOutletNames([]string{"Senn Times", s}).Credits(s) }},
		{Name: "OutletKey", Read: func(s, _ string) { name.OutletKey(s) }},
		{Name: "Names", Read: func(s, lang string) { name.Names(s, lang) }},
		{Name: "NameKey", Read: func(s, _ string) { name.NameKey(s) }},
		{Name: "SameName", Read: func(s, _ string) { name.SameName(s, "Ann Hill"); name.SameName(s, s+" Senn") }},
		{Name: "Numbers", Read: func(s, lang string) { number.Numbers(s, lang) }},
		{Name: "Measures", Read: func(s, lang string) { measure.Measures(s, lang, texttest.Monday23) }},
		{Name: "Times", Read: func(s, lang string) { date.Times(s, lang, texttest.Monday23) }},
		{Name: "Ordinals", Read: func(s, lang string) { number.Ordinals(s, lang) }},
		{Name: "Split", Read: func(s, _ string) { text.Split(s, text.Named) }},
		{Name: "Sayings", Read: func(s, lang string) { speech.Read(s, lang).Sayings() }},
		{Name: "Denials", Read: func(s, lang string) { speech.Read(s, lang).Denials() }},
		{Name: "RelativeDay", Read: func(s, _ string) { speech.RelativeDay(s) }},
		{Name: "Quotations", Read: func(s, _ string) { speech.Quotations(s) }},
		{Name: "Unquoted", Read: func(s, _ string) { speech.Unquoted(s) }},
		{Name: "Fingerprint", Read: func(s, _ string) { speech.Fingerprint(s) }},
		{Name: "SketchOf", Read: func(s, _ string) { text.SketchOf(s) }},
		{Name: "Detect", Read: func(s, lang string) { text.Detect(s, lang) }},
		{Name: "QuestionLang", Read: func(s, _ string) { text.QuestionLang(s) }},
		{Name: "Terms", Read: func(s, lang string) { text.Terms(s, lang) }},
		{Name: "Boilerplate", Read: func(s, lang string) { text.Boilerplate(s, lang) }},
		{Name: "Reports", Read: func(s, lang string) { speech.Reports(s, lang) }},
		{Name: "Speaks", Read: func(s, _ string) { speech.Speaks(s) }},
		{Name: "Addresses", Read: func(s, _ string) { speech.Addresses(s) }},
		{Name: "Questions", Read: func(s, _ string) { speech.Questions(s) }},
		{Name: "StandsAlone", Read: func(s, lang string) { _ = speech.StandsAlone(s, lang) }},
		{Name: "Dateline", Read: func(s, _ string) { speech.Dateline(s) }},
		{Name: "Leans", Read: func(s, lang string) { text.Leans(s, lang) }},
		{Name: "Continues", Read: func(s, lang string) { text.Continues(s, lang) }},
		{Name: "SaidParts", Read: func(s, lang string) { speech.SaidParts(s, text.Sentences(s, lang)) }},
		{Name: "Volatile", Read: func(s, _ string) { speech.Volatile(s) }},
		{Name: "Events", Read: func(s, lang string) { text.Events(s, lang) }},
		{Name: "Asks", Read: func(s, lang string) { text.Asks(s, lang) }},
		{Name: "Stop", Read: func(s, lang string) { text.Stop(s, lang) }},
		{Name: "CommonShare", Read: func(s, lang string) { text.CommonShare(s, lang) }},
		{Name: "Translated", Read: func(s, lang string) { text.Translated(s, lang, "de") }},
	})
}

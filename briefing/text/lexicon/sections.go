package lexicon

import "slices"

// section says which languages must have a section. One that is open lists
// values, as numbers, each language those that it has words for; any other has
// the same keys in every language.
type section struct {
	name, langs string
	open        bool
}

const (
	main   = "de en es fr pt"
	arabic = main + " ar"
)

var sections = []section{
	{name: "concepts", langs: main},
	{name: "offices", langs: main},
	{name: "places", langs: main},
	{name: "bodies", langs: main},
	{name: "remits", langs: main},
	{name: "agencies", langs: main},
	{name: "months", langs: arabic + " it nl"},
	{name: "weekdays", langs: arabic},
	{name: "ordinals", langs: arabic, open: true},
	{name: "ordinals.behind", langs: "de"},
	{name: "dates.units", langs: arabic, open: true},
	{name: "dates.shifts", langs: arabic},
	{name: "dates.shifts_after", langs: arabic},
	{name: "dates.days", langs: arabic},
	{name: "dates.day_parts", langs: arabic, open: true},
	{name: "dates.seasons", langs: arabic},
	{name: "dates.edges", langs: arabic},
	{name: "dates.few", langs: main},
	{name: "dates.strange", langs: main},
	{name: "dates.dual", langs: "ar"},
	{name: "holidays", langs: main, open: true},
	{name: "numbers", langs: arabic + " it", open: true},
	{name: "numbers.scales", langs: arabic + " it nl", open: true},
	{name: "numbers.and", langs: "ar en es fr pt"},
	{name: "currencies", langs: arabic + " ja zh", open: true},
	{name: "measures.events", langs: main},
	{name: "measures.causes", langs: main},
	{name: "measures.alike", langs: main, open: true},
	{name: "measures", langs: main},
	{name: "common", langs: arabic, open: true},
	{name: "frequent", langs: arabic, open: true},
	{name: "stop", langs: "en"},
	{name: "questions", langs: main},
	{name: "questions.small", langs: "it nl pl sv tr"},
	{name: "saying", langs: main, open: true},
	{name: "alone", langs: arabic},
	{name: "alone.english", langs: "en"},
	{name: "stamps", langs: main},
	{name: "counters", langs: main + " it nl no pl sv"},
	{name: "names", langs: main},
	{name: "names.endings", langs: "bg bs ca cs da de en es et fi fr hr hu lt lv nb nl nn no pl pt ro ru sk sl sr sv tr uk"},
	{name: "openers", langs: main},
	{name: "abbreviations", langs: main},
	{name: "starters", langs: "en"},
	{name: "boilerplate", langs: main},
	{name: "credit", langs: main},
	{name: "events", langs: main},
	{name: "events.more", langs: main, open: true},
	{name: "things", langs: main},
	{name: "things.more", langs: "de en fr pt", open: true},
	{name: "joins", langs: main},
	{name: "forms", langs: main, open: true},
	{name: "stance", langs: main},
	{name: "stance.hedging", langs: "en"},
	{name: "peoples", langs: "en"},
	{name: "states", langs: "en"},
	{name: "nouns", langs: "de"},
	{name: "people", langs: main},
	{name: "people.accusing", langs: "ar it ja nl pl sv tr"},
	{name: "headlines", langs: main},
	{name: "roundups", langs: main},
	{name: "outlets.sections", langs: main + " it ru"},
	{name: "parts", langs: main},
	{name: "places.words", langs: main},
	{name: "cases", langs: main},
	{name: "topics", langs: main},
	{name: "topics.names", langs: main},
	{name: "topics.sections", langs: main},
	{name: "watched", langs: main},
	{name: "messages", langs: main},
	{name: "opposites", langs: main, open: true},
}

func described(name string) section {
	i := slices.IndexFunc(sections, func(s section) bool { return s.name == name })
	if i < 0 {
		panic("lexicon: no section " + name + " in the table") // who asks is wrong
	}
	return sections[i]
}

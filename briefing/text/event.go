package text

import (
	"strings"
	"sync"

	"dateline/briefing/text/lexicon"
)

// eventRow is words for one event: people ask with one of them, "who won", and
// reports use another, "victory"; "win" and "won" have no stem in common; and a
// question in German finds reports in English.
type eventRow struct {
	happens     bool                // to somebody; the others name things
	plain, more map[string][]string // by language: the forms of the plain word, other words that tell the same
}

// eventCountries are the countries that questions name most.
var eventCountries = []string{"BR", "FR", "DE", "JP", "RU", "ES", "IT", "GB"}

// eventRows are the lexicon's events, each with a bit of Event.
var eventRows = sync.OnceValue(func() []eventRow {
	var out []eventRow
	for _, section := range []string{"events", "things"} {
		for _, row := range lexicon.Section("en", section) {
			entry := eventRow{section == "events", map[string][]string{}, map[string][]string{}}
			for _, lang := range lexicon.In(section) {
				entry.plain[lang] = lexicon.Words(lang, section, row.Key)
				entry.more[lang] = lexicon.Words(lang, section+".more", row.Key)
			}
			out = append(out, entry)
		}
	}
	for _, country := range eventCountries {
		entry := eventRow{plain: map[string][]string{}}
		for _, lang := range lexicon.Languages() {
			entry.plain[lang] = countryWords(lang, country)
		}
		out = append(out, entry)
	}
	return out
})

// Event is a set of events that a word may tell, one bit each.
type Event uint64

// eventTable is the words of one language: the events by eventKey, and the
// stems of the plain words of each event.
type eventTable struct {
	plain, all map[string]Event
	forms      [][]string
}

// eventKeys are words as they stand in the table: stems, but nouns in -ion as
// they are. "Elected" wins, "election" does not, and both have one stem; who is
// fired did not burn.
func eventKeys(words, lang string) []string {
	var out []string
	for _, w := range Terms(words, "") {
		if !strings.HasSuffix(w, "ion") && !strings.HasSuffix(w, "ions") && w != "fired" && w != "firing" {
			w = Stem(w, lang)
		}
		out = append(out, w)
	}
	return out
}

// eventsOf adds up what the words of s tell.
func eventsOf(in map[string]Event, s, lang string) (e Event) {
	for _, k := range eventKeys(s, lang) {
		e |= in[k]
	}
	return e
}

// happeningEvents are the events that happen; the other rows name things.
var happeningEvents = sync.OnceValue(func() (e Event) {
	for i, row := range eventRows() {
		if row.happens {
			e |= 1 << i
		}
	}
	return e
})

var eventTables = sync.OnceValue(func() map[string]eventTable {
	out := map[string]eventTable{}
	rows := eventRows()
	for _, lang := range lexicon.In("events") {
		table := eventTable{map[string]Event{}, map[string]Event{}, make([][]string, len(rows))}
		for i, row := range rows {
			plain := strings.Join(row.plain[lang], " ")
			table.forms[i] = Terms(plain, lang)
			for _, k := range eventKeys(plain, lang) {
				table.plain[k] |= 1 << i
			}
			for _, k := range eventKeys(plain+" "+strings.Join(row.more[lang], " "), lang) {
				table.all[k] |= 1 << i
			}
		}
		out[lang] = table
	}
	return out
})

// Events are those that a word of a language may tell.
func Events(word, lang string) Event {
	return eventsOf(eventTables()[lang].all, word, lang)
}

// PlainEvents are those a word tells as the plain word for them, or, when it is
// no plain word, all.
func PlainEvents(word, lang string) Event {
	table := eventTables()[lang]
	if event := eventsOf(table.plain, word, lang); event != 0 {
		return event
	}
	return eventsOf(table.all, word, lang)
}

// Happens reports whether a set has an event that happens, and is no thing.
func (e Event) Happens() bool { return e&happeningEvents() != 0 }

// Translated are the stems in a language of the plain words for what a word of
// another language tells: "win" for "gewann". (Within a language the other
// forms are not looked for: "won" for "win" takes MRR@10 on realtimeqa 2022
// from .732 to .730 and the strings found in 2025 from .551 to .546.)
func Translated(word, lang, to string) []string {
	if lang == to {
		return nil
	}
	var out []string
	events := PlainEvents(word, lang)
	for i, forms := range eventTables()[to].forms {
		if events&(1<<i) != 0 {
			out = append(out, forms...)
		}
	}
	return out
}

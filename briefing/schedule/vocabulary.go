package schedule

import (
	"slices"
	"strings"
	"sync"
	"time"

	"dateline/briefing/phrases"
)

// kind is what a word, a number or a mark means in a rule.
type kind int

const (
	unknown kind = iota
	noise
	weekSet // n: a set of days of the week
	every
	interval // n: every so many hours
	hours
	minutes
	dayWord
	weeks
	weekly
	monthly
	month
	ordinal // n: 1 to 31, or -1 for the last
	bare    // n: a number, maybe an hour
	moment  // n: a minute of the day
	count   // n: times a day
	times
	except
	to
	from
	and
	at
	oclock
	morning
	evening
	night
	suffix
)

// meaning is a kind with its number.
type meaning struct {
	kind kind
	n    int
}

// heard says what the keys of the vocabulary mean.
var heard = map[string]meaning{
	"hear_sunday": {weekSet, 1 << time.Sunday}, "hear_monday": {weekSet, 1 << time.Monday}, "hear_tuesday": {weekSet, 1 << time.Tuesday},
	"hear_wednesday": {weekSet, 1 << time.Wednesday}, "hear_thursday": {weekSet, 1 << time.Thursday},
	"hear_friday": {weekSet, 1 << time.Friday}, "hear_saturday": {weekSet, 1 << time.Saturday},
	"hear_daily": {weekSet, everyDay}, "hear_weekdays": {weekSet, weekdaySet}, "hear_weekends": {weekSet, weekendSet},
	"hear_hourly": {interval, 1}, "hear_two_hours": {interval, 2}, "hear_every": {every, 0},
	"hear_hours": {hours, 0}, "hear_minutes": {minutes, 0}, "hear_days": {dayWord, 0}, "hear_weeks": {weeks, 0},
	"hear_weekly": {weekly, 0}, "hear_monthly": {monthly, 0}, "hear_month": {month, 0},
	"hear_first": {ordinal, 1}, "hear_second": {ordinal, 2}, "hear_third": {ordinal, 3}, "hear_fourth": {ordinal, 4},
	"hear_fifth": {ordinal, 5}, "hear_last": {ordinal, lastDay},
	"hear_2": {bare, 2}, "hear_3": {bare, 3}, "hear_4": {bare, 4}, "hear_6": {bare, 6}, "hear_8": {bare, 8},
	"hear_12": {bare, 12}, "hear_twice": {count, 2}, "hear_thrice": {count, 3}, "hear_times": {times, 0},
	"hear_except": {except, 0}, "hear_to": {to, 0}, "hear_from": {from, 0}, "hear_and": {and, 0}, "hear_at": {at, 0},
	"hear_oclock": {oclock, 0}, "hear_am": {morning, 0}, "hear_pm": {evening, 0}, "hear_night": {night, 0},
	"hear_noon": {moment, dayMinutes / 2}, "hear_midnight": {moment, 0}, "hear_ordinal": {suffix, 0}, "hear_noise": {noise, 0},
}

// lastDay is the number of an ordinal that counts from the end.
const lastDay = -1

// phrase is what some words one after the other mean: most mean one thing, the
// Portuguese "segunda" Monday and second.
type phrase struct {
	words    []string
	meanings []meaning
}

// vocabulary is that of one language: its phrases by their first word, the longest
// first.
type vocabulary map[string][]phrase

// vocabularies are those of all languages; what is written is read in each.
var vocabularies = sync.OnceValue(func() []vocabulary {
	var out []vocabulary
	for _, lang := range phrases.Languages() {
		words, all := phrases.In(lang), vocabulary{}
		for key, meant := range heard {
			for _, said := range strings.Split(words.Say(key), "|") {
				all.add(said, meant)
			}
		}
		for _, list := range all {
			slices.SortFunc(list, func(a, b phrase) int { return len(b.words) - len(a.words) })
			for _, p := range list {
				slices.SortFunc(p.meanings, func(a, b meaning) int { return int(a.kind - b.kind) })
			}
		}
		out = append(out, all)
	}
	return out
})

func (v vocabulary) add(said string, meant meaning) {
	var words []string
	for _, p := range cut(said) {
		words = append(words, p.text)
	}
	if len(words) == 0 {
		return
	}
	list := v[words[0]]
	for i, known := range list {
		if slices.Equal(known.words, words) {
			list[i].meanings = append(list[i].meanings, meant)
			return
		}
	}
	v[words[0]] = append(list, phrase{words, []meaning{meant}})
}

// find is the longest phrase that the pieces begin with.
func (v vocabulary) find(pieces []piece) (phrase, bool) {
	if len(pieces) == 0 {
		return phrase{}, false
	}
	for _, known := range v[pieces[0].text] {
		if len(known.words) <= len(pieces) && slices.EqualFunc(known.words, pieces[:len(known.words)],
			func(word string, p piece) bool { return word == p.text }) {
			return known, true
		}
	}
	return phrase{}, false
}

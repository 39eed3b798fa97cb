package schedule

import (
	"fmt"
	"strings"
	"time"

	"dateline/briefing/phrases"
)

// String is the rule in the form that Parse reads and stores keep.
func (r Rule) String() string {
	said := r.days.String()
	switch {
	case r.every == 1 && r.days.week == everyDay:
		said = "hourly"
	case r.every > 0 && r.days.week == everyDay:
		said = fmt.Sprintf("every %d hours", r.every)
	case r.every == 1:
		said += " hourly"
	case r.every > 0:
		said += fmt.Sprintf(" every %d hours", r.every)
	default:
		var times []string
		for _, minute := range r.times {
			times = append(times, clock(minute))
		}
		said += " " + english(times)
	}
	if r.within != (Span{}) {
		said += " from " + clock(r.within.from) + " to " + clock(r.within.to)
	}
	if r.quiet != (Span{}) {
		said += " except " + r.quiet.String()
	}
	return said
}

// english joins a list: "a, b and c".
func english(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}

// String is the days in English, as Parse reads them.
func (d days) String() string {
	switch d.week {
	case everyDay:
		return "daily"
	case weekdaySet:
		return "weekdays"
	case weekendSet:
		return "weekends"
	}
	var names []string
	for _, day := range weekdays(d.week) {
		names = append(names, strings.ToLower(day.String())+"s")
	}
	for nth, name := range [...]string{"first", "second", "third", "fourth", "last"} {
		for _, day := range weekdays(d.ordinal[nth]) {
			names = append(names, name+" "+strings.ToLower(day.String()))
		}
	}
	dates := strings.Fields(phrases.In("en").Say("say_dates"))
	for date := 1; date <= 31; date++ {
		if d.dates&(1<<date) != 0 {
			names = append(names, dates[date-1])
		}
	}
	if d.dates&lastDate != 0 {
		names = append(names, "last day")
	}
	if d.dates != 0 {
		return english(names) + " of the month"
	}
	return english(names)
}

// Say is the rule as people read it, within a sentence: "every Monday and Thursday
// at 09:00".
func (r Rule) Say(words *phrases.Words) string {
	said := r.days.say(words)
	switch {
	case r.every > 0 && r.days.week == everyDay:
		said = words.Count(r.every, "say_hours")
	case r.every > 0:
		said = words.Say("say_hours_on", said, words.Count(r.every, "say_hours"))
	default:
		var times []string
		for _, minute := range r.times {
			times = append(times, clock(minute))
		}
		said = words.Say("say_at", said, list(words, times))
	}
	if r.within != (Span{}) {
		said = words.Say("say_within", said, clock(r.within.from), clock(r.within.to))
	}
	if r.quiet != (Span{}) {
		said = words.Say("say_except", said, clock(r.quiet.from), clock(r.quiet.to))
	}
	return said
}

// list joins what is named, the last with a word.
func list(words *phrases.Words, names []string) string {
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return words.Say("list_and", words.List(names[:last]), names[last])
}

func (d days) say(words *phrases.Words) string {
	switch d.week {
	case 0:
	case everyDay:
		return words.Say("say_daily")
	case weekdaySet:
		return words.Say("say_weekdays")
	case weekendSet:
		return words.Say("say_weekends")
	default:
		return words.Say("say_days", list(words, named(words, "say_day", d.week)))
	}
	var names []string
	for nth, key := range [...]string{"say_first", "say_second", "say_third", "say_fourth", "say_last"} {
		names = append(names, named(words, key, d.ordinal[nth])...)
	}
	dates := strings.Fields(words.Say("say_dates"))
	var numbers []string
	for date := 1; date <= 31; date++ {
		if d.dates&(1<<date) != 0 {
			numbers = append(numbers, dates[(date-1)%len(dates)])
		}
	}
	if len(numbers) > 0 {
		names = append(names, words.Say("say_date", list(words, numbers)))
	}
	if d.dates&lastDate != 0 {
		names = append(names, words.Say("say_last_date"))
	}
	return words.Say("say_month", list(words, names))
}

// named are the texts of a set of days; a key has seven, from Sunday on.
func named(words *phrases.Words, key string, set uint8) []string {
	texts := strings.Split(words.Say(key), "; ")
	var out []string
	for _, day := range weekdays(set) {
		out = append(out, texts[day%time.Weekday(len(texts))])
	}
	return out
}

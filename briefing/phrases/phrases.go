// Package phrases holds what people read of the program itself: labels, answers
// to commands, errors, names of commands. There is one directory for each language
// and in it one text file for each area of the program, so that a translator can
// review a language without reading Go. It knows nothing of stories or claims: a
// caller names a text by its key and puts in what belongs there. What people write
// of schedules stands here too, under keys that begin with hear.
//
// Every language has every text: a missing one fails the package's test. What a
// source says is not translated here.
package phrases

import (
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/dustin/go-humanize"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// A file is LANGUAGE/AREA.txt, a line of it "key = text"; a key stands in one area.
//
//go:embed */*.txt
var files embed.FS

// languages (ISO 639-1), as pages and menus list them.
var languages = []string{"en", "de", "es", "fr", "pt", "ar"}

// Languages are those in which the bot can speak.
func Languages() []string { return slices.Clone(languages) }

// Words are the texts of one language; nil is English.
type Words struct {
	lang string
	tag  language.Tag
	text map[string]string
}

// In are the texts of a language, English for one without. What follows a hyphen
// says where it is spoken and does not matter: "pt-BR" is "pt".
func In(lang string) *Words {
	if lang == Pseudo {
		return pseudo()
	}
	base, _, _ := strings.Cut(lang, "-")
	if words := parsed()[base]; words != nil {
		return words
	}
	return parsed()["en"]
}

// First are the texts of the first of some languages that has any, else English.
func First(languages ...string) *Words {
	for _, lang := range languages {
		if Speaks(lang) {
			return In(lang)
		}
	}
	return In("en")
}

// Speaks reports whether there are texts in a language.
func Speaks(lang string) bool {
	base, _, _ := strings.Cut(lang, "-")
	return lang == Pseudo || slices.Contains(languages, base)
}

var parsed = sync.OnceValue(func() map[string]*Words {
	out := map[string]*Words{}
	for _, lang := range languages {
		words := &Words{lang, language.Make(lang), map[string]string{}}
		areas, err := fs.Glob(files, lang+"/*.txt")
		if err != nil {
			panic(err) // the pattern is built in
		}
		for _, area := range areas {
			body, err := files.ReadFile(area)
			if err != nil {
				panic(err) // built in
			}
			words.read(string(body))
		}
		words.nameCommands()
		out[lang] = words
	}
	return out
})

// read adds the texts of a file.
func (w *Words) read(body string) {
	for line := range strings.SplitSeq(body, "\n") {
		if key, said, ok := strings.Cut(line, " = "); ok && !strings.HasPrefix(line, "#") {
			w.text[key] = said
		}
	}
}

// command is one that a text names: "/source add". Its names stand in the area
// "command" under the same path. The Arabic "and" stands before it without a blank.
var command = regexp.MustCompile(`(^|[\s("“„«و])/([a-z]+)( [a-z]+)?`)

// nameCommands lets each text call commands as people type them in its language.
func (w *Words) nameCommands() {
	for key, said := range w.text {
		if strings.HasPrefix(key, "/") || !strings.Contains(said, "/") {
			continue
		}
		w.text[key] = command.ReplaceAllStringFunc(said, func(found string) string {
			part := command.FindStringSubmatch(found)
			group, single := w.text["/"+part[2]], w.text["/"+part[2]+part[3]]
			switch {
			case part[3] != "" && group != "" && single != "":
				return part[1] + "/" + group + " " + single
			case group != "":
				return part[1] + "/" + group + part[3]
			}
			return found
		})
	}
}

// Language is what a language (ISO 639-1) is called in that of w.
func (w *Words) Language(lang string) string {
	tag, err := language.Parse(lang)
	if err != nil {
		return lang
	}
	return display.Languages(language.Make(w.Lang())).Name(tag)
}

// Lang is the language of the texts.
func (w *Words) Lang() string {
	if w == nil {
		return "en"
	}
	return w.lang
}

// Say is a text with what is put in. A key that nobody wrote is a fault of the
// program: it is shown, so that a test sees it.
func (w *Words) Say(key string, args ...any) string {
	said := w.of(key)
	if len(args) == 0 {
		return said
	}
	for i, arg := range args {
		if text, ok := arg.(Text); ok {
			args = slices.Clone(args)
			args[i] = text.In(w)
		}
	}
	return oneStop(fmt.Sprintf(said, args...), args)
}

// oneStop is a sentence that ends with one point where what was put in ends with
// one too: "23. Nov.".
func oneStop(said string, args []any) string {
	for _, arg := range args {
		if text, ok := arg.(string); ok && strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "..") {
			said = strings.ReplaceAll(said, text+".", text)
		}
	}
	return said
}

// put is where something is put into a text.
var put = regexp.MustCompile(`%(?:\[\d\])?[sd]`)

// Around are the pieces of a text before, between and behind what is put in, for a
// caller that puts in more than words: a link.
func (w *Words) Around(key string) []string { return put.Split(w.of(key), -1) }

// RightToLeft reports a language that is read from the right.
func (w *Words) RightToLeft() bool { return w.Lang() == "ar" }

// Comma stands between the things of a list, Semicolon between clauses.
func (w *Words) Comma() string { return w.of("comma") + " " }

// Semicolon stands between clauses, Comma between the things of a list.
func (w *Words) Semicolon() string { return w.of("semicolon") + " " }

// List is a list of things, Clauses one of longer parts.
func (w *Words) List(things []string) string { return strings.Join(things, w.Comma()) }

// Clauses is a list of parts that may hold commas, List one of things.
func (w *Words) Clauses(parts []string) string { return strings.Join(parts, w.Semicolon()) }

// Text is a text whose language is not known yet. Where it is put into another, it
// is in the language of that.
type Text struct {
	Key  string
	Args []any
	Of   int  // the number of things
	Many bool // it is a number of things: Of
}

// Later is a text to be said in a language that is known later.
func Later(key string, args ...any) Text { return Text{Key: key, Args: args} }

// Counted is a number of things to be said in a language that is known later.
func Counted(n int, key string) Text { return Text{Key: key, Of: n, Many: true} }

// In is the text in a language, "" without a key.
func (t Text) In(w *Words) string {
	switch {
	case t.Key == "":
		return ""
	case t.Many:
		return w.Count(t.Of, t.Key)
	}
	return w.Say(t.Key, t.Args...)
}

// Has reports whether there is a text for a key.
func (w *Words) Has(key string) bool { _, ok := parsed()["en"].text[key]; return ok }

// Keys lists the keys that begin with a prefix, in order.
func Keys(prefix string) []string {
	var out []string
	for key := range parsed()["en"].text {
		if strings.HasPrefix(key, prefix) {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return out
}

func (w *Words) of(key string) string {
	if w != nil {
		if said, ok := w.text[key]; ok {
			return said
		}
	}
	if said, ok := parsed()["en"].text[key]; ok {
		return said
	}
	return "%!" + key
}

// ending is that of the key for each plural form of CLDR; what a language says in
// the way of the general form has no key of its own.
var ending = map[plural.Form]string{plural.Zero: "_zero", plural.One: "_one", plural.Two: "_two", plural.Few: "_few", plural.Many: "_many",
	plural.Other: "_other"}

// Count is a number of things. The texts are key_one and key_many, the general
// form; a language with more forms has key_zero, key_two, key_few and key_other
// besides (https://cldr.unicode.org/index/cldr-spec/plural-rules). A text may name
// the number in a word, or not at all.
func (w *Words) Count(n int, key string) string {
	tag := language.English
	if w != nil {
		tag = w.tag
	}
	form := key + ending[plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)]
	if _, ok := w.own(form); !ok {
		form = key + "_many"
	}
	said := w.of(form)
	if !strings.Contains(said, "%") {
		return said
	}
	return fmt.Sprintf(said, number{n, w})
}

func (w *Words) own(key string) (string, bool) {
	if w == nil {
		w = parsed()["en"]
	}
	said, ok := w.text[key]
	return said, ok
}

// number is drawn with the language's mark between thousands.
type number struct {
	n int
	w *Words
}

// Format draws the number, whatever the verb.
func (n number) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte(n.w.Thousands(n.n))) }

// Day is a date: "22 Nov", with the year when it is not that of now.
func (w *Words) Day(t, now time.Time) string {
	if t.Year() != now.Year() {
		return w.Say("day_year", w.numbered(t), w.month(t), t.Year())
	}
	return w.Say("day", w.numbered(t), w.month(t))
}

// FullDay is a date in a sentence: "3 October", with the year when it is not that of
// now.
func (w *Words) FullDay(t, now time.Time) string {
	month := w.item("months", int(t.Month())-1)
	if t.Year() != now.Year() {
		return w.Say("full_day_year", w.numbered(t), month, t.Year())
	}
	return w.Say("full_day", w.numbered(t), month)
}

// numbered is the number of a day in its month, as a date has it: "1er", "2".
func (w *Words) numbered(t time.Time) any {
	if t.Day() == 1 {
		return dayNumber(w.of("day_first"))
	}
	return t.Day()
}

// dayNumber is a number as it is written in dates.
type dayNumber string

// Format draws the number, whatever the verb.
func (d dayNumber) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte(d)) }

// Days is a range of days, "4 Dec to 9 Dec"; one day stands once.
func (w *Words) Days(from, to, now time.Time) string {
	first, last := w.Day(from, now), w.Day(to, now)
	if first == last {
		return first
	}
	return w.Say("range_days", first, last)
}

// Stamp is a date with its weekday and time: "Mon 23 Nov, 07:30".
func (w *Words) Stamp(t time.Time) string {
	return w.Say("stamp", w.dated(t), t.Format("15:04"))
}

// Clock is a weekday and a time: "Mon 06:10"; with date for one whose time is
// not known: "Mon 23 Nov".
func (w *Words) Clock(t time.Time, date bool) string {
	if date {
		return w.dated(t)
	}
	return w.item("weekdays_short", int(t.Weekday())) + " " + t.Format("15:04")
}

// dated is a date with its weekday.
func (w *Words) dated(t time.Time) string {
	return w.item("weekdays_short", int(t.Weekday())) + " " + w.Say("day", w.numbered(t), w.month(t))
}

// Weekday is the name of a day.
func (w *Words) Weekday(t time.Time) string { return w.item("weekdays", int(t.Weekday())) }

// OnWeekday is "on Monday".
func (w *Words) OnWeekday(t time.Time) string {
	days := strings.Split(w.of("on_weekdays"), "; ")
	return days[int(t.Weekday())%len(days)]
}

// Thousands writes 6210 as 6,210, with the mark of the language.
func (w *Words) Thousands(n int) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + w.of("thousands") + digits[i:]
	}
	return digits
}

// Ordinal is a place in an order: "7th"; languages that write a number write one.
func (w *Words) Ordinal(n int) string {
	if w.Lang() == "en" {
		return humanize.Ordinal(n)
	}
	return w.Thousands(n)
}

func (w *Words) month(t time.Time) string { return w.item("months_short", int(t.Month())-1) }

// item is one word of a list.
func (w *Words) item(key string, n int) string {
	list := strings.Fields(w.of(key))
	if n >= len(list) {
		return "%!" + key
	}
	return list[n]
}

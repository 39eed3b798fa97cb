// Package phrases holds what the bot itself says in its messages, one embedded
// text file a language, so that a translator can review a language without
// reading Go. It knows nothing of stories or claims: a caller names a text by its
// key and puts in what belongs there.
//
// English, German, Spanish and French are whole: a missing text fails the
// package's test. Arabic has the labels alone, the rest of it is English.
package phrases

import (
	"embed"
	"fmt"
	"strings"
	"sync"
	"time"
)

//go:embed *.txt
var files embed.FS

// whole are the languages (ISO 639-1) that have every text.
var whole = []string{"en", "de", "es", "fr"}

// labelled have the labels alone.
var labelled = []string{"ar"}

// Languages are those in which the bot can speak.
func Languages() []string { return whole }

// Words are the texts of one language; nil is English.
type Words struct {
	lang string
	text map[string]string
}

// In are the texts of a language, English for one without.
func In(lang string) *Words {
	if words := parsed()[lang]; words != nil {
		return words
	}
	return parsed()["en"]
}

var parsed = sync.OnceValue(func() map[string]*Words {
	out := map[string]*Words{}
	for _, lang := range append(append([]string(nil), whole...), labelled...) {
		body, err := files.ReadFile(lang + ".txt")
		if err != nil {
			panic(err) // built in
		}
		words := &Words{lang, map[string]string{}}
		for line := range strings.SplitSeq(string(body), "\n") {
			if key, said, ok := strings.Cut(line, " = "); ok && !strings.HasPrefix(line, "#") {
				words.text[key] = said
			}
		}
		out[lang] = words
	}
	return out
})

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
	return fmt.Sprintf(said, args...)
}

// Has reports whether there is a text for a key.
func (w *Words) Has(key string) bool { _, ok := parsed()["en"].text[key]; return ok }

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

// Count is a number of things, of which key_one and key_many are the texts.
func (w *Words) Count(n int, key string) string {
	if n == 1 {
		return w.Say(key+"_one", n)
	}
	return w.Say(key+"_many", n)
}

// Day is a date: "22 Nov", with the year when it is not that of now.
func (w *Words) Day(t, now time.Time) string {
	if t.Year() != now.Year() {
		return w.Say("day_year", t.Day(), w.month(t), t.Year())
	}
	return w.Say("day", t.Day(), w.month(t))
}

// Stamp is a date with its weekday and time: "Mon 23 Nov, 07:30".
func (w *Words) Stamp(t time.Time) string {
	return w.item("weekdays_short", int(t.Weekday())) + " " + w.Say("day", t.Day(), w.month(t)) + t.Format(", 15:04")
}

// Clock is a weekday and a time: "Mon 06:10"; with date for one whose time is
// not known: "Mon 23 Nov".
func (w *Words) Clock(t time.Time, date bool) string {
	weekday := w.item("weekdays_short", int(t.Weekday())) + " "
	if date {
		return weekday + w.Say("day", t.Day(), w.month(t))
	}
	return weekday + t.Format("15:04")
}

// Weekday is the name of a day.
func (w *Words) Weekday(t time.Time) string { return w.item("weekdays", int(t.Weekday())) }

// Thousands writes 6210 as 6,210, with the mark of the language.
func (w *Words) Thousands(n int) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + w.of("thousands") + digits[i:]
	}
	return digits
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

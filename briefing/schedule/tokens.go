package schedule

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is what some pieces mean.
type token struct {
	meaning
	also   meaning // what a word means besides: the Portuguese "segunda" is Monday and second
	digits bool    // of an ordinal: "1st", not "first"
	half   kind    // of a moment: the half of the day that was named with it
	field  int
}

// is reports whether the token may mean this.
func (t token) is(kinds ...kind) bool {
	return slices.Contains(kinds, t.kind) || t.also.kind != unknown && slices.Contains(kinds, t.also.kind)
}

// tokenizer reads pieces with the vocabulary of one language.
type tokenizer struct {
	words  vocabulary
	pieces []piece
	out    []token
}

// tokens are what the pieces mean in a language; a word that it does not know is
// an unknown one.
func tokens(pieces []piece, words vocabulary) []token {
	t := &tokenizer{words: words, pieces: slices.Clone(pieces)}
	for len(t.pieces) > 0 {
		if t.pieces[0].digits() {
			t.number()
		} else {
			t.word()
		}
	}
	return t.out
}

// take makes a token of the next n pieces.
func (t *tokenizer) take(n int, made token) {
	made.field = t.pieces[0].field
	t.pieces = t.pieces[n:]
	t.out = append(t.out, made)
}

// means is how many pieces, after the first n, are a phrase that may mean one of
// these; 0 where they mean something else or nothing.
func (t *tokenizer) means(n int, kinds ...kind) int {
	known, ok := t.words.find(t.pieces[min(n, len(t.pieces)):])
	if !ok || !slices.ContainsFunc(known.meanings, func(m meaning) bool { return slices.Contains(kinds, m.kind) }) {
		return 0
	}
	return len(known.words)
}

// afterEvery reports whether what was read last is "every".
func (t *tokenizer) afterEvery() bool { return len(t.out) > 0 && t.out[len(t.out)-1].is(every) }

// word reads a phrase or a mark.
func (t *tokenizer) word() {
	first := t.pieces[0]
	known, ok := t.words.find(t.pieces)
	switch {
	case ok:
		made := token{meaning: known.meanings[0]}
		if len(known.meanings) > 1 {
			made.also = known.meanings[1]
		}
		if made.kind == bare {
			t.counted(len(known.words), made.n)
			return
		}
		t.take(len(known.words), made)
	case first.text == ",":
		t.take(1, token{meaning: meaning{kind: and}})
	case first.text == "-":
		t.take(1, token{meaning: meaning{kind: to}})
	case first.text == ".", first.text == ":":
		t.take(1, token{meaning: meaning{kind: noise}})
	case t.joined(first):
		t.pieces[0].text = strings.TrimPrefix(first.text, arabicAnd)
		t.out = append(t.out, token{meaning: meaning{kind: and}, field: first.field})
	default:
		t.take(1, token{})
	}
}

// arabicAnd is written together with the word that follows it.
const arabicAnd = "و"

// joined reports whether a word is the Arabic "and" with a word that is known.
func (t *tokenizer) joined(first piece) bool {
	rest, ok := strings.CutPrefix(first.text, arabicAnd)
	if !ok || rest == "" {
		return false
	}
	tried := slices.Clone(t.pieces)
	tried[0].text = rest
	_, ok = t.words.find(tried)
	return ok
}

// counted reads a number of something: "3 hours", "two times a day", or a number
// alone. It is written in n pieces.
func (t *tokenizer) counted(n, number int) {
	if used := t.means(n, times); used > 0 {
		t.take(n+used, token{meaning: meaning{count, number}})
		return
	}
	if t.afterEvery() {
		for _, m := range []meaning{{interval, number}, {minutes, 0}, {weeks, 0}} {
			if used := t.means(n, units[m.kind]...); used > 0 {
				t.take(n+used, token{meaning: m})
				return
			}
		}
	}
	t.take(n, token{meaning: meaning{bare, number}})
}

// units are the words that stand after "every" and a number.
var units = map[kind][]kind{interval: {hours}, minutes: {minutes}, weeks: {weeks, dayWord}}

// number reads digits: a time of day, a date, or a number of something.
func (t *tokenizer) number() {
	digits := t.pieces[0].text
	value, _ := strconv.Atoi(digits[:min(len(digits), 4)])
	if t.clock(digits, value) {
		return
	}
	ending := t.means(1, suffix)
	switch {
	case len(digits) > 2:
		t.take(1, token{})
	case ending > 0 && t.pieces[1].glued:
		t.take(1+ending, token{meaning: meaning{ordinal, value}, digits: true})
	case t.glued(1, ".") && len(t.pieces) > 2 && !t.pieces[2].digits():
		t.take(2, token{meaning: meaning{ordinal, value}, digits: true})
	default:
		t.counted(1, value)
	}
}

// noClock is the minute of the day of what looks like a time and is none.
const noClock = dayMinutes + 1

// clock reads a time of day: 7:30, 07.30, 7h30, 0730, 19 Uhr 30, each with what
// says which half of the day is meant, or 7 with that.
func (t *tokenizer) clock(digits string, hour int) bool {
	minute, used := 0, 0 // of the pieces; 0: this is no time of day yet
	switch {
	case len(digits) == 4:
		hour, minute, used = hour/100, hour%100, 1
	case len(digits) > 2:
		return false
	default:
		minute, used = t.afterHour()
	}
	if used > 0 {
		used += t.means(used, oclock, hours)
	}
	made := token{meaning: meaning{moment, hour*60 + minute}}
	for _, half := range []kind{morning, evening, night} {
		if n := t.means(max(used, 1), half); n > 0 && made.half == unknown {
			used, made.half = max(used, 1)+n, half
		}
	}
	if hour > 24 || minute > 59 {
		made.n = noClock
	}
	if used > 0 {
		t.take(used, made)
	}
	return used > 0
}

// afterHour reads the minutes after an hour, and how many pieces both are; 0 where
// the number is no hour.
func (t *tokenizer) afterHour() (minute, used int) {
	switch {
	case t.twoDigits(2) && (t.glued(1, ":") || t.glued(1, ".") || t.glued(1, "h")):
		minute, _ = strconv.Atoi(t.pieces[2].text)
		return minute, 3
	case t.glued(1, ":"): // 7:3
		return 60, 2
	case t.afterEvery() || t.means(1, oclock, hours) == 0:
		return 0, 0
	}
	used = 1 + t.means(1, oclock, hours)
	if t.twoDigits(used) && !t.ownTime(used) {
		minute, _ = strconv.Atoi(t.pieces[used].text)
		used++
	}
	return minute, used
}

// ownTime reports whether the n-th piece, a number, is not the minutes of what
// stands before it.
func (t *tokenizer) ownTime(n int) bool {
	return t.glued(n+1, ":") || t.glued(n+1, ".") || t.means(n+1, oclock, hours, morning, evening, night) > 0
}

// glued reports whether the n-th piece is this mark or letter, without a space before it.
func (t *tokenizer) glued(n int, text string) bool {
	return n < len(t.pieces) && t.pieces[n].glued && t.pieces[n].text == text
}

func (t *tokenizer) twoDigits(n int) bool {
	return n < len(t.pieces) && t.pieces[n].digits() && len(t.pieces[n].text) == 2
}

// clip cuts what a person wrote to a length that fits a sentence.
func clip(s string, most int) string {
	s = strings.TrimFunc(s, func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSpace(r) })
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}

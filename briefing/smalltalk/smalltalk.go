// Package smalltalk tells what is no question: a greeting, thanks, an emoji, "who
// are you". It gets a word on what can be asked, and no search.
package smalltalk

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// tsv has a line for each language and kind: the phrases that are said, with
// commas between them. The kinds are hello, thanks, who, and filler: words that
// say nothing by themselves and may stand beside any phrase.
//
//go:embed smalltalk.tsv
var tsv string

// lettersMost is how long a text without a question may be, in letters.
const lettersMost = 80

// phraseTable finds the kind of a phrase; words is the length of the longest.
type phraseTable struct {
	kinds map[string]string
	words int
}

// phrases is tsv, read once.
var phrases = sync.OnceValue(func() phraseTable {
	table := phraseTable{kinds: map[string]string{}}
	for line := range strings.Lines(tsv) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) != 3 {
			continue
		}
		for phrase := range strings.SplitSeq(fields[2], ",") {
			words := spokenWords(phrase)
			table.kinds[strings.Join(words, " ")] = fields[1]
			table.words = max(table.words, len(words))
		}
	}
	return table
})

// noWords are mentions and emojis in Discord's form.
var noWords = regexp.MustCompile(`<(?:a?:\w+:|[@#]!?&?|/[\w -]+:)\d+>|:\w+:`)

// spokenWords are the words of a text in small letters; what is neither letter
// nor digit stands between them.
func spokenWords(s string) []string {
	return strings.FieldsFunc(strings.ToLower(noWords.ReplaceAllString(s, " ")), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r)
	})
}

// Kind reports whether a text is made of such phrases alone, and of which kind
// ("hello", "thanks", "who"): what asks for help goes before thanks, and thanks before a greeting.
func Kind(s string) (string, bool) {
	if len([]rune(s)) > lettersMost {
		return "", false
	}
	table, words := phrases(), spokenWords(s)
	found := map[string]bool{}
	for i := 0; i < len(words); {
		n := min(table.words, len(words)-i)
		for ; n > 0; n-- {
			if kind, ok := table.kinds[strings.Join(words[i:i+n], " ")]; ok {
				found[kind] = true
				break
			}
		}
		if n == 0 {
			return "", false
		}
		i += n
	}
	for _, kind := range []string{"who", "thanks"} {
		if found[kind] {
			return kind, true
		}
	}
	return "hello", true
}

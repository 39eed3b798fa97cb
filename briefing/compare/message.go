package compare

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"dateline/briefing/message"
	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/speech"
)

// How much of a message is read: Discord's longest has 4,000 characters.
const (
	messageMost    = 16 << 10 // bytes
	statementsMost = 4
	linksMost      = 3
	statementLong  = 600 // bytes: twice a long sentence of news
	wordsLeast     = 3   // of a statement
)

// Message is what a message holds: the addresses in it, and the sentences that state
// something.
type Message struct {
	Links      []string
	Statements []string
	Lang       string // of the text, as far as its small words tell
	More       int    // statements that are not looked at
}

var (
	links      = regexp.MustCompile(`https?://[^\s<>()\[\]"]+`)
	linked     = regexp.MustCompile(`\[([^\[\]\n]{1,300})\]\(<?https?://[^\s()]+>?\)`)
	foreignTag = regexp.MustCompile(`<(?:@[!&]?|#|a?:\w{1,32}:|t:|/)[^<>\n]{0,100}>|:\w{2,32}:`)
	markup     = regexp.MustCompile("(?m)^[ \t]*(?:>{1,3}|#{1,3}|-#|[-*•])[ \t]+|[*_~|`]{1,3}")
	sneer      = regexp.MustCompile(`(?:^|\s)/s(?:arcasm)?(?:$|\s)|[🙄🙃🤡]`)
)

// Read takes a message apart.
func Read(written string) Message {
	written = text.Head(written, messageMost)
	var out Message
	for _, address := range links.FindAllString(written, -1) {
		address = strings.TrimRight(address, ".,;:!?'*_~|`")
		if len(out.Links) < linksMost && !slices.Contains(out.Links, address) {
			out.Links = append(out.Links, address)
		}
	}
	said := links.ReplaceAllString(linked.ReplaceAllString(written, "$1"), " ")
	if sneer.MatchString(said) {
		return out
	}
	said = message.Printable(markup.ReplaceAllString(foreignTag.ReplaceAllString(said, " "), " "))
	out.Lang = text.QuestionLang(said)
	for line := range strings.Lines(said) {
		line = quieter(strings.Join(strings.Fields(withoutPictures(line)), " "))
		for _, span := range text.Sentences(line, out.Lang) {
			sentence := unlabelled(line[span.Start:span.End], out.Lang)
			switch {
			case !states(sentence, out.Lang):
			case len(out.Statements) == statementsMost:
				out.More++
			default:
				out.Statements = append(out.Statements, inFull(sentence, out.Lang))
			}
		}
	}
	return out
}

// withoutPictures leaves out signs that are no part of a sentence.
func withoutPictures(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.So, r) || unicode.Is(unicode.Sk, r) || unicode.Is(unicode.Co, r) {
			return ' '
		}
		return r
	}, s)
}

// quieter is a line that is shouted in small letters.
func quieter(s string) string {
	upper, lower := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		}
	}
	if upper > 3*lower {
		return strings.ToLower(s)
	}
	return s
}

// states reports whether a sentence of a message states something: it is no
// question, no opinion, no joke and nothing that is only supposed.
func states(s, lang string) bool {
	words := strings.Fields(s)
	if len(words) < wordsLeast || len(s) > statementLong || speech.Questions(s) {
		return false
	}
	if slices.Contains(asking[lang], text.Fold(words[0])) {
		return false
	}
	if unmeant.MatchString(s) {
		return false
	}
	if slices.ContainsFunc(words[1:], func(w string) bool { return slices.Contains(modals[lang], w) }) {
		return false
	}
	first := supposing[lang]
	return first == nil || !first.MatchString(s)
}

var (
	// asking are words that begin a question, by language: without its sign it is one too.
	asking = byLanguage(func(lang string) []string {
		list := func(key string) []string { return lexicon.Words(lang, "questions", key) }
		out := slices.Concat(list("who"), list("fact"), list("why"))
		if lang == "en" {
			out = append(out, "does", "did", "do", "is", "are", "was", "were", "has", "can", "could", "will", "would", "anyone", "any")
		}
		return out
	})
	// unmeant are the words of opinions and jokes, in whatever language a message is taken for.
	unmeant = phrase(`(?:^|[^\pL'’])`, slices.Concat(lexicon.All("messages", "opinion"), lexicon.All("messages", "jest")))
	// modals are verbs of what is only possible.
	modals = byLanguage(func(lang string) []string { return lexicon.Words(lang, "stance", "modals") })
	// supposing begins a sentence of what may be.
	supposing = byLanguage(func(lang string) *regexp.Regexp {
		return phrase(`^\PL*`, lexicon.Words(lang, "messages", "suppose"))
	})
)

// unlabelled is a sentence without what only introduces it: "breaking:", "I heard that".
func unlabelled(s, lang string) string {
	for range labelsMost {
		label := labels[lang]
		if label == nil {
			break
		}
		at := label.FindStringIndex(s)
		if at == nil {
			break
		}
		s = strings.TrimLeft(s[at[1]:], " ,:;.!–—-")
	}
	return s
}

// labelsMost is how many introductions are taken off.
const labelsMost = 4

var labels = byLanguage(func(lang string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)^\PL*(?:` + speech.Alternatives(lexicon.Words(lang, "messages", "label")) + `)(?:[^\pL'’]|$)`)
})

func phrase(before string, words []string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)` + before + `(?:` + speech.Alternatives(words) + `)(?:[^\pL'’]|$)`)
}

// byLanguage is a table for the languages in which messages are read.
func byLanguage[V any](of func(lang string) V) map[string]V {
	out := map[string]V{}
	for _, lang := range lexicon.In("messages") {
		out[lang] = of(lang)
	}
	return out
}

// inFull writes out what is written in haste: "ppl" is "people".
func inFull(s, lang string) string {
	words := strings.Fields(s)
	for i, w := range words {
		for _, short := range lexicon.Words(lang, "messages", "short") {
			if from, to, _ := strings.Cut(short, "="); strings.EqualFold(strings.Trim(w, ".,!?"), from) {
				words[i] = to
			}
		}
	}
	return strings.Join(words, " ")
}

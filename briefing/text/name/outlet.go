package name

import (
	_ "embed"
	"regexp"
	"strings"
	"unicode"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
)

//go:embed outlets.txt
var outletLines string

// outletNames are agencies and outlets that others credit, each with the names
// it goes by, folded; the first is its key.
var outletNames = func() map[string]string {
	keys := map[string]string{}
	for line := range strings.Lines(outletLines) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "# ") {
			continue
		}
		names := strings.Split(line, "|")
		for _, n := range names {
			keys[n] = names[0]
		}
	}
	return keys
}()

// outletStarts are the first words of outletNames.
var outletStarts = func() map[string]bool {
	starts := map[string]bool{}
	for n := range outletNames {
		starts[firstWord(n)] = true
	}
	return starts
}()

// outletHosts are the keys of outletNames by their names without spaces: "usatoday".
var outletHosts = func() map[string]string {
	hosts := map[string]string{}
	for n, key := range outletNames {
		hosts[strings.ReplaceAll(n, " ", "")] = key
	}
	return hosts
}()

func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}

// mediaWords end the names of outlets that no list has; mediaTails may follow a name.
var (
	mediaWords = text.FoldedSet(lexicon.All("credit", "media"))
	mediaTails = func() map[string]bool {
		out := text.FoldedSet(lexicon.All("credit", "tails"))
		for _, row := range lexicon.Section("en", "weekdays") {
			out[row.Words[0]] = true
		}
		return out
	}()
)

// Cues before and after an outlet's name that say it is the source, folded.
var (
	creditBefore = withSpaces(lexicon.All("credit", "before"))
	creditAfter  = withSpaces(lexicon.All("credit", "after"))
	// creditGapWords may stand between a cue and a name.
	creditGapWords = text.FoldedSet(lexicon.All("credit", "between"))
)

// withSpaces are phrases, folded, with a space before and behind, as whole words stand.
func withSpaces(phrases []string) []string {
	for i, p := range phrases {
		phrases[i] = " " + text.Fold(p) + " "
	}
	return phrases
}

// hostBehind is the host behind the name of an outlet that is not believed to be
// the one of that name: "Reuters (evil.example)".
var hostBehind = regexp.MustCompile(`\(([^()\s]+\.[^()\s]+)\)$`)

// OutletKey is how an outlet is compared: without "The", its sections and
// ".com". "BBC News - World" and "the BBC" are both "bbc"; "BBC (evil.example)"
// is "evil.example".
func OutletKey(name string) string {
	if match := hostBehind.FindStringSubmatch(name); match != nil {
		return text.Fold(match[1])
	}
	folded := strings.TrimPrefix(strings.TrimPrefix(text.Fold(strings.TrimSpace(name)), "www."), "the ")
	if host, _, ok := strings.Cut(folded, "."); ok && !strings.Contains(folded, " ") { // "usatoday.com"
		if key := outletHosts[host]; key != "" {
			return key
		}
	}
	words := strings.FieldsFunc(folded, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(":|–—,()", r) })
	for n := min(len(words), outletWords); n > 0; n-- {
		if key := outletNames[strings.Join(words[:n], " ")]; key != "" {
			return key
		}
	}
	return strings.TrimSuffix(strings.Join(words, " "), ".com")
}

// Credits are the keys of the outlets a text names as its source, in order of
// the text: "told Reuters", "AFP reports", "laut BBC", "según EFE", "(AP)".
func (names OutletNames) Credits(s string) []string {
	var out []string
	seen := map[string]bool{}
	for _, o := range names.In(s) {
		if o.Source && !seen[o.Key] {
			seen[o.Key] = true
			out = append(out, o.Key)
		}
	}
	return out
}

// Outlet is an outlet that a text names, by its key.
type Outlet struct {
	Key       string
	Source    bool // the text names it as its source
	text.Span      // with the words that say so
}

// OutletNames are outlets that are looked for in texts beside the well-known ones.
type OutletNames struct {
	keys, starts map[string]bool // starts are the first words of keys
}

// NewOutletNames reads names of outlets in any of their forms.
func NewOutletNames(given []string) OutletNames {
	names := OutletNames{map[string]bool{}, map[string]bool{}}
	for _, o := range given {
		key := OutletKey(o)
		names.keys[key], names.starts[firstWord(key)] = true, true
	}
	return names
}

// In finds the outlets a text names: those of a built-in list, names that end
// like an outlet's ("… Times"), and those given.
func (names OutletNames) In(s string) []Outlet {
	var out []Outlet
	words := text.Split(s, text.Named)
	for i := 0; i < len(words); {
		n, key := names.at(words, i)
		if n == 0 {
			i++
			continue
		}
		outlet := Outlet{Key: key, Span: text.Span{Start: words[i].Start, End: words[i+n-1].End}}
		if span, ok := creditSpan(s, words, i, i+n); ok {
			outlet.Source, outlet.Span = true, span
		}
		out = append(out, outlet)
		i += n
	}
	return out
}

// outletWords is the most words of an outlet's name that no list has: the
// longest in use have seven ("The Punxsutawney and Jefferson County Spirit
// News"). What has more is a heading in capitals.
const outletWords = 8

// at is the length in words and the key of the outlet named at word i, 0 if none.
func (names OutletNames) at(words []text.Word, i int) (int, string) {
	run := capitalRun(words[i:min(len(words), i+outletWords+1)])
	if run == 0 {
		return 0, ""
	}
	first, last := words[i].Fold, words[i+run-1].Fold
	like := run > 1 && run <= outletWords && mediaWords[last] && first != "the"
	if !like && !outletStarts[first] && !names.starts[first] {
		return 0, ""
	}
	folded := make([]string, 0, outletWords+1)
	for _, w := range words[i:min(i+max(run, 6), len(words))] {
		folded = append(folded, w.Fold)
	}
	if n, key := names.longest(folded); n > 0 {
		for n < run && mediaTails[folded[n]] {
			n++
		}
		if n < run {
			return 0, "" // "AP Moller", "Times Square"
		}
		return n, key
	}
	if like {
		return run, OutletKey(strings.Join(folded[:run], " "))
	}
	return 0, ""
}

// capitalRun is how many of the words have capitals with nothing but a space between.
func capitalRun(words []text.Word) int {
	for i, w := range words {
		if !text.Capital(w.Raw) && w.Raw != "dpa" || i > 0 && w.Start != words[i-1].End+1 {
			return i
		}
	}
	return len(words)
}

// longest is the known outlet that as many of the words name as can be: how many
// words these are, 0 for none, and its key.
func (names OutletNames) longest(folded []string) (int, string) {
	name := strings.Join(folded, " ")
	for n := len(folded); n > 0; n-- {
		if key := outletNames[name]; key != "" {
			return n, key
		}
		if names.keys[name] {
			return n, name
		}
		name = strings.TrimSuffix(strings.TrimSuffix(name, folded[n-1]), " ")
	}
	return 0, ""
}

// datelineWithin is how far into a text "(Reuters)" is a dateline, in bytes.
const datelineWithin = 160

// creditSpan reports whether the words from i to j are named as a source, and
// where they stand with the words that say so.
func creditSpan(s string, words []text.Word, i, j int) (text.Span, bool) {
	start, end := words[i].Start, words[j-1].End
	if inBrackets(s, start, end) && start < datelineWithin {
		return text.Span{Start: start - 1, End: end + 1}, true
	}
	begin := i
	for begin > 0 && creditGapWords[words[begin-1].Fold] {
		begin--
	}
	for _, from := range []int{begin, begin + 1} { // "dijo a la BBC": the cue may end in such a word
		if from > i {
			continue
		}
		if n := cueLength(words[min(from, sentenceStart(s, words, max(0, from-3), i)):from], creditBefore, strings.HasSuffix); n > 0 {
			return text.Span{Start: words[from-n].Start, End: end}, true
		}
	}
	after := j // three words after the name, in its sentence
	for after < min(j+3, len(words)) && !hasStop(s[words[after-1].End:words[after].Start]) {
		after++
	}
	if n := cueLength(words[j:after], creditAfter, strings.HasPrefix); n > 0 {
		return text.Span{Start: start, End: words[j+n-1].End}, true
	}
	return text.Span{}, false
}

func inBrackets(s string, start, end int) bool {
	return strings.HasSuffix(s[:start], "(") && strings.HasPrefix(s[end:], ")")
}

func hasStop(gap string) bool { return strings.ContainsAny(gap, ".!?;\n") }

// sentenceStart is the first word from lo on that is in the sentence of word i.
func sentenceStart(s string, words []text.Word, lo, i int) int {
	for pos := i; pos > lo; pos-- {
		if hasStop(s[words[pos-1].End:words[pos].Start]) {
			return pos
		}
	}
	return lo
}

// cueLength is how many words begin or end words as one of the cues, 0 if none does.
func cueLength(words []text.Word, cues []string, side func(s, affix string) bool) int {
	var f []string
	for _, w := range words {
		f = append(f, w.Fold)
	}
	said := " " + strings.Join(f, " ") + " "
	for _, c := range cues {
		if side(said, c) {
			return strings.Count(c, " ") - 1
		}
	}
	return 0
}

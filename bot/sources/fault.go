package sources

import (
	"regexp"
	"strings"
	"sync"

	"dateline/briefing/phrases"
)

// Reasons why a source could not be read are stored as English sentences, which
// the terminal and the log show. A sentence is recognised by the English text of
// the catalogue of phrases, and said in the language of whoever reads it. One that
// nobody wrote stays English.

// form is a reason as it is recognised.
type form struct {
	key     string
	pattern *regexp.Regexp
}

var place = regexp.MustCompile(`%(?:\\?\[\d\\?\])?s`)

var forms = sync.OnceValue(func() []form {
	var out []form
	var english *phrases.Words
	for _, key := range phrases.Keys("fault_") {
		quoted := place.ReplaceAllString(regexp.QuoteMeta(english.Say(key)), `([^;]+)`)
		out = append(out, form{key, regexp.MustCompile(`^` + quoted + `$`)})
	}
	return out
})

// Fault is a stored reason in a language.
func Fault(words *phrases.Words, reason string) string {
	return fault(words, strings.TrimSuffix(reason, "."), 2)
}

// fault says a reason, or several that stand behind one another. Some hold a
// semicolon themselves, so the longest that is recognised is taken first.
func fault(words *phrases.Words, reason string, deep int) string {
	parts := strings.Split(reason, "; ")
	var out []string
	for len(parts) > 0 {
		said, n := parts[0], 1
		for most := min(len(parts), partsMost); most > 0; most-- {
			if found, ok := recognised(words, strings.Join(parts[:most], "; "), deep); ok {
				said, n = found, most
				break
			}
		}
		out, parts = append(out, said), parts[n:]
	}
	return strings.Join(out, "; ")
}

// partsMost is how many semicolons a reason holds at most, and one.
const partsMost = 3

// recognised says a reason that the catalogue has. What stands in it may be a
// reason too.
func recognised(words *phrases.Words, reason string, deep int) (string, bool) {
	if deep == 0 {
		return "", false
	}
	for _, f := range forms() {
		if found := f.pattern.FindStringSubmatch(reason); found != nil {
			args := make([]any, len(found)-1)
			for i, arg := range found[1:] {
				args[i] = fault(words, arg, deep-1)
			}
			return words.Say(f.key, args...), true
		}
	}
	return "", false
}

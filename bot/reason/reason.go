// Package reason says in a language why something did not work: a source, a
// channel, a briefing. Reasons are stored as English sentences, which the terminal
// and the log show. Each is recognised by the English text of the catalogue of
// phrases ("fault_" of sources, "reason_" of channels and briefings) and said in the
// language of whoever reads it. One that nobody wrote there stays English.
package reason

import (
	"regexp"
	"strings"
	"sync"

	"dateline/briefing/phrases"
)

// form is a reason as it is recognised.
type form struct {
	key     string
	pattern *regexp.Regexp
}

var place = regexp.MustCompile(`%(?:\\?\[\d\\?\])?s`)

// forms are the reasons, those without places first: they are surer.
var forms = sync.OnceValue(func() (out []form) {
	var english *phrases.Words
	var open []form
	for _, prefix := range []string{"fault_", "reason_", "perm_"} { // the names of permissions stand in reasons
		for _, key := range phrases.Keys(prefix) {
			said := english.Say(key)
			quoted := place.ReplaceAllString(regexp.QuoteMeta(said), `([^;]+)`)
			f := form{key, regexp.MustCompile(`^` + quoted + `$`)}
			if place.MatchString(said) {
				open = append(open, f)
			} else {
				out = append(out, f)
			}
		}
	}
	return append(out, open...)
})

// Say is a stored reason in a language.
func Say(words *phrases.Words, stored string) string {
	return say(words, strings.TrimSuffix(stored, "."), 2)
}

// say says a reason, or several that stand behind one another. Some hold a
// semicolon themselves, so the longest that is recognised is taken first.
func say(words *phrases.Words, stored string, deep int) string {
	for _, mark := range []string{"; ", ", "} {
		parts := strings.Split(stored, mark)
		var out []string
		known := false
		for len(parts) > 0 {
			said, n := parts[0], 1
			for most := min(len(parts), partsMost); most > 0; most-- {
				if found, ok := recognised(words, strings.Join(parts[:most], mark), deep); ok {
					said, n, known = found, most, true
					break
				}
			}
			out, parts = append(out, said), parts[n:]
		}
		if known {
			return strings.Join(out, mark)
		}
	}
	return stored
}

// partsMost is how many semicolons or commas a reason holds at most, and one.
const partsMost = 3

// recognised says a reason that the catalogue has. What stands in it may be a
// reason too.
func recognised(words *phrases.Words, stored string, deep int) (string, bool) {
	if deep == 0 {
		return "", false
	}
	for _, f := range forms() {
		if found := f.pattern.FindStringSubmatch(stored); found != nil {
			args := make([]any, len(found)-1)
			for i, arg := range found[1:] {
				args[i] = say(words, arg, deep-1)
			}
			return words.Say(f.key, args...), true
		}
	}
	return "", false
}

package llm

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// refusal is an error that a service sent, with its status or in a reply.
type refusal struct {
	status int           // 0: it came with a good one and says none
	wait   time.Duration // how long the server asks to wait, which go-openai drops
	words  string        // the service's own, for people: one line, no secret
	all    string        // the same with the names of fields and codes, in lower case, to be searched
}

// Error is the status with the words.
func (e *refusal) Error() string {
	if e.words == "" {
		return fmt.Sprintf("status %d", e.status)
	}
	return fmt.Sprintf("status %d: %s", e.status, e.words)
}

// rejects reports an error that speaks of the request, not of the server.
func (e *refusal) rejects() bool {
	return slices.Contains([]int{http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity}, e.status)
}

var wordsOf = struct{ quota, key, filter, length, model, rest, no *regexp.Regexp }{
	quota:  regexp.MustCompile(`quota|billing|credit|insufficient|balance|payment`),
	key:    regexp.MustCompile(`api[ _-]?key|unauthorized|authenticat`),
	filter: regexp.MustCompile(`content[ _](management|filter|policy)|moderation|safety|filtered`),
	length: regexp.MustCompile(`context[ _](length|window|size|limit)|exceed_context|maximum context|` +
		`(prompt|input|request) is too long|too many (input )?tokens`),
	model: regexp.MustCompile(`model_not_(found|available)|(unknown|invalid|unsupported|no such|not a valid) model|` +
		`model.{0,80}(not found|not exist|not available|does not exist)`),
	rest: regexp.MustCompile(`overload|try again|unavailable|capacity|busy|time[d ]?-?out|rate.?limit|server_error`),
	no: regexp.MustCompile(`support|unknown|invalid|must be|only|not (enabled|permitted|allowed|available)|` +
		`unrecogni[sz]ed|unexpected|cannot|deprecated`),
}

// spent reports that there is no money left.
func (e *refusal) spent() bool {
	return e.status == http.StatusPaymentRequired || e.status == http.StatusTooManyRequests && wordsOf.quota.MatchString(e.all)
}

// passes reports an error that may be gone at the next try.
func (e *refusal) passes() bool {
	switch {
	case e.spent():
		return false
	case e.status == 0:
		return wordsOf.rest.MatchString(e.all)
	}
	return slices.Contains([]int{408, 409, 425, 429}, e.status) || e.status >= 500
}

// shaped is the shape that is tried after a refusal; named says that the words
// of the refusal asked for it.
func (e *refusal) shaped(s shape) (next shape, named, ok bool) {
	if slices.Contains([]int{401, 402, 403, 429}, e.status) || e.spent() {
		return s, false, false
	}
	if wordsOf.length.MatchString(e.all) {
		next = s
		next.room = 0 // the least that is asked for
		return next, true, s.room > 0
	}
	if wordsOf.filter.MatchString(e.all) || e.rejects() && wordsOf.key.MatchString(e.all) {
		return s, false, false
	}
	if e.status > 0 && e.status < 500 || wordsOf.no.MatchString(e.all) {
		if next, named = s.named(e.all); named {
			return next, true, true
		}
	}
	if e.status != http.StatusBadRequest && e.status != http.StatusUnprocessableEntity || wordsOf.model.MatchString(e.all) {
		return s, false, false
	}
	next, ok = s.guessed()
	return next, false, ok
}

const wordsMost = 200 // letters of a service's own words that are shown

// refusalOf reads the body of an error, whatever its form.
func refusalOf(status int, body []byte, key string) *refusal {
	var shown, all []string
	var value any
	if json.Unmarshal(body, &value) == nil {
		collect(value, 0, &shown, &all)
	} else if title := pageTitle.FindSubmatch(body); title != nil {
		shown = append(shown, string(title[1]))
	} else if !strings.Contains(string(body), "<") {
		shown = append(shown, string(body))
	}
	refused := &refusal{status: status, words: scrub(strings.Join(shown, ": "), key),
		all: strings.ToLower(strings.Join(append(shown, all...), " "))}
	if status < 400 {
		refused.status = 0
		for _, s := range all {
			if code, err := strconv.Atoi(s); err == nil && code >= 400 && code <= 599 {
				refused.status = code
				break
			}
		}
	}
	return refused
}

var pageTitle = regexp.MustCompile(`(?is)<title>([^<]{1,200})</title>`)

// Fields that hold words for people, and those that hold names and codes, in the
// order in which they are read.
var (
	fieldsOfWords = []string{"message", "msg", "detail", "error", "errors", "metadata", "raw"}
	fieldsOfCodes = []string{"loc", "param", "code", "type", "status"}
)

// collect reads what a value says: in shown for people, in all the rest.
func collect(value any, depth int, shown, all *[]string) {
	if depth > 6 { // no error's body is nested so deep
		return
	}
	switch v := value.(type) {
	case string:
		var inner any // an upstream's own error, as text
		if strings.HasPrefix(strings.TrimSpace(v), "{") && json.Unmarshal([]byte(v), &inner) == nil {
			collect(inner, depth+1, shown, all)
		} else if v = strings.TrimSpace(v); v != "" && !slices.Contains(*shown, v) {
			*shown = append(*shown, v)
		}
	case []any:
		for i := range v[:min(len(v), 8)] {
			collect(v[i], depth+1, shown, all)
		}
	case map[string]any:
		for _, name := range fieldsOfWords {
			collect(v[name], depth+1, shown, all)
		}
		for _, name := range fieldsOfCodes {
			if code := v[name]; code != nil {
				*all = append(*all, fmt.Sprint(code))
			}
		}
	}
}

var (
	addressInWords = regexp.MustCompile("([A-Za-z][A-Za-z0-9+.-]*://)(?:[^\\s/?#\"'`]*@)?([^\\s?#\"'`]*)[?#]?[^\\s\"'`]*")
	keyInWords     = regexp.MustCompile(`\b(?:sk|pk|rk|gsk|xai|key|hf|nvapi|AIza|Bearer )[-_A-Za-z0-9.*]{6,}|\S*\*{3}\S*`)
)

// scrub makes a service's words fit for a line that an operator reads: no key, no
// address with a secret, nothing that moves the cursor, at most wordsMost letters.
func scrub(s, key string) string {
	if len(key) >= 6 {
		s = strings.ReplaceAll(s, key, "…")
	}
	s = keyInWords.ReplaceAllString(addressInWords.ReplaceAllString(s, "$1$2"), "…")
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			return ' '
		}
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, strings.ToValidUTF8(s, ""))
	s = strings.Join(strings.Fields(s), " ")
	if letters := []rune(s); len(letters) > wordsMost {
		s = string(letters[:wordsMost-1]) + "…"
	}
	return s
}

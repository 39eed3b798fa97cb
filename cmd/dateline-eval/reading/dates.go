package reading

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"dateline/briefing/text"
	"dateline/briefing/text/date"
	"dateline/cmd/dateline-eval/set"
)

// dateCase is one line of the set: a sentence and the phrases people marked.
type dateCase struct {
	Input   string
	Context struct{ ReferenceDateTime string }
	Results []*struct {
		Text       string
		Start, End int // characters, the last one included
		TypeName   string
		Resolution struct {
			Values []dateValue `json:"values"`
		}
	}
}

type dateValue struct {
	Value, Start, End string
}

// dateTypes are the kinds of phrases news is dated by: days, ranges of days and
// both by their distance. Left out are times of day, durations, sets ("every
// Monday") and time zones.
var dateTypes = []string{"date", "daterange"}

// unread is what those types hold that no news is dated by: business days and
// the like, abbreviations, years in words.
var unread = regexp.MustCompile(`(?i)\b(?:business|working|fortnight|eoy|hundred|thousand|nineteen)\b`)

// leadWords may stand in front of a phrase or not: the set itself is not of one mind.
var leadWords = map[string]bool{"in": true, "on": true, "at": true, "the": true, "from": true, "during": true, "of": true, "by": true,
	"around": true, "for": true, "year": true}

// Dates counts which marked phrases are found, and which of them mean what
// the set says. Values the set itself does not resolve are not asked for.
func Dates(_ context.Context, o set.Options) (set.Table, error) {
	report := set.Table{Title: "dates", Head: []string{"type", "phrases", "found", "resolved", "floor (aim)"}}
	cases, err := set.ReadFile[dateCase](filepath.Join(o.Dir, "dates", "datetime-model.jsonl"))
	if err != nil {
		return report, err
	}
	var sc dateScore
	sc.n, sc.found, sc.right, sc.open = map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for _, c := range cases {
		sc.add(c)
	}
	all := func(m map[string]int) (sum int) {
		for _, k := range dateTypes {
			sum += m[k]
		}
		return sum
	}
	row := func(name string, n, found, right, open int, bar string) {
		report.Rows = append(report.Rows, []string{name, fmt.Sprint(n), fmt.Sprintf("%.3f", float64(found)/float64(n)),
			fmt.Sprintf("%.3f", float64(right)/float64(n-open)), bar})
	}
	for _, k := range dateTypes {
		row(k, sc.n[k], sc.found[k], sc.right[k], sc.open[k], "")
	}
	row("all", all(sc.n), all(sc.found), all(sc.right), all(sc.open), ".90 found, .85 resolved (.97, .95)")
	report.Notes = []string{
		fmt.Sprintf("%d of the %d phrases of the set: left out are times of day, duration, set, timezone, and business days, "+
			"fortnights and years in words.", all(sc.n), sc.marked),
		fmt.Sprintf("Resolved: from and to equal a listed value (an open side is not compared); %d phrases without a value count for "+
			"found only.", all(sc.open)),
		fmt.Sprintf("%d ranges overlap nothing that is marked.", sc.extra),
	}
	return report, nil
}

// dateScore counts by type.
type dateScore struct {
	n, found, right, open map[string]int
	marked                int // phrases of any type
	extra                 int // ranges that overlap nothing that is marked
}

func (sc *dateScore) add(c dateCase) {
	ref, _ := time.Parse("2006-01-02T15:04:05", c.Context.ReferenceDateTime) // some lines have none
	got := date.Times(c.Input, "en", ref)
	used := make([]bool, len(got))
	for _, r := range c.Results {
		if r == nil {
			continue
		}
		hit := hitBy(got, bytesOf(c.Input, r.Start, r.End), r.Text, used)
		kind := strings.TrimPrefix(r.TypeName, "datetimeV2.")
		sc.marked++
		if !news(kind) || unread.MatchString(r.Text) {
			continue
		}
		known := resolvable(r.Resolution.Values)
		right := hit >= 0 && known && means(got[hit], r.Resolution.Values)
		sc.count(kind, hit >= 0, known, right)
		if os.Getenv("DATELINE_EVAL_VERBOSE") != "" && (hit < 0 || known && !right) {
			at, want := c.Context.ReferenceDateTime, r.Resolution.Values
			fmt.Fprintf(os.Stderr, "%-13s %q in %q at %s: want %v, got %v\n", kind, r.Text, c.Input, at, want, got)
		}
	}
	for _, u := range used {
		if !u {
			sc.extra++
		}
	}
}

// hitBy is which of the ranges that were read is a marked phrase, -1 for none.
// Those that overlap it are used.
func hitBy(got []date.Time, marked text.Span, phrase string, used []bool) int {
	hit := -1
	for i, g := range got {
		if g.Start < marked.End && marked.Start < g.End {
			used[i] = true
			if bare(g.Text) == bare(phrase) {
				hit = i
			}
		}
	}
	return hit
}

// count takes in one phrase: found or not, with a value that the set knows or
// not, and that value read right or not.
func (sc *dateScore) count(kind string, found, known, right bool) {
	sc.n[kind]++
	if found {
		sc.found[kind]++
	}
	if !known {
		sc.open[kind]++
	}
	if right {
		sc.right[kind]++
	}
}

func news(kind string) bool {
	return slices.Contains(dateTypes, kind)
}

// bytesOf turns characters, the last included, into bytes.
func bytesOf(s string, from, to int) text.Span {
	at := func(n int) int {
		i := 0
		for ; n > 0 && i < len(s); n-- {
			_, size := utf8.DecodeRuneInString(s[i:])
			i += size
		}
		return i
	}
	return text.Span{Start: at(from), End: at(to + 1)}
}

// bare is a phrase without its leading prepositions and without spaces.
func bare(s string) string {
	fields := strings.Fields(strings.ToLower(s))
	for len(fields) > 1 && leadWords[fields[0]] {
		fields = fields[1:]
	}
	return strings.TrimRight(strings.Join(fields, ""), ".,")
}

var dateLayouts = []string{"2006-01-02 15:04:05", "2006-01-02"}

func parseValue(s string) (time.Time, bool) {
	for _, l := range dateLayouts {
		if parsed, err := time.Parse(l, s); err == nil {
			return parsed, true
		}
	}
	return time.Time{}, false
}

func resolvable(vs []dateValue) bool {
	for _, v := range vs {
		for _, s := range []string{v.Value, v.Start, v.End} {
			if _, ok := parseValue(s); ok {
				return true
			}
		}
	}
	return false
}

// means reports whether a range equals one of the listed values: a day is the
// day, an instant the start, a range both ends it states.
func means(t date.Time, vs []dateValue) bool {
	same := func(s string, t time.Time) bool {
		want, ok := parseValue(s)
		return s == "" || ok && want.Sub(t).Abs() < time.Minute
	}
	for _, v := range vs {
		switch {
		case len(v.Value) == len("2006-01-02"):
			if same(v.Value, t.From) && t.To.Sub(t.From) == 24*time.Hour {
				return true
			}
		case v.Value != "":
			if same(v.Value, t.From) && !t.From.IsZero() {
				return true
			}
		case v.Start+v.End != "" && same(v.Start, t.From) && same(v.End, t.To):
			return true
		}
	}
	return false
}

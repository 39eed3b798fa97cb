package cluster

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/briefing/text"
)

// eventReport is a line of testdata/events.jsonl: a report of an invented
// event, which Story names. Its first two digits number the event.
type eventReport struct {
	ID, Story, Lang, Title, Text string
	Published                    time.Time
}

// eventReports reads the thirty events, told in English, German, Spanish and
// French, in the order of publication.
func eventReports(t testing.TB) []eventReport {
	t.Helper()
	data, err := os.ReadFile("testdata/events.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var out []eventReport
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		var r eventReport
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

func (r eventReport) doc(n int) Doc {
	return NewDoc(Article{ID: int64(n), Time: r.Published, Lang: r.Lang, Genre: "news", Title: r.Title, Text: r.Text, Spans: text.Sentences(r.Text, r.Lang)})
}

// leastBCubed is the least F1 of a half of the events.
const leastBCubed = .85

// The events with odd numbers were looked at when thresholds and words were
// chosen, those with even numbers were not: their figures are the honest ones.
func TestAdd_EventsInFourLanguages(t *testing.T) {
	reports := eventReports(t)
	c := New(Options{})
	var docs []Doc
	for n, r := range reports {
		docs = append(docs, r.doc(n+1))
	}
	stories := final(place(c, docs...), c.Merged())
	for half, name := range []string{"even", "odd"} {
		inHalf := func(i int) bool { return int(reports[i].Story[1]-'0')%2 == half }
		p, r := bCubed(reports, stories, inHalf)
		f1 := 2 * p * r / (p + r)
		t.Logf("%s events: P %.3f R %.3f F1 %.3f", name, p, r, f1)
		if f1 < leastBCubed {
			t.Errorf("F1 of the %s events is %.3f, want %.2f at least:\n%s", name, f1, leastBCubed, mistakes(reports, stories, inHalf))
		}
	}
}

// joinedMost is the most that may be joined of the pairs of events that have no
// language in common: nothing but what they tell keeps those apart.
const joinedMost = .003

func TestAdd_TwoEventsInDifferentLanguagesStayApart(t *testing.T) {
	reports := eventReports(t)
	byEvent := map[string][]int{}
	docs := make([]Doc, len(reports))
	for i, r := range reports {
		docs[i] = r.doc(i + 1)
		byEvent[r.Story] = append(byEvent[r.Story], i)
	}
	inLanguages := func(event, langs string) (out []int) {
		for _, i := range byEvent[event] {
			if strings.Contains(langs, reports[i].Lang) {
				out = append(out, i)
			}
		}
		return out
	}
	pairs := 0
	var joined []string
	for one := range byEvent {
		for other := range byEvent {
			if one == other {
				continue
			}
			for _, langs := range [][2]string{{"en de", "es fr"}, {"en es", "de fr"}, {"en fr", "de es"}} {
				pairs++
				if joins(docs, inLanguages(one, langs[0]), inLanguages(other, langs[1])) {
					joined = append(joined, one+" and "+other)
				}
			}
		}
	}
	slices.Sort(joined)
	t.Logf("%d of %d pairs are one story", len(joined), pairs)
	if share := float64(len(joined)) / float64(pairs); share > joinedMost {
		t.Errorf("a share of %.4f is, want %.4f at most:\n%s", share, joinedMost, strings.Join(slices.Compact(joined), "\n"))
	}
}

// joins reports whether a document of one event stands in a story with one of
// the other, when both are told in a stream of their own.
func joins(docs []Doc, one, other []int) bool {
	order := slices.Sorted(slices.Values(slices.Concat(one, other)))
	var stream []Doc
	for _, i := range order {
		stream = append(stream, docs[i])
	}
	c := New(Options{})
	stories := map[int64]bool{}
	placed := final(place(c, stream...), c.Merged())
	for i, id := range placed {
		if slices.Contains(one, order[i]) {
			stories[id] = true
		}
	}
	for i, id := range placed {
		if stories[id] && slices.Contains(other, order[i]) {
			return true
		}
	}
	return false
}

// final are the stories that live on after the merges.
func final(stories []int64, merges []Merge) []int64 {
	into := map[int64]int64{}
	for _, m := range merges {
		into[m.From] = m.Into
	}
	out := slices.Clone(stories)
	for i := range out {
		for into[out[i]] != 0 {
			out[i] = into[out[i]]
		}
	}
	return out
}

// bCubed is B-cubed precision and recall (Bagga and Baldwin 1998) of the
// reports of a half, each against all reports of its story and of its event.
func bCubed(reports []eventReport, stories []int64, inHalf func(int) bool) (precision, recall float64) {
	n := 0.0
	for i := range reports {
		if !inHalf(i) {
			continue
		}
		var both, story, event float64
		for j := range reports {
			sameStory, sameEvent := stories[i] == stories[j], reports[i].Story == reports[j].Story
			switch {
			case sameStory && sameEvent:
				both, story, event = both+1, story+1, event+1
			case sameStory:
				story++
			case sameEvent:
				event++
			}
		}
		n++
		precision += both / story
		recall += both / event
	}
	return precision / n, recall / n
}

// mistakes lists the events of a half that are split or joined with others:
// the reports of each of their stories, those of other events by their names.
func mistakes(reports []eventReport, stories []int64, inHalf func(int) bool) string {
	parts := map[string]map[int64]bool{}
	members := map[int64]map[string][]string{}
	for i, r := range reports {
		if members[stories[i]] == nil {
			members[stories[i]] = map[string][]string{}
		}
		members[stories[i]][r.Story] = append(members[stories[i]][r.Story], r.ID+" "+r.Lang)
		if !inHalf(i) {
			continue
		}
		if parts[r.Story] == nil {
			parts[r.Story] = map[int64]bool{}
		}
		parts[r.Story][stories[i]] = true
	}
	var out strings.Builder
	for _, event := range slices.Sorted(maps.Keys(parts)) {
		ids := slices.SortedFunc(maps.Keys(parts[event]), func(a, b int64) int { return cmp.Compare(age(a), age(b)) })
		if len(ids) == 1 && len(members[ids[0]]) == 1 {
			continue
		}
		fmt.Fprintf(&out, "%s:", event)
		for _, id := range ids {
			fmt.Fprintf(&out, " [%s", strings.Join(members[id][event], ", "))
			for _, other := range slices.Sorted(maps.Keys(members[id])) {
				if other != event {
					fmt.Fprintf(&out, " + %s", other)
				}
			}
			out.WriteString("]")
		}
		out.WriteString("\n")
	}
	return out.String()
}

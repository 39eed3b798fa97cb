package cluster

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// archive keeps the story of each document as a store does: stories get ids that
// count up, and take the articles of those that merge into them.
type archive struct {
	*Clusterer
	docs    []Doc
	stories []int64
	ids     int64 // given so far
}

func (a *archive) add(d Doc) {
	id, isNew := a.Add(d)
	if isNew {
		a.ids++
		a.Rename(id, a.ids)
		id = a.ids
	}
	a.docs, a.stories = append(a.docs, d), append(a.stories, id)
	for _, m := range a.Merged() {
		for i := range a.stories {
			if a.stories[i] == m.From {
				a.stories[i] = m.Into
			}
		}
	}
}

// restored is the archive read into a new clusterer.
func (a *archive) restored() *archive {
	c := New(Options{})
	for i, d := range a.docs {
		c.Restore(a.stories[i], d)
	}
	return &archive{Clusterer: c, docs: slices.Clone(a.docs), stories: slices.Clone(a.stories), ids: a.ids}
}

func TestRestore_GoesOnAsIfNeverStoppedInFourLanguages(t *testing.T) {
	var stream []Doc
	for n, r := range eventReports(t) {
		stream = append(stream, r.doc(n+1))
	}
	r := rand.New(rand.NewPCG(1, 1))
	late := slices.Clone(stream)
	arrived := map[int64]time.Time{}
	for _, d := range late {
		arrived[d.ID] = d.Time.Add(time.Duration(r.Int64N(int64(48 * time.Hour))))
	}
	slices.SortFunc(late, func(a, b Doc) int { return arrived[a.ID].Compare(arrived[b.ID]) })
	for name, docs := range map[string][]Doc{"in order": stream, "late by up to two days": late} {
		through, again := &archive{Clusterer: New(Options{})}, &archive{Clusterer: New(Options{})}
		for i, d := range docs {
			through.add(d)
			if again.add(d); again.stories[i] != through.stories[i] {
				t.Fatalf("%s: document %d is in story %d, want %d as without a restart", name, d.ID, again.stories[i], through.stories[i])
			}
			if !slices.Equal(again.stories, through.stories) {
				t.Fatalf("%s: after document %d the stories are %v, want %v", name, d.ID, again.stories, through.stories)
			}
			again = again.restored()
		}
	}
}

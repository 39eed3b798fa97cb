package archive_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/archive"
	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// oru is a flood in three reports of two outlets, days apart.
func oru() []feed.Item {
	out := []feed.Item{
		briefingtest.Article("one", "Coast Radio", "Flood in Oru", "The flood in Oru has closed the school, the county said."),
		briefingtest.Article("two", "North Wire", "Flood in Oru", "The flood in Oru has closed the hospital, the county said."),
		briefingtest.Article("three", "North Wire", "Flood in Oru", "The flood in Oru has closed the bridge, the county said."),
	}
	for i := range out {
		out[i].Published = briefingtest.Noon.AddDate(0, 0, -10*i)
	}
	return out
}

func TestSearch_OnlyOfATime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := briefingtest.NewDesk(t, s)
		d.Read(oru()...)
		ar := &archive.Archive{Store: s}
		noon := briefingtest.Noon
		for name, c := range map[string]struct {
			from, to time.Time
			want     []string
		}{
			"no bound":              {time.Time{}, time.Time{}, []string{"one", "three", "two"}},
			"from":                  {noon.AddDate(0, 0, -10), time.Time{}, []string{"one", "two"}},
			"to, which is left out": {time.Time{}, noon.AddDate(0, 0, -10), []string{"three"}},
			"both":                  {noon.AddDate(0, 0, -11), noon.AddDate(0, 0, -9), []string{"two"}},
			"none":                  {noon.Add(time.Hour), time.Time{}, nil},
		} {
			found := briefingtest.Must[[]archive.Found](t)(ar.Search(context.Background(), d.Scope, archive.Lookup{Text: "flood Oru", At: noon.Add(time.Hour), From: c.from, To: c.to, Limit: 9}))
			var got []string
			for _, f := range found {
				got = append(got, f.Src.Item.Article.ExtID)
			}
			slices.Sort(got)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
	})
}

func TestOutlets_ThoseInScopeWithMostArticlesFirst(t *testing.T) {
	s := storetest.Open(t)
	d := briefingtest.NewDesk(t, s)
	d.Read(oru()...)
	own := briefingtest.NewDesk(t, s)
	own.Src = briefingtest.Must[store.Source](t)(s.OwnSource(context.Background(), "guild:7", state.SourceFile))
	own.Read(briefingtest.Article("own", "Closed Paper", "Nets of Senn", "The nets of Senn are dry, the guild said."))
	ar := &archive.Archive{Store: s}
	for most, want := range map[int][]string{9: {"North Wire", "Coast Radio"}, 1: {"North Wire"}} {
		if diff := cmp.Diff(want, briefingtest.Must[[]string](t)(ar.Outlets(context.Background(), d.Scope, most))); diff != "" {
			t.Errorf("at most %d (-want +got):\n%s", most, diff)
		}
	}
}

func TestKeep_OutletsOfTheScopeAlone(t *testing.T) {
	d := briefingtest.NewDesk(t, storetest.Open(t))
	d.Read(oru()...)
	ar := &archive.Archive{Store: d.Store}
	for name, c := range map[string]struct {
		outlets []string
		want    int
	}{
		"none named":          {nil, 3},
		"one":                 {[]string{"the north wire"}, 2},
		"one and one unknown": {[]string{"Coast Radio", "Reuters"}, 1},
		"only an unknown one": {[]string{"Reuters", ""}, 3},
		"all":                 {[]string{"North Wire", "Coast Radio"}, 3},
	} {
		reading := briefingtest.Must[*archive.Reading](t)(ar.Read(context.Background(), d.Scope, "flood Oru"))
		reading.Keep(c.outlets)
		found := briefingtest.Must[[]archive.Found](t)(reading.Search(context.Background(), archive.Lookup{Text: reading.Bare(), At: briefingtest.Noon.Add(time.Hour), Limit: 9}))
		if len(found) != c.want {
			t.Errorf("%s: %d articles, want %d", name, len(found), c.want)
		}
	}
}

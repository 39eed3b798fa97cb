package archive

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/text/name"
)

func TestReadOutlets_AsSourcesOrInPassing(t *testing.T) {
	keys := map[string]string{"BBC News": "bbc", "Reuters": "reuters", "Coast Radio": "coast radio", "Karsk": "karsk"}
	for q, want := range map[string][3]string{ // only, dear, rest
		"How many died in Senn, according to Reuters?": {"reuters", "", "How many died in Senn, ?"},
		"What does Reuters report about the flood?":    {"reuters", "", "What does about the flood?"},
		"What is new in the BBC?":                      {"bbc", "", "What is new ?"},
		"What does the BBC say about the flood?":       {"", "bbc", "What does the BBC say about the flood?"},
		"What happened in Karsk?":                      {"", "karsk", "What happened in Karsk?"},
		"Wie viele starben laut Coast Radio?":          {"coast radio", "", "Wie viele starben ?"},
		"Who won, according to Xinhua?":                {"", "", "Who won, according to Xinhua?"},
		"flood site:bbc.co.uk":                         {"bbc.co.uk", "", "flood"},
		"flood site:https://www.BBC.co.uk/news Senn":   {"bbc.co.uk", "", "flood Senn"},
		"Was it Reuters reported by the BBC?":          {"bbc reuters", "", "Was it ?"},
	} {
		a := readOutlets(q, keys)
		only := append(slices.Sorted(maps.Keys(a.only)), a.sites...)
		got := [3]string{strings.Join(only, " "), strings.Join(slices.Sorted(maps.Keys(a.dear)), " "), strings.Join(strings.Fields(a.rest()), " ")}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", q, d)
		}
	}
}

func TestReadOutlets_AnotherOfTheNameIsNotTheOutlet(t *testing.T) {
	const real, fake, other = "Reuters", "Reuters (evil.example)", "Harbour Times (b.example)"
	keys := map[string]string{}
	for _, called := range []string{fake, other} {
		keys[called] = name.OutletKey(called)
	}
	for q, want := range map[string][2]bool{ // whether the fake and the outlet are allowed
		"How many died in Senn, according to Reuters?":       {false, true},
		"What does Reuters report about the flood?":          {false, true},
		"How many died in Senn, according to Harbour Times?": {false, false},
		"How many died in Senn?":                             {true, true},
	} {
		a := readOutlets(q, keys)
		if got := [2]bool{a.allows(name.OutletKey(fake), "evil.example"), a.allows(name.OutletKey(real), "reuters.com")}; got != want {
			t.Errorf("%s: %v, want %v", q, got, want)
		}
	}
	if a := readOutlets("flood site:evil.example", keys); !a.allows(name.OutletKey(fake), "evil.example") || a.allows(name.OutletKey(real), "reuters.com") {
		t.Error("site: does not tell them apart")
	}
}

func TestAllows_SiteIsItsOwnHosts(t *testing.T) {
	a := readOutlets("flood site:bbc.co.uk", nil)
	for host, want := range map[string]bool{"bbc.co.uk": true, "news.bbc.co.uk": true, "notbbc.co.uk": false, "bbc.com": false, "": false} {
		if got := a.allows("", host); got != want {
			t.Errorf("%q: %v, want %v", host, got, want)
		}
	}
}

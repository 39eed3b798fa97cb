package claim

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"dateline/briefing/feed/outlet"
	"dateline/briefing/text"
	"dateline/briefing/text/name"
)

// Origins says of each member whose report it is, and counts independent
// reports. A report is its outlet's, whatever else that outlet publishes. What
// credits another outlet ("told Reuters") is that one's, be it among the members
// or not; a text that several outlets have is nobody's own. Reports are
// independent when neither their outlets nor their origins are the same. One text is
// what is cut short of another too (see families).
func (t *Cache) Origins(members []Article) (origins []string, independent int) {
	outlets := outletsIn(members)
	origins = make([]string, len(members))
	byFamily, families := map[int64]string{}, t.families(members)
	for i, m := range members {
		for _, o := range t.credits(m, outlets) {
			if o = outlets.key(o); o != outlets.of[i] {
				origins[i], byFamily[families[i]] = o, o
				break
			}
		}
	}
	shared := sharedFamilies(families, outlets.of)
	for i, family := range families {
		switch {
		case origins[i] != "":
		case shared[family] && byFamily[family] != "": // a copy that left the credit out
			origins[i] = byFamily[family]
		case shared[family]:
			origins[i] = fmt.Sprintf("family %d", family)
		default:
			origins[i] = outlets.of[i]
		}
	}
	return origins, matchingSize(outlets.of, origins)
}

// sharedFamilies are the texts that more than one outlet has.
func sharedFamilies(families []int64, outlets []string) map[int64]bool {
	first, shared := map[int64]string{}, map[int64]bool{}
	for i, family := range families {
		if other, ok := first[family]; ok && other != outlets[i] {
			shared[family] = true
		} else {
			first[family] = outlets[i]
		}
	}
	return shared
}

// storyOutlets are the outlets of a story's reports, each by one key. An outlet
// is known by its name and by its site, whose sections have other names.
type storyOutlets struct {
	of    []string          // the outlet of each member
	same  map[string]string // a key that is another's outlet: towards that
	names name.OutletNames  // to be looked for in the reports
	sum   string            // the same for the same names
}

func outletsIn(members []Article) storyOutlets {
	outlets := storyOutlets{of: make([]string, len(members)), same: map[string]string{}}
	bySite, keys := map[string]string{}, map[string]string{}
	for i, m := range members {
		called, site := m.Item.Article.Outlet, outlet.OwnSite(m.Item.Article.URL)
		key, ok := keys[called]
		if !ok {
			key = name.OutletKey(called)
			keys[called] = key
		}
		if key == "" {
			key = site
		}
		outlets.of[i] = key
		switch first, known := bySite[site]; {
		case site == "":
		case !known:
			bySite[site] = key
		case outlets.key(key) != outlets.key(first):
			outlets.same[outlets.key(key)] = outlets.key(first)
		}
	}
	all := slices.Compact(slices.Sorted(slices.Values(outlets.of)))
	sum := sha256.Sum256([]byte(strings.Join(all, "\n")))
	outlets.names, outlets.sum = name.NewOutletNames(all), string(sum[:])
	for i, key := range outlets.of {
		outlets.of[i] = outlets.key(key)
	}
	return outlets
}

// key is the one key of the outlet that goes by k.
func (o storyOutlets) key(k string) string {
	for o.same[k] != "" {
		if next := o.same[o.same[k]]; next != "" {
			o.same[k] = next
		}
		k = o.same[k]
	}
	return k
}

// matchingSize is how many of the outlets can be given an origin of their own: the
// largest matching, found by augmenting paths (Kuhn 1955).
func matchingSize(outlets, origins []string) int {
	type choice struct{ outlet, origin string }
	choices, seen := map[string][]string{}, map[choice]bool{}
	for i, o := range outlets {
		if both := (choice{o, origins[i]}); !seen[both] {
			seen[both] = true
			choices[o] = append(choices[o], origins[i])
		}
	}
	holder, tried := map[string]string{}, map[string]int{}
	round, n := 0, 0
	var give func(outlet string) bool
	give = func(outlet string) bool {
		for _, o := range choices[outlet] {
			if tried[o] == round {
				continue
			}
			tried[o] = round
			if heir, held := holder[o]; !held || give(heir) {
				holder[o] = outlet
				return true
			}
		}
		return false
	}
	for _, outlet := range text.Distinct(outlets) {
		if round++; give(outlet) {
			n++
		}
	}
	return n
}

// FamilyOf tells text families apart: its number, else that of the article's version,
// negative.
func FamilyOf(m Article) int64 {
	if family := m.Item.Version.Family; family != 0 {
		return family
	}
	return -m.Item.Version.ID
}

package schedule

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// zonesFile lists the zones of tz's zone.tab with country and further cities.
//
//go:embed zones.tsv
var zonesFile string

// Zone is a time zone as people look for it.
type Zone struct {
	Name string // IANA: "Europe/Berlin"
	City string // what matched: "Munich"
}

// Load reads a zone by its IANA name.
func Load(name string) (*time.Location, error) {
	if name == "" || strings.EqualFold(name, "local") {
		return nil, fmt.Errorf("no time zone is given: type a city, like Berlin, and pick from the list")
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("%.40q is no time zone: type a city, like Berlin, and pick from the list", name)
	}
	return loc, nil
}

// Find reads a zone by its IANA name or by a city.
func Find(s string) (*time.Location, error) {
	if loc, err := Load(strings.TrimSpace(s)); err == nil {
		return loc, nil
	}
	if zones := Zones(s, 1); len(zones) > 0 && fold(zones[0].City) == fold(s) {
		return Load(zones[0].Name)
	}
	return nil, fmt.Errorf("%.40q is no time zone: type a city, like Berlin, and pick from the list", s)
}

// entry is a zone with what people may type for it, as it is and folded.
type entry struct {
	name, country string // country and full are folded
	full          string
	cities        []string
	folded        []string
}

// entries are folded once: that takes a thousand times what a look-up does.
var entries = sync.OnceValue(func() []entry {
	var out []entry
	for line := range strings.Lines(strings.TrimSpace(zonesFile)) {
		fields := append(strings.Split(strings.TrimRight(line, "\n"), "\t"), "", "")
		zone := entry{name: fields[0], country: fold(fields[1]), full: fold(fields[0])}
		zone.cities = []string{strings.ReplaceAll(zone.name[strings.LastIndexByte(zone.name, '/')+1:], "_", " ")}
		if fields[2] != "" {
			zone.cities = append(zone.cities, strings.Split(fields[2], ";")...)
		}
		for _, city := range zone.cities {
			zone.folded = append(zone.folded, fold(city))
		}
		out = append(out, zone)
	}
	return out
})

// Zones lists up to n zones whose city, country or name begins with, or holds,
// what was typed; the best first.
func Zones(typed string, n int) []Zone {
	typed = fold(typed)
	type hit struct {
		Zone
		rank int
	}
	var hits []hit
	for _, zone := range entries() {
		best := hit{rank: 9}
		for i, city := range zone.folded {
			if rank := match(typed, city); rank < best.rank {
				best = hit{Zone{zone.name, zone.cities[i]}, rank}
			}
		}
		if rank := 3 + match(typed, zone.country); rank < best.rank {
			best = hit{Zone{zone.name, zone.cities[0]}, rank}
		}
		if rank := 4 + match(typed, zone.full); rank < best.rank {
			best = hit{Zone{zone.name, zone.cities[0]}, rank}
		}
		if best.rank < 6 {
			hits = append(hits, best)
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(a.rank, b.rank) })
	out := make([]Zone, 0, n)
	for _, h := range hits[:min(n, len(hits))] {
		out = append(out, h.Zone)
	}
	return out
}

// match ranks: 0 equal, 1 begins with it, 2 a later word does, 9 neither.
func match(typed, s string) int {
	switch {
	case typed == s:
		return 0
	case strings.HasPrefix(s, typed):
		return 1
	case strings.Contains(s, " "+typed), strings.Contains(s, "/"+typed):
		return 2
	}
	return 9
}

// fold is a name without case and accents.
func fold(s string) string {
	chain := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	if out, _, err := transform.String(chain, strings.TrimSpace(strings.ReplaceAll(s, "_", " "))); err == nil {
		s = out
	}
	return strings.ToLower(s)
}

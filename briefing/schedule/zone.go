package schedule

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strings"
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

// Zones lists up to n zones whose city, country or name begins with, or holds,
// what was typed; the best first.
func Zones(typed string, n int) []Zone {
	typed = fold(typed)
	type hit struct {
		Zone
		rank int
	}
	var hits []hit
	for _, line := range strings.Split(strings.TrimSpace(zonesFile), "\n") {
		fields := append(strings.Split(line, "\t"), "", "")
		name, country := fields[0], fields[1]
		cities := []string{strings.ReplaceAll(name[strings.LastIndexByte(name, '/')+1:], "_", " ")}
		if fields[2] != "" {
			cities = append(cities, strings.Split(fields[2], ";")...)
		}
		best := hit{rank: 9}
		for i, c := range cities {
			if rank := match(typed, fold(c)); rank < best.rank {
				best = hit{Zone{name, cities[i]}, rank}
			}
		}
		if rank := 3 + match(typed, fold(country)); rank < best.rank {
			best = hit{Zone{name, cities[0]}, rank}
		}
		if rank := 4 + match(typed, fold(strings.ReplaceAll(name, "_", " "))); rank < best.rank {
			best = hit{Zone{name, cities[0]}, rank}
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

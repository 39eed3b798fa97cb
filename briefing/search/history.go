package search

import (
	"maps"
	"slices"
)

// Versions lists, for articles with more than one version, from when each is
// visible.
type Versions map[int64][]VersionTime

// VersionTime is a version and when it became visible (Unix ms).
type VersionTime struct{ Version, Visible int64 }

// current reports whether a version is the newest of its article visible at a time.
func (v Versions) current(d docMeta, at int64) bool {
	for _, o := range v[d.article] {
		if o.Version > d.version && o.Visible <= at {
			return false
		}
	}
	return true
}

// History knows which versions of which articles some segments hold, as segments come
// and go: what stays is not looked at again. The zero value knows none. It is for one
// goroutine.
type History struct {
	segments map[int64]int         // by version: how many segments hold it
	newest   map[int64]VersionTime // by article: the version that came last
	versions Versions
}

// Update takes in the segments that came and leaves out those that are gone, and returns
// the articles with more than one version; a later call does not change what it returned.
func (h *History) Update(came, gone []*Segment) Versions {
	if h.segments == nil {
		h.segments, h.newest, h.versions = map[int64]int{}, map[int64]VersionTime{}, Versions{}
	}
	h.versions = maps.Clone(h.versions)
	for _, s := range came { // first: most of what is gone came back in another segment
		for _, d := range s.docs {
			h.add(d)
		}
	}
	for _, s := range gone {
		for _, d := range s.docs {
			h.remove(d)
		}
	}
	return h.versions
}

func (h *History) add(d docMeta) {
	if h.segments[d.version]++; h.segments[d.version] > 1 {
		return
	}
	shown := VersionTime{d.version, d.visible}
	if before, ok := h.newest[d.article]; ok {
		all := h.versions[d.article]
		if all == nil {
			all = []VersionTime{before}
		}
		h.versions[d.article] = append(slices.Clip(all), shown)
	}
	h.newest[d.article] = shown
}

func (h *History) remove(d docMeta) {
	if h.segments[d.version]--; h.segments[d.version] > 0 {
		return
	}
	delete(h.segments, d.version)
	rest := slices.DeleteFunc(slices.Clone(h.versions[d.article]), func(v VersionTime) bool { return v.Version == d.version })
	switch len(rest) {
	case 0:
		delete(h.newest, d.article)
	case 1:
		delete(h.versions, d.article)
		h.newest[d.article] = rest[0]
	default:
		h.versions[d.article], h.newest[d.article] = rest, rest[len(rest)-1]
	}
}

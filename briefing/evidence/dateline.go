package evidence

import (
	"slices"
	"strings"

	"dateline/briefing/text/name"
	"dateline/briefing/text/speech"
)

// datelined reports whether the pages have a name only in front of a report, as the place where
// it was written, and the report's first sentence or its title names another place: that is where
// things happened.
func (c *Sentence) datelined(n name.Name, pages []*Page) bool {
	if n.Start < speech.Dateline(c.s) {
		return false
	}
	found := false
	for _, p := range pages {
		if !p.holdsName(n) {
			continue
		}
		bare, from := p.undated()
		if bare.holdsName(n) {
			return false
		}
		found = found || slices.ContainsFunc(from, func(d dateline) bool {
			return d.place.holdsName(n) && (d.rest.placesBeside(n) || slices.ContainsFunc(p.parts[:p.head], func(x *part) bool {
				return x.placesBeside(n)
			}))
		})
	}
	return found
}

// dateline is the place in front of a sentence, and the sentence behind it.
type dateline struct {
	place *Page
	rest  *part
}

// undated is a page without the datelines of its sentences, and those that name a place:
// "CNN —" and what stands in brackets name who reports.
func (p *Page) undated() (*Page, []dateline) {
	var found []dateline
	body := slices.Clone(p.parts[p.head:])
	for i, x := range body {
		cut := speech.Dateline(x.s)
		if cut == 0 {
			continue
		}
		body[i] = newPart(strings.TrimSpace(x.s[cut:]), x.lang, x.published)
		place, _, _ := strings.Cut(x.s[:cut], "(")
		if strings.TrimSpace(place) != "" && len(name.NewOutletNames([]string{p.w.Outlet}).In(place)) == 0 {
			found = append(found, dateline{bind(Window{Lang: x.lang}, nil, []*part{newPart(place, x.lang, x.published)}), body[i]})
		}
	}
	if len(found) == 0 {
		return p, nil
	}
	return bind(p.w, p.parts[:p.head], body), found
}

// placesBeside reports whether a sentence has another name than n where places stand.
func (p *part) placesBeside(n name.Name) bool {
	return slices.ContainsFunc(p.namesOf(), func(m name.Name) bool { return name.Placed(p.s, m) && !alike(m, n) })
}

package archive

import (
	"regexp"
	"slices"
	"strings"

	"dateline/briefing/feed/outlet"
	"dateline/briefing/search"
	"dateline/briefing/text"
	"dateline/briefing/text/name"
)

// outletsAsked are the outlets and sites of the archive that a question names.
type outletsAsked struct {
	only  map[string]bool // outlets, by key: what they report is asked for, and nothing else
	sites []string        // the same, by host
	dear  map[string]bool // outlets that may only be what the question is about: theirs goes first
	cut   []text.Span     // of the question: the words that name what is in only
	plain string          // the question
}

// siteAsked is the operator that search engines taught everybody.
var siteAsked = regexp.MustCompile(`(?i)(?:^|\s)site:(?:https?://)?(?:www\.)?([\pL\pN.-]+)\S*`)

// inOutlet ends what stands before an outlet whose pages are meant.
var inOutlet = regexp.MustCompile(`(?i)\bin (?:the )?$`)

// readOutlets finds which of the outlets, key by name, a question names.
// "According to Reuters", "Reuters reports" and "in the Guardian" ask for their
// reports; "What does the BBC say" prefers them, for it may be about the BBC.
func readOutlets(q string, keys map[string]string) outletsAsked {
	asked := outletsAsked{only: map[string]bool{}, dear: map[string]bool{}, plain: q}
	for _, m := range siteAsked.FindAllStringSubmatchIndex(q, -1) {
		asked.sites = append(asked.sites, strings.ToLower(strings.Trim(q[m[2]:m[3]], ".")))
		asked.cut = append(asked.cut, text.Span{Start: m[0], End: m[1]})
	}
	have := map[string]bool{}
	given := make([]string, 0, len(keys))
	for called, key := range keys {
		// Somebody else of that name is here: who asks for the outlet gets its
		// reports or none.
		have[key], have[name.OutletKey(outlet.WithoutHost(called))] = true, true
		given = append(given, called)
	}
	blank := siteAsked.ReplaceAllStringFunc(q, func(s string) string { return strings.Repeat(" ", len(s)) })
	for _, o := range name.NewOutletNames(given).In(blank) {
		if !have[o.Key] {
			continue
		}
		if !o.Source && wellKnown(o.Key) {
			if at := inOutlet.FindStringIndex(blank[:o.Start]); at != nil {
				o.Source, o.Start = true, at[0]
			}
		}
		if o.Source {
			asked.only[o.Key] = true
			asked.cut = append(asked.cut, o.Span)
		} else {
			asked.dear[o.Key] = true
		}
	}
	return asked
}

// wellKnown reports whether a key is an outlet's to everybody: "in Karsk" is a
// place, although an outlet may have that name.
func wellKnown(key string) bool { return len(name.OutletNames{}.In(strings.ToUpper(key))) > 0 }

func (a outletsAsked) none() bool { return len(a.only)+len(a.sites)+len(a.dear) == 0 }

// rest is the question without the outlets it asks for: their articles do not
// say their names.
func (a outletsAsked) rest() string {
	cuts := slices.Clone(a.cut)
	slices.SortFunc(cuts, func(x, y text.Span) int { return x.Start - y.Start })
	var b strings.Builder
	end := 0
	for _, c := range cuts { // "Reuters reported by the BBC": two share a word
		b.WriteString(a.plain[end:max(end, c.Start)] + " ")
		end = max(end, c.End)
	}
	return b.String() + a.plain[end:]
}

// allows reports whether an article of this outlet and host is asked for.
func (a outletsAsked) allows(key, host string) bool {
	if len(a.only)+len(a.sites) == 0 || a.only[key] {
		return true
	}
	for _, s := range a.sites {
		if host == s || strings.HasSuffix(host, "."+s) {
			return true
		}
	}
	return false
}

// named reads a question by the outlets of articles that may be seen: that
// others have an outlet must not show.
func (ar *Archive) named(q string, visible func(article int64) bool) outletsAsked {
	ar.mu.Lock()
	carriers, outlets := ar.carriers.of, ar.carriers.outlets
	ar.mu.Unlock()
	if readOutlets(q, outlets).none() {
		return readOutlets(q, nil)
	}
	seen := map[string]string{}
	for id, c := range carriers {
		if _, ok := seen[c.Outlet]; !ok && c.Outlet != "" && visible(id) {
			seen[c.Outlet] = outlets[c.Outlet]
		}
	}
	return readOutlets(q, seen)
}

// favour keeps an index to what a question asks for by outlet.
func (ar *Archive) favour(ix *search.Index, a outletsAsked) {
	if a.none() {
		return
	}
	ar.mu.Lock()
	carriers, outlets := ar.carriers.of, ar.carriers.outlets
	ar.mu.Unlock()
	visible := ix.Visible
	ix.Visible = func(article int64) bool {
		carrier := carriers[article]
		return a.allows(outlets[carrier.Outlet], carrier.Host) && visible(article)
	}
	if len(a.dear) > 0 {
		ix.Preferred = func(article int64) bool { return a.dear[outlets[carriers[article].Outlet]] }
	}
}

// Package export puts an answer into a file: its sentences with their sources, when
// these were read, a hash of what was read, and whether they have changed since. It
// finds the answer again by what it cites, for whoever may see all of that.
package export

import (
	"strconv"
	"strings"

	"dateline/briefing/claim"
)

const (
	// Press begins the id of the button; what the answer is made of follows.
	Press = "export:"
	// idMost is how long the id of a button may be.
	idMost = 100
	// itemsMost is how many sentences are exported.
	itemsMost = 12
	base      = 36
)

// Item is one sentence of an answer: a claim that is stored, or a place in a version.
type Item struct {
	Claim      int64
	Version    int64 // its row
	Title      bool  // the place is in its headline
	Start, End int
}

// Of are the items of an answer, in its order.
func Of(claims []claim.Claim) []Item {
	var out []Item
	for _, c := range claims[:min(len(claims), itemsMost)] {
		switch {
		case c.ID != 0:
			out = append(out, Item{Claim: c.ID})
		case len(c.Cites) > 0:
			cite := c.Cites[0]
			out = append(out, Item{Version: cite.Row, Title: cite.Field == "title", Start: cite.Start, End: cite.End})
		}
	}
	return out
}

// ID is the id of a button for some items, as many as it holds; "" for none.
func ID(items []Item) string {
	id := ""
	for _, it := range items {
		part := "c" + strconv.FormatInt(it.Claim, base)
		if it.Claim == 0 {
			field := "v"
			if it.Title {
				field = "t"
			}
			part = field + strings.Join([]string{strconv.FormatInt(it.Version, base), strconv.FormatInt(int64(it.Start), base),
				strconv.FormatInt(int64(it.End), base)}, ".")
		}
		if len(Press)+len(id)+1+len(part) > idMost {
			break
		}
		if id != "" {
			id += "-"
		}
		id += part
	}
	if id == "" {
		return ""
	}
	return Press + id
}

// Parse reads what follows Press in an id; false for what ID does not write.
func Parse(arg string) ([]Item, bool) {
	var out []Item
	for part := range strings.SplitSeq(arg, "-") {
		it, ok := parse(part)
		if !ok || len(out) == itemsMost {
			return nil, false
		}
		out = append(out, it)
	}
	return out, true
}

func parse(part string) (Item, bool) {
	if part == "" {
		return Item{}, false
	}
	var read []int64
	for n := range strings.SplitSeq(part[1:], ".") {
		value, err := strconv.ParseInt(n, base, 64)
		if err != nil || value < 0 {
			return Item{}, false
		}
		read = append(read, value)
	}
	switch kind := part[0]; {
	case kind == 'c' && len(read) == 1 && read[0] > 0:
		return Item{Claim: read[0]}, true
	case kind != 'v' && kind != 't' || len(read) != 3:
		return Item{}, false
	}
	it := Item{Version: read[0], Title: part[0] == 't', Start: int(min(read[1], textMost)), End: int(min(read[2], textMost))}
	return it, it.Start < it.End
}

// textMost is how long a text may be, in bytes: more than any that is stored.
const textMost = 1 << 26

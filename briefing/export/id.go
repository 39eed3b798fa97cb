// Package export puts an answer into a file: its sentences with their sources, when
// these were read, a hash of what was read, and whether they have changed since. It
// finds the answer again by what it cites, for whoever may see all of that.
package export

import (
	"math"
	"strconv"
	"strings"

	"dateline/briefing/claim"
)

const (
	// Press begins the id of the button; what the answer is made of follows.
	Press = "export:"
	// idMost is how long the id of a button may be.
	idMost = 100
	// itemsMost is how many sentences are exported: five stories with a heading and seven each.
	itemsMost = 40
	base      = 36
	// leftRoom is what the number of those that found no room takes of an id.
	leftRoom = len("-mzz")
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
	for _, c := range claims {
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

// ID is the id of a button for some items, as many as it holds, and the number of the
// others; "" for none. Claims that were stored one after the other stand as a range.
func ID(items []Item) string {
	id, held := "", 0
	for held < len(items) {
		n := run(items[held:])
		part, room := written(items[held], n), idMost-len(Press)-len(id)-len("-")
		if held+n < len(items) {
			room -= leftRoom
		}
		if len(part) > room || held+n > itemsMost {
			break
		}
		id, held = id+"-"+part, held+n
	}
	if held == 0 {
		return ""
	}
	if left := len(items) - held; left > 0 {
		id += "-m" + strconv.FormatInt(int64(min(left, leftMost)), base)
	}
	return Press + id[1:]
}

// leftMost is the largest number of leftRoom: more sentences has no answer.
const leftMost = base*base - 1

// run is how many claims from the first one on were stored one after the other.
func run(items []Item) int {
	n := 1
	for n < len(items) && items[0].Claim > 0 && items[n].Claim == items[0].Claim+int64(n) {
		n++
	}
	return n
}

// written is an item in an id, or so many claims from it on.
func written(it Item, n int) string {
	kind, numbers := "c", []int64{it.Claim, int64(n)}
	switch {
	case it.Claim == 0 && it.Title:
		kind, numbers = "t", []int64{it.Version, int64(it.Start), int64(it.End)}
	case it.Claim == 0:
		kind, numbers = "v", []int64{it.Version, int64(it.Start), int64(it.End)}
	case n == 1:
		numbers = numbers[:1]
	}
	var out []string
	for _, number := range numbers {
		out = append(out, strconv.FormatInt(number, base))
	}
	return kind + strings.Join(out, ".")
}

// Parse reads what follows Press in an id: the items, and how many found no room; false
// for what ID does not write.
func Parse(arg string) (out []Item, left int, ok bool) {
	list, number, more := strings.Cut(arg, "-m")
	if more {
		n, err := strconv.ParseUint(number, base, 16)
		if err != nil || n == 0 || n > leftMost {
			return nil, 0, false
		}
		left = int(n)
	}
	for part := range strings.SplitSeq(list, "-") {
		items := parse(part)
		if len(items) == 0 || len(out)+len(items) > itemsMost {
			return nil, 0, false
		}
		out = append(out, items...)
	}
	return out, left, true
}

// parse reads an item or a range of claims; none of what is neither.
func parse(part string) []Item {
	if part == "" {
		return nil
	}
	var read []int64
	for n := range strings.SplitSeq(part[1:], ".") {
		value, err := strconv.ParseInt(n, base, 64)
		if err != nil || value < 0 {
			return nil
		}
		read = append(read, value)
	}
	switch kind := part[0]; {
	case kind == 'c' && len(read) < 3:
		return claims(read)
	case kind != 'v' && kind != 't' || len(read) != 3:
		return nil
	}
	it := Item{Version: read[0], Title: part[0] == 't', Start: int(min(read[1], textMost)), End: int(min(read[2], textMost))}
	if it.Start >= it.End {
		return nil
	}
	return []Item{it}
}

// claims are a claim, or so many from it on.
func claims(read []int64) []Item {
	first, n := read[0], int64(1)
	if len(read) > 1 {
		n = read[1]
	}
	if first == 0 || n > itemsMost || first > math.MaxInt64-n {
		return nil
	}
	var out []Item
	for i := range n {
		out = append(out, Item{Claim: first + i})
	}
	return out
}

// textMost is how long a text may be, in bytes: more than any that is stored.
const textMost = 1 << 26

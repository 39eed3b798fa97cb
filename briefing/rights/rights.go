// Package rights reads what publishers allow to be done with their texts, and counts
// what is shown of an article word for word. It knows neither feeds nor articles: it
// is given header fields, names and values, and pieces of texts by their place.
package rights

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Rights is what a publisher allows of a text beside its heading and its link, which
// may always be shown. The zero value reserves nothing.
type Rights struct {
	// Limited says that at most Snippet characters (Unicode code points) of the text may
	// be shown word for word in one message, and given to a model. 0: none of it.
	Limited bool
	Snippet int
	// Reserved says that nothing of the text may be given to a model: neither one that
	// writes or checks, nor one that compares.
	Reserved bool
}

// None is that nothing of a text may be shown or given to a model.
var None = Rights{Limited: true}

// snippetMost is the largest limit that is kept, in characters: no text is longer.
const snippetMost = 1 << 24

// limit is the right to show so many characters.
func limit(characters int) Rights {
	return Rights{Limited: true, Snippet: min(max(characters, 0), snippetMost)}
}

// And is the stricter of both, limit by limit.
func (r Rights) And(other Rights) Rights {
	out := r
	if other.Limited && (!r.Limited || other.Snippet < r.Snippet) {
		out.Limited, out.Snippet = true, other.Snippet
	}
	out.Reserved = r.Reserved || other.Reserved
	return out
}

// String is "snippet=50;tdm", "snippet=0", "tdm" or "".
func (r Rights) String() string {
	var out []string
	if r.Limited {
		out = append(out, "snippet="+strconv.Itoa(r.Snippet))
	}
	if r.Reserved {
		out = append(out, "tdm")
	}
	return strings.Join(out, ";")
}

// parse reads what String writes. Of what it does not know nothing may be used: a
// newer program wrote it.
func parse(s string) Rights {
	var out Rights
	for part := range strings.SplitSeq(s, ";") {
		n, isLimit := strings.CutPrefix(part, "snippet=")
		characters, err := strconv.Atoi(n)
		switch {
		case part == "":
		case part == "tdm":
			out.Reserved = true
		case isLimit && err == nil:
			out = out.And(limit(characters))
		default:
			out = out.And(Rights{Limited: true, Reserved: true})
		}
	}
	return out
}

// Stated is who said what of an article: its feeds, its page and its site by name. The
// strictest holds. What one of them said stands until that one is read again.
type Stated map[string]Rights

// The names under which a page and a site (by its tdmrep.json) state rights, and what
// holds of a new text until its site has said what it reserves; a feed's is its own.
const (
	Page    = "page"
	Site    = "site"
	Pending = "pending"
)

// ParseStated reads what Stated.String writes.
func ParseStated(s string) Stated {
	out := Stated{}
	for field := range strings.FieldsSeq(s) {
		name, said, _ := strings.Cut(field, ":")
		out[name] = out[name].And(parse(said))
	}
	return out
}

// statersMost is how many are kept of those who state rights of an article; what
// further feeds say is put together.
const statersMost = 20

// String is "feed7:tdm page:snippet=50", in the order of the names; "" when nothing
// is reserved.
func (s Stated) String() string {
	var out []string
	var rest Rights
	for _, name := range slices.Sorted(maps.Keys(s)) {
		switch said := s[name]; {
		case said == Rights{}:
		case len(out) >= statersMost && name != Page && name != Site && name != Pending:
			rest = rest.And(said)
		default:
			out = append(out, name+":"+said.String())
		}
	}
	if rest != (Rights{}) {
		out = append(out, "others:"+rest.String())
	}
	return strings.Join(out, " ")
}

// Of are the rights in what Stated.String wrote: the strictest of all.
func Of(stated string) Rights {
	var out Rights
	if stated == "" {
		return out
	}
	for _, said := range ParseStated(stated) {
		out = out.And(said)
	}
	return out
}

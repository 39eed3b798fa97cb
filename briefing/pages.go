package briefing

import (
	"errors"
	"strings"

	"dateline/briefing/evidence"
)

// errUnwritable says that the passages are in languages in which written
// sentences cannot be checked: there the sources' own are shown.
var errUnwritable = errors.New("in the language of these articles I use the sources' own sentences: written ones cannot be checked in it")

// writable are the passages over which a model may write.
func writable(ps []passage) []passage {
	var out []passage
	for _, p := range ps {
		if evidence.Writable(p.lang()) {
			out = append(out, p)
		}
	}
	return out
}

// unticked writes the quotation marks of old typewriters as others do: a
// backtick is markup.
var unticked = strings.NewReplacer("``", `"`, "''", `"`, "`", "'")

func (p passage) lang() string { return p.src.item.Version.Lang }

// pages are passages taken apart, each once for all claims.
func (c *composer) pages(ps []passage) []*evidence.Page {
	out := make([]*evidence.Page, len(ps))
	for i, p := range ps {
		key := pageKey{p.src.item.Version.ID, p.first, p.last}
		if c.read[key] == nil {
			if c.read == nil {
				c.read = map[pageKey]*evidence.Page{}
			}
			c.read[key] = evidence.NewPage(p.src.window(p.first, p.last), p.lang())
		}
		out[i] = c.read[key]
	}
	return out
}

// pageKey names a passage.
type pageKey struct {
	version     int64
	first, last int
}

package write

import (
	"errors"

	"dateline/briefing/claim"
	"dateline/briefing/evidence"
)

// ErrUnwritable says that the passages are in languages in which written
// sentences cannot be checked: there the sources' own are shown.
var ErrUnwritable = errors.New("in the language of these articles I use the sources' own sentences: written ones cannot be checked in it")

// Writable are the passages over which a model may write.
func Writable(ps []claim.Passage) []claim.Passage {
	var out []claim.Passage
	for _, p := range ps {
		if evidence.Writable(p.Lang()) {
			out = append(out, p)
		}
	}
	return out
}

// pages are passages taken apart, each once for all claims.
func (c *Composer) pages(ps []claim.Passage) []*evidence.Page {
	out := make([]*evidence.Page, len(ps))
	for i, p := range ps {
		key := pageKey{p.Src.Item.Version.ID, p.First, p.Last}
		if c.read[key] == nil {
			if c.read == nil {
				c.read = map[pageKey]*evidence.Page{}
			}
			c.read[key] = evidence.NewPage(p.Src.Window(p.First, p.Last), p.Lang())
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

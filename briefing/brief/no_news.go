package brief

import (
	"context"

	"dateline/briefing/write"
)

// A story in which the model finds no news (advertising, service, a list) gives its
// place to the next one. At most as many do as the briefing has places: each cost a
// request. What is beyond that is told in its sources' own sentences, and so are those
// that gave way when nothing else is left: a briefing is never empty for this.

// givesWay notes that the model found no news in a candidate, and reports whether the
// next one has its place.
func (r *writerRun) givesWay(c *candidate) bool {
	c.noNews = true
	if c.gaveWay = r.gaveWay < r.req.Stories; c.gaveWay {
		r.gaveWay++
	}
	return c.gaveWay
}

// full reports whether no further candidate is written: enough are, or the model has
// found no news in as many as there are places, and in nothing else any.
func (r *writerRun) full(next *candidate) bool {
	switch n := len(r.told); {
	case next.held() && n >= r.req.Stories:
		return true
	case n == 0:
		return r.gaveWay > 0 && r.gaveWay == r.req.Stories
	default:
		return n >= r.req.Stories+leadLimit || n >= r.req.Stories && next.reports < 2
	}
}

// tellWithoutNews tells of the candidates that gave way what their sources say when
// nothing else is told, and notes of the others why they are not.
func (r *writerRun) tellWithoutNews(ctx context.Context, cs []*candidate) error {
	alone := len(r.told) == 0
	for i, c := range cs {
		switch {
		case !c.gaveWay:
		case alone:
			c.gaveWay, r.b.Unheld = false, write.ErrNoNews.Error()
			if err := r.tell(ctx, c, i); err != nil {
				return err
			}
		default:
			r.b.NotNews++
			r.trace(c, Traced{Place: i + 1, Outcome: NoNews})
		}
	}
	return nil
}

package llm

import (
	"slices"
	"time"
)

const (
	paceKept    = 5                // measures an endpoint's speed is the median of
	paceLeast   = 3                // measures from which it is called slow
	promptLeast = 200              // tokens of a prompt from which reading it is measured: below, the way there counts more
	replyLeast  = 10               // tokens of a reply from which writing it is measured
	readTime    = 60 * time.Second // how long reading a prompt may take
	burst       = 20               // a reply came in a burst when its parts took less than this part of the whole time
)

// ContextLow is the smallest context, in tokens, of which something is left for an
// article: below it no text can be written. So much is read at any speed.
const ContextLow = 2048

// pace is how fast an endpoint was, in tokens a second, the newest last.
type pace struct{ in, out []float64 }

// note measures a reply: until its first token a prompt was read, then it was
// written. One that comes in a burst was written before. Of a prompt whose request was
// held in a queue, or over which a model thought unseen, the wait says nothing; thinks
// says that this one may.
func (p *pace) note(g *reading, streamed, thinks bool) {
	in, out := g.usage.PromptTokens, g.usage.CompletionTokens
	unseen := 0
	if details := g.usage.CompletionTokensDetails; details != nil && !g.thinks() {
		unseen = details.ReasoningTokens
	}
	out -= unseen
	began := g.asked
	if streamed && !g.first.IsZero() {
		read := !g.held && unseen == 0 && (g.thinks() || !thinks)
		if wait := g.first.Sub(g.asked).Seconds(); read && in >= promptLeast && wait > 0 {
			p.in = kept(p.in, float64(in)/wait)
		}
		if whole := g.last.Sub(g.asked); g.last.Sub(g.first) > whole/burst {
			began = g.first
		}
	}
	if took := g.last.Sub(began).Seconds(); out >= replyLeast && took > 0 {
		p.out = kept(p.out, float64(out)/took)
	}
}

func kept(measures []float64, newest float64) []float64 {
	measures = append(measures, newest)
	return measures[max(0, len(measures)-paceKept):]
}

// median is the middle one; 0 is not known.
func median(measures []float64) float64 {
	if len(measures) == 0 {
		return 0
	}
	return slices.Sorted(slices.Values(measures))[len(measures)/2]
}

// sizedFor is how many of so many tokens an endpoint reads in readTime.
func (p *pace) sizedFor(context int) (tokens int, slow bool) {
	if len(p.in) < paceLeast {
		return context, false
	}
	tokens = max(int(median(p.in)*readTime.Seconds()), ContextLow)
	return min(tokens, context), tokens < context
}

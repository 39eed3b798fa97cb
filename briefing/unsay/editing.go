package unsay

import (
	"strings"

	"dateline/briefing/message"
)

// editing is a text in which pieces are replaced, from its start on, and the blocks
// that stay with their places in the new one.
type editing struct {
	text  string
	out   strings.Builder
	at    int // up to where the old text is done
	moves []move
	shows []message.Shown
	put   map[[2]int][2]int // where words stand that were put in place of a piece
}

// move is a piece that was replaced: what stands behind it is moved by so much.
type move struct{ from, to, by int }

// replace puts words in place of bytes [from, to) of the old text. What lies before
// what was replaced already stays as it is.
func (e *editing) replace(from, to int, words string) {
	from = min(max(from, e.at), len(e.text))
	to = min(max(to, from), len(e.text))
	switch left := words == "" && to > from; { // with the space beside it
	case left && from > e.at && e.text[from-1] == ' ':
		from--
	case left && strings.HasSuffix(e.text[:from], "\n") && strings.HasPrefix(e.text[to:], " "):
		to++
	}
	e.out.WriteString(e.text[e.at:from])
	if e.put == nil {
		e.put = map[[2]int][2]int{}
	}
	e.put[[2]int{from, to}] = [2]int{e.out.Len(), e.out.Len() + len(words)}
	e.out.WriteString(words)
	e.at = to
	e.moves = append(e.moves, move{from, to, e.out.Len() - to})
}

// lead puts words before a block, which stand there for a claim from then on.
func (e *editing) lead(b message.Shown, claim int64, words string) message.Shown {
	key := [2]int{b.From, b.From}
	e.replace(b.From, b.From, words+" ")
	at := e.put[key]
	e.put[key] = [2]int{at[0], at[1] - 1}
	b.Claims = append([]message.ShownClaim{{Claim: claim, From: b.From, To: b.From}}, b.Claims...)
	return b
}

// keepWhole keeps the place of a story that was replaced whole: as one block, of which
// the words stand for all its claims.
func (e *editing) keepWhole(kind message.BlockKind, blocks []message.Shown) {
	at := e.put[[2]int{blocks[0].From, blocks[len(blocks)-1].To}]
	whole := message.Shown{Story: blocks[0].Story, Kind: kind, From: at[0], To: at[1]}
	for _, b := range blocks {
		for _, c := range b.Claims {
			if !c.Aside {
				whole.Claims = append(whole.Claims, message.ShownClaim{Claim: c.Claim, From: at[0], To: at[1]})
			}
		}
	}
	e.shows = append(e.shows, whole)
}

// keep keeps the places of blocks, of which parts may have been replaced: the words
// there stand for the claim.
func (e *editing) keep(blocks ...message.Shown) {
	for _, b := range blocks {
		moved := b
		moved.From, moved.To, moved.Claims = e.moved(b.From), e.moved(b.To), nil
		for _, c := range b.Claims {
			if at := e.put[[2]int{c.From, c.To}]; at[1] > at[0] {
				c.From, c.To = at[0], at[1]
				moved.Claims = append(moved.Claims, c)
			} else if e.stands(c.From, c.To) {
				c.From, c.To = e.moved(c.From), e.moved(c.To)
				moved.Claims = append(moved.Claims, c)
			}
		}
		if len(moved.Claims) > 0 {
			moved.From = min(moved.From, moved.Claims[0].From)
		}
		e.shows = append(e.shows, moved)
	}
}

// moved is where a place of the old text is in the new one.
func (e *editing) moved(at int) int {
	by := 0
	for _, m := range e.moves {
		if m.to <= at {
			by = m.by
		}
	}
	return at + by
}

// stands reports that nothing between two places was replaced.
func (e *editing) stands(from, to int) bool {
	for _, m := range e.moves {
		if m.from < to && from < m.to {
			return false
		}
	}
	return true
}

// done is the new text.
func (e *editing) done() string {
	e.out.WriteString(e.text[e.at:])
	e.at = len(e.text)
	return e.out.String()
}

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
	e.out.WriteString(words)
	e.at = to
	e.moves = append(e.moves, move{from, to, e.out.Len() - to})
}

// behind adds a line behind what was replaced last.
func (e *editing) behind(words string) {
	end := len(e.text)
	if n := strings.IndexByte(e.text[e.at:], '\n'); n >= 0 {
		end = e.at + n
	}
	e.replace(end, end, "\n"+words)
}

// keepBlank keeps the place of a story that was replaced whole: no claim is in it.
func (e *editing) keepBlank(b message.Shown) {
	at := e.out.Len()
	e.shows = append(e.shows, message.Shown{Story: b.Story, Kind: message.Item, From: at, To: at})
}

// keep keeps the places of blocks, of which parts may have been replaced; a claim that
// was is none of theirs any more.
func (e *editing) keep(blocks ...message.Shown) {
	for _, b := range blocks {
		moved := b
		moved.From, moved.To, moved.Claims = e.moved(b.From), e.moved(b.To), nil
		for _, c := range b.Claims {
			if from, to := e.moved(c.From), e.moved(c.To); to-from == c.To-c.From && e.stands(c.From, c.To) {
				c.From, c.To = from, to
				moved.Claims = append(moved.Claims, c)
			}
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

package briefing

// BlockKind is what a block of a message is.
type BlockKind int

// The kinds of blocks.
const (
	Title   BlockKind = iota // the first line: name, date, time
	Heading                  // the heading of a story
	Para                     // a paragraph of sentences
	List                     // Items, one a line
	Small                    // a small line: how much was read, how it was written
)

// Block is a part of a message, free of any medium: the terminal and Discord
// draw the same blocks, so that they cannot drift.
type Block struct {
	Kind  BlockKind
	Runs  []Run
	Items [][]Run // of a List
}

// Run is a piece of text. Link is a URL from our own rows, or empty. The text
// may be foreign: whoever draws it escapes it.
type Run struct {
	Text string
	Link string
	Bold bool
}

// Package recall says what taking something back means: an order, what it has
// touched, and which claims are one and the same sentence. It stores nothing.
package recall

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Action says what becomes of what is taken back.
type Action string

// The actions.
const (
	Corrected Action = "corrected" // it was wrong: messages say so, and what is right where that is known
	Removed   Action = "removed"   // it is gone: messages say that something stood there
)

// Outlet is the actor of what an outlet has taken back itself.
const Outlet = "outlet"

// Errors of an order.
var (
	ErrNothing = errors.New("there is nothing to take back")
	ErrTarget  = errors.New("it is none of claim:ID, story:ID, article:ID, source:ID")
)

// Order says what is to be taken back.
type Order struct {
	Target string // claim:ID, story:ID, article:ID or source:ID, with the numbers of the store
	Action Action
	Why    string // for the log and the audit; readers do not see it
	Words  string // of a correction: what is right, as readers see it behind "Corrected on …: "; "" where that is not known
	Actor  string // a person's id in Discord, "command line", or Outlet
	// Owner is whose messages are meant: "" is the operator, for all; "guild:ID" only that
	// server's channels. A server takes back claims and stories; what others read stays.
	Owner string
	// Together says that whoever takes back many scrubs the database once, when all is done.
	Together bool
}

// Most of the words of an order, in bytes.
const (
	WhyMost   = 1000
	WordsMost = 600
)

// Quote is a sentence of an article.
type Quote struct {
	Article int64
	Text    string
}

// Answer is a message that answers somebody and stands in Discord. Its words are not
// kept, but on which sentences it rests.
type Answer struct {
	Message, Channel int64  // of Discord
	Owner            string // guild:ID, or user:ID in direct messages
	Lang             string // of what is said in it (ISO 639-1)
	Rests            []Quote
	Found            time.Time // when it was: what is taken back since has it edited

	Retraction int64 // that it is to be edited for; 0 is none
	Tries      int   // that failed
	At         int64 // until when it is leased for its edit: Unix milliseconds
}

// Kinds of targets.
const (
	Claim   = "claim"
	Story   = "story"
	Article = "article"
	Source  = "source"
)

// Parse splits the target of an order. ErrTarget when it is none.
func (o Order) Parse() (kind string, id int64, err error) {
	kind, number, _ := strings.Cut(o.Target, ":")
	id, failed := strconv.ParseInt(number, 10, 64)
	switch {
	case failed != nil || id <= 0:
	case kind == Claim, kind == Story, kind == Article, kind == Source:
		return kind, id, nil
	}
	return "", 0, fmt.Errorf("target %q: %w", o.Target, ErrTarget)
}

// Cut is the order with its texts as long as they may be.
func (o Order) Cut() Order {
	o.Why, o.Words = cut(o.Why, WhyMost), cut(o.Words, WordsMost)
	return o
}

func cut(s string, most int) string {
	s = strings.ToValidUTF8(strings.Join(strings.Fields(strings.ReplaceAll(s, "\x00", "")), " "), "")
	if len(s) <= most {
		return s
	}
	return strings.TrimSpace(strings.ToValidUTF8(s[:most], "")) + "…"
}

// Work is an order that is being carried out.
type Work struct {
	Order
	Kind     string // of the target,
	Number   int64  // and its id
	ID       int64  // of the retraction; 0 while there is none
	Known    bool   // some of it was taken back so before
	Answered bool   // answers rest on an article that is meant
	Claims   []int64
	On       []int64 // the articles that are meant,
	Articles []int64 // and those of them that are removed
}

// Fresh leaves claims and articles out that were taken back so before.
func (w *Work) Fresh(claims, articles []int64) {
	w.Known = w.Known || len(claims)+len(articles) > 0
	w.Claims, w.Articles = without(w.Claims, claims), without(w.Articles, articles)
}

func without(list, others []int64) []int64 {
	gone := make(map[int64]bool, len(others))
	for _, id := range others {
		gone[id] = true
	}
	return slices.DeleteFunc(list, func(id int64) bool { return gone[id] })
}

// Effect is what an order has touched.
type Effect struct {
	Retraction int64
	Again      bool // the same was taken back in the same way before: nothing was done now
	Claims     int  // rows, with those of equal sentences and translations
	Articles   int  // that are gone, with their texts
	Messages   int  // that stand, or may stand, and are edited
	Anew       int  // briefings that had not left and are written anew
	Channels   int  // in which those stand
}

// Retraction is one that was made.
type Retraction struct {
	ID     int64
	At     time.Time
	Action Action
	Actor  string
	Owner  string
	Words  string
	Why    string
	Claims []Sentence // that it takes back, of those asked about
}

// Sentence is a claim that was taken back, and where it came from: an outlet with the
// address of its article. Text is "" once its words were erased.
type Sentence struct {
	Claim             int64
	Text, Outlet, URL string
}

// Row is a claim as it is compared with others. Cites is whatever tells on which
// places of texts it rests, the same for equal places; "" is none.
type Row struct {
	ID         int64
	Text       string
	Heading    bool // or a source's headline
	Translated bool // one of a text that was translated
	Cites      string
}

// Same are the ids of the rows that state what some claims among them state: equal
// places with equal words, and their translations. Of a translation that is taken
// back the sentence that it was made of is not known: all that rest on its places are
// meant.
func Same(ids []int64, rows []Row) []int64 {
	type place struct {
		cites   string
		heading bool
	}
	type sentence struct{ cites, text string }
	asked := map[int64]bool{}
	for _, id := range ids {
		asked[id] = true
	}
	said, original, at := map[sentence]bool{}, map[sentence]bool{}, map[place]bool{}
	for _, x := range rows {
		key := sentence{x.Cites, x.Text}
		said[key] = said[key] || asked[x.ID]
		original[key] = original[key] || !x.Translated
	}
	whole := map[place]bool{} // of which a translation is meant
	for _, x := range rows {
		if key := (sentence{x.Cites, x.Text}); said[key] {
			at[place{x.Cites, x.Heading}] = true
			whole[place{x.Cites, x.Heading}] = whole[place{x.Cites, x.Heading}] || !original[key]
		}
	}
	var out []int64
	for _, x := range rows {
		where := place{x.Cites, x.Heading}
		same := said[sentence{x.Cites, x.Text}] || at[where] && x.Translated || whole[where]
		if asked[x.ID] || x.Cites != "" && same {
			out = append(out, x.ID)
		}
	}
	return out
}

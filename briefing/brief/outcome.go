package brief

import (
	"fmt"

	"github.com/dustin/go-humanize"

	"dateline/briefing/message"
)

// Outcome is what became of a story that a briefing weighed.
type Outcome string

// What becomes of stories. A slot's trace keeps the word, not a sentence: who asks
// "why?" is told in his language.
const (
	Posted      Outcome = "posted"
	Outranked   Outcome = "outranked"   // others had all the places
	Unfit       Outcome = "unfit"       // the messages were full
	Opinion     Outcome = "opinion"     // nothing but opinion, round-ups or advertising
	NothingNew  Outcome = "nothing new" // told, and nothing since
	ToldInOther Outcome = "told"        // told in another story
	Untellable  Outcome = "untellable"  // no sentence of it can stand alone
	Omitted     Outcome = "omitted"     // it holds a word of the channel's list
	NoNews      Outcome = "no news"     // the model that read it found none
	FewReports  Outcome = "few reports" // fewer independent ones than its schedule asks for
	OutletOut   Outcome = "outlet"      // its outlets are none that its schedule asks for
	LanguageOut Outcome = "language"    // its languages are none that its schedule asks for
	OffTopic    Outcome = "topic"       // it is not about the schedule's topic
	Excluded    Outcome = "excluded"    // it holds what the schedule's topic leaves out
)

// said is the outcome of a story that was not posted, in words.
func (t Traced) said() string {
	switch t.Outcome {
	case Outranked:
		return fmt.Sprintf("ranked %s, the briefing holds %d", humanize.Ordinal(t.Place), t.Asked)
	case Unfit:
		return "it did not fit the messages"
	case Opinion:
		return "opinion, a round-up or advertising only"
	case NothingNew:
		return "told on " + t.ToldAt.Format("2 Jan") + ", nothing new since"
	case ToldInOther:
		return "told before, in another story"
	case Untellable:
		return "no sentence in it can stand alone"
	case Omitted:
		return "it holds a word that this channel leaves out"
	case NoNews:
		return "the model that read it found no news in it: advertising, service, a list"
	case FewReports:
		return message.Count(t.Rank.Reports, "source", "sources") + fmt.Sprintf(", this channel asks for %d", t.Asked)
	case OutletOut:
		return "an outlet this schedule leaves out"
	case LanguageOut:
		return "in a language this schedule leaves out"
	case OffTopic:
		return "not on this schedule's topic"
	case Excluded:
		return "it holds “" + t.Word + "”, which this schedule leaves out"
	}
	return string(t.Outcome)
}

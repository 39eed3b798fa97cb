package brief

import (
	"strings"

	"dateline/briefing/phrases"
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
	Dropped     Outcome = "dropped"     // a moderator took it out before it was posted
	NoNews      Outcome = "no news"     // the model that read it found none
	FewReports  Outcome = "few reports" // fewer independent ones than its schedule asks for
	OutletOut   Outcome = "outlet"      // its outlets are none that its schedule asks for
	LanguageOut Outcome = "language"    // its languages are none that its schedule asks for
	OffTopic    Outcome = "topic"       // it is not about the schedule's topic
	Excluded    Outcome = "excluded"    // it holds what the schedule's topic leaves out
)

// Said is the outcome of a story that was not posted, in words of a language.
func (t Traced) Said(w *phrases.Words) string {
	key := "outcome_" + strings.ReplaceAll(string(t.Outcome), " ", "_")
	switch t.Outcome {
	case Outranked:
		return w.Say(key, w.Ordinal(t.Place), t.Asked)
	case NothingNew:
		return w.Say(key, w.Day(t.ToldAt, t.ToldAt))
	case FewReports:
		return w.Say(key, w.Count(t.Rank.Reports, "independent_reports"), t.Asked)
	case Excluded:
		return w.Say(key, t.Word)
	}
	if !w.Has(key) {
		return string(t.Outcome) // a slot of an earlier version
	}
	return w.Say(key)
}

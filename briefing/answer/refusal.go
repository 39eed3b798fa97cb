package answer

import (
	"regexp"
	"strings"

	"dateline/briefing/archive"
	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
)

// A refusal says which of several it is, and never repeats the question.

// refuse makes an answer an abstention, and notes of which kind.
func (a *Answer) refuse(ev findings, passages []claim.Claim) {
	a.Abstained, a.Claims, a.Gaps, a.Used = true, nil, nil, 0
	switch {
	case len(passages) == 0 && ev.question.accuses:
		a.Person, a.Why = true, phrases.Later("no_guess")
	case a.Why.Key == noForecast:
		a.Forecasts = ev.forecasts()
	case a.Why.Key == "":
		a.Passages = passages
	}
}

// statesForecast are the words by which a report gives a forecast.
var statesForecast = regexp.MustCompile(`(?i)(?:^|\PL)(?:forecasts?|polls?|polling|predict(?:s|ed|ion|ions)?|projected|projections?` +
	`|expected to (?:win|lose|beat|rise|fall)|on course ` +
	`to|umfragen?|prognosen?|hochrechnung|encuestas?|sondeos?|pronósticos?|sondages?|prévisions?|pesquisas?|sondagens?|previsão` +
	`|previsões)(?:\PL|$)`)

// forecastsMost is how many outlets with a forecast are named.
const forecastsMost = 3

// forecasts are articles, one of an outlet, that give a forecast on what was asked.
func (ev findings) forecasts() []archive.ArticleRef {
	var out []archive.ArticleRef
	seen := map[string]bool{}
	for _, f := range ev.found {
		outlet := f.Src.Item.Article.Outlet
		if len(out) < forecastsMost && !seen[outlet] && f.Coverage >= closeEnough && statesForecast.MatchString(f.Src.Item.Version.Title+
			"\n"+f.Text()) {
			seen[outlet] = true
			out = append(out, f.Ref())
		}
	}
	return out
}

// forecastRuns names those who forecast what this program does not.
func (a Answer) forecastRuns() []message.Run {
	runs := []message.Run{{Text: a.Why.In(a.Words) + " " + a.Words.Count(len(a.Forecasts), "forecasts") + " "}}
	for i, n := range a.Forecasts {
		if i > 0 {
			runs = append(runs, message.Run{Text: a.Words.Semicolon()})
		}
		runs = append(runs, claim.OutletRun(n.Outlet, n.URL))
		if !n.Published.IsZero() {
			runs = append(runs, message.Run{Text: a.Words.Comma() + a.Words.Day(n.Published, a.At)})
		}
	}
	return append(runs, message.Run{Text: "."})
}

func (a Answer) refusal() []message.Block {
	if len(a.Passages) > 0 {
		return a.closestBlocks()
	}
	if len(a.Beyond) > 0 {
		return append(a.beyond(), a.lastOfRefusal()...)
	}
	if len(a.Forecasts) > 0 {
		return append([]message.Block{{Kind: message.Para, Runs: a.forecastRuns()}}, a.lastOfRefusal()...)
	}
	why := a.Why
	switch {
	case why.Key != "":
	case a.Searched.Articles == 0 && a.Narrow:
		why = phrases.Later("narrow_empty")
	case a.Searched.Articles == 0:
		why = phrases.Later("archive_empty")
	case a.Narrow:
		// It is said whenever servers chose sources that a reader may not use, whatever
		// those hold: it tells nothing of them.
		why = phrases.Later("narrow_near")
	default:
		why = phrases.Later("nothing_near")
	}
	said := why.In(a.Words)
	if a.Searched.Articles > 0 && !a.Person && !a.Chat {
		said += " " + a.Words.Say("looked_in", a.Words.Count(a.Searched.Articles, "articles"), a.Words.Count(a.Searched.Outlets, "outlets"),
			a.Words.Days(a.Searched.Oldest, a.Searched.Newest, a.At))
	}
	return append([]message.Block{{Kind: message.Para, Runs: message.Plain(said)}}, a.lastOfRefusal()...)
}

// closestBlocks are the passages of an abstention, under a line that says what they are.
func (a Answer) closestBlocks() []message.Block {
	w, kind := a.Words, message.Para
	lead, unused := []message.Run{{Text: w.Say("closest"), Open: true}}, w.Say("passages_no_model")
	switch {
	case !a.SpentUntil.IsZero():
		kind, lead, unused = message.Small, a.spent(), w.Say("passages")
	case a.Fallback != "":
		unused = a.failed()
	case a.Model != "":
		lead, unused = []message.Run{{Text: w.Say("nothing_read") + " " + w.Say("closest"), Open: true}}, w.Say("passages")
	}
	out := []message.Block{{Kind: kind, Runs: lead}}
	for _, c := range a.Passages {
		to := claim.NewLinker()
		to.Words = w
		out = append(out, message.Block{Kind: message.Para, Runs: answerSentence(c, a.At, to)})
	}
	out = append(out, a.beyond()...)
	last := unused + " " + w.Say("searched", w.Count(a.Searched.Articles, "articles")) + newestAgo(w, a.Searched.Newest, a.At) + "."
	return append(out, message.Block{Kind: message.Small, Runs: message.Plain(last + a.cutNotice() + a.continuing())})
}

// failed says that the model was not used. Why comes from the program and its
// libraries in English: elsewhere the sentence says enough.
func (a Answer) failed() string {
	if a.Guesses {
		return a.Words.Say("passages_guess")
	}
	if a.Words.Lang() != "en" {
		return a.Words.Say("passages_failed")
	}
	return a.Words.Say("passages_failed_why", message.TrimStop(a.Fallback))
}

// spent says that the day's share of the model is used up.
func (a Answer) spent() []message.Run {
	piece := a.Words.Around("spent_until")
	return []message.Run{{Text: piece[0], Open: true}, {Time: a.SpentUntil.In(a.At.Location())}, {Text: piece[1], Open: true}}
}

// lastOfRefusal is the small line below a refusal, if there is something to say.
func (a Answer) lastOfRefusal() []message.Block {
	last := a.cutNotice()
	if !a.Person { // whoever is accused may stand in what was asked before
		last += a.continuing()
	}
	if last = strings.TrimSpace(last); last == "" {
		return nil
	}
	return []message.Block{{Kind: message.Small, Runs: message.Plain(last)}}
}

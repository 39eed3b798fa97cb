package answer

import (
	"fmt"
	"regexp"
	"strings"

	"dateline/briefing/archive"
	"dateline/briefing/claim"
	"dateline/briefing/message"
)

// A refusal says which of several it is, and never repeats the question.

const (
	nothingRead = "I have read nothing that answers this."
	nothingNear = "I have read nothing near this."
	// narrowRead is said whenever servers chose sources that a reader may not
	// use, whatever those hold: it tells nothing of them.
	narrowRead = "I have read nothing near this in the sources I may use here. For the sources of a server, use /ask once there; " +
		"then I can answer here from them."
	noGuess = "I have read nothing on this. I do not guess about people."

	closestLead = "The closest I have read"
)

// refuse makes an answer an abstention, and notes of which kind.
func (a *Answer) refuse(ev findings, passages []claim.Claim) {
	a.Abstained, a.Claims, a.Gaps, a.Used = true, nil, nil, 0
	switch {
	case len(passages) == 0 && ev.question.accuses:
		a.Person, a.Why = true, noGuess
	case a.Why == noForecast:
		a.Forecasts = ev.forecasts()
	case a.Why == "":
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
	lead := []string{"One of them has", "Two of them have", "Three of them have"}[len(a.Forecasts)-1]
	runs := []message.Run{{Text: a.Why + " " + lead + " published a forecast on this: "}}
	for i, n := range a.Forecasts {
		if i > 0 {
			runs = append(runs, message.Run{Text: "; "})
		}
		runs = append(runs, claim.OutletRun(n.Outlet, n.URL))
		if !n.Published.IsZero() {
			runs = append(runs, message.Run{Text: ", " + message.Day(n.Published, a.At)})
		}
	}
	return append(runs, message.Run{Text: "."})
}

func (a Answer) refusal() []message.Block {
	if len(a.Passages) > 0 {
		return a.closestBlocks()
	}
	why := a.Why
	switch {
	case why == "" && a.Searched.Articles == 0 && a.Narrow:
		why = "I have read nothing yet in the sources I may use here. Use /ask once in the server; then I can answer here from its sources."
	case why == "" && a.Searched.Articles == 0:
		why = "I have read nothing yet, so I cannot answer."
	case why == "" && a.Narrow:
		why = narrowRead
	case why == "":
		why = nothingNear
	}
	if len(a.Forecasts) > 0 {
		return append([]message.Block{{Kind: message.Para, Runs: a.forecastRuns()}}, a.lastOfRefusal()...)
	}
	if a.Searched.Articles > 0 && !a.Person && !a.Chat {
		why += fmt.Sprintf(" I looked in %s from %s, %s.", message.Count(a.Searched.Articles, "article", "articles"),
			message.Count(a.Searched.Outlets, "outlet", "outlets"), message.Days(a.Searched.Oldest, a.Searched.Newest, a.At))
	}
	return append([]message.Block{{Kind: message.Para, Runs: message.Plain(why)}}, a.lastOfRefusal()...)
}

// closestBlocks are the passages of an abstention, under a line that says what they are.
func (a Answer) closestBlocks() []message.Block {
	kind, lead, unused := message.Para, []message.Run{{Text: closestLead, Open: true}}, " No language model is set, "+
		"so these are passages, not an answer."
	switch {
	case !a.SpentUntil.IsZero():
		kind, lead, unused = message.Small, a.spent(), " These are passages, not an answer."
	case a.Fallback != "":
		unused = " The language model could not be used (" + message.TrimStop(a.Fallback) + "), so these are passages, not an answer."
	case a.Model != "":
		lead, unused = []message.Run{{Text: nothingRead + " " + closestLead, Open: true}}, " These are passages, not an answer."
	}
	out := []message.Block{{Kind: kind, Runs: lead}}
	for _, c := range a.Passages {
		out = append(out, message.Block{Kind: message.Para, Runs: answerSentence(c, a.At, claim.NewLinker())})
	}
	last := fmt.Sprintf("%s From %s%s.", unused, message.Count(a.Searched.Articles, "article", "articles"),
		newestAgo(a.Searched.Newest, a.At))
	return append(out, message.Block{Kind: message.Small, Runs: message.Plain(strings.TrimSpace(last) + a.cutNotice() + a.continuing())})
}

// spent says that the day's share of the model is used up.
func (a Answer) spent() []message.Run {
	return []message.Run{{Text: "Today's share of AI answers is used up until ", Open: true}, {Time: a.SpentUntil.In(a.At.Location())},
		{Text: ". Here is what the sources say themselves:", Open: true}}
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

package briefing

import (
	"fmt"
	"regexp"
	"strings"
)

// A refusal says which of several it is, and never repeats the question.

const (
	nothingRead = "I have read nothing that answers this."
	// narrowRead is said whenever servers chose sources that a reader may not
	// use, whatever those hold: it tells nothing of them.
	narrowRead = "I have read nothing that answers this in the sources I may use here. For the sources of a server, use /ask once there; then I can answer here from them."
	noGuess    = "I have read nothing on this. I do not guess about people."
)

// refuse makes an answer an abstention, and notes of which kind.
func (a *Answer) refuse(q asked, ev evidenceFound) {
	a.Abstained, a.Claims, a.Used = true, nil, 0
	switch {
	case q.blames:
		a.Person, a.Why = true, noGuess
	case a.Why == noForecast:
		a.Forecasts = q.forecasts(ev.found)
	}
	if len(a.Forecasts) == 0 && !a.Person {
		a.Nearest = ev.nearest()
	}
}

// forecastSaid are the words by which a report gives a forecast.
var forecastSaid = regexp.MustCompile(`(?i)(?:^|\PL)(?:forecasts?|polls?|polling|predict(?:s|ed|ion|ions)?|projected|projections?|expected to (?:win|lose|beat|rise|fall)|on course to|umfragen?|prognosen?|hochrechnung|encuestas?|sondeos?|pronósticos?|sondages?|prévisions?|pesquisas?|sondagens?|previsão|previsões)(?:\PL|$)`)

// forecastsMost is how many outlets with a forecast are named.
const forecastsMost = 3

// forecasts are articles, one of an outlet, that give a forecast on what was asked.
func (q asked) forecasts(found []Found) []Near {
	var out []Near
	seen := map[string]bool{}
	for _, f := range found {
		outlet := f.src.item.Article.Outlet
		if len(out) < forecastsMost && !seen[outlet] && f.Coverage >= nearestThreshold && forecastSaid.MatchString(f.src.item.Version.Title+"\n"+f.Text()) {
			seen[outlet] = true
			out = append(out, f.Near())
		}
	}
	return out
}

// published names those who forecast what this program does not.
func (a Answer) published() []Run {
	lead := []string{"One of them has", "Two of them have", "Three of them have"}[len(a.Forecasts)-1]
	runs := []Run{{Text: a.Why + " " + lead + " published a forecast on this: "}}
	for i, n := range a.Forecasts {
		if i > 0 {
			runs = append(runs, Run{Text: "; "})
		}
		runs = append(runs, outletRun(n.Outlet, n.URL))
		if !n.Published.IsZero() {
			runs = append(runs, Run{Text: ", " + day(n.Published, a.At)})
		}
	}
	return append(runs, Run{Text: "."})
}

func (a Answer) refusal() []Block {
	why := a.Why
	switch {
	case why == "" && a.Searched.Articles == 0 && a.Narrow:
		why = "I have read nothing yet in the sources I may use here. Use /ask once in the server; then I can answer here from its sources."
	case why == "" && a.Searched.Articles == 0:
		why = "I have read nothing yet, so I cannot answer."
	case why == "" && a.Narrow:
		why = narrowRead
	case why == "":
		why = nothingRead
	}
	if a.Searched.Articles == 0 || a.Person {
		return append([]Block{{Kind: Para, Runs: plain(why)}}, a.lastOfRefusal()...)
	}
	if len(a.Forecasts) > 0 {
		return append([]Block{{Kind: Para, Runs: a.published()}}, a.lastOfRefusal()...)
	}
	said := fmt.Sprintf("%s I looked in %s from %s, %s.", why, count(a.Searched.Articles, "article", "articles"),
		count(a.Searched.Outlets, "outlet", "outlets"), days(a.Searched.Oldest, a.Searched.Newest, a.At))
	out := []Block{{Kind: Para, Runs: plain(said)}}
	if len(a.Nearest) > 0 {
		runs := plain("Nearest, but not an answer: ")
		for i, n := range a.Nearest {
			if i > 0 {
				runs = append(runs, Run{Text: "; "})
			}
			when := ""
			if !n.Published.IsZero() {
				when = ", " + day(n.Published, a.At)
			}
			runs = append(runs, Run{Text: trimStop(n.Title) + when + " ("}, outletRun(n.Outlet, n.URL), Run{Text: ")"})
		}
		out = append(out, Block{Kind: Para, Runs: append(runs, Run{Text: "."})})
	}
	return append(out, a.lastOfRefusal()...)
}

// lastOfRefusal is the small line below a refusal, if there is something to say.
func (a Answer) lastOfRefusal() []Block {
	last := a.cutNotice()
	if !a.Person { // whoever is accused may stand in what was asked before
		last += a.continuing()
	}
	if last = strings.TrimSpace(last); last == "" {
		return nil
	}
	return []Block{{Kind: Small, Runs: plain(last)}}
}

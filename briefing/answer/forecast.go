package answer

import (
	"regexp"

	"dateline/briefing/phrases"
)

// Some questions no report can answer: what will come out of a vote, a match
// or a market, and what somebody should do or like best. A sentence that holds
// their words answers something else. Only the beginning tells: "Which number
// should I call?" is answered by whoever published the number.

var (
	asksForecast = regexp.MustCompile(`(?i)^\W*(?:(?:so|and|but|und|y|et|e) )?(?:` +
		`(?:who )?will (?:.* )?(?:win|beat|lose|crash|collapse|(?:rise|fall|drop|go (?:up|down))(?: (?:again|further|more|soon|next ` +
		`\PL*\pL+|this \PL*\pL+|in \d+))*\W*$|be (?:re-?)?elected)\b` +
		`|(?:who is|who['’]s|is|are) (?:.* )?going to (?:win|beat|lose|crash|collapse|be (?:re-?)?elected)\b` +
		`|(?:wer )?(?:wird|werden) (?:.* )?(?:gewinnen|verlieren|abstürzen|gewählt werden)\b` +
		`|(?:quién )?(?:ganará|perderá|va a (?:ganar|perder))(?:\PL|$)` +
		`|(?:qui )?(?:gagnera|va (?:gagner|perdre)|sera (?:ré)?élue?)(?:\PL|$)` +
		`|(?:quem )?(?:vencerá|ganhará|vai (?:ganhar|perder))(?:\PL|$))`)
	asksAdvice = regexp.MustCompile(`(?i)^\W*(?:(?:so|and|but|und|y|et|e) )?(?:` +
		`should (?:i|we|one)|(?:what |who )?do you (?:think|like|prefer)|what['’]?(?: i)?s your (?:opinion|favou?rite)|what['’]?(?: ` +
		`i)?s the (?:best|worst)\b.* (?:to buy|for me)` +
		`|soll(?:te|en|ten)? (?:ich|man|wir)|was (?:denkst|meinst|hältst) du` +
		`|debo|debería|deberíamos|qué (?:opinas|piensas)|dois-je|devrais-je|que penses-tu|devo|o que (?:achas|você acha))(?:\PL|$)`)
)

// noForecast is the text that refuses a forecast.
const noForecast = "no_forecast"

// unanswerable is why a question is refused whatever was read; without a key if it
// is not.
func unanswerable(question string) phrases.Text {
	switch {
	case asksAdvice.MatchString(question):
		return phrases.Later("no_advice")
	case asksForecast.MatchString(question):
		return phrases.Later(noForecast)
	}
	return phrases.Text{}
}

package briefing

import "regexp"

// Some questions no report can answer: what will come out of a vote, a match
// or a market, and what somebody should do or like best. A sentence that holds
// their words answers something else.

var (
	forecastAsked = regexp.MustCompile(`(?i)^\W*(?:(?:so|and|but|und|y|et|e) )?(?:` +
		`(?:will|who will|who['’]s going to|is|are) .*\b(?:win|beat|lose|crash|collapse|be elected|be re-?elected)\b` +
		`|(?:wird|wer wird|werden) .*\b(?:gewinnen|verlieren|gewählt|wiedergewählt|abstürzen)\b` +
		`|(?:¿ ?)?(?:quién )?(?:ganará|perderá|va a ganar|va a perder)(?:\PL|$)` +
		`|(?:qui )?(?:gagnera|va gagner|sera élue?|sera réélue?|va perdre)(?:\PL|$)` +
		`|(?:quem )?(?:vai ganhar|vencerá|ganhará|vai perder)(?:\PL|$)` +
		`|who (?:is going to|do you think will|should) (?:win|be)\b)`)
	opinionAsked = regexp.MustCompile(`(?i)\b(?:should (?:i|we|one)|do you (?:think|like|prefer)|what do you think|your (?:opinion|favou?rite)|(?:what|which|who)(?: is|['’]s| are)? the (?:best|worst|nicest|greatest)\b.* (?:to|for)\b` +
		`|soll(?:te)? (?:ich|man|wir)|was (?:denkst|meinst|hältst) du|(?:debo|debería|deberíamos)|qué (?:opinas|piensas)|(?:dois-je|devrais-je)|que penses-tu|(?:devo|deveria)|o que (?:achas|você acha))(?:\PL|$)`)
)

// unanswerable is why a question is refused whatever was read, "" if it is not.
func unanswerable(question string) string {
	switch {
	case opinionAsked.MatchString(question):
		return "I only report what sources say, so I have no opinion and give no advice."
	case forecastAsked.MatchString(question):
		return "I only report what sources say, so I do not forecast."
	}
	return ""
}

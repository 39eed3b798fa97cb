package evidence

import (
	"strings"
	"unicode"

	"dateline/briefing/text"
)

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// wordSet is a list of words, by language.
type wordSet map[string]map[string]bool

func words(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		out[w] = true
	}
	return out
}

var negations = wordSet{
	"en": words("not no never none nobody nothing neither nor without cannot can't won't don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't wouldn't couldn't shouldn't denied denies deny refused rejected failed false unlikely"),
	"de": words("nicht kein keine keinen keiner keinem nie niemals niemand nichts ohne weder bestritt dementierte lehnte"),
	"es": words("no nunca jamás nadie nada ni sin negó rechazó"),
	"fr": words("ne pas jamais personne rien sans ni aucun aucune nié refusé rejeté"),
	"pt": words("não nunca jamais ninguém nada nem sem negou recusou"),
}

var attributions = wordSet{
	"en": words("said says say saying told claimed claims claim alleged allegedly accused according reported reportedly suspected believes believed denied denies suggested argued warned announced stated estimated expects expected may might could would likely planned plans hopes"),
	"de": words("sagte sagt erklärte laut zufolge angeblich mutmaßlich soll sollen behauptete verdächtigt könnte dürfte wolle habe sei"),
	"es": words("dijo según afirmó aseguró presunto presunta supuesto supuestamente habría acusado podría"),
	"fr": words("dit selon affirmé déclaré présumé présumée aurait accusé pourrait"),
	"pt": words("disse segundo afirmou alegou suposto suposta teria acusado poderia"),
}

func holdsAny(s string, set map[string]bool) bool {
	for _, w := range strings.FieldsFunc(strings.ToLower(strings.ReplaceAll(s, "’", "'")), func(r rune) bool { return r != '\'' && !isWord(r) }) {
		if set[w] {
			return true
		}
	}
	return false
}

// stance finds, in each cited window, the sentence the claim is made from, and
// asks that its negation and its attribution survive.
func (c sentence) stance(r *Result, pages []page) {
	neg, att := negations[c.lang], attributions[c.lang]
	if neg == nil {
		return
	}
	bestShare, source := 0.0, ""
	for _, p := range pages {
		spans := text.Sentences(p.w.Text, p.w.Lang)
		for _, sp := range spans {
			s := p.w.Text[sp.Start:sp.End]
			if share := c.share(s, p.w.Lang); share > bestShare {
				bestShare, source = share, s
			}
		}
	}
	if bestShare < .5 {
		return
	}
	if holdsAny(source, neg) != holdsAny(c.s, neg) && bestShare >= .7 {
		if holdsAny(c.s, neg) {
			r.fault("negation", "", "it denies what the cited text states")
		} else {
			r.fault("negation", "", "it states what the cited text denies")
		}
	}
	if holdsAny(source, att) && !holdsAny(c.s, att) && bestShare >= .6 && accuses(source) {
		r.fault("attribution", "", "the cited text only reports that somebody says so")
	}
}

// share is how many of the claim's content words one sentence holds.
func (c sentence) share(s, lang string) float64 {
	have := map[string]bool{}
	for _, t := range text.Terms(s, lang) {
		have[t] = true
	}
	n, held := 0.0, 0.0
	for _, t := range c.terms {
		if text.Stop(t, c.lang) {
			continue
		}
		n++
		if have[t] {
			held++
		}
	}
	if n == 0 {
		return 0
	}
	return held / n
}

// strong are attributions whose loss turns a report into a fact.
var strong = words("alleged allegedly accused claimed claims claim suspected reportedly denied denies may might could would likely believed says said told according angeblich mutmaßlich soll sollen zufolge laut presunto presunta supuesto habría según présumé présumée aurait selon suposto suposta teria segundo sagte dijo dit disse")

func accuses(s string) bool { return holdsAny(s, strong) }

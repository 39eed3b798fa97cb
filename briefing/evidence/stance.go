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

// tokens are the words of s in lower case, apostrophes kept.
func tokens(s string) []string {
	return strings.FieldsFunc(strings.ToLower(strings.ReplaceAll(s, "’", "'")), func(r rune) bool { return r != '\'' && !isWord(r) })
}

func holdsAny(s string, set map[string]bool) bool {
	for _, w := range tokens(s) {
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
	if w := attribution(source); w != "" && !holdsAny(c.s, att) && bestShare >= .6 {
		r.fault("attribution", w, "the cited text only reports that somebody says so (%q)", w)
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

// plain are attributions that name who says something; the others (hedges)
// leave open whether it is so.
var plainly = words("said says told according laut sagte sagt zufolge dijo según dit selon disse segundo")

// hedges turn, when they are lost, an allegation into a fact.
var hedges = words("alleged allegedly accused claimed claims claim suspected reportedly denied denies may might could would likely believed angeblich mutmaßlich soll sollen presunto presunta supuesto habría présumé présumée aurait suposto suposta teria")

// Hedge reports whether the attribution a claim lost left open if it is so;
// a heading may lose the others.
func Hedge(word string) bool { return hedges[word] }

// attribution is the word by which a sentence leaves its content to others, a
// hedge before a plain one; "" if it does not.
func attribution(s string) string {
	found := ""
	for _, w := range tokens(s) {
		if hedges[w] {
			return w
		}
		if plainly[w] && found == "" {
			found = w
		}
	}
	return found
}

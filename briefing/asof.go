package briefing

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"dateline/briefing/text"
)

// freshEnough is the age up to which a report answers a question about now
// without a word on its date (PRODUCT 3).
const freshEnough = 48 * time.Hour

// newerCoverage is the share of a question's words from which a newer passage
// may speak of the same: then "nothing newer" would not be true.
const newerCoverage = .6

// Lead stands in front of a claim that answers a question about now from an
// older report.
type Lead struct {
	Claim int       // index in Claims
	At    time.Time // when the newest report cited was published; zero: nothing says
	Newer bool      // something newer was read that may be on this
}

// tense is the time in which a question asks.
type tense int

const (
	tenseNow     tense = iota // how things stand, or what is to come
	tensePerfect              // what has come about by now
	tensePast                 // what is over
)

var (
	// helping are the English and Spanish forms that say past (the first group),
	// perfect (the second) or none of them: of several the first counts, and any
	// before other verbs.
	helping = map[string]*regexp.Regexp{
		"en": regexp.MustCompile(`(?i)\b(?:(did|was|were|had)|(has|have)|will|shall|won['’]t|is|are|does|do|can|(?:who|what|where|how)['’]s)\b`),
		"es": regexp.MustCompile(`(?i)(?:^|\PL)(?:(era|eran|fue|fueron|estaba|estaban|había|hubo)|(ha|han)|es|son|está|están|hay)(?:\PL|$)`),
	}
	// pastForms are other forms by which questions ask for what is over.
	pastForms = map[string]*regexp.Regexp{
		"en": regexp.MustCompile(`(?i)\b(?:won|lost|said|told|made|became|began|took|gave|went|came|left|fell|rose|broke|built|bought|sold|wrote|shot|stole|led|met|paid|held|spoke|beat|hit|struck|ran|drove|threw|caught|sang|swore|chose|grew|flew|drew|withdrew|sent|spent|kept|brought|fought|stood|ago|agreed|freed|fled|\pL+[^\PLe]ed)\b`),
		"de": regexp.MustCompile(`(?i)(?:^|\PL)(?:war|waren|wurde|wurden|hatte|hatten|gab|gewann|gewannen|verlor|verloren|starb|starben|sagte|kam|kamen|ging|fiel|stieg|sank|schoss|trat|nahm|schlug|tötete|kaufte|verkaufte|zahlte|kostete|siegte|führte|leitete|gründete|dankte|wählte|(?:hat|haben) .*(?:^|\PL)(?:\pL*ge\pL+(?:t|en)|\pL+iert|ver\pL+(?:t|en)))(?:\PL|$)`),
		"es": regexp.MustCompile(`(?i)(?:^|\PL)(?:dijo|hizo|dio|vino|\pL{2,}(?:ó|aron|ieron))(?:\PL|$)`),
		"fr": regexp.MustCompile(`(?i)(?:^|\PL)(?:était|étaient|fut|furent|avait|avaient|(?:a|ont|est|sont)(?:[- ]t)?(?:[- ](?:il|elle|ils|elles|on))? (?:été|\pL+é[es]?s?|dite?s?|morte?s?|faite?s?|prise?s?|perdue?s?|élue?s?|eu))(?:\PL|$)`),
		"pt": regexp.MustCompile(`(?i)(?:^|\PL)(?:era|eram|foi|foram|estava|estavam|havia|houve|disse|fez|deu|veio|\pL{2,}(?:ou|aram|eram|iram|eu|iu))(?:\PL|$)`),
	}
	// notPast are English words that end as past forms do; names do too.
	notPast = wordSet("united hundred sacred naked wicked embed shed alleged limited")
	// nowAsked asks for how things stand, whatever else is said.
	nowAsked = regexp.MustCompile(`(?i)(?:^|\PL)(?:now|currently|still|today|at the moment|so far|latest|newest|jetzt|derzeit|aktuell|heute|noch|bisher|ahora|actualmente|hoy|todavía|aún|maintenant|actuellement|aujourd['’]hui|toujours|agora|atualmente|hoje|ainda)(?:\PL|$)`)
)

// tenseAsked is the time in which a question asks: that of the word behind
// "who", of a helping verb, or of any other.
func tenseAsked(q, lang string) tense {
	past := pastForms[lang]
	if past == nil {
		return tenseNow
	}
	words := plainWords(q)
	if len(words) > 1 && askWords[text.Fold(words[0])] == kindWho && past.MatchString(words[1]) {
		return tensePast
	}
	if re := helping[lang]; re != nil {
		switch m := re.FindStringSubmatch(q); {
		case m == nil:
		case m[1] != "":
			return tensePast
		case m[2] != "":
			return tensePerfect
		default:
			return tenseNow
		}
	}
	if lang == "en" {
		q = strings.Join(slices.DeleteFunc(words, func(w string) bool { return notPast[w] || w != strings.ToLower(w) }), " ")
	}
	if past.MatchString(q) {
		return tensePast
	}
	return tenseNow
}

// present reports whether a question asks how things stand: unless it says
// that it means the past, it does.
func (a asked) present() bool {
	switch {
	case nowAsked.MatchString(a.text):
		return true
	case a.named.Closed() && !a.at.IsZero() && a.at.Sub(a.named.To) > freshEnough:
		return false
	}
	return a.tense != tensePast
}

// lead is what must stand in front of claims that answer a question about now;
// nothing when they are fresh.
func (a asked) lead(claims []Claim, found []Found) []Lead {
	if a.at.IsZero() || !a.present() {
		return nil
	}
	var newest time.Time
	for _, c := range claims {
		for _, ct := range c.Cites {
			if ct.Published.After(newest) {
				newest = ct.Published
			}
		}
	}
	if !newest.IsZero() && a.at.Sub(newest) <= freshEnough {
		return nil
	}
	l := Lead{At: newest}
	for _, f := range found {
		if f.Coverage >= newerCoverage && f.src.item.Article.Published.After(newest) {
			l.Newer = true
		}
	}
	return []Lead{l}
}

// before is what is said in front of claim i.
func (a Answer) before(i int) string {
	for _, l := range a.Leads {
		switch {
		case l.Claim != i:
		case l.At.IsZero():
			return "From a text without a date: "
		case l.Newer:
			return "As of " + fullDay(l.At, a.At) + ": "
		default:
			return "As of " + fullDay(l.At, a.At) + ", and I have read nothing newer on this: "
		}
	}
	return ""
}

// fullDay is a date in a sentence: "3 October", with the year when it is
// another one than now.
func fullDay(t, now time.Time) string {
	if t.Year() != now.Year() {
		return t.Format("2 January 2006")
	}
	return t.Format("2 January")
}

// newestCited says how old the newest report cited is; "" when it was said, or
// cannot be.
func (a Answer) newestCited() string {
	var newest time.Time
	for _, c := range a.Claims {
		for _, ct := range c.Cites {
			if ct.Published.After(newest) {
				newest = ct.Published
			}
		}
	}
	if newest.IsZero() || len(a.Leads) > 0 {
		return ""
	}
	return fmt.Sprintf("; newest %s ago", ageWords(max(a.At.Sub(newest), time.Minute)))
}

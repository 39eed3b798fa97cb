package briefing

import (
	"fmt"
	"regexp"
	"time"
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

var (
	// pastAsked are the forms by which questions ask for what is over.
	pastAsked = map[string]*regexp.Regexp{
		"en": regexp.MustCompile(`(?i)\b(?:won|lost|said|told|made|became|began|took|gave|went|came|left|fell|rose|broke|built|bought|sold|wrote|shot|stole|led|met|paid|held|spoke|beat|hit|struck|ago|\pL{2,}ed)\b`),
		"de": regexp.MustCompile(`(?i)(?:^|\PL)(?:war|waren|wurde|wurden|hatte|hatten|gab|gewann|verlor|starb|starben|sagte|kam|ging|(?:hat|haben) .*(?:^|\PL)(?:\pL*ge\pL+(?:t|en)|\pL+iert|ver\pL+(?:t|en)))(?:\PL|$)`),
		"es": regexp.MustCompile(`(?i)(?:^|\PL)(?:era|eran|fue|fueron|estaba|estaban|había|hubo|dijo|\pL{2,}(?:ó|aron|ieron))(?:\PL|$)`),
		"fr": regexp.MustCompile(`(?i)(?:^|\PL)(?:était|étaient|fut|furent|avait|avaient|(?:a|ont|est|sont)(?:[- ]t)?(?:[- ](?:il|elle|ils|elles|on))? (?:été|\pL+é[es]?s?|dit|mort|morts|fait|pris|perdu|élu))(?:\PL|$)`),
		"pt": regexp.MustCompile(`(?i)(?:^|\PL)(?:era|eram|foi|foram|estava|estavam|havia|houve|disse|\pL{2,}(?:ou|aram|eram|iram|eu))(?:\PL|$)`),
	}
	// nowAsked asks for how things stand, whatever else is said.
	nowAsked = regexp.MustCompile(`(?i)(?:^|\PL)(?:now|currently|still|today|at the moment|so far|latest|newest|jetzt|derzeit|aktuell|heute|noch|bisher|ahora|actualmente|hoy|todavía|aún|maintenant|actuellement|aujourd['’]hui|toujours|agora|atualmente|hoje|ainda)(?:\PL|$)`)
	// helping are the English forms that say past (the first group) or present:
	// of several the first counts, and either before any other verb.
	helping = regexp.MustCompile(`(?i)\b(?:(did|was|were|had)|is|are|has|have|does|do|can|(?:who|what|where|how)['’]s)\b`)
)

// present reports whether a question asks how things stand: unless it says
// that it means the past, it does.
func (a asked) present() bool {
	switch {
	case nowAsked.MatchString(a.text):
		return true
	case a.named.Closed() && !a.at.IsZero() && a.at.Sub(a.named.To) > freshEnough:
		return false
	case a.lang == "en":
		if m := helping.FindStringSubmatch(a.text); m != nil {
			return m[1] == ""
		}
	}
	past := pastAsked[a.lang]
	return past == nil || !past.MatchString(a.text)
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

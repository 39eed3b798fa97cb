package answer

import (
	"regexp"
	"slices"
	"strings"

	"dateline/briefing/archive"
	"dateline/briefing/claim"
	"dateline/briefing/people"
	"dateline/briefing/text"
	"dateline/briefing/text/name"
)

// What an asker types is never printed: a bot that repeats a rumour has spread
// it. And whoever asks if somebody is guilty gets a report of just that, or a
// refusal that names nobody.

// accuses reports whether a text of a person accuses somebody, or asks whether
// he or she is guilty.
func accuses(q string) bool {
	if people.InsultWords.MatchString(q) {
		return true
	}
	if !people.Guilty(people.WithoutTitles(q), text.QuestionLang(q)) && !(people.DeedWords.MatchString(q) && (!asksDetail(q) || !asksFact(q))) {
		return false
	}
	if people.PersonPronoun.MatchString(q) || people.OfficeWords.MatchString(q) {
		return true
	}
	for _, n := range name.Names(q, text.QuestionLang(q)) {
		if !people.Placed(q, n) && !siteNamed(n) {
			return true
		}
	}
	return false
}

// deedPrefix is how many letters two words for one deed have in common at least:
// murder, murderer; charged, charges.
const deedPrefix = 5

// asksFact reports whether a question begins by asking for more than whether
// somebody did it, or why. "Is she the one who did?" asks for nothing more.
func asksFact(q string) bool {
	words := text.PlainWords(strings.ToLower(q))
	if len(words) > 0 && leadingConjunctions[words[0]] {
		words = words[1:]
	}
	if len(words) == 0 || asksReason(words) {
		return false
	}
	return beginsAsking(strings.Join(words, " "))
}

// asksReason reports whether a question begins with "why": of two words in "por qué".
func asksReason(words []string) bool {
	return asksWhy[text.Fold(words[0])] || words[0] == "por" && len(words) > 1 && asksWhat[text.Fold(words[1])]
}

// mayMeetAccusation reports whether a sentence may be shown for a question that blames
// somebody: it accuses too, of the same, and of everybody the question names. A
// question for a time, a place or a number may be met with any sentence.
func (q question) mayMeetAccusation(s, lang string) bool {
	if !q.accuses || q.asksFact && !q.asksPerson {
		return true
	}
	if !people.Accuses(s, lang) {
		return false
	}
	if q.asksFact {
		return true // the guilt is not what is asked for, and the sentence tells of it
	}
	have := text.TermSet(s, lang)
	for _, n := range archive.NamesAsked(q.text, q.lang) {
		if claim.CountMissing(text.ContentTerms(n, lang), have) > 0 && !placedIn(q.text, n) {
			return false
		}
	}
	return q.lang != lang || q.sameDeeds(s)
}

// sameDeeds reports whether a sentence in the language of a question has a word
// for each deed that the question names.
func (q question) sameDeeds(s string) bool {
	said := text.PlainWords(text.Fold(s))
	for _, w := range text.PlainWords(text.Fold(q.text)) {
		if len(w) < deedPrefix || !people.Guilty(w, q.lang) && !people.InsultWords.MatchString(w) && !people.Guilty(w+" with", q.lang) {
			continue
		}
		if !slices.ContainsFunc(said, func(t string) bool { return strings.HasPrefix(t, w[:deedPrefix]) }) {
			return false
		}
	}
	return true
}

// sameCase reports whether a sentence that accuses may be shown for a question
// that names a deed: all names of the question stand in its passage or at the
// top of its article. A deed in Texas is not one in Ohio.
func (q question) sameCase(f archive.Found, s string) bool {
	lang := f.Src.Item.Version.Lang
	if !q.namesDeed || !people.Accuses(s, lang) {
		return true
	}
	have := q.wordMask(f.Src.Lead()+"\n"+f.Text(), lang)
	return !slices.ContainsFunc(archive.NamesAsked(q.text, q.lang), func(name string) bool { return !q.maskHasName(name, have) })
}

func placedIn(q, called string) bool {
	for _, n := range name.Names(q, "") {
		if n.Text == called {
			return people.Placed(q, n)
		}
	}
	return false
}

// repeatsQuestion reports whether a claim of a model has a word of the question that
// its sources lack: in their language, for the same word in another is theirs.
func repeatsQuestion(c claim.Claim, question string) bool {
	var b strings.Builder
	for _, ct := range c.Cites {
		b.WriteString(ct.Title + "\n" + ct.Quote + "\n" + ct.Outlet + "\n")
	}
	source := b.String()
	have := map[string]bool{}
	for _, w := range text.PlainWords(text.Fold(source)) {
		have[w] = true
	}
	lang := text.QuestionLang(source)
	stems, told := text.TermSet(source, lang), text.Events(source, lang)
	said := map[string]bool{}
	for _, w := range text.PlainWords(text.Fold(c.Text)) {
		said[w] = true
	}
	for _, w := range text.PlainWords(question) {
		folded := text.Fold(w)
		if !said[folded] || have[folded] || text.Asks(w, lang) || archive.WordIDF(w, lang) < contentIDF {
			continue
		}
		if claim.CountMissing(text.ContentTerms(w, lang), stems) > 0 && text.PlainEvents(w, lang)&told == 0 {
			return true
		}
	}
	return false
}

// asksOpinionPieces asks what others think: then opinion pieces are what is asked for.
var asksOpinionPieces = regexp.MustCompile(`(?i)(?:^|\PL)(?:opinions? ` +
	`(?:on|about|of|pieces?)|(?:commentators?|columnists?|critics?|editorials?|reviewers?|analysts?) ` +
	`(?:say|think|write|argue|believe)|who argues|what (?:is|are) (?:being )?argued|arguments? (?:for|against)|(?:how|what) ` +
	`(?:was|is|are|were) .* reviewed|meinungen? (?:zu|über)|kommentator(?:en|innen)? (?:sagen|meinen|schreiben)|kommentare ` +
	`zu|opinan|opiniones? (?:sobre|de)|columnistas?|avis (?:sur|des)|éditorialistes?|chroniqueurs?|opiniões (?:sobre|de)|colunistas?)`)

// isSignedOpinion reports whether an article may give "NAME argues in OUTLET".
func isSignedOpinion(s claim.Article) bool {
	switch s.Item.Version.Genre {
	case "opinion", "analysis", "review":
		return opinionAuthor(s) != ""
	}
	return false
}

// byName is a byline that is one person's name.
var byName = regexp.MustCompile(`^(?:[Bb]y |[Vv]on |[Pp]or |[Pp]ar )?(\p{Lu}[\p{L}.’'-]+(?: \p{L}[\p{L}.’'-]+){1,3})$`)

// opinionAuthor is who argues in an article; "" when nobody signs for it.
func opinionAuthor(s claim.Article) string {
	match := byName.FindStringSubmatch(strings.TrimSpace(s.Item.Version.Byline))
	if match == nil {
		return ""
	}
	return match[1]
}

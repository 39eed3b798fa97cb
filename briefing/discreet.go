package briefing

import (
	"regexp"
	"slices"
	"strings"

	"dateline/briefing/text"
)

// What an asker types is never printed: a bot that repeats a rumour has spread
// it. And whoever asks if somebody is guilty gets a report of just that, or a
// refusal that names nobody.

// blames reports whether a text of a person accuses somebody, or asks whether
// he or she is guilty.
func blames(q string) bool {
	if insults.MatchString(q) {
		return true
	}
	if !guilty(withoutTitles(q), text.QuestionLang(q)) && !(deeds.MatchString(q) && (askedKind(q) == "" || !asksFact(q))) {
		return false
	}
	if someone.MatchString(q) || offices.MatchString(q) {
		return true
	}
	for _, n := range text.Names(q, text.QuestionLang(q)) {
		if !placed(q, n) && !siteNamed(n) {
			return true
		}
	}
	return false
}

// sameGuilt is how many letters two words for one deed have in common at least:
// murder, murderer; charged, charges.
const sameGuilt = 5

// guiltLeast is the share that one sentence must hold of such a question, if it
// asks for nothing but whether it is so.
const guiltLeast = .6

// closed are the words with which a question begins that asks only whether
// something is so.
var closed = wordSet("did does do is are was were has have had will can could should")

// asksWhether reports whether a question asks only if something is so: then one
// sentence must hold most of it, however much its headline does.
func asksWhether(q string) bool {
	words := plainWords(strings.ToLower(q))
	return len(words) > 0 && closed[words[0]]
}

// asksFact reports whether a question begins by asking for more than whether
// somebody did it, or why. "Is she the one who did?" asks for nothing more.
func asksFact(q string) bool {
	words := plainWords(strings.ToLower(q))
	if len(words) > 0 && continues[words[0]] {
		words = words[1:]
	}
	if len(words) == 0 || asksWhy[words[0]] || words[0] == "por" && len(words) > 1 && asksMore[words[1]] {
		return false
	}
	return beginsAsking(strings.Join(words, " "))
}

// guilt reports whether a sentence answers a question that blames somebody: it
// accuses too, of the same, and of everybody the question names.
func (a asked) guilt(s, lang string) bool {
	if !a.blames {
		return true
	}
	if !accuses(s, lang) {
		return false
	}
	if a.fact {
		return true // the guilt is not what is asked for, and the sentence tells of it
	}
	have := termSet(s, lang)
	for _, n := range namesAsked(a.text, a.lang) {
		if adds(contentTerms(n, lang), have) > 0 && !placedIn(a.text, n) {
			return false
		}
	}
	if a.lang != lang {
		return true
	}
	said := plainWords(text.Fold(s))
	for _, w := range plainWords(text.Fold(a.text)) {
		if len(w) < sameGuilt || !guilty(w, a.lang) && !insults.MatchString(w) && !guilty(w+" with", a.lang) {
			continue
		}
		if !slices.ContainsFunc(said, func(t string) bool { return strings.HasPrefix(t, w[:sameGuilt]) }) {
			return false
		}
	}
	return true
}

// sameCase reports whether a sentence that accuses may answer who did a deed:
// all that the question names stands in its passage or at the top of its
// article. "Who did it in Ohio" is not answered by a deed in Texas.
func (a asked) sameCase(f Found, s string) bool {
	lang := f.src.item.Version.Lang
	if !a.deed || a.kind != kindWho || !accuses(s, lang) {
		return true
	}
	have := a.held(f.src.lead()+"\n"+f.Text(), lang)
	for _, n := range namesAsked(a.text, a.lang) {
		for _, t := range text.Terms(n, a.lang) {
			if a.weight[t] > 0 && !have[t] {
				return false
			}
		}
	}
	return true
}

func placedIn(q, name string) bool {
	for _, n := range text.Names(q, "") {
		if n.Text == name {
			return placed(q, n)
		}
	}
	return false
}

// echoes reports whether a claim of a model has a word of the question that
// its sources lack: in their language, for the same word in another is theirs.
func echoes(c Claim, question string) bool {
	var b strings.Builder
	for _, ct := range c.Cites {
		b.WriteString(ct.Title + "\n" + ct.Quote + "\n" + ct.Outlet + "\n")
	}
	source := b.String()
	have := map[string]bool{}
	for _, w := range plainWords(text.Fold(source)) {
		have[w] = true
	}
	lang := text.QuestionLang(source)
	stems, told := termSet(source, lang), text.Events(source, lang)
	said := map[string]bool{}
	for _, w := range plainWords(text.Fold(c.Text)) {
		said[w] = true
	}
	for _, w := range plainWords(question) {
		f := text.Fold(w)
		if !said[f] || have[f] || text.Asks(w, lang) || wordRarity(w, lang) < leastRarity || slices.ContainsFunc(firstTerm(w, lang), func(t string) bool { return stems[t] }) || text.PlainEvents(w, lang)&told != 0 {
			continue
		}
		return true
	}
	return false
}

// opinionsAsked asks what others think: then opinion pieces are what is asked for.
var opinionsAsked = regexp.MustCompile(`(?i)(?:^|\PL)(?:opinions? (?:on|about|of|pieces?)|(?:commentators?|columnists?|critics?|editorials?|reviewers?|analysts?) (?:say|think|write|argue|believe)|who argues|what (?:is|are) (?:being )?argued|arguments? (?:for|against)|(?:how|what) (?:was|is|are|were) .* reviewed|meinungen? (?:zu|über)|kommentator(?:en|innen)? (?:sagen|meinen|schreiben)|kommentare zu|opinan|opiniones? (?:sobre|de)|columnistas?|avis (?:sur|des)|éditorialistes?|chroniqueurs?|opiniões (?:sobre|de)|colunistas?)`)

// argues reports whether an article may give "NAME argues in OUTLET".
func argues(s source) bool {
	switch s.item.Version.Genre {
	case "opinion", "analysis", "review":
		return argument(s) != ""
	}
	return false
}

// byName is a byline that is one person's name.
var byName = regexp.MustCompile(`^(?:[Bb]y |[Vv]on |[Pp]or |[Pp]ar )?(\p{Lu}[\p{L}.’'-]+(?: \p{L}[\p{L}.’'-]+){1,3})$`)

// argument is who argues in an article; "" when nobody signs for it.
func argument(s source) string {
	m := byName.FindStringSubmatch(strings.TrimSpace(s.item.Version.Byline))
	if m == nil {
		return ""
	}
	return m[1]
}

package claim

import (
	"regexp"
	"strings"
	"time"

	"dateline/briefing/evidence"
	"dateline/briefing/text"
	"dateline/briefing/text/measure"
	"dateline/briefing/text/name"
	"dateline/briefing/text/speech"
	"dateline/store"
)

// lowerFirst begins a sentence small, unless its first word may be a name.
func lowerFirst(s string) string {
	first, rest, _ := strings.Cut(s, " ")
	if text.Asks(first, "en") || text.CommonShare(strings.Join(text.Terms(first, "en"), ""), "en") > 0 {
		return strings.ToLower(first) + " " + rest
	}
	return s
}

const HeadingMost = 120 // a headline beyond this is shown only when a story has no other

const ChooseDepth = 12 // sentences of an article that are looked at: news comes first

const ChooseMembers = 24 // members of a story that are looked at, newest first

// MainNames are the names in the first sentences. A capital proves nothing at
// the start of a sentence or in a headline, so a single word counts only when
// it stands inside a sentence too; without any, the headline's names are taken.
func (s Article) MainNames() map[string]bool {
	lang := s.Item.Version.Lang
	out := map[string]bool{}
	for i := range min(len(s.Spans), LeadSentences) {
		for _, n := range name.Names(s.Sentence(i), lang) {
			if n.Start > 0 || strings.Contains(n.Text, " ") {
				out[n.Key] = true
			}
		}
	}
	if len(out) == 0 {
		return name.NameKeys(s.Item.Version.Title, lang)
	}
	return out
}

// CutShort reports a headline that its source cut: "Lava flow is miles from ...".
func CutShort(s string) bool {
	return strings.HasSuffix(s, "...") || strings.HasSuffix(s, "…")
}

// Heading is the source's headline without the outlet's name at its end.
func (s Article) Heading() (Claim, bool) {
	headline := s.Headline()
	title := headline.Text
	from := len(kicker.FindString(title))
	if len([]rune(title[from:])) < headingLeast {
		from = 0
	}
	if i := strings.LastIndex(title, " | "); i > 0 && CutShort(title) {
		title = title[:i] // "Why it melts down | CNN ..."
	}
	outlet := text.Fold(s.Item.Article.Outlet)
	for _, sep := range []string{" | ", " - ", " – ", " — ", " : "} {
		if i := strings.LastIndex(title, sep); i > 0 {
			tail := text.Fold(title[i+len(sep):])
			if len(tail) < 30 && outlet != "" && (strings.Contains(outlet, tail) || strings.Contains(tail, outlet)) {
				title = title[:i]
			}
		}
	}
	title = withoutTeaser(title[min(from, len(title)):], s.Item.Version.Lang)
	if !Worded(title) || linking(lowerVisible(title)) {
		return headline, false
	}
	headline.Text = title
	headline.Cites = []Cite{s.Cite("title", from, from+len(title))}
	return headline, true
}

// Article is one article as the writer and the answerer see it: the version
// visible at the asked time, its sentences, its place in a story.
type Article struct {
	Item  store.Item
	Spans []text.Span
}

// Passage is sentences first to last of the source as a claim.
func (s Article) Passage(first, last int) Claim {
	verbatim := s.Verbatim(first)
	at := verbatim.Cites[0].Start
	verbatim.Cites[0] = s.Cite("text", at, s.Spans[last].End)
	verbatim.Text = strings.TrimSuffix(verbatim.Text, s.Item.Version.Text[at:s.Spans[first].End]) + verbatim.Cites[0].Quote
	return verbatim
}

// CorrectionNote is how outlets say that they corrected a text.
var CorrectionNote = regexp.MustCompile(`(?i)^\W{0,4}(?:correction|corrections|corrected|clarification|editor['’]s ` +
	`note|korrektur|berichtigung|richtigstellung|anm(?:erkung|\.) d(?:er|\.) red(?:aktion|\.)|corrección|rectificación|fe de ` +
	`err(?:ores|atas)|rectificatif|erratum|correção|errata)\b[^.!?]{0,40}[:.]` +
	`|\b(?:an?|the) (?:earlier|previous|original) version of this (?:article|story|report|post|headline)\b|\bthis ` +
	`(?:article|story|report|headline) (?:has been|was) (?:corrected|amended)\b` +
	`|\b(?:früheren|vorherigen|ursprünglichen) (?:version|fassung) (?:dieses|des) (?:artikels|textes|berichts|beitrags)\b|\bdieser ` +
	`(?:artikel|text|beitrag|bericht) wurde (?:nachträglich )?(?:korrigiert|berichtigt)\b` +
	`|\buna versión anterior de est[ea] (?:artículo|noticia|texto|información)\b|\best[ea] (?:artículo|noticia|texto) ha sido ` +
	`corregid[oa]\b` +
	`|\bune version précédente de (?:cet|ce) (?:article|texte)\b|\bcet article a été corrigée?(?:\PL|$)|\buma versão anterior dest[ea] ` +
	`(?:artigo|reportagem|texto|notícia)\b|\best[ea] (?:artigo|texto|reportagem) foi corrigid[oa]\b`)

// Facts are the facts of sentence i; the first is its fingerprint.
func (s Article) Facts(i int) []int64 {
	return evidence.Facts(s.Sentence(i), s.Item.Version.Lang, s.Item.Article.Published)
}

// Fingerprint is the fingerprint of sentence i as it is told.
func (s Article) Fingerprint(i int) int64 {
	sentence := s.Sentence(i)
	return int64(speech.Fingerprint(sentence[speech.Dateline(sentence):]))
}

// NewsGenre reports whether an article of this kind may give claims.
func NewsGenre(g string) bool { return g == "" || g == "news" }

// LeadSentences is how far into an article its story is looked for: news
// puts it first.
const LeadSentences = 5

// Lead is the title and the first sentences.
func (s Article) Lead() string {
	var b strings.Builder
	b.WriteString(s.Item.Version.Title)
	for i := range min(len(s.Spans), LeadSentences) {
		b.WriteString("\n")
		b.WriteString(s.Sentence(i))
	}
	return b.String()
}

// measuresOf are the measures of sentence i, or of the headline.
func (s Article) measuresOf(i int) []measure.Measure {
	sentence := s.Item.Version.Title
	if i != HeadlineIndex {
		sentence = s.Sentence(i)
	}
	return measure.Measures(sentence, s.Item.Version.Lang, s.Item.Article.Published)
}

// statedAt is when a source said what it says: a later version when it was seen.
func (s Article) statedAt() time.Time {
	at := s.Item.Article.Published
	if s.Item.Version.No > 1 && s.Item.Version.Seen.After(at) {
		at = s.Item.Version.Seen
	}
	return at
}

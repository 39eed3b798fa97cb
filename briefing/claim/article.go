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

// lowerFirst returns s with its first word in lower case when that is a common
// English word; a word that may be a name keeps its capital.
func lowerFirst(s string) string {
	first, rest, _ := strings.Cut(s, " ")
	if text.Asks(first, "en") || text.CommonShare(strings.Join(text.Terms(first, "en"), ""), "en") > 0 {
		return strings.ToLower(first) + " " + rest
	}
	return s
}

// HeadingMost is the longest headline, in characters, that is shown when a story has a shorter one.
const HeadingMost = 120

// ChooseDepth is how many sentences of an article are read, from its start: news comes first.
const ChooseDepth = 12

// ChooseMembers is how many articles of a story are read, the newest.
const ChooseMembers = 24

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
	if !Worded(title) || s.Item.Withheld.Hold(title) || linking(lowerVisible(title)) {
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

	left uint64 // what NewArticle left of the version's title and text, as a hash; 0: all of it
}

// Passage returns sentences first to last (both included) as one verbatim claim
// on one line, without facts.
func (s Article) Passage(first, last int) Claim {
	verbatim := s.Verbatim(first)
	at := verbatim.Cites[0].Start
	verbatim.Cites[0] = s.Cite("text", at, s.Spans[last].End)
	verbatim.Text = strings.TrimSuffix(verbatim.Text, s.Item.Version.Text[at:s.Spans[first].End]) + text.OneLine(verbatim.Cites[0].Quote)
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

// Facts returns the hashes of the facts of sentence i; the first is the sentence's
// fingerprint.
func (s Article) Facts(i int) []int64 {
	return evidence.Facts(s.Sentence(i), s.Item.Version.Lang, s.Item.Article.Published)
}

// Fingerprint returns the fingerprint of sentence i without its dateline, as it is
// stored with claims.
func (s Article) Fingerprint(i int) int64 {
	sentence := s.Sentence(i)
	return int64(speech.Fingerprint(sentence[speech.Dateline(sentence):]))
}

// NewsGenre reports whether articles of genre g may give claims: "" and "news".
func NewsGenre(g string) bool { return g == "" || g == "news" }

// LeadSentences is how far into an article its story is looked for: news
// puts it first.
const LeadSentences = 5

// Lead returns the title and the first LeadSentences sentences, one a line.
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

// statedAt is when a source stated its present text: for a later version the time
// it was first seen, else the time of publication.
func (s Article) statedAt() time.Time {
	at := s.Item.Article.Published
	if s.Item.Version.No > 1 && s.Item.Version.Seen.After(at) {
		at = s.Item.Version.Seen
	}
	return at
}

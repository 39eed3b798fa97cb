package briefing

import (
	"context"
	"fmt"
	"hash/fnv"
	"regexp"
	"slices"
	"strings"
	"time"

	"dateline/briefing/evidence"
	"dateline/briefing/text"
	"dateline/store"
)

// Correction tells a channel that what it was told of an article no longer
// stands there so: the outlet says that it corrected the text, or the sentence
// that was cited has another number, date or name now.
type Correction struct {
	Old    string // the sentence the channel was told
	Now    Claim  // what stands there now, or the outlet's own note, verbatim
	Noted  bool   // the outlet says itself that it corrected the report
	IsNote bool   // Now is the note
	ToldAt time.Time
	Link   string // to the message that told it; "" in a terminal
}

const (
	correctionsMost = 3  // told in one briefing
	sameSentenceNow = .7 // share of words that a changed sentence keeps
	notePlaces      = 4  // paragraphs from the start and from the end in which outlets put such notes
	noteMost        = 400
	noteShares      = 2 // content words that a note has in common with the sentence it is about
)

// corrections finds which of the sentences that a channel was told were changed
// by their outlets since. Each is told once in a channel.
func (w *Writer) corrections(ctx context.Context, led *ledger, cs []*candidate) ([]Correction, error) {
	var out []Correction
	for _, c := range cs {
		if c.told == nil {
			continue
		}
		for _, m := range c.all() {
			if m.item.Version.No < 2 {
				continue
			}
			got, err := w.correctionsOf(ctx, led, c, m)
			if err != nil {
				return nil, err
			}
			out = append(out, got...)
		}
	}
	return out[:min(len(out), correctionsMost)], nil
}

// correctionsOf compares one article's newer version with what was told of it.
func (w *Writer) correctionsOf(ctx context.Context, led *ledger, c *candidate, m source) ([]Correction, error) {
	var out []Correction
	seen := map[string]bool{}
	for _, x := range c.told.cites {
		if x.Article != m.item.Article.ID || x.Cite.Version == m.item.Version.ID || x.Cite.Field != "text" {
			continue
		}
		old, ok := c.told.sources[x.Cite.Version]
		if !ok {
			continue
		}
		for i, sp := range old.spans {
			if sp.Start >= x.Cite.End || x.Cite.Start >= sp.End || seen[old.sentence(i)] {
				continue
			}
			seen[old.sentence(i)] = true
			got, ok := corrected(old, i, m)
			if !ok {
				continue
			}
			got.ToldAt, got.Link = x.Post.Cut, messageLink(led.channel, x.Post.MessageID)
			fact := got.fact(x.Article)
			said, err := w.Store.Told(ctx, led.channel.ID, store.AnySchedule, []int64{fact})
			if err != nil {
				return nil, fmt.Errorf("read which corrections channel %q was told: %w", led.channel.Name, err)
			}
			if said[fact] {
				continue
			}
			got.Now.facts = append(got.Now.facts, fact)
			kept, err := extracted(ctx, w.Store, memo{kind: "correction", question: fmt.Sprint(fact), lang: m.item.Version.Lang, story: c.id}, []Claim{got.Now})
			if err != nil || len(kept) == 0 {
				return nil, err
			}
			got.Now = kept[0]
			out = append(out, got)
		}
	}
	return out, nil
}

// fact is by which a channel remembers that it was told the correction.
func (c Correction) fact(article int64) int64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "correction %d %d %d", article, text.Fingerprint(c.Old), text.Fingerprint(c.Now.Text))
	return int64(h.Sum64())
}

// corrected says what became of a sentence in a newer version of its article;
// false where it still stands, or was only left out or worded anew.
func corrected(old source, i int, now source) (Correction, bool) {
	sentence := old.sentence(i)
	c := Correction{Old: old.verbatim(i).Text}
	print := text.Fingerprint(sentence)
	for k := range now.spans {
		if text.Fingerprint(now.sentence(k)) == print {
			return c, false
		}
	}
	note, noted := newNote(old, now)
	if k, ok := changedTo(old, i, now); ok && (noted || !counts(old, i, now, k)) {
		c.Now, c.Noted = now.quoted(k), noted
		return c, true
	}
	if noted && shares(sentence, note.Text, now.item.Version.Lang) {
		c.Now, c.Noted, c.IsNote = note, true, true
		return c, true
	}
	return c, false
}

// changedTo is the sentence that stands in the newer text in place of another:
// most of its words, and another number, date or name.
func changedTo(old source, i int, now source) (at int, ok bool) {
	sentence, lang := old.sentence(i), old.item.Version.Lang
	terms := contentTerms(sentence, lang)
	best, most := -1, sameSentenceNow
	for k := range now.spans {
		other := contentTerms(now.sentence(k), lang)
		common := len(terms) - adds(terms, other)
		if share := float64(common) / float64(max(len(terms), len(other), 1)); share >= most {
			best, most = k, share
		}
	}
	if best < 0 {
		return 0, false
	}
	a, b := old.facts(i)[1:], now.facts(best)[1:]
	lost := slices.ContainsFunc(a, func(f int64) bool { return !slices.Contains(b, f) })
	won := slices.ContainsFunc(b, func(f int64) bool { return !slices.Contains(a, f) })
	return best, lost && won
}

// counts reports whether the change is a new count of the same measure, as in
// an article that follows the events: that is an update.
func counts(old source, i int, now source, k int) bool {
	for _, a := range old.measuresOf(i) {
		for _, b := range now.measuresOf(k) {
			if a.Class != "" && a.Changed(b) {
				return true
			}
		}
	}
	return false
}

// correctionNote is how outlets say that they corrected a text.
var correctionNote = regexp.MustCompile(`(?i)^\W{0,4}(?:correction|corrections|corrected|clarification|editor['’]s note|korrektur|berichtigung|richtigstellung|anm(?:erkung|\.) d(?:er|\.) red(?:aktion|\.)|corrección|rectificación|fe de err(?:ores|atas)|rectificatif|erratum|correção|errata)\b[^.!?]{0,40}[:.]` +
	`|\b(?:an?|the) (?:earlier|previous|original) version of this (?:article|story|report|post|headline)\b|\bthis (?:article|story|report|headline) (?:has been|was) (?:corrected|amended)\b` +
	`|\b(?:früheren|vorherigen|ursprünglichen) (?:version|fassung) (?:dieses|des) (?:artikels|textes|berichts|beitrags)\b|\bdieser (?:artikel|text|beitrag|bericht) wurde (?:nachträglich )?(?:korrigiert|berichtigt)\b` +
	`|\buna versión anterior de est[ea] (?:artículo|noticia|texto|información)\b|\best[ea] (?:artículo|noticia|texto) ha sido corregid[oa]\b` +
	`|\bune version précédente de (?:cet|ce) (?:article|texte)\b|\bcet article a été corrigé\b|\buma versão anterior dest[ea] (?:artigo|reportagem|texto|notícia)\b|\best[ea] (?:artigo|texto|reportagem) foi corrigid[oa]\b`)

// newNote is the outlet's note in the newer text that the older one does not have.
func newNote(old, now source) (Claim, bool) {
	body := now.item.Version.Text
	var paras []text.Span
	for at := 0; at < len(body); {
		end := at + len(body[at:])
		if n := strings.IndexByte(body[at:], '\n'); n >= 0 {
			end = at + n
		}
		if p := strings.TrimSpace(body[at:end]); p != "" {
			start := at + strings.Index(body[at:end], p)
			paras = append(paras, text.Span{Start: start, End: start + len(p)})
		}
		at = end + 1
	}
	for k, p := range paras {
		s := body[p.Start:p.End]
		if k >= notePlaces && k < len(paras)-notePlaces || len(s) > noteMost || !correctionNote.MatchString(s) || strings.Contains(old.item.Version.Text, s) {
			continue
		}
		return Claim{Text: s, Kind: KindQuoted, Cites: []Cite{now.cite("text", p.Start, p.End)}, facts: evidence.Facts(s, now.item.Version.Lang, now.item.Article.Published)}, true
	}
	return Claim{}, false
}

// shares reports whether a note is about a sentence.
func shares(sentence, note, lang string) bool {
	a, b := contentTerms(sentence, lang), contentTerms(note, lang)
	return len(a)-adds(a, b) >= noteShares
}

// correctionBlocks are the corrections as they are read.
func (b Briefing) correctionBlocks() []Block {
	var out []Block
	now := b.At.In(b.zone())
	for i, c := range b.Corrections {
		ct := c.Now.Cites[0]
		when := onDay(c.ToldAt, now)
		runs := plain(strings.ToUpper(when[:1]) + when[1:] + " this channel was told: " + quoteMarks(c.Old) + " ")
		runs = append(runs, Run{Text: ct.Outlet, Link: ct.URL})
		switch {
		case c.IsNote:
			runs = append(runs, Run{Text: " has corrected its report and says: " + quoteMarks(c.Now.Text)})
		case c.Noted:
			runs = append(runs, Run{Text: " has corrected its report, which now says: " + quoteMarks(c.Now.Text)})
		default:
			runs = append(runs, Run{Text: " has changed its report, which now says: " + quoteMarks(c.Now.Text)})
		}
		if c.Link != "" {
			runs = append(runs, Run{Text: " "}, Run{Text: b.postName(c.ToldAt), Link: c.Link})
		}
		out = append(out, Block{Kind: Heading, Runs: plain("Correction"), Story: correctionID(i)}, Block{Kind: Para, Runs: runs, Story: correctionID(i)})
	}
	return out
}

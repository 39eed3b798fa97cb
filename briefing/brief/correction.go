package brief

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/claim"
	"dateline/briefing/evidence"
	"dateline/briefing/message"
	"dateline/briefing/people"
	"dateline/briefing/text"
	"dateline/briefing/text/measure"
	"dateline/briefing/text/speech"
	"dateline/briefing/write"
	"dateline/store"
)

// Correction tells a channel that what it was told of an article no longer
// stands there so: the outlet says that it corrected the text, or the sentence
// that was cited has another number, date or name now.
type Correction struct {
	Old    string      // what the channel was told
	Quoted bool        // in the outlet's own words
	Now    claim.Claim // what stands there now, or the outlet's own note, verbatim
	Noted  bool        // the outlet says itself that it corrected this
	IsNote bool        // Now is the note
	ToldAt time.Time
	Link   string // to the message that told it; "" in a terminal

	touches bool    // its story touches a word of the channel's list
	old     int64   // the claim that told it
	heads   []int64 // and those of headlines that told it too
	recalls []int64 // by which the messages that told it are marked

	fact int64 // by which a channel remembers that it was told the correction
	of   *candidate
}

// story is the story that was corrected, 0 when it is not known.
func (c Correction) story() int64 {
	if c.of == nil {
		return 0
	}
	return c.of.id
}

const (
	correctionsMost = 3   // told in one briefing
	sameSentenceNow = .7  // share of words that a changed sentence keeps
	notePlaces      = 4   // paragraphs from the start and from the end in which outlets put such notes
	noteMost        = 400 // bytes: fewer words than rights.Briefing, but for a few
	noteShares      = 2   // content words that a note has in common with the sentence it is about
)

// corrections finds what a channel was told and its outlet changed since, and
// stores as much of it as a briefing holds; waits are the stories of those that
// found no place. Each is told once in a channel.
func (w *Writer) corrections(ctx context.Context, req Request, led *ledger, cs []*candidate) (out []Correction, waits []int64, err error) {
	waiting, err := w.waiting(ctx, req, led)
	if err != nil {
		return nil, nil, err
	}
	var found []Correction
	var facts []int64
	led.corrected = map[int64]bool{}
	for _, c := range append(waiting, cs...) {
		if c.history == nil {
			continue
		}
		for _, x := range w.correctionsOf(led, c, req.Words) {
			found, facts = append(found, x), append(facts, x.fact)
			led.notesCorrected(x)
		}
	}
	said, err := w.Store.Told(ctx, led.channel.ID, store.AnySchedule, facts)
	if err != nil {
		return nil, nil, fmt.Errorf("read which corrections channel %q was told: %w", led.channel.Name, err)
	}
	for _, x := range found {
		if said[x.fact] || (Story{Title: x.Old, Claims: []claim.Claim{x.Now}, touches: x.touches}).omittedBy(req.Words) {
			continue
		}
		said[x.fact] = true // a story that waited may be in the window as well
		if len(out) == correctionsMost || !led.shown.Take(x.Now.Drawn()...) {
			waits = append(waits, x.of.id)
			continue
		}
		kept, err := write.Extracted(ctx, w.Store, write.Memo{Kind: "correction", Question: fmt.Sprint(x.fact), Lang: x.Now.Cites[0].Lang,
			Story: x.of.id}, []claim.Claim{x.Now})
		if errors.Is(err, write.ErrGone) {
			continue
		} else if err != nil {
			return nil, nil, err
		}
		x.Now = kept[0]
		if err := w.markCorrected(ctx, &x); err != nil {
			return nil, nil, err
		}
		for _, f := range x.Now.Facts {
			x.of.history.facts[f] = true // the story below does not tell it again
		}
		out = append(out, x)
	}
	return out, waits, nil
}

// notesCorrected notes the claims by which the channel was told what was corrected.
func (l *ledger) notesCorrected(x Correction) {
	for _, told := range append(slices.Clip(x.heads), x.old) {
		l.corrected[told] = true
	}
}

// waiting are the told stories with corrections that found no place in the last
// briefing, whole: what was corrected may be older than the window.
func (w *Writer) waiting(ctx context.Context, req Request, led *ledger) ([]*candidate, error) {
	var ids []int64
	for _, id := range led.waits {
		switch now, err := w.Store.Resolve(ctx, id); {
		case errors.Is(err, store.ErrNotFound):
		case err != nil:
			return nil, fmt.Errorf("resolve story %d: %w", id, err)
		default:
			ids = append(ids, now)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	items, err := w.Store.StoryItems(ctx, req.Scope, ids, req.At)
	if err != nil {
		return nil, fmt.Errorf("read the stories whose corrections wait: %w", err)
	}
	stories, _ := w.choose(groupStories(items, &w.cache), req)
	return stories, led.loadHistories(ctx, stories)
}

// correctionsOf compares the newer versions of a story's articles with what
// was told of them. The rule on people holds for what was told and for what
// stands there now.
func (w *Writer) correctionsOf(led *ledger, c *candidate, words message.WordList) []Correction {
	newer := map[int64]claim.Article{}
	all := c.all()
	for _, member := range all {
		if member.Item.Version.No > 1 {
			newer[member.Item.Article.ID] = member
		}
	}
	if len(newer) == 0 {
		return nil
	}
	var out []Correction
	type sentence struct {
		article int64
		text    string
	}
	seen := map[sentence]bool{}
	revisions := map[int64]*revision{} // by the version that was told
	who := people.New(all)
	for _, x := range c.history.citedSentences() {
		member, ok := newer[x.Article]
		if !ok || !x.whole || x.index == claim.HeadlineIndex || x.Cite.Version == member.Item.Version.ID {
			continue
		}
		told := sentence{x.Article, x.src.Sentence(x.index)}
		if seen[told] {
			continue
		}
		seen[told] = true
		revised := revisions[x.Cite.Version]
		if revised == nil {
			revised = newRevision(&w.cache, x.src, member)
			revisions[x.Cite.Version] = revised
		}
		got, ok := revised.corrected(x.index)
		if !ok || !who.Unchanged(got.Now) || !who.Unchanged(claim.Claim{Text: x.Text, Kind: x.Kind, Cites: got.Now.Cites}) {
			continue
		}
		got.Old, got.Quoted, got.of, got.old = x.Text, claim.IsVerbatim(x.Kind), c, x.Claim
		got.touches, got.heads = c.touchedBy(words), revised.headlines(c.history, x)
		got.ToldAt, got.Link = x.Post.Cut, MessageLink(led.channel, x.Post)
		got.fact = correctionFact(x.Article, x.src.Verbatim(x.index).Text, got.Now.Text)
		got.Now.Facts = append(slices.Clip(got.Now.Facts), got.fact)
		out = append(out, got)
	}
	return out
}

func correctionFact(article int64, old, now string) int64 {
	hash := fnv.New64a()
	fmt.Fprintf(hash, "correction %d %d %d", article, speech.Fingerprint(old), speech.Fingerprint(now))
	return int64(hash.Sum64())
}

// revision is a newer version of an article beside the one that was told.
type revision struct {
	old, now claim.Article
	tested   *claim.Cache
	stands   map[uint64]bool   // fingerprints of the newer sentences
	terms    []map[string]bool // and their content words
	note     claim.Claim       // the outlet's, which the older version does not have
	noted    bool
}

func newRevision(t *claim.Cache, old, now claim.Article) *revision {
	revised := &revision{old: old, now: now, tested: t, stands: map[uint64]bool{}}
	for k := range now.Spans {
		revised.stands[speech.Fingerprint(now.Sentence(k))] = true
		revised.terms = append(revised.terms, text.ContentTerms(now.Sentence(k), old.Item.Version.Lang))
	}
	revised.note, revised.noted = newNote(old, now)
	return revised
}

// corrected says what became of a sentence in the newer version; false where it
// still stands, or was only left out or worded anew.
func (r *revision) corrected(i int) (Correction, bool) {
	sentence := r.old.Sentence(i)
	if r.stands[speech.Fingerprint(sentence)] {
		return Correction{}, false
	}
	about := r.noted && (shares(sentence, r.note.Text, r.now.Item.Version.Lang) || r.noteTells(i))
	if now, ok := r.changedTo(i); ok && (about || !r.counts(i, now)) {
		return Correction{Now: r.now.Quoted(now), Noted: about}, true
	}
	return Correction{Now: r.note, Noted: true, IsNote: true}, about
}

// reworded is the sentence of the newer text that has most of a sentence's words, -1
// without one.
func (r *revision) reworded(terms map[string]bool) int {
	best, most := -1, sameSentenceNow
	for k, other := range r.terms {
		common := len(terms) - claim.CountMissing(terms, other)
		if share := float64(common) / float64(max(len(terms), len(other), 1)); share >= most {
			best, most = k, share
		}
	}
	return best
}

// noteTells reports whether the outlet's note has the words by which a sentence was
// reworded: "It overflowed and held" of a dam that broke. A verb that was wrong may stand
// in the note in another form.
func (r *revision) noteTells(i int) bool {
	lang := r.old.Item.Version.Lang
	terms := text.ContentTerms(r.old.Sentence(i), lang)
	now := r.reworded(terms)
	if now < 0 {
		return false
	}
	both, changed := 0, 0
	for term := range text.ContentTerms(r.note.Text, lang) {
		switch {
		case terms[term] && r.terms[now][term]:
			both++
		case terms[term] || r.terms[now][term]:
			changed++
		}
	}
	return changed > 0 && both+changed >= noteShares
}

// changedTo is the sentence that stands in the newer text in place of another:
// most of its words, and another number, date or name.
func (r *revision) changedTo(i int) (at int, ok bool) {
	best := r.reworded(text.ContentTerms(r.old.Sentence(i), r.old.Item.Version.Lang))
	if best < 0 {
		return 0, false
	}
	earlier, later := r.old.Facts(i)[1:], r.now.Facts(best)[1:]
	lost := slices.ContainsFunc(earlier, func(f int64) bool { return !slices.Contains(later, f) })
	won := slices.ContainsFunc(later, func(f int64) bool { return !slices.Contains(earlier, f) })
	return best, lost && won
}

// headlines are the claims that told the headline of an article of which a sentence was
// corrected, or a heading that rests on that sentence, where they have a word that the
// article has lost.
func (r *revision) headlines(told *storyHistory, x citedSentence) (out []int64) {
	lost := r.lost(x.index)
	for _, h := range told.citedSentences() {
		heads := h.index == claim.HeadlineIndex || h.Kind == claim.KindHeading && h.index == x.index
		if !heads || h.Article != x.Article || h.Cite.Version == r.now.Item.Version.ID || slices.Contains(out, h.Claim) {
			continue
		}
		for term := range text.ContentTerms(h.Text, r.old.Item.Version.Lang) {
			if lost[term] {
				out = append(out, h.Claim)
				break
			}
		}
	}
	return out
}

// lost are the words of a sentence that the one which stands there now does not have,
// and those that the headline has lost; without such a one, what the headline lacks.
func (r *revision) lost(i int) map[string]bool {
	lang := r.old.Item.Version.Lang
	out, title := text.ContentTerms(r.old.Sentence(i), lang), text.ContentTerms(r.now.Item.Version.Title, lang)
	kept := title
	if now := r.reworded(out); now >= 0 {
		kept = r.terms[now]
		for term := range text.ContentTerms(r.old.Item.Version.Title, lang) {
			out[term] = out[term] || !title[term]
		}
	}
	maps.DeleteFunc(out, func(term string, in bool) bool { return !in || kept[term] })
	return out
}

// counts reports whether the change is a new count of the same measure, with the same
// bound or another ("at least 14"), as in an article that follows the events: that is an
// update.
func (r *revision) counts(i, k int) bool {
	now := r.tested.Measures(r.now, k)
	return slices.ContainsFunc(r.tested.Measures(r.old, i), func(a measure.Measure) bool {
		return a.Class != "" && slices.ContainsFunc(now, func(b measure.Measure) bool { return a.Same(b) && !a.Equal(b) })
	})
}

// newNote is the outlet's note in the newer text that the older one does not have.
func newNote(old, now claim.Article) (claim.Claim, bool) {
	body := now.Item.Version.Text
	var paras []text.Span
	for at := 0; at < len(body); {
		end := at + len(body[at:])
		if n := strings.IndexByte(body[at:], '\n'); n >= 0 {
			end = at + n
		}
		if paragraph := strings.TrimSpace(body[at:end]); paragraph != "" {
			start := at + strings.Index(body[at:end], paragraph)
			paras = append(paras, text.Span{Start: start, End: start + len(paragraph)})
		}
		at = end + 1
	}
	for k, p := range paras {
		sentence := body[p.Start:p.End]
		amid := k >= notePlaces && k < len(paras)-notePlaces // notes stand at the top or at the end
		if amid || len(sentence) > noteMost || !claim.CorrectionNote.MatchString(sentence) ||
			strings.Contains(old.Item.Version.Text, sentence) {
			continue
		}
		facts := evidence.Facts(sentence, now.Item.Version.Lang, now.Item.Article.Published)
		return claim.Claim{Text: sentence, Kind: claim.KindQuoted, Cites: []claim.Cite{now.Cite("text", p.Start, p.End)},
			Facts: facts}, true
	}
	return claim.Claim{}, false
}

// shares reports whether a note is about a sentence.
func shares(sentence, note, lang string) bool {
	first, second := text.ContentTerms(sentence, lang), text.ContentTerms(note, lang)
	return len(first)-claim.CountMissing(first, second) >= noteShares
}

// correctionBlocks are the corrections as they are read.
func (b Briefing) correctionBlocks() []message.Block {
	var out []message.Block
	words, now := b.Words(), b.At.In(b.Location())
	for i, c := range b.Corrections {
		cite := c.Now.Cites[0]
		old := c.Old
		if c.Quoted {
			old = message.QuoteMarks(old)
		}
		runs := []message.Run{{Text: upperFirst(words.Say("was_told", message.OnDay(c.ToldAt, now, words), old)) + " ", Claim: c.old,
			Aside: true}}
		runs = append(runs, claim.OutletRun(cite.Outlet, cite.URL))
		runs = append(runs, message.Run{Text: " " + words.Say(c.became(), message.QuoteMarks(c.Now.Text)), Claim: c.Now.ID})
		if c.Link != "" {
			runs = append(runs, message.Run{Text: " "}, message.Run{Text: b.postName(c.ToldAt), Link: c.Link, Open: true})
		}
		out = append(out, message.Block{Kind: message.Heading, Runs: []message.Run{{Text: words.Say("correction"), Open: true}},
			Story: correctionID(i)}, message.Block{Kind: message.Para, Runs: runs, Story: correctionID(i)})
	}
	if b.MoreCorrections > 0 {
		out = append(out, message.Block{Kind: message.Small, Runs: message.Plain(words.Count(b.MoreCorrections, "corrections_wait"))})
	}
	return out
}

func upperFirst(s string) string {
	char, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(char)) + s[n:]
}

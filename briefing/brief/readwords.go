package brief

import (
	"dateline/briefing/claim"
	"dateline/briefing/text"
	"dateline/briefing/text/name"
)

// readWords are the words that could be read of a story, by language: found out
// when they are first asked for.
type readWords struct {
	sources []claim.Article
	in      map[string]*wordsRead // nil for a language in which nothing was read
}

type wordsRead struct {
	said   map[string]bool // terms of its sentences and headlines
	about  map[string]bool // of them, those of its names and headlines: they say what a sentence is about
	events text.Event
	things map[string]bool // keys of concepts
}

// newShare is the share of a sentence's words, without those that say what it
// is about, that nothing read before has: from there on it says something else
// and not the same in other words. An estimate: half.
const newShare = .5

// of are the words of a language.
func (r *readWords) of(lang string) *wordsRead {
	if words, known := r.in[lang]; known {
		return words
	}
	var words *wordsRead
	for _, s := range r.sources {
		if s.Item.Version.Lang != lang {
			continue
		}
		if words == nil {
			words = &wordsRead{said: map[string]bool{}, about: map[string]bool{}, things: map[string]bool{}}
		}
		words.add(s, lang)
	}
	if r.in == nil {
		r.in = map[string]*wordsRead{}
	}
	r.in[lang] = words
	return words
}

// add notes the words of an article.
func (w *wordsRead) add(s claim.Article, lang string) {
	w.note(s.Item.Version.Title, lang)
	for t := range text.TermSet(s.Item.Version.Title, lang) {
		w.about[t] = true
	}
	for i := range s.Spans {
		w.note(s.Sentence(i), lang)
		for _, n := range name.Names(s.Sentence(i), lang) {
			for _, t := range text.Terms(n.Text, lang) {
				w.about[t] = true
			}
		}
	}
}

func (w *wordsRead) note(s, lang string) {
	for t := range text.TermSet(s, lang) {
		w.said[t] = true
	}
	for _, c := range text.Concepts(s, lang) {
		w.things[c.Key] = true
	}
	for _, word := range text.PlainWords(s) {
		w.events |= text.Events(word, lang)
	}
}

// lack reports whether a sentence says what was not read in its language: by
// the rule of newShare. Of a language in which nothing was read, the facts tell.
func (r *readWords) lack(s, lang string) bool {
	words := r.of(lang)
	if words == nil {
		return false
	}
	all, more := 0, 0
	for _, word := range text.PlainWords(s) {
		for _, t := range text.Terms(word, lang) {
			if text.Stop(t, lang) || words.about[t] {
				continue
			}
			all++
			if !words.has(t, word, lang) {
				more++
			}
		}
	}
	return more > 0 && float64(more) >= newShare*float64(all)
}

// has reports whether a word, or another for the same event or thing, was read.
func (w *wordsRead) has(term, word, lang string) bool {
	if w.said[term] || text.Events(word, lang)&w.events != 0 {
		return true
	}
	for _, c := range text.Concepts(word, lang) {
		if w.things[c.Key] {
			return true
		}
	}
	return false
}

package verdict

import (
	"math/rand/v2"
	"slices"
	"strings"

	"dateline/briefing/claim"
	"dateline/briefing/evidence"
	"dateline/briefing/text"
	"dateline/briefing/text/name"
	"dateline/briefing/text/speech"
)

// nameKinds put names of an article together as a weak model does: each word stands in the
// article. They are made of its sentences as they stand there and of its headline, which the
// check is not shown, where that holds by the strict rules.
var nameKinds = []farKind{
	{"a name of the sentence in another's place", (*mutator).doubleName},
	{"the place of the dateline", (*mutator).datelinePlace},
	{"a name merged of two", (*mutator).mergeName},
}

// nameArticles is how many articles of a corpus are looked at: each window of one is held
// against its headline.
const nameArticles = 1000

// headline is a true sentence: what an article's editors wrote over it.
const headline = "headline"

// nameTrials are sentences of those kinds over the articles of a corpus.
func nameTrials(all []newsArticle) []*trial {
	editor := &mutator{rng: rand.New(rand.NewPCG(mutationSeed, uint64(len(all))))}
	made := sample{made: map[string]int{}}
	order := editor.rng.Perm(len(all))
	for _, i := range order[:min(len(order), nameArticles)] {
		a := all[i]
		spans := text.Sentences(a.Text, judgeLang)
		if len(spans) < 8 || text.Detect(a.Text, "") != judgeLang || a.Published.IsZero() {
			continue
		}
		made.names(editor, a, spans)
		made.headline(editor, a, spans)
	}
	return made.trials
}

// names makes one trial of each kind of an article's sentences.
func (sm *sample) names(m *mutator, a newsArticle, spans []text.Span) {
	orig := original{lang: judgeLang, article: a.Title + "\n" + a.Text, names: name.Names(a.Text, judgeLang), date: a.Published}
	done := map[string]bool{}
	for _, cited := range m.rng.Perm(len(spans)) {
		orig.s = a.Text[spans[cited].Start:spans[cited].End]
		if !plainSentence(orig.s) || speech.Questions(orig.s) || speech.Addresses(orig.s) {
			continue
		}
		for _, kind := range nameKinds {
			if !done[kind.name] && sm.made[kind.name] < mutationEach {
				tried := trial{kind: kind.name, s: kind.make(m, orig), item: a.item(), spans: spans, cited: []int{cited}}
				done[kind.name] = sm.add(tried, mutationEach)
			}
		}
	}
}

// headline makes trials of the headline of an article, which stands in none of its sentences.
func (sm *sample) headline(m *mutator, a newsArticle, spans []text.Span) {
	orig := original{lang: judgeLang, s: strings.TrimSuffix(a.Title, ".") + ".", article: a.Text, names: name.Names(a.Text, judgeLang)}
	inTitleCase := claim.SmallLetters(a.Title, a.Text, judgeLang) != a.Title
	if inTitleCase || !plainSentence(orig.s) || strings.ContainsAny(orig.s, "|:") || speech.Questions(a.Title) {
		return
	}
	held, at := evidence.CheckArticle(orig.s, evidence.Article{Lang: judgeLang, Outlet: a.Outlet, Text: a.Text, Published: a.Published,
		Spans: spans})
	cited := slices.IndexFunc(spans, func(sp text.Span) bool { return len(at) == 1 && sp.Start == at[0].Start })
	if !held.Supported() || cited < 0 {
		return
	}
	a.Title = ""
	tried := trial{kind: headline, s: orig.s, item: a.item(), spans: spans, cited: []int{min(cited+1, len(spans)-1)}}
	sm.add(tried, mutationEach)
	if cut := speech.Dateline(a.Text[spans[0].Start:spans[0].End]); cut > 0 { // what the headline says happened elsewhere
		orig.s = a.Text[spans[0].Start:spans[0].Start+cut] + orig.s
	}
	for _, kind := range nameKinds {
		tried.kind, tried.s = kind.name+reworded, kind.make(m, orig)
		sm.add(tried, mutationEach)
	}
}

// bare is a sentence without its dateline, and its names.
func (o original) bare() (string, []name.Name) {
	s := o.s[speech.Dateline(o.s):]
	return s, name.Names(s, o.lang)
}

// doubleName puts a name of a sentence in the place of another.
func (m *mutator) doubleName(o original) string {
	s, own := o.bare()
	i := m.any(len(own), func(int) bool { return true })
	if i < 0 {
		return ""
	}
	j := m.any(len(own), func(j int) bool { return apart(own[i].Text, own[j].Text) && apart(own[j].Text, own[i].Text) })
	if j < 0 {
		return ""
	}
	return put(s, own[i].Span, own[j].Text)
}

// datelinePlace puts the place in front of a report in that of another place in it.
func (m *mutator) datelinePlace(o original) string {
	s, own := o.bare()
	front := name.Names(o.s[:len(o.s)-len(s)], o.lang)
	if len(front) == 0 || strings.HasPrefix(o.s, "(") || len(name.NewOutletNames(nil).In(front[0].Text)) > 0 {
		return ""
	}
	words := strings.Fields(front[0].Text)
	for i, w := range words {
		words[i] = w[:1] + strings.ToLower(w[1:])
	}
	place := strings.Join(words, " ")
	i := m.any(len(own), func(i int) bool { return name.Placed(s, own[i]) && apart(s, place) })
	if i < 0 {
		return ""
	}
	return put(s, own[i].Span, place)
}

// mergeName gives a name the last word of another name of the article.
func (m *mutator) mergeName(o original) string {
	s, own := o.bare()
	i := m.any(len(own), func(i int) bool { return strings.Contains(own[i].Text, " ") })
	if i < 0 {
		return ""
	}
	j := m.any(len(o.names), func(j int) bool { return strings.Contains(o.names[j].Text, " ") && apart(own[i].Text, o.names[j].Text) })
	if j < 0 {
		return ""
	}
	first, last := own[i].Text, o.names[j].Text
	merged := first[:strings.LastIndexByte(first, ' ')] + last[strings.LastIndexByte(last, ' '):]
	if strings.Contains(text.Fold(o.article), text.Fold(merged)) {
		return ""
	}
	return put(s, own[i].Span, merged)
}

package compare

import (
	"slices"

	"dateline/briefing/claim"
	"dateline/briefing/evidence"
	"dateline/briefing/text"
	"dateline/briefing/text/name"
	"dateline/briefing/text/speech"
)

// Stance is how a report stands to a statement.
type Stance int

// The stances.
const (
	Neither   Stance = iota // it says nothing of it, or nothing that can be compared
	Reports                 // it states it
	Otherwise               // it states another number, date or name for the same thing, or the opposite
)

const (
	readMost     = 40  // sentences of a report
	statesLeast  = .75 // of a statement's words, names and numbers that a sentence which states it has
	sameLeast    = .7  // and of those that are left without what differs, in one that reports otherwise
	tokensLeast  = 3   // words, names and numbers of a statement
	commonLeast  = 2   // words or names that a statement and a sentence which differs have in common
	worthReading = .5  // share of the words that the sentence itself has, without what stands beside it
)

// place is a sentence of a report, claim.HeadlineIndex for the headline, with how it
// stands to a statement and how much of that it has.
type place struct {
	stance Stance
	index  int
	share  float64
}

// relate is how a report stands to a statement, by the sentence that has most of it.
// What states it goes before what does not.
func (st *statement) relate(src claim.Article) place {
	best := place{}
	whole := evidence.NewArticlePage(evidence.Article{Title: src.Item.Version.Title, Outlet: src.Item.Article.Outlet,
		Lang: st.lang, Text: src.Item.Version.Text, Published: src.Item.Article.Published, Spans: src.Spans}, st.lang)
	for i := claim.HeadlineIndex; i < min(len(src.Spans), readMost); i++ {
		found := st.compare(src, i, whole)
		if found.stance == Neither || best.stance == Reports && found.stance == Otherwise {
			continue
		}
		if found.stance != best.stance && found.stance == Reports || found.share > best.share {
			best = found
		}
	}
	return best
}

// compare holds a statement against sentence i.
func (st *statement) compare(src claim.Article, i int, whole *evidence.Page) place {
	version, published := src.Item.Version, src.Item.Article.Published
	said := version.Title
	if i != claim.HeadlineIndex {
		said = src.Sentence(i)
	}
	if said == "" || src.Item.Withheld.Hold(said) || speech.Questions(said) {
		return place{}
	}
	in := newSentence(said, version.Lang, published)
	words := st.held(in, st.around(src, i))
	if words.own < worthReading*float64(len(st.words)) {
		return place{}
	}
	one := evidence.NewPage(evidence.Window{Text: said, Lang: version.Lang, Published: published}, st.lang).Within(whole)
	titled := evidence.NewPage(evidence.Window{Text: said, Title: version.Title, Lang: version.Lang, Published: published}, st.lang)
	wide := evidence.NewPage(src.Window(max(i, 0)-1, max(i, 0)+1), st.lang)
	return st.judge(in, i, words, st.faults(one, titled.Within(whole), wide.Within(whole)))
}

// around are the words of the headline and the sentences beside sentence i.
func (st *statement) around(src claim.Article, i int) []term {
	out := termsOf(src.Item.Version.Title, src.Item.Version.Lang)
	for _, k := range []int{i - 1, i + 1} {
		out = append(out, termsOf(src.Sentence(k), src.Item.Version.Lang)...)
	}
	return out
}

// faults are what a statement has that a sentence has not, by kind; a name may stand in
// the headline, and that of a place beside the sentence.
type faults struct {
	numbers, dates, names []string
	negated               bool // one denies what the other states
	unclear               bool // the sentence leaves it open, or the statement says that somebody said it
}

// none reports whether the sentence has all that the statement has.
func (f faults) none() bool { return len(f.numbers)+len(f.dates)+len(f.names) == 0 && !f.negated }

// add notes a fault of a kind.
func (f *faults) add(kind, token string) {
	lists := map[string]*[]string{"number": &f.numbers, "date": &f.dates, "name": &f.names}
	switch list := lists[kind]; {
	case list != nil && !slices.Contains(*list, token):
		*list = append(*list, token)
	case kind == "negation":
		f.negated = true
	case kind == "attribution":
		f.unclear = f.unclear || speech.Hedge(token)
	case kind == "speaker" || kind == "quote" || kind == "length":
		f.unclear = true
	}
}

func (st *statement) faults(one, titled, wide *evidence.Page) faults {
	var out faults
	for placed, page := range map[bool]*evidence.Page{false: titled, true: wide} {
		for _, f := range st.sentence.CheckTokens([]*evidence.Page{one}, []*evidence.Page{page}).Faults {
			if f.Kind != "name" || st.placed(f.Token) == placed {
				out.add(f.Kind, f.Token)
			}
		}
	}
	for _, f := range st.sentence.Check(one).Faults {
		if f.Kind != "name" {
			out.add(f.Kind, f.Token)
		}
	}
	return out
}

// placed reports whether a name of the statement stands where places do.
func (st *statement) placed(token string) bool {
	at := slices.IndexFunc(st.names, func(n name.Name) bool { return n.Text == token })
	return at >= 0 && name.Placed(st.s, st.names[at])
}

// judge says how a sentence stands to a statement, from what it has of it.
func (st *statement) judge(in sentenceOf, i int, words wording, lacks faults) place {
	tokens := float64(len(st.words) + len(st.names) + len(st.numbers))
	if tokens < tokensLeast || lacks.unclear || !st.weighDenials(in, &words, &lacks) {
		return place{}
	}
	names := float64(len(st.names) - len(lacks.names))
	share := (words.all + names + float64(len(st.numbers)-len(lacks.numbers))) / tokens
	roles := st.rolesIn(in)
	if lacks.none() && !words.opposed && roles != swappedRoles {
		if share < statesLeast || words.change || roles != sameRoles {
			return place{}
		}
		return place{Reports, i, share}
	}
	left := float64(len(st.words) + len(st.names) - len(lacks.names))
	if words.all+names < max(sameLeast*left, commonLeast) || roles == otherRoles || !st.explained(in, words.opposed, roles, lacks) {
		return place{}
	}
	return place{Otherwise, i, share}
}

// weighDenials takes together what a statement and a sentence deny and in what they are
// opposed; false where that leaves open how they stand to one another.
func (st *statement) weighDenials(in sentenceOf, words *wording, lacks *faults) bool {
	own, other := denies(st.s, st.lang), denies(in.s, in.lang)
	switch {
	case st.partial(in):
		return false
	case !words.opposed:
		lacks.negated = lacks.negated || own && !other
	case own != other && words.own == float64(len(st.words)):
		words.opposed, lacks.negated = false, false // what did not break has held
	case own || other:
		return false
	}
	return true
}

// explained reports whether a sentence has something else for all that it lacks of a
// statement, and differs from it in one way alone.
func (st *statement) explained(in sentenceOf, opposed bool, roles roles, lacks faults) bool {
	ways := 0
	for _, differs := range []bool{opposed, lacks.negated, len(lacks.names) > 0, roles == swappedRoles} {
		if differs {
			ways++
		}
	}
	if ways > 1 || len(lacks.names) > 1 {
		return false
	}
	for _, n := range st.numbers {
		if slices.Contains(lacks.numbers, n.Text) && !st.counterpart(n, in) {
			return false
		}
	}
	if len(lacks.dates) > 0 && !st.otherDate(in) {
		return false
	}
	return len(lacks.names) == 0 || st.otherName(in, lacks.names[0])
}

// otherName reports whether a sentence has a name, that a statement has not, where
// that has the given one: as the first of its names, or behind the same ones. Beside it
// another name and two words must be the same: a fire in one town is not that in another.
func (st *statement) otherName(in sentenceOf, token string) bool {
	own := slices.IndexFunc(st.names, func(n name.Name) bool { return n.Text == token })
	if own < 0 || own >= len(in.names) || len(st.names) < 2 || len(st.words) < 2 {
		return false
	}
	for k, n := range st.names[:own] {
		if !name.SameName(n.Text, in.names[k].Text) {
			return false
		}
	}
	other := in.names[own]
	if slices.ContainsFunc(st.names, func(n name.Name) bool { return name.SameName(n.Text, other.Text) }) {
		return false
	}
	whole := len(text.PlainWords(other.Text)) > 1 && len(text.PlainWords(token)) > 1 // of people; towns have events of their own,
	return whole || slices.ContainsFunc(st.names, func(n name.Name) bool { return n.Text != token && !name.Placed(st.s, n) })
}

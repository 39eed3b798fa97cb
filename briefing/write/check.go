package write

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dateline/briefing/claim"
	"dateline/briefing/evidence"
	"dateline/briefing/people"
	"dateline/briefing/text"
	"dateline/briefing/text/speech"
	"dateline/briefing/translation"
)

// sentence is what a label stands for: a sentence of an extract's article.
type sentence struct{ extract, index int }

// pageKey names sentences first to last of a version.
type pageKey struct {
	version     int64
	first, last int
}

// draft is a claim of the model's on its way to the reader.
type draft struct {
	model   ModelClaim
	heading bool
	claim   claim.Claim
	cited   []claim.Passage // the least that holds its numbers, dates and quotations
	fault   string          // why it cannot be shown, for the model
	read    bool            // it passed the second reading, or needs none
	moved   bool            // another passage holds it than the cited one
	again   bool            // it was written once more
	quoted  bool            // a source's sentence stands in for it
}

const (
	claimRunes   = 400 // characters of a claim at most
	labelsMost   = 4   // labels of a claim that count,
	articlesMost = 2   // of so many articles
)

// drafts checks the heading and the claims of a reply by code, 2*Most and the heading at most.
func (c *Composer) drafts(reply ModelReply) []*draft {
	var out []*draft
	if reply.Heading != nil && strings.TrimSpace(reply.Heading.Text) != "" && c.Kind == KindStory {
		out = append(out, c.told(c.draft(*reply.Heading, true)))
	}
	for _, m := range reply.Claims[:min(len(reply.Claims), 2*c.Most)] {
		if strings.TrimSpace(m.Text) != "" {
			out = append(out, c.sentences(m)...)
		}
	}
	return out[:min(len(out), 2*c.Most+1)]
}

// sentences are the drafts of a claim: the claim itself or, where it has several sentences
// and does not hold or nobody reads it, each of these: what stands in one would hold the other.
// One that accuses stays whole, and holds where each does: in one sentence it may stand of
// what, in another who.
func (c *Composer) sentences(m ModelClaim) []*draft {
	const most = 6 // sentences in the place of one
	whole, lang := c.draft(m, false), c.Extracts[0].Src.Item.Version.Lang
	spans := text.Sentences(m.Text, lang)
	if len(spans) < 2 || whole.fault == "" && c.trusted {
		return []*draft{c.told(whole)}
	}
	var parts []*draft
	held, fault := whole.fault == "", whole.fault
	for _, span := range spans[:min(len(spans), most)] {
		part := m.Text[span.Start:span.End]
		if !closesQuotes(part) {
			return []*draft{c.told(whole)} // somebody's words
		}
		d := c.draft(ModelClaim{Text: part, Cites: m.Cites}, false)
		parts, held, fault = append(parts, d), held || d.fault == "", cmp.Or(fault, d.fault)
	}
	if accuses := people.Accuses(m.Text, lang); accuses || !held {
		whole.fault = fault
		return []*draft{c.told(whole)}
	}
	for _, d := range parts {
		c.told(d)
	}
	return parts
}

// told tells Stopped of a draft that cannot be shown.
func (c *Composer) told(d *draft) *draft {
	if d.fault != "" && c.Stopped != nil {
		c.Stopped(d.model.Text, d.fault)
	}
	return d
}

// tested checks one claim by what code can prove, and by the strict rules where no
// reader is trusted.
func (c *Composer) tested(m ModelClaim, heading bool) *draft {
	said := claim.Tidy(ownLabel.ReplaceAllString(m.Text, ""))
	d := &draft{model: m, heading: heading}
	cited := c.cited(m)
	for _, p := range cited {
		c.versions = append(c.versions, p.Src.Item.Version.ID)
	}
	quote, copied := c.copied(said, cited)
	if d.fault = formFault(said, heading, copied, cited); d.fault != "" {
		return d
	}
	if copied && !heading {
		d.claim, d.read = quote, true
		return d
	}
	stated := evidence.NewSentence(said, cited[0].Lang())
	d.cited, d.fault = c.smallest(stated, cited)
	if d.fault == "" && !c.trusted {
		d.fault = c.strictFault(stated, d.cited, heading)
	}
	if d.fault != "" {
		if p, ok := c.elsewhere(said, heading, c.strict(stated, cited).Coverage); ok {
			d.cited, d.fault, d.moved = []claim.Passage{p}, "", true
		}
	}
	if d.fault != "" {
		return d
	}
	if d.claim = writtenClaim(said, d.cited); heading {
		d.claim.Kind = claim.KindHeading
		if c.breaksOff(d.claim, d.cited) {
			d.fault = "it breaks off, or its last word is not in what it cites: write it whole"
		}
	}
	return d
}

// ownLabel is what a model copies with a sentence, or puts in front of it: its label, the
// bar behind that, the mark of a list.
var ownLabel = regexp.MustCompile(`^(?:\s*(?:\[?S\d+\]?\s*[|:]|[|>#*+•·▪–—-]+(?:\s|$)))+\s*|\s*\[S\d+(?:\s*[,;]\s*S\d+)*\]`)

// cited are the sentences a claim cites, joined where they stand side by side.
func (c *Composer) cited(m ModelClaim) []claim.Passage {
	picks := map[int][]int{}
	var order []int
	for _, label := range m.Cites[:min(len(m.Cites), labelsMost)] {
		var n int
		if _, err := fmt.Sscanf(strings.Trim(label, "[] "), "S%d", &n); err != nil || n < 1 || n > len(c.labels) {
			continue
		}
		at := c.labels[n-1]
		if !slices.Contains(order, at.extract) && len(order) < articlesMost {
			order = append(order, at.extract)
		}
		if slices.Contains(order, at.extract) && !slices.Contains(picks[at.extract], at.index) {
			picks[at.extract] = append(picks[at.extract], at.index)
		}
	}
	var out []claim.Passage
	for _, x := range order {
		slices.Sort(picks[x])
		out = append(out, runs(c.Extracts[x].Src, picks[x])...)
	}
	return out
}

// formFault says what is wrong with a claim before anything is compared, "" if
// nothing is. A sentence copied from a source need not be whole, and may say "we".
func formFault(said string, heading, copied bool, cited []claim.Passage) string {
	runes := len([]rune(said))
	switch {
	case len(cited) == 0:
		return "it cites no sentence: put the labels of those that state it behind it"
	case claim.Forbidden(said):
		return "it holds a link, a mention or markup: leave that out"
	case heading && runes > claim.HeadingMost:
		return fmt.Sprintf("it is longer than %d characters: shorten it", claim.HeadingMost)
	case runes > claimRunes:
		return "it is longer than a sentence: shorten it"
	case speech.Questions(said):
		return "it is a question: state what is known"
	case heading:
		return ""
	case translation.OtherLanguage(said, "", cited[0].Lang()):
		return "it is in another language than its sentences: write it in theirs"
	case !copied && quotedWhole(said):
		return "it is somebody's words without whoever said them: say whose they are"
	case !copied && !wholeStatement(said):
		return "it is no whole sentence: end it"
	case speech.Addresses(said), !copied && speech.Speaks(said):
		return "it speaks to its reader: state what is known"
	}
	return ""
}

// copied is a claim that is one whole sentence of the articles shown, word for word,
// as the quotation that it is: one that it cites before others.
func (c *Composer) copied(said string, cited []claim.Passage) (claim.Claim, bool) {
	for _, p := range cited {
		for i := p.First; i <= p.Last; i++ {
			if quote, ok := sameWords(p.Src, i, said); ok {
				return quote, true
			}
		}
	}
	for _, at := range c.labels {
		if quote, ok := sameWords(c.Extracts[at.extract].Src, at.index, said); ok {
			return quote, true
		}
	}
	return claim.Claim{}, false
}

// sameWords is sentence i of a source as a quotation if somebody said it in the same
// words, with the dateline in front of it if that was said too.
func sameWords(src claim.Article, i int, said string) (claim.Claim, bool) {
	sentence, span := src.Sentence(i), src.Spans[i]
	switch said {
	case claim.Tidy(sentence[speech.Dateline(sentence):]):
		return src.Quoted(i), true
	case claim.Tidy(sentence):
		quote := src.Quoted(i)
		quote.Text, quote.Cites[0] = sentence, src.Cite("text", span.Start, span.End)
		return quote, true
	}
	return claim.Claim{}, false
}

// smallest is the least of the cited sentences with their direct neighbours that
// holds all numbers, dates and quotations of a claim, or what is wrong with it.
// Names may stand anywhere in the cited articles.
func (c *Composer) smallest(stated *evidence.Sentence, cited []claim.Passage) ([]claim.Passage, string) {
	var whole []*evidence.Page
	for _, p := range cited {
		if page := c.article(p.Src); !slices.Contains(whole, page) {
			whole = append(whole, page)
		}
	}
	holds := func(ps []claim.Passage) evidence.Result { return stated.CheckTokens(c.windows(ps), whole) }
	if holds(cited).Supported() {
		return cited, ""
	}
	wide := make([]claim.Passage, len(cited))
	for i, p := range cited {
		wide[i] = around(p)
	}
	if result := holds(wide); !result.Supported() {
		return nil, result.Faults[0].Message
	}
	for i, p := range cited {
		behind, before := p, p
		behind.Last, before.First = wide[i].Last, wide[i].First
		for _, less := range []claim.Passage{p, behind, before} {
			if tried := slices.Concat(wide[:i], []claim.Passage{less}, wide[i+1:]); holds(tried).Supported() {
				wide = tried
				break
			}
		}
	}
	return wide, ""
}

// around is a passage with its direct neighbours.
func around(p claim.Passage) claim.Passage {
	return claim.Passage{Src: p.Src, First: max(p.First-1, 0), Last: min(p.Last+1, len(p.Src.Spans)-1)}
}

// strict holds a claim against windows of three sentences by the rules that stand in
// for a second reading.
func (c *Composer) strict(stated *evidence.Sentence, cited []claim.Passage) evidence.Result {
	windows := slices.Clone(cited)
	for i, p := range cited {
		if p.Last-p.First < 2 {
			windows[i] = around(p)
		}
	}
	return stated.Check(c.windows(windows)...)
}

// strictFault is what the strict rules find wrong with a claim, "" for nothing.
func (c *Composer) strictFault(stated *evidence.Sentence, cited []claim.Passage, heading bool) string {
	if result := c.strict(stated, cited); !passes(result, heading) {
		return result.Faults[0].Message
	}
	return ""
}

// passes lets a heading leave out who said it (the sentence below says so), but never
// that it is only alleged.
func passes(r evidence.Result, heading bool) bool {
	return !slices.ContainsFunc(r.Faults, func(f evidence.Fault) bool {
		return !heading || f.Kind != "attribution" || speech.Hedge(f.Token)
	})
}

// elsewhere is a window of three sentences of what the model was shown that alone
// holds a claim by the strict rules, and no less of its wording than what it cites.
// Passages are never combined for this, so a swapped name that stands in another
// passage does not pass.
func (c *Composer) elsewhere(said string, heading bool, least float64) (claim.Passage, bool) {
	best, most := claim.Passage{}, 0.
	var stated *evidence.Sentence
	for _, at := range c.labels {
		window := claim.WindowOf(c.Extracts[at.extract].Src, at.index)
		if stated == nil || stated.Lang() != window.Lang() {
			stated = evidence.NewSentence(said, window.Lang())
		}
		page := c.windows([]claim.Passage{window})
		if result := stated.Check(page...); passes(result, heading) && result.Coverage > most && result.Coverage >= least {
			best, most = window, result.Coverage
		}
	}
	return best, most > 0
}

// windows are passages taken apart, each once for all claims.
func (c *Composer) windows(ps []claim.Passage) []*evidence.Page {
	out := make([]*evidence.Page, len(ps))
	for i, p := range ps {
		key := pageKey{p.Src.Item.Version.ID, p.First, p.Last}
		if c.pages[key] == nil {
			if c.pages == nil {
				c.pages = map[pageKey]*evidence.Page{}
			}
			c.pages[key] = evidence.NewPage(p.Src.Window(p.First, p.Last), p.Lang()).Within(c.article(p.Src))
		}
		out[i] = c.pages[key]
	}
	return out
}

// article is a whole article taken apart, for its names.
func (c *Composer) article(src claim.Article) *evidence.Page {
	version := src.Item.Version
	if c.articles[version.ID] == nil {
		if c.articles == nil {
			c.articles = map[int64]*evidence.Page{}
		}
		c.articles[version.ID] = evidence.NewArticlePage(evidence.Article{Title: version.Title, Outlet: src.Item.Article.Outlet,
			Lang: version.Lang, Text: version.Text, Published: src.Item.Article.Published, Spans: src.Spans}, version.Lang)
	}
	return c.articles[version.ID]
}

func writtenClaim(s string, ps []claim.Passage) claim.Claim {
	said := claim.Claim{Text: s, Kind: claim.KindWritten}
	for _, p := range ps {
		said.Cites = append(said.Cites, p.Cite())
		said.Facts = append(said.Facts, evidence.Facts(s, p.Src.Item.Version.Lang, p.Src.Item.Article.Published)...)
		for i := p.First; i <= p.Last; i++ {
			if facts := p.Src.Facts(i); States(said.Facts, facts) {
				said.Facts = append(said.Facts, facts[0]) // the claim states all of this sentence
			}
		}
	}
	return said
}

// States reports whether facts hold every hard fact of a sentence: sentence[1:],
// as the first is its fingerprint. A sentence without hard facts is never stated.
func States(facts, sentence []int64) bool {
	if len(sentence) < 2 {
		return false
	}
	have := map[int64]bool{}
	for _, f := range facts {
		have[f] = true
	}
	for _, f := range sentence[1:] {
		if !have[f] {
			return false
		}
	}
	return true
}

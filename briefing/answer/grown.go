package answer

import (
	"context"
	"fmt"
	"slices"

	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/people"
	"dateline/briefing/rights"
	"dateline/briefing/text/name"
	"dateline/briefing/text/number"
	"dateline/briefing/text/speech"
	"dateline/briefing/write"
	"dateline/store"
)

// Grown is what new reports of a story state that none of the older ones does, in their
// own words: of each the first sentence with a number or a name that is new. False: there
// is none.
func (a *Answerer) Grown(q Question, fresh, old []store.Item) (Answer, bool) {
	ans := Answer{At: q.At, Words: q.Words, Abstained: true}
	known, families := map[string]bool{}, map[int64]bool{}
	var all []claim.Article
	for _, item := range old {
		article := claim.NewArticle(item)
		all = append(all, article)
		families[item.Version.Family] = true
		for _, fact := range ans.stated(item.Version.Title+"\n"+item.Version.Text, item.Version.Lang) {
			known[fact] = true
		}
		for i := range article.Spans {
			known[ans.print(article.Sentence(i))] = true
		}
	}
	var news []claim.Article
	for _, item := range fresh {
		if item.Version.Family == 0 || !families[item.Version.Family] || item.Version.No > 1 {
			news = append(news, claim.NewArticle(item))
		}
	}
	rules := people.New(slices.Concat(news, all))
	for _, article := range news {
		if len(ans.Passages) == closestMost || !claim.NewsGenre(article.Item.Version.Genre) {
			continue
		}
		said, ok := ans.fresh(article, rules, known)
		if !ok {
			continue
		}
		if head, ok := article.Heading(); ok && len(ans.Passages) == 0 && rules.MayHead(head) {
			ans.Heading = head
		}
		ans.Passages = append(ans.Passages, said)
	}
	ans.within(rights.Together.In(q.Talk))
	ans.Used = articlesIn(ans.Passages)
	return ans, len(ans.Passages) > 0
}

// fresh is the first sentence of an article that states something unknown and may be
// shown; what it states is known then.
func (a Answer) fresh(article claim.Article, rules *people.Rules, known map[string]bool) (claim.Claim, bool) {
	lang := article.Item.Version.Lang
	for i := range min(len(article.Spans), claim.ChooseDepth) {
		sentence := article.Sentence(i)
		if known[a.print(sentence)] || speech.Statement(sentence, lang) != nil {
			continue
		}
		facts := slices.DeleteFunc(a.stated(sentence, lang), func(fact string) bool { return known[fact] })
		said, ok := rules.Claim(article.Verbatim(i))
		if len(facts) == 0 || !ok || said.Kind != claim.KindQuoted || !article.Checked(said, i) {
			continue
		}
		for _, fact := range facts {
			known[fact] = true
		}
		return said, true
	}
	return claim.Claim{}, false
}

// stated are the names and numbers in a text.
func (Answer) stated(said, lang string) []string {
	var out []string
	for key := range name.NameKeys(said, lang) {
		out = append(out, "name "+key)
	}
	for _, x := range number.Numbers(said, lang) {
		out = append(out, fmt.Sprint("number ", x.Kind, x.Value, " ", x.High, x.Unit)) // not as it is written: "15", "fifteen"
	}
	slices.Sort(out)
	return out
}

func (Answer) print(sentence string) string {
	return fmt.Sprint("sentence ", speech.Fingerprint(sentence))
}

// Sentences are those of an answer, or the passages in its place, without what is said
// of how they were found: each a piece that can be taken back alone, the first with the
// heading above it.
func (a Answer) Sentences() []message.Block {
	to := claim.NewLinker()
	to.Words = a.Words
	var out []message.Block
	if a.Heading.Text != "" {
		runs := message.Plain(message.TrimStop(a.Heading.Text))
		out = append(out, message.Block{Kind: message.Heading, Runs: a.Heading.Marked(runs), Story: 1})
	}
	for i, c := range slices.Concat(a.Claims, a.Passages) {
		out = append(out, message.Block{Kind: message.Para, Runs: c.Marked(answerSentence(c, a.At, to)), Story: int64(i + 1)})
	}
	return out
}

// Kept is an answer whose passages are stored as claims, so that they can be taken back
// where they were shown. What was taken back meanwhile is not among them.
func (a Answer) Kept(ctx context.Context, st *store.Store) (Answer, error) {
	all := a.Passages
	if a.Heading.Text != "" {
		all = append([]claim.Claim{a.Heading}, all...)
	}
	if len(all) == 0 {
		return a, nil
	}
	kept, err := write.Extracted(ctx, st, write.Memo{Kind: write.KindAnswer, Lang: all[0].Lang(), Length: "passages"}, all)
	if err != nil {
		return a, err
	}
	heading := a.Heading
	a.Heading, a.Passages = claim.Claim{}, nil
	for _, c := range kept { // what is stored does not say how they are shown
		said := all[c.No]
		if said.ID = c.ID; c.No == 0 && heading.Text != "" {
			a.Heading = said
		} else {
			a.Passages = append(a.Passages, said)
		}
	}
	return a, nil
}

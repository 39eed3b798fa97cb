package compare

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"dateline/briefing/archive"
	"dateline/briefing/claim"
	"dateline/briefing/evidence"
	"dateline/briefing/people"
	"dateline/briefing/rights"
	"dateline/briefing/text/name"
	"dateline/briefing/text/number"
	"dateline/store"
)

// Checker holds messages against an archive.
type Checker struct {
	Archive *archive.Archive
	Store   *store.Store
	Log     *slog.Logger // of damaged segments; nil: silent
}

// Question is a message with who may see what is found, and when it is asked.
type Question struct {
	Text  string
	Scope store.Scope
	At    time.Time
	Talk  *rights.Tally // of the conversation that it is asked in; nil: the reply is counted by itself
}

// Side are the reports that stand to a statement in one way: one claim of each, the
// first found first.
type Side struct {
	Count  int           // independent reports
	Claims []claim.Claim // that may be quoted
	Also   []claim.Claim // of which the outlet alone is named
}

// Finding is what was found on one statement of a message.
type Finding struct {
	Reports, Otherwise Side
	Foreign            []string // languages of reports that are on it and cannot be compared
	Accuses            bool     // it accuses somebody whom fewer than two reports accuse
}

// None reports whether nothing was found.
func (f Finding) None() bool { return f.Reports.Count+f.Otherwise.Count == 0 }

// Page is what was read behind an address of a message.
type Page struct {
	Read    bool
	Heading claim.Claim // the article's; its source alone, where that may not be shown
	Shown   bool        // the heading may be
	Reports Side        // of its story, by other outlets
}

// Result is what was found on a message.
type Result struct {
	Pages    []Page
	Findings []Finding
	More     int // statements that were not looked at
}

const (
	hitsMost   = 30 // passages of a search
	perArticle = 2
)

// Check holds a message against what was read.
func (c Checker) Check(ctx context.Context, q Question) (Result, error) {
	read := Read(q.Text)
	out := Result{More: read.More}
	for _, address := range read.Links {
		page, err := c.page(ctx, q, address)
		if err != nil {
			return out, err
		}
		out.Pages = append(out.Pages, page)
	}
	drawn := rights.Together.In(q.Talk)
	for _, said := range read.Statements {
		finding, err := c.find(ctx, q, said, read.Lang)
		if err != nil {
			return out, fmt.Errorf("compare a message: %w", err)
		}
		finding.Reports, finding.Otherwise = finding.Reports.within(drawn), finding.Otherwise.within(drawn)
		out.Findings = append(out.Findings, finding)
	}
	return out, nil
}

// find looks for what is reported on one statement.
func (c Checker) find(ctx context.Context, q Question, said, lang string) (Finding, error) {
	var found []archive.Found
	err := archive.Reindexed(ctx, c.Archive.Store, c.Log, func() error {
		reading, err := c.Archive.Read(ctx, q.Scope, said)
		if err == nil {
			err = reading.Mend(ctx, q.At)
		}
		if err != nil {
			return err
		}
		found, err = reading.Search(ctx, archive.Lookup{Text: reading.Text(), At: q.At, Limit: hitsMost, PerArticle: perArticle})
		return err
	})
	if err != nil {
		return Finding{}, err
	}
	var articles []claim.Article
	for _, f := range found {
		known := func(a claim.Article) bool { return a.Item.Version.ID == f.Src.Item.Version.ID }
		if claim.NewsGenre(f.Src.Item.Version.Genre) && !slices.ContainsFunc(articles, known) {
			articles = append(articles, f.Src)
		}
	}
	return held(said, lang, articles), nil
}

// held is how articles stand to a statement, as far as it may be shown.
func held(said, lang string, articles []claim.Article) Finding {
	known := vocabularyOf(articles)
	said = known.mended(said)
	rules := people.New(articles)
	var out Finding
	var states, differs []claim.Article
	var stated, other []claim.Claim
	read := map[string]*statement{}
	for _, src := range articles {
		tongue := src.Item.Version.Lang
		if read[tongue] == nil {
			read[tongue] = newStatement(said, tongue, known)
		}
		found := place{}
		if evidence.Writable(tongue) {
			found = read[tongue].relate(src)
		}
		if found.stance == Neither {
			if tongue != lang && onIt(said, lang, src) && !slices.Contains(out.Foreign, tongue) {
				out.Foreign = append(out.Foreign, tongue)
			}
			continue
		}
		shown, ok := show(src, found.index, rules)
		switch {
		case !ok:
		case found.stance == Reports:
			states, stated = append(states, src), append(stated, shown)
		default:
			differs, other = append(differs, src), append(other, shown)
		}
	}
	out.Reports, out.Otherwise = sideOf(states, stated), sideOf(differs, other)
	if people.Accuses(said, lang) && out.Reports.Count+out.Otherwise.Count < accusedLeast {
		return Finding{Accuses: true}
	}
	if !out.None() {
		out.Foreign = nil
	}
	return out
}

// accusedLeast is how many independent reports accuse whom an answer shows accused.
const accusedLeast = 2

// onIt reports whether a report in another language has what does not change from
// one to the other: of the names and numbers of a statement two at least, a name among
// them.
func onIt(said, lang string, src claim.Article) bool {
	version := src.Item.Version
	names, numbers := 0, 0
	there := name.Names(version.Title+"\n"+version.Text, version.Lang)
	for _, n := range name.Names(said, lang) {
		if slices.ContainsFunc(there, func(m name.Name) bool { return name.SameName(n.Text, m.Text) }) {
			names++
		}
	}
	if names == 0 {
		return false
	}
	counted := number.Numbers(version.Title+"\n"+version.Text, version.Lang)
	for _, n := range number.Numbers(said, lang) {
		if slices.ContainsFunc(counted, func(m number.Number) bool { return n.Value == m.Value && n.High == m.High }) {
			numbers++
		}
	}
	return names+numbers >= onItLeast
}

// onItLeast is how many names and numbers a report in another language must share.
const onItLeast = 2

// show is a sentence of a report, or its headline, if it may be shown as it is.
func show(src claim.Article, i int, rules *people.Rules) (claim.Claim, bool) {
	if i == claim.HeadlineIndex {
		head := src.Headline()
		return head, rules.MayHead(head)
	}
	shown := src.Verbatim(i)
	return shown, rules.Unchanged(shown) && src.Checked(shown, i)
}

// shownMost is how many sentences of one side are quoted.
const shownMost = 3

// within is a side that quotes as much as may be.
func (s Side) within(drawn *rights.Tally) Side {
	out := Side{Count: s.Count}
	for _, c := range s.Claims {
		if len(out.Claims) < shownMost && drawn.Take(c.Drawn()...) {
			out.Claims = append(out.Claims, c)
		} else {
			out.Also = append(out.Also, c)
		}
	}
	return out
}

// sideOf counts independent reports and keeps a claim of each.
func sideOf(articles []claim.Article, claims []claim.Claim) Side {
	origins, n := (*claim.Cache)(nil).Origins(articles)
	side := Side{Count: n}
	for i, c := range claims {
		if slices.Index(origins, origins[i]) == i {
			side.Claims = append(side.Claims, c)
		}
	}
	return side
}

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/evidence"
	"dateline/briefing/feed"
	"dateline/briefing/message"
	"dateline/briefing/text"
	"dateline/briefing/text/date"
	"dateline/cmd/dateline/input"
	"dateline/cmd/dateline/output"
	"dateline/store"
)

type showCmd struct {
	Article string `arg:"" name:"ARTICLE" help:"Its id as it was ingested, or its number here (+12 where 12 was also given to another)."`
	Version int    `help:"Which version (default: the newest)." placeholder:"N"`
}

// Run shows an article as it is stored.
func (c *showCmd) Run(ctx context.Context, a *app) error {
	return a.with(ctx, func(d *desk) error {
		art, edition, err := a.version(ctx, d, c.Article, c.Version)
		if err != nil {
			return err
		}
		spans := text.StoredSentences(edition.Text, edition.Lang, edition.Spans)
		if !a.cli.JSON {
			return a.printArticle(art, edition)
		}
		pairs := make([][2]int, len(spans))
		for i, s := range spans {
			pairs[i] = [2]int{s.Start, s.End}
		}
		return output.JSON(a.out, struct {
			Article   string   `json:"article"`
			Version   int      `json:"version"`
			URL       string   `json:"url"`
			Title     string   `json:"title"`
			Outlet    string   `json:"outlet"`
			Published *string  `json:"published"`
			Text      string   `json:"text"`
			Sentences [][2]int `json:"sentences"`
		}{c.Article, edition.No, art.URL, edition.Title, art.Outlet, stamp(art.Published), edition.Text, pairs})
	})
}

// printArticle prints what an article has: any part of it may be missing.
func (a *app) printArticle(art store.Article, v store.Version) error {
	from := dated(art.Published)
	if art.Outlet != "" {
		from = message.Printable(art.Outlet) + ", " + from
	}
	said := claim.Titled(v.Title) + "\n" + from + "\n"
	if art.URL != "" {
		said += message.Printable(art.URL) + "\n"
	}
	if strings.TrimSpace(v.Text) != "" {
		said += "\n" + message.Printable(v.Text) + "\n"
	}
	_, err := io.WriteString(a.out, said)
	return err
}

func dated(t time.Time) string {
	if t.IsZero() {
		return "undated"
	}
	return t.UTC().Format("2 Jan 2006 15:04 UTC")
}

// version finds one version of an article the caller may see; no 0 is the newest.
func (a *app) version(ctx context.Context, d *desk, ref string, no int) (store.Article, store.Version, error) {
	scope, _, err := a.scope(ctx, d)
	if err != nil {
		return store.Article{}, store.Version{}, err
	}
	art, err := d.store.Article(ctx, scope, ref)
	if err != nil {
		return art, store.Version{}, err
	}
	versions, err := d.store.Versions(ctx, art.ID)
	if err != nil {
		return art, store.Version{}, err
	}
	for i := len(versions) - 1; i >= 0; i-- {
		if no == 0 || versions[i].No == no {
			return art, versions[i], nil
		}
	}
	return art, store.Version{}, fmt.Errorf("article %s has no version %d; it has %d", ref, no, len(versions))
}

type checkCmd struct {
	Claim   []string `arg:"" name:"CLAIM" help:"The claim, or - for {id, claim, source} a line."`
	Article string   `help:"The article the claim is checked against." placeholder:"ID"`
}

type jsonFault struct {
	Kind    string `json:"kind"`
	Token   string `json:"token"`
	Message string `json:"message"`
}

type jsonCheck struct {
	ID        string      `json:"id"`
	Supported bool        `json:"supported"`
	Score     float64     `json:"score"`
	Faults    []jsonFault `json:"faults"`
}

// Run checks claims against articles, or (from lines) against given texts.
func (c *checkCmd) Run(ctx context.Context, a *app) error {
	claim := strings.Join(c.Claim, " ")
	if claim == "-" && c.Article == "" {
		return a.lines(ctx, func(r input.Request) (any, error) {
			if r.Article == "" {
				return checkText(r)
			}
			return nil, fmt.Errorf("name the source's text in \"source\"; an article is named by --article")
		})
	}
	if c.Article == "" {
		return usagef("check needs --article ID, or - and {\"claim\", \"source\"} lines")
	}
	return a.with(ctx, func(d *desk) error {
		art, edition, err := a.version(ctx, d, c.Article, 0)
		if err != nil {
			return err
		}
		spans := text.StoredSentences(edition.Text, edition.Lang, edition.Spans)
		article := evidence.Article{Title: edition.Title, Outlet: art.Outlet, Lang: edition.Lang, Text: edition.Text,
			Published: art.Published, Spans: spans}
		if claim == "-" {
			return a.lines(ctx, func(r input.Request) (any, error) { return checked(r.ID, r.Claim, article) })
		}
		res, err := checked("1", claim, article)
		if err != nil {
			return err
		}
		return a.sayCheck(res)
	})
}

func (a *app) sayCheck(res jsonCheck) error {
	said := "supported"
	if !res.Supported {
		said = "not supported"
	}
	said += fmt.Sprintf(" (score %.2f)", res.Score)
	for _, f := range res.Faults {
		said += "\n- " + f.Message
	}
	return a.say(res, "%s", said)
}

func checkText(r input.Request) (jsonCheck, error) {
	if strings.TrimSpace(r.Source) == "" {
		return jsonCheck{}, fmt.Errorf("the line has no \"source\" text to check against")
	}
	lang := text.Detect(r.Source, "")
	return checked(r.ID, r.Claim, evidence.Article{Lang: lang, Text: r.Source, Spans: text.Sentences(r.Source, lang)})
}

func checked(id, claim string, ea evidence.Article) (jsonCheck, error) {
	if strings.TrimSpace(claim) == "" {
		return jsonCheck{}, fmt.Errorf("the claim is empty")
	}
	verdict, _ := evidence.CheckArticle(claim, ea)
	out := jsonCheck{ID: id, Supported: verdict.Supported(), Score: verdict.Score, Faults: []jsonFault{}}
	for _, f := range verdict.Faults {
		out.Faults = append(out.Faults, jsonFault{f.Kind, f.Token, f.Message})
	}
	return out, nil
}

type extractCmd struct {
	File string `arg:"" name:"FILE.html" help:"An HTML file, or - for standard input."`
	URL  string `name:"url" help:"Where the page was." placeholder:"U"`
}

// pageMost is how much of a page is read, 2 MiB.
const pageMost = 2 << 20

// Run prints the article of an HTML file.
func (c *extractCmd) Run(a *app) error {
	in := a.in
	if c.File != "-" {
		file, err := os.Open(c.File)
		if err != nil {
			return fmt.Errorf("%s: %w", c.File, fileFault(err))
		}
		defer file.Close()
		in = file
	}
	body, err := io.ReadAll(io.LimitReader(in, pageMost+1))
	if err != nil {
		return fmt.Errorf("read %s: %w", c.File, err)
	}
	if len(body) > pageMost {
		return fmt.Errorf("%s is larger than 2 MiB, more than a page may have", c.File)
	}
	item, err := feed.Extract(body, c.URL)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	if !a.cli.JSON {
		_, err := fmt.Fprintf(a.out, "%s\n%s\n\n%s\n", message.Printable(item.Title), dated(item.Published), message.Printable(item.Text))
		return err
	}
	return output.JSON(a.out, struct {
		Title     string  `json:"title"`
		Byline    string  `json:"byline"`
		Published *string `json:"published"`
		Lang      string  `json:"lang"`
		Text      string  `json:"text"`
	}{item.Title, item.Byline, stamp(item.Published), item.Lang, item.Text})
}

type datesCmd struct {
	Now  string   `help:"The reference time." placeholder:"TIME"`
	Text []string `arg:"" name:"TEXT" help:"The text, or - for {id, text, now} a line."`
}

type jsonRange struct {
	Text  string  `json:"text"`
	Start int     `json:"start"`
	End   int     `json:"end"`
	From  *string `json:"from"`
	To    *string `json:"to"`
}

type jsonDates struct {
	ID     string      `json:"id"`
	Ranges []jsonRange `json:"ranges"`
}

// Run prints the time phrases of a text as half-open ranges.
func (c *datesCmd) Run(ctx context.Context, a *app) error {
	said := strings.Join(c.Text, " ")
	if said == "-" {
		return a.lines(ctx, func(r input.Request) (any, error) { return c.ranges(a, r) })
	}
	ranges, err := c.ranges(a, input.Request{ID: "1", Text: said})
	if err != nil {
		return err
	}
	if a.cli.JSON {
		return output.JSON(a.out, ranges)
	}
	for _, r := range ranges.Ranges {
		from, to := "?", "?"
		if r.From != nil && r.To != nil {
			from, to = *r.From, *r.To
		}
		if _, err := fmt.Fprintf(a.out, "%s  %s to %s\n", message.Printable(r.Text), from, to); err != nil {
			return err
		}
	}
	return nil
}

func (c *datesCmd) ranges(a *app, r input.Request) (jsonDates, error) {
	out := jsonDates{ID: r.ID, Ranges: []jsonRange{}}
	if r.Now == "" {
		r.Now = c.Now
	}
	ref := a.now()
	if r.Now != "" {
		var err error
		if ref, err = parseStart(r.Now); err != nil {
			return out, err
		}
	}
	for _, t := range date.Times(r.Text, text.Detect(r.Text, "en"), ref) {
		out.Ranges = append(out.Ranges, jsonRange{t.Text, t.Start, t.End, stamp(t.From), stamp(t.To)})
	}
	return out, nil
}

// parseStart reads a reference time: RFC 3339, the same without a zone (UTC), or a date (00:00 UTC).
func parseStart(s string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateOnly} {
		if parsed, err := time.Parse(layout, s); err == nil {
			return parsed, nil
		}
	}
	return time.Time{}, usagef("%q is no time: write 2026-11-23 or 2026-11-23T07:30:00Z", s)
}

package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/claim"
	"dateline/briefing/llm"
	"dateline/briefing/message"
	"dateline/briefing/write"
	"dateline/cmd/dateline/output"
	"dateline/cmd/dateline/screen"
	"dateline/store/state"
)

type briefCmd struct {
	Since   string `help:"Window: a duration back from --at (24h, 7d, 8760h) or a date." default:"24h"`
	At      string `help:"As if it were this time: nothing published later is used." placeholder:"TIME"`
	Topic   string `help:"Only stories about these words: sport, \"sea level\", -football." placeholder:"T"`
	Lang    string `help:"Language of the briefing, like de: a model translates the others; without one they are left out." placeholder:"L"`
	Length  string `help:"short, normal or long." enum:"short,normal,long" default:"normal"`
	Stories int    `help:"How many stories at most." default:"5"`
	Channel string `help:"A named terminal channel that remembers what it was told." placeholder:"NAME"`
}

// Run writes a briefing on standard output.
func (c *briefCmd) Run(ctx context.Context, a *app) error {
	at, live, err := a.parseAt(c.At)
	if err != nil {
		return err
	}
	from, err := parseSince(c.Since, at)
	if err != nil {
		return err
	}
	if c.Lang != "" && write.LanguageName(c.Lang) == "" {
		return usagef("--lang %q is no language: write two letters, like de", c.Lang)
	}
	if err := checkStories(c.Stories); err != nil {
		return err
	}
	req := brief.Request{
		Name: cmp.Or(c.Channel, c.Topic, "Briefing"), From: from, At: at, Live: live,
		Topic: c.Topic, Lang: c.Lang, Length: c.Length, Stories: c.Stories,
	}
	return a.with(ctx, func(d *desk) error {
		pending := d.ready(ctx, a)
		if err := c.address(ctx, a, d, &req); err != nil {
			return err
		}
		unplaced := 0
		var spent llm.Tally
		err := d.writer.Brief(spent.Under(ctx), d.holder, req, a.out, func(w io.Writer, b brief.Briefing) error {
			unplaced = b.Unplaced
			if a.cli.JSON {
				return briefJSON(w, b, &spent)
			}
			return a.render(w, b.Blocks())
		})
		if err == nil && unplaced > 0 && pending != nil {
			return fmt.Errorf("what was read could not be put into stories, so the briefing may lack something: %w", pending)
		}
		return err
	})
}

// checkStories looks at how many stories of a briefing are asked for.
func checkStories(n int) error {
	if n < 1 || n > 100 {
		return usagef("--stories %d: a briefing holds 1 to 100 stories", n)
	}
	return nil
}

// address says whose briefing it is, and in which language that desk can write it.
func (c *briefCmd) address(ctx context.Context, a *app, d *desk, req *brief.Request) error {
	needs := []state.Brake{state.BrakeWriting}
	if c.Channel != "" {
		needs = append(needs, state.BrakePosting)
	}
	scope, owner, err := a.scope(ctx, d, needs...)
	if err != nil {
		return err
	}
	req.Scope, req.Channel.Owner = scope, owner
	if d.writer.Model != nil {
		req.Lang, req.In = "", c.Lang
	}
	if c.Channel != "" {
		req.Channel, err = d.store.TerminalChannel(ctx, owner, c.Channel)
	}
	return err
}

var dayCount = regexp.MustCompile(`^(\d+)([dw])$`)

// parseSince reads --since: a duration back from at, or a date.
func parseSince(s string, at time.Time) (time.Time, error) {
	if match := dayCount.FindStringSubmatch(s); match != nil {
		n, err := strconv.Atoi(match[1])
		if err == nil && n < 100_000 {
			if match[2] == "w" {
				n *= 7
			}
			return at.AddDate(0, 0, -n), nil
		}
	}
	if duration, err := time.ParseDuration(s); err == nil && duration > 0 {
		return at.Add(-duration), nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if parsed, err := time.Parse(layout, s); err == nil {
			if !parsed.Before(at) {
				return parsed, usagef("--since %s is not before %s", s, at.Format(time.RFC3339))
			}
			return parsed, nil
		}
	}
	return at, usagef("--since %q is no window: write a duration like 24h or 7d, or a date like 2026-11-20", s)
}

// jsonDiffer are two reports of a story that cannot both be right.
type jsonDiffer struct {
	What   string      `json:"what"`
	Claims []jsonClaim `json:"claims"`
}

// jsonCorrection is what was told, and what its outlet says now.
type jsonCorrection struct {
	Old    string    `json:"old"`
	Quoted bool      `json:"quoted"` // old is in the outlet's own words
	Told   *string   `json:"told"`
	Noted  bool      `json:"noted"` // the outlet says that it corrected it
	Note   bool      `json:"note"`  // now is that note
	Now    jsonClaim `json:"now"`
}

// jsonAgain is a story that another post of the channel told.
type jsonAgain struct {
	Story string  `json:"story"`
	Title string  `json:"title"`
	Told  *string `json:"told"`
}

// jsonSummary is the last line of a briefing.
type jsonSummary struct {
	Since    *string `json:"since"`
	Until    *string `json:"until"`
	Stories  int     `json:"stories"`
	Articles int     `json:"articles"`
	Sources  int     `json:"sources"`
	Failed   int     `json:"failed"`
	Model    string  `json:"model"`
	Tokens   int     `json:"tokens"`

	Steps           jsonSteps        `json:"steps"`
	Corrections     []jsonCorrection `json:"corrections,omitempty"`
	MoreCorrections int              `json:"more_corrections,omitempty"` // that found no place
	Again           []jsonAgain      `json:"again,omitempty"`
	Unplaced        int              `json:"unplaced,omitempty"` // articles read that stand in no story yet
}

// briefJSON writes a briefing with what it cost.
func briefJSON(w io.Writer, b brief.Briefing, spent *llm.Tally) error {
	for _, s := range b.Stories {
		kind := "new"
		if s.Update {
			kind = "update"
		}
		out := struct {
			Story    string      `json:"story"`
			Title    string      `json:"title"`
			Kind     string      `json:"kind"`
			Articles []string    `json:"articles"`
			Outlets  []string    `json:"outlets"`
			Reports  int         `json:"reports"`
			Claims   []jsonClaim `json:"claims"`
			Differ   *jsonDiffer `json:"differ,omitempty"`
		}{fmt.Sprint(s.ID), s.Title, kind, s.Articles, s.Outlets, s.Reports, jsonClaims(s.Claims), nil}
		if difference := s.Differ; difference != nil {
			out.Differ = &jsonDiffer{difference.What, jsonClaims([]claim.Claim{difference.A, difference.B})}
		}
		if err := output.JSON(w, out); err != nil {
			return err
		}
	}
	sum := jsonSummary{Since: stamp(b.From), Until: stamp(b.At), Stories: len(b.Stories), Articles: b.Articles, Sources: b.Sources,
		Failed: b.Failed, Model: b.Model, Tokens: b.Tokens, MoreCorrections: b.MoreCorrections, Unplaced: b.Unplaced,
		Steps: stepsOf(spent)}
	for _, c := range b.Corrections {
		sum.Corrections = append(sum.Corrections, jsonCorrection{c.Old, c.Quoted, stamp(c.ToldAt), c.Noted, c.IsNote,
			jsonClaims([]claim.Claim{c.Now})[0]})
	}
	for _, x := range b.Repeats {
		sum.Again = append(sum.Again, jsonAgain{fmt.Sprint(x.Story), x.Title, stamp(x.ToldAt)})
	}
	return output.JSON(w, map[string]jsonSummary{"summary": sum})
}

// render draws blocks for the terminal or the pipe this command writes to.
func (a *app) render(w io.Writer, blocks []message.Block) error {
	return screen.Render(w, blocks, screen.Options{Width: a.width, Color: a.tty, Links: a.tty})
}

type storiesCmd struct {
	Since string `help:"Window: a duration back from --at, or a date." default:"72h"`
	At    string `help:"As if it were this time." placeholder:"TIME"`
}

// Run lists the stories of a window; every visible article stands in exactly one.
func (c *storiesCmd) Run(ctx context.Context, a *app) error {
	at, _, err := a.parseAt(c.At)
	if err != nil {
		return err
	}
	from, err := parseSince(c.Since, at)
	if err != nil {
		return err
	}
	return a.with(ctx, func(d *desk) error {
		_ = d.ready(ctx, a)
		scope, _, err := a.scope(ctx, d)
		if err != nil {
			return err
		}
		list, err := d.writer.List(ctx, scope, from, at)
		if err != nil {
			return err
		}
		for _, s := range list {
			err := a.say(struct {
				Story    string   `json:"story"`
				Title    string   `json:"title"`
				Articles []string `json:"articles"`
			}{fmt.Sprint(s.ID), s.Title, s.Articles}, "%6d  %s  (%s)", s.ID, claim.Titled(s.Title), strings.Join(s.Articles, " "))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

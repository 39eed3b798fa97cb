package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dateline/briefing/feed"
	"dateline/briefing/feed/fetch"
	"dateline/briefing/ingest"
	"dateline/briefing/message"
	"dateline/cmd/dateline/output"
	"dateline/store"
	"dateline/store/brake"
	"dateline/store/state"
)

type ingestCmd struct {
	Inputs []string `arg:"" optional:"" name:"INPUT" help:"Feeds, pages, .txt, .html, .jsonl, .opml (each also .gz)."`
}

// reader reads inputs into the archive and reports each outcome.
type reader struct {
	a       *app
	d       *desk
	owner   string
	counts  map[string]int
	started time.Time
	shown   time.Time
}

func (a *app) reader(d *desk, owner string) *reader {
	return &reader{a: a, d: d, owner: owner, counts: map[string]int{}, started: time.Now()}
}

// Run reads the inputs, then places and indexes what is new.
func (c *ingestCmd) Run(ctx context.Context, a *app) error {
	owner, err := a.owner()
	if err != nil {
		return err
	}
	return a.with(ctx, func(d *desk) error {
		input := a.reader(d, owner)
		d.poller.Report = input.report
		if len(c.Inputs) == 0 {
			if _, err := d.poller.Run(ctx); err != nil {
				return err
			}
		}
		for _, in := range c.Inputs {
			if err := input.read(ctx, in); err != nil {
				return err
			}
		}
		input.note("placing stories and indexing …")
		if err := d.settle(ctx); err != nil {
			return err
		}
		return input.done(len(c.Inputs) > 0)
	})
}

// done prints the sum; it is a failure only when everything was refused.
func (r *reader) done(asked bool) error {
	r.clear()
	n := r.counts
	if err := r.a.say(nil, "%d added, %d changed, %d known before, %d refused, in %s.", n["added"], n["changed"], n["duplicate"],
		n["refused"], time.Since(r.started).Round(10*time.Millisecond)); err != nil {
		return err
	}
	if asked && r.usable() == 0 && n["refused"] > 0 {
		return errReported
	}
	return nil
}

// usable is how many articles were read, new or not.
func (r *reader) usable() int { return r.counts["added"] + r.counts["changed"] + r.counts["duplicate"] }

// report counts an outcome and says it: as JSON, or refusals in words.
func (r *reader) report(o ingest.Outcome) {
	r.counts[o.Status]++
	switch {
	case r.a.cli.JSON:
		_ = output.JSON(r.a.out, struct {
			Input   string `json:"input"`
			Article string `json:"article,omitempty"`
			Status  string `json:"status"`
			Reason  string `json:"reason,omitempty"`
		}{o.Input, o.Article, o.Status, o.Reason})
	case o.Status == "refused":
		r.clear()
		fmt.Fprintf(r.a.err, "refused %s: %s\n", message.Printable(o.Input), message.Printable(o.Reason))
	}
	if time.Since(r.shown) > 200*time.Millisecond {
		r.note(fmt.Sprintf("%d articles read", r.usable()))
	}
}

// note shows progress on a terminal; a pipe stays quiet.
func (r *reader) note(s string) {
	if r.a.progress {
		r.shown = time.Now()
		fmt.Fprintf(r.a.err, "\r\x1b[K%s", message.Printable(s))
	}
}

func (r *reader) clear() {
	if r.a.progress {
		fmt.Fprint(r.a.err, "\r\x1b[K")
	}
}

// isURL reports whether an input means an address, right or wrong: "htp://x" is no file.
func isURL(s string) bool {
	scheme, _, ok := strings.Cut(s, "://")
	return ok && !strings.ContainsAny(scheme, `/\.`)
}

// read reads one input. What is wrong with the input is an outcome; an error
// is something that stops the whole command.
func (r *reader) read(ctx context.Context, input string) error {
	if isURL(input) {
		return r.each(ctx, input, r.readURL)
	}
	return r.each(ctx, input, r.readFile)
}

// each reads one input, or one entry of a list, in a way.
func (r *reader) each(ctx context.Context, input string, read func(context.Context, string) error) error {
	r.note("reading " + input + " …")
	err := read(ctx, input)
	var bad inputError
	if errors.As(err, &bad) {
		r.report(ingest.Refused(input, oneLine(bad)))
		return nil
	}
	return err
}

// inputError is a fault of the input, not of the program.
type inputError struct{ error }

// readURL fetches a feed, which becomes a source of the owner, a list of feeds, or one page.
// Which of them it is, its answer says: so a page that its site's robots.txt forbids is asked
// for once too, and not stored. A feed is for programs, whatever robots.txt says of it.
func (r *reader) readURL(ctx context.Context, url string) error {
	began := r.a.now()
	doc, err := r.discover(ctx, url)
	if err != nil {
		return err
	}
	switch doc.Kind {
	case "page":
		src, err := r.d.store.OwnSource(ctx, r.owner, state.SourcePage)
		if err != nil {
			return err
		}
		return r.save(ctx, src, url, doc)
	case "opml":
		return r.subscribe(ctx, doc.Feeds)
	}
	return r.choose(ctx, doc, began)
}

// readListed fetches what a list names: a feed, and no further list, which might name this one.
func (r *reader) readListed(ctx context.Context, url string) error {
	began := r.a.now()
	doc, err := r.discover(ctx, url)
	if err != nil {
		return err
	}
	if doc.Kind == "page" || doc.Kind == "opml" {
		return inputError{ingest.ErrNoFeed}
	}
	return r.choose(ctx, doc, began)
}

// discover finds what stands at an address.
func (r *reader) discover(ctx context.Context, url string) (feed.Document, error) {
	doc, err := r.d.fetcher.Discover(ctx, url)
	if errors.Is(err, fetch.ErrPrivate) {
		return doc, inputError{errors.New("the address is private, and such are not fetched: set FETCH_ALLOW to its network to allow it, " +
			"like 127.0.0.0/8")}
	}
	if err != nil {
		return doc, inputError{err}
	}
	return doc, nil
}

// choose makes a feed a source of the owner, and stores what was read of it since began.
func (r *reader) choose(ctx context.Context, doc feed.Document, began time.Time) error {
	subscribed, err := r.d.poller.Choose(ctx, doc, r.owner, byCommand)
	if errors.Is(err, brake.ErrBlocked) {
		return inputError{err}
	}
	if err != nil {
		return err
	}
	return r.d.poller.First(ctx, subscribed.Source, doc, began)
}

// subscribe adds every feed of a list and reads it once.
func (r *reader) subscribe(ctx context.Context, feeds []feed.Feed) error {
	for _, f := range feeds {
		if err := r.each(ctx, f.URL, r.readListed); err != nil {
			return err
		}
	}
	return nil
}

// save stores the items of an input. What a file gives without an outlet has
// the file's name for one: a sentence without a source is no evidence.
func (r *reader) save(ctx context.Context, src store.Source, input string, doc feed.Document) error {
	for i := range doc.Items {
		doc.Items[i].Outlet = cmp.Or(doc.Items[i].Outlet, src.Outlet, filepath.Base(input))
	}
	out, err := r.d.poller.Add(ctx, src, input, doc)
	for _, o := range out {
		r.report(o)
	}
	for _, x := range doc.Refused {
		r.report(ingest.Refused(input, x.Reason))
	}
	if err == nil && doc.Truncated && !r.a.cli.JSON {
		r.clear()
		fmt.Fprintf(r.a.err, "%s ends in the middle: its complete items are stored.\n", input)
	}
	return err
}

func (r *reader) readFile(ctx context.Context, path string) error {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return inputError{errors.New("there is no such file: check the name, or begin an address with https://")}
	}
	if err != nil {
		return inputError{fileFault(err)}
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil && info.IsDir() {
		return inputError{errors.New("it is a folder: name the files in it")}
	}
	src, err := r.d.store.OwnSource(ctx, r.owner, state.SourceFile)
	if err != nil {
		return err
	}
	lines, archive, err := feed.Archive(path, file)
	if err != nil {
		return inputError{err}
	}
	if archive {
		return r.readArchive(ctx, src, path, lines)
	}
	doc, err := feed.File(path, file)
	if err != nil {
		return inputError{err}
	}
	if doc.Kind == "opml" {
		return r.subscribe(ctx, doc.Feeds)
	}
	return r.save(ctx, src, path, doc)
}

func fileFault(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("there is no such file: check the name")
	case errors.Is(err, fs.ErrPermission):
		return errors.New("the file may not be read: check its permissions")
	}
	return err
}

// archiveBatch is how many lines are stored at once.
const archiveBatch = 200

// readArchive stores a large archive as it reads it; a bad line is refused and
// the next one read.
func (r *reader) readArchive(ctx context.Context, src store.Source, path string, lines io.Reader) error {
	var batch []feed.Item
	flush := func() error {
		err := r.save(ctx, src, path, feed.Document{Items: batch})
		batch = batch[:0]
		return err
	}
	err := feed.JSONL(lines, func(line int, it feed.Item, err error) error {
		if err != nil {
			r.report(ingest.Refused(fmt.Sprintf("%s:%d", path, line), oneLine(err)))
			return nil
		}
		if batch = append(batch, it); len(batch) < archiveBatch {
			return nil
		}
		return flush()
	})
	if errFlush := flush(); errFlush != nil {
		return errFlush
	}
	if err != nil && ctx.Err() == nil {
		return inputError{err}
	}
	return err
}

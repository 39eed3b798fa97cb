package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"time"

	"dateline/bot/layout"
	"dateline/briefing/answer"
	"dateline/briefing/archive"
	"dateline/briefing/brief"
	"dateline/briefing/deliver"
	"dateline/briefing/feed/fetch"
	"dateline/briefing/ingest"
	"dateline/briefing/llm"
	"dateline/briefing/stories"
	"dateline/briefing/write"
	"dateline/store"
	"dateline/store/state"
)

// desk is the product wired together over one database.
type desk struct {
	holder   string // of leases: this process
	store    *store.Store
	fetcher  *fetch.Fetcher
	ingest   *ingest.Ingester
	poller   *ingest.Poller
	stories  *stories.Assigner
	index    *archive.Indexer
	archive  *archive.Archive
	writer   *brief.Writer
	answerer *answer.Answerer
	budget   *write.Budget // of the model
}

// openStore opens the database.
func (a *app) openStore(ctx context.Context) (*store.Store, error) {
	database, err := store.Open(ctx, a.cfg.DatabaseURL)
	if err != nil {
		return nil, err
	}
	database.Now = a.clock
	return database, nil
}

// purge takes what was removed out of what is stored of messages, and out of the index;
// where another process writes that, it is done there within the hour.
func (a *app) purge(ctx context.Context, st *store.Store) error {
	messages := &deliver.Follower{Store: st, Layout: layout.Parts, Log: a.log}
	if _, err := messages.Rewrite(ctx); err != nil {
		return err
	}
	index := &archive.Indexer{Store: st, Holder: "purge " + rand.Text(), Log: a.log}
	_, err := index.Shrink(ctx)
	if errors.Is(err, store.ErrBusy) {
		return nil
	}
	return err
}

// open opens the database and wires the desk.
func (a *app) open(ctx context.Context) (*desk, error) {
	database, err := a.openStore(ctx)
	if err != nil {
		return nil, err
	}
	budget := &write.Budget{Store: database, Daily: a.cfg.LLMDailyTokens, Guild: a.cfg.LLMGuildTokens, Person: a.cfg.LLMUserTokens,
		Price: a.cfg.LLMPrice, Now: a.now, Log: a.log}
	gen, model, err := a.model(budget)
	if err != nil {
		return nil, errors.Join(err, database.Close())
	}
	reader, err := a.secondReader(budget, database, gen)
	if err != nil {
		return nil, errors.Join(err, database.Close())
	}
	vectors, err := a.vectors(budget)
	if err != nil {
		return nil, errors.Join(err, database.Close())
	}
	host, _ := os.Hostname()
	holder := fmt.Sprintf("%s/%d/%s", host, os.Getpid(), rand.Text()[:6])
	if wide := fetch.TooWide(a.cfg.FetchAllow); len(wide) > 0 {
		a.log.Warn("FETCH_ALLOW holds addresses at which clouds hand out passwords", "networks", joined(wide))
	}
	opened := &desk{holder: holder, store: database, budget: budget, fetcher: &fetch.Fetcher{Allow: a.cfg.FetchAllow,
		Contact: a.cfg.FetchContact, Now: a.now, Log: a.log}}
	opened.ingest = &ingest.Ingester{Store: database, Now: a.now, Log: a.log}
	opened.poller = &ingest.Poller{Store: database, Fetcher: opened.fetcher, Ingest: opened.ingest, Now: a.now, Log: a.log}
	opened.stories = &stories.Assigner{Store: database, Holder: holder, Log: a.log}
	opened.index = &archive.Indexer{Store: database, Holder: holder, Log: a.log}
	opened.archive = &archive.Archive{Store: database, Vectors: vectors, Log: a.log}
	opened.writer = &brief.Writer{Store: database, Model: gen, Name: model, Reader: reader, Count: a.countClaims, Now: a.now, Log: a.log}
	opened.answerer = &answer.Answerer{Store: database, Archive: opened.archive, Model: gen, Name: model, Reader: reader,
		Count: a.countClaims, Now: a.now, Log: a.log, Brief: opened.brief}
	return opened, nil
}

const (
	askedStories = 5               // of a briefing that a question asks for
	askedTime    = 1 * time.Minute // after which the rest of it is told without the model
)

// brief tells what is new to somebody who asked for it: stateless, for one reader.
func (d *desk) brief(ctx context.Context, req answer.BriefRequest) (answer.Briefed, error) {
	told, err := d.writer.Write(ctx, brief.Request{Name: req.Words.Say("your_briefing"), Speak: req.Speak(), Scope: req.Scope,
		From: req.From, At: req.At,
		Zone: req.At.Location(), Topic: req.Topic, In: req.Lang, Length: "normal", Stories: askedStories, ModelTime: askedTime,
		Talk: req.Talk})
	if err != nil {
		return answer.Briefed{}, err
	}
	out := answer.Briefed{Blocks: told.Blocks(), Model: told.Model, Tokens: told.Tokens}
	for _, s := range told.Stories {
		out.Claims = append(out.Claims, s.Claims...)
	}
	return out, nil
}

// with opens the desk for one command and closes it after.
func (a *app) with(ctx context.Context, f func(d *desk) error) error {
	opened, err := a.open(ctx)
	if err != nil {
		return err
	}
	return errors.Join(f(opened), opened.store.Close())
}

// model is the configured language model within a budget, nil without one.
func (a *app) model(budget *write.Budget) (llm.Generator, string, error) {
	switch {
	case a.cfg.OpenAIModel == "":
		return nil, "", nil
	case a.cfg.OpenAIAPIKey == "":
		a.log.Warn("OPENAI_MODEL is set and OPENAI_API_KEY is not, so no model is used: set the key, a local server takes any word")
		return nil, "", nil
	}
	ends := []llm.Endpoint{{URL: a.cfg.OpenAIBaseURL, Model: a.cfg.OpenAIModel, Key: a.cfg.OpenAIAPIKey}}
	gen, err := a.generator(budget, append(ends, a.cfg.LLMFallbacks...))
	return gen, a.cfg.OpenAIModel, err
}

// secondReader is the model that reads texts a second time, within the same budget:
// the one that is named for it, else the one that writes; nil without one. It is asked
// at its own server alone: one that stands in for it has passed no quiz.
func (a *app) secondReader(budget *write.Budget, database *store.Store, gen llm.Generator) (*write.Reader, error) {
	if a.cfg.readsOnce() || gen == nil {
		return nil, nil
	}
	reader := &write.Reader{Name: a.cfg.OpenAIModel, Store: database, Now: a.now, Log: a.log}
	if a.cfg.VerifierModel == "" {
		reader.Model = budget.Over(a.metrics.OverModel(llm.ClientOf(gen).First()))
		return reader, nil
	}
	var err error
	reader.Name = a.cfg.VerifierModel
	reader.Model, err = a.generator(budget, []llm.Endpoint{{URL: a.cfg.OpenAIBaseURL, Model: a.cfg.VerifierModel, Key: a.cfg.OpenAIAPIKey,
		Variable: "OPENAI_VERIFIER_MODEL"}})
	return reader, err
}

// countClaims notes what became of the claims of one reply.
func (a *app) countClaims(l write.RepairStats) {
	a.log.Debug("claims of the model", "kept", l.Kept, "replaced", l.Replaced, "regenerated", l.Regenerated, "quoted", l.Quoted,
		"dropped", l.Dropped)
	a.metrics.Claims(l)
}

// generator asks endpoints within the budget, and counts what they use.
func (a *app) generator(budget *write.Budget, ends []llm.Endpoint) (llm.Generator, error) {
	client, err := llm.New(ends, llm.Options{Context: a.cfg.LLMContext, Extra: a.cfg.OpenAIExtra, Servers: &a.servers,
		Hide: a.cfg.redactor().Said, Log: a.log})
	if err != nil {
		return nil, usageError{err}
	}
	return budget.Over(a.metrics.OverModel(client)), nil
}

// vectors are the configured model of vectors within the budget, nil without one.
func (a *app) vectors(budget *write.Budget) (*archive.Vectors, error) {
	if a.cfg.EmbeddingModel == "" || a.cfg.OpenAIAPIKey == "" {
		return nil, nil
	}
	embedder, err := llm.NewEmbeddings(llm.Endpoint{URL: a.cfg.OpenAIBaseURL, Model: a.cfg.EmbeddingModel, Key: a.cfg.OpenAIAPIKey},
		llm.Options{Servers: &a.servers, Hide: a.cfg.redactor().Said, Log: a.log})
	if err != nil {
		return nil, usageError{err}
	}
	return &archive.Vectors{Embedder: budget.OverVectors(a.metrics.OverVectors(embedder)), Model: a.cfg.EmbeddingModel}, nil
}

// modelHost is where questions are sent; "" when they stay here.
func (a *app) modelHost(d *desk) string {
	parsed, err := url.Parse(a.cfg.OpenAIBaseURL)
	if err != nil || d.writer.Model == nil && d.archive.Vectors == nil {
		return ""
	}
	return parsed.Host
}

// settle places and indexes what is pending. Another process that does it
// already is as good.
func (d *desk) settle(ctx context.Context) error {
	for _, run := range []func(context.Context) (int, error){d.stories.Run, d.index.Run} {
		if _, err := run(ctx); err != nil && !errors.Is(err, store.ErrBusy) {
			return err
		}
		d.stories.Forget() // the index needs the room, and a command makes no second pass
	}
	return nil
}

// ready settles what an earlier run left pending. Where the database may not be
// written, what is there is read: the fault is logged, and returned to whom the
// difference matters.
func (d *desk) ready(ctx context.Context, a *app) error {
	err := d.settle(ctx)
	if err != nil && ctx.Err() == nil {
		a.log.Warn("what is pending was not placed", "err", err)
	}
	return err
}

// scope is what the desk of --scope reads, and that desk. needs are what the command
// does: it is refused while the operator has stopped one of them there.
func (a *app) scope(ctx context.Context, d *desk, needs ...state.Brake) (store.Scope, string, error) {
	owner, err := store.ParseOwner(a.cli.Scope)
	if err != nil {
		return store.Scope{}, "", usageError{err}
	}
	var guild int64
	_, _ = fmt.Sscanf(owner, "guild:%d", &guild) // another owner is in no server
	for _, what := range needs {
		stopped, err := d.store.Stopped(ctx, what, guild)
		switch {
		case err != nil:
			return store.Scope{}, "", err
		case stopped:
			return store.Scope{}, "", fmt.Errorf("%s is stopped by the operator: \"dateline doctor\" says since when, "+
				"\"dateline resume\" or \"dateline block --undo\" ends it", what)
		}
	}
	scope, err := d.store.ScopeOf(ctx, owner)
	return scope, owner, err
}

// parseAt reads --at: RFC 3339, or a date whose end is meant; empty is now.
func (a *app) parseAt(s string) (t time.Time, live bool, err error) {
	if s == "" {
		return a.now(), true, nil
	}
	if t, err = time.Parse(time.RFC3339, s); err == nil {
		return t, false, nil
	}
	if t, err = time.Parse(time.DateOnly, s); err == nil {
		return t.AddDate(0, 0, 1).Add(-time.Millisecond), false, nil
	}
	return t, false, usagef("--at %q is no time: write 2026-11-23 (its end is meant) or 2026-11-23T07:30:00Z", s)
}

package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"dateline/bot/component"
	"dateline/bot/layout"
	"dateline/bot/rest"
	"dateline/bot/sources"
	"dateline/bot/wire"
	"dateline/briefing/feed"
	"dateline/briefing/feed/link"
	"dateline/briefing/ingest"
	"dateline/store"
	"dateline/store/brake"
	"dateline/store/state"
)

const (
	discoverTime  = 60 * time.Second // to find and read a feed once
	addTime       = 90 * time.Second // to look at all that was named; the rest is read by the next pass
	discoverMost  = 6                // looked at at once for one person; of one host one at a time
	lookingMost   = 24               // and for all people: each may be a page of many megabytes
	undoneMost    = 12               // sources that one button removes again: as many ids as it holds
	suggestedMost = 25
)

// sourceForm asks whoever names nothing: for addresses or names, a pack, a list.
func (b *Bot) sourceForm(c *call) (component.Form, bool) {
	if len(c.opts) > 0 {
		return component.Form{}, false
	}
	packs := component.Menu{ID: sources.FieldPack, Hint: c.words.Say("source_form_pack_hint"), Optional: true}
	for _, pack := range sources.SuggestPacks("", c.words, suggestedMost) {
		packs.Options = append(packs.Options, component.Option{Label: pack.Title, Value: pack.Value, Help: pack.Help})
	}
	return component.Form{ID: sources.Press + sources.DoForm, Title: c.words.Say("source_form"), Labels: []component.Label{
		{Text: c.words.Say("source_form_what"), Help: c.words.Say("source_form_what_help"),
			Field: component.Text{ID: sources.FieldWhat, Long: true, Optional: true}},
		{Text: c.words.Say("source_form_pack"), Field: packs},
		{Text: c.words.Say("source_form_file"), Help: c.words.Say("source_form_file_help"),
			Field: component.Upload{ID: sources.FieldFile, Optional: true}},
	}}, true
}

// asked is what somebody who adds sources has named.
type asked struct {
	typed, pack string
	files       []wire.Attachment
}

// sourceAdd reads what the options of the command name.
func (b *Bot) sourceAdd(ctx context.Context, c *call) (response, error) {
	want := asked{typed: c.raw("sources"), pack: c.text("pack")}
	if file, ok := c.in.Data.V.Resolved.V.Attachments.V[c.raw("file")]; ok {
		want.files = append(want.files, file)
	}
	return b.addSources(ctx, c, want)
}

// sourceAdded reads what the form brings.
func (b *Bot) sourceAdded(ctx context.Context, c *call) (response, error) {
	answers := component.Read(c.in.Data.V)
	want := asked{typed: layout.Clip(answers.Text(sources.FieldWhat), 4000), files: answers.Files(sources.FieldFile)}
	if chosen := answers.Values(sources.FieldPack); len(chosen) > 0 {
		want.pack = chosen[0]
	}
	return b.addSources(ctx, c, want)
}

// raw is a text option as it was typed, which is compared and never shown.
func (c *call) raw(name string) string {
	var s string
	if json.Unmarshal(c.opts[name].Value, &s) != nil {
		return ""
	}
	return layout.Clip(strings.TrimSpace(s), 2000)
}

// addSources looks at all that was named and says what came of it.
func (b *Bot) addSources(ctx context.Context, c *call, want asked) (response, error) {
	have, err := b.chosen(ctx, c.owner())
	if err != nil {
		return response{}, err
	}
	wishes, err := b.wishes(ctx, c, want, sources.Most-len(have))
	if err != nil {
		return response{}, err
	}
	outcomes := b.fulfil(ctx, c, wishes, have)
	reply := response{blocks: sources.Report(c.words, outcomes)}
	var fresh []string
	for _, o := range outcomes {
		if o.Result == sources.Added || o.Result == sources.Unread {
			fresh = append(fresh, fmt.Sprint(o.ID))
		}
	}
	if len(fresh) > 0 && len(fresh) <= undoneMost {
		label := c.words.Count(len(fresh), "source_undo")
		reply.rows = row(component.Button(label, idUndo+strings.Join(fresh, ".")))
	}
	return reply, nil
}

// wishes are what was typed, chosen and sent, each once; room is how many more fit.
func (b *Bot) wishes(ctx context.Context, c *call, want asked, room int) ([]sources.Wish, error) {
	lists := [][]sources.Wish{sources.Typed(want.typed, c.words)}
	if want.pack != "" {
		pack, ok := sources.OfPack(want.pack)
		if !ok {
			return nil, refuse("source_pack_unknown")
		}
		lists = append(lists, pack)
	}
	for _, file := range want.files {
		listed, err := b.listOf(ctx, file)
		count := c.words.Thousands(len(listed))
		if errors.Is(err, feed.ErrManyFeeds) {
			count = c.words.Thousands(feed.FeedsMost) + "+"
		} else if err != nil {
			return nil, err
		}
		if err != nil || len(listed) > room {
			return nil, refuse("source_file_many", count, c.words.Thousands(max(room, 0)))
		}
		lists = append(lists, sources.OfList(listed))
	}
	all := sources.Merge(lists...)
	if len(all) == 0 {
		return nil, refuse("source_nothing")
	}
	return all, nil
}

// listOf brings a file from Discord and reads the feeds it names. Its size is what
// the sender says: no more than a list has is read.
func (b *Bot) listOf(ctx context.Context, file wire.Attachment) ([]feed.Feed, error) {
	tooLarge := refuse("source_file_large", fmt.Sprint(feed.ListMost>>20))
	if file.Size.V > feed.ListMost {
		return nil, tooLarge
	}
	body, err := b.api.File(ctx, file.URL.V, feed.ListMost)
	switch {
	case errors.Is(err, rest.ErrTooLarge):
		return nil, tooLarge
	case err != nil:
		b.Log.Info("a file was not brought", "err", err)
		return nil, refuse("source_file_lost")
	}
	listed, err := feed.List(file.Name.V, body)
	switch {
	case errors.Is(err, feed.ErrEmpty):
		return nil, refuse("source_file_empty")
	case errors.Is(err, feed.ErrTooBig):
		return nil, tooLarge
	case errors.Is(err, feed.ErrManyFeeds):
		return nil, err
	case err != nil:
		return nil, refuse("source_file_nothing")
	}
	return listed, nil
}

// fulfil looks at what was wished, a few at once, and makes sources of it.
func (b *Bot) fulfil(ctx context.Context, c *call, wishes []sources.Wish, have []store.Source) []sources.Outcome {
	outcomes := make([]sources.Outcome, len(wishes))
	known := map[string]store.Source{}
	for _, s := range have {
		known[link.Key(s.URL)] = s
	}
	inTime, cancel := context.WithTimeout(ctx, addTime)
	defer cancel()
	var group errgroup.Group
	group.SetLimit(discoverMost)
	room := sources.Most - len(have)
	for i, wish := range wishes {
		s, chosen := known[link.Key(wish.URL)]
		switch {
		case wish.Lack != "":
			outcomes[i] = sources.Outcome{Wish: wish}
		case chosen:
			outcomes[i] = sources.Outcome{Wish: wish, Result: sources.Known, Name: sources.Name(s), ID: s.ID}
		case room == 0:
			wish.Lack = "source_full"
			outcomes[i] = sources.Outcome{Wish: wish}
		default:
			room--
			group.Go(func() error {
				outcomes[i] = b.fulfilOne(ctx, inTime, c, wish)
				return nil
			})
		}
	}
	_ = group.Wait() // each has its own outcome
	return outcomes
}

// fulfilOne finds the feed of one wish. What there is no time for is added unread.
func (b *Bot) fulfilOne(ctx, inTime context.Context, c *call, wish sources.Wish) (out sources.Outcome) {
	defer b.survive()
	out = sources.Outcome{Wish: wish}
	chosen := feed.Feed{URL: wish.URL, Title: wish.Title()}
	if b.looking.Acquire(inTime, 1) == nil {
		defer b.looking.Release(1)
		looking, cancel := context.WithTimeout(inTime, discoverTime)
		defer cancel()
		added, err := b.Poller.Subscribe(looking, chosen, c.owner(), fmt.Sprint(c.user))
		var unreadable ingest.Unreadable
		out.ID, out.Name = added.Source.ID, sources.Name(added.Source)
		switch {
		case err == nil:
			out.Result, out.Latest, out.Items = sources.Added, added.Latest, added.Items
			if !added.Fresh {
				out.Result = sources.Known
			}
			return out
		case errors.As(err, &unreadable) && inTime.Err() == nil:
			out.Name, out.Reason = "", unreadable.Error()
			return out
		case errors.Is(err, brake.ErrBlocked):
			out.Name, out.Reason = "", brake.ErrBlocked.Error()
			return out
		case added.Source.ID != 0: // it is chosen, and what it holds comes with the next pass
			out.Result = sources.Unread
			return out
		}
		if inTime.Err() == nil {
			b.Log.Error("a source was not added", "err", err)
			out.Name, out.Reason = "", "what it holds could not be stored"
			return out
		}
	}
	src, fresh, err := b.Store.AddSource(ctx, store.Source{Domain: store.Public, URL: chosen.URL, Title: chosen.Title,
		Kind: state.SourceFeed}, c.owner(), fmt.Sprint(c.user))
	if err != nil {
		out.Reason = "what it holds could not be stored"
		if errors.Is(err, brake.ErrBlocked) {
			out.Reason = brake.ErrBlocked.Error()
		}
		return out
	}
	out.ID, out.Name, out.Result = src.ID, sources.Name(src), sources.Unread
	if !fresh {
		out.Result = sources.Known
	}
	return out
}

// completeWishes completes the last of the names that are typed.
func (b *Bot) completeWishes(_ context.Context, c *call, _ string) ([]choice, error) {
	return choicesOf(sources.Suggest(c.raw("sources"), c.words, suggestedMost)), nil
}

func (b *Bot) completePacks(_ context.Context, c *call, typed string) ([]choice, error) {
	return choicesOf(sources.SuggestPacks(typed, c.words, suggestedMost)), nil
}

func choicesOf(list []sources.Suggestion) []choice {
	var out []choice
	for _, s := range list {
		out = append(out, choice{s.Name, s.Value})
	}
	return out
}

// undo removes sources again that were added; what was tested then is tested anew.
func (b *Bot) undo(ctx context.Context, c *call, ids string) (response, error) {
	if err := b.commands["source remove"].may(c); err != nil {
		return response{}, err
	}
	all, err := b.chosen(ctx, c.owner())
	if err != nil {
		return response{}, err
	}
	wanted := strings.Split(ids, ".")
	removed := slices.DeleteFunc(all, func(s store.Source) bool { return !slices.Contains(wanted, fmt.Sprint(s.ID)) })
	for _, s := range removed {
		if err := b.Store.Unsubscribe(ctx, c.owner(), s.ID); err != nil && !gone(err) {
			return response{}, err
		}
	}
	switch len(removed) {
	case 0:
		return response{}, refuse("source_removed_already")
	case 1:
		return c.say("source_removed", sources.Name(removed[0])), nil
	}
	return said(c.words.Count(len(removed), "sources_removed")), nil
}

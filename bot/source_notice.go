package bot

import (
	"context"
	"fmt"
	"hash/fnv"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/bot/layout"
	"dateline/bot/reason"
	"dateline/bot/rest"
	"dateline/bot/sources"
	"dateline/bot/wire"
	"dateline/briefing/phrases"
	"dateline/store"
	"dateline/store/health"
	"dateline/store/state"
)

// TellOfSources tells whoever added a source, to a server or in direct messages, that it has failed for a
// day, and that it works again: a stage of the program. Each is told once, over
// restarts too: what is to be told is claimed first and settled afterwards.
func (b *Bot) TellOfSources(ctx context.Context) (int, error) {
	const failedFor, lease, most = 24 * time.Hour, 10 * time.Minute, 20
	if err := b.Identify(ctx); err != nil {
		return 0, err
	}
	due, err := b.Store.SourceNotices(ctx, failedFor, lease, most)
	if err != nil {
		return 0, err
	}
	for i, x := range due {
		settled, err := b.tellOfSource(ctx, x)
		if err != nil {
			b.Log.Info("whoever added a source cannot be told of it", "err", err)
		}
		if !settled {
			continue // it is tried again when the claim ends
		}
		if err := b.Store.SettleSourceNotice(ctx, x); err != nil {
			return i, err
		}
	}
	return len(due), nil
}

// tellOfSource tells one notice. It is settled where it was told, and where nobody
// is there who could be.
func (b *Bot) tellOfSource(ctx context.Context, x health.Notice) (settled bool, err error) {
	server, _ := strings.CutPrefix(x.Owner, "guild:")
	guild, _ := strconv.ParseInt(server, 10, 64)
	by, alone := strings.CutPrefix(x.Owner, "user:")
	if !alone {
		by = x.By
	}
	person, _ := strconv.ParseInt(by, 10, 64)
	if guild == 0 && !alone || person == 0 {
		return true, nil // nobody is there who could be told
	}
	if stopped, err := b.Store.Stopped(ctx, state.BrakePosting, guild); err != nil || stopped {
		return false, err
	}
	ctx, cancel := context.WithTimeout(ctx, noticeTime)
	defer cancel()
	if !alone && !b.isMember(ctx, guild, person) {
		return b.knows(guild, person), nil
	}
	channel, err := b.privateChannel(ctx, by)
	if err != nil {
		return rest.Meaning(err) != rest.FailedForNow, err
	}
	words := b.owned(ctx, store.Channel{GuildID: guild}, person)
	out := body(layout.Parts(paras(b.saidOfSource(words, guild, x)))[0].Content)
	if x.PerhapsToldBefore {
		if told, err := b.toldBefore(ctx, channel, out["content"]); told || err != nil {
			return told, err
		}
	}
	out["nonce"], out["enforce_nonce"] = noticeNonce(x), true
	err = b.api.Do(ctx, http.MethodPost, "/channels/"+channel.String()+"/messages", out, nil)
	return err == nil || rest.Meaning(err) != rest.FailedForNow, err
}

// saidOfSource is a notice in words: of a server's source, or of one that the person
// chose for herself or himself (server 0).
func (b *Bot) saidOfSource(words *phrases.Words, guild int64, x health.Notice) string {
	name := sources.Name(store.Source{Title: x.Title, Outlet: x.Outlet, URL: x.URL})
	server := b.roles.name(guild)
	if server == "" {
		server = fmt.Sprint(guild)
	}
	why := reason.Say(words, x.Reason)
	switch {
	case guild == 0 && x.Works:
		return words.Say("source_own_works", name)
	case guild == 0 && x.Ended:
		return words.Say("source_own_ends", name, why)
	case guild == 0:
		return words.Say("source_own_fails", name, why)
	case x.Works:
		return words.Say("source_notice_works", name, server)
	case x.Ended:
		return words.Say("source_notice_ends", name, server, why)
	}
	return words.Say("source_notice_fails", name, server, why)
}

// toldBefore reports whether a direct message says this already: the last attempt
// to send it came to no known end.
func (b *Bot) toldBefore(ctx context.Context, channel wire.Snowflake, content any) (bool, error) {
	var last []wire.Message
	err := b.api.Do(ctx, http.MethodGet, "/channels/"+channel.String()+"/messages?limit=50", nil, &last)
	if err != nil {
		return false, fmt.Errorf("read direct messages: %w", err)
	}
	return slices.ContainsFunc(last, func(m wire.Message) bool { return m.Author.ID == b.self() && m.Content.V == content }), nil
}

// noticeNonce is one for each source, server and spell of failure.
func noticeNonce(x health.Notice) string {
	hash := fnv.New64a()
	fmt.Fprint(hash, x.Source, x.Owner, x.Works, x.Since.Unix())
	return strconv.FormatUint(hash.Sum64(), 36)
}

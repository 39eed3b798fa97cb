package operate_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/cmd/dateline/operate"
	"dateline/cmd/dateline/output"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// told is a database in which message 900 tells one claim, and what its commands print.
func told(t *testing.T) (shell operate.Shell, out *bytes.Buffer, claim int64) {
	t.Helper()
	ctx := context.Background()
	url := "sqlite:" + filepath.Join(storetest.Dir(t), "d.db")
	open := func(ctx context.Context) (*store.Store, error) { return store.Open(ctx, url) }
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	s, err := open(ctx)
	must(err)
	src, err := s.OwnSource(ctx, store.Desk, state.SourceFile)
	must(err)
	outs, err := s.AddArticles(ctx, []store.Incoming{storetest.Article(src, "bridge", "Bridge closed", "It closed on Thursday.", time.Now())})
	must(err)
	sum, _, err := s.BeginSummary(ctx, store.Summary{Key: "k", Kind: "story", Domain: store.Public}, time.Minute)
	must(err)
	sum.Claims = []store.Claim{{Text: "The bridge closed on \x1b[2JThursday.", Kind: "written", Cites: []store.Cite{{Version: outs[0].Version, Field: "text", End: 22, Quote: "It closed on Thursday."}}}}
	sum, err = s.FinishSummary(ctx, sum)
	must(err)
	channel, err := s.DiscordChannel(ctx, store.Channel{Kind: state.ChannelText, Name: "news", DiscordID: 80, GuildID: 8, Owner: "guild:8", SetBy: "1"})
	must(err)
	post, err := s.AddPost(ctx, store.Post{Key: "p", Channel: channel.ID, Kind: state.PostBriefing, Payload: "{}", State: state.PostReady, Cut: time.Now(), Due: time.Now(), Expire: time.Now().Add(time.Hour)}, []int64{sum.Claims[0].ID})
	must(err)
	post.MessageID = 900
	must(s.MarkPost(ctx, post, state.PostReady, state.PostSent))
	must(s.Close())
	out = &bytes.Buffer{}
	purge := func(context.Context, *store.Store) error {
		fmt.Fprintln(out, "(purged)")
		return nil
	}
	return operate.Shell{Open: open, Printer: output.Printer{Out: out}, Purge: purge}, out, sum.Claims[0].ID
}

func TestRetract_SaysWhatItHasTouched(t *testing.T) {
	ctx := context.Background()
	shell, out, claim := told(t)
	run := func(c operate.Retract, want string) {
		t.Helper()
		out.Reset()
		if err := c.Run(ctx, shell); err != nil || !strings.Contains(out.String(), want) {
			t.Errorf("%+v: %v, said %q, want %q in it", c, err, out, want)
		}
	}
	run(operate.Retract{Message: "https://discord.com/channels/8/80/900"}, fmt.Sprintf("%d  The bridge closed on [2JThursday. (shown)", claim))
	mistake := operate.Retract{Claim: fmt.Sprint(claim), Why: "it closed on Friday"}
	run(mistake, "is corrected: 1 claim, 1 message in 1 channel. The bot edits the messages")
	run(mistake, "nothing was changed")
	if strings.Contains(out.String(), "(purged)") {
		t.Error("what was corrected is taken out of what is stored")
	}
	shell.JSON = true
	run(operate.Retract{Article: "+1", Why: "withdrawn", Remove: true}, `"action":"removed","again":false,"claims":1,"articles":1,"messages":1,"channels":1,"anew":0}`)
	if !strings.HasPrefix(out.String(), "(purged)") {
		t.Error("what was removed stays in what is stored")
	}
}

func TestRetract_SaysWhatToDoAboutAMistake(t *testing.T) {
	ctx := context.Background()
	shell, _, claim := told(t)
	for want, c := range map[string]operate.Retract{
		"name what is taken back":        {Why: "x"},
		"one of --claim":                 {Claim: "1", Story: "2", Why: "x"},
		"say why":                        {Claim: "1"},
		"say it in one sentence":         {Claim: "1", Why: strings.Repeat("x", 700)},
		"Copy Message Link":              {Message: "https://example.com/x"},
		"is no briefing or alert":        {Message: "12"},
		"leave the rest out":             {Message: "900", Claim: fmt.Sprint(claim)},
		`"x" is no number: "dateline re`: {Claim: "x", Why: "x"},
		"there is no claim 99":           {Claim: "99", Why: "x"},
		"there is no story 99":           {Story: "99", Why: "x"},
		"there is no source 99":          {Source: "99", Why: "x"},
		"a search prints the ids":        {Article: "nothing", Why: "x"},
	} {
		if err := c.Run(ctx, shell); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q in it", c, err, want)
		}
	}
	var usage operate.UsageError
	if err := (&operate.Retract{}).Run(ctx, shell); !errors.As(err, &usage) {
		t.Errorf("%v is no mistake of usage", err)
	}
}

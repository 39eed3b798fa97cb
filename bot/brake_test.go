package bot

import (
	"context"
	"testing"
	"time"

	"dateline/bot/discordtest"
	"dateline/bot/reason"
	"dateline/bot/sources"
	"dateline/briefing/briefingtest"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/store"
	"dateline/store/brake"
	"dateline/store/state"
)

// halt stops something in the world.
func (w *world) halt(b brake.Brake) (release func()) {
	w.t.Helper()
	if _, err := w.store.Stop(context.Background(), b); err != nil {
		w.t.Fatal(err)
	}
	return func() {
		w.t.Helper()
		if _, err := w.store.Release(context.Background(), b); err != nil {
			w.t.Fatal(err)
		}
	}
}

func TestBrake_ReadsAsDesigned(t *testing.T) {
	t.Parallel()
	ctx, b := context.Background(), set(t)
	src, _, err := b.Store.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://coast.example/feed", Kind: state.SourceFeed}, "guild:1", "7")
	if err != nil {
		t.Fatal(err)
	}
	b.Store.Now = func() time.Time { return monday }
	refusals := func(w *phrases.Words) (out []message.Block) {
		for _, err := range []error{b.mayAnswer(ctx, 1), b.mayTell(ctx, 1, state.BrakeWriting, state.BrakePosting)} {
			if err != nil {
				out = append(out, b.replyForError(w, "test", err).blocks...)
			}
		}
		return out
	}
	golden := spoken(func(w *phrases.Words) []message.Block { return said(w.Say("stopped_server")).blocks })
	for _, what := range []brake.Brake{{What: state.BrakePosting}, {What: state.BrakeWriting, Guild: 1}, {What: state.BrakeAsking}} {
		if _, err := b.Store.Stop(ctx, what); err != nil {
			t.Fatal(err)
		}
		golden += spoken(refusals)
	}
	if _, err := b.Store.Release(ctx, brake.Brake{What: state.BrakeWriting, Guild: 1}); err != nil {
		t.Fatal(err)
	}
	golden += spoken(refusals)
	for _, what := range []brake.Brake{{What: state.BrakeReading, Source: src.ID}, {What: state.BrakeBlocked, Source: src.ID}, {What: state.BrakeBlocked, Guild: 2}, {What: state.BrakeWriting, Guild: 3}} {
		if _, err := b.Store.Stop(ctx, what); err != nil {
			t.Fatal(err)
		}
	}
	for _, role := range []string{"admin", "operator"} {
		golden += spoken(func(w *phrases.Words) []message.Block {
			page := &statusPage{words: w}
			if err := b.checkBrakes(ctx, roles()[role], page); err != nil {
				t.Fatal(err)
			}
			return page.done()
		})
	}
	listed, err := b.Store.Source(ctx, src.ID)
	if err != nil {
		t.Fatal(err)
	}
	golden += spoken(func(w *phrases.Words) []message.Block {
		listed.Stopped = state.BrakeBlocked
		blocked := sources.State(w, listed)
		listed.Stopped = state.BrakeReading
		return said(blocked + "; " + sources.State(w, listed) + "; " + reason.Say(w, brake.ErrBlocked.Error())).blocks
	})
	briefingtest.Golden(t, "brake", golden)
}

func TestBrake_ABlockedServerHasOneSentenceAndNoReply(t *testing.T) {
	w := furnished(t)
	told := w.tell("World")
	const sentence = "The operator has blocked this server, so I post nothing and answer nothing here."
	release := w.halt(brake.Brake{What: state.BrakeBlocked, Guild: int64(id(w.guild))})
	for _, name := range []string{"brief", "help", "status", "new"} {
		wants(t, "/"+name, w.slash(name, nil), sentence)
	}
	wants(t, "a button", w.interact(discordtest.Interaction{Press: idAsk + "1", Message: &told}).Text(), sentence)
	release()
	if got := w.slash("help", nil); got == sentence {
		t.Error("a server that was let in again is blocked")
	}
}

func TestBrake_StoppedQuestionsAndBriefingsAreRefusedInBothPlaces(t *testing.T) {
	w := furnished(t)
	dm := w.d.DM(w.boss)
	asked := func(channel string) string {
		t.Helper()
		return w.interact(discordtest.Interaction{Channel: channel, Name: "ask", Options: map[string]any{"question": "Who was found alive in Senn?"}}).Text()
	}
	release := w.halt(brake.Brake{What: state.BrakeAsking})
	wants(t, "in a server", asked(""), "The operator has stopped answers to questions for now.")
	wants(t, "in direct messages", asked(dm), "The operator has stopped answers to questions for now.")
	release()
	release = w.halt(brake.Brake{What: state.BrakeWriting, Guild: int64(id(w.guild))})
	wants(t, "a briefing", w.slash("brief", nil), "The operator has stopped the writing of briefings for now.")
	if got := asked(""); got == "" || got == w.slash("brief", nil) {
		t.Errorf("with writing stopped a question is met with %q", got)
	}
	release()
}

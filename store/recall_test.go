package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/store"
	"dateline/store/audit"
	"dateline/store/recall"
	"dateline/store/state"
	"dateline/store/storetest"
)

// recallDesk has an article with claims, of which two channels of two servers were told.
type recallDesk struct {
	t        *testing.T
	s        *store.Store
	src      store.Source
	articles []store.Outcome
	channels [2]store.Channel
	posts    int

	found time.Time // when answers were found that stand from now on
}

func newRecallDesk(t *testing.T, s *store.Store) *recallDesk {
	t.Helper()
	ctx := context.Background()
	d := &recallDesk{t: t, s: s}
	d.src = must[store.Source](t)(s.OwnSource(ctx, store.Desk, state.SourceFile))
	d.articles = must[[]store.Outcome](t)(s.AddArticles(ctx, []store.Incoming{
		storetest.Article(d.src, "bridge", "Bridge closed", "The bridge closed on Thursday. Lorries wait.", noon),
		storetest.Article(d.src, "levy", "Levy kept", "The levy is reviewed in 2030.", noon)}))
	for i := range d.channels {
		guild := int64(8 + i)
		must[bool](t)(s.SeeGuild(ctx, guild))
		d.channels[i] = must[store.Channel](t)(s.DiscordChannel(ctx, store.Channel{Kind: state.ChannelText, Name: "news", DiscordID: 80 + guild,
			GuildID: guild, Owner: fmt.Sprintf("guild:%d", guild), SetBy: "1"}))
	}
	return d
}

// claim stores a claim that rests on the first 30 bytes of an article.
func (d *recallDesk) claim(article int, kind, of, words string) int64 {
	d.t.Helper()
	sum := must[store.Summary](d.t)(begun(d.s, fmt.Sprint(kind, of, words, article), store.Public))
	sum.Claims = []store.Claim{{Text: words, Kind: kind, Facts: []int64{7}, Cites: []store.Cite{{Version: d.articles[article].Version, Field: "text",
		End: 30, Quote: "The bridge closed on Thursday."}}}}
	sum = must[store.Summary](d.t)(d.s.FinishSummary(context.Background(), sum))
	return sum.Claims[0].ID
}

// post has a channel told claims.
func (d *recallDesk) post(channel int, at state.Post, claims ...int64) store.Post {
	d.t.Helper()
	ctx := context.Background()
	d.posts++
	p := must[store.Post](d.t)(d.s.AddPost(ctx, store.Post{Key: fmt.Sprint("post ", d.posts), Channel: d.channels[channel].ID, Kind: state.PostBriefing,
		Payload: "{}", Marker: "x", State: state.PostReady, Cut: noon, Due: noon, Expire: time.Now().Add(time.Hour)}, claims))
	if at == state.PostSent {
		p.MessageID = int64(900 + d.posts)
		if err := d.s.MarkPost(ctx, p, state.PostReady, at); err != nil {
			d.t.Fatal(err)
		}
	}
	return p
}

// marked are the posts that are to be rewritten.
func (d *recallDesk) marked() map[int64]bool {
	d.t.Helper()
	out := map[int64]bool{}
	for _, p := range must[[]store.Post](d.t)(d.s.Rewrites(context.Background(), 100)) {
		out[p.ID] = true
	}
	return out
}

func (d *recallDesk) retract(o recall.Order) recall.Effect {
	d.t.Helper()
	return must[recall.Effect](d.t)(d.s.Retract(context.Background(), o))
}

func claimOrder(id int64, action recall.Action) recall.Order {
	return recall.Order{Target: fmt.Sprint("claim:", id), Action: action, Why: "it was Friday", Words: "it closed on Friday", Actor: "command line"}
}

func TestRetract_ASentenceIsTakenBackOnceForAll(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		d := newRecallDesk(t, s)
		one := d.claim(0, "written", "story", "It closed on Thursday.")
		same := d.claim(0, "written", "answer", "It closed on Thursday.")
		german := d.claimOf("translation", "written", "Sie schloss am Donnerstag.")
		head := d.claim(0, "heading", "head", "Bridge closed")
		other := d.claim(1, "written", "story", "It closed on Thursday.")
		posts := []store.Post{d.post(0, state.PostSent, one), d.post(1, state.PostSent, german), d.post(0, state.PostSent, head, other), d.post(1, state.PostSent, same)}
		sum := must[store.Summary](t)(begun(s, "while it is taken back", store.Public))
		effect := d.retract(claimOrder(one, recall.Corrected))
		if want := (recall.Effect{Retraction: effect.Retraction, Claims: 3, Messages: 3, Channels: 2}); effect != want {
			t.Errorf("got %+v, want %+v", effect, want)
		}
		if d := cmp.Diff(map[int64]bool{posts[0].ID: true, posts[1].ID: true, posts[3].ID: true}, d.marked()); d != "" {
			t.Errorf("marked: %s", d)
		}
		if again := d.retract(claimOrder(same, recall.Corrected)); !again.Again || again.Claims != 0 {
			t.Errorf("the same once more: %+v", again)
		}
		for id, want := range map[int]state.Claim{0: state.ClaimCorrected, 2: state.ClaimShown} {
			if got := must[[]store.Claim](t)(s.ClaimsIn(ctx, posts[id].ID)); got[0].State != want {
				t.Errorf("post %d shows a claim that is %q, want %q", id, got[0].State, want)
			}
		}
		lines := must[[]audit.Line](t)(s.Audit(ctx, store.Desk, 0, 5))
		if len(lines) != 1 || lines[0].Action != state.ToldCorrected || lines[0].Actor != "command line" {
			t.Errorf("noted: %+v", lines)
		}
		if withheld := must[recall.Prints](t)(s.Withheld(ctx)); !withheld.Hold("the bridge CLOSED on thursday") {
			t.Error("its sentence may be told again")
		}
		sum.Claims = []store.Claim{{Text: "x", Kind: "quoted", Cites: []store.Cite{{Version: d.articles[1].Version, Field: "text", End: 5, Quote: "The bridge closed on Thursday."}}}}
		if _, err := s.FinishSummary(ctx, sum); !errors.Is(err, store.ErrLost) {
			t.Errorf("a claim on a sentence that was taken back: %v", err)
		}
	})
}

func TestRetract_WhatAnOutletCorrectsForAnotherReasonIsTheSame(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := newRecallDesk(t, s)
		for _, x := range []struct {
			claim int64
			actor string
			again bool
		}{{d.claim(0, "written", "story", "It closed on Thursday."), recall.Outlet, true}, {d.claim(1, "written", "story", "It closed on Thursday."), "7", false}} {
			order := claimOrder(x.claim, recall.Corrected)
			order.Actor, order.Why = x.actor, "the outlet has corrected its report"
			d.retract(order)
			order.Why = "the outlet has changed its report"
			if effect := d.retract(order); effect.Again != x.again {
				t.Errorf("by %s: %+v", x.actor, effect)
			}
		}
	})
}

// What a server has taken back is so in its own messages alone; a removal outlasts a
// correction that comes after it.
func TestClaimsInMessage_AreAsTheirServerLeftThem(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := newRecallDesk(t, s)
		one, two := d.claim(0, "written", "story", "It closed on Thursday."), d.claim(1, "written", "story", "The levy is reviewed.")
		here, there := d.post(0, state.PostSent, one, two), d.post(1, state.PostSent, one, two)
		is := func(what string, p store.Post, want ...state.Claim) {
			t.Helper()
			var got []state.Claim
			for _, c := range must[[]store.Claim](t)(s.ClaimsInMessage(context.Background(), p.MessageID)) {
				got = append(got, c.State)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s", what, diff)
			}
		}
		order := claimOrder(one, recall.Removed)
		order.Owner, order.Actor = "guild:8", "77"
		d.retract(order)
		is("where it was removed", here, state.ClaimRemoved, state.ClaimShown)
		is("elsewhere", there, state.ClaimShown, state.ClaimShown)
		d.retract(claimOrder(one, recall.Corrected))
		is("then corrected for all", here, state.ClaimRemoved, state.ClaimShown)
		is("elsewhere then", there, state.ClaimCorrected, state.ClaimShown)
	})
}

// Where a heading is removed its story goes from the message, and its sentences with it.
func TestClaimsInMessage_AStorysSentencesGoWithItsHeading(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		d := newRecallDesk(t, s)
		story := func(id int64) (heading, sentence int64) {
			sum, _, err := s.BeginSummary(ctx, store.Summary{Key: fmt.Sprint("story", id), Kind: "story", Domain: store.Public, Story: id, Lang: "en"}, time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			for no, kind := range []string{"heading", "written"} {
				sum.Claims = append(sum.Claims, store.Claim{No: no, Text: fmt.Sprintf("The bridge %d of %d closed.", no, id), Kind: kind,
					Cites: []store.Cite{{Version: d.articles[id-1].Version, Field: "text", Start: no * 31, End: no*31 + 13, Quote: fmt.Sprintf("Bridge %d of %d.", no, id)}}})
			}
			claims := must[store.Summary](t)(s.FinishSummary(ctx, sum)).Claims
			return claims[0].ID, claims[1].ID
		}
		head, said := story(1)
		other, more := story(2)
		p := d.post(0, state.PostSent, head, said, other, more)
		for _, action := range []recall.Action{recall.Corrected, recall.Removed} {
			d.retract(claimOrder(head, action))
			want := map[int64]state.Claim{head: state.Claim(action), said: state.ClaimShown, other: state.ClaimShown, more: state.ClaimShown}
			if action == recall.Removed {
				want[said] = state.ClaimRemoved
			}
			for _, c := range must[[]store.Claim](t)(s.ClaimsInMessage(ctx, p.MessageID)) {
				if c.State != want[c.ID] {
					t.Errorf("%s: claim %d is %s, want %s", action, c.ID, c.State, want[c.ID])
				}
			}
		}
	})
}

// claimOf stores a claim in a text of a kind.
func (d *recallDesk) claimOf(text, kind, words string) int64 {
	d.t.Helper()
	ctx := context.Background()
	sum, _, err := d.s.BeginSummary(ctx, store.Summary{Key: text + words, Kind: text, Domain: store.Public, Lang: "de"}, time.Minute)
	if err != nil {
		d.t.Fatal(err)
	}
	sum.Claims = []store.Claim{{Text: words, Kind: kind, Cites: []store.Cite{{Version: d.articles[0].Version, Field: "text", End: 30, Quote: "The bridge closed on Thursday."}}}}
	return must[store.Summary](d.t)(d.s.FinishSummary(ctx, sum)).Claims[0].ID
}

// What a server's moderators take back stays for the others.
func TestRetract_AServerTakesBackWhatItsOwnChannelsShow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		d := newRecallDesk(t, s)
		one := d.claim(0, "written", "story", "It closed on Thursday.")
		mine, theirs := d.post(0, state.PostSent, one), d.post(1, state.PostSent, one)
		order := claimOrder(one, recall.Removed)
		order.Owner, order.Actor = "guild:8", "77"
		if effect := d.retract(order); effect.Messages != 1 || effect.Channels != 1 {
			t.Errorf("got %+v, want the one message", effect)
		}
		if got := d.marked(); !got[mine.ID] || got[theirs.ID] {
			t.Errorf("marked %v", got)
		}
		if got := must[[]store.Claim](t)(s.ClaimsIn(ctx, theirs.ID)); got[0].State != state.ClaimShown {
			t.Errorf("for the others it is %q", got[0].State)
		}
		for owner, want := range map[string]bool{"guild:8": true, "guild:9": false} {
			if got := must[recall.Prints](t)(s.Withheld(ctx, owner)).Hold("The bridge closed on Thursday."); got != want {
				t.Errorf("withheld from %s: %v, want %v", owner, got, want)
			}
		}
		for channel, want := range []int{1, 0} {
			if got := must[[]recall.Retraction](t)(s.Untold(ctx, d.channels[channel].ID)); len(got) != want {
				t.Errorf("channel %d is to be told of %+v", channel, got)
			}
		}
		order.Target = "source:1"
		if _, err := s.Retract(ctx, order); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a server takes a source back: %v", err)
		}
		if effect := d.retract(claimOrder(one, recall.Removed)); effect.Again || effect.Messages != 2 {
			t.Errorf("the operator afterwards: %+v", effect)
		}
	})
}

func TestRetract_ARemovedArticleIsGoneAndDoesNotComeBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		d := newRecallDesk(t, s)
		one := d.claim(0, "written", "story", "It closed on Thursday.")
		d.post(0, state.PostSent, one)
		order := recall.Order{Target: fmt.Sprint("article:", d.articles[0].Article), Action: recall.Removed, Why: "withdrawn", Actor: "command line"}
		if effect := d.retract(order); effect.Articles != 1 || effect.Claims != 1 || effect.Messages != 1 {
			t.Errorf("got %+v", effect)
		}
		if again := d.retract(order); !again.Again {
			t.Errorf("once more: %+v", again)
		}
		back := storetest.Article(d.src, "bridge", "Bridge closed", "The bridge closed on Thursday, and longer.", noon.Add(time.Hour))
		if outs := must[[]store.Outcome](t)(s.AddArticles(ctx, []store.Incoming{back})); outs[0].Status != "duplicate" {
			t.Errorf("given again it is %s", outs[0].Status)
		}
		for _, v := range must[[]store.Version](t)(s.Versions(ctx, d.articles[0].Article)) {
			if v.Text != "" || v.Title != "" {
				t.Errorf("version %d is stored", v.No)
			}
		}
	})
}

func TestRemovedArticles_AreFoundByIDNumberAndIdent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		d := newRecallDesk(t, s)
		gone := d.articles[0].Article
		d.retract(recall.Order{Target: fmt.Sprint("article:", gone), Action: recall.Removed, Why: "withdrawn", Actor: "command line"})
		for _, x := range []struct {
			ref    string
			idents []string
			want   []int64
		}{
			{"bridge", nil, []int64{gone}}, {fmt.Sprint(gone), nil, []int64{gone}}, {fmt.Sprint("+", gone), nil, []int64{gone}}, {"https://x.example", []string{"id:x", "id:bridge"}, []int64{gone}},
			{"levy", []string{"id:levy"}, nil}, {fmt.Sprint(d.articles[1].Article), nil, nil}, {"", nil, nil},
		} {
			if got := must[[]int64](t)(s.RemovedArticles(ctx, x.ref, x.idents)); cmp.Diff(x.want, got) != "" {
				t.Errorf("%q, %q: got %v, want %v", x.ref, x.idents, got, x.want)
			}
		}
	})
}

// The words stay until no post is stored with them.
func TestRetract_WordsAreErasedWithTheLastPostThatShowsThem(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		d := newRecallDesk(t, s)
		one := d.claim(0, "written", "story", "Marlowe did it.")
		p := d.post(0, state.PostSent, one)
		d.retract(claimOrder(one, recall.Removed))
		if n := must[int64](t)(s.ForgetRemoved(ctx)); n != 0 {
			t.Errorf("%d claims lost their words before the post did", n)
		}
		work := must[[]store.Post](t)(s.Rewrites(ctx, 10))
		if err := s.Rewritten(ctx, work[0], `{"content":"new"}`); err != nil {
			t.Fatal(err)
		}
		if err := s.Rewritten(ctx, work[0], `{"content":"newer"}`); !errors.Is(err, store.ErrLost) {
			t.Errorf("rewritten twice: %v", err)
		}
		if n := must[int64](t)(s.ForgetRemoved(ctx)); n != 1 {
			t.Errorf("%d claims lost their words, want 1", n)
		}
		if got := must[[]store.Claim](t)(s.ClaimsIn(ctx, p.ID)); got[0].Text != "" || got[0].Cites[0].Quote != "" {
			t.Errorf("left: %+v", got)
		}
		edit := must[store.Post](t)(s.ClaimEdit(ctx, time.Minute))
		if edit.ID != p.ID || edit.Payload != `{"content":"new"}` {
			t.Errorf("to edit: %+v", edit)
		}
		if _, err := s.ClaimEdit(ctx, time.Minute); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("leased twice: %v", err)
		}
		if err := s.SettleEdit(ctx, edit, state.RecallEdited, "", 0); err != nil {
			t.Error(err)
		}
	})
}

func TestRetract_WhatHasNotLeftIsWrittenAnew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		d := newRecallDesk(t, s)
		one := d.claim(0, "written", "story", "It closed on Thursday.")
		alert := store.NewPost{Post: store.Post{Key: "alert:1", Channel: d.channels[0].ID, Payload: "{}", Marker: "x", Cut: noon, Due: noon, Expire: time.Now().Add(time.Hour)}, Claims: []int64{one}}
		lease := must[store.Lease](t)(s.TakeLease(ctx, "alert", "test", time.Hour))
		if err := s.AddAlert(ctx, lease, alert); err != nil {
			t.Fatal(err)
		}
		if effect := d.retract(claimOrder(one, recall.Corrected)); effect.Messages != 0 || len(d.marked()) != 0 {
			t.Errorf("an alert that had not left: %+v", effect)
		}
		if n, _, err := s.Waiting(ctx); n != 0 || err != nil {
			t.Errorf("%d posts wait, %v", n, err)
		}
		if late := d.post(0, state.PostReady, one); !d.marked()[late.ID] {
			t.Error("a post stored afterwards shows it")
		}
	})
}

func TestRetract_SaysWhatIsWrongWithAnOrder(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		d := newRecallDesk(t, s)
		for target, want := range map[string]error{"claim:99": store.ErrNotFound, "story:0": recall.ErrTarget, "claim": recall.ErrTarget, "guild:1": recall.ErrTarget,
			fmt.Sprint("article:", d.articles[1].Article): recall.ErrNothing} {
			if _, err := s.Retract(ctx, recall.Order{Target: target, Action: recall.Corrected}); !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", target, err, want)
			}
		}
		one := d.claim(0, "written", "story", "It closed on Thursday.")
		order := claimOrder(one, recall.Corrected)
		order.Words = strings.Repeat("ö\x00", 5000)
		d.post(0, state.PostSent, one)
		d.retract(order)
		if got := must[[]recall.Retraction](t)(s.Untold(ctx, d.channels[0].ID)); len(got) != 1 || len(got[0].Words) > recall.WordsMost+3 {
			t.Errorf("words of %d bytes", len(got[0].Words))
		}
	})
}

// What is being written while something is removed is kept without foreign words; a
// server's removal is its own alone.
func TestRetract_WhatIsBegunBeforeItGoesWithoutWords(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		d := newRecallDesk(t, s)
		turn := func(owner string) string {
			t.Helper()
			if err := s.AddTurn(ctx, store.Turn{Conversation: owner, Owner: owner, User: 5, Question: "Why?", Shown: "It closed on Thursday.", Expire: time.Now().Add(time.Hour)}); err != nil {
				t.Fatal(err)
			}
			turns := must[[]store.Turn](t)(s.Turns(ctx, owner, 1))
			return turns[0].Shown
		}
		one := d.claim(0, "written", "story", "It closed on Thursday.")
		for _, owner := range []string{"guild:8", "guild:9"} {
			if turn(owner) == "" {
				t.Errorf("before, %s keeps nothing", owner)
			}
		}
		order := claimOrder(one, recall.Removed)
		order.Owner = "guild:8"
		d.retract(order)
		for owner, kept := range map[string]bool{"guild:8": false, "guild:9": true} {
			if got := must[[]store.Turn](t)(s.Turns(ctx, owner, 1))[0].Shown; (got != "") != kept {
				t.Errorf("after a server has removed it %s keeps %q", owner, got)
			}
			if got := turn(owner); (got != "") != kept {
				t.Errorf("while a server removes it %s keeps %q", owner, got)
			}
		}
		d.retract(claimOrder(one, recall.Removed))
		if got := turn("guild:9"); got != "" {
			t.Errorf("while the operator removes it, %q is kept", got)
		}
	})
}

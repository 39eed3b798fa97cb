package deliver_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/briefingtest"
	"dateline/briefing/message"
	"dateline/briefing/profile"
	"dateline/briefing/write"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

const reviewRoom = 90 // Discord's id

// review is a channel with a schedule that is due at 12:30 and seen by moderators
// half an hour before, and three stories.
type review struct {
	*briefingtest.Newsroom
	schedule store.Schedule
}

func reviews(t *testing.T, f func(r *review)) {
	t.Helper()
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		r := &review{Newsroom: n}
		r.schedule = n.Schedule(n.Ch, "World", "daily 12:30", choosing(profile.Schedule{Review: reviewRoom, ReviewFor: 30 * time.Minute}))
		n.Report(briefingtest.Strike, briefingtest.Reactor, briefingtest.Chess)
		n.Clock.Add(2 * time.Second)
		f(r)
	})
}

// slot is the schedule's newest slot.
func (r *review) slot() store.Slot {
	r.T.Helper()
	return briefingtest.Must[[]store.Slot](r.T)(r.S.Slots(context.Background(), r.schedule.ID, 1))[0]
}

// room is the channel of the moderators; what stands in it is its one message.
func (r *review) room() store.Channel {
	r.T.Helper()
	for _, ch := range briefingtest.Must[[]store.Channel](r.T)(r.S.GuildChannels(context.Background(), 7)) {
		if ch.DiscordID == reviewRoom {
			return ch
		}
	}
	r.T.Fatal("there is no channel for moderators")
	return store.Channel{}
}

// says checks that moderators see one message, and what it says ("!…" it does not).
func (r *review) says(want ...string) {
	r.T.Helper()
	texts := r.D.Texts(r.room().ID)
	if len(texts) != 1 {
		r.T.Fatalf("moderators see %d messages: %q", len(texts), texts)
	}
	for _, w := range want {
		bad, not := strings.CutPrefix(w, "!")
		if strings.Contains(texts[0], bad) == not {
			r.T.Errorf("%q: not so in\n%s", w, texts[0])
		}
	}
}

// posted compares how many messages stand in the channel.
func (r *review) posted(want int) {
	r.T.Helper()
	if got := r.D.Texts(r.Ch.ID); len(got) != want {
		r.T.Fatalf("%d messages are posted, want %d:\n%s", len(got), want, strings.Join(got, "\n---\n"))
	}
}

// payload is what the message for moderators is made of.
func (r *review) payload() message.Review {
	r.T.Helper()
	post := briefingtest.Must[store.Post](r.T)(r.S.ReviewPost(context.Background(), r.slot().ID))
	return *briefingtest.Must[message.Payload](r.T)(message.ParsePayload(post.Payload)).Review
}

// drop takes out the story whose title holds a word.
func (r *review) drop(word string) {
	r.T.Helper()
	for _, s := range r.payload().Stories {
		if strings.Contains(s.Title, word) {
			if err := r.S.DropStory(context.Background(), r.slot(), "55", s.Story); err != nil {
				r.T.Fatal(err)
			}
			return
		}
	}
	r.T.Fatalf("no story on %s is seen by moderators", word)
}

func TestReview_PostedAtItsTimeIfNobodyActs(t *testing.T) {
	reviews(t, func(r *review) {
		r.Pass()
		r.posted(0)
		r.says("**World, Fri 20 Nov, 12:30** in : to be posted", "Dockers of Lund end their strike (one source)", "If nobody acts by", "Buttons: Post now, Hold.")
		if got := r.payload(); len(got.Stories) != 3 || !strings.Contains(got.Stories[0].Text, got.Stories[0].Title) || got.Stage != message.StageOpen {
			t.Errorf("review %+v", got)
		}
		r.At("12:29")
		r.posted(0)
		r.At("12:30")
		r.posted(3)
		r.Pass()
		r.says("**World, Fri 20 Nov, 12:30** in : posted", "The briefing", "!Buttons", "!If nobody")
		r.WantSlots(r.schedule, "20 12:30 done")
		if edits := r.D.Edits; edits != 1 {
			t.Errorf("%d edits", edits)
		}
		// what came after it was written is in the next one
		r.At("2 11:50")
		r.Report(briefingtest.Flood)
		r.At("2 12:00")
		r.At("2 12:30")
		r.Holds(r.Ch, "World, Sat 21 Nov, 12:30", "40 ", "!Lund")
	})
}

// Outlets that print one text are no sources of their own, and no single source either.
func TestReview_SaysHowManyOutletsHaveTheOneReport(t *testing.T) {
	reviews(t, func(r *review) {
		for _, outlet := range []string{"North Wire", "The Ledger"} {
			copied := briefingtest.Strike
			copied.ID, copied.URL, copied.Outlet = outlet, "https://"+strings.Fields(outlet)[1]+".example/", outlet
			r.Report(copied)
		}
		r.Clock.Add(2 * time.Second)
		r.Pass()
		r.says("Dockers of Lund end their strike (one report in 3 outlets)", "(one source)")
	})
}

// What comes between the writing and the posting is told by the next briefing.
func TestReview_NothingIsLostBetweenWritingAndPosting(t *testing.T) {
	reviews(t, func(r *review) {
		r.Pass()
		r.At("12:15")
		r.Report(briefingtest.Flood)
		r.At("12:30")
		r.Holds(r.Ch, "!40 ")
		r.At("2 12:00")
		r.At("2 12:30")
		r.Holds(r.Ch, "World, Sat 21 Nov, 12:30", "40 ", "!Lund")
	})
}

func TestReview_PostNow(t *testing.T) {
	reviews(t, func(r *review) {
		r.Pass()
		r.At("12:10")
		if err := r.S.PostSlot(context.Background(), r.slot().ID, "55"); err != nil {
			t.Fatal(err)
		}
		r.Clock.Add(time.Second)
		r.Pass()
		r.posted(3)
		r.Clock.Add(5 * time.Second)
		r.Pass()
		r.says(": posted", "Last to act")
		for what, err := range map[string]error{"again": r.S.PostSlot(context.Background(), r.slot().ID, "56"), "held": r.S.HoldSlot(context.Background(), r.slot().ID, "56"),
			"dropped": r.S.DropStory(context.Background(), r.slot(), "56", 1)} {
			if !errors.Is(err, store.ErrLost) {
				t.Errorf("posted, then %s: %v", what, err)
			}
		}
		r.At("12:30")
		r.posted(3)
		r.At("13:00")
		r.posted(3)
	})
}

func TestReview_HeldUntilReleased(t *testing.T) {
	reviews(t, func(r *review) {
		r.Pass()
		if err := r.S.HoldSlot(context.Background(), r.slot().ID, "55"); err != nil {
			t.Fatal(err)
		}
		r.Pass()
		r.says(": held by", "Buttons: Post now, Release.", "!If nobody acts by")
		if got := r.payload().Stage; got != message.StageHeld {
			t.Errorf("the message is %s", got)
		}
		r.At("13:30")
		r.posted(0)
		if err := r.S.ReleaseSlot(context.Background(), r.slot().ID, "56"); err != nil {
			t.Fatal(err)
		}
		r.Pass()
		r.posted(3)
		r.Clock.Add(5 * time.Second)
		r.Pass()
		r.says(": posted")
	})
}

// A schedule that is stopped by mistake and brought back at once posts at its time.
func TestReview_BroughtBackBeforeItsTimeIsPosted(t *testing.T) {
	for what, stop := range map[string]func(s *store.Store, id int64) error{
		"paused":  func(s *store.Store, id int64) error { return s.PauseSchedule(context.Background(), id) },
		"removed": func(s *store.Store, id int64) error { return s.RemoveSchedule(context.Background(), id) },
	} {
		t.Run(what, func(t *testing.T) {
			reviews(t, func(r *review) {
				r.Pass()
				r.says(": to be posted")
				r.At("12:10")
				if err := stop(r.S, r.schedule.ID); err != nil {
					t.Fatal(err)
				}
				r.Pass()
				r.says("!: to be posted")
				r.At("12:12")
				briefingtest.Must[store.Planned](t)(r.S.ResumeSchedule(context.Background(), 7, r.schedule.ID, r.Clock.Now()))
				r.Pass()
				r.says(": to be posted")
				r.At("12:30")
				r.Clock.Add(5 * time.Second)
				r.Pass()
				r.posted(3)
				r.Clock.Add(5 * time.Second)
				r.Pass()
				r.says(": posted")
			})
		})
	}
}

// Who was erased stands in no message, also where nothing can be done any more.
func TestReview_NamesNobodyWhoWasErased(t *testing.T) {
	reviews(t, func(r *review) {
		ctx, who := context.Background(), int64(7770001234567)
		named := func(blocks []message.Block) []message.Part { // as Discord has it
			for i := range blocks {
				blocks[i].Runs = slices.Clone(blocks[i].Runs)
				for j, run := range blocks[i].Runs {
					if run.Ref != "" {
						blocks[i].Runs[j].Text = "<" + run.Ref + ">"
					}
				}
			}
			return briefingtest.OneEach(blocks)
		}
		r.Press.Layout, r.Follow.Layout = named, named
		name := strconv.FormatInt(who, 10)
		erased := func() {
			t.Helper()
			r.says(name)
			briefingtest.Must[int64](t)(r.S.ErasePerson(ctx, who))
			if p := briefingtest.Must[store.Post](t)(r.S.ReviewPost(ctx, r.slot().ID)); strings.Contains(p.Payload, name) {
				t.Errorf("what is stored names who was erased: %s", p.Payload)
			}
			r.Pass()
			r.says("!" + name)
		}
		r.Pass()
		if err := r.S.HoldSlot(ctx, r.slot().ID, name); err != nil {
			t.Fatal(err)
		}
		r.Pass()
		erased()
		r.says(": held by somebody")
		if err := r.S.PostSlot(ctx, r.slot().ID, name); err != nil {
			t.Fatal(err)
		}
		r.Pass()
		r.Clock.Add(5 * time.Second)
		r.Pass()
		r.says(": posted", "Last to act")
		erased()
		r.says(": posted", "!Last to act")
	})
}

func TestReview_ReleasedInTimeWaitsForIt(t *testing.T) {
	reviews(t, func(r *review) {
		r.Pass()
		for _, act := range []func(context.Context, int64, string) error{r.S.HoldSlot, r.S.ReleaseSlot} {
			if err := act(context.Background(), r.slot().ID, "55"); err != nil {
				t.Fatal(err)
			}
			r.Pass()
		}
		r.says(": to be posted", "Last to act")
		r.posted(0)
		r.At("12:30")
		r.posted(3)
	})
}

// What nobody releases is not posted; what it would have told is in the next one.
func TestReview_HeldIsCoveredByTheNext(t *testing.T) {
	reviews(t, func(r *review) {
		r.Pass()
		if err := r.S.HoldSlot(context.Background(), r.slot().ID, "55"); err != nil {
			t.Fatal(err)
		}
		first := r.slot()
		r.At("2 11:59")
		r.posted(0)
		r.At("2 12:00")
		if got := briefingtest.Must[store.Slot](t)(r.S.Slot(context.Background(), first.ID)); got.State != state.SlotSkipped || got.Reason != "a moderator held it" {
			t.Errorf("the slot that was held is %s: %s", got.State, got.Reason)
		}
		if err := r.S.ReleaseSlot(context.Background(), first.ID, "55"); !errors.Is(err, store.ErrLost) {
			t.Errorf("released after its time: %v", err)
		}
		r.At("2 12:30")
		r.posted(3)
		r.Holds(r.Ch, "World, Sat 21 Nov, 12:30", "Fri 20 Nov, 12:30", "Lund", "Oskar", "Tallinn")
	})
}

// What is held expires with its catch-up time.
func TestReview_HeldExpires(t *testing.T) {
	reviews(t, func(r *review) {
		r.Pass()
		if err := r.S.HoldSlot(context.Background(), r.slot().ID, "55"); err != nil {
			t.Fatal(err)
		}
		r.At("2 00:29")
		r.WantSlots(r.schedule, "20 12:30 written")
		r.At("2 00:31")
		r.WantSlots(r.schedule, "20 12:30 skipped a moderator held it")
		r.posted(0)
		r.Pass()
		r.says(": not posted", "!Buttons")
	})
}

func TestReview_DroppedStoryIsNotPosted(t *testing.T) {
	reviews(t, func(r *review) {
		r.Pass()
		r.At("12:10")
		r.Report(briefingtest.Flood) // what came since it was written is left to the next one
		before := r.payload()
		r.drop("Lund")
		r.Follow.Run(context.Background())
		r.says(": being written anew")
		r.Pass()
		r.says(": to be posted", "!Lund", "Oskar", "Vera Holm", "1 story was dropped.", "Last to act", "!40 ")
		r.posted(0)
		after := r.payload()
		if len(after.Stories) != 2 || after.Written != before.Written || after.Due != before.Due || after.Dropped != 1 {
			t.Errorf("after the drop %+v", after)
		}
		r.At("12:30")
		r.posted(2)
		r.Holds(r.Ch, "World, Fri 20 Nov, 12:30", "!Lund", "Oskar", "Tallinn", "1 story was taken out by a moderator")
		if got := strings.Join(outcomes(r.Newsroom, r.schedule), "; "); !strings.Contains(got, "strike: it was taken out by a moderator") {
			t.Errorf("why: %s", got)
		}
		r.At("2 12:00")
		r.At("2 12:30")
		r.Holds(r.Ch, "World, Sat 21 Nov, 12:30", "40 ", "!Oskar", "!Lund")
	})
}

func TestReview_DropsAddUpAndAHeldOneStaysHeld(t *testing.T) {
	reviews(t, func(r *review) {
		ctx := context.Background()
		r.Pass()
		stale := r.slot()
		r.drop("Lund")
		r.drop("Oskar") // while it is not written anew yet
		if err := r.S.DropStory(ctx, stale, "56", 1); !errors.Is(err, store.ErrLost) {
			t.Errorf("dropped from a list that is out of date: %v", err)
		}
		if err := r.S.HoldSlot(ctx, r.slot().ID, "55"); err != nil {
			t.Errorf("hold while it is written anew: %v", err)
		}
		r.Pass()
		r.says(": held by", "Vera Holm", "!Lund", "!Oskar", "2 stories were dropped.")
		r.At("12:40")
		r.posted(0)
		r.drop("Vera Holm")
		r.Pass()
		r.says(": held by", "It holds no story.", "3 stories were dropped.")
		if err := r.S.PostSlot(ctx, r.slot().ID, "55"); err != nil {
			t.Fatal(err)
		}
		r.Clock.Add(time.Second)
		r.Pass()
		r.posted(1)
		r.Holds(r.Ch, "nothing to tell", "3 stories were taken out by moderators")
	})
}

// One that is written late still leaves moderators half of their time.
func TestReview_LateLeavesHalfOfTheTime(t *testing.T) {
	reviews(t, func(r *review) {
		r.At("12:50")
		r.posted(0)
		r.says(": to be posted")
		if got, want := time.UnixMilli(r.payload().Due).UTC().Format("15:04:05"), "13:05:01"; got != want {
			t.Errorf("it is posted at %s, want %s", got, want)
		}
		r.At("13:04")
		r.posted(0)
		r.At("13:06")
		r.posted(3)
		r.Holds(r.Ch, "posted late")
	})
}

// Moderators hold up only the schedule that they look at.
func TestReview_OtherSchedulesGoOn(t *testing.T) {
	reviews(t, func(r *review) {
		ticker := r.Schedule(r.Ch, "Ticker", "hourly")
		r.Pass()
		if err := r.S.HoldSlot(context.Background(), r.slot().ID, "55"); err != nil {
			t.Fatal(err)
		}
		r.At("13:00")
		r.WantSlots(ticker, "20 13:00 done")
		r.At("14:00")
		r.WantSlots(ticker, "20 13:00 done", "20 14:00 done")
	})
}

func TestReview_EndsWithItsSchedule(t *testing.T) {
	for name, end := range map[string]func(*store.Store, int64) error{
		"paused":  func(s *store.Store, id int64) error { return s.PauseSchedule(context.Background(), id) },
		"removed": func(s *store.Store, id int64) error { return s.RemoveSchedule(context.Background(), id) },
	} {
		t.Run(name, func(t *testing.T) {
			reviews(t, func(r *review) {
				r.Pass()
				if err := end(r.S, r.schedule.ID); err != nil {
					t.Fatal(err)
				}
				r.Pass()
				r.says(": not posted", "!Buttons")
				r.At("12:30")
				r.posted(0)
			})
		})
	}
}

// A briefing that moderators let through before its time is not posted again by a
// database that was restored from before that.
func TestReview_RestoredBackupPostsNothingTwice(t *testing.T) {
	n := briefingtest.NewNewsroom(t, storetest.Open(t))
	r := &review{Newsroom: n}
	r.schedule = n.Schedule(n.Ch, "World", "daily 12:30", choosing(profile.Schedule{Review: reviewRoom, ReviewFor: 30 * time.Minute}))
	n.Report(briefingtest.Strike, briefingtest.Reactor, briefingtest.Chess)
	n.Clock.Add(2 * time.Second)
	n.Pass()
	n.At("12:05") // in another life of the database somebody lets it through
	for _, p := range briefingtest.Must[[]store.Post](t)(n.S.SlotPosts(context.Background(), r.slot().ID)) {
		n.CopyOf(p)
	}
	n.Restart(n.Clock.Now().Add(time.Second))
	n.Follow.Holder = n.Out.Holder
	n.At("12:31")
	r.posted(3)
}

// The message for moderators says the same however often it is looked at.
func TestFollower_EditsOnlyWhatHasChanged(t *testing.T) {
	reviews(t, func(r *review) {
		r.Pass()
		for range 5 {
			r.Clock.Add(time.Minute)
			r.Pass()
		}
		if r.D.Edits != 0 {
			t.Errorf("%d edits of what has not changed", r.D.Edits)
		}
		if err := r.S.HoldSlot(context.Background(), r.slot().ID, "55"); err != nil {
			t.Fatal(err)
		}
		for range 5 {
			r.Pass()
		}
		if r.D.Edits != 1 {
			t.Errorf("%d edits, want 1", r.D.Edits)
		}
	})
}

// A lost edit is made again, and one of a message that is gone is given up.
func TestFollower_EditsUntilItStands(t *testing.T) {
	reviews(t, func(r *review) {
		r.Pass()
		r.D.Refuse = func(n int, _ store.Channel) error {
			if n < 3 {
				return errors.New("no reply came")
			}
			return nil
		}
		if err := r.S.HoldSlot(context.Background(), r.slot().ID, "55"); err != nil {
			t.Fatal(err)
		}
		r.Pass()
		r.says(": to be posted")
		for range 3 {
			r.Clock.Add(time.Minute)
			r.Pass()
		}
		r.says(": held by")
		r.D.Delete(briefingtest.Must[store.Post](t)(r.S.ReviewPost(context.Background(), r.slot().ID)).MessageID)
		if err := r.S.ReleaseSlot(context.Background(), r.slot().ID, "55"); err != nil {
			t.Fatal(err)
		}
		r.Pass()
		if got := briefingtest.Must[store.Post](t)(r.S.ReviewPost(context.Background(), r.slot().ID)); got.Follow != "" {
			t.Errorf("a message that is gone is still to be %q", got.Follow)
		}
		r.At("12:30")
		r.posted(3)
	})
}

// Written anew without a story, the others cost nothing: what has come since is not
// in it, so their texts are those of the memo.
func TestReview_DropCostsNoCall(t *testing.T) {
	n := briefingtest.NewNewsroom(t, storetest.Open(t))
	model := &honest{knows: said}
	n.Press.Writer.Name, n.Press.Writer.Model = "fake", (&write.Budget{Store: n.S, Now: n.Clock.Now}).Over(model)
	r := &review{Newsroom: n}
	r.schedule = n.Schedule(n.Ch, "World", "daily 12:30", choosing(profile.Schedule{Review: reviewRoom, ReviewFor: 30 * time.Minute}))
	n.Report(briefingtest.Strike, briefingtest.Reactor, briefingtest.Chess)
	n.Clock.Add(2 * time.Second)
	n.Pass()
	before, asked := r.payload(), model.asked
	if len(before.Stories) != 3 || asked == 0 {
		t.Fatalf("%d stories of %d calls", len(before.Stories), asked)
	}
	n.At("12:10")
	late := briefingtest.Article("strike2", "Velland Herald", "Dockers of Lund end their strike", "The dockers of Lund go back to work after 12 days, "+
		"the union of harbour workers said. Ships had waited outside.")
	late.Published = briefingtest.Noon.Add(-10 * time.Minute) // before the briefing was written
	n.Desk.Now = n.Clock.Now()
	n.Desk.Read(late)
	r.drop("Oskar")
	n.Pass()
	if model.asked != asked {
		t.Errorf("%d calls more", model.asked-asked)
	}
	after := r.payload()
	if want := slices.Delete(slices.Clone(before.Stories), 1, 2); len(after.Stories) != 2 || !cmp.Equal(after.Stories, want) {
		t.Errorf("the others have changed: %s", cmp.Diff(want, after.Stories))
	}
}

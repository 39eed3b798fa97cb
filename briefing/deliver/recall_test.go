package deliver_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"dateline/bot/layout"
	"dateline/briefing/briefingtest"
	"dateline/briefing/deliver"
	"dateline/briefing/message"
	"dateline/store"
	"dateline/store/recall"
	"dateline/store/state"
	"dateline/store/storetest"
)

// recalled is a room with a claim and its translation, which channels are told.
type recalled struct {
	*briefingtest.Room
	claims map[string]int64 // by language
	posts  []store.Post
	after  *deliver.Follower

	answers int // that stand beside the posts, each in a channel of its own
}

// words are what the claim says in a language.
var words = map[string]string{"en": "The bridge closed to all traffic on Thursday.", "de": "Die Brücke schloss am Donnerstag."}

const whatStands = "The bridge closed to lorries on Thursday."

func newRecalled(r *briefingtest.Room) *recalled {
	r.T.Helper()
	ctx := context.Background()
	x := &recalled{Room: r, claims: map[string]int64{}}
	src := briefingtest.Must[store.Source](r.T)(r.S.OwnSource(ctx, store.Desk, state.SourceFile))
	outs := briefingtest.Must[[]store.Outcome](r.T)(r.S.AddArticles(ctx, []store.Incoming{storetest.Article(src, "bridge", "Bridge", whatStands, briefingtest.Noon)}))
	for lang, kind := range map[string]string{"en": "story", "de": "translation"} {
		sum, _, err := r.S.BeginSummary(ctx, store.Summary{Key: kind, Kind: kind, Domain: store.Public, Lang: lang}, time.Minute)
		if err != nil {
			r.T.Fatal(err)
		}
		sum.Claims = []store.Claim{{Text: words[lang], Kind: "written", Cites: []store.Cite{{Version: outs[0].Version, Field: "text", End: len(whatStands), Quote: whatStands}}}}
		x.claims[lang] = briefingtest.Must[store.Summary](r.T)(r.S.FinishSummary(ctx, sum)).Claims[0].ID
	}
	x.follow(nil)
	return x
}

// follow begins another process that looks after messages.
func (x *recalled) follow(step func(string)) {
	x.after = &deliver.Follower{Store: x.S, Poster: x.D, Layout: layout.Parts, Holder: x.Out.Holder, Now: x.Clock.Now, Step: step}
}

// tell stores a post for a channel of its own, in a language.
func (x *recalled) tell(lang string) {
	x.T.Helper()
	n := len(x.posts)
	channel := x.Channel(int64(500 + n))
	part := layout.Parts([]message.Block{{Kind: message.Title, Lang: lang, Runs: []message.Run{{Text: fmt.Sprint("World ", n), Bold: true}, {Text: " (1 story)"}}},
		{Kind: message.Heading, Runs: []message.Run{{Text: "Bridge"}}, Story: 1},
		{Kind: message.Para, Runs: []message.Run{{Text: words[lang], Claim: x.claims[lang]}, {Text: " It is old."}}, Story: 1}})[0]
	body := briefingtest.Must[[]byte](x.T)(json.Marshal(message.Payload{Content: part.Content, Shows: part.Shows, Lang: lang,
		Stories: []message.PostStory{{Story: 1, Title: "Bridge"}}}))
	now := x.Clock.Now()
	x.posts = append(x.posts, briefingtest.Must[store.Post](x.T)(x.S.AddPost(context.Background(), store.Post{Key: fmt.Sprint("recalled ", n), Channel: channel.ID,
		Kind: state.PostBriefing, Payload: string(body), Marker: part.Marker, State: state.PostReady, Cut: now, Due: now, Expire: now.Add(time.Hour)}, []int64{x.claims[lang]})))
}

// answer lets an answer stand that rests on the same sentence, or on another.
func (x *recalled) answer(lang, rests string) {
	x.T.Helper()
	message, channel := int64(9000+x.answers), int64(2000+x.answers)
	x.answers++
	x.D.Set(func(d *briefingtest.Discord) {
		d.Msgs = append(d.Msgs, briefingtest.Landed{ID: message, Channel: channel, Text: "An answer: " + words[lang], At: x.Clock.Now()})
	})
	owner := fmt.Sprint("user:", channel)
	if x.answers%2 == 0 {
		owner = fmt.Sprint("guild:", channel)
	}
	if err := x.S.AnswersStand(context.Background(), recall.Answer{Message: message, Channel: channel, Owner: owner, Lang: lang,
		Rests: []recall.Quote{{Article: 99, Text: "The mayor of Senn spoke."}, {Article: 1, Text: rests}}}); err != nil {
		x.T.Fatal(err)
	}
}

func (x *recalled) run() {
	x.T.Helper()
	if _, err := x.after.Run(context.Background()); err != nil {
		x.T.Fatal(err)
	}
}

func (x *recalled) send() {
	x.T.Helper()
	x.Clock.Add(time.Second)
	if _, err := x.Out.Run(context.Background()); err != nil {
		x.T.Fatal(err)
	}
}

func (x *recalled) retract(action recall.Action, lang string) recall.Effect {
	x.T.Helper()
	return briefingtest.Must[recall.Effect](x.T)(x.S.Retract(context.Background(), recall.Order{Target: fmt.Sprint("claim:", x.claims[lang]), Action: action,
		Why: "it was Friday", Words: "it closed on Friday", Actor: "command line"}))
}

// stands fails the test unless each channel holds one message, with some words and
// without what was taken back, as its post is stored.
func (x *recalled) stands(want map[string]string) {
	x.T.Helper()
	for i, p := range x.posts {
		stored := briefingtest.Must[store.Post](x.T)(x.S.Post(context.Background(), p.ID))
		pay := briefingtest.Must[message.Payload](x.T)(message.ParsePayload(stored.Payload))
		texts := x.D.Texts(stored.Channel)
		if len(texts) != 1 || texts[0] != pay.Content || !strings.HasPrefix(texts[0], p.Marker) || !strings.Contains(texts[0], want[pay.Lang]) ||
			strings.Contains(texts[0], words["en"]) || strings.Contains(texts[0], words["de"]) {
			x.T.Fatalf("channel %d of %d holds %q, stored is %q", i, len(x.posts), texts, pay.Content)
		}
	}
}

// answersStand fails the test unless every answer says that it was taken back, but the
// last, which rests on something else.
func (x *recalled) answersStand() {
	x.T.Helper()
	for i := range x.answers {
		text := x.D.Texts(int64(2000 + i))[0]
		lang := []string{"en", "de"}[i%2]
		ends := map[string]string{"en": "My answer here rested on it: ask again to have a new one.", "de": "Meine Antwort an dieser Stelle beruhte darauf: Auf die gleiche Frage gibt es eine neue."}
		if last := i == x.answers-1; last != strings.HasPrefix(text, "An answer: ") || !last && (!strings.HasPrefix(text, correctedWords[lang]) || !strings.HasSuffix(text, ends[lang])) {
			x.T.Errorf("answer %d of %d: %q", i, x.answers, text)
		}
	}
}

var (
	correctedWords = map[string]string{"en": "Corrected on 20 Nov: it closed on Friday", "de": "Berichtigt am 20. Nov.: it closed on Friday"}
	removedWords   = map[string]string{"en": "A sentence stood here. It was removed", "de": "Hier stand ein Satz. Er wurde"}
)

// A claim that stands in many channels, in two languages, is corrected in all of them,
// though every process that does it dies after one to six steps; each message is changed
// once or, where one died over it, twice. DATELINE_SWEEP=full tells 1,000 channels.
func TestFollower_RecallReachesEveryChannelWhereverItDies(t *testing.T) {
	channels := 24
	if briefingtest.Raced {
		channels = 8
	}
	if briefingtest.Full() {
		channels = 1000
	}
	delivers(t, func(r *briefingtest.Room) {
		x := newRecalled(r)
		for i := range channels {
			x.tell([]string{"en", "de"}[i%2])
			x.answer([]string{"en", "de"}[i%2], whatStands)
		}
		x.answer("en", "The bridge is open.")
		x.send()
		if effect := x.retract(recall.Corrected, "en"); effect.Messages != 2*channels || effect.Channels != 2*channels || effect.Claims != 2 {
			t.Errorf("took back %+v", effect)
		}
		deaths, points := x.deaths()
		x.follow(nil)
		x.run()
		x.stands(correctedWords)
		x.answersStand()
		again := points["recall: after edit"] + points["recall: after edit of an answer"]
		over := again + points["recall: before edit"] + points["recall: before edit of an answer"]
		r.T.Logf("%d messages were edited %d times; %d processes died, %d of them over an edit: %v", 2*channels, x.D.Edits, deaths, over, points)
		if len(points) < 8 || x.D.Edits < 2*channels || x.D.Edits > 2*channels+again {
			r.T.Errorf("%d messages were edited %d times; processes died at %v", 2*channels, x.D.Edits, points)
		}
		before := x.D.Edits
		x.run()
		if twice := x.retract(recall.Corrected, "de"); !twice.Again || x.D.Edits != before {
			t.Errorf("a second time: %+v, %d edits", twice, x.D.Edits-before)
		}
	})
}

// deaths lets process after process do a part of it and die, until one ends.
func (x *recalled) deaths() (n int, points map[string]int) {
	points = map[string]int{}
	for ended := false; !ended; n++ {
		steps := 0
		x.follow(func(point string) {
			if steps++; steps == 1+n%6 {
				points[point]++
				runtime.Goexit()
			}
		})
		done := make(chan struct{})
		go func() {
			defer close(done)
			_, err := x.after.Run(context.Background())
			if ended = true; err != nil {
				x.T.Error(err)
			}
		}()
		<-done
		x.Clock.Add(2 * time.Minute) // its leases lapse
	}
	return n - 1, points
}

// Whenever it is taken back while a message leaves, the message does not go on showing it.
func TestFollower_RecallDuringDelivery(t *testing.T) {
	for _, point := range []string{"deliver: posts claimed", "deliver: before intent", "deliver: after intent", "deliver: after send", "deliver: settled sent"} {
		t.Run(point, func(t *testing.T) {
			delivers(t, func(r *briefingtest.Room) {
				x := newRecalled(r)
				x.tell("en")
				x.Out.Step = func(p string) {
					if p == point {
						x.retract(recall.Removed, "en")
					}
				}
				x.send()
				for range 3 {
					x.run()
					x.send()
				}
				x.stands(removedWords)
				if _, _, err := x.S.Waiting(context.Background()); err != nil || x.D.Requests != 1 {
					t.Errorf("sent %d times, %v", x.D.Requests, err)
				}
			})
		})
	}
}

// What is taken back while a message is edited is taken out of it by another edit.
func TestFollower_RecallDuringAnEdit(t *testing.T) {
	for _, point := range []string{"recall: rewritten", "recall: claimed", "recall: before edit", "recall: after edit", "recall: edited"} {
		t.Run(point, func(t *testing.T) {
			delivers(t, func(r *briefingtest.Room) {
				x := newRecalled(r)
				x.tell("en")
				x.send()
				x.retract(recall.Corrected, "en")
				once := false
				x.follow(func(p string) {
					if p == point && !once {
						once = true
						x.retract(recall.Removed, "en")
					}
				})
				for range 3 {
					x.run()
					x.Clock.Add(2 * time.Minute)
				}
				x.stands(removedWords)
			})
		})
	}
}

// Discord may refuse an edit for a while: it is made later, and nothing of it is stored
// meanwhile. A message that is gone is left alone.
func TestFollower_RecallTriesAgain(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		ctx := context.Background()
		x := newRecalled(r)
		x.tell("en")
		x.tell("de")
		x.send()
		refused := 0
		x.D.Set(func(d *briefingtest.Discord) {
			d.Refuse = func(n int, ch store.Channel) error {
				switch {
				case ch.DiscordID == 501:
					return fmt.Errorf("deleted: %w", deliver.ErrAbsent)
				case n < 8:
					refused++
					return &deliver.SendError{Kind: deliver.Unsent, Reason: "too many edits of old messages", Wait: 10 * time.Minute}
				}
				return nil
			}
		})
		x.retract(recall.Removed, "en")
		x.run()
		var backup strings.Builder
		for _, p := range x.posts {
			backup.WriteString(briefingtest.Must[store.Post](t)(r.S.Post(ctx, p.ID)).Payload)
			for _, c := range briefingtest.Must[[]store.Claim](t)(r.S.ClaimsIn(ctx, p.ID)) {
				backup.WriteString(c.Text)
			}
		}
		if strings.Contains(backup.String(), "Thursday") || strings.Contains(backup.String(), "Donnerstag") {
			t.Errorf("before the message is edited it is stored: %s", backup.String())
		}
		for range 12 {
			x.Clock.Add(time.Hour)
			x.run()
		}
		x.posts = x.posts[:1]
		x.stands(removedWords)
		if refused == 0 {
			t.Error("no edit was refused")
		}
		if _, err := r.S.ClaimEdit(ctx, time.Minute); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("something is left to edit: %v", err)
		}
	})
}

// A post whose places are damaged is emptied, and holds up no other.
func TestFollower_RecallEmptiesADamagedPost(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		ctx, now := context.Background(), r.Clock.Now()
		x := newRecalled(r)
		body := briefingtest.Must[[]byte](t)(json.Marshal(message.Payload{Content: words["en"], Lang: "en", Shows: []message.Shown{{Story: 1, Kind: message.Para, To: 9,
			Claims: []message.ShownClaim{{Claim: 77, From: 9000, To: 9001}, {Claim: x.claims["en"], To: 9}}}}}))
		damaged := briefingtest.Must[store.Post](t)(r.S.AddPost(ctx, store.Post{Key: "damaged", Channel: r.Ch.ID, Kind: state.PostBriefing, Payload: string(body), Marker: "x",
			State: state.PostReady, Cut: now, Due: now, Expire: now.Add(time.Hour)}, []int64{x.claims["en"]}))
		x.tell("en")
		x.send()
		x.retract(recall.Removed, "en")
		x.run()
		x.stands(removedWords)
		if left := briefingtest.Must[store.Post](t)(r.S.Post(ctx, damaged.ID)).Payload; left != "{}" {
			t.Errorf("of the damaged one is left %s", left)
		}
	})
}

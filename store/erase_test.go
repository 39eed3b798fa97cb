package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// holds lists the files of a folder that hold a word.
func holds(t *testing.T, dir, word string) (names []string) {
	t.Helper()
	entries := must[[]os.DirEntry](t)(os.ReadDir(dir))
	for _, e := range entries {
		if bytes.Contains(must[[]byte](t)(os.ReadFile(filepath.Join(dir, e.Name()))), []byte(word)) {
			names = append(names, e.Name())
		}
	}
	return names
}

func TestErase_TheWordsStandInNoFile(t *testing.T) {
	ctx := context.Background()
	dir := storetest.Dir(t)
	s := must[*store.Store](t)(store.Open(ctx, "sqlite:"+filepath.Join(dir, "d.db")))
	defer s.Close()
	rng := rand.New(rand.NewPCG(1, 1))
	ask := func(user int64, word string) {
		t.Helper()
		question := fmt.Sprintf("What is new on %s%d, %x?", word, rng.IntN(1e6), rng.Perm(rng.IntN(40)+1))
		turn := store.Turn{Conversation: fmt.Sprintf("dm:%d:%d", user, rng.IntN(20)), Owner: fmt.Sprintf("user:%d", user), User: user, Question: question, Expire: time.Now().Add(time.Hour)}
		if err := s.AddTurn(ctx, turn); err != nil {
			t.Fatal(err)
		}
	}
	for range 600 { // pages are split and merged, and questions beyond ten dropped
		ask(7, "cryptozoology")
		ask(8, "volleyball")
	}
	if got := holds(t, dir, "cryptozoology"); len(got) == 0 {
		t.Fatal("the words are in no file before they are erased")
	}
	must[int64](t)(s.ErasePerson(ctx, 7))
	if got := holds(t, dir, "cryptozoology"); len(got) > 0 {
		t.Errorf("the words of the erased still stand in %v", got)
	}
	if got := holds(t, dir, "volleyball"); len(got) == 0 {
		t.Error("the words of another person are gone too")
	}
	if err := s.Forget(ctx, "dm:8:3"); err != nil {
		t.Fatal(err)
	}
}

// Short keys come in no order, and those of others go first: SQLite moves rows
// to other pages again and again.
func TestErase_KeysThatWereMovedStandInNoFile(t *testing.T) {
	ctx := context.Background()
	dir := storetest.Dir(t)
	s := must[*store.Store](t)(store.Open(ctx, "sqlite:"+filepath.Join(dir, "d.db")))
	defer s.Close()
	rng := rand.New(rand.NewPCG(1, 1))
	lease := must[store.Lease](t)(s.TakeLease(ctx, "index", "test", time.Hour))
	for i := range 400 {
		guild := int64(1 + rng.IntN(4))
		word := []string{"volleyball", "chess", "curling", "cryptozoology"}[guild-1]
		src := must[store.Source](t)(s.OwnSource(ctx, fmt.Sprintf("guild:%d", guild), state.SourceFile))
		must[bool](t)(s.SeeGuild(ctx, guild))
		ch := must[store.Channel](t)(s.DiscordChannel(ctx, store.Channel{Kind: state.ChannelText, Name: word, DiscordID: 10 + guild, GuildID: guild, Owner: src.Domain, SetBy: "1"}))
		var in []store.Incoming
		for range 10 {
			in = append(in, storetest.Article(src, fmt.Sprintf("%x-%s", rng.Uint32(), word), word, "Of "+word+".", noon))
		}
		outs := must[[]store.Outcome](t)(s.AddArticles(ctx, in))
		seg := store.NewSegment{SegmentRow: store.SegmentRow{Domain: src.Domain, N: 1, Docs: []byte(word)}, Versions: []int64{outs[0].Version}}
		for k := range 40 {
			seg.Postings = append(seg.Postings, store.Posting{Term: fmt.Sprintf("%x%s%d", rng.IntN(256), word, k), DF: 1, List: make([]byte, rng.IntN(60))})
		}
		must[int64](t)(s.SaveSegment(ctx, lease, seg))
		must[store.Post](t)(s.AddPost(ctx, store.Post{Key: fmt.Sprintf("%x-%s-%d", rng.Uint32(), word, i), Channel: ch.ID, Kind: state.PostBriefing, Payload: word, Marker: word, State: state.PostSent, Cut: noon, Due: noon, Expire: noon}, nil))
	}
	for guild := range int64(3) {
		guild += 2
		if err := s.LoseGuild(ctx, guild, "kicked"); err != nil {
			t.Fatal(err)
		}
		if err := s.EraseGuilds(ctx, time.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	if got := holds(t, dir, "cryptozoology"); len(got) > 0 {
		t.Errorf("the words of the erased still stand in %v", got)
	}
	if got := holds(t, dir, "volleyball"); len(got) == 0 {
		t.Error("the words of another guild are gone too")
	}
}

// A message of another's channel that tells what is erased is not sent on to those who
// follow the channel, and no message to its moderators repeats it.
func TestErase_NothingOfItIsPublished(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		own := must[store.Source](t)(s.OwnSource(ctx, "user:7", state.SourceFile))
		outs := must[[]store.Outcome](t)(s.AddArticles(ctx, []store.Incoming{storetest.Article(own, "secret", "Secret", "Secret text.", noon)}))
		sum := must[store.Summary](t)(begun(s, "secret", "guild:8"))
		sum.Claims = []store.Claim{{Text: "x", Kind: "written", Cites: []store.Cite{{Version: outs[0].Version, Field: "text", End: 4, Quote: "text"}}}}
		sum = must[store.Summary](t)(s.FinishSummary(ctx, sum))
		must[bool](t)(s.SeeGuild(ctx, 8))
		ch := must[store.Channel](t)(s.DiscordChannel(ctx, store.Channel{Kind: state.ChannelNews, Name: "news", DiscordID: 80, GuildID: 8, Owner: "guild:8", SetBy: "1"}))
		for _, left := range []state.Follow{state.FollowPublish, state.FollowReview, state.FollowPublished} {
			must[store.Post](t)(s.AddPost(ctx, store.Post{Key: string(left), Channel: ch.ID, Kind: state.PostBriefing, Payload: "{}", Marker: "x", State: state.PostSent, Cut: noon, Due: noon, Expire: noon,
				Follow: left}, []int64{sum.Claims[0].ID}))
		}
		must[int64](t)(s.ErasePerson(ctx, 7))
		if got, err := s.ClaimFollowUp(ctx, time.Minute, 10, time.Hour); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("left to do with what is erased: %q, %v", got.Follow, err)
		}
	})
}

func TestOpen_NobodyElseReadsTheFiles(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0o022))
	ctx := context.Background()
	dir := storetest.Dir(t)
	s := must[*store.Store](t)(store.Open(ctx, "sqlite:"+filepath.Join(dir, "d.db")))
	defer s.Close()
	must[store.Source](t)(s.OwnSource(ctx, store.Desk, state.SourceFile))
	seen := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if seen++; err == nil && info.Mode().Perm() != 0o600 {
			t.Errorf("%s has the mode %o, want 600", path, info.Mode().Perm())
		}
		return err
	})
	if err != nil || seen != 3 {
		t.Errorf("%d files, want the database, its log and its index of it; %v", seen, err)
	}
}

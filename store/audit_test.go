package store_test

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dateline/store"
	"dateline/store/audit"
	"dateline/store/state"
	"dateline/store/storetest"
)

// lines are the changes of an owner, newest first, without ids and times.
func lines(t *testing.T, s *store.Store, owner string) []string {
	t.Helper()
	var out []string
	for _, x := range must[[]audit.Line](t)(s.Audit(context.Background(), owner, 0, 100)) {
		line := fmt.Sprintf("%s %s %s", x.Actor, x.Action, x.Detail.Name)
		if x.Detail.Place != "" {
			line += " in " + x.Detail.Place
		}
		for _, c := range x.Detail.Changes {
			line += fmt.Sprintf(", %s %q to %q", c.Field, c.Before, c.After)
		}
		out = append(out, line)
	}
	return out
}

func TestAudit_EverySettingHasItsLine(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := audit.By(context.Background(), "7")
		done := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		done(s.ChangeGuild(ctx, 1, to(`{"zone":"UTC"}`)))
		done(s.ChangeGuild(ctx, 1, to(`{"zone":"UTC","greeted":true}`))) // no setting
		done(s.ChangeGuild(ctx, 2, to(`{"zone":"Asia/Tokyo"}`)))         // another's
		channel := must[store.Channel](t)(s.DiscordChannel(ctx, store.Channel{Kind: state.ChannelText, Name: "news", DiscordID: 5, GuildID: 1, Owner: "guild:1", SetBy: "7"}))
		done(s.ChangeChannel(ctx, channel.ID, to(`{"words":["war"]}`)))
		done(s.ChangeChannel(ctx, channel.ID, to(`{"words":["war"]}`))) // the same
		planned := must[store.Schedule](t)(s.AddSchedule(ctx, store.Schedule{Channel: channel.ID, Name: "World", Rule: "daily 07:30", Zone: "UTC", Profile: `{"stories":5}`, SetBy: "8"}))
		done(s.RemoveSchedule(ctx, planned.ID))
		src, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://a.example/feed", Kind: state.SourceFeed, Outlet: "A Press"}, "guild:1", "9")
		done(err)
		_, _, err = s.AddSource(ctx, src, "guild:1", "9") // it has it
		done(err)
		done(s.PauseSource(ctx, "guild:1", src.ID, true))
		done(s.PauseSource(audit.By(ctx, "10"), "guild:1", src.ID, false))
		done(s.Unsubscribe(context.Background(), "guild:1", src.ID))
		must[store.Source](t)(s.OwnSource(ctx, "guild:1", state.SourceFile)) // handing in is not choosing
		done(s.Note(ctx, "guild:1", state.ChannelChanged, audit.Detail{Name: "other"}))
		want := []string{
			`7 channel-changed other`,
			` source-removed A Press`,
			`10 source-resumed A Press`,
			`7 source-paused A Press`,
			`9 source-added A Press`,
			`7 schedule-removed World in news`,
			`8 schedule-added World in news, rule "" to "daily 07:30", zone "" to "UTC", stories "" to "5"`,
			`7 channel-changed news, words "" to "[\"war\"]"`,
			`7 server-changed , zone "" to "UTC"`,
		}
		if d := cmp.Diff(want, lines(t, s, "guild:1")); d != "" {
			t.Errorf("-want +got:\n%s", d)
		}
		if got := lines(t, s, "guild:2"); len(got) != 1 || len(lines(t, s, "guild:3")) != 0 {
			t.Errorf("guild 2 has %q", got)
		}
	})
}

func TestAudit_IsPaged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		var want, got []string
		for i := range 25 {
			name := fmt.Sprint(i)
			want = append([]string{name}, want...)
			if err := s.Note(ctx, fmt.Sprintf("guild:%d", 1+i%5/4), state.SourceAdded, audit.Detail{Name: name}); err != nil {
				t.Fatal(err)
			}
		}
		want = slices.DeleteFunc(want, func(name string) bool { return strings.HasSuffix(name, "4") || strings.HasSuffix(name, "9") })
		for {
			page := must[[]audit.Line](t)(s.Audit(ctx, "guild:1", len(got), 7))
			if len(page) == 0 {
				break
			}
			for _, x := range page {
				got = append(got, x.Detail.Name)
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("-want +got:\n%s", d)
		}
	})
}

func TestAudit_IsKeptAYear(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		at := noon
		s.Now = func() time.Time { return at }
		for range 3 {
			if err := s.Note(ctx, "guild:1", state.SourceAdded, audit.Detail{Name: at.Format("02 Jan 2006")}); err != nil {
				t.Fatal(err)
			}
			at = at.AddDate(0, 0, 200)
		}
		at = noon.AddDate(1, 0, 1)
		if err := s.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff([]string{" source-added 25 Dec 2027", " source-added 08 Jun 2027"}, lines(t, s, "guild:1")); d != "" {
			t.Errorf("-want +got:\n%s", d)
		}
	})
}

func TestAudit_OneOwnerFillsNoDatabase(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		if err := s.Note(ctx, "guild:2", state.SourceAdded, audit.Detail{Name: "other"}); err != nil {
			t.Fatal(err)
		}
		store.FillAudit(t, s, "guild:1", 12_000)
		if err := s.Note(ctx, "guild:1", state.SourceAdded, audit.Detail{Name: "last"}); err != nil {
			t.Fatal(err)
		}
		all := must[[]audit.Line](t)(s.Audit(ctx, "guild:1", 0, 20_000))
		if len(all) != 10_000 || all[0].Detail.Name != "last" || len(lines(t, s, "guild:2")) != 1 {
			t.Errorf("%d lines are kept, the newest %v; want 10,000, and those of others", len(all), all[0])
		}
	})
}

func TestAudit_GoesWithAServerAndLosesThePerson(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := audit.By(context.Background(), "7")
		for _, owner := range []string{"guild:1", "guild:2", "user:7"} {
			if err := s.Note(ctx, owner, state.SourceAdded, audit.Detail{Name: "A"}); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Note(audit.By(ctx, "77"), "guild:2", state.SourceAdded, audit.Detail{Name: "B"}); err != nil {
			t.Fatal(err)
		}
		must[bool](t)(s.SeeGuild(ctx, 1))
		if err := s.LoseGuild(ctx, 1, "kicked"); err != nil {
			t.Fatal(err)
		}
		if err := s.EraseGuilds(ctx, time.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if got := lines(t, s, "guild:1"); len(got) > 0 {
			t.Errorf("of an erased server stay %q", got)
		}
		must[int64](t)(s.ErasePerson(ctx, 7))
		if d := cmp.Diff([]string{"77 source-added B", " source-added A"}, lines(t, s, "guild:2")); d != "" {
			t.Errorf("after the person was erased (-want +got):\n%s", d)
		}
		if got := lines(t, s, "user:7"); len(got) > 0 {
			t.Errorf("of an erased person stay %q", got)
		}
	})
}

// settings are statements that change what somebody has set.
var settings = regexp.MustCompile(`(?s)(INSERT INTO|UPDATE) (schedules|subscriptions)\b|(UPDATE|INTO) (channels|guilds)\b[^;]*\bSET\b[^;]*\bprofile =`)

// unset change no setting of their own: they plan, erase, follow a source that moved,
// or note what somebody was told.
var unset = []string{"AddSlotNow", "ErasePerson", "joinSource", "SourceNotices", "SettleSourceNotice"}

func TestAudit_NoMethodChangesASettingWithoutALine(t *testing.T) {
	t.Parallel()
	files := must[[]string](t)(filepath.Glob("*.go"))
	var found []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file := must[*ast.File](t)(parser.ParseFile(token.NewFileSet(), name, nil, 0))
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			changes, notes := false, false
			ast.Inspect(f.Body, func(n ast.Node) bool {
				switch x := n.(type) {
				case *ast.BasicLit:
					changes = changes || x.Kind == token.STRING && settings.MatchString(x.Value)
				case *ast.SelectorExpr:
					notes = notes || slices.Contains([]string{"note", "noteChange", "noteSchedule", "noteSource"}, x.Sel.Name)
				}
				return true
			})
			if changes {
				found = append(found, f.Name.Name)
			}
			if changes && !notes && !slices.Contains(unset, f.Name.Name) {
				t.Errorf("%s: %s changes a setting and notes no line", name, f.Name.Name)
			}
		}
	}
	want := []string{"AddSchedule", "AddSource", "ChangeChannel", "ChangeGuild", "ChangeSchedule", "ErasePerson", "PauseSource", "Unsubscribe", "joinSource", "stopSchedule"}
	missing := slices.DeleteFunc(want, func(name string) bool { return slices.Contains(found, name) })
	if d := cmp.Diff([]string{}, missing, cmpopts.EquateEmpty()); d != "" {
		t.Errorf("the search does not find %v", missing)
	}
}

// to is a change to one text, whatever was there.
func to(profile string) func(string) string { return func(string) string { return profile } }

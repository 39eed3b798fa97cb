package store_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/store"
	"dateline/store/audit"
	"dateline/store/recall"
	"dateline/store/state"
	"dateline/store/storetest"
)

// A database that lacks a migration in the midst of those it has seen is refused, and
// stays as it is: nobody knows what the missing one would do to what came after it.
func TestOpen_ADatabaseWithAGapIsRefused(t *testing.T) {
	ctx := context.Background()
	files, err := filepath.Glob("database/migrations/*.sql")
	if err != nil || len(files) < 20 {
		t.Fatal(files, err)
	}
	slices.Sort(files)
	gap := slices.Index(files, "database/migrations/0015_source_notices.sql")
	for kind, url := range map[string]func() string{"sqlite": func() string { return "sqlite:" + filepath.Join(storetest.Dir(t), "gap.db") },
		"postgres": func() string { return storetest.PostgresURL(t) }} {
		t.Run(kind, func(t *testing.T) {
			for _, whole := range []bool{true, false} { // as many as the program has, or one less
				address := url()
				s := must[*store.Store](t)(store.Open(ctx, address))
				defer s.Close()
				seen := store.PretendGap(t, s, gap+1)
				if whole {
					store.PretendNewer(t, s)
				}
				before := seen()
				again, err := store.Open(ctx, address)
				if err == nil {
					again.Close()
				}
				if err == nil || !strings.Contains(err.Error(), "between two releases") || !strings.Contains(err.Error(), "there migrations/0016_greeted.sql, here migrations/0015_source_notices.sql") {
					t.Errorf("it is opened, or refused with %v", err)
				}
				if after := seen(); after != before {
					t.Errorf("it is changed from\n%sto\n%s", before, after)
				}
			}
		})
	}
}

// A new migration comes last: a database that has seen the others would be refused.
func TestMigrations_ANewOneComesLast(t *testing.T) {
	const known = `0001_start 0002_discord 0003_embeddings 0004_lists 0005_spellings 0006_money 0007_terms 0008_ledger 0009_reading
		0010_moved 0011_shown 0012_audit 0013_review 0015_source_notices 0016_greeted 0017_recall 0018_card 0019_catchup 0020_watch
		0021_brake 0021_retain 0022_rights 0023_reports 0024_segments 0025_drawn 0026_dropped 0027_answers 0028_turns 0029_carried 0030_corrected 0031_reasons 0032_reasons`
	files, err := filepath.Glob("database/migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(files)
	for i, name := range strings.Fields(known) {
		if i >= len(files) || filepath.Base(files[i]) != name+".sql" {
			t.Fatalf("migration %d is no longer %s: one that is new has a higher number than all others", i+1, name)
		}
	}
	if n := len(strings.Fields(known)); len(files) > n {
		t.Errorf("add %v to the list, at its end", files[n:])
	}
}

// The reasons that members gave do not stay in what moderators read of the changes.
func TestMigrations_MembersReasonsAreGone(t *testing.T) {
	const reason = `it was "14", said, ann`
	why := []audit.Change{audit.Of("why", "", reason)}
	for kind, url := range map[string]func() string{"sqlite": func() string { return "sqlite:" + filepath.Join(storetest.Dir(t), "old.db") },
		"postgres": func() string { return storetest.PostgresURL(t) }} {
		t.Run(kind, func(t *testing.T) {
			ctx, address := context.Background(), url()
			s := must[*store.Store](t)(store.Open(ctx, address))
			defer s.Close()
			d := newRecallDesk(t, s)
			order := claimOrder(d.claim(0, "written", "story", "It closed on Thursday."), recall.Corrected)
			order.Owner, order.Why = "guild:8", "report 17"
			d.retract(order)
			for _, line := range []audit.Line{{Owner: "guild:8", Action: state.ToldCorrected, Detail: audit.Detail{Name: order.Target, Changes: why}},
				{Owner: "guild:8", Action: state.ToldRemoved, Detail: audit.Detail{Name: order.Target + "0", Changes: why}},
				{Owner: "guild:8", Action: state.ServerChanged, Detail: audit.Detail{Changes: why}},
				{Owner: store.Desk, Action: state.ToldCorrected, Detail: audit.Detail{Name: order.Target, Changes: why}}} {
				if err := s.Note(ctx, line.Owner, line.Action, line.Detail); err != nil {
					t.Fatal(err)
				}
			}
			store.PretendOlder(t, s)
			later := must[*store.Store](t)(store.Open(ctx, address))
			defer later.Close()
			var got []audit.Detail
			for _, owner := range []string{"guild:8", store.Desk} {
				for _, x := range must[[]audit.Line](t)(later.Audit(ctx, owner, 0, 9)) {
					got = append(got, x.Detail)
				}
			}
			want := []audit.Detail{{Changes: why}, {}, {Name: order.Target}, {Name: order.Target}, {Name: order.Target, Changes: why}}
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

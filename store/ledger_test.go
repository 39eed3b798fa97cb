package store

import (
	"path/filepath"
	"strings"
	"testing"
)

// The ledger grows with every post, for years, and each briefing asks it about
// each story.
func TestToldFacts_LedgerIsNeverReadWhole(t *testing.T) {
	s, err := Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	for q, first := range map[string]string{
		`SELECT fact FROM claim_facts WHERE claim_id = $1`:    "claim_facts",
		`SELECT claim_id FROM post_claims WHERE post_id = $1`: "post_claims",
		`SELECT claim_id FROM cites WHERE version_id = $1`:    "cites",
		toldFacts(AnySchedule, []int64{7, 8}):                 "p", // not a fact's claims, which may be of all channels
	} {
		if all := planOf(t, s, q, 1); !strings.HasPrefix(all, "SEARCH "+first+" ") || strings.Contains(all, "SCAN") || strings.Contains(all, "AUTOMATIC") || strings.Contains(all, "(fact=") {
			t.Errorf("%s: %s", q, all)
		}
	}
}

// The archive grows for years, and the alerts ask every few seconds what is new in it.
func TestBursts_ReadOnlyTheNewestArticles(t *testing.T) {
	s, err := Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if got, want := planOf(t, s, Range{}.bursts(), 1, 2, 3), "SEARCH a USING INDEX articles_time (time_at>?)"; !strings.HasPrefix(got, want) {
		t.Errorf("the plan is %s, want %s", got, want)
	}
}

// planOf is how SQLite carries out a query, its steps in order.
func planOf(t *testing.T, s *Store, q string, args ...any) string {
	t.Helper()
	rows, err := s.read.QueryContext(t.Context(), `EXPLAIN QUERY PLAN `+q, args...)
	if err != nil {
		t.Fatal(err)
	}
	var plan []string
	for rows.Next() {
		var id, parent, unused int
		var line string
		if err := rows.Scan(&id, &parent, &unused, &line); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(plan, "; ")
}

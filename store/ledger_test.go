package store

import (
	"path/filepath"
	"strings"
	"testing"
)

// The ledger grows with every post, for years.
func TestTheLedgerIsNeverReadWhole(t *testing.T) {
	s, err := Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	for _, q := range []string{`SELECT fact FROM claim_facts WHERE claim_id = 1`, `SELECT claim_id FROM claim_facts WHERE fact = 1`, `SELECT claim_id FROM post_claims WHERE post_id = 1`, `SELECT post_id FROM post_claims WHERE claim_id = 1`} {
		var id, parent, unused int
		var plan string
		if err := s.read.QueryRowContext(t.Context(), `EXPLAIN QUERY PLAN `+q).Scan(&id, &parent, &unused, &plan); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(plan, "SEARCH") {
			t.Errorf("%s: %s", q, plan)
		}
	}
}

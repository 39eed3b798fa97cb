package store

import (
	"strings"
	"testing"
)

// PretendNewer makes the database look like one of a later program.
func PretendNewer(t *testing.T, s *Store) {
	t.Helper()
	if _, err := s.write.Exec(`INSERT INTO schema_files(no, name, sha256) VALUES(99, 'later', 'x')`); err != nil {
		t.Fatal(err)
	}
}

// PlanOfItems is how the database would read versions by id for a scope.
func PlanOfItems(t *testing.T, s *Store, sc Scope, versions []int64) string {
	t.Helper()
	cond, args := sc.where(1)
	rows, err := s.read.Query(`EXPLAIN SELECT v.text FROM versions v JOIN articles a ON a.id = v.article_id WHERE v.id IN (`+ints(versions)+`) AND a.state = 'live' AND `+cond, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		plan.WriteString(line + "\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return plan.String()
}

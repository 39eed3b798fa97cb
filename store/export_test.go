package store

import "testing"

// PretendNewer makes the database look like one of a later program.
func PretendNewer(t *testing.T, s *Store) {
	t.Helper()
	if _, err := s.write.Exec(`INSERT INTO schema_files(no, name, sha256) VALUES(99, 'later', 'x')`); err != nil {
		t.Fatal(err)
	}
}

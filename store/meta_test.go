package store_test

import (
	"testing"

	"dateline/store"
	"dateline/store/storetest"
)

func TestSetMeta_LastValueStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		for _, value := range []string{"", "one", "two"} {
			if value != "" {
				if err := s.SetMeta(t.Context(), "quiz", value); err != nil {
					t.Fatal(err)
				}
			}
			if got, err := s.Meta(t.Context(), "quiz"); err != nil || got != value {
				t.Errorf("got %q, %v, want %q", got, err, value)
			}
		}
		if got, err := s.Meta(t.Context(), "another"); err != nil || got != "" {
			t.Errorf("of another key: %q, %v", got, err)
		}
	})
}

package outlet

import "testing"

func TestSameSite_ItsOwnHostsOnly(t *testing.T) {
	for _, c := range []struct {
		address, source string
		same            bool
	}{
		{"https://www.bbc.co.uk/news/1", "https://feeds.bbc.co.uk/rss", true},
		{"https://www.bbc.co.uk/news/1", "https://evil.example/feed", false},
		{"https://www.bbc.co.uk/news/1", "https://other.co.uk/feed", false},
		{"https://alice.github.io/a", "https://mallory.github.io/feed", false},
		{"http://127.0.0.1:80/a", "http://127.0.0.1:81/feed", false},
		{"http://127.0.0.1:81/a", "http://127.0.0.1:81/feed", true},
		{"https://bbc.co.uk/1", "file:desk", true},
		{"not a url", "https://evil.example/feed", false},
	} {
		if got := SameSite(c.address, c.source); got != c.same {
			t.Errorf("%s of %s: got %v", c.address, c.source, got)
		}
	}
}

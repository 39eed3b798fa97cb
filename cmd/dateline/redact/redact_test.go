package redact

import "testing"

func TestRedact_KeepsWhatIsNoSecret(t *testing.T) {
	t.Parallel()
	r := New(Secrets{Keys: []string{"MTA.hush.token", "local"}})
	for in, want := range map[string]string{
		"":                                     "",
		"read 3 feeds: 12:30, a/b, local.":     "read 3 feeds: 12:30, a/b, [secret].", // the key of a local server
		"localhost is locally known":           "localhost is locally known",
		"see https://a.example/x/y.":           "see https://a.example.",
		"(https://a.example), https://b.c/?q:": "(https://a.example), https://b.c:",
		`Get "https://a.example/x?k=v": EOF`:   `Get "https://a.example": EOF`,
		"HTTP://u:p@[::1]:80/x":                "HTTP://[::1]:80",
		"https://a.example?k=v@w":              "https://a.example",
		"https://u:a?b@c.example/":             "https://[secret]",
		"sqlite:desk.db":                       "sqlite:desk.db",
		"no_scheme://":                         "no_scheme://",
	} {
		if got := r.Redact(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	const broken = "postgres://u:12/long?pass@db/news"
	if got, want := New(Secrets{Database: broken}).Redact("cannot parse "+broken), "cannot parse postgres://db"; got != want {
		t.Errorf("a URL that cannot be parsed: got %q, want %q", got, want)
	}
	in := "nothing is secret here"
	if got := New(Secrets{}).Redact(in); got != in {
		t.Errorf("without secrets: got %q", got)
	}
}

// To hide a word that is said anyhow would show that it is the password.
func TestSaid_KeepsWordsThatAreSaidAnyhow(t *testing.T) {
	t.Parallel()
	r := New(Secrets{Keys: []string{"dateline", "ollama", "a-long-secret"}, Services: []string{"http://ollama:11434/v1?api-version=2024-10-21&key=hush-hush"},
		Database: "postgres://postgres:newsdesk@newsdesk/news?sslpassword=password"})
	for in, want := range map[string]string{
		`"dateline feeds list" shows numbers`:                     `"dateline feeds list" shows numbers`,
		"password authentication failed for postgres at newsdesk": "password authentication failed for postgres at newsdesk",
		"llama3 at ollama:11434 answered on 2024-10-21":           "llama3 at ollama:11434 answered on 2024-10-21",
		"cannot parse postgres://postgres:newsdesk@newsdesk/news": "cannot parse postgres://newsdesk/news",
		"at http://db/?x=1&password=password, or so":              "at http://db/?x=1&password=[secret] or so",
		"it says a-long-secret, hush-hush":                        "it says [secret], [secret]",
	} {
		if got := r.Said(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

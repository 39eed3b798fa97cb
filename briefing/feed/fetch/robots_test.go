package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestRobots_RulesOfRFC9309(t *testing.T) {
	all := "User-agent: *\n"
	for _, c := range []struct {
		name, rules, path string
		want              bool
	}{
		{"a path holds for what is below it", all + "Disallow: /a", "/a/b", false},
		{"a path is a prefix, not a folder", all + "Disallow: /a", "/abc", false},
		{"the longest match wins", all + "Disallow: /a\nAllow: /a/b", "/a/b", true},
		{"the longest match wins whatever comes first", all + "Allow: /a/b\nDisallow: /a", "/a/c", false},
		{"allow wins a tie", all + "Disallow: /a\nAllow: /a", "/a", true},
		{"an empty rule forbids nothing", all + "Disallow:", "/a", true},
		{"paths have case", all + "Disallow: /A", "/a", true},
		{"keys have none", "USER-AGENT: *\nDISALLOW: /a", "/a", false},
		{"$ ends a path", all + "Disallow: /*.php$", "/x.php", false},
		{"$ ends a path: more follows", all + "Disallow: /*.php$", "/x.php5", true},
		{"$ alone", all + "Disallow: /$", "/", false},
		{"$ alone: more follows", all + "Disallow: /$", "/a", true},
		{"$ after *", all + "Disallow: /a*$", "/abc", false},
		{"* is any run of characters", all + "Disallow: /a/*/c", "/a/x/y/c/d", false},
		{"* may be empty", all + "Disallow: /a*b", "/ab", false},
		{"several *", all + "Disallow: /*a*b*c", "/xaxcxb", true},
		{"* and $ need the end", all + "Disallow: /*b$", "/bxb", false},
		{"an encoded * is the letter", all + "Disallow: /a-%2A.html", "/a-*.html", false},
		{"an encoded * is no wildcard", all + "Disallow: /a-%2A.html", "/a-x.html", true},
		{"an encoded $ is the letter", all + "Disallow: /a%24", "/a$b", false},
		{"plain characters may be encoded in the rule", all + "Disallow: /a%62c", "/abc", false},
		{"plain characters may be encoded in the path", all + "Disallow: /abc", "/a%62c", false},
		{"an encoded slash is no slash", all + "Disallow: /a/b", "/a%2Fb", true},
		{"hexadecimal digits have no case", all + "Disallow: /a%2fb", "/a%2Fb", false},
		{"other alphabets are encoded", all + "Disallow: /caf\u00e9", "/caf%C3%A9", false},
		{"a query counts", all + "Disallow: /*?id=", "/a?id=7", false},
		{"our own group alone counts", "User-agent: dateline\nAllow: /\n\n" + all + "Disallow: /", "/a", true},
		{"our own group alone counts, empty", all + "Disallow: /\n\nUser-agent: Dateline\nDisallow:", "/a", true},
		{"groups of one agent are one", "User-agent: Dateline\nDisallow: /a\n\n" + all + "Disallow: /c\n\nUser-agent: dateline\nDisallow: /b", "/b", false},
		{"groups for all are one", all + "Disallow: /a\n\nUser-agent: x\nDisallow: /\n\n" + all + "Disallow: /b", "/a", false},
		{"a group may have several agents", "User-agent: a\nUser-agent: Dateline/1.0\nDisallow: /b", "/b", false},
		{"the start of our name is not ours", "User-agent: date\nDisallow: /", "/a", true},
		{"a longer name is not ours", "User-agent: DatelineNews\nDisallow: /", "/a", true},
		{"a name with digits is not ours", "User-agent: Dateline2\nDisallow: /", "/a", true},
		{"a rule before any agent is nobody's", "Disallow: /\nUser-agent: x", "/a", true},
		{"other lines end no group", "User-agent: Dateline\nCrawl-delay: 5\nSitemap: https://x.example/s.xml\nDisallow: /a", "/a", false},
		{"a comment is none of the rule", all + "Disallow: /a # and nothing else", "/a", false},
		{"spaces around", " User-agent :  * \n\tDisallow :  /a ", "/a", false},
		{"line ends of all kinds", "User-agent: *\r\nDisallow: /a\rDisallow: /b\n", "/b", false},
		{"a byte order mark", "\ufeffUser-agent: *\nDisallow: /a", "/a", false},
		{"robots.txt itself", all + "Disallow: /", "/robots.txt", true},
		{"a page instead of rules", "<!doctype html><html><body>User-agent: * Disallow: /</body></html>", "/a", true},
		{"no path is the root", all + "Disallow: /$", "", false},
		{"what stands beyond 500 KiB is not read", all + strings.Repeat("# 23456789abcde\n", robotsMost/16) + "Disallow: /a", "/a", true},
		{"what stands before is", all + "Disallow: /a\n" + strings.Repeat("# 23456789abcde\n", robotsMost/16+9), "/a", false},
		{"a rule that is cut is none", all + strings.Repeat("# 23456789abcde\n", robotsMost/16-1) + "Disallow: /long", "/other", true},
	} {
		got := (&robots{rules: parseRobots([]byte(c.rules), agentName)}).allowed(mustURL(t, "https://x.example"+c.path))
		if got != c.want {
			t.Errorf("%s: allowed %v, want %v", c.name, got, c.want)
		}
	}
}

// A robots.txt says by its status what may be read while it has no rules.
func TestRobots_AvailabilityOfRFC9309(t *testing.T) {
	hop := func(n int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if len(r.URL.Query().Get("n")) == n {
				io.WriteString(w, "User-agent: *\nDisallow: /b")
				return
			}
			http.Redirect(w, r, "/robots.txt?n="+r.URL.Query().Get("n")+"x", http.StatusMovedPermanently)
		}
	}
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
	}
	hang := func(w http.ResponseWriter, _ *http.Request) {
		c, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		c.Close()
	}
	for name, c := range map[string]struct {
		serve http.HandlerFunc
		want  bool
	}{
		"404": {status(404), true}, "401": {status(401), true}, "403": {status(403), true}, "410": {status(410), true},
		"500": {status(500), false}, "503": {status(503), false}, "no answer": {hang, false},
		"200, empty": {status(200), true}, "five redirects": {hop(5), true},
		"larger than is read": {func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, "User-agent: *\nDisallow: /b\n"+strings.Repeat("# comment\n", 70_000)+"Disallow: /\n")
		}, true},
	} {
		f, address := serve(t, c.serve)
		if err := f.MayRead(context.Background(), address+"/a"); (err == nil) != c.want || err != nil && !errors.Is(err, ErrUnasked) {
			t.Errorf("%s: %v; want %v", name, err, c.want)
		}
		if strings.Contains(name, "redirects") || strings.Contains(name, "larger") {
			if err := f.MayRead(context.Background(), address+"/b"); err == nil || errors.Is(err, ErrUnasked) {
				t.Errorf("%s: its rules are not followed: %v", name, err)
			}
		}
	}
}

func TestRobots_KeptForADayAtMost(t *testing.T) {
	rules, asked := "User-agent: *\nDisallow: /", 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		if rules == "" {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		io.WriteString(w, rules)
	}))
	defer s.Close()
	at := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	f := &Fetcher{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Now: func() time.Time { return at }}
	for _, step := range []struct {
		after time.Duration
		rules string
		want  bool
		asked int
	}{
		{0, rules, false, 1}, {23 * time.Hour, "", false, 1}, {time.Hour, "User-agent: *\nAllow: /", true, 2},
		{24 * time.Hour, "", false, 3}, {time.Minute, "User-agent: *\nAllow: /", false, 3}, {time.Hour, "User-agent: *\nAllow: /", true, 4},
	} {
		at, rules = at.Add(step.after), step.rules
		if err := f.MayRead(context.Background(), s.URL+"/a"); (err == nil) != step.want || asked != step.asked {
			t.Errorf("after %s: %v, asked %d times; want %v and %d", step.after, err, asked, step.want, step.asked)
		}
	}
}

func TestFetcher_RemembersAFewHostsOfADomainWithoutNumber(t *testing.T) {
	rules := strings.Repeat("Disallow: /a\n", 999)
	f := &Fetcher{Client: &http.Client{Transport: robotsOnly("User-agent: *\n" + rules)}}
	for n := range 3 * rulesKept / 1000 {
		if err := f.MayRead(context.Background(), fmt.Sprintf("https://n%d.example/b", n)); err != nil {
			t.Fatal(err)
		}
	}
	if f.robots.rules > rulesKept || f.robots.bySite.Len() > rulesKept/1000 || len(f.hosts.byHost) > 0 {
		t.Errorf("%d rules of %d sites, %d hosts are kept", f.robots.rules, f.robots.bySite.Len(), len(f.hosts.byHost))
	}
	if err := f.MayRead(context.Background(), "https://n0.example/a"); err == nil || errors.Is(err, ErrUnasked) {
		t.Errorf("what is forgotten is asked for again: %v", err)
	}
}

// robotsOnly answers every request with one robots.txt.
type robotsOnly string

func (text robotsOnly) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(string(text))), Request: r}, nil
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /*a*b$", "/a/b")
	f.Fuzz(func(t *testing.T, rules, p string) {
		u := &url.URL{Path: "/" + p}
		if !(&robots{rules: parseRobots([]byte("User-agent: *\nDisallow:\nAllow: /\n"), agentName)}).allowed(u) {
			t.Errorf("%q is forbidden by nothing", p)
		}
		(&robots{rules: parseRobots([]byte(rules), agentName)}).allowed(u)
	})
}

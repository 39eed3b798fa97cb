package fetch

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// ErrWall says that a page shows something else in the place of its article.
var ErrWall = errors.New("its page is behind a wall (a log-in, a consent, a check for programs) or gone: what the feed says of it is used")

// challenged reports an answer whose server says in its head that it holds a
// check for programs in the place of what was asked for: Cloudflare's and
// AWS's documentation name these fields.
func challenged(h http.Header) bool {
	return strings.EqualFold(h.Get("Cf-Mitigated"), "challenge") || h.Get("X-Amzn-Waf-Action") != ""
}

// elsewhere reports that a server led from an article to the front page of a
// site, or that the page says it is one.
func elsewhere(asked, got string) bool { return !isRoot(asked) && isRoot(got) }

func isRoot(raw string) bool {
	parsed, err := url.Parse(raw)
	return err == nil && parsed.Host != "" && strings.Trim(parsed.Path, "/") == "" && parsed.RawQuery == ""
}

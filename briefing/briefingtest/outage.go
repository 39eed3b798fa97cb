package briefingtest

import (
	"fmt"
	"html"
	"io"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Site is a news site in an outage's world: a feed, and how it answers when.
type Site struct {
	Host  string
	Items []SiteItem
	Modes []SiteMode // in order of time
}

// SiteItem is an item of a feed that appears at a time.
type SiteItem struct {
	At              time.Time
	ID, Title, Text string
}

// SiteMode is how a site answers from a time on: "" well, "dead" not at all,
// "busy" with 503 and Retry-After, "slow" well but after a while.
type SiteMode struct {
	From time.Time
	Kind string
	Wait time.Duration
}

// Mode is how the site behaves now.
func (s *Site) Mode(now time.Time) SiteMode {
	var m SiteMode
	for _, x := range s.Modes {
		if !x.From.After(now) {
			m = x
		}
	}
	return m
}

// Document is the feed as it stands at a time.
func (s *Site) Document(now time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<rss version="2.0"><channel><title>%s</title>`, s.Host)
	for _, it := range slices.Backward(s.Items) {
		if it.At.After(now) {
			continue
		}
		fmt.Fprintf(&b,
			`<item><title>%s</title><guid>%s-%s</guid><link>https://%s/%s</link><pubDate>%s</pubDate><description>%s</description></item>`,
			html.EscapeString(it.Title), s.Host, it.ID, s.Host, it.ID, it.At.UTC().Format(time.RFC1123Z), html.EscapeString(it.Text))
	}
	return b.String() + `</channel></rss>`
}

// Reply404 is an empty reply that says that nothing is there.
func Reply404(r *http.Request) *http.Response {
	return &http.Response{StatusCode: http.StatusNotFound, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("")), Request: r}
}

var (
	TownParts = []string{"Bra", "Kel", "Mor", "Sen", "Tar", "Vil", "Oru", "Lys", "Dun", "Fal", "Gri", "Hov"}
	TownEnds  = []string{"mark", "stad", "borg", "vik", "holm", "dal", "ness", "field"}
	reports   = []string{
		"The bridge of %[1]s was closed to lorries after engineers found cracks in its third pillar, the road office of %[1]s said.",
		"Bakers in %[1]s will raise the price of bread by %[2]d percent in January, the guild of bakers in %[1]s said.",
		"The museum of %[1]s bought a painting of a sailing ship for %[2]d million crowns, its director told reporters in %[1]s.",
		"A storm cut the electricity of %[2]d thousand homes around %[1]s, the network operator of %[1]s said.",
		"The football club of %[1]s signed a goalkeeper for %[2]d seasons, the sports office of %[1]s said.",
		"Scientists in %[1]s counted %[2]d pairs of storks on the roofs, more than ever before, the university of %[1]s said.",
	}
)

// NewReport is the n-th report: of a town that no other report is of.
func NewReport(rng *rand.Rand, at time.Time, n int) SiteItem {
	town := TownParts[n%len(TownParts)] + TownEnds[n/len(TownParts)%len(TownEnds)]
	text := fmt.Sprintf(reports[rng.IntN(len(reports))], town, 2+rng.IntN(40))
	return SiteItem{at, town, strings.TrimSuffix(strings.SplitAfter(text, ",")[0], ","), text}
}

// NotRead finds how many sources could not be read.
var NotRead = regexp.MustCompile(`(\d+) of \d+ sources (?:could not be|was not|were not|not) read`)

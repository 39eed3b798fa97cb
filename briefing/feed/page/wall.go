package page

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// wallNames are in the names of boxes that stand before an article, as those
// who build pages call them in any language.
var wallNames = regexp.MustCompile(`(?i)paywall|regwall|pay-?gate|subscri|cookie|consent|gdpr|newsletter|captcha|challenge|modal|overlay` +
	`|popup|sign-?in|log-?in|register|promo`)

const (
	wallMost   = 1000 // bytes of text in a box that stands before an article
	wallParent = 4    // elements around a block that are looked at
)

// entryPath is a path where one logs in or subscribes.
var entryPath = regexp.MustCompile(`(?i)/(log-?in|sign-?(in|up)|subscribe|subscriptions?|register|(my-?)?account|abo|abonnement` +
	`|membership|suscripcion|suscribete|assine|konto)([/.?]|$)`)

// entryHost is a host where one logs in or subscribes.
var entryHost = regexp.MustCompile(`(?i)^(accounts?|log-?in|subscribe|auth|abo|sso|signin)\.`)

func entryLink(href string) bool {
	parsed, err := url.Parse(href)
	return err == nil && (entryPath.MatchString(parsed.Path) || entryHost.MatchString(parsed.Host))
}

// beforeWall reports a block that asks for an account or stands in a small box
// that is named like a wall. small keeps which boxes are, as a page may have thousands
// of blocks in one.
func beforeWall(b Block, small map[*html.Node]bool) bool {
	if len(b.Text) < LinkMost && slices.ContainsFunc(b.Links, entryLink) {
		return true
	}
	n := b.node
	for range wallParent {
		if n == nil || n.DataAtom == atom.Body || n.DataAtom == atom.Article || n.DataAtom == atom.Main {
			return false
		}
		dialog := n.DataAtom == atom.Dialog || strings.HasSuffix(Attr(n, "role"), "dialog")
		if dialog || wallNames.MatchString(Attr(n, "id")+" "+Attr(n, "class")) {
			if _, known := small[n]; !known {
				small[n] = textBytes(n) < wallMost
			}
			return small[n]
		}
		n = n.Parent
	}
	return false
}

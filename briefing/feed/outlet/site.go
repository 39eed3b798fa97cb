package outlet

import (
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Site is the registrable domain of a web address ("bbc.co.uk"), its host
// where there is none, and "" for what is no web address (a file's source).
func Site(address string) string {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Host == "" {
		return ""
	}
	host := strings.ToLower(strings.TrimSuffix(parsed.Hostname(), "."))
	if _, err := netip.ParseAddr(host); err == nil {
		return strings.ToLower(parsed.Host) // its port tells servers apart
	}
	if site, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return site
	}
	return host
}

// SameSite reports whether a source may speak for an address: it lies on the
// same site, or is what somebody handed in.
func SameSite(address, source string) bool {
	own := Site(source)
	return own == "" || own == Site(address)
}

// OwnSite is the registrable domain of an address, under which everything is
// published by one outlet; "" where the address has none, or others' articles
// stand there.
func OwnSite(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	site, err := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(strings.TrimSuffix(parsed.Hostname(), ".")))
	if _, number := netip.ParseAddr(parsed.Hostname()); err != nil || number == nil || carriers[site] {
		return ""
	}
	if known := ofHost(Host(address)); known != nil && known.kind == "aggregator" {
		return ""
	}
	return site
}

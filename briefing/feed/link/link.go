// Package link compares addresses of articles: which spellings lead to one page.
package link

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"dateline/briefing/text"
)

// tracking are parameters that name a reader's way, not an article; session
// are those that name a visit. Both differ between two copies of one link.
var (
	tracking = regexp.MustCompile(`(?i)^(utm_.*|fbclid|gclid|gclsrc|gbraid|wbraid|gad_source|dclid|msclkid|ttclid|twclid|li_fat_id|` +
		`srsltid|mc_cid|mc_eid|mkt_tok|igshid|igsh|yclid|_ga|_gl|_hsenc|_hsmi|vero_id|spm|scid|trk|cmpid|cmp|ito|ocid|oc|smid|partner|` +
		`ref|ref_src|ref_url|referrer|source|src|feature|xtor|at_medium|at_campaign|at_.*|ns_.*|taid|wt_mc|rss|sharetype|shareid` +
		`|guccounter|guce_.*)$`)
	session = regexp.MustCompile(`(?i)^(sid|session|session_?id|sess|phpsessid|jsessionid|aspsessionid.*|asp\.net_sessionid|cfid|cftoken|` +
		`zenid|oscsid|s_id|timestamp|nocache|cachebuster)$`)
	inPath = regexp.MustCompile(`(?i);(jsessionid|phpsessid|sid)=[^/?#;]*`)
)

// Canonical is a URL without what does not name the article: parameters of
// tracking and of a session (also those that stand in its path or behind its
// #), default port, user; scheme and host in lower case. It can be opened as
// the URL itself can. A part of a page that is named behind the # stays: release
// notes are one page with a place for each.
func Canonical(raw string) string {
	parsed, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || parsed.Host == "" {
		return strings.TrimSpace(raw)
	}
	normalHost(parsed)
	parsed.RawQuery = without(parsed.RawQuery, namesNoArticle)
	if path := inPath.ReplaceAllString(parsed.EscapedPath(), ""); path != parsed.EscapedPath() {
		if plain, err := url.PathUnescape(path); err == nil {
			parsed.Path, parsed.RawPath = plain, path
		}
	}
	if !namesPlace(parsed.Fragment) {
		parsed.Fragment, parsed.RawFragment = "", ""
	}
	if parsed.Path == "" {
		parsed.Path = "/"
	}
	return parsed.String()
}

// Whole is a URL with all it says: for links that only their parameters tell apart.
func Whole(raw string) string {
	parsed, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || parsed.Host == "" {
		return strings.TrimSpace(raw)
	}
	normalHost(parsed)
	return parsed.String()
}

func normalHost(u *url.URL) {
	u.Scheme, u.Host, u.User = strings.ToLower(u.Scheme), strings.ToLower(u.Host), nil
	if port := u.Port(); u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443" {
		u.Host = u.Hostname()
	}
}

// without is a query without its dropped parameters, the others by name. One that
// url.ParseQuery would lose part of (";" between parameters, a bad escape) stays as it is
// written, and a piece of it between two "&" goes only when all in it is dropped.
func without(query string, dropped func(key, value string) bool) string {
	if values, err := url.ParseQuery(query); err == nil {
		for k, v := range values {
			if dropped(k, v[0]) {
				values.Del(k)
			}
		}
		return values.Encode()
	}
	var out []string
	for piece := range strings.SplitSeq(query, "&") {
		if slices.ContainsFunc(strings.Split(piece, ";"), func(s string) bool {
			key, value, _ := strings.Cut(s, "=")
			return s != "" && !dropped(key, value)
		}) {
			out = append(out, piece)
		}
	}
	slices.Sort(out)
	return strings.Join(out, "&")
}

// namesNoArticle reports a parameter that cannot tell one article from another.
func namesNoArticle(key, value string) bool {
	return tracking.MatchString(key) || session.MatchString(key) && len(value) >= sessionLeast
}

// sessionLeast is how long a session's name is at least: 32 bits in hex. A
// shorter value under such a name is the number of a story.
const sessionLeast = 8

// namesPlace reports a fragment that names a part of a page, or a page of a
// site that is one document: no parameter, no quoted text.
func namesPlace(fragment string) bool {
	return fragment != "" && !strings.Contains(fragment, "=") && !strings.Contains(fragment, ":~:")
}

// Key is what the spellings of one link have in common: http and https,
// with and without www, the AMP or the mobile form, a slash at the end, the
// case of words in the path. It is compared, never opened.
func Key(raw string) string {
	parsed, err := url.Parse(Canonical(unwrapAMP(raw)))
	if err != nil || parsed.Host == "" {
		return strings.TrimSpace(raw)
	}
	host := parsed.Host
	for _, prefix := range []string{"www.", "amp.", "m.", "mobile."} {
		if rest, ok := strings.CutPrefix(host, prefix); ok && strings.Contains(rest, ".") {
			host = rest
		}
	}
	query := without(parsed.RawQuery, func(key, value string) bool {
		return strings.EqualFold(key, "amp") || strings.EqualFold(key, "outputtype") && strings.EqualFold(value, "amp")
	})
	key := host + pathKey(parsed.EscapedPath())
	if query != "" {
		key += "?" + query
	}
	if parsed.Fragment != "" {
		key += "#" + parsed.Fragment
	}
	return key
}

// unwrapAMP is the address behind that of an AMP cache, else the address itself.
func unwrapAMP(raw string) string {
	parsed, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return raw
	}
	host, path := strings.ToLower(parsed.Hostname()), parsed.EscapedPath()
	switch {
	case strings.HasSuffix(host, ".cdn.ampproject.org"):
		path = strings.TrimPrefix(strings.TrimPrefix(path, "/c/"), "/v/")
	case strings.HasPrefix(path, "/amp/s/") && (host == "www.google.com" || host == "google.com"):
		path = strings.TrimPrefix(path, "/amp/")
	default:
		return raw
	}
	scheme := "http://"
	if rest, ok := strings.CutPrefix(path, "s/"); ok {
		scheme, path = "https://", rest
	}
	if parsed.RawQuery != "" {
		path += "?" + parsed.RawQuery
	}
	return scheme + path
}

// pathKey is a path without its AMP form, the slash at its end and an index
// page, its words in lower case.
func pathKey(path string) string {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if n := len(parts); n > 1 && strings.EqualFold(parts[n-1], "amp") {
		parts = parts[:n-1]
	} else if n > 1 && strings.EqualFold(parts[0], "amp") {
		parts = parts[1:]
	}
	for i, part := range parts {
		if wordCase(part) {
			part = strings.ToLower(part)
		}
		parts[i] = part
	}
	last := &parts[len(parts)-1]
	for _, end := range []string{".amp.html", ".amp"} {
		if rest, ok := strings.CutSuffix(*last, end); ok {
			*last = rest + strings.TrimPrefix(end, ".amp")
			break
		}
	}
	if *last == "index.html" || *last == "index.php" {
		parts = parts[:len(parts)-1]
	}
	return "/" + strings.Join(parts, "/")
}

// wordCase reports a part of a path whose letters are in the case of words: an
// id in a path ("CBMiAbQ") means another thing in another case.
func wordCase(part string) bool {
	for word := range text.Words(part, "") {
		digits := strings.ContainsFunc(word, unicode.IsDigit)
		capital := word[:1] + strings.ToLower(word[1:])
		switch word {
		case strings.ToLower(word):
		case strings.ToUpper(word), capital:
			if digits {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// OwnPage reports whether a link may lead to one article: not to the front
// page of a site, nor back to the feed.
func OwnPage(link, source string) bool {
	parsed, err := url.Parse(link)
	if err != nil || parsed.Host == "" {
		return false
	}
	if strings.Trim(parsed.Path, "/") == "" && parsed.RawQuery == "" && parsed.Fragment == "" {
		return false
	}
	return Key(link) != Key(source)
}

// Resolve makes a link absolute; what is no http(s) link is dropped.
func Resolve(base, ref string) string {
	ref = strings.TrimSpace(ref)
	if ref == "" {
		return ""
	}
	relative, err := url.Parse(ref)
	if err != nil {
		return ""
	}
	if absolute, err := url.Parse(base); err == nil && base != "" {
		relative = absolute.ResolveReference(relative)
	}
	if relative.Scheme != "http" && relative.Scheme != "https" || relative.Host == "" {
		return ""
	}
	return relative.String()
}

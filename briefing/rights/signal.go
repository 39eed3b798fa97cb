package rights

import (
	"net/http"
	"strconv"
	"strings"
)

// What publishers write, and where:
//   - X-Robots-Tag and <meta name="robots">: developers.google.com/search/docs/crawling-indexing/robots-meta-tag
//   - tdm-reservation: W3C Community Group, TDM Reservation Protocol, 2024
//
// Of values that contradict one another or cannot be read the strictest reading counts.

// agents are those whose orders are followed: all, ours, and the searches and models to
// which publishers state what they mean for everybody who quotes.
var agents = map[string]bool{"robots": true, "*": true, "dateline": true, "googlebot": true, "googlebot-news": true,
	"google-extended": true, "bingbot": true, "msnbot": true}

// valued are the orders with a value behind a colon, which no agent is called.
var valued = map[string]bool{"max-snippet": true, "max-image-preview": true, "max-video-preview": true, "unavailable_after": true}

// OfHeader reads the fields X-Robots-Tag, with and without an agent before its orders,
// and TDM-Reservation of an answer, each as often as it is there.
func OfHeader(h http.Header) Rights {
	var out Rights
	for _, field := range h.Values("X-Robots-Tag") {
		out = out.And(orders(field, "robots"))
	}
	for _, value := range h.Values("Tdm-Reservation") {
		for part := range strings.SplitSeq(value, ",") {
			out = out.And(reservation(part))
		}
	}
	return out
}

// OfMeta reads a <meta> element of a page.
func OfMeta(name, content string) Rights {
	name = strings.ToLower(strings.TrimSpace(name))
	switch {
	case name == "tdm-reservation":
		return reservation(content)
	case agents[name]:
		return orders(content, name)
	}
	return Rights{}
}

// reservation reads the value of a tdm-reservation: 0 reserves nothing, and anything
// that somebody wrote beside it does.
func reservation(value string) Rights {
	switch strings.ToLower(strings.Trim(value, " \t\"'")) {
	case "", "0", "false", "no":
		return Rights{}
	}
	return Rights{Reserved: true}
}

// orders reads "noindex, max-snippet:50" or "googlebot: nosnippet, otherbot: noindex": a
// name with a colon says for whom the orders behind it are.
func orders(field, agent string) Rights {
	var out Rights
	for order := range strings.FieldsFuncSeq(strings.ToLower(field), func(r rune) bool { return r == ',' || r == ';' }) {
		if name, rest, ok := strings.Cut(order, ":"); ok && isAgent(strings.TrimSpace(name)) {
			agent, order = strings.TrimSpace(name), rest
		}
		if agents[agent] {
			out = out.And(orderOf(order))
		}
	}
	return out
}

// isAgent reports whether what stands before a colon may name a program: no order with
// a value, and no part of a date ("25 Jun 2027 15:00:00").
func isAgent(name string) bool {
	odd := strings.IndexFunc(name, func(r rune) bool { return (r < 'a' || r > 'z') && !strings.ContainsRune("0123456789-_*", r) })
	return name != "" && odd < 0 && !valued[name] && (name[0] < '0' || name[0] > '9')
}

// orderOf reads one order: "nosnippet", "max-snippet: 50".
func orderOf(order string) Rights {
	name, value := order, ""
	if at := strings.IndexAny(order, ":="); at >= 0 {
		name, value = order[:at], order[at+1:]
	}
	switch strings.TrimSpace(name) {
	case "nosnippet", "none":
		return None
	case "noai":
		return Rights{Reserved: true}
	case "max-snippet":
		return maxSnippet(strings.TrimSpace(value))
	}
	return Rights{}
}

// maxSnippet reads the value of max-snippet: -1 is no limit; a limit that nobody can
// read is the lowest.
func maxSnippet(value string) Rights {
	if value == "-1" {
		return Rights{}
	}
	end := strings.IndexFunc(value, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(value)
	}
	if end > 8 {
		return limit(snippetMost)
	}
	characters, err := strconv.Atoi(value[:end])
	if err != nil {
		return None
	}
	return limit(characters)
}

package rights

import (
	"net/http"
	"strings"
	"testing"
)

// signal is what a publisher writes, and what it means.
type signal struct {
	name   string
	header []string    // "Field: value"
	meta   [][2]string // name, content
	want   string
}

var signals = []signal{
	{name: "nothing"},
	{name: "meta nosnippet", meta: [][2]string{{"robots", "nosnippet"}}, want: "snippet=0"},
	{name: "meta none", meta: [][2]string{{"robots", "none"}}, want: "snippet=0"},
	{name: "meta max-snippet 0", meta: [][2]string{{"robots", "max-snippet:0"}}, want: "snippet=0"},
	{name: "meta max-snippet", meta: [][2]string{{"robots", "max-snippet:160"}}, want: "snippet=160"},
	{name: "meta max-snippet -1", meta: [][2]string{{"robots", "index, follow, max-image-preview:large, max-snippet:-1, max-video-preview:-1"}}},
	{name: "meta noindex forbids no quotation", meta: [][2]string{{"robots", "noindex, nofollow, noarchive"}}},
	{name: "meta all", meta: [][2]string{{"robots", "all"}}},
	{name: "names and orders have no case", meta: [][2]string{{" ROBOTS ", "NoIndex , NOSNIPPET "}}, want: "snippet=0"},
	{name: "meta for a search that others go by", meta: [][2]string{{"googlebot", "max-snippet:50"}}, want: "snippet=50"},
	{name: "meta for its news", meta: [][2]string{{"Googlebot-News", "nosnippet"}}, want: "snippet=0"},
	{name: "meta for us", meta: [][2]string{{"dateline", "nosnippet"}}, want: "snippet=0"},
	{name: "meta for another program", meta: [][2]string{{"evilbot", "nosnippet"}}},
	{name: "no permission for one takes back an order for all", meta: [][2]string{{"robots", "nosnippet"}, {"dateline", "max-snippet:-1"}}, want: "snippet=0"},
	{name: "of several the strictest", meta: [][2]string{{"robots", "max-snippet:200"}, {"googlebot", "max-snippet:90"}, {"bingbot", "max-snippet:120"}}, want: "snippet=90"},
	{name: "no limit and a limit", meta: [][2]string{{"robots", "max-snippet:-1, max-snippet:70"}}, want: "snippet=70"},
	{name: "another meta", meta: [][2]string{{"description", "nosnippet"}, {"", "nosnippet"}}},

	{name: "header", header: []string{"X-Robots-Tag: nosnippet"}, want: "snippet=0"},
	{name: "header with an agent", header: []string{"X-Robots-Tag: googlebot: nosnippet"}, want: "snippet=0"},
	{name: "header with another agent", header: []string{"X-Robots-Tag: otherbot: noindex, nosnippet"}},
	{name: "header with our name", header: []string{"X-Robots-Tag: Dateline: nosnippet"}, want: "snippet=0"},
	{name: "header for all by a star", header: []string{"X-Robots-Tag: *: max-snippet:20"}, want: "snippet=20"},
	{name: "no permission for us takes back an order for a search", header: []string{"X-Robots-Tag: googlebot: nosnippet, dateline: max-snippet:-1"}, want: "snippet=0"},
	{name: "an order for all behind one for another", header: []string{"X-Robots-Tag: otherbot: nosnippet", "X-Robots-Tag: nosnippet"}, want: "snippet=0"},
	{name: "header with two agents", header: []string{"X-Robots-Tag: otherbot: nosnippet, googlebot: max-snippet: 40"}, want: "snippet=40"},
	{name: "the orders behind an agent are for it", header: []string{"X-Robots-Tag: googlebot: noindex, max-snippet:33"}, want: "snippet=33"},
	{name: "several headers", header: []string{"X-Robots-Tag: otherbot: nosnippet", "x-robots-tag: max-snippet: 80", "X-Robots-Tag: noarchive"}, want: "snippet=80"},
	{name: "a date with colons names nobody", header: []string{"X-Robots-Tag: unavailable_after: Friday, 25 Jun 2027 15:00:00 PST, nosnippet"}, want: "snippet=0"},
	{name: "header and meta", header: []string{"X-Robots-Tag: max-snippet:50"}, meta: [][2]string{{"robots", "max-snippet:10"}}, want: "snippet=10"},
	{name: "meta and header", header: []string{"X-Robots-Tag: max-snippet:10"}, meta: [][2]string{{"robots", "max-snippet:50"}}, want: "snippet=10"},
	{name: "what feeds of blogs say of themselves", header: []string{"X-Robots-Tag: noindex, follow"}},

	{name: "tdm meta", meta: [][2]string{{"tdm-reservation", "1"}, {"tdm-policy", "https://x.example/policy.json"}}, want: "tdm"},
	{name: "tdm meta 0", meta: [][2]string{{"tdm-reservation", "0"}}},
	{name: "tdm policy alone", meta: [][2]string{{"tdm-policy", "https://x.example/policy.json"}}},
	{name: "tdm header", header: []string{"tdm-reservation: 1"}, want: "tdm"},
	{name: "tdm header 0", header: []string{"tdm-reservation: 0"}},
	{name: "tdm contradicts itself", header: []string{"tdm-reservation: 0", "tdm-reservation: 1"}, want: "tdm"},
	{name: "tdm contradicts itself in one line", header: []string{"tdm-reservation: 0, 1"}, want: "tdm"},
	{name: "tdm header against meta", header: []string{"tdm-reservation: 1"}, meta: [][2]string{{"tdm-reservation", "0"}}, want: "tdm"},
	{name: "tdm meta against header", header: []string{"tdm-reservation: 0"}, meta: [][2]string{{"tdm-reservation", "1"}}, want: "tdm"},
	{name: "tdm that nobody can read", meta: [][2]string{{"tdm-reservation", "reserved!"}}, want: "tdm"},
	{name: "tdm in other letters and quotes", meta: [][2]string{{" TDM-Reservation ", "'1'"}}, want: "tdm"},
	{name: "tdm for one program", meta: [][2]string{{"dateline", "noai"}}, want: "tdm"},
	{name: "tdm without a value", meta: [][2]string{{"tdm-reservation", ""}}},
	{name: "noai", meta: [][2]string{{"robots", "noai, noimageai"}}, want: "tdm"},
	{name: "both kinds", header: []string{"tdm-reservation: 1", "X-Robots-Tag: max-snippet:120"}, want: "snippet=120;tdm"},

	{name: "a limit that nobody can read", meta: [][2]string{{"robots", "max-snippet:few"}}, want: "snippet=0"},
	{name: "a limit without a number", meta: [][2]string{{"robots", "max-snippet"}}, want: "snippet=0"},
	{name: "a limit below -1", meta: [][2]string{{"robots", "max-snippet:-7"}}, want: "snippet=0"},
	{name: "a limit with words", meta: [][2]string{{"robots", "max-snippet: 50 chars"}}, want: "snippet=50"},
	{name: "a limit with another sign", meta: [][2]string{{"robots", "max-snippet=50"}}, want: "snippet=50"},
	{name: "a limit in other digits", meta: [][2]string{{"robots", "max-snippet:５０"}}, want: "snippet=0"},
	{name: "a limit of two", meta: [][2]string{{"robots", "max-snippet:-1-1"}}, want: "snippet=0"},
	{name: "a limit with a sign", meta: [][2]string{{"robots", "max-snippet:+50"}}, want: "snippet=0"},
	{name: "orders on several lines", meta: [][2]string{{"robots", "index,\n\tnosnippet\r\n"}}, want: "snippet=0"},
	{name: "other separators", meta: [][2]string{{"robots", "noindex; nosnippet"}}, want: "snippet=0"},
	{name: "a huge limit", meta: [][2]string{{"robots", "max-snippet:99999999999999999999999"}}, want: "snippet=16777216"},
	{name: "a huge value", meta: [][2]string{{"robots", strings.Repeat("x,:", 1<<18) + ",nosnippet"}}, want: "snippet=0"},
	{name: "garbage", header: []string{"X-Robots-Tag: \x00\xff,,;:::,=,\u202e"}, meta: [][2]string{{"robots", "nosnippetz"}}},
}

func (s signal) rights() Rights {
	h := http.Header{}
	for _, line := range s.header {
		name, value, _ := strings.Cut(line, ": ")
		h.Add(name, value)
	}
	out := OfHeader(h)
	for _, m := range s.meta {
		out = out.And(OfMeta(m[0], m[1]))
	}
	return out
}

func TestRights_WhatPublishersWriteAndWhatItMeans(t *testing.T) {
	for _, c := range signals {
		if got := c.rights().String(); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestStated_TheStrictestHoldsAndEachSpeaksForItself(t *testing.T) {
	said := Stated{"feed7": {Reserved: true}, Page: limit(50), Site: {}}
	if got := said.String(); got != "feed7:tdm page:snippet=50" || Of(got).String() != "snippet=50;tdm" {
		t.Errorf("%q means %q", got, Of(got))
	}
	said[Page] = Rights{}
	if got := said.String(); got != "feed7:tdm" || ParseStated(got).String() != got {
		t.Errorf("what a page takes back: %q", got)
	}
	if got := Of("page:licence=9"); got != (Rights{Limited: true, Reserved: true}) {
		t.Errorf("what a newer program wrote: %+v, want that nothing is allowed", got)
	}
	many := Stated{Page: None}
	for i := range 999 {
		many["feed"+strings.Repeat("x", i)] = Rights{Reserved: true}
	}
	if got := many.String(); len(got) > 1000 || Of(got).String() != "snippet=0;tdm" {
		t.Errorf("of many feeds %d bytes are kept, which mean %q", len(got), Of(got))
	}
}

func FuzzRights(f *testing.F) {
	for _, c := range signals[:40] {
		for _, line := range c.header {
			f.Add(line)
		}
		for _, m := range c.meta {
			f.Add(m[1])
		}
	}
	f.Fuzz(func(t *testing.T, value string) {
		got := OfHeader(http.Header{"X-Robots-Tag": {value}, "Tdm-Reservation": {value}}).And(OfMeta("robots", value))
		if got.Snippet < 0 || got.Snippet > snippetMost || !got.Limited && got.Snippet != 0 {
			t.Fatalf("%+v", got)
		}
		if again := Of((Stated{Page: got}).String()); again != got {
			t.Errorf("%q is stored as %+v, want %+v", value, again, got)
		}
		Of(value)
		if strict := OfMeta("robots", value+", nosnippet"); !strict.Limited && !strings.Contains(value, ":") {
			t.Errorf("%q hides an order behind it", value)
		}
	})
}

package briefing

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// published is a report of an outlet at an address, with a text of a family.
func published(version int64, outlet, address, body string) source {
	s := report(version, "en", outlet, "Fire in Senn", body)
	s.item.Article.URL, s.item.Version.Family = address, version
	return s
}

func copied(s source, version int64, outlet, address string) source {
	s.item.Version.ID, s.item.Article.Outlet, s.item.Article.URL = version, outlet, address
	return s
}

func TestOrigins_OneOutletIsOneReport(t *testing.T) {
	const told = "The harbour of Senn is closed, its master told Reuters."
	own := published(1, "Karsk Post", "https://www.karskpost.example/world/1", "A fire broke out in the harbour of Senn.")
	again := published(2, "Karsk Post", "https://www.karskpost.example/world/2", "Two ships burned in Senn on Monday.")
	other := published(3, "Coast Radio", "https://coast.example/3", "Flames were seen above Senn.")
	wire := published(4, "Lysk Echo", "https://lysk.example/4", "Firemen of Karsk came to Senn by boat.")
	for name, c := range map[string]struct {
		members []source
		want    int
	}{
		"two articles":             {[]source{own, again}, 1},
		"two outlets":              {[]source{own, other}, 2},
		"a section":                {[]source{own, published(2, "Karsk Post: Sport", "https://www.karskpost.example/sport/2", "Two ships burned.")}, 1},
		"a section's own name":     {[]source{own, published(2, "Harbour desk", "https://www.karskpost.example/harbour/2", "Two ships burned.")}, 1},
		"a subdomain":              {[]source{own, published(2, "Live", "https://live.karskpost.example/2", "Two ships burned.")}, 1},
		"a file without address":   {[]source{own, published(2, "The Karsk Post", "", "Two ships burned.")}, 1},
		"a section and a file":     {[]source{published(2, "Live", "https://live.karskpost.example/2", "Two ships burned."), own, published(5, "karsk post", "", "Nobody was hurt.")}, 1},
		"sites under one suffix":   {[]source{published(1, "A", "https://a.co.uk/", "A fire."), published(2, "B", "https://b.co.uk/", "Two ships burned.")}, 2},
		"servers without a name":   {[]source{published(1, "A", "http://127.0.0.1:8080/a", "A fire."), published(2, "B", "http://127.0.0.1:8080/b", "Two ships burned.")}, 2},
		"outlets of an aggregator": {[]source{published(1, "Lysk Echo", "https://news.google.com/a", "A fire."), published(2, "Coast Radio", "https://news.google.com/b", "Two ships burned.")}, 2},
		"a false name":             {[]source{published(1, "Reuters", "https://www.reuters.com/a", "A fire."), published(2, "Reuters (evil.example)", "https://evil.example/b", "Two ships burned.")}, 2},
		"copies":                   {[]source{wire, copied(wire, 5, "Coast Radio", "https://coast.example/5")}, 1},
		"a copy and its own":       {[]source{wire, copied(wire, 5, "Karsk Post", "https://karskpost.example/5"), own}, 2},
		"its own and a credit":     {[]source{own, published(2, "Karsk Post", "https://karskpost.example/2", told)}, 1},
		"a credit and the wire":    {[]source{published(1, "Reuters", "https://www.reuters.com/a", "A fire."), published(2, "Karsk Post", "https://karskpost.example/2", told)}, 1},
		"credits of two outlets":   {[]source{published(1, "Lysk Echo", "https://lysk.example/1", told), published(2, "Karsk Post", "https://karskpost.example/2", told+" It burns.")}, 1},
		"two credits of one":       {[]source{published(1, "Karsk Post", "https://karskpost.example/1", told), published(2, "Karsk Post", "https://karskpost.example/2", "The master told the BBC that the harbour is closed.")}, 1},
		"outlets without a name":   {[]source{published(1, "", "", "A fire."), published(2, "", "", "Two ships burned.")}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := reports(c.members); got != c.want {
				t.Errorf("%d independent reports, want %d", got, c.want)
			}
		})
	}
}

// Naming somebody who is accused takes two outlets, not two articles.
func TestOrigins_OneOutletNamesNobodyItAccuses(t *testing.T) {
	for _, c := range accused {
		one, two := report(1, c.lang, "Coast Radio", c.title, c.sentence), report(2, c.lang, "Coast Radio", c.title, "… "+c.sentence)
		one.item.Version.Family, two.item.Version.Family = 1, 2
		if n := len(newPeople([]source{one, two}).hidden(c.sentence)); n == 0 {
			t.Errorf("named after two articles of one outlet: %s", c.sentence)
		}
	}
}

// The work on a story of very many copies and outlets stays in proportion.
func TestOrigins_ManyReports(t *testing.T) {
	const most = 3000
	var members []source
	for i := range most {
		members = append(members, published(int64(i+1), fmt.Sprintf("Outlet %d", i), fmt.Sprintf("https://o%d.example/", i), "The harbour is closed, he told Reuters."))
	}
	if d := cmp.Diff(1, reports(members)); d != "" {
		t.Error(d)
	}
	for i := range members {
		members[i].spans = nil
	}
	if d := cmp.Diff(most, reports(members)); d != "" {
		t.Error(d)
	}
}

package claim

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// published is a report of an outlet at an address, with a text of a family.
func published(version int64, outlet, address, body string) Article {
	s := Report(version, "en", outlet, "Fire in Senn", body)
	s.Item.Article.URL, s.Item.Version.Family = address, version
	return s
}

func copied(s Article, version int64, outlet, address string) Article {
	s.Item.Version.ID, s.Item.Article.Outlet, s.Item.Article.URL = version, outlet, address
	return s
}

func TestOrigins_OneOutletIsOneReport(t *testing.T) {
	const told = "The harbour of Senn is closed, its master told Reuters."
	own := published(1, "Karsk Post", "https://www.karskpost.example/world/1", "A fire broke out in the harbour of Senn.")
	again := published(2, "Karsk Post", "https://www.karskpost.example/world/2", "Two ships burned in Senn on Monday.")
	other := published(3, "Coast Radio", "https://coast.example/3", "Flames were seen above Senn.")
	wire := published(4, "Lysk Echo", "https://lysk.example/4", "Firemen of Karsk came to Senn by boat.")
	for name, c := range map[string]struct {
		members []Article
		want    int
	}{
		"two articles":             {[]Article{own, again}, 1},
		"two outlets":              {[]Article{own, other}, 2},
		"a section":                {[]Article{own, published(2, "Karsk Post: Sport", "https://www.karskpost.example/sport/2", "Two ships burned.")}, 1},
		"a section's own name":     {[]Article{own, published(2, "Harbour desk", "https://www.karskpost.example/harbour/2", "Two ships burned.")}, 1},
		"a subdomain":              {[]Article{own, published(2, "Live", "https://live.karskpost.example/2", "Two ships burned.")}, 1},
		"a file without address":   {[]Article{own, published(2, "The Karsk Post", "", "Two ships burned.")}, 1},
		"a section and a file":     {[]Article{published(2, "Live", "https://live.karskpost.example/2", "Two ships burned."), own, published(5, "karsk post", "", "Nobody was hurt.")}, 1},
		"sites under one suffix":   {[]Article{published(1, "A", "https://a.co.uk/", "A fire."), published(2, "B", "https://b.co.uk/", "Two ships burned.")}, 2},
		"servers without a name":   {[]Article{published(1, "A", "http://127.0.0.1:8080/a", "A fire."), published(2, "B", "http://127.0.0.1:8080/b", "Two ships burned.")}, 2},
		"outlets of an aggregator": {[]Article{published(1, "Lysk Echo", "https://news.google.com/a", "A fire."), published(2, "Coast Radio", "https://news.google.com/b", "Two ships burned.")}, 2},
		"a false name":             {[]Article{published(1, "Reuters", "https://www.reuters.com/a", "A fire."), published(2, "Reuters (evil.example)", "https://evil.example/b", "Two ships burned.")}, 2},
		"copies":                   {[]Article{wire, copied(wire, 5, "Coast Radio", "https://coast.example/5")}, 1},
		"a copy and its own":       {[]Article{wire, copied(wire, 5, "Karsk Post", "https://karskpost.example/5"), own}, 2},
		"its own and a credit":     {[]Article{own, published(2, "Karsk Post", "https://karskpost.example/2", told)}, 1},
		"a credit and the wire":    {[]Article{published(1, "Reuters", "https://www.reuters.com/a", "A fire."), published(2, "Karsk Post", "https://karskpost.example/2", told)}, 1},
		"credits of two outlets":   {[]Article{published(1, "Lysk Echo", "https://lysk.example/1", told), published(2, "Karsk Post", "https://karskpost.example/2", told+" It burns.")}, 1},
		"two credits of one":       {[]Article{published(1, "Karsk Post", "https://karskpost.example/1", told), published(2, "Karsk Post", "https://karskpost.example/2", "The master told the BBC that the harbour is closed.")}, 1},
		"an agency no list has":    {[]Article{published(1, "Lysk Echo", "https://lysk.example/1", "SENN (NPA) - A fire broke out."), published(2, "Karsk Post", "https://karskpost.example/2", "HOLM (NPA) - Two ships burned in Senn.")}, 1},
		"a word in brackets":       {[]Article{published(1, "Lysk Echo", "https://lysk.example/1", "(VIDEO) A fire broke out in Senn."), published(2, "Karsk Post", "https://karskpost.example/2", "(VIDEO) Two ships burned in Karsk.")}, 2},
		"agencies of two names":    {[]Article{published(1, "Lysk Echo", "https://lysk.example/1", "SENN, Dec 1 (NPA) -- A fire broke out."), published(2, "Karsk Post", "https://karskpost.example/2", "SENN (LNA) - Two ships burned.")}, 2},
		"a state behind a place":   {[]Article{published(1, "Lysk Echo", "https://lysk.example/1", "SENN (IL) - A fire broke out."), published(2, "Karsk Post", "https://karskpost.example/2", "SENN (IL) - Two ships burned.")}, 2},
		"a short form in the text": {[]Article{published(1, "Lysk Echo", "https://lysk.example/1", "The harbour office (SHO) saw a fire."), published(2, "Karsk Post", "https://karskpost.example/2", "Two ships of the office (SHO) burned.")}, 2},
		"outlets without a name":   {[]Article{published(1, "", "", "A fire."), published(2, "", "", "Two ships burned.")}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Reports(c.members); got != c.want {
				t.Errorf("%d independent reports, want %d", got, c.want)
			}
		})
	}
}

// A text of an agency is one report, whatever an outlet cuts out of it and puts in front.
func TestOrigins_TextCutShortIsOneReport(t *testing.T) {
	for lang, said := range map[string][]string{
		"en": {"The ferry Oru Star ran aground off the island of Senn early on Tuesday with 212 people on board, the coast guard said.",
			"All passengers were taken off by lifeboats within two hours, and nine people were treated for injuries, spokesman Erik Moss said.",
			"The ferry was on its way from Karsk to the mainland when it struck a rock in thick fog.",
			"Its owner said that it would cooperate fully with the investigation of the grounding.",
			"It was the third grounding on the route in five years, according to the ministry of transport."},
		"de": {"Die Fähre Oru Star ist am frühen Dienstag vor der Insel Senn mit 212 Menschen an Bord auf Grund gelaufen, teilte die Küstenwache mit.",
			"Alle Fahrgäste wurden binnen zwei Stunden mit Booten gerettet, neun Menschen wurden verletzt, wie Sprecher Erik Moss sagte.",
			"Das Schiff war auf dem Weg von Karsk zum Festland, als es in dichtem Nebel einen Felsen rammte.",
			"Der Eigner will nach eigenen Angaben die Ermittlungen zu dem Unglück in vollem Umfang unterstützen.",
			"Es war nach Angaben des Ministeriums das dritte Unglück auf dieser Strecke in fünf Jahren."},
		"fr": {"Le ferry Oru Star s'est échoué mardi matin au large de l'île de Senn avec 212 personnes à bord, ont annoncé les garde-côtes.",
			"Tous les passagers ont été évacués en deux heures par des canots, et neuf personnes ont été soignées, a dit leur porte-parole Erik Moss.",
			"Le bateau allait de Karsk vers le continent quand il a heurté un rocher dans un épais brouillard.",
			"Son propriétaire a fait savoir qu'il coopérerait pleinement à l'enquête sur l'accident.",
			"C'est le troisième échouement sur cette ligne en cinq ans, selon le ministère des transports."},
	} {
		var members []Article
		for i, cut := range [][]int{{0, 1, 2, 3, 4}, {1, 2, 3, 4}, {0, 1}, {0, 2, 4}, {2, 3}, {4, 0, 2, 1}} {
			body := []string{"", "SENN (NPA) - ", "KARSK, Dec 1 (NPA) -- "}[i%3]
			for _, k := range cut {
				body += said[k] + " "
			}
			id := int64(i + 1)
			members = append(members, published(id, fmt.Sprint("Outlet ", i), fmt.Sprintf("https://o%d.example/", i), body))
		}
		if n := Reports(members); n != 1 {
			t.Errorf("%s: one text in %d lengths is %d reports", lang, len(members), n)
		}
		own := published(9, "Karsk Post", "https://karskpost.example/", "A ferry is stuck on a rock near Senn. "+
			"“"+said[3]+"” Nobody is missing, says the harbour master, who saw how the boats came in one after the other. "+
			"People stood on the pier with blankets and tea. The next ferry leaves on Friday, if the fog is gone by then.")
		if n := Reports(append(members, own)); n != 2 {
			t.Errorf("%s: with a report of its own that quotes a sentence there are %d", lang, n)
		}
	}
}

// The work on a story of very many copies and outlets stays in proportion.
func TestOrigins_ManyReports(t *testing.T) {
	const most = 3000
	var members []Article
	for i := range most {
		members = append(members, published(int64(i+1), fmt.Sprintf("Outlet %d", i), fmt.Sprintf("https://o%d.example/", i), "The harbour is closed, he told Reuters."))
	}
	if d := cmp.Diff(1, Reports(members)); d != "" {
		t.Error(d)
	}
	for i := range members {
		members[i].Spans = nil
	}
	if d := cmp.Diff(most, Reports(members)); d != "" {
		t.Error(d)
	}
}

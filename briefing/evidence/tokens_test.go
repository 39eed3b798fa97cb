package evidence

import (
	"strings"
	"testing"
	"time"

	"dateline/briefing/text"
)

var report = Article{Title: "Barbie wins at MetLife Stadium", Outlet: "Coast Radio", Lang: "en", Published: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC),
	Text: "The dam at Senn broke on Sunday, and 41 people were hurt. The mayor called it “a very bad night” for the town. " +
		"Luiz Inácio Lula da Silva sent help. The bridge stood for 93 years. Water from Qaddafi Lake fell on 7 May 2025.\nPhoto: Ann Marlo"}

// heldTokens checks a claim that cites the first two sentences of the report.
func heldTokens(s string) Result {
	report.Spans = text.Sentences(report.Text, report.Lang)
	cited := NewPage(Window{Text: report.Text[:report.Spans[1].End], Title: report.Title, Outlet: report.Outlet, Lang: "en",
		Published: report.Published}, "en")
	return NewSentence(s, "en").CheckTokens([]*Page{cited}, []*Page{NewArticlePage(report, "en")})
}

func TestCheckTokens_NamesAreOfTheArticleAndTheRestOfWhatIsCited(t *testing.T) {
	for s, kind := range map[string]string{
		"President Lula offered the victims a hand after the disaster in Senn.": "", // other words, another part of the article
		"Barbie got the most of it, according to Coast Radio and Ann Marlo.":    "",
		"There were forty-one hurt at Senn, none of them at MetLife Stadium.":   "",
		"No dam broke in Senn.":                                                      "", // for the second reading
		"Gadhafi spoke of “a very bad night”.":                                       "",
		"The dam at Senn broke on 22 November and hurt 42 people.":                   "number",
		"The bridge of Senn was 93 years old.":                                       "number", // further on in the article
		"The dam at Senn broke on 7 July 2025.":                                      "date",
		"The mayor of Senn called it “a rather bad night”.":                          "quote",
		"The victims of “Qaddafi Lake” had a very bad night.":                        "",
		"The victims of “muddy pond” had a very bad night.":                          "quote",
		"The mayor of Karsk called it “a very bad night”.":                           "name",
		"The dam at Senn broke, " + strings.Repeat("and it is long ", 400) + "here.": "length",
	} {
		r := heldTokens(s)
		if kind == "" && !r.Supported() || kind != "" && (len(r.Faults) != 1 || r.Faults[0].Kind != kind) {
			t.Errorf("%.60q: %+v, want a fault of kind %q", s, r.Faults, kind)
		}
	}
}

func TestCheckTokens_OfTwoPagesEitherMayHoldAToken(t *testing.T) {
	pages := []*Page{NewPage(Window{Lang: "en", Text: "The flood in Hale killed 15 people."}, "en"),
		NewPage(Window{Lang: "en", Text: "The strike in Karsk keeps 23 ships outside."}, "en")}
	if r := NewSentence("Hale counts 15 dead, more than the 23 vessels that wait off Karsk.", "en").CheckTokens(pages, pages); !r.Supported() {
		t.Errorf("tokens of both pages: %+v", r)
	}
	if r := NewSentence("Hale counts 15 dead, Karsk 24.", "en").CheckTokens(pages, pages); len(r.Faults) != 1 || r.Faults[0].Kind != "number" {
		t.Errorf("24 stands in neither page: %+v", r)
	}
	if r := NewSentence("Nobody was hurt.", "en").CheckTokens(nil, pages); r.Supported() {
		t.Error("a claim that cites nothing holds")
	}
}

func TestCheckTokens_MonthOfPublication(t *testing.T) {
	window := Window{Text: "The quake had a magnitude of 7.7, the agency said.", Lang: "en", Published: time.Date(2025, 3, 28, 9, 0, 0, 0, time.UTC)}
	page := []*Page{NewPage(window, "en")}
	for s, holds := range map[string]bool{
		"The quake of March had a magnitude of 7.7.":               true,
		"The quake in March 2025 had a magnitude of 7.7.":          true,
		"The quake in April had a magnitude of 7.7.":               false,
		"The quake of 27 March had a magnitude of 7.7.":            false,
		"The quake in May had a magnitude of 7.7.":                 false,
		"The quake in February 2025 had a magnitude of 7.7.":       false,
		"The quake in March 2024 had a magnitude of 7.7, it said.": false,
	} {
		if r := NewSentence(s, "en").CheckTokens(page, page); r.Supported() != holds {
			t.Errorf("%s: %+v", s, r.Faults)
		}
		if holds && NewSentence(s, "en").Check(page...).Supported() {
			t.Errorf("%s: it passes the strict rules", s)
		}
	}
}

func TestCheck_DayWithoutAYearIsTheSameDay(t *testing.T) {
	window := Window{Text: "The office must answer by Friday, June 20, the court said.", Lang: "en", Published: time.Date(2025, 6, 11, 9, 0, 0, 0, time.UTC)}
	for s, holds := range map[string]bool{
		"The office must answer by June 20, the court said.":       true,
		"The office must answer by June 21, the court said.":       false,
		"The office must answer by June 20, 2024, the court said.": false,
	} {
		page := []*Page{NewPage(window, "en")}
		if r := NewSentence(s, "en").CheckTokens(page, page); r.Supported() != holds {
			t.Errorf("%s: %+v", s, r.Faults)
		}
	}
}

func TestCheckTokens_AnotherYearIsAnotherTime(t *testing.T) {
	w := Window{Lang: "en", Published: time.Date(2025, 6, 25, 9, 0, 0, 0, time.UTC),
		Text: "Sales in Senn fell by a tenth this year and this week. The plan must be ready by Friday, June 20."}
	page := []*Page{NewPage(w, "en")}
	for s, holds := range map[string]bool{
		"Sales in Senn fell this year.":               true,
		"Sales in Senn fell last year.":               false,
		"Sales in Senn fell next year.":               false,
		"Sales in Senn fell next week.":               false,
		"The plan of Senn must be ready by June 20.":  true,
		"The plan of Senn must be ready on June 20.":  true,
		"The plan of Senn must be ready by June 21.":  false,
		"The plan of Senn is the work of last month.": false,
	} {
		if r := NewSentence(s, "en").CheckTokens(page, page); r.Supported() != holds {
			t.Errorf("%q: %+v, want %v", s, r.Faults, holds)
		}
	}
}

package briefing

import (
	"strings"
	"testing"
	"time"

	"dateline/briefing/phrases"
	"dateline/briefing/text"
	"dateline/store"
)

// report is an article of its own text family in one story.
func report(id int64, lang, outlet, title, body string) source {
	spans := text.Sentences(body, lang)
	return source{spans: spans, item: store.Item{Article: store.Article{ID: id, Story: 7, Outlet: outlet, Domain: store.Public},
		Version: store.Version{ID: id, Article: id, No: 1, Family: id, Lang: lang, Title: title, Text: body}}}
}

// accused are sentences that accuse, charge, or name a suspect, a victim or a
// minor, each with the name it must not give on one report's word.
var accused = []struct{ lang, title, sentence, name string }{
	{"en", "Tilda Crook charged with fraud", "Tilda Crook, who runs the port of Senn, was charged with fraud on Friday.", "Crook"},
	{"en", "Police arrest Tilda Crook", "Police in Senn arrested Tilda Crook at her home on Friday.", "Crook"},
	{"en", "Crook suspected of arson", "Investigators suspect Jonas Crook of having set fire to the mill of Senn.", "Crook"},
	{"en", "Mayor accused of bribery", "A builder accused Mayor Jonas Pell of taking bribes for the harbour wall.", "Pell"},
	{"en", "Coach alleged to have abused players", "Former players allege that Olaf Reen abused them in the club's camp.", "Reen"},
	{"en", "Body in Oru is that of teacher", "The victim was identified as Ada Lind, a teacher from the town of Marr.", "Lind"},
	{"en", "Ada Lind killed in Marr", "Ada Lind was killed in her shop in Marr on Thursday night.", "Lind"},
	{"en", "Boy pulled from river", "Rescuers pulled Timo Vance, a 9-year-old boy, out of the river at Lysk.", "Vance"},
	{"en", "Pupil wins prize for robot", "Nele Hart, 14, won the prize of the town of Hale for her robot.", "Hart"},
	{"en", "Sentenced to six years", "A court in Karsk sentenced Erik Moss to six years for smuggling.", "Moss"},
	{"en", "Minister sued over land", "Farmers of Hale sued Sela Dorn over the sale of their land.", "Dorn"},
	{"en", "Doctor harassed nurses", "Nurses say that Paul Tarn harassed them for years in the ward.", "Tarn"},
	{"en", "Gunman named", "The gunman was named as Rolf Stade, a former guard of the bank.", "Stade"},
	{"en", "Suspected Spy Rolf Stade Held In Karsk", "The owner of the boat, Rolf Stade, was detained as a spy on Friday.", "Stade"},
	{"en", "Singer pleads guilty", "Mira Holt pleaded guilty to possession of stolen paintings in Norde.", "Holt"},
	{"de", "Tilda Kraus angeklagt", "Die Kauffrau Tilda Kraus aus Senn ist wegen Betrugs angeklagt.", "Kraus"},
	{"de", "Festnahme in Marr", "Die Polizei hat Jonas Weber am Freitag in Marr festgenommen.", "Weber"},
	{"de", "Verdacht gegen Trainer", "Gegen Olaf Stein besteht der Verdacht, Spieler missbraucht zu haben.", "Stein"},
	{"de", "Mord in Lysk", "Das Opfer ist nach Angaben von Nachbarn Ada Linde aus Lysk.", "Linde"},
	{"de", "Schülerin gewinnt Preis", "Nele Hart, eine Schülerin aus Hale, hat den Preis der Stadt gewonnen.", "Hart"},
	{"es", "Detienen a Teo Ruiz", "La policía detuvo a Teo Ruiz en su casa de Amber el viernes.", "Ruiz"},
	{"es", "Acusan al alcalde", "Un vecino acusó a Raúl Peña de cobrar sobornos por la obra.", "Peña"},
	{"es", "Condenada a seis años", "El tribunal ha condenado a Marta Solís a seis años de cárcel.", "Solís"},
	{"es", "Presunto asesino", "El presunto asesino es Iván Mora, un antiguo guardia del banco.", "Mora"},
	{"fr", "Un maire soupçonné", "Luc Morel est soupçonné de corruption dans le chantier du musée.", "Morel"},
	{"fr", "Mise en examen", "Claire Dubois a été mise en examen pour escroquerie vendredi.", "Dubois"},
	{"fr", "Une victime identifiée", "La victime est Jean Petit, un instituteur de la ville de Hale.", "Petit"},
	{"pt", "Preso em Norde", "A polícia prendeu Rui Matos em sua casa de Norde na sexta-feira.", "Matos"},
	{"pt", "Acusada de fraude", "Ana Faria é acusada de fraude na obra do metro de Norde.", "Faria"},
	{"pt", "Suspeito do incêndio", "O suspeito do incêndio é Nuno Alves, antigo guarda do porto.", "Alves"},
}

// shown is how a claim stands in a briefing, "" when it does not.
func (p *people) shown(c Claim) string {
	c, ok := p.claim(c)
	if !ok {
		return ""
	}
	return said(sentence(c, false, time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), newLinker()))
}

// said is what runs say, without their links.
func said(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

func TestOneReportNamesNobodyItAccuses(t *testing.T) {
	for _, c := range accused {
		src := report(1, c.lang, "Coast Radio", c.title, c.sentence)
		p := newPeople([]source{src})
		quoted := Claim{Text: c.sentence, Kind: KindQuoted, Cites: []Cite{src.cite("text", 0, len(c.sentence))}}
		written := quoted
		written.Kind = KindWritten
		for _, claim := range []Claim{quoted, written} {
			if got := p.shown(claim); strings.Contains(got, c.name) || got != "" && !strings.HasPrefix(got, "Coast Radio reports that ") && !strings.HasPrefix(got, "Coast Radio: “") && !strings.HasPrefix(got, reportsIn(c.lang)) {
				t.Errorf("%s: %s", c.sentence, got)
			}
		}
		heading := quoted
		heading.Kind = KindHeading
		if p.mayHead(heading) || strings.Contains(c.title, c.name) && p.mayHead(src.headline()) {
			t.Errorf("it may stand as a heading: %s / %s", c.title, c.sentence)
		}
	}
}

// reportsIn begins a sentence of a language in an English message, as its outlet's report.
func reportsIn(lang string) string {
	if lang == "en" {
		return "Coast Radio reports that "
	}
	return "Coast Radio reports: "
}

func TestTwoIndependentReportsMayNameWhomTheyAccuse(t *testing.T) {
	for _, c := range accused {
		one := report(1, c.lang, "Coast Radio", c.title, c.sentence)
		two := report(2, c.lang, "North Wire", c.title, "… "+c.sentence)
		p := newPeople([]source{one, two})
		quoted := Claim{Text: c.sentence, Kind: KindQuoted, Cites: []Cite{one.cite("text", 0, len(c.sentence))}}
		if got := p.shown(quoted); !strings.Contains(got, c.name) || !strings.Contains(got, "Coast Radio") {
			t.Errorf("%s: %q", c.sentence, got)
		}
		written := quoted
		written.Kind = KindWritten
		if got := p.shown(written); !says(c.sentence, c.lang) && !strings.HasPrefix(got, reportsIn(c.lang)) {
			t.Errorf("an accusation without attribution: %s", got)
		}
		heading := quoted
		heading.Kind = KindHeading
		if p.mayHead(heading) {
			t.Errorf("it may stand as a heading: %s", c.sentence)
		}
		copied := two
		copied.item.Version.Family = 1
		if got := newPeople([]source{one, copied}).shown(quoted); strings.Contains(got, c.name) {
			t.Errorf("a copy of one wire text counts as a second report: %s", got)
		}
	}
}

func TestASentenceThatCanDoWithoutANameKeepsTheRest(t *testing.T) {
	s := "The owner of the boat, Rolf Stade, 51, was detained in Karsk on Friday."
	src := report(1, "en", "Coast Radio", "Owner held", s)
	got := newPeople([]source{src}).shown(Claim{Text: s, Kind: KindQuoted, Cites: []Cite{src.cite("text", 0, len(s))}})
	if want := "Coast Radio reports that the owner of the boat was detained in Karsk on Friday."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNamesAreLeftOutInTheOrderOfTheText(t *testing.T) {
	s := "The owner, Crook, was arrested with a friend, Tilda Brandt, on Friday."
	src := report(1, "en", "Coast Radio", "Two held", s+" Bram Crook runs the port of Senn.")
	got := newPeople([]source{src}).shown(Claim{Text: s, Kind: KindQuoted, Cites: []Cite{src.cite("text", 0, len(s))}})
	if want := "Coast Radio reports that the owner was arrested with a friend on Friday."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOnlyASourcesOwnWordsStandInQuotationMarks(t *testing.T) {
	ct := Cite{Outlet: "Coast Radio", Published: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		kind, by, briefing, answer string
	}{
		{KindQuoted, "", "Coast Radio reports that “The levy must go”.", "Coast Radio reports that “The levy must go” (20 Nov)."},
		{KindWritten, "", "Coast Radio reports that the levy must go.", "Coast Radio reports that the levy must go (20 Nov)."},
		{KindTranslated, "", "Coast Radio reports that the levy must go (translated).", "Coast Radio reports that the levy must go (20 Nov, translated)."},
		{KindQuoted, "Ada Voss", "Ada Voss argues in Coast Radio: “The levy must go”.", "Ada Voss argues in Coast Radio: “The levy must go” (20 Nov)."},
		{KindWritten, "Ada Voss", "Ada Voss argues in Coast Radio that the levy must go.", "Ada Voss argues in Coast Radio that the levy must go (20 Nov)."},
		{KindTranslated, "Ada Voss", "Ada Voss argues in Coast Radio that the levy must go (translated).", "Ada Voss argues in Coast Radio that the levy must go (20 Nov, translated)."},
	} {
		claim := Claim{Text: "The levy must go.", Kind: c.kind, By: c.by, Reported: c.by == "", Cites: []Cite{ct}}
		to := newLinker()
		if got := said(sentence(claim, false, now, to)); got != c.briefing {
			t.Errorf("a briefing: %q, want %q", got, c.briefing)
		}
		if got := said(answerSentence(claim, now, to)); got != c.answer {
			t.Errorf("an answer: %q, want %q", got, c.answer)
		}
	}
}

func FuzzNamesInHostileSentences(f *testing.F) {
	f.Add("The owner, Crook, was arrested with a friend, Tilda Brandt.", "Bram Crook")
	f.Add("The owner, Crook, 51, Crook, 52, a friend, Tilda Brandt, 53,", "Tilda Brandt, Bram Crook")
	f.Add("the a, Öx, \xff, Crook's, arrested ‘, Ada O’, 9,", "Ada O’Öx \xff Crook")
	f.Fuzz(func(t *testing.T, s, rest string) {
		src := report(1, "en", "Coast Radio", rest, s+". "+rest)
		p := newPeople([]source{src})
		c := Claim{Text: s, Kind: KindQuoted, Cites: []Cite{src.cite("text", 0, len(s))}}
		got, ok := p.claim(c)
		if names := p.hidden(s); ok && len(names) > 0 && accuses(s, "en") && len(got.Text) >= len(s) {
			t.Errorf("nobody was left out of %q: %q", s, got.Text)
		}
	})
}

func TestWhoOnlySpeaksIsNamed(t *testing.T) {
	for s, want := range map[string]bool{
		"Three men were arrested in Senn, prosecutor Ada Brandt said.":          true,
		"Ada Brandt said three men were arrested in Senn on Friday.":            true,
		"Three men were arrested in Senn, according to Ada Brandt.":             true,
		"Ada Brandt said she was arrested in Senn on Friday.":                   false,
		"Police said Ada Brandt was arrested in Senn on Friday.":                false,
		"Russia accused Norway of spying in the Barents Sea on Friday.":         true,
		"The anti-corruption office of Karsk has a new head, Ada Brandt.":       true,
		"Ada Brandt plays in ‘Only Murders in the Building’ on Friday.":         true,
		"Karsk Police and the University of Hale were sued over a photograph.":  true,
		"The Supreme Court of Velland heard the arrested men of Senn on Friday": true,
	} {
		src := report(1, "en", "Coast Radio", "News of Senn", s)
		got := newPeople([]source{src}).shown(Claim{Text: s, Kind: KindQuoted, Cites: []Cite{src.cite("text", 0, len(s))}})
		if strings.Contains(got, s[:len(s)-1]) != want {
			t.Errorf("%s: shown is %q, want it whole: %v", s, got, want)
		}
	}
}

func TestAResultOfAVoteIsSomebodysWord(t *testing.T) {
	body := "Mira Tal won the vote for mayor in Karsk with 54 percent, the election office said. By midnight 80 percent of the votes had been counted. Mira Tal beat Jonas Pell in the election for mayor of Karsk."
	one := report(1, "en", "Coast Radio", "Mira Tal wins the vote in Karsk", body)
	quote := func(s source, i int) Claim {
		return Claim{Text: s.sentence(i), Kind: KindQuoted, Cites: []Cite{s.cite("text", s.spans[i].Start, s.spans[i].End)}}
	}
	p := newPeople([]source{one})
	want := "Coast Radio reports that “Mira Tal won the vote for mayor in Karsk with 54 percent, the election office said”. Counted then: “80 percent of the votes had been counted”."
	if got := p.shown(quote(one, 0)); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := p.shown(quote(one, 2)); got != "" {
		t.Errorf("nobody says so, one report alone: %q", got)
	}
	if p.mayHead(one.headline()) {
		t.Error("one report's winner is a heading")
	}
	two := report(2, "en", "North Wire", "Tal takes Karsk", "Mira Tal has won the election for mayor of Karsk.")
	p = newPeople([]source{one, two})
	if !p.mayHead(one.headline()) || p.shown(quote(one, 2)) == "" {
		t.Error("two reports do not suffice")
	}
	match := report(3, "en", "North Wire", "Karsk wins the cup", "Karsk won the final of the cup against the team of the mayor of Hale.")
	if !newPeople([]source{match}).mayHead(match.headline()) || result(match.sentence(0)) {
		t.Error("a match is taken for a vote")
	}
}

func TestWhomOneReportAccusesStandsInNoDifference(t *testing.T) {
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	about := func(id int64, outlet, body string) source {
		s := report(id, "en", outlet, "Fire in Senn", body)
		s.item.Article.Published, s.item.Article.Time = at.Add(time.Duration(id)*time.Minute), at.Add(time.Duration(id)*time.Minute)
		return s
	}
	for second, want := range map[string]int{"": 0, " Rolf Stade was arrested in Senn on Friday.": 1} {
		one := about(1, "Coast Radio", "The fire in the mill of Rolf Stade, who was detained, injured 40 people.")
		two := about(2, "North Wire", "The fire in the mill of Rolf Stade injured 25 people."+second)
		c := &candidate{id: 7, members: []source{one, two}, origins: []string{"a", "b"}, reports: 2}
		ch := newChooser(c, nil)
		if got := ch.differences(c.statements(nil), nil); len(got) != want {
			t.Errorf("with %q %d differences, want %d: %+v", second, len(got), want, got)
		}
	}
}

// A sentence is put into one of ours in its own language alone: "Diario del Sur
// reports that Es la primera víctima" is nobody's.
func TestFrame_EmbedsNoSentenceOfAnotherLanguage(t *testing.T) {
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	claim := func(s, lang, kind string) Claim {
		return Claim{Text: s, Kind: kind, Reported: true, Cites: []Cite{{Outlet: "Diario", URL: "u", lang: lang}}}
	}
	opinion := claim("La tasa debe acabar.", "es", KindQuoted)
	opinion.By = "Ada Voss"
	for _, c := range []struct {
		claim Claim
		in    string
		want  string
	}{
		{claim("Es la primera víctima.", "es", KindQuoted), "en", "Diario: “Es la primera víctima”."},
		{claim("Es la primera víctima.", "es", KindQuoted), "es", "Diario: “Es la primera víctima”."},
		{claim("Es la primera víctima.", "es", KindWritten), "es", "Diario informa: Es la primera víctima."},
		{claim("Sie ist das erste Opfer.", "de", KindWritten), "de", "Diario berichtet: Sie ist das erste Opfer."},
		{claim("The first victim was found.", "en", KindWritten), "en", "Diario reports that the first victim was found."},
		{claim("The first victim was found.", "en", KindWritten), "de", "Diario berichtet: The first victim was found."},
		{opinion, "fr", "Ada Voss écrit dans Diario: “La tasa debe acabar”."},
	} {
		to := newLinker()
		to.say = phrases.In(c.in)
		if got := said(sentence(c.claim, false, at, to)); got != c.want {
			t.Errorf("in %s: %q, want %q", c.in, got, c.want)
		}
	}
}

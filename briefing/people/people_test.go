package people

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/claim/claimtest"
	"dateline/briefing/text"
)

// shown is how a claim stands in a briefing, "" when it does not.
func (p *Rules) shown(c claim.Claim) string {
	c, ok := p.Claim(c)
	if !ok {
		return ""
	}
	return claimtest.Said(claim.Sentence(c, false, time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), claim.NewLinker()))
}

func TestRules_OneReportNamesNobodyItAccuses(t *testing.T) {
	for _, c := range claimtest.Accused {
		src := claimtest.Report(1, c.Lang, "Coast Radio", c.Title, c.Sentence)
		p := New([]claim.Article{src})
		quoted := claim.Claim{Text: c.Sentence, Kind: claim.KindQuoted, Cites: []claim.Cite{src.Cite("text", 0, len(c.Sentence))}}
		written := quoted
		written.Kind = claim.KindWritten
		for _, claim := range []claim.Claim{quoted, written} {
			if got := p.shown(claim); strings.Contains(got, c.Name) || got != "" && !strings.HasPrefix(got, "Coast Radio reports that ") && !strings.HasPrefix(got, "Coast Radio: “") && !strings.HasPrefix(got, reportsIn(c.Lang)) {
				t.Errorf("%s: %s", c.Sentence, got)
			}
		}
		heading := quoted
		heading.Kind = claim.KindHeading
		if p.MayHead(heading) || strings.Contains(c.Title, c.Name) && p.MayHead(src.Headline()) {
			t.Errorf("it may stand as a heading: %s / %s", c.Title, c.Sentence)
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

func TestRules_WhatACourtDecidedKeepsItsNamesWhereAsked(t *testing.T) {
	for sentence, c := range map[string]struct {
		lang  string
		named bool
	}{
		"A court in Karsk sentenced Erik Moss to six years for smuggling.":                            {"en", true},
		"A judge ruled against Mira Holt and told her to pay back what the lawsuit over fraud asked.": {"en", true},
		"Erik Moss faces six years for smuggling if he is convicted in Karsk.":                        {"en", false},
		"Erik Moss was arrested in Karsk for smuggling.":                                              {"en", false},
		"A court overturned the ruling that had convicted Erik Moss of smuggling.":                    {"en", false},
		"A man was sentenced in Karsk for smuggling after Ada Brandt was killed.":                     {"en", false},
		"Das Gericht in Karsk hat Erik Moss wegen Betrugs verurteilt.":                                {"de", true},
		"Erik Moss droht in Karsk wegen Betrugs eine Strafe, wenn er verurteilt wird.":                {"de", false},
		"Mira Holt sued the harbour of Karsk over her fees.":                                          {"en", true},
		"Mira Holt sued the mayor of Karsk, whom she accuses of fraud.":                               {"en", false},
		"The widow of Erik Moss, one of those killed at sea, filed the lawsuit over his death.":       {"en", true},
		"The parents of a 12-year-old, Erik Moss, who was killed at sea, filed the lawsuit.":          {"en", false},
		"The lawsuit says that Mira Holt killed Erik Moss and that his murder was planned.":           {"en", false},
		"El tribunal ha condenado a Marta Solís a seis años de cárcel.":                               {"es", true},
	} {
		src := claimtest.Report(1, c.lang, "Coast Radio", "News from Karsk", sentence)
		for _, asked := range []bool{false, true} {
			p := New([]claim.Article{src})
			p.Asked = asked
			got := p.shown(claim.Claim{Text: sentence, Kind: claim.KindQuoted, Cites: []claim.Cite{src.Cite("text", 0, len(sentence))}})
			if named := strings.Contains(got, sentence[:len(sentence)-1]); named != (c.named && asked) || got != "" && !strings.Contains(got, "Coast Radio") {
				t.Errorf("asked %t: %s: %q", asked, sentence, got)
			}
		}
	}
}

// A short German text is taken for Dutch: each list counts beside that of such a language.
func TestAccuses_InALanguageTakenForAnother(t *testing.T) {
	for _, lang := range []string{"de", "nl", "sv", "it", ""} {
		if !Accuses("Rolf Stade ist in Marand wegen Betrugs angeklagt worden.", lang) {
			t.Errorf("%q: it accuses nobody", lang)
		}
	}
}

func TestFullNames_AreOfThePersonAlone(t *testing.T) {
	for s, want := range map[string][]string{
		"US Attorney Mira Holt described the charge as a felony.":                {"Mira Holt"},
		"The Louvre thieves dropped a crown of Empress Irina and Otto III.":      nil,
		"Thieves met near Paris' Louvre Museum.":                                 nil,
		"AdaCare CEO Tom Hale was shot, and JonBenet Roos was hurt.":             {"AdaCare CEO Tom Hale", "JonBenet Roos"},
		"Tom Hale's Porsche burned in the Oru Fire, MaryAnn McCain said.":        {"Tom Hale", "MaryAnn McCain"},
		"North Wire CEO Tom Hale was dismissed by Moss Racing.":                  {"CEO Tom Hale"},
		"Marine Le Pen met Jean-Luc de la Cruz.":                                 {"Marine Le Pen", "Jean-Luc de la Cruz"},
		"District Attorney Ada Brandt and Customs Agent Erik Moss met in Karsk.": {"Ada Brandt", "Erik Moss"},
	} {
		var got []string
		for _, m := range fullNames(s) {
			got = append(got, s[m.start:m.end])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", s, got, want)
		}
	}
}

func TestRules_WhoTellsOrIsProtestedForIsNotAccused(t *testing.T) {
	for sentence, asked := range map[string]bool{
		"Violent protests against corruption forced Bram Oling to quit.":                                   false,
		"Mira Holt of the Karsk Rescue Foundation said police suspected that the fire began in a kitchen.": false,
		"Mira Holt reported the theft to police in Karsk.":                                                 false,
		"Mira Holt was elected president of the council on Thursday.":                                      true,
	} {
		src := claimtest.Report(1, "en", "Coast Radio", "News from Karsk", sentence)
		for _, by := range []bool{false, true} {
			p := New([]claim.Article{src})
			p.Asked = by
			got := p.shown(claim.Claim{Text: sentence, Kind: claim.KindWritten, Cites: []claim.Cite{src.Cite("text", 0, len(sentence))}})
			if shown := strings.Contains(got, "Oling") || strings.Contains(got, "Mira Holt"); shown != (by || !asked) || asked && shown && !strings.HasPrefix(got, "Coast Radio reports") {
				t.Errorf("asked %t: %s: %q", by, sentence, got)
			}
		}
	}
}

func TestRules_MinorIsSomebody(t *testing.T) {
	for sentence, minor := range map[string]bool{
		"Rollo, a 5-year-old giant schnauzer from Hale, won the show in Karsk.":  false,
		"Rollo, a 5-year-old French bulldog, won the show in Karsk.":             false,
		"Dora Lind ended a 12-year-old feud with the harbour of Karsk.":          false,
		"Dora Lind compró un perro de 5 años en Karsk.":                          false,
		"Dora Lind verkaufte einen 5-jährigen Hund in Karsk.":                    false,
		"Dora Lind, a 14-year-old dog trainer from Hale, won the show in Karsk.": true,
		"The 14-year-old loved a dog of Dora Lind in Karsk.":                     true,
		"The 14-year-old Ada Lind rode a horse in Karsk.":                        true,
		"Dora Lind, a 14-year-old gymnast from Hale, won the medal in Karsk.":    true,
		"Dora Lind conoció a un niño de 5 años en Karsk.":                        true,
		"Rollo, a five-year-old giant schnauzer from Hale, won the show.":        false,
		"Dora Lind, a thirty-nine-year-old nurse from Hale, won the prize.":      false,
		"Twenty-one-year-old Dora Lind from Hale won the prize.":                 false,
		"Ten-year-old Dora Lind from Hale won the prize.":                        true,
		"A nine year old from Hale wrote to Dora Lind.":                          true,
		"Dora Lind, six, was found in Karsk.":                                    true,
		"Dora Lind ran one, two, three rounds in Karsk.":                         false,
		"Guests aged three and older met Dora Lind in Karsk.":                    false,
		"Dora Lind verkaufte einen fünfjährigen Hund in Karsk.":                  false,
		"Dora Lind kam nach dreijähriger Haftstrafe aus Karsk zurück.":           false,
		"Die achtunddreißigjährige Dora Lind kam aus Karsk zurück.":              false,
		"Die Sechzehnjährige sprach mit Dora Lind in Karsk.":                     true,
		"Die Neunjährige floh mit Dora Lind vor dem Krieg.":                      true,
		"Die 9-Jährige kam mit Dora Lind zu einem Hund.":                         true,
		"Dora Lind fue condenada a 6 años de cárcel en Karsk.":                   false,
		"Dora Lind a été condamnée à 6 ans de prison à Karsk.":                   false,
		"Dora Lind foi condenada a 6 anos de prisão em Karsk.":                   false,
	} {
		if tellsOfMinor(sentence) != minor {
			t.Errorf("%s: %t", sentence, !minor)
		}
	}
}

func TestRules_AdviceNamesWhomToLeaveOut(t *testing.T) {
	const sentence = "Police arrested Erik Moss, 40, who they say started the fire in Karsk."
	src := claimtest.Report(1, "en", "Coast Radio", "Fire in Karsk", sentence)
	said := claim.Claim{Text: sentence, Kind: claim.KindWritten, Cites: []claim.Cite{src.Cite("text", 0, len(sentence))}}
	rules := New([]claim.Article{src})
	if _, ok := rules.Claim(said); ok {
		t.Fatal("it names a suspect that one report names")
	}
	if advice := rules.Advice(said); !strings.Contains(advice, "too few reports name Erik Moss") || !strings.Contains(advice, "without the name") {
		t.Errorf("the model is told: %s", advice)
	}
}

func TestRules_WhoSaysSo(t *testing.T) {
	for _, c := range []struct {
		lang, sentence string
		named          bool
	}{
		{"en", "Jonas Pell took bribes for the harbour wall, prosecutors say.", true},
		{"en", "Mayor Tilda Roos accused Jonas Pell of taking bribes.", true},
		{"en", "Jonas Pell was arrested, the police confirmed on Friday.", true},
		{"en", "Jonas Pell allegedly took bribes for the harbour wall.", false},
		{"en", "Jonas Pell, who is accused of taking bribes, was arrested.", false},
		{"en", "The claimant sued Jonas Pell over the harbour wall.", false},
		{"de", "Jonas Weber hat nach Angaben der Polizei Bestechungsgeld genommen.", true},
		{"de", "Jonas Weber hat offenbar Bestechungsgeld genommen.", false},
		{"fr", "Luc Morel a reçu des pots-de-vin, selon le parquet.", true},
		{"fr", "Luc Morel est soupçonné de corruption.", false},
		{"it", "Marco Neri ha preso tangenti, dice la procura.", false},
	} {
		if got := namesSpeaker(c.sentence, c.lang); got != c.named {
			t.Errorf("%s: %v", c.sentence, got)
		}
	}
}

func TestRules_AgesOfAGroupAreNobodys(t *testing.T) {
	for sentence, minor := range map[string]bool{
		"Dora Lind gives 250 euros to children aged 10 and younger.":   false,
		"Dora Lind spoke to pupils aged 12 to 17 in Karsk.":            false,
		"Dora Lind, 10, was found in Karsk.":                           true,
		"Dora Lind gave the prize to a boy aged 10 and to his father.": true,
		"The 12-year-old and Dora Lind were found in Karsk.":           true,
	} {
		if tellsOfMinor(sentence) != minor {
			t.Errorf("%s: %t", sentence, !minor)
		}
	}
}

func TestRules_TwoReportsMayNameTheAccused(t *testing.T) {
	for _, c := range claimtest.Accused {
		one := claimtest.Report(1, c.Lang, "Coast Radio", c.Title, claimtest.Own("Coast Radio", c.Sentence))
		two := claimtest.Report(2, c.Lang, "North Wire", c.Title, claimtest.Own("North Wire", c.Sentence))
		p := New([]claim.Article{one, two})
		quoted := claim.Claim{Text: c.Sentence, Kind: claim.KindQuoted, Cites: []claim.Cite{one.Cite("text", 0, len(c.Sentence))}}
		if got := p.shown(quoted); !strings.Contains(got, c.Name) || !strings.Contains(got, "Coast Radio") {
			t.Errorf("%s: %q", c.Sentence, got)
		}
		written := quoted
		written.Kind = claim.KindWritten
		if got := p.shown(written); !namesSpeaker(c.Sentence, c.Lang) && !strings.HasPrefix(got, reportsIn(c.Lang)) {
			t.Errorf("an accusation without attribution: %s", got)
		}
		heading := quoted
		heading.Kind = claim.KindHeading
		if p.MayHead(heading) {
			t.Errorf("it may stand as a heading: %s", c.Sentence)
		}
		copied := two
		copied.Item.Version.Family = 1
		if got := New([]claim.Article{one, copied}).shown(quoted); strings.Contains(got, c.Name) {
			t.Errorf("a copy of one wire text counts as a second report: %s", got)
		}
	}
}

func TestRules_SentenceKeepsTheRestWithoutName(t *testing.T) {
	s := "The owner of the boat, Rolf Stade, 51, was detained in Karsk on Friday."
	src := claimtest.Report(1, "en", "Coast Radio", "Owner held", s)
	got := New([]claim.Article{src}).shown(claim.Claim{Text: s, Kind: claim.KindQuoted, Cites: []claim.Cite{src.Cite("text", 0, len(s))}})
	if want := "Coast Radio reports that the owner of the boat was detained in Karsk on Friday."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRules_NamesLeftOutInTextOrder(t *testing.T) {
	s := "The owner, Crook, was arrested with a friend, Tilda Brandt, on Friday."
	src := claimtest.Report(1, "en", "Coast Radio", "Two held", s+" Bram Crook runs the port of Senn.")
	got := New([]claim.Article{src}).shown(claim.Claim{Text: s, Kind: claim.KindQuoted, Cites: []claim.Cite{src.Cite("text", 0, len(s))}})
	if want := "Coast Radio reports that the owner was arrested with a friend on Friday."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzNamesInHostileSentences(f *testing.F) {
	f.Add("The owner, Crook, was arrested with a friend, Tilda Brandt.", "Bram Crook")
	f.Add("The owner, Crook, 51, Crook, 52, a friend, Tilda Brandt, 53,", "Tilda Brandt, Bram Crook")
	f.Add("the a, Öx, \xff, Crook's, arrested ‘, Ada O’, 9,", "Ada O’Öx \xff Crook")
	f.Fuzz(func(t *testing.T, s, rest string) {
		src := claimtest.Report(1, "en", "Coast Radio", rest, s+". "+rest)
		p := New([]claim.Article{src})
		c := claim.Claim{Text: s, Kind: claim.KindQuoted, Cites: []claim.Cite{src.Cite("text", 0, len(s))}}
		got, ok := p.Claim(c)
		if names := p.hiddenNames(s); ok && len(names) > 0 && Accuses(s, "en") && len(got.Text) >= len(s) {
			t.Errorf("nobody was left out of %q: %q", s, got.Text)
		}
	})
}

func TestRules_WhoOnlySpeaksIsNamed(t *testing.T) {
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
		src := claimtest.Report(1, "en", "Coast Radio", "News of Senn", s)
		got := New([]claim.Article{src}).shown(claim.Claim{Text: s, Kind: claim.KindQuoted, Cites: []claim.Cite{src.Cite("text", 0, len(s))}})
		if strings.Contains(got, s[:len(s)-1]) != want {
			t.Errorf("%s: shown is %q, want it whole: %v", s, got, want)
		}
	}
}

func TestRules_ResultOfVoteIsSomebodysWord(t *testing.T) {
	body := "Mira Tal won the vote for mayor in Karsk with 54 percent, the election office said. By midnight 80 percent of the votes had been counted. Mira Tal beat Jonas Pell in the election for mayor of Karsk."
	one := claimtest.Report(1, "en", "Coast Radio", "Mira Tal wins the vote in Karsk", body)
	quote := func(s claim.Article, i int) claim.Claim {
		return claim.Claim{Text: s.Sentence(i), Kind: claim.KindQuoted, Cites: []claim.Cite{s.Cite("text", s.Spans[i].Start, s.Spans[i].End)}}
	}
	p := New([]claim.Article{one})
	want := "Coast Radio reports that “Mira Tal won the vote for mayor in Karsk with 54 percent, the election office said”. Counted then: “80 percent of the votes had been counted”."
	if got := p.shown(quote(one, 0)); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := p.shown(quote(one, 2)); got != "" {
		t.Errorf("nobody says so, one report alone: %q", got)
	}
	if p.MayHead(one.Headline()) {
		t.Error("one report's winner is a heading")
	}
	two := claimtest.Report(2, "en", "North Wire", "Tal takes Karsk", "Mira Tal has won the election for mayor of Karsk.")
	p = New([]claim.Article{one, two})
	if !p.MayHead(one.Headline()) || p.shown(quote(one, 2)) == "" {
		t.Error("two reports do not suffice")
	}
	match := claimtest.Report(3, "en", "North Wire", "Karsk wins the cup", "Karsk won the final of the cup against the team of the mayor of Hale.")
	if !New([]claim.Article{match}).MayHead(match.Headline()) || tellsVoteResult(match.Sentence(0)) {
		t.Error("a match is taken for a vote")
	}
}

// Naming somebody who is accused takes two outlets, not two articles.
func TestHidden_OneOutletNamesNobodyItAccuses(t *testing.T) {
	for _, c := range claimtest.Accused {
		one, two := claimtest.Report(1, c.Lang, "Coast Radio", c.Title, c.Sentence), claimtest.Report(2, c.Lang, "Coast Radio", c.Title, "… "+c.Sentence)
		one.Item.Version.Family, two.Item.Version.Family = 1, 2
		if n := len(New([]claim.Article{one, two}).hiddenNames(c.Sentence)); n == 0 && !hidesNames(c.Sentence) { // that sentence is not told at all
			t.Errorf("named after two articles of one outlet: %s", c.Sentence)
		}
	}
}

func TestClaim_AnotherOfTheSurnameIsNoSecondReport(t *testing.T) {
	accused := "Harlan Dobbs murdered his wife in Crake on Sunday, neighbours say."
	first := claimtest.Report(1, "en", "Gossip", "A day in Crake", accused)
	victim := claimtest.Report(2, "en", "Crake Post", "A woman of Crake", "Edna Dobbs was found dead in Crake on Sunday, the police said.")
	second := claimtest.Report(3, "en", "Coast Radio", "Man of Crake charged", "Harlan Dobbs was charged with murder in Crake on Monday, a court said.")
	for name, c := range map[string]struct {
		sources []claim.Article
		want    bool
	}{"a victim": {[]claim.Article{first, victim}, false}, "the same man": {[]claim.Article{first, victim, second}, true}} {
		if _, shown := New(c.sources).Claim(first.Quoted(0)); shown != c.want {
			t.Errorf("%s beside it: shown %v, want %v", name, shown, c.want)
		}
	}
}

func TestRules_WordsThatAccuseNobodyWhereTheyStand(t *testing.T) {
	for s, want := range map[string]bool{
		"The Department of Transportation is suing Southwest Airlines for chronically delayed flights.": true, // it accuses, but a company
		"Gordon Brothers is the stalking horse bidder for Joann.":                                       false,
		"Biden takes Cuba off the list of state sponsors of terrorism.":                                 false,
		"Biden says that Cuba is no sponsor of terrorism, and that Ada Brandt stole the list.":          true,
		"Der Präsident streicht Kuba von der Liste der staatlichen Unterstützer von Terrorismus.":       false,
		"Police arrested a man for stalking a horse breeder.":                                           true,
	} {
		if got := Accuses(s, map[bool]string{true: "de", false: "en"}[strings.HasPrefix(s, "Der")]); got != want {
			t.Errorf("%q accuses: %v, want %v", s, got, want)
		}
	}
	src := claimtest.Report(1, "en", "Coast Radio", "Government sues Southwest Airlines over late flights", "The government is suing Southwest Airlines for flights that are always late. The win makes Mira Tal a favourite for the office of president.")
	p := New([]claim.Article{src})
	if !p.MayHead(src.Headline()) {
		t.Error("a company that is sued is no person")
	}
	if got := p.shown(claim.Claim{Text: src.Sentence(1), Kind: claim.KindQuoted, Cites: []claim.Cite{src.Cite("text", src.Spans[1].Start, src.Spans[1].End)}}); got == "" {
		t.Error("what a win means is no result")
	}
}

// reportOn are reports that accuse somebody, with what else of them tells who it is, and
// what does not.
var reportOn = []struct {
	lang, title, body string
	hidden, told      []string
}{
	{"en", "Man held after stabbing in Karsk", "Police arrested Erik Moss, 44, on Monday on suspicion of stabbing a teacher in Karsk.",
		[]string{"Moss denies the charge, his lawyer said.", "Erik Moss, a carpenter, has lived in Karsk since 2011.", "Neighbours described Moss's house as quiet."},
		[]string{"The school of Karsk will stay closed until Thursday.", "Mayor Tilda Roos asked everybody to stay calm."}},
	{"en", "Boy, 16, held over fire", "The prosecutor said that Nele Hart, 16, is suspected of setting fire to the school of Hale.",
		[]string{"Hart denies it.", "HART IS AT HOME AGAIN.", "Her class knew Nele as a quiet girl."}, []string{"The damage is put at two million crowns."}},
	{"de", "Festnahme nach Brand in Hale", "Die Polizei hat Jonas Weber am Montag in Hale unter Verdacht der Brandstiftung festgenommen.",
		[]string{"Weber bestreitet das, wie sein Anwalt mitteilte.", "Webers Wohnung liegt am Hafen von Hale.", "Der 41 Jahre alte Jonas Weber arbeitet im Hafen."},
		[]string{"Die Schule bleibt bis Donnerstag geschlossen."}},
	{"es", "Detenido tras el incendio de Hale", "La policía detuvo a Teo Ruiz Mora el lunes en Hale por el incendio de la escuela.",
		[]string{"Ruiz niega los hechos, dijo su abogado.", "Mora trabaja en el puerto de Hale."}, []string{"La escuela cierra hasta el jueves."}},
	{"fr", "Un homme arrêté à Hale", "La police a interpellé Luc Morel lundi à Hale, soupçonné d'incendie volontaire.",
		[]string{"Morel nie les faits, selon son avocat.", "L'appartement de Luc Morel se trouve au port."}, []string{"L'école reste fermée jusqu'à jeudi."}},
	{"pt", "Homem preso em Hale", "A polícia prendeu Rui Matos em Hale na segunda-feira por fogo posto na escola.",
		[]string{"Matos nega tudo, disse o seu advogado.", "O apartamento de Rui Matos fica no porto."}, []string{"A escola fica fechada até quinta-feira."}},
}

func TestRules_WhomAReportAccusesNoneOfItsSentencesNames(t *testing.T) {
	for _, c := range reportOn {
		told := slices.Concat(c.told, c.hidden)
		body := strings.Join(slices.Concat([]string{c.body, c.told[0]}, c.hidden, c.told), " ")
		src := claimtest.Report(1, c.lang, "Coast Radio", c.title, body)
		other := claimtest.Report(2, c.lang, "North Wire", c.title, claimtest.Own("North Wire", c.body))
		for i := range src.Spans {
			said := src.Sentence(i)
			if i == 0 || !slices.Contains(told, said) {
				continue
			}
			want := !slices.Contains(c.hidden, said)
			for _, kind := range []string{claim.KindQuoted, claim.KindWritten} {
				quoted := src.Verbatim(i)
				quoted.Kind = kind
				if _, shown := New([]claim.Article{src}).Claim(quoted); shown != want {
					t.Errorf("%s, one report: %q: shown %t", kind, said, shown)
				}
				if kind == claim.KindQuoted && New([]claim.Article{src}).MayHead(quoted) && !want {
					t.Errorf("one report, as a heading: %q", said)
				}
				if _, shown := New([]claim.Article{src, other}).Claim(quoted); !shown {
					t.Errorf("%s, two reports: %q is not shown", kind, said)
				}
			}
		}
	}
}

func TestRules_WhatLeansOnANameThatIsHiddenGoesWithIt(t *testing.T) {
	for _, c := range []struct{ lang, first, behind string }{
		{"en", "Ada Brandt denied that she took 50,000 crowns from the builder of the pier.", "A former aide, Per Sand, had accused her in an interview."},
		{"en", "Police arrested Ada Brandt on Monday for fraud.", "She was led out of the town hall in Karsk."},
		{"de", "Die Polizei hat Ada Brandt am Montag wegen Betrugs festgenommen.", "Sie wurde aus dem Rathaus von Karsk geführt."},
		{"fr", "La police a interpellé Claire Dubois lundi pour escroquerie.", "Elle a quitté la mairie par une porte de côté."},
	} {
		src := claimtest.Report(1, c.lang, "Coast Radio", "News from Karsk", c.first+" "+c.behind)
		if got := New([]claim.Article{src}).shown(src.Verbatim(1)); got != "" {
			t.Errorf("%s: it is shown without whom it means: %s", c.first, got)
		}
		other := claimtest.Report(2, c.lang, "North Wire", "News from Karsk", claimtest.Own("North Wire", c.first))
		if c.lang == "en" && c.behind[0] == 'S' && New([]claim.Article{src, other}).shown(src.Verbatim(1)) == "" {
			t.Errorf("%s: two reports name her, and what follows is not shown", c.first)
		}
	}
	free := claimtest.Report(1, "en", "Coast Radio", "News from Karsk", "Police arrested Ada Brandt on Monday for fraud. Mayor Tilda Roos said that she would not comment.")
	if New([]claim.Article{free}).shown(free.Verbatim(1)) == "" {
		t.Error("a pronoun behind another's name is stopped")
	}
}

func TestClaim_WrittenAccusationIsThatOfItsReports(t *testing.T) {
	for _, c := range []struct {
		lang, report, elsewhere, said string
		want                          bool
	}{
		{"en", "Police arrested Erik Moss on suspicion of setting fire to the mill of Karsk, the prosecutor said.", "", "Erik Moss set fire to the mill of Karsk.", false},
		{"en", "Police arrested Erik Moss on suspicion of setting fire to the mill of Karsk, the prosecutor said.", "", "Erik Moss was arrested on suspicion of setting fire to the mill.", true},
		{"en", "Police arrested Erik Moss on suspicion of setting fire to the mill of Karsk, the prosecutor said.", "", "The prosecutor said that Erik Moss set fire to the mill.", true},
		{"en", "A former aide accused Tilda Roos of taking bribes from a builder.", "The line will cost 240 million crowns, Mayor Tilda Roos said.", "Tilda Roos took money from the builder.", false},
		{"en", "A court in Karsk convicted Erik Moss of setting fire to the mill after his arrest.", "", "Erik Moss set fire to the mill of Karsk.", true},
		{"en", "Erik Moss was taken into custody on Monday after the fire in the mill of Karsk.", "", "Erik Moss was arrested after the fire in the mill.", true},
		{"de", "Die Polizei hat Jonas Weber unter dem Verdacht festgenommen, die Mühle in Karsk angezündet zu haben.", "", "Jonas Weber hat die Mühle angezündet.", false},
		{"de", "Die Polizei hat Jonas Weber unter dem Verdacht festgenommen, die Mühle in Karsk angezündet zu haben.", "", "Jonas Weber wurde nach dem Brand in Karsk festgenommen.", true},
		{"es", "La policía detuvo a Teo Ruiz, sospechoso de un robo en el banco de Hale.", "", "Teo Ruiz robó el banco de Hale.", false},
	} {
		var all []claim.Article
		for i, outlet := range []string{"Coast Radio", "North Wire"} {
			all = append(all, claimtest.Report(int64(i+1), c.lang, outlet, "News from Karsk", claimtest.Own(outlet, c.report)))
		}
		src := all[0]
		if c.elsewhere != "" {
			src = claimtest.Report(3, c.lang, "Hale Echo", "News from Hale", c.elsewhere)
			all = append(all, src)
		}
		said := src.Verbatim(0)
		said.Text, said.Kind = c.said, claim.KindWritten
		rules := New(all)
		if _, shown := rules.Claim(said); shown != c.want {
			t.Errorf("%s: shown %t", c.said, shown)
		} else if advice := rules.Advice(said); !shown && !strings.Contains(advice, "the cited sentences accuse nobody") {
			t.Errorf("%s: the model is told %q", c.said, advice)
		}
		if _, shown := New(all[:1]).Claim(said); shown {
			t.Errorf("%s: one report, and it is shown", c.said)
		}
	}
}

func TestRules_WhomNewsTellsOfAnywayIsHiddenInTheCaseAlone(t *testing.T) {
	for _, c := range []struct{ lang, accuses, case1, other, elsewhere string }{
		{"en", "A former aide accused Mayor Tilda Roos of taking bribes for the pier.", "Roos must appear in court on Friday.",
			"Tilda Roos opened the bridge on Monday.", "The bridge is open, and Mayor Tilda Roos walked over it first."},
		{"de", "Ein Mitarbeiter hat Tilda Roos beschuldigt, Geld für den Pier genommen zu haben.", "Roos muss am Freitag vor Gericht.",
			"Tilda Roos hat am Montag die Brücke eröffnet.", "Die Brücke ist offen, und Tilda Roos ging als Erste hinüber."},
	} {
		src := claimtest.Report(1, c.lang, "Coast Radio", "News", strings.Join([]string{c.accuses, "Kurz.", c.case1, c.other}, " "))
		known := claimtest.Report(2, c.lang, "North Wire", "News", c.elsewhere)
		for said, want := range map[string][2]bool{c.accuses: {}, c.case1: {}, c.other: {false, true}} {
			i := slices.IndexFunc(src.Spans, func(span text.Span) bool { return src.Item.Version.Text[span.Start:span.End] == said })
			_, alone := New([]claim.Article{src}).Claim(src.Verbatim(i))
			_, beside := New([]claim.Article{src, known}).Claim(src.Verbatim(i))
			if alone != want[0] || beside != want[1] {
				t.Errorf("%s: shown %t, beside another report %t", said, alone, beside)
			}
		}
	}
}

package cluster

import (
	"fmt"
	"testing"
	"time"

	"dateline/briefing/text"
)

func docIn(lang string, hours int, title, body string) Doc {
	return NewDoc(Article{ID: 1, Time: day.Add(time.Duration(hours) * time.Hour), Lang: lang, Genre: "news", Title: title, Text: body, Spans: text.Sentences(body, lang)})
}

func TestAdd_LanguagesMeetByNamesPlacesAndFigures(t *testing.T) {
	quake := docIn("en", 0, "Quake near Thessaloniki kills six", "A magnitude 6.3 earthquake near Thessaloniki killed six people on Friday, Greek fire brigade chief Nikos Varelas said. About 1,450 people spent the night outside.")
	for _, c := range []struct {
		name  string
		other Doc
		one   bool
	}{
		{"the same quake in German", docIn("de", 2, "Sechs Tote bei Erdbeben in Thessaloniki", "Ein Beben der Stärke 6,3 hat in Thessaloniki sechs Menschen getötet, sagte der Chef der griechischen Feuerwehr, Nikos Varelas. 1.450 Menschen blieben im Freien."), true},
		{"the same quake in Spanish", docIn("es", 3, "Un terremoto deja seis muertos en Grecia", "Un sismo de magnitud 6,3 dejó seis muertos cerca de Thessaloniki, informó el jefe de los bomberos griegos, Nikos Varelas."), true},
		{"another quake of that day", docIn("es", 2, "Un terremoto deja seis muertos en Perú", "Un sismo de magnitud 6,3 dejó seis muertos en Arequipa, informó el Gobierno peruano."), false},
		{"another thing in that city", docIn("de", 2, "Filmfest von Thessaloniki beginnt mit Rekord", "In Thessaloniki hat das Filmfest begonnen. Gezeigt werden 180 Filme, sagte die Leiterin Eleni Dara."), false},
		{"the same quake told a week later", docIn("de", 24*8, "Sechs Tote bei Erdbeben in Thessaloniki", "Ein Beben der Stärke 6,3 hat in Thessaloniki sechs Menschen getötet, sagte Nikos Varelas."), false},
	} {
		got := place(New(Options{}), quake, c.other)
		if one := got[0] == got[1]; one != c.one {
			t.Errorf("%s: one story %v, want %v", c.name, one, c.one)
		}
	}
}

func TestAdd_ALateLinkJoinsStoriesOfTwoLanguages(t *testing.T) {
	c := New(Options{})
	got := place(c,
		docIn("en", 0, "Ferry on fire off Gothenburg", "A ferry caught fire on Friday."),
		docIn("de", 1, "Schiff brennt in der Nacht", "Auf der Sankt Olav ist Feuer ausgebrochen, 412 Menschen sind an Bord."),
		docIn("en", 2, "Ferry Sankt Olav still on fire off Gothenburg", "The ferry Sankt Olav is on fire off Gothenburg with 412 people on board, the coast guard said."))
	if got[0] == got[1] {
		t.Fatal("two reports that share one place are one story")
	}
	stories := map[int64]bool{}
	merges := c.Merged()
	for _, id := range got {
		for _, m := range merges {
			if m.From == id {
				id = m.Into
			}
		}
		stories[id] = true
	}
	if len(stories) != 1 {
		t.Errorf("stories %v after the merges %v, want one", got, merges)
	}
	if n := len(c.stories); n != 1 {
		t.Errorf("%d stories are active, want 1", n)
	}
}

func TestAdd_LookAlikeTitlesStayApartInEveryLanguage(t *testing.T) {
	for _, c := range []struct{ lang, one, other string }{
		{"de", "Langer Prozess gegen früheren Banker wegen Betrugs am Montag vertagt", "Langer Prozess gegen früheren Banker wegen Betrugs am Freitag vertagt"},
		{"es", "La Liga publica los horarios de la cuarta jornada del torneo", "La Liga publica los horarios de la quinta jornada del torneo"},
		{"fr", "Les prévisions météo des plages de sable fin pour la journée du mardi", "Les prévisions météo des plages de sable fin pour la journée du jeudi"},
		{"pt", "Veja quanto sobem os preços da gasolina comum nos postos em março", "Veja quanto sobem os preços da gasolina comum nos postos em abril"},
	} {
		got := place(New(Options{}), docIn(c.lang, 0, c.one, ""), docIn(c.lang, 5, c.other, ""))
		if got[0] == got[1] {
			t.Errorf("%s: %q and %q are one story", c.lang, c.one, c.other)
		}
	}
}

func TestNewDoc_RoundUpsAreKnownByTheirTitlesInEveryLanguage(t *testing.T) {
	for _, c := range []struct {
		lang, title string
		want        bool
	}{
		{"en", "Morning briefing: floods in Hale, strike in Karsk", true},
		{"de", "Nachrichten am Morgen: Flut in Hale, Streik in Karsk", true},
		{"de", "Liveblog: Flut in Hale", true},
		{"de", "Was heute wichtig wird", true},
		{"es", "Inundación en Hale, en directo: última hora de los rescates", true},
		{"es", "Las noticias del día: huelga en Karsk", true},
		{"fr", "EN DIRECT - Inondations à Hale", true},
		{"fr", "L’essentiel de l’actualité ce mardi", true},
		{"pt", "Cheia em Hale ao minuto", true},
		{"pt", "Ao vivo: cheia em Hale", true},
		{"en", "Flood in Hale kills nine", false},
		{"de", "Sender sendet Konzert live aus Hale", false},
		{"es", "La cantante actuará en directo en Hale", false},
		{"fr", "Le train en direct de Hale supprimé", false},
		{"pt", "Banda grava disco ao vivo em Hale", false},
	} {
		if got := docIn(c.lang, 0, c.title, "").RoundUp; got != c.want {
			t.Errorf("%s %q: round-up %v, want %v", c.lang, c.title, got, c.want)
		}
	}
}

func TestAdd_AStoryThatMergesAtOnceIsNotNew(t *testing.T) {
	quake := docIn("en", 0, "Quake near Thessaloniki kills six", "A magnitude 6.3 earthquake near Thessaloniki killed six people on Friday, Greek fire brigade chief Nikos Varelas said.")
	merged := false
	for others := range 26 { // a month lowers what an article has in common with a story, but not what two stories have
		c := New(Options{Window: 40 * 24 * time.Hour})
		c.Add(quake)
		c.Rename(-1, 7)
		body := "Sechs Menschen starben beim Erdbeben in Thessaloniki, sagte Nikos Varelas, und in"
		for i := range others {
			body += fmt.Sprintf(" Kavr%cx,", 'a'+i) + fmt.Sprintf(" Z%climnos,", 'a'+i)
		}
		id, isNew := c.Add(docIn("de", 24*30, "Griechenland nach dem Beben", body+" Drama."))
		merged = merged || len(c.Merged()) > 0
		if isNew != (id != 7) {
			t.Errorf("with %d other names: story %d, new %v", 2*others, id, isNew)
		}
	}
	if !merged {
		t.Error("no report made a story of its own that merged at once")
	}
}

func TestAdd_StoriesOfTheSameLanguageLeaveRoomForThoseOfOthers(t *testing.T) {
	c := New(Options{})
	for i := range 2 * nearMost {
		c.Restore(int64(i+1), docIn("de", 0, "Sitzung im Rathaus", "Jorvik Halvarsen, Oddvar Lunde und Solveig Tandberg kamen nach Bergen. Im Rathaus ging es um Gebühren, Spielplätze, Büchereien, Radwege, Gehwege, Laternen, Grünflächen, Parkbänke, Markisen, Kanalisation, Hundesteuer und Sperrmüll."))
	}
	got := place(c,
		docIn("fr", 1, "Norvège : un incendie ravage une gare", "Un incendie a ravagé une gare, a dit Solveig Tandberg."),
		docIn("de", 2, "Großbrand in Norwegen", "Das Feuer ist gelöscht, sagten Solveig Tandberg, Oddvar Lunde und Jorvik Halvarsen in Bergen. Anwohner schlossen nachts ihre Fenster, weil es stundenlang loderte, qualmte, stank, knisterte, glühte und schwelte."))
	if got[0] != got[1] {
		t.Errorf("the German report is in story %d, want %d as the French one", got[1], got[0])
	}
}

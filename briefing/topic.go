package briefing

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"sync"

	"dateline/briefing/text"
)

// builtIn is a topic that needs no words of its own: its names in the
// interface's languages, the sections outlets file it under, and words of news
// about it in the languages most archives hold.
type builtIn struct {
	name     string
	names    string // how people ask for it
	sections string // parts of articles' addresses
	words    map[string]string
}

// topicHits is how many different words of a topic make a story one of it; a
// section of the outlet's own counts as that many.
const topicHits = 2

var builtIns = []builtIn{
	{"Politics", "politics politik política politique policy elections wahlen elecciones élections eleições", "politics politik politica politique elections election", map[string]string{
		"en": "parliament election minister president senate congress vote party government coalition lawmaker chancellor cabinet opposition referendum ballot governor campaign legislation",
		"de": "Bundestag Wahl Minister Präsident Regierung Koalition Partei Kanzler Abgeordnete Opposition Abstimmung Gesetz Ministerpräsident",
		"es": "parlamento elecciones ministro presidente senado congreso voto partido gobierno coalición diputado oposición ley",
		"fr": "parlement élection ministre président sénat assemblée vote parti gouvernement coalition député opposition loi",
		"pt": "parlamento eleição ministro presidente senado congresso voto partido governo coalizão deputado oposição lei"}},
	{"Business", "business economy wirtschaft economía économie economia finance märkte", "business economy money markets wirtschaft economia economie finance", map[string]string{
		"en": "economy market bank inflation shares stock trade profit tariff unemployment investor company merger revenue bankruptcy budget price export wage",
		"de": "Wirtschaft Markt Bank Inflation Aktie Handel Gewinn Zoll Arbeitslosigkeit Unternehmen Umsatz Insolvenz Haushalt Preis Export Lohn Börse",
		"es": "economía mercado banco inflación acciones bolsa comercio beneficio arancel desempleo empresa ingresos presupuesto precio salario",
		"fr": "économie marché banque inflation actions bourse commerce bénéfice chômage entreprise budget prix salaire faillite",
		"pt": "economia mercado banco inflação ações bolsa comércio lucro tarifa desemprego empresa receita orçamento preço salário"}},
	{"Technology", "technology tech technik technologie tecnología tecnologia digital", "technology tech digital netzwelt tecnologia technologie", map[string]string{
		"en": "software internet artificial intelligence smartphone chip app hacker cyberattack startup algorithm data platform computer robot online",
		"de": "Software Internet Intelligenz Smartphone Chip App Hacker Cyberangriff Daten Plattform Computer Roboter Algorithmus",
		"es": "software internet inteligencia artificial teléfono chip aplicación hacker ciberataque datos plataforma ordenador robot",
		"fr": "logiciel internet intelligence artificielle smartphone puce application pirate cyberattaque données plateforme ordinateur robot",
		"pt": "software internet inteligência artificial celular chip aplicativo hacker ciberataque dados plataforma computador robô"}},
	{"Science", "science wissenschaft ciencia sciences ciência space weltraum", "science wissenschaft ciencia sciences space", map[string]string{
		"en": "scientist researcher study telescope rocket spacecraft planet nasa species fossil physics laboratory experiment astronaut orbit genome",
		"de": "Forscher Wissenschaftler Studie Teleskop Rakete Planet Nasa Art Fossil Physik Labor Experiment Astronaut",
		"es": "científico investigador estudio telescopio cohete planeta nasa especie fósil física laboratorio astronauta",
		"fr": "scientifique chercheur étude télescope fusée planète nasa espèce fossile physique laboratoire astronaute",
		"pt": "cientista pesquisador estudo telescópio foguete planeta nasa espécie fóssil física laboratório astronauta"}},
	{"Health", "health gesundheit salud santé saúde medicine medizin", "health gesundheit salud sante saude", map[string]string{
		"en": "hospital vaccine virus disease patient doctor outbreak covid cancer drug infection measles clinic nurse epidemic medicine",
		"de": "Krankenhaus Impfstoff Virus Krankheit Patient Arzt Ausbruch Krebs Medikament Infektion Klinik Pflege",
		"es": "hospital vacuna virus enfermedad paciente médico brote cáncer medicamento infección clínica",
		"fr": "hôpital vaccin virus maladie patient médecin épidémie cancer médicament infection clinique",
		"pt": "hospital vacina vírus doença paciente médico surto câncer medicamento infecção clínica"}},
	{"Climate", "climate environment klima umwelt clima medio ambiente climat environnement", "climate environment klima umwelt clima planete", map[string]string{
		"en": "climate emissions carbon warming renewable fossil fuel coal glacier biodiversity pollution greenhouse solar turbine deforestation",
		"de": "Klima Emissionen Kohlendioxid Erwärmung erneuerbar Kohle Gletscher Artenvielfalt Treibhausgas Solar Windkraft",
		"es": "clima emisiones carbono calentamiento renovable carbón glaciar biodiversidad contaminación solar",
		"fr": "climat émissions carbone réchauffement renouvelable charbon glacier biodiversité pollution solaire",
		"pt": "clima emissões carbono aquecimento renovável carvão geleira biodiversidade poluição solar"}},
	{"Conflict", "conflict war krieg guerra guerre conflicto konflikt military", "war conflict krieg guerra guerre ukraine", map[string]string{
		"en": "war troops missile airstrike ceasefire soldier army drone shelling militant hostage invasion frontline offensive military",
		"de": "Krieg Truppen Rakete Luftangriff Waffenruhe Soldat Armee Drohne Beschuss Geisel Invasion Front Offensive",
		"es": "guerra tropas misil bombardeo alto fuego soldado ejército dron rehén invasión ofensiva",
		"fr": "guerre troupes missile frappe cessez-le-feu soldat armée drone otage invasion offensive",
		"pt": "guerra tropas míssil bombardeio cessar-fogo soldado exército drone refém invasão ofensiva"}},
	{"Justice", "justice crime law recht kriminalität justicia crimen crimes justiça", "crime justice law justiz", map[string]string{
		"en": "court judge trial police arrested charged lawsuit verdict prison prosecutor murder shooting sentenced jury attorney suspect",
		"de": "Gericht Richter Prozess Polizei Festnahme Anklage Klage Urteil Gefängnis Staatsanwalt Mord Verdächtiger",
		"es": "tribunal juez juicio policía detenido acusado demanda sentencia cárcel fiscal asesinato sospechoso",
		"fr": "tribunal juge procès police arrêté accusé plainte verdict prison procureur meurtre suspect",
		"pt": "tribunal juiz julgamento polícia preso acusado processo sentença prisão promotor assassinato suspeito"}},
	{"Sport", "sport sports deportes deporte esporte esportes fußball football soccer", "sport sports deportes esporte football fussball", map[string]string{
		"en": "match championship tournament coach goal league olympic player final season striker team medal quarterback stadium",
		"de": "Spiel Meisterschaft Turnier Trainer Tor Liga Olympia Spieler Finale Saison Mannschaft Medaille Stadion",
		"es": "partido campeonato torneo entrenador gol liga olímpico jugador final temporada equipo medalla estadio",
		"fr": "match championnat tournoi entraîneur but ligue olympique joueur finale saison équipe médaille stade",
		"pt": "partida campeonato torneio treinador gol liga olímpico jogador final temporada equipe medalha estádio"}},
	{"Culture", "culture kultur cultura arts entertainment kunst film", "culture kultur cultura arts entertainment film music books", map[string]string{
		"en": "film album museum actor singer festival novel director concert artist oscar theatre exhibition grammy series celebrity",
		"de": "Film Album Museum Schauspieler Sänger Festival Roman Regisseur Konzert Künstler Theater Ausstellung",
		"es": "película álbum museo actor cantante festival novela director concierto artista teatro exposición",
		"fr": "film album musée acteur chanteur festival roman réalisateur concert artiste théâtre exposition",
		"pt": "filme álbum museu ator cantor festival romance diretor concerto artista teatro exposição"}},
	{"Education", "education bildung educación éducation educação schools schule", "education bildung educacion", map[string]string{
		"en": "school university student teacher classroom curriculum tuition campus exam pupil scholarship college",
		"de": "Schule Universität Student Lehrer Unterricht Lehrplan Prüfung Schüler Hochschule",
		"es": "escuela universidad estudiante profesor maestro aula examen alumno beca",
		"fr": "école université étudiant professeur enseignant classe examen élève bourse",
		"pt": "escola universidade estudante professor aula exame aluno bolsa"}},
	{"Disasters", "disasters weather katastrophen unwetter desastres catastrophes wetter", "weather disasters wetter panorama", map[string]string{
		"en": "flood earthquake hurricane wildfire storm tornado rescue evacuated landslide tsunami volcano eruption drought crash collapsed",
		"de": "Flut Hochwasser Erdbeben Hurrikan Waldbrand Sturm Rettung evakuiert Erdrutsch Vulkan Ausbruch Dürre Absturz",
		"es": "inundación terremoto huracán incendio tormenta rescate evacuado volcán erupción sequía accidente",
		"fr": "inondation séisme ouragan incendie tempête secours évacué volcan éruption sécheresse accident",
		"pt": "inundação terremoto furacão incêndio tempestade resgate evacuado vulcão erupção seca acidente"}},
}

// topicIndex is the built-in topics by stem: language, then term to topics.
var topicIndex = sync.OnceValue(func() map[string]map[string][]int {
	out := map[string]map[string][]int{}
	for i, t := range builtIns {
		for lang, words := range t.words {
			if out[lang] == nil {
				out[lang] = map[string][]int{}
			}
			for _, term := range text.Terms(words, lang) {
				out[lang][term] = append(out[lang][term], i)
			}
		}
	}
	return out
})

// namedTopic finds the built-in topic that somebody asks for by one of its
// names; -1 for any other words.
func namedTopic(asked string) int {
	asked = text.Fold(strings.TrimSpace(asked))
	for i, t := range builtIns {
		if asked == text.Fold(t.name) || asked != "" && strings.Contains(" "+text.Fold(t.names)+" ", " "+asked+" ") {
			return i
		}
	}
	return -1
}

// topicsOf counts, for each built-in topic, how many of its words stand in
// the titles and first sentences of a story, and its outlets' own sections.
func topicsOf(c *candidate) []int {
	hits := make([]map[string]bool, len(builtIns))
	for i := range hits {
		hits[i] = map[string]bool{}
	}
	out := make([]int, len(builtIns))
	for _, m := range c.all() {
		index := topicIndex()[m.item.Version.Lang]
		for _, term := range text.Terms(m.lead(), m.item.Version.Lang) {
			for _, i := range index[term] {
				hits[i][term] = true
			}
		}
		for i := range builtIns {
			if inSection(m.item.Article.URL, builtIns[i].sections) {
				hits[i]["/section"], hits[i]["/its own"] = true, true
			}
		}
	}
	for i := range hits {
		out[i] = len(hits[i])
	}
	return out
}

// inSection reports whether an address has one of these words as a part of its path.
func inSection(address, sections string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	for _, part := range strings.Split(strings.ToLower(u.Path), "/") {
		if part != "" && strings.Contains(" "+sections+" ", " "+part+" ") {
			return true
		}
	}
	return false
}

// mainTopic is the name of the topic a story is most about; "" when it is
// about none of them clearly.
func mainTopic(c *candidate) string {
	n := topicsOf(c)
	order := make([]int, len(n))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(n[j], n[i]) })
	if best := order[0]; n[best] >= topicHits {
		return builtIns[best].name
	}
	return ""
}

// subject is what a briefing is narrowed to: a built-in one, or any other words.
type subject struct {
	builtIn int // -1: words
	words   string
}

func newSubject(asked string) subject { return subject{namedTopic(asked), asked} }

// match is how much a story is about the topic, [0,1]; 1 without one. Of other
// words it is the share that the titles and first sentences hold.
func (t subject) match(c *candidate) float64 {
	if t.words == "" {
		return 1
	}
	if t.builtIn >= 0 {
		if n := topicsOf(c)[t.builtIn]; n >= topicHits {
			return min(1, float64(n)/(2*topicHits))
		}
		return 0
	}
	best := 0.0
	have := map[string]map[string]bool{} // by language
	for _, m := range c.all() {
		lang := m.item.Version.Lang
		if have[lang] == nil {
			have[lang] = map[string]bool{}
		}
		for _, term := range text.Terms(m.lead(), lang) {
			have[lang][term] = true
		}
	}
	for lang, terms := range have {
		n, all := 0, 0
		for term := range contentTerms(t.words, lang) {
			if all++; terms[term] {
				n++
			}
		}
		if all > 0 {
			best = max(best, float64(n)/float64(all))
		}
	}
	return best
}

// varied keeps one topic from filling more than half of a briefing of n
// stories, as long as there are others with two reports.
func varied(cs []*candidate, n int) []*candidate {
	count := map[string]int{}
	var first, later []*candidate
	i := 0
	for ; i < len(cs) && len(first) < n && cs[i].reports > 1; i++ {
		t := mainTopic(cs[i])
		if t != "" && count[t] >= max(1, n/2) {
			later = append(later, cs[i])
			continue
		}
		count[t]++
		first = append(first, cs[i])
	}
	return append(append(first, later...), cs[i:]...)
}

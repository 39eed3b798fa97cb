package briefing

import (
	"cmp"
	"slices"
	"strings"

	"dateline/briefing/phrases"
	"dateline/briefing/text"
)

// A story whose every headline names whom it accuses is court and crime news all
// the same: it stands under a heading that says of what kind it is and where, and
// names nobody.

// caseKinds are the words by which a kind of accusation is known, in the order
// in which they are looked for; the texts are case_KEY.
var caseKinds = []struct {
	key   string
	words beginnings
}{
	{"terror", wordsLike(`terror`)},
	{"killing", wordsLike(`murder manslaughter homicid mord =mörder totschlag asesin meurtr assassin`)},
	{"sexual", wordsLike(`=rape =rapes =raped rapist raping sexual groped vergewaltig sexuell violación violad viol_ violeur estupr`)},
	{"corruption", wordsLike(`brib corrup korrupt bestech bestoch soborn cohecho pot-de-vin suborno propina`)},
	{"fraud", wordsLike(`fraud embezzl money_launder swindl =scam betrug betrüg untreue veruntreu geldwäsche estaf malvers blanqueo escroqu détourn blanchi lavagem desvi`)},
	{"arson", wordsLike(`arson brandstift incendiari`)},
	{"espionage", wordsLike(`espionage =spy =spies =spying treason spionage =spion espionaje espionn espionag`)},
	{"drugs", wordsLike(`smuggl traffick schmugg tráfico narco trafic`)},
	{"theft", wordsLike(`=theft =thefts =thief =stole =stolen robber robbed burgl diebstahl =dieb gestohlen =raub räuber robo robó ladr =vol volé braqu roub`)},
	{"violence", wordsLike(`assault stabb molest =abuse =abused abuser harass messerangriff missbrauch belästig apuñal agred agress acoso poignard harcel esfaque assédi`)},
	{"suit", wordsLike(`=sued =sues =suing lawsuit =klage verklag demand plainte processo`)},
	{"arrest", wordsLike(`arrest =detained in_custody festgenommen festnahm verhaft detenid detuv arrêt interpell detid prend`)},
	{"court", wordsLike(`charged =court =trial =judge sentenced jailed convict guilty pleaded =indicted gericht verurteilt anklag angeklag condena tribunal juez condamn procès condenad`)},
}

// caseHeading is such a heading for the newest report that accuses; false when
// none does.
func (ch *chooser) caseHeading(members []source, w *phrases.Words) (Claim, bool) {
	for _, m := range slices.Backward(members) {
		lang, lead := m.item.Version.Lang, []string{m.item.Version.Title}
		for i := range min(len(m.spans), leadSentences) {
			lead = append(lead, m.sentence(i))
		}
		at := slices.IndexFunc(lead, func(s string) bool { return accuses(s, lang) })
		if at < 0 || m.item.Version.Title == "" {
			continue
		}
		kind := "case_police"
		for _, k := range caseKinds {
			if slices.ContainsFunc(lead, k.words.MatchString) {
				kind = "case_" + k.key
				break
			}
		}
		c := m.headline()
		c.Kind, c.tongue, c.Text = KindHeading, w.Lang(), w.Say("case_of", w.Say(kind), cmp.Or(m.item.Article.Outlet, unnamed))
		if place := ch.people.place(lead, lang); place != "" {
			c.Text = w.Say("case_in", w.Say(kind), place)
		}
		return c, true
	}
	return Claim{}, false
}

// place is the first place that sentences name, as far as it stands where places
// do and is nobody's name.
func (p *people) place(lead []string, lang string) string {
	a := p.load()
	for _, s := range lead {
		people := a.in(s)
		for _, n := range text.Names(s, lang) {
			word := s[n.Start:n.End]
			_, named := a.named[text.Fold(word)]
			if named || a.known[text.Fold(word)] || slices.ContainsFunc(people, func(m mention) bool { return m.start < n.End && n.Start < m.end }) {
				continue // somebody, or somebody's
			}
			if placed(s, n) && !strings.ContainsAny(word, "0123456789") {
				return strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "’s")
			}
		}
	}
	return ""
}

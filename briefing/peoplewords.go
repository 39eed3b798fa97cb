package briefing

import (
	"iter"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The words by which news accuses, names victims and tells results, by
// language: beginnings of words, written by hand from police and court reports.

// beginnings matches any word that begins with one of some beginnings, by their
// first letters. A regular expression of as many took .5 ms a sentence.
type beginnings struct {
	by map[string][]beginning // by their first two bytes
}

type beginning struct {
	text  string
	whole bool // a word of its own
}

// wordsLike reads a list of beginnings: "=" before one means the whole word, "_" a space.
func wordsLike(list string) beginnings {
	by := map[string][]beginning{}
	for _, p := range strings.Fields(list) {
		p, whole := strings.CutPrefix(p, "=")
		p = strings.ReplaceAll(p, "_", " ")
		by[p[:2]] = append(by[p[:2]], beginning{p, whole})
	}
	return beginnings{by}
}

// MatchString reports whether a word of s begins so.
func (b beginnings) MatchString(s string) bool {
	for range b.places(s) {
		return true
	}
	return false
}

// places are where in s in lower case such words begin.
func (b beginnings) places(s string) iter.Seq[int] {
	return func(yield func(int) bool) {
		s := strings.ToLower(s)
		inside := false
		for i, r := range s {
			letter := unicode.IsLetter(r)
			if letter && !inside && b.at(s[i:]) && !yield(i) {
				return
			}
			inside = letter
		}
	}
}

func (b beginnings) at(s string) bool {
	if len(s) < 2 {
		return false
	}
	for _, x := range b.by[s[:2]] {
		if !strings.HasPrefix(s, x.text) {
			continue
		}
		if r, _ := utf8.DecodeRuneInString(s[len(x.text):]); !x.whole || !unicode.IsLetter(r) {
			return true
		}
	}
	return false
}

// accusing are the words of accusations, charges and suspicion.
var accusing = map[string]beginnings{
	"en": wordsLike(`accus alleg suspect charged_with charged_in charged_over =charges =indicted indictment convict guilty arrest murder =rape =rapes =raped rapist =raping assault molest =abuse =abused =abuses =abuser fraud brib corrupt
 money_launder embezzl traffick terroris stabb gunman shooter killer paedophil pedophil sexual_misconduct =sued =sues =suing lawsuit perjur =theft =thefts =thief =stole =stolen =steal =stealing =thieves robbed robber kidnap abduct manslaughter homicide arson
 pleaded plead_ =pleads sentenced jailed =defendant =detained in_custody extradit treason espionage =spy =spying =spies smuggl =victim plagiari doping groped groping stalk_ stalking blackmail extort swindl
 =cheated =cheating harass =scam conspir impeach resigned_over wrongdoing misconduct war_crim drunk_driv drink-driv hit-and-run possession_of`),
	"de": wordsLike(`angeklag anklag beschuldig verdächtig verdacht mutmaßlich tatverdacht täter festgenommen festnahm nimmt_fest nehmen_fest verhaft mord =mörder vergewaltig missbrauch missbraucht missbrauchs betrug betrüg bestech bestoch korrupt geldwäsche untreue
 veruntreu terror messerangriff erstach erstoch räuber =raub diebstahl =dieb gestohlen entführ totschlag brandstift verurteilt schuldig vorgeworfen vorwurf vorwürfe =haft untersuchungshaft spionage =spion steuerhinterzieh belästig nötigung erpress opfer`),
	"es": wordsLike(`acusad acusó acusan acusa_ =acusa presunt supuest sospech imputad imputó detenid detuv detien condena_ condenan arrest asesin homicid viola_ violó violad violación violador abus agred fraude estaf soborn cohecho corrup blanqueo malvers tráfico_de narco terroris
 apuñal robó robad robo_ ladr secuestr culpable condenad condenó cárcel prisión procesad fiscalía denunciad denunció víctima espionaje acoso acosad extors incendiari`),
	"fr": wordsLike(`accus soupçon suspect présumé inculp mis_en_examen mise_en_examen arrêté_ arrêtée arrêtent interpell meurtr assassin viol_ violé violeur viols =viol abus agress fraud escroqu corrup corromp pot-de-vin blanchi détourn trafic_ terroris poignard
 volé voleur braqu enlevé enlèvement kidnapp coupable condamn prison garde_à_vue écrou incarcér plainte victime espionn harcel pédocrim pédophil chantage incendiaire`),
	"pt": wordsLike(`acusad acusou acusa_ =acusa alegad supost suspeit indiciad denunciad detid prend preso_ presa_ prisão arrest assassin homicíd homicid matou estupr violad violador violação abus agred fraud suborno propina corrup lavagem branqueamento desvi
 tráfico terroris esfaque roubou roubad ladr sequestr culpad condenad condenou réu vítima espionag assédi extors`),
}

// dying are words that make a victim of somebody whose name stands beside them.
var dying = wordsLike(`=killed =killing =kills =shot =slain =wounded found_dead =beaten =drowned =poisoned =getötet =tötete =erschossen =verletzt =asesinado =asesinada =mató =muerto =muerta =abatido =abatida =tué =tuée =abattu =abattue =blessé =blessée
 =morto =morta =matou =baleado`)

// minors and minorAge are words and ages of somebody under 18.
var (
	minors   = wordsLike(`schoolboy schoolgirl toddler underage minderjährig schüler menor_de =mineur =mineure`)
	minorAge = regexp.MustCompile(`(?:^|[^\pL\d])(?:(?:[1-9]|1[0-7])[- ](?:year[- ]olds?|jährige\pL*|años|ans|anos)|aged? (?:[1-9]|1[0-7]))(?:[^\pL\d]|$)|, (?:[1-9]|1[0-7]),`)
)

// offices name somebody as well as a name does.
var offices = regexp.MustCompile(`(?i)(?:^|\PL)(?:mayor|minister|president|senator|governor|bishop|archbishop|priest|coach|ceo|chairman|chairwoman|congressman|congresswoman|headteacher|headmaster|bürgermeister(?:in)?|präsident(?:in)?|ministerin|bischof|trainer|alcalde|alcaldesa|presidente|presidenta|ministr[oa]|obispo|maire|ministre|président|présidente|évêque|prefeit[oa]|governador|bispo)(?:\PL|$)`)

// insults are words that accuse whomever a question puts them on, named or not.
var insults = wordsLike(`murderer killer rapist paedo pedo =thief =liar =lying criminal =crook fraudster scammer =terrorist =nazi racist corrupt =traitor =addict abuser molester groomer cheater =guilty
 mörder vergewaltiger =dieb lügner verbrecher betrüger korrupt rassist schuldig asesino asesina violador ladrón ladrona mentiros corrupto corrupta racista culpable meurtrier violeur voleur menteur escroc corrompu raciste coupable assassino assassina estuprador ladrão mentiroso culpado`)

// deeds are verbs that accuse whomever a question names.
var deeds = wordsLike(`=kill =kills poison =shoot =stab =rig =rigs rigged =steal =steals tötet ermord vergift =stiehlt lügt angezünd mató mata_ robó miente mintió tue_ vole_ ment_ matou mente_ roubou`)

// someone is a pronoun of a person in a question.
var someone = regexp.MustCompile(`(?i)(?:^|\PL)(?:he|she|him|er|ihn|él|ella|il|elle|ele|ela)(?:\PL|$)`)

// saying is how a sentence says who says so.
var saying = map[string]beginnings{
	"en": wordsLike(`said =says =say according =told announced reported reportedly alleged allegedly accus claim stated declared projected =showed =shows`),
	"de": wordsLike(`sagte =sagt laut zufolge angeblich mutmaßlich soll erklärte teilte meldete meldet berichtet behauptet =nach_angaben gab_bekannt beschuldig vorgeworfen`),
	"es": wordsLike(`dijo =dice según presunt supuest afirm asegur inform anunci acus declar denunci`),
	"fr": wordsLike(`=dit selon d'après affirm déclar annonc présumé accus indiqu soupçonn`),
	"pt": wordsLike(`disse =diz segundo supost afirm anunci inform alega acus declar`),
}

// winning are the words of results, voting those of votes: a result of a vote has both.
var (
	winning = wordsLike(`=win =wins =won winner victor elected re-elected reelected defeat =beat =beats =loses =lost landslide gewinn gewann gewählt wiedergewählt sieg =siegt verlor gana_ =gana ganó victoria elegid reelegid derrot gagne gagné remport victoire élu réélu vence venceu ganhou vitória eleit reeleit`)
	voting  = wordsLike(`elect vote votes voter ballot =poll =polls referendum run-off runoff primary mayor president parliament =seat =seats senate wahl stimme stichwahl bürgermeister präsident abstimmung eleccion elecciones voto votos votación alcald presiden escaño élection scrutin voix maire président législative eleiç votaç prefeit turno`)
	// sport has winners of no vote.
	sport = wordsLike(`match game goal league cup final tournament champion medal race team coach grand_prix season spiel tor_ liga pokal meister partido gol copa torneo matche but_ coupe tournoi jogo copa campeon`)
	// counted is the share of a vote that was counted.
	counted = regexp.MustCompile(`(?i)\b\d{1,3}(?:[.,]\d+)? ?(?:%|percent|per cent|prozent|por ciento|pour cent|por cento)(?: \pL+){0,4} (?:votes?|ballots?|precincts|polling stations|stimmen|wahllokale|votos|mesas|papeletas|actas|bulletins|bureaux|urnas|seções)(?: \pL+){0,3} (?:counted|reporting|tallied|ausgezählt|escrutad[oa]s|contad[oa]s|dépouillés|apuradas|apurados)\b|\b\d{1,3}(?:[.,]\d+)? ?(?:%|percent|per cent|prozent|por ciento|pour cent|por cento) (?:of (?:the )?count|counted|ausgezählt|escrutado|apurado)\b`)
)

// notPerson are words of names that are not people's, folded.
var notPerson = wordSet(`court university college school church party house senate congress parliament department ministry office police bank company corp inc group club league cup council committee commission agency association union
 states kingdom nations street road avenue station airport hospital hotel river lake sea island islands mountain city county state district province park bridge square stadium center centre news times post herald radio wire press
 front games olympics war day week service services force forces army navy guard board federation institute foundation museum theatre theater festival awards prize series show
 north south east west northern southern eastern western new los san santa las el united great saudi sri hong costa puerto middle white supreme high justice security human rights prime general attorney
 bundestag landgericht amtsgericht universitat partei ministerium polizei staatsanwaltschaft tribunal supremo universidad partido ministerio policia fiscalia parlement assemblee gendarmerie republica republique republic federal national international world european american
 organization parenthood amendment republican republicans democrat democrats democratic conservative operation
 monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december dec nov oct sept aug feb jan`)

// speaks are words beside the name of somebody who reports, not one reported on.
var (
	speaksAfter  = regexp.MustCompile(`(?i)^,?(?: of the [\pL ]{3,40}| (?:the|a|an) [\pL ]{3,40},)? (?:said|says|told|announced|sagte|erklärte|dijo|informó|disse|informou)(?: (\pL+))?`)
	saidBefore   = regexp.MustCompile(`(?i)(?:^|\PL)(?:said|says|according to|told by|selon|según|segundo|laut|sagte|erklärte|dijo|disse) (?:\pL+ ){0,3}$`)
	saidEnds     = regexp.MustCompile(`^(?:[^\pL ]| (?:of|on|in|from|von|am|de|du|le|em) |$)`)
	speaksBefore = regexp.MustCompile(`(?i)(?:(?:^|\PL)(?:prosecutors?|judge|attorney|lawyer|solicitor|sheriff|spokesman|spokeswoman|spokesperson|commissioner|detective|inspector|superintendent|chief|coroner|staatsanwalt|staatsanwältin|richter|richterin|sprecher|sprecherin|anwalt|anwältin|fiscal|jueza?|abogad[oa]|portavoz|procureure?|juge|avocate?|porte-parole|promotora?|juíza?|advogad[oa]|porta-voz) )$`)
	himself      = wordSet("he she they er sie el ella il elle ele ela")
)

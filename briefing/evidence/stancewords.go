package evidence

import "dateline/briefing/text"

// wordSet is a set of words, folded.
func wordSet(s string) map[string]bool { return text.WordSet(text.Fold(s)) }

// stanceWords are the words of a language by which a sentence denies its
// content, gives it as somebody's word, or leaves open whether it is so. All
// are folded: no capitals, no accents.
type stanceWords struct {
	negations map[string]bool
	speech    map[string]bool // somebody says so
	sources   map[string]bool // of these, the prepositions, which cover their whole sentence
	trailing  map[string]bool // the same where they end the sentence in a clause of their own or have "that" behind them
	hedges    map[string]bool // alleged, reported; moods of reported speech
	modals    map[string]bool // only possible: no word of somebody's
	soft      map[string]bool // keep a hedge that the claim words otherwise
	joins     map[string]bool // begin a main clause that has its own content
	contrast  map[string]bool // end what somebody says
	relative  map[string]bool // begin a clause beside the main one
}

var stances = map[string]stanceWords{
	"en": {
		negations: wordSet("not no never none nobody nothing neither nor without cannot can't won't don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't wouldn't couldn't shouldn't ain't denied denies deny denying refused refuses refusing failed fails unlikely unable"),
		speech:    wordSet("said says say told tells claimed claims claim according alleged alleges accused accuses argued argues warned warns announced insisted insists admitted admits predicted testified denied denies"),
		sources:   wordSet("according"),
		trailing:  wordSet("reported reports added adds wrote writes tweeted confirmed confirms explained explains noted notes suggested suggests suggest declared acknowledged believes believe showed shows show revealed saying"),
		hedges:    wordSet("alleged allegedly accused reportedly suspected apparently presumably purportedly supposedly purported supposed rumored rumoured"),
		modals:    wordSet("may might could"),
		soft:      wordSet("would likely possible possibly potentially expected expects believed thought feared unclear can will should"),
		joins:     wordSet("and but while although though"),
		contrast:  wordSet("but although though"),
		relative:  wordSet("who which whom whose where"),
	},
	"de": {
		negations: wordSet("nicht kein keine keinen keiner keinem keines nie niemals niemand niemanden nichts ohne weder bestritt bestreitet bestritten dementierte dementiert lehnte verweigerte"),
		speech:    wordSet("sagte sagt sagten sagen erklarte erklart erklarten laut zufolge teilte teilten mitteilte behauptete behauptet behaupten warf wirft berichtete berichtet berichten betonte betont kundigte angekundigt meldete meldet melden hiess gab schrieb schreibt meinte meint forderte warnte warnt nannte angaben einschatzung"),
		sources:   wordSet("laut zufolge"),
		hedges:    wordSet("angeblich angebliche angeblichen angeblicher mutmasslich mutmassliche mutmasslichen mutmasslicher soll sollen solle sollten sei seien habe hatten wolle wollten werde wurde wurden konnte konnten konne durfte durften musse moge verdachtigt verdachtigte beschuldigt vermutlich womoglich moglicherweise wohl offenbar"),
		joins:     wordSet("und aber doch wahrend obwohl"),
		contrast:  wordSet("aber doch obwohl"),
		relative:  wordSet("der die das welcher welche welches wo"),
	},
	"es": {
		negations: wordSet("no nunca jamas nadie nada ni sin tampoco ningun ninguna ninguno nego niega negaron rechazo rechaza"),
		speech:    wordSet("dijo dice dijeron segun afirmo afirma afirmaron aseguro asegura aseguraron declaro declara explico informo informa informaron anuncio acuso acusa acusan senalo indico denuncio sostuvo sostiene confirmo advirtio"),
		sources:   wordSet("segun"),
		hedges:    wordSet("presunto presunta presuntos presuntas presuntamente supuesto supuesta supuestos supuestas supuestamente habria habrian seria serian estaria estarian tendria tendrian podria podrian acusado acusada sospechoso sospechosa aparentemente"),
		joins:     wordSet("y pero mientras aunque"),
		contrast:  wordSet("pero aunque"),
		relative:  wordSet("que quien quienes cual donde"),
	},
	"fr": {
		negations: wordSet("ne n pas jamais personne rien sans ni aucun aucune nie nient dement refuse rejete"),
		speech:    wordSet("dit disent selon affirme affirment affirmait declare declaraient assure explique annonce annoncent indique rapporte accuse accusent estime souligne precise confirme d'apres apres soutient"),
		sources:   wordSet("selon d'apres apres"),
		hedges:    wordSet("presume presumee presumes presumees pretendu pretendue pretendument aurait auraient serait seraient pourrait pourraient devrait devraient ferait feraient accuse accusee suspecte soupconne soupconnee apparemment"),
		joins:     wordSet("et mais tandis bien"),
		contrast:  wordSet("mais"),
		relative:  wordSet("qui que dont ou lequel laquelle"),
	},
	"pt": {
		negations: wordSet("nao nunca jamais ninguem nada nem sem nenhum nenhuma negou nega negaram recusou rejeitou"),
		speech:    wordSet("disse diz disseram segundo conforme afirmou afirma afirmaram alegou alega declarou explicou informou informa informaram anunciou acusou acusa acusam garantiu apontou denunciou confirmou"),
		sources:   wordSet("segundo conforme"),
		hedges:    wordSet("suposto suposta supostos supostas supostamente teria teriam seria seriam estaria estariam poderia poderiam haveria acusado acusada suspeito suspeita aparentemente alegado alegada alegadamente"),
		joins:     wordSet("e mas enquanto embora"),
		contrast:  wordSet("mas embora"),
		relative:  wordSet("que quem qual onde"),
	},
}

// hedging are the hedges whose loss makes a fact of an allegation, in any
// language.
var hedging = func() map[string]bool {
	out := wordSet("claimed claims claim denied denies")
	for _, s := range stances {
		for w := range s.hedges {
			out[w] = true
		}
		for w := range s.modals {
			out[w] = true
		}
	}
	return out
}()

// Hedge reports whether the attribution a claim lost left open if it is so;
// a heading may lose the others.
func Hedge(word string) bool { return hedging[word] }

package text

import (
	"strings"
	"sync"
)

// Common words by the share of news articles that hold them, in tiers, written
// by hand from experience of news prose: they give document frequencies their
// scale where an archive is too small to count its own.
var commonTiers = map[string][]struct {
	share float64
	words string
}{
	"en": {
		{.95, "the to of and a in that for on is with as by at it from was be"},
		{.8, "have has an are said this which were not but their they been after who he his its will more about or had one would also"},
		{.55, "when new year people can other first out up all two there into over some than time last she her we what could our if no so more just like government state told million most many"},
		{.35, "country official president according made make since week day month say says news report percent including during public three where before part group work world being back come get now how while because between under against those still may police company minister national city home plan family number show call called way around use high million city high end made take help need set long"},
		{.2, "war election court case law former leader party vote member statement service house water school health market price cost rate bank money business company deal trade power oil energy economy economic growth industry worker union strike pay job tax budget force military attack killed death died dead people woman man child young old life local international foreign security support change decision meeting agreement issue problem crisis right community area region north south east west thursday friday monday tuesday wednesday sunday saturday january february march april june july august september october november december"},
		{.08, "river flood storm fire earthquake rescue victim hospital doctor patient disease vaccine virus research study scientist university student teacher game team player season win won match final film music star show season record road bridge train airline flight airport port ship car crash driver ballot parliament senate congress judge trial charge prison protest rally migrant refugee border aid climate temperature heat rain weather farm food"},
	},
	"de": {{.9, "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein"}, {.3, "jahr prozent regierung millionen land minister uhr stadt menschen neue neuen sagte erklärte laut seit gegen unter zwei drei"}},
	"es": {{.9, "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde está"}, {.3, "gobierno presidente país millones personas año dijo según parte ciudad nuevo contra estado"}},
	"fr": {{.9, "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec ont été son ou mais cette aux comme on sa ses d'un d'une selon après"}, {.3, "gouvernement président pays millions ans personnes année ministre ville état contre deux"}},
	"pt": {{.9, "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso"}, {.3, "governo presidente país milhões pessoas ano disse segundo cidade novo contra estado"}},
	"ar": {{.9, "في من على أن إلى عن التي الذي مع هذا هذه بعد كان قد ما لا أو ذلك بين كل كما قال وقال"}, {.3, "الرئيس حكومة دولة مليون عام يوم وزير مدينة"}},
}

// stopTier is the share from which a word is a stop word.
const stopTier = .6

var commonTable = sync.OnceValue(func() map[string]map[string]float64 {
	out := map[string]map[string]float64{}
	for lang, tiers := range commonTiers {
		m := map[string]float64{}
		for _, t := range tiers {
			for _, w := range strings.Fields(t.words) {
				for _, term := range Terms(w, lang) {
					m[term] = max(m[term], t.share)
				}
			}
		}
		out[lang] = m
	}
	return out
})

// CommonShare is the share [0,1] of news articles that hold a (stemmed) term,
// by a small built-in table; 0 for words it does not list.
func CommonShare(term, lang string) float64 { return commonTable()[lang][term] }

// Stop reports whether a (stemmed) term is a stop word.
func Stop(term, lang string) bool {
	return CommonShare(term, lang) >= stopTier || lang != "en" && stopEnglish[term]
}

// stopEnglish are English function words, which questions in any archive hold.
var stopEnglish = WordSet("the of and to in a is for on with by at was were are be been that this it as an from or not which who what when where why how did does do had has have")

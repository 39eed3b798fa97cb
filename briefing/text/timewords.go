package text

import (
	"strings"
	"time"
)

// Words of dates in the languages read here, folded when the tables are built.

// lexicon reads lines "value: words" in which words of one value are told apart
// by spaces; an underscore stands for a space.
func lexicon[V any](value func(string) V, lines ...string) map[string]V {
	out := map[string]V{}
	for _, l := range lines {
		key, words, _ := strings.Cut(l, ":")
		for _, w := range strings.Fields(words) {
			out[Fold(w)] = value(strings.TrimSpace(key))
		}
	}
	return out
}

var monthOf = lexicon(func(s string) time.Month { return time.Month(num(s)) },
	"1: january jan januar enero ene janvier janv janeiro gennaio januari jänner يناير",
	"2: february feb februar febrero février fevr fevereiro fev febbraio februari فبراير شباط",
	"3: march mar märz mrz marzo mars março maart آذار مارس",
	"4: april apr abril abr avril avr aprile نيسان أبريل ابريل",
	"5: may mai mayo maio maggio mei مايو أيار",
	"6: june jun juni junio juin junho giugno يونيو حزيران",
	"7: july jul juli julio juillet juil julho luglio يوليو تموز",
	"8: august aug agosto ago août aout augustus أغسطس آب",
	"9: september sept sep septiembre septembre setembro set settembre سبتمبر أيلول",
	"10: october oct oktober okt octubre octobre outubro out ottobre أكتوبر",
	"11: november nov noviembre novembre novembro نوفمبر",
	"12: december dec dezember dez diciembre dic décembre dezembro dicembre ديسمبر")

var weekdayOf = lexicon(func(s string) int { return num(s) },
	"1: monday mon montag lunes lundi segunda-feira segunda الاثنين الإثنين",
	"2: tuesday tue tues dienstag martes mardi terça-feira terça الثلاثاء",
	"3: wednesday wed mittwoch miércoles mercredi quarta-feira quarta الأربعاء",
	"4: thursday thu thur thurs donnerstag jueves jeudi quinta-feira quinta الخميس",
	"5: friday fri freitag viernes vendredi sexta-feira sexta الجمعة",
	"6: saturday sat samstag sonnabend sábado samedi السبت",
	"0: sunday sun sonntag domingo dimanche الأحد")

var unitOf = lexicon(func(s string) byte { return s[0] },
	"d: day days tag tage tagen tages día días jour jours journée journées dia dias يوم أيام يوما يومين",
	"w: week weeks woche wochen semana semanas semaine semaines أسبوع أسابيع أسبوعا أسبوعين الأسبوع",
	"m: month months monat monate monaten monats mes meses mois mês شهر أشهر شهور شهرا شهرين الشهر",
	"y: year years yr yrs jahr jahre jahren jahres año años an ans année années ano anos سنة سنوات عام أعوام عاما عامين سنتين العام السنة",
	"q: quarter quarters quartal quartals quartale trimestre trimestres",
	"D: decade decades jahrzehnt jahrzehnte jahrzehnten década décadas décennie décennies عقد عقود",
	"c: century centuries jahrhundert jahrhunderts siglo siècle século القرن قرن",
	"h: hour hours hr hrs stunde stunden hora horas heure heures ساعة ساعات ساعتين",
	"M: minute minutes min mins minuten minuto minutos دقيقة دقائق",
	"s: second seconds sec secs sekunde sekunden segundo segundos seconde secondes",
	"e: weekend weekends wochenende wochenenden",
	"f: fortnight fortnights", "n: night nights nacht noche nuit noite الليلة", "k: workweek", "h: h")

// dual holds Arabic units that mean two of them.
var dualUnit = WordSet("يومين اسبوعين شهرين عامين سنتين ساعتين")

var shiftOf = lexicon(func(s string) int { return num(s) },
	"-1: last past previous letzten letzte letzter letztem letztes vergangenen vergangene vergangener vergangenem vergangenes vorigen vorige voriger voriges últimos últimas último última pasado pasada pasados pasadas derniers dernières",
	"0: this current diesen diese dieser diesem dieses este esta ce cet cette essa esse nesta neste desta deste هذا هذه",
	"1: next coming following upcoming nächsten nächste nächster nächstem nächstes kommenden kommende kommender kommendem kommendes próximo próxima próximos próximas prochain prochaine prochains prochaines")

// shiftAfter are the words that follow their noun: "la semana pasada".
var shiftAfter = lexicon(func(s string) int { return num(s) },
	"-1: pasado pasada pasados pasadas dernier dernière derniers dernières passé passée passado passada último última الماضي الماضية الفائت المنصرم",
	"0: actual الحالي الجاري",
	"1: próximo próxima prochain prochaine suivant suivante que_viene الجاري المقبل المقبلة القادم القادمة")

// dayOffset is how many days ahead of the reference a word is.
var dayOffset = lexicon(func(s string) int { return num(s) },
	"-2: vorgestern anteayer antier anteontem",
	"-1: yesterday gestern ayer hier ontem أمس البارحة",
	"0: today heute hoy hoje اليوم otd",
	"1: tomorrow tmrw tmr demain mañana amanhã غدا",
	"2: übermorgen")

// partOf is a part of the day, as hours.
var partOf = lexicon(func(s string) [2]int { a, b, _ := strings.Cut(s, "-"); return [2]int{num(a), num(b)} },
	"8-12: mañana morgen morning mornings vormittag matin matinée manhã صباح صباحا",
	"12-16: afternoon nachmittag tarde après-midi",
	"16-20: evening abend soir soirée مساء",
	"20-24: night nacht noche nuit noite ليلة",
	"12-13: lunchtime mittag", "18-22: tonight")

var seasonOf = lexicon(func(s string) int { return num(s) },
	"3: spring frühjahr frühling primavera printemps الربيع",
	"6: summer sommer verano été verão الصيف",
	"9: autumn fall herbst otoño automne outono الخريف",
	"12: winter invierno hiver inverno الشتاء")

var edgeOf = lexicon(func(s string) byte { return s[0] },
	"b: early beginning start anfang beginn anfangs comienzos principios début início inicio أوائل مطلع earlier",
	"m: mid middle mi mitte mediados milieu meados منتصف",
	"e: late end ende finales fines fin final fim أواخر نهاية later")

// strange are words of the tables that mean something else in a language, where
// they are not read: "hier" is here in German, "Mars" a planet in English.
var strange = map[string]map[string]bool{
	"en": WordSet("marco mi mars an ago out set a in final fin actual ce set maio mes dic ene abr este segunda quarta quinta terca sexta mai tarde passe del dez matin"),
	"de": WordSet("hier an fall min a out set fin final mar ago dia mes second mars sec sun"),
	"es": WordSet("marco a an out set fin_ mai sun mars fall dic_ hier ce second min"),
	"fr": WordSet("a set out sept_ mes fall este mar ago ano dia sun second sur"),
	"pt": WordSet("a an min mes_ fin mai mars ce sun second hier"),
}

// ownWord reports whether a word of the tables is read in a language.
func (p *timeParser) ownWord(w string) bool { return !strange[p.lang][w] }

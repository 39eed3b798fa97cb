package text

import (
	"regexp"
	"strings"
	"unicode"
)

// counted are what a page counts of its readers, folded; besideCounts stand
// with it and say nothing of the news.
var (
	counted = set("point points comment comments comentario comentarios commentaire commentaires kommentar kommentare " +
		"commento commenti comentarios reactie reacties komentarz komentarze komentarzy kommentarer view " +
		"views viewed aufruf aufrufe visto vistas vues visite visualizzazioni visualizacoes weergaven " +
		"wyswietlen visningar visninger read reads reading reader readers leser gelesen lecturas lectores " +
		"lectures lecteurs letture lettori leituras leitores lezers gelezen like likes liked upvote upvotes " +
		"upvoted downvotes vote votes share shares shared reaction reactions reply replies answers karma " +
		"boosts favourites favorites follower followers subscriber subscribers download downloads play plays " +
		"stream streams watching listening geteilt antworten stimmen abonnenten compartido respuestas votos " +
		"partages reponses condivisioni risposte respostas reacciones")
	agoWords     = set("ago vor hace geleden fa")
	besideCounts = set("a an and or of on in at by to so far total now today this that here with from url was is are have " +
		"has been article post page story item thread discussion times time people person users user others " +
		"last min mins minute minutes hour hours hr hrs day days sec secs second seconds week weeks month " +
		"months just new latest more no k m und von minuten minute stunden stunde tagen mal el la los las de " +
		"del hoy minutos horas dias le les il y a heures jours il lo di ore giorni ha um dia uur dagen")
)

// Volatile reports a line that counts its readers or dates its last change: it
// differs at every visit and tells nothing ("117 points, 13 comments",
// "Updated 5 minutes ago", "1.2k views"). A line of news that holds a number
// has other words.
func Volatile(line string) bool {
	if len(line) > volatileMost {
		return false
	}
	figures := strings.ContainsFunc(line, unicode.IsDigit)
	if figures && stamped(line) {
		return true
	}
	counts, stamps := 0, 0
	named := false // the word after "by": who posted it
	for _, w := range strings.FieldsFunc(Fold(line), func(r rune) bool { return !WordRune(r) }) {
		_, month := monthOf[w]
		by := named
		named = w == "by"
		switch {
		case counted[w]:
			counts++
		case stampWords[w], agoWords[w]:
			stamps++
		case month, besideCounts[w], besideTimes[w], by, startsWithDigit(w):
		default:
			return false
		}
	}
	return counts > 0 && figures || stamps > 0
}

func startsWithDigit(w string) bool { return w[0] >= '0' && w[0] <= '9' }

// volatileMost is how many bytes such a line has at most: three counters with
// their words and a date.
const volatileMost = 160

// borders are where a counter may follow what is told in one sentence: a bar, a
// bullet, a stop before a figure ("… said. 117 points").
var borders = regexp.MustCompile(`\s*[|·•]\s*|[.!?]\s+(?:\d)`)

// SaidParts is what a text says, sentence by sentence, without what is Volatile.
// Parts are for comparing two texts, not for showing.
func SaidParts(body string, spans []Span) []string {
	out := make([]string, 0, len(spans))
	for _, sp := range spans {
		at := sp.Start
		keep := func(end int) {
			if part := strings.TrimSpace(body[at:end]); part != "" && !Volatile(part) {
				out = append(out, part)
			}
		}
		for _, m := range borders.FindAllStringIndex(body[sp.Start:sp.End], -1) {
			end := sp.Start + m[1]
			if startsWithDigit(body[end-1:]) {
				end-- // the figure begins what follows
			}
			keep(end)
			at = end
		}
		keep(sp.End)
	}
	return out
}

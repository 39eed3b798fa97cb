package speech

import (
	"regexp"
	"strings"

	"dateline/briefing/text"
)

// withdrawnTitle is the word in front of the headline of an article that is no more.
var withdrawnTitle = regexp.MustCompile(`(?i)^\W{0,4}(?:withdrawn|retracted|zurückgezogen|retirad[oa]|article retiré)\b ?[:–—-]`)

// withdrawnNote is how outlets say that they have withdrawn what stood at its place; of
// what else is withdrawn it knows nothing.
var withdrawnNote = regexp.MustCompile(`(?i)\bthis (?:article|story|report) (?:has been|was|is) (?:withdrawn|retracted)\b` +
	`|\b(?:has|have) (?:withdrawn|retracted) this (?:article|story|report)\b` +
	`|\bdieser (?:artikel|text|beitrag|bericht) (?:wurde|ist) zurückgezogen\b` +
	`|\b(?:hat|haben) diesen (?:artikel|text|beitrag|bericht) zurückgezogen\b` +
	`|\best[ea] (?:artículo|texto|noticia|información) ha sido retirad[oa]\b|\b(?:ha|hemos) retirado est[ea] (?:artículo|texto|noticia)\b` +
	`|\bcet article a été retiré(?:\PL|$)|\b(?:a|avons) retiré cet article\b` +
	`|\best[ea] (?:artigo|texto|reportagem|notícia) foi (?:retirad|despublicad)[oa]\b` +
	`|(?:سُحب|سحبت|سحبنا|تم سحب|جرى سحب) هذا (?:المقال|الخبر|التقرير)`)

// withdrawnWithin is how far into a text its outlet says so, in bytes.
const withdrawnWithin = 600

// Withdraws reports a text that says of itself that its outlet has withdrawn it.
func Withdraws(title, body string) bool {
	return withdrawnTitle.MatchString(title) || withdrawnNote.MatchString(title) ||
		withdrawnNote.MatchString(strings.ReplaceAll(text.Head(body, withdrawnWithin), "’", "'"))
}

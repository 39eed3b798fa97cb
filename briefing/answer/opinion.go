package answer

import (
	"regexp"
	"strings"

	"dateline/briefing/claim"
)

// asksOpinionPieces matches questions for what others think: they are answered
// from opinion pieces.
var asksOpinionPieces = regexp.MustCompile(`(?i)(?:^|\PL)(?:opinions? ` +
	`(?:on|about|of|pieces?)|(?:commentators?|columnists?|critics?|editorials?|reviewers?|analysts?) ` +
	`(?:say|think|write|argue|believe)|who argues|what (?:is|are) (?:being )?argued|arguments? (?:for|against)|(?:how|what) ` +
	`(?:was|is|are|were) .* reviewed|meinungen? (?:zu|über)|kommentator(?:en|innen)? (?:sagen|meinen|schreiben)|kommentare ` +
	`zu|opinan|opiniones? (?:sobre|de)|columnistas?|avis (?:sur|des)|éditorialistes?|chroniqueurs?|opiniões (?:sobre|de)|colunistas?)`)

// isSignedOpinion reports whether an article is opinion that one person signs.
func isSignedOpinion(s claim.Article) bool {
	switch s.Item.Version.Genre {
	case "opinion", "analysis", "review":
		return opinionAuthor(s) != ""
	}
	return false
}

// byName is a byline that is one person's name.
var byName = regexp.MustCompile(`^(?:[Bb]y |[Vv]on |[Pp]or |[Pp]ar )?(\p{Lu}[\p{L}.’'-]+(?: \p{L}[\p{L}.’'-]+){1,3})$`)

// opinionAuthor returns the person who signs an article; "" when nobody or several
// do.
func opinionAuthor(s claim.Article) string {
	match := byName.FindStringSubmatch(strings.TrimSpace(s.Item.Version.Byline))
	if match == nil {
		return ""
	}
	return match[1]
}

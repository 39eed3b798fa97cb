package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// junkStarts begin lines that are no news, folded.
var junkStarts = []string{"sign up", "subscribe", "read more", "read also", "read next", "also read", "related:", "related article", "see also", "more on this", "more from", "follow us", "follow the", "follow @",
	"click here", "tap here", "advertisement", "copyright", "(c) ", "© ", "all rights reserved", "photo:", "photos:", "image:", "image credit", "picture:", "caption:", "credit:", "video:", "watch:", "watch the", "listen:", "listen to",
	"share this", "share on", "get the latest", "get our", "join our", "join the conversation", "join us", "download the", "download our", "this article was originally", "this story was originally", "this article originally",
	"this article has been updated", "this story has been updated", "this story was updated", "this is a developing story", "this article was first", "the associated press contributed", "reuters contributed", "cnn's", "reporting by", "editing by", "additional reporting",
	"writing by", "about us", "contact us", "contact the author", "contact ", "have a tip", "got a tip", "send tips", "newsletter", "editor's note", "corrections and clarifications", "correction:", "clarification:", "editors' note", "note to readers", "for more news", "for more on", "for more information",
	"for the latest", "updated ", "published ", "posted ", "last updated", "first published", "by submitting", "by signing", "terms of use", "terms of service", "privacy policy", "cookie", "we use cookies", "enable javascript", "please enable",
	"support our journalism", "support independent", "donate", "become a member", "log in", "sign in", "create an account", "already a subscriber", "this content is", "view comments", "leave a comment", "comments are", "print this", "email this",
	"story continues", "continue reading", "scroll down", "recommended", "trending", "most read", "getty images", "file photo", "associated press", "the-cnn-wire", "™ & ©", "what you need to know", "stay up to date", "like us on", "find us on", "we welcome feedback",
	"abonnieren", "newsletter abonnieren", "mehr zum thema", "lesen sie", "suscríbase", "suscribete", "lea tambien", "lire aussi", "abonnez-vous", "leia tambem", "assine"}

// junkParts mark a short line that is no news wherever they stand.
var junkParts = []string{"all rights reserved", "sign up for our", "sign up for the", "sign up here", "subscribe to our", "our newsletter", "follow us on", "follow him on twitter", "follow her on twitter", "on twitter @", "@twitter", "click here to", "creative commons",
	"this material may not be published", "contributed to this report", "contributed reporting", "contributed to this story", "contributed to this article", "republished under", "getty images", "via getty", "/reuters", "afp via", "ap photo", "ap/", "(photo by", "photo by ",
	"hide caption", "photos: ", " of this image", "about us:", "privacy policy", "terms of service", "app store", "google play", "view this post", "post shared by", "javascript is disabled", "your inbox", "free trial", "read more:", "more stories", "related stories"}

// junkMost is how many characters a line may have to be judged by a phrase in
// it: a long sentence of news may hold one of them.
const junkMost = 240

// phrases are looked for all at once: a place in a text is worth a look only
// if a phrase begins with the two bytes there.
type phrases struct {
	pairs [1 << 16 / 64]uint64 // bits
	by    [256][]string        // by first byte, in the order given
}

func phrasesOf(list []string) *phrases {
	p := &phrases{}
	for _, s := range list {
		pair := uint(s[0])<<8 | uint(s[1])
		p.pairs[pair/64] |= 1 << (pair % 64)
		p.by[s[0]] = append(p.by[s[0]], s)
	}
	return p
}

var junkBegins, junkHolds = phrasesOf(junkStarts), phrasesOf(junkParts)

// begin lists the phrases that may begin s.
func (p *phrases) begin(s string) []string {
	if len(s) < 2 {
		return nil
	}
	if pair := uint(s[0])<<8 | uint(s[1]); p.pairs[pair/64]&(1<<(pair%64)) == 0 {
		return nil
	}
	return p.by[s[0]]
}

// junk reports whether a short line, in lower case, begins with or holds a
// phrase that is no news.
func junk(low string) bool {
	for _, j := range junkBegins.begin(low) {
		if strings.HasPrefix(low, j) && !newsAfter(low, j) {
			return true
		}
	}
	for i := range len(low) {
		for _, j := range junkHolds.begin(low[i:]) {
			if strings.HasPrefix(low[i:], j) {
				return true
			}
		}
	}
	return false
}

// Boilerplate reports whether a line or sentence is no news: invitations,
// bylines, credits, licences, share bars.
func Boilerplate(line, lang string) bool {
	s := strings.TrimSpace(line)
	letters := 0
	for _, r := range s {
		if WordRune(r) {
			if letters++; letters == 2 {
				break
			}
		}
	}
	if letters < 2 {
		return true
	}
	if len(s) > 2*junkMost {
		return false
	}
	low := strings.ToLower(strings.TrimLeft(strings.ReplaceAll(s, "’", "'"), "*•·-–—>|[( "))
	return len(low) <= junkMost && junk(low) || byline(s)
}

// newsAfter spares sentences that only begin like boilerplate: "Contact with
// the satellite was lost on Tuesday, officials said."
func newsAfter(low, start string) bool {
	switch start {
	case "contact ", "updated ", "published ", "posted ", "recommended", "trending", "cookie", "donate", "associated press", "copyright", "subscribe", "watch the", "newsletter", "follow the", "listen to", "cnn's":
		return len(strings.Fields(low)) > 12
	}
	return false
}

// byline reports lines like "By Ann Smith, Reuters" or "By".
func byline(s string) bool {
	first := s
	if i := strings.IndexFunc(s, unicode.IsSpace); i >= 0 {
		first = s[:i]
	}
	switch strings.ToLower(first) {
	case "by", "von", "por", "par":
	default:
		return false
	}
	words := strings.Fields(s)
	if len(words) > 12 || strings.HasSuffix(s, ".") && len(words) > 6 {
		return false
	}
	if len(words) == 1 {
		return true
	}
	r, _ := utf8.DecodeRuneInString(words[1])
	return unicode.IsUpper(r)
}

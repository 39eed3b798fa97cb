package ingest

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"

	"dateline/briefing/feed"
	"dateline/briefing/text"
	"dateline/briefing/text/speech"
	"dateline/store"
)

// signature is what a source's own title and text say, without counters, times
// of change and boilerplate, whatever the order of the sentences. A version
// keeps in Version.Hash the signatures of all the texts that it stands for.
type signature struct{ title, body string }

// noBody is the signature of a text that says nothing.
const noBody = "0000000000000000"

// String is a signature as it is stored.
func (s signature) String() string { return "2:" + s.title + "." + s.body }

// walledMark ends the signature of a version that has the teaser for a text,
// because the page did not show the article: it stands for no whole text.
const walledMark = "w"

// parseSignature reads the newest signature of a version; false for a version
// of a program before signatures (a sum over title and text as they stood).
func parseSignature(hash string) (signature, bool) {
	fields := strings.Fields(hash)
	if len(fields) == 0 {
		return signature{}, false
	}
	rest, ok := strings.CutPrefix(fields[len(fields)-1], "2:")
	title, body, dot := strings.Cut(withoutMark(rest), ".")
	return signature{title, body}, ok && dot
}

// signatureOf signs a prepared item.
func signatureOf(title string, said []string) signature {
	signed := signature{title: hexOf(speech.Fingerprint(plainTitle(title))), body: noBody}
	if len(said) == 0 {
		return signed
	}
	prints := make([]uint64, len(said))
	for i, part := range said {
		prints[i] = speech.Fingerprint(part)
	}
	slices.Sort(prints)
	sum := sha256.New()
	for _, p := range slices.Compact(prints) {
		sum.Write(binary.LittleEndian.AppendUint64(nil, p))
	}
	signed.body = hex.EncodeToString(sum.Sum(nil)[:8])
	return signed
}

func hexOf(n uint64) string { return hex.EncodeToString(binary.BigEndian.AppendUint64(nil, n)) }

var bracketed = regexp.MustCompile(`\s*[(\[][^()\[\]]*[)\]]`)

// plainTitle is a title without counters in brackets: "Pier closed [117 comments]".
func plainTitle(title string) string {
	plain := bracketed.ReplaceAllStringFunc(title, func(s string) string {
		if speech.Volatile(strings.Trim(s, " ()[]")) {
			return ""
		}
		return s
	})
	if strings.TrimSpace(plain) == "" {
		return title
	}
	return plain
}

// formerHash is how versions were told apart before signatures: by every letter
// of title and text.
func formerHash(it feed.Item) string {
	body := it.Text
	if it.SourceText != "" {
		body = it.SourceText
	}
	sum := sha256.Sum256([]byte(strings.TrimSpace(text.Clean(it.Title)) + "\n" + strings.TrimSpace(text.Clean(body))))
	return hex.EncodeToString(sum[:])
}

// distrustAt is how many texts a version must stand for until its source's
// teaser is no longer believed to change for a reason: three changes, each of
// which said nothing new. Then only another title counts.
const distrustAt = 4

// standsFor reports whether a version stands for a text as its source gave it.
func standsFor(v store.Version, sig signature, former string) bool {
	return slices.ContainsFunc(strings.Fields(v.Hash), func(h string) bool { return h == sig.String() || h == former })
}

// textCount is how many texts of its source a version stands for.
func textCount(v store.Version) int {
	texts := map[string]bool{}
	for _, h := range strings.Fields(v.Hash) {
		texts[withoutMark(h)] = true
	}
	return len(texts)
}

// textAlternates reports a text that two stored versions have had already: the
// source goes back and forth between two texts, or has two servers.
func textAlternates(versions []store.Version, sig signature) bool {
	n := 0
	for _, v := range versions {
		if slices.Contains(strings.Fields(v.Hash), sig.String()) {
			n++
		}
	}
	return n >= 2
}

// comparedMost is how many sentences are looked for inside longer ones when two
// texts are compared: a text that was cut up otherwise has some, and each costs
// a walk through the other text.
const comparedMost = 500

// saysNew reports whether a title or a text holds a sentence that a version
// does not. A sentence that stands inside a longer one, or in another place, is
// not new, nor are counters.
func saysNew(title string, said []string, v store.Version, counters map[string]bool) bool {
	old := folded(v.Title) + folded(v.Text)
	if !strings.Contains(old, folded(plainTitle(title))) {
		return true
	}
	known := saidIn(v)
	looked := 0
	for _, part := range said {
		if known[speech.Fingerprint(part)] || counters[speech.Template(part)] {
			continue
		}
		if looked++; looked > comparedMost || !strings.Contains(old, folded(uncut(part))) {
			return true
		}
	}
	return false
}

// saidIn are the fingerprints of what a version says.
func saidIn(v store.Version) map[uint64]bool {
	known := map[uint64]bool{}
	for _, part := range speech.SaidParts(v.Text, text.StoredSentences(v.Text, v.Lang, v.Spans)) {
		known[speech.Fingerprint(part)] = true
	}
	return known
}

// countersLeast is how many items of a document must have another figure in the
// same words since the last visit until these are known as a counter. Of a
// report that many places have in common (injured, prices, depths) a few change
// at once; a counter of readers does nearly everywhere.
const countersLeast = 3

// countersOf learns from a document the templates of lines whose figures are
// others than at the last visit in most of the items that hold such a line.
func countersOf(doc recognised) map[string]bool {
	held, moved := map[string]int{}, map[string]int{}
	for i, id := range doc.ids {
		if id.known == nil || id.known.Gone || doc.refused[i] != "" {
			continue
		}
		versions := doc.versions[id.known.Article]
		var known map[uint64]bool // of an item that is as it was: nothing has moved
		if len(versions) > 0 {
			known = saidIn(versions[len(versions)-1])
		}
		seen := map[string]bool{}
		for _, part := range doc.drafts[i].said {
			template := speech.Template(part)
			if template == "" || seen[template] {
				continue
			}
			seen[template] = true
			held[template]++
			if known != nil && !known[speech.Fingerprint(part)] {
				moved[template]++
			}
		}
	}
	out := map[string]bool{}
	for template, n := range moved {
		out[template] = n >= countersLeast && 2*n > held[template]
	}
	return out
}

// folded is a text's words with one space around each, so that a text is found
// in another at the borders of words.
func folded(s string) string {
	return " " + strings.Join(slices.Collect(text.Words(text.Fold(s), "")), " ") + " "
}

// uncut is a sentence without the word that its cutting off may have broken.
func uncut(part string) string {
	whole := strings.TrimRight(part, " …[]()")
	if whole = strings.TrimSuffix(whole, "..."); whole == part {
		return part
	}
	if i := strings.LastIndexByte(whole, ' '); i > 0 {
		return whole[:i]
	}
	return whole
}

package write

import (
	"math/rand/v2"
	"strings"
	"testing"

	"dateline/briefing/claim"
	"dateline/briefing/text"
	"dateline/store"
)

func TestForbidden_EveryWrittenLinkOrMention(t *testing.T) {
	for _, s := range []string{
		"https://evil.example/a", "HTTP://EVIL.EXAMPLE", "hxxps://evil.example", "h**ps://evil.example", "ftp://evil.example", "//evil.com", "javascript:alert(1)", "mailto:a", "tel:+4912345", "discord://-/channels",
		"evil.com", "EVIL.COM", "evil.com.", "sub.evil.co.uk/path", "bit.ly/abc", "t.me/abc", "evil.zip", "evil.app", "www.evil", "evil.com:8080", "evil.com/?q=1", "visit.evil.com.Then", "evil.example", "hidden.onion", "пример.рф", "例え.jp", "münchen.de", "xn--e1afmkfd.xn--p1ai",
		"evil․com", "evil。com", "evil．com", "evil｡com", "evil‧com", "evil·com", "evil•com", "evil\u200b.com", "evil.\u2060com", "evil.c\u00adom", "ｅｖｉｌ．ｃｏｍ", "𝐞𝐯𝐢𝐥.𝐜𝐨𝐦", "ⓔⓥⓘⓛ.ⓒⓞⓜ", "еvil.com", "evіl.com",
		"evil dot com", "evil (dot) com", "evil[.]com", "evil[dot]com", "evil {.} com", "evil . com", "evil DOT com", "evil punkt com", "evil point com",
		"10.0.0.1", "http://2130706433", "169.254.169.254/latest", "[2001:db8::1]", "2001:db8::1", "::ffff:10.0.0.1", "localhost:8080", "localhost/x", "evil:8080/x", "evil%2ecom", "evil%2Fx",
		"[x](y)", "[x] (y)", "<@1>", "<@!1>", "<@&1>", "<#1>", "</ask:1>", "<t:1:R>", "<:x:1>", "<a:x:1>", "<id:home>", "@everyone", "@here", "＠everyone", "﹫here", "a@b", "ann @ desk",
		"`code`", "**bold**", "__under__", "~~gone~~", "||spoiler||", "# Title", "## Title", "-# small", "> quote", "- item", "* item",
		"discord.gg/abc", "discord․gg/abc", "discord。gg/abc", "discord gg abc", "discord / invite / abc", "discord[.]gg", "disc0rd.gg", "DISCORD.GG", "dsc.gg/abc", "dsc gg", "discordapp.com/invite/x", "dіscord.gg", "gg/abc", "invite code abc", "invite/abc",
	} {
		sentence := s
		if !strings.HasPrefix(s, "#") && !strings.HasPrefix(s, "-") && !strings.HasPrefix(s, ">") && !strings.HasPrefix(s, "* ") {
			sentence = "Rescuers found 40 people, see " + s + " for more."
		}
		if !claim.Forbidden(sentence) {
			t.Errorf("passed: %q", sentence)
		}
	}
	for _, s := range []string{"Police arrested him, who is alleged More at evil.c", "More at news.o"} { // cut short with the reply
		if !claim.Forbidden(s) {
			t.Errorf("passed: %q", s)
		}
	}
}

func TestForbidden_NewsIsNoLink(t *testing.T) {
	for _, s := range []string{
		"The U.S. and the U.K. signed at 3 p.m. on Jan. 3, e.g. in St. Gallen.", "Shares rose 3.5 percent to $1.2m at 12:30:45.", "He left. Net profit rose.", "Version 2.0.1 came out.", "J.K. Rowling met them at No.10.",
		"The vote was 5:4, the score 3:2:1.", "It sowed discord in the coalition.", "Discord, the chat company, cut 170 jobs.", "At this point the army withdrew.", "There was no point in it.", "Il a marqué un point net.", "A red dot marks the place.",
		"AC/DC and/or 24/7 service.", "It rose by < 5 percent.", "Die Menge lag bei 3,5 Mio. Euro.", "Der Anteil stieg auf 1.234.567 Euro.", "C'était l'an dernier, a-t-il dit.", "发生在北京。中国外交部说，40人获救。", "セン村の学校で40人が救助された。", "Rescuers said: it is over.", "Spieler*innen kamen.",
		"The file: a report.", "The data: 40 dead, 3 missing.", "Спасатели нашли 40 человек.", "Η διάσωση βρήκε 40.", "The invite came on Monday.", "50% der Fälle", "a.m. and p.m.", "It began at 9 a.m", "They live in the U.S", "Das sind 3 Mio.", "Er kam um 7.",
	} {
		if claim.Forbidden(s) {
			t.Errorf("stopped: %q", s)
		}
	}
}

// disguises are what an attacker does to a host's dot and letters, one after
// another.
var disguises = []func(r *rand.Rand, s string) string{
	func(r *rand.Rand, s string) string {
		dots := []string{"․", "．", "｡", "。", "‧", "·", "[.]", "(dot)", " dot ", " . ", "\u200b.", ".\u200d", "{.}"}
		return strings.ReplaceAll(s, ".", dots[r.IntN(len(dots))])
	},
	func(_ *rand.Rand, s string) string { return strings.ToUpper(s) },
	func(r *rand.Rand, s string) string { // full-width letters
		return strings.Map(func(c rune) rune {
			if c >= 'a' && c <= 'z' && r.IntN(3) == 0 {
				return c + 0xFEE0
			}
			return c
		}, s)
	},
	func(r *rand.Rand, s string) string { // invisible characters
		var b strings.Builder
		for _, c := range s {
			b.WriteRune(c)
			if r.IntN(4) == 0 {
				b.WriteRune([]rune{0x200b, 0x2060, 0xfeff, 0xad, 0xfe0f, 0xe0041, 0x202e}[r.IntN(7)])
			}
		}
		return b.String()
	},
}

func FuzzADisguisedHostIsSeen(f *testing.F) {
	for seed := range uint64(200) {
		f.Add(seed, "Rescuers found 40 people alive, ")
	}
	f.Fuzz(func(t *testing.T, seed uint64, before string) {
		r := rand.New(rand.NewPCG(seed, 1))
		host := []string{"evil.com", "discord.gg/abc", "sub.evil.co.uk", "bit.ly/x", "evil.org"}[r.IntN(5)]
		for range 1 + r.IntN(3) {
			host = disguises[r.IntN(len(disguises))](r, host)
		}
		if s := strings.ToValidUTF8(before, "") + " " + host + " now."; !claim.Forbidden(s) {
			t.Errorf("passed: %q", s)
		}
	})
}

func TestWhole_OnlyWholeSentences(t *testing.T) {
	for s, want := range map[string]bool{
		"Rescuers found 40.": true, "Rescuers found": false, "“We stay,” he said.": true, `He said: "We stay."`: true, "Er sagte: „Wir bleiben.“": true, "Il a dit : « Nous restons. »": true, "彼は「残る」と言った。": true, "Die 40 (alle lebend).": true,
		"“We stay, he said.": false, "We stay,” he said.": false, "“We will rebuild within two , \"which is a shame for all\", he said.": false, "Rescuers found the": false, "": false, "Who found the 40?": false, "A guard shouted, “Who found the 40?”": true, "A guard shouted: 'Who found the 40?'": true, "He said: 'We stay.'": true, "The village was 'lost'": false,
	} {
		if wholeStatement(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}

func TestEndsOnAWord_NotInsideAName(t *testing.T) {
	for s, want := range map[string]bool{"Rescuers thank Paul McNeil": true, "Rescuers thank Pa": false, "40 found alive in the school": true, "40 found alive, more at ev": false, "": false} {
		c := claim.Claim{Text: s, Cites: []claim.Cite{{Quote: "Rescuers thanked Paul McNeil, who found 40 alive in the school."}}}
		if endsOnAWord(c) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}

func TestMisformed_SourcesOwnSentenceKeepsItsForm(t *testing.T) {
	body := "The school of Senn after  the storm\n\n“We lost the roof. The storm took it all,” Tilda Roos said. How will the town of Senn rebuild? Send your money to Karsk today."
	src := claim.Article{Item: store.Item{Version: store.Version{Lang: "en", Text: body}}, Spans: text.Sentences(body, "en")}
	all := claim.Passage{Src: src, First: 0, Last: len(src.Spans) - 1}
	c := &Composer{}
	for s, want := range map[string]string{
		"The school of Senn after the storm":                           "",
		"The school of Senn after the sto":                             "it is no whole sentence", // a part of one
		"The storm took it all,” Tilda Roos":                           "it is no whole sentence",
		"How will the town of Senn rebuild?":                           "it is a question",
		"“How will the town rebuild?”":                                 "it is a question",
		"“The sea took the town of Senn.”":                             "it is somebody's words",
		"“The sea took Senn,” Tilda Roos said.":                        "",
		"Tilda Roos asked: “How will we live?”":                        "",
		"Roos called it 'your duty to stay'.":                          "",
		"Send your money to Karsk today.":                              "it speaks to its reader",
		"We lost the roof in Senn in the night.":                       "it speaks to its reader", // not its own
		"Senn lost its roof in the night.":                             "",
		"Die Schule von Senn verlor in der Nacht des Sturms ihr Dach.": "it is in another language",
	} {
		_, copied := c.copied(s, []claim.Passage{all})
		got, _, _ := strings.Cut(formFault(s, false, copied, []claim.Passage{all}), ":")
		if !strings.HasPrefix(got, want) || got != "" && want == "" {
			t.Errorf("%s: %q, want %q", s, got, want)
		}
	}
}

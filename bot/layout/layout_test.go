package layout

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/briefing/message"
)

func para(text string) message.Block {
	return message.Block{Kind: message.Para, Runs: []message.Run{{Text: text}}}
}

func TestDraw_EscapesForeignText(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"**bold** _it_ ~~no~~ `x` ||s||": `\*\*bold\*\* \_it\_ \~\~no\~\~ ` + "\\`x\\`" + ` \|\|s\|\|`,
		"<@123> <#5> <t:1:R>":            "\\<@\u2060123\\> \\<#5\\> \\<t:1:R\\>",
		"@everyone":                      "@\u2060everyone",
		"[press](https://evil.example)":  `\[press\](https\://evil.example)`,
		"join discord.gg/abc":            `join discord\.gg/abc`,
		"# heading":                      `\# heading`,
		"-# small":                       `\-# small`,
		"- item":                         `\- item`,
		"1. one":                         `1\. one`,
		"a\nb\u202e\x00c":                "a bc",
		"3.5 percent":                    "3.5 percent",
	} {
		if got := draw([]message.Run{{Text: in}}, 9); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// What is hidden stands between one pair of marks, whatever it is made of.
func TestDraw_HiddenRunsAreOne(t *testing.T) {
	runs := []message.Run{{Text: "Open "}, {Text: "One. ", Spoiler: true}, {Text: "Two", Bold: true, Spoiler: true}, {Text: ". ", Spoiler: true}, {Text: "Herald", Link: "https://x.example/"}, {Text: ", 3 Nov.", Spoiler: true}}
	if got, want := draw(runs, 9), "Open ||One. **Two**.|| [Herald](<https://x.example/>)||, 3 Nov.||"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestDraw_OnlyWebAddressesAreLinks(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"https://a.example/x?y=1": "[A](<https://a.example/x?y=1>)",
		"javascript:alert(1)":     "A",
		"https://a.example/ >)x":  "[A](<https://a.example/%20%3E%29x>)",
		"/relative":               "A",
		"":                        "A",
	} {
		if got := draw([]message.Run{{Text: "A", Link: in}}, 9); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestParts_FillsAndSplitsBetweenStories(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 5, 15, 40} {
		blocks := []message.Block{{Kind: message.Title, Runs: []message.Run{{Text: "World, Mon 23 Nov, 07:30", Bold: true}, {Text: " (x)"}}}}
		for i := range n {
			b := para(strings.Repeat("Das 🏳️‍🌈 Wort. ", 20))
			b.Story = int64(i + 1)
			blocks = append(blocks, message.Block{Kind: message.Heading, Runs: []message.Run{{Text: fmt.Sprint("Story ", i)}}, Story: int64(i + 1)}, b)
		}
		blocks = append(blocks, message.Block{Kind: message.Small, Runs: []message.Run{{Text: "The last line."}}})
		parts := Parts(blocks)
		if len(parts) > partsMost || !strings.HasSuffix(parts[len(parts)-1].Content, "The last line.") {
			t.Fatalf("%d stories: %d parts, the last ends %q", n, len(parts), parts[len(parts)-1].Content)
		}
		told := 0
		for i, p := range parts {
			if Units(p.Content) > PartMost {
				t.Errorf("%d units", Units(p.Content))
			}
			if got := strings.Count(p.Content, "###"); got != len(p.Stories) {
				t.Errorf("a part shows %d stories and says %d", got, len(p.Stories))
			}
			if want := fmt.Sprintf("-# World, Mon 23 Nov, 07:30, continued, %d of %d\n", i+1, len(parts)); i > 0 && !strings.HasPrefix(p.Content, want) {
				t.Errorf("part %d begins %.60q", i+1, p.Content)
			}
			if i < len(parts)-1 && Units(p.Content) < PartMost/2 {
				t.Errorf("part %d of %d has only %d units", i+1, len(parts), Units(p.Content))
			}
			told += len(p.Stories)
		}
		if n <= 15 && told != n {
			t.Errorf("%d of %d stories told", told, n)
		}
	}
}

func TestParts_CutsEndlessStoryAtACharacter(t *testing.T) {
	t.Parallel()
	for _, c := range []string{"🏳️‍🌈", "e\u0301", "漢", "x*"} {
		b := para(strings.Repeat(c, 3000))
		b.Story = 7
		parts := Parts([]message.Block{b})
		got := strings.TrimSuffix(parts[0].Content, "…")
		if len(parts) != 1 || Units(parts[0].Content) > PartMost || !utf8.ValidString(got) || strings.Trim(strings.ReplaceAll(got, draw([]message.Run{{Text: c}}, 0), ""), `x\*`) != "" {
			t.Errorf("%q: %d parts, %d units, ends %q", c, len(parts), Units(parts[0].Content), got[max(0, len(got)-20):])
		}
	}
}

func FuzzEscape(f *testing.F) {
	f.Add("**<@1>** [x](https://y) @everyone\n# h")
	f.Add("a\\*b\\\\")
	f.Fuzz(func(t *testing.T, s string) {
		got := draw([]message.Run{{Text: s}}, 1)
		if strings.ContainsAny(got, "\n\r\u202e") || strings.Contains(got, "@everyone") {
			t.Errorf("%q gives %q", s, got)
		}
		for i, r := range got {
			if !strings.ContainsRune("*_~`|[]<>", r) {
				continue
			}
			n := 0
			for j := i - 1; j >= 0 && got[j] == '\\'; j-- {
				n++
			}
			if n%2 == 0 {
				t.Errorf("%q gives %q: an open mark at %d", s, got, i)
			}
		}
		for _, p := range Parts([]message.Block{para(s)}) {
			if Units(p.Content) > PartMost {
				t.Errorf("%d units", Units(p.Content))
			}
		}
	})
}

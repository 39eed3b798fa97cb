package write

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"text/template"
	"time"
	"unicode"

	"dateline/briefing/claim"
	"dateline/briefing/llm"
	"dateline/briefing/text"
)

//go:embed prompts/*.tmpl
var promptFiles embed.FS

// promptPassage is a passage as the templates see it.
type promptPassage struct{ Label, Outlet, Date, Title, Text string }

// PromptData is what the templates are filled with.
type PromptData struct {
	Passages        []promptPassage
	Claims, Words   int
	Question, Today string
	Mark            string
}

// PromptVersion changes when a template does, or that of the second try.
func PromptVersion(name string) string {
	hash := sha256.New()
	for _, n := range []string{name, "repair"} {
		file, err := promptFiles.ReadFile("prompts/" + n + ".tmpl")
		if err != nil {
			return ""
		}
		hash.Write(file)
	}
	return hex.EncodeToString(hash.Sum(nil)[:8])
}

func prompt(name, part string, data any) (string, error) {
	parsed, err := template.ParseFS(promptFiles, "prompts/"+name+".tmpl")
	if err != nil {
		return "", fmt.Errorf("read prompt %s: %w", name, err)
	}
	var b bytes.Buffer
	if err := parsed.ExecuteTemplate(&b, part, data); err != nil {
		return "", fmt.Errorf("fill prompt %s: %w", name, err)
	}
	return b.String(), nil
}

// firstReply asks with as many of the passages as fit the model's context: they
// stand best first, so what is dropped is the least useful.
func (c *Composer) firstReply(ctx context.Context, data PromptData) ([]llm.Message, ModelReply, string, error) {
	if c.mark == "" {
		c.mark = c.newMark()
	}
	for {
		msgs, err := c.messages(data)
		if err != nil {
			return nil, ModelReply{}, "", err
		}
		reply, raw, err := c.ask(ctx, msgs)
		var long *llm.TooLongError
		if len(c.Passages) < 2 || !errors.As(err, &long) {
			return msgs, reply, raw, err
		}
		for over := long.Need - long.Most; over > 0 && len(c.Passages) > 1; {
			last := len(c.Passages) - 1
			over -= llm.Tokens(c.shown(last).Text)
			c.Passages = c.Passages[:last]
		}
	}
}

// messages fills the prompt of the composer's template. What changes from one
// request to the next stands in the last message, so that a provider's cache
// knows the first.
func (c *Composer) messages(data PromptData) ([]llm.Message, error) {
	data.Mark, data.Passages = c.mark, nil
	for i := range c.Passages {
		data.Passages = append(data.Passages, c.shown(i))
	}
	system, err := prompt(c.Template, "system", data)
	if err != nil {
		return nil, err
	}
	user, err := prompt(c.Template, "user", data)
	return []llm.Message{{Role: "system", Content: system}, {Role: "user", Content: user}}, err
}

// shown is a passage as the model sees it: every word of the source's marked.
func (c *Composer) shown(i int) promptPassage {
	window := c.Passages[i]
	around := window.Src.Window(window.First, window.Last)
	date := "undated"
	if !around.Published.IsZero() {
		date = around.Published.UTC().Format(time.DateOnly)
	}
	return promptPassage{Label: fmt.Sprintf("S%d", i+1), Outlet: marked(around.Outlet, c.mark), Date: date,
		Title: marked(around.Title, c.mark), Text: marked(around.Text, c.mark)}
}

// marks are characters that news does not use and that GPT-4's tokenizer and
// GPT-4o's have as one token. They are taken out of what sources wrote, so that no source can
// pretend to be unmarked, or to know the mark.
const marks = "¤¦¬¶¯"

// newMark is the mark for a text (spotlighting by datamarking: Hines and others
// 2024, arXiv 2403.14720): another for other passages, the same when the same
// request is made once more, so that a reply that was paid for is found.
func (c *Composer) newMark() string {
	hash := sha256.New()
	for _, p := range c.Passages {
		fmt.Fprintln(hash, p.Src.Window(p.First, p.Last).Text)
	}
	all := []rune(marks)
	return string(all[int(hash.Sum(nil)[0])%len(all)])
}

// markEvery is after how many letters a script without spaces is marked.
const markEvery = 4

// marked puts the mark behind every word of a source's text.
func marked(s, mark string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(marks, r) {
			return -1
		}
		return r
	}, claim.Visible(s))
	var b strings.Builder
	run := 0 // letters of a script without spaces since the last mark
	last := ' '
	for _, r := range s {
		if unicode.IsSpace(r) && !unicode.IsSpace(last) || run == markEvery {
			b.WriteString(mark)
			run = 0
		}
		b.WriteRune(r)
		if last = r; text.Spaceless(r) {
			run++
		}
	}
	if !unicode.IsSpace(last) {
		b.WriteString(mark)
	}
	return b.String()
}

// unmarked takes the mark out of what a model wrote; one that it put in the
// place of a space becomes one.
func unmarked(s, mark string) string {
	if mark == "" || !strings.Contains(s, mark) {
		return s
	}
	parts := strings.Split(s, mark)
	var b strings.Builder
	for i, p := range parts {
		if before := []rune(parts[max(i-1, 0)]); i > 0 && len(before) > 0 && p != "" {
			left, right := before[len(before)-1], []rune(p)[0]
			if text.WordRune(left) && text.WordRune(right) && !text.Spaceless(left) && !text.Spaceless(right) {
				b.WriteByte(' ')
			}
		}
		b.WriteString(p)
	}
	return b.String()
}

// unmark takes the mark out of a reply.
func (r *ModelReply) unmark(mark string) {
	if r.Heading != nil {
		r.Heading.Text = unmarked(r.Heading.Text, mark)
	}
	for i := range r.Claims {
		r.Claims[i].Text = unmarked(r.Claims[i].Text, mark)
	}
}

package write

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"text/template"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/llm"
)

//go:embed prompts/*.tmpl
var promptFiles embed.FS

// promptArticle is an article as the templates see it.
type promptArticle struct {
	Outlet, Date, Title string
	Lines               []promptLine
}

// promptLine is a sentence behind its label. Gap: others are left out before it.
type promptLine struct {
	Label, Text string
	Gap         bool
}

// PromptData is what the templates are filled with.
type PromptData struct {
	Articles        []promptArticle
	Claims, Words   int
	Question, Today string
	Told            []string // what readers know of a story, for an update
	Unnamed         []string // people whose names may not be told
}

// PromptVersion changes when a template does, or that of the second try.
func PromptVersion(name string) string {
	hash := sha256.New()
	for _, n := range []string{name, "articles", "repair"} {
		file, err := promptFiles.ReadFile("prompts/" + n + ".tmpl")
		if err != nil {
			return ""
		}
		hash.Write(file)
	}
	return hex.EncodeToString(hash.Sum(nil)[:8])
}

func prompt(name, part string, data any) (string, error) {
	parsed, err := template.ParseFS(promptFiles, "prompts/articles.tmpl", "prompts/"+name+".tmpl")
	if err != nil {
		return "", fmt.Errorf("read prompt %s: %w", name, err)
	}
	var b bytes.Buffer
	if err := parsed.ExecuteTemplate(&b, part, data); err != nil {
		return "", fmt.Errorf("fill prompt %s: %w", name, err)
	}
	return b.String(), nil
}

// firstReply asks with as much of the extracts as fits the model's context: what
// is dropped stands last of the least important article.
func (c *Composer) firstReply(ctx context.Context, data PromptData) ([]llm.Message, ModelReply, string, error) {
	for {
		msgs, err := c.messages(data)
		if err != nil {
			return nil, ModelReply{}, "", err
		}
		reply, raw, err := c.ask(ctx, msgs)
		var long *llm.TooLongError
		if !errors.As(err, &long) || !c.drop(long.Need-long.Most) {
			return msgs, reply, raw, err
		}
	}
}

// drop takes sentences of so many tokens out of the extracts, and reports whether
// one is left.
func (c *Composer) drop(tokens int) bool {
	for last := len(c.Extracts) - 1; last >= 0 && tokens > 0; last = len(c.Extracts) - 1 {
		x := &c.Extracts[last]
		end := len(x.Picks) - 1
		if last == 0 && end == 0 {
			return false
		}
		tokens -= llm.Tokens(x.Src.Sentence(x.Picks[end])) + labelTokens
		if x.Picks = x.Picks[:end]; end == 0 {
			c.Extracts = c.Extracts[:last]
			tokens -= headerTokens
		}
	}
	return tokens <= 0
}

// messages fills the prompt of the composer's kind. What changes from one request
// to the next stands in the last message, so that a provider's cache knows the first.
func (c *Composer) messages(data PromptData) ([]llm.Message, error) {
	data.Articles = c.shown()
	data.Told = slices.Clone(data.Told)
	for i, said := range data.Told {
		data.Told[i] = claim.OneLine(said)
	}
	data.Unnamed = slices.Clone(data.Unnamed)
	for i, said := range data.Unnamed {
		data.Unnamed[i] = claim.OneLine(said)
	}
	return Messages(c.Kind, data)
}

// Messages fills the prompt of a template that has the parts "system" and "user".
func Messages(template string, data any) ([]llm.Message, error) {
	system, err := prompt(template, "system", data)
	if err != nil {
		return nil, err
	}
	user, err := prompt(template, "user", data)
	return []llm.Message{{Role: "system", Content: system}, {Role: "user", Content: user}}, err
}

// shown is what the model sees: every sentence on a line of its own behind a label
// that no source can write there.
func (c *Composer) shown() []promptArticle {
	c.labels = c.labels[:0]
	out := make([]promptArticle, len(c.Extracts))
	for k, x := range c.Extracts {
		item := x.Src.Item
		out[k] = promptArticle{Outlet: claim.OneLine(item.Article.Outlet), Date: "undated", Title: claim.OneLine(item.Version.Title)}
		if published := item.Article.Published; !published.IsZero() {
			out[k].Date = published.UTC().Format(time.DateOnly)
		}
		for n, i := range x.Picks {
			c.labels = append(c.labels, sentence{k, i})
			gap := i > 0 && (n == 0 || x.Picks[n-1] != i-1)
			out[k].Lines = append(out[k].Lines, promptLine{fmt.Sprintf("S%d", len(c.labels)), claim.OneLine(x.Src.Sentence(i)), gap})
		}
	}
	return out
}

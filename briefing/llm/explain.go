package llm

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"time"

	openai "github.com/sashabaranov/go-openai"
)

// censored is an error whose words were looked through for secrets.
type censored struct {
	error
	words string
}

// Error is what may be said.
func (c censored) Error() string { return c.words }

// Unwrap is the error itself.
func (c censored) Unwrap() error { return c.error }

// explain says in one sentence what happened at this endpoint, with the service's
// own words.
func (e *endpoint) explain(err error) error {
	err = e.describe(err)
	if e.o.Hide == nil {
		return err
	}
	return censored{err, e.o.Hide(err.Error())}
}

func (e *endpoint) describe(err error) error {
	var refused *refusal
	var dial *net.OpError
	var outer *url.Error
	switch {
	case leftAlone(err):
		e.mu.Lock()
		defer e.mu.Unlock()
		return fmt.Errorf("the model at %s failed several times and is left alone for a minute%s", e.host, behind("; last: ", e.failure))
	case errors.As(err, &refused):
		return e.refuses(refused)
	case errors.As(err, &dial):
		return fmt.Errorf("the model at %s cannot be reached: check that it runs", e.host)
	case errors.Is(err, openai.ErrChatCompletionInvalidModel):
		return fmt.Errorf("the model %s only completes texts: name one for chats in %s", e.model, e.variable)
	case errors.Is(err, errThought):
		return fmt.Errorf("the model at %s: %w: name one in %s that thinks less, or say so in OPENAI_EXTRA, such as %s", e.host, err,
			e.variable, `{"reasoning_effort":"low"}`)
	case errors.As(err, &outer):
		err = outer.Err // without the address, which stands in front already
	}
	return fmt.Errorf("the model at %s: %w", e.host, err)
}

// refuses says what a service refused, and what to do.
func (e *endpoint) refuses(err *refusal) error {
	said := behind("; it says: ", err.words)
	switch {
	case err.spent():
		return fmt.Errorf("the account at %s has no money or quota left: add some there, or name another service in OPENAI_BASE_URL%s",
			e.host, said)
	case err.wait > 0:
		return fmt.Errorf("the model at %s asks to wait %s: its limit is reached%s", e.host, err.wait.Round(time.Second), said)
	case err.status == 401, err.status == 403, err.rejects() && wordsOf.key.MatchString(err.all):
		return fmt.Errorf("the model at %s refuses the key: check %s%s", e.host, e.keyVariable, said)
	case err.status == 404, err.rejects() && wordsOf.model.MatchString(err.all):
		return fmt.Errorf("the model %s is not known at %s, or not to be had there: check %s and the address%s", e.model, e.host,
			e.variable, said)
	case wordsOf.length.MatchString(err.all):
		return fmt.Errorf("the model at %s: %w, for it is too long: lower LLM_CONTEXT%s", e.host, ErrRefused, said)
	case err.status == 0:
		return fmt.Errorf("the model at %s sent an error instead of a reply%s", e.host, said)
	case err.rejects():
		return fmt.Errorf("the model at %s: %w (status %d)%s", e.host, ErrRefused, err.status, said)
	}
	return fmt.Errorf("the model at %s answered with status %d%s", e.host, err.status, said)
}

// behind is a text with what leads to it, "" when there is none.
func behind(lead, text string) string {
	if text == "" {
		return ""
	}
	return lead + text
}

package answer

import (
	"context"
	"errors"

	"dateline/briefing/write"
)

// inLanguage puts an answer into a language (ISO 639-1), if that is known.
func (a *Answerer) inLanguage(ctx context.Context, ans *Answer, lang string) error {
	if a.Model == nil || ans.Fallback != "" || !write.AnyForeign(ans.Claims, lang) || write.LanguageName(lang) == "" {
		return nil
	}
	translator := &write.Translator{Store: a.Store, Model: a.Model, Name: a.Name, Reader: a.Reader}
	out, err := translator.Into(ctx, lang, ans.Claims)
	ans.Tokens += translator.Tokens
	switch {
	case err == nil:
		ans.Claims, ans.Model = out, a.Name
		ans.Used, ans.Abstained = articlesIn(out), len(out) == 0
	case ctx.Err() != nil:
		return ctx.Err()
	case a.Log != nil && !errors.Is(err, write.ErrUnread):
		a.Log.Info("an answer was not translated", "err", err)
	}
	return nil
}

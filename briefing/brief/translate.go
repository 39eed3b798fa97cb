package brief

import (
	"context"
	"errors"

	"dateline/briefing/claim"
	"dateline/briefing/write"
)

// translatedClaims is a story under its heading in the language that was asked for;
// nothing when there is nothing left to tell, or it gives its place away.
func (r *writerRun) translatedClaims(ctx context.Context, c *candidate, of material, said []claim.Statement) ([]claim.Claim, error) {
	claims, err := r.untranslatedClaims(ctx, c, of)
	if err == nil {
		c.addPreviousValues(claims, said)
		claims, err = r.inLanguage(ctx, c, claims)
	}
	if errors.Is(err, write.ErrGone) || c.gaveWay {
		return nil, nil
	}
	return claims, err
}

// inLanguage puts a story's claims into the language that was asked for. When
// that cannot be done they stay as they are, and the last line says so.
func (r *writerRun) inLanguage(ctx context.Context, c *candidate, claims []claim.Claim) ([]claim.Claim, error) {
	lang := r.req.In
	name := write.LanguageName(lang)
	switch {
	case name == "" || !write.AnyForeign(claims, lang):
		return claims, nil
	case r.w.Model == nil, r.b.Fallback != "":
		r.b.Untranslated = write.NotTranslated
		return claims, nil
	}
	translator := &write.Translator{Store: r.w.Store, Model: r.w.Model, Name: r.w.Name, Reader: r.w.Reader, Spare: c.history != nil}
	mctx, cancel := r.modelTime(ctx)
	defer cancel()
	out, err := translator.Into(mctx, lang, claims)
	r.b.Tokens += translator.Tokens
	switch {
	case err == nil && (len(out) == 0 || out[0].No != 0):
		return nil, write.ErrGone // its heading was taken back
	case err == nil:
		r.wroteWithModel(out, true)
		if write.AnyForeign(out, lang) {
			r.b.Untranslated = write.PartlyTranslated
		}
		return out, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, write.ErrUnread):
		r.b.Untranslated = write.NotTranslated
		return claims, nil
	}
	r.b.Untranslated = write.PartlyTranslated
	if r.w.Log != nil {
		r.w.Log.Info("a story was not translated", "story", c.id, "err", err)
	}
	return claims, nil
}

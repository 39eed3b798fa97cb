package answer

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"dateline/briefing/archive"
	"dateline/briefing/phrases"
	"dateline/briefing/text"
)

// askModel answers with the model: understand, find, write. The question is not cut
// into parts, as the model sees it whole, and no score of the search refuses it.
func (a *Answerer) askModel(ctx context.Context, ans Answer, q Question) (Answer, error) {
	ans.Why = unanswerable(q.Text)
	asked, ev, err := a.read(ctx, &ans, q)
	if err != nil {
		return ans, err
	}
	if asked.intent == wantsBriefing && a.briefs(q) {
		if done, err := a.briefed(ctx, &ans, q, asked); done || err != nil {
			return ans, err
		}
	}
	switch {
	case ans.Why.Key != "":
	case asked.intent == wantsChat:
		return ans.chat(asked.spoken()), nil
	case len(ev.found) == 0 && !ev.since.IsZero():
		ans.Why = noChange(q.Words, ev.since, q.At)
	case len(ev.found) == 0, ev.question.asksOpinion:
	default:
		err = a.write(ctx, &ans, q, asked, &ev)
	}
	switch {
	case err == nil && ev.unread(ans) && !asked.understood:
		return a.askRules(ctx, ans, q) // what is shown is what would be without a model
	case len(ans.Claims) == 0:
		ans.decline(ev)
	}
	ans.Continuing = asked.carried(q.Turns).shown(ans.sources())
	return ans, err
}

// chat is what is said to what is no question: in its own language where nobody says
// which the asker's is.
func (a Answer) chat(lang string) Answer {
	a.Abstained, a.Chat, a.Why = true, true, phrases.Later("what_i_do")
	if a.Words == nil {
		a.Words = phrases.In(lang)
	}
	return a
}

// smallTalk is what is said to a text that only greets, thanks or asks who speaks.
func (a Answer) smallTalk(kind string) Answer {
	a = a.chat("")
	if kind == "thanks" {
		a.Why = phrases.Later("chat_thanks")
	}
	return a
}

// unread reports whether the model failed before it could say anything of what was found.
func (ev findings) unread(ans Answer) bool { return ans.Fallback != "" && ev.prompted == nil }

// decline refuses with the passages of what the model has read, if it has read anything.
func (a *Answer) decline(ev findings) {
	a.Declined = a.Declined || ev.prompted != nil
	a.refuse(ev, ev.closest())
}

// write has the model answer a question as it was understood.
func (a *Answerer) write(ctx context.Context, ans *Answer, q Question, asked request, ev *findings) error {
	q.Text = asked.follow.resolve(asked.question)
	if err := a.fill(ctx, ans, q, ev); err != nil {
		return err
	}
	return a.inLanguage(ctx, ans, asked.spoken())
}

// read understands a question and searches for it. The model is asked what to
// search for when a conversation precedes, when the question says too little, or
// when its own words find too little; elsewhere, and where it fails, rules read it.
func (a *Answerer) read(ctx context.Context, ans *Answer, q Question) (request, findings, error) {
	asked, open := byRules(q), ans.Why.Key == ""
	tried := open && (len(q.Turns) > 0 || vague(q.Text))
	var err error
	if tried {
		if asked, err = a.understand(ctx, ans, q); err != nil {
			return asked, findings{}, err
		}
	}
	ev, err := a.findWide(ctx, q, asked)
	if err == nil && open && !tried && ev.thin() {
		if asked, err = a.understand(ctx, ans, q); err == nil && asked.understood {
			ev, err = a.findWide(ctx, q, asked)
		}
	}
	if err == nil {
		asked, ev, err = a.readAlone(ctx, q, asked, ev)
	}
	ev.requests = asked.requests
	if asked.intent == wantsChat && near(ev.found) && !vague(q.Text) {
		asked.intent = wantsAnswer // the archive holds what it asks
	}
	return asked, ev, err
}

// readAlone searches for a follow-up without what it takes over where that has found
// something else, and keeps what holds the question's own words.
func (a *Answerer) readAlone(ctx context.Context, q Question, asked request, ev findings) (request, findings, error) {
	if asked.follow.isZero() || ev.holdsOwn() {
		return asked, ev, nil
	}
	own := asked
	own.follow = followUp{}
	alone, err := a.findWide(ctx, q, own)
	if err != nil || !alone.holdsOwn() {
		return asked, ev, err
	}
	return own, alone, nil
}

// spoken is the language of the reply (ISO 639-1), "" when it is not known.
func (r request) spoken() string {
	return cmp.Or(r.language, text.SpokenIn(r.question))
}

// carried is what a question took over from the conversation: by the rules, or the
// names that the model put into it.
func (r request) carried(turns []Turn) followUp {
	if !r.understood || len(turns) == 0 {
		return r.follow
	}
	typed := strings.ToLower(r.typed)
	names := slices.DeleteFunc(archive.NamesAsked(r.question, text.QuestionLang(r.question)), func(name string) bool {
		return strings.Contains(typed, strings.ToLower(name))
	})
	return followUp{names: names[:min(len(names), followUpNames)]}
}

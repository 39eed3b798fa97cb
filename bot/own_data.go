package bot

import (
	"context"
	"encoding/json"
	"fmt"

	"dateline/bot/component"
	"dateline/bot/rest"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/store/retain"
)

// operator says where people read the operator's own rules and reach him or her; nothing
// where no variable says so.
func (b *Bot) operator(w *phrases.Words) []message.Block {
	var runs []message.Run
	for _, x := range []struct {
		set, key string
		to       message.Run
	}{
		{b.PrivacyURL, "operator_privacy", message.Run{Text: w.Say("operator_policy"), Link: b.PrivacyURL}},
		{b.TermsURL, "operator_terms", message.Run{Text: w.Say("operator_rules"), Link: b.TermsURL}},
		{b.Contact, "operator_contact", message.Run{Text: message.Printable(b.Contact)}},
	} {
		if x.set == "" {
			continue
		}
		if len(runs) > 0 {
			runs = append(runs, message.Run{Text: " "})
		}
		runs = append(runs, message.Say(w, x.key, x.to)...)
	}
	if len(runs) == 0 {
		return nil
	}
	return []message.Block{{Kind: message.Small, Runs: runs}}
}

// keptSaid says what is kept of a person: how many questions, servers and sources.
func (b *Bot) keptSaid(w *phrases.Words, questions, servers, sources int) string {
	var clauses []string
	if questions > 0 {
		clauses = append(clauses, w.Say("privacy_questions", w.Count(questions, "questions")))
	}
	if servers > 0 {
		clauses = append(clauses, w.Say("privacy_servers", w.Count(servers, "servers")))
	}
	if sources > 0 {
		clauses = append(clauses, w.Say("privacy_sources", w.Count(sources, "sources")))
	}
	if clauses == nil {
		return w.Say("privacy_none")
	}
	return w.Say("privacy_kept", w.Clauses(clauses))
}

// ownData is what /privacy offers below its text.
func (b *Bot) ownData(c *call) response {
	return response{rows: row(component.Button(c.words.Say("own_data_button"), component.OwnData))}
}

// ownDataPressed gives a person everything that is kept of him or her, as a file that
// nobody else sees.
func (b *Bot) ownDataPressed(c *call, _ string) {
	b.later(c, func(ctx context.Context) (response, error) {
		kept, err := b.Store.KeptOf(ctx, c.user)
		if err != nil {
			return response{}, err
		}
		if kept.Rows() == 0 {
			return response{}, refuse("own_data_none")
		}
		file, err := json.MarshalIndent(struct {
			Person string      `json:"person"`
			Kept   retain.Kept `json:"kept"`
		}{fmt.Sprint(c.user), kept}, "", " ")
		if err != nil {
			return response{}, fmt.Errorf("write what is kept of a person: %w", err)
		}
		const most = 8 << 20 // Discord takes 10 MiB
		if len(file) > most {
			return response{}, refuse("own_data_large")
		}
		reply := c.say("own_data")
		reply.files = []rest.File{{Name: "dateline-" + fmt.Sprint(c.user) + ".json", Content: file}}
		return reply, nil
	})
}

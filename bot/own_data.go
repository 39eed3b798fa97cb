package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

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

// keptSaid says what is kept of a person, of whom counts are the rows of each table.
func keptSaid(w *phrases.Words, counts map[string]int) string {
	var clauses, more []string
	for _, x := range []struct{ table, key, counted string }{{"turns", "privacy_questions", "questions"},
		{"user_guilds", "privacy_servers", "servers"}, {"subscriptions", "privacy_sources", "sources"}} {
		if n := counts[x.table]; n > 0 {
			clauses = append(clauses, w.Say(x.key, w.Count(n, x.counted)))
		}
	}
	for _, x := range []struct{ table, key string }{{"watches", "privacy_watches"}, {"schedules", "privacy_follows"},
		{"catchups", "privacy_caught_up"}, {"answers", "privacy_answers"}, {"mutes", "privacy_hidden"},
		{"report_reasons", "privacy_reasons"}} {
		if n := counts[x.table]; n > 0 {
			more = append(more, w.Say(x.key, n))
		}
	}
	switch {
	case clauses != nil:
		more = slices.Insert(more, 0, w.Say("privacy_kept", w.Clauses(clauses)))
	case counts["watches"] == 0:
		more = slices.Insert(more, 0, w.Say("privacy_none"))
	}
	return strings.Join(more, " ")
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

// privacy is /privacy: what is kept of a person, and who sees questions.
func (b *Bot) privacy(ctx context.Context, c *call) (response, error) {
	counts, err := b.Store.CountsOf(ctx, c.user)
	if err != nil {
		return response{}, err
	}
	person, err := b.Store.Person(ctx, c.user)
	if err != nil {
		return response{}, err
	}
	kept := keptSaid(c.words, counts)
	if person.DM != 0 {
		kept += " " + c.words.Say("privacy_channel")
	}
	if person.Lang != "" {
		kept += " " + c.words.Say("privacy_language", c.words.Language(person.Lang))
	}
	where := c.words.Say("privacy_alone")
	if b.ModelHost != "" {
		where = c.words.Say("privacy_model", b.ModelHost)
	}
	reply := b.ownData(c)
	reply.blocks = append(paras(kept, where+" "+c.words.Say("privacy_logs"), c.words.Say("privacy_erase")), b.operator(c.words)...)
	return reply, nil
}

// forget erases what is kept of a person, after all else has ended that is done for the
// person and would keep something more.
func (b *Bot) forget(ctx context.Context, c *call) (response, error) {
	c.job.Leave()
	if err := b.ongoing.Stop(ctx, c.user); err != nil {
		return response{}, err
	}
	if _, err := b.Store.ErasePerson(ctx, c.user); err != nil {
		return response{}, err
	}
	return c.say("forgotten"), nil
}

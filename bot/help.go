package bot

import (
	"context"
	"slices"

	"dateline/bot/wire"
	"dateline/briefing/message"
	"dateline/briefing/profile"
)

// moderates are permissions that somebody has who looks after a server without
// managing it.
const moderates = wire.PermManageChannel | wire.PermManageMessages | wire.PermModerate

// helpCommand is /help: the three things that a person of this role can do next,
// then the rest, a line each.
func (b *Bot) helpCommand(ctx context.Context, c *call) (response, error) {
	steps, rest := b.helpFor(ctx, c)
	out := []message.Block{{Kind: message.Title, Lang: c.words.Lang(), Runs: []message.Run{{Text: c.words.Say("help_title"), Bold: true}}}}
	asking := b.profile(ctx, c.guild).Asking
	say := func(keys []string) {
		for _, key := range b.helpAsking(keys, asking) {
			out = append(out, message.Block{Kind: message.Item, Runs: message.Plain(c.words.Say(key))})
		}
	}
	say(steps)
	out = append(out, paras(c.words.Say("help_rest"))...)
	say(rest)
	return response{blocks: append(append(out, b.limitsOfChecks(c)...), b.operator(c.words)...)}, nil
}

// helpAsking are texts of /help where questions are answered as the server has it.
func (b *Bot) helpAsking(keys []string, asking string) []string {
	var out []string
	for _, key := range keys {
		switch {
		case key == "help_ask" && asking == profile.AskOpenly:
			key = "help_ask_open"
		case key == "help_ask" && asking == profile.AskNever:
			key = "help_ask_off"
		case (key == "help_mention" || key == "help_private") && asking == profile.AskNever:
			continue
		}
		out = append(out, key)
	}
	return out
}

// helpFor are the texts for the role of whoever asks.
func (b *Bot) helpFor(ctx context.Context, c *call) (steps, rest []string) {
	switch {
	case c.guild == 0 && slices.Contains(b.Operators, c.user):
		return []string{"help_operator_status", "help_operator_doctor", "help_write"},
			[]string{"help_source_own", "help_more_own", "help_follow", "help_privacy"}
	case c.guild == 0:
		return []string{"help_write", "help_brief", "help_source_own"},
			[]string{"help_forward", "help_story", "help_search", "help_more_own", "help_follow", "help_privacy"}
	case c.manager && !b.posts(ctx, c.guild):
		return []string{"help_setup", "help_source_first", "help_schedule_first"},
			[]string{"help_preview", "help_status", "help_ask", "help_privacy"}
	case c.manager:
		return []string{"help_status", "help_schedule_edit", "help_source_list"},
			[]string{"help_preview", "help_more_manage", "help_why", "help_ask", "help_brief", "help_story", "help_check", "help_search",
				"help_catchup", "help_mention", "help_privacy"}
	case wire.PermissionBits(c.in.Member.V.Permissions.V)&moderates != 0:
		return []string{"help_why", "help_sources", "help_manage"},
			[]string{"help_ask", "help_brief", "help_story", "help_check", "help_search", "help_catchup", "help_mention", "help_private",
				"help_privacy"}
	}
	return []string{"help_ask", "help_brief", "help_why"},
		[]string{"help_story", "help_sources", "help_check", "help_search", "help_catchup", "help_mention", "help_private", "help_follow",
			"help_privacy"}
}

// posts reports whether a server has a schedule; when that cannot be seen at once, it has.
func (b *Bot) posts(ctx context.Context, guild int64) bool {
	ctx, cancel := context.WithTimeout(ctx, completeTime)
	defer cancel()
	all, err := b.Store.Schedules(ctx, guild)
	return err != nil || len(all) > 0
}

// limitsOfChecks says what the check promises and what it cannot see.
func (b *Bot) limitsOfChecks(c *call) []message.Block {
	said := c.words.Say("help_unwritten")
	if b.Model != "" {
		said = c.words.Say("help_written", b.Model)
	}
	reads := c.words.Say("help_sees_mentions")
	if b.MessageContent {
		reads = c.words.Say("help_sees_replies")
	}
	return []message.Block{{Kind: message.Small, Runs: message.Plain(said + " " + reads)}}
}

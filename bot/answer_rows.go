package bot

import (
	"context"
	"slices"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/card"
	"dateline/bot/component"
	"dateline/bot/follow"
	"dateline/bot/layout"
	"dateline/briefing/answer"
	"dateline/briefing/claim"
	"dateline/briefing/phrases"
	"dateline/store"
)

// cardButton opens the story that an answer rests on most; none of what rests on none.
func (b *Bot) cardButton(ctx context.Context, words *phrases.Words, got answer.Answer) []discordgo.MessageComponent {
	said := slices.Concat(got.Claims, got.Passages)
	if len(said) == 0 || got.Briefing != nil {
		return nil
	}
	story, err := b.storyOf(ctx, said)
	if err != nil || story == 0 {
		b.note(ctx, "the story of an answer", err)
		return nil
	}
	handle, err := b.Store.StoryHandle(ctx, story)
	if err != nil {
		b.note(ctx, "the story of an answer", err)
		return nil
	}
	return []discordgo.MessageComponent{component.Button(words.Say("card_open"), card.ID(card.DoOpen, handle))}
}

// answerRows are the buttons under an answer: it opens its story, or is watched for
// where there is none.
func (b *Bot) answerRows(ctx context.Context, words *phrases.Words, got answer.Answer, question string) []discordgo.MessageComponent {
	buttons := append(b.cardButton(ctx, words, got), b.exportButton(words, got)...)
	if got.Watchable() {
		buttons = append(buttons, follow.Offer(words, layout.Clip(question, follow.QuestionKept)))
	}
	if len(buttons) == 0 {
		return nil
	}
	return row(buttons...)
}

// storyOf is the story that most of some sentences are from, the first of several; 0 is none.
func (b *Bot) storyOf(ctx context.Context, said []claim.Claim) (int64, error) {
	var versions []int64
	for _, s := range said {
		for _, cite := range s.Cites {
			versions = append(versions, cite.Row)
		}
	}
	items, err := b.Store.Items(ctx, store.Scope{Everything: true}, versions) // who presses is looked at then
	if err != nil {
		return 0, err
	}
	count, best := map[int64]int{}, int64(0)
	for _, v := range versions {
		if story := items[v].Article.Story; story != 0 {
			if count[story]++; best == 0 || count[story] > count[best] {
				best = story
			}
		}
	}
	return best, nil
}

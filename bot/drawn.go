package bot

import (
	"context"
	"fmt"

	"dateline/briefing/rights"
	"dateline/store/retain"
)

// here is where a call was made, as the place of a conversation.
func (c *call) here() asking {
	return asking{guild: c.guild, channel: int64(c.in.ChannelID), user: c.user, words: c.words}
}

// quoting lets show take words of articles for one person in one place. Whatever door shows
// them (an answer, a search, a card, a file …), they are counted together, for a day after
// the last of them; /new does not end that. The count is kept before anything is shown.
func (b *Bot) quoting(ctx context.Context, q asking, show func(talk *rights.Tally) error) error {
	q.open = false // what others read along is shown to the same person
	key := q.conversation()
	talk, leave, err := b.talks.Enter(key, func() (string, error) { return b.Store.Drawn(ctx, key) })
	if err != nil {
		return err
	}
	defer leave()
	before := talk.String()
	if err := show(talk); err != nil {
		return err
	}
	if drawn := talk.String(); drawn != before {
		return b.Store.Draw(ctx, retain.Drawn{Conversation: key, Owner: q.owner(), User: q.user, Shown: drawn,
			Expire: b.now().Add(memoryTime)})
	}
	return nil
}

// owner is whose domain what is kept of a conversation belongs to.
func (q asking) owner() string {
	if q.guild != 0 {
		return fmt.Sprintf("guild:%d", q.guild)
	}
	return fmt.Sprintf("user:%d", q.user)
}

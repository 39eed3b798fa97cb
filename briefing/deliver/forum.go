package deliver

import (
	"context"

	"dateline/store"
	"dateline/store/state"
)

// place returns where a post is sent: its channel, or in a forum, for what follows
// the first part, the thread that the first part began. The thread stands for the
// forum's row: a reason to stop it stops the forum.
func (d *Deliverer) place(ctx context.Context, p store.Post) (store.Channel, error) {
	channel, err := d.Store.Channel(ctx, p.Channel)
	if err != nil || channel.Kind != state.ChannelForum || p.Part == 0 {
		return channel, err
	}
	channel.Kind = state.ChannelThread
	channel.DiscordID, err = d.Store.Thread(ctx, p)
	return channel, err
}

// nonceless reports that a message to a channel has no nonce, so that it is never
// sent again before it is proved absent: Discord takes none where a thread begins
// (https://discord.com/developers/docs/resources/channel#start-thread-in-forum-or-media-channel).
func nonceless(ch store.Channel) bool { return ch.Kind == state.ChannelForum }

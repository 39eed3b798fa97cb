package brief

import (
	"fmt"

	"dateline/store"
	"dateline/store/state"
)

// MessageLink is where the message of a post stands in Discord, in a forum in a
// thread; "" elsewhere.
func MessageLink(ch store.Channel, post store.Post) string {
	if ch.DiscordID == 0 || post.MessageID == 0 {
		return ""
	}
	if ch.Kind == state.ChannelForum {
		ch.DiscordID = post.Thread
	}
	guild := "@me"
	if ch.GuildID != 0 {
		guild = fmt.Sprint(ch.GuildID)
	}
	return fmt.Sprintf("https://discord.com/channels/%s/%d/%d", guild, ch.DiscordID, post.MessageID)
}

package bot

import (
	"cmp"
	"context"

	"dateline/bot/layout"
	"dateline/briefing/message"
	"dateline/briefing/profile"
	"dateline/briefing/schedule"
	"dateline/store"
)

// alertsOn switches alerts on in a channel, or changes them: what is not given
// stays as it was.
func (b *Bot) alertsOn(ctx context.Context, c *call) (response, error) {
	quiet, err := schedule.Span{}, error(nil)
	if typed := c.text("quiet-hours"); typed != "" {
		if quiet, err = schedule.ParseSpan(typed); err != nil {
			return response{}, err
		}
	}
	zone, err := b.askedZone(ctx, c, quiet == (schedule.Span{}))
	if err != nil {
		return response{}, err
	}
	spot, err := b.postable(ctx, c, cmp.Or(c.id("channel"), int64(c.in.ChannelID)))
	if err != nil {
		return response{}, err
	}
	if zone != "" && c.text("city") != "" {
		if err := b.changeServer(ctx, c.guild, func(set *profile.Server) { set.Zone = zone }); err != nil {
			return response{}, err
		}
	}
	channel, err := b.channelOf(ctx, c, spot)
	if err != nil {
		return response{}, err
	}
	var alerts profile.Alerts
	err = b.changeChannel(ctx, channel.ID, func(set *profile.Channel) {
		alerts = set.Alerts
		if !alerts.On {
			alerts.On, alerts.Since = true, b.now()
		}
		alerts.Reports = min(max(c.number("reports", alerts.Reports), 2), 10)
		alerts.Quiet = cmp.Or(quiet.String(), alerts.Quiet)
		alerts.Topic = cmp.Or(layout.Clip(c.text("topic"), topicMost), alerts.Topic)
		set.Alerts = alerts
	})
	if err != nil {
		return response{}, err
	}
	runs := append(message.Plain(c.words.Say("alerts_on")+" "), b.alertsLine(ctx, c, channel, alerts)...)
	runs = append(runs, message.Run{Text: " " + c.words.Say("alerts_limits")})
	return response{blocks: []message.Block{{Kind: message.Para, Runs: runs}}}, nil
}

// changeChannel changes what a channel has set.
func (b *Bot) changeChannel(ctx context.Context, id int64, change func(*profile.Channel)) error {
	return b.Store.ChangeChannel(ctx, id, func(stored string) string {
		set := profile.ParseChannel(stored)
		change(&set)
		return set.String()
	})
}

// alertsLine says when a channel is alerted, by the server's clock.
func (b *Bot) alertsLine(ctx context.Context, c *call, channel store.Channel, set profile.Alerts) []message.Run {
	return b.speaker(c.words).Alerts(channel.Name, set, b.zone(ctx, c.guild))
}

// alertsOff switches them off. What was set is forgotten.
func (b *Bot) alertsOff(ctx context.Context, c *call) (response, error) {
	id := cmp.Or(c.id("channel"), int64(c.in.ChannelID))
	all, err := b.Store.GuildChannels(ctx, c.guild)
	if err != nil {
		return response{}, err
	}
	for _, channel := range all {
		if channel.DiscordID != id {
			continue
		}
		if err := b.changeChannel(ctx, channel.ID, func(set *profile.Channel) { set.Alerts = profile.Alerts{} }); err != nil {
			return response{}, err
		}
		if err := b.Store.WithdrawAlerts(ctx, channel.ID); err != nil {
			return response{}, err
		}
		return c.say("alerts_off", channel.Name), nil
	}
	return c.say("alerts_none"), nil
}

// alertsList says which channels are alerted.
func (b *Bot) alertsList(ctx context.Context, c *call) (response, error) {
	all, err := b.Store.GuildChannels(ctx, c.guild)
	if err != nil {
		return response{}, err
	}
	var out []message.Block
	for _, channel := range all {
		if set := profile.ParseChannel(channel.Profile).Alerts; set.On {
			out = append(out, message.Block{Kind: message.Item, Runs: b.alertsLine(ctx, c, channel, set)})
		}
	}
	if len(out) == 0 {
		return c.say("alerts_none"), nil
	}
	return response{blocks: append(out, message.Block{Kind: message.Small, Runs: message.Plain(c.words.Say("alerts_limits"))})}, nil
}

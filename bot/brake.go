package bot

import (
	"context"
	"fmt"
	"slices"

	"dateline/bot/wire"
	"dateline/briefing/message"
	"dateline/store/brake"
	"dateline/store/state"
)

// blocked answers an interaction in a server that the operator has blocked, and
// reports it. Where that cannot be seen at once it is not.
func (b *Bot) blocked(c *call) bool {
	if c.guild == 0 {
		return false
	}
	ctx, cancel := context.WithTimeout(context.Background(), completeTime)
	defer cancel()
	stopped, err := b.Store.Stopped(ctx, state.BrakeBlocked, c.guild)
	if err != nil || !stopped {
		return false
	}
	if c.in.Type.V == wire.TypeComplete {
		b.offer(c, nil)
		return true
	}
	b.respond(c, c.say("stopped_server"))
	return true
}

// mayAnswer refuses a question while the operator has stopped answers, with what works.
func (b *Bot) mayAnswer(ctx context.Context, guild int64) error {
	asking, err := b.Store.Stopped(ctx, state.BrakeAsking, guild)
	if err != nil || !asking {
		return err
	}
	writing, err := b.Store.Stopped(ctx, state.BrakeWriting, guild)
	if err != nil {
		return err
	}
	if writing {
		return refuse("stopped_asking_writing")
	}
	return refuse("stopped_asking")
}

// mayTell refuses a briefing while the operator has stopped writing, and one for a
// channel while posting is stopped.
func (b *Bot) mayTell(ctx context.Context, guild int64, what ...state.Brake) error {
	for _, x := range what {
		stopped, err := b.Store.Stopped(ctx, x, guild)
		switch {
		case err != nil:
			return err
		case stopped && x == state.BrakePosting:
			return refuse("stopped_posting")
		case stopped:
			if err := b.mayAnswer(ctx, guild); err != nil {
				return err
			}
			return refuse("stopped_writing")
		}
	}
	return nil
}

// checkBrakes says what the operator has stopped here; an operator in direct messages
// sees all of it.
func (b *Bot) checkBrakes(ctx context.Context, c *call, page *statusPage) error {
	all, err := b.Store.Brakes(ctx)
	if err != nil {
		return err
	}
	operator := c.guild == 0 && slices.Contains(b.Operators, c.user)
	for _, x := range all {
		if here := x.Source == 0 && (x.Guild == 0 || x.Guild == c.guild); here || operator {
			page.line(false, page.say("status_stopped"), page.say("status_stopped_since", page.stopped(x), x.At))
		}
	}
	return nil
}

// stopped names what is stopped.
func (p *statusPage) stopped(x brake.Brake) string {
	switch {
	case x.What == state.BrakeReading:
		return p.words.Say("brake_reading", message.Printable(x.Address))
	case x.Source != 0:
		return p.words.Say("brake_blocked_source", message.Printable(x.Address))
	case x.Guild != 0:
		return p.words.Say("brake_in_server", p.words.Say("brake_"+string(x.What)), fmt.Sprint(x.Guild))
	}
	return p.words.Say("brake_" + string(x.What))
}

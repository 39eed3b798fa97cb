package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/card"
	"dateline/bot/component"
	"dateline/bot/layout"
	"dateline/bot/rest"
	"dateline/bot/wire"
	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/briefing/write"
	"dateline/store"
	"dateline/store/audit"
	"dateline/store/recall"
	"dateline/store/report"
	"dateline/store/state"
)

// reportPressed does what is pressed under a briefing, on a form, or under a report.
func (b *Bot) reportPressed(c *call, id string) {
	do, n, ok := card.Parse(id)
	modal := c.in.Type.V == wire.TypeModal
	work := map[string]func(ctx context.Context, c *call, n int64) (response, error){
		card.DoSent: b.reportOfPost, card.DoStory: b.reportOfStory, card.DoFixed: b.fixReport, card.DoTake: b.takeReport,
		card.DoFine: b.upholdReport}[do]
	switch form := do == card.DoSent || do == card.DoStory || do == card.DoFixed; {
	case ok && do == card.DoForm && !modal:
		b.atOnce(c, func(ctx context.Context) (component.Form, error) {
			said, err := b.saidInPost(ctx, c, n)
			return card.Form(card.ReportID(card.DoSent, n), said, c.words), err
		})
	case ok && do == card.DoFix && !modal:
		b.atOnce(c, func(ctx context.Context) (component.Form, error) {
			_, err := b.reportFor(ctx, c, n)
			return component.Form{ID: card.ReportID(card.DoFixed, n), Title: c.words.Say("report_fix"), Labels: []component.Label{
				{Text: c.words.Say("report_right"), Help: c.words.Say("report_right_help"),
					Field: component.Text{ID: card.FieldRight, Long: true, Most: report.ReasonMost}}}}, err
		})
	case !ok || work == nil || form != modal:
		b.respond(c, b.replyForError(c.words, c.path, errOldButton))
	default:
		c.stays = do != card.DoSent && do != card.DoStory
		b.later(c, func(ctx context.Context) (response, error) { return work(ctx, c, n) })
	}
}

// atOnce opens a form that is made of what the database holds.
func (b *Bot) atOnce(c *call, make func(ctx context.Context) (component.Form, error)) {
	ctx, cancel := context.WithTimeout(context.Background(), completeTime)
	defer cancel()
	b.settle(ctx, c)
	form, err := make(ctx)
	if err != nil {
		b.respond(c, b.replyForError(c.words, c.path, err))
		return
	}
	b.openForm(c, form)
}

// saidInPost are the sentences of a briefing of this server that can be reported.
func (b *Bot) saidInPost(ctx context.Context, c *call, post int64) ([]report.Said, error) {
	if c.guild == 0 {
		return nil, refuse("only_server")
	}
	if _, _, err := b.postOf(ctx, c, strconv.FormatInt(post, 10)); err != nil {
		return nil, err
	}
	said, err := b.Store.SaidInPost(ctx, post)
	if err == nil && len(said) == 0 {
		err = errOldButton
	}
	return said, err
}

// reportOfPost takes a filled-in form about a briefing.
func (b *Bot) reportOfPost(ctx context.Context, c *call, post int64) (response, error) {
	said, err := b.saidInPost(ctx, c, post)
	if err != nil {
		return response{}, err
	}
	wrong, reason, ok := card.Reported(component.Read(c.in.Data.V), said)
	if !ok {
		return response{}, refuse("report_needed")
	}
	return b.reported(ctx, c, report.Report{Guild: c.guild, Claim: wrong.Claim, Post: post}, reason)
}

// reportForm asks which sentence of a card is wrong.
func (b *Bot) reportForm(c *call, handle int64) {
	b.atOnce(c, func(ctx context.Context) (component.Form, error) {
		if c.guild == 0 {
			return component.Form{}, refuse("only_server")
		}
		story, err := b.handled(ctx, handle)
		if err != nil {
			return component.Form{}, err
		}
		opened, err := b.cardIn(ctx, c, story)
		return card.Form(card.ReportID(card.DoStory, handle), card.Of(opened.Said()), c.words), err
	})
}

// reportOfStory takes a filled-in form about a card. What a card quotes becomes a
// text of its own when it is reported: it can be taken back then.
func (b *Bot) reportOfStory(ctx context.Context, c *call, handle int64) (response, error) {
	if c.guild == 0 {
		return response{}, refuse("only_server")
	}
	story, err := b.handled(ctx, handle)
	if err != nil {
		return response{}, err
	}
	opened, err := b.cardOf(ctx, c, story, nil)
	if err != nil {
		return response{}, err
	}
	wrong, reason, ok := card.Reported(component.Read(c.in.Data.V), card.Of(opened.Said()))
	if !ok {
		return response{}, refuse("report_needed")
	}
	i := slices.IndexFunc(opened.Said(), func(s claim.Claim) bool { return s.Text == wrong.Text })
	quoted := opened.Said()[i]
	kept, err := write.Extracted(ctx, b.Store, write.Memo{Kind: "card", Lang: quoted.Lang(), Story: opened.Story}, []claim.Claim{quoted})
	switch {
	case errors.Is(err, write.ErrGone) || err == nil && len(kept) == 0:
		return response{}, refuse("story_gone")
	case err != nil:
		return response{}, err
	}
	return b.reported(ctx, c, report.Report{Guild: c.guild, Claim: kept[0].ID}, reason)
}

// reported notes a report and tells the moderators of it.
func (b *Bot) reported(ctx context.Context, c *call, r report.Report, reason string) (response, error) {
	r, err := b.Store.AddReport(ctx, r, c.user, reason)
	switch {
	case errors.Is(err, report.ErrMany):
		return response{}, refuse("report_many", report.ADay)
	case err != nil:
		return response{}, err
	case r.Decision != "":
		known := message.Say(c.words, "report_known_"+string(r.Decision), r.Decided)
		return response{blocks: []message.Block{{Kind: message.Para, Runs: known}}}, nil
	}
	if err := b.tellModerators(ctx, r); err != nil {
		b.Log.Warn("a report was not passed on", "guild", c.guild, "err", err)
		return response{}, refuse("report_nobody")
	}
	return c.say("report_thanks"), nil
}

// reportMessage is a report as moderators see it, with buttons while it is open.
func (b *Bot) reportMessage(ctx context.Context, r report.Report) (map[string]any, error) {
	words := b.moderatorsWords(ctx, r.Guild)
	blocks, err := b.reportBlocks(ctx, r, words)
	if err != nil {
		return nil, err
	}
	out := body(b.laid(words, blocks)[0].Content)
	out["components"] = []any{} // else what stood under the message stays
	if r.Decision == "" {
		out["components"] = reportRows(r.ID, words)
	}
	return out, nil
}

func reportRows(id int64, words *phrases.Words) []discordgo.MessageComponent {
	var list []discordgo.MessageComponent
	for _, x := range card.Decisions(id, words) {
		button := component.Button(x.Label, x.ID)
		if x.Danger {
			button = component.Danger(x.Label, x.ID)
		}
		list = append(list, button)
	}
	return row(list...)
}

func (b *Bot) reportBlocks(ctx context.Context, r report.Report, words *phrases.Words) ([]message.Block, error) {
	said, err := b.Store.Said(ctx, r.Claim)
	if gone(err) { // it was taken back, perhaps by this report
		said, err = report.Said{Claim: r.Claim, Text: words.Say("report_gone"), Kind: "written"}, nil
	}
	where := ""
	if r.Post != 0 && err == nil {
		if post, err := b.Store.Post(ctx, r.Post); err == nil {
			where = layout.Plain(strings.ReplaceAll(post.Marker, "**", ""))
		}
	}
	return card.Blocks(r, said, where, words), err
}

// moderatorsWords is the language in which the moderators of a server are told something.
func (b *Bot) moderatorsWords(ctx context.Context, guild int64) *phrases.Words {
	return phrases.First(b.profile(ctx, guild).Lang, b.roles.locale(wire.Snowflake(guild)))
}

// tellModerators posts a report where the moderators of its server read, or changes
// the message that stands there.
func (b *Bot) tellModerators(ctx context.Context, r report.Report) error {
	out, err := b.reportMessage(ctx, r)
	if err != nil {
		return err
	}
	if r.Message != 0 {
		err := b.again(ctx, func() error {
			return b.api.Do(ctx, http.MethodPatch, fmt.Sprintf("/channels/%d/messages/%d", r.Channel, r.Message), out, nil)
		})
		if err == nil {
			return nil
		}
		b.Log.Info("a report is told anew", "err", err) // its message is gone
		r.Message = 0
	}
	if r.Channel, err = b.moderatorsChannel(ctx, r); err != nil {
		return err
	}
	out["nonce"], out["enforce_nonce"] = fmt.Sprintf("m%d", r.ID%1e18), true
	var made struct {
		ID wire.Snowflake `json:"id"`
	}
	if err := b.again(ctx, func() error {
		return b.api.Do(ctx, http.MethodPost, fmt.Sprintf("/channels/%d/messages", r.Channel), out, &made)
	}); err != nil {
		return err
	}
	r.Message = int64(made.ID)
	return b.Store.ReportSent(ctx, r)
}

// moderatorsChannel is where a report goes: the channel that the server has for it, while
// it is open to the bot, that in which its briefings are looked at first, else direct messages to whoever set the schedule up.
func (b *Bot) moderatorsChannel(ctx context.Context, r report.Report) (int64, error) {
	if room := b.profile(ctx, r.Guild).Moderators; room != 0 && b.mayBeOpen(ctx, room) {
		return room, nil
	}
	all, err := b.Store.Schedules(ctx, r.Guild)
	if err != nil {
		return 0, err
	}
	var own int64 // the schedule of the briefing that is reported
	if post, err := b.Store.Post(ctx, r.Post); r.Post != 0 && err == nil {
		own = post.Schedule
	}
	var room int64
	owner := ""
	for _, x := range all {
		review := profile.ParseSchedule(x.Schedule.Profile).Review
		if x.Schedule.ID == own || room == 0 && review != 0 {
			room = review
		}
		if by := x.Schedule.SetBy; by != "" && (owner == "" || x.Schedule.ID == own) {
			owner = by
		}
	}
	if room != 0 {
		return room, nil
	}
	return b.ownersChannel(ctx, r.Guild, owner)
}

// mayBeOpen reports whether the bot may write in a channel; where that cannot be found
// out it may.
func (b *Bot) mayBeOpen(ctx context.Context, room int64) bool {
	spot, err := b.look(ctx, room)
	return err == nil && spot.writable() || err != nil && !rest.Closed(err)
}

// ownersChannel is where a person reads direct messages who has set something up in a
// server and is still a member.
func (b *Bot) ownersChannel(ctx context.Context, guild int64, owner string) (int64, error) {
	person, err := strconv.ParseInt(owner, 10, 64)
	if err != nil || !b.isMember(ctx, guild, person) {
		return 0, errors.New("nobody looks after the briefings of this server")
	}
	private, err := b.privateChannel(ctx, owner)
	return int64(private), err
}

// reportFor is a report that the person of a call may decide.
func (b *Bot) reportFor(ctx context.Context, c *call, id int64) (report.Report, error) {
	r, err := b.Store.Report(ctx, id)
	switch {
	case gone(err) || err == nil && c.guild != 0 && r.Guild != c.guild:
		return r, errOldButton
	case err != nil:
		return r, err
	case c.guild == 0 && r.Channel != int64(c.in.ChannelID):
		return r, errOldButton
	}
	may := wire.PermissionBits(c.in.Member.V.Permissions.V)
	if c.guild == 0 && !b.roles.owns(c.user, wire.Snowflake(r.Guild)) {
		mine, err := b.standingOf(ctx, wire.Snowflake(r.Guild), wire.Snowflake(c.user))
		if err != nil {
			return r, refuse("report_may_not")
		}
		may = mine.perms
	} else if c.guild == 0 {
		may = wire.PermAdministrator
	}
	if may&(wire.PermManageGuild|wire.PermManageChannel|wire.PermAdministrator) == 0 {
		return r, refuse("report_may_not")
	}
	return r, nil
}

// fixReport marks what was told as corrected, with what is right.
func (b *Bot) fixReport(ctx context.Context, c *call, id int64) (response, error) {
	right := layout.Clip(strings.Join(strings.Fields(message.Printable(component.Read(c.in.Data.V).Text(card.FieldRight))), " "),
		report.ReasonMost)
	if right == "" {
		return response{}, refuse("report_right_needed")
	}
	return b.decide(ctx, c, report.Report{ID: id, Decision: report.Corrected, Words: right})
}

// takeReport takes out what was told.
func (b *Bot) takeReport(ctx context.Context, c *call, id int64) (response, error) {
	return b.decide(ctx, c, report.Report{ID: id, Decision: report.Removed})
}

// upholdReport says that nothing is wrong.
func (b *Bot) upholdReport(ctx context.Context, c *call, id int64) (response, error) {
	return b.decide(ctx, c, report.Report{ID: id, Decision: report.Upheld})
}

// decide carries a decision out, once. It is noted first: whoever presses after a crash
// finds what was decided, and it is carried out then; taking back twice changes nothing.
func (b *Bot) decide(ctx context.Context, c *call, d report.Report) (response, error) {
	r, err := b.reportFor(ctx, c, d.ID)
	if err != nil {
		return response{}, err
	}
	d.By = strconv.FormatInt(c.user, 10)
	if err := b.Store.DecideReport(ctx, d); err != nil && !errors.Is(err, store.ErrLost) {
		return response{}, err
	}
	if r, err = b.Store.Report(ctx, d.ID); err != nil {
		return response{}, err
	}
	words := b.moderatorsWords(ctx, r.Guild)
	blocks, err := b.reportBlocks(ctx, r, words) // before the sentence is gone
	if err != nil {
		return response{}, err
	}
	if !r.Done {
		if err := b.carryOut(ctx, r); err != nil {
			return response{}, err
		}
	}
	return response{blocks: blocks}, nil
}

// carryOut does what was decided. The reasons that members gave stay with the report, which
// ends with them: what was taken back is kept for as long as what was told.
func (b *Bot) carryOut(ctx context.Context, r report.Report) error {
	owner := fmt.Sprintf("guild:%d", r.Guild)
	var err error
	switch r.Decision {
	case report.Upheld:
		err = b.Store.Note(audit.By(ctx, r.By), owner, state.ToldUpheld, audit.Detail{Name: fmt.Sprintf("%s:%d", recall.Claim, r.Claim)})
	default:
		_, err = b.Store.Retract(ctx, recall.Order{Target: fmt.Sprintf("%s:%d", recall.Claim, r.Claim), Action: recall.Action(r.Decision),
			Why: fmt.Sprintf("report %d", r.ID), Words: r.Words, Actor: r.By, Owner: owner})
		if errors.Is(err, recall.ErrNothing) {
			err = nil // somebody else has taken it back
		}
	}
	if err != nil {
		return err
	}
	return b.Store.ReportDone(ctx, r.ID)
}

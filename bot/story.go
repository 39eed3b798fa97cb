package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/card"
	"dateline/bot/component"
	"dateline/bot/layout"
	"dateline/bot/rest"
	"dateline/bot/wire"
	"dateline/briefing/archive"
	"dateline/briefing/brief"
	"dateline/briefing/chart"
	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/people"
	"dateline/briefing/phrases"
	"dateline/briefing/rights"
	"dateline/store"
)

// storyCommand is /story: the card of a story that is named by words of a headline.
func (b *Bot) storyCommand(ctx context.Context, c *call) (response, error) {
	words := c.text("story")
	found, err := b.storiesNamed(ctx, c, words, true)
	if err != nil {
		return response{}, err
	}
	picked, ok := card.Exactly(found, words)
	switch {
	case len(found) == 0:
		return response{}, refuse("card_none")
	case !ok && len(found) > 1:
		many := manyFit{path: c.path, ask: c.words.Say("card_which")}
		for _, s := range found {
			many.choices = append(many.choices, choice{s.Title, s.Title})
		}
		return response{}, many
	case !ok:
		picked = found[0]
	}
	return b.openCard(ctx, c, picked.ID)
}

// completeStories suggests the stories that the reader may see and has not hidden, newest first.
func (b *Bot) completeStories(ctx context.Context, c *call, typed string) ([]choice, error) {
	found, err := b.storiesNamed(ctx, c, typed, false)
	if err != nil {
		return nil, err
	}
	hidden, err := b.Store.Hidden(ctx, c.person(), b.now())
	var out []choice
	for _, s := range found {
		if _, not := hidden[s.ID]; !not {
			out = append(out, choice{s.Title, s.Title})
		}
	}
	return out, err
}

// storiesNamed lists the stories that somebody means who may see them, newest
// first: by their headlines; where none fits and deep is set, by their texts.
func (b *Bot) storiesNamed(ctx context.Context, c *call, words string, deep bool) ([]card.Story, error) {
	scope, err := b.scope(ctx, c.guild, c.user)
	if err != nil {
		return nil, err
	}
	now := b.now()
	items, err := b.Store.Newest(ctx, scope, store.Range{From: now.Add(-card.Span), To: now}, card.Read)
	if err != nil {
		return nil, fmt.Errorf("look for stories: %w", err)
	}
	mayHead := func(it store.Item) bool { return b.mayHead(ctx, scope, it) }
	found := card.Match(items, words, mayHead)
	if deep && len(found) == 0 && words != "" {
		passages, err := b.Answerer.Archive.Search(ctx, scope, archive.Lookup{Text: words, At: now, Limit: menuMost, PerArticle: 1})
		if err != nil {
			return nil, err
		}
		items = nil
		for _, p := range passages {
			if p.Coverage >= card.Near {
				items = append(items, p.Src.Item)
			}
		}
		found = card.Match(items, "", mayHead)
	}
	list, err := b.listHere(ctx, c)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(found, func(s card.Story) bool { return list.Action == message.LeaveOut && list.Holds(s.Title) }), nil
}

// mayHead reports whether an article's headline, which accuses, may be shown.
func (b *Bot) mayHead(ctx context.Context, scope store.Scope, it store.Item) bool {
	whole, err := b.Store.Items(ctx, scope, []int64{it.Version.ID})
	article := claim.NewArticle(whole[it.Version.ID])
	return err == nil && people.New([]claim.Article{article}).MayHead(article.Headline())
}

// person is the owner of what somebody has set for himself or herself alone.
func (c *call) person() string { return fmt.Sprintf("user:%d", c.user) }

// listHere are the words that the channel of a call hides; direct messages hide none.
func (b *Bot) listHere(ctx context.Context, c *call) (roomWords, error) {
	if c.guild == 0 {
		return roomWords{}, nil
	}
	at := c.in.Channel.V
	if at.ID != c.in.ChannelID {
		at = wire.ChannelInfo{ID: c.in.ChannelID}
	}
	return b.wordsOf(ctx, c.guild, at)
}

// openCard shows one story to one person.
func (b *Bot) openCard(ctx context.Context, c *call, story int64) (response, error) {
	opened, err := b.cardIn(ctx, c, story)
	if err != nil {
		return response{}, err
	}
	handle, err := b.Store.StoryHandle(ctx, opened.Story)
	if err != nil {
		return response{}, err
	}
	list, err := b.listHere(ctx, c)
	if err != nil {
		return response{}, err
	}
	blocks := b.fitted(c.words, func(room int) []message.Block {
		return list.Spoil(opened.Blocks(room), func(message.Block) bool { return false })
	})
	if list.Action == message.LeaveOut && slices.ContainsFunc(blocks, list.InBlock) {
		return response{}, refuse("words_not_here")
	}
	hidden, err := b.Store.Hidden(ctx, c.person(), b.now())
	if err != nil {
		return response{}, err
	}
	hide := component.Button(c.words.Say("card_hide"), card.ID(card.DoHide, handle))
	if until, ok := hidden[opened.Story]; ok {
		blocks = append(blocks, message.Block{Kind: message.Small, Runs: message.Say(c.words, "card_hidden", until)})
		hide = component.Button(c.words.Say("card_undo"), card.ID(card.DoUndo, handle))
	}
	var buttons []discordgo.MessageComponent
	if b.profile(ctx, c.guild).Asks() {
		buttons = append(buttons, component.Button(c.words.Say("card_ask"), card.ID(card.DoAsk, handle)))
	}
	buttons = append(buttons, component.Button(c.words.Say("card_timeline"), card.ID(card.DoTimeline, handle)),
		component.Button(c.words.Say("watch_button"), card.ID(card.DoWatch, handle)), hide)
	if c.guild != 0 { // elsewhere there is nobody who could decide
		buttons = append(buttons, component.Button(c.words.Say("card_report"), card.ID(card.DoReport, handle)))
	}
	return response{blocks: blocks, rows: row(buttons...)}, nil
}

// cardQuery asks for a story as the person of a call may see it.
func (b *Bot) cardQuery(ctx context.Context, c *call, story int64) (brief.CardQuery, error) {
	scope, err := b.scope(ctx, c.guild, c.user)
	return brief.CardQuery{Scope: scope, Owners: []string{c.owner()}, Story: story, Zone: b.zone(ctx, c.guild), Words: c.words}, err
}

// cardIn is a story that is shown where a call was made.
func (b *Bot) cardIn(ctx context.Context, c *call, story int64) (opened brief.Card, err error) {
	err = b.quoting(ctx, c.here(), func(talk *rights.Tally) (err error) {
		opened, err = b.cardOf(ctx, c, story, talk)
		return err
	})
	return opened, err
}

// cardOf reads a story as the person of a call may see it; with talk nil to look at, not to
// show.
func (b *Bot) cardOf(ctx context.Context, c *call, story int64, talk *rights.Tally) (brief.Card, error) {
	query, err := b.cardQuery(ctx, c, story)
	if err != nil {
		return brief.Card{}, err
	}
	query.Talk = talk
	opened, err := b.Press.Writer.Card(ctx, query)
	if gone(err) {
		err = refuse("story_gone")
	}
	return opened, err
}

// timelineOf reads who reported what of a story, as the person of a call may see it.
func (b *Bot) timelineOf(ctx context.Context, c *call, story int64) (brief.Timeline, roomWords, error) {
	query, err := b.cardQuery(ctx, c, story)
	if err != nil {
		return brief.Timeline{}, roomWords{}, err
	}
	list, err := b.listHere(ctx, c)
	if err != nil {
		return brief.Timeline{}, list, err
	}
	out, err := b.Press.Writer.Timeline(ctx, query)
	switch {
	case gone(err):
		return out, list, refuse("story_gone")
	case err == nil && list.Action == message.LeaveOut && slices.ContainsFunc(out.Blocks(brief.TimelineMost), list.InBlock):
		return out, list, refuse("words_not_here")
	}
	return out, list, err
}

// timeline says in words who reported what of a story, and when.
func (b *Bot) timeline(ctx context.Context, c *call, story int64) (response, error) {
	line, list, err := b.timelineOf(ctx, c, story)
	if err != nil {
		return response{}, err
	}
	handle, err := b.Store.StoryHandle(ctx, story)
	var blocks []message.Block
	for most := brief.TimelineMost; most > 1; most-- {
		blocks = list.Spoil(line.Blocks(most), func(message.Block) bool { return false })
		if len(b.laid(c.words, blocks)) == 1 {
			break
		}
	}
	return response{blocks: blocks, rows: row(component.Button(c.words.Say("card_picture"), card.ID(card.DoPicture, handle)))}, err
}

// timelinePicture draws the reports of a story over time. Its text and its alternative
// text say what it shows.
func (b *Bot) timelinePicture(ctx context.Context, c *call, story int64) (response, error) {
	line, list, err := b.timelineOf(ctx, c, story)
	if err != nil {
		return response{}, err
	}
	var reports []chart.Report
	for _, it := range line.Items {
		reports = append(reports, chart.Report{Outlet: cmp.Or(it.Article.Outlet, claim.Unnamed), At: it.Article.Time})
	}
	drawn := chart.New(reports, line.Zone(), line.Day)
	picture, err := drawn.PNG()
	if err != nil {
		return response{}, err
	}
	said := line.Finding()
	blocks := []message.Block{{Kind: message.Heading, Runs: message.Plain(c.words.Say("timeline_of", line.Title))},
		{Kind: message.Para, Runs: message.Plain(said)}}
	for i, outlet := range drawn.Key {
		key := c.words.Say("finding_key", i+1, outlet)
		said += " " + key
		blocks = append(blocks, message.Block{Kind: message.Item, Runs: message.Plain(key)})
	}
	file := rest.File{Name: "timeline.png", Content: picture, Description: layout.Cut(message.Printable(said), rest.DescriptionMost)}
	return response{blocks: list.Spoil(blocks, func(message.Block) bool { return false }), files: []rest.File{file}}, nil
}

// fitted are the blocks of a card in the most room in which they fit one message.
func (b *Bot) fitted(words *phrases.Words, blocks func(room int) []message.Block) []message.Block {
	for room := brief.Roomiest; room > 0; room-- {
		if out := blocks(room); len(b.laid(words, out)) == 1 {
			return out
		}
	}
	return blocks(0)
}

// cardPressed does what is pressed on a card.
func (b *Bot) cardPressed(c *call, id string) {
	do, handle, ok := card.Parse(id)
	press := map[string]func(ctx context.Context, c *call, story int64) (response, error){
		card.DoOpen: b.openCard, card.DoAsked: b.askedAbout, card.DoHide: b.hideStory, card.DoUndo: b.showStory,
		card.DoTimeline: b.timeline, card.DoPicture: b.timelinePicture, card.DoWatch: b.watchStory}[do]
	switch {
	case ok && do == card.DoAsk:
		b.askAbout(c, handle)
	case ok && do == card.DoReport:
		b.reportForm(c, handle)
	case !ok || press == nil || (do == card.DoAsked) != (c.in.Type.V == wire.TypeModal):
		b.respond(c, b.replyForError(c.words, c.path, errOldButton))
	default:
		c.stays = do == card.DoUndo
		b.later(c, func(ctx context.Context) (response, error) {
			story, err := b.handled(ctx, handle)
			if err != nil {
				return response{}, err
			}
			return press(ctx, c, story)
		})
	}
}

// handled is the story that a button names.
func (b *Bot) handled(ctx context.Context, handle int64) (int64, error) {
	story, err := b.Store.HandledStory(ctx, handle)
	if gone(err) {
		err = refuse("story_gone")
	}
	return story, err
}

// hideStory keeps a story from a person's own views for a while.
func (b *Bot) hideStory(ctx context.Context, c *call, story int64) (response, error) {
	opened, err := b.cardOf(ctx, c, story, nil)
	if err != nil {
		return response{}, err
	}
	until := b.now().Add(card.HiddenFor)
	if err := b.Store.Hide(ctx, c.person(), opened.Story, until); err != nil {
		return response{}, err
	}
	handle, err := b.Store.StoryHandle(ctx, opened.Story)
	said := []message.Block{{Kind: message.Para, Runs: message.Say(c.words, "card_hidden", until)}}
	return response{blocks: said, rows: row(component.Button(c.words.Say("card_undo"), card.ID(card.DoUndo, handle)))}, err
}

// showStory takes back that a story is hidden.
func (b *Bot) showStory(ctx context.Context, c *call, story int64) (response, error) {
	if err := b.Store.Unhide(ctx, c.person(), story); err != nil {
		return response{}, err
	}
	return c.say("card_shown"), nil
}

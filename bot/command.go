package bot

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"dateline/bot/command"
	"dateline/bot/component"
	"dateline/bot/layout"
	"dateline/bot/wire"
)

// handler is what a slash command does.
type handler struct {
	server   bool                                 // not in direct messages
	manage   bool                                 // in a server only for those who may manage it
	quick    bool                                 // answered at once: no work that could take long
	form     func(c *call) (component.Form, bool) // what is asked first, where something must be; nil: nothing
	run      func(ctx context.Context, c *call) (response, error)
	complete map[string]func(ctx context.Context, c *call, typed string) ([]choice, error) // by option
}

// choice is one suggestion of an autocomplete.
type choice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type completer = map[string]func(ctx context.Context, c *call, typed string) ([]choice, error)

// table is every command by its path.
func (b *Bot) table() map[string]handler {
	return map[string]handler{
		"ask":   {run: b.askCommand},
		"brief": {run: b.briefCommand},
		"source add": {manage: true, form: b.sourceForm, run: b.sourceAdd, complete: completer{"sources": b.completeWishes,
			"pack": b.completePacks}},
		"source list":   {manage: true, run: b.sourceList},
		"source remove": {manage: true, run: b.sourceRemove, complete: completer{"source": b.completeSource}},
		"source pause":  {manage: true, run: b.sourcePause, complete: completer{"source": b.completeSource}},
		"source resume": {manage: true, run: b.sourceResume, complete: completer{"source": b.completeSource}},
		"schedule add": {server: true, manage: true, run: b.scheduleAdd, complete: completer{"city": b.completeCity,
			"outlets": b.completeOutlets, "without": b.completeOutlets}},
		"schedule edit": {server: true, manage: true, run: b.scheduleEdit, complete: completer{"schedule": b.completeSchedule,
			"city": b.completeCity, "outlets": b.completeOutlets, "without": b.completeOutlets}},
		"schedule list":    {server: true, manage: true, run: b.scheduleList},
		"schedule words":   {server: true, manage: true, run: b.scheduleWords},
		"schedule pause":   b.scheduleCommand(b.pauseOf),
		"schedule resume":  b.scheduleCommand(b.resumeOf),
		"schedule remove":  b.scheduleCommand(b.removeOf),
		"schedule preview": b.scheduleCommand(b.previewOf),
		"schedule now":     b.scheduleCommand(b.nowOf),
		"alerts on":        {server: true, manage: true, run: b.alertsOn, complete: completer{"city": b.completeCity}},
		"alerts off":       {server: true, manage: true, run: b.alertsOff},
		"alerts list":      {server: true, manage: true, run: b.alertsList},
		"follow topic":     {run: b.followTopic, complete: completer{"topic": b.completeTopic, "city": b.completeCity}},
		"follow list":      {run: b.followList},
		"follow stop":      {run: b.followStop, complete: completer{"follow": b.completeFollow}},
		"watch list":       {run: b.watchList},
		"watch stop":       {run: b.watchStop, complete: completer{"watch": b.completeWatch}},
		"sources":          {run: b.sourcesCommand},
		"setup":            {server: true, manage: true, run: b.setupCommand},
		"status":           {manage: true, run: b.statusCommand},
		"story":            {run: b.storyCommand, complete: completer{"story": b.completeStories}},
		"why":              {server: true, run: b.whyCommand, complete: completer{"story": b.completeStory}},
		command.WhyMenu():  {server: true, run: b.whyMenu},
		"help":             {quick: true, run: b.helpCommand},
		"privacy":          {run: b.privacy},
		"forget":           {run: b.forget},
		"new":              {run: b.fresh},

		command.CheckMenu(): {run: b.checkCommand},
		"catchup":           {run: b.catchUpCommand},
		"search":            {run: b.searchCommand},
	}
}

// kindName is what a type of interaction is called where they are counted.
func kindName(t int) string {
	switch t {
	case wire.TypeCommand:
		return "command"
	case wire.TypeComplete:
		return "autocomplete"
	case wire.TypeModal:
		return "modal"
	}
	return "component"
}

// completed answers an autocomplete. Who may not use the command gets nothing.
func (b *Bot) completed(c *call) {
	var choices []choice
	if complete := b.commands[c.path].complete[c.focus]; complete != nil && b.commands[c.path].may(c) == nil {
		ctx, cancel := context.WithTimeout(context.Background(), completeTime)
		defer cancel()
		got, err := complete(ctx, c, c.text(c.focus))
		if err != nil {
			b.Log.Warn("an autocomplete failed", "command", c.path, "err", err)
		}
		for _, x := range got[:min(len(got), 25)] {
			choices = append(choices, choice{layout.Clip(x.Name, 100), x.Value})
		}
		choices = slices.DeleteFunc(choices, func(x choice) bool {
			return x.Name == "" || x.Value == "" || utf8.RuneCountInString(x.Value) > 100 // characters, as Discord counts
		})
	}
	b.offer(c, choices)
}

// offer answers an autocomplete.
func (b *Bot) offer(c *call, choices []choice) {
	if choices == nil {
		choices = []choice{} // a list all the same
	}
	if err := b.callback(c, wire.AnswerChoices, map[string]any{"choices": choices}); err != nil {
		b.Log.Debug("an autocomplete was not answered", "err", err)
	}
}

// completeTime is what a look into the database may take before the three
// seconds of an acknowledgement are over.
const completeTime = 1500 * time.Millisecond

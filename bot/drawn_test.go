package bot

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dateline/bot/card"
	"dateline/bot/command"
	"dateline/bot/discordtest"
	"dateline/briefing/briefingtest"
	"dateline/briefing/export"
	"dateline/briefing/rights"
)

// reader goes through all doors that show words of an article, and keeps what is shown.
type reader struct {
	*world
	user  string
	shown []string
	last  map[string]*discordtest.Message // that had a button, by how its id begins
}

func (r *reader) see(in discordtest.Interaction) string {
	r.rested()
	in.User = r.user
	reply := r.interact(in)
	got := reply.Text() + fmt.Sprint(reply.Modal())
	if m := reply.Message(); m != nil {
		for _, f := range m.Files {
			got += "\n" + string(f.Content)
		}
		for _, press := range []string{export.Press, card.Press + card.DoReport} {
			if slices.ContainsFunc(m.CustomIDs(), func(id string) bool { return strings.HasPrefix(id, press) }) {
				r.last[press] = m
			}
		}
	}
	r.shown = append(r.shown, got)
	return got
}

// press uses the button of the last message that has it; nothing where none has.
func (r *reader) press(kind string) string {
	m := r.last[kind]
	if m == nil {
		return ""
	}
	ids := m.CustomIDs()
	return r.see(discordtest.Interaction{Press: ids[slices.IndexFunc(ids, func(id string) bool { return strings.HasPrefix(id, kind) })], Message: m})
}

// doors are all of them: each asks for another part of the report.
func (r *reader) doors() []func(i int) string {
	slash := func(name string, options map[string]any) string {
		return r.see(discordtest.Interaction{Name: name, Options: options})
	}
	return []func(i int) string{
		func(i int) string {
			return slash("ask", map[string]any{"question": fmt.Sprintf("What did Holm%d say about number %d of Karsk harbour?", i, 100+i)})
		},
		func(int) string { return r.press(export.Press) },
		func(i int) string {
			return slash("search", map[string]any{"words": fmt.Sprintf("Holm%d Karsk harbour", i)})
		},
		func(i int) string {
			written := r.d.Say(r.user, r.channel, fmt.Sprintf("Holm%d of office %d said that something of Karsk harbour cost 12 crowns by noon", i, 300+i), false, nil)
			return r.see(discordtest.Interaction{Name: command.CheckMenu(), Message: &written})
		},
		func(int) string { return slash("story", map[string]any{"story": "Karsk harbour cost"}) },
		func(int) string { return r.press(card.Press + card.DoReport) },
		func(int) string { return slash("catchup", nil) },
		func(int) string { return slash("brief", map[string]any{"topic": "harbour", "length": "long"}) },
	}
}

// A hundred questions through all doors, one after another, show one person in one place
// three hundred words of an article; somebody else begins at none.
func TestDrawn_AllDoorsTogetherShowThreeHundredWords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	report := briefingtest.LongReport()
	w.press.Publish(report.Title, report.Text)
	w.slash("source add", map[string]any{"sources": w.press.URL})
	w.settle()
	w.tell("World")
	member := &reader{world: w, user: w.member, last: map[string]*discordtest.Message{}}
	for i := range 100 {
		if briefingtest.Raced && i > 36 && i%4 != 0 {
			continue
		}
		doors := member.doors() // first those that are asked for parts, so that nothing is left for what shows the beginning
		if i < 36 {
			doors = doors[:4]
		}
		doors[i%len(doors)](20 + i*7%60)
		if i == 60 {
			member.see(discordtest.Interaction{Name: "new"})
		}
	}
	if got := briefingtest.DrawnWords(report.Text, member.shown); got > rights.Together.Words || got < rights.Together.Words/2 {
		t.Errorf("%d words were shown, want at most 300, and most of them", got)
	}
	for i := range member.doors() {
		name := fmt.Sprint("newcomer", i)
		newcomer := &reader{world: w, user: w.d.AddUser(name), last: member.last}
		w.d.Join(w.guild, newcomer.user, 0)
		if got := newcomer.doors()[i](40); briefingtest.DrawnWords(report.Text, newcomer.shown) == 0 {
			t.Errorf("door %d shows nothing to %s:\n%s", i, name, got)
		}
	}
}

// Package setup is the screen on which a server begins: what is usual for it, what
// was chosen instead, how that stands in a message with its menus and buttons, and
// what a press changes. It asks neither Discord nor the database, saves nothing,
// and does not know who may press.
package setup

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"dateline/bot/setting"
	"dateline/bot/sources"
	"dateline/briefing/catalogue"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/briefing/sample"
	"dateline/briefing/schedule"
)

const (
	proposed    = 6             // sources that are chosen beforehand
	offeredMost = 25            // lines of the menu of sources
	typedMost   = 10            // sources that are read from one form
	usualRule   = "daily 07:30" // read at breakfast
)

// Draft is what stands on the screen of one person in one server. It is not safe
// for use by several goroutines.
type Draft struct {
	Home
	Guild, User int64
	Schedule    int64    // that is changed; 0: one is made
	Name        string   // of its briefings
	Others      []string // schedules of the server that this screen does not change, in words
	Channel     Channel
	Rule        schedule.Rule
	Stories     int
	Sources     []Source // that are offered
	Beyond      int      // that are read already and found no place among them
	Unknown     []string // what was typed last and is no source
	Preview     Preview

	Asking        string // of the server, as profile.Server has it
	Moderators    int64  // the channel of the server in which they read reports of mistakes; 0: none
	Alerts, Pings bool   // the channel gets alerts, the schedule pings a role

	picked bool // the sources were chosen by hand
}

// Channel is where briefings are posted.
type Channel struct {
	ID   int64
	Name string
	Bar  string // why nothing can be posted there, in words; "" when it can
}

// Source is a source that is offered.
type Source struct {
	Name, URL string
	Help      string // its country and who owns it
	ID        int64  // of a source that is read already; 0: it is not
	Listed    bool   // it stands in the catalogue: its address is that of a feed
	Chosen    bool
}

// Key is what stands for a source in a menu: no address may be read from it.
func (s Source) Key() string {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(s.URL)) // never fails
	return fmt.Sprintf("%x", hash.Sum64())
}

// Outlet is its name without its section.
func (s Source) Outlet() string { return outlet(s.Name) }

// Preview is the briefing that the chosen sources would give today.
type Preview struct {
	Reading bool // it is being drawn
	Failed  bool // it could not be
	Drawn   sample.Sample
}

// New is a draft with what is usual for a server. read are the sources that it
// reads already: they stay chosen.
func New(home Home, words *phrases.Words, read []Source) *Draft {
	rule, err := schedule.Parse(usualRule)
	if err != nil {
		panic(err) // it is ours
	}
	d := &Draft{Home: home, Rule: rule, Stories: profile.Stories, Sources: read}
	d.Beyond = max(0, len(read)-offeredMost)
	d.Sources = d.Sources[:min(len(read), offeredMost)]
	known := catalogue.All()
	for i := range d.Sources {
		d.Sources[i].Chosen = true
		at := slices.IndexFunc(known, func(s catalogue.Source) bool { return s.URL == d.Sources[i].URL })
		if at >= 0 { // it is shown as it was when it was proposed
			entry := listed(known[at], words)
			d.Sources[i].Listed, d.Sources[i].Name, d.Sources[i].Help = true, entry.Name, entry.Help
		}
	}
	d.picked = len(read) > 0
	if !d.picked {
		d.propose(words)
	}
	d.fill(words)
	return d
}

// Chosen are the sources that are chosen.
func (d *Draft) Chosen() []Source {
	return slices.DeleteFunc(slices.Clone(d.Sources), func(s Source) bool { return !s.Chosen })
}

// Feeds are those that a preview reads.
func (d *Draft) Feeds() []sample.Feed {
	var out []sample.Feed
	for _, s := range d.Chosen() {
		f := sample.Feed{Name: s.Name, URL: s.URL}
		if s.Listed {
			f.Outlet = s.Outlet()
		}
		out = append(out, f)
	}
	return out
}

// propose chooses what is usual for the language and the country.
func (d *Draft) propose(words *phrases.Words) {
	d.replace(catalogue.Suggest(d.Lang, d.Country, proposed), words)
}

// replace chooses others; those that are read already stay as they are.
func (d *Draft) replace(list []catalogue.Source, words *phrases.Words) {
	d.Sources = slices.DeleteFunc(d.Sources, func(s Source) bool { return s.ID == 0 })
	for _, source := range list {
		d.choose(listed(source, words))
	}
}

// fill offers further sources of the language, as many as the menu holds.
func (d *Draft) fill(words *phrases.Words) {
	for _, source := range catalogue.Suggest(d.Lang, d.Country, offeredMost) {
		if len(d.Sources) < offeredMost && !slices.ContainsFunc(d.Sources, func(s Source) bool { return s.URL == source.URL }) {
			d.Sources = append(d.Sources, listed(source, words))
		}
	}
}

// choose chooses a source, behind those that are; false where there is no place
// for it.
func (d *Draft) choose(source Source) bool {
	source.Chosen = true
	if at := slices.IndexFunc(d.Sources, func(s Source) bool { return s.URL == source.URL }); at >= 0 {
		d.Sources[at].Chosen = true
		return true
	}
	if len(d.Sources) >= offeredMost {
		last := len(d.Sources) - 1
		for ; last >= 0 && (d.Sources[last].Chosen || d.Sources[last].ID != 0); last-- {
		}
		if last < 0 {
			return false
		}
		d.Sources = slices.Delete(d.Sources, last, last+1)
	}
	behind := 0
	for i, s := range d.Sources {
		if s.Chosen {
			behind = i + 1
		}
	}
	d.Sources = slices.Insert(d.Sources, behind, source)
	return true
}

func listed(s catalogue.Source, words *phrases.Words) Source {
	return Source{Name: s.Name, URL: s.URL, Listed: true, Help: s.Place(words) + words.Comma() + s.Owned(words)}
}

// Pick chooses the sources of the menu with these keys; without any it changes
// nothing. It reports whether it did.
func (d *Draft) Pick(keys []string) bool {
	known := func(key string) bool {
		return slices.ContainsFunc(d.Sources, func(s Source) bool { return s.Key() == key })
	}
	if !slices.ContainsFunc(keys, known) {
		return false
	}
	for i, s := range d.Sources {
		d.Sources[i].Chosen = slices.Contains(keys, s.Key())
	}
	d.picked = true
	return true
}

// Speak sets the language. Sources that nobody has chosen by hand follow it.
func (d *Draft) Speak(lang string, words *phrases.Words) bool {
	if !slices.Contains(Languages(), lang) {
		return false
	}
	if d.Lang = lang; d.picked {
		return true
	}
	d.propose(words)
	d.fill(words)
	return true
}

// Take chooses the sources of a pack.
func (d *Draft) Take(key string, words *phrases.Words) bool {
	pack, ok := catalogue.PackOf(key)
	if !ok {
		return false
	}
	d.replace(pack.Sources, words)
	d.fill(words)
	d.picked = true
	return true
}

// Add chooses sources that were typed, by names of the catalogue or addresses. What
// is neither stands in Unknown.
func (d *Draft) Add(typed string, words *phrases.Words) {
	d.Unknown = nil
	wishes := sources.Typed(typed, words)
	for i, wish := range wishes {
		source := Source{Name: wish.Shown(), URL: wish.URL}
		if entry, ok := catalogue.Named(wish.Name); ok && wish.Ours {
			source = listed(entry, words)
		}
		if i >= typedMost || wish.Lack != "" || !d.choose(source) {
			d.Unknown = append(d.Unknown, wish.Shown())
			continue
		}
		d.picked = true
	}
	d.Unknown = d.Unknown[:min(len(d.Unknown), typedMost)]
}

// Time sets when and by whose clock. What cannot be read changes nothing.
func (d *Draft) Time(when, city string) (err error) {
	d.Rule, d.Zone, err = setting.When(d.Rule, d.Zone, when, city)
	return err
}

// Ask sets how questions are answered, by the value of a line of the menu.
func (d *Draft) Ask(value string) bool {
	at := slices.IndexFunc(answers, func(a askedHow) bool { return a.value == value })
	if at < 0 {
		return false
	}
	d.Asking = answers[at].asking
	return true
}

// First is when the first briefing comes; false when none does.
func (d *Draft) First(now time.Time) (time.Time, bool) {
	next, ok := d.Rule.Next(d.Zone, now)
	return next.Due, ok
}

// Title is the first word of its briefings.
func (d *Draft) Title(words *phrases.Words) string { return cmp.Or(d.Name, words.Say("setup_name")) }

// Package setting says in one sentence of a language what people have set for a
// schedule or for alerts, and reads the lists that they type into options. It
// stores nothing, asks Discord nothing, and does not know who may set what.
package setting

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/bot/reason"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/briefing/schedule"
	"dateline/store"
	"dateline/store/state"
)

// Sayer words settings. The zero value speaks English and knows no names.
type Sayer struct {
	Words *phrases.Words
	Model bool             // a language model is set
	Names map[int64]string // of roles and channels that schedules name by their ids
	Now   time.Time

	told map[int64]bool // channels of which it was said why they are stopped; nil: a schedule stands alone
}

// Several says of several schedules, one after the other, only once what holds for
// more than one of them: why their channel is stopped, and what Last says.
func (s Sayer) Several() Sayer {
	s.told = map[int64]bool{}
	return s
}

// Last is what stands below several schedules: in which language they are told where
// theirs needs a language model and none is set; "" for nothing.
func (s Sayer) Last(all []store.Planned) string {
	translated := func(x store.Planned) bool { return profile.ParseSchedule(x.Schedule.Profile).Lang != "" }
	if s.Model || !slices.ContainsFunc(all, translated) {
		return ""
	}
	return s.Words.Say("set_language_none")
}

// Deleted is the reason of a channel that does not come back.
const Deleted = "the channel was deleted"

// Line is a schedule with its name, its channel and its settings.
func (s Sayer) Line(x store.Planned) []message.Run {
	runs := message.Say(s.Words, "set_line", message.Run{Text: x.Schedule.Name, Bold: true}, x.Channel.Name)
	return append(append(runs, message.Run{Text: " "}), s.Settings(x)...)
}

// Settings are those of a schedule where they are not the usual ones, and when it
// posts next or why it does not.
func (s Sayer) Settings(x store.Planned) []message.Run {
	if x.Channel.Reason == Deleted && x.Channel.State != state.ChannelActive {
		return message.Say(s.Words, "set_deleted")
	}
	rule, err := schedule.Parse(x.Schedule.Rule)
	zone, errZone := schedule.Load(x.Schedule.Zone)
	if err != nil || errZone != nil {
		return message.Say(s.Words, "set_broken")
	}
	when := s.Words.Say("set_zone", rule.Say(s.Words), City(zone))
	said := s.Words.List(append([]string{when}, s.clauses(profile.ParseSchedule(x.Schedule.Profile))...))
	switch next, ok := rule.Next(zone, s.Now); {
	case x.Schedule.State == state.SchedulePaused:
		said = s.Words.Say("set_paused", said)
	case x.Channel.State != state.ChannelActive && s.told[x.Channel.ID]:
		said = s.Words.Say("set_stopped_too", said)
	case x.Channel.State != state.ChannelActive:
		if s.told != nil {
			s.told[x.Channel.ID] = true
		}
		why := reason.Say(s.Words, strings.Replace(x.Channel.Reason, "in #"+x.Channel.Name+" ", "", 1))
		said = s.Words.Say("set_stopped", said, why)
	case ok:
		return message.Say(s.Words, "set_next", said, next.Due)
	}
	return []message.Run{{Text: said}}
}

// City is a zone as people call it: "Berlin".
func City(zone *time.Location) string {
	name := zone.String()
	return strings.ReplaceAll(name[strings.LastIndexByte(name, '/')+1:], "_", " ")
}

// clauses say what a schedule's briefings are like, where that is not the usual.
func (s Sayer) clauses(set profile.Schedule) []string {
	w := s.Words
	var out []string
	when := func(holds bool, clause string) {
		if holds {
			out = append(out, clause)
		}
	}
	when(set.Stories != profile.Stories, w.Count(set.Stories, "set_stories"))
	when(set.Topic != "", w.Say("set_topic", set.Topic))
	when(len(set.Only) > 0, w.Say("set_outlets", w.List(set.Only)))
	when(len(set.Without) > 0, w.Say("set_without", w.List(set.Without)))
	when(set.Reports > 1, w.Count(set.Reports, "set_reports"))
	when(len(set.Languages) > 0, w.Say("set_languages", w.List(s.languages(set.Languages))))
	when(set.Length == "short", w.Say("set_short"))
	when(set.Length == "long", w.Say("set_long"))
	switch {
	case set.Lang != "" && (s.Model || s.told != nil):
		out = append(out, w.Say("set_language", w.Language(set.Lang)))
	case set.Lang != "":
		out = append(out, w.Say("set_language_later", w.Language(set.Lang)))
	}
	when(set.Quiet, w.Say("set_silent"))
	when(set.Ping != 0, w.Say("set_ping", s.name(set.Ping)))
	when(set.Publish, w.Say("set_publish"))
	when(set.Review != 0, w.Say("set_review", s.name(set.Review), w.Count(int(set.ReviewFor.Minutes()), "set_minutes")))
	return out
}

// Alerts says when a channel is told of a story at once.
func (s Sayer) Alerts(channel string, set profile.Alerts, zone *time.Location) []message.Run {
	clauses := []string{s.Words.Count(set.Reports, "alerts_reports")}
	if set.Topic != "" {
		clauses = append(clauses, s.Words.Say("set_topic", set.Topic))
	}
	if quiet, err := schedule.ParseSpan(set.Quiet); err == nil {
		clauses = append(clauses, s.Words.Say("alerts_quiet", quiet.Say(s.Words), City(zone)))
	}
	return message.Say(s.Words, "alerts_line", channel, s.Words.List(clauses))
}

func (s Sayer) languages(codes []string) []string {
	out := make([]string, len(codes))
	for i, code := range codes {
		out[i] = s.Words.Language(code)
	}
	return out
}

// name is that of a role or channel, or its id where nobody could say it.
func (s Sayer) name(id int64) string {
	if name := s.Names[id]; name != "" {
		return name
	}
	return strconv.FormatInt(id, 10)
}

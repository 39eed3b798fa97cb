package setting

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/message"
	"dateline/briefing/profile"
	"dateline/store"
	"dateline/store/state"
)

func plain(runs []message.Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
		if !r.Time.IsZero() {
			b.WriteString(r.Time.UTC().Format("2 Jan 15:04"))
		}
	}
	return b.String()
}

func TestSettings_OnlyWhatDiffersFromTheUsual(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	x := store.Planned{Schedule: store.Schedule{Name: "World", Rule: "daily 07:30", Zone: "America/New_York", Profile: "{}", State: state.ScheduleActive},
		Channel: store.Channel{Name: "news", State: state.ChannelActive}}
	for what, c := range map[string]struct {
		change func(*store.Planned)
		want   string
	}{
		"the usual":        {func(*store.Planned) {}, "World in #news: every day at 07:30 (New York); next 20 Nov 12:30"},
		"as it was stored": {func(x *store.Planned) { x.Schedule.Profile = `{"stories":5,"length":"normal","reports":1}` }, "World in #news: every day at 07:30 (New York); next 20 Nov 12:30"},
		"names":            {func(x *store.Planned) { x.Schedule.Profile = `{"ping":7,"review":8}` }, "World in #news: every day at 07:30 (New York), pings the role readers, shown in #8 30 minutes before it is posted; next 20 Nov 12:30"},
		"paused":           {func(x *store.Planned) { x.Schedule.State = state.SchedulePaused }, "World in #news: every day at 07:30 (New York); paused"},
		"stopped": {func(x *store.Planned) {
			x.Channel.State, x.Channel.Reason = state.ChannelPaused, "in #news I lack the permission Send Messages"
		}, "World in #news: every day at 07:30 (New York); stopped, because I lack the permission Send Messages; starts again by itself"},
		"deleted": {func(x *store.Planned) { x.Channel.State, x.Channel.Reason = state.ChannelPaused, Deleted }, "World in #news: the channel was deleted; remove this schedule"},
		"damaged": {func(x *store.Planned) { x.Schedule.Rule = "?" }, "World in #news: its time cannot be read; remove it and add it again"},
	} {
		y := x
		c.change(&y)
		if got := plain(Sayer{Names: map[int64]string{7: "readers"}, Now: now}.Line(y)); got != c.want {
			t.Errorf("%s: got %q, want %q", what, got, c.want)
		}
	}
}

func TestAlerts_OnlyWhatIsSet(t *testing.T) {
	for want, set := range map[string]profile.Alerts{
		"Alerts in #news: when 4 independent reports come within an hour.":                                                   {Reports: 4},
		"Alerts in #news: when 3 independent reports come within an hour, only “sport”, silent from 22:00 to 07:00 (Cairo).": {Reports: 3, Topic: "sport", Quiet: "22:00-07:00"},
	} {
		zone, err := time.LoadLocation("Africa/Cairo")
		if err != nil {
			t.Fatal(err)
		}
		if got := plain(Sayer{}.Alerts("news", set, zone)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestOutlets_ByNameOrSite(t *testing.T) {
	known := []string{"Coast Radio", "North Wire (news.example)"}
	for typed, want := range map[string][]string{"coast radio; NORTH WIRE,coast radio": {"Coast Radio", "North Wire"}, "example.org": {"example.org"}, " , ": nil} {
		if got, strange := Outlets(typed, known); strange != "" || !cmp.Equal(got, want) {
			t.Errorf("%q: got %q, strange %q, want %q", typed, got, strange, want)
		}
	}
	for typed, want := range map[string]string{"Coast Radio, Herald": "Herald", "https://a.example/x": "https://a.example/x"} {
		if got, strange := Outlets(typed, known); strange != want || got != nil {
			t.Errorf("%q: got %q, strange %q, want %q", typed, got, strange, want)
		}
	}
}

func TestLanguages_ByCodeOrNameInAnyLanguage(t *testing.T) {
	offered := []string{"en", "de", "ar"}
	if got, strange := Languages("EN، Deutsch, alemán, العربية", offered); strange != "" || !cmp.Equal(got, offered) {
		t.Errorf("got %q, strange %q", got, strange)
	}
	if _, strange := Languages("en, Klingon", offered); strange != "Klingon" {
		t.Errorf("strange %q", strange)
	}
}

func TestNames_AreFew(t *testing.T) {
	if got := len(Names(strings.Repeat("a,b,", 10) + strings.Repeat("x", 5))); got != 3 {
		t.Errorf("%d names", got)
	}
	var many []string
	for i := range 1000 {
		many = append(many, strings.Repeat("x", i+1))
	}
	if got := len(Names(strings.Join(many, ","))); got != listMost {
		t.Errorf("%d names, want %d", got, listMost)
	}
}

// In a list of schedules it is said once why their channel is stopped, and below it
// that no language model is set.
func TestSayer_SeveralSchedulesSayOnceWhatTheyShare(t *testing.T) {
	x := store.Planned{Channel: store.Channel{ID: 1, Name: "news", State: "paused", Reason: "in #news I lack the permission Send Messages"},
		Schedule: store.Schedule{Name: "World", Rule: "daily 07:30", Zone: "Europe/Berlin", Profile: `{"lang":"de"}`, State: "active"}}
	s := Sayer{}.Several()
	var got []string
	for range 2 {
		text := ""
		for _, r := range s.Line(x) {
			text += r.Text
		}
		got = append(got, text)
	}
	want := []string{"World in #news: every day at 07:30 (Berlin), in German; stopped, because I lack the permission Send Messages; starts again by itself",
		"World in #news: every day at 07:30 (Berlin), in German; stopped too"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := s.Last([]store.Planned{x}); got != "No language model is set: for now all of it stands in the languages of the sources." {
		t.Errorf("below: %q", got)
	}
	s.Model = true
	if got := s.Last([]store.Planned{x}); got != "" {
		t.Errorf("with a model: %q", got)
	}
}

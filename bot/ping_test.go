package bot

import (
	"context"
	"strings"
	"testing"

	"dateline/briefing/profile"
	"dateline/store"
)

// pinging is a world whose schedule World calls a role.
func pinging(t *testing.T) (w *world, role string) {
	t.Helper()
	w = furnished(t)
	role = w.d.AddRole(w.guild)
	w.slash("schedule add", map[string]any{"when": "daily 07:30", "city": "UTC", "name": "World", "channel": w.channel})
	all, err := w.store.Schedules(context.Background(), int64(id(w.guild)))
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	_, err = w.store.ChangeSchedule(context.Background(), all[0].Schedule.ID, func(x store.Schedule) (store.Schedule, error) {
		set := profile.ParseSchedule(x.Profile)
		set.Ping = int64(id(role))
		x.Profile = set.String()
		return x, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return w, role
}

func TestPost_CallsOneRoleAndNobodyElse(t *testing.T) {
	t.Parallel()
	w, role := pinging(t)
	w.due("<@&"+role+"> and @everyone meet in Lysk", "The people of Lysk met <@&"+role+"> and @everyone in Lysk, the mayor of Lysk said on Monday.")
	all := w.d.ByBot(w.channel)
	if len(all) != 1 {
		t.Fatalf("%d messages", len(all))
	}
	first, rest, _ := strings.Cut(all[0].Content, "\n")
	if !strings.HasSuffix(first, ") <@&"+role+">") || strings.Contains(rest, "<@&"+role+">") {
		t.Errorf("the role is called other than once, at the end of the first line:\n%s", all[0].Content)
	}
	if len(all[0].Pinged) != 1 || all[0].Pinged[0] != role {
		t.Errorf("called %q", all[0].Pinged)
	}
	w.due("", "")
	if all := w.d.ByBot(w.channel); len(all) != 2 || strings.Contains(all[1].Content, "<@&") || len(all[1].Pinged) > 0 {
		t.Errorf("a briefing with nothing to tell calls somebody:\n%s", all[len(all)-1].Content)
	}
	wants(t, "/status", w.slash("status", nil), "Everything works")
}

func TestPost_ARoleThatIsGoneIsNotCalled(t *testing.T) {
	t.Parallel()
	w, role := pinging(t)
	w.d.DeleteRole(w.guild, role)
	w.due("Bridge at Lysk reopens", "The bridge at Lysk reopens for cars on Monday, the roads agency said in Lysk.")
	all := w.d.ByBot(w.channel)
	if len(all) != 1 || strings.Contains(all[0].Content, "<@&") || !strings.Contains(all[0].Content, "Bridge at Lysk reopens") {
		t.Fatalf("%d messages: %+v", len(all), all)
	}
	wants(t, "/status", w.slash("status", nil), "1 thing needs a look", "The role that each briefing calls is gone, so none is called.")
}

func TestStatus_SaysThatARoleMayNotBeCalled(t *testing.T) {
	t.Parallel()
	w, role := pinging(t)
	w.d.CloseRole(w.guild, role)
	w.due("Bridge at Lysk reopens", "The bridge at Lysk reopens for cars on Monday, the roads agency said in Lysk.")
	if all := w.d.ByBot(w.channel); len(all) != 1 || len(all[0].Pinged) > 0 {
		t.Fatalf("%d messages: %+v", len(all), all)
	}
	wants(t, "/status", w.slash("status", nil), "I may not call the role role "+role+": let everybody mention it")
}

package schedule

import (
	"strings"
	"testing"
	"time"
)

func instantOf(t *testing.T, s string) time.Time {
	t.Helper()
	x, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestBetween_GapsShiftAndOverlapsTakeFirst(t *testing.T) {
	for _, c := range []struct{ zone, rule, after, until, want string }{
		{"Europe/Berlin", "daily 02:30", "2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z", "2026-03-29 02:30 = 01:30Z, 2026-03-30 02:30 = 00:30Z"},
		{"Europe/Berlin", "daily 02:30", "2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z", "2026-10-25 02:30 = 00:30Z, 2026-10-26 02:30 = 01:30Z"},
		{"Europe/Berlin", "daily 02:30", "2026-10-25T00:45:00Z", "2026-10-25T12:00:00Z", ""},
		{"Pacific/Apia", "daily 07:30", "2011-12-29T00:00:00Z", "2011-12-31T00:00:00Z", "2011-12-29 07:30 = 17:30Z, 2011-12-31 07:30 = 17:30Z"},
		{"America/Nuuk", "daily 23:30", "2025-03-29T12:00:00Z", "2025-03-31T12:00:00Z", "2025-03-29 23:30 = 01:30Z, 2025-03-30 23:30 = 00:30Z"},
		{"Australia/Lord_Howe", "daily 02:15", "2026-10-03T00:00:00Z", "2026-10-03T23:00:00Z", "2026-10-04 02:15 = 15:45Z"},
		{"Europe/Berlin", "hourly", "2026-03-29T00:30:00Z", "2026-03-29T03:00:00Z", "2026-03-29 03:00 = 01:00Z, 2026-03-29 04:00 = 02:00Z, 2026-03-29 05:00 = 03:00Z"},
		{"Europe/Berlin", "hourly", "2026-10-24T23:30:00Z", "2026-10-25T02:30:00Z", "2026-10-25 02:00 = 00:00Z, 2026-10-25 03:00 = 02:00Z"},
		{"UTC", "weekdays 09:00", "2026-11-20T10:00:00Z", "2026-11-24T10:00:00Z", "2026-11-23 09:00 = 09:00Z, 2026-11-24 09:00 = 09:00Z"},
		{"Asia/Kolkata", "daily 00:00", "2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z", "2026-11-21 00:00 = 18:30Z"},
	} {
		zone, err := Load(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		r, err := Parse(c.rule)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range r.Between(zone, instantOf(t, c.after), instantOf(t, c.until)) {
			got = append(got, s.Date+" "+s.Time+" = "+s.Due.UTC().Format("15:04Z"))
		}
		if g := strings.Join(got, ", "); g != c.want {
			t.Errorf("%s in %s: got %s, want %s", c.rule, c.zone, g, c.want)
		}
	}
}

func TestNext_IsTheFirstSlotAfterNow(t *testing.T) {
	zone, err := Load("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Parse("weekdays 07:30")
	if err != nil {
		t.Fatal(err)
	}
	s, ok := r.Next(zone, instantOf(t, "2026-11-20T12:30:00Z")) // Friday 07:30 itself
	if !ok || s.Date != "2026-11-23" || s.Due.UTC().Hour() != 12 {
		t.Errorf("got %+v, %v", s, ok)
	}
}

func TestZones_CitiesFindTheirZone(t *testing.T) {
	for in, want := range map[string]string{"berlin": "Europe/Berlin", "munchen": "Europe/Berlin", "São Paulo": "America/Sao_Paulo", "mumbai": "Asia/Kolkata", "kiev": "Europe/Kyiv", "new y": "America/New_York", "UTC": "UTC", "germany": "Europe/Berlin", "america/chi": "America/Chicago"} {
		zs := Zones(in, 25)
		if len(zs) == 0 || zs[0].Name != want {
			t.Errorf("%q: got %v, want %s first", in, zs, want)
		}
	}
	if got := len(Zones("", 25)); got != 25 {
		t.Errorf("nothing typed: %d zones, want 25", got)
	}
	if got := Zones("zzzz", 25); len(got) != 0 {
		t.Errorf("zzzz: got %v", got)
	}
	if loc, err := Find("Munich"); err != nil || loc.String() != "Europe/Berlin" {
		t.Errorf("Munich: %v, %v", loc, err)
	}
	for _, in := range []string{"", "Local", "Nowhere", "../etc/passwd"} {
		if _, err := Find(in); err == nil {
			t.Errorf("%q is a zone", in)
		}
	}
	for _, z := range Zones("", 1000) {
		if _, err := Load(z.Name); err != nil {
			t.Error(err)
		}
	}
}

package profile_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/message"
	"dateline/briefing/profile"
)

// What is stored today is read, whatever is added later.
func TestParse_WhatIsStoredToday(t *testing.T) {
	if got, want := profile.ParseServer(`{"zone":"Europe/Berlin"}`), (profile.Server{Zone: "Europe/Berlin"}); got != want {
		t.Errorf("server %+v, want %+v", got, want)
	}
	channel := profile.ParseChannel(`{"words":["suicid*"],"words_action":"leave out"}`)
	want := message.WordList{Words: []string{"suicid*"}, Action: message.LeaveOut}
	if diff := cmp.Diff(want, channel.WordList); diff != "" {
		t.Error(diff)
	}
	schedule := profile.ParseSchedule(`{"stories":9,"length":"short","topic":"sport","quiet":true,"lang":"de"}`)
	wantSchedule := profile.Schedule{Stories: 9, Length: "short", Topic: "sport", Quiet: true, Lang: "de", ReviewFor: profile.ReviewFor}
	if diff := cmp.Diff(wantSchedule, schedule); diff != "" {
		t.Error(diff)
	}
}

// What was never set, or is damaged, is what is usual; a damaged field takes
// no other with it.
func TestParse_Defaults(t *testing.T) {
	usual := profile.Schedule{Stories: 5, Length: "normal", ReviewFor: 30 * time.Minute}
	for _, stored := range []string{"", "{}", "null", "[1]", "{", `{"stories":-3,"length":""}`, `{"stories":"many"}`} {
		if diff := cmp.Diff(usual, profile.ParseSchedule(stored)); diff != "" {
			t.Errorf("schedule %q: %s", stored, diff)
		}
		if got := profile.ParseServer(stored); got != (profile.Server{}) {
			t.Errorf("server %q: %+v", stored, got)
		}
		if diff := cmp.Diff(profile.Channel{Alerts: profile.Alerts{Reports: 4}}, profile.ParseChannel(stored)); diff != "" {
			t.Errorf("channel %q: %s", stored, diff)
		}
	}
	if got := profile.ParseSchedule(`{"stories":"many","topic":"sport"}`).Topic; got != "sport" {
		t.Errorf("topic %q beside a damaged field, want sport", got)
	}
}

func TestString_IsReadBack(t *testing.T) {
	server := profile.Server{Zone: "Asia/Tokyo", Lang: "ar", Greeted: true, Moderators: 1 << 60, Asking: profile.AskOpenly}
	if got := profile.ParseServer(server.String()); got != server {
		t.Errorf("server %+v, want %+v", got, server)
	}
	channel := profile.Channel{WordList: message.WordList{Words: []string{"arne"}, Action: message.Spoiler}, Lang: "pt",
		Alerts: profile.Alerts{On: true, Reports: 6, Quiet: "22:00-07:00", Topic: "sport", Since: time.UnixMilli(1790000000123).UTC()}}
	if diff := cmp.Diff(channel, profile.ParseChannel(channel.String())); diff != "" {
		t.Error(diff)
	}
	schedule := profile.Schedule{Stories: 3, Length: "long", Topic: `"sea level" -sport`, Lang: "fr", Quiet: true, Only: []string{"NHK"},
		Without: []string{"Blog"}, Reports: 2, Languages: []string{"en", "de"}, Ping: 1<<62 + 1, Publish: true, Review: 9,
		ReviewFor: time.Hour}
	if diff := cmp.Diff(schedule, profile.ParseSchedule(schedule.String())); diff != "" {
		t.Error(diff)
	}
}

// What somebody sets of a channel is all that is stored of it: a log of changes
// compares the two texts.
func TestString_TheUsualOfAlertsThatAreOffIsNotStored(t *testing.T) {
	channel := profile.ParseChannel("{}")
	channel.Lang = "de"
	if got, want := channel.String(), `{"lang":"de"}`; got != want {
		t.Errorf("stored is %s, want %s", got, want)
	}
}

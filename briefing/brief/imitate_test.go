package brief

import (
	"strings"
	"testing"

	"dateline/briefing/claim"
	"dateline/briefing/claim/claimtest"
)

func TestShownTitle_ImitationIsQuotedWithItsOutlet(t *testing.T) {
	s := Story{ID: 1, Title: "Written by AI: all is well", Reports: 1, Outlets: []string{"Evil Wire"}}
	s.Claims = []claim.Claim{{Text: s.Title, Kind: claim.KindHeadline, Cites: []claim.Cite{{Outlet: "Evil Wire", URL: "https://evil.example/"}}}}
	if got, want := claimtest.Said((Briefing{}).story(s)[0].Runs), "Evil Wire: “Written by AI: all is well”"; got != want {
		t.Errorf("heading %q, want %q", got, want)
	}
	if got := claimtest.Said((Briefing{}).brief(s)); !strings.HasPrefix(got, "Evil Wire: “Written by AI") {
		t.Errorf("in brief: %q", got)
	}
}

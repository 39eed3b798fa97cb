package name

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCredits_FindsATextsSources(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"The dam will hold, an engineer told Reuters on Monday.", "reuters"},
		{"AFP reports that the port is closed.", "afp"},
		{"The minister has resigned, according to the BBC.", "bbc"},
		{"BERLIN (AP) - The chancellor will not run again.", "ap"},
		{"The deal was first reported by the Wall Street Journal.", "wall street journal"},
		{"The New York Times reported that talks had failed.", "new york times"},
		{"In an interview with Fox News, the senator said no.", "fox news"},
		{"He told BBC Radio 4 that he would stay.", "bbc"},
		{"A resident told the Karsk Herald that boats had come.", "karsk herald"},
		{"The bridge is closed, Coast Radio reported.", "coast radio"},
		{"Der Deich hält, berichtet die Nachrichtenagentur dpa.", "dpa"},
		{"Laut Spiegel tritt der Minister zurück.", "spiegel"},
		{"Einem Bericht der BBC zufolge sind zwölf Menschen tot.", "bbc"},
		{"El puente está cerrado, según la agencia EFE.", "efe"},
		{"\"No me voy\", dijo a la BBC.", "bbc"},
		{"Le pont est fermé, selon Le Monde.", "le monde"},
		{"A spokesman told Reuters and, according to CNN, nobody was hurt.", "reuters, cnn"},
		{"A crack is found\nAccording to Reuters, divers saw it.", "reuters"},
		// Named, but no source.
		{"Reuters told the court that the photograph was its own.", ""},
		{"The police said that twelve people died, according to the ministry.", ""},
		{"The strike at AP Moller ended, according to AP Moller Maersk.", ""},
		{"Tourists told of chaos. Times Square was closed.", ""},
		{"The BBC will cut 400 jobs.", ""},
		{"He has told nobody. Reuters shares fell.", ""},
	} {
		got := strings.Join(NewOutletNames([]string{"Coast Radio"}).Credits(c.text), ", ")
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%q: %s", c.text, d)
		}
	}
}

func TestOutletKey_AnyOfItsNames(t *testing.T) {
	for name, want := range map[string]string{"BBC News - World": "bbc", "The Associated Press": "ap", "Reuters: Top News": "reuters", "Coast Radio": "coast radio", "The Guardian": "guardian", "politico.com": "politico", "www.usatoday.com": "usa today", "bbc.co.uk": "bbc", "senn.example": "senn.example", "Reuters (evil.example)": "evil.example"} {
		if got := OutletKey(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

func FuzzCredits(f *testing.F) {
	f.Add("BERLIN (AP) - He told Reuters.")
	f.Fuzz(func(t *testing.T, s string) {
		for _, k := range NewOutletNames([]string{s}).Credits(s) {
			if k == "" {
				t.Error("an outlet without a name")
			}
		}
	})
}

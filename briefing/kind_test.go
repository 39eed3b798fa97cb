package briefing

import (
	"testing"
	"time"
)

func TestAnAnswerHoldsWhatIsAskedFor(t *testing.T) {
	for _, c := range []struct {
		question, kind string
		yes, no        []string
	}{
		{"Who won the vote in Karsk?", kindWho,
			[]string{"Mira Tal won the vote in Karsk.", "The vote in Karsk was won by the Green Union."},
			[]string{"The vote in Karsk was won by nobody.", "The vote in Karsk was held in Lysk as well.", "Karsk's vote is over."}},
		{"who won the vote in karsk", kindWho,
			[]string{"Mira Tal won the vote in Karsk."}, []string{"Karsk's vote was won narrowly.", "A woman left Karsk Station after the vote was won."}},
		{"When will the bridge at Lysk reopen?", kindWhen,
			[]string{"The bridge at Lysk will reopen on 4 December."},
			[]string{"The bridge at Lysk will reopen soon, the road office said."}},
		{"What happened on Friday when the bridge fell?", "",
			[]string{"The bridge fell into the river."}, nil},
		{"Which bridge was closed on Friday?", "", []string{"The bridge at Lysk was closed."}, nil},
		{"What year did the bridge fall?", kindWhen,
			[]string{"The bridge fell in 1931."}, []string{"The bridge fell in a storm."}},
		{"How many people are missing in Senn?", kindNumber,
			[]string{"At least 12 people are missing in Senn.", "Twelve are still missing in Senn."},
			[]string{"The people of Senn are missing.", "In Senn 3 boats went out.", "On 4 December people went missing in Senn."}},
		{"How many people were hurt in Senn?", kindNumber,
			[]string{"The flood killed 12 and hurt 40 people.", "Forty people were hurt and 12 killed."}, []string{"The flood that hurt people killed 12."}},
		{"How many of the 40 people were hurt?", kindNumber,
			[]string{"Nine people were hurt."}, []string{"The 40 people were hurt."}},
		{"What percentage voted for Mira Tal?", kindNumber,
			[]string{"Mira Tal won 54 percent."}, []string{"Most voted for Mira Tal."}},
		{"Where was Mira Tal found?", kindWhere,
			[]string{"Mira Tal was found near the old port of Karsk, in Lysk.", "Rescuers found Mira Tal in northern Oru."},
			[]string{"Mira Tal was found by Ada Brandt.", "Mira Tal was found alive."}},
		{"Which country will host the summit with Mira Tal?", kindName,
			[]string{"Norway will host the summit."}, []string{"Mira Tal will host the summit."}},
		{"Wer gewann die Wahl in Karsk?", kindWho,
			[]string{"Mira Tal gewann die Wahl in Karsk."}, []string{"Die Wahl in Karsk ist vorbei."}},
		{"How many people in Senn have COVID-19?", kindNumber,
			[]string{"Twelve people in Senn have COVID-19."}, []string{"People in Senn have COVID-19.", "The people of Senn had 12 COVID-19 deaths.", "Senn had 12 more COVID-19 deaths.", "The death toll of people with COVID-19 in Senn rose to 12."}},
		{"Where is the Oru crater?", kindWhere,
			[]string{"The Oru crater lies off the coast of Karsk.", "The Oru crater was found on Friday, in Karsk."},
			[]string{"Ada Brandt, a teacher in Lysk, found the Oru crater.", "The crater is deep, according to Team Oru."}},
		{"The bridge at Lysk fell into the river last night. How many people are missing?", kindNumber,
			[]string{"At least 12 people are missing."}, []string{"People are missing."}},
		{"who died in the Oru crash", kindWho,
			[]string{"Mira Tal died in the Oru crash."}, []string{"The crash of an Oru Motors bus was deadly, the NTSB said.", "A deadly crash has thrust onto the front pages of all its newspapers the Lysk Hills."}},
		{"Who is the Senn Farm Bureau president?", kindWho,
			[]string{"Senn Farm Bureau President Mira Tal spoke.", "Mira Tal, who is president of the Senn Farm Bureau, spoke."},
			[]string{"The Senn Farm Bureau president spoke of worries over all that was said by President Ada Brandt."}},
		{"What age must the children of Senn be?", kindAge, []string{"The children of Senn must be ages 9 to 11."}, []string{"The children of Senn must be tall."}},
		{"How old was Mira Tal?", kindAge,
			[]string{"Mira Tal est morte à l’âge de 73 ans.", "Mira Tal est morte à l'âge de 73", "Mira Tal died at 73."}, []string{"Mira Tal voyage de 73 villes.", "Mira Tal died in 1973."}},
	} {
		a := newAsked(c.question)
		if a.kind != c.kind {
			t.Errorf("%s: kind %q, want %q", c.question, a.kind, c.kind)
		}
		holdsOnly(t, a, c.yes, c.no)
	}
}

// holdsOnly asks which sentences hold what a question asks for.
func holdsOnly(t *testing.T, a asked, yes, no []string) {
	t.Helper()
	for _, s := range yes {
		if !a.holds(s, a.lang, time.Time{}) {
			t.Errorf("%s: %q is an answer", a.text, s)
		}
	}
	for _, s := range no {
		if a.holds(s, a.lang, time.Time{}) {
			t.Errorf("%s: %q is no answer", a.text, s)
		}
	}
}

package schedule

import (
	"errors"
	"strings"
	"testing"
	"time"

	"dateline/briefing/phrases"
)

// understood are phrases as people write them, and the rule that each means.
const understood = `
daily 07:30 = daily 07:30
weekdays 07:30 = weekdays 07:30
hourly = hourly
Every day at 7:30 = daily 07:30
7.30 pm = daily 19:30
19h05 = daily 19:05
daily 12 am = daily 00:00
12pm = daily 12:00
weekdays 7:00 = weekdays 07:00
every weekday at 8 am = weekdays 08:00
mon-fri 06:15 = weekdays 06:15
Every hour = hourly
07:30 and 18:00 = daily 07:30 and 18:00
07:30, 12:00 & 18:00 = daily 07:30, 12:00 and 18:00
twice a day 8 and 20 = daily 08:00 and 20:00
twice daily at 7:30 a.m. and 6 p.m. = daily 07:30 and 18:00
three times a day: 7, 13 and 19 = daily 07:00, 13:00 and 19:00
mondays and thursdays 09:00 = mondays and thursdays 09:00
mon, wed, fri 7am = mondays, wednesdays and fridays 07:00
mon wed fri 7am = mondays, wednesdays and fridays 07:00
every monday 09:00 = mondays 09:00
9am on Mondays = mondays 09:00
weekends at 10 = weekends 10:00
saturday and sunday 10:00 = weekends 10:00
sat-mon noon = mondays, saturdays and sundays 12:00
tuesday to thursday 18:30 = tuesdays, wednesdays and thursdays 18:30
daily except sundays 8:00 = mondays, tuesdays, wednesdays, thursdays, fridays and saturdays 08:00
every day, monday to friday, 8:00 = weekdays 08:00
weekly on sunday 18:00 = sundays 18:00
once a week on friday at 5 pm = fridays 17:00
weekdays 7 and 9 pm = weekdays 19:00 and 21:00
every 3 hours = every 3 hours
every two hours = every 2 hours
every other hour = every 2 hours
every 1 hour = hourly
every 3h = every 3 hours
every 3 hours except 22:00-07:00 = every 3 hours except 22:00-07:00
every hour except between 10 pm and 7 am = hourly except 22:00-07:00
hourly, but not from 22 to 7 = hourly except 22:00-07:00
every 4 hours on weekdays = weekdays every 4 hours
weekdays hourly from 9 to 17 = weekdays hourly from 09:00 to 17:00
every 3 hours between 7:00 and 22:00 = every 3 hours from 07:00 to 22:00
first monday 09:00 = first monday 09:00
first Monday of the month at 9 am = first monday 09:00
every first monday 09:00 = first monday 09:00
1st monday 09:00 = first monday 09:00
first and third tuesday 8:00 = first tuesday and third tuesday 08:00
last friday 17:00 = last friday 17:00
1st of the month 08:00 = 1st of the month 08:00
first of the month 08:00 = 1st of the month 08:00
15th 09:00 = 15th of the month 09:00
1st and 15th of each month at 6:30 = 1st and 15th of the month 06:30
monthly on the 15th at 9 = 15th of the month 09:00
every month on the first monday 9:00 = first monday 09:00
last day of the month 18:00 = last day of the month 18:00
daily at noon and midnight = daily 00:00 and 12:00
mondays 0730 = mondays 07:30
täglich 7:30 = daily 07:30
jeden Tag um 7 Uhr = daily 07:00
jeden Tag um 19 Uhr 30 = daily 19:30
täglich 19:30 Uhr = daily 19:30
werktags um 7 Uhr morgens und 6 Uhr abends = weekdays 07:00 and 18:00
Mo-Fr 7.30 = weekdays 07:30
montags und donnerstags um 9 Uhr = mondays and thursdays 09:00
am Wochenende um 10 Uhr = weekends 10:00
alle 3 Stunden außer 22-7 Uhr = every 3 hours except 22:00-07:00
stündlich außer von 22 bis 7 Uhr = hourly except 22:00-07:00
zweimal täglich um 8 und 20 Uhr = daily 08:00 and 20:00
wöchentlich am Sonntag 18 Uhr = sundays 18:00
jeden ersten Montag im Monat 9 Uhr = first monday 09:00
letzter Freitag 17 Uhr = last friday 17:00
am 1. und 15. um 8 Uhr = 1st and 15th of the month 08:00
am letzten Tag des Monats um 18 Uhr = last day of the month 18:00
mittags und um Mitternacht = daily 00:00 and 12:00
do 9:00 = thursdays 09:00
todos los días a las 7:30 = daily 07:30
entre semana a las 7 de la mañana = weekdays 07:00
de lunes a viernes a las 9 = weekdays 09:00
lunes y jueves 9:00 = mondays and thursdays 09:00
fines de semana a las 10 = weekends 10:00
cada 3 horas excepto de 22:00 a 7:00 = every 3 hours except 22:00-07:00
dos veces al día a las 8 y a las 20 = daily 08:00 and 20:00
a las 8 de la noche = daily 20:00
primer lunes de cada mes a las 9 = first monday 09:00
el 15 de cada mes a las 8 = 15th of the month 08:00
el último viernes del mes a las 17 = last friday 17:00
al mediodía = daily 12:00
tous les jours à 7h30 = daily 07:30
en semaine à 7h et à 18h = weekdays 07:00 and 18:00
du lundi au vendredi à 8 heures = weekdays 08:00
le lundi et le jeudi à 9h = mondays and thursdays 09:00
le week-end à 10 h = weekends 10:00
toutes les 3 heures sauf entre 22h et 7h = every 3 hours except 22:00-07:00
toutes les heures sauf de 22h à 7h = hourly except 22:00-07:00
le premier lundi du mois à 9h = first monday 09:00
le 1er et le 15 du mois à 8h = 1st and 15th of the month 08:00
tous les jours à midi et à 8 h du soir = daily 12:00 and 20:00
chaque semaine le dimanche à 18h = sundays 18:00
todos os dias às 7h30 = daily 07:30
dias úteis às 7 da manhã = weekdays 07:00
de segunda a sexta às 9h = weekdays 09:00
segunda-feira e quinta-feira às 9h = mondays and thursdays 09:00
seg, qua e sex 7h = mondays, wednesdays and fridays 07:00
a cada 3 horas exceto das 22 às 7 = every 3 hours except 22:00-07:00
na primeira segunda-feira do mês às 9h = first monday 09:00
na segunda segunda-feira do mês às 9h = second monday 09:00
no segundo sábado do mês às 10h = second saturday 10:00
dia 15 de cada mês às 8h = 15th of the month 08:00
duas vezes por dia às 8h e às 20h = daily 08:00 and 20:00
aos fins de semana ao meio-dia = weekends 12:00
كل يوم الساعة 7:30 = daily 07:30
كل يوم ٧:٣٠ صباحًا = daily 07:30
الاثنين والخميس 9:00 = mondays and thursdays 09:00
كل اثنين وخميس الساعة 9 صباحا = mondays and thursdays 09:00
7:30 و18:00 = daily 07:30 and 18:00
كل 3 ساعات ما عدا من 22:00 إلى 7:00 = every 3 hours except 22:00-07:00
كل ساعتين = every 2 hours
أول اثنين من كل شهر الساعة 9 = first monday 09:00
يوم 15 من كل شهر الساعة 8 مساءً = 15th of the month 20:00
من الاثنين إلى الجمعة الساعة 8 = weekdays 08:00
أسبوعيا يوم الأحد 18:00 = sundays 18:00
آخر يوم من الشهر 18:00 = last day of the month 18:00
كل يوم عند منتصف الليل = daily 00:00
`

func TestParse_RulesAsPeopleWriteThem(t *testing.T) {
	n := 0
	for line := range strings.Lines(strings.TrimSpace(understood)) {
		text, want, _ := strings.Cut(strings.TrimSpace(line), " = ")
		n++
		r, err := Parse(text)
		if err != nil || r.String() != want {
			t.Errorf("%q: got %q, %v, want %q", text, r, err, want)
			continue
		}
		if again, err := Parse(r.String()); err != nil || again.String() != want {
			t.Errorf("%q is read back as %q, %v", r, again, err)
		}
	}
	t.Logf("%d phrases", n)
}

// refused are texts that are no rule, with the key of what is said.
const refused = `
 = rule_none
... = rule_no_time
daily = rule_no_time
daily 25:00 = rule_clock
daily 24:00 = rule_clock
13 pm = rule_clock
0 am = rule_clock
7 = rule_bare
tomorrow = rule_unknown
tomorrow 09:00 = rule_unknown
hourly 07:30 = rule_both
daily 07:60 = rule_clock
daily 7:3 = rule_clock
*/5 * * * * = rule_unknown
weekly 09:00 = rule_no_day
monthly 09:00 = rule_no_day
monthly on mondays 09:00 = rule_no_day
first 09:00 = rule_no_day
every 5 hours = rule_hours
every 24 hours = rule_hours
every 30 minutes = rule_minutes
every 2 days 09:00 = rule_weeks
every other week monday 09:00 = rule_weeks
every second monday 09:00 = rule_weeks
fifth friday 09:00 = rule_fifth
mondays 09:00 and fridays 18:00 = rule_split
first monday and thursdays 09:00 = rule_mixed
07:30-18:00 = rule_span
every 3 hours except 22:00 = rule_quiet
every 3 hours except at night = rule_quiet
every 3 hours except 22:00-22:00 = rule_quiet
every 12 hours except 22:00-13:00 = rule_all_quiet
twice a day 09:00 = rule_count
32nd 09:00 = rule_unknown
daily 07:30 in Berlin = rule_unknown
täglich um halb acht = rule_unknown
jeden zweiten Montag 9 Uhr = rule_weeks
cada 15 minutos = rule_minutes
toutes les 5 heures = rule_hours
a cada 2 dias às 9h = rule_weeks
كل 5 ساعات = rule_hours
`

func TestParse_WhatIsNoRuleIsRefusedWithExamples(t *testing.T) {
	n := 0
	for line := range strings.Lines(strings.Trim(refused, "\n")) {
		text, want, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " = ")
		n++
		r, err := Parse(text)
		var fault *Error
		if !errors.As(err, &fault) || fault.Key != want {
			t.Errorf("%q: got %q, %v, want %s", text, r, err, want)
			continue
		}
		for _, lang := range phrases.Languages() {
			words := phrases.In(lang)
			example, _, _ := strings.Cut(words.Say("rule_examples"), " | ")
			if want == "rule_quiet" {
				example = "22:00-07:00"
			}
			if said := fault.Say(words); !strings.Contains(said, example) || strings.Contains(said, "%!") {
				t.Errorf("%q in %s: %s", text, lang, said)
			}
		}
	}
	t.Logf("%d texts", n)
}

func TestParse_EveryExampleIsUnderstood(t *testing.T) {
	for _, lang := range phrases.Languages() {
		for _, example := range strings.Split(phrases.In(lang).Say("rule_examples"), " | ") {
			r, err := Parse(example)
			if err != nil {
				t.Errorf("%s: %v", lang, err)
			}
			t.Logf("%s: %s = %s", lang, example, r)
		}
	}
}

func TestParse_WhatIsSaidIsUnderstood(t *testing.T) {
	for _, text := range []string{"daily 07:30", "daily 07:30, 12:00 and 18:00", "weekdays 07:30", "weekends 10:00", "mondays and thursdays 09:00",
		"hourly", "every 2 hours", "every 3 hours except 22:00-07:00", "weekdays every 4 hours", "hourly from 09:00 to 17:00",
		"first monday 09:00", "second saturday and last saturday 09:00", "1st and 15th of the month 08:00", "15th and last day of the month 08:00"} {
		r, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range phrases.Languages() {
			said := r.Say(phrases.In(lang))
			if again, err := Parse(said); err != nil || again.String() != text {
				t.Errorf("%s: %q is said %q, which reads as %q, %v", lang, text, said, again, err)
			}
		}
	}
}

func TestSay_OneSentenceInEachLanguage(t *testing.T) {
	for text, want := range map[string][]string{
		"mondays and thursdays 09:00": {"every Monday and Thursday at 09:00", "jeden Montag und Donnerstag um 09:00 Uhr", "cada lunes y jueves a las 09:00",
			"le lundi et le jeudi à 09:00", "às segundas-feiras e às quintas-feiras às 09:00", "كل اثنين وخميس الساعة 09:00"},
		"daily 07:30 and 18:00": {"every day at 07:30 and 18:00", "jeden Tag um 07:30 und 18:00 Uhr", "todos los días a las 07:30 y 18:00",
			"tous les jours à 07:30 et 18:00", "todos os dias às 07:30 e 18:00", "كل يوم الساعة 07:30 و18:00"},
		"every 3 hours except 22:00-07:00": {"every 3 hours, not between 22:00 and 07:00", "alle 3 Stunden, nicht zwischen 22:00 und 07:00 Uhr",
			"cada 3 horas, excepto entre las 22:00 y las 07:00", "toutes les 3 heures, sauf entre 22:00 et 07:00",
			"a cada 3 horas, exceto entre 22:00 e 07:00", "كل 3 ساعات، ما عدا بين 22:00 و07:00"},
		"first monday 09:00": {"on the first Monday of each month at 09:00", "am ersten Montag jedes Monats um 09:00 Uhr",
			"el primer lunes de cada mes a las 09:00", "le premier lundi de chaque mois à 09:00",
			"na primeira segunda-feira de cada mês às 09:00", "أول اثنين من كل شهر الساعة 09:00"},
		"1st and 15th of the month 08:00": {"on the 1st and 15th of each month at 08:00", "am 1. und 15. jedes Monats um 08:00 Uhr",
			"el 1 y 15 de cada mes a las 08:00", "le 1er et 15 de chaque mois à 08:00", "no dia 1 e 15 de cada mês às 08:00",
			"يوم 1 و15 من كل شهر الساعة 08:00"},
		"weekdays hourly from 09:00 to 17:00": {"Monday to Friday, every hour from 09:00 to 17:00", "montags bis freitags, jede Stunde von 09:00 bis 17:00 Uhr",
			"de lunes a viernes, cada hora de 09:00 a 17:00", "du lundi au vendredi, toutes les heures de 09:00 à 17:00",
			"de segunda a sexta-feira, a cada hora das 09:00 às 17:00", "من الاثنين إلى الجمعة، كل ساعة من 09:00 إلى 17:00"},
	} {
		r, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		for i, lang := range phrases.Languages() {
			if got := r.Say(phrases.In(lang)); got != want[i] {
				t.Errorf("%s in %s: got %s, want %s", text, lang, got, want[i])
			}
		}
	}
}

func TestParseSpan_QuietHours(t *testing.T) {
	for text, want := range map[string]string{"22:00-07:00": "22:00-07:00", "from 10 pm to 7 am": "22:00-07:00", "22-7": "22:00-07:00", "von 22 bis 7 Uhr": "22:00-07:00",
		"22:00-24:00": "22:00-00:00", "entre 22h et 7h": "22:00-07:00", "das 22h às 7h": "22:00-07:00", "": "", "22:00": "", "night": "", "7-7": "", "22:00-07:00 daily": "", "25-7": ""} {
		got, err := ParseSpan(text)
		if got.String() != want || (err == nil) != (want != "") {
			t.Errorf("%q: got %q, %v, want %q", text, got, err, want)
		}
	}
	quiet, err := ParseSpan("22:00-07:00")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{"21:59": false, "22:00": true, "00:00": true, "06:59": true, "07:00": false} {
		shown, err := time.Parse("15:04", text)
		if err != nil || quiet.Holds(shown) != want {
			t.Errorf("%s: got %v, want %v", text, !want, want)
		}
	}
}

func TestCatchUp_IsHalfTheLeastInterval(t *testing.T) {
	for text, want := range map[string]string{"daily 07:30": "12h0m0s", "weekdays 07:30": "12h0m0s", "hourly": "1h0m0s", "every 3 hours": "1h30m0s", "every 12 hours": "6h0m0s",
		"07:30 and 18:00": "5h15m0s", "mondays 09:00": "24h0m0s", "weekends 10:00": "12h0m0s", "mondays and wednesdays 09:00": "24h0m0s",
		"first monday 09:00": "24h0m0s", "1st of the month 08:00": "24h0m0s", "1st and last day of the month 08:00": "12h0m0s",
		"daily 20:00 except 22:00-07:00": "2h0m0s", "every 3 hours except 22:00-07:00": "1h0m0s", "daily 09:00 and 09:10": "1h0m0s"} {
		r, err := Parse(text)
		if err != nil || r.CatchUp().String() != want {
			t.Errorf("%s: got %v, %v, want %s", text, r.CatchUp(), err, want)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := Parse("every 3 hours except 22:00-07:00"); err != nil {
			b.Fatal(err)
		}
	}
}

// No complaint quotes what nobody sees.
func TestParse_NothingThatIsSeenIsNotQuoted(t *testing.T) {
	for _, typed := range []string{"", " ", "\t\n", "\u200b", "\u00a0", "\u202e", "\x00", "\u200d \u2060"} {
		_, rule := Parse(typed)
		_, span := ParseSpan(typed)
		for _, err := range []error{rule, span} {
			if err == nil || !strings.HasPrefix(err.Error(), "No time is given. You can write: ") {
				t.Errorf("%q: %v", typed, err)
			}
		}
	}
}

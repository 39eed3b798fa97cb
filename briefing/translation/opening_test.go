package translation

import (
	"testing"
	"time"

	"dateline/briefing/claim"
)

// German writes nouns with capitals, and a sentence begins with one: an adjective and a noun
// there are no name. A name, a place or a party that the sentence lacks is still one.
func TestTranslationFault_GermanAdjectiveOpensTheSentence(t *testing.T) {
	at := time.Date(2026, 11, 24, 14, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		src, said string
		holds     bool
	}{
		{"U.S. children born between 2025 and 2028 are eligible for a one-time $1,000 federal deposit.", "Amerikanische Kinder, die zwischen 2025 und 2028 geboren werden, können für ihr Konto einmalig 1.000 Dollar vom Bund erhalten.", true},
		{"British police officers arrested two men.", "Britische Polizisten nahmen zwei Männer fest.", true},
		{"French lawmakers rejected the budget.", "Französische Abgeordnete lehnten den Haushalt ab.", true},
		{"Small children are most at risk from the heat.", "Kleine Kinder sind durch die Hitze am stärksten gefährdet.", true},
		{"An Italian court stopped the toll.", "Italienisches Gericht stoppt die Maut.", true},
		{"Armed men stormed the hotel.", "Bewaffnete Männer stürmten das Hotel.", true},
		{"Rising prices are hurting families.", "Steigende Preise belasten die Familien.", true},
		{"Heavy rain flooded the streets of Senn.", "Heftige Regenfälle überfluteten die Straßen von Senn.", true},
		{"Young mothers get more money from January.", "Junge Mütter bekommen ab Januar mehr Geld.", true},
		{"Local authorities closed the schools.", "Örtliche Behörden schlossen die Schulen.", true},
		{"Economic growth slowed in the spring.", "Wirtschaftliches Wachstum verlangsamte sich im Frühjahr.", true},
		{"Japanese carmakers are cutting jobs.", "Japanische Autobauer streichen Stellen.", true},
		{"Old bridges must be repaired.", "Alte Brücken müssen repariert werden.", true},
		{"Several injured passengers were taken to hospital.", "Verletzte Fahrgäste wurden ins Krankenhaus gebracht.", true},
		{"Police in Vienna arrested a burglar.", "Wiener Polizisten nahmen einen Einbrecher fest.", true},
		{"Polish farmers blocked the border on Monday.", "Polnische Landwirte blockierten am Montag die Grenze.", true},
		{"British Prime Minister Keir Starmer met dockers.", "Britischer Premierminister Keir Starmer traf Hafenarbeiter.", true},
		{"Ukrainian drones hit a refinery.", "Ukrainische Drohnen trafen eine Raffinerie.", true},
		{"Experienced climbers were looking for the man.", "Erfahrene Bergsteiger suchten nach dem Mann.", true},
		{"Dutch scientists have found a new virus.", "Niederländische Forscher haben ein neues Virus entdeckt.", true},
		{"Nepalese climbers reached the summit.", "Nepalesische Bergsteiger erreichten den Gipfel.", true},
		{"International observers praised the vote.", "Internationale Beobachter lobten die Wahl.", true},

		{"Climbers reached the summit.", "Nepalesische Bergsteiger erreichten den Gipfel.", false},
		{"The chancellor visited the port.", "Olaf Scholz besuchte den Hafen.", false},
		{"The chancellor visited the port.", "Kanzler Wagner besuchte den Hafen.", false},
		{"The chancellor visited the port.", "Deutscher Kanzler Wagner besuchte den Hafen.", false},
		{"U.S. children born between 2025 and 2028 get money.", "Britische Kinder, die zwischen 2025 und 2028 geboren werden, bekommen Geld.", false},
		{"British police officers arrested two men.", "Schottische Polizisten nahmen zwei Männer fest.", false},
		{"The lawmakers rejected the budget.", "Französische Abgeordnete lehnten den Haushalt ab.", false},
		{"British lawmakers rejected the budget.", "Britische Labour-Abgeordnete lehnten den Haushalt ab.", false},
		{"The trade fair opens on Monday.", "Grüne Woche öffnet am Montag.", false},
		{"A German airline is cancelling flights.", "Deutsche Lufthansa streicht Flüge.", false},
		{"A Russian company lowers its output.", "Russische Gazprom senkt die Förderung.", false},
		{"An Italian carmaker is cutting jobs.", "Italienische Ferrari streicht Stellen.", false},
		{"Militants claimed the attack.", "Islamischer Staat bekennt sich zu dem Angriff.", false},
		{"Lawmakers rejected the budget.", "Republikanische Abgeordnete lehnten den Haushalt ab.", false},
		{"Lawmakers rejected the budget.", "Grüne Abgeordnete lehnten den Haushalt ab.", false},
		{"Young musicians played in the hall.", "Junge Musiker Tilda Roos und Peter Maas spielten in der Halle.", false},
		{"Heavy rain flooded the streets.", "Heftige Regenfälle überfluteten die Straßen von Bad Karsk.", false},
		{"A newspaper reported the deal.", "Süddeutsche Zeitung berichtete über das Abkommen.", false},
		{"Police arrested a burglar.", "Wiener Polizisten nahmen einen Einbrecher fest.", false},
		{"The minister visited the port.", "Christine Lagarde besuchte den Hafen.", false},
		{"A young man won the race.", "Junger Mann namens Peter Roos gewann das Rennen.", false},
	} {
		claim := claim.Claim{Text: c.src, Kind: claim.KindQuoted, Cites: []claim.Cite{{Lang: "en", Published: at, Body: c.src}}}
		fault := Fault(claim, c.said, "de")
		if (fault == "") != c.holds {
			t.Errorf("%s\n%s\nfault %q, holds %v", c.src, c.said, fault, c.holds)
		}
	}
}

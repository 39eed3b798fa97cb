package answer

import (
	"testing"

	"dateline/briefing/archive"
	"dateline/briefing/claim"
	"dateline/briefing/text"
	"dateline/store"
)

func TestGuilt_OnlyTheBeginningAsksForMore(t *testing.T) {
	const s = "Jonas Vance has stolen 80 million crowns from the port of Norde, a court found on Friday."
	for q, want := range map[string]bool{
		"Who has stolen the money from the port of Norde?":                  true,
		"And who has stolen the money from the port of Norde?":              true,
		"From whom was the money of the port of Norde stolen?":              true,
		"Is Tilda Crook the one who has stolen the money from Norde?":       false,
		"Tilda Crook has stolen the money, when did she do it?":             false,
		"Why has Tilda Crook stolen the money from the port of Norde?":      false,
		"So why has Tilda Crook stolen the money from the port of Norde?":   false,
		"¿Por qué Tilda Crook tiene el dinero robado del puerto de Norde?":  false,
		"Is Jonas Vance the one who has stolen the money of the port?":      true,
		"Is it true what they say, that Tilda Crook is a thief in Norde?":   false,
		"Wer hat das Geld des Hafens von Norde gestohlen, der Dieb?":        true,
		"Warum ist Tilda Crook eine Diebin, wer hat ihr geholfen in Norde?": false,
	} {
		if got := newQuestion(q, followUp{}).mayMeetAccusation(s, "en"); got != want {
			t.Errorf("%s: answered by another's guilt: %v, want %v", q, got, want)
		}
	}
}

func TestNewQuestion_OpinionsAskedByWholeWords(t *testing.T) {
	for q, want := range map[string]bool{
		"Que disent les éditorialistes du vote à Karsk ?": true,
		"Éditorialistes sur le vote à Karsk ?":            true,
		"What do columnists say of the vote in Karsk?":    true,
		"Who won the vote in Karsk?":                      false,
		"Quel ravis sur le port de Karsk ?":               false,
	} {
		if got := newQuestion(q, followUp{}).asksOpinion; got != want {
			t.Errorf("%s: opinions are asked for: %v, want %v", q, got, want)
		}
	}
}

func TestSameCase_DeedElsewhereIsNoAnswer(t *testing.T) {
	const s = "Jonas Vance raped two girls and showed a rifle, a court in Norde found on Friday."
	f := archive.Found{Src: claim.Article{Item: store.Item{Version: store.Version{Lang: "en", Title: "Trial in Norde", Text: s}}}}
	f.End = len(s)
	for q, want := range map[string]bool{
		"Who raped the girls in Norde?": true,
		"Who raped the girl?":           true,
		"Who raped the girl in Karsk?":  false,
		"Where was a rifle shown?":      true,
	} {
		asked := newQuestion(q, followUp{})
		for _, w := range text.PlainWords(text.Fold(q)) {
			asked.words = append(asked.words, archive.Word{Plain: w, Stems: text.Terms(w, "en")})
		}
		if got := asked.sameCase(f, s); got != want {
			t.Errorf("%s: answered by a deed in Norde: %v, want %v", q, got, want)
		}
	}
}

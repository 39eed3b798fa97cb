package text

import "testing"

func TestLeans_ByPronouns(t *testing.T) {
	for _, c := range []struct {
		q, lang string
		leans   bool
	}{
		{"When will it reopen?", "en", true},
		{"Who told them that?", "en", true},
		{"Were there others?", "en", true},
		{"Who was there?", "en", true},
		{"Is there a strike in the port?", "en", false},
		{"Which laws were passed this week?", "en", false},
		{"Who said that the bridge is closed?", "en", false},
		{"Who said that?", "en", true},
		{"Which river burst its banks?", "en", true}, // seen as leaning: what it carries only ranks
		{"Who won the vote in Karsk?", "en", false},
		{"Wer hat das gesagt?", "de", true},
		{"Wer hat das neue Gesetz geschrieben?", "de", false},
		{"Wann wird sie wieder geöffnet?", "de", true},
		{"Gibt es einen Streik im Hafen?", "de", false},
		{"Wie viele sind dort gestorben?", "de", true},
		{"Was wurde diese Woche beschlossen?", "de", false},
		{"¿Quién lo dijo?", "es", true},
		{"¿Cuándo está abierto el puente?", "es", false},
		{"¿Cuántos murieron esta semana en el puerto?", "es", false},
		{"Quand va-t-il rouvrir ?", "fr", true},
		{"Combien y a-t-il de disparus ?", "fr", false},
		{"Qui a dit cela ?", "fr", true},
		{"Quando ela vai reabrir?", "pt", true},
		{"Quem disse isso?", "pt", true},
		{"Quem ganhou a votação?", "pt", false},
	} {
		if got := QuestionLang(c.q); got != c.lang {
			t.Errorf("%q is in %q, want %q", c.q, got, c.lang)
		}
		if got := Leans(c.q, c.lang); got != c.leans {
			t.Errorf("%q leans: %v, want %v", c.q, got, c.leans)
		}
	}
}

func TestQuestionLang_ShortQuestions(t *testing.T) {
	for q, want := range map[string]string{
		"Wer gewann die Wahl in Karsk?": "de", "Was geschah in Karsk?": "de", "Wann endet der Streik?": "de", "Was sagte Roos?": "de",
		"¿Quién ganó en Karsk?": "es", "Cuantos muertos en Senn?": "es", "Qui a gagné à Karsk ?": "fr", "Combien de morts à Senn ?": "fr",
		"Quem venceu em Karsk?": "pt", "Onde fica Karsk?": "pt", "Who won in Karsk?": "en", "Was Roos there?": "en", "Karsk election": "en", "Что случилось?": "ru",
		"Quando è lo sciopero dei treni?": "it", "Chi è stato arrestato a Karsk?": "it", "Quanti sono i morti?": "it", "Hoeveel doden vielen er in Karsk?": "nl",
		"Wie is aangehouden in Senn?": "nl", "Ile osób zginęło w Karsku?": "pl", "Kto wygrał wybory?": "pl", "Vem vann valet i Karsk?": "sv", "Hur många dog?": "sv",
		"Kaç kişi öldü?": "tr", "Seçimi kim kazandı?": "tr", "Quando é a greve dos comboios?": "pt", "Quanto custa a ponte?": "pt", "Wie ist die Lage?": "de", "Wie viele starben in Senn?": "de",
		"Where is Roos?": "en", "Who is Marijke van de Boer?": "en", "Come what may?": "en", "Quando chega o comboio?": "pt", "Is Senn in Karsk?": "en", "Dónde está la alcaldesa?": "es", "Qui est le maire ?": "fr", "Où en est la grève ?": "fr",
	} {
		if got := QuestionLang(q); got != want {
			t.Errorf("%q is in %q, want %q", q, got, want)
		}
	}
}

func TestLeans_NeverWithoutATable(t *testing.T) {
	for _, q := range []string{"Сколько человек погибло там?", "彼は誰ですか"} {
		lang := QuestionLang(q)
		if Follows(lang) && Leans(q, lang) {
			t.Errorf("%q leans in %q", q, lang)
		}
	}
}

func TestContinues_ByItsOpening(t *testing.T) {
	for q, want := range map[string]bool{"And in Karsk?": true, "What about Karsk?": true, "Und in Karsk?": true, "¿Y en Karsk?": true, "Et à Karsk ?": true, "E em Karsk?": true, "What happened in Karsk?": false, "Andes?": false} {
		if got := Continues(q, QuestionLang(q)); got != want {
			t.Errorf("%q in %q continues: %v, want %v", q, QuestionLang(q), got, want)
		}
	}
}

func TestSpokenIn_OnlyKnownLanguages(t *testing.T) {
	for question, want := range map[string]string{
		"What did Tilda Roos say in Senn?": "en", "Who won?": "", "Was sagte Tilda Roos in Senn?": "de", "¿Qué dijo la alcaldesa de Senn?": "es",
		"Vem vann valet i Sverige?": "", "Vem hittades vid liv i Senn?": "", "Senn Tilda Roos": "",
		"من فاز في الانتخابات؟": "ar", "كم عدد القتلى في سين؟": "ar", "Quando è lo sciopero?": "", "Hoeveel doden zijn er in Senn?": "",
	} {
		if got := SpokenIn(question); got != want {
			t.Errorf("%s: %q, want %q", question, got, want)
		}
	}
}

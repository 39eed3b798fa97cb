package brief_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"dateline/briefing/answer"
	"dateline/briefing/archive"
	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/llm"
	"dateline/briefing/write"
	"dateline/store"
	"dateline/store/storetest"
)

const (
	rescued  = "Rescuers found 40 people alive in the school of Senn on Friday, the rescue service said."
	gerettet = "Die Retter fanden am Freitag in der Schule von Senn 40 Menschen lebend, teilte der Rettungsdienst mit."
)

// germanBrief is a briefing in German of one English story, told in one checked sentence.
func germanBrief(t *testing.T, model llm.Generator) brief.Briefing {
	t.Helper()
	d := briefingtest.NewDesk(t, storetest.Open(t))
	d.Read(briefingtest.Article("flood", "Coast Radio", "Rescuers find 40 alive in Senn", "Rescuers found 40 people alive in the school of Senn on Friday, the rescue service said. Mayor Tilda Roos thanked the rescuers of Senn who had come by boat from Karsk."))
	return d.German(model)
}

func TestTranslator_CheckedSentenceIsTranslatedOnce(t *testing.T) {
	model := &briefingtest.Interpreter{Writer: briefingtest.States(rescued), German: map[string]string{"40 people": gerettet, "Rescuers find": "Retter finden 40 Menschen lebend in Senn"}}
	d := briefingtest.NewDesk(t, storetest.Open(t))
	d.Read(briefingtest.Article("flood2", "Herald", "Rescuers find 40 alive in Senn", rescued+" Mayor Tilda Roos thanked the rescuers of Senn."))
	for range 2 {
		text := briefingtest.Say(d.German(model).Blocks())
		for _, want := range []string{"Retter finden 40 Menschen lebend in Senn\n", strings.TrimSuffix(gerettet, ".") + " (Herald", "Von KI verfasst"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not in:\n%s", want, text)
			}
		}
	}
	if model.Asked != 1 {
		t.Errorf("translated %d times", model.Asked)
	}
}

func TestTranslator_WrongTranslationLeavesTheOriginal(t *testing.T) {
	for name, said := range map[string]string{
		"another number":    strings.Replace(gerettet, "40", "14", 1),
		"a number added":    strings.Replace(gerettet, "teilte", "teilten 3", 1),
		"a number lost":     strings.Replace(gerettet, "40 ", "", 1),
		"another name":      strings.Replace(gerettet, "Senn", "Karsk", 1),
		"a name lost":       strings.Replace(gerettet, " von Senn", "", 1),
		"a name added":      strings.Replace(gerettet, "der Rettungsdienst", "Kanzler Friedrich Bauer", 1),
		"another day":       strings.Replace(gerettet, "Freitag", "Montag", 1),
		"a day lost":        strings.Replace(gerettet, " am Freitag", "", 1),
		"a date added":      strings.Replace(gerettet, "teilte", "teilte am 3. März 2024", 1),
		"a sentence added":  gerettet + " Die Regierung hat versagt.",
		"a speech added":    strings.TrimSuffix(gerettet, ".") + ", und die Regierung hat in jeder Hinsicht versagt, weil sie nie auf die vielen Warnungen der Menschen gehört hat, die dort leben und arbeiten.",
		"a link":            strings.TrimSuffix(gerettet, ".") + " auf www.evil.com.",
		"a mention":         strings.TrimSuffix(gerettet, ".") + " @everyone.",
		"another language":  "Los rescatistas encontraron el viernes a 40 personas con vida en la escuela de Senn, dijo el servicio de rescate.",
		"the same sentence": rescued,
		"nothing":           "",
	} {
		t.Run(name, func(t *testing.T) {
			text := briefingtest.Say(germanBrief(t, &briefingtest.Interpreter{Writer: briefingtest.States(rescued), German: map[string]string{"40 people": said}}).Blocks())
			if !strings.Contains(text, strings.TrimSuffix(rescued, ".")) || !strings.Contains(text, "Coast Radio") {
				t.Errorf("the checked sentence is not in:\n%s", text)
			}
			if said != "" && said != rescued && strings.Contains(text, strings.TrimSuffix(said, ".")) {
				t.Errorf("the translation is shown:\n%s", text)
			}
		})
	}
}

// What code cannot see: another verb, a clause that was made up, a name in the place
// of another, in the same numbers, days and names.
func TestTranslator_SecondReadingHoldsIt(t *testing.T) {
	const evacuated = "About 300 residents of Senn were evacuated on Friday, the rescue service said."
	for said, stated := range map[string]bool{
		"Rund 300 Bewohner von Senn wurden am Freitag in Sicherheit gebracht, teilte der Rettungsdienst mit.":                           true,
		"Rund 300 Bewohner von Senn wurden am Freitag getötet, teilte der Rettungsdienst mit.":                                          false,
		"Rund 300 Bewohner von Senn wurden am Freitag in Sicherheit gebracht, das Wasser ist vergiftet, teilte der Rettungsdienst mit.": false,
	} {
		asked := 0
		model := &briefingtest.Interpreter{Writer: briefingtest.States(evacuated), German: map[string]string{"300 residents": said},
			Judge: func(claim, sources string) write.Verdict {
				if claim != strings.TrimSpace(said) {
					return write.Verdict{Stated: true}
				}
				if asked++; sources != `{"text":"`+evacuated+`"}`+"\n" {
					t.Errorf("%q is held against %s", claim, sources)
				}
				return write.Verdict{Stated: stated, Why: "changed"}
			}}
		d := briefingtest.NewDesk(t, storetest.Open(t))
		d.Read(briefingtest.Article("flood", "Coast Radio", "Boats leave Senn", evacuated+" Mayor Tilda Roos thanked the rescuers of Senn who had come by boat from Karsk."))
		text := briefingtest.Say(d.German(model).Blocks())
		if strings.Contains(text, strings.TrimSuffix(said, ".")) != stated || strings.Contains(text, "were evacuated") == stated || asked != 1 {
			t.Errorf("%s\nread %d times, stated %t:\n%s", said, asked, stated, text)
		}
	}
}

// Without a second reading that is trusted, or when it fails, nothing is translated,
// and a failure is not remembered.
func TestTranslator_NothingUnreadIsShown(t *testing.T) {
	d := briefingtest.NewDesk(t, storetest.Open(t))
	d.Read(briefingtest.Article("flood", "Coast Radio", "Rescuers find 40 alive in Senn", rescued+" Mayor Tilda Roos thanked the rescuers of Senn."))
	model := &briefingtest.Interpreter{Writer: briefingtest.States(rescued), German: map[string]string{"40 people": gerettet}}
	good := &write.FakeReader{}
	breaks := &breaking{good: good}
	for _, c := range []struct {
		name   string
		reader *write.Reader
		want   string
	}{
		{"none", nil, "Nicht übersetzt: Dafür"},
		{"one that fails the quiz", &write.Reader{Model: &llm.Fake{Replies: []string{`{"verdicts":[]}`}}, Name: "bad", Store: d.Store}, "Nicht übersetzt: Dafür"},
		{"one that breaks", &write.Reader{Model: breaks, Name: "good", Store: d.Store}, "Nicht alles konnte übersetzt werden"},
		{"the same, whole again", &write.Reader{Model: good, Name: "good", Store: d.Store}, strings.TrimSuffix(gerettet, ".") + " (Coast Radio"},
	} {
		w := &brief.Writer{Store: d.Store, Model: model, Name: "fake", Reader: c.reader}
		b, err := w.Write(t.Context(), brief.Request{Name: "Welt", Scope: d.Scope, From: briefingtest.Noon.Add(-time.Hour), At: briefingtest.Noon.Add(time.Hour), Zone: time.UTC, Stories: 5, Length: "normal", In: "de"})
		if err != nil {
			t.Fatal(err)
		}
		if text := briefingtest.Say(b.Blocks()); !strings.Contains(text, c.want) {
			t.Errorf("%s: %q is not in:\n%s", c.name, c.want, text)
		}
	}
	if breaks.broke == 0 {
		t.Error("the reader that breaks was not asked about a translation")
	}
}

// breaking reads until it is asked about a translation.
type breaking struct {
	good  llm.Generator
	broke int
}

func (b *breaking) Generate(ctx context.Context, r llm.Request) (llm.Reply, error) {
	if strings.Contains(r.Messages[len(r.Messages)-1].Content, strings.TrimSuffix(gerettet, ".")) {
		b.broke++
		return llm.Reply{}, llm.ErrUnusable
	}
	return b.good.Generate(ctx, r)
}

func TestTranslator_QuotationLosesItsMarks(t *testing.T) {
	model := &briefingtest.Interpreter{Writer: briefingtest.States("Nothing of the kind was reported by Nobody Known."), German: map[string]string{"40 people": "„" + gerettet + "“", "Tilda Roos": "Bürgermeisterin Tilda Roos dankte den Rettern von Senn, die mit dem Boot aus Karsk gekommen waren."}}
	b := germanBrief(t, model)
	text := briefingtest.Say(b.Blocks())
	for _, want := range []string{strings.TrimSuffix(gerettet, ".") + " (Coast Radio, übersetzt).", "Bürgermeisterin Tilda Roos dankte den Rettern von Senn, die mit dem Boot aus Karsk gekommen waren (Coast Radio, übersetzt)."} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in:\n%s", want, text)
		}
	}
	if strings.ContainsAny(text, "“„\"") {
		t.Errorf("it stands in quotation marks:\n%s", text)
	}
}

func TestLastLine_SaysWhatIsNotTranslated(t *testing.T) {
	for want, model := range map[string]llm.Generator{
		"ohne Sprachmodell. 1 Artikel aus 1 Medium gelesen. Nicht übersetzt: Dafür braucht es ein Sprachmodell, das Übersetzungen zuverlässig prüft.": nil,
		"Das Sprachmodell war nicht verfügbar. 1 Artikel aus 1 Medium gelesen. Nicht übersetzt:":                                                      &llm.Fake{Err: llm.ErrUnusable},
		"Nicht alles konnte übersetzt werden; der Rest steht in seiner Sprache.":                                                                      &briefingtest.Interpreter{Writer: briefingtest.States(rescued), Err: llm.ErrUnusable},
	} {
		text := briefingtest.Say(germanBrief(t, model).Blocks())
		if !strings.Contains(text+" ", strings.TrimSuffix(want, " ")) || !strings.Contains(text, "40 people alive in the school of Senn") {
			t.Errorf("%q and the source's words are not in:\n%s", want, text)
		}
	}
}

func TestTranslator_TellsWhatItsSentenceTells(t *testing.T) {
	n := briefingtest.NewNewsroom(t, storetest.Open(t))
	model := &briefingtest.Interpreter{Writer: briefingtest.States(rescued), German: map[string]string{"40 people": gerettet}}
	n.Press.Writer.Name, n.Press.Writer.Model, n.Press.Writer.Reader = "fake", model, briefingtest.ReaderBeside(n.S, model)
	x := n.Schedule(n.Ch, "Welt", "hourly", func(x *store.Schedule) { x.Profile = `{"lang":"de"}` })
	n.Report(briefingtest.Article("flood", "Coast Radio", "Rescuers find 40 alive in Senn", rescued+" They are rescuers of Karsk."))
	n.At("13:00")
	n.Holds(n.Ch, strings.TrimSuffix(gerettet, "."), "!40 people alive in the school")
	n.Report(briefingtest.Article("again", "Herald", "40 alive in Senn", rescued))
	n.At("14:00")
	n.WantSlots(x, "20 13:00 done", "20 14:00 done")
	n.Holds(n.Ch, "nichts Neues", "!Senn")
}

// What another channel had first in the sources' language is recalled, and its
// translation tells as much.
func TestTranslator_RecalledStoryTellsAsMuch(t *testing.T) {
	n := briefingtest.NewNewsroom(t, storetest.Open(t))
	model := &briefingtest.Interpreter{Writer: briefingtest.States(rescued), German: map[string]string{"40 people": gerettet}}
	n.Press.Writer.Name, n.Press.Writer.Model, n.Press.Writer.Reader = "fake", model, briefingtest.ReaderBeside(n.S, model)
	n.Schedule(n.Channel(78), "World", "daily 12:30")
	n.Schedule(n.Ch, "Welt", "hourly", func(x *store.Schedule) { x.Profile = `{"lang":"de"}` })
	n.Report(briefingtest.Article("flood", "Coast Radio", "Rescuers find 40 alive in Senn", rescued+" They are rescuers of Karsk."))
	n.At("12:30")
	n.At("13:00")
	n.Holds(n.Ch, strings.TrimSuffix(gerettet, "."))
	n.Report(briefingtest.Article("again", "Herald", "40 alive in Senn", "In a school of Senn 40 people were found alive on Friday, said the rescue service."))
	n.At("14:00")
	n.Holds(n.Ch, "nichts Neues", "!Senn")
}

func TestInLanguage_AnswerFollowsItsQuestion(t *testing.T) {
	d := briefingtest.NewDesk(t, storetest.Open(t))
	d.Read(briefingtest.Article("flood", "Küstenfunk", "Retter finden 40 Menschen in Senn", "Tilda Roos sagte in Senn, dass 40 Menschen gerettet wurden. Die Bürgermeisterin dankte den Helfern der Stadt."))
	const said, english = "Tilda Roos sagte in Senn, dass 40 Menschen gerettet wurden.", "Tilda Roos said in Senn that 40 people were rescued."
	for question, want := range map[string]string{"What did Tilda Roos say in Senn?": english, "Was sagte Tilda Roos in Senn?": said} {
		model := &briefingtest.Interpreter{Writer: briefingtest.States(said), German: map[string]string{"40 Menschen": english}}
		a := &answer.Answerer{Store: d.Store, Archive: &archive.Archive{Store: d.Store}, Model: model, Name: "fake", Reader: briefingtest.ReaderBeside(d.Store, model)}
		ans, err := a.Ask(t.Context(), answer.Question{Text: question, Scope: d.Scope, At: briefingtest.Noon.Add(time.Hour)})
		if err != nil || ans.Abstained || len(ans.Claims) != 1 || ans.Claims[0].Text != want {
			t.Errorf("%s\ngot  %+v, %v\nwant %q", question, ans.Claims, err, want)
		}
	}
}

var arrested = briefingtest.Article("arrest", "Küstenfunk", "Festnahmen in Senn", "Die Polizei hat in Senn am Freitag 40 Menschen festgenommen, teilte ein Sprecher mit. Die Polizei dankte den Helfern der Stadt.")

func TestTranslator_RememberedStaysItsOutletsReport(t *testing.T) {
	d := briefingtest.NewDesk(t, storetest.Open(t))
	d.Read(arrested)
	for n := range 2 {
		text := briefingtest.Say(d.Arrests().Blocks())
		if want := "Küstenfunk reports that police arrested 40 people in Senn on Friday, a spokesman said"; !strings.Contains(text, want) {
			t.Errorf("asked %d times: %q is not in:\n%s", n+1, want, text)
		}
	}
}

// What a sentence accuses of is looked for in its own language: other words
// stand in the translation.
func TestRules_HoldForTranslatedSentences(t *testing.T) {
	const title, rest = "Boats leave Senn", " Mayor Tilda Roos thanked the helpers of Senn who had come by boat from Karsk."
	for _, c := range []struct{ said, german, want string }{
		{"Police in Senn arrested Olaf Crook at his home on Friday.", "Die Polizei von Senn nahm Olaf Crook am Freitag in seinem Haus fest.", "!Crook"},
		{"Police arrested 40 people in Senn on Friday, a spokesman said.", "Die Polizei nahm am Freitag in Senn 40 Menschen fest, sagte ein Sprecher.", "Coast Radio berichtet: Die Polizei"},
	} {
		d := briefingtest.NewDesk(t, storetest.Open(t))
		d.Read(briefingtest.Article("boats", "Coast Radio", title, c.said+rest))
		text := briefingtest.Say(d.German(&briefingtest.Interpreter{Writer: briefingtest.States(c.said), German: map[string]string{"rrested": c.german}}).Blocks())
		if want, no := strings.CutPrefix(c.want, "!"); strings.Contains(text, want) == no {
			t.Errorf("%q: %q in\n%s", c.said, c.want, text)
		}
	}
}

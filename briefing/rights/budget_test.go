package rights

import (
	"errors"
	"strings"
	"sync"
	"testing"
)

func TestWords_CountsInScriptsWithAndWithoutSpaces(t *testing.T) {
	for said, want := range map[string]int{
		"": 0, " – “” ": 0, "one": 1, "Three small words.": 3, "the 12-year-old U.S. girl": 4, "ثلاث كلمات هنا": 3,
		"港湾局は月曜日": 4, "港": 1, "港湾局 は月 曜日": 4, "Toyotaは月曜日": 3, "한국 기자": 2,
	} {
		if got := Words(said); got != want {
			t.Errorf("%q has %d words, want %d", said, got, want)
		}
	}
}

// sentence is bytes start to end of a text, as a piece of article 1.
func sentence(body string, version int64, start, end int) Piece {
	return Piece{Article: 1, Version: version, Start: start, End: end, Text: body[start:end], Sentence: true}
}

func TestTally_CountsWhatWasNotShownBefore(t *testing.T) {
	body := strings.Repeat("word ", 100) // 5 bytes a word
	count := Briefing.Tally()
	for _, step := range []struct {
		start, end int
		took       bool
		shown      int
	}{
		{0, 150, true, 30}, {0, 150, true, 30}, {50, 100, true, 30}, // the same again
		{300, 460, false, 30}, // 32 more are 62
		{145, 250, true, 50},  // one overlaps
		{300, 350, false, 50}, // a third sentence
	} {
		if took := count.Take(sentence(body, 1, step.start, step.end)); took != step.took || count.Shown(1) != step.shown {
			t.Errorf("bytes %d to %d: %v, %d words shown; want %v, %d", step.start, step.end, took, count.Shown(1), step.took, step.shown)
		}
	}
	if count.Take(sentence(body, 2, 0, 150)) {
		t.Error("another version of the article has a budget of its own")
	}
	if !count.Take(Piece{Article: 2, Version: 9, End: 150, Text: body[:150]}) {
		t.Error("another article has none")
	}
	if count.Take(Piece{Article: 3, Version: 8, End: 50, Text: body[:50]}, sentence(body, 1, 300, 350)) || count.Shown(3) != 0 {
		t.Error("what is shown together is counted in part")
	}
}

func TestTally_GoesOnWhereItWasStored(t *testing.T) {
	body := strings.Repeat("word ", 400)
	count := Together.Tally()
	for at := 0; at < 1400; at += 100 {
		count = Together.ParseTally(count.String())
		if !count.Take(sentence(body, 1, at, at+100)) {
			t.Fatalf("byte %d: refused at %d words", at, count.Shown(1))
		}
	}
	if text := count.String(); strings.Contains(text, "word") || count.Shown(1) != 280 {
		t.Errorf("%d words in %s", count.Shown(1), text)
	}
	count = Together.ParseTally(count.String())
	if count.Take(sentence(body, 1, 1400, 1505)) || !count.Take(sentence(body, 1, 1400, 1500)) || count.Take(sentence(body, 1, 1500, 1505)) {
		t.Errorf("%d words, want 300 and no more", count.Shown(1))
	}
	for _, bad := range []string{"", "[", "null", `[{"a":1,"w":-5,"p":[[1,9,2],[1,-3,2]]}]`} {
		if got := Together.ParseTally(bad); got.Shown(1) != 0 || !got.Take(sentence(body, 1, 0, 5)) {
			t.Errorf("%q counts %d words", bad, got.Shown(1))
		}
	}
}

// What is part of a conversation draws from both budgets, or from neither.
func TestTally_WithinAConversationCountsTwice(t *testing.T) {
	body := strings.Repeat("word ", 400)
	talk := Together.Tally()
	for i := range 6 {
		card := Card.In(talk)
		for at := i * 1000; at < i*1000+1000; at += 50 {
			card.Take(Piece{Article: 1, Version: 1, Start: at % 2000, End: at%2000 + 50, Text: body[:50]})
		}
		if want := min(120*(i+1), 300); i < 2 && (card.Shown(1) != 120 || talk.Shown(1) != want) {
			t.Errorf("card %d shows %d words, the conversation %d, want 120 and %d", i, card.Shown(1), talk.Shown(1), want)
		}
	}
	if talk.Shown(1) > 300 {
		t.Errorf("%d words in cards", talk.Shown(1))
	}
	full := Together.Tally()
	full.Take(sentence(body, 1, 0, 1490))
	next := Briefing.In(full)
	if next.Take(sentence(body, 1, 1500, 1550)) || next.Shown(1) != 0 || full.Shown(1) != 298 {
		t.Errorf("what the conversation refuses is counted: %d and %d words", next.Shown(1), full.Shown(1))
	}
	alone := next.Clone()
	if !alone.Take(sentence(body, 1, 1490, 1500)) || next.Shown(1) != 0 || full.Shown(1) != 298 {
		t.Error("a clone is no count by itself")
	}
}

// Who shows something in one conversation at the same time takes from one count, which
// the next one reads from where it was stored.
func TestTalks_ShareACountWhileItIsOpen(t *testing.T) {
	body := strings.Repeat("word ", 400)
	var talks Talks
	var stored string
	loads := 0
	load := func() (string, error) { loads++; return stored, nil }
	var leave [2]func()
	var counts [2]*Tally
	for i := range counts {
		var err error
		if counts[i], leave[i], err = talks.Enter("a", load); err != nil {
			t.Fatal(err)
		}
	}
	other, left, err := talks.Enter("b", load)
	if err != nil || other == counts[0] || counts[0] != counts[1] || loads != 2 {
		t.Fatalf("%v, %d loads", err, loads)
	}
	left()
	var done sync.WaitGroup
	for i := range 20 {
		done.Go(func() { counts[i%2].Take(sentence(body, 1, 100*i, 100*i+100)) })
	}
	done.Wait()
	if got := counts[0].Shown(1); got != 300 {
		t.Errorf("%d words, want 300", got)
	}
	stored = counts[0].String()
	leave[0]()
	leave[1]()
	again, left, err := talks.Enter("a", load)
	if err != nil || again == counts[0] || again.Shown(1) != 300 {
		t.Errorf("%v: the next one begins at %d words", err, again.Shown(1))
	}
	left()
	broken := errors.New("no database")
	if _, left, err := talks.Enter("c", func() (string, error) { return "", broken }); !errors.Is(err, broken) {
		t.Errorf("%v, want %v", err, broken)
	} else {
		left()
	}
	if _, _, err := talks.Enter("c", load); err != nil {
		t.Errorf("after a failure: %v", err)
	}
}

func TestCopied_FindsTheSourcesWordsInAWrittenSentence(t *testing.T) {
	body := "The port office of Karsk closed pier 1 on Monday, after divers had found a crack. Nobody was hurt."
	for said, want := range map[string]string{
		"Pier 1 was shut on Monday because of a crack.":                      "",
		"The port office of Karsk closed pier 1 on Tuesday.":                 "The port office of Karsk closed pier 1 on",
		"On Monday – after divers had found a crack – the office acted.":     "on Monday, after divers had found a crack",
		"The pier was shut and AFTER DIVERS HAD FOUND A CRACK it stayed so.": "after divers had found a crack",
		"Nobody was hurt.": "",
	} {
		got := ""
		for _, p := range Copied(said, body) {
			if got += p.Text; body[p.Start:p.End] != p.Text {
				t.Errorf("%q: %q does not stand at %d", said, p.Text, p.Start)
			}
		}
		if got != want {
			t.Errorf("%q copies %q, want %q", said, got, want)
		}
	}
	if got := Copied("同局は亀裂が見つかった桟橋を閉鎖した。", "港湾局は月曜日、亀裂が見つかった桟橋を閉鎖した。"); len(got) != 1 || got[0].Text != "亀裂が見つかった桟橋を閉鎖した" {
		t.Errorf("without spaces: %+v", got)
	}
	same := strings.Repeat("a b ", 20_000)
	if got := Copied(same, same); len(got) == 0 {
		t.Error("a text that repeats itself is not found")
	}
}

func FuzzTally(f *testing.F) {
	f.Add("one two three four five six", "two three four five six", `[{"a":1,"w":5,"p":[[1,0,9]]}]`)
	f.Fuzz(func(t *testing.T, body, said, stored string) {
		count := Together.ParseTally(stored)
		before := count.Shown(1)
		for _, p := range Copied(said, body) {
			p.Article, p.Version = 1, 1
			count.Take(p)
		}
		count.Take(Piece{Article: 1, Version: 1, End: len(body), Text: body})
		if got := count.Shown(1); got < before || got > max(before, Together.Words) {
			t.Errorf("%d words were shown, and then %d", before, got)
		}
		if again := Together.ParseTally(count.String()); again.Shown(1) != count.Shown(1) {
			t.Errorf("stored as %d words, want %d", again.Shown(1), count.Shown(1))
		}
	})
}

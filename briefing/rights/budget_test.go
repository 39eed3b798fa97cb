package rights

import (
	"strings"
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

package input_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/cmd/dateline/input"
)

// requests are the ids, questions and faults of lines.
func requests(t *testing.T, lines string) (out []string) {
	t.Helper()
	err := input.Each(t.Context(), strings.NewReader(lines), func(asked input.Request, fault error) error {
		said := asked.ID + " " + asked.Question
		if fault != nil {
			said = asked.ID + " ! " + fault.Error()
		}
		out = append(out, said)
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	return out
}

func TestEach_ABadLineKeepsItsIDAndTheNextIsRead(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 4<<20)
	got := requests(t, "who\r\n"+`{"id":"q7","question":5}`+"\n"+`{"question":["a"],"id":7}`+"\n"+long+"x\n\n{\n"+`{"id":null,"question":"where"}`+"\n"+`{"id":"é","question":"when"}`)
	want := []string{"1 who", `q7 ! "question" is no text between quotation marks`, `7 ! "question" is no text between quotation marks`, "4 ! the line is longer than 4 MiB, and was not read",
		"5 ! the line is empty", "6 ! the line is no JSON object: unexpected end of JSON input", "7 where", "é when"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestEach_ALineBehindOneThatIsTooLongAndUnended(t *testing.T) {
	t.Parallel()
	got := requests(t, "who\n"+strings.Repeat("x", 5<<20))
	if want := []string{"1 who", "2 ! the line is longer than 4 MiB, and was not read"}; cmp.Diff(want, got) != "" {
		t.Errorf("got %.200q, want %q", got, want)
	}
}

// A conversation is named by a text or a number; null and "" name none.
func TestEach_NamesConversations(t *testing.T) {
	t.Parallel()
	var got []string
	lines := `{"conversation":"a"}` + "\n" + `{"conversation":7}` + "\n" + `{"conversation":null}` + "\n" + `{"conversation":""}` + "\n{}"
	if err := input.Each(t.Context(), strings.NewReader(lines), func(asked input.Request, fault error) error {
		got = append(got, asked.Talk)
		return fault
	}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{`"a"`, "7", "", "", ""}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// What was typed before the end is read no more after it.
func TestEach_NothingIsReadWhenTheContextHasEnded(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	err := input.Each(ctx, strings.NewReader(strings.Repeat("who\n", 1000)), func(input.Request, error) error {
		n++
		cancel()
		return nil
	})
	if n != 1 || !errors.Is(err, context.Canceled) {
		t.Errorf("%d lines, %v", n, err)
	}
}

func TestUntil_EndsWhileNobodyTypes(t *testing.T) {
	t.Parallel()
	typed, keys := io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	lines := bufio.NewReader(input.Until(ctx, typed))
	go fmt.Fprint(keys, "one\n")
	if line, err := lines.ReadString('\n'); line != "one\n" || err != nil {
		t.Fatalf("%q, %v", line, err)
	}
	cancel()
	if line, err := lines.ReadString('\n'); line != "" || !errors.Is(err, context.Canceled) {
		t.Errorf("%q, %v", line, err)
	}
}

// A program in the background that reads its terminal is stopped.
func TestUntil_ReadsNothingBeforeItIsAsked(t *testing.T) {
	t.Parallel()
	asked := make(chan bool, 1)
	in := input.Until(t.Context(), reads(asked))
	select {
	case <-asked:
		t.Error("it reads before somebody asks")
	default:
	}
	if all, err := io.ReadAll(in); len(all) != 0 || err != nil || !<-asked {
		t.Errorf("%q, %v", all, err)
	}
}

type reads chan bool

func (r reads) Read([]byte) (int, error) {
	r <- true
	return 0, io.EOF
}

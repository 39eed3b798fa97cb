package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/store/storetest"
)

// stopped runs a command, which is told to stop once it has begun to read what is typed.
func stopped(t *testing.T, args ...string) (out, errOut string, code int) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	in, typed := io.Pipe()
	var stdout, stderr bytes.Buffer
	ended := make(chan int, 1)
	go func() {
		defer in.Close()
		ended <- execute(ctx, args, in, &stdout, &stderr)
	}()
	if _, err := io.WriteString(typed, "\n"); err != nil {
		t.Fatalf("%v reads nothing: %v", args, err)
	}
	stop()
	select {
	case code = <-ended:
	case <-time.After(20 * time.Second):
		t.Fatalf("%v still waits for a line", args)
	}
	return stdout.String(), stderr.String(), code
}

func TestExecute_EndsWhileItWaitsForALine(t *testing.T) {
	t.Setenv("DATABASE_URL", "sqlite:"+filepath.Join(storetest.Dir(t), "x.db"))
	t.Setenv("OPENAI_MODEL", "")
	t.Setenv("TMPDIR", t.TempDir())
	for _, args := range [][]string{{"try"}, {"--json", "try"}, {"ask", "-"}, {"search", "-"}, {"check", "-"}, {"dates", "-"}, {"extract", "-"}} {
		out, errOut, code := stopped(t, args...)
		if code != 1 || !strings.Contains(errOut, "stopped; what was finished is kept") || strings.Contains(out, "canceled") {
			t.Errorf("%v: exit %d, said %q, gave %q", args, code, errOut, out)
		}
	}
	if left, err := filepath.Glob(filepath.Join(os.TempDir(), "dateline-try-*")); err != nil || len(left) > 0 {
		t.Errorf("try leaves %v, %v", left, err)
	}
}

// stopping is an output whose reader has enough after the first line.
type stopping struct {
	bytes.Buffer
	stop func()
}

func (s *stopping) Write(b []byte) (int, error) {
	s.stop()
	return s.Buffer.Write(b)
}

func TestExecute_AnswersNoLineOnceItIsStopped(t *testing.T) {
	t.Setenv("DATABASE_URL", "sqlite:"+filepath.Join(storetest.Dir(t), "x.db"))
	t.Setenv("OPENAI_MODEL", "")
	for _, args := range [][]string{{"ask", "-"}, {"search", "-"}, {"check", "-"}, {"dates", "-"}} {
		ctx, stop := context.WithCancel(t.Context())
		out := &stopping{stop: stop}
		code := execute(ctx, args, strings.NewReader(strings.Repeat("who?\n", 500)), out, io.Discard)
		if n := strings.Count(out.String(), "\n"); n != 1 || code != 1 {
			t.Errorf("%v: exit %d after %d lines", args, code, n)
		}
	}
}

// stubborn is a command that hears Ctrl-C and goes on.
func stubborn() {
	ctx, stop := interruptible(context.Background())
	defer stop()
	os.Stdout.WriteString("ready\n")
	<-ctx.Done()
	os.Stdout.WriteString("heard\n")
	select {}
}

func TestProcess_ASecondCtrlCEndsWhatHearsNone(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	run := exec.CommandContext(t.Context(), self)
	run.Args[0] = "stubborn"
	said, err := run.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	defer run.Process.Kill()
	lines := bufio.NewScanner(said)
	for _, want := range []string{"ready", "heard"} {
		if !lines.Scan() || lines.Text() != want {
			t.Fatalf("it says %q, want %q", lines.Text(), want)
		}
		if err := run.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
	}
	ended := make(chan error, 1)
	go func() { ended <- run.Wait() }()
	for range 200 { // the second one may come before the first has been let go
		select {
		case err := <-ended:
			if err == nil || !strings.Contains(err.Error(), "interrupt") {
				t.Errorf("it ends with %v", err)
			}
			return
		case <-time.After(50 * time.Millisecond):
			_ = run.Process.Signal(os.Interrupt) // it may have ended
		}
	}
	t.Error("it does not end")
}

package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// child is the program as an operating system sees it.
type child struct {
	t   *testing.T
	cmd *exec.Cmd
	out *lockedBuffer
	end chan error
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write keeps output.
func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// spawn runs "dateline run" as a child: this test's own binary under that name
// (see TestMain).
func (n *newsroom) spawn(env ...string) *child {
	n.t.Helper()
	bin := filepath.Join(n.t.TempDir(), "dateline")
	self, err := os.Executable()
	if err != nil {
		n.t.Fatal(err)
	}
	if err := os.Symlink(self, bin); err != nil {
		n.t.Fatal(err)
	}
	p := &child{t: n.t, cmd: exec.Command(bin, "run"), out: &lockedBuffer{}, end: make(chan error, 1)}
	p.cmd.Dir = n.t.TempDir()
	p.cmd.Env = append(os.Environ(), append([]string{"DISCORD_TOKEN=token", "DISCORD_API_URL=" + n.d.URL, "DATABASE_URL=" + n.cfg.DatabaseURL, "FETCH_ALLOW=127.0.0.0/8", "LOG_LEVEL=info", "OPENAI_API_KEY="}, env...)...)
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.out
	if err := p.cmd.Start(); err != nil {
		n.t.Fatal(err)
	}
	go func() { p.end <- p.cmd.Wait() }()
	n.t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	return p
}

// ended waits for the process and returns its exit code.
func (p *child) ended(most time.Duration) int {
	p.t.Helper()
	select {
	case <-p.end:
		return p.cmd.ProcessState.ExitCode()
	case <-time.After(most):
		p.t.Fatalf("still running after %s:\n%s", most, p.out.text())
	}
	return -1
}

// slotsNow makes a slot of every schedule due now, under a lease of "plan" that
// the test has held from the start: who waited for it would race the planners.
func slotsNow(t *testing.T, st *store.Store, lease store.Lease) {
	t.Helper()
	ctx := context.Background()
	all, err := st.ActiveSchedules(ctx)
	if err != nil || len(all) == 0 {
		t.Fatalf("%d schedules, %v", len(all), err)
	}
	for _, x := range all {
		if _, err := st.AddSlots(ctx, lease, []store.Slot{{Schedule: x.Schedule.ID, Date: time.Now().UTC().Format(time.DateOnly), Time: "now", Due: time.Now(), State: state.SlotPlanned}}); err != nil {
			t.Fatal(err)
		}
	}
}

// lapse makes the leases of a dead process as old as they are half a minute later.
func (n *newsroom) lapse(pid int) {
	n.t.Helper()
	driver, source := "pgx", n.cfg.DatabaseURL
	if file, ok := strings.CutPrefix(source, "sqlite:"); ok {
		driver, source = "sqlite", "file:"+file+"?_pragma=busy_timeout(10000)"
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		n.t.Fatal(err)
	}
	defer db.Close()
	result, err := db.Exec(`UPDATE leases SET until_at = until_at - $1 WHERE holder LIKE $2`, store.LeaseTime.Milliseconds(), fmt.Sprintf("%%/%d/%%", pid))
	if err != nil {
		n.t.Fatal(err)
	}
	if held, err := result.RowsAffected(); err != nil || held == 0 {
		n.t.Fatalf("the dead process held %d leases, %v", held, err)
	}
}

func TestRun_SecondTakesOverAfterKill9(t *testing.T) {
	t.Parallel()
	for name, db := range map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return "sqlite:" + filepath.Join(storetest.Dir(t), "desk.db") },
		"postgres": func(t *testing.T) string { return storetest.PostgresURL(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := newNewsroom(t, db(t))
			st, err := store.Open(t.Context(), n.cfg.DatabaseURL)
			if err != nil {
				t.Fatal(err)
			}
			defer st.Close()
			plan, err := st.TakeLease(t.Context(), "plan", "test", time.Hour)
			if err != nil {
				t.Fatal(err)
			}
			first := n.spawn()
			n.await("the first connects", func() bool { return n.d.Connected() == 1 })
			second := n.spawn()
			n.feed.Publish(sennTitle, sennText)
			n.editorTypes("source add", map[string]any{"sources": n.feed.URL}, sennTitle)
			n.editorTypes("schedule add", map[string]any{"when": "daily 00:00", "city": "UTC", "name": "World"}, "Saved.")
			n.await("its story is found", func() bool {
				return strings.Contains(n.editorTypes("brief", nil, "briefing"), sennTitle)
			})
			if err := first.cmd.Process.Signal(syscall.SIGKILL); err != nil {
				t.Fatal(err)
			}
			killed := time.Now()
			n.lapse(first.cmd.Process.Pid)
			slotsNow(t, st, plan)
			n.await("the second posts and answers", func() bool { return len(n.d.ByBot(n.news)) > 0 && n.d.Connected() == 1 })
			if got := n.write(n.editor, "How many people were found alive in Senn?"); !strings.Contains(got, "found 40 people alive") {
				t.Errorf("after the takeover:\n%s", got)
			}
			t.Logf("the takeover took %s", time.Since(killed).Round(time.Second))
			if all := n.d.ByBot(n.news); len(all) != 1 {
				t.Errorf("%d posts", len(all))
			}
			if err := second.cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			told := time.Now()
			if code := second.ended(hang); code != 0 {
				t.Errorf("SIGTERM: exit %d\n%s", code, second.out.text())
			}
			t.Logf("the end took %s", time.Since(told).Round(10*time.Millisecond))
		})
	}
}

func TestRun_BadSetUpIsOneSentence(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, "sqlite:"+filepath.Join(storetest.Dir(t), "desk.db"))
	for name, c := range map[string]struct {
		env  []string
		want string
	}{
		"a wrong token":    {[]string{"DISCORD_TOKEN=wrong"}, "Reset Token"},
		"a missing intent": {[]string{"DISCORD_MESSAGE_CONTENT=true"}, "switch on \"Message Content Intent\""},
	} {
		p := n.spawn(c.env...)
		if code := p.ended(hang); code != 1 {
			t.Errorf("%s: exit %d", name, code)
		}
		out := strings.TrimSpace(p.out.text())
		if last := out[strings.LastIndexByte(out, '\n')+1:]; !strings.HasPrefix(last, "dateline: ") || !strings.Contains(last, c.want) {
			t.Errorf("%s: the last line is %q", name, last)
		}
	}
}

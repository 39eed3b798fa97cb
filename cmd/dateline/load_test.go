package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	feeds "dateline/briefing/feed"
	"dateline/store"
	"dateline/store/state"
)

// The benchmarks run the whole program in this process against the local
// Discord in another one, which keeps the ground truth, with SQLite on disk:
//
//	go test -run '^$' -bench . ./cmd/dateline
//
// They fail when a message is lost or comes twice, never for being slow.

// otherDiscord is the local Discord as a process.
type otherDiscord struct {
	b              *testing.B
	in             io.Writer
	out            *bufio.Scanner
	url            string
	guild, channel string
}

func newOtherDiscord(b *testing.B) *otherDiscord {
	b.Helper()
	bin := filepath.Join(b.TempDir(), "discord")
	if out, err := exec.Command("go", "build", "-o", bin, "dateline/bot/discordtest/cmd").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	c := exec.Command(bin, "-spec", "")
	c.Stderr = os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = in.Close() // its end
		_ = c.Wait()
	})
	d := &otherDiscord{b: b, in: in, out: bufio.NewScanner(out)}
	d.out.Buffer(nil, 1<<20)
	var token, user, dm string
	d.scan(d.line(), "DISCORD_API_URL=%s DISCORD_TOKEN=%s guild=%s channel=%s user=%s dm=%s", &d.url, &token, &d.guild, &d.channel, &user, &dm)
	return d
}

func (d *otherDiscord) line() string {
	d.b.Helper()
	if !d.out.Scan() {
		d.b.Fatalf("the local Discord has ended: %v", d.out.Err())
	}
	return d.out.Text()
}

// say gives a command and returns its one line.
func (d *otherDiscord) say(format string, args ...any) string {
	d.b.Helper()
	if _, err := fmt.Fprintf(d.in, format+"\n", args...); err != nil {
		d.b.Fatal(err)
	}
	return d.line()
}

func (d *otherDiscord) scan(line, format string, into ...any) {
	d.b.Helper()
	if _, err := fmt.Sscanf(line, format, into...); err != nil {
		d.b.Fatalf("%q: %v", line, err)
	}
}

// stories are five events that have nothing to do with each other.
var events = [][2]string{
	{sennTitle, sennText},
	{"Bridge at Lysk reopens for cars", "The bridge at Lysk reopens for cars on Monday after 14 months of repairs, the roads agency said."},
	{"Harbour of Tarn freezes over", "Ice covers the harbour of Tarn for the first time since 1987, and 12 ferries stay in port, the harbour master said."},
	{"Parliament of Orsk passes budget", "The parliament of Orsk passed a budget of 31 billion crowns by 88 votes to 61 on Thursday, its speaker said."},
	{"Observatory finds comet Hale", "Astronomers of the Vell observatory found a comet that passes the Sun in March, the institute said in a statement."},
}

// deskOver is the program's configuration over a new database in which a
// source with five stories is read and indexed for an owner.
func deskOver(b *testing.B, d *otherDiscord, owners ...string) *app {
	b.Helper()
	feed := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/feed" {
			w.WriteHeader(http.StatusNotFound) // no pages: the teaser is the text
			return
		}
		fmt.Fprint(w, `<rss version="2.0"><channel><title>Coast Radio</title>`)
		for i, s := range events {
			fmt.Fprintf(w, `<item><title>%s</title><link>/%d</link><description>%s</description></item>`, s[0], i, s[1])
		}
		fmt.Fprint(w, `</channel></rss>`)
	}))
	b.Cleanup(feed.Close)
	cfg := Config{DiscordToken: "token", DiscordAPIURL: d.url, DatabaseURL: "sqlite:" + filepath.Join(b.TempDir(), "load.db"), LLMContext: 4096, FetchAllow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
	a := &app{cfg: cfg, log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})), now: time.Now}
	err := a.with(b.Context(), func(k *desk) error {
		got, err := k.poller.Subscribe(b.Context(), feeds.Feed{URL: feed.URL + "/feed"}, owners[0], "benchmark")
		if err != nil {
			return err
		}
		for _, o := range owners[1:] {
			if _, _, err := k.store.AddSource(b.Context(), got.Source, o, "benchmark"); err != nil {
				return err
			}
		}
		return k.settle(b.Context())
	})
	if err != nil {
		b.Fatal(err)
	}
	return a
}

// begin runs the program until stop; it is connected when this returns.
func begin(b *testing.B, d *otherDiscord, a *app) (stop func()) {
	b.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	end := make(chan error, 1)
	go func() { end <- a.run(ctx) }()
	for late := time.Now().Add(30 * time.Second); d.say("connected") != "1"; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(late) {
			b.Fatal("it does not connect")
		}
	}
	return func() {
		cancel()
		if err := <-end; err != nil {
			b.Error(err)
		}
	}
}

func BenchmarkInteractions200(b *testing.B) {
	d := newOtherDiscord(b)
	a := deskOver(b, d, "guild:"+d.guild)
	defer begin(b, d, a)()
	const n = 200
	var warm, silent, unanswered int
	var ack, answer [3]float64
	ask := func(n int) string {
		line := d.say("slash %d ask How many people were found alive in Senn?", n)
		var text string
		d.scan(line, "%d interactions, %d not acknowledged, %d not answered; acknowledged %f %f %f; answered %f %f %f; %q", &warm, &silent, &unanswered, &ack[0], &ack[1], &ack[2], &answer[0], &answer[1], &answer[2], &text)
		return text
	}
	for end := time.Now().Add(time.Minute); !strings.Contains(ask(1), "found 40 people alive"); { // connected, and the index is read
		if time.Now().After(end) {
			b.Fatal("the first question is not answered")
		}
	}
	var worst struct{ p50, p99, most, answered float64 }
	for b.Loop() {
		ask(n)
		if silent > 0 || unanswered > 0 {
			b.Fatalf("of %d interactions %d were not acknowledged and %d not answered", n, silent, unanswered)
		}
		worst.p50, worst.p99, worst.most, worst.answered = max(worst.p50, ack[0]), max(worst.p99, ack[1]), max(worst.most, ack[2]), max(worst.answered, answer[2])
	}
	b.ReportMetric(worst.p50, "ms-ack-p50")
	b.ReportMetric(worst.p99, "ms-ack-p99")
	b.ReportMetric(worst.most, "ms-ack-max")
	b.ReportMetric(worst.answered, "ms-answer-max")
	if wrong := d.say("wrong"); wrong != "" {
		b.Error(wrong)
	}
}

// told makes a schedule whose briefing is due now: the program writes it when it begins.
func told(ctx context.Context, st *store.Store, d *otherDiscord) error {
	due := time.Now().UTC()
	if err := schedules(ctx, st, []string{d.guild + ":" + d.channel}, due); err != nil {
		return err
	}
	guild, err := strconv.ParseInt(d.guild, 10, 64)
	if err != nil {
		return err
	}
	all, err := st.Schedules(ctx, guild)
	if err != nil || len(all) != 1 {
		return fmt.Errorf("%d schedules, %w", len(all), err)
	}
	lease, err := st.TakeLease(ctx, "plan", "benchmark", time.Minute)
	if err != nil {
		return err
	}
	slot := store.Slot{Schedule: all[0].Schedule.ID, Date: due.Format(time.DateOnly), Time: due.Format("15:04"), Due: due, State: state.SlotPlanned}
	if _, err := st.AddSlots(ctx, lease, []store.Slot{slot}); err != nil {
		return err
	}
	return st.ReleaseLease(ctx, lease)
}

// BenchmarkMembers1000 lets 1,000 members use the bot at once: commands, the buttons
// and the menu under a briefing, suggestions while they type; one in ten manages the
// server. Discord takes an acknowledgement for three seconds: one that is later fails.
func BenchmarkMembers1000(b *testing.B) {
	const n = 1000
	d := newOtherDiscord(b)
	a := deskOver(b, d, "guild:"+d.guild)
	if err := a.with(b.Context(), func(k *desk) error { return told(b.Context(), k.store, d) }); err != nil {
		b.Fatal(err)
	}
	defer begin(b, d, a)()
	var silent, unanswered, sent int
	var ack, answer [3]float64
	press := func(n int) {
		d.scan(d.say("crowd %d", n), "%d interactions, %d not acknowledged, %d not answered; acknowledged %f %f %f; answered %f %f %f;", &sent, &silent, &unanswered, &ack[0], &ack[1], &ack[2], &answer[0], &answer[1], &answer[2])
	}
	for end := time.Now().Add(2 * time.Minute); d.say("posted") == "0"; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			b.Fatal("the briefing is not posted")
		}
	}
	press(10) // the index is read
	var worst struct{ p50, p99, most, answered float64 }
	for b.Loop() {
		press(n)
		if silent > 0 || unanswered > 0 {
			b.Fatalf("of %d interactions %d were not acknowledged and %d not answered", n, silent, unanswered)
		}
		worst.p50, worst.p99, worst.most, worst.answered = max(worst.p50, ack[0]), max(worst.p99, ack[1]), max(worst.most, ack[2]), max(worst.answered, answer[2])
	}
	b.ReportMetric(worst.p50, "ms-ack-p50")
	b.ReportMetric(worst.p99, "ms-ack-p99")
	b.ReportMetric(worst.most, "ms-ack-max")
	b.ReportMetric(worst.answered, "ms-answer-max")
	if wrong := d.say("wrong"); wrong != "" {
		b.Error(wrong)
	}
}

// dueSoon is a minute that begins late enough for the program to run by then.
func dueSoon() time.Time {
	return time.Now().Add(8 * time.Second).Truncate(time.Minute).Add(time.Minute).UTC()
}

// schedules makes one schedule in each place (SERVER:CHANNEL), all for the same minute.
func schedules(ctx context.Context, st *store.Store, places []string, due time.Time) error {
	for _, p := range places {
		g, c, _ := strings.Cut(p, ":")
		guild, err := strconv.ParseInt(g, 10, 64)
		if err != nil {
			return err
		}
		channel, err := strconv.ParseInt(c, 10, 64)
		if err != nil {
			return err
		}
		ch, err := st.DiscordChannel(ctx, store.Channel{Kind: state.ChannelText, Name: "news", DiscordID: channel, GuildID: guild, Owner: "guild:" + g, SetBy: "1"})
		if err != nil {
			return err
		}
		x := store.Schedule{Channel: ch.ID, Name: "World", Rule: "daily " + due.Format("15:04"), Zone: "UTC", Profile: "{}", From: time.Now(), CatchUp: 6 * time.Hour, SetBy: "1"}
		if _, err := st.AddSchedule(ctx, x); err != nil {
			return err
		}
	}
	return nil
}

func BenchmarkThousandChannels(b *testing.B) {
	const n, limit = 1000, 50
	for b.Loop() {
		d := newOtherDiscord(b)
		places := strings.Fields(d.say("channels %d", n))
		var owners []string
		for i := 0; i < len(places); i += 10 {
			g, _, _ := strings.Cut(places[i], ":")
			owners = append(owners, "guild:"+g)
		}
		a := deskOver(b, d, owners...)
		due := dueSoon()
		if err := a.with(b.Context(), func(k *desk) error { return schedules(b.Context(), k.store, places, due) }); err != nil {
			b.Fatal(err)
		}
		if time.Until(due) < 2*time.Second {
			b.Fatal("the set-up took longer than until the schedules are due")
		}
		stop := begin(b, d, a)
		var none, one, more, refused int
		var first, last int64
		for end := due.Add(5 * time.Minute); ; time.Sleep(time.Second) {
			d.scan(d.say("count"), "%d with none, %d with one, %d with more; first %d, last %d; %d times 429", &none, &one, &more, &first, &last, &refused)
			if none == 0 || time.Now().After(end) {
				break
			}
		}
		time.Sleep(3 * time.Second) // what comes twice comes now
		stop()
		d.scan(d.say("count"), "%d with none, %d with one, %d with more; first %d, last %d; %d times 429", &none, &one, &more, &first, &last, &refused)
		if one != n {
			b.Errorf("%d channels have one message, %d none, %d more", one, none, more)
		}
		rate := float64(n-1) / (float64(last-first) / 1000)
		b.ReportMetric(rate, "messages/s")
		b.ReportMetric(100*rate/limit, "%-of-limit")
		b.ReportMetric(float64(first-due.UnixMilli())/1000, "s-first")
		b.ReportMetric(float64(last-due.UnixMilli())/1000, "s-last")
		b.ReportMetric(float64(refused), "refused-429")
		if wrong := d.say("wrong"); wrong != "" {
			b.Error(wrong)
		}
	}
}

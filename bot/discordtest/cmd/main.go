// Command cmd runs the local Discord as a process of its own, for load and
// crash tests. It prints its address and one guild, channel, user and DM
// channel, then obeys lines of standard input:
//
//	channels N [PER]         N more channels in servers of PER channels each (10); prints SERVER:CHANNEL of each
//	slash N COMMAND [TEXT]   N people type a slash command at once, its option question is TEXT; prints how fast they were answered
//	crowd N                  N people use commands, buttons, menus and suggestions at once, one in ten as one who manages
//	                         the server; prints as slash
//	count                    in how many of the channels added the bot wrote 0, 1 or more messages,
//	                         when the first and the last (Unix ms), and how many requests were refused with 429
//	posted                   how many messages of the bot stand in the first channel
//	connected                how many gateway sessions stand
//	say TEXT                 a direct message
//	drop                     cut the gateway
//	messages CHANNEL         what the bot wrote there
//	wrong                    what broke Discord's rules
//
// Each answer but those of messages and wrong is one line.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"dateline/bot/discordtest"
)

// answerWait is how long a burst waits for answers.
const answerWait = 2 * time.Minute

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	spec := flag.String("spec", os.Getenv("DISCORD_OPENAPI"), "Discord's OpenAPI file; empty checks nothing")
	rate := flag.Int("rate", 50, "requests a second")
	flag.Parse()
	if err := run(*addr, *spec, *rate); err != nil {
		fmt.Fprintln(os.Stderr, "discordtest:", err)
		os.Exit(1)
	}
}

func run(addr, spec string, rate int) error {
	options := discordtest.Options{Addr: addr, GlobalMax: rate}
	if spec != "" {
		var err error
		if options.Spec, err = discordtest.LoadSpec(spec); err != nil {
			return err
		}
	}
	server, err := discordtest.Start(options)
	if err != nil {
		return err
	}
	defer server.Close()
	user := server.AddUser("ann")
	guild := server.AddGuild("Newsroom")
	server.Join(guild, user, discordtest.Administrator)
	scene := &world{s: server, user: user, guild: guild, channel: server.AddChannel(guild, "news", 0)}
	fmt.Printf("DISCORD_API_URL=%s DISCORD_TOKEN=token guild=%s channel=%s user=%s dm=%s\n", server.URL, guild, scene.channel, user,
		server.DM(user))
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		scene.obey(strings.TrimSpace(in.Text()))
	}
	return in.Err()
}

type world struct {
	s                    *discordtest.Server
	user, guild, channel string
	added                []string // channels
	people               int
}

func (w *world) obey(line string) {
	verb, rest, _ := strings.Cut(line, " ")
	switch verb {
	case "channels":
		n, per := 0, 10
		_, _ = fmt.Sscan(rest, &n, &per)
		fmt.Println(strings.Join(w.add(n, max(per, 1)), " "))
	case "slash":
		n, name := 0, ""
		_, _ = fmt.Sscan(rest, &n, &name)
		_, text, _ := strings.Cut(rest, name+" ")
		fmt.Println(w.burst(n, name, text))
	case "crowd":
		n := 0
		_, _ = fmt.Sscan(rest, &n)
		fmt.Println(w.crowd(n))
	case "count":
		fmt.Println(w.count())
	case "posted":
		fmt.Println(len(w.s.ByBot(w.channel)))
	case "connected":
		fmt.Println(w.s.Connected())
	case "say":
		w.s.Say(w.user, w.s.DM(w.user), rest, false, nil)
	case "drop":
		w.s.Drop()
	case "messages":
		for _, m := range w.s.ByBot(rest) {
			fmt.Printf("%s\n---\n", m.Content)
		}
	case "wrong":
		fmt.Println(strings.Join(w.s.Wrong(), "\n"))
	default:
		fmt.Printf("%q is no command\n", verb)
	}
}

// add makes n channels.
func (w *world) add(n, per int) []string {
	var out []string
	guild := ""
	for i := range n {
		if i%per == 0 {
			guild = w.s.AddGuild(fmt.Sprintf("Guild %d", i/per))
		}
		channel := w.s.AddChannel(guild, "news", 0)
		w.added = append(w.added, channel)
		out = append(out, guild+":"+channel)
	}
	return out
}

func (w *world) count() string {
	counts, first, last := w.s.Wrote(w.added)
	var of [3]int
	for _, n := range counts {
		of[min(n, 2)]++
	}
	tooMany := 0
	for _, c := range w.s.Calls("", "") {
		if c.Status == 429 {
			tooMany++
		}
	}
	return fmt.Sprintf("%d with none, %d with one, %d with more; first %d, last %d; %d times 429", of[0], of[1], of[2], first.UnixMilli(),
		last.UnixMilli(), tooMany)
}

// burst sends n interactions of n people at once and says how they were answered.
func (w *world) burst(n int, name, text string) string {
	list := make([]discordtest.Interaction, n)
	for i := range list {
		list[i] = discordtest.Interaction{User: w.person(0), Channel: w.channel, Name: name}
		if text != "" {
			list[i].Options = map[string]any{"question": text}
		}
	}
	return w.measured(list)
}

// person is a new member of the server.
func (w *world) person(permissions int64) string {
	w.people++
	user := w.s.AddUser(fmt.Sprint("user ", w.people))
	w.s.Join(w.guild, user, permissions)
	return user
}

// crowd lets n people do what members do, and some what those who manage do.
func (w *world) crowd(n int) string {
	question, typed := map[string]any{"question": "How many people were found alive in Senn?"}, map[string]any{"story": "se"}
	doors := []discordtest.Interaction{{Name: "ask", Options: question}, {Name: "brief"}, {Name: "why"}, {Name: "help"},
		{Name: "sources"}, {Name: "why", Options: typed, Focus: "story"}, {Name: "privacy"}}
	if all := w.s.ByBot(w.channel); len(all) > 0 { // what stands under a briefing: a menu, Ask, Why
		under := all[len(all)-1]
		for i, id := range under.CustomIDs() {
			door := discordtest.Interaction{Press: id, Message: &under}
			if i == 0 {
				door.Values = []string{"0"}
			}
			doors = append(doors, door)
		}
	}
	managed := []discordtest.Interaction{{Name: "status"}, {Name: "source list"}, {Name: "schedule list"}}
	list := make([]discordtest.Interaction, n)
	for i := range list {
		list[i] = doors[i%len(doors)]
		list[i].User = w.person(0)
		if i%10 == 9 {
			list[i] = managed[i/10%len(managed)]
			list[i].User = w.person(discordtest.ManageGuild)
		}
		list[i].Channel = w.channel
	}
	return w.measured(list)
}

// measured sends interactions at once and says how fast they were answered.
func (w *world) measured(list []discordtest.Interaction) string {
	n := len(list)
	var acked, answered []time.Duration
	first := ""
	for _, r := range w.s.Burst(list, answerWait) {
		if took, ok := r.Acked(); ok {
			acked = append(acked, took)
		}
		if took, ok := r.Answered(); ok {
			answered, first = append(answered, took), r.Text()
		}
	}
	return fmt.Sprintf("%d interactions, %d not acknowledged, %d not answered; acknowledged %s; answered %s; %q", n, n-len(acked),
		n-len(answered), spread(acked), spread(answered), first)
}

// spread is the p50, p99 and maximum, in milliseconds.
func spread(d []time.Duration) string {
	if len(d) == 0 {
		return "0 0 0"
	}
	slices.Sort(d)
	at := func(q float64) float64 { return float64(d[int(q*float64(len(d)-1))].Microseconds()) / 1000 }
	return fmt.Sprintf("%.1f %.1f %.1f", at(.5), at(.99), at(1))
}

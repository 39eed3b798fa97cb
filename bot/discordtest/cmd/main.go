// Command cmd runs the local Discord as a process of its own, for load and
// crash tests. It prints its address and one guild, channel, user and DM
// channel, then obeys lines of standard input:
//
//	guilds N                 N more servers with a channel each
//	slash N COMMAND          N times a slash command at once; prints how fast they were acknowledged
//	say TEXT                 a direct message
//	drop                     cut the gateway
//	messages CHANNEL         what the bot wrote there
//	wrong                    what broke Discord's rules
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
	o := discordtest.Options{Addr: addr, GlobalMax: rate}
	if spec != "" {
		var err error
		if o.Spec, err = discordtest.LoadSpec(spec); err != nil {
			return err
		}
	}
	s, err := discordtest.Start(o)
	if err != nil {
		return err
	}
	defer s.Close()
	user := s.AddUser("ann")
	guild := s.AddGuild("Newsroom")
	s.Join(guild, user, discordtest.Administrator)
	w := world{s: s, user: user, channel: s.AddChannel(guild, "news", 0)}
	fmt.Printf("DISCORD_API_URL=%s DISCORD_TOKEN=token guild=%s channel=%s user=%s dm=%s\n", s.URL, guild, w.channel, user, s.DM(user))
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		w.obey(strings.TrimSpace(in.Text()))
	}
	return in.Err()
}

type world struct {
	s             *discordtest.Server
	user, channel string
}

func (w world) obey(line string) {
	verb, rest, _ := strings.Cut(line, " ")
	switch verb {
	case "guilds":
		n := 0
		_, _ = fmt.Sscan(rest, &n)
		for i := range n {
			g := w.s.AddGuild(fmt.Sprintf("Guild %d", i))
			fmt.Println(g, w.s.AddChannel(g, "news", 0))
		}
	case "slash":
		n, name := 0, ""
		_, _ = fmt.Sscan(rest, &n, &name)
		fmt.Println(w.burst(n, name))
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

// burst sends n interactions at once and says how they were acknowledged.
func (w world) burst(n int, name string) string {
	took, missing := w.s.Burst(n, discordtest.Interaction{User: w.user, Channel: w.channel, Name: name})
	slices.Sort(took)
	if len(took) == 0 {
		return fmt.Sprintf("none of %d acknowledged", n)
	}
	at := func(q float64) time.Duration { return took[int(q*float64(len(took)-1))].Round(time.Millisecond) }
	return fmt.Sprintf("%d interactions, %d not acknowledged; acknowledged p50 %s, p99 %s, max %s", n, missing, at(.5), at(.99), at(1))
}

package gateway

import (
	"flag"
	"os"
	"testing"
)

// atOnce is how many tests run at once. They wait more than they work: a session
// of discordgo sleeps a second when it is closed.
const atOnce = "16"

func TestMain(m *testing.M) {
	if err := flag.Set("test.parallel", atOnce); err != nil { // -parallel holds when it is given
		panic(err)
	}
	os.Exit(m.Run())
}

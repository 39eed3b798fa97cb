package bot

import (
	"flag"
	"os"
	"testing"
)

// atOnce is how many tests run at once. They wait more than they work: each
// world's session sleeps a second when it is closed (discordgo's Close).
const atOnce = "16"

func TestMain(m *testing.M) {
	if err := flag.Set("test.parallel", atOnce); err != nil { // -parallel holds when it is given
		panic(err)
	}
	os.Exit(m.Run())
}

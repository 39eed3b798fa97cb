package discordtest

import (
	"os"
	"strings"
	"testing"
)

// The compiled schemas are as strict as the file.
func TestHolds_EnforcesTheOfficialSchemas(t *testing.T) {
	file := os.Getenv("DISCORD_OPENAPI")
	if file == "" {
		t.Skip(Unchecked)
	}
	sp, err := LoadSpec(file)
	if err != nil {
		t.Fatal(err)
	}
	const messages = "#/paths/~1channels~1%7Bchannel_id%7D~1messages/post/"
	for _, c := range []struct{ place, body, want string }{
		{messages + "requestBody", `{"content":"x","allowed_mentions":{"parse":[]},"flags":4}`, ""},
		{messages + "requestBody", `{"content":7}`, "content"},
		{messages + "requestBody", `{"content":"` + strings.Repeat("x", 4001) + `"}`, "content"},
		{messages + "responses/200", `{"id":"1"}`, "missing properties"},
		{"#/components/responses/ClientErrorResponse", `{"message":"no"}`, "code"},
	} {
		err := sp.holds(c.place, []byte(c.body))
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s, %.40s: got %v, want %q", c.place, c.body, err, c.want)
		}
	}
}

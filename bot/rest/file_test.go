package rest

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"dateline/bot/discordtest"
)

func TestDo_SendsFiles(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Options{})
	guild := d.AddGuild("G")
	room := d.AddChannel(guild, "news", 0)
	d.Grant(guild, discordtest.Ordinary|discordtest.AttachFiles)
	upload := Upload{Body: textMessage("two files"), Files: []File{{Name: `a "quoted" näme.opml`, Content: []byte("<opml/>")}, {Name: "b.txt"}}}
	if err := client(t, d).Do(context.Background(), "POST", "/channels/"+room+"/messages", upload, nil); err != nil {
		t.Fatal(err)
	}
	files := d.ByBot(room)[0].Files
	if len(files) != 2 || files[0].Name != `a "quoted" näme.opml` || string(files[0].Content) != "<opml/>" || files[1].Name != "b.txt" {
		t.Errorf("landed: %+v", files)
	}
}

func TestFile_BringsOnlyWhatLiesOnDiscordsServers(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Options{})
	guild := d.AddGuild("G")
	room := d.AddChannel(guild, "news", 0)
	d.Grant(guild, discordtest.Ordinary|discordtest.AttachFiles)
	api := client(t, d)
	content := bytes.Repeat([]byte("x"), 1000)
	if err := api.Do(context.Background(), "POST", "/channels/"+room+"/messages", Upload{textMessage("x"), []File{{Name: "a.txt", Content: content}}}, nil); err != nil {
		t.Fatal(err)
	}
	address := d.ByBot(room)[0].Files[0].URL()
	if got, err := api.File(context.Background(), address, 1000); err != nil || !bytes.Equal(got, content) {
		t.Errorf("got %d bytes, %v", len(got), err)
	}
	if _, err := api.File(context.Background(), address, 999); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a file of 1000 bytes where 999 are taken: %v", err)
	}
	gone, _, _ := strings.Cut(address, "?")
	if _, err := api.File(context.Background(), gone, 1000); Status(err) != http.StatusNotFound {
		t.Errorf("an address that has lapsed: %v", err)
	}
	for _, address := range []string{"http://127.0.0.1:1/attachments/1/2/a", "https://example.org/attachments/1/2/a", d.URL + "/api/v9/users/@me",
		"http://cdn.discordapp.com/attachments/1/2/a", "https://cdn.discordapp.com.example.org/attachments/1/2/a", "file:///attachments/1",
		"https://u:p@cdn.discordapp.com/attachments/1/2/a", "https://cdn.discordapp.com:8080/attachments/1/2/a", "//attachments/1", "%"} {
		if _, err := api.File(context.Background(), address, 1000); !errors.Is(err, ErrElsewhere) {
			t.Errorf("%s: got %v", address, err)
		}
	}
	if n := len(d.Calls("GET", "/users/@me")); n != 0 {
		t.Errorf("%d requests went where no files lie", n)
	}
	if discord, err := New("", "token"); err != nil || discord.keeps(api.base) {
		t.Errorf("with Discord itself only its file servers are asked: %v", err)
	}
}

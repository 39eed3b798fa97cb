package discordtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/bot/discordtest"
)

// upload sends a request with files, by the names of their parts.
func (r *rig) upload(method, path string, payload any, files map[string]string) got {
	r.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	if payload != nil {
		part, err := form.CreateFormField("payload_json")
		if err == nil {
			err = json.NewEncoder(part).Encode(payload)
		}
		if err != nil {
			r.t.Fatal(err)
		}
	}
	for name, content := range files {
		part, err := form.CreateFormFile(name, name+".txt")
		if err == nil {
			_, err = io.WriteString(part, content)
		}
		if err != nil {
			r.t.Fatal(err)
		}
	}
	_ = form.Close()
	q, err := http.NewRequest(method, r.URL+"/api/v9"+path, &b)
	if err != nil {
		r.t.Fatal(err)
	}
	q.Header.Set("Content-Type", form.FormDataContentType())
	q.Header.Set("Authorization", "Bot token")
	g, err := answer(http.DefaultClient.Do(q))
	if err != nil {
		r.t.Fatal(err)
	}
	return g
}

func list(entries ...m) m { return m{"attachments": append([]m{}, entries...)} }

func TestAttach_FilesLandWithTheirMessage(t *testing.T) {
	r := newRig(t, discordtest.Options{ChannelMax: 100})
	path := "/channels/" + r.channel + "/messages"
	one := map[string]string{"files[0]": "<opml/>"}
	r.upload("POST", path, text("x"), one).is(t, "a file without the permission", 403, 50013)
	r.Grant(r.guild, discordtest.Ordinary|discordtest.AttachFiles)
	sent := r.upload("POST", path, text("", list(m{"id": "0", "filename": "feeds.opml", "description": "118 feeds"})), one)
	sent.is(t, "a file alone", 200, 0)
	shown, _ := sent.body["attachments"].([]any)
	if len(shown) != 1 || shown[0].(m)["filename"] != "feeds.opml" || shown[0].(m)["size"] != 7.0 {
		t.Fatalf("the message has %v", shown)
	}
	resp, err := http.Get(fmt.Sprint(shown[0].(m)["url"]))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	if string(body) != "<opml/>" || err != nil {
		t.Errorf("the file is %q, %v", body, err)
	}
	id := sent.id()
	r.upload("PATCH", path+"/"+id, text("two", list(m{"id": shown[0].(m)["id"]}, m{"id": "1"})), map[string]string{"files[1]": "b"}).is(t, "one more", 200, 0)
	r.call("PATCH", path+"/"+id, text("two")).is(t, "an edit that says nothing of files", 200, 0)
	var names []string
	for _, file := range r.ByBot(r.channel)[0].Files {
		names = append(names, file.Name+" "+file.Description)
	}
	if diff := cmp.Diff([]string{"feeds.opml 118 feeds", "files[1].txt "}, names); diff != "" {
		t.Error(diff)
	}
	r.call("PATCH", path+"/"+id, text("", list())).is(t, "an edit that leaves nothing", 400, 50006)
}

func TestAttach_RepliesMayBringFiles(t *testing.T) {
	r := newRig(t, discordtest.Options{})
	hook := "/webhooks/" + discordtest.AppID + "/"
	now, later := r.ask(), r.ask()
	r.upload("POST", "/interactions/"+now.ID+"/"+now.Token+"/callback", m{"type": 4, "data": text("x", m{"flags": 4 | 64})}, map[string]string{"files[0]": "a"}).is(t, "an answer", 204, 0)
	r.ack(later, 5, nil).is(t, "ack", 204, 0)
	r.upload("PATCH", hook+later.Token+"/messages/@original", text("x"), map[string]string{"files[0]": "a"}).is(t, "a later answer", 200, 0)
	r.upload("POST", hook+later.Token, text("x"), map[string]string{"files[0]": "a", "files[9]": "b"}).is(t, "a follow-up", 200, 0)
	if got := []int{len(now.Message().Files), len(later.Message().Files)}; got[0] != 1 || got[1] != 2 {
		t.Errorf("files: %v", got)
	}
}

func TestUnpack_RefusesUploads(t *testing.T) {
	r := newQuick(t, discordtest.Options{ChannelMax: 100})
	r.Grant(r.guild, discordtest.Ordinary|discordtest.AttachFiles)
	big := string(make([]byte, 10<<20+1))
	path := "/channels/" + r.channel + "/messages"
	for name, c := range map[string]struct {
		payload      any
		files        map[string]string
		status, code int
	}{
		"without payload_json":         {nil, map[string]string{"files[0]": "a"}, 400, 50035},
		"a part of another name":       {text("x"), map[string]string{"upload": "a"}, 400, 50035},
		"a number beyond ten":          {text("x"), map[string]string{"files[10]": "a"}, 400, 50035},
		"a file over 10 MiB":           {text("x"), map[string]string{"files[0]": big}, 413, 40005},
		"over 25 MiB in all":           {text("x"), map[string]string{"files[0]": big[1:], "files[1]": big[1:], "files[2]": big[1:]}, 413, 40005},
		"an attachment not sent":       {text("x", list(m{"id": "1"})), map[string]string{"files[0]": "a"}, 400, 50035},
		"a message that breaks a rule": {m{"content": "x", "flags": 4}, map[string]string{"files[0]": "a"}, 400, 50035},
	} {
		r.upload("POST", path, c.payload, c.files).is(t, name, c.status, c.code)
		if n := len(r.ByBot(r.channel)); n != 0 {
			t.Fatalf("%s: %d messages landed", name, n)
		}
	}
}

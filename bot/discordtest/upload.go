package discordtest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"dateline/bot/discordtest/rules"
)

// part is a file of a request, by the number that "attachments" calls it.
type part struct {
	number int
	File
}

var partName = regexp.MustCompile(`^files\[([0-9])\]$`)

var tooLarge = rules.Refusal{Status: 413, Code: 40005, Message: "Request entity too large"}

// unpack takes a request with files apart: payload_json is its body
// (https://discord.com/developers/docs/reference#uploading-files).
func unpack(r *http.Request, raw []byte) ([]byte, []part, error) {
	if len(raw) > bodyMost {
		return nil, nil, tooLarge
	}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		return raw, nil, nil
	}
	var body []byte
	var sent []part
	reader := multipart.NewReader(bytes.NewReader(raw), params["boundary"])
	for {
		next, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, rules.Bad("multipart: %v", err)
		}
		content, err := io.ReadAll(next)
		number := partName.FindStringSubmatch(next.FormName())
		switch {
		case err != nil:
			return nil, nil, rules.Bad("multipart: %v", err)
		case next.FormName() == "payload_json":
			body = content
		case number == nil || next.FileName() == "":
			return nil, nil, rules.Bad("multipart: a part named %q, its file %q", next.FormName(), next.FileName())
		case len(content) > fileMost:
			return nil, nil, tooLarge
		default:
			n, _ := strconv.Atoi(number[1])
			sent = append(sent, part{n, File{Name: next.FileName(), Type: next.Header.Get("Content-Type"), Content: content}})
		}
	}
	if body == nil {
		return nil, nil, rules.Bad("multipart: no payload_json")
	}
	r.Header.Set("Content-Type", "application/json")
	return body, sent, nil
}

// rejectedPart notes and words a request with files that could not be taken apart.
func (s *Server) rejectedPart(err error) (int, map[string]any) {
	_, body := s.reject("upload", err)
	ref, _ := body.(rules.Refusal)
	return ref.Status, ref.Body()
}

// attach gives a message the files that came with a request. "attachments"
// names those that were sent by their numbers, and on an edit those that stay by
// their ids. The caller holds mu.
func (s *Server) attach(m *Message, body map[string]any, sent []part) *rules.Refusal {
	list, given := body["attachments"].([]any)
	if !given {
		for _, p := range sent {
			m.keep(s, p.File)
		}
		return nil
	}
	kept := []attached{}
	for _, x := range list {
		entry, _ := x.(map[string]any)
		id := fmt.Sprint(entry["id"])
		description, _ := entry["description"].(string)
		if at := m.file(id); at >= 0 {
			kept = append(kept, m.Files[at])
			continue
		}
		file, ok := numberedPart(sent, id)
		if !ok {
			return s.noted("files", rules.Bad("attachments: nothing was sent as %s", id))
		}
		if name, _ := entry["filename"].(string); name != "" {
			file.Name = name
		}
		file.Description = description
		kept = append(kept, s.kept(m, file))
	}
	m.Files = kept
	return nil
}

// attached is a file of a message, with its id and the address that it lies at.
type attached struct {
	File
	shape map[string]any
}

// URL is where the file lies.
func (a attached) URL() string { return fmt.Sprint(a.shape["url"]) }

func (m *Message) keep(s *Server, f File) { m.Files = append(m.Files, s.kept(m, f)) }

func (s *Server) kept(m *Message, f File) attached {
	f.Type, _, _ = strings.Cut(f.Type, ";")
	return attached{f, s.attachment("attachments/"+m.Channel, f)}
}

// file is the place of a file among a message's, -1 when it is none.
func (m *Message) file(id string) int {
	for i, f := range m.Files {
		if f.shape["id"] == id {
			return i
		}
	}
	return -1
}

func numberedPart(sent []part, id string) (File, bool) {
	for _, p := range sent {
		if strconv.Itoa(p.number) == id {
			return p.File, true
		}
	}
	return File{}, false
}

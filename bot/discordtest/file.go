package discordtest

import (
	"fmt"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// File is a file that a person sends with a command or a modal, or that the bot
// sends with a message.
type File struct {
	Name, Type, Description string // Type is the media type; "" is by the name's ending
	Content                 []byte
}

// fileMost is how many bytes a file may have, where nobody has boosted a server.
const fileMost = 10 << 20

// attachment keeps a file on the local CDN and gives it as Discord's objects
// have it: private ones lie apart, and every address is signed. The caller
// holds mu.
func (s *Server) attachment(folder string, f File) map[string]any {
	id := s.id()
	s.files[id] = f
	kind := f.Type
	if kind == "" {
		kind = mime.TypeByExtension(path.Ext(f.Name))
	}
	address := fmt.Sprintf("%s/%s/%s/%s", s.URL, folder, id, f.Name) + "?ex=1&is=1&hm=" + id
	out := map[string]any{"id": id, "filename": f.Name, "size": len(f.Content), "url": address, "proxy_url": address}
	if kind != "" {
		out["content_type"] = kind
	}
	if f.Description != "" {
		out["description"] = f.Description
	}
	if strings.HasPrefix(folder, "ephemeral") {
		out["ephemeral"] = true
	}
	return out
}

// cdn serves a file that was uploaded; true when the path is one of the CDN's.
func (s *Server) cdn(w http.ResponseWriter, r *http.Request) bool {
	parts := strings.Split(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if len(parts) != 4 || parts[0] != "attachments" && parts[0] != "ephemeral-attachments" {
		return false
	}
	s.mu.Lock()
	file, ok := s.files[parts[2]]
	s.calls = append(s.calls, Call{Method: r.Method, Path: r.URL.Path, Status: http.StatusOK, At: s.now()})
	s.mu.Unlock()
	if !ok || file.Name != parts[3] || r.URL.Query().Get("hm") != parts[2] {
		http.Error(w, "This content is no longer available.", http.StatusNotFound)
		return true
	}
	if r.Header.Get("Authorization") != "" {
		s.fail("the bot's token was sent to the CDN")
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.Itoa(len(file.Content)))
	_, _ = w.Write(file.Content)
	return true
}

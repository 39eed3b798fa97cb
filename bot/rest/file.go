package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Upload is the body of a request that brings files, all of which are attached.
type Upload struct {
	Body  map[string]any
	Files []File
}

// File is a file with its name. Description is read to who does not see it; it may be empty.
type File struct {
	Name        string
	Content     []byte
	Description string
}

// DescriptionMost is how long a description may be, in UTF-16 units.
const DescriptionMost = 1024

// described are the files as the body of a request names them; nil when none has a description.
func described(files []File) []map[string]any {
	if !slices.ContainsFunc(files, func(f File) bool { return f.Description != "" }) {
		return nil
	}
	var out []map[string]any
	for i, f := range files {
		entry := map[string]any{"id": strconv.Itoa(i), "filename": f.Name}
		if f.Description != "" {
			entry["description"] = f.Description
		}
		out = append(out, entry)
	}
	return out
}

// encode writes a body as it is sent, and says as what.
func encode(body any) (raw []byte, kind string, err error) {
	upload, ok := body.(Upload)
	if !ok {
		raw, err = json.Marshal(body)
		return raw, "application/json", err
	}
	if list := described(upload.Files); list != nil {
		upload.Body = maps.Clone(upload.Body)
		upload.Body["attachments"] = list
	}
	if body, err = json.Marshal(upload.Body); err != nil {
		return nil, "", err
	}
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	add := func(disposition, kind string, content []byte) {
		part, failed := form.CreatePart(textproto.MIMEHeader{"Content-Disposition": {disposition}, "Content-Type": {kind}})
		if failed == nil {
			_, failed = part.Write(content)
		}
		err = errors.Join(err, failed)
	}
	add(`form-data; name="payload_json"`, "application/json", body.([]byte))
	for i, file := range upload.Files {
		add(multipart.FileContentDisposition(fmt.Sprintf("files[%d]", i), file.Name), "application/octet-stream", file.Content)
	}
	err = errors.Join(err, form.Close())
	return b.Bytes(), form.FormDataContentType(), err
}

// cdnHosts are where Discord keeps what people upload.
var cdnHosts = []string{"cdn.discordapp.com", "media.discordapp.net"}

// Errors of File.
var (
	ErrTooLarge  = errors.New("the file is too large")
	ErrElsewhere = errors.New("the file does not lie on Discord's servers")
)

// File brings a file that somebody sent, up to most bytes. Its address came over
// the gateway, but in an object that a person had a hand in: only Discord's own
// servers are asked, without the bot's token, and no redirect is followed.
func (c *Client) File(ctx context.Context, address string, most int64) ([]byte, error) {
	target, err := url.Parse(address)
	if err != nil || !c.keeps(target) {
		return nil, ErrElsewhere
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("make a request: %w", err)
	}
	request.Header.Set("User-Agent", userAgent)
	resp, err := c.files.Do(request)
	if err != nil {
		return nil, lost(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, &Error{Status: resp.StatusCode, Message: http.StatusText(resp.StatusCode), Unsent: true, Foreign: true}
	}
	raw, err := io.ReadAll(io.LimitReader(resp.Body, most+1))
	switch {
	case err != nil:
		return nil, lost(err)
	case int64(len(raw)) > most:
		return nil, ErrTooLarge
	}
	return raw, nil
}

// keeps reports an address at which Discord, or the server in its place, keeps files.
func (c *Client) keeps(target *url.URL) bool {
	folder, _, _ := strings.Cut(strings.TrimPrefix(target.Path, "/"), "/")
	if folder != "attachments" && folder != "ephemeral-attachments" || target.User != nil {
		return false
	}
	own := c.base.Host != "discord.com" && target.Host == c.base.Host && target.Scheme == c.base.Scheme
	return own || target.Scheme == "https" && slices.Contains(cdnHosts, target.Host)
}

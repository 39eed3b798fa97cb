// Package input reads standard input for the commands: until it ends or the command
// is told to stop, line by line, and as requests, one a line. It answers none.
package input

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"sync"

	"dateline/briefing/feed"
)

// reading is an io.Reader made of a function.
type reading func([]byte) (int, error)

// Read calls it.
func (r reading) Read(b []byte) (int, error) { return r(b) }

// Until is a reader whose reads end with the context: somebody who is asked for a line
// can press Ctrl-C. Nothing is read before somebody asks: a program in the background
// that reads from its terminal is stopped.
func Until(ctx context.Context, from io.Reader) io.Reader {
	out, in := io.Pipe()
	context.AfterFunc(ctx, func() { in.CloseWithError(ctx.Err()) })
	begin := sync.OnceFunc(func() {
		go func() {
			_, err := io.Copy(in, from)
			in.CloseWithError(err)
		}()
	})
	return reading(func(b []byte) (int, error) {
		begin()
		return out.Read(b)
	})
}

// Lines are the lines of a reader without their ends. One that is too long (4 MiB) is
// skipped and given as feed.ErrTooBig; any other error is the last: that of reading, or
// of a context that has ended, which gives no further line.
func Lines(ctx context.Context, r io.Reader) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		lines := bufio.NewReader(r)
		for {
			line, err := feed.ReadLine(lines)
			last := err != nil && !errors.Is(err, feed.ErrTooBig)
			switch {
			case ctx.Err() != nil:
				yield("", ctx.Err())
				return
			case last && err != io.EOF:
				yield("", fmt.Errorf("read standard input: %w", err))
				return
			case last && len(line) == 0:
				return
			case last:
				err = nil
			}
			if !yield(strings.TrimRight(string(line), "\r\n"), err) || last {
				return
			}
		}
	}
}

// Request is one line of "-" mode. Of a line of text each field that may be meant is the
// text; of JSON unknown fields are ignored.
type Request struct {
	ID       string `json:"-"` // as it is written, else the number of the line
	Question string `json:"question"`
	Query    string `json:"query"`
	Text     string `json:"text"`
	Claim    string `json:"claim"`
	Source   string `json:"source"`
	Article  string `json:"article"`
	At       string `json:"at"`
	Now      string `json:"now"`
	Talk     string `json:"-"` // the conversation's name; "" of a question that stands alone
}

// Each reads requests, one a line, in order. A line that is none is given with what is
// wrong with it, and the next one read; an error of each ends it.
func Each(ctx context.Context, r io.Reader, each func(asked Request, fault error) error) error {
	no := 0
	for line, err := range Lines(ctx, r) {
		no++
		asked := Request{ID: fmt.Sprint(no)}
		switch {
		case errors.Is(err, feed.ErrTooBig):
			err = errors.New("the line is longer than 4 MiB, and was not read")
		case err != nil:
			return err
		default:
			err = asked.parse(strings.TrimSpace(line))
		}
		if err := each(asked, err); err != nil {
			return err
		}
	}
	return nil
}

// parse reads a line. Of one with a wrong field the rest is read all the same: its
// answer is found by its id.
func (r *Request) parse(line string) error {
	if line == "" {
		return errors.New("the line is empty")
	}
	if !strings.HasPrefix(line, "{") {
		r.Question, r.Query, r.Text, r.Claim = line, line, line, line
		return nil
	}
	read := struct {
		*Request
		ID           json.RawMessage `json:"id"`
		Conversation json.RawMessage `json:"conversation"` // a string or a number
	}{Request: r}
	err := json.Unmarshal([]byte(line), &read)
	if id := string(read.ID); id != "" && id != "null" {
		r.ID = id
		var s string
		if json.Unmarshal(read.ID, &s) == nil {
			r.ID = s
		}
	}
	if talk := string(read.Conversation); talk != "null" && talk != `""` {
		r.Talk = talk
	}
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind):
		return fmt.Errorf("%q is no text between quotation marks", kind.Field[strings.LastIndexByte(kind.Field, '.')+1:])
	case err != nil:
		return fmt.Errorf("the line is no JSON object: %w", err)
	}
	return nil
}

// Package watch tells people once of what they wait for: when something read answers a
// question, or a story has news. It decides what answers through package answer, and
// stores one post, which package deliver sends; it makes no watch and sends nothing.
package watch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	"dateline/briefing/answer"
	"dateline/briefing/claim"
	"dateline/briefing/guard"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/write"
	"dateline/store"
	"dateline/store/watching"
)

const (
	freshMost = 500              // versions that one pass looks at, about
	patience  = 10 * time.Minute // what is not indexed by then is not waited for
	// A version is stamped before it is stored: what was first seen this long ago is
	// looked for again.
	lateness  = 2 * time.Minute
	readsMost = 3                // reports that a model reads for one watch in a pass
	toldLeast = 24 * time.Hour   // a message that cannot be sent is kept for so long at least
	shownMost = 100              // characters of a question in its message
	restTime  = 10 * time.Minute // a model that could not be used is not asked for a watch
)

// Watcher holds what was read against what people wait for. It is the one holder of the
// lease "watch"; Run does one pass.
type Watcher struct {
	Store    *store.Store
	Answerer *answer.Answerer
	Scope    func(ctx context.Context, user int64) (store.Scope, error) // what a person may be told now
	Layout   func([]message.Block) []message.Part
	Holder   string
	Now      func() time.Time
	Log      *slog.Logger       // nil: silent
	Step     func(point string) // nil; tests stop the process here

	looked map[int64]map[int64]bool // by watch: versions that do not answer it
	rests  map[int64]time.Time      // by watch: until when no model reads for it
	ahead  map[int64]time.Time      // by watch: up to when strict rules have looked while the model rests
}

// errResting is what is said of what strict rules found nothing in, and a model reads yet.
var errResting = errors.New("the model rests")

// Run tells what is answered and returns how many watches that were. One that fails
// holds up no other, and is looked at again in the next pass.
func (w *Watcher) Run(ctx context.Context) (int, error) {
	lease, err := w.lease(ctx)
	if err != nil {
		return 0, err
	}
	w.step("watch: lease taken")
	all, err := w.Store.ActiveWatches(ctx)
	if err != nil || len(all) == 0 {
		return 0, err
	}
	pages := pages{read: w.Store.ReadSince, now: guard.Now(w.Now)}
	told := 0
	var failed []error
	for _, x := range all {
		fresh, err := pages.of(ctx, w.since(x, pages.now))
		if err != nil {
			return told, err
		}
		ok, err := w.one(ctx, x, fresh.versions)
		var panicked *guard.PanicError
		switch {
		case ctx.Err() != nil:
			return told, ctx.Err()
		case errors.As(err, &panicked): // whatever else there is: the next pass finds it again, but not the panic
			failed = append(failed, fmt.Errorf("look at watch %d: %w", x.ID, err))
		case errors.Is(err, errResting):
			w.lookAhead(x.ID, fresh.upTo)
		case errors.Is(err, store.ErrBusy), errors.Is(err, store.ErrLost), errors.Is(err, store.ErrNotFound):
			// more is to be read, or it was told, ended or forgotten meanwhile
		case err != nil:
			failed = append(failed, fmt.Errorf("look at watch %d: %w", x.ID, err))
		case ok:
			told++
		case fresh.worthNoting(x.Seen):
			fresh.done = append(fresh.done, x.ID)
		}
	}
	failed = append(failed, w.noteSeen(ctx, lease, pages)...)
	w.forget(all)
	return told, errors.Join(failed...)
}

// lease takes or renews the lease; store.ErrBusy when another process has it.
func (w *Watcher) lease(ctx context.Context) (store.Lease, error) {
	lease, err := w.Store.TakeLease(ctx, "watch", w.Holder, store.LeaseTime)
	if errors.Is(err, store.ErrLost) {
		err = store.ErrBusy
	}
	return lease, err
}

func (w *Watcher) step(point string) {
	if w.Step != nil {
		w.Step(point)
	}
}

// forget drops what was noted of watches that are over.
func (w *Watcher) forget(all []watching.Watch) {
	over := func(id int64) bool {
		return !slices.ContainsFunc(all, func(x watching.Watch) bool { return x.ID == id })
	}
	maps.DeleteFunc(w.looked, func(id int64, _ map[int64]bool) bool { return over(id) })
	maps.DeleteFunc(w.rests, func(id int64, _ time.Time) bool { return over(id) })
	maps.DeleteFunc(w.ahead, func(id int64, _ time.Time) bool { return over(id) })
}

// one looks at what was read for one watch, and reports whether the person is told. A
// panic, which foreign words may cause, is an error.
func (w *Watcher) one(ctx context.Context, x watching.Watch, fresh []watching.Fresh) (told bool, err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			told, err = false, guard.Caught(panicked)
		}
	}()
	fresh = slices.DeleteFunc(slices.Clone(fresh), func(f watching.Fresh) bool {
		return !f.Seen.After(x.Seen) || w.looked[x.ID][f.Version]
	})
	switch {
	case len(fresh) == 0 && w.resting(x, guard.Now(w.Now)):
		return false, errResting
	case len(fresh) == 0:
		return false, nil
	}
	scope, err := w.Scope(ctx, x.User)
	if err != nil {
		return false, fmt.Errorf("find what a person may be told: %w", err)
	}
	question := answer.Question{Text: x.Question, Scope: scope, At: guard.Now(w.Now), Words: phrases.In(x.Lang)}
	got, told, err := w.look(write.Paid(ctx, fmt.Sprintf("user:%d", x.User)), x, question, fresh)
	if !told {
		return false, err
	}
	w.step("watch: answered")
	return true, w.tell(ctx, x, got)
}

// look finds in what was read what the person is told. What a panic broke off over is
// looked at by halves: the one version that it is about is set aside.
func (w *Watcher) look(ctx context.Context, x watching.Watch, q answer.Question, fresh []watching.Fresh) (answer.Answer, bool, error) {
	got, told, err := w.tried(ctx, x, q, fresh)
	var panicked *guard.PanicError
	switch half := len(fresh) / 2; {
	case errors.As(err, &panicked) && half > 0:
		var other error
		if got, told, err = w.look(ctx, x, q, fresh[:half]); !told {
			got, told, other = w.look(ctx, x, q, fresh[half:])
		}
		return got, told, errors.Join(err, other)
	case panicked != nil, err == nil && !told:
		w.note(x.ID, fresh)
	}
	return got, told, err
}

// tried asks whether what was read answers a watch; a panic is an error.
func (w *Watcher) tried(ctx context.Context, x watching.Watch, q answer.Question, fresh []watching.Fresh) (got answer.Answer, told bool,
	err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			got, told, err = answer.Answer{}, false, guard.Caught(panicked)
		}
	}()
	if x.Story != 0 {
		return w.story(ctx, x, q, fresh)
	}
	return w.answers(ctx, x, q, fresh)
}

// note keeps in mind that versions do not answer a watch.
func (w *Watcher) note(watch int64, fresh []watching.Fresh) {
	if w.looked == nil {
		w.looked = map[int64]map[int64]bool{}
	}
	if w.looked[watch] == nil || len(w.looked[watch]) > 4*freshMost { // those of the last minutes count
		w.looked[watch] = map[int64]bool{}
	}
	for _, f := range fresh {
		w.looked[watch][f.Version] = true
	}
}

// answers asks what was read. With a model it reads each report that is near once, and
// must answer from that alone; without one, and where it fails, strict rules decide.
func (w *Watcher) answers(ctx context.Context, x watching.Watch, q answer.Question, fresh []watching.Fresh) (answer.Answer, bool, error) {
	version := versionsOf(fresh)
	q.Only = slices.Sorted(maps.Keys(version))
	if w.Answerer.Model == nil || w.resting(x, q.At) {
		got, ok, err := w.Answerer.Newly(ctx, q)
		if !ok && err == nil && w.Answerer.Model != nil {
			err = errResting
		}
		return got, ok, err
	}
	near, err := w.unread(ctx, x, q, version)
	if err != nil {
		return answer.Answer{}, false, err
	}
	for _, article := range near[:min(len(near), readsMost)] {
		q.Only = []int64{article}
		got, err := w.Answerer.Ask(ctx, q)
		if err != nil {
			return got, false, err
		}
		if got.Fallback != "" { // the budget is spent, or the model cannot be used
			w.rest(x.ID, got)
			return got, false, store.ErrBusy
		}
		w.step("watch: read")
		if len(got.Claims) > 0 && len(got.Gaps) == 0 {
			return got, true, nil // it is read again, from the memo, if the message is not stored
		}
		if err := w.Store.ReadForWatch(ctx, x.ID, version[article]); err != nil {
			return got, false, err
		}
	}
	if len(near) > readsMost {
		err = store.ErrBusy // the rest in the next pass
	}
	return answer.Answer{}, false, err
}

// versionsOf are the newest versions by article.
func versionsOf(fresh []watching.Fresh) map[int64]int64 {
	out := map[int64]int64{}
	for _, f := range fresh {
		out[f.Article] = max(out[f.Article], f.Version)
	}
	return out
}

// unread lists the articles that are near a question, best first, whose version no model
// has read for the watch.
func (w *Watcher) unread(ctx context.Context, x watching.Watch, q answer.Question, version map[int64]int64) ([]int64, error) {
	near, err := w.Answerer.Near(ctx, q)
	if err != nil || len(near) == 0 {
		return nil, err
	}
	read, err := w.Store.WatchReads(ctx, x.ID)
	if err != nil {
		return nil, fmt.Errorf("look up what was read for a watch: %w", err)
	}
	return slices.DeleteFunc(near, func(article int64) bool { return read[version[article]] }), nil
}

// story looks for news of a story.
func (w *Watcher) story(ctx context.Context, x watching.Watch, q answer.Question, fresh []watching.Fresh) (answer.Answer, bool, error) {
	story, err := w.Store.Resolve(ctx, x.Story)
	if err != nil {
		return answer.Answer{}, false, err
	}
	isNew := map[int64]bool{}
	for _, f := range fresh {
		if f.Story == story {
			isNew[f.Version] = true
		}
	}
	if len(isNew) == 0 {
		return answer.Answer{}, false, nil
	}
	now, err := w.Store.StoryItems(ctx, q.Scope, []int64{story}, q.At)
	if err != nil {
		return answer.Answer{}, false, fmt.Errorf("read a story: %w", err)
	}
	before, err := w.Store.StoryItems(ctx, q.Scope, []int64{story}, x.Made)
	if err != nil {
		return answer.Answer{}, false, fmt.Errorf("read a story as it stood: %w", err)
	}
	var news []store.Item
	for _, item := range now {
		if isNew[item.Version.ID] {
			news = append(news, item)
		} else {
			before = append(before, item)
		}
	}
	before = slices.DeleteFunc(before, func(item store.Item) bool { return isNew[item.Version.ID] })
	got, ok := w.Answerer.Grown(q, news, before)
	return got, ok, nil
}

// tell stores the message of a watch.
func (w *Watcher) tell(ctx context.Context, x watching.Watch, got answer.Answer) error {
	channel, err := w.Store.Direct(ctx, x.User)
	if err != nil {
		return err
	}
	if got, err = got.Kept(ctx, w.Store); err != nil {
		return err
	}
	if len(got.Claims)+len(got.Passages) == 0 {
		return store.ErrLost // it was taken back meanwhile
	}
	part, err := w.lay(x, got)
	if err != nil {
		return err
	}
	body, err := json.Marshal(message.Payload{Content: part.Content, Last: true, Watch: x.ID, Lang: got.Words.Lang(), Shows: part.Shows})
	if err != nil {
		return err
	}
	post := store.NewPost{Post: store.Post{Channel: channel.ID, Payload: string(body), Marker: part.Marker, Cut: got.At, Due: got.At,
		Expire: got.At.Add(max(toldLeast, x.Expire.Sub(got.At)))}}
	for _, c := range slices.Concat(got.Claims, got.Passages, []claim.Claim{got.Heading}) {
		if c.ID != 0 {
			post.Claims = append(post.Claims, c.ID)
		}
	}
	lease, err := w.lease(ctx) // again: a slow model writes for longer than it lasts
	if err != nil {
		return err
	}
	if err := w.Store.TellWatch(ctx, lease, x.ID, post); err != nil {
		return err
	}
	w.step("watch: told")
	return nil
}

// lay lays the message of a watch out as one part, with as many passages as fit.
func (w *Watcher) lay(x watching.Watch, got answer.Answer) (message.Part, error) {
	for {
		if parts := w.Layout(Blocks(x, got)); len(parts) == 1 && parts[0].Marker != "" {
			return parts[0], nil
		}
		if len(got.Passages) < 2 {
			return message.Part{}, errors.New("lay out what a person waited for: it fits no message")
		}
		got.Passages = got.Passages[:len(got.Passages)-1]
	}
}

// Blocks are the message of a watch: what was waited for, what was read, and that the
// watch is over. The first line, by which the message is known, stays when the rest is
// taken back: a story is named by when it was chosen, not by its title.
func Blocks(x watching.Watch, got answer.Answer) []message.Block {
	words, said := got.Words, []rune(message.Printable(x.Question))
	if len(said) > shownMost {
		said = append(said[:shownMost-1], '…')
	}
	title := message.Run{Text: words.Say("watch_answered", string(said)), Bold: true}
	if x.Story != 0 {
		title.Text = words.Say("watch_grown", x.Made.UTC().Format("2006-01-02 15:04:05")+" UTC")
	}
	out := append([]message.Block{{Kind: message.Title, Lang: words.Lang(), Runs: []message.Run{title}}}, got.Sentences()...)
	last := words.Say("watch_quoted")
	if len(got.Claims) > 0 {
		last = words.Say("written_checked")
		if got.Read {
			last = words.Say("written_read")
		}
	}
	over := append(message.Plain(last+" "), message.Say(words, "watch_over", x.Made)...)
	return append(out, message.Block{Kind: message.Small, Runs: over})
}

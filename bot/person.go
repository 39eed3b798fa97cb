package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"dateline/bot/follow"
	"dateline/bot/layout"
	"dateline/bot/rest"
	"dateline/briefing/answer"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/rights"
	"dateline/briefing/write"
	"dateline/store"
)

const (
	questionsMost = 5           // of one person
	questionsSpan = time.Minute // in this time
	runningMost   = 8           // things done for one person at the same time
	memoryTurns   = 10          // earlier questions that are kept in mind
	memoryTime    = 24 * time.Hour
	memberKept    = 10 * time.Minute
	cacheMost     = 10_000
)

// userLimits counts questions per person: a few a minute, one at a time.
type userLimits struct {
	mu      sync.Mutex
	asked   *lru.Cache[int64, []time.Time]
	chatted *lru.Cache[int64, []time.Time] // greetings and the like, which are no questions
	warned  *lru.Cache[int64, time.Time]   // when a person was last told of the limit
	busy    map[int64]bool
	running map[int64]int // commands and buttons being worked on
}

func newUserLimits() *userLimits {
	return &userLimits{asked: newLRU[int64, []time.Time](cacheMost), chatted: newLRU[int64, []time.Time](cacheMost),
		warned: newLRU[int64, time.Time](cacheMost),
		busy:   map[int64]bool{}, running: map[int64]int{}}
}

// acquire counts one thing that is done for a person; release ends it.
func (l *userLimits) acquire(user int64) (release func(), err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.running[user] >= runningMost {
		return nil, refuse("busy_things", runningMost)
	}
	l.running[user]++
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.running[user]--; l.running[user] == 0 {
			delete(l.running, user)
		}
	}, nil
}

// enter lets a question in, or says kindly why not; done ends it.
func (l *userLimits) enter(user int64, now time.Time) (done func(), err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.busy[user] {
		return nil, refuse("busy_question")
	}
	asked, _ := l.asked.Get(user)
	recent := lately(asked, now)
	if len(recent) >= questionsMost {
		l.asked.Add(user, recent)
		if warned, _ := l.warned.Get(user); now.Sub(warned) < questionsSpan {
			return nil, errQuiet
		}
		l.warned.Add(user, now)
		wait := questionsSpan - now.Sub(recent[0])
		return nil, refuse("asked_many", questionsMost, phrases.Counted(int(wait.Seconds())+1, "seconds"))
	}
	l.asked.Add(user, append(recent, now))
	l.busy[user] = true
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.busy, user)
	}, nil
}

// lately are the times within the span that is counted.
func lately(times []time.Time, now time.Time) []time.Time {
	return slices.DeleteFunc(times, func(t time.Time) bool { return now.Sub(t) >= questionsSpan })
}

// chats reports whether a greeting is answered: it is no question and does not
// count as one, but a person may not have the bot greet for ever.
func (l *userLimits) chats(user int64, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	chatted, _ := l.chatted.Get(user)
	chatted = lately(chatted, now)
	if len(chatted) >= questionsMost {
		l.chatted.Add(user, chatted)
		return false
	}
	l.chatted.Add(user, append(chatted, now))
	return true
}

// errQuiet is the limit once more: it was said a moment ago, and where others
// read along it is not said again.
var errQuiet = refuse("asked_still")

type membership struct {
	is    bool
	until time.Time
}

// closedRooms remembers for ten minutes where a reply was forbidden: asking
// the bot there again and again must not cost it Discord's patience. What
// changes in a server's roles or channels opens its rooms at once.
type closedRooms struct {
	until *lru.Cache[int64, closedRoom] // by channel
}

type closedRoom struct {
	guild int64
	until time.Time
}

func (r *closedRooms) closed(channel int64) bool {
	room, _ := r.until.Get(channel)
	return time.Now().Before(room.until)
}

func (r *closedRooms) close(guild, channel int64) {
	r.until.Add(channel, closedRoom{guild, time.Now().Add(memberKept)})
}

// open forgets what was closed in a server.
func (r *closedRooms) open(guild int64) {
	for _, channel := range r.until.Keys() {
		if room, ok := r.until.Peek(channel); ok && room.guild == guild {
			r.until.Remove(channel)
		}
	}
}

// knows reports whether a membership was found out lately.
func (b *Bot) knows(guild, user int64) bool {
	cached, ok := b.members.Get([2]int64{guild, user})
	return ok && time.Now().Before(cached.until)
}

const (
	lookedMost = 25 // servers in which a person is looked for who has not used the bot there: a bot in more cannot find out
	looksRate  = 2  // such looks a second, of the 50 requests that Discord allows
)

// unused are the servers with sources of their own that a person may be a
// member of without having used the bot there.
func (b *Bot) unused(ctx context.Context, used []int64) ([]int64, error) {
	all, err := b.Store.ActiveGuilds(ctx)
	if err != nil {
		return nil, err
	}
	if len(all) > lookedMost {
		return nil, nil
	}
	var out []int64
	for _, g := range all {
		own, err := b.chosen(ctx, fmt.Sprintf("guild:%d", g))
		if err != nil {
			return nil, err
		}
		if len(own) > 0 && !slices.Contains(used, g) {
			out = append(out, g)
		}
	}
	return out, nil
}

// isMember asks Discord whether a person is in a guild; when that cannot be
// found out, he or she is not.
func (b *Bot) isMember(ctx context.Context, guild, user int64) bool {
	key := [2]int64{guild, user}
	if cached, ok := b.members.Get(key); ok && time.Now().Before(cached.until) {
		return cached.is
	}
	err := b.api.Do(ctx, http.MethodGet, fmt.Sprintf("/guilds/%d/members/%d", guild, user), nil, nil)
	if err != nil && rest.Meaning(err) == rest.FailedForNow {
		return false // not an answer: ask again next time
	}
	b.members.Add(key, membership{err == nil, time.Now().Add(memberKept)})
	return err == nil
}

// scope is what may be told: to a server what it chose; to a person alone what
// he or she chose and what the servers chose of which he or she is a member.
func (b *Bot) scope(ctx context.Context, guild, user int64) (store.Scope, error) {
	if guild != 0 {
		return b.Store.ScopeOf(ctx, fmt.Sprintf("guild:%d", guild))
	}
	owners := []string{fmt.Sprintf("user:%d", user)}
	guilds, err := b.Store.GuildsOf(ctx, user)
	if err != nil {
		return store.Scope{}, err
	}
	more, err := b.unused(ctx, guilds)
	if err != nil {
		return store.Scope{}, err
	}
	for i, g := range append(guilds, more...) {
		if i >= len(guilds) && !b.knows(g, user) && !b.looks.Allow() {
			continue // who has not used the bot there is looked for as far as Discord's limits allow
		}
		if b.isMember(ctx, g, user) {
			owners = append(owners, fmt.Sprintf("guild:%d", g))
		}
	}
	return b.Store.ScopeOf(ctx, owners...)
}

// conversation names the memory a question belongs to. What was asked in
// private is never taken up where others read along.
func (q asking) conversation() string {
	switch {
	case q.guild == 0:
		return fmt.Sprintf("dm:%d", q.user)
	case q.open:
		return fmt.Sprintf("open:%d:%d", q.channel, q.user)
	}
	return fmt.Sprintf("channel:%d:%d", q.channel, q.user)
}

// asking is a question with where it was asked.
type asking struct {
	guild, channel, user int64
	open                 bool // others read the answer
	words                *phrases.Words
	text                 string
	story                answer.Story // that it is asked about, from its card; zero: none
}

// ask answers one question within the person's limits and remembers it.
func (b *Bot) ask(ctx context.Context, q asking) (answer.Answer, error) {
	if err := b.mayAsk(ctx, q.guild); err != nil {
		return answer.Answer{}, err
	}
	done, err := b.limits.enter(q.user, time.Now())
	if err != nil {
		b.count("limited")
		return answer.Answer{}, err
	}
	defer done()
	scope, err := b.scope(ctx, q.guild, q.user)
	if err != nil {
		return answer.Answer{}, fmt.Errorf("find what may be told: %w", err)
	}
	key := q.conversation()
	question := answer.Question{Text: q.text, Scope: scope, At: b.now(), Open: q.open, Words: q.words, Story: q.story}
	turns, err := b.Store.Turns(ctx, key, memoryTurns)
	if err != nil {
		return answer.Answer{}, fmt.Errorf("read the conversation: %w", err)
	}
	for _, t := range turns {
		question.Turns = append(question.Turns, answer.Turn{Question: t.Question, Shown: t.Shown})
	}
	payers := []string{fmt.Sprintf("user:%d", q.user)}
	if q.guild != 0 {
		payers = append(payers, fmt.Sprintf("guild:%d", q.guild))
	}
	var given answer.Answer
	err = b.quoting(ctx, q, func(talk *rights.Tally) (err error) {
		question.Talk = talk
		given, err = b.Answerer.Ask(write.Paid(ctx, payers...), question)
		return err
	})
	if err != nil {
		return given, err
	}
	given.Narrow = given.Narrow && q.guild == 0 // in a server there is no other way to ask
	if given.Abstained {
		b.count("refused")
	} else {
		b.count("answered")
	}
	return given, b.remember(ctx, key, q, given)
}

func (b *Bot) count(kind string) {
	if b.Meter.Answered != nil {
		b.Meter.Answered(kind)
	}
}

// remember keeps a question for a day, cut to what is read of one, with the start
// of what was shown to it.
func (b *Bot) remember(ctx context.Context, key string, q asking, given answer.Answer) error {
	if q.guild != 0 {
		if err := b.Store.SawIn(ctx, q.user, q.guild); err != nil {
			return err
		}
	}
	return b.Store.AddTurn(ctx, store.Turn{Conversation: key, Owner: q.owner(), User: q.user,
		Question: layout.Clip(q.text, follow.QuestionKept), Shown: given.Shown(), Expire: b.now().Add(memoryTime)})
}

// introduction is what a person reads before the first answer in private.
func (b *Bot) introduction(words *phrases.Words) []message.Block {
	where := words.Say("introduction_alone")
	if b.ModelHost != "" {
		where = words.Say("introduction_model", b.ModelHost)
	}
	return paras(words.Say("introduction"), words.Say("introduction_kept")+" "+where+" "+words.Say("introduction_erase"))
}

func paras(texts ...string) []message.Block {
	out := make([]message.Block, len(texts))
	for i, t := range texts {
		out[i] = message.Block{Kind: message.Para, Runs: []message.Run{{Text: t}}}
	}
	return out
}

func (b *Bot) fresh(ctx context.Context, c *call) (response, error) {
	for _, open := range []bool{false, true} {
		query := c.here()
		query.open = open
		if err := b.Store.Forget(ctx, query.conversation()); err != nil {
			return response{}, err
		}
	}
	return c.say("afresh"), nil
}

// gone reports an error of a row that is not there.
func gone(err error) bool { return errors.Is(err, store.ErrNotFound) }

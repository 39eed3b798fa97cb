package write

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"dateline/briefing/guard"
	"dateline/briefing/llm"
)

// A model that reads claims must first show that it can: of pairs of a claim and
// its sources, half of them false, it must get nearly all right. The true ones say
// it in other words, the false ones in the same: a reader that agrees always, or
// never, or goes by the words, fails.

const (
	// QuizPairs is how many pairs the quiz has.
	QuizPairs = 24
	// QuizPass is how many of them a reader must get right: a guess does so once in
	// 7,000 times (the binomial distribution).
	QuizPass = 21
	// QuizGuess is how many of them somebody who guesses gets right or fewer, but once in 30
	// times: a model that gets no more does not read what it is shown.
	QuizGuess = 16

	quizPart = 8                // pairs of one request: with its reply within 4,096 tokens
	quizTime = 10 * time.Minute // for all: a small machine needs a minute for each request
	quizWait = 5 * time.Minute  // after an error of the model it is not asked again for so long
)

//go:embed quiz.jsonl
var quizFile []byte

// quizPair is one pair with the verdict that is right.
type quizPair struct {
	Claim   string
	Sources []ReadSource
	Stated  bool
	Why     string // of a false one: for whoever reads the file
}

// quizPairs are the pairs in the order in which they are asked.
var quizPairs = sync.OnceValues(func() ([]quizPair, error) {
	var out []quizPair
	for line := range bytes.Lines(quizFile) {
		var pair quizPair
		if err := json.Unmarshal(line, &pair); err != nil {
			return nil, fmt.Errorf("read the quiz of the second reading: %w", err)
		}
		out = append(out, pair)
	}
	return out, nil
})

// quizVersion changes with the quiz, and with the prompt and the schema of a reading.
var quizVersion = sync.OnceValue(func() string {
	hash := sha256.New()
	fmt.Fprintln(hash, PromptVersion("verdicts"), verdictSchema)
	hash.Write(quizFile)
	return hex.EncodeToString(hash.Sum(nil)[:8])
})

// errQuizRuns says that the score is not known yet.
var errQuizRuns = errors.New("the quiz of the second reading is not finished")

// Trusted reports whether the reader has passed the quiz; it is asked when that
// is not known, and remembered in the store. Callers that come meanwhile wait for
// the one quiz, until Wait after it began: whoever asks several times waits once. An
// error of the service is not remembered: the quiz is asked again, not before some
// minutes have passed. tokens are what it cost this caller.
func (r *Reader) Trusted(ctx context.Context) (trusted bool, tokens int, err error) {
	if r == nil {
		return false, 0, nil
	}
	if r.trusted.Load() {
		return true, 0, nil
	}
	right, tokens, err := r.quiz(ctx, false, r.Wait)
	return err == nil && right >= QuizPass, tokens, err
}

// Guesses says of a model that got no more of the quiz right than a guess how many that
// were; "" of any other, of one whose score is not known, and of one that is not the reader.
func (r *Reader) Guesses(ctx context.Context, model string) string {
	if r == nil || r.Name != model {
		return ""
	}
	right, known, err := r.remembered(ctx)
	if err != nil || !known || right > QuizGuess {
		return ""
	}
	return fmt.Sprintf("it judged %d of %d pairs of claim and source rightly, no more than a guess", right, QuizPairs)
}

// Quiz is how many of QuizPairs the reader gets right: as it is remembered, or asked
// anew. again: it is asked in any case, at once.
func (r *Reader) Quiz(ctx context.Context, again bool) (right, tokens int, err error) {
	return r.quiz(ctx, again, 0)
}

// quiz waits so long, 0: to the end.
func (r *Reader) quiz(ctx context.Context, again bool, wait time.Duration) (right, tokens int, err error) {
	if !again {
		right, known, err := r.remembered(ctx)
		if err == nil && !known {
			err = r.lately()
		}
		if err != nil || known {
			return right, 0, err
		}
	}
	// The quiz does not end with the caller that happened to need it, and it is
	// nobody's but the installation's.
	alone := context.WithValue(Paid(context.WithoutCancel(ctx)), textKeyed{}, "")
	began := r.begins()
	scored, cost := 0, 0 // filled by the caller that asks, for the others they stay 0
	done := r.quizzes.DoChan("", func() (any, error) {
		alone, cancel := context.WithTimeout(alone, quizTime)
		defer cancel()
		defer r.ends()
		err := guard.Run(r.Log, "ask the quiz of the second reading", func() (err error) {
			if !again {
				var known bool
				if scored, known, err = r.remembered(alone); known || err != nil {
					return err // another quiz has ended since the caller looked
				}
			}
			scored, cost, err = r.takeQuiz(alone)
			return err
		})
		return scored, err
	})
	var late <-chan time.Time
	if wait > 0 {
		late = time.After(wait - time.Since(began))
	}
	select {
	case <-ctx.Done():
		return 0, 0, ctx.Err()
	case <-late:
		return 0, 0, errQuizRuns
	case result := <-done:
		right, _ = result.Val.(int)
		return right, cost, result.Err
	}
}

// begins is when the quiz began that is running: now, if none is.
func (r *Reader) begins() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.begun.IsZero() {
		r.begun = time.Now()
	}
	return r.begun
}

func (r *Reader) ends() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.begun = time.Time{}
}

// remembered is what the reader scored before, in this process or another.
func (r *Reader) remembered(ctx context.Context) (right int, known bool, err error) {
	value, err := r.Store.Meta(ctx, r.quizKey())
	if err != nil {
		return 0, false, fmt.Errorf("look whether %s has passed the quiz: %w", r.Name, err)
	}
	right, bad := strconv.Atoi(value)
	r.trusted.Store(bad == nil && right >= QuizPass)
	return right, bad == nil, nil
}

func (r *Reader) quizKey() string { return "quiz " + quizVersion() + " " + r.Name }

// lately is why the quiz could not be asked some minutes ago, nil when it may be
// asked.
func (r *Reader) lately() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.fault == nil || guard.Now(r.Now).Sub(r.failed) >= quizWait {
		return nil
	}
	return fmt.Errorf("not asked again yet: %w", r.fault)
}

// takeQuiz asks the quiz and remembers the score, or when it could not be asked.
func (r *Reader) takeQuiz(ctx context.Context) (right, tokens int, err error) {
	right, tokens, err = r.askQuiz(ctx)
	fault := err
	log := guard.Logger(r.Log)
	if err == nil {
		if fault = r.Store.SetMeta(ctx, r.quizKey(), strconv.Itoa(right)); fault != nil {
			log.Warn("what the second reading scored is known to this process alone", "model", r.Name, "err", fault)
		}
	}
	r.mu.Lock()
	r.fault, r.failed = fault, guard.Now(r.Now)
	r.mu.Unlock()
	if err != nil {
		log.Info("the quiz of the second reading was not answered: the strict rules stand in", "model", r.Name, "err", err)
		return 0, tokens, err
	}
	r.trusted.Store(right >= QuizPass)
	if right >= QuizPass {
		log.Info("the second reading is trusted", "model", r.Name, "right", right, "of", QuizPairs)
	} else {
		log.Warn("the second reading is not trusted: the strict rules stand in", "model", r.Name, "right", right, "of", QuizPairs,
			"needed", QuizPass)
	}
	return right, tokens, nil
}

// askQuiz counts the right verdicts. A reply that is none counts as wrong.
func (r *Reader) askQuiz(ctx context.Context) (right, tokens int, err error) {
	pairs, err := quizPairs()
	if err != nil {
		return 0, 0, err
	}
	for part := range slices.Chunk(pairs, quizPart) {
		var readings []Reading
		for _, pair := range part {
			readings = append(readings, Reading{pair.Claim, pair.Sources})
		}
		verdicts, cost, err := r.verdicts(ctx, readings, false)
		tokens += cost
		if err != nil && !errors.Is(err, errVerdicts) && !llm.Written(err) {
			return 0, tokens, err
		}
		for i, v := range verdicts {
			if v.Why != unread && v.Stated == part[i].Stated {
				right++
			}
		}
	}
	return right, tokens, nil
}

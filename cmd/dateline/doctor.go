package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"dateline/briefing/feed/fetch"
	"dateline/briefing/llm"
	"dateline/briefing/message"
	"dateline/briefing/write"
	"dateline/cmd/dateline/operate"
	"dateline/store"
	"dateline/store/database"
)

type doctorCmd struct {
	Quick bool `help:"Only what a container's health check needs: configuration and database."`
}

// finding is one thing the doctor looked at.
type finding struct {
	Check  string `json:"check"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail"`
	Do     string `json:"do,omitempty"` // what to do about it
}

// modelDeadline bounds the doctor's one question to the model.
const modelDeadline = 3 * time.Minute // some services are silent for two before a model is there

// quizDeadline bounds the quiz of the model that reads texts a second time: three
// requests, each of a minute on a small machine.
const quizDeadline = 5 * time.Minute

// discordDeadline bounds the look at Discord and its channels.
const discordDeadline = 60 * time.Second

// Run checks the set-up; it fails when something does not work.
func (c *doctorCmd) Run(ctx context.Context, a *app) error {
	found := []finding{{Check: "configuration", OK: true, Detail: "every variable can be read"}}
	opened, err := a.open(ctx)
	var usage usageError
	switch {
	case errors.As(err, &usage):
		found = []finding{{Check: "configuration", Detail: oneLine(err), Do: "correct the environment or .env"}}
	case err != nil:
		found = append(found, finding{Check: "database", Detail: oneLine(err), Do: "set DATABASE_URL or --db to a database that can " +
			"be opened"})
	default:
		found = append(found, a.checkDatabase(ctx, opened)...)
		found = append(found, a.checkPages(ctx, opened, c.Quick)...)
		if !c.Quick {
			found = append(found, a.checkAllowed()...)
			found = append(found, a.checkSources(ctx, opened))
			found = append(found, a.checkBrakes(ctx, opened)...)
			found = append(found, a.checkSpace(ctx, opened))
			found = append(found, a.checkModel(ctx, opened)...)
			found = append(found, a.checkReader(ctx, opened))
			found = append(found, a.checkVectors(ctx, opened))
			found = append(found, a.checkDiscord(ctx, opened)...)
		}
		if err := opened.store.Close(); err != nil {
			found = append(found, finding{Check: "database", Detail: oneLine(err), Do: "look at the disk it lies on"})
		}
	}
	failed := false
	for _, f := range found {
		failed = failed || !f.OK
		if err := a.sayFinding(f); err != nil {
			return err
		}
	}
	if failed {
		return errReported
	}
	return nil
}

func (a *app) sayFinding(f finding) error {
	secrets := a.cfg.redactor()
	f.Detail, f.Do = secrets.Said(f.Detail), secrets.Said(f.Do)
	mark, do := "ok      ", ""
	if !f.OK {
		mark = "PROBLEM "
	}
	if f.Do != "" {
		do = "\n        " + f.Do
	}
	return a.say(f, "%s%s: %s%s", mark, f.Check, f.Detail, do)
}

func (a *app) checkDatabase(ctx context.Context, d *desk) []finding {
	if err := d.store.Ping(ctx); err != nil {
		return []finding{{Check: "database", Detail: oneLine(err), Do: "look whether it runs and can be reached"}}
	}
	ext, err := d.store.Extent(ctx, store.Scope{Everything: true}, a.now())
	if err != nil && !database.Damaged(err) {
		return []finding{{Check: "database", Detail: oneLine(err), Do: "look at the log of the database"}}
	}
	if err != nil {
		return []finding{{Check: "database", Detail: oneLine(err), Do: damaged}}
	}
	size, err := d.store.Size(ctx)
	if err != nil {
		return []finding{{Check: "database", Detail: oneLine(err), Do: "look at the rights of the database's user"}}
	}
	return []finding{{Check: "database", OK: true, Detail: fmt.Sprintf("%s, %d articles from %d outlets, %.1f MiB", d.store.Kind(),
		ext.Articles, ext.Outlets, float64(size)/(1<<20))}}
}

// checkAllowed warns of networks in FETCH_ALLOW that hold a cloud's passwords.
func (a *app) checkAllowed() []finding {
	wide := fetch.TooWide(a.cfg.FetchAllow)
	if len(wide) == 0 {
		return nil
	}
	return []finding{{Check: "FETCH_ALLOW", Detail: fmt.Sprintf("%s holds addresses at which clouds hand out a machine's passwords: "+
		"whoever adds a feed could read them", joined(wide)),
		Do: "name only the networks your feeds are in, such as 192.168.1.0/24"}}
}

func joined(ps []netip.Prefix) string {
	var out []string
	for _, p := range ps {
		out = append(out, p.String())
	}
	return strings.Join(out, ", ")
}

// damaged is what to do about a file that cannot be read any more.
const damaged = "stop Dateline, copy the file, and restore the newest backup into a new one (dateline --db sqlite:NEW restore FILE); " +
	"without a backup \"sqlite3 FILE .recover\" saves what can be read. Look at the disk: it is the usual cause"

// quickPages bounds the reading of a file in a container's health check.
const quickPages = 2 * time.Second

// checkPages reads the whole file of a database: .5 s for each 100 MiB that the
// system has in memory, longer from a disk. A health check reads as far as it
// comes in its time.
func (a *app) checkPages(ctx context.Context, d *desk, quick bool) []finding {
	if quick {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, quickPages)
		defer cancel()
	}
	wrong, err := d.store.Check(ctx)
	var found []finding
	switch {
	case quick && ctx.Err() != nil:
	case err != nil:
		found = append(found, finding{Check: "database file", Detail: oneLine(err), Do: "look at the disk it lies on"})
	case wrong != "":
		found = append(found, finding{Check: "database file", Detail: "it is damaged: " + oneLine(errors.New(wrong)), Do: damaged})
	}
	if d.store.Shared() && !quick {
		found = append(found, finding{Check: "database file", OK: true, Detail: "others on this machine may read it, " +
			"and it holds what people asked", Do: "chmod 600 it and the files beside it (-wal, -shm)"})
	}
	return found
}

func (a *app) checkSources(ctx context.Context, d *desk) finding {
	srcs, err := d.store.Sources(ctx, store.All)
	if err != nil {
		return finding{Check: "sources", Detail: oneLine(err), Do: "look at the database"}
	}
	feeds, failing, first := 0, 0, ""
	for _, s := range srcs {
		if s.Kind.HandedIn() {
			continue
		}
		feeds++
		if s.Fails > 0 || s.Ended() {
			failing++
			first = cmp.Or(first, fmt.Sprintf("%s: %s", cmp.Or(s.Title, s.Outlet, "a source"), s.Reason))
		}
	}
	result := finding{Check: "sources", OK: failing == 0, Detail: fmt.Sprintf("%d feeds, %d cannot be read", feeds, failing)}
	switch {
	case failing > 0:
		result.Detail, result.Do = result.Detail+"; first "+first, "\"dateline feeds list\" shows each reason; "+
			"\"dateline feeds test URL\" tries one"
	case feeds == 0:
		result.Do = "\"dateline feeds add URL\" adds one"
	}
	return result
}

// checkSpace says which sources take most of the disk.
func (a *app) checkSpace(ctx context.Context, d *desk) finding {
	const named = 10
	largest, all, err := d.store.SourceSizes(ctx, named)
	if err != nil {
		return finding{Check: "disk", Detail: oneLine(err), Do: "look at the database"}
	}
	var said []string
	for _, x := range largest {
		said = append(said, fmt.Sprintf("%s %.1f MiB in %d articles", cmp.Or(x.Name, "no source"), float64(x.Bytes)/(1<<20), x.Articles))
	}
	detail := fmt.Sprintf("texts are kept %s and take %.1f MiB, without their index", a.cfg.archiveKept(), float64(all)/(1<<20))
	if len(said) > 0 {
		detail += "; most: " + strings.Join(said, ", ")
	}
	return finding{Check: "disk", OK: true, Detail: detail}
}

// checkBrakes says what the operator has stopped: no fault, but easily forgotten.
func (a *app) checkBrakes(ctx context.Context, d *desk) []finding {
	all, err := d.store.Brakes(ctx)
	if err != nil {
		return []finding{{Check: "stopped", Detail: oneLine(err), Do: "look at the database"}}
	}
	var found []finding
	for _, x := range all {
		said, undo := operate.Named(x)
		found = append(found, finding{Check: "stopped", OK: true, Detail: fmt.Sprintf("%s, since %s", said, x.At.Format(time.RFC3339)),
			Do: undo})
	}
	return found
}

// checkModel asks the model one question, within the day's budget, and when it
// answers measures what it can do.
func (a *app) checkModel(ctx context.Context, d *desk) []finding {
	result, answers := a.askModel(ctx, d)
	if !answers {
		return []finding{result}
	}
	return []finding{result, measureModel(ctx, d.writer.Model).finding(a.cfg.LLMContext > 0)}
}

// askModel asks one question; answers says whether a reply came.
func (a *app) askModel(ctx context.Context, d *desk) (f finding, answers bool) {
	gen, model := d.writer.Model, d.writer.Name
	switch {
	case gen == nil && a.cfg.OpenAIModel != "":
		return unset("model", "", "OPENAI_MODEL", a.cfg.OpenAIModel), false
	case gen == nil:
		return finding{Check: "model", OK: true, Detail: "none: briefings are made of the sources' own sentences, " +
			"a question is met with the passages that come closest", Do: "set OPENAI_API_KEY and OPENAI_MODEL to have them written"}, false
	}
	host := a.modelHost(d)
	ctx, cancel := context.WithTimeout(ctx, modelDeadline)
	defer cancel()
	start := time.Now()
	reply, err := gen.Generate(ctx, llm.Request{Messages: []llm.Message{{Role: "user", Content: "Answer with the word yes."}},
		MaxTokens: 20})
	if errors.Is(err, store.ErrSpent) {
		return finding{Check: "model", OK: true, Detail: fmt.Sprintf("%s at %s was not asked: %s; %s", model, host, oneLine(err),
			d.spent(ctx)), Do: "until then the sources' own sentences are used; LLM_DAILY_TOKENS, " +
			"LLM_GUILD_TOKENS and LLM_USER_TOKENS set the limits"}, false
	}
	if err != nil {
		if errors.Is(err, context.DeadlineExceeded) {
			err = fmt.Errorf("no answer within %s", modelDeadline)
		}
		return finding{Check: "model", Detail: fmt.Sprintf("%s at %s cannot be used: %s", model, host, oneLine(err)),
			Do: "until it answers, the sources' own sentences are used"}, false
	}
	took := time.Since(start).Round(10 * time.Millisecond)
	said := fmt.Sprintf("%s at %s answered in %s (%d tokens); it sees questions and short extracts of articles", model, host, took,
		reply.In+reply.Out)
	return finding{Check: "model", OK: true, Detail: said + "; " + strings.TrimSuffix(d.spent(ctx), ".")}, true
}

// spent is what the model has used today.
func (d *desk) spent(ctx context.Context) string {
	return message.Text(d.budget.Said(ctx, nil, store.All))
}

// unset is what is said of a model that is not there, by the variable that
// names it.
func unset(check, none, variable, model string) finding {
	if model != "" {
		return finding{Check: check, Detail: variable + " is set and OPENAI_API_KEY is not",
			Do: "set the key: a local server takes any word"}
	}
	return finding{Check: check, OK: true, Detail: none}
}

// checkReader says whether the model that reads texts a second time is trusted. One
// that was not is asked again: another may have its name now.
func (a *app) checkReader(ctx context.Context, d *desk) finding {
	const check = "second reading"
	reader := d.writer.Reader
	switch {
	case reader == nil && a.cfg.readsOnce():
		return finding{Check: check, OK: true, Detail: "switched off: " + strictRules}
	case reader == nil:
		return unset(check, "none: there is no model that could do it", "OPENAI_VERIFIER_MODEL", a.cfg.VerifierModel)
	}
	ctx, cancel := context.WithTimeout(ctx, quizDeadline)
	defer cancel()
	right, tokens, err := reader.Quiz(ctx, false)
	if err == nil && tokens == 0 && right < write.QuizPass {
		right, _, err = reader.Quiz(ctx, true)
	}
	named := fmt.Sprintf("%s at %s", reader.Name, a.modelHost(d))
	switch {
	case errors.Is(err, store.ErrSpent):
		return finding{Check: check, OK: true, Detail: fmt.Sprintf("%s was not asked: %s", named, oneLine(err))}
	case errors.Is(err, context.DeadlineExceeded):
		err = fmt.Errorf("no answer within %s", quizDeadline)
	}
	if err != nil {
		return finding{Check: check, Detail: named + ": " + oneLine(err), Do: "until it answers, " + strictRules}
	}
	scored := fmt.Sprintf("%d of %d pairs of claim and source", right, write.QuizPairs)
	if right >= write.QuizPass {
		return finding{Check: check, OK: true, Detail: fmt.Sprintf("%s is trusted: it judged %s rightly; it sees written sentences "+
			"and what they cite", named, scored)}
	}
	rules := strictRules
	if right <= write.QuizGuess && a.cfg.VerifierModel == "" {
		rules += "; that is no more than a guess: questions are answered with the passages closest to them"
	}
	return finding{Check: check, OK: a.cfg.VerifierModel == "", Detail: fmt.Sprintf("%s is not trusted: it judged %s rightly, %d are "+
		"needed; %s", named, scored, write.QuizPass, rules), Do: "name a larger model in OPENAI_VERIFIER_MODEL"}
}

// strictRules is what becomes of texts that nobody reads a second time.
const strictRules = "stricter rules decide which sentences are shown, and nothing is translated"

// checkVectors asks for the vector of one sentence.
func (a *app) checkVectors(ctx context.Context, d *desk) finding {
	vectors := d.archive.Vectors
	if vectors == nil {
		return unset("vectors", "none: passages are ranked by their words", "OPENAI_EMBEDDING_MODEL", a.cfg.EmbeddingModel)
	}
	ctx, cancel := context.WithTimeout(ctx, modelDeadline)
	defer cancel()
	start := time.Now()
	got, err := vectors.Embedder.Embed(ctx, []string{"Who was found alive in the school?"})
	name := fmt.Sprintf("%s at %s", vectors.Model, a.modelHost(d))
	if errors.Is(err, store.ErrSpent) {
		return finding{Check: "vectors", OK: true, Detail: name + " was not asked: " + oneLine(err),
			Do: "until then passages are ranked by their words"}
	}
	if err != nil {
		if errors.Is(err, context.DeadlineExceeded) {
			err = fmt.Errorf("no answer within %s", modelDeadline)
		}
		return finding{Check: "vectors", Detail: name + ": " + oneLine(err), Do: "until it answers, passages are ranked by their words"}
	}
	return finding{Check: "vectors", OK: true, Detail: fmt.Sprintf("%s gave %d numbers in %s; it sees questions and passages", name,
		len(got[0]), time.Since(start).Round(10*time.Millisecond))}
}

// checkDiscord looks at the token, the intents and every configured channel.
func (a *app) checkDiscord(ctx context.Context, d *desk) []finding {
	if a.cfg.DiscordToken == "" {
		return []finding{{Check: "Discord", OK: true, Detail: "no token: the terminal commands work, the bot does not",
			Do: "set DISCORD_TOKEN to run the bot"}}
	}
	ctx, cancel := context.WithTimeout(ctx, discordDeadline)
	defer cancel()
	discord, err := a.newBot(d)
	if err != nil {
		return []finding{{Check: "Discord", Detail: oneLine(err), Do: "correct DISCORD_API_URL"}}
	}
	var out []finding
	for _, f := range discord.Diagnose(ctx) {
		out = append(out, finding{Check: f.Check, OK: f.OK, Detail: f.Detail, Do: f.Do})
	}
	return out
}

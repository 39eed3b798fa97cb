// Command dateline is a news desk: it reads the sources it is given, keeps an
// archive, follows stories, writes briefings and answers questions, every
// sentence with its evidence. This package is the shell: flags, signals,
// wiring, exit codes. What is told is thought up in package briefing.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"dateline/briefing/guard"
	"dateline/briefing/llm"
	"dateline/briefing/message"
	"dateline/cmd/dateline/input"
	"dateline/cmd/dateline/operate"
	"dateline/cmd/dateline/output"
	"dateline/cmd/dateline/redact"
	"dateline/cmd/dateline/screen"
	"dateline/cmd/dateline/watch"
	"dateline/store"
)

// version is set by the release build (-ldflags "-X main.version=…").
var version = "dev"

// cli is the command line: the contract with scripts and people.
type cli struct {
	DB       string `name:"db" help:"sqlite:FILE or postgres://… (default: DATABASE_URL, else sqlite:dateline.db)." placeholder:"URL"`
	Env      string `name:"env" help:"Read variables from this file (default: .env when it is there)." placeholder:"FILE"`
	JSON     bool   `name:"json" help:"One JSON object a line."`
	LogLevel string `name:"log-level" help:"debug, info, warn or error." placeholder:"LEVEL"`
	Scope    string `name:"scope" help:"Whose view: desk, guild:ID, user:ID or all (the operator)." default:"desk" placeholder:"S"`

	Run      runCmd           `cmd:"" default:"1" help:"The bot (the default command)."`
	Try      tryCmd           `cmd:"" help:"A briefing and questions in the terminal, of a small sample or of feeds, pages and files."`
	Ingest   ingestCmd        `cmd:"" help:"Read feeds, pages and files; without INPUT one pass over the sources that are due."`
	Feeds    feedsCmd         `cmd:"" help:"The sources: add, list, remove, pause, resume, import, export, test."`
	Brief    briefCmd         `cmd:"" help:"A briefing on standard output."`
	Ask      askCmd           `cmd:"" help:"Answer a question from the archive; - reads one a line."`
	Search   searchCmd        `cmd:"" help:"Find passages; - reads one query a line."`
	Stories  storiesCmd       `cmd:"" help:"The stories of a window, one a line."`
	Show     showCmd          `cmd:"" help:"An article as it is stored."`
	Check    checkCmd         `cmd:"" help:"Check a claim against an article; - reads one a line."`
	Extract  extractCmd       `cmd:"" help:"The article in an HTML file."`
	Dates    datesCmd         `cmd:"" help:"The time phrases of a text; - reads one a line."`
	Doctor   doctorCmd        `cmd:"" help:"Check the set-up and say what to do."`
	Retract  operate.Retract  `cmd:"" help:"Take back something that was told: everywhere, with the messages that show it."`
	Pause    operate.Pause    `cmd:"" help:"Stop writing, posting or asking, or a source."`
	Resume   operate.Resume   `cmd:"" help:"Let it go on."`
	Block    operate.Block    `cmd:"" help:"Shut a server or a source out."`
	People   operate.People   `cmd:"" help:"Erase a person."`
	Guilds   operate.Guilds   `cmd:"" help:"Erase a server."`
	Articles operate.Articles `cmd:"" help:"Take articles out."`
	Backup   backupCmd        `cmd:"" help:"Write the whole database to a file."`
	Restore  restoreCmd       `cmd:"" help:"Read a backup into an empty database."`
	Version  versionCmd       `cmd:"" help:"Print the version."`
}

// app is what a command works with.
type app struct {
	cli      *cli
	cfg      Config
	in       io.Reader
	out      io.Writer // what a command gives, as it is
	err      io.Writer // what is said of it, without secrets
	now      func() time.Time
	clock    func() time.Time // of the database too, in tests; nil is its own
	pace     pace
	log      *slog.Logger
	tty      bool           // standard output is a terminal
	width    int            // its columns, see screen.Width; 0: lines are not wrapped
	progress bool           // standard error is a terminal
	metrics  *watch.Metrics // nil but in run: nothing is counted
	servers  llm.Servers    // of models
}

// usageError is a mistake in the command line: exit code 2.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// errReported says that a command has said what failed: exit code 1, no more words.
var errReported = errors.New("reported")

// heapGrowth is by how much the heap may grow before it is collected, in per
// cent. Half of Go's default: the peak while 20,000 articles are placed falls
// by a sixth for a fourteenth more work. GOGC, when it is set, holds.
const heapGrowth = 50

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(heapGrowth)
	}
	os.Exit(process())
}

// process runs this process's own command line until it ends or is told to.
func process() int {
	ctx, stop := interruptible(context.Background())
	defer stop()
	return execute(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
}

// interruptible is a context that Ctrl-C ends. What does not look at it is ended by the
// second one, as if nobody had heard the first.
func interruptible(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// execute runs one command line and returns its exit code: 0 ok, 1 failed, 2 usage.
func execute(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	var c cli
	code, exited := 0, false
	parser, err := kong.New(&c, kong.Name("dateline"), kong.Description("A news desk that names its sources and says when it does "+
		"not know."),
		kong.Writers(out, errOut), kong.Exit(func(n int) { code, exited = n, true }), kong.UsageOnError())
	if err != nil {
		fmt.Fprintln(errOut, "dateline:", err)
		return 1
	}
	if len(args) > 0 && args[0] == "help" { // "dateline help try"
		args = append(slices.Clone(args[1:]), "--help")
	}
	kctx, err := parser.Parse(args)
	if exited { // --help
		return code
	}
	if err != nil {
		said := Config{}.redactor().Said(err.Error())
		if !strings.HasSuffix(said, "?") {
			said += "."
		}
		if strings.Contains(said, "unknown flag") {
			said += " Write ./ before a file whose name begins with -."
		}
		fmt.Fprintf(errOut, "dateline: %s \"dateline --help\" lists commands and flags.\n", said)
		return 2
	}
	program := &app{cli: &c, in: input.Until(ctx, in), out: out, err: errOut, now: time.Now, tty: screen.IsTerminal(out),
		width: screen.Width(out), progress: screen.IsTerminal(errOut)}
	if err = program.configure(); err == nil {
		errOut = redact.Writer{Writer: errOut, Hide: program.cfg.redactor().Said}
		program.err = errOut
		kctx.BindTo(ctx, (*context.Context)(nil))
		kctx.Bind(operate.Shell{Open: program.openStore, Printer: program.printer(), Purge: program.purge})
		err = program.command(kctx)
	}
	return exitCode(ctx, errOut, err)
}

// command runs the command of a command line. A panic in it is its error, and
// the log holds the stack.
func (a *app) command(k *kong.Context) (err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			caught := guard.Caught(panicked)
			a.log.Error("a command panicked", "panic", caught.Text, "stack", caught.Stack)
			err = errors.New("something went wrong inside Dateline; what was finished is kept. Please report it with the lines above")
		}
	}()
	return k.Run(a)
}

func exitCode(ctx context.Context, errOut io.Writer, err error) int {
	var usage usageError
	var operated operate.UsageError
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errReported):
		return 1
	case errors.As(err, &usage), errors.As(err, &operated):
		fmt.Fprintln(errOut, "dateline:", oneLine(err))
		return 2
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintln(errOut, "dateline: stopped; what was finished is kept.")
		return 1
	}
	fmt.Fprintln(errOut, "dateline:", oneLine(err))
	return 1
}

// oneLine is an error on one line, of which nothing steers the terminal: it may quote what
// a source wrote.
func oneLine(err error) string {
	return message.Printable(strings.Join(strings.Fields(err.Error()), " "))
}

func (a *app) printer() output.Printer { return output.Printer{Out: a.out, JSON: a.cli.JSON} }

// say says a sentence, or with --json the object.
func (a *app) say(object any, format string, args ...any) error {
	return a.printer().Say(object, format, args...)
}

// configure reads the variables and the flags over them.
func (a *app) configure() error {
	getenv, err := environment(a.cli.Env)
	if err != nil {
		return usageError{err}
	}
	if a.cfg, err = loadConfig(getenv); err != nil {
		return usageError{err}
	}
	if a.cli.DB != "" {
		a.cfg.DatabaseURL = a.cli.DB
	}
	if a.cli.LogLevel != "" {
		a.cfg.LogLevel = a.cli.LogLevel
	}
	if a.log, err = newLogger(a.err, a.cfg); err != nil {
		return usageError{err}
	}
	_, err = store.ParseOwner(a.cli.Scope)
	if err != nil {
		return usageError{err}
	}
	return nil
}

// newLogger writes structured lines to standard error, without secrets.
func newLogger(w io.Writer, c Config) (*slog.Logger, error) {
	var l slog.Level
	if err := l.UnmarshalText([]byte(c.LogLevel)); err != nil {
		return nil, fmt.Errorf("log level %q is unknown: use debug, info, warn or error", c.LogLevel)
	}
	options := &slog.HandlerOptions{Level: l, ReplaceAttr: c.redactor().Attr}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, options)), nil
	}
	return slog.New(slog.NewTextHandler(w, options)), nil
}

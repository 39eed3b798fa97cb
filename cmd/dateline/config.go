package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/joho/godotenv"

	"dateline/briefing/llm"
	"dateline/briefing/write"
	"dateline/cmd/dateline/redact"
)

// Config is what the variables say.
type Config struct {
	DiscordToken   string
	DiscordAPIURL  string
	MessageContent bool    // messages that do not mention the bot are read too
	OperatorIDs    []int64 // Discord users
	DatabaseURL    string
	OpenAIAPIKey   string
	OpenAIBaseURL  string
	OpenAIModel    string
	VerifierModel  string
	OpenAIExtra    llm.Extra
	EmbeddingModel string
	LLMFallbacks   []llm.Endpoint
	LLMContext     int // tokens; 0: what is said of it below
	LLMDailyTokens int // 0: no limit, here and below
	LLMGuildTokens int
	LLMUserTokens  int
	LLMPrice       write.Price
	FetchAllow     []netip.Prefix
	FetchContact   string
	ArchiveDays    int // texts are kept so long; 0: for ever, here and below
	EvidenceDays   int // what was shown
	PrivacyURL     string
	TermsURL       string
	Contact        string
	HTTPAddr       string // health and metrics; empty: none
	LogLevel       string
	LogFormat      string
}

// variable is one line of the table that .env.example, the README and the
// program share.
type variable struct {
	name, value, help string // value is the default
	secret            bool   // NAME_FILE may name a file that holds it
	set               func(c *Config, s string) error
}

// variables are all there are.
var variables = []variable{
	{"DISCORD_TOKEN", "", "The bot's token. Without it only the terminal commands work.", true,
		func(c *Config, s string) error { c.DiscordToken = s; return nil }},
	{"DISCORD_API_URL", "https://discord.com", "Discord's REST interface, or a proxy or local stand-in for it; a path is kept.", false,
		setBase(func(c *Config) *string { return &c.DiscordAPIURL })},
	{"DISCORD_MESSAGE_CONTENT", "false", "Also read channel messages that do not mention the bot (a privileged intent: " +
		"switch it on in the developer portal).", false, setBool(func(c *Config) *bool { return &c.MessageContent })},
	{"OPERATOR_IDS", "", "Who may use the operator's commands: Discord user ids, comma separated.", false, setUsers},
	{"DATABASE_URL", "sqlite:dateline.db", "sqlite:FILE, or postgres://USER:PASSWORD@HOST/NAME.", true,
		func(c *Config, s string) error { c.DatabaseURL = s; return nil }},
	{"OPENAI_API_KEY", "", "Key of the language model. Without it the sources' own sentences are used. A local server takes any word.",
		true, func(c *Config, s string) error { c.OpenAIAPIKey = s; return nil }},
	{"OPENAI_BASE_URL", "https://api.openai.com/v1", "Any OpenAI-compatible server. It sees questions and short extracts of articles.",
		false, setURL(func(c *Config) *string { return &c.OpenAIBaseURL })},
	{"OPENAI_MODEL", "", "The model's name on that server.", false, func(c *Config, s string) error { c.OpenAIModel = s; return nil }},
	{"OPENAI_VERIFIER_MODEL", "", "The model on that server that reads every text a second time against its sources, once it has " +
		"passed a built-in quiz (doctor says how many it got right). Empty: OPENAI_MODEL, in a request of its own. none: nobody; " +
		"then stricter rules stand in, and nothing is translated.", false,
		func(c *Config, s string) error { c.VerifierModel = s; return nil }},
	{"OPENAI_EXTRA", "", "JSON that is added to every request to the models, for what a service wants beyond the rest, like " +
		`{"reasoning_effort":"low"}` + "; null takes a part out.", false, setExtra},
	{"OPENAI_EMBEDDING_MODEL", "", "A model on that server that gives vectors (/embeddings): the best passages are then ranked by " +
		"meaning too. It sees questions and passages. Its tokens count like those of the model; from 80 % of a limit on words alone " +
		"rank.", false,
		func(c *Config, s string) error { c.EmbeddingModel = s; return nil }},
	{"LLM_FALLBACKS", "", "Servers asked when the first fails: URL MODEL KEY_VARIABLE; …", false, nil},
	{"LLM_CONTEXT", "", "Tokens a prompt and its reply may have together. Empty: 4096 for a server in the house, 16000 for others, " +
		"and where reading that takes more than a minute what is read in one.", false,
		setNumber(func(c *Config) *int { return &c.LLMContext }, llm.ContextLow, 2_000_000)},
	{"LLM_DAILY_TOKENS", "0", "Tokens the model may use a day (UTC), all processes on the database together; " +
		"from 80 % on updates use the sources' own sentences, at the limit everything does. 0: no limit.", false,
		setNumber(func(c *Config) *int { return &c.LLMDailyTokens }, 0, 1_000_000_000)},
	{"LLM_GUILD_TOKENS", "0", "The same for each Discord server. A text that several share is paid by whoever needed it first. 0: " +
		"no limit.", false, setNumber(func(c *Config) *int { return &c.LLMGuildTokens }, 0, 1_000_000_000)},
	{"LLM_USER_TOKENS", "0", "The same for each person's questions, in servers and in direct messages. 0: no limit.", false,
		setNumber(func(c *Config) *int { return &c.LLMUserTokens }, 0, 1_000_000_000)},
	{"LLM_PRICE", "", "Dollars for a million tokens of prompts and of replies, like 0.15 0.60, and of OPENAI_EMBEDDING_MODEL behind " +
		"them: what was used is then counted in money too. Empty: not known.", false, setPrice},
	{"FETCH_ALLOW", "", "Private networks that may be fetched all the same, as CIDRs: 192.168.1.0/24, 10.0.0.5/32.", false, setPrefixes},
	{"FETCH_CONTACT", "", "An address or URL that outlets see in the user agent.", false,
		func(c *Config, s string) error { c.FetchContact = s; return nil }},
	{"ARCHIVE_DAYS", "180", "Days for which texts are kept after they were read: older ones are found no more, and only the sentences " +
		"that were shown stay. 0: for ever.", false, setNumber(func(c *Config) *int { return &c.ArchiveDays }, 0, 36500)},
	{"EVIDENCE_DAYS", "730", "Days for which sentences that were shown are kept after that, with link and date; no less than " +
		"ARCHIVE_DAYS, which raises what is not set. 0: for ever.", false,
		setNumber(func(c *Config) *int { return &c.EvidenceDays }, 0, 36500)},
	{"PRIVACY_URL", "", "Your privacy policy: /help and /privacy link to it.", false,
		setURL(func(c *Config) *string { return &c.PrivacyURL })},
	{"TERMS_URL", "", "Your terms of service: /help and /privacy link to them.", false,
		setURL(func(c *Config) *string { return &c.TermsURL })},
	{"CONTACT", "", "Where people reach whoever runs this bot, as /help and /privacy show it: an e-mail address, a URL or a name.", false,
		func(c *Config, s string) error { c.Contact = s; return nil }},
	{"HTTP_ADDR", "", "Serves /healthz and /metrics there: 127.0.0.1:9090 for this machine alone, :9090 for every network. Empty: " +
		"nothing is served.", false, setAddr(func(c *Config) *string { return &c.HTTPAddr })},
	{"LOG_LEVEL", "warn", "debug, info, warn or error.", false, setOneOf(func(c *Config) *string { return &c.LogLevel }, "debug", "info",
		"warn", "error")},
	{"LOG_FORMAT", "text", "text or json.", false, setOneOf(func(c *Config) *string { return &c.LogFormat }, "text", "json")},
}

// plainValue is a value in which nothing secret can stand: the longest that the
// variables below take is the host and port of an address.
var plainValue = regexp.MustCompile(`^[\pL\pN .,:/$+\[\]_-]{0,24}$`)

// quoted is a part of a variable's value in an error, unless somebody may have
// put a secret into the variable: an address, say.
func quoted(part, whole string) string {
	if plainValue.MatchString(part) && !strings.ContainsAny(whole, "@?=%") && !strings.Contains(whole, "://") {
		return strconv.Quote(part)
	}
	return "its value (not shown, for it may hold a secret)"
}

func setURL(field func(*Config) *string) func(*Config, string) error {
	return func(c *Config, s string) error {
		if _, err := llm.ParseAddress(s); s != "" && err != nil {
			return err
		}
		*field(c) = s
		return nil
	}
}

// setBase takes an http(s) URL that paths are put behind, so a query or a
// fragment is a mistake that would go unseen.
func setBase(field func(*Config) *string) func(*Config, string) error {
	return func(c *Config, s string) error {
		address, err := llm.ParseAddress(s)
		if err != nil {
			return err
		}
		path := strings.TrimRight(address.EscapedPath(), "/")
		if address.User != nil || address.RawQuery != "" || address.Fragment != "" {
			return fmt.Errorf("only scheme, host and path are used: write %s://%s%s", address.Scheme, address.Host, path)
		}
		*field(c) = address.Scheme + "://" + address.Host + path
		return nil
	}
}

func setBool(field func(*Config) *bool) func(*Config, string) error {
	return func(c *Config, s string) error {
		if s != "true" && s != "false" {
			return fmt.Errorf("%s is neither true nor false: write one of them", quoted(s, s))
		}
		*field(c) = s == "true"
		return nil
	}
}

// setUsers reads Discord user ids.
func setUsers(c *Config, s string) error {
	var ids []int64
	for _, f := range strings.Split(s, ",") {
		if f = strings.TrimSpace(f); f == "" {
			continue
		}
		id, err := strconv.ParseUint(f, 10, 63)
		if err != nil || id == 0 {
			return fmt.Errorf("%s is no Discord user id, which has digits only: switch on developer mode in Discord, "+
				"right-click the person and copy the id", quoted(f, s))
		}
		ids = append(ids, int64(id))
	}
	c.OperatorIDs = ids
	return nil
}

// setAddr takes host:port; the host may be empty, the port is a number.
func setAddr(field func(*Config) *string) func(*Config, string) error {
	return func(c *Config, s string) error {
		_, port, err := net.SplitHostPort(s)
		if err == nil {
			_, err = strconv.ParseUint(port, 10, 16)
		}
		if s != "" && err != nil {
			return fmt.Errorf("%s is no host:port: write it like 127.0.0.1:9090", quoted(s, s))
		}
		*field(c) = s
		return nil
	}
}

func setNumber(field func(*Config) *int, least, most int) func(*Config, string) error {
	return func(c *Config, s string) error {
		if s == "" {
			return nil
		}
		n, err := strconv.Atoi(s)
		if err != nil || n < least || n > most {
			return fmt.Errorf("%s is no number from %d to %d", quoted(s, s), least, most)
		}
		*field(c) = n
		return nil
	}
}

func setExtra(c *Config, s string) (err error) {
	c.OpenAIExtra, err = llm.ParseExtra(s)
	return err
}

// setPrice reads two prices: of what is sent and of what comes back.
func setPrice(c *Config, s string) error {
	if s == "" {
		return nil
	}
	var at [3]float64
	fields := strings.Fields(s)
	for i := range min(len(fields), 3) {
		var err error
		if at[i], err = strconv.ParseFloat(fields[i], 64); err != nil || !(at[i] >= 0 && at[i] <= 10_000) {
			return fmt.Errorf("%s is no price from 0 to 10000 dollars a million tokens", quoted(fields[i], s))
		}
	}
	if len(fields) < 2 || len(fields) > 3 {
		return fmt.Errorf("%s is not two prices: write dollars a million tokens of prompts, then of replies, like 0.15 0.60, "+
			"and behind them those of OPENAI_EMBEDDING_MODEL", quoted(s, s))
	}
	c.LLMPrice = write.Price{In: at[0], Out: at[1], Vectors: at[2]}
	return nil
}

func setOneOf(field func(*Config) *string, words ...string) func(*Config, string) error {
	return func(c *Config, s string) error {
		for _, w := range words {
			if s == w {
				*field(c) = s
				return nil
			}
		}
		return fmt.Errorf("%s is none of %s", quoted(s, s), strings.Join(words, ", "))
	}
}

func setPrefixes(c *Config, s string) error {
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
		prefix, err := netip.ParsePrefix(f)
		if err != nil {
			return fmt.Errorf("%s is no network like 192.168.1.0/24", quoted(f, s))
		}
		c.FetchAllow = append(c.FetchAllow, prefix)
	}
	return nil
}

// loadConfig reads every variable and reports all faults at once.
func loadConfig(getenv func(string) string) (Config, error) {
	var c Config
	var faults []error
	for _, v := range variables {
		value, err := v.read(getenv)
		if err == nil {
			if v.set != nil {
				err = v.set(&c, value)
			} else if c.LLMFallbacks, err = llm.ParseFallbacks(value, getenv); err != nil {
				err = errors.New(strings.TrimPrefix(err.Error(), v.name+": "))
			}
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w;", v.name, err))
		}
	}
	if c.VerifierModel != "" && !c.readsOnce() && c.OpenAIModel == "" {
		faults = append(faults, errors.New("OPENAI_VERIFIER_MODEL: it judges what OPENAI_MODEL writes, which is not set: "+
			"set both or neither;"))
	}
	if c.EvidenceDays > 0 && (c.ArchiveDays == 0 || c.EvidenceDays < c.ArchiveDays) {
		if strings.TrimSpace(getenv("EVIDENCE_DAYS")) != "" {
			faults = append(faults, fmt.Errorf("EVIDENCE_DAYS: what was shown cannot be dropped before the texts, which ARCHIVE_DAYS "+
				"keeps %s: write %d, or leave it empty;", c.archiveKept(), c.ArchiveDays))
		}
		c.EvidenceDays = c.ArchiveDays
	}
	if len(faults) > 0 {
		return c, fmt.Errorf("%w correct the environment or .env", errors.Join(faults...))
	}
	return c, nil
}

// archiveKept says how long texts are kept.
func (c Config) archiveKept() string {
	if c.ArchiveDays == 0 {
		return "for ever"
	}
	return fmt.Sprintf("for %d days", c.ArchiveDays)
}

// read is a variable's value: itself, the file it names, or the default.
func (v variable) read(getenv func(string) string) (string, error) {
	value := strings.TrimSpace(getenv(v.name))
	if file := getenv(v.name + "_FILE"); v.secret && value == "" && file != "" {
		data, err := os.ReadFile(file)
		if err != nil {
			return "", fmt.Errorf("%s_FILE names a file that cannot be read: %w", v.name, fileFault(err))
		}
		value = strings.TrimSpace(string(data))
	}
	if value == "" {
		return v.value, nil
	}
	return value, nil
}

// environment is the process's environment with a file's variables behind it:
// the environment wins. Without a name .env is read when it is there.
func environment(file string) (func(string) string, error) {
	name := file
	if name == "" {
		name = ".env"
	}
	vars, err := godotenv.Read(name)
	switch {
	case err != nil && file == "" && errors.Is(err, os.ErrNotExist):
		return os.Getenv, nil
	case errors.As(err, new(*fs.PathError)):
		return nil, fmt.Errorf("read %s: %w", name, fileFault(err))
	case err != nil: // its text holds the lines around the fault
		return nil, fmt.Errorf("read %s: a line of it is not NAME=VALUE: put a value that has spaces, # or quotation marks between "+
			"quotation marks", name)
	}
	return func(k string) string {
		if value, ok := os.LookupEnv(k); ok {
			return value
		}
		return vars[k]
	}, nil
}

// redactor keeps the secrets of a configuration out of what is written.
func (c Config) redactor() redact.Redactor {
	known := redact.Secrets{Keys: []string{c.DiscordToken, c.OpenAIAPIKey}, Services: []string{c.OpenAIBaseURL}, Database: c.DatabaseURL}
	for _, e := range c.LLMFallbacks {
		known.Keys, known.Services = append(known.Keys, e.Key), append(known.Services, e.URL)
	}
	return redact.New(known)
}

// example is the text of .env.example.
func example() string {
	var b strings.Builder
	b.WriteString("# Copy to .env and fill in. Every variable may be left out.\n")
	for _, v := range variables {
		fmt.Fprintf(&b, "\n# %s\n", v.help)
		if v.secret {
			fmt.Fprintf(&b, "# (or %s_FILE=/path/of/a/file/that/holds/it)\n", v.name)
		}
		fmt.Fprintf(&b, "%s=%s\n", v.name, v.value)
	}
	return b.String()
}

// readsOnce reports that the second reading is switched off: "none" stands in the place
// of a model's name.
func (c Config) readsOnce() bool { return strings.EqualFold(c.VerifierModel, "none") }

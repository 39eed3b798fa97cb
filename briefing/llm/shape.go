package llm

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	openai "github.com/sashabaranov/go-openai"
)

// The fields that limit a reply. A server that does not know the second ignores
// it, and its reply is then without a limit; OpenAI's newer models refuse the first.
const (
	maxTokens           = "max_tokens"
	maxCompletionTokens = "max_completion_tokens"
)

// format is how JSON is asked for.
type format int

const (
	bySchema format = iota // response_format json_schema
	byObject               // response_format json_object, and the schema in words
	byWords                // the schema in words alone
)

// efforts are the values of reasoning_effort, the lowest first.
var efforts = []string{"none", "minimal", "low", "medium", "high"}

const (
	roomFirst = 4096  // tokens for a model that thinks: several times what the lowest efforts use
	roomMost  = 16384 // when that was too little
)

// shape is how a service takes a request. It starts from the model's name; what
// a service refuses is changed, and what it takes is remembered.
type shape struct {
	limit       string // the field of the reply's limit; "" is none
	swapped     bool   // it was refused under its other name
	temperature bool
	stream      bool
	usage       bool // stream_options, which asks a stream for its tokens
	system      bool // a message of that role; else its text goes in front of the user's
	format      format
	effort      string // reasoning_effort; "" is none
	room        int    // tokens for thinking beyond the reply's limit
}

// known says what the names of models tell. Of several that fit the first holds.
var known = []struct {
	names  *regexp.Regexp
	openai bool // max_completion_tokens and no temperature
	effort string
}{
	{regexp.MustCompile(`^gpt-5.*-chat`), true, ""},
	{regexp.MustCompile(`^gpt-5(-mini|-nano)?(-20\d\d.*)?$`), true, "minimal"},
	{regexp.MustCompile(`^(gpt-5\.\d+(-mini|-nano)?(-20\d\d.*)?|gpt-6-(sol|luna))$`), true, "none"},
	{regexp.MustCompile(`^(o[1-9]([^\pL\pN].*)?|gpt-[5-9].*)$`), true, "low"},
	{regexp.MustCompile(`^(gpt-oss|gemini-(2\.5|[3-9]))`), false, "low"},
	{regexp.MustCompile(`think|reason|deepseek-r\d|\br1\b|qwq|qwen3|magistral|grok-[34]|glm-4\.[5-9]|minimax-m`), false, ""},
}

// startShape is the first that is tried. A local server is never asked for the
// newer name of the limit, which most of them ignore.
func startShape(model string, local bool) shape {
	start := shape{limit: maxTokens, temperature: true, stream: true, usage: true, system: true}
	name := strings.ToLower(model[strings.LastIndexByte(model, '/')+1:])
	for _, k := range known {
		if !k.names.MatchString(name) {
			continue
		}
		start.effort, start.room = k.effort, roomFirst
		if k.openai && !local {
			start.limit, start.temperature = maxCompletionTokens, false
		}
		break
	}
	return start
}

// String is the shape in words.
func (s shape) String() string {
	said := []string{"no limit of the reply"}
	if s.limit != "" {
		said[0] = s.limit
	}
	if !s.temperature {
		said = append(said, "no temperature")
	}
	switch {
	case !s.stream:
		said = append(said, "no stream")
	case !s.usage:
		said = append(said, "no stream_options")
	}
	if !s.system {
		said = append(said, "no system message")
	}
	said = append(said, [...]string{"JSON by schema", "JSON as an object", "JSON asked for in words"}[s.format])
	if s.effort != "" {
		said = append(said, "reasoning effort "+s.effort)
	}
	if s.room > 0 {
		said = append(said, fmt.Sprintf("%d tokens of room to think", s.room))
	}
	return strings.Join(said, ", ")
}

// fields are the parts of a request beside the model and its messages.
func (s shape) fields(r Request, most int) map[string]any {
	fields := map[string]any{"stream": s.stream}
	if s.limit != "" {
		fields[s.limit] = most
	}
	if s.temperature {
		fields["temperature"] = .01 // some servers take 0 for unset, some refuse it
	}
	if s.stream && s.usage {
		fields["stream_options"] = openai.StreamOptions{IncludeUsage: true}
	}
	if s.effort != "" {
		fields["reasoning_effort"] = s.effort
	}
	switch {
	case len(r.Schema) == 0:
	case s.format == bySchema:
		fields["response_format"] = openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{Name: r.SchemaName, Schema: r.Schema}}
	case s.format == byObject:
		fields["response_format"] = openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONObject}
	}
	return fields
}

// messages are those of a request, with the schema in the first where a service
// takes none.
func (s shape) messages(r Request) []openai.ChatCompletionMessage {
	var out []openai.ChatCompletionMessage
	for _, m := range r.Messages {
		out = append(out, openai.ChatCompletionMessage{Role: m.Role, Content: m.Content})
	}
	if len(out) == 0 {
		return nil
	}
	if len(r.Schema) > 0 && s.format != bySchema {
		out[0].Content += "\n\nAnswer with one JSON object that fits this JSON schema, and with nothing else:\n" + string(r.Schema)
	}
	if !s.system && len(out) > 1 && out[0].Role == openai.ChatMessageRoleSystem {
		out[1].Content = out[0].Content + "\n\n" + out[1].Content
		out = out[1:]
	}
	return out
}

// parts are what the words of a refusal may name, and what is changed then;
// false when that part is not in the request any more.
var parts = []struct {
	names  *regexp.Regexp
	change func(s *shape, words string) bool
}{
	{regexp.MustCompile(`stream_options|include_usage`), func(s *shape, _ string) bool { return drop(&s.usage) }},
	{regexp.MustCompile(`max_(completion_)?tokens`), (*shape).otherLimit},
	{regexp.MustCompile(`temperature`), func(s *shape, _ string) bool { return drop(&s.temperature) }},
	{regexp.MustCompile(`reasoning[._ ]?effort`), (*shape).otherEffort},
	{regexp.MustCompile(`\bstream(ing|ed)?\b`), func(s *shape, _ string) bool { return drop(&s.stream) }},
	{regexp.MustCompile(`response_format|json_(schema|object|validate)|(json|structured) ?(mode|outputs?)|generate json|grammar`),
		(*shape).otherFormat},
	{regexp.MustCompile(`system (role|message|prompt|instruction)|developer instruction|role.{0,40}\bsystem\b`),
		func(s *shape, _ string) bool { return drop(&s.system) }},
}

func drop(part *bool) bool {
	was := *part
	*part = false
	return was
}

// tooMuch says that a number is refused, not the field that it stands in.
var tooMuch = regexp.MustCompile(`too (large|high|big|long)|at most|less than|exceed|maximum (value|number|of)`)

// otherLimit is the field's other name, then none; where its number is too high,
// less room.
func (s *shape) otherLimit(words string) bool {
	switch {
	case tooMuch.MatchString(words):
		before := s.room
		s.room /= 4
		return s.room < before
	case s.limit == "":
		return false
	case s.swapped:
		s.limit = ""
	case s.limit == maxTokens:
		s.limit, s.swapped = maxCompletionTokens, true
	default:
		s.limit, s.swapped = maxTokens, true
	}
	return true
}

// quotedEffort is an effort as a refusal names it.
var quotedEffort = regexp.MustCompile(`["'` + "`" + `](none|minimal|low|medium|high)\b`)

// otherEffort is the lowest of those that the words name beside the one that was
// refused; none when they name none.
func (s *shape) otherEffort(words string) bool {
	if s.effort == "" {
		return false
	}
	lowest := len(efforts)
	for _, m := range quotedEffort.FindAllStringSubmatch(words, -1) {
		if m[1] != s.effort {
			lowest = min(lowest, slices.Index(efforts, m[1]))
		}
	}
	if s.effort = ""; lowest < len(efforts) {
		s.effort = efforts[lowest]
	}
	return true
}

// otherFormat is the next; where JSON itself is not offered it is asked for in words.
func (s *shape) otherFormat(words string) bool {
	if s.format == byWords {
		return false
	}
	if s.format++; strings.Contains(words, "json mode") {
		s.format = byWords
	}
	return true
}

// named is the shape without the part that a refusal names.
func (s shape) named(words string) (shape, bool) {
	for _, p := range parts {
		if next := s; p.names.MatchString(words) && p.change(&next, words) {
			return next, true
		}
	}
	return s, false
}

// guessed is the shape after a refusal that names nothing: first without what
// only some services take, then the barest.
func (s shape) guessed() (shape, bool) {
	next := s
	next.format, next.usage, next.effort = byWords, false, ""
	if next == s {
		next.temperature, next.stream = false, false
		if !next.swapped {
			next.otherLimit("")
		}
	}
	return next, next != s
}

// roomier is the shape for a model whose thinking used up its tokens.
func (s shape) roomier() (shape, bool) {
	next := s
	if next.room = roomFirst; s.room >= roomFirst {
		next.room = roomMost
	}
	return next, next.room > s.room
}

// Extra is JSON that is added to every request, by the names of its fields; null
// takes a field out.
type Extra map[string]json.RawMessage

// ParseExtra reads OPENAI_EXTRA.
func ParseExtra(s string) (Extra, error) {
	var extra Extra
	if s == "" {
		return nil, nil
	}
	if err := json.Unmarshal([]byte(s), &extra); err != nil || extra == nil {
		return nil, fmt.Errorf(`it is no JSON object: write it like {"reasoning_effort":"low"}`)
	}
	return extra, nil
}

package llm

import (
	"fmt"
	"strings"
	"time"
)

var openaiServices = []service{
	{"OpenAI, gpt-4o", "api.openai.com/v1", "gpt-4o", func(c call) { c.answer() }, "", 1, 1},
	{"OpenAI, o3", "api.openai.com/v1", "o3", newerModel, "", 1, 1},
	{"OpenAI, gpt-5-mini", "api.openai.com/v1", "gpt-5-mini", func(c call) {
		if !c.refuse(c.body["reasoning_effort"] == "none", 400, openaiError("Unsupported value: 'reasoning_effort' does not support 'none' with this model. Supported values are: 'minimal', 'low', 'medium', and 'high'.", "reasoning_effort", "unsupported_value")) {
			newerModel(c)
		}
	}, "", 1, 1},
	{"OpenAI, gpt-5-pro takes one effort", "api.openai.com/v1", "gpt-5-pro", func(c call) {
		if !c.refuse(c.has("reasoning_effort") && c.body["reasoning_effort"] != "high", 400, openaiError("Unsupported value: 'reasoning_effort' does not support 'low' with this model. Supported values are: 'high'.", "reasoning_effort", "unsupported_value")) {
			newerModel(c)
		}
	}, "", 2, 1},
	{"OpenAI, gpt-5.1", "api.openai.com/v1", "gpt-5.1-2025-11-13", func(c call) {
		if !c.refuse(c.body["reasoning_effort"] == "minimal", 400, openaiError("Unsupported value: 'reasoning_effort' does not support 'minimal' with this model.", "reasoning_effort", "unsupported_value")) {
			newerModel(c)
		}
	}, "", 1, 1},
	{"OpenAI, gpt-5-chat-latest takes no effort", "api.openai.com/v1", "gpt-5-chat-latest", func(c call) {
		if !c.refuse(c.has("reasoning_effort"), 400, openaiError("Unrecognized request argument supplied: reasoning_effort", "", "")) {
			newerModel(c)
		}
	}, "", 1, 1},
	{"OpenAI, gpt-6-astra refuses to think not at all", "api.openai.com/v1", "gpt-6-astra", func(c call) {
		if !c.refuse(c.body["reasoning_effort"] == "none" || c.body["reasoning_effort"] == "minimal", 400, openaiError("Unsupported value: 'reasoning_effort'", "reasoning_effort", "unsupported_value")) {
			newerModel(c)
		}
	}, "", 1, 1},
	{"OpenAI, o1-mini takes no system message", "api.openai.com/v1", "o1-mini", func(c call) {
		if !c.refuse(strings.Contains(c.prompt(), `"role":"system"`), 400, openaiError("Unsupported value: 'messages[0].role' does not support 'system' with this model.", "messages[0].role", "unsupported_value")) {
			newerModel(c)
		}
	}, "", 2, 1},
	{"OpenAI, an organization that may not stream", "api.openai.com/v1", "o3", func(c call) {
		if !c.refuse(c.body["stream"] == true, 400, openaiError("Your organization must be verified to stream this model.", "stream", "unsupported_value")) {
			c.raw("application/json", wholeBody("stop"))
		}
	}, "", 2, 1},
	{"OpenAI, a thinking model under another name", "", "our-writer", newerModel, "", 3, 1},
	{"OpenAI, no quota", "api.openai.com/v1", "gpt-4o", func(c call) {
		c.refuse(true, 429, openaiError("You exceeded your current quota, please check your plan and billing details.", "", "insufficient_quota"))
	}, "add some there, or name another service in OPENAI_BASE_URL; it says: You exceeded your current quota", 1, 1},
	{"OpenAI, a limit that it says when to come back from", "api.openai.com/v1", "gpt-4o", func(c call) {
		c.Header().Set("Retry-After", "7")
		c.refuse(true, 429, openaiError("Rate limit reached for requests per minute.", "", "rate_limit_exceeded"))
	}, "asks to wait 7s: its limit is reached; it says: Rate limit reached for requests per minute.", 3, 2},
	{"OpenAI, a wrong key", "api.openai.com/v1", "gpt-4o", func(c call) {
		c.refuse(true, 401, openaiError("Incorrect API key provided: "+serviceKey+" (sk-hush***1234).\nYou can find yours at https://hush:hush@platform.openai.com/keys?k=hush", "", "invalid_api_key"))
	}, "refuses the key: check OPENAI_API_KEY; it says: Incorrect API key provided: …", 1, 1},
	{"OpenAI, an unknown model", "api.openai.com/v1", "gpt-9000", func(c call) {
		c.refuse(true, 404, openaiError("The model `gpt-9000` does not exist or you do not have access to it.", "", "model_not_found"))
	}, "check OPENAI_MODEL and the address; it says: The model `gpt-9000` does not exist", 1, 1},
	{"OpenAI, a prompt that is too long", "", "", func(c call) {
		c.refuse(true, 400, openaiError("This model's maximum context length is 2048 tokens. However, you requested 3100 tokens.", "messages", "context_length_exceeded"))
	}, "lower LLM_CONTEXT; it says: This model's maximum context length is 2048", 1, 1},
	{"OpenAI, a model that only completes", "api.openai.com/v1", "text-davinci-003", func(c call) {}, "name one for chats in OPENAI_MODEL", 0, 0},
	{"OpenAI, a model that declines", "api.openai.com/v1", "gpt-4o", func(c call) {
		sse(c, `{"choices":[{"delta":{"refusal":"I cannot help with that."}}]}`, finish("stop"), done)
	}, "the model declines: I cannot help with that.", 1, 1},
	{"OpenAI, a model that declines at length", "api.openai.com/v1", "gpt-4o", func(c call) {
		c.raw("application/json", `{"choices":[{"message":{"refusal":"I cannot help with that.`+strings.Repeat(" There are rules.", 30)+`"},"finish_reason":"stop"}]}`)
	}, "the model declines: I cannot help with that. There are rules.", 1, 1},
	{"Azure, the address of a deployment", "our.openai.azure.com/openai/deployments/d?api-version=2024-10-21", "d", func(c call) {
		at := c.r.URL
		if !c.refuse(at.Path != "/openai/deployments/d/chat/completions" || at.RawQuery != "api-version=2024-10-21", 404, `{"error":{"code":"404","message":"Resource not found"}}`) {
			azureKey(c)
		}
	}, "", 1, 1},
	{"Azure, the whole address of a chat", "our.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21", "d", func(c call) {
		if !c.refuse(c.r.URL.Path != "/openai/deployments/d/chat/completions", 404, `{"error":{"code":"404","message":"Resource not found"}}`) {
			azureKey(c)
		}
	}, "", 1, 1},
	{"Azure, the address of a resource", "our.openai.azure.com", "d", func(c call) {
		if !c.refuse(c.r.URL.Path != "/openai/v1/chat/completions", 404, `{"error":{"code":"404","message":"Resource not found"}}`) {
			azureKey(c)
		}
	}, "", 1, 1},
	{"Azure, an old version", "our.openai.azure.com/?api-version=2023-05-15", "d", func(c call) {
		if !c.refuse(c.has("stream_options"), 400, openaiError("Unrecognized request argument supplied: stream_options", "", "")) {
			azureKey(c)
		}
	}, "", 2, 1},
	{"Azure, its filter", "our.openai.azure.com/openai/v1", "d", func(c call) {
		c.refuse(true, 400, `{"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI's content management policy.","param":"prompt","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation"}}}`)
	}, "refuses the request (status 400); it says: The response was filtered", 1, 1},
}

// newerModel takes what OpenAI's newer models take.
func newerModel(c call) {
	switch {
	case c.refuse(c.has("max_tokens"), 400, openaiError("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", "max_tokens", "unsupported_parameter")):
	case c.refuse(c.has("temperature"), 400, openaiError("Unsupported value: 'temperature' does not support 0.01 with this model. Only the default (1) value is supported.", "temperature", "unsupported_value")):
	default:
		c.answer(`{"choices":[{"delta":{"role":"assistant","content":""}}]}`)
	}
}

// azureKey wants the key in a header of its own; its first part has no choice.
func azureKey(c call) {
	if !c.refuse(c.r.Header.Get("api-key") != serviceKey || c.r.Header.Get("Authorization") != "", 401, `{"error":{"code":"401","message":"Access denied due to missing subscription key"}}`) {
		c.answer(`{"choices":[],"prompt_filter_results":[{"prompt_index":0}]}`)
	}
}

// wholeBody is a reply that is no stream.
func wholeBody(finish string) string {
	return fmt.Sprintf(`{"choices":[{"message":{"role":"assistant","content":%q},"finish_reason":%q}],"usage":{"prompt_tokens":1900,"completion_tokens":25}}`, answered, finish)
}

const processing = ": OPENROUTER PROCESSING\n\n"

var brokerServices = []service{
	{"OpenRouter, many comments", "openrouter.ai/api/v1", "", func(c call) {
		c.raw("text/event-stream", strings.Repeat(processing, 2000))
		c.answer()
	}, "", 1, 1},
	{"OpenRouter, comments for minutes", "openrouter.ai/api/v1", "", func(c call) {
		for range 130 {
			c.raw("text/event-stream", processing)
			time.Sleep(time.Second)
		}
		c.answer()
	}, "", 1, 1},
	{"OpenRouter, comments for ever", "openrouter.ai/api/v1", "", func(c call) {
		for c.r.Context().Err() == nil {
			c.raw("text/event-stream", processing)
			time.Sleep(time.Second)
		}
	}, "it stopped answering", 1, 1},
	{"OpenRouter, an error in place of a reply", "openrouter.ai/api/v1", "", func(c call) {
		c.raw("application/json", `{"error":{"message":"Provider returned error","code":502,"metadata":{"provider_name":"P","raw":"{\"error\":\"upstream overloaded\"}"}}}`)
	}, "answered with status 502; it says: Provider returned error: upstream overloaded", 3, 2},
	{"OpenRouter, an error in a stream", "openrouter.ai/api/v1", "", func(c call) {
		c.raw("text/event-stream", processing)
		sse(c, `{"id":"gen","error":{"code":502,"message":"Provider returned error"},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}`, done)
	}, "answered with status 502; it says: Provider returned error", 3, 2},
	{"OpenRouter, a limit in a stream that passes", "openrouter.ai/api/v1", "", func(c call) {
		if c.n > 1 {
			c.answer()
			return
		}
		sse(c, `{"error":{"code":429,"message":"Rate limited upstream"}}`, done)
	}, "", 2, 1},
	{"OpenRouter, no credits", "openrouter.ai/api/v1", "", func(c call) {
		c.refuse(true, 402, `{"error":{"message":"Insufficient credits. Add more using https://openrouter.ai/settings/credits","code":402}}`)
	}, "no money or quota left: add some there, or name another service in OPENAI_BASE_URL; it says: Insufficient credits.", 1, 1},
	{"OpenRouter, no credits in a stream", "openrouter.ai/api/v1", "", func(c call) {
		sse(c, `{"error":{"message":"Insufficient credits.","code":402}}`, done)
	}, "no money or quota left", 1, 1},
	{"OpenRouter, a policy", "openrouter.ai/api/v1", "", func(c call) {
		c.refuse(true, 404, `{"error":{"message":"No endpoints found matching your data policy. Configure in privacy settings","code":404}}`)
	}, "it says: No endpoints found matching your data policy.", 1, 1},
	{"OpenRouter, moderation", "openrouter.ai/api/v1", "", func(c call) {
		c.refuse(true, 403, `{"error":{"message":"Your chosen model requires moderation and your input was flagged","code":403}}`)
	}, "it says: Your chosen model requires moderation", 1, 1},
	{"Groq, its JSON did not validate", "api.groq.com/openai/v1", "", func(c call) {
		if !c.refuse(c.format() != "", 400, openaiError("Failed to generate JSON. Please adjust your prompt.", "", "json_validate_failed")) {
			c.answer()
		}
	}, "", 3, 1},
	{"Groq, no schema while streaming", "api.groq.com/openai/v1", "openai/gpt-oss-20b", func(c call) {
		if !c.refuse(c.body["stream"] == true && c.format() == "json_schema", 400, openaiError("Streaming is not supported with response_format json_schema", "response_format", "")) {
			c.raw("application/json", wholeBody("stop"))
		}
	}, "", 2, 1},
	{"Together, a model that is not served", "api.together.xyz/v1", "", func(c call) {
		c.refuse(true, 400, openaiError("Unable to access non-serverless model m. Please create a dedicated endpoint.", "", "model_not_available"))
	}, "it says: Unable to access non-serverless model m.", 1, 1},
	{"a proxy's page", "", "", func(c call) {
		c.Header().Set("Content-Type", "text/html")
		c.WriteHeader(502)
		_, _ = c.Write([]byte("<html><head><title>502 Bad Gateway</title></head><body><h1>nginx</h1></body></html>"))
	}, "answered with status 502; it says: 502 Bad Gateway", 3, 2},
}

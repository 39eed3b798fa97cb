package llm

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
)

var modelServices = []service{
	{"Mistral refuses what it does not know", "api.mistral.ai/v1", "mistral-small-latest", func(c call) {
		if !c.refuse(c.has("stream_options"), 422, `{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"],"msg":"Extra inputs are not permitted","input":{"include_usage":true}}]},"type":"invalid_request_error","param":null,"code":null}`) {
			c.answer()
		}
	}, "", 2, 1},
	{"Mistral, content as a list of blocks", "api.mistral.ai/v1", "magistral-medium-latest", func(c call) {
		if !c.refuse(c.has("stream_options"), 422, `{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"],"msg":"Extra inputs are not permitted"}]}`) {
			c.answer(`{"choices":[{"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"S1 says {\"claims\":[]}."}]}]}}]}`,
				`{"choices":[{"delta":{"content":[{"type":"text","text":" "}]}}]}`)
		}
	}, "", 2, 1},
	{"DeepSeek takes objects, with the word json", "api.deepseek.com", "deepseek-chat", func(c call) {
		switch {
		case c.refuse(c.format() == "json_schema", 400, openaiError("This response_format type is unavailable now", "", "invalid_request_error")):
		case c.refuse(!strings.Contains(strings.ToLower(c.prompt()), "json"), 400, openaiError("Prompt must contain the word 'json' in some form to use 'response_format' of type 'json_object'.", "", "")):
		default:
			c.answer(`{"choices":[{"delta":{"content":null,"reasoning_content":"hm"}}]}`)
		}
	}, "", 2, 1},
	{"DeepSeek, empty content", "api.deepseek.com", "deepseek-chat", func(c call) {
		switch {
		case c.refuse(c.format() == "json_schema", 400, openaiError("This response_format type is unavailable now", "", "invalid_request_error")):
		case c.format() == "json_object":
			sse(c, delta(""), finish("stop"), done)
		default:
			c.answer()
		}
	}, "", 3, 2},
	{"DeepSeek, no balance", "api.deepseek.com", "deepseek-chat", func(c call) {
		c.refuse(true, 402, openaiError("Insufficient Balance", "", "invalid_request_error"))
	}, "no money or quota left", 1, 1},
	{"Gemini thinks from the reply's tokens", "generativelanguage.googleapis.com/v1beta/openai/", "models/gemini-pro-latest", func(c call) {
		if c.most() < 2000 {
			sse(c, `{"choices":[{"delta":{"role":"assistant"},"finish_reason":"length"}],"usage":{"prompt_tokens":1900,"completion_tokens":0,"total_tokens":2597}}`, done)
			return
		}
		c.answer()
	}, "", 2, 1},
	{"Gemini, a wrong key", "generativelanguage.googleapis.com/v1beta/openai/", "gemini-2.5-flash", func(c call) {
		c.refuse(true, 400, `[{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}]`)
	}, "check OPENAI_API_KEY; it says: API key not valid.", 1, 1},
	{"Gemini, a model without instructions and JSON", "generativelanguage.googleapis.com/v1beta/openai/", "gemma-3-27b-it", func(c call) {
		switch {
		case c.refuse(strings.Contains(c.prompt(), `"role":"system"`), 400, `[{"error":{"code":400,"message":"Developer instruction is not enabled for models/gemma-3-27b-it","status":"INVALID_ARGUMENT"}}]`):
		case c.refuse(c.format() != "", 400, `[{"error":{"code":400,"message":"JSON mode is not enabled for models/gemma-3-27b-it","status":"INVALID_ARGUMENT"}}]`):
		default:
			c.answer()
		}
	}, "", 3, 1},
	{"Gemini, overloaded once", "generativelanguage.googleapis.com/v1beta/openai/", "gemini-2.5-flash", func(c call) {
		if !c.refuse(c.n == 1, 503, `[{"error":{"code":503,"message":"The model is overloaded. Please try again later.","status":"UNAVAILABLE"}}]`) {
			c.answer()
		}
	}, "", 2, 1},
	{"Anthropic ignores formats, its newest models refuse a temperature", "api.anthropic.com/v1", "claude-opus-4-7", func(c call) {
		if !c.refuse(c.has("temperature"), 400, `{"error":{"code":"invalid_request_error","message":"temperature is deprecated for this model.","type":"invalid_request_error","param":null}}`) {
			sse(c, delta("Here is the JSON you asked for:\n\n```json\n"+answered+"\n```\n\nI used {S1} only."), finish("end_turn"), done)
		}
	}, "", 2, 1},
	{"Anthropic, overloaded", "api.anthropic.com/v1", "claude-sonnet-4-5", func(c call) {
		c.refuse(true, 529, `{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}`)
	}, "answered with status 529; it says: Overloaded", 3, 2},
	{"xAI leaves thinking out of a reply's tokens", "api.x.ai/v1", "grok-4", func(c call) {
		c.answer(`{"choices":[],"usage":{"prompt_tokens":1900,"completion_tokens":30,"total_tokens":2900}}`)
	}, "", 1, 1},
	{"Cohere, its word for an end", "api.cohere.ai/compatibility/v1", "command-a", func(c call) {
		sse(c, delta(answered), finish("COMPLETE"), done)
	}, "", 1, 1},
	{"Perplexity wants a schema only", "api.perplexity.ai", "sonar", func(c call) {
		if !c.refuse(c.format() == "json_object", 400, openaiError("response_format.type must be json_schema", "", "")) {
			c.answer()
		}
	}, "", 1, 1},
}

var localServices = []service{
	{"Ollama", "127.0.0.1:11434/v1", "gemma3:4b", onlyMaxTokens, "", 1, 1},
	{"Ollama, a model with OpenAI's name", "127.0.0.1:11434/v1", "o3-distill", onlyMaxTokens, "", 1, 1},
	{"Ollama, a model that thinks in its own field", "ollama:11434/v1", "gpt-oss:20b", func(c call) {
		c.answer(`{"choices":[{"delta":{"role":"assistant","content":"","reasoning":"S1 says it."}}]}`)
	}, "", 1, 1},
	{"Ollama, thought in tags", "127.0.0.1:11434/v1", "deepseek-r1:8b", func(c call) {
		c.answer(delta("<think>\nThe user wants JSON like {\"claims\": []} or {\"claims\": [...]}.\n</think>\n\n"))
	}, "", 1, 1},
	{"Ollama does not count what its cache held", "127.0.0.1:11434/v1", "", func(c call) {
		sse(c, delta(answered), `{"choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":14,"completion_tokens":25}}`, done)
	}, "", 1, 1},
	{"Ollama, a model that was not pulled", "127.0.0.1:11434/v1", "", func(c call) {
		c.refuse(true, 404, `{"error":{"message":"model \"m\" not found, try pulling it first","type":"api_error","param":null,"code":null}}`)
	}, `check OPENAI_MODEL and the address; it says: model "m" not found, try pulling it first`, 1, 1},
	{"Ollama, thinking beyond the context", "127.0.0.1:11434/v1", "qwen3:8b", func(c call) {
		sse(c, `{"choices":[{"delta":{"reasoning":"hm"}}]}`, finish("length"), done)
	}, "used up its tokens before it wrote an answer", 1, 1},
	{"LM Studio, an error that is a text", "127.0.0.1:1234/v1", "", func(c call) {
		if !c.refuse(c.format() == "json_schema", 200, `{"error":"'response_format.type' must be 'json_object' or 'text'"}`) {
			c.answer()
		}
	}, "", 2, 1},
	{"LM Studio, thought without its beginning", "127.0.0.1:1234/v1", "", func(c call) {
		c.answer(delta("Let me see. {\"claims\":[]} would be empty.\n</think>\n"))
	}, "", 1, 1},
	{"LM Studio, no model", "127.0.0.1:1234/v1", "", func(c call) {
		c.refuse(true, 404, `{"error":{"message":"No models loaded. Please load a model in the developer page.","type":"invalid_request_error","param":"model","code":"model_not_found"}}`)
	}, "it says: No models loaded.", 1, 1},
	{"llama.cpp, an error line in a stream", "127.0.0.1:8080/v1", "", func(c call) {
		c.raw("text/event-stream", `error: {"code":500,"message":"context shift is disabled","type":"server_error"}`+"\n\n")
	}, "answered with status 500; it says: context shift is disabled", 3, 2},
	{"llama.cpp, loading", "127.0.0.1:8080/v1", "", func(c call) {
		c.refuse(true, 503, `{"error":{"message":"Loading model","type":"unavailable_error","code":503}}`)
	}, "answered with status 503; it says: Loading model", 3, 2},
	{"llama.cpp, a prompt that is too long", "127.0.0.1:8080/v1", "", func(c call) {
		c.refuse(true, 400, `{"error":{"code":400,"message":"the request exceeds the available context size, try increasing it","type":"exceed_context_size_error","n_prompt_tokens":3100,"n_ctx":2048}}`)
	}, "lower LLM_CONTEXT; it says: the request exceeds the available context size", 1, 1},
	{"llama.cpp, a template without system messages", "127.0.0.1:8080/v1", "", func(c call) {
		if !c.refuse(strings.Contains(c.prompt(), `"role":"system"`), 500, `{"error":{"code":500,"message":"System role not supported","type":"server_error"}}`) {
			c.answer()
		}
	}, "", 2, 1},
	{"llama.cpp, a schema it cannot read", "127.0.0.1:8080/v1", "", func(c call) {
		if !c.refuse(c.format() == "json_schema", 400, `{"error":{"code":400,"message":"failed to parse grammar","type":"invalid_request_error"}}`) {
			c.answer()
		}
	}, "", 2, 1},
	{"vLLM, no reason for the end", "10.0.0.5:8000/v1", "", func(c call) {
		sse(c, `{"choices":[{"delta":{"reasoning":"hm","content":null},"finish_reason":null}]}`, delta(answered), done)
	}, "", 1, 1},
	{"vLLM takes all for thought", "10.0.0.5:8000/v1", "qwen3", func(c call) {
		sse(c, strings.Replace(delta(answered), "content", "reasoning_content", 1), finish("stop"), done)
	}, "", 1, 1},
	{"vLLM, room beyond its context", "vllm.example.com/v1", "qwen3", func(c call) {
		if !c.refuse(c.most() > 2000, 400, `{"object":"error","message":"'max_tokens' or 'max_completion_tokens' is too large: 4796. This model's maximum context length is 4096 tokens and your request has 1900 input tokens","type":"BadRequestError","param":null,"code":400}`) {
			c.answer()
		}
	}, "", 2, 1},
	{"a server of FastAPI that knows no formats", "10.0.0.5:8000/v1", "", func(c call) {
		if !c.refuse(c.format() != "", 422, `{"detail":[{"loc":["body","response_format"],"msg":"extra fields not permitted","type":"value_error.extra"}]}`) {
			c.answer()
		}
	}, "", 3, 1},
	{"a server that fails at a schema", "", "", func(c call) {
		if !c.refuse(c.format() != "", 500, `{"error":{"message":"json_schema is not supported","type":"server_error"}}`) {
			c.answer()
		}
	}, "", 3, 1},
}

// onlyMaxTokens writes without an end where the limit has its newer name.
func onlyMaxTokens(c call) {
	if c.has(maxTokens) && !c.has(maxCompletionTokens) {
		c.answer()
		return
	}
	for c.r.Context().Err() == nil {
		sse(c, delta("and so on "))
	}
}

var dialects = []service{
	{"a whole reply in place of a stream", "", "", func(c call) { c.raw("text/plain", wholeBody("stop")) }, "", 1, 1},
	{"a whole reply on many lines", "", "", func(c call) {
		var wide bytes.Buffer
		_ = json.Indent(&wide, []byte(wholeBody("stop")), "", "\t")
		c.raw("application/json", "\ufeff\r\n", wide.String())
	}, "", 1, 1},
	{"parts that are lines of JSON", "", "", func(c call) { c.raw("application/x-ndjson", delta(answered)+"\n"+finish("stop")+"\n") }, "", 1, 1},
	{"no type of content", "", "", func(c call) { c.raw("", "data: "+delta(answered)+"\n\ndata: "+finish("stop")+"\n\n") }, "", 1, 1},
	{"no space, other ends of lines", "", "", func(c call) {
		c.raw("text/event-stream", "event: message\r\nid: 1\r\ndata:"+delta(answered)+"\r\n\r\ndata:"+finish("stop")+"\r\n\r\ndata:[DONE]\r\n\r\n")
	}, "", 1, 1},
	{"a part on several lines", "", "", func(c call) {
		c.raw("text/event-stream", "data: "+strings.Replace(delta(answered), `,"cites`, ",\ndata: \"cites", 1)+"\n\n"+"data: {\"choices\":\ndata: [{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
	}, "", 1, 1},
	{"another word for the end", "", "", func(c call) { sse(c, delta(answered), finish("eos_token"), done) }, "", 1, 1},
	{"no tokens counted", "", "", func(c call) { sse(c, delta(answered), `{"choices":[{"delta":{},"finish_reason":"stop"}]}`, done) }, "", 1, 1},
	{"a count that is no number", "", "", func(c call) {
		sse(c, delta(answered), `{"choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":"many"}}`, done)
	}, "", 1, 1},
	{"a code fence", "", "", func(c call) { c.answer(delta("```json\n")) }, "", 1, 1},
	{"a whole answer that is called cut", "", "", func(c call) { sse(c, delta(answered), finish("length"), done) }, "", 1, 1},
	{"a line that breaks behind a whole answer", "", "", func(c call) {
		c.Header().Set("Content-Length", "5000")
		sse(c, delta(answered))
		panic(http.ErrAbortHandler)
	}, "", 1, 1},
	{"a stream that is never closed", "", "", func(c call) {
		sse(c, delta(answered), finish("stop"))
		<-c.r.Context().Done()
	}, "", 1, 1},
	{"a stream that stops in the middle", "", "", func(c call) {
		sse(c, delta(answered[:20]))
		<-c.r.Context().Done()
	}, "it stopped answering in the middle", 1, 1},
	{"an answer that is cut", "", "", func(c call) { sse(c, delta(answered[:20]), finish("length"), done) }, "it was cut at 700 tokens", 1, 1},
	{"an answer that ends in the middle", "", "", func(c call) { sse(c, delta(answered[:20])) }, "it ends in the middle", 1, 1},
	{"an answer in words", "", "", func(c call) {
		if c.n == 1 {
			sse(c, delta("Rescuers found 40 people alive."), finish("stop"), done)
			return
		}
		c.answer()
	}, "", 2, 1},
	{"never JSON", "", "", func(c call) { sse(c, delta("Rescuers found 40 people alive."), finish("stop"), done) }, "it is not the JSON that was asked for", 2, 1},
	{"thinking without an end", "", "some-reasoner", func(c call) {
		sse(c, `{"choices":[{"delta":{"reasoning":"hm"}}]}`, finish("length"), done)
	}, `name one in OPENAI_MODEL that thinks less, or say so in OPENAI_EXTRA`, 2, 1},
	{"a harmony of channels", "", "", func(c call) {
		c.answer(delta("<|channel|>analysis<|message|>{\"claims\":[]}?<|end|><|start|>assistant<|channel|>final<|message|>"))
	}, "", 1, 1},
	{"a refusal without a word", "", "", func(c call) {
		if c.has("response_format", "stream_options", "temperature", "max_tokens") || c.body["stream"] == true {
			c.WriteHeader(http.StatusBadRequest)
			return
		}
		c.raw("application/json", wholeBody("stop"))
	}, "", 3, 1},
	{"refusals without a word, for ever", "", "", func(c call) { c.WriteHeader(http.StatusUnprocessableEntity) }, "refuses the request (status 422)", 3, 1},
	{"a page in place of a reply", "", "", func(c call) { c.raw("text/html", "<html>Welcome</html>") }, "a web page, not a reply: check its address", 1, 1},
	{"a page without a type", "", "", func(c call) { c.raw("text/plain", "<!DOCTYPE html><html>Welcome</html>") }, "a web page, not a reply: check its address", 1, 1},
	{"an address that leads nowhere", "", "", func(c call) { c.WriteHeader(http.StatusNotFound) }, "check OPENAI_MODEL and the address", 1, 1},
	{"an error of many lines", "", "", func(c call) {
		c.refuse(true, 500, openaiError("Traceback\n\x1b[31m  file worker.py "+strings.Repeat("x", 4000), "", ""))
	}, "answered with status 500; it says: Traceback [31m file worker.py xx", 3, 2},
}

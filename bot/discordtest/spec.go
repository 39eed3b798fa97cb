package discordtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Spec is Discord's official OpenAPI document. A nil Spec accepts everything.
// kin-openapi finds the route and checks its parameters. The schemas of bodies
// are OpenAPI 3.1's, which are JSON Schema's: they are compiled once each,
// because kin compiles them anew for every body (28 ms for a message).
type Spec struct {
	router   routers.Router
	compiler *jsonschema.Compiler

	mu      sync.Mutex
	schemas map[string]*jsonschema.Schema // by where they stand in the document
}

// specURL is where the document is for references in it.
const specURL = "file:///discord.json"

// LoadSpec reads the document from a file.
func LoadSpec(file string) (*Spec, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the OpenAPI file: %w", err)
	}
	var m map[string]any
	if err := json.Unmarshal(raw, &m); err != nil {
		return nil, fmt.Errorf("parse the OpenAPI file: %w", err)
	}
	delete(m, "servers") // the paths stand at the root
	// Permission bit sets are strings in the documentation and on the wire, integers in the file.
	schemas := m["components"].(map[string]any)["schemas"].(map[string]any)
	for _, n := range []string{"ApplicationCommandUpdateRequest", "ApplicationCommandCreateRequest",
		"ApplicationCommandPatchRequestPartial"} {
		if object, ok := schemas[n].(map[string]any); ok {
			object["properties"].(map[string]any)["default_member_permissions"] = map[string]any{"type": []any{"string", "integer", "null"},
				"pattern": "^[0-9]+$"}
		}
	}
	if raw, err = json.Marshal(m); err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromData(raw)
	if err != nil {
		return nil, fmt.Errorf("load the OpenAPI file: %w", err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		return nil, fmt.Errorf("route the OpenAPI file: %w", err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	compiler.AssertFormat()
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("parse the OpenAPI file: %w", err)
	}
	if err := compiler.AddResource(specURL, parsed); err != nil {
		return nil, fmt.Errorf("load the OpenAPI file's schemas: %w", err)
	}
	return &Spec{router: router, compiler: compiler, schemas: map[string]*jsonschema.Schema{}}, nil
}

// holds checks a body against the schema at a place of the document, like
// "#/components/responses/ClientErrorResponse".
func (sp *Spec) holds(place string, body []byte) error {
	sp.mu.Lock()
	defer sp.mu.Unlock()
	schema := sp.schemas[place]
	if schema == nil {
		var err error
		if schema, err = sp.compiler.Compile(specURL + place + "/content/application~1json/schema"); err != nil {
			return fmt.Errorf("compile the schema at %s: %w", place, err)
		}
		sp.schemas[place] = schema
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("the body is no JSON: %w", err)
	}
	return schema.Validate(value)
}

// place is where an operation stands in the document.
func place(route *routers.Route, rest ...string) string {
	out := "#/paths"
	for _, part := range append([]string{route.Path, strings.ToLower(route.Method)}, rest...) {
		out += "/" + url.PathEscape(strings.NewReplacer("~", "~0", "/", "~1").Replace(part))
	}
	return out
}

// request checks a request; what it returns is needed to check the reply.
func (sp *Spec) request(r *http.Request, path string, body []byte) (*openapi3filter.RequestValidationInput, error) {
	if sp == nil {
		return nil, nil
	}
	copied := r.Clone(context.Background())
	address := *r.URL
	address.Path, address.RawPath = path, ""
	copied.URL, copied.Body = &address, io.NopCloser(bytes.NewReader(body))
	if len(body) == 0 {
		copied.Header.Del("Content-Type")
		copied.Body = http.NoBody
	}
	route, args, err := sp.router.FindRoute(copied)
	if err != nil {
		return nil, fmt.Errorf("no such route: %w", err)
	}
	in := &openapi3filter.RequestValidationInput{Request: copied, PathParams: args, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, ExcludeRequestBody: true}}
	if err := openapi3filter.ValidateRequest(context.Background(), in); err != nil {
		return in, err
	}
	switch want := route.Operation.RequestBody; {
	case want == nil && len(body) > 0:
		return in, errors.New("this takes no body")
	case want == nil || len(body) == 0 && !want.Value.Required:
		return in, nil
	case want.Ref != "":
		return in, sp.holds(want.Ref, body)
	}
	return in, sp.holds(place(route, "requestBody"), body)
}

// response checks a reply of the stand-in itself.
func (sp *Spec) response(in *openapi3filter.RequestValidationInput, status int, body []byte) error {
	if sp == nil || in == nil {
		return nil
	}
	for _, code := range []string{strconv.Itoa(status), fmt.Sprintf("%dXX", status/100), "default"} {
		want := in.Route.Operation.Responses.Value(code)
		switch {
		case want == nil:
			continue
		case len(want.Value.Content) == 0 && len(body) == 0:
			return nil
		case want.Ref != "":
			return sp.holds(want.Ref, body)
		}
		return sp.holds(place(in.Route, "responses", code), body)
	}
	return fmt.Errorf("status %d is not among the documented", status)
}

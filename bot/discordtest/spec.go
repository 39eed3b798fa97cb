package discordtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// Spec is Discord's official OpenAPI document. A nil Spec accepts everything.
type Spec struct{ router routers.Router }

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
	for _, n := range []string{"ApplicationCommandUpdateRequest", "ApplicationCommandCreateRequest", "ApplicationCommandPatchRequestPartial"} {
		if o, ok := schemas[n].(map[string]any); ok {
			o["properties"].(map[string]any)["default_member_permissions"] = map[string]any{"type": []any{"string", "integer", "null"}, "pattern": "^[0-9]+$"}
		}
	}
	if raw, err = json.Marshal(m); err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromData(raw)
	if err != nil {
		return nil, fmt.Errorf("load the OpenAPI file: %w", err)
	}
	r, err := gorillamux.NewRouter(doc)
	if err != nil {
		return nil, fmt.Errorf("route the OpenAPI file: %w", err)
	}
	return &Spec{r}, nil
}

// request checks a request; what it returns is needed to check the reply.
func (sp *Spec) request(r *http.Request, path string, body []byte) (*openapi3filter.RequestValidationInput, error) {
	if sp == nil {
		return nil, nil
	}
	r2 := r.Clone(context.Background())
	u := *r.URL
	u.Path, u.RawPath = path, ""
	r2.URL, r2.Body = &u, io.NopCloser(bytes.NewReader(body))
	if len(body) == 0 {
		r2.Header.Del("Content-Type")
		r2.Body = http.NoBody
	}
	route, args, err := sp.router.FindRoute(r2)
	if err != nil {
		return nil, fmt.Errorf("no such route: %w", err)
	}
	in := &openapi3filter.RequestValidationInput{Request: r2, PathParams: args, Route: route, Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc}}
	return in, openapi3filter.ValidateRequest(context.Background(), in)
}

func (sp *Spec) response(in *openapi3filter.RequestValidationInput, status int, body []byte) error {
	if sp == nil || in == nil {
		return nil
	}
	h := http.Header{}
	if len(body) > 0 {
		h.Set("Content-Type", "application/json")
	}
	return openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: status, Header: h, Body: io.NopCloser(bytes.NewReader(body)), Options: in.Options})
}

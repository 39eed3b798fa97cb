package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheVerifierOfTheConfigurationRemovesSentences(t *testing.T) {
	verdict := "No"
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q struct{ Model string }
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
			t.Error(err)
		}
		reply := `{"claims":[{"text":"40 people were found alive in the school of Senn, rescuers said.","cites":["S1"]}]}`
		if strings.HasPrefix(q.Model, "judge") {
			reply = verdict
		}
		text, _ := json.Marshal(reply)
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprintf(w, "data: {\"choices\":[{\"delta\":{\"content\":%s},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n", text)
	}))
	defer s.Close()
	file := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(file, []byte("Rescuers find 40 alive in Senn\n\nRescuers found 40 people alive in the school of Senn, rescuers said on Monday.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for k, v := range map[string]string{"DATABASE_URL": "sqlite:" + filepath.Join(t.TempDir(), "x.db"), "OPENAI_BASE_URL": s.URL + "/v1", "OPENAI_MODEL": "m", "OPENAI_API_KEY": "k", "OPENAI_VERIFIER_MODEL": ""} {
		t.Setenv(k, v)
	}
	if _, code := command(t, "", "ingest", file); code != 0 {
		t.Fatal(code)
	}
	for _, c := range []struct {
		model, verdict string
		written        bool
	}{{"judge", "No", false}, {"", "No", true}, {"judge2", "Yes", true}, {"another", "", true}} { // "another" answers nonsense
		t.Setenv("OPENAI_VERIFIER_MODEL", c.model)
		verdict = c.verdict
		out, code := command(t, "", "brief", "--json", "--since", "240h")
		if code != 0 || strings.Contains(out, "40 people were found alive") != c.written {
			t.Errorf("%+v: exit %d:\n%s", c, code, out)
		}
	}
}

package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/store/storetest"
)

// What a command gives is exact, whatever words the configuration keeps secret.
func TestExecute_GivesContentAsItIs(t *testing.T) {
	dir := storetest.Dir(t)
	for k, v := range map[string]string{"DATABASE_URL": "sqlite:" + filepath.Join(dir, "x.db"), "DISCORD_TOKEN": "Rescuers", "OPENAI_API_KEY": "dateline", "OPENAI_MODEL": "",
		"OPENAI_BASE_URL": "http://127.0.0.1:1/openai?api-version=2024-10-21", "LLM_FALLBACKS": ""} {
		t.Setenv(k, v)
	}
	const text = "Rescuers found 40 people alive in the school of Senn with the password dateline."
	news := filepath.Join(dir, "a.jsonl")
	line, err := json.Marshal(map[string]string{"id": "a1", "title": "Rescuers find 40 alive", "text": text, "outlet": "Coast Radio", "published": "2024-10-21T08:00:00Z"})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(news, line, 0o600); err != nil {
		t.Fatal(err)
	}
	at := "2024-10-22T08:00:00Z"
	for _, c := range []struct {
		want string
		args []string
	}{
		{`"article":"a1","status":"added"`, []string{"--json", "ingest", news}},
		{`"text":"` + text + `"`, []string{"--json", "show", "a1"}},
		{`"published":"2024-10-21T08:00:00Z"`, []string{"--json", "show", "a1"}},
		{`"quote":"` + text + `"`, []string{"--json", "ask", "--at", at, "Who was found alive in the school?"}},
		{`"passage":"` + text + `"`, []string{"--json", "search", "--at", at, "school of Senn"}},
		{`Rescuers find 40 alive`, []string{"search", "--at", at, "school of Senn"}},
		{`"text":"` + text + `"`, []string{"--json", "brief", "--since", "48h", "--at", at}},
		{"dateline dev", []string{"version"}},
	} {
		if out, code := command(t, "", c.args...); code != 0 || !strings.Contains(out, c.want) {
			t.Errorf("%v: exit %d, want %s in:\n%s", c.args, code, c.want, out)
		}
	}
	var errOut bytes.Buffer
	if execute(t.Context(), []string{"feeds", "remove", "9"}, strings.NewReader(""), &bytes.Buffer{}, &errOut); !strings.Contains(errOut.String(), `"dateline feeds list"`) {
		t.Errorf("a hint is %q", errOut.String())
	}
}

// An error is no content, also where standard output has it.
func TestExecute_AnErrorInALineHoldsNoSecret(t *testing.T) {
	for k, v := range map[string]string{"DATABASE_URL": "sqlite:" + filepath.Join(storetest.Dir(t), "x.db"), "OPENAI_API_KEY": "sk-hush-word", "OPENAI_MODEL": ""} {
		t.Setenv(k, v)
	}
	out, code := command(t, `{"id":"1","text":"today","now":"sk-hush-word"}`, "dates", "-")
	if code != 1 || !strings.Contains(out, `"id":"1","error"`) || strings.Contains(out, "hush") {
		t.Errorf("exit %d: %s", code, out)
	}
}

// A service may repeat the password that it was asked with.
func TestExecute_WhatAModelSaysOfAFailureHoldsNoSecret(t *testing.T) {
	model := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, `{"error":{"message":"the account knows no hush-word"}}`, http.StatusUnauthorized)
	}))
	defer model.Close()
	for k, v := range map[string]string{"DATABASE_URL": "sqlite:" + filepath.Join(storetest.Dir(t), "x.db"), "OPENAI_API_KEY": "k", "OPENAI_MODEL": "m",
		"OPENAI_BASE_URL": strings.Replace(model.URL, "://", "://me:hush-word@", 1), "OPENAI_VERIFIER_MODEL": "none", "LLM_FALLBACKS": "", "LOG_LEVEL": "debug"} {
		t.Setenv(k, v)
	}
	news := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(news, []byte("Rescuers find 40 alive in Senn\n\nRescuers found 40 people alive in the school of Senn.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, code := command(t, "", "ingest", news); code != 0 {
		t.Fatal("the file is not read")
	}
	for _, args := range [][]string{{"ask", "Who was found alive in Senn?"}, {"--json", "ask", "Who was found alive in Senn?"}, {"brief"}, {"doctor"}} {
		var out, errOut bytes.Buffer
		execute(t.Context(), args, strings.NewReader(""), &out, &errOut)
		if all := out.String() + errOut.String(); strings.Contains(all, "hush") || !strings.Contains(strings.Join(strings.Fields(all), " "), "knows no [secret]") {
			t.Errorf("%v:\n%s", args, all)
		}
	}
}

package ginauth_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// mode is a way to post: four of them ask for an answer in JSON.
type mode struct {
	name                  string
	jsonAnswer, jsonBody  bool
	field, header, asText string
}

var modes = []mode{
	{name: "redirect"},
	{name: "json=true in a form", jsonAnswer: true, field: "json"},
	{name: "json:true in a body", jsonAnswer: true, jsonBody: true, field: "json"},
	{name: `json:"true" in a body`, jsonAnswer: true, jsonBody: true, field: "json", asText: "true"},
	{name: "header and form", jsonAnswer: true, header: "X-Auth-Return-Redirect"},
	{name: "header and body", jsonAnswer: true, jsonBody: true, header: "X-Auth-Return-Redirect"},
}

// post sends fields in the mode's way, with the browser's CSRF token unless
// there is one among the fields.
func (m mode) post(a *app, path string, pairs ...string) *http.Response {
	a.t.Helper()
	values := fields(pairs...)
	if !values.Has("csrfToken") {
		values.Set("csrfToken", a.csrf())
	}
	var header []string
	if m.header != "" {
		header = []string{m.header, "1"}
	}
	if !m.jsonBody {
		if m.field != "" {
			values.Set(m.field, "true")
		}
		return a.send(path, values, header...)
	}
	members := map[string]any{}
	for name := range values {
		members[name] = values.Get(name)
	}
	if m.field != "" {
		members[m.field] = true
		if m.asText != "" {
			members[m.field] = m.asText
		}
	}
	body, err := json.Marshal(members)
	if err != nil {
		a.t.Fatal(err)
	}
	return a.do(http.MethodPost, path, "application/json; charset=utf-8", string(body), header...)
}

// check compares an answer with PROTOCOL 0.3: status is the one of the outcome,
// which NextAuth keeps in JSON answers.
func (m mode) check(t *testing.T, d dialectFacts, res *http.Response, want int, url string) {
	t.Helper()
	body := text(t, res)
	location := res.Header.Get("Location")
	if !m.jsonAnswer {
		status(t, res, http.StatusFound)
		same(t, "Location", location, url)
		return
	}
	var out map[string]any
	if err := json.Unmarshal([]byte(body), &out); err != nil {
		t.Fatalf("%v in %q", err, body)
	}
	same(t, "Content-Type", res.Header.Get("Content-Type"), "application/json")
	if out["url"] != url {
		t.Errorf("url %q, want %q", out["url"], url)
	}
	if d.v4 {
		status(t, res, want)
		same(t, "Location", location, "")
	} else {
		status(t, res, http.StatusOK)
		if strings.Contains(url, "error=") { // @auth/core keeps the header only when all is well
			url = ""
		}
		same(t, "Location", location, url)
	}
}

// eachMode runs a test for each dialect and mode.
func eachMode(t *testing.T, test func(t *testing.T, d dialectFacts, m mode, startIn starter)) {
	t.Helper()
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		for _, m := range modes {
			t.Run(m.name, func(t *testing.T) { test(t, d, m, startIn) })
		}
	})
}

const (
	home = "http://localhost:3000"
	base = home + "/api/auth"
)

// pick is v4 in NextAuth's dialect, else v5.
func (d dialectFacts) pick(v4, v5 string) string {
	if d.v4 {
		return v4
	}
	return v5
}

func hasSession(res *http.Response) bool {
	for _, c := range res.Cookies() {
		if strings.Contains(c.Name, "session-token") && c.MaxAge >= 0 {
			return true
		}
	}
	return false
}

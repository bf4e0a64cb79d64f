package providers

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/providers.md")

// TestProvidersTable holds docs/providers.md against the code. What is outside
// of the markers is written by hand.
func TestProvidersTable(t *testing.T) {
	sealed(t)
	file := filepath.Join("..", "docs", "providers.md")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- providers -->\n", "<!-- /providers -->\n"
	before, rest, ok := strings.Cut(string(data), begin)
	_, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("%s lacks the markers", file)
	}
	want := before + begin + table(t) + end + after
	switch {
	case want == string(data):
	case *update:
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s is not what the code says; run go test ./providers -run ProvidersTable -update", file)
	}
}

func table(t *testing.T) string {
	t.Helper()
	docs := constructors(t)
	var b strings.Builder
	b.WriteString("| id | provider | type | to set | scopes | callback | e-mail verified | notes |\n")
	b.WriteString("|---|---|---|---|---|---|---|---|\n")
	for _, id := range slices.Sorted(maps.Keys(catalogue)) {
		full := runtime.FuncForPC(reflect.ValueOf(catalogue[id]).Pointer()).Name()
		name := full[strings.LastIndex(full, ".")+1:]
		c := settings(catalogue[id])
		link, notes := explained(docs[name])
		if link == "" {
			t.Errorf("%s: the doc comment has no URL of the documentation", name)
		}
		kind := "OAuth 2.0"
		if c.openID {
			kind = "OpenID Connect"
		}
		row := []string{
			"`" + id + "`", fmt.Sprintf("[%s](%s): `%s()`", c.Name, link, name), kind, strings.Join(variables(id, c), " "),
			codes(scopesOf(c)), "`/callback/" + id + "`", vouched(t, id, c), notes,
		}
		for i, cell := range row {
			row[i] = strings.ReplaceAll(cell, "|", `\|`)
		}
		b.WriteString("| " + strings.Join(row, " | ") + " |\n")
	}
	return b.String()
}

// columned are the sentences that say what a column of the table says.
var columned = regexp.MustCompile(`\b(There is no (e-mail )?address|The address is verified if .*?|[A-Z]\w+ does not say whether the address.*?)\.(\s|$)`)

// explained takes a doc comment apart: the first URL, and what follows the
// sentence that says "X signs in with Y" and a URL.
func explained(doc string) (link, notes string) {
	text := strings.Join(strings.Fields(doc), " ")
	at := regexp.MustCompile(`https://\S*[^\s.,;:]`).FindStringIndex(text)
	if at == nil {
		return "", ""
	}
	notes = strings.TrimLeft(text[at[1]:], ".;")
	notes = strings.TrimSpace(columned.ReplaceAllString(notes, ""))
	notes = regexp.MustCompile(`\[([A-Za-z0-9]+)\]`).ReplaceAllString(notes, "`$1`")
	notes = regexp.MustCompile(`https://\S*[^\s.,;:)]`).ReplaceAllString(notes, "`$0`")
	notes = regexp.MustCompile(`\bAUTH_[A-Z0-9_]+\b`).ReplaceAllString(notes, "`$0`")
	return text[at[0]:at[1]], notes
}

func variables(id string, c oauthConfig) []string {
	out := []string{"`" + c.variable("ID") + "`", "`" + c.variable("SECRET") + "`"}
	if needsIssuer(id) {
		out = append(out, "`"+c.variable("ISSUER")+"`")
	}
	return out
}

func scopesOf(c oauthConfig) []string {
	if c.openID && c.Scopes == nil {
		return []string{"openid", "profile", "email"}
	}
	if c.openID && !slices.Contains(c.Scopes, "openid") {
		return append([]string{"openid"}, c.Scopes...)
	}
	return c.Scopes
}

func codes(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return "`" + strings.Join(words, "` `") + "`"
}

// vouched says whether the provider's address counts as verified, by what
// becomes of the fixtures, as they are and with all their flags up and down.
func vouched(t *testing.T, id string, c oauthConfig) string {
	t.Helper()
	address, sometimes, always := false, false, true
	for _, p := range people(t, id) {
		if p.Want.Email == "" {
			continue
		}
		address = true
		up, down := p, p
		up.Profile, down.Profile = flagged(t, p.Profile, true), flagged(t, p.Profile, false)
		always = always && mapped(t, c, down).EmailVerified
		sometimes = sometimes || p.Want.EmailVerified || mapped(t, c, up).EmailVerified
	}
	switch {
	case !address:
		return "no e-mail"
	case always:
		return "yes"
	case sometimes:
		return "if it says so"
	}
	return "no"
}

// flagged sets all booleans of a document.
func flagged(t *testing.T, data json.RawMessage, to bool) json.RawMessage {
	t.Helper()
	d, err := ParseDocument(data)
	if err != nil {
		t.Fatal(err)
	}
	var walk func(any) any
	walk = func(v any) any {
		switch v := v.(type) {
		case map[string]any:
			for name, in := range v {
				v[name] = walk(in)
			}
		case []any:
			for i, in := range v {
				v[i] = walk(in)
			}
		case bool:
			return to
		case string:
			if v == "true" || v == "false" {
				return to
			}
		}
		return v
	}
	return Document{walk(d.root)}.JSON()
}

package providers

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// fact is what Auth.js has of a provider: testdata/providers.json.
type fact struct {
	ID, Name, Type, Issuer, WellKnown string
	Authorization, Token, UserInfo    endpointFact
	TokenAuth                         string `json:"token_auth"`
	Style                             struct{ BG, Text, BrandColor string }
}

// endpointFact is a URL, its query among the parameters.
type endpointFact struct {
	URL    string
	Params map[string]string
}

func (e *endpointFact) UnmarshalJSON(data []byte) error {
	var parts struct {
		URL    string
		Params map[string]any
	}
	if json.Unmarshal(data, &parts.URL) != nil {
		if err := json.Unmarshal(data, &parts); err != nil {
			return err
		}
	}
	// v5's own issuers end in a slash in some places, ours in none.
	*e = split(afterIssuer.ReplaceAllString(parts.URL, "{issuer}/$1"), nil)
	for name, value := range parts.Params {
		if text, ok := value.(string); ok {
			e.Params[name] = text
			continue
		}
		text, err := json.Marshal(value)
		if err != nil {
			return err
		}
		e.Params[name] = string(text)
	}
	// The engine writes the client into requests; Quirks say under which name.
	maps.DeleteFunc(e.Params, func(_, value string) bool {
		return value == "CLIENT_ID" || value == "CLIENT_SECRET" || value == ""
	})
	return nil
}

var afterIssuer = regexp.MustCompile(`\{issuer\}([a-z])`)

func split(raw string, params map[string]string) endpointFact {
	base, query, _ := strings.Cut(raw, "?")
	out := endpointFact{URL: base, Params: map[string]string{}}
	values, _ := url.ParseQuery(query)
	for name := range values {
		out.Params[name] = values.Get(name)
	}
	maps.Copy(out.Params, params)
	return out
}

// facts are those of v5, and of v4 for what only that has.
func facts(t *testing.T) map[string]fact {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "providers.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all struct{ V4, V5 map[string]fact }
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	out := map[string]fact{}
	for _, version := range []map[string]fact{all.V5, all.V4} {
		for _, f := range version {
			_, known := out[f.ID]
			if _, old := fromV4[f.ID]; (f.Type == "oauth" || f.Type == "oidc") && (!known || old) {
				out[f.ID] = f
			}
		}
	}
	return out
}

// somewhere stands for the issuer of a provider that has none of its own.
const somewhere = "https://id.example.com"

// want turns a fact into the fields that are compared.
func (f fact) want() map[string]string {
	oidc := f.Type == "oidc" || f.WellKnown != ""
	out := map[string]string{"name": f.Name, "type": "oauth", "auth": f.TokenAuth, "issuer": f.Issuer}
	if out["auth"] == "" {
		out["auth"] = "client_secret_basic"
	}
	if f.Issuer == "{issuer}" {
		out["issuer"] = ""
	}
	if oidc {
		out["type"] = "oidc"
		if out["discovery"] = f.WellKnown; f.WellKnown == "" {
			out["discovery"] = "{issuer}" + wellKnown
		}
		if strings.HasPrefix(f.WellKnown, "https://") && f.Issuer == "" {
			out["issuer"], out["discovery"] = strings.TrimSuffix(f.WellKnown, wellKnown), "{issuer}"+wellKnown
		}
	}
	a := f.Authorization
	scope := a.Params["scope"]
	if scope == "" && oidc {
		scope = "openid profile email"
	}
	out["scopes"] = scopeSet(strings.FieldsFunc(scope, func(r rune) bool { return r == ' ' || r == ',' }), oidc)
	out["form_post"] = a.Params["response_mode"]
	rest := maps.Clone(a.Params)
	delete(rest, "scope")
	delete(rest, "response_mode")
	if rest["response_type"] == "code" {
		delete(rest, "response_type")
	}
	out["authorization"], out["params"] = a.URL, encode(rest)
	out["token"], out["userinfo"] = f.Token.URL+encode(f.Token.Params), f.UserInfo.URL+encode(f.UserInfo.Params)
	out["background"], out["text"] = strings.ToLower(f.Style.BG), strings.ToLower(f.Style.Text)
	if out["background"] == "" {
		out["background"] = strings.ToLower(f.Style.BrandColor)
	}
	return out
}

const wellKnown = "/.well-known/openid-configuration"

func scopeSet(scopes []string, oidc bool) string {
	scopes = slices.Clone(scopes)
	if oidc && !slices.Contains(scopes, "openid") {
		scopes = append(scopes, "openid")
	}
	slices.Sort(scopes)
	return strings.Join(scopes, " ")
}

func encode(params map[string]string) string {
	values := url.Values{}
	for name, value := range params {
		values.Set(name, value)
	}
	if len(values) == 0 {
		return ""
	}
	return "?" + values.Encode()
}

// got turns a provider's settings into the same fields.
func (c *oauthConfig) got() map[string]string {
	out := map[string]string{"name": c.Name, "type": "oauth", "auth": string(c.ClientAuth), "issuer": cmp.Or(c.Issuer, c.builtIn)}
	if c.ClientAuth == "" {
		out["auth"] = "client_secret_basic"
	}
	if c.openID {
		out["type"] = "oidc"
		if out["discovery"] = c.DiscoveryURL + wellKnown; c.DiscoveryURL == "" {
			out["discovery"] = "{issuer}" + wellKnown
		}
		if c.Scopes == nil {
			c.Scopes = []string{"openid", "profile", "email"}
		}
	}
	out["scopes"] = scopeSet(c.Scopes, c.openID)
	if out["form_post"] = ""; c.FormPost {
		out["form_post"] = "form_post"
	}
	a, token, user := split(c.AuthorizationURL, c.AuthorizationParams), split(c.TokenURL, nil), split(c.UserInfoURL, nil)
	out["authorization"], out["params"] = a.URL, encode(a.Params)
	out["token"], out["userinfo"] = token.URL+encode(token.Params), user.URL+encode(user.Params)
	out["background"], out["text"] = strings.ToLower(c.Style.Background), strings.ToLower(c.Style.Text)
	return out
}

// TestCatalogueFacts compares the catalogue with what Auth.js has.
func TestCatalogueFacts(t *testing.T) {
	sealed(t)
	known := facts(t)
	unused := maps.Clone(differences)
	for _, id := range slices.Sorted(maps.Keys(catalogue)) {
		f, found := known[id]
		if !found {
			t.Errorf("%s: Auth.js has no such id", id)
			continue
		}
		delete(known, id)
		c := settings(catalogue[id])
		got, want := c.got(), f.want()
		for _, field := range slices.Sorted(maps.Keys(want)) {
			if (field == "background" || field == "text") && want[field] == "" {
				continue // Auth.js leaves it to the page
			}
			if c.place(got[field]) == c.place(want[field]) {
				continue
			}
			if differences[id+" "+field] == "" {
				t.Errorf("%s: %s is %q, with Auth.js %q", id, field, got[field], want[field])
			}
			delete(unused, id+" "+field)
		}
	}
	for id := range known {
		t.Errorf("%s is missing", id)
	}
	for what := range unused {
		t.Errorf("the difference %q is none", what)
	}
}

// place fills in the issuer.
func (c *oauthConfig) place(s string) string {
	if c.Issuer = cmp.Or(c.Issuer, c.builtIn); c.Issuer == "" {
		c.Issuer = somewhere
	}
	return c.expand(s)
}

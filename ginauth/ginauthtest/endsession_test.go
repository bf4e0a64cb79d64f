package ginauthtest_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

// A sign-out wants an ID token of this provider for this client, and a
// registered address.
func TestProviderEndSession(t *testing.T) {
	c := client{t, ginauthtest.NewProvider(t)}
	_, got := c.trade(c.code())
	hint := got["id_token"].(string)
	other := client{t, ginauthtest.NewProvider(t, func(p *ginauthtest.Provider) { p.Alg = "ES256" })}
	_, theirs := other.trade(other.code())
	c.op.PostLogoutRedirectURIs = []string{"http://localhost:3000/bye"}
	c.op.RotateKey() // an ID token outlives the key
	for query, want := range map[string]string{
		"id_token_hint=HINT&client_id=ID&post_logout_redirect_uri=URI&state=s": "http://localhost:3000/bye?state=s",
		"client_id=ID&post_logout_redirect_uri=URI&state=s":                    "http://localhost:3000/bye?state=s",
		"id_token_hint=HINT&client_id=another&post_logout_redirect_uri=URI":    "",
		"id_token_hint=OTHER&client_id=ID&post_logout_redirect_uri=URI":        "",
		"id_token_hint=HINTx&client_id=ID&post_logout_redirect_uri=URI":        "",
		"id_token_hint=HINT&post_logout_redirect_uri=https://attacker.example": "",
		"post_logout_redirect_uri=URI":                                         "",
		"id_token_hint=HINT":                                                   "",
	} {
		filled := strings.NewReplacer("HINT", hint, "OTHER", theirs["id_token"].(string), "ID", c.op.ClientID, "URI", "http://localhost:3000/bye").Replace(query)
		w := httptest.NewRecorder()
		c.op.ServeHTTP(w, httptest.NewRequest(http.MethodGet, c.op.At(ginauthtest.EndpointEndSession)+"?"+filled, nil))
		if to := w.Header().Get("Location"); strings.TrimSuffix(to, "?") != want {
			t.Errorf("%s: %d, to %q", query, w.Code, to)
		}
	}
	if n := c.op.Count(ginauthtest.EndpointEndSession); n != 8 {
		t.Errorf("%d requests", n)
	}
}

// The documents are what the fields say, and what Change makes of them.
func TestProviderDocuments(t *testing.T) {
	op := ginauthtest.NewProvider(t, func(p *ginauthtest.Provider) {
		p.Metadata = map[string]any{"userinfo_endpoint": nil, "claims_supported": []string{"sub"}}
	})
	get := func(e ginauthtest.Endpoint) (int, map[string]any) {
		res, err := http.Get(op.At(e))
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		var got map[string]any
		json.NewDecoder(res.Body).Decode(&got)
		return res.StatusCode, got
	}
	_, doc := get(ginauthtest.EndpointDiscovery)
	if doc["issuer"] != op.URL || doc["token_endpoint"] != op.URL+"/token" || doc["userinfo_endpoint"] != nil || doc["claims_supported"] == nil {
		t.Errorf("%v", doc)
	}
	keyID := func() any {
		_, set := get(ginauthtest.EndpointKeys)
		return set["keys"].([]any)[0].(map[string]any)["kid"]
	}
	first := keyID()
	op.RotateKey()
	if second := keyID(); second == first || second != keyID() {
		t.Errorf("the key is %v, and was %v", second, first)
	}
	op.Change(ginauthtest.EndpointDiscovery, func(d map[string]any) { d["issuer"] = json.RawMessage("1e308") })
	op.Wrap(ginauthtest.EndpointKeys, func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	})
	if _, doc := get(ginauthtest.EndpointDiscovery); doc["issuer"] != 1e308 {
		t.Errorf("%v", doc)
	}
	if status, _ := get(ginauthtest.EndpointKeys); status != http.StatusTeapot {
		t.Errorf("%d", status)
	}
	op.Restore()
	if status, _ := get(ginauthtest.EndpointKeys); status != http.StatusOK {
		t.Errorf("%d", status)
	}
	op.OAuth2 = true
	if status, _ := get(ginauthtest.EndpointDiscovery); status != http.StatusNotFound {
		t.Errorf("plain OAuth 2.0 has a discovery document: %d", status)
	}
}

// With HTTPClient the issuer can have any name, and other names are noted.
func TestProviderHTTPClient(t *testing.T) {
	op := ginauthtest.NewProvider(t)
	if op.HTTPClient() != nil {
		t.Error("there is a client although none is needed")
	}
	op.Issuer = "https://op.example.com/tenant"
	for target, want := range map[string]int{"https://op.example.com/tenant/keys": 200, "https://op.example.com/tenant/x": 404} {
		res, err := op.HTTPClient().Get(target)
		if err != nil || res.StatusCode != want {
			t.Fatalf("%s: %v %v", target, res, err)
		}
		res.Body.Close()
	}
	if got := op.Trespasses(); len(got) != 0 {
		t.Errorf("trespasses %q", got)
	}
	asked(op.Elsewhere() + "/keys")
	if res, err := op.HTTPClient().Get("http://op.example.com/tenant/keys"); err == nil {
		res.Body.Close()
	}
	if got := op.Trespasses(); len(got) != 2 {
		t.Errorf("trespasses %q", got)
	}
	if host := op.Requests(ginauthtest.EndpointKeys)[0].Host; host != "op.example.com" {
		t.Errorf("the provider was asked as %q", host)
	}
}

// A browser brings the answer back as the provider says, by GET or POST.
func TestBrowserVisit(t *testing.T) {
	c := client{t, ginauthtest.NewProvider(t)}
	b := ginauthtest.NewBrowser(t, http.NotFoundHandler(), ginauthtest.BaseURL, c.op)
	query := url.Values{
		"client_id": {c.op.ClientID}, "redirect_uri": {clientURI + `?x="1"`}, "response_type": {"code"}, "scope": {"openid"}, "state": {`"<&>`},
		"code_challenge": {naiveS256}, "code_challenge_method": {"S256"},
	}
	for mode, method := range map[string]string{"query": http.MethodGet, "form_post": http.MethodPost} {
		query.Set("response_mode", mode)
		answer, page := b.Visit(c.op.At(ginauthtest.EndpointAuthorize) + "?" + query.Encode())
		if answer == nil {
			t.Fatalf("%s: %+v", mode, page)
		}
		if answer.Method != method || answer.Params.Get("state") != `"<&>` || answer.Params.Get("code") == "" || answer.Params.Get("iss") != c.op.Issuer ||
			!strings.HasPrefix(answer.URL, clientURI) {
			t.Errorf("%s: %+v", mode, answer)
		}
	}
	for _, target := range []string{"https://attacker.example/authorize", "javascript:alert(1)", "", "%zz", c.op.At(ginauthtest.EndpointAuthorize)} {
		if answer, _ := b.Visit(target); answer != nil {
			t.Errorf("%s: %+v", target, answer)
		}
	}
}

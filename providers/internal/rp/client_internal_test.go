package rp

import (
	"net/http"
	"strings"
	"testing"
)

// A JSON answer under the name of text is still one; a form is one, too.
func TestTokenAnswerForms(t *testing.T) {
	for name, tc := range map[string]struct{ kind, body string }{
		"text":    {"text/plain; charset=utf-8", ` {"access_token":"a","token_type":"bearer","expires_in":7200}`},
		"form":    {"application/x-www-form-urlencoded", "access_token=a&token_type=bearer&expires_in=7200"},
		"a list":  {"text/plain", "access_token=a&token_type=bearer&expires_in=7200"},
		"no type": {"", `{"access_token":"a","token_type":"bearer","expires_in":"7200"}`},
	} {
		t.Run(name, func(t *testing.T) {
			p := newOP()
			p.handler["/token"] = func(w http.ResponseWriter, _ *http.Request) {
				w.Header()["Content-Type"] = []string{tc.kind}
				_, _ = w.Write([]byte(tc.body))
			}
			c := p.client(t, func(c *Config) {
				c.OpenID, c.Endpoints = false, Endpoints{Authorization: testIssuer + "/a", Token: testIssuer + "/token", UserInfo: testIssuer + "/me"}
			})
			got, err := signIn(t, c)
			if err != nil || got.Access != "a" || got.ExpiresAt != p.now.Unix()+7200 {
				t.Errorf("%v", err)
			}
			if p.seen["/token"].Header.Get("User-Agent") != "ginauth" {
				t.Error("no User-Agent")
			}
		})
	}
}

// The server reaches the issuer under another name; nothing else changes.
func TestInternalURL(t *testing.T) {
	p := newOP()
	p.meta["token_endpoint"] = "http://keycloak:8080/token" // as Keycloak does for such requests
	c := p.client(t, func(c *Config) { c.InternalURL = "http://keycloak:8080" })
	if _, err := signIn(t, c); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/.well-known/openid-configuration", "/keys"} {
		r := p.seen[path]
		if r.URL.Host != "keycloak:8080" || r.URL.Scheme != "http" || r.Host != "id.example.com" {
			t.Errorf("%s: %s, Host %s", path, r.URL, r.Host)
		}
	}
	to, err := c.AuthorizationURL(t.Context(), Request{State: "s", RedirectURI: "https://app.example.com/cb", CodeVerifier: "v", Nonce: "n"})
	if err != nil || !strings.HasPrefix(to, testIssuer+"/authorize?") {
		t.Errorf("%q %v", to, err)
	}
	p.meta["token_endpoint"] = "http://elsewhere:8080/token"
	if _, err := signIn(t, p.client(t, func(c *Config) { c.InternalURL = "http://keycloak:8080" })); err == nil {
		t.Error("another http host was taken")
	}
}
